#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Nodes that crash and start again: beside what the scenarios themselves expect of the flow, what becomes of
# tables and sessions.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# run_scenario NAME: into NAME.db.
run_scenario()
{
	status 0 "$program" run "$(scenario "tests/scenarios/crash/$1.xml")" -o "$1.db" --record all
	same "$1: expectations that are not met" '' "$(sql "$1.db" 'SELECT name FROM expectation WHERE NOT passed')"
	same "$1: unexpected events" '' \
		"$(sql "$1.db" 'SELECT node, protocol, from_state, event FROM transition WHERE unexpected')"
}

# silent NAME NODE FROM TO: the node sends nothing, and its tables are empty, from the crash to the restart (ns).
silent()
{
	same "$1: messages of $2 while it is down" 0 \
		"$(sql "$1.db" "SELECT count(*) FROM message WHERE node = '$2' AND time_ns >= $3 AND time_ns < $4")"
	for view in route lfib; do
		same "$1: what is left in $2's $view" 0 "$(sql "$1.db" "SELECT sum(CASE change WHEN 'add' THEN 1
			WHEN 'remove' THEN -1 ELSE 0 END) FROM $view WHERE node = '$2' AND time_ns < $4")"
	done
}

# resets NAME NODE STATE: connections of the node in that state that a reset ended.
resets()
{
	sql "$1.db" "SELECT count(*) > 0 FROM transition WHERE node = '$2' AND protocol = 'tcp'
		AND from_state = '$3' AND event = 'rcv RST'"
}

run_scenario core
silent core P 100000000000 160000000000
same 'core: BGP sessions that fell' 0 \
	"$(sql core.db "SELECT count(*) FROM transition WHERE protocol = 'bgp' AND from_state = 'Established'")"
same 'core: adjacencies that fell with the carrier' 'PE-1 PE-2' \
	"$(sql core.db "SELECT group_concat(node, ' ') FROM (SELECT node FROM transition WHERE protocol = 'ospf-neighbor'
		AND from_state = 'Full' AND time_ns = 100e9 ORDER BY node)")"
same 'core: LDP sessions that came up, before and after' 8 \
	"$(sql core.db "SELECT count(*) FROM transition WHERE protocol = 'ldp-session' AND to_state = 'OPERATIONAL'")"
# What PE-1 still had to say on its connection of LDP with P: P knows nothing of it. Under TTL security its reset,
# which no connection of its own sends, comes with a TTL too low.
same 'core: a reset for the connection of before' 1 "$(resets core PE-1 FIN-WAIT-1)"
sed 's/ gtsm="no"//' "$(scenario tests/scenarios/crash/core.xml)" >gtsm.xml
status 0 "$program" run gtsm.xml -o gtsm.db --record all
same 'core under TTL security: such a reset' 0 "$(resets gtsm PE-1 FIN-WAIT-1)"
same 'core under TTL security: it is dropped' 'TCP segment with TTL 64, at least 255 is required' \
	"$(sql gtsm.db "SELECT DISTINCT reason FROM packet_drop WHERE node = 'PE-1' AND reason LIKE 'TCP%'")"

run_scenario edge
silent edge PE-2 100000000000 130000000000
same 'edge: the session ends by a reset, not by its timer' 'TcpConnectionFails' \
	"$(sql edge.db "SELECT event FROM transition WHERE node = 'PE-1' AND protocol = 'bgp'
		AND from_state = 'Established'")"
same 'edge: the reset' 1 "$(resets edge PE-1 ESTABLISHED)"
same 'edge: what PE-2 does follows from its restart' 'node-restart' "$(sql edge.db "
	WITH RECURSIVE record(id, cause_id) AS (
		SELECT id, cause_id FROM action UNION ALL SELECT id, cause_id FROM message UNION ALL
		SELECT id, cause_id FROM transition UNION ALL SELECT id, cause_id FROM route),
	chain(id, cause_id) AS (
		SELECT id, cause_id FROM route WHERE node = 'PE-2' AND protocol = 'connected' AND time_ns = 130e9
		UNION SELECT r.id, r.cause_id FROM chain AS c JOIN record AS r ON r.id = c.cause_id)
	SELECT DISTINCT a.kind FROM chain JOIN action AS a USING (id)")"

# The same with processors that take their time: P goes on by the label until its LFIB has lost it, and meets the
# interface that is down. All else comes to be as it was.
sed -e 's/role="[a-z]*"/& cpu-message="1ms" cpu-spf="5ms" cpu-fib="1ms"/' \
	-e 's|<ping .*|&<probe flow="vpn-b" interval="100us" from="99.99s" to="100.01s"/>|' \
	-e 's|<expect.*reason="label 17 unknown"/>|<expect flow="vpn-b" time="100s" direction="reverse" dropped-at="P" reason="interface pe2 down"/>\
  <expect flow="vpn-b" time="100.0009s" direction="reverse" dropped-at="P" reason="interface pe2 down"/>\
  <expect flow="vpn-b" time="100.001s" direction="reverse" dropped-at="P" reason="label 17 unknown"/>|' \
	"$(scenario tests/scenarios/crash/edge.xml)" >slow.xml
status 0 "$program" run slow.xml -o slow.db
same 'slow: expectations' '7 7' "$(sql slow.db "SELECT count(*) || ' ' || sum(passed) FROM expectation")"
same 'slow: one outage of each direction from the crash until the session is up anew' '2 1' \
	"$(sql slow.db "SELECT count(*) || ' ' || (min(end_ns) > 130e9) FROM outage WHERE start_ns = 100e9")"
same 'slow: packets that met the interface, about 1 ms of them' 1 "$(sql slow.db "SELECT count(*) BETWEEN 9 AND 11 FROM probe
	WHERE direction = 'reverse' AND reason = 'interface pe2 down' AND node = 'P'")"
finish
