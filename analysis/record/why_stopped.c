/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a VPN route stopped on its way to a node, in this carrier or another one: nodes without it that sessions of
 * BGP join are looked at, as far as those that have it. What one of them refused, and what the others did not tell
 * them, for their export policy or for the neighbour's memberships of route targets (RFC 4684).
 */
#include "analysis/record/why_reader.h"

/* lacking: nodes without the route of an RD, from the one that is asked about on. edge: who has it, beside such a
 * node (near), with the addresses that each knows the other by, and whether it has told it, as which an export map
 * may have given it other route targets. wanted: route targets that a node's neighbour has told it, by all their
 * bits, or by fewer, whose range is not looked at. */
static const char stopped[] =
	"WITH RECURSIVE adjacent AS (SELECT here.node, there.node AS far, there.peer AS neighbor,"
	"   here.peer AS address"
	"  FROM session AS here JOIN session AS there ON there.protocol = 'bgp' AND there.vrf IS NULL"
	"   AND there.remote = here.local AND there.local = here.remote AND there.node <> here.node"
	"  WHERE here.protocol = 'bgp' AND here.vrf IS NULL),"
	" held AS MATERIALIZED (SELECT node, rd, peer, coalesce(route_targets, '') AS rts FROM bgp"
	"  WHERE prefix = ?3 AND vrf IS NULL AND rd IS NOT NULL AND best),"
	" lacking (node, rd) AS (SELECT ?1, rd FROM held GROUP BY rd HAVING sum(node = ?1) = 0"
	"  UNION SELECT a.far, l.rd FROM lacking AS l JOIN adjacent AS a USING (node)"
	"   WHERE NOT EXISTS (SELECT 1 FROM held AS h WHERE h.node = a.far AND h.rd = l.rd)),"
	" edge AS (SELECT h.*, a.node AS near, a.neighbor, a.address,"
	"   coalesce((SELECT NOT s.withdrawn FROM advertisement AS s WHERE s.node = h.node AND s.direction = 'sent'"
	"    AND s.peer = a.neighbor AND s.rd = h.rd AND s.prefix = ?3 ORDER BY s.id DESC LIMIT 1), 0) AS told"
	"  FROM lacking AS l JOIN adjacent AS a USING (node) JOIN held AS h ON h.node = a.far AND h.rd = l.rd),"
	" wanted AS (SELECT node, peer, CASE WHEN prefix LIKE '%/96'"
	"   THEN substr(prefix, instr(prefix, ':') + 1, length(prefix) - instr(prefix, ':') - 3) END AS rt"
	"  FROM bgp WHERE family = 'route-target' AND peer IS NOT NULL)"
	" SELECT max(f.id) AS id, 'refused ' || f.rd || ' ' || ?3 || ': ' || f.reason FROM edge AS e"
	"  JOIN refusal AS f ON f.node = e.node AND f.rd = e.rd AND f.prefix = ?3"
	"  AND (f.reason LIKE 'not told to ' || e.neighbor || ':%' OR f.reason LIKE 'not told to % more: %')"
	"  WHERE NOT e.told GROUP BY f.node, f.rd, e.neighbor"
	" UNION ALL"
	" SELECT max(f.id), 'refused ' || f.rd || ' ' || ?3 || ' from ' || f.peer || ': ' || f.reason"
	"  FROM edge AS e JOIN refusal AS f ON f.node = e.near AND f.rd = e.rd AND f.prefix = ?3 AND f.peer = e.address"
	"  WHERE e.told AND e.near <> ?1 GROUP BY f.node, f.rd, f.peer, f.reason"
	" UNION ALL"
	" SELECT CASE WHEN e.peer IS NULL THEN (SELECT max(r.id) FROM route AS r JOIN vrf AS o"
	"    ON o.node = r.node AND o.vrf = r.vrf AND o.rd = e.rd WHERE r.node = e.node AND r.prefix = ?3)"
	"   ELSE (SELECT a.cause_id FROM advertisement AS a WHERE a.node = e.node AND a.direction = 'received'"
	"    AND a.peer = e.peer AND a.rd = e.rd AND a.prefix = ?3 ORDER BY a.id DESC LIMIT 1) END,"
	"  e.rd || ' ' || ?3 || ' is not told to ' || e.neighbor || ': its route targets are ' || e.rts"
	"  || ', and the neighbor wants ' || (SELECT CASE WHEN count(*) = 0 THEN 'none' WHEN count(*) > 8"
	"   THEN count(*) || ' others' ELSE group_concat(rt, ' ') END FROM (SELECT DISTINCT rt"
	"   FROM wanted AS w WHERE w.node = e.node AND w.peer = e.neighbor ORDER BY rt))"
	"  FROM edge AS e JOIN bgp_families AS s ON s.node = e.node AND s.vrf IS NULL AND s.peer = e.neighbor"
	"   AND s.family = 'route-target' AND s.state = 'agreed'"
	"  WHERE NOT e.told AND NOT EXISTS (SELECT 1 FROM wanted AS w WHERE w.node = e.node AND w.peer = e.neighbor"
	"   AND (w.rt IS NULL OR ' ' || e.rts || ' ' LIKE '% ' || w.rt || ' %'))"
	" ORDER BY id";

void why_read_stopped(WhyReader *reader, const char *node, const char *vrf)
{
	why_read_records(reader, stopped, node, vrf, reader->why->stopped);
}
