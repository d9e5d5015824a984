/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why nobody offered a route of the global table, such as a labelled loopback: other nodes refused it, so that they had nothing
 * to tell. And why nothing came from a neighbour of BGP: a session of its own is not up.
 */
#include "analysis/record/run_db.h"
#include "analysis/record/why_reader.h"

/* The last refusals of nodes that do without the prefix at the end. One that a node has of another neighbour is no
 * loss. Of VPN routes see why_stopped.c. */
static const char refused[] =
	"SELECT max(f.id), 'refused ' || f.prefix || coalesce(' from ' || f.peer, '') || ': ' || f.reason"
	" FROM refusal AS f WHERE ?2 IS NULL AND f.node <> ?1 AND f.prefix = ?3 AND f.vrf IS NULL AND f.rd IS NULL"
	" AND f.protocol <> 'ldp'"
	" AND NOT EXISTS (SELECT 1 FROM bgp AS b WHERE b.node = f.node AND b.vrf IS NULL AND b.prefix = f.prefix"
	"  AND b.family = f.family AND b.best)"
	" GROUP BY f.node, f.peer, f.reason ORDER BY 1";

/* Those without a reason exchange no more than is wanted. */
static const char down[] =
	"SELECT DISTINCT s.node || ': ' || s.protocol || coalesce(' ' || s.vrf, '') || ' ' || s.peer || ' ' || s.state"
	" || ': ' || s.reason FROM session AS here"
	" JOIN session AS there ON there.protocol = 'bgp' AND there.remote = here.local AND there.local = here.remote"
	"  AND there.node <> here.node"
	" JOIN session AS s ON s.node = there.node AND s.protocol = 'bgp' AND NOT s.up AND s.reason IS NOT NULL"
	" WHERE here.node = ?1 AND here.protocol = 'bgp' AND here.up ORDER BY 1";

/* By links, for VPNs have the same addresses. */
static const char beside[] =
	"SELECT DISTINCT i.node || ' ' || i.vrf FROM session AS here"
	" JOIN link AS l ON here.node IN (l.a, l.b)"
	" JOIN interfaces AS i ON (l.a = here.node AND i.node = l.b AND i.interface = l.b_interface"
	"  OR l.b = here.node AND i.node = l.a AND i.interface = l.a_interface)"
	"  AND instr(' ' || i.addresses, ' ' || here.peer || '/')"
	" WHERE here.node = ?1 AND here.vrf IS ?2 AND here.protocol = 'bgp' AND here.up AND i.vrf IS NOT NULL"
	" AND NOT EXISTS (SELECT 1 FROM rib WHERE node = i.node AND vrf = i.vrf AND prefix = ?3 AND best) ORDER BY 1";

static void read_texts(const WhyReader *reader, const char *sql, const char *node, const char *vrf,
		       GPtrArray *texts)
{
	sqlite3_stmt *stmt = why_ask(reader, sql, node, vrf);

	if (!stmt)
		return;
	while (sqlite3_step(stmt) == SQLITE_ROW)
		g_ptr_array_add(texts, g_strdup(run_db_text(stmt, 0)));
	sqlite3_finalize(stmt);
}

void why_read_elsewhere(WhyReader *reader, const char *node, const char *vrf)
{
	why_read_records(reader, refused, node, vrf, reader->why->stopped);
	read_texts(reader, down, node, vrf, reader->why->down_beside);
	if (!reader->why->route)
		read_texts(reader, beside, node, vrf, reader->why->beside);
}
