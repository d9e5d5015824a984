#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What operators and failures do to a session, why it was lost, and what followed from that.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

status 0 "$program" run "$(scenario tests/scenarios/bgp/session.xml)" -o s.db --record all
same 'why A lost its sessions' '50 sent NOTIFICATION Cease/Administrative Shutdown "new line card"
250 TCP connection lost: interface b went down
300 received NOTIFICATION Cease/Administrative Reset' \
	"$(sql s.db "SELECT (time_ns / 1000000000) || ' ' || reason FROM session_event
		WHERE node = 'A' AND kind = 'session-loss' ORDER BY time_ns")"
same 'why B lost its sessions' '50 received NOTIFICATION Cease/Administrative Shutdown "new line card"
250 TCP connection lost: interface a went down
300 sent NOTIFICATION Cease/Administrative Reset' \
	"$(sql s.db "SELECT (time_ns / 1000000000) || ' ' || reason FROM session_event
		WHERE node = 'B' AND kind = 'session-loss' ORDER BY time_ns")"
same 'what an operator did' 'session-shutdown A 10.1.0.2
session-no-shutdown A 10.1.0.2
session-clear B 10.1.0.1
session-clear-soft-in A 10.1.0.2' \
	"$(sql s.db "SELECT kind || ' ' || target FROM action WHERE kind LIKE 'session-%' ORDER BY id")"
# The loss, and the action behind it, are among the causes of the route that goes.
same 'what the removal of a route follows from' 'session_event action' \
	"$(sql s.db "WITH RECURSIVE because(id) AS (
		SELECT max(id) FROM route WHERE node = 'A' AND prefix = '10.0.0.2/32' AND change = 'remove' AND time_ns < 60e9
		UNION SELECT c.cause_id FROM because JOIN (SELECT id, cause_id FROM route UNION ALL SELECT id, cause_id
			FROM transition UNION ALL SELECT id, cause_id FROM message UNION ALL SELECT id, cause_id
			FROM session_event) AS c USING (id))
		SELECT group_concat(name, ' ') FROM (SELECT 'session_event' AS name FROM because JOIN session_event USING (id)
			UNION ALL SELECT 'action' FROM because JOIN action USING (id))")"
same 'the session at the end' 'A|Established|up|4|3|received NOTIFICATION Cease/Administrative Reset|255|255|1
B|Established|up|4|3|sent NOTIFICATION Cease/Administrative Reset|255|255|1' \
	"$(sql s.db "SELECT node, state, admin, established, lost, last_error, ttl, min_ttl, password FROM bgp_neighbors")"
same 'A asks for routes again, and B says where they begin and end' 'A B B' \
	"$(sql s.db "SELECT group_concat(node, ' ') FROM (SELECT node FROM message WHERE type = 'route-refresh'
		AND direction = 'sent' ORDER BY id)")"
same 'families' 'A|ipv4|agreed|1|10
B|ipv4|agreed|1|0' "$(sql s.db 'SELECT node, family, state, received, maximum FROM bgp_families')"
same 'unexpected events' '' "$(sql s.db 'SELECT node, protocol, from_state, event FROM transition WHERE unexpected')"

# What an operator has configured outlasts a crash, before it and in it; a session that was cleared does not stay down.
status 0 "$program" run "$(scenario tests/scenarios/bgp/restart.xml)" -o r.db
same 'sessions of A across restarts' '0 up
50 down
220 up
350 down
351 up
360 down
370 up' "$(sql r.db "SELECT (time_ns / 1000000000) || CASE WHEN to_state = 'Established' THEN ' up' ELSE ' down' END
	FROM transition WHERE node = 'A' AND protocol = 'bgp' AND 'Established' IN (from_state, to_state)
		AND from_state <> to_state
	UNION ALL SELECT (time_ns / 1000000000) || ' down' FROM action WHERE kind = 'node-crash' AND time_ns = 360e9
	ORDER BY 1" | sort -n)"

# Passwords that differ: no connection, and both ends say why; with the right one nothing is left to say.
sed '/<at /,/<\/at>/d; s/password="s3cret"/password="other"/' "$(scenario tests/scenarios/bgp/session.xml)" |
	sed '0,/password="other"/s//password="s3cret"/' >password.xml
status 0 "$program" run password.xml -o password.db --until 60s
same 'passwords that differ' 'A|0|TCP segment with a wrong MD5 signature
B|0|TCP segment with a wrong MD5 signature' "$(sql password.db "SELECT node, up, reason FROM session WHERE protocol = 'bgp' ORDER BY node")"
same 'what a neighbour is known for' 'A|1|TCP segment with a wrong MD5 signature
B|1|TCP segment with a wrong MD5 signature' "$(sql password.db "SELECT node, dropped > 0 AND dropped_ns > 0, drop_reason FROM bgp_neighbors ORDER BY node")"
same 'recorded once at each end' 2 "$(sql password.db "SELECT count(*) FROM session_event WHERE kind = 'segments-dropped'")"
status 0 "$program" show password.db A sessions
same 'shown' 1 "$(grep -c 'wrong MD5 signature' stdout.txt)"
status 0 "$program" why password.db A 10.0.0.2/32
same 'why there is no route' '  bgp 10.1.0.2 Connect: TCP segment with a wrong MD5 signature' "$(sed -n '/^its sessions that are not up:/{n;p;}' stdout.txt)"
status 0 "$program" why password.db A 10.0.0.2/32 --format json
same 'why, for scripts' 'bgp 10.1.0.2 Connect: TCP segment with a wrong MD5 signature' "$(sql :memory: "SELECT json_extract(readfile('stdout.txt'), '\$.down[0]')")"
sed '/<at /d; s|</scenario>|<at time="50s"><session node="A" neighbor="10.1.0.2" state="shutdown"/></at>&|' "$(scenario tests/scenarios/bgp/session.xml)" >shut.xml
status 0 "$program" run shut.xml -o shut.db --until 60s
same 'shut down at one end' 'A|0|shut down
B|0|received NOTIFICATION Cease/Administrative Shutdown' "$(sql shut.db "SELECT node, up, reason FROM session WHERE protocol = 'bgp' ORDER BY node")"
sed '/<at /d; s|address="10.1.0.2" remote-as|address="10.9.0.2" ebgp-multihop="2" remote-as|; s/ ttl-security="1" maximum/ maximum/' "$(scenario tests/scenarios/bgp/session.xml)" >away.xml
status 0 "$program" run away.xml -o away.db --until 60s
same 'no way to it' 'no route to the peer' "$(sql away.db "SELECT reason FROM session WHERE protocol = 'bgp' AND node = 'A'")"
sed 's| ebgp-multihop="2"||; s|^      <bgp>|      <static><route prefix="10.9.0.0/24" via="10.1.0.2"/></static><bgp>|
	/name="B"/,$s|<static>.*</static>||' away.xml >no-multihop.xml
status 0 "$program" run no-multihop.xml -o no-multihop.db --until 60s
same 'farther than it may be' 'the peer is on no link of this node, and may not be further away' \
	"$(sql no-multihop.db "SELECT reason FROM session WHERE protocol = 'bgp' AND node = 'A'")"
sed 's| update-source="lo"||' "$(scenario scenarios/l3vpn/intra-as.xml)" >source.xml
status 1 "$program" run source.xml -o source.db
same 'the summary says so' '  not up: PE-1 bgp 10.0.0.2, Active: TCP: refused
  not up: PE-2 bgp 10.0.0.1, Active: TCP: refused' "$(grep '^  not up: ' stdout.txt)"
same 'there is no such neighbour there' 'PE-1|Active|TCP: refused
PE-2|Active|TCP: refused' "$(sql source.db "SELECT node, state, reason FROM session WHERE protocol = 'bgp' ORDER BY node")"
same 'no reason where the session is up' 2 "$(sql s.db "SELECT count(*) FROM session WHERE protocol = 'bgp' AND up AND reason IS NULL")"

# A mistake is told with its line.
sed 's/neighbor="10.1.0.2" state="no-shutdown"/neighbor="10.1.0.9" state="no-shutdown"/' \
	"$(scenario tests/scenarios/bgp/session.xml)" >wrong.xml
status 2 "$program" run wrong.xml -o wrong.db
same 'a neighbour that is not there' 'wrong.xml:26: node "A" has no BGP neighbor 10.1.0.9; write one of its neighbors' \
	"$(head -1 stderr.txt)"

# Each end opens a connection, and both are refused for the same number: the next one has the other number.
status 0 "$program" run "$(scenario tests/scenarios/bgp/dual-as.xml)" -o d.db
same 'a number that is wrong on two connections' 'A|Established|1
B|Established|1' "$(sql d.db 'SELECT node, state, errors FROM bgp_neighbors')"
finish
