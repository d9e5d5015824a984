#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Inter-AS option D: a transit provider without VPNs between two carriers of different ASes, or of one. What it is told, what it
# passes on, and that the session of the route reflectors and the VPNs' packets are labelled all the way through it.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# Next hop and label of PE-1's loopback from hop to hop: each border router tells a label of its own. (Network=PE-1, NH=ASBR-1 to ASBR-4.)
hops()
{
	sql "$1" "SELECT a.node || ' ' || a.next_hop || ' ' || iif(l.label IS NULL, a.label, 'own')
		FROM advertisement AS a LEFT JOIN labels AS l ON l.node = a.node AND l.label = a.label AND l.fec = a.prefix
		WHERE direction = 'sent' AND NOT withdrawn AND prefix = '10.1.0.1/32'
			AND (a.node, a.peer) IN (VALUES ('PE-1', '10.1.0.4'), ('ASBR-1', '172.16.1.2'), ('ASBR-2', '10.3.0.3'),
				('ASBR-3', '172.16.2.2'), ('ASBR-4', '10.2.0.4')) ORDER BY time_ns, id"
}

# In AS 3: no VPN route is told or heard, nothing unlabelled of the VPNs or the reflectors' session passes its P router.
transit()
{
	local file labels

	same "$1: VPN routes in the transit" 0 "$(sql "$1.db" "SELECT count(*) FROM advertisement
		WHERE node IN ('ASBR-2', 'P-3', 'ASBR-3') AND rd IS NOT NULL")"
	command -v tshark >/dev/null || return
	while read -r file labels; do
		same "$1: labels of the reflectors' session at $file" "$labels" "$(tshark -r "$1/$file.pcapng" -Y 'bgp && ip.src == 10.1.0.4' \
			-T fields -e mpls.label 2>/dev/null | awk -F, '{ print NF }' | sort -u)"
		same "$1: unlabelled packets of the VPNs at $file" '' "$(tshark -r "$1/$file.pcapng" -Y 'icmp && !mpls' 2>/dev/null)"
	done <<-END
		ASBR-2-core--P-3-asbr2 2
		P-3-asbr3--ASBR-3-core 1
	END
	for file in "$1"/ASBR-1-transit--*.pcapng "$1"/ASBR-3-*--ASBR-4-transit.pcapng; do
		same "$1: IGP or LDP at ${file##*/}" '' "$(tshark -r "$file" -Y 'ldp || ospf' 2>/dev/null)"
	done
}

# option NAME
option()
{
	local file

	file=$(scenario "scenarios/inter-as/$1.xml")
	status 0 "$program" run "$file" -o "$1.db" --pcap "$1"
	same "$1: expectations that are not met" '' "$(sql "$1.db" 'SELECT name FROM expectation WHERE NOT passed')"
	same "$1: nothing unexpected in any state machine" '' \
		"$(sql "$1.db" 'SELECT node, protocol, from_state, event FROM transition WHERE unexpected')"
	same "$1: PE-1's loopback from hop to hop" 'PE-1 10.1.0.1 3
ASBR-1 172.16.1.1 own
ASBR-2 10.3.0.1 own
ASBR-3 172.16.2.1 own
ASBR-4 10.2.0.3 own' "$(hops "$1.db")"
	same "$1: next hops of a VPN route on its way" '10.1.0.1' "$(sql "$1.db" "
		SELECT DISTINCT next_hop FROM advertisement WHERE rd = '1:27' AND prefix = '152.12.4.0/24'")"
	transit "$1"
	status 0 "$program" run "$file" -o again.db --record summary --decode-all
	same "$1: digest of a second run" "$(sql "$1.db" 'SELECT digest FROM run')" "$(sql again.db 'SELECT digest FROM run')"
	status 0 "$program" run "$file" -o probes.db --record summary --probe 100ms
}

option option-d-transit
option option-d-transit-one-as
option option-d-transit-as-override

# What P-3 does without, nobody refuses: that border routers do not take their own routes from reflectors is no reason.
status 0 "$program" why option-d-transit.db P-3 10.1.0.1/32
same 'a loopback that P-3 does not know' 'P-3 10.1.0.1/32: no route, and nobody offered one' "$(grep -v '^it is in' stdout.txt)"

# In one AS: routers behind the border that look through internal paths as well refuse what ASBR-4 has let in, unless they let it in too.
one_as=$(scenario scenarios/inter-as/option-d-transit-one-as.xml)
sed 's|<ospf/> <ldp/> <bgp>|<ospf/> <ldp/> <bgp internal-loop-check="yes">|' "$one_as" >strict.xml
status 1 "$program" run strict.xml -o strict.db
status 0 "$program" why strict.db PE-2 10.1.0.1/32
grep -q 'PE-2 .* refused 10.1.0.1/32 from 10.2.0.4: AS loop: 1 is in the AS path' stdout.txt ||
	fail "internal-loop-check: why PE-2 has no route to PE-1 does not name the loop ($(cat stdout.txt))"
sed 's|families="vpnv4 ipv4-labelled-unicast"/></bgp>|families="vpnv4 ipv4-labelled-unicast" allow-as-in="1"/></bgp>|' strict.xml >allowed.xml
status 0 "$program" run allowed.xml -o allowed.db

# The labelled routes among those of IPv4 unicast: everything that is expected is so, loops too.
sed 's/families="vpnv4 ipv4-labelled-unicast"/families="vpnv4 ipv4" send-label="only"/
	/<neighbor/s/families="ipv4-labelled-unicast"/families="ipv4" send-label="only"/
	/<network/s/ families="ipv4-labelled-unicast"//g' "$one_as" >one-table.xml
same 'what is left of the labelled family' 0 "$(grep -c '"ipv4-labelled-unicast"' one-table.xml)"
status 0 "$program" run one-table.xml -o one-table.db
sed 's/ allow-as-in="1"//' one-table.xml >one-table-loop.xml
status 1 "$program" run one-table-loop.xml -o one-table-loop.db
same 'an AS loop in one table' 'as-comes-back|AS loop: 1 is in the AS path' "$("$program" check one-table-loop.xml --format json >check.json
	sql :memory: "SELECT readfile('check.json') ->> '$.warnings[0].check'")|$(sql one-table-loop.db "SELECT DISTINCT reason FROM refusal
		WHERE node = 'ASBR-1' AND peer = '172.16.1.2'")"

# A border of the transit that fails takes everything with it, and it comes back.
sed 's|</scenario>|<at time="70s"><link a="ASBR-3" b="ASBR-4" state="down"/></at>\
	<at time="100s"><link a="ASBR-3" b="ASBR-4" state="up"/></at></scenario>|' "$(scenario scenarios/inter-as/option-d-transit.xml)" >cut.xml
status 0 "$program" run cut.xml -o cut.db
same 'flows that the cut broke, and that it has not broken for good' 'reflectors,shared-a,shared-b,vpn-a,vpn-b|0' "$(sql cut.db "SELECT
	(SELECT group_concat(flow) FROM (SELECT DISTINCT flow FROM outage WHERE start_ns = 70e9 ORDER BY flow)),
	(SELECT count(*) FROM outage WHERE end_ns IS NULL AND flow NOT LIKE '%-to-%')")"
finish
