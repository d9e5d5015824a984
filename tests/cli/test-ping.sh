#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Pings and traceroutes from the command line: real packets, every LSR with its labels, in both models of
# the TTL.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

intra=$(scenario scenarios/l3vpn/intra-as.xml)

status 0 "$program" run "$intra" --ping CE-3:CE-2 --ping PE-1/VPN-B:152.12.3.1 --traceroute CE-3:152.12.4.1 \
	--traceroute CE-2:152.12.3.1
for ends in CE-3:CE-2 PE-1/VPN-B:152.12.3.1; do
	grep -q "ping $ends: 5 sent, 5 received" stdout.txt || fail "ping $ends: $(grep ping stdout.txt)"
done

# hops NAME: "ttl address [labels]" of the first probe of each TTL.
hops()
{
	sql intra-as.db "SELECT ttl || ' ' || responder || ' [' || labels || ']' FROM traceroute
		WHERE name = '$1' AND probe = 1 ORDER BY ttl"
}
ldp=$(sql intra-as.db "SELECT label FROM lfib_entry WHERE node = 'P' AND fec = '10.0.0.1/32'")
vpn=$(sql intra-as.db "SELECT label FROM lfib_entry WHERE node = 'PE-1' AND fec = 'VPN-B 152.12.4.0/24'")
same 'CE to CE: every hop and its labels' "1 192.168.3.1 []
2 10.1.0.6 [$ldp/$vpn]
3 10.1.0.1 [$vpn]
4 152.12.4.1 []" "$(hops CE-3:152.12.4.1)"
same 'and back' '1 2 3 4' "$(hops CE-2:152.12.3.1 | cut -d' ' -f1 | tr '\n' ' ' | sed 's/ $//')"

# TTLs of the uniform model (LABELS: 63/63, 62, ip 61) and of the pipe model, in which the core is a hop.
ttls()
{
	sql "$1" "SELECT group_concat(CASE WHEN ttls_out = '' THEN 'ip ' || ip_ttl ELSE ttls_out END, ', ')
		FROM (SELECT * FROM path JOIN hop USING (path_id) WHERE direction = 'forward'
		AND out_interface IS NOT NULL AND to_ns = (SELECT sim_end_ns FROM run) ORDER BY seq)"
}
same 'uniform model' 'ip 64, 63/63, 62, ip 61' "$(ttls intra-as.db)"
sed 's/role="pe"/role="pe" ttl-model="pipe"/; s/role="p"/role="p" ttl-model="pipe"/' "$intra" >pipe.xml
status 0 "$program" run pipe.xml --traceroute CE-3:CE-2
same 'pipe model' 'ip 64, 255/255, 255, ip 62' "$(ttls pipe.db | sed 's/25[0-9]/255/g')"
same 'pipe model: the core is one hop' 192.168.3.1 \
	"$(sql pipe.db "SELECT responder FROM traceroute WHERE name = 'CE-3:CE-2' AND ttl = 1 LIMIT 1")"
same 'pipe model: hops' 3 "$(sql pipe.db "SELECT max(ttl) FROM traceroute")"

# says TEXT OPTIONS
says()
{
	status 2 "$program" run "$intra" "${@:2}"
	grep -qF -- "$1" stderr.txt || fail "stderr of '${*:2}' does not say: $1 ($(cat stderr.txt))"
}
says 'does not say whence and whither' --ping CE-3
says 'does not say whence and whither' --traceroute :152.12.4.1
says 'there is no node "CE-9"' --ping CE-9:152.12.4.1
says 'there is no node "nowhere"' --ping CE-3:nowhere
says 'VPN-X' --ping PE-1/VPN-X:152.12.4.1
finish
