#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What neighbours are configured with makes the difference that the scenarios expect of it: without any one of the
# attributes one of their expectations is not met.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

attributes='next-hop-(self|unchanged)|route-reflector-client|remove-private-as|as-override|allow-as-in|local-as(-[a-z-]+)?'
attributes+='|send-community|default-originate(-map)?|weight|site-of-origin|ebgp-requires-policy|(im|ex)port-map'
attributes+='|maximum-prefix(-[a-z-]+)?|mrai'

# Those that stand there to show that they make none: of another family, and a policy that has its maps.
makes_none()
{
	[[ $2 = *'="vpnv4"' ]] || [[ $2 = *ebgp-requires-policy* && $1 = *export-map* ]]
}

# without NAME HOW-MANY: each attribute of a neighbour of the scenario is taken away once.
without()
{
	local file tried=0 line attribute
	file=$(scenario "tests/scenarios/bgp/$1.xml")
	status 0 "$program" run "$file" -o "$1.db"
	while IFS=: read -r line attribute; do
		makes_none "$(sed -n "${line}p" "$file")" "$attribute" && continue
		sed "${line}s/$attribute//" "$file" >without.xml
		"$program" run without.xml -o without.db >stdout.txt 2>stderr.txt &&
			fail "$1: line $line without$attribute meets all that is expected"
		tried=$((tried + 1))
	done < <(grep -nE '<neighbor ' "$file" | while IFS=: read -r line text; do
		grep -oE " ($attributes)=\"[^\"]*\"" <<<"$text" | sed "s/^/$line:/"
	done)
	same "$1: attributes" "$2" "$tried"
}
without next-hops 6
without as-paths 16
without neighbors 26

# column NODE TABLE COLUMN ROWS: as JSON has it, the values between blanks.
column()
{
	"$program" show neighbors.db "$1" "$2" --format json >table.json
	sql :memory: "SELECT group_concat(json_extract(value, '\$.$3'), ' ') FROM json_each(readfile('table.json'), '\$.\"$2\"')
		WHERE json_extract(value, '\$.$4') = '$5'"
}

# Ten messages and nine at first; then four changes in six seconds, of which he hears twice who is told every half minute.
same 'updates to all' 14 "$(column H bgp-neighbors updates_sent peer 10.1.0.2)"
same 'updates to patient' 11 "$(column H bgp-neighbors updates_sent peer 10.1.19.2)"
same 'the end of few' 'sent NOTIFICATION Cease/Maximum Number of Prefixes Reached' \
	"$(column H bgp-neighbors last_error peer 10.1.17.2)"
same 'what is recorded of limits' '10.1.17.2|3
10.1.18.2|1' "$(sql neighbors.db "SELECT peer, count(*) FROM session_event
	WHERE node = 'H' AND kind = 'maximum-prefix' GROUP BY peer")"
finish
