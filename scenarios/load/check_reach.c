/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the two ends of a session of BGP reach each other: hops, TTLs, and routes to the addresses. */
#include "models/bgp/bgp.h"
#include "models/ospf/ospf.h"
#include "models/rip/rip.h"
#include "models/static/static.h"
#include "scenarios/load/check_bgp.h"
#include "scenarios/load/check_ospf_ends.h"
#include "scenarios/load/check_sessions.h"

#include <string.h>

enum { TTL_MOST = 255, MAX_SEARCHES = 1000 };

static unsigned ttl_of(const CheckSession *session)
{
	const BgpPeerOptions *o = &session->config->options;

	return session->internal || o->ttl_security > 0 ? TTL_MOST : MAX(o->multihop, 1);
}

/* The neighbour has to be on a link, and is not. */
static gboolean lacks_multihop(const CheckSession *session)
{
	const BgpPeerOptions *o = &session->config->options;

	return !session->internal && !session->towards && o->multihop <= 1 &&
	       o->ttl_security <= 1 && !o->disable_connected_check;
}

/* The interface of another table of the node that is on the neighbour's link: its VRF is missing, or wrong. */
static const CheckIface *in_other_table(const CheckNet *net, const CheckSession *session)
{
	const CheckIface *found = NULL;

	for (unsigned i = 0; i < net->tables->len && !found; i++) {
		const CheckTable *table = g_ptr_array_index(net->tables, i);

		if (table->node == session->speaker->table->node)
			found = check_connected(table, &session->config->address);
	}
	return found;
}

static void tell_other_table(const CheckSession *session, const CheckIface *iface,
			     LoadErrors *found)
{
	g_autofree char *name = check_session_name(session);
	g_autofree char *end = check_iface_name(iface);
	g_autofree char *line = load_errors_line(found, iface->element->line);
	g_autofree char *table =
		iface->table->vrf ? check_table_name(iface->table) : g_strdup("the global table");

	load_error(
		found, session->element->line,
		"%s is on the link of %s, which is in %s; write its VRF in %s, or the neighbor in "
		"the table of the link",
		name, end, table, line);
}

static void look_at_multihop(const CheckNet *net, const CheckSession *session, LoadErrors *found)
{
	g_autofree char *name = NULL;
	const CheckIface *other;
	unsigned hops;

	if (!lacks_multihop(session))
		return;
	other = in_other_table(net, session);
	if (other) {
		tell_other_table(session, other, found);
		return;
	}
	name = check_session_name(session);
	hops = session->target ? check_distance(net, session->speaker->table,
						session->target->table, TTL_MOST)
			       : 0;
	if (hops > 1 && hops <= TTL_MOST)
		load_error(found, session->element->line,
			   "%s is external, on no link of its own and %u links away; write "
			   "ebgp-multihop=\"%u\"",
			   name, hops, hops);
	else
		load_error(
			found, session->element->line,
			"%s is external and on no link of its own; write ebgp-multihop=\"2\" or as "
			"many links as it is away%s",
			name, hops == 1 ? ", or disable-connected-check=\"yes\"" : "");
}

void check_session_multihop(const CheckNet *net, LoadErrors *found)
{
	check_each_session(net, look_at_multihop, found);
}

static gboolean hides_hops(const CheckNet *net)
{
	for (unsigned i = 0; i < net->tables->len; i++)
		if (check_node(g_ptr_array_index(net->tables, i))->fwd->ttl_model == FWD_TTL_PIPE)
			return TRUE;
	return FALSE;
}

static void look_at_hops(const CheckSession *session, unsigned hops, LoadErrors *found)
{
	unsigned security = session->config->options.ttl_security;
	unsigned ttl = ttl_of(session);
	g_autofree char *name = check_session_name(session);
	g_autofree char *line =
		session->other ? load_errors_line(found, session->other->element->line) : NULL;

	if (hops > TTL_MOST)
		load_error(found, session->element->line,
			   "%s is more than %d links away, farther than any packet gets; write the "
			   "address of a nearer one",
			   name, TTL_MOST);
	else if (ttl < hops && !lacks_multihop(session))
		load_error(found, session->element->line,
			   "%s is %u links away, but what it is sent lives for %u; write "
			   "ebgp-multihop=\"%u\"",
			   name, hops, ttl, hops);
	else if (security > 0 && hops > security)
		load_error(
			found, session->element->line,
			"%s is %u links away, but ttl-security takes nothing from farther than %u; "
			"write ttl-security=\"%u\"",
			name, hops, security, hops);
	else if (security > 0 && session->other &&
		 ttl_of(session->other) + security < TTL_MOST + hops)
		load_error(found, session->element->line,
			   "%s has ttl-security, but the other end, in %s, sends with a TTL of %u; "
			   "write ttl-security=\"%u\" there too",
			   name, line, ttl_of(session->other), security);
}

/* The least number of links counts, so that nothing is told of a session that can come up. */
void check_session_hops(const CheckNet *net, LoadErrors *found)
{
	unsigned searches = 0;

	if (hides_hops(net))
		return;
	for (unsigned i = 0; i < net->sessions->speakers->len; i++) {
		const CheckSpeaker *speaker = g_ptr_array_index(net->sessions->speakers, i);

		for (unsigned s = 0; s < speaker->sessions->len; s++) {
			const CheckSession *session = g_ptr_array_index(speaker->sessions, s);
			gboolean matters =
				!session->internal || session->config->options.ttl_security > 0;

			if (!session->target || !matters || load_errors_full(found))
				continue;
			if (session->towards)
				look_at_hops(session, 1, found);
			else if (searches++ < MAX_SEARCHES)
				look_at_hops(session,
					     check_distance(net, speaker->table,
							    session->target->table, TTL_MOST),
					     found);
		}
	}
}

/* What leads to addresses that are on no link. */
typedef struct Routes {
	CheckSets *ospf;      /* tables that OSPF's links join */
	GHashTable *prefixes; /* of text "set prefix": what BGP originates there */
	GHashTable *
		everything; /* sets in which somebody redistributes, tells a default route or runs RIP */
} Routes;

static CheckSets *join_ospf(const CheckNet *net)
{
	CheckSets *sets = check_sets_new(net->tables->len);

	for (unsigned i = 0; i < net->wires->len; i++) {
		const CheckWire *wire = g_ptr_array_index(net->wires, i);
		const CheckTable *first = NULL;

		for (unsigned e = 0; e < wire->ends->len; e++) {
			CheckOspfEnd end;

			if (!check_ospf_end(g_ptr_array_index(wire->ends, e), &end) || end.passive)
				continue;
			if (first)
				check_sets_join(sets, first->id, end.iface->table->id);
			else
				first = end.iface->table;
		}
	}
	return sets;
}

static char *key_of(unsigned set, const NetPrefix *prefix)
{
	char text[NET_PREFIX_STRLEN];

	return g_strdup_printf("%u %s", set, net_prefix_str(prefix, text));
}

/* A neighbour that is told a default route. */
static gboolean originates_default(const LoadElement *item)
{
	char **const *words = check_value(item, "default-originate");

	return words && *words && **words && strcmp(**words, "no") != 0;
}

static void note_item(Routes *routes, unsigned set, const LoadElement *item)
{
	const NetPrefix *prefix =
		strcmp(item->shape.element, "range") == 0 ? NULL : check_value(item, "prefix");

	if (strcmp(item->shape.element, "redistribute") == 0 ||
	    strcmp(item->shape.element, "default-information") == 0 || originates_default(item))
		g_hash_table_add(routes->everything, GUINT_TO_POINTER(set));
	else if (prefix && item->shape.protocol == &bgp_class)
		g_hash_table_add(routes->prefixes, key_of(set, prefix));
}

static void note_table(Routes *routes, const CheckNet *net, const CheckTable *table)
{
	const LoadElement *holder = table->vrf ? table->vrf : table->node;
	unsigned set = check_sets_of(net->joined, table->id);

	if (check_protocol(table, &rip_class))
		g_hash_table_add(routes->everything, GUINT_TO_POINTER(set));
	for (unsigned i = 0; i < holder->children->len; i++) {
		const LoadElement *protocol = g_ptr_array_index(holder->children, i);

		for (unsigned j = 0;
		     protocol->shape.kind == LOAD_PROTOCOL && j < protocol->children->len; j++) {
			const LoadElement *item = g_ptr_array_index(protocol->children, j);

			if (item->sound)
				note_item(routes, set, item);
		}
	}
}

/* A static route of the table to the address. */
static gboolean is_routed(const CheckTable *table, const NetAddr *address)
{
	const LoadElement *protocol = check_protocol(table, &static_class);

	for (unsigned i = 0; protocol && i < protocol->children->len; i++) {
		const LoadElement *route = g_ptr_array_index(protocol->children, i);
		const NetPrefix *prefix = route->sound ? check_value(route, "prefix") : NULL;

		if (prefix && net_prefix_contains(prefix, address))
			return TRUE;
	}
	return FALSE;
}

static gboolean is_originated(const Routes *routes, unsigned set, const NetAddr *address)
{
	if (g_hash_table_contains(routes->everything, GUINT_TO_POINTER(set)))
		return TRUE;
	for (unsigned len = 0; len <= net_family_bits(address->family); len++) {
		NetPrefix prefix = net_prefix(address, len);
		g_autofree char *key = key_of(set, &prefix);

		if (g_hash_table_contains(routes->prefixes, key))
			return TRUE;
	}
	return FALSE;
}

static void look_at_route(const CheckNet *net, const Routes *routes, const CheckSession *session,
			  LoadErrors *found)
{
	const CheckTable *from = session->speaker->table;
	const CheckIface *target = session->target;
	const NetAddr *address = &session->config->address;
	CheckOspfEnd end;
	g_autofree char *name = NULL, *there = NULL;

	if (!target || session->towards || check_is_site(net, from) || is_routed(from, address) ||
	    is_originated(routes, check_sets_of(net->joined, from->id), address) ||
	    (check_ospf_end(target, &end) &&
	     check_sets_same(routes->ospf, from->id, target->table->id)))
		return;
	name = check_session_name(session);
	there = check_iface_name(target);
	if (check_protocol(from, &ospf_class) &&
	    check_sets_same(routes->ospf, from->id, target->table->id))
		load_error(
			found, session->element->line,
			"%s: no route leads there, for %s, which has this address, is not in OSPF; "
			"write <ospf/> there",
			name, there);
	else
		load_error(
			found, session->element->line,
			"%s: no route leads there, to %s: it is on no link of this node, and nothing "
			"tells of it; write a <route> in <static>, or the address of a link",
			name, there);
}

void check_session_route(const CheckNet *net, LoadErrors *found)
{
	Routes routes = {
		.ospf = join_ospf(net),
		.prefixes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.everything = g_hash_table_new(NULL, NULL),
	};

	for (unsigned i = 0; i < net->tables->len; i++)
		note_table(&routes, net, g_ptr_array_index(net->tables, i));
	for (unsigned i = 0; i < net->sessions->speakers->len; i++) {
		const CheckSpeaker *speaker = g_ptr_array_index(net->sessions->speakers, i);

		for (unsigned s = 0; s < speaker->sessions->len && !load_errors_full(found); s++)
			look_at_route(net, &routes, g_ptr_array_index(speaker->sessions, s), found);
	}
	g_hash_table_unref(routes.everything);
	g_hash_table_unref(routes.prefixes);
	check_sets_free(routes.ospf);
}
