#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Whatever BGP is configured with, where it ends is the network's alone: networks by chance with all attributes of sessions, route
# maps, reflectors in clusters, sites of VPNs, in which links, nodes and sessions fail and policies change, beside the same networks
# that begin as those end. Where policies are anything, what comes of them may have no end: then tables are true to each other, the
# run ends, and is the same with every message decoded. CL_TANGLES="..." and CL_WILD="..." try other seeds.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"
here=$source_dir/tests/scenarios/bgp

# generate SEED CALM WILD
generate()
{
	awk -v seed="$1" -v calm="$2" -v wild="$3" -f "$here/chance.awk" -f "$here/tangle.awk"
}

tables()
{
	sql "$1" "
	SELECT 'session', node, vrf, peer FROM bgp_sessions WHERE state = 'Established' ORDER BY node, vrf, peer;
	SELECT 'bgp', node, vrf, family, rd, prefix, peer, type, best, multipath, suppressed, next_hop, igp_metric, as_path, local_pref,
		med, origin, route_targets, communities, large_communities, extended_communities, originator_id, cluster_list,
		aggregator, reason FROM bgp ORDER BY node, vrf, family, rd, prefix, peer;
	SELECT 'rib', node, vrf, prefix, protocol, best, distance, metric, next_hop FROM rib ORDER BY node, vrf, prefix, protocol;
	SELECT 'fib', node, vrf, prefix, next_hop FROM fib_entry ORDER BY node, vrf, prefix;
	SELECT 'vrf', node, vrf, exported, imported FROM vrf ORDER BY node, vrf;
	SELECT 'path', flow, direction, verdict, reason FROM path WHERE to_ns = (SELECT sim_end_ns FROM run) ORDER BY flow, direction"
}

contradictions()
{
	sql "$1" "
	SELECT 'no FIB entry', node, vrf, prefix FROM rib r WHERE best AND NOT EXISTS
		(SELECT 1 FROM fib_entry f WHERE f.node = r.node AND f.vrf IS r.vrf AND f.prefix = r.prefix);
	SELECT 'FIB alone', node, vrf, prefix FROM fib_entry f WHERE NOT EXISTS
		(SELECT 1 FROM rib r WHERE best AND f.node = r.node AND f.vrf IS r.vrf AND f.prefix = r.prefix);
	SELECT 'unexpected', node, protocol, from_state, event FROM transition WHERE unexpected;
	SELECT 'misdelivered', flow, direction, reason FROM path WHERE verdict = 'misdelivered' AND flow NOT LIKE 'common%';
	SELECT 'crossed', flow, direction FROM path WHERE verdict = 'delivered' AND flow = 'crossed';
	SELECT 'status', status FROM run WHERE status <> 'complete'"
}

# What a neighbour has it is told, and what it is told it has or has refused: but its own routes, which it may be spared. In 'peers'
# some may not be named.
one_sided()
{
	sql "$1" "
	CREATE TEMP TABLE pair AS SELECT a.node, a.vrf, a.peer, b.node AS far, b.vrf AS far_vrf, b.peer AS far_peer
		FROM bgp_sessions a JOIN bgp_sessions b ON a.peer = b.local AND b.peer = a.local
		WHERE a.state = 'Established' AND b.state = 'Established';
	SELECT 'never told', h.node, h.vrf, h.family, h.rd, h.prefix, h.peer FROM bgp h JOIN pair p USING (node, peer)
		WHERE h.vrf IS p.vrf AND NOT EXISTS (SELECT 1 FROM bgp_out o WHERE o.node = p.far AND o.vrf IS p.far_vrf
		AND o.family = h.family AND o.rd IS h.rd AND o.prefix = h.prefix
		AND (instr(' ' || o.peers || ' ', ' ' || p.far_peer || ' ') OR o.peers GLOB '* * * * *'));
	SELECT 'not heard', o.node, o.vrf, o.family, o.rd, o.prefix, p.peer FROM bgp_out o JOIN pair p
		ON o.node = p.node AND o.vrf IS p.vrf AND instr(' ' || o.peers || ' ', ' ' || p.peer || ' ')
		WHERE NOT EXISTS (SELECT 1 FROM bgp h WHERE h.node = p.far AND h.vrf IS p.far_vrf AND h.peer = p.far_peer
			AND h.family = o.family AND h.rd IS o.rd AND h.prefix = o.prefix)
		AND NOT EXISTS (SELECT 1 FROM refusal r WHERE r.node = p.far AND r.vrf IS p.far_vrf AND r.peer = p.far_peer
			AND r.rd IS o.rd AND r.prefix = o.prefix)
		AND NOT EXISTS (SELECT 1 FROM bgp b WHERE b.node = o.node AND b.vrf IS o.vrf AND b.family = o.family
			AND b.rd IS o.rd AND b.prefix = o.prefix AND b.best AND b.peer = p.peer)"
}

for seed in ${CL_TANGLES:-3 6 10 21 26 28 43 67 84 99 107 116}; do
	generate "$seed" 0 0 >moves.xml
	generate "$seed" 1 0 >calm.xml
	status 0 "$program" run moves.xml -o moves.db
	status 0 "$program" run calm.xml -o calm.db
	tables moves.db >moves.txt
	tables calm.db >calm.txt
	same "$seed: what is not as without the moves" '' "$(diff calm.txt moves.txt)"
	same "$seed: contradictions" '' "$(contradictions moves.db)"
	same "$seed: told and heard" '' "$(one_sided moves.db)"
	grep -q '^bgp' moves.txt || fail "$seed: no routes"
	[ "$(sql moves.db 'SELECT count(*) FROM action')" -gt 3 ] || fail "$seed: nothing happens"
done
for seed in ${CL_WILD:-1 2 5 8 10 14}; do
	generate "$seed" 0 1 >wild.xml
	status 0 "$program" run wild.xml -o wild.db
	status 0 "$program" run wild.xml -o again.db --decode-all
	same "$seed: contradictions" '' "$(contradictions wild.db)"
	same "$seed: digest" "$(sql wild.db 'SELECT digest FROM run')" "$(sql again.db 'SELECT digest FROM run')"
done
finish
