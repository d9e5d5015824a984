/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Option C (RFC 4364 10, c): route reflectors or PEs of the carriers exchange VPN routes over several hops, with next
 * hops unchanged, so that a labelled path leads from PE to PE (expand_labelled.c). Option D: the path leads through
 * transit carriers, which know nothing of VPNs.
 */
#include "scenarios/load/expand_inter_as.h"

#include <string.h>

/* Whose loopbacks count */

static gboolean has_reflectors(const ExpandCarrier *carrier)
{
	for (unsigned i = 0; i < carrier->routers->len; i++)
		if (((const ExpandRouter *)g_ptr_array_index(carrier->routers, i))->is_reflector)
			return TRUE;
	return FALSE;
}

static gboolean is_speaker(const ExpandCarrier *carrier, const ExpandRouter *router)
{
	return !carrier->is_transit &&
	       (carrier->speakers == LOAD_REFLECTORS ? router->is_reflector : router->is_pe);
}

gboolean expand_is_destination(const ExpandCarrier *carrier, const ExpandRouter *router)
{
	return !carrier->is_transit &&
	       (router->is_pe || router->has_vpn_border || is_speaker(carrier, router));
}

/* Sessions for VPN routes */

/* Internal between carriers of one AS, over a transit carrier. */
static void add_session(ExpandInterAs *inter_as, const ExpandRouter *of, const ExpandRouter *to)
{
	Expansion *expansion = inter_as->expansion;
	g_autofree char *hops = g_strdup_printf("%u", inter_as->config->multihop);
	gboolean external = g_strcmp0(of->asn, to->asn) != 0, is_new;
	xmlNode *neighbor = expand_neighbor(inter_as, of->node, to->address, &is_new);

	if (!neighbor || !is_new)
		return;
	g_hash_table_add(expansion->made, neighbor);
	if (external)
		expand_set(expansion, neighbor, "remote-as", to->asn);
	expand_set(expansion, neighbor, "update-source", of->loopback);
	if (external)
		expand_set(expansion, neighbor, "ebgp-multihop", hops);
	expand_set(expansion, neighbor, "families", expand_vpn_family());
	if (external)
		expand_set(expansion, neighbor, "next-hop-unchanged", expand_vpn_family());
}

static void add_sessions_of(ExpandInterAs *inter_as, const ExpandRouter *of,
			    const ExpandCarrier *other)
{
	for (unsigned i = 0; i < other->routers->len && !inter_as->expansion->full; i++) {
		const ExpandRouter *to = g_ptr_array_index(other->routers, i);

		if (is_speaker(other, to))
			add_session(inter_as, of, to);
	}
}

static void add_sessions(ExpandInterAs *inter_as, const ExpandCarrier *carrier,
			 const ExpandCarrier *other)
{
	for (unsigned i = 0; i < carrier->routers->len; i++) {
		const ExpandRouter *of = g_ptr_array_index(carrier->routers, i);

		if (is_speaker(carrier, of))
			add_sessions_of(inter_as, of, other);
	}
}

/* ASBRs that packets are for */

/* They come in at the border with the label below that of the path, which ends there. */
static void take_labels_at_border(ExpandInterAs *inter_as, const ExpandEnd *end)
{
	const xmlNode *bgp = expand_child(end->node, "bgp");

	for (xmlNode *child = bgp ? bgp->children : NULL; child; child = child->next)
		if (expand_is(child, "neighbor") &&
		    g_hash_table_contains(inter_as->expansion->made, child) &&
		    expand_has_word(child, "families", expand_vpn_family()))
			expand_add_word(inter_as->expansion, child, "label-interfaces",
					end->interface);
}

static void take_labels(ExpandInterAs *inter_as, const ExpandEnd *end)
{
	const GPtrArray *routers = end->carrier->routers;

	for (unsigned i = 0; i < routers->len; i++) {
		const ExpandRouter *router = g_ptr_array_index(routers, i);

		if (router->node == end->node && expand_is_destination(end->carrier, router))
			take_labels_at_border(inter_as, end);
	}
}

/* Who exchanges them */

static gboolean has_speakers(const ExpandCarrier *carrier)
{
	for (unsigned i = 0; i < carrier->routers->len; i++)
		if (is_speaker(carrier, g_ptr_array_index(carrier->routers, i)))
			return TRUE;
	return FALSE;
}

static void choose_speakers(const ExpandInterAs *inter_as, ExpandCarrier *carrier)
{
	carrier->speakers = inter_as->config->speakers;
	if (carrier->speakers == LOAD_AUTO)
		carrier->speakers = has_reflectors(carrier) ? LOAD_REFLECTORS : LOAD_PES;
	if (carrier->is_transit || has_speakers(carrier))
		return;
	if (carrier->speakers == LOAD_REFLECTORS)
		load_error(inter_as->expansion->errors, inter_as->line,
			   "sessions: carrier \"%s\" has no route reflector with clients for "
			   "%s; write <ibgp reflectors=\"...\"/> there, or sessions=\"pe\"",
			   carrier->name, expand_vpn_family());
	else
		load_error(inter_as->expansion->errors, inter_as->line,
			   "carrier \"%s\" has no PE, for no node of it has a VRF; write a <site> "
			   "of a <vpn> there",
			   carrier->name);
}

void expand_option_c(ExpandInterAs *inter_as)
{
	GArray *carriers = inter_as->carriers;

	for (unsigned i = 0; i < carriers->len; i++) {
		ExpandCarrier *carrier = &g_array_index(carriers, ExpandCarrier, i);

		expand_find_routers(inter_as, carrier);
		choose_speakers(inter_as, carrier);
	}
	if (!expand_inter_as_is_sound(inter_as))
		return;
	expand_labelled(inter_as);
	for (unsigned i = 0; i < carriers->len; i++)
		for (unsigned j = 0; j < carriers->len; j++)
			if (i != j)
				add_sessions(inter_as, &g_array_index(carriers, ExpandCarrier, i),
					     &g_array_index(carriers, ExpandCarrier, j));
	for (unsigned i = 0; i < inter_as->borders->len; i++) {
		const ExpandBorder *border = g_ptr_array_index(inter_as->borders, i);

		take_labels(inter_as, &border->ends[0]);
		take_labels(inter_as, &border->ends[1]);
	}
}
