#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Networks of LDP, compared with what real routers show.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# run_scenario NAME: into NAME.db.
run_scenario()
{
	status 0 "$program" run "$(scenario "tests/scenarios/ldp/$1.xml")" -o "$1.db" --record all
	same "$1: expectations that are not met" '' "$(sql "$1.db" 'SELECT name FROM expectation WHERE NOT passed')"
	same "$1: unexpected events" '' \
		"$(sql "$1.db" 'SELECT node, protocol, from_state, event FROM transition WHERE unexpected')"
}

# FRR's table of bindings: every label of every neighbour, and which of them are used.
run_scenario topo1
kind="CASE %s WHEN 3 THEN 'imp-null' ELSE 'label' END"
same 'topo1: bindings' "$(cat "$source_dir/tests/scenarios/ldp/topo1.bindings")" \
	"$(sql topo1.db "SELECT node || ' ' || fec || ' ' || ${kind/\%s/local} || ' ' || peer || ' ' ||
		${kind/\%s/received} || ' ' || iif(in_use, 'in-use', 'kept') FROM ldp_bindings" | LC_ALL=C sort)"
same 'topo1: neighbours' 'r1 2.2.2.2, r2 1.1.1.1 3.3.3.3 4.4.4.4, r3 2.2.2.2 4.4.4.4, r4 2.2.2.2 3.3.3.3' \
	"$(sql topo1.db "SELECT group_concat(line, ', ') FROM (SELECT node || ' ' || group_concat(peer, ' ') AS line
		FROM (SELECT node, peer FROM ldp_sessions WHERE state = 'OPERATIONAL' ORDER BY node, peer)
		GROUP BY node ORDER BY node)")"
# r3 shares its load to r1 among both segments, with r2's label on each.
same 'topo1: LFIB entry of r3 over the segment without LDP too' 'swap 10.0.2.2 eth0 10.0.3.2 eth1' \
	"$(sql topo1.db "SELECT operation || ' ' || next_hop FROM lfib WHERE node = 'r3' AND fec = '1.1.1.1/32'
		ORDER BY id DESC LIMIT 1")"

# FRR's forwarding table of MPLS, by next hop and what becomes of the label, and its routes of OSPF with the labels that
# go with them, but for those by several paths.
same 'topo1: LFIB entries of each next hop' 'r1 10.0.1.2 pop 3
r1 10.0.1.2 swap 2
r2 10.0.1.1 pop 1
r2 10.0.2.3 pop 1
r2 10.0.2.4 pop 1
r2 10.0.3.3 pop 1
r3 10.0.2.2 pop 2
r3 10.0.2.2 swap 1
r3 10.0.2.4 pop 1
r3 10.0.3.2 pop 2
r3 10.0.3.2 swap 1
r4 10.0.2.2 pop 3
r4 10.0.2.2 swap 1
r4 10.0.2.3 pop 2' \
	"$(sql topo1.db "SELECT node || ' ' || operation || ' ' || next_hop FROM lfib_entry" |
		awk '{ for (i = 3; i < NF; i += 2) n[$1 " " $i " " $2]++ } END { for (key in n) print key, n[key] }' |
		LC_ALL=C sort)"
same 'topo1: routes by one path, and their labels' 'r1 10.0.2.0/24 20 10.0.1.2 eth0 pop
r1 10.0.3.0/24 20 10.0.1.2 eth0 pop
r1 2.2.2.2/32 10 10.0.1.2 eth0 pop
r1 3.3.3.3/32 20 10.0.1.2 eth0 push
r1 4.4.4.4/32 20 10.0.1.2 eth0 push
r2 1.1.1.1/32 10 10.0.1.1 eth0 pop
r2 4.4.4.4/32 10 10.0.2.4 eth1 pop
r3 4.4.4.4/32 10 10.0.2.4 eth0 pop
r4 1.1.1.1/32 20 10.0.2.2 eth0 push
r4 10.0.1.0/24 20 10.0.2.2 eth0 pop
r4 2.2.2.2/32 10 10.0.2.2 eth0 pop
r4 3.3.3.3/32 10 10.0.2.3 eth0 pop' \
	"$(sql topo1.db "SELECT r.node || ' ' || prefix || ' ' || metric || ' ' || r.next_hop || ' ' ||
			iif(f.labels IS NULL OR f.labels = '', 'pop', 'push')
		FROM rib AS r JOIN fib_entry AS f USING (node, prefix)
		WHERE best AND protocol = 'ospf' AND r.next_hop NOT LIKE '% % %'" | LC_ALL=C sort)"

# An instance in the global table and one in a VRF, where the addresses are the same.
run_scenario vrf
same 'vrf: sessions of PE' '- 10.9.0.2, - 10.9.0.3, V 10.9.0.1, V 10.9.0.2' \
	"$(sql vrf.db "SELECT group_concat(line, ', ') FROM (SELECT coalesce(vrf, '-') || ' ' || peer AS line
		FROM ldp_sessions WHERE node = 'PE' AND state = 'OPERATIONAL' ORDER BY vrf, peer)")"
same 'vrf: whom CE-1 knows' '10.9.0.9' \
	"$(sql vrf.db "SELECT group_concat(peer) FROM ldp_sessions WHERE node = 'CE-1' AND state = 'OPERATIONAL'")"
same 'vrf: what PE-2 hears on its link and from afar' '10.9.0.2 15000000000, 10.9.0.1 45000000000' \
	"$(sql vrf.db "SELECT group_concat(line, ', ') FROM (SELECT peer || ' ' || hold_ns AS line FROM ldp_discovery
		WHERE node = 'PE-2' ORDER BY hold_ns)")"

# Loopbacks behind a summary: LSPs by the longest match, with the labels of the border router.
run_scenario inter-area
same 'inter-area: LSPs of LSRA by the longest match' '10.10.2.2/32 3, 10.10.3.1/32 label, 10.10.3.2/32 label' \
	"$(sql inter-area.db "SELECT group_concat(fec || ' ' || iif(labels = '3', '3', 'label'), ', ')
		FROM (SELECT fec, labels FROM lsps WHERE node = 'LSRA' ORDER BY fec)")"
same 'inter-area: their labels are those of LSRD' 0 \
	"$(sql inter-area.db "SELECT count(*) FROM lsps AS l WHERE l.node = 'LSRA' AND l.labels NOT IN
		(SELECT local FROM ldp_bindings AS b WHERE b.node = 'LSRD' AND b.fec = l.fec)")"
same 'inter-area: routes of LSRA to the loopbacks' '10.10.2.2/32, 10.10.3.0/24' \
	"$(sql inter-area.db "SELECT group_concat(prefix, ', ') FROM (SELECT DISTINCT prefix FROM route
		WHERE node = 'LSRA' AND prefix BETWEEN '10.10.2' AND '10.10.4' ORDER BY prefix)")"
sed 's/ longest-match="yes"//' "$(scenario tests/scenarios/ldp/inter-area.xml)" >exact.xml
status 0 "$program" run exact.xml -o exact.db --record all
same 'inter-area: LSPs of LSRA by the exact match' '10.10.2.2/32' \
	"$(sql exact.db "SELECT group_concat(fec) FROM lsps WHERE node = 'LSRA'")"

# A range of LDP's own: the VPN label is from the node's range, FECs that come too late get none, which is told.
sed 's|<node name="PE-2"[^>]*>|&<!--here-->|' "$(scenario scenarios/l3vpn/intra-as.xml)" |
	awk '/<!--here-->/ { here = 1 } here && /<ldp/ { sub(/<ldp/, "<ldp label-first=\"100\" label-last=\"101\""); here = 0 } 1' >range.xml
status 0 "$program" run range.xml -o range.db
same 'range: labels of PE-2 by their owners' 'ldp 100, ldp 101, vpn 16, vpn 17' \
	"$(sql range.db "SELECT group_concat(owner || ' ' || label, ', ')
		FROM (SELECT owner, label FROM labels WHERE node = 'PE-2' ORDER BY owner, label)")"
same 'range: each FEC without label is told once' 0 "$(sql range.db "SELECT count(*) FROM
	(SELECT prefix FROM refusal WHERE node = 'PE-2' AND protocol = 'ldp' GROUP BY prefix HAVING count(*) > 1)")"
refused=$(sql range.db "SELECT prefix FROM refusal WHERE node = 'PE-2' AND protocol = 'ldp' ORDER BY id LIMIT 1")
status 0 "$program" why range.db PE-2 "$refused"
same 'range: why' "refused $refused: no label: the label range is used up" \
	"$(sed -n '/^without a label/,$ s/.*\(refused\)/\1/p' stdout.txt)"

# What counts for one neighbour: PE-1's session is signed, and hears of PE-2's loopback alone; PE-2 has no key for it.
sed 's|<ospf/> <ldp/> <bgp><neighbor address="10.0.0.2"|<ospf/> <ldp><neighbor id="10.0.0.3" password="key"/></ldp> <bgp><neighbor address="10.0.0.2"|
	s|^ *<ospf/> <ldp/>$|<ospf/> <ldp><neighbor id="10.0.0.1" password="key" advertise="10.0.0.2/32"/><neighbor id="10.0.0.2" gtsm="no"/></ldp>|' \
	"$(scenario scenarios/l3vpn/intra-as.xml)" >neighbor.xml
status 0 "$program" run neighbor.xml -o neighbor.db
same 'neighbour: sessions of P' '10.0.0.1 OPERATIONAL 255 1, 10.0.0.2 OPERATIONAL 0 0' \
	"$(sql neighbor.db "SELECT group_concat(line, ', ') FROM (SELECT peer || ' ' || state || ' ' || min_ttl || ' ' ||
		authenticated AS line FROM ldp_sessions WHERE node = 'P' ORDER BY peer)")"
same 'neighbour: what P has told' '10.0.0.1 1, 10.0.0.2 5' \
	"$(sql neighbor.db "SELECT group_concat(line, ', ') FROM (SELECT peer || ' ' || count(sent) AS line
		FROM ldp_bindings WHERE node = 'P' GROUP BY peer ORDER BY peer)")"
sed 's| id="10.0.0.1" password="key"| id="10.0.0.1" password="yek"|' neighbor.xml >wrong.xml
status 1 "$program" run wrong.xml -o wrong.db
same 'neighbour: another key' 'TCP segment with a wrong MD5 signature' \
	"$(sql wrong.db "SELECT DISTINCT reason FROM packet_drop WHERE reason LIKE '%MD5%'")"

# LDP ends on a router in the better path, and OSPF goes on (RFC 5443 1): packets that need labels are lost until it is
# back, or, with synchronisation, until OSPF has told the other routers.
outages="SELECT direction || ' ' || (start_ns / 1000000000) || ' ' || ((end_ns - start_ns) / 1000000)
	FROM outage WHERE kind = 'blackhole' AND start_ns > 0 ORDER BY direction, start_ns"
sed '/<at\|<expect/d; s|</scenario>|<at time="100s"><protocol node="P-1" name="ldp" running="no"/></at>\
	<at time="150s"><protocol node="P-1" name="ldp" running="yes"/></at>\
	<expect flow="red" time="250s" path="ip \| [ldp][vpn] \| [vpn] \| ip"/>&|
	s|<ospf/> <ldp/>|<ospf ldp-sync="no"/> <ldp gtsm="no"/>|
	/<link/ s|<ospf ldp-sync="no"/> <ldp gtsm="no"/>|<ospf/> <ldp/>|' \
	"$(scenario tests/scenarios/ospf/redundant.xml)" >ends.xml
status 0 "$program" run ends.xml -o ends.db
same 'LDP ends: blackholes' 'forward 100 50006
reverse 100 50007' "$(sql ends.db "$outages")"
sed 's|ldp-sync="no"|ldp-sync="yes"|' ends.xml >avoided.xml
status 0 "$program" run avoided.xml -o avoided.db
same 'LDP ends, with synchronisation: blackholes' 'forward 100 1
reverse 100 1' "$(sql avoided.db "$outages")"

# LDP-IGP synchronisation (RFC 5443): of two paths through a core the better one fails and is repaired, with loss of
# carrier (100 s, 200 s) and without (301 s, 400 s). With it there is no outage after the repair, and after the silent
# cut the link is avoided as soon as LDP has lost the neighbour there, 15 s after its last Hello, not 40 s.
sed 's|<ospf/> <ldp/>|<ospf ldp-sync="yes"/> <ldp gtsm="no"/>|; /<link/ s|<ospf ldp-sync="yes"/> <ldp gtsm="no"/>|<ospf/> <ldp/>|' \
	"$(scenario tests/scenarios/ospf/redundant.xml)" >sync.xml
status 0 "$program" run sync.xml -o sync.db --record all
same 'sync: blackholes' 'forward 301 14001
reverse 301 14001' "$(sql sync.db "$outages")"
same 'sync: the way of the flow after the repairs' '210 P-2, 216 P-1, 412 P-2, 416 P-1' "$(sql sync.db "
	SELECT group_concat(t || ' ' || coalesce((SELECT node FROM path JOIN hop USING (path_id)
		WHERE path.direction = 'forward' AND from_ns <= t * 1000000000 AND to_ns > t * 1000000000
		AND node LIKE 'P-_' AND node IN ('P-1', 'P-2') LIMIT 1), '-'), ', ')
	FROM (SELECT 210 AS t UNION SELECT 216 UNION SELECT 412 UNION SELECT 416)")"
same 'sync: LDP is there everywhere' 8 \
	"$(sql sync.db "SELECT count(*) FROM ospf_ldp_sync WHERE enabled AND ldp = 'achieved' AND NOT max_metric")"

# Under TTL security the session cannot come by the other path, and the link is not used for want of the session: for
# ever, or until the hold-down timer gives up; then its LDP comes up, at the expense of an outage.
sed 's| gtsm="no"||' sync.xml >deadlock.xml
status 1 "$program" run deadlock.xml -o deadlock.db --record all
same 'deadlock: links that wait' 'P-1 pe1, PE-1 p1' \
	"$(sql deadlock.db "SELECT group_concat(node || ' ' || interface, ', ') FROM
		(SELECT * FROM ospf_ldp_sync WHERE max_metric AND ldp = 'waiting' ORDER BY node)")"
same 'deadlock: why the session is not up' 'P-1: TCP: timed out, PE-1: TCP segment with TTL 253, at least 255 is required' \
	"$(sql deadlock.db "SELECT group_concat(node || ': ' || reason, ', ') FROM
		(SELECT * FROM session WHERE protocol = 'ldp' AND NOT up ORDER BY node)")"
same 'deadlock: blackholes' '' "$(sql deadlock.db "$outages")"
sed 's|ldp-sync="yes"|& ldp-sync-holddown="30s"|' deadlock.xml >holddown.xml
status 0 "$program" run holddown.xml -o holddown.db --record all
same 'hold-down: blackholes' 'forward 240 23004
forward 301 14001
forward 440 23002
reverse 240 23003
reverse 301 14001
reverse 440 23001' "$(sql holddown.db "$outages")"
finish
