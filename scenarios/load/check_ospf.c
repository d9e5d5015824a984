/* SPDX-License-Identifier: Apache-2.0 */
/* OSPF on links: what neighbours have to agree on (RFC 2328 10.5, 10.6, 9.4). */
#include "scenarios/load/check_ospf.h"

#include "models/ospf/ospf_auth.h"
#include "scenarios/load/check_ospf_ends.h"

#include <string.h>

static char *name_of(const CheckOspfEnd *end)
{
	return check_iface_name(end->iface);
}

/* Nobody at the other ends whom Hellos could reach. */
static void look_for_neighbor(const CheckWire *wire, LoadErrors *found)
{
	CheckOspfEnd end, active = {0};
	const CheckIface *other = NULL;
	g_autofree char *here = NULL, *there = NULL;
	unsigned n = 0;

	for (unsigned i = 0; i < wire->ends->len; i++) {
		if (check_ospf_end(g_ptr_array_index(wire->ends, i), &end) && !end.passive) {
			active = end;
			n++;
		} else {
			other = g_ptr_array_index(wire->ends, i);
		}
	}
	if (n != 1 || !other)
		return;
	here = name_of(&active);
	there = check_iface_name(other);
	if (check_ospf_end(other, &end))
		load_error(
			found, end.item->line,
			"OSPF is passive at %s and looks for a neighbour at %s; write passive=\"no\" "
			"there, or passive=\"yes\" at both ends",
			there, here);
	else
		load_error(
			found, active.item->line,
			"OSPF runs at %s and not at %s, so that it finds no neighbour; write it for "
			"both ends, or passive=\"yes\"",
			here, there);
}

/* Two routers of a carrier or customer have OSPF, and nobody runs it on the link between them: else
 * check_ospf_at_one_end() tells of it. */
static gboolean is_left_out(const CheckWire *wire)
{
	const CheckIface *first = g_ptr_array_index(wire->ends, 0);
	unsigned n = 0;

	for (unsigned i = 0; i < wire->ends->len; i++) {
		const CheckIface *end = g_ptr_array_index(wire->ends, i);

		if (check_item(end, &ospf_class) ||
		    check_group(end->table) != check_group(first->table))
			return FALSE;
		if (check_protocol(end->table, &ospf_class))
			n++;
	}
	return n > 1;
}

static gboolean is_on_a_link(const CheckTable *table)
{
	for (unsigned i = 0; i < table->ifaces->len; i++) {
		const CheckIface *iface = g_ptr_array_index(table->ifaces, i);

		if (iface->wire && check_item(iface, &ospf_class))
			return TRUE;
	}
	return FALSE;
}

/* Each table once, at the first such link. */
static void look_at_idle(const CheckWire *wire, GHashTable *seen, LoadErrors *found)
{
	for (unsigned i = 0; i < wire->ends->len; i++) {
		const CheckIface *end = g_ptr_array_index(wire->ends, i);
		const LoadElement *ospf = check_protocol(end->table, &ospf_class);
		g_autofree char *name = NULL, *link = NULL;

		if (!ospf || !g_hash_table_add(seen, end->table) || is_on_a_link(end->table))
			continue;
		name = check_table_name(end->table);
		link = check_iface_name(end);
		load_error(
			found, ospf->line,
			"OSPF of %s runs on none of its links, so that it finds no neighbour; write "
			"<ospf/> in that of %s",
			name, link);
	}
}

void check_ospf_without_link(const CheckNet *net, LoadErrors *found)
{
	GHashTable *seen = g_hash_table_new(NULL, NULL);

	for (unsigned i = 0; i < net->wires->len && !load_errors_full(found); i++) {
		const CheckWire *wire = g_ptr_array_index(net->wires, i);

		if (wire->ends->len > 1 && is_left_out(wire))
			look_at_idle(wire, seen, found);
	}
	g_hash_table_unref(seen);
}

void check_ospf_at_one_end(const CheckNet *net, LoadErrors *found)
{
	for (unsigned i = 0; i < net->wires->len && !load_errors_full(found); i++)
		look_for_neighbor(g_ptr_array_index(net->wires, i), found);
}

static void compare_areas(const CheckOspfEnd *a, const CheckOspfEnd *b, LoadErrors *found)
{
	g_autofree char *first = name_of(a), *second = name_of(b);

	if (a->config->area != b->config->area)
		load_error(
			found, b->item->line,
			"%s is in area %u, %s in area %u, so that they do not become neighbours; "
			"write one area for both",
			first, a->config->area, second, b->config->area);
	else if (a->stub != b->stub)
		load_error(
			found, b->instance->line,
			"area %u is a stub area to %s and none to %s, so that they do not become "
			"neighbours; write <area id=\"%u\" stub=\"yes\"/> in all its routers or "
			"in none",
			a->config->area, a->stub ? first : second, a->stub ? second : first,
			a->config->area);
}

void check_ospf_area(const CheckNet *net, LoadErrors *found)
{
	check_ospf_pairs(net, compare_areas, found);
}

static void compare_timers(const CheckOspfEnd *a, const CheckOspfEnd *b, LoadErrors *found)
{
	const OspfIfaceConfig *x = a->config, *y = b->config;
	g_autofree char *first = name_of(a), *second = name_of(b);

	if (x->hello_interval != y->hello_interval || x->dead_interval != y->dead_interval)
		load_error(
			found, b->item->line,
			"%s has hello-interval %us and dead-interval %us, %s has %us and %us, so that "
			"they do not become neighbours; write the same at both ends",
			first, (unsigned)(x->hello_interval / SIM_SEC),
			(unsigned)(x->dead_interval / SIM_SEC), second,
			(unsigned)(y->hello_interval / SIM_SEC),
			(unsigned)(y->dead_interval / SIM_SEC));
}

void check_ospf_timers(const CheckNet *net, LoadErrors *found)
{
	check_ospf_pairs(net, compare_timers, found);
}

static gboolean is_broadcast(const CheckOspfEnd *end)
{
	return end->config->network == OSPF_NETWORK_BY_LINK
		       ? end->iface->wire->element->shape.kind == LOAD_SEGMENT
		       : end->config->network == OSPF_NETWORK_BROADCAST;
}

static void compare_networks(const CheckOspfEnd *a, const CheckOspfEnd *b, LoadErrors *found)
{
	g_autofree char *first = name_of(a), *second = name_of(b);

	if (is_broadcast(a) != is_broadcast(b))
		load_error(
			found, b->item->line,
			"OSPF takes the link for a broadcast network at %s and for point-to-point at "
			"%s, so that no routes lead over it; write the same network at both ends",
			is_broadcast(a) ? first : second, is_broadcast(a) ? second : first);
}

void check_ospf_network(const CheckNet *net, LoadErrors *found)
{
	check_ospf_pairs(net, compare_networks, found);
}

/* One of the end's keys, in use at first or later, is that of the other's. */
static gboolean has_key(const OspfIfaceConfig *config, const char *key, unsigned id)
{
	if (config->keys.n == 0)
		return config->key_id == id && strcmp(config->key.text, key) == 0;
	for (unsigned i = 0; i < config->keys.n; i++)
		if (config->keys.all[i].id == id && strcmp(config->keys.all[i].key.text, key) == 0)
			return TRUE;
	return FALSE;
}

static gboolean share_key(const OspfIfaceConfig *a, const OspfIfaceConfig *b)
{
	if (a->keys.n == 0)
		return has_key(b, a->key.text, a->key_id);
	for (unsigned i = 0; i < a->keys.n; i++)
		if (has_key(b, a->keys.all[i].key.text, a->keys.all[i].id))
			return TRUE;
	return FALSE;
}

static void compare_authentication(const CheckOspfEnd *a, const CheckOspfEnd *b, LoadErrors *found)
{
	g_autofree char *first = name_of(a), *second = name_of(b);
	gboolean simple = a->authentication == OSPF_AUTH_SIMPLE;

	if (a->authentication != b->authentication)
		load_error(
			found, b->item->line,
			"%s has authentication %s, %s has %s, so that they do not become neighbours; "
			"write the same at both ends",
			first, ospf_auth_name(a->authentication), second,
			ospf_auth_name(b->authentication));
	else if (a->authentication != OSPF_AUTH_NONE &&
		 !(simple ? strcmp(a->config->key.text, b->config->key.text) == 0
			  : share_key(a->config, b->config)))
		load_error(found, b->item->line,
			   "%s and %s have no %s in common, so that they do not become neighbours; "
			   "write the same key%s at both ends",
			   first, second, simple ? "password" : "key with its number",
			   simple ? "" : " and key-id");
}

void check_ospf_authentication(const CheckNet *net, LoadErrors *found)
{
	check_ospf_pairs(net, compare_authentication, found);
}

/* The end with the smaller MTU does not take the other's Database Descriptions. */
static void compare_mtus(const CheckOspfEnd *a, const CheckOspfEnd *b, LoadErrors *found)
{
	const CheckOspfEnd *small = a->iface->fwd->mtu < b->iface->fwd->mtu ? a : b;
	const CheckOspfEnd *large = small == a ? b : a;
	g_autofree char *first = name_of(large), *second = name_of(small);

	if (small->iface->fwd->mtu < large->iface->fwd->mtu && !small->config->mtu_ignore)
		load_error(found, small->item->line,
			   "the MTU is %u at %s and %u at %s, which does not take its Database "
			   "Descriptions; write the same mtu, or mtu-ignore=\"yes\" at %s",
			   large->iface->fwd->mtu, first, small->iface->fwd->mtu, second, second);
}

void check_ospf_mtu(const CheckNet *net, LoadErrors *found)
{
	check_ospf_pairs(net, compare_mtus, found);
}

static void look_for_candidate(const CheckWire *wire, LoadErrors *found)
{
	CheckOspfEnd end, last = {0};
	unsigned n = 0;

	for (unsigned i = 0; i < wire->ends->len; i++) {
		if (!check_ospf_end(g_ptr_array_index(wire->ends, i), &end) || end.passive)
			continue;
		if (!is_broadcast(&end) || end.config->priority > 0)
			return;
		last = end;
		n++;
	}
	if (n > 1)
		load_error(
			found, last.item->line,
			"all %u routers on the broadcast network have priority 0, so that none becomes "
			"Designated Router; write a priority of at least 1 for one of them",
			n);
}

void check_ospf_no_router_elected(const CheckNet *net, LoadErrors *found)
{
	for (unsigned i = 0; i < net->wires->len && !load_errors_full(found); i++)
		look_for_candidate(g_ptr_array_index(net->wires, i), found);
}
