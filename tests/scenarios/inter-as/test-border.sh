#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What crosses the border between two carriers, and what does not: route maps of the border routers, memberships of route
# targets (RFC 4684), labels. And who says why.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# stopped DB NODE VRF PREFIX: where it stopped on its way to the VRF, or to the node itself ("global"), and why.
stopped()
{
	status 0 "$program" why "$1" "$2" "$4" --vrf "$3" --format json
	sql :memory: "SELECT value ->> 'node' || ': ' || (value ->> 'text') FROM json_each(readfile('stdout.txt'), '\$.stopped')"
}

# bare FILE: without what is expected of it
bare()
{
	sed '/<expect[^>]*$/,/\/>/d; /<expect/d; /<ping/d; /<traceroute/d' "$(scenario "$1")"
}

# Route maps: route targets are rewritten; what is refused by its route target or its RD is recorded, and named.
policy=$(scenario tests/scenarios/inter-as/border-policy.xml)
status 0 "$program" run "$policy" -o policy.db
same 'policy: refusals' 'ASBR-1 1:27: not told to 172.16.0.2: denied by route-map border entry 10
ASBR-1 2:27: denied by route-map border entry 10
ASBR-2 1:28: denied by route-map from-carrier-1 entry 10
ASBR-2 2:28: not told to 172.16.0.1: denied by route-map to-carrier-1 entry 10' \
	"$(sql policy.db "SELECT node || ' ' || rd || ': ' || reason FROM refusal ORDER BY node, rd")"
same 'policy: route targets at the border' '1:26 1:231
2:26 1:231' "$(sql policy.db "SELECT DISTINCT rd || ' ' || route_targets FROM advertisement
	WHERE node = 'ASBR-1' AND peer = '172.16.0.2' AND rd LIKE '%:26' ORDER BY rd")"
same 'policy: why VPN-B is not in carrier 2' \
	'ASBR-1: refused 1:27 152.12.4.0/24: not told to 172.16.0.2: denied by route-map border entry 10' \
	"$(stopped policy.db PE-2 VPN-B 152.12.4.0/24)"
same 'policy: why VPN-B is not in carrier 1' \
	'ASBR-1: refused 2:27 152.12.3.0/24 from 172.16.0.2: denied by route-map border entry 10' \
	"$(stopped policy.db PE-1 VPN-B 152.12.3.0/24)"
same 'policy: why VPN-C is not in carrier 2' \
	'ASBR-2: refused 1:28 153.1.5.0/24 from 172.16.0.1: denied by route-map from-carrier-1 entry 10' \
	"$(stopped policy.db PE-2 VPN-C 153.1.5.0/24)"
same 'policy: what ASBR-2 refused itself did not stop before' '' "$(stopped policy.db ASBR-2 global 153.1.5.0/24)"
# VPN-C is told, though not taken.
same 'policy: labels that carrier 2 may use' '1:26 149.27.2.0/24,1:28 153.1.5.0/24' \
	"$(sql policy.db "SELECT group_concat(fec) FROM accepted_labels WHERE node = 'ASBR-1' AND interface = 'as2'")"
# Without the maps VPN-B and VPN-C cross the border, and VPN-A, whose carriers do not know each other's route targets, does not.
sed 's/ import-map="[^"]*"//; s/ export-map="[^"]*"//; /<expect/d' "$policy" >open.xml
status 0 "$program" run open.xml -o open.db
same 'open: flows that arrive both ways' 'vpn-b,vpn-c' "$(sql open.db "SELECT group_concat(flow) FROM (SELECT flow FROM path
	WHERE to_ns = (SELECT sim_end_ns FROM run) AND verdict = 'delivered' GROUP BY flow HAVING count(*) = 2 ORDER BY flow)")"
# Why labels are checked at the border: otherwise the packet gets to the customer.
sed 's|<link a="ASBR-1:as2"|& a-label-check="platform"|; /<expect/d' "$policy" >platform.xml
status 0 "$program" run platform.xml -o platform.db
same 'platform: the packet with labels that were not told' delivered "$(sql platform.db "SELECT verdict FROM path
	WHERE flow = 'spoofed' AND direction = 'forward' ORDER BY from_ns DESC LIMIT 1")"

# The same maps at the route reflectors of option C, whose routes keep their next hops.
bare scenarios/inter-as/option-c-rr.xml | sed 's|<carrier name="carrier-1".*|&<extcommunity-list name="b"><entry route-targets="1:222"/></extcommunity-list>\
	<extcommunity-list name="a"><entry route-targets="1:231"/></extcommunity-list>\
	<route-map name="out"><entry action="deny"><match-extcommunity names="b"/></entry>\
		<entry><delete-extcommunity names="a"/><set-extcommunity route-targets="2:231" additive="yes"/></entry></route-map>|
	/address="10.2.0.4" remote-as/s|families|export-map="out" families|
	/name="PE-2"/,/<\/node>/s/import="1:231"/import="2:231"/' >reflectors.xml
status 0 "$program" run reflectors.xml -o reflectors.db
same 'reflectors: VPN routes in carrier 2' '1:26 10.1.0.1 2:231' "$(sql reflectors.db "SELECT DISTINCT rd || ' ' || next_hop || ' ' || route_targets
	FROM bgp WHERE node = 'PE-2' AND family = 'vpnv4' AND rd LIKE '1:%'")"
same 'reflectors: why VPN-B is not there' 'RR-1: refused 1:27 152.12.4.0/24: not told to 10.2.0.4: denied by route-map out entry 10' \
	"$(stopped reflectors.db PE-2 VPN-B 152.12.4.0/24)"
same 'reflectors: flows to carrier 1 that arrive' 'shared-a,vpn-a' "$(sql reflectors.db "SELECT group_concat(flow) FROM (SELECT flow FROM path
	WHERE to_ns = (SELECT sim_end_ns FROM run) AND direction = 'forward' AND verdict = 'delivered' AND flow <> 'reflectors' ORDER BY flow)")"

# Memberships cross the border as VPN routes do: where a VRF comes and goes, so do the routes that it wants.
# constrained NAME FILE CHANGES: with the family on all sessions of VPN routes
constrained()
{
	bare "$2" | sed "s/families=\"vpnv4/families=\"route-target vpnv4/; s|</scenario>|$3&|" >"$1.xml"
	status 0 "$program" run "$1.xml" -o "$1.db"
}

# told DB NODE PEER: RDs of the VPN routes that it is told at the end
told()
{
	sql "$1" "SELECT group_concat(rd) FROM (SELECT DISTINCT rd FROM bgp_out WHERE node = '$2' AND peers = '$3'
		AND rd IS NOT NULL ORDER BY rd)"
}

# crossing NAME FILE TELLER PEER WITHDRAWN: TELLER of carrier 1 tells PEER of carrier 2; WITHDRAWN are all nodes of carrier 1 that
# take VPN-A's routes back
crossing()
{
	local shut='<at time="70s"><vrf node="PE-2" name="VPN-A" state="shut"/></at>'
	local up='<at time="100s"><vrf node="PE-2" name="VPN-A" state="up"/></at>'

	constrained "$1" "$2" ''
	same "$1: memberships that $3 is told" '2:1:222/96 2,2:1:231/96 2' "$(sql "$1.db" "SELECT group_concat(prefix || ' ' || as_path)
		FROM (SELECT * FROM bgp WHERE node = '$3' AND family = 'route-target' AND peer = '$4' ORDER BY prefix)")"
	same "$1: VPN routes that carrier 2 is told" '1:26,1:27' "$(told "$1.db" "$3" "$4")"
	constrained "$1-shut" "$2" "$shut"
	same "$1: without VPN-A there" '1:27' "$(told "$1-shut.db" "$3" "$4")"
	same "$1: and who withdrew it" "$5" "$(sql "$1-shut.db" "SELECT group_concat(node) FROM (SELECT DISTINCT node FROM advertisement
		JOIN node ON name = node WHERE asn = 1 AND direction = 'sent' AND rd = '1:26' AND withdrawn ORDER BY node)")"
	constrained "$1-up" "$2" "$shut$up"
	same "$1: with VPN-A again" '1:26,1:27' "$(told "$1-up.db" "$3" "$4")"
	same "$1: flows that do not arrive again" 0 "$(sql "$1-up.db" "SELECT count(*) FROM outage WHERE end_ns IS NULL
		AND flow NOT LIKE '%-to-%'")"
	# Other route targets are wanted there: why the VRF has no route says who holds it back.
	constrained "$1-else" "$2" '<at time="70s"><route-target node="PE-2" vrf="VPN-A" import="9:9"/></at>'
}

crossing option-b scenarios/inter-as/option-b.xml PE-ASBR-1 172.16.0.2 PE-1,PE-ASBR-1
same 'option B: who holds back what nobody wants' \
	'PE-1: 1:26 149.27.2.0/24 is not told to 10.1.0.3: its route targets are 1:231, and the neighbor wants 1:222 9:9' \
	"$(stopped option-b-else.db PE-2 VPN-A 149.27.2.0/24)"
constrained many scenarios/inter-as/option-b.xml \
	'<at time="70s"><route-target node="PE-2" vrf="VPN-A" import="9:1 9:2 9:3 9:4 9:5 9:6 9:7 9:8"/></at>'
same 'option B: of many wanted ones their number' \
	'PE-1: 1:26 149.27.2.0/24 is not told to 10.1.0.3: its route targets are 1:231, and the neighbor wants 9 others' \
	"$(stopped many.db PE-2 VPN-A 149.27.2.0/24)"
same 'option B: what PE-2 refused before has no part in it' \
	'PE-1: 1:26 149.27.2.0/24 is not told to 10.1.0.3: its route targets are 1:231, and the neighbor wants 1:222 9:9' \
	"$(stopped option-b-else.db PE-ASBR-2 global 149.27.2.0/24)"
crossing option-c scenarios/inter-as/option-c-rr.xml RR-1 10.2.0.4 RR-1
same 'option C: who holds back what nobody wants' \
	'RR-1: 1:26 149.27.2.0/24 is not told to 10.2.0.4: its route targets are 1:231, and the neighbor wants 1:222 9:9' \
	"$(stopped option-c-else.db PE-2 VPN-A 149.27.2.0/24)"
# A PE that does not take part tells no memberships, so that its border router has none to tell the other carrier.
sed '/<node name="PE-2"/,/<\/node>/s/route-target //; /address="10.2.0.1"/s/route-target //' option-b.xml >without.xml
status 0 "$program" run without.xml -o without.db
same 'option B: a PE without the family' \
	'PE-1: 1:27 152.12.4.0/24 is not told to 10.1.0.3: its route targets are 1:222, and the neighbor wants none' \
	"$(stopped without.db PE-2 VPN-B 152.12.4.0/24)"
sed '/address="10.2.0.1"/s/route-target //; /address="172.16.0.1"/s/families/default-membership="yes" families/' without.xml >default.xml
status 0 "$program" run default.xml -o default.db
same 'option B: its border router wants all' '1:26,1:27' "$(told default.db PE-ASBR-1 172.16.0.2)"
sed 's|<carrier name="carrier-1".*|&<route-map name="nothing"/>|; /address="172.16.0.2"/s/families/export-map="nothing" families/' \
	default.xml >nothing.xml
status 0 "$program" run nothing.xml -o nothing.db
same 'option B: wanted, and not told for another reason' \
	'PE-ASBR-1: refused 1:27 152.12.4.0/24: not told to 172.16.0.2: route-map nothing: no entry matches' \
	"$(stopped nothing.db PE-2 VPN-B 152.12.4.0/24)"
# An export map gives a route the target that is wanted: what the neighbour then refuses has not been held back.
sed 's|<entry route-targets="1:222"/>|<entry route-targets="1:231"/>|; /address="10.2.0.[13]"/!s/families="vpnv4"/families="vpnv4 route-target"/
	/<expect/d' "$policy" >refused.xml
status 0 "$program" run refused.xml -o refused.db
same 'policy: refused with the route target that is wanted' \
	'ASBR-1: refused 2:26 149.27.4.0/24 from 172.16.0.2: denied by route-map border entry 10' \
	"$(stopped refused.db PE-1 VPN-A 149.27.4.0/24)"
# Memberships are not rewritten as route targets are: PE-1 wants 1:231, so that nobody wants PE-2's routes, unless all are wanted at
# the border.
constrained rewritten tests/scenarios/inter-as/border-policy.xml ''
same 'policy: route targets that are rewritten, and memberships' \
	'PE-2: 2:26 149.27.4.0/24 is not told to 10.2.0.3: its route targets are 2:231, and the neighbor wants 1:222 1:231 1:233' \
	"$(stopped rewritten.db PE-1 VPN-A 149.27.4.0/24)"
sed '/address="172.16/s/families/default-membership="yes" families/' rewritten.xml >all.xml
status 0 "$program" run all.xml -o all.db
same 'policy: with default memberships at the border' 'forward delivered,reverse delivered' "$(sql all.db "SELECT group_concat(line)
	FROM (SELECT direction || ' ' || verdict AS line FROM path WHERE flow = 'vpn-a' AND to_ns = (SELECT sim_end_ns FROM run) ORDER BY line)")"

# Route and label come in either order: without LDP at P-1 the border router has the VPN routes, and no LSP to PE-1.
bare scenarios/inter-as/option-b.xml >order.xml
late='<at time="1ms"><protocol node="P-1" name="ldp" running="no"/></at>'
sed "s|</scenario>|$late&|" order.xml >no-label.xml
sed "s|</scenario>|$late<at time=\"70s\"><protocol node=\"P-1\" name=\"ldp\" running=\"yes\"/></at>&|" order.xml >late-label.xml
for name in order no-label late-label; do
	status 0 "$program" run "$name.xml" -o "$name.db"
done
same 'order: a route without a label is not told' '' "$(told no-label.db PE-ASBR-1 172.16.0.2)"
same 'order: and why' 'no LSP to PE-1' "$(sql no-label.db "SELECT DISTINCT reason FROM bgp WHERE node = 'PE-ASBR-1' AND rd LIKE '1:%'")"
final="SELECT group_concat(line) FROM (SELECT flow || ' ' || direction || ' ' || verdict || ' ' || group_concat(kinds_out, '|') AS line
	FROM path JOIN hop USING (path_id) WHERE to_ns = (SELECT sim_end_ns FROM run) GROUP BY flow, direction ORDER BY line)"
same 'order: the same in the end' "$(sql order.db "$final")" "$(sql late-label.db "$final")"
finish
