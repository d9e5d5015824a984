#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Inter-AS options B and C: two VPNs over two carriers, what crosses the border, beside recordings, and what comes of a
# session at the border that goes.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# run_option NAME FILE: into NAME.db, captures into NAME.
run_option()
{
	status 0 "$program" run "$2" -o "$1.db" --pcap "$1"
	same "$1: expectations that are not met" '' "$(sql "$1.db" 'SELECT name FROM expectation WHERE NOT passed')"
	same "$1: nothing unexpected in any state machine" '' \
		"$(sql "$1.db" 'SELECT node, protocol, from_state, event FROM transition WHERE unexpected')"
}

# seen DB DIRECTION: a line per link of the flow of VPN-A, as in the recordings but for names and one of the TTLs.
seen()
{
	sql "$1" "WITH p AS (SELECT path_id FROM path WHERE flow = 'vpn-a' AND direction = '$2' ORDER BY from_ns DESC LIMIT 1)
		SELECT '- ' || CASE WHEN kinds_out = '' THEN '- -' ELSE kinds_out || ' ' || ttls_out END || ' ' || ip_ttl
		FROM hop JOIN p USING (path_id) WHERE action <> 'deliver' ORDER BY seq"
}

# recorded FILE DIRECTION: the same of the recording, in the pipe model.
recorded()
{
	awk -v direction="$2" '$1 == direction { print $3, $4, $6, $7 }' "$1"
}

# Depth, kinds and, in the pipe model, TTLs are those that were recorded. CE-1 is in the first carrier, as c1r.
# as_recorded NAME FILE RECORDING
as_recorded()
{
	sed -e 's/role="[^c][^"]*"/& ttl-model="pipe"/' -e '/<expect.*\/>/d; /<expect/,/\/>/d' "$2" >"$1-pipe.xml"
	run_option "$1-pipe" "$1-pipe.xml"
	for way in request:reverse reply:forward; do
		same "$1: the recorded ${way%:*}" \
			"$(recorded "$source_dir/tests/scenarios/inter-as/$3.recorded" "${way%:*}")" \
			"$(seen "$1-pipe.db" "${way#*:}")"
	done
}

# At the border is BGP and what has labels, and neither an IGP nor LDP.
# border NAME LINK BGP: what TCP sessions of BGP cross it, with or without labels
border()
{
	local file=$1/$2.pcapng

	command -v tshark >/dev/null || return
	same "$1: IGP or LDP at the border" '' "$(tshark -r "$file" -Y 'ldp || ospf' 2>/dev/null)"
	same "$1: unlabelled packets of the VPNs at the border" '' "$(tshark -r "$file" -Y 'icmp && !mpls' 2>/dev/null)"
	same "$1: sessions at the border" "$3" "$(tshark -r "$file" -Y 'tcp.port == 179' -T fields -e ip.src -e ip.dst -e frame.protocols \
		2>/dev/null | awk '$1 < $2 { print $1, $2, ($3 ~ /mpls/ ? "mpls" : "ip") }' | sort -u | paste -sd, )"
}

# The labels of the border router NODE that BGP owns, as "fec operation".
own_labels()
{
	sql "$1" "SELECT fec || ' ' || operation FROM lfib_entry WHERE node = '$2' AND owner LIKE 'bgp-%' ORDER BY fec"
}

# A session at the border goes and comes: what came by it goes with its labels, and is told anew.
# shut NAME FILE NODE NEIGHBOUR OTHER: OTHER is the router at the other end
shut()
{
	sed "s|</scenario>|<at time=\"70s\"><session node=\"$3\" neighbor=\"$4\" state=\"shutdown\"/></at></scenario>|" "$2" >"$1-shut.xml"
	sed "s|</scenario>|<at time=\"100s\"><session node=\"$3\" neighbor=\"$4\" state=\"no-shutdown\"/></at></scenario>|" \
		"$1-shut.xml" >"$1-back.xml"
	status 0 "$program" run "$1-shut.xml" -o "$1-shut.db"
	same "$1: labels that BGP still has without the session" '' "$(own_labels "$1-shut.db" "$3")$(own_labels "$1-shut.db" "$5")"
	same "$1: labels that may come in over the border then" 0 "$(sql "$1-shut.db" "SELECT count(*) FROM accepted_labels
		WHERE interface LIKE 'as_'")"
	status 0 "$program" run "$1-back.xml" -o "$1-back.db"
	same "$1: labels when it is back" "$(own_labels "$1.db" "$3")" "$(own_labels "$1-back.db" "$3")"
	same "$1: flows that do not arrive again" 0 "$(sql "$1-back.db" "SELECT count(*) FROM outage WHERE end_ns IS NULL
		AND flow NOT LIKE '%-to-%'")"
}

# option NAME [RECORDING]
option()
{
	local name=$1 file

	file=$(scenario "scenarios/inter-as/$name.xml")
	run_option "$name" "$file"
	as_recorded "$name" "$file" "${2:-$name}"
	status 0 "$program" run "$file" -o again.db --record summary --decode-all
	same "$name: digest of a second run" "$(sql "$name.db" 'SELECT digest FROM run')" "$(sql again.db 'SELECT digest FROM run')"
	status 0 "$program" run "$file" -o probes.db --record summary --probe 100ms
}

option option-b
border option-b PE-ASBR-1-as2--PE-ASBR-2-as1 '172.16.0.1 172.16.0.2 ip'
# The slides' announcements of 152.12.4.0/24 from hop to hop: a VPN route all the way, with another label and next hop at each border router.
same 'option B: announcements of VPN-B on the way to CE-3' 'PE-1 10.1.0.1 29
PE-ASBR-1 172.16.0.1 own
PE-ASBR-2 10.2.0.3 own' "$(sql option-b.db "SELECT a.node || ' ' || a.next_hop || ' ' || CASE WHEN l.label IS NULL THEN a.label ELSE 'own' END
	FROM advertisement AS a LEFT JOIN labels AS l ON l.node = a.node AND l.label = a.label AND l.owner = 'bgp-vpn' AND l.rd = a.rd
	WHERE direction = 'sent' AND a.rd = '1:27' AND prefix = '152.12.4.0/24' AND NOT withdrawn
		AND a.peer NOT IN ('172.16.0.1', '10.1.0.1') ORDER BY time_ns, id")"
shut option-b "$(scenario scenarios/inter-as/option-b.xml)" PE-ASBR-1 172.16.0.2 PE-ASBR-2
status 0 "$program" why option-b.db PE-2 152.12.4.0/24 --vrf VPN-B
for step in 'PE-1 .* sent bgp update to 10.1.0.3' 'PE-ASBR-1 .* sent bgp update to 172.16.0.2' 'PE-ASBR-2 .* sent bgp update to 10.2.0.1'; do
	grep -q -- "$step" stdout.txt || fail "option B: why PE-2 has the route does not say: $step ($(cat stdout.txt))"
done

# option_c NAME RECEIVER LOOPBACKS SESSIONS: RECEIVER gets the VPN routes from the other carrier
option_c()
{
	local name=$1 file

	file=$(scenario "scenarios/inter-as/$name.xml")
	option "$name" option-c
	border "$name" ASBR-1-as2--ASBR-2-as1 "$4"
	same "$name: labelled routes that cross the border" "$3" "$(sql "$name.db" "SELECT group_concat(prefix) FROM (
		SELECT DISTINCT prefix FROM advertisement WHERE direction = 'sent' AND peer LIKE '172.16.%' ORDER BY prefix)")"
	same "$name: next hop and label of a VPN route on its way" '10.1.0.1 29' "$(sql "$name.db" "
		SELECT DISTINCT next_hop || ' ' || label FROM advertisement WHERE rd = '1:27' AND prefix = '152.12.4.0/24'")"
	# A PE's loopback that is labelled no more: nothing else leads there, and the VPN routes through it are of no use.
	sed 's|</scenario>|<at time="70s"><network node="PE-1" prefix="10.1.0.1/32" state="removed"/></at>\
		<at time="100s"><network node="PE-1" prefix="10.1.0.1/32" families="ipv4-labelled-unicast" state="added"/></at></scenario>|' \
		"$file" >loopback.xml
	status 0 "$program" run loopback.xml -o loopback.db
	same "$name: why VPN routes are not used without the loopback" 'no route to PE-1' "$(sql loopback.db "SELECT DISTINCT reason FROM refusal
		WHERE node = '$2' AND rd LIKE '1:%' AND time_ns > 70e9")"
	same "$name: flows that its loopback broke" 'shared-a,shared-b,vpn-a,vpn-b' "$(sql loopback.db "SELECT group_concat(DISTINCT flow)
		FROM (SELECT flow FROM outage WHERE start_ns > 70e9 AND end_ns < 120e9 AND flow <> 'session' ORDER BY flow)")"
	shut "$name" "$file" ASBR-1 172.16.0.2 ASBR-2
}

option_c option-c PE-2 '10.1.0.1/32,10.2.0.1/32' '10.1.0.1 10.2.0.1 mpls,172.16.0.1 172.16.0.2 ip'
option_c option-c-rr RR-2 '10.1.0.1/32,10.1.0.4/32,10.2.0.1/32,10.2.0.4/32' '10.1.0.4 10.2.0.4 mpls,172.16.0.1 172.16.0.2 ip'
finish
