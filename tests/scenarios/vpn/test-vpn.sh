#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# BGP/MPLS IP VPNs (RFC 4364): what crosses between VRFs, PEs and CEs, and what does not.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# paths DB NODE VRF|"": "prefix type as-path next-hop" of the best paths of a table of IPv4 routes.
paths()
{
	sql "$1" "SELECT prefix || ' ' || type || ' ' || coalesce(nullif(as_path, ''), '-') || ' ' || coalesce(next_hop, '-') FROM bgp
		WHERE node = '$2' AND family = 'ipv4' AND coalesce(vrf, '') = '$3' AND best ORDER BY prefix"
}

# met DB: expectations that are not met, and whether there are any at all.
met()
{
	sql "$1" "SELECT count(*) > 0, coalesce(group_concat(iif(passed, NULL, name)), '') FROM expectation"
}

# refusals DB NODE: "vrf prefix: reason", each once.
refusals()
{
	sql "$1" "SELECT DISTINCT coalesce(vrf, '-') || ' ' || prefix || ': ' || reason FROM refusal WHERE node = '$2' ORDER BY 1"
}

# BGP between PE and CE.
status 0 "$program" run "$(scenario tests/scenarios/vpn/pe-ce-bgp.xml)" -o ce.db --probe 1s
same 'pe-ce: expectations' '1|' "$(met ce.db)"
same 'pe-ce: what the VRF of PE-2 chooses' '10.2.1.0/24 imported 65001 10.0.0.1
10.2.2.0/24 external 65002 172.16.2.2
10.2.3.0/24 external 65003 172.16.3.2
10.9.0.0/24 imported - 10.0.0.1
172.16.2.0/30 local - -
172.16.3.0/30 local - -' "$(paths ce.db PE-2 VPN-A)"
same 'pe-ce: what CE-2 hears' '10.2.1.0/24 external 1 65001 172.16.2.1
10.2.2.0/24 local - -
10.2.3.0/24 external 1 65003 172.16.2.1
10.9.0.0/24 external 1 172.16.2.1
172.16.2.0/30 external 1 172.16.2.1
172.16.3.0/30 external 1 172.16.2.1' "$(paths ce.db CE-2 '')"
same 'pe-ce: no route of the site goes back to it, by any PE' '10.2.2.0/24
10.2.3.0/24
10.9.0.0/24
172.16.2.0/30
172.16.3.0/30' "$(sql ce.db "SELECT prefix FROM bgp WHERE node = 'CE-3' ORDER BY prefix")"
same 'pe-ce: ORIGIN and MED of what CE-1 hears' '10.2.2.0/24 igp -
10.9.0.0/24 igp 0
172.16.2.0/30 incomplete -' "$(sql ce.db "SELECT prefix || ' ' || origin || ' ' || coalesce(med, '-') FROM bgp
	WHERE node = 'CE-1' AND type = 'external' AND prefix <> '172.16.3.0/30' ORDER BY prefix")"
same 'pe-ce: route targets at CEs' 0 "$(sql ce.db "SELECT count(*) FROM bgp WHERE node LIKE 'CE%' AND route_targets IS NOT NULL")"

# Internal sessions with CEs: what a PE imports is told to clients alone, with the PE as next hop and the attributes of the other
# site; what an external CE says has its own next hop, unless configured otherwise.
ibgp=$(scenario tests/scenarios/vpn/ibgp-ce.xml)
status 0 "$program" run "$ibgp" -o ibgp.db --probe 1s
same 'internal CEs: expectations' '1|' "$(met ibgp.db)"
same 'internal CEs: what follows the loss of one session' '10.2.1.0/24 CE-2,10.2.1.0/24 PE-1,10.2.1.0/24 PE-2' "$(sql ibgp.db "SELECT group_concat(what) FROM (
	SELECT DISTINCT prefix || ' ' || node AS what FROM route WHERE change = 'remove' AND prefix = '10.2.1.0/24' AND node NOT LIKE 'CE-4' ORDER BY 1)")"
sed '/<at /d; /time="61s"/d' "$ibgp" >ibgp.xml
status 0 "$program" run ibgp.xml -o ibgp-up.db
same 'internal CEs: what CE-2, a client, hears' '10.2.1.0/24 172.16.2.1 200 7 - 1:77
10.2.3.0/24 172.16.2.1 100 0 - -
10.2.4.0/24 172.16.2.1 100 0 65004 -' "$(sql ibgp-up.db "SELECT prefix || ' ' || next_hop || ' ' || local_pref || ' ' || med || ' ' ||
	coalesce(nullif(as_path, ''), '-') || ' ' || coalesce(communities, '-') FROM bgp WHERE node = 'CE-2' AND peer IS NOT NULL AND best ORDER BY prefix")"
same 'internal CEs: CE-3, which is none, hears the client alone' '10.2.2.0/24 172.16.3.1 10.2.2.1' "$(sql ibgp-up.db "SELECT prefix || ' ' || next_hop
	|| ' ' || originator_id FROM bgp WHERE node = 'CE-3' AND peer IS NOT NULL ORDER BY prefix")"
same 'internal CEs: CE-4, of another AS' '10.2.1.0/24 1,10.2.2.0/24 1,10.2.3.0/24 1' "$(sql ibgp-up.db "SELECT group_concat(prefix || ' ' || as_path)
	FROM (SELECT * FROM bgp WHERE node = 'CE-4' AND peer IS NOT NULL ORDER BY prefix)")"
same 'internal CEs: the next hop of the external one' 'no route to 172.16.4.2' "$(sql ibgp-up.db "SELECT reason FROM bgp WHERE node = 'CE-1' AND prefix = '10.2.4.0/24'")"
sed 's/address="172.16.1.2" route-reflector-client="yes"/& next-hop-self="yes"/' ibgp.xml >ibgp-self.xml
status 0 "$program" run ibgp-self.xml -o ibgp-self.db
same 'internal CEs: the PE as its next hop' '172.16.1.1 1' "$(sql ibgp-self.db "SELECT next_hop || ' ' || best FROM bgp WHERE node = 'CE-1' AND prefix = '10.2.4.0/24'")"

# BGP that is stopped: what is in its tables says so.
sed '/<expect/d; s|<at time="60s">.*</at>|<at time="60s"><protocol node="PE-1" name="bgp" vrf="v" running="no"/></at>|' "$ibgp" |
	sed 's|name="v" rd="1:1" import="1:100" export="1:100" redistribute="bgp"|& |; s|redistribute="bgp" >|redistribute="bgp connected">|' >stopped.xml
status 0 "$program" run stopped.xml -o stopped.db
same 'stopped: what is left in the VRF' '172.16.1.0/30 0 BGP is stopped,172.16.4.0/30 0 BGP is stopped' "$(sql stopped.db "SELECT
	group_concat(prefix || ' ' || best || ' ' || reason) FROM (SELECT * FROM bgp WHERE node = 'PE-1' AND vrf = 'v' AND type = 'local' ORDER BY prefix)")"

# Several VRFs of one PE, and of others, share routes with one that has none of the others'.
extranet=$(scenario tests/scenarios/vpn/extranet.xml)
status 0 "$program" run "$extranet" -o x.db --probe 1s
same 'extranet: expectations' '1|' "$(met x.db)"
same 'extranet: flows that arrive, and back' 'ch-h1 forward
ch-h1 reverse
h1-ch forward
h1-ch reverse
h1-lan forward
h1-lan reverse
h2-ch forward
h2-ch reverse
h3-lan forward
h3-lan reverse
x1-x2 forward
x1-x2 reverse' "$(sql x.db "SELECT flow || ' ' || direction FROM path WHERE verdict = 'delivered' AND from_ns <= 60e9
	AND to_ns > 60e9 ORDER BY 1")"
same 'extranet: VRF t1, with the interface of the other VRF' '172.16.1.0/24 connected h1
172.16.1.1/32 local local
172.16.100.0/24 bgp ch
172.20.0.0/16 bgp 172.16.100.2' "$(status 0 "$program" run "$extranet" -o t.db --until 61s &&
	sql t.db "SELECT prefix || ' ' || protocol || ' ' || next_hop FROM rib WHERE node = 'PE-1' AND vrf = 't1' AND best ORDER BY prefix")"
same 'extranet: VRF t2 lacks t3, of the same PE' '172.16.100.0/24
172.16.2.0/24
172.16.2.1/32
172.20.0.0/16' "$(sql x.db "SELECT prefix FROM rib WHERE node = 'PE-2' AND vrf = 't2' ORDER BY prefix")"
same 'extranet: what is shared ends with the route target' 'dropped' "$(sql x.db "SELECT verdict FROM path
	WHERE flow = 'h1-lan' AND direction = 'forward' ORDER BY from_ns DESC LIMIT 1")"
# A next hop that changes in the VRF that the route is of changes in the others too.
sed '/<at/d; s|<node name="ch" .*|&<node name="ch2" role="ce"/>|
	s|<flow name="h1-lan"|<link a="PE-1:ch2" a-address="172.16.101.1/24" a-vrf="common" b="ch2:pe" b-address="172.16.101.2/24"/>&|
	s|<route prefix="172.20.0.0/16" via="172.16.100.2"/>|&<route prefix="172.20.0.0/16" via="172.16.101.2" distance="9"/>|
	s|</scenario>|<at time="61s"><link a="PE-1" b="ch" state="down"/></at>&|' "$extranet" >moved.xml
status 0 "$program" run moved.xml -o moved.db
same 'extranet: the other way of the common VRF' '172.16.101.2' "$(sql moved.db "SELECT next_hop FROM rib
	WHERE node = 'PE-1' AND vrf = 't1' AND prefix = '172.20.0.0/16' AND best")"

status 0 "$program" run "$extranet" -o why.db --until 61s
status 0 "$program" why why.db PE-1 172.20.0.0/16 --vrf t1
same 'extranet: why, by the route in the other VRF' '172.16.100.0/24 in common added: connected via ch
172.20.0.0/16 in common added: static via 172.16.100.2
172.20.0.0/16 in t1 added: bgp via 172.16.100.2' "$(sed -n 's/^ .* PE-1 *route //p' stdout.txt)"

# The cost to the next hop as MED: as a VRF imports it is that to the other PE, as it exports that to the CE, whatever MED the CE said.
igp='<route-map name="igp"><entry><set-metric value="igp"/></entry></route-map>'
sed "s|<carrier name=\"carrier\" asn=\"1\">|&$igp|; s|export=\"1:100\"|& import-map=\"igp\" export-map=\"igp\"|
	s|<node name=\"CE-1\" .*|&|; s|<neighbor address=\"172.16.1.1\" remote-as=\"1\"/><network prefix=\"10.2.1.0/24\"/>|<neighbor address=\"172.16.1.1\" remote-as=\"1\" export-map=\"med\"/><network prefix=\"10.2.1.0/24\"/>|
	s|<customer name=\"VPN-.\">|&<route-map name=\"med\"><entry><set-metric value=\"77\"/></entry></route-map>|" \
	"$(scenario tests/scenarios/vpn/pe-ce-bgp.xml)" >igp.xml
status 0 "$program" run igp.xml -o igp.db
same 'igp: MED of 10.2.1.0/24' 'PE-1 VPN-A ipv4 external 77
PE-1 - vpnv4 local 0
PE-2 VPN-A ipv4 imported 20' "$(sql igp.db "SELECT node || ' ' || coalesce(vrf, '-') || ' ' || family || ' ' || type || ' ' || med FROM bgp
	WHERE prefix = '10.2.1.0/24' AND ((node = 'PE-1' AND coalesce(rd, '1:1') = '1:1') OR (node = 'PE-2' AND family = 'ipv4'))
	AND coalesce(vrf, 'VPN-A') = 'VPN-A' ORDER BY node, family, type")"

# Hub and spoke.
status 0 "$program" run "$(scenario tests/scenarios/vpn/hub-spoke.xml)" -o hub.db --probe 1s
same 'hub and spoke: expectations' '1|' "$(met hub.db)"
same 'hub and spoke: by the hub' 'CE-1 PE-S P PE-H CE-H PE-H P PE-S CE-2' "$(sql hub.db "SELECT group_concat(node, ' ') FROM (SELECT node
	FROM hop JOIN path USING (path_id) WHERE flow = 'spokes' AND direction = 'forward' AND to_ns > 59e9 AND from_ns < 59e9 ORDER BY seq)")"
same 'hub and spoke: all that a spoke has' '0.0.0.0/0 10.3.1.0/24 10.3.1.1/32' "$(sql hub.db "SELECT group_concat(prefix, ' ') FROM (
	SELECT prefix FROM rib WHERE node = 'PE-S' AND vrf = 'spoke-1' ORDER BY prefix)")"

# A reflector without a VRF.
status 0 "$program" run "$(scenario tests/scenarios/vpn/reflector.xml)" -o rr.db --probe 1s
same 'reflector: expectations' '1|' "$(met rr.db)"
same 'reflector: the other site, at pe2' '172.16.0.0/24 10.0.0.3' "$(sql rr.db "SELECT prefix || ' ' || next_hop FROM rib
	WHERE node = 'pe2' AND vrf = 'tenant' AND protocol = 'bgp'")"
same 'reflector: what it has, and in no VRF' '172.16.0.0/24 172.16.1.0/24|0|0' "$(sql rr.db "SELECT group_concat(prefix, ' '),
	(SELECT count(*) FROM vrf WHERE node = 'RR'), (SELECT count(*) FROM refusal WHERE node = 'RR')
	FROM (SELECT prefix FROM bgp WHERE node = 'RR' AND best ORDER BY prefix)")"
same 'reflector: no packet visits it' 'core h1 h2 pe1 pe2' "$(sql rr.db "SELECT group_concat(node, ' ') FROM (SELECT DISTINCT node FROM hop ORDER BY node)")"

# A PE that keeps no more than its VRF imports asks for what it has dropped once the VRF imports more.
keep=$(scenario tests/scenarios/vpn/keep.xml)
status 0 "$program" run "$keep" -o keep.db --record all
same 'keep: expectations' '1|' "$(met keep.db)"
same 'keep: what PE-2 does not keep, and when' '15 172.16.2.0/24 not kept: no VRF imports any of its route targets (65001:2)
80 172.16.2.0/24 not kept: no VRF imports any of its route targets (65001:2)' "$(sql keep.db "SELECT (time_ns / 1000000000) || ' ' || prefix || ' ' || reason
	FROM refusal WHERE node = 'PE-2' AND reason LIKE '%VRF%' ORDER BY time_ns")"
same 'keep: who asks, and when' 'PE-2 60' "$(sql keep.db "SELECT node || ' ' || (time_ns / 1000000000) FROM message
	WHERE type = 'route-refresh' AND direction = 'sent' AND node = 'PE-2'")"
same 'keep: VPN routes at the end' 'PE-1 3,PE-2 2,RR 3' "$(sql keep.db "SELECT group_concat(node || ' ' || n) FROM (SELECT node,
	count(DISTINCT prefix) AS n FROM bgp WHERE family = 'vpnv4' GROUP BY node)")"
status 0 "$program" why keep.db PE-2 172.16.2.0/24 --vrf red
same 'keep: why there is none' 'not kept: no VRF imports any of its route targets (65001:2)' "$(grep -m 1 -o 'not kept: .*' stdout.txt)"
sed '/<at /d; /<expect/d; s/keep-all="auto"/keep-all="no"/' "$keep" >none.xml
status 0 "$program" run none.xml -o none.db
same 'keep: a reflector that keeps nothing tells nothing' '0|3' "$(sql none.db "SELECT (SELECT count(*) FROM bgp WHERE node = 'RR'),
	count(*) FROM refusal WHERE node = 'RR' AND reason LIKE 'not kept%'")"

# A VPN for management: an export map says what is told to it, an import map what of that comes in.
management=$(scenario tests/scenarios/vpn/management.xml)
status 0 "$program" run "$management" -o changed.db --probe 1s
same 'management: expectations' '1|' "$(met changed.db)"
same 'management: what changed, at the end' 'PE-1|a||managed|per-vrf
PE-1|b||managed|per-prefix
PE-2|a||managed|per-prefix
PE-2|nms|||per-prefix' "$(sql changed.db "SELECT node, vrf, import_map, export_map, label_mode FROM vrf ORDER BY node, vrf")"
same 'management: what does not pass the new map is withdrawn in that instant' 1 "$(sql changed.db "SELECT count(*) FROM advertisement
	WHERE node = 'PE-1' AND direction = 'sent' AND withdrawn AND prefix = '10.11.0.0/24' AND time_ns = 80e9")"
sed '/<at /d' "$management" >as-built.xml
status 1 "$program" run as-built.xml -o nms.db --until 61s
same 'management: route targets, MED and communities, as PE-1 tells them' '10.11.0.0/24 65001:1 0 -
10.255.0.1/32 65001:1 65001:901 7 65001:9
10.255.0.3/32 65001:2 65001:901 7 65001:9' "$(sql nms.db "SELECT prefix || ' ' || route_targets || ' ' || med || ' ' || coalesce(communities, '-')
	FROM bgp WHERE node = 'PE-2' AND family = 'vpnv4' AND peer = '10.0.0.1' ORDER BY prefix")"
same 'management: what VRF nms imports, from the other PE and the other VRF' '10.255.0.1/32 200 7
10.255.0.2/32 200 7' "$(sql nms.db "SELECT prefix || ' ' || local_pref || ' ' || med FROM bgp WHERE node = 'PE-2' AND vrf = 'nms'
	AND type = 'imported' ORDER BY prefix")"
same 'management: VRF a knows nothing of it' '10.255.0.1/32 100 7' "$(sql nms.db "SELECT prefix || ' ' || local_pref || ' ' || med FROM bgp
	WHERE node = 'PE-2' AND vrf = 'a' AND type = 'imported' AND prefix LIKE '10.255.%'")"
same 'management: refused at PE-1' 'a 172.16.1.0/30: not exported: denied by route-map managed entry 10
b 172.16.3.0/30: not exported: denied by route-map managed entry 10' "$(refusals nms.db PE-1)"
same 'management: refused at PE-2' 'a 172.16.2.0/30: not exported: denied by route-map managed entry 10
nms 10.255.0.3/32: not imported: denied by route-map to-nms entry 10' "$(refusals nms.db PE-2)"
status 0 "$program" why nms.db PE-2 10.255.0.3/32 --vrf nms
same 'management: why not' 'refused 65001:2 10.255.0.3/32 from 10.0.0.1: not imported: denied by route-map to-nms entry 10' \
	"$(grep -o 'refused 65001:2.*' stdout.txt | tail -1)"

# Two ways to one site: by RDs of their own both arrive, by one RD the reflector tells one of them.
multihomed=$(scenario tests/scenarios/vpn/multihomed.xml)
status 0 "$program" run "$multihomed" -o two.db --probe 1s
same 'multihomed: expectations' '1|' "$(met two.db)"
same 'multihomed: both ways' '10.0.0.1 10.0.0.2' "$(sql two.db "SELECT next_hop FROM rib WHERE node = 'PE-3' AND prefix = '10.5.0.0/24'")"
same 'multihomed: nobody passes the reflector' 0 "$(sql two.db "SELECT count(*) FROM hop WHERE node = 'RR'")"
same 'multihomed: the reflector keeps what it has no VRF for, and refuses nothing' '3|0' \
	"$(sql two.db "SELECT (SELECT count(*) FROM bgp WHERE node = 'RR'), (SELECT count(*) FROM refusal WHERE node = 'RR')")"
sed 's/ maximum-paths-ibgp="2"//' "$multihomed" >one-path.xml
status 0 "$program" run one-path.xml -o one-path.db
same 'multihomed: one way unless more may be used' 10.0.0.1 "$(sql one-path.db "SELECT next_hop FROM rib
	WHERE node = 'PE-3' AND prefix = '10.5.0.0/24'")"
sed 's/rd="1:2"/rd="1:1"/' "$multihomed" >one-rd.xml
status 0 "$program" run one-rd.xml -o one-rd.db
same 'multihomed: the reflector hides a path of one RD' '10.0.0.1|2|1' "$(sql one-rd.db "SELECT next_hop, (SELECT count(*) FROM bgp
	WHERE node = 'RR' AND prefix = '10.5.0.0/24'), (SELECT count(*) FROM bgp WHERE node = 'PE-3' AND family = 'vpnv4'
	AND prefix = '10.5.0.0/24') FROM rib WHERE node = 'PE-3' AND prefix = '10.5.0.0/24'")"
# What is lost with a PE takes the other way.
sed 's|</scenario>|<at time="61s"><node name="PE-1" state="crash"/></at>&|; s/time="60s" path/time="59s" path/' "$multihomed" >lost.xml
status 0 "$program" run lost.xml -o lost.db
same 'multihomed: without PE-1' 10.0.0.2 "$(sql lost.db "SELECT next_hop FROM rib WHERE node = 'PE-3' AND prefix = '10.5.0.0/24' AND best")"

# Two CEs, two PEs, one RD: each PE imports every path of it, and uses them side by side where it may.
multipath=$(scenario tests/scenarios/vpn/multipath.xml)
# ways DB NODE: the rules and hops of the site's prefix, and how the label that is told of it ends.
ways()
{
	sql "$1" "SELECT (SELECT group_concat(peer || ' ' || iif(best, rule, iif(multipath, 'beside', '-')), ', ') FROM (SELECT * FROM bgp
			WHERE node = '$2' AND vrf = 'A' AND prefix = '10.5.0.1/32' ORDER BY peer)) || ': '
		|| (SELECT next_hop || ' ' || labels FROM fib_entry WHERE node = '$2' AND vrf = 'A' AND prefix = '10.5.0.1/32') || ': '
		|| coalesce((SELECT operation || ' ' || next_hop FROM lfib_entry WHERE node = '$2' AND fec = 'A 10.5.0.1/32'), '-')"
}
# used DB FLOWS: which PEs and CEs the last paths of flows pass, and how many of these flows arrive.
used()
{
	sql "$1" "WITH last AS (SELECT flow, path_id, verdict, max(from_ns) FROM path WHERE flow LIKE '$2' AND direction = 'forward' GROUP BY flow)
		SELECT (SELECT group_concat(node, ' ') FROM (SELECT DISTINCT node FROM hop JOIN last USING (path_id) WHERE node LIKE '%E-%'
			ORDER BY node)) || ': ' || (SELECT count(*) FROM last WHERE verdict = 'delivered')"
}
status 0 "$program" run "$multipath" -o multipath.db --probe 1s
same 'multipath: an internal way beside two external ones' '10.0.0.2 beside, 172.16.1.2 beside, 172.16.2.2 oldest external: 10.1.0.2 core 172.16.1.2 ce1 172.16.2.2 ce2 17/22 - -: pop 172.16.1.2 ce1 172.16.2.2 ce2' \
	"$(ways multipath.db PE-1)"
same 'multipath: and beside one' '10.0.0.1 beside, 172.16.3.2 eBGP over iBGP: 10.1.0.6 core 172.16.3.2 ce2 16/19 -: pop 172.16.3.2 ce2' \
	"$(ways multipath.db PE-2)"
same 'multipath: two internal ways of one RD' '10.0.0.1 router id, 10.0.0.2 beside: 10.1.0.10 core 10.1.0.10 core 16/19 17/22: -' "$(ways multipath.db PE-3)"
same 'multipath: flows from PE-3 take all ways' 'CE-1 CE-2 CE-3 PE-1 PE-2 PE-3: 8' "$(used multipath.db 'ibgp-%')"
same 'multipath: flows from PE-2 too' 'CE-1 CE-2 CE-4 PE-1 PE-2: 8' "$(used multipath.db 'eibgp-%')"
# External ways alone, and none but the best.
sed 's/maximum-paths-eibgp="4"/maximum-paths="2"/' "$multipath" >external.xml
status 0 "$program" run external.xml -o external.db
same 'multipath: two external ways' '10.0.0.2 -, 172.16.1.2 beside, 172.16.2.2 oldest external: 172.16.1.2 ce1 172.16.2.2 ce2 : pop 172.16.1.2 ce1 172.16.2.2 ce2' \
	"$(ways external.db PE-1)"
same 'multipath: flows from PE-2 keep to its CE' 'CE-2 CE-4 PE-2: 8' "$(used external.db 'eibgp-%')"
# Beside an external way the nearest internal ones alone.
sed 's|<bgp maximum-paths-ibgp="2"/>|<bgp maximum-paths-eibgp="4"><neighbor address="172.16.6.2" remote-as="65001"/></bgp>|
	s|<neighbor address="172.16.3.1" remote-as="1"/>|& <neighbor address="172.16.6.1" remote-as="1"/>|
	s|\(<link a="PE-1:core".*\)<ospf/>|\1<ospf cost="20"/>|
	s|</scenario>|<link a="PE-3:ce2" a-address="172.16.6.1/30" a-vrf="A" b="CE-2:pe3" b-address="172.16.6.2/30"/>&|' "$multipath" >nearest.xml
status 0 "$program" run nearest.xml -o nearest.db --probe 1s
same 'multipath: the nearest internal way' '10.0.0.1 -, 10.0.0.2 beside, 172.16.6.2 eBGP over iBGP: 10.1.0.10 core 172.16.6.2 ce2 17/22 -: -' \
	"$(ways nearest.db PE-3)"
# A PE whose CEs are lost uses what is left.
sed 's|</scenario>|<at time="61s"><link a="PE-1" b="CE-1" state="down"/> <link a="PE-1" b="CE-2" state="down"/></at>&|' "$multipath" >cut.xml
status 0 "$program" run cut.xml -o cut.db
same 'multipath: without CEs' '10.0.0.2 only path: 10.1.0.2 core 17/22: -' "$(ways cut.db PE-1)"
same 'multipath: flows then' '8 8' "$(used cut.db 'ibgp-%' | sed 's/.*: //') $(used cut.db 'eibgp-%' | sed 's/.*: //')"
for wrong in 's/maximum-paths-eibgp="4"/& maximum-paths="2"/|write no maximum-paths and maximum-paths-ibgp beside it' \
	's/maximum-paths-eibgp="4"/maximum-paths-eibgp="17"/|maximum-paths-eibgp must be 1 to 16' \
	's/<bgp><neighbor address="10.0.0.2"/<bgp maximum-paths-eibgp="2"><neighbor address="10.0.0.2"/|maximum-paths-eibgp is for the BGP of a VRF'; do
	sed "${wrong%|*}" "$multipath" >wrong.xml
	status 2 "$program" check wrong.xml
	grep -qF "${wrong#*|}" stderr.txt || fail "not said: ${wrong#*|}: $(cat stderr.txt)"
done

# labels DB: how PE-1's LFIB ends its VPN labels, and which prefixes have which, numbered in order of appearance.
labels()
{
	sql "$1" "SELECT group_concat(operation, ' ') FROM (SELECT operation FROM lfib_entry WHERE node = 'PE-1' AND owner = 'vpn' ORDER BY operation);
		SELECT group_concat(prefix || ' ' || n, ', ') FROM (SELECT prefix, dense_rank() OVER (ORDER BY label) AS n FROM bgp
			WHERE node = 'PE-1' AND family = 'vpnv4' AND type = 'local' ORDER BY prefix)"
}

# Labels per prefix, neighbour or VRF: a static route more by the CE, and an aggregate.
for mode in per-prefix per-ce per-vrf; do
	sed "s|<static><route prefix=\"152.12.4.0/24\" via=\"192.168.2.2\"/>|&<route prefix=\"152.12.5.0/24\" via=\"192.168.2.2\"/>|
		s|152.12.4.0/24.*</static>|&<bgp><aggregate prefix=\"152.12.0.0/16\"/></bgp>|; s|connected static|& bgp|
		s|name=\"VPN-B\" rd|label-mode=\"$mode\" &|" "$(scenario scenarios/l3vpn/intra-as.xml)" >"$mode.xml"
	status 0 "$program" run "$mode.xml" -o "$mode.db" --probe 1s
	same "$mode: expectations" '1|' "$(met "$mode.db")"
done
same 'labels per prefix' 'pop pop pop-lookup pop-lookup
152.12.0.0/16 4, 152.12.4.0/24 2, 152.12.5.0/24 3, 192.168.2.0/30 1' "$(labels per-prefix.db)"
same 'labels per CE' 'pop pop-lookup
152.12.0.0/16 1, 152.12.4.0/24 2, 152.12.5.0/24 2, 192.168.2.0/30 1' "$(labels per-ce.db)"
same 'labels per VRF' 'pop-lookup
152.12.0.0/16 1, 152.12.4.0/24 1, 152.12.5.0/24 1, 192.168.2.0/30 1' "$(labels per-vrf.db)"

# More routes than a VRF may have; and what is left of them where that is recorded alone.
sed '/<expect/d; s|name="VPN-B" rd="1:27" import="1:222" export="1:222"|maximum-routes="4" &|' \
	"$(scenario scenarios/l3vpn/intra-as.xml)" >limit.xml
status 0 "$program" run limit.xml -o limit.db
same 'limit: what is refused' 'VPN-B 152.12.3.0/24: the table has 4 routes, as many as it may have' "$(refusals limit.db PE-1)"
same 'limit: what is recorded before that' 'VPN-B 3 routes of 4 that may be' \
	"$(sql limit.db "SELECT vrf || ' ' || reason FROM session_event WHERE node = 'PE-1' AND kind = 'route-limit'")"
same 'limit: the VRF' '4|4' "$(sql limit.db "SELECT maximum_routes, routes FROM vrf WHERE node = 'PE-1'")"
status 0 "$program" why limit.db PE-1 152.12.3.0/24 --vrf VPN-B
same 'limit: why' 1 "$(grep -c 'refused 152.12.3.0/24: the table has 4 routes' stdout.txt | head -1 | sed 's/[2-9]/1/')"
sed 's|maximum-routes="4"|& maximum-routes-warning-only="yes"|' limit.xml >warn.xml
status 0 "$program" run warn.xml -o warn.db
same 'limit: a warning alone' '4|5|' "$(sql warn.db "SELECT maximum_routes, routes, (SELECT reason FROM refusal) FROM vrf WHERE node = 'PE-1'")"

# A VRF whose site has two PEs does not hear from one of them what it has told the other.
sed '/<expect/d; s|name="VPN-B" rd="1:27" import="1:222" export="1:222"|site-of-origin="1:9" &|' \
	"$(scenario scenarios/l3vpn/intra-as.xml)" >site.xml
status 0 "$program" run site.xml -o site.db
same 'one site: refused' "VPN-B 152.12.3.0/24: it comes from the VRF's own site (1:9)
VPN-B 192.168.3.0/30: it comes from the VRF's own site (1:9)" "$(refusals site.db PE-1)"
same 'one site: nothing imported' 0 "$(sql site.db "SELECT imported FROM vrf WHERE node = 'PE-1'")"
status 0 "$program" why site.db PE-1 152.12.3.0/24 --vrf VPN-B
same 'one site: why' "it comes from the VRF's own site (1:9)" "$(grep -o "it comes from the VRF's own site (1:9)" stdout.txt | head -1)"

# Constrained route distribution: what PEs say that they want, and are told.
status 0 "$program" run "$(scenario tests/scenarios/vpn/rt-constraint.xml)" -o rtc.db --probe 1s
same 'route targets: expectations' '1|' "$(met rtc.db)"
same 'route targets: PE-3 never hears of red' '' "$(sql rtc.db "SELECT DISTINCT rd FROM advertisement WHERE node = 'PE-3'
	AND direction = 'received' AND family = 'vpnv4' AND rd NOT IN ('65001:2', '65001:4')")"
same 'route targets: what PE-2 is told as it imports blue for a while, by RR-1' '65001:2 172.17.1.0/24 0
65001:2 172.17.1.0/24 1
65001:4 172.17.3.0/24 0
65001:4 172.17.3.0/24 1' "$(sql rtc.db "SELECT rd || ' ' || prefix || ' ' || withdrawn FROM advertisement WHERE node = 'PE-2'
	AND direction = 'received' AND family = 'vpnv4' AND peer = '10.0.0.1' AND time_ns BETWEEN 60e9 AND 95e9 ORDER BY 1")"

finish
