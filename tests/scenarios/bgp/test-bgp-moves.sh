#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Where routers end depends on the network, not on what it went through: networks by chance in which links, routers, sessions and
# BGP fail and come back, or not, beside the same networks with the same end in which nothing else happens. Every table is the same
# in the end, but for labels; all is told where all is well, and the two VPNs do not mix. CL_MOVES="..." tries other seeds.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"
here=$source_dir/tests/scenarios/bgp

# What a client that is told with others hears of its own routes depends on who else was there, and is of no consequence.
tables()
{
	sql "$1" "
	SELECT 'session', node, vrf, peer FROM bgp_sessions WHERE state = 'Established' ORDER BY node, vrf, peer;
	SELECT 'bgp', node, vrf, family, rd, prefix, peer, type, best, multipath, suppressed, next_hop, igp_metric, as_path, local_pref,
		med, origin, route_targets, extended_communities, originator_id, cluster_list, aggregator, reason
		FROM bgp ORDER BY node, vrf, family, rd, prefix, peer;
	SELECT DISTINCT 'out', node, vrf, family, rd, prefix, next_hop, as_path, local_pref, med, origin, route_targets,
		extended_communities, cluster_list FROM bgp_out WHERE originator_id IS NULL
		ORDER BY node, vrf, family, rd, prefix, next_hop, as_path, local_pref, med, cluster_list;
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
	SELECT 'not in the RIB', node, vrf, prefix FROM bgp b WHERE best AND family = 'ipv4' AND vrf IS NULL AND reason IS NULL AND type = 'internal'
		AND NOT EXISTS (SELECT 1 FROM rib r WHERE r.node = b.node AND r.vrf IS b.vrf AND r.prefix = b.prefix);
	SELECT 'unexpected', node, protocol, from_state, event FROM transition WHERE unexpected;
	SELECT 'misdelivered', flow, direction, reason FROM path WHERE verdict = 'misdelivered'"
}

for seed in ${CL_MOVES:-1 5 93 137 222 301}; do
	awk -v seed="$seed" -f "$here/moves.awk" >moves.xml
	awk -v seed="$seed" -v calm=1 -f "$here/moves.awk" >calm.xml
	status 0 "$program" run moves.xml -o moves.db
	status 0 "$program" run calm.xml -o calm.db
	tables moves.db >moves.txt
	tables calm.db >calm.txt
	same "$seed: what is not as without the moves" '' "$(diff calm.txt moves.txt)"
	same "$seed: contradictions" '' "$(contradictions moves.db)"
	grep -q '^session' moves.txt || fail "$seed: no session"
	grep -q '<at ' calm.xml || same "$seed: what is lost at the end" '' "$(sql moves.db "SELECT flow, direction, verdict, reason FROM path
		WHERE verdict <> 'delivered' AND to_ns = (SELECT sim_end_ns FROM run)")"
	[ "$(sql moves.db 'SELECT count(*) FROM action')" -gt 5 ] || fail "$seed: nothing fails"
done
finish
