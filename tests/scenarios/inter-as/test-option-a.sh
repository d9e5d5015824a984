#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Inter-AS option A: two VPNs over two carriers, what crosses the border, and that no VPN reaches the other.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# run_option NAME FILE: into NAME.db, captures into NAME.
run_option()
{
	status 0 "$program" run "$2" -o "$1.db" --pcap "$1"
	same "$1: expectations that are not met" '' "$(sql "$1.db" 'SELECT name FROM expectation WHERE NOT passed')"
	same "$1: nothing unexpected in any state machine" '' \
		"$(sql "$1.db" 'SELECT node, protocol, from_state, event FROM transition WHERE unexpected')"
}

# border NAME: nothing of MPLS crosses it, and each VPN keeps to its VLAN.
border()
{
	local file=$1/PE-ASBR-1-as2--PE-ASBR-2-as1.pcapng

	command -v tshark >/dev/null || return
	same "$1: labelled or untagged frames at the border" '' "$(tshark -r "$file" -Y 'mpls || ldp || ospf || !vlan' 2>/dev/null)"
	same "$1: VLANs and packets of VPN-A's and VPN-B's sites" '26 149.27.4.1 27 152.12.3.1' "$(tshark -r "$file" \
		-Y 'icmp.type == 8 && (ip.dst == 149.27.2.1 || ip.dst == 152.12.4.1)' -T fields -e vlan.id -e ip.src 2>/dev/null |
		sort -u | xargs)"
}

# A border router has the routes of each VPN in a VRF, reached by the other as by a CE.
# vrfs NAME PROTOCOL
vrfs()
{
	same "$1: how the VPNs leave their carrier" "PE-ASBR-1 VPN-A 149.27.4.0/24 $2 172.16.26.2
PE-ASBR-1 VPN-B 152.12.3.0/24 $2 172.16.27.2
PE-ASBR-2 VPN-A 10.10.0.0/24 $2 172.16.26.1
PE-ASBR-2 VPN-A 149.27.2.0/24 $2 172.16.26.1
PE-ASBR-2 VPN-B 10.10.0.0/24 $2 172.16.27.1
PE-ASBR-2 VPN-B 152.12.4.0/24 $2 172.16.27.1" \
		"$(sql "$1.db" "SELECT node || ' ' || vrf || ' ' || prefix || ' ' || protocol || ' ' || next_hop FROM rib
			WHERE node LIKE 'PE-ASBR-_' AND best AND next_hop LIKE '172.16.%' AND prefix NOT LIKE '192.168.%'
			ORDER BY node, vrf, prefix")"
	# The slides' announcements inside the carriers.
	same "$1: VPN routes with the labels of the slides" 'PE-1 1:26 149.27.2.0/24 28 1:231
PE-1 1:27 152.12.4.0/24 29 1:222
PE-ASBR-2 1:27 152.12.4.0/24 92 1:222' \
		"$(sql "$1.db" "SELECT DISTINCT node || ' ' || rd || ' ' || prefix || ' ' || label || ' ' || route_targets FROM advertisement
			WHERE direction = 'sent' AND family = 'vpnv4' AND label IN (28, 29, 92) ORDER BY 1")"
	same "$1: VPN routes that cross the border" 0 "$(sql "$1.db" "SELECT count(*) FROM advertisement
		WHERE family = 'vpnv4' AND peer LIKE '172.16.%'")"
}

# The network that both VPNs have: each PE keeps them apart by their RDs, and each VRF has its own.
# shared NAME
shared()
{
	same "$1: the network that both VPNs have" 'VPN-A 1:26 1:231 VPN-B 1:27 1:222' "$(sql "$1.db" "
		SELECT group_concat(v.vrf || ' ' || b.rd || ' ' || b.route_targets, ' ')
		FROM (SELECT * FROM vrf WHERE node = 'PE-2' ORDER BY vrf) AS v
		JOIN bgp AS b ON b.node = v.node AND b.rd = v.rd AND b.family = 'vpnv4' AND b.prefix = '10.10.0.0/24' AND b.best")"
	same "$1: who has it" 'CE-1 CE-2' "$(sql "$1.db" "SELECT group_concat(node, ' ') FROM (
		SELECT p.flow, h.node FROM path AS p JOIN hop AS h USING (path_id)
		WHERE p.flow LIKE 'shared-_' AND p.direction = 'forward' AND h.action = 'deliver' ORDER BY p.flow)")"
}

# traced NAME EXPECTED
traced()
{
	same "$1: traceroute" "$2" "$(sql "$1.db" "SELECT group_concat(trim(ttl || ' ' || responder || ' ' ||
		coalesce(labels, '')), ', ') FROM (SELECT * FROM traceroute ORDER BY id)")"
}

# leak NAME FILE: with one route target more, VPN-A's sites behind PE-2 do get into VPN-B, and the scenario says so.
leak()
{
	sed '/name="PE-2"/,/<\/node>/s/import="1:231"/import="1:231 1:222"/' "$2" >"$1-leak.xml"
	status 1 "$program" run "$1-leak.xml" -o "$1-leak.db"
	same "$1: flow that the wrong route target lets through" 'delivered CE-2' "$(sql "$1-leak.db" "
		SELECT p.verdict || ' ' || (SELECT node FROM hop WHERE path_id = p.path_id ORDER BY seq DESC LIMIT 1)
		FROM path AS p WHERE p.flow = 'a-to-b' AND p.direction = 'forward' ORDER BY p.from_ns DESC LIMIT 1")"
	same "$1: the way back stays shut" dropped "$(sql "$1-leak.db" "SELECT verdict FROM path
		WHERE flow = 'a-to-b' AND direction = 'reverse' ORDER BY from_ns DESC LIMIT 1")"
}

# seen DB DIRECTION: a line per link of the flow of VPN-A, as in option-a.recorded but for names and one of the TTLs.
seen()
{
	sql "$1" "WITH p AS (SELECT path_id FROM path WHERE flow = 'vpn-a' AND direction = '$2' ORDER BY from_ns DESC LIMIT 1)
		SELECT CASE WHEN out_interface LIKE '%.%' THEN 'vlan' ELSE '-' END || ' ' ||
			CASE WHEN kinds_out = '' THEN '- -' ELSE kinds_out || ' ' || ttls_out END || ' ' || ip_ttl
		FROM hop JOIN p USING (path_id) WHERE action <> 'deliver' ORDER BY seq"
}

# recorded FILE DIRECTION: the same of the recording, in the pipe model.
recorded()
{
	awk -v direction="$2" '$1 == direction { print $3, $4, $6, $7 }' "$1"
}

option_a()
{
	local name=$1 protocol=$2 file

	file=$(scenario "scenarios/inter-as/$name.xml")
	run_option "$name" "$file"
	border "$name"
	vrfs "$name" "$protocol"
	shared "$name"
	traced "$name" "$3"
	leak "$name" "$file"
	status 0 "$program" run "$file" -o again.db --record summary
	same "$name: digest of a second run" "$(sql "$name.db" 'SELECT digest FROM run')" "$(sql again.db 'SELECT digest FROM run')"
	# Depth, kinds and, in the pipe model, TTLs are those that were recorded. CE-1 is in the first carrier, as c1r.
	sed -e 's/role="[^c][^"]*"/& ttl-model="pipe"/' -e '/<expect.*\/>/d; /<expect/,/\/>/d' "$file" >"$name-pipe.xml"
	run_option "$name-pipe" "$name-pipe.xml"
	for way in request:reverse reply:forward; do
		same "$name: the recorded ${way%:*}" \
			"$(recorded "$source_dir/tests/scenarios/inter-as/option-a.recorded" "${way%:*}")" \
			"$(seen "$name-pipe.db" "${way#*:}")"
	done
}

trace='1 192.168.3.1, 2 10.2.1.2 17/92, 3 10.2.1.6 92, 4 172.16.27.1, 5 10.1.1.5 16/29, 6 10.1.1.1 29, 7 152.12.4.1'
option_a option-a-static static "$trace"
option_a option-a bgp "$trace"

# The slides' announcements of 152.12.4.0/24 from hop to hop: plain IPv4 where the VPN leaves a carrier, with the hop's own
# address and one AS more.
same 'announcements of VPN-B on the way to CE-3' 'CE-2 ipv4 192.168.2.2 - - 65002
PE-1 vpnv4 10.1.0.1 29 1:222 65002
PE-ASBR-1 ipv4 172.16.27.1 - - 1 65002
PE-ASBR-2 vpnv4 10.2.0.3 92 1:222 1 65002
PE-2 ipv4 192.168.3.1 - - 2 1 65002' \
	"$(sql option-a.db "SELECT node || ' ' || family || ' ' || next_hop || ' ' || coalesce(label, '-') || ' ' ||
		coalesce(nullif(route_targets, ''), '-') || ' ' || as_path FROM advertisement
		WHERE direction = 'sent' AND prefix = '152.12.4.0/24' AND NOT withdrawn ORDER BY time_ns, id")"
same 'sessions of PE-ASBR-2' 'VPN-A 172.16.26.1 1,VPN-B 172.16.27.1 1,core 10.2.0.1 2' "$(sql option-a.db "
	SELECT group_concat(coalesce(vrf, 'core') || ' ' || peer || ' ' || remote_as) FROM (SELECT * FROM bgp_sessions
		WHERE node = 'PE-ASBR-2' AND state = 'Established' ORDER BY coalesce(vrf, 'a'), peer)")"

# Of a flow that nobody watches to an address that two sites have it must be said which is meant.
status 2 "$program" trace option-a.db PE-2 10.10.0.1 --vrf VPN-B
same 'trace to an address of two nodes' 'carrierlab: nodes "CE-1" and "CE-2" both have the address 10.10.0.1; write which is meant as to-node' "$(cat stderr.txt)"
status 0 "$program" trace option-a.db PE-2 10.10.0.1 --vrf VPN-B --to-node CE-2
same 'trace to one of them' 'PE-2 -> 10.10.0.1 (CE-2) at 66 s: delivered' "$(head -n 1 stdout.txt)"
status 0 "$program" trace option-a.db PE-2 10.10.0.1 --vrf VPN-B --to-node CE-1
same 'trace to the one in the other VPN' 'PE-2 -> 10.10.0.1 (CE-1) at 66 s: misdelivered, delivered to CE-2 instead of CE-1' "$(head -n 1 stdout.txt)"

# What an operator does to one VPN's session at the border is felt in that VPN alone; its routes go from end to end and
# come back so.
sed 's|</scenario>|<at time="70s"><session node="PE-ASBR-1" vrf="VPN-B" neighbor="172.16.27.2" state="shutdown"/></at>\
	<at time="100s"><session node="PE-ASBR-1" vrf="VPN-B" neighbor="172.16.27.2" state="no-shutdown"/></at></scenario>|' \
	"$(scenario scenarios/inter-as/option-a.xml)" >shut.xml
status 0 "$program" run shut.xml -o shut.db
same 'flows that a session at the border broke, and where' 'shared-b PE-1,shared-b PE-2,vpn-b PE-1,vpn-b PE-2' "$(sql shut.db "
	SELECT group_concat(flow || ' ' || node) FROM (SELECT DISTINCT flow, h.node FROM path AS p JOIN hop AS h USING (path_id)
		WHERE p.from_ns > 70e9 AND p.to_ns < 120e9 AND p.verdict = 'dropped' AND h.action = 'drop' AND h.node LIKE 'PE-_'
		ORDER BY 1, 2)")"
same 'flows that do not arrive again' 0 "$(sql shut.db "SELECT count(*) FROM outage WHERE end_ns IS NULL
	AND flow NOT LIKE '_-to-_%'")"
status 0 "$program" why shut.db CE-3 152.12.4.0/24
for step in 'operator .* session-no-shutdown PE-ASBR-1' 'PE-ASBR-1 .* sent bgp update to 172.16.27.2' \
	'PE-ASBR-2 .* sent bgp update to 10.2.0.1' 'PE-2 .* sent bgp update to 192.168.3.2' 'CE-3 .* route 152.12.4.0/24 added: bgp'; do
	grep -q -- "$step" stdout.txt || fail "why CE-3 has the route again does not say: $step ($(cat stdout.txt))"
done
finish
