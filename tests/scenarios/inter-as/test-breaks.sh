#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What must break between carriers, and how one finds out: for each scenario break-*.xml what `check` warns of before the run, where the
# flow ends and for which recorded reason, what `why` answers, and that what the warning says to write mends it.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# The way of a direction of the flow at the end: its nodes, and the kinds of labels on each link.
# way DB DIRECTION
way()
{
	sql "$1" "WITH p AS (SELECT path_id FROM path WHERE flow = 'vpn-b' AND direction = '$2' ORDER BY from_ns DESC LIMIT 1)
		SELECT group_concat(node, ' '), group_concat(iif(action = 'deliver', 'to', iif(kinds_out = '', 'ip', kinds_out)), ' ')
		FROM (SELECT * FROM hop JOIN p USING (path_id) ORDER BY seq)"
}

# broken NAME WARNINGS: runs it into NAME.db; its expectations say where the flow ends.
broken()
{
	local file

	file=$(scenario "tests/scenarios/inter-as/$1.xml")
	cp "$file" "$1.xml"
	status 0 "$program" check "$1.xml"
	same "$1: what check warns of" "$2" "$(sed "s/^$1.xml:\([0-9]*\): warning: /\1: /" stderr.txt)"
	status 0 "$program" run "$1.xml" -o "$1.db"
}

# refused NAME NODE PREFIX REASON: all that the node has recorded against the prefix
refused()
{
	same "$1: why $2 does not use $3" "$4" "$(sql "$1.db" "SELECT DISTINCT coalesce(rd || ' ', '') || coalesce(peer || ': ', '') || reason
		FROM refusal WHERE node = '$2' AND prefix = '$3'")"
}

# answers NAME NODE PREFIX VRF PATTERN...: lines of what `why` says, in this order
answers()
{
	local name=$1 at=0 line pattern

	status 0 "$program" why "$1.db" "$2" "$3" --vrf "$4"
	for pattern in "${@:5}"; do
		line=$(tail -n +$((at + 1)) stdout.txt | grep -n -m 1 -E -- "$pattern" | cut -d: -f1)
		if [ -z "$line" ]; then
			fail "$name: why $2 $3 has no line '$pattern' after line $at of: $(cat stdout.txt)"
			return
		fi
		at=$((at + line))
	done
}

c_way='CE-3 PE-2 P-2 ASBR-2 ASBR-1 P-1 PE-1 CE-2|ip ldp/bgp-lu/vpn bgp-lu/vpn bgp-lu/vpn ldp/vpn vpn ip to'
d_way='CE-3 PE-2 P-2 ASBR-4 ASBR-3 P-3 ASBR-2 ASBR-1 P-1 PE-1 CE-2|ip ldp/bgp-lu/vpn bgp-lu/vpn bgp-lu/vpn ldp/bgp-lu/vpn bgp-lu/vpn bgp-lu/vpn ldp/vpn vpn ip to'

# With what the warning says nothing is warned of, and the flow takes the way that it should, one way and the other.
# mended NAME WAY SED...
mended()
{
	local name=$1 way=$2

	shift 2
	sed "$@" "$name.xml" >mended.xml
	status 0 "$program" check mended.xml
	same "$name: warnings when it is mended" '' "$(cat stderr.txt)"
	"$program" run mended.xml -o mended.db >stdout.txt 2>stderr.txt
	same "$name: the flow when it is mended" "$way" "$(way mended.db forward)"
	same "$name: the way back when it is mended" "$(wc -w <<<"${way%|*}")" "$(way mended.db reverse | cut -d'|' -f1 | wc -w)"
}

# next-hop-self forgotten, option B, without a host route: where the border's subnet is in the IGP, labels go astray at the border router.
at='is told vpnv4 routes with the next hop'
what='to which no LSP leads in its AS; write next-hop-self="vpnv4" here, or'
broken break-b-no-host-route "23: neighbor 10.1.0.1 of node \"PE-ASBR-1\" $at 172.16.0.2, $what host-route=\"yes\" in the neighbor in line 24
44: neighbor 10.2.0.1 of node \"PE-ASBR-2\" $at 172.16.0.1, $what host-route=\"yes\" in the neighbor in line 45"
same 'no host route: the way of what PE-2 sends' 'CE-3 PE-2 P-2 PE-ASBR-2|ip ldp/vpn vpn ip' "$(way break-b-no-host-route.db forward)"
refused break-b-no-host-route PE-1 152.12.3.0/24 '2:27 10.1.0.3: no route to 172.16.0.2
10.1.0.3: no route to 172.16.0.2'
answers break-b-no-host-route PE-1 152.12.3.0/24 VPN-B '^PE-1 VPN-B 152.12.3.0/24: no route$' 'not usable: no route to 172.16.0.2$'
same 'no host route: packets dropped at PE-ASBR-2' 'label 1003 unknown' \
	"$(sql break-b-no-host-route.db "SELECT DISTINCT reason FROM packet_drop WHERE node = 'PE-ASBR-2' AND time_ns > 60e9")"
b_way='CE-3 PE-2 P-2 PE-ASBR-2 PE-ASBR-1 P-1 PE-1 CE-2'
mended break-b-no-host-route "$b_way|ip ldp/vpn vpn vpn ldp/vpn vpn ip to" 's/update-source="lo" families="vpnv4"/& next-hop-self="vpnv4"/'
mended break-b-no-host-route "$b_way|ip ldp/vpn ldp/vpn vpn ldp/vpn vpn ip to" \
	's/ host-route="no"//; s|^ *<ospf/> <ldp/>$|<ospf><redistribute from="connected"/></ospf> <ldp/>|'
# The host route alone is not enough: the IGP has to know it.
sed 's/ host-route="no"//' break-b-no-host-route.xml >half.xml
status 0 "$program" check half.xml
same 'a host route that the IGP does not know' "half.xml:23: warning: neighbor 10.1.0.1 of node \"PE-ASBR-1\" $at 172.16.0.2, $what \
<redistribute from=\"connected\"/> in <ospf>, so that others know of the host route of the neighbor in line 24" "$(cat stderr.txt)"

# next-hop-unchanged forgotten, option C: a detour by the reflectors where there are LSPs to them.
told='is told this route reflector as the next hop of its clients'\'' vpnv4 routes, so that packets to them have to go through it; write next-hop-unchanged="vpnv4", or next-hop-self="vpnv4" where they shall'
broken break-c-reflector-detour "25: neighbor 10.2.0.4 of node \"RR-1\" $told
47: neighbor 10.1.0.4 of node \"RR-2\" $told"
same 'the detour' 'CE-3 PE-2 P-2 ASBR-2 ASBR-1 P-1 RR-1 P-1 PE-1 CE-2|ip ldp/bgp-lu/vpn bgp-lu/vpn bgp-lu/vpn ldp/vpn vpn ldp/vpn vpn ip to' \
	"$(way break-c-reflector-detour.db forward)"
same 'the detour back' 'CE-2 PE-1 P-1 ASBR-1 ASBR-2 P-2 RR-2 P-2 PE-2 CE-3' "$(way break-c-reflector-detour.db reverse | cut -d'|' -f1)"
answers break-c-reflector-detour PE-2 152.12.4.0/24 VPN-B '^PE-2 VPN-B 152.12.4.0/24: route .* bgp via 10.1.0.4 labels'
mended break-c-reflector-detour "$c_way" 's/ebgp-multihop="10" families="vpnv4"/& next-hop-unchanged="vpnv4"/'
# As one wants it: no warning, and the same way.
mended break-c-reflector-detour "$(way break-c-reflector-detour.db forward)" 's/ebgp-multihop="10" families="vpnv4"/& next-hop-self="vpnv4"/'

# The same where the PEs have no LSP to the reflectors: dropped.
broken break-c-reflector-dropped "24: neighbor 10.2.0.4 of node \"RR-1\" $told
48: neighbor 10.1.0.4 of node \"RR-2\" $told"
refused break-c-reflector-dropped PE-2 152.12.4.0/24 '1:27 10.2.0.4: no route to RR-1
10.2.0.4: no route to RR-1'
answers break-c-reflector-dropped PE-2 152.12.4.0/24 VPN-B '^PE-2 VPN-B 152.12.4.0/24: no route$' \
	' RR-1 .* sent bgp update to 10.2.0.4' ' RR-2 .* sent bgp update to 10.2.0.1' \
	'^refused here:' ' refused 1:27 152.12.4.0/24 from 10.2.0.4: no route to RR-1$'
mended break-c-reflector-dropped "$c_way" 's/ebgp-multihop="10" families="vpnv4"/& next-hop-unchanged="vpnv4"/'

# No labelled unicast between the border routers: the PEs' loopbacks do not cross, nor does their session.
lost='so that its VPN routes are of no use: labels end at'
write='write families="ipv4-labelled-unicast" there and at its other end'
broken break-c-unlabelled "12: neighbor 10.2.0.1 of node \"PE-1\": no LSP leads to node \"PE-2\", $lost neighbor 172.16.0.2 of node \"ASBR-1\", in line 21; $write, in line 40
31: neighbor 10.1.0.1 of node \"PE-2\": no LSP leads to node \"PE-1\", $lost neighbor 172.16.0.1 of node \"ASBR-2\", in line 40; $write, in line 21"
same 'unlabelled: the PEs'\'' session' 'PE-1 Active no route to the peer
PE-2 Active no route to the peer' "$(sql break-c-unlabelled.db "SELECT node || ' ' || state || ' ' || reason FROM session WHERE NOT up")"
answers break-c-unlabelled PE-2 152.12.4.0/24 VPN-B 'no route, and nobody offered one$' '^  bgp 10.1.0.1 Active: no route to the peer$'
answers break-c-unlabelled PE-2 10.1.0.1/32 global ': no route, and nobody offered one$' '^its sessions that are not up:$'
mended break-c-unlabelled "$c_way" 's/remote-as="[12]"\/>/families="ipv4-labelled-unicast" &/'

broken break-c-label-one-side "11: neighbor 10.2.0.1 of node \"PE-1\": no LSP leads to node \"PE-2\", $lost neighbor 172.16.0.2 of node \"ASBR-1\", in line 20; $write, in line 39
30: neighbor 10.1.0.1 of node \"PE-2\": no LSP leads to node \"PE-1\", $lost neighbor 172.16.0.1 of node \"ASBR-2\", in line 39; $write, in line 20"
same 'labels at one end: what the session lacks' 'ASBR-1 172.16.0.2 family-not-agreed the peer does not offer ipv4-labelled-unicast' "$(sql \
	break-c-label-one-side.db "SELECT node || ' ' || peer || ' ' || kind || ' ' || reason FROM session_event")"
mended break-c-label-one-side "$c_way" 's/families="ipv4"/families="ipv4-labelled-unicast"/'

# A border link without MPLS.
takes='is told ipv4-labelled-unicast routes with labels, which its link, in line 44, does not take; write mpls="yes" there'
broken break-c-no-mpls "20: neighbor 172.16.0.2 of node \"ASBR-1\" $takes
39: neighbor 172.16.0.1 of node \"ASBR-2\" $takes"
refused break-c-no-mpls ASBR-2 10.1.0.1/32 '172.16.0.1: no LSP to 172.16.0.1'
answers break-c-no-mpls ASBR-2 10.1.0.1/32 global '^ASBR-2 global 10.1.0.1/32: no route$' '^refused here:' ' from 172.16.0.1: no LSP to 172.16.0.1$'
answers break-c-no-mpls PE-2 10.1.0.1/32 global ' ASBR-1 .* sent bgp update to 172.16.0.2' '^stopped on its way:$' \
	' ASBR-2 .* refused 10.1.0.1/32 from 172.16.0.1: no LSP to 172.16.0.1$'
mended break-c-no-mpls "$c_way" 's/b-address="172.16.0.2\/30"/& mpls="yes"/'

# External sessions over several hops, without saying so.
broken break-c-no-multihop '11: neighbor 10.2.0.1 of node "PE-1" is external, on no link of its own and 5 links away; write ebgp-multihop="5"
30: neighbor 10.1.0.1 of node "PE-2" is external, on no link of its own and 5 links away; write ebgp-multihop="5"'
answers break-c-no-multihop PE-2 152.12.4.0/24 VPN-B 'no route, and nobody offered one$' \
	'^  bgp 10.1.0.1 Active: the peer is on no link of this node, and may not be further away$'
mended break-c-no-multihop "$c_way" 's/update-source="lo" families="vpnv4"/& ebgp-multihop="5"/'

# Route targets that only their own VRF has.
broken break-c-rt-mismatch '33: VRF "VPN-B" of node "PE-2" imports 2:222, and that of node "PE-1" exports 1:222: no route of one comes to the other; write route targets that both have'
refused break-c-rt-mismatch PE-2 152.12.4.0/24 '1:27 10.1.0.1: no VRF imports any of its route targets (1:222)'
refused break-c-rt-mismatch PE-1 152.12.3.0/24 '2:27 10.2.0.1: no VRF imports any of its route targets (2:222)'
answers break-c-rt-mismatch PE-2 152.12.4.0/24 VPN-B '^refused here:' ' no VRF imports any of its route targets \(1:222\)$'
mended break-c-rt-mismatch "$c_way" 's/2:222/1:222/g'

# Option D with one AS on both sides, and nobody who lets its number in.
come='come back with this AS in their path and are refused; write allow-as-in="1" here, or as-override="yes" at the other end'
broken break-d-no-allow-as-in "13: neighbor 172.16.1.2 of node \"ASBR-1\": ipv4-labelled-unicast routes of node \"ASBR-4\", which is in AS 1 too, $come, in line 34
55: neighbor 172.16.2.1 of node \"ASBR-4\": ipv4-labelled-unicast routes of node \"ASBR-1\", which is in AS 1 too, $come, in line 42"
refused break-d-no-allow-as-in ASBR-1 10.2.0.1/32 '172.16.1.2: AS loop: 1 is in the AS path'
refused break-d-no-allow-as-in ASBR-4 10.1.0.4/32 '172.16.2.1: AS loop: 1 is in the AS path'
answers break-d-no-allow-as-in ASBR-1 10.2.0.1/32 global '^ASBR-1 global 10.2.0.1/32: no route$' ' ASBR-4 .* sent bgp update to 172.16.2.1' \
	' ASBR-2 .* sent bgp update to 172.16.1.1' '^refused here:' ' ASBR-1 .* refused 10.2.0.1/32 from 172.16.1.2: AS loop: 1 is in the AS path$'
# From the VPN's route to the cause in two questions.
answers break-d-no-allow-as-in PE-2 152.12.4.0/24 VPN-B ': no route, and nobody offered one$' '^sessions of its neighbors that are not up:$' \
	'^  RR-2: bgp 10.1.0.4 Active: no route to the peer$'
answers break-d-no-allow-as-in RR-2 10.1.0.4 global ' ASBR-4 .* received bgp update from 172.16.2.1' '^stopped on its way:$' \
	' ASBR-4 .* refused 10.1.0.4/32 from 172.16.2.1: AS loop: 1 is in the AS path$'
same 'what is refused on the way as data' 'ASBR-4 refusal|0' "$("$program" why break-d-no-allow-as-in.db RR-2 10.1.0.4 --format json >why.json
	sql :memory: "SELECT w ->> '$.stopped[0].node' || ' ' || (w ->> '$.stopped[0].view'),
		json_array_length(w, '$.down_beside') FROM (SELECT readfile('why.json') AS w)")"
# What ASBR-3 has of the other end is no loss, and a route that is there has nothing against it.
status 0 "$program" why break-d-no-allow-as-in.db ASBR-3 10.1.0.1/32
same 'nothing is lost where the route is' 0 "$(grep -c 'stopped on its way' stdout.txt)"
mended break-d-no-allow-as-in "$d_way" '/address="172.16.[12].[12]" remote-as="3"/s/families/allow-as-in="1" &/'
mended break-d-no-allow-as-in "$d_way" 's/<neighbor address="172.16.[12].[12]" remote-as="1"/& as-override="yes"/'
finish
