#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Route maps of neighbours: what they permit, deny and change, what is recorded of it, and mistakes.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

status 0 "$program" run "$(scenario tests/scenarios/bgp/policy.xml)" -o p.db --record all
same 'paths of A' '192.0.2.0/24|10.1.1.2|yes||only path|65001 65100 65002 65099
198.51.100.0/24|10.1.1.2|yes|200|only path|65001 65100' "$(sql p.db "SELECT prefix, peer, iif(best, 'yes', ''),
		iif(peer = '10.1.0.2', '', local_pref), ifnull(rule, '-'), as_path FROM bgp
		WHERE node = 'A' AND peer IS NOT NULL ORDER BY prefix, best DESC")"
# A's preference is known to B, and comes before the shorter way out.
same 'paths of B' '192.0.2.0/24|10.1.0.1|1||10.1.0.1
198.51.100.0/24|10.1.0.1|1||10.1.0.1
198.51.100.0/24|10.1.2.2|0|5|10.1.2.2' "$(sql p.db "SELECT prefix, peer, best, med, next_hop FROM bgp
		WHERE node = 'B' AND prefix <> '10.0.0.1/32' ORDER BY prefix, peer")"
same 'what T tells' '10.2.1.1|10.0.0.1/32|65100 65002 65000||igp|
10.2.1.1|192.0.2.0/24|65100 65002 65099||igp|
10.2.1.1|198.51.100.0/24|65100|0|igp|
10.2.1.1|203.0.113.0/24|65100|0|igp|65535:65281 65100:1
10.2.2.1|198.51.100.0/24|65100 65100|30|incomplete|' \
	"$(sql p.db "SELECT peers, prefix, as_path, med, origin, communities FROM bgp_out WHERE node = 'T' ORDER BY peers, prefix")"
# What is told stands in the UPDATEs.
same 'UPDATEs of T' '10.2.1.1|65100,10.2.2.1|65100 65100' "$(sql p.db "SELECT group_concat(peer || '|' || as_path)
	FROM (SELECT peer, as_path FROM advertisement WHERE node = 'T' AND direction = 'sent' AND prefix = '198.51.100.0/24'
		ORDER BY peer)")"
same 'refusals' "B|192.0.2.0/24|10.1.2.2|denied by route-map in entry 10
P1|203.0.113.0/24|10.2.1.2|not told to 10.1.1.1: its community NO_EXPORT
T|203.0.113.0/24||not told to 10.2.2.1: denied by route-map backup entry 10" \
	"$(sql p.db "SELECT node, prefix, peer, reason FROM refusal
		WHERE reason LIKE 'denied%' OR reason LIKE 'not told to%' AND node <> 'A' ORDER BY node")"
# As it came, with what the map made of it.
same 'what A and B received' 'A|10.1.1.2|192.0.2.0/24|accepted|permitted by route-map in entry 20|
A|10.1.1.2|198.51.100.0/24|changed|permitted by route-map in entry 10|
B|10.1.2.2|192.0.2.0/24|denied|denied by route-map in entry 10|
B|10.1.2.2|198.51.100.0/24|changed|permitted by route-map in entry 20|' "$(sql p.db "SELECT node, peer, prefix, result, reason, med
		FROM bgp_received WHERE result <> 'refused' ORDER BY node, prefix")"
same 'and what is refused before policy' 'A|10.0.0.1/32|AS loop: 65000 is in the AS path' "$(sql p.db "SELECT node, prefix, reason
		FROM bgp_received WHERE result = 'refused' ORDER BY node, prefix")"
status 0 "$program" show p.db B bgp-received
same 'shown' 1 "$(grep -c '192.0.2.0/24 .*denied by route-map in entry 10' stdout.txt)"
# A map without entries denies everything: RFC 8212 asks for a map, not for one that permits.
same 'A tells its provider nothing' 0 "$(sql p.db "SELECT count(*) FROM bgp_out WHERE node = 'A' AND peers = '10.1.1.2'")"
same 'and says so' 'not told to 10.1.1.2: route-map nothing: no entry matches' \
	"$(sql p.db "SELECT DISTINCT reason FROM refusal WHERE node = 'A' AND reason LIKE 'not told%'")"
sed '/a="A:isp"/d' "$(scenario tests/scenarios/bgp/policy.xml)" >apart.xml
status 0 "$program" run apart.xml -o apart.db
status 0 "$program" why apart.db B 192.0.2.0/24
same 'why there is no route' 'denied by route-map in entry 10' "$(grep -m 1 -o 'denied by route-map in entry 10' stdout.txt)"

# Another way: without A's preference the AS path decides, and a neighbour whose map is missing is none.
sed 's|<set-local-preference value="200"/>||' "$(scenario tests/scenarios/bgp/policy.xml)" >plain.xml
status 0 "$program" run plain.xml -o plain.db
same 'without preference' 'AS path length' "$(sql plain.db "SELECT rule FROM bgp
	WHERE node = 'B' AND prefix = '198.51.100.0/24' AND best")"
sed 's|ebgp-requires-policy="yes" export-map="nothing"|ebgp-requires-policy="yes"|; s|remote-as="65001" import-map="in"|remote-as="65001"|' \
	"$(scenario tests/scenarios/bgp/policy.xml)" >none.xml
status 0 "$program" run none.xml -o none.db
same 'no map' 'no import policy for an external neighbor (RFC 8212)' \
	"$(sql none.db "SELECT DISTINCT reason FROM refusal WHERE node = 'A' AND peer = '10.1.1.2'
		AND reason NOT LIKE 'AS loop%'")"

# Route targets of VPN routes: PE-1 gives another one to what it tells, which PE-2 does not import.
sed 's|<ospf/> <ldp/> <bgp><neighbor address="10.0.0.2" update-source="lo" families="vpnv4"/>|<route-map name="rt"><entry><set-extcommunity route-targets="1:333"/></entry></route-map> <ospf/> <ldp/> <bgp><neighbor address="10.0.0.2" update-source="lo" families="vpnv4" export-map="vpnv4:rt"/>|; /<expect/d' \
	"$(scenario scenarios/l3vpn/intra-as.xml)" >rt.xml
status 0 "$program" run rt.xml -o rt.db --until 60s
same 'route targets that PE-2 hears' '1:333' "$(sql rt.db "SELECT DISTINCT route_targets FROM bgp WHERE node = 'PE-2' AND peer = '10.0.0.1'")"
same 'none of them is imported' 0 "$(sql rt.db "SELECT count(*) FROM rib WHERE node = 'PE-2' AND vrf = 'VPN-B' AND protocol = 'bgp'")"

# An operator changes the maps: B lets in what it had denied, without asking for it; P2 is told nothing more by T.
sed 's|^</scenario>|<at time="30s"><policy node="B" neighbor="10.1.2.2" import-map="self"/></at>\
<at time="40s"><policy node="T" neighbor="10.2.2.1" export-map="ipv4:none"/></at>\
<at time="50s"><node name="B" state="crash"/></at> <at time="60s"><node name="B" state="restart"/></at>\
</scenario>|; s|until="60s"|until="300s"|; s|<route-map name="backup">|<route-map name="none"/> &|' \
	"$(scenario tests/scenarios/bgp/policy.xml)" >later.xml
status 0 "$program" run later.xml -o later.db --record all
same 'what B lets in' '30 add|192.0.2.0/24|10.1.2.2' "$(sql later.db "SELECT DISTINCT (time_ns / 1000000000) || ' ' || 'add', prefix,
		substr(next_hop, 1, 8) FROM route WHERE node = 'B' AND prefix = '192.0.2.0/24' AND time_ns BETWEEN 20e9 AND 45e9")"
same 'nobody is asked' 0 "$(sql later.db "SELECT count(*) FROM message WHERE type = 'route-refresh' AND node = 'B'
	AND direction = 'sent' AND time_ns BETWEEN 29e9 AND 35e9")"
same 'what T takes back' '198.51.100.0/24' "$(sql later.db "SELECT group_concat(prefix) FROM advertisement
	WHERE node = 'T' AND peer = '10.2.2.1' AND direction = 'sent' AND withdrawn AND time_ns BETWEEN 40e9 AND 41e9")"
same 'what T tells then' '' "$(sql later.db "SELECT prefix FROM bgp_out WHERE node = 'T' AND peers = '10.2.2.1'")"
same 'B after its restart' 1 "$(sql later.db "SELECT best FROM bgp WHERE node = 'B' AND prefix = '192.0.2.0/24' AND peer = '10.1.2.2'")"
same 'actions' 'policy B 10.1.2.2 import-map self,policy T 10.2.2.1 export-map ipv4:none' \
	"$(sql later.db "SELECT group_concat(kind || ' ' || target) FROM (SELECT * FROM action WHERE kind = 'policy' ORDER BY id)")"
sed 's|import-map="self"/></at>|/></at>|; s|neighbor="10.2.2.1" export|neighbor="10.2.2.9" export|' later.xml >wrong.xml
status 2 "$program" run wrong.xml -o wrong.db
same 'mistakes of actions' 'write import-map="...", export-map="..." or both
node "T" has no BGP neighbor 10.2.2.9; write one of its neighbors' "$(sed 's/^[^ ]* //' stderr.txt)"

# Mistakes.
sed 's|import-map="in" ebgp|import-map="inn" ebgp|; s|export-map="backup"|export-map="vpnv5:backup"|' \
	"$(scenario tests/scenarios/bgp/policy.xml)" >wrong.xml
status 2 "$program" run wrong.xml -o wrong.db
same 'names that are not there' 'wrong.xml:18: import-map: there is no route-map "inn"; did you mean "in"?
wrong.xml:68: export-map: no address family "vpnv5": write the name of a route-map, or family:name as vpnv4:customers' \
	"$(cat stderr.txt)"

# A MED that is the cost to the next hop is told again when that changes, and nothing else is.
status 0 "$program" run "$(scenario tests/scenarios/bgp/cost.xml)" -o c.db
same 'the MED at X' '50' "$(sql c.db "SELECT med FROM bgp WHERE node = 'X'")"
same 'how often X and Y were told' 'X 2
Y 1' "$(sql c.db "SELECT node || ' ' || count(*) FROM advertisement WHERE node IN ('X', 'Y') AND direction = 'received' GROUP BY node")"
finish
