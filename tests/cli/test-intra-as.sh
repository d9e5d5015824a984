#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# One carrier, one VPN: the label path, the ping, the records and the captures of the first scenario.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

intra=$(scenario scenarios/l3vpn/intra-as.xml)
path='ip · [ldp][vpn] · [vpn] · ip'

same 'lines of the scenario file are at most 40' yes "$([ "$(wc -l <"$intra")" -le 40 ] && echo yes)"
status 0 "$program" run "$intra" -o run.db --record all --pcap pcap
same 'the summary shows the path both ways' 2 "$(grep -cF "$path" stdout.txt)"
grep -q 'ping .*: \([1-9][0-9]*\) sent, \1 received' stdout.txt || fail "the ping was not answered: $(grep ping stdout.txt)"

# The trace, both ways, in text and as data; the same bytes in every locale.
for locale in C C.UTF-8; do
	status 0 env LC_ALL=$locale "$program" trace run.db CE-3 152.12.4.1
	same "$locale: the trace shows the path both ways" 2 "$(grep -cF "$path" stdout.txt)"
done
for ends in 'CE-3 152.12.4.1' 'CE-2 152.12.3.1'; do
	status 0 "$program" trace run.db $ends --format json
	query()
	{
		sql :memory: "SELECT $1 FROM json_each(readfile('stdout.txt'), '\$.hops') AS h"
	}
	same "$ends: verdict" delivered "$(sql :memory: "SELECT json_extract(readfile('stdout.txt'), '\$.verdict')")"
	same "$ends: actions" forward,push,pop,pop,deliver "$(query "group_concat(h.value ->> 'action')")"
	# LABELS.md: uniform model, the customer's packet starts at 64.
	same "$ends: TTLs of the labels" '63 63,62' "$(query "group_concat((SELECT group_concat(l.value ->> 'ttl', ' ')
		FROM json_each(h.value, '\$.stack_out') AS l))")"
	same "$ends: kinds" 'ldp vpn,vpn' "$(query "group_concat((SELECT group_concat(l.value ->> 'kind', ' ')
		FROM json_each(h.value, '\$.stack_out') AS l))")"
	same "$ends: TTL at the end" 61 "$(query "h.value ->> 'ip_ttl'" | tail -n 1)"
	same "$ends: what leaves a hop enters the next" '' "$(sql :memory: "
		WITH h AS (SELECT key AS i, value ->> 'stack_in' AS a, value ->> 'stack_out' AS b
			FROM json_each(readfile('stdout.txt'), '\$.hops'))
		SELECT x.i FROM h AS x JOIN h AS y ON y.i = x.i + 1 WHERE x.b IS NOT y.a")"
done

# What nobody watched is found by making the run again, at its end and before; also a node's name will do.
status 0 "$program" trace run.db PE-2 CE-2 --vrf VPN-B
grep -qF '  [ldp][vpn] · [vpn] · ip' stdout.txt || fail "a flow that was not watched: $(cat stdout.txt)"
same 'the replay comes to the same state' '' "$(cat stderr.txt)"
status 0 "$program" trace run.db PE-2 PE-1 --at 12s
grep -q '^PE-2 -> 10.0.0.1 (PE-1) at 12 s: dropped, no route$' stdout.txt || fail "before routes: $(cat stdout.txt)"
status 0 "$program" trace run.db PE-2 10.0.0.1 --format json
same 'as data' 'delivered ldp' "$(sql :memory: "SELECT json_extract(readfile('stdout.txt'), '\$.verdict') || ' ' ||
	json_extract(readfile('stdout.txt'), '\$.hops[0].stack_out[0].kind')")"
"$program" run "$intra" -o pinged.db --ping CE-3:CE-2 >/dev/null
status 0 "$program" trace pinged.db PE-2 PE-1
grep -q 'came to another state' stderr.txt || fail 'a replay that differs is not told'

# A working network, as far as the records go.
same 'status' complete "$(sql run.db 'SELECT status FROM run')"
same 'nodes' 5 "$(sql run.db 'SELECT count(*) FROM node')"
same 'expectations' '' "$(sql run.db 'SELECT name FROM expectation WHERE NOT passed')"
same 'some expectation' yes "$(sql run.db "SELECT CASE WHEN count(*) THEN 'yes' END FROM expectation")"
same 'nothing unexpected in any state machine' '' \
	"$(sql run.db 'SELECT node, protocol, from_state, event FROM transition WHERE unexpected')"
same 'OSPF adjacencies' 4 \
	"$(sql run.db "SELECT count(*) FROM transition WHERE protocol = 'ospf-neighbor' AND to_state = 'Full'")"
same 'BGP sessions' 2 \
	"$(sql run.db "SELECT count(*) FROM transition WHERE protocol = 'bgp' AND to_state = 'Established'")"
same 'causes lead back to earlier records' '' \
	"$(sql run.db 'SELECT id FROM (SELECT id, cause_id FROM route UNION ALL SELECT id, cause_id FROM lfib
		UNION ALL SELECT id, cause_id FROM message UNION ALL SELECT id, cause_id FROM transition)
		WHERE cause_id >= id')"
same 'every received message was sent' '' \
	"$(sql run.db "SELECT r.id FROM message AS r LEFT JOIN message AS s ON s.id = r.cause_id
		AND s.direction = 'sent' AND s.protocol = r.protocol AND s.type = r.type
		WHERE r.direction = 'received' AND s.id IS NULL")"
same 'the far route follows from what another router sent' yes "$(sql run.db "
	WITH RECURSIVE record(id, cause_id, what) AS (
		SELECT id, cause_id, '' FROM route UNION ALL SELECT id, cause_id, '' FROM transition
		UNION ALL SELECT id, cause_id, node || ' ' || direction || ' ' || type FROM message),
	chain(id) AS (SELECT id FROM route WHERE node = 'PE-2' AND vrf = 'VPN-B'
			AND prefix = '152.12.4.0/24' AND change = 'add'
		UNION SELECT cause_id FROM chain JOIN record USING (id))
	SELECT DISTINCT 'yes' FROM chain JOIN record USING (id) WHERE what IN ('PE-1 sent update', 'P sent label-mapping')")"

# The VPN route rests on an UPDATE, and the label of its next hop, whichever came first.
for message in update label-mapping; do
	same "the far route has a received $message among its causes" 1 "$(sql run.db "
		WITH causes(id, cause_id) AS (SELECT id, cause_id FROM route UNION SELECT id, cause_id FROM cause)
		SELECT count(*) FROM route AS r JOIN causes AS c ON c.id = r.id JOIN message AS m ON m.id = c.cause_id
		WHERE r.node = 'PE-2' AND r.vrf = 'VPN-B' AND r.prefix = '152.12.4.0/24' AND r.change = 'add'
			AND m.node = 'PE-2' AND m.direction = 'received' AND m.type = '$message'")"
done
same 'further causes are earlier records, and none is named twice' '' \
	"$(sql run.db 'SELECT id FROM cause WHERE cause_id >= id UNION ALL
		SELECT id FROM cause GROUP BY id, cause_id HAVING count(*) > 1 UNION ALL
		SELECT id FROM cause JOIN (SELECT id, cause_id FROM route UNION SELECT id, cause_id FROM lfib)
			USING (id, cause_id)')"

# The same run twice, whatever is recorded or watched.
digest=$(sql run.db 'SELECT digest FROM run')
status 0 "$program" run "$intra" -o again.db --record summary
same 'digest at another level of recording' "$digest" "$(sql again.db 'SELECT digest FROM run')"
for db in run again; do
	sql $db.db "SELECT * FROM path" >$db.path
	sql $db.db "SELECT * FROM hop" >$db.hop
done
cmp run.path again.path && cmp run.hop again.hop || fail 'paths differ between two runs'
status 0 "$program" run "$intra" -o third.db --record all
for view in transition message route lfib cause refusal packet_drop ping; do
	sql run.db "SELECT * FROM $view" >run.rows
	sql third.db "SELECT * FROM $view" >third.rows
	cmp -s run.rows third.rows || fail "view $view differs between two runs"
done

# Other eyes on the captures.
if ! command -v tshark >/dev/null; then
	echo 'tshark is missing: the captures were not looked at'
	[ "$failures" -eq 0 ] && exit 77
	finish
fi
same 'one capture per link' 4 "$(ls pcap/*.pcapng | wc -l)"
for file in pcap/*.pcapng; do
	bad=$(tshark -r "$file" -o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE \
		-o udp.check_checksum:TRUE -Y '_ws.malformed || _ws.expert.severity >= 0x00800000 ||
		ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0 ||
		icmp.checksum.status == 0 || tcp.analysis.retransmission || tcp.analysis.lost_segment' 2>/dev/null)
	same "tshark finds fault with ${file##*/}" '' "$bad"
	[ -n "$(tshark -r "$file" 2>/dev/null | head -n 1)" ] || fail "${file##*/} is empty"
done
# Hellos stay on their link, internal sessions start with TTL 255 at both ends; all as class selector 6.
odd='(ospf || udp.port == 646) && ip.ttl != 1 || bgp && ip.ttl < 254 || tcp.port == 646 && ip.ttl < 255
	|| (ospf || udp.port == 646 || tcp && !tcp.flags.reset) && ip.dsfield.dscp != 48'
same 'control traffic with an unusual TTL or class' '' \
	"$(tshark -r pcap/PE-2-core--P-pe2.pcapng -Y "${odd//$'\n'/}" 2>&1 | grep -v root)"
same 'labelled pings, as tshark reads them' yes \
	"$(tshark -r pcap/PE-2-core--P-*.pcapng -Y 'icmp && mpls' 2>/dev/null | grep -q . && echo yes)"
# A slow processor delays what passes through it, and nothing has to wait for a retry timer.
sed 's/role="pe*"/& cpu-spf="5ms" cpu-fib="1ms"/' "$(scenario scenarios/l3vpn/intra-as.xml)" >cpu.xml
status 0 "$program" run cpu.xml -o cpu.db
same 'with a slow processor the network has converged within 16 s' 1 \
	"$(sql cpu.db 'SELECT last_change_ns < 16000000000 FROM perturbation')"
finish
