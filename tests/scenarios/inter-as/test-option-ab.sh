#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Inter-AS option AB: what crosses the border is as in option A on every hop, though one session carries the routes; what comes of the session,
# of an interface of a VRF and of a border router that fail; and of a neighbour that is hybrid at one end alone.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

file=$(scenario scenarios/inter-as/option-ab.xml)

# run_into NAME FILE OPTION...: into NAME.db
run_into()
{
	status 0 "$program" run "$2" -o "$1.db" "${@:3}"
	same "$1: expectations that are not met" '' "$(sql "$1.db" 'SELECT name FROM expectation WHERE NOT passed')"
	same "$1: nothing unexpected in any state machine" '' \
		"$(sql "$1.db" 'SELECT node, protocol, from_state, event FROM transition WHERE unexpected')"
}

# hops DB: every hop of every flow at the end, both ways, with what the packet has behind it; labels that are not configured have no name.
hops()
{
	sql "$1" "SELECT p.flow, p.direction, p.verdict, h.seq, h.node, coalesce(h.vrf, '-'), coalesce(h.out_interface, '-'), h.action, h.kinds_out,
			h.ttls_out, h.ip_ttl, CASE WHEN p.flow LIKE 'vpn-_' THEN replace(h.stack_out, rtrim(h.stack_out, '0123456789'), '') END
		FROM path AS p JOIN hop AS h USING (path_id)
		WHERE p.from_ns = (SELECT max(from_ns) FROM path WHERE flow = p.flow AND direction = p.direction) ORDER BY 1, 2, 4"
}

run_into option-ab "$file" --pcap option-ab
run_into option-a "$(scenario scenarios/inter-as/option-a.xml)"
same 'hops of all flows, as in option A' "$(hops option-a.db)" "$(hops option-ab.db)"
same 'hops that were compared' 76 "$(hops option-ab.db | wc -l)"
same 'traceroute, as in option A' "$(sql option-a.db 'SELECT ttl, responder, labels FROM traceroute ORDER BY id')" \
	"$(sql option-ab.db 'SELECT ttl, responder, labels FROM traceroute ORDER BY id')"
run_into again "$file" --record summary --decode-all
same 'digest of a second run' "$(sql option-ab.db 'SELECT digest FROM run')" "$(sql again.db 'SELECT digest FROM run')"
run_into probes "$file" --record summary --probe 100ms

# One session at the border, untagged; each VPN in its VLAN, and no label.
if command -v tshark >/dev/null; then
	border=option-ab/PE-ASBR-1-as2--PE-ASBR-2-as1.pcapng
	same 'labels, IGP or LDP at the border' '' "$(tshark -r "$border" -Y 'mpls || ldp || ospf' 2>/dev/null)"
	same 'malformed packets at the border' '' "$(tshark -r "$border" -Y '_ws.malformed' 2>/dev/null)"
	same 'TCP at the border' '172.16.0.1 172.16.0.2 untagged' "$(tshark -r "$border" -Y tcp -T fields -e ip.src -e ip.dst -e vlan.id \
		2>/dev/null | awk '$1 < $2 { print $1, $2, $3 == "" ? "untagged" : $3 }' | sort -u)"
	same 'VLANs and packets of the sites' '26 149.27.4.1 27 152.12.3.1' "$(tshark -r "$border" \
		-Y 'icmp.type == 8 && (ip.dst == 149.27.2.1 || ip.dst == 152.12.4.1)' -T fields -e vlan.id -e ip.src 2>/dev/null | sort -u | xargs)"
fi

# announced DB PREFIX: who tells whom of it as a VPN route, with which RD, next hop, label, route targets and AS path
announced()
{
	sql "$1" "SELECT node || '>' || peer, rd, next_hop, label, route_targets, as_path FROM advertisement WHERE direction = 'sent'
		AND family = 'vpnv4' AND prefix = '$2' AND NOT withdrawn ORDER BY time_ns, id" | sed "s/|$3|/|-|/"
}
ab=$(sql option-ab.db "SELECT label FROM advertisement WHERE node = 'PE-ASBR-1' AND peer = '172.16.0.2' AND prefix = '152.12.4.0/24' AND direction = 'sent'")
same 'announcements of VPN-B on the way to CE-3' 'PE-1>10.1.0.3|1:27|10.1.0.1|29|1:222|65002
PE-ASBR-1>172.16.0.2|1:127|172.16.0.1|-|1:222|1 65002
PE-ASBR-2>10.2.0.1|2:127|10.2.0.3|92|2:222|1 65002' "$(announced option-ab.db 152.12.4.0/24 "$ab")"
same 'routes of a PE that are told as they came, or back' 0 "$(sql option-ab.db "SELECT count(*) FROM advertisement WHERE direction = 'sent'
	AND (node LIKE 'PE-ASBR-_' AND rd NOT LIKE '_:12_' OR peer LIKE '10._.0.1' AND rd LIKE substr(peer, 4, 1) || ':12_'
		AND as_path NOT LIKE (3 - substr(peer, 4, 1)) || ' %')")"
same 'refusals before the session ends' '' "$(sql option-ab.db 'SELECT node, prefix, reason FROM refusal')"
status 0 "$program" why option-ab.db CE-3 152.12.4.0/24
for step in 'PE-1 .* sent bgp update to 10.1.0.3' 'PE-ASBR-1 .* sent bgp update to 172.16.0.2' 'PE-ASBR-2 .* sent bgp update to 10.2.0.1' \
	'PE-2 .* sent bgp update to 192.168.3.2'; do
	grep -q -- "$step" stdout.txt || fail "why CE-3 has the route does not say: $step ($(cat stdout.txt))"
done

# during NAME FROM TO ACTIONS...: the scenario with actions at 70 s, and those that undo them at 100 s, into NAME.db
during()
{
	sed "s|</scenario>|<at time=\"70s\">$2</at><at time=\"100s\">$3</at></scenario>|" "$file" >"$1.xml"
	run_into "$1" "$1.xml" "${@:4}"
	same "$1: flows that do not arrive again" 0 "$(sql "$1.db" "SELECT count(*) FROM outage WHERE end_ns IS NULL AND flow NOT LIKE '_-to-_%'")"
	same "$1: hops when all is as before" "$(hops option-ab.db)" "$(hops "$1.db")"
	same "$1: packets that came to a wrong end" 0 "$(sql "$1.db" "SELECT count(*) FROM path WHERE verdict = 'misdelivered'")"
}

# broken NAME: which flows were dropped where, and why, between the failure and its end
broken()
{
	sql "$1.db" "SELECT DISTINCT flow || ' ' || (SELECT node FROM hop WHERE path_id = p.path_id ORDER BY seq DESC LIMIT 1) || ': ' || reason
		FROM path AS p WHERE verdict = 'dropped' AND from_ns >= 70e9 AND from_ns < 100e9 AND to_ns > 72e9 AND flow NOT LIKE '_-to-_%' ORDER BY 1"
}

# The session ends: what came by it leaves both carriers, each route with its VRF's.
session='<session node="PE-ASBR-1" neighbor="172.16.0.2" state'
during session "$session=\"shutdown\"/>" "$session=\"no-shutdown\"/>"
same 'session: flows without it' 'shared-a PE-1: no route
shared-a PE-2: no route
shared-b PE-1: no route
shared-b PE-2: no route
vpn-a PE-1: no route
vpn-a PE-2: no route
vpn-b PE-1: no route
vpn-b PE-2: no route' "$(broken session)"
same 'session: routes that PE-ASBR-2 withdrew from PE-2' '2:126 10.10.0.0/24,2:126 149.27.2.0/24,2:127 10.10.0.0/24,2:127 152.12.4.0/24' \
	"$(sql session.db "SELECT group_concat(rd || ' ' || prefix) FROM (SELECT DISTINCT rd, prefix FROM advertisement WHERE node = 'PE-ASBR-2'
		AND peer = '10.2.0.1' AND direction = 'sent' AND withdrawn AND time_ns BETWEEN 70e9 AND 72e9 ORDER BY 1, 2)")"

# VPN-B's interfaces at the border: its routes have no next hop, whatever leads to the other border router in another table.
ends='<interface node="PE-ASBR-1" name="as2.27" STATE/><interface node="PE-ASBR-2" name="as1.27" STATE/>'
during interfaces "${ends//STATE/state=\"shut\"}" "${ends//STATE/state=\"up\"}"
same 'interfaces: flows without them' 'shared-b PE-1: no route
shared-b PE-2: no route
vpn-b PE-1: no route
vpn-b PE-2: no route' "$(broken interfaces)"
same 'interfaces: why' 'PE-ASBR-1|VPN-B|152.12.3.0/24|172.16.0.2|no route to 172.16.27.2
PE-ASBR-2|VPN-B|10.10.0.0/24|172.16.0.1|no route to 172.16.27.1
PE-ASBR-2|VPN-B|152.12.4.0/24|172.16.0.1|no route to 172.16.27.1' \
	"$(sql interfaces.db 'SELECT node, vrf, prefix, peer, reason FROM refusal ORDER BY 1, 2, 3')"
same 'interfaces: the session stays' 0 "$(sql interfaces.db "SELECT count(*) FROM transition WHERE protocol = 'bgp' AND time_ns > 70e9")"

# One of them: the other end does not know, and goes on.
interface='<interface node="PE-ASBR-2" name="as1.27" state'
during interface "$interface=\"shut\"/>" "$interface=\"up\"/>"
same 'interface: flows without it' 'shared-b PE-2: no route
shared-b PE-ASBR-1: no answer to ARP for 172.16.27.2
vpn-b PE-2: no route
vpn-b PE-ASBR-1: no answer to ARP for 172.16.27.2' "$(broken interface)"

# Nobody is told of one that is silent, as no session of VPN-B's own crosses it: the routes stay, and packets are lost.
during silent "$interface=\"silent\"/>" "$interface=\"up\"/>"
same 'silent: routes that changed' 0 "$(sql silent.db 'SELECT count(*) FROM route WHERE time_ns > 70e9')"
same 'silent: flows that went nowhere' 'shared-b,vpn-b' "$(sql silent.db "SELECT group_concat(flow) FROM (SELECT DISTINCT flow FROM outage
	WHERE start_ns >= 70e9 AND end_ns <= 101e9 AND kind = 'blackhole' AND flow NOT LIKE '_-to-_%' ORDER BY 1)")"

# A border router.
during crash '<node name="PE-ASBR-2" state="crash"/>' '<node name="PE-ASBR-2" state="restart"/>' --until 300s
same 'crash: what PE-ASBR-2 has then' "$(sql option-ab.db "SELECT rd, prefix, route_targets, as_path FROM bgp WHERE node = 'PE-ASBR-2' ORDER BY 1, 2")" \
	"$(sql crash.db "SELECT rd, prefix, route_targets, as_path FROM bgp WHERE node = 'PE-ASBR-2' ORDER BY 1, 2")"

# Two pairs of border routers: a route that came from inside is told to the hybrid neighbour alone, in whose own AS it has been.
run_into two-borders "$(scenario tests/scenarios/inter-as/option-ab-two-borders.xml)"
same 'two pairs: refusals' 'PE-ASBR-1a|2:127|152.12.4.0/24|172.16.0.2|AS loop: 1 is in the AS path
PE-ASBR-2a|1:127|152.12.3.0/24|172.16.0.1|AS loop: 2 is in the AS path
PE-ASBR-1a||152.12.3.0/24|172.16.0.2|no route to 172.16.27.2
PE-ASBR-2a||152.12.4.0/24|172.16.0.1|no route to 172.16.27.1' \
	"$(sql two-borders.db 'SELECT DISTINCT node, rd, prefix, peer, reason FROM refusal ORDER BY rd IS NULL, 1')"
same 'two pairs: messages once all is quiet' 0 "$(sql two-borders.db "SELECT count(*) FROM advertisement WHERE time_ns > 25e9 AND time_ns < 70e9")"

# One label for each VRF, as IOS has it: the other carrier's packets are looked up in the VRF, and go the same way.
sed -e '/<vrf/s/inter-as-hybrid/label-mode="per-vrf" &/' -e 's/\[vpn 9[12] /[vpn /g; s/\[vpn 3[89] /[vpn /g; s/label=9[0-9]/label=*/; s/label=39/label=*/' \
	-e '/table="lfib"/d' "$file" >per-vrf.xml
run_into per-vrf per-vrf.xml
same 'per VRF: labels of PE-ASBR-2' 'VPN-A all pop-lookup,VPN-B all pop-lookup' "$(sql per-vrf.db "SELECT group_concat(fec || ' ' || operation) FROM (
	SELECT fec, operation FROM lfib_entry WHERE node = 'PE-ASBR-2' AND owner = 'vpn' ORDER BY 1)")"

# AB+: by the link of the session, with a label, between VRFs all the same.
sed -e 's/hybrid-next-hop="[^"]*"/hybrid-next-hop="global"/; s|b-address="172.16.0.2/30"|& mpls="yes"|' \
	-e '/<expect-row/d; /<traceroute/d; s/path="[^"]*"/path="ip \| [ldp][vpn] \| [vpn] \| [vpn] \| [ldp][vpn] \| [vpn] \| ip"/' "$file" >global.xml
status 0 "$program" check global.xml
same 'global: warnings' '' "$(cat stderr.txt)"
run_into global global.xml
same 'global: where VPN-B goes on' 'PE-ASBR-1 as2,PE-ASBR-2 as1' "$(sql global.db "SELECT group_concat(node || ' ' || out_interface) FROM (
	SELECT DISTINCT h.node, h.out_interface FROM hop AS h JOIN path AS p USING (path_id) WHERE p.flow = 'vpn-b' AND p.verdict = 'delivered'
		AND h.node LIKE 'PE-ASBR-_' AND h.out_interface LIKE 'as_%' ORDER BY 1)")"

# Hybrid at one end.
cp "$(scenario tests/scenarios/inter-as/break-ab-one-side.xml)" one-side.xml
status 0 "$program" check one-side.xml
same 'one side: what check warns of' 'one-side.xml:16: warning: neighbor 172.16.0.2 of node "PE-ASBR-1" is inter-as-hybrid, and the other end, in line 32, '\
'is not: it sends labelled packets and expects such; write inter-as-hybrid="yes" there, and in VRFs of that node
one-side.xml:34: warning: VRF "VPN-B" of node "PE-ASBR-2" is inter-as-hybrid, and no neighbor of the node is, so that what it imports goes no farther; '\
'write inter-as-hybrid="yes" in the <neighbor> of the other carrier'"'"'s border router' "$(cat stderr.txt)"
run_into one-side one-side.xml
status 0 "$program" why one-side.db PE-2 152.12.4.0/24 --vrf VPN-B
grep -q 'PE-ASBR-2 .* refused 1:127 152.12.4.0/24 from 172.16.0.1: no LSP to 172.16.0.1' stdout.txt ||
	fail "one side: why PE-2 has no route does not say it: $(cat stdout.txt)"
sed -e 's/address="172.16.0.1" remote-as="1" families="vpnv4"/& inter-as-hybrid="yes"/' \
	-e 's/direction="forward" dropped-at.*\/>/path="ip | [ldp][vpn] | [vpn] | ip | [ldp][vpn] | [vpn] | ip"\/>/; s/net-unreachable/reply/' one-side.xml >mended.xml
status 0 "$program" check mended.xml
same 'one side: warnings when it is mended' '' "$(cat stderr.txt)"
run_into mended mended.xml
finish
