/* SPDX-License-Identifier: Apache-2.0 */
/* LDP on links, and what its neighbours have to agree on. */
#include "models/ldp/ldp.h"
#include "models/ldp/ldp_neighbor.h"
#include "models/static/mpls.h"
#include "scenarios/load/check_mpls.h"
#include "scenarios/load/check_ospf_ends.h"

#include <string.h>

typedef void (*WireFn)(const CheckNet *net, const CheckWire *wire, LoadErrors *found);

static void for_each_wire(const CheckNet *net, WireFn fn, LoadErrors *found)
{
	for (unsigned i = 0; i < net->wires->len && !load_errors_full(found); i++)
		fn(net, g_ptr_array_index(net->wires, i), found);
}

static gboolean has_ldp(const CheckIface *iface)
{
	return check_item(iface, &ldp_class) != NULL;
}

static gboolean takes_labels(const CheckIface *iface)
{
	return iface->fwd->mpls;
}

static gboolean is_routed(const CheckIface *iface)
{
	CheckOspfEnd end;

	return check_ospf_end(iface, &end) && !end.passive;
}

/* The first end that is, or is not, as asked for; NULL where there is none. */
static const CheckIface *first_end(const CheckWire *wire, gboolean (*is)(const CheckIface *),
				   gboolean wanted)
{
	for (unsigned i = 0; i < wire->ends->len; i++) {
		const CheckIface *end = g_ptr_array_index(wire->ends, i);

		if (is(end) == wanted)
			return end;
	}
	return NULL;
}

static void look_at_labels(const CheckNet *net, const CheckWire *wire, LoadErrors *found)
{
	const CheckIface *with = first_end(wire, takes_labels, TRUE);
	const CheckIface *without = first_end(wire, takes_labels, FALSE);
	g_autofree char *here = NULL, *there = NULL;

	(void)net;
	if (!with || !without)
		return;
	here = check_iface_name(with);
	there = check_iface_name(without);
	load_error(
		found, wire->element->line,
		"%s sends and accepts labelled packets, %s does not; write mpls=\"yes\" at both ends",
		here, there);
}

void check_mpls_at_one_end(const CheckNet *net, LoadErrors *found)
{
	for_each_wire(net, look_at_labels, found);
}

/* Labels by configuration take the place of LDP's. */
static gboolean has_static_labels(const CheckTable *table)
{
	const LoadElement *mpls = check_protocol(table, &static_mpls_class);

	return check_has_item(mpls, "lsp") || check_has_item(mpls, "cross-connect");
}

/* Both run LDP, though not here, and OSPF leads over the link. */
static void look_at_gap(const CheckWire *wire, LoadErrors *found)
{
	const CheckIface *first = NULL;
	g_autofree char *here = NULL, *there = NULL;

	for (unsigned i = 0; i < wire->ends->len; i++) {
		const CheckIface *end = g_ptr_array_index(wire->ends, i);

		if (!is_routed(end) || !check_protocol(end->table, &ldp_class) ||
		    has_static_labels(end->table))
			continue;
		if (!first) {
			first = end;
			continue;
		}
		here = check_iface_name(first);
		there = check_iface_name(end);
		load_error(
			found, wire->element->line,
			"OSPF leads over the link of %s and %s, on which LDP does not run, so that "
			"LSPs end there; write mpls=\"yes\" and <ldp/> in it",
			here, there);
		return;
	}
}

static void look_at_ldp(const CheckNet *net, const CheckWire *wire, LoadErrors *found)
{
	const CheckIface *with = first_end(wire, has_ldp, TRUE);
	const CheckIface *without = first_end(wire, has_ldp, FALSE);
	g_autofree char *here = NULL, *there = NULL;

	(void)net;
	if (!with) {
		look_at_gap(wire, found);
		return;
	}
	if (!without)
		return;
	here = check_iface_name(with);
	there = check_iface_name(without);
	load_error(
		found, check_item(with, &ldp_class)->line,
		"LDP runs at %s and not at %s, so that LSPs end there; write <ldp/> for both ends",
		here, there);
}

void check_link_without_ldp(const CheckNet *net, LoadErrors *found)
{
	for_each_wire(net, look_at_ldp, found);
}

/* LDP on a link of routers that know their way by OSPF, which does not run there. */
static void look_for_ospf(const CheckNet *net, const CheckWire *wire, LoadErrors *found)
{
	const CheckIface *without = first_end(wire, is_routed, FALSE);
	const CheckIface *first = g_ptr_array_index(wire->ends, 0);
	g_autofree char *name = NULL;

	(void)net;
	if (!without || wire->ends->len < 2)
		return;
	for (unsigned i = 0; i < wire->ends->len; i++) {
		const CheckIface *end = g_ptr_array_index(wire->ends, i);

		if (!has_ldp(end) || !check_protocol(end->table, &ospf_class) ||
		    check_group(end->table) != check_group(first->table))
			return;
	}
	name = check_iface_name(without);
	load_error(
		found, check_item(without, &ldp_class)->line,
		"LDP runs on the link and OSPF does not at %s, so that no routes lead over it and its "
		"labels are of no use; write <ospf/> in it",
		name);
}

void check_ldp_without_routes(const CheckNet *net, LoadErrors *found)
{
	for_each_wire(net, look_for_ospf, found);
}

static NetAddr lsr_id(const CheckTable *table, const LdpConfig *config)
{
	return net_addr_is_set(&config->router_id) ? config->router_id
						   : check_node(table)->host.router_id;
}

static const CheckIface *iface_with(const CheckTable *table, const NetAddr *address)
{
	for (unsigned i = 0; i < table->ifaces->len; i++) {
		const CheckIface *iface = g_ptr_array_index(table->ifaces, i);

		if (fwd_iface_has_address(iface->fwd, address))
			return iface;
	}
	return NULL;
}

/* Each neighbour is on a link with the address. */
static gboolean is_on_all_links(const CheckTable *table, const NetAddr *address)
{
	for (unsigned i = 0; i < table->ifaces->len; i++) {
		const CheckIface *iface = g_ptr_array_index(table->ifaces, i);

		if (iface->wire && has_ldp(iface) && !fwd_iface_on_link(iface->fwd, address))
			return FALSE;
	}
	return TRUE;
}

static void look_at_transport(const CheckTable *table, const LoadElement *ldp, LoadErrors *found)
{
	const LdpConfig *config = ldp->config;
	NetAddr address = net_addr_is_set(&config->transport_address) ? config->transport_address
								      : lsr_id(table, config);
	const LoadElement *ospf = check_protocol(table, &ospf_class);
	const CheckIface *iface = iface_with(table, &address);
	g_autofree char *name = check_table_name(table);
	char text[NET_ADDR_STRLEN];

	if (is_on_all_links(table, &address))
		return;
	if (!iface)
		load_error(
			found, ldp->line,
			"LDP of %s has the transport address %s, which none of its interfaces has; write "
			"transport-address with one of theirs, or a <loopback> with it",
			name, net_addr_str(&address, text));
	else if (ospf && !check_item(iface, &ospf_class) && !check_has_item(ospf, "redistribute"))
		load_error(
			found, ldp->line,
			"LDP of %s has the transport address %s, that of \"%s\", which OSPF tells "
			"nobody of; write <ospf/> there",
			name, net_addr_str(&address, text), iface->fwd->name);
}

void check_ldp_transport(const CheckNet *net, LoadErrors *found)
{
	for (unsigned i = 0; i < net->tables->len && !load_errors_full(found); i++) {
		const CheckTable *table = g_ptr_array_index(net->tables, i);
		const LoadElement *ldp = check_protocol(table, &ldp_class);

		if (ldp && !table->vrf)
			look_at_transport(table, ldp, found);
	}
}

/* What the router has for the neighbour with that id. */
static const char *password_for(const LoadElement *ldp, const NetAddr *id)
{
	const char *all = ((const LdpConfig *)ldp->config)->password;

	for (unsigned i = 0; i < ldp->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(ldp->children, i);
		const LdpNeighborConfig *config = child->config;

		if (strcmp(child->shape.element, "neighbor") == 0 && child->sound &&
		    net_addr_equal(&config->id, id) && config->password && *config->password)
			return config->password;
	}
	return all ? all : "";
}

static void compare_passwords(const CheckIface *a, const CheckIface *b, LoadErrors *found)
{
	const LoadElement *first = check_protocol(a->table, &ldp_class);
	const LoadElement *second = check_protocol(b->table, &ldp_class);
	NetAddr first_id, second_id;
	g_autofree char *here = check_table_name(a->table), *there = check_table_name(b->table);

	if (!first || !second || a->table->vrf || b->table->vrf)
		return;
	first_id = lsr_id(a->table, first->config);
	second_id = lsr_id(b->table, second->config);
	if (strcmp(password_for(first, &second_id), password_for(second, &first_id)) != 0)
		load_error(
			found, second->line,
			"LDP of %s and of %s have different passwords for each other, so that they have "
			"no session; write the same at both ends",
			there, here);
}

static void look_at_passwords(const CheckNet *net, const CheckWire *wire, LoadErrors *found)
{
	const CheckIface *first = first_end(wire, has_ldp, TRUE);

	(void)net;
	for (unsigned i = 0; first && i < wire->ends->len; i++) {
		const CheckIface *end = g_ptr_array_index(wire->ends, i);

		if (end != first && has_ldp(end))
			compare_passwords(first, end, found);
	}
}

void check_ldp_password(const CheckNet *net, LoadErrors *found)
{
	for_each_wire(net, look_at_passwords, found);
}

/* The router answers targeted Hellos of that table: it accepts any, or names one of its addresses. */
static gboolean answers(const LoadElement *ldp, const CheckTable *asker)
{
	if (((const LdpConfig *)ldp->config)->accept_targeted)
		return TRUE;
	for (unsigned i = 0; i < ldp->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(ldp->children, i);

		if (strcmp(child->shape.element, "targeted") == 0 && child->sound &&
		    iface_with(asker, &((const LdpTargetConfig *)child->config)->address))
			return TRUE;
	}
	return FALSE;
}

static void look_at_target(const CheckNet *net, const CheckTable *table, const LoadElement *target,
			   LoadErrors *found)
{
	const NetAddr *address = &((const LdpTargetConfig *)target->config)->address;
	gboolean known;
	const CheckIface *at = check_find(net, table, address, &known);
	const LoadElement *ldp = at ? check_protocol(at->table, &ldp_class) : NULL;
	g_autofree char *name = check_table_name(table);
	g_autofree char *there = at ? check_table_name(at->table) : NULL;
	char text[NET_ADDR_STRLEN];

	net_addr_str(address, text);
	if (!at && !known)
		load_error(
			found, target->line,
			"LDP of %s: nobody that links lead to has the address %s; write that of an LDP "
			"router",
			name, text);
	else if (at && !ldp)
		load_error(found, target->line,
			   "LDP of %s: %s, which has %s, does not run LDP; write <ldp/> there",
			   name, there, text);
	else if (at && !answers(ldp, table))
		load_error(
			found, target->line,
			"LDP of %s: %s, which has %s, does not answer targeted Hellos of it; write a "
			"<targeted> there too, or accept-targeted=\"yes\"",
			name, there, text);
}

void check_ldp_targeted(const CheckNet *net, LoadErrors *found)
{
	for (unsigned i = 0; i < net->tables->len && !load_errors_full(found); i++) {
		const CheckTable *table = g_ptr_array_index(net->tables, i);
		const LoadElement *ldp = check_protocol(table, &ldp_class);

		for (unsigned c = 0; ldp && c < ldp->children->len; c++) {
			const LoadElement *child = g_ptr_array_index(ldp->children, c);

			if (strcmp(child->shape.element, "targeted") == 0 && child->sound)
				look_at_target(net, table, child, found);
		}
	}
}
