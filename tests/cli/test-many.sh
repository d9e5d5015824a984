#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Of whatever a file has tens of thousands, reading it takes time by the number, not by its square:
# four times as many take less than nine times as long. Processor time counts, the second time as well
# where the first was disturbed.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# Sanitizers, which map more than any limit, take time of their own by the size of what is in use.
if ! (ulimit -v 1000000 && "$program" --version) >/dev/null 2>&1; then
	echo 'SKIPPED: processor time under sanitizers says nothing'
	exit 77
fi

few=8000
node='<carrier name="c" asn="1"><node name="a" role="pe"><loopback address="11.0.0.1/24"/>'
ends="$node</node><node name=\"b\" role=\"p\"><loopback address=\"12.0.0.1/32\"/></node></carrier>"

# many N BEFORE ELEMENT AFTER: in the element, N is its number and ADDRESS one of its own.
many()
{
	printf '<scenario>%s\n' "$2"
	awk -v n="$1" -v element="$3" 'BEGIN {
		parts = split(element, part, /[{}]/)
		for (i = 1; i <= n; i++) {
			address = sprintf("10.%d.%d.%d", i / 65536, i / 256 % 256, i % 256)
			text = part[1]
			for (p = 2; p <= parts; p++)
				text = text (part[p] == "N" ? i : part[p] == "ADDRESS" ? address : part[p])
			print text
		}
	}'
	printf '%s</scenario>\n' "$4"
}

# Milliseconds of the processor that the check of a file takes; it has no mistake.
cost()
{
	local TIMEFORMAT=%U user

	many "$@" >many.xml
	user=$({ time timeout 300 "$program" check many.xml >/dev/null 2>stderr.txt; } 2>&1)
	if grep -v ' warning: ' stderr.txt >&2 || [ "$(wc -l <many.xml)" -lt "$1" ]; then
		user=999.999
	fi
	echo $((10#${user//[!0-9]/}))
}

# linear WHAT BEFORE ELEMENT AFTER
linear()
{
	local what=$1 less more

	shift
	for _ in first second; do
		less=$(cost $few "$@")
		more=$(cost $((4 * few)) "$@")
		[ "$more" -ge $((9 * less + 20)) ] || return
	done
	fail "$what: $few take $less ms, four times as many $more ms"
}

linear 'carriers' '' '<carrier name="c{N}" asn="{N}"/>' ''
linear 'pools' '' '<carrier name="c{N}" asn="{N}" loopbacks="10.0.0.0/8" links="11.0.0.0/8"/>' ''
linear 'neighbours of BGP' "$node<bgp>" '<neighbor address="{ADDRESS}"/>' '</bgp></node></carrier>'
linear 'networks of BGP' "$node<bgp>" '<network prefix="{ADDRESS}/32"/>' '</bgp></node></carrier>'
linear 'networks to come' "$node<bgp/></node></carrier><at time=\"1s\">" \
	'<network node="a" state="added" prefix="{ADDRESS}/32"/>' '</at>'
linear 'static routes' "$node<static>" '<route prefix="{ADDRESS}/32" via="11.0.0.2"/>' '</static></node></carrier>'
linear 'static routes to come' "$node<static/></node></carrier><at time=\"1s\">" \
	'<route node="a" state="added" prefix="{ADDRESS}/32" via="11.0.0.2"/>' '</at>'
linear 'pings' "$ends" '<ping from="a" to="12.0.0.1" time="1s"/>' ''

# Traceroutes take ports, of which there is an end.
many 99990 "$ends" '<traceroute from="a" to="12.0.0.1" time="1s"/>' '' >many.xml
status 2 timeout 300 "$program" check many.xml
same 'traceroutes' 'many.xml:10002: more than 10000 traceroutes; split the scenario' "$(head -n 1 stderr.txt)"
finish
