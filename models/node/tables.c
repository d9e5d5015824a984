/* SPDX-License-Identifier: Apache-2.0 */
#include "models/node/tables.h"

#include "models/fwd/tables.h"
#include "models/rib/rib_tables.h"
#include "models/vpn/vpn_tables.h"

#include <string.h>

/* ---- Sessions of all protocols ---- */

static const Field session_fields[] = {
	FIELD(ProtoSession, protocol, field_text),  FIELD(ProtoSession, vrf, field_text),
	FIELD(ProtoSession, interface, field_text), FIELD(ProtoSession, peer, field_text),
	FIELD(ProtoSession, local, field_addr),     FIELD(ProtoSession, remote, field_addr),
	FIELD(ProtoSession, state, field_text),     FIELD(ProtoSession, up, field_bool),
	FIELD(ProtoSession, since_ns, field_time),  FIELD(ProtoSession, reason, field_text),
};

typedef struct SessionVisit {
	TableRowFn fn;
	void *user;
} SessionVisit;

static void visit_session(const ProtoSession *session, void *user)
{
	const SessionVisit *visit = user;

	visit->fn(session, visit->user);
}

static void each_session(const void *instance, TableRowFn fn, void *user)
{
	const Node *node = instance;
	SessionVisit visit = {fn, user};

	for (unsigned i = 0; i < node->protocols->len; i++) {
		const ProtoInstance *protocol = g_ptr_array_index(node->protocols, i);

		if (protocol->class_->foreach_session)
			protocol->class_->foreach_session(protocol, visit_session, &visit);
	}
}

static const TableDef table_sessions =
	TABLE_DEF("sessions", "sessions and adjacencies of all protocols", session_fields,
		  ProtoSession, each_session);
static const TableDef *const own_tables[] = {&table_sessions, NULL};

/* ---- The registry ---- */

static const void *fwd_of(const Node *node)
{
	return node->fwd;
}

static const void *rib_of(const Node *node)
{
	return node->rib;
}

static const void *vpn_of(const Node *node)
{
	return node->vpn;
}

static const void *node_of(const Node *node)
{
	return node;
}

/* Tables of layers, and the instance that they have on a node; NULL where they have none. */
static const struct {
	const TableDef *const *tables;
	const void *(*instance)(const Node *node);
} layers[] = {
	{fwd_tables, fwd_of},
	{rib_tables, rib_of},
	{vpn_tables, vpn_of},
	{own_tables, node_of},
};

static gboolean is_listed(const TableDef *const *tables, const TableDef *table)
{
	for (; tables && *tables; tables++)
		if (*tables == table)
			return TRUE;
	return FALSE;
}

static void add_all(GPtrArray *all, const TableDef *const *tables)
{
	for (; tables && *tables; tables++)
		g_ptr_array_add(all, (void *)(uintptr_t)*tables);
}

GPtrArray *node_tables(void)
{
	GPtrArray *all = g_ptr_array_new();

	for (unsigned i = 0; i < G_N_ELEMENTS(layers); i++)
		add_all(all, layers[i].tables);
	for (unsigned i = 0; proto_classes[i]; i++)
		add_all(all, proto_classes[i]->tables);
	return all;
}

const TableDef *node_table(const char *name)
{
	GPtrArray *all = node_tables();
	const TableDef *found = NULL;

	for (unsigned i = 0; i < all->len && !found; i++) {
		const TableDef *table = g_ptr_array_index(all, i);

		if (strcmp(table->name, name) == 0)
			found = table;
	}
	g_ptr_array_free(all, TRUE);
	return found;
}

void node_table_foreach(const Node *node, const TableDef *table, TableRowFn fn, void *user)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(layers); i++)
		if (is_listed(layers[i].tables, table) && layers[i].instance(node))
			table->foreach (layers[i].instance(node), fn, user);
	for (unsigned i = 0; i < node->protocols->len; i++) {
		const ProtoInstance *protocol = g_ptr_array_index(node->protocols, i);

		if (is_listed(protocol->class_->tables, table))
			table->foreach (protocol, fn, user);
	}
}
