#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A network that breaks: beside what the scenarios themselves expect of the flow, what the protocols do.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# run_scenario NAME: into NAME.db.
run_scenario()
{
	status 0 "$program" run "$(scenario "tests/scenarios/first-light/$1.xml")" -o "$1.db" --record all
	same "$1: expectations that are not met" '' "$(sql "$1.db" 'SELECT name FROM expectation WHERE NOT passed')"
	same "$1: unexpected events" '' \
		"$(sql "$1.db" 'SELECT node, protocol, from_state, event FROM transition WHERE unexpected')"
}

# pinged NAME RESULTS: the outcomes of the pings in their order, each as the path walked for the flow has it:
# answered where both directions arrive, and told of by the node that drops it.
pinged()
{
	same "$1: pings" "$2" "$(sql "$1.db" "SELECT group_concat(trim(result || ' ' || coalesce(responder, '')), ', ')
		FROM (SELECT * FROM ping ORDER BY id)")"
	same "$1: pings that disagree with the walked path" '' "$(sql "$1.db" "
		SELECT p.time_ns, p.result, f.verdict, r.verdict FROM ping AS p
		LEFT JOIN path AS f ON f.direction = 'forward' AND p.time_ns >= f.from_ns AND p.time_ns < f.to_ns
		LEFT JOIN path AS r ON r.direction = 'reverse' AND p.time_ns >= r.from_ns AND p.time_ns < r.to_ns
		WHERE (p.result = 'reply') IS NOT (f.verdict = 'delivered' AND r.verdict = 'delivered')")"
	same "$1: who drops a ping that is told of" '' "$(sql "$1.db" "
		SELECT p.time_ns, d.node FROM ping AS p LEFT JOIN packet_drop AS d ON d.id = (
			SELECT max(id) FROM packet_drop WHERE id < p.id AND destination = '152.12.4.1')
		WHERE p.result = 'unreachable' AND d.node IS NOT (
			SELECT h.node FROM path AS f JOIN hop AS h USING (path_id) WHERE h.action = 'drop'
			AND f.direction = 'forward' AND p.time_ns >= f.from_ns AND p.time_ns < f.to_ns)")"
}
replies='reply 152.12.4.1, reply 152.12.4.1, reply 152.12.4.1, reply 152.12.4.1, reply 152.12.4.1'

# silence NAME PROTOCOL TYPES MACHINE EVENT: nanoseconds from the last message of these types that PE-1
# received until the event in its state machine.
silence()
{
	sql "$1.db" "SELECT t.time_ns - max(m.time_ns) FROM transition AS t JOIN message AS m
		ON m.node = t.node AND m.time_ns < t.time_ns
		WHERE t.node = 'PE-1' AND t.protocol = '$4' AND t.event = '$5'
		AND m.direction = 'received' AND m.protocol = '$2' AND m.type IN ($3)
		AND t.time_ns BETWEEN 100e9 AND 400e9"
}

# perturbed NAME VIEW TIME_NS: the actions that the view's rows from that time on follow from.
perturbed()
{
	sql "$1.db" "
		WITH RECURSIVE record(id, cause_id, time_ns) AS (
			SELECT id, cause_id, time_ns FROM action UNION ALL
			SELECT id, cause_id, time_ns FROM message UNION ALL
			SELECT id, cause_id, time_ns FROM transition UNION ALL
			SELECT id, cause_id, time_ns FROM route UNION ALL
			SELECT id, cause_id, time_ns FROM lfib),
		chain(id, cause_id) AS (
			SELECT id, cause_id FROM $2 WHERE time_ns >= $3
			UNION SELECT r.id, r.cause_id FROM chain AS c JOIN record AS r ON r.id = c.cause_id)
		SELECT DISTINCT a.kind FROM chain JOIN action AS a USING (id) ORDER BY a.id"
}

# LDP taken off the core: no LSP, yet the BGP session stays up and its routes are heard, for they come by
# plain IP.
run_scenario ldp-off
same 'ldp-off: BGP sessions that fell' 0 \
	"$(sql ldp-off.db "SELECT count(*) FROM transition WHERE protocol = 'bgp' AND from_state = 'Established'")"
same 'ldp-off: OSPF adjacencies that fell' 0 \
	"$(sql ldp-off.db "SELECT count(*) FROM transition WHERE protocol = 'ospf-neighbor' AND from_state = 'Full'")"
same 'ldp-off: LDP sessions that came up, before and after' 8 \
	"$(sql ldp-off.db "SELECT count(*) FROM transition WHERE protocol = 'ldp-session' AND to_state = 'OPERATIONAL'")"
same 'ldp-off: the routes of the VPN went and came with the LSPs' 'add,remove,add' \
	"$(sql ldp-off.db "SELECT group_concat(change) FROM (SELECT change FROM route WHERE node = 'PE-2'
		AND vrf = 'VPN-B' AND prefix = '152.12.4.0/24' ORDER BY id)")"
same 'ldp-off: what their going and coming follows from' $'protocol-stop\nprotocol-start' \
	"$(perturbed ldp-off route 100000000000)"
pinged ldp-off "net-unreachable 192.168.3.1, net-unreachable 192.168.3.1, $replies"

# A cut that nobody is told of: each protocol falls at its own time after the last that it heard.
run_scenario silent-cut
same 'silent-cut: OSPF RouterDeadInterval' 40000000000 \
	"$(silence silent-cut ospf "'hello'" ospf-neighbor InactivityTimer)"
same 'silent-cut: LDP hello hold time' 15000000000 \
	"$(silence silent-cut ldp "'hello'" ldp-session 'last Hello adjacency lost')"
same 'silent-cut: BGP HoldTime' 180000000000 \
	"$(silence silent-cut bgp "'keepalive', 'update'" bgp HoldTimer_Expires)"
same 'silent-cut: first path after the cut' '100000000000 dropped' \
	"$(sql silent-cut.db "SELECT from_ns || ' ' || verdict FROM path WHERE direction = 'forward'
		AND from_ns >= 100e9 ORDER BY from_ns LIMIT 1")"
same 'silent-cut: what PE-1 has again' 'Full OPERATIONAL Established' \
	"$(sql silent-cut.db "SELECT group_concat(to_state, ' ') FROM (SELECT to_state FROM transition
		WHERE node = 'PE-1' AND to_state IN ('Full', 'OPERATIONAL', 'Established')
		AND time_ns > 400e9 ORDER BY id)")"
pinged silent-cut "timeout, timeout, $replies"

# A route target that nobody imports: refused, and it says why.
run_scenario wrong-rt
same 'wrong-rt: the recorded refusal' 'no VRF imports any of its route targets (1:999)' \
	"$(sql wrong-rt.db "SELECT reason FROM refusal WHERE node = 'PE-2' AND rd = '1:27'
		AND prefix = '152.12.4.0/24'")"
same 'wrong-rt: the route comes with the right one' 'route-target' \
	"$(perturbed wrong-rt route 100000000000)"
pinged wrong-rt "net-unreachable 192.168.3.1, $replies"
finish
