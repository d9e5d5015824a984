# SPDX-License-Identifier: Apache-2.0
# What two runs of one network end with, to be compared: sourced, after tests/cli/lib.sh.

# Label values aside, and whose a label is that two protocols have asked for: the first one's.
tables()
{
	sql "$1" "
	SELECT 'session', node, protocol, vrf, interface, peer, state FROM session ORDER BY node, protocol, vrf, interface, peer;
	SELECT 'bgp', node, vrf, family, rd, prefix, peer, type, best, next_hop, igp_metric, as_path, local_pref, route_targets, reason
		FROM bgp ORDER BY node, vrf, family, rd, prefix, peer;
	SELECT 'rib', node, vrf, prefix, protocol, best, distance, metric, next_hop FROM rib ORDER BY node, vrf, prefix, protocol;
	SELECT 'lsps', node, vrf, rd, fec, protocol, best, next_hop, reason FROM lsps ORDER BY node, vrf, rd, fec, protocol;
	SELECT 'lfib', node, fec, operation, count(*) FROM lfib_entry GROUP BY node, fec, operation ORDER BY node, fec, operation;
	SELECT 'accepted', node, interface, vrf, checked, fec, times FROM accepted_labels ORDER BY node, interface, vrf, fec;
	SELECT 'path', flow, direction, verdict, reason FROM path WHERE to_ns = (SELECT sim_end_ns FROM run) ORDER BY flow, direction"
}
