/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why a route did not come: another VRF has the prefix, and exports what this one imports, but not this prefix; or
 * a neighbour of BGP has it, and does not tell it. What becomes of VPN routes on their way is in why_stopped.c.
 */
#include "analysis/record/run_db.h"
#include "analysis/record/why_reader.h"

/* sources: VRFs that export routes which this one imports, by their route targets or their export maps, now or
 * before, and have the prefix without telling anybody. */
static const char not_exported[] =
	"WITH here AS (SELECT node, vrf, ' ' || import_rts || ' ' AS rts FROM vrf WHERE node = ?1 AND vrf = ?2),"
	" own AS (SELECT node, rd, prefix, route_targets FROM bgp WHERE family LIKE 'vpn%' AND peer IS NULL),"
	" told AS (SELECT node, rd, export_rts AS rts FROM vrf UNION SELECT node, rd, route_targets FROM own"
	"  UNION SELECT node, rd, route_targets FROM advertisement"
	"   WHERE direction = 'sent' AND NOT withdrawn AND rd IS NOT NULL),"
	" wanted AS (SELECT DISTINCT told.node, told.rd FROM here, told,"
	"  json_each('[\"' || replace(told.rts, ' ', '\",\"') || '\"]') AS rt"
	"  WHERE here.rts LIKE '% ' || rt.value || ' %'),"
	" sources AS (SELECT e.node, e.vrf, ' ' || e.redistribute || ' ' AS redistribute, r.protocol"
	"  FROM here, wanted JOIN vrf AS e ON e.node = wanted.node AND e.rd = wanted.rd"
	"  JOIN rib AS r ON r.node = e.node AND r.vrf = e.vrf AND r.best AND r.prefix = ?3"
	"  WHERE (e.node <> here.node OR e.vrf <> here.vrf)"
	"  AND NOT EXISTS (SELECT 1 FROM own WHERE own.node = e.node AND own.rd = e.rd AND own.prefix = ?3))"
	" SELECT max(f.id), ?3 || ' in ' || s.vrf || ': ' || f.reason FROM sources AS s JOIN refusal AS f"
	"  ON f.node = s.node AND f.vrf = s.vrf AND f.prefix = ?3 AND f.protocol = 'vpn' AND f.rd IS NULL"
	"  GROUP BY s.node, s.vrf"
	" UNION ALL"
	" SELECT (SELECT max(id) FROM route AS r WHERE r.node = s.node AND r.vrf = s.vrf AND r.prefix = ?3),"
	"  ?3 || ' in ' || s.vrf || ': not exported: it is of ' || s.protocol || ', and the VRF redistributes '"
	"  || coalesce(nullif(trim(s.redistribute), ''), 'nothing') FROM sources AS s"
	"  WHERE s.protocol <> 'local' AND s.redistribute NOT LIKE '% ' || s.protocol || ' %'"
	"  AND NOT EXISTS (SELECT 1 FROM bgp AS b WHERE b.node = s.node AND b.vrf = s.vrf AND b.prefix = ?3"
	"   AND b.best AND b.type = 'imported')"
	" ORDER BY 1";

/* What neighbours have, and did not tell last, this one or others with it. */
static const char not_told[] =
	"SELECT max(f.id), 'refused ' || f.prefix || ': ' || f.reason"
	" FROM session AS here JOIN session AS there ON there.protocol = 'bgp'"
	"  AND there.remote = here.local AND there.local = here.remote AND there.node <> here.node"
	" JOIN refusal AS f ON f.node = there.node AND f.vrf IS there.vrf AND f.prefix = ?3 AND f.rd IS NULL"
	"  AND (f.reason LIKE 'not told to ' || there.peer || ':%' OR f.reason LIKE 'not told to % more: %')"
	" WHERE here.protocol = 'bgp' AND here.node = ?1"
	"  AND here.vrf IS ?2"
	"  AND EXISTS (SELECT 1 FROM bgp AS b WHERE b.node = f.node AND b.vrf IS f.vrf AND b.prefix = f.prefix"
	"   AND b.best)"
	"  AND NOT EXISTS (SELECT 1 FROM advertisement AS a WHERE a.node = f.node AND a.peer = there.peer"
	"   AND a.direction = 'sent' AND a.prefix = f.prefix AND a.rd IS NULL AND NOT a.withdrawn AND a.id > f.id)"
	" GROUP BY f.node, f.vrf ORDER BY 1";

void why_read_not_exported(WhyReader *reader, const char *node, const char *vrf)
{
	why_read_records(reader, not_exported, node, vrf, reader->why->not_exported);
	why_read_records(reader, not_told, node, vrf, reader->why->not_exported);
}
