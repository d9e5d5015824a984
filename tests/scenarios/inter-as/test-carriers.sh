#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Carriers by chance and by intent, joined by any options: nothing is to be warned of, all sites of a VPN reach each other and no
# others, packets go as the tables say, and what is written out goes the same way. When links and nodes have failed and all is well
# again, tables are as if nothing had been. CL_CARRIERS="seed:option ..." tries others; without option, any.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"
. "$CL_SRCDIR/tests/scenarios/compare/tables.sh"
here=$source_dir/tests/scenarios

digest()
{
	sql "$1" 'SELECT digest FROM run'
}

# disturbed SEED: what the network in explicit.xml ends with. A VRF without <bgp> has the oldest of paths that are the same to it.
disturbed()
{
	awk -v seed="$1" -f "$here/compare/failures.awk" explicit.xml >disturbed.xml
	status 0 "$program" run disturbed.xml -o disturbed.db --probe 10s
	tables disturbed.db | grep -v '|imported|'
}

for each in ${CL_CARRIERS:-1 4:d 5:c 206:mixed 246:mixed 308:mixed 320:mixed 325:c 326:d 377:c 382:d 427:c}; do
	seed=${each%%:*}
	option=${each#"$seed"}
	awk -v seed="$seed" -v option="${option#:}" -f "$here/bgp/chance.awk" -f "$here/inter-as/carriers.awk" >carriers.xml
	status 0 "$program" check carriers.xml
	same "$each: warnings" 'carriers.xml: no mistakes, no warnings' "$(cat stdout.txt)"
	status 0 "$program" run carriers.xml -o intent.db --record summary --probe 10s
	status 0 "$program" expand carriers.xml
	mv stdout.txt explicit.xml
	status 0 "$program" run explicit.xml -o explicit.db --record summary --probe 10s
	same "$each: digest of what it expands to" "$(digest intent.db)" "$(digest explicit.db)"
	disturbed 0 >calm.txt
	disturbed "$seed" >found.txt
	grep -q '^path.*delivered' calm.txt || fail "$each: no flow arrives"
	same "$each: what is not as without failures" '' "$(diff calm.txt found.txt | head -8)"
	same "$each: what is misdelivered" '' "$(sql disturbed.db "SELECT flow, direction, reason FROM path WHERE verdict = 'misdelivered'")"
	[ "$(sql disturbed.db 'SELECT count(*) FROM action')" -gt 0 ] || fail "$each: nothing fails"
done
finish
