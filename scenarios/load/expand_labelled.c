/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Labelled unicast for options whose ASBRs hold no VPN routes: the loopbacks of PEs, and of those who exchange VPN
 * routes, go from carrier to carrier, and with the ASBR as next hop by internal sessions to who needs them. Of sessions
 * that <ibgp> has made, those of ASBRs and of route reflectors carry them; those of an ASBR without VRFs, and without VPN
 * routes of another border, nothing else for VPNs. With labels="ldp" OSPF and LDP of the ASBR have them instead.
 */
#include "scenarios/load/expand_inter_as.h"

#include <string.h>

/* Neighbours */

static xmlNode *first_neighbor(const xmlNode *node)
{
	const xmlNode *bgp = expand_child(node, "bgp");

	return bgp ? expand_child(bgp, "neighbor") : NULL;
}

static xmlNode *next_neighbor(const xmlNode *neighbor)
{
	for (xmlNode *next = neighbor->next; next; next = next->next)
		if (expand_is(next, "neighbor"))
			return next;
	return NULL;
}

static gboolean is_client(const xmlNode *neighbor)
{
	g_autofree char *text = load_xml_get(neighbor, "route-reflector-client");
	gboolean yes = FALSE;

	return text && config_bool.parse(text, &yes) && yes;
}

static gboolean has_clients(const ExpandRouter *router)
{
	for (const xmlNode *it = first_neighbor(router->node); it; it = next_neighbor(it))
		if (is_client(it) && expand_is_internal(it, router->asn, expand_vpn_family()))
			return TRUE;
	return FALSE;
}

static gboolean has_external_vpns(const ExpandRouter *router)
{
	for (const xmlNode *it = first_neighbor(router->node); it; it = next_neighbor(it))
		if (expand_has_word(it, "families", expand_vpn_family()) &&
		    !expand_is_internal(it, router->asn, expand_vpn_family()))
			return TRUE;
	return FALSE;
}

static gboolean has_labelled_peers(const ExpandRouter *router)
{
	for (const xmlNode *it = first_neighbor(router->node); it; it = next_neighbor(it))
		if (expand_is_internal(it, router->asn, expand_labelled_family()))
			return TRUE;
	return FALSE;
}

/* Routers */

static void router_free(void *user)
{
	ExpandRouter *router = user;

	g_free(router->name);
	g_free(router->asn);
	g_free(router->loopback);
	g_free(router->address);
	g_free(router);
}

static void find_router(const ExpandInterAs *inter_as, ExpandCarrier *carrier, xmlNode *node)
{
	ExpandRouter *router = g_new0(ExpandRouter, 1);

	router->node = node;
	router->name = load_xml_get(node, "name");
	router->asn = expand_asn(node);
	router->is_asbr = g_hash_table_contains(inter_as->asbrs, node);
	router->is_pe = expand_child(node, "vrf") != NULL;
	router->is_reflector = has_clients(router);
	router->has_vpn_border = has_external_vpns(router);
	router->needs_no_vpns = router->is_asbr && !router->is_pe && !router->has_vpn_border;
	if (expand_loopback(node, &router->loopback, &router->address)) {
		g_ptr_array_add(carrier->routers, router);
		return;
	}
	if (router->is_asbr || router->is_pe || router->is_reflector)
		load_error(inter_as->expansion->errors, load_xml_line(node),
			   "node \"%s\" has no loopback for <inter-as>; write one, or "
			   "loopbacks=\"10.1.0.0/24\" in <carrier>",
			   router->name);
	router_free(router);
}

void expand_find_routers(const ExpandInterAs *inter_as, ExpandCarrier *carrier)
{
	carrier->routers = g_ptr_array_new_with_free_func(router_free);
	for (xmlNode *child = carrier->node->children; child; child = child->next)
		if (expand_is(child, "node"))
			find_router(inter_as, carrier, child);
}

/* Inside a carrier */

static void drop_word(const ExpandInterAs *inter_as, xmlNode *element, const char *attribute,
		      const char *word)
{
	g_autofree char *text = load_xml_get(element, attribute);
	g_auto(GStrv) words = g_strsplit(text ? text : "", " ", -1);

	xmlUnsetProp(element, (const xmlChar *)attribute);
	for (char **it = words; *it; it++)
		if (strcmp(*it, word) != 0)
			expand_add_word(inter_as->expansion, element, attribute, *it);
}

static gboolean has_others_labels(const ExpandRouter *router)
{
	return router->is_asbr || router->is_reflector;
}

/* With labels of LDP, the sessions from border to border alone. */
static gboolean carries_labels(const ExpandInterAs *inter_as, const ExpandCarrier *carrier,
			       const ExpandRouter *of, const ExpandRouter *to)
{
	return inter_as->config->labels == LOAD_LABELS_BGP ||
	       (carrier->leads_on && has_others_labels(of) && has_others_labels(to));
}

static void carry(ExpandInterAs *inter_as, const ExpandCarrier *carrier, const ExpandRouter *of,
		  const ExpandRouter *to, xmlNode *neighbor)
{
	if (!has_others_labels(of) && !has_others_labels(to))
		return;
	if (of->needs_no_vpns || to->needs_no_vpns)
		drop_word(inter_as, neighbor, "families", expand_vpn_family());
	if (carries_labels(inter_as, carrier, of, to))
		expand_add_word(inter_as->expansion, neighbor, "families",
				expand_labelled_family());
	else if (!load_xml_has(neighbor, "families"))
		expand_drop_neighbor(inter_as, of->node, neighbor);
}

static void carry_at(ExpandInterAs *inter_as, const ExpandCarrier *carrier,
		     const ExpandRouter *router, GHashTable *by_address)
{
	xmlNode *next;

	for (xmlNode *it = first_neighbor(router->node); it; it = next) {
		g_autofree char *address = load_xml_get(it, "address");
		const ExpandRouter *to = address ? g_hash_table_lookup(by_address, address) : NULL;

		next = next_neighbor(it);
		if (to && g_hash_table_contains(inter_as->expansion->made, it))
			carry(inter_as, carrier, router, to, it);
	}
}

/* An ASBR tells somebody in its carrier, unless it is there alone. */
static void check_told(const ExpandInterAs *inter_as, const ExpandCarrier *carrier,
		       const ExpandRouter *router)
{
	if (carrier->routers->len == 1 || has_labelled_peers(router))
		return;
	load_error(inter_as->expansion->errors, inter_as->line,
		   "ASBR \"%s\" has no internal neighbour for %s; write <ibgp/> in carrier "
		   "\"%s\", or that family in its <neighbor>s",
		   router->name, expand_labelled_family(), carrier->name);
}

static void carry_inside(ExpandInterAs *inter_as, const ExpandCarrier *carrier)
{
	GHashTable *by_address = g_hash_table_new(g_str_hash, g_str_equal);

	for (unsigned i = 0; i < carrier->routers->len; i++) {
		ExpandRouter *router = g_ptr_array_index(carrier->routers, i);

		g_hash_table_insert(by_address, router->address, router);
	}
	for (unsigned i = 0; i < carrier->routers->len; i++) {
		const ExpandRouter *router = g_ptr_array_index(carrier->routers, i);

		carry_at(inter_as, carrier, router, by_address);
		if (router->is_asbr && inter_as->config->labels == LOAD_LABELS_BGP)
			check_told(inter_as, carrier, router);
	}
	g_hash_table_unref(by_address);
}

/* Loopbacks */

/* The labelled prefixes that a node originates: a set of texts. */
static GHashTable *networks_of(const xmlNode *node)
{
	const xmlNode *bgp = expand_child(node, "bgp");
	GHashTable *networks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (const xmlNode *it = bgp ? bgp->children : NULL; it; it = it->next) {
		char *prefix = expand_is(it, "network") && expand_has_word(it, "families",
									   expand_labelled_family())
				       ? load_xml_get(it, "prefix")
				       : NULL;

		if (prefix)
			g_hash_table_add(networks, prefix);
	}
	return networks;
}

static void originate(const ExpandInterAs *inter_as, xmlNode *node, GHashTable *networks,
		      const ExpandRouter *of)
{
	g_autofree char *prefix = g_strdup_printf("%s/32", of->address);
	xmlNode *bgp = expand_child(node, "bgp"), *network;

	if (g_hash_table_contains(networks, prefix))
		return;
	if (!bgp)
		bgp = expand_add(inter_as->expansion, (ExpandAt){.parent = node}, "bgp",
				 inter_as->line);
	network = bgp ? expand_add(inter_as->expansion, (ExpandAt){.parent = bgp}, "network",
				   inter_as->line)
		      : NULL;
	if (!network)
		return;
	expand_set(inter_as->expansion, network, "prefix", prefix);
	expand_set(inter_as->expansion, network, "families", expand_labelled_family());
}

/* Of the loopbacks that the other carriers need: all at an ASBR, or at another router its own. */
static void originate_at(const ExpandInterAs *inter_as, const ExpandCarrier *carrier,
			 const ExpandRouter *at)
{
	gboolean all = inter_as->config->origin == LOAD_AT_ASBR;
	GHashTable *networks;

	if (all ? !at->is_asbr : !expand_is_destination(carrier, at))
		return;
	networks = networks_of(at->node);
	for (unsigned i = 0; i < carrier->routers->len; i++) {
		const ExpandRouter *of = g_ptr_array_index(carrier->routers, i);

		if ((all || of == at) && expand_is_destination(carrier, of))
			originate(inter_as, at->node, networks, of);
	}
	g_hash_table_unref(networks);
}

/* At a border */

/* The IGP and LDP have the labelled routes instead of internal BGP. */
static void tell_ldp(ExpandInterAs *inter_as, const ExpandEnd *end)
{
	xmlNode *ospf = expand_child(end->node, "ospf"), *ldp = expand_child(end->node, "ldp");
	xmlNode *redistribute;

	if (!ospf || !ldp) {
		load_error(inter_as->expansion->errors, inter_as->line,
			   "labels=\"ldp\", but ASBR \"%s\" does not run OSPF and LDP; write "
			   "igp=\"ospf\" and ldp=\"yes\" in its <carrier>",
			   end->at->node);
		return;
	}
	expand_set_unstated(inter_as, ldp, "labelled-bgp", "yes");
	for (const xmlNode *it = ospf->children; it; it = it->next)
		if (expand_is(it, "redistribute") && expand_has_word(it, "from", "bgp"))
			return;
	redistribute = expand_add(inter_as->expansion, (ExpandAt){.parent = ospf}, "redistribute",
				  inter_as->line);
	if (redistribute)
		expand_set(inter_as->expansion, redistribute, "from", "bgp");
}

static void tell_inside(ExpandInterAs *inter_as, const ExpandEnd *end)
{
	expand_next_hop_self(inter_as, end, expand_labelled_family());
	if (inter_as->config->labels == LOAD_LABELS_LDP)
		tell_ldp(inter_as, end);
}

/* Another of the carriers has the same AS, whose labelled routes come back to it from the transit. */
static gboolean has_twin(const ExpandInterAs *inter_as, const ExpandEnd *end)
{
	for (unsigned i = 0; i < inter_as->carriers->len; i++) {
		const ExpandCarrier *other = &g_array_index(inter_as->carriers, ExpandCarrier, i);
		g_autofree char *asn = load_xml_get(other->node, "asn");

		if (other != end->carrier && !other->is_transit && g_strcmp0(asn, end->asn) == 0)
			return TRUE;
	}
	return FALSE;
}

static void take_own_as(const ExpandInterAs *inter_as, const ExpandBorder *border,
			xmlNode *const neighbors[2])
{
	for (unsigned side = 0; side < G_N_ELEMENTS(border->ends); side++) {
		LoadSameAs same_as = inter_as->config->same_as;

		if (!border->ends[!side].carrier->is_transit ||
		    !has_twin(inter_as, &border->ends[side]))
			continue;
		if (same_as == LOAD_ALLOW_AS_IN && neighbors[side])
			expand_set(inter_as->expansion, neighbors[side], "allow-as-in", "1");
		if (same_as == LOAD_AS_OVERRIDE && neighbors[!side])
			expand_set(inter_as->expansion, neighbors[!side], "as-override", "yes");
	}
}

static void expand_border(ExpandInterAs *inter_as, ExpandBorder *border)
{
	xmlNode *link = expand_border_link(inter_as, border), *neighbors[2];

	if (!link)
		return;
	expand_set_unstated(inter_as, link, "mpls", "yes");
	expand_border_session(inter_as, border, expand_labelled_family(), neighbors);
	take_own_as(inter_as, border, neighbors);
	tell_inside(inter_as, &border->ends[0]);
	tell_inside(inter_as, &border->ends[1]);
}

/* The other carrier at its first border, and whether there is yet another. */
static void find_leading_on(const ExpandInterAs *inter_as, ExpandCarrier *carrier)
{
	const ExpandCarrier *first = NULL;

	for (unsigned i = 0; i < inter_as->borders->len; i++) {
		const ExpandBorder *border = g_ptr_array_index(inter_as->borders, i);

		for (unsigned side = 0; side < G_N_ELEMENTS(border->ends); side++) {
			const ExpandCarrier *other = border->ends[!side].carrier;

			if (border->ends[side].carrier != carrier)
				continue;
			carrier->leads_on |= first && first != other;
			first = other;
		}
	}
}

void expand_labelled(ExpandInterAs *inter_as)
{
	for (unsigned i = 0; i < inter_as->carriers->len; i++)
		find_leading_on(inter_as, &g_array_index(inter_as->carriers, ExpandCarrier, i));
	for (unsigned i = 0; i < inter_as->carriers->len; i++)
		carry_inside(inter_as, &g_array_index(inter_as->carriers, ExpandCarrier, i));
	for (unsigned i = 0; i < inter_as->borders->len; i++)
		expand_border(inter_as, g_ptr_array_index(inter_as->borders, i));
	for (unsigned i = 0; i < inter_as->carriers->len; i++) {
		const ExpandCarrier *carrier = &g_array_index(inter_as->carriers, ExpandCarrier, i);

		for (unsigned r = 0; r < carrier->routers->len; r++)
			originate_at(inter_as, carrier, g_ptr_array_index(carrier->routers, r));
	}
}
