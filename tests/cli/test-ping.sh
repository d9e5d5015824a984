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

# What comes to nothing says why: PE-1 advertises another network, so that PE-2 has no route, nor a way back.
sed 's|152.12.4.0/24" via="192.168.2.2"|152.12.5.0/24" via="192.168.2.2"|' "$intra" >lost.xml
failing=(--ping CE-3:152.12.4.1 --ping PE-1:172.16.0.1,count=2 --ping CE-2:152.12.3.1,count=1 --ping P:10.1.0.14,count=1
	--traceroute CE-3:152.12.4.1 --traceroute PE-1:172.16.0.1)
sed -i 's|b="P:pe2" b-address="10.1.0.6/30"|b="P:pe2" b-address="10.1.0.6/28"|; s|a-address="10.1.0.5/30"|a-address="10.1.0.5/28"|' lost.xml
status 1 "$program" run lost.xml "${failing[@]}"
same 'pings that fail' '  ping vpn-b: 5 sent, 0 received, 5 errors
    1-5 net-unreachable from 192.168.3.1: dropped at PE-2: no route
  ping CE-3:152.12.4.1: 5 sent, 0 received, 5 errors
    1-5 net-unreachable from 192.168.3.1: dropped at PE-2: no route
  ping PE-1:172.16.0.1: 0 sent, 0 received, 2 not sent
    1-2 not-sent: no route
  ping CE-2:152.12.3.1: 1 sent, 0 received
    1 timeout: answer dropped at PE-2: no route
  ping P:10.1.0.14: 0 sent, 0 received, 1 not sent
    1 not-sent: no ARP reply from 10.1.0.14' "$(sed -n '/  ping/,/  traceroute/p' stdout.txt | grep -v traceroute)"
same 'traceroutes that fail' ' 1 192.168.3.1 (net-unreachable: dropped at PE-2: no route) (net-unreachable) (net-unreachable)
 1 * (not sent: no route) * (not sent) * (not sent)' "$(grep '^ *1 ' stdout.txt | grep -v -e 'error' -e timeout -e not-sent |
	sed 's/ [0-9.]* ms//g' | tr -s ' ')"
same 'the same in the database' '192.168.3.1 net-unreachable dropped at PE-2: no route
  not-sent no route
  timeout answer dropped at PE-2: no route
  not-sent no ARP reply from 10.1.0.14' "$(sql lost.db "SELECT coalesce(responder, ' ') || ' ' || result || ' ' || reason FROM ping
		WHERE sequence = 1 AND name <> 'vpn-b' ORDER BY id")"
same 'and of traceroutes' 'not-sent no route' \
	"$(sql lost.db "SELECT DISTINCT result || ' ' || reason FROM traceroute WHERE name = 'PE-1:172.16.0.1'")"
status 1 "$program" run lost.xml "${failing[@]}" --format json
same 'and as data' '1 2 not-sent no route' "$(sql :memory: "SELECT (f.value ->> 'first') || ' ' || (f.value ->> 'last') || ' ' ||
	(f.value ->> 'result') || ' ' || (f.value ->> 'reason') FROM json_each(readfile('stdout.txt'), '\$.pings') AS p,
	json_each(p.value, '\$.failures') AS f WHERE p.value ->> 'name' = 'PE-1:172.16.0.1'")"
same 'and of traceroutes as data' 'no route' "$(sql :memory: "SELECT DISTINCT f.value ->> 'reason'
	FROM json_each(readfile('stdout.txt'), '\$.traceroutes') AS t, json_each(t.value, '\$.probes') AS f
	WHERE t.value ->> 'name' = 'PE-1:172.16.0.1'")"

# A ping may be expected to come out so: that is an expectation like others.
sed 's|<ping flow="vpn-b" time="60s" count="5"/>|<ping flow="vpn-b" time="60s" count="2" expect="reply"/><ping name="short" flow="vpn-b" time="60s" ttl="1" expect="time-exceeded"/><ping name="late" flow="vpn-b" time="70s" count="1" ttl="1" expect="reply"/>|' \
	"$intra" >expected.xml
status 1 "$program" run expected.xml
same 'pings as expectations' 'ping vpn-b: reply|1|request 1: reply from 152.12.4.1
ping short: time-exceeded|1|request 1: time-exceeded from 192.168.3.1: dropped at PE-2: TTL expired
ping late: reply|0|request 1: time-exceeded from 192.168.3.1: dropped at PE-2: TTL expired' \
	"$(sql expected.db "SELECT name, passed, detail FROM expectation WHERE name LIKE 'ping%'")"
same 'the line of the scenario' "$(grep -n '<ping' expected.xml | cut -d: -f1)" \
	"$(sql expected.db "SELECT DISTINCT line FROM expectation WHERE name LIKE 'ping%'")"

# Options of a ping, as an element has them.
status 0 "$program" run "$intra" --ping CE-3:CE-2,size=1465,count=2,df=yes --ping CE-3:CE-2,size=1464,df=yes,dscp=ef,interval=10ms \
	--ping CE-3:CE-2,ttl=2,count=1,timeout=1s
same 'options of a ping' '  ping CE-3:CE-2: 2 sent, 0 received, 2 errors
    1-2 fragmentation-needed from 192.168.3.1: dropped at PE-2: fragmentation needed, next-hop MTU 1492
  ping CE-3:CE-2: 5 sent, 5 received
  ping CE-3:CE-2: 1 sent, 0 received, 1 errors
    1 time-exceeded from 10.1.0.6: dropped at P: TTL expired' "$(grep -e '^  ping CE' -e '^    [1-9].*: dropped' stdout.txt | sed 's/, rtt.*//')"

# says TEXT OPTIONS
says()
{
	status 2 "$program" run "$intra" "${@:2}"
	grep -qF -- "$1" stderr.txt || fail "stderr of '${*:2}' does not say: $1 ($(cat stderr.txt))"
}
says 'does not say whence and whither' --ping CE-3
says 'does not say whence and whither' --traceroute :152.12.4.1
says 'does not say whence and whither' --ping ''
says 'a ping has no option "siez"; its options are' --ping CE-3:CE-2,siez=5
says 'size=big' --ping CE-3:CE-2,size=big
says '"df": write' --ping CE-3:CE-2,df
says 'count times interval' --ping CE-3:CE-2,count=65535,interval=8000h
says 'there is no node "CE-9"' --ping CE-9:152.12.4.1
says 'there is no node "nowhere"' --ping CE-3:nowhere
for to in 224.0.0.1 0.0.0.0 127.0.0.1 255.255.255.255 2001:db8::1; do
	says "\"$to\": write an IPv4 unicast address" --ping CE-3:$to
	says "\"$to\": write an IPv4 unicast address" --traceroute CE-3:$to
done
says 'VPN-X' --ping PE-1/VPN-X:152.12.4.1
finish
