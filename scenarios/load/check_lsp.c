/* SPDX-License-Identifier: Apache-2.0 */
/* LSPs from end to end: between PEs of a carrier, over borders to other ASes, and what fits through them. */
#include "models/ldp/ldp.h"
#include "models/ospf/ospf.h"
#include "models/static/mpls.h"
#include "scenarios/load/check_hybrid.h"
#include "scenarios/load/check_mpls.h"
#include "scenarios/load/check_sessions.h"

#include <string.h>

enum { LABEL_BYTES = 4, USUAL_MTU = 1500 };

static gboolean is_vpn(const char *family)
{
	return g_str_has_prefix(family, "vpn");
}

/* The table has labels that neither LDP nor a VPN gives: of another protocol or family, or by hand. */
static gboolean has_other_labels(const CheckNet *net, const CheckTable *table)
{
	const LoadElement *holder = table->vrf ? table->vrf : table->node;
	const CheckSpeaker *speaker = net->sessions->by_table[table->id];

	for (unsigned i = 0; i < holder->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(holder->children, i);

		if (child->shape.kind == LOAD_PROTOCOL && child->shape.protocol->labels_only &&
		    child->shape.protocol != &ldp_class &&
		    (child->shape.protocol != &static_mpls_class || check_has_item(child, "lsp")))
			return TRUE;
	}
	for (unsigned i = 0; speaker && i < speaker->sessions->len; i++) {
		const CheckSession *session = g_ptr_array_index(speaker->sessions, i);

		for (char **family = session->families; *family; family++)
			if (strcmp(*family, "ipv4") != 0 && !is_vpn(*family))
				return TRUE;
	}
	return FALSE;
}

/* What carriers have: those with other labels than LDP's and VPNs'. */
static GHashTable *carriers_with_other_labels(const CheckNet *net)
{
	GHashTable *out = g_hash_table_new(NULL, NULL);

	for (unsigned i = 0; i < net->tables->len; i++) {
		const CheckTable *table = g_ptr_array_index(net->tables, i);

		if (has_other_labels(net, table))
			g_hash_table_add(out, (void *)(uintptr_t)check_group(table));
	}
	return out;
}

static const CheckTable *global_of(const CheckNet *net, const CheckTable *table)
{
	return g_hash_table_lookup(net->by_vrf, fwd_node_global(check_node(table)->fwd));
}

static char *key_of(const CheckTable *table, NetRt rt)
{
	return g_strdup_printf("%" G_GUINT64_FORMAT " %s", rt,
			       ((const LoadGroup *)check_group(table)->config)->name);
}

/* Text of carrier and route target -> the first table of a VRF that exports it. */
static GHashTable *exporters(const CheckNet *net)
{
	GHashTable *out = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (unsigned i = 0; i < net->tables->len; i++) {
		CheckTable *table = g_ptr_array_index(net->tables, i);
		const GArray *rts =
			table->vrf ? ((const LoadVrf *)table->vrf->config)->export_rts : NULL;

		for (unsigned r = 0; rts && r < rts->len; r++) {
			char *key = key_of(table, g_array_index(rts, NetRt, r));

			if (g_hash_table_contains(out, key))
				g_free(key);
			else
				g_hash_table_insert(out, key, table);
		}
	}
	return out;
}

/* The first node whose routes the VRF imports and to which links lead, but no LSP; NULL where there is none. */
static const CheckTable *without_lsp(const CheckNet *net, const CheckTable *table, GHashTable *from,
				     CheckSets *lsps)
{
	const CheckTable *here = global_of(net, table);
	const GArray *rts = ((const LoadVrf *)table->vrf->config)->import_rts;

	for (unsigned r = 0; r < rts->len; r++) {
		g_autofree char *key = key_of(table, g_array_index(rts, NetRt, r));
		const CheckTable *exporter = g_hash_table_lookup(from, key);
		const CheckTable *there = exporter ? global_of(net, exporter) : NULL;

		if (there && check_sets_same(net->inside, here->id, there->id) &&
		    !check_sets_same(lsps, here->id, there->id))
			return there;
	}
	return NULL;
}

void check_vpn_without_lsp(const CheckNet *net, LoadErrors *found)
{
	CheckSets *lsps = check_joined_by(net, &ldp_class);
	GHashTable *other = carriers_with_other_labels(net);
	GHashTable *from = exporters(net);

	for (unsigned i = 0; i < net->tables->len && !load_errors_full(found); i++) {
		const CheckTable *table = g_ptr_array_index(net->tables, i), *there;

		if (!table->vrf || g_hash_table_contains(other, check_group(table)))
			continue;
		there = without_lsp(net, table, from, lsps);
		if (there)
			load_error(
				found, table->vrf->line,
				"VRF \"%s\" imports routes of node \"%s\", to which no LSP leads from node "
				"\"%s\"; write mpls=\"yes\" and <ldp/> in the links between them",
				((const LoadVrf *)table->vrf->config)->name,
				check_node(there)->name, check_node(table)->name);
	}
	g_hash_table_unref(from);
	g_hash_table_unref(other);
	check_sets_free(lsps);
}

static gboolean has_vpn_family(const CheckSession *session)
{
	for (char **family = session->families; *family; family++)
		if (is_vpn(*family))
			return TRUE;
	return FALSE;
}

/* The node of the first client for VPN routes to which links lead, but no LSP; NULL where there is none. */
static const CheckTable *client_without_lsp(const CheckNet *net, const CheckSpeaker *speaker,
					    CheckSets *lsps)
{
	unsigned here = speaker->table->id;

	for (unsigned i = 0; i < speaker->sessions->len; i++) {
		const CheckSession *session = g_ptr_array_index(speaker->sessions, i);
		const CheckTable *there = session->target ? session->target->table : NULL;

		if (session->config->rr_client && there && has_vpn_family(session) &&
		    check_sets_same(net->inside, here, there->id) &&
		    !check_sets_same(lsps, here, there->id))
			return there;
	}
	return NULL;
}

static gboolean needs_lsp(const CheckSpeaker *speaker)
{
	const gboolean *needs = check_value(speaker->element, "need-lsp");

	return needs && *needs;
}

void check_reflector_without_lsp(const CheckNet *net, LoadErrors *found)
{
	CheckSets *lsps = check_joined_by(net, &ldp_class);
	GHashTable *other = carriers_with_other_labels(net);

	for (unsigned i = 0; i < net->sessions->speakers->len && !load_errors_full(found); i++) {
		const CheckSpeaker *speaker = g_ptr_array_index(net->sessions->speakers, i);
		const CheckTable *there;

		if (!needs_lsp(speaker) ||
		    g_hash_table_contains(other, check_group(speaker->table)))
			continue;
		there = client_without_lsp(net, speaker, lsps);
		if (there)
			load_error(
				found, speaker->element->line,
				"node \"%s\" uses, and reflects, no VPN routes of its client \"%s\", to "
				"which no LSP leads; write need-lsp=\"no\" in its <bgp>, or "
				"mpls=\"yes\" and <ldp/> in the links between them",
				check_node(speaker->table)->name, check_node(there)->name);
	}
	g_hash_table_unref(other);
	check_sets_free(lsps);
}

static gboolean has_configured_lsps(const CheckNet *net)
{
	for (unsigned i = 0; i < net->tables->len; i++) {
		const LoadElement *mpls =
			check_protocol(g_ptr_array_index(net->tables, i), &static_mpls_class);

		if (mpls && check_has_item(mpls, "lsp"))
			return TRUE;
	}
	return FALSE;
}

/* Where LSPs end: the first session on a link from who has one to who has none. */
static const CheckSession *border_of(const CheckNet *net, CheckSets *lsps, unsigned from)
{
	for (unsigned i = 0; i < net->sessions->speakers->len; i++) {
		const CheckSpeaker *speaker = g_ptr_array_index(net->sessions->speakers, i);

		for (unsigned s = 0; s < speaker->sessions->len; s++) {
			const CheckSession *session = g_ptr_array_index(speaker->sessions, s);

			if (session->other && session->towards && !session->internal &&
			    !session->other->speaker->table->vrf &&
			    check_sets_same(lsps, speaker->table->id, from) &&
			    !check_sets_same(lsps, session->other->speaker->table->id, from))
				return session;
		}
	}
	return NULL;
}

static void tell_without_lsp(const CheckSession *session, const CheckSession *border,
			     LoadErrors *found)
{
	g_autofree char *name = check_session_name(session);
	g_autofree char *there = check_table_name(session->other->speaker->table);
	g_autofree char *at = border ? check_session_name(border) : NULL;
	g_autofree char *line = border ? load_errors_line(found, border->element->line) : NULL;
	g_autofree char *other =
		border ? load_errors_line(found, border->other->element->line) : NULL;

	if (border)
		load_error(
			found, session->element->line,
			"%s: no LSP leads to %s, so that its VPN routes are of no use: labels end at %s, in "
			"%s; write families=\"ipv4-labelled-unicast\" there and at its other end, in %s",
			name, there, at, line, other);
	else
		load_error(
			found, session->element->line,
			"%s: no LSP leads to %s, so that its VPN routes are of no use; write neighbors "
			"with families=\"ipv4-labelled-unicast\", or mpls=\"yes\" and <ldp/> in links, on the "
			"way there",
			name, there);
}

static gboolean has_labelled_session(const CheckSpeaker *speaker)
{
	for (unsigned s = 0; s < speaker->sessions->len; s++)
		if (check_session_exchanges(g_ptr_array_index(speaker->sessions, s),
					    BGP_ROLE_LABELLED))
			return TRUE;
	return FALSE;
}

/* Carriers in which OSPF, and so LDP, may lead to routers of others. */
static GHashTable *carriers_with_bgp_in_ospf(const CheckNet *net)
{
	GHashTable *out = g_hash_table_new(NULL, NULL);

	for (unsigned i = 0; i < net->tables->len; i++) {
		const CheckTable *table = g_ptr_array_index(net->tables, i);

		if (!table->vrf && check_redistributes(check_protocol(table, &ospf_class), "bgp"))
			g_hash_table_add(out, (void *)(uintptr_t)check_group(table));
	}
	return out;
}

/* Labels of other carriers' routers come to its carrier, and not to this one. */
static void tell_left_out(const CheckSession *session, LoadErrors *found)
{
	g_autofree char *name = check_session_name(session);
	g_autofree char *there = check_table_name(session->other->speaker->table);

	load_error(
		found, session->element->line,
		"%s: no LSP leads to %s, so that its VPN routes are of no use: this node has no "
		"neighbor with families=\"ipv4-labelled-unicast\"; write one, an ASBR or a route "
		"reflector of its carrier",
		name, there);
}

void check_vpn_session_without_lsp(const CheckNet *net, LoadErrors *found)
{
	CheckSets *ldp, *lsps;
	GHashTable *by_ospf;

	if (has_configured_lsps(net))
		return;
	ldp = check_joined_by(net, &ldp_class);
	lsps = check_joined_by(net, &ldp_class);
	check_sessions_join(net, BGP_ROLE_LABELLED, lsps);
	by_ospf = carriers_with_bgp_in_ospf(net);
	for (unsigned i = 0; i < net->sessions->speakers->len; i++) {
		const CheckSpeaker *speaker = g_ptr_array_index(net->sessions->speakers, i);
		unsigned here = speaker->table->id;
		gboolean left_out = !has_labelled_session(speaker) &&
				    !g_hash_table_contains(by_ospf, check_group(speaker->table));

		for (unsigned s = 0; s < speaker->sessions->len && !load_errors_full(found); s++) {
			const CheckSession *session = g_ptr_array_index(speaker->sessions, s);
			unsigned there = session->other ? session->other->speaker->table->id : here;

			if (!has_vpn_family(session) || session->towards ||
			    check_is_site(net, speaker->table) ||
			    check_sets_same(net->inside, here, there))
				continue;
			if (!check_sets_same(lsps, here, there))
				tell_without_lsp(session, border_of(net, lsps, here), found);
			else if (left_out && !check_sets_same(ldp, here, there))
				tell_left_out(session, found);
		}
	}
	g_hash_table_unref(by_ospf);
	check_sets_free(lsps);
	check_sets_free(ldp);
}

static void look_at_labels(const CheckNet *net, const CheckSession *session, LoadErrors *found)
{
	g_autofree char *name = check_session_name(session);
	g_autofree char *line = NULL;

	(void)net;
	if (session->internal || !session->towards || session->towards->fwd->mpls ||
	    check_hybrid_by_ip(session))
		return;
	line = load_errors_line(found, session->towards->element->line);
	for (char **family = session->families; *family; family++)
		if (strcmp(*family, "ipv4") != 0 && strcmp(*family, "ipv6") != 0) {
			load_error(
				found, session->element->line,
				"%s is told %s routes with labels, which its link, in %s, does not "
				"take; write mpls=\"yes\" there",
				name, *family, line);
			return;
		}
}

void check_session_without_labels(const CheckNet *net, LoadErrors *found)
{
	check_each_session(net, look_at_labels, found);
}

/* What a carrier's links have to carry. */
typedef struct Load {
	unsigned labels; /* of the deepest stack */
	uint32_t edge;   /* MTU of the largest link without labels */
} Load;

static Load *load_of(GHashTable *loads, const CheckTable *table)
{
	Load *load = g_hash_table_lookup(loads, check_group(table));

	if (!load) {
		load = g_new0(Load, 1);
		load->labels = 1;
		g_hash_table_insert(loads, (void *)(uintptr_t)check_group(table), load);
	}
	return load;
}

static uint32_t mtu_of(const CheckWire *wire)
{
	uint32_t mtu = wire->line->inner_mtu ? wire->line->inner_mtu : UINT32_MAX;

	for (unsigned i = 0; i < wire->ends->len; i++)
		mtu = MIN(mtu, ((const CheckIface *)g_ptr_array_index(wire->ends, i))->fwd->mtu);
	return mtu;
}

/* Customers' packets come in by links without labels: those of VRFs, where the carrier has some. */
static void note_edge(GHashTable *loads, const CheckWire *wire)
{
	for (unsigned i = 0; i < wire->ends->len; i++) {
		const CheckIface *end = g_ptr_array_index(wire->ends, i);
		Load *load = load_of(loads, end->table);

		if (!end->fwd->mpls && end->table->vrf) {
			load->edge = MAX(load->edge, mtu_of(wire));
			load->labels = 2;
		}
	}
}

/* With 1500 bytes everywhere nothing fits but what is smaller; who has not thought of MTUs does not
 * want to hear of it. */
static void look_at_mtu(GHashTable *loads, const CheckWire *wire, LoadErrors *found)
{
	const CheckIface *first = g_ptr_array_index(wire->ends, 0);
	const Load *load = load_of(loads, first->table);
	uint32_t mtu = mtu_of(wire);

	for (unsigned i = 0; i < wire->ends->len; i++) {
		const CheckIface *end = g_ptr_array_index(wire->ends, i);

		if (!end->fwd->mpls || check_group(end->table) != check_group(first->table))
			return;
	}
	if (load->edge == 0 || mtu >= load->edge + load->labels * LABEL_BYTES ||
	    (mtu == USUAL_MTU && load->edge == USUAL_MTU))
		return;
	load_error(
		found, wire->element->line,
		"the link takes %u bytes, but packets of %u that links of VRFs take have %u labels on it; "
		"write an mtu%s of at least %u",
		mtu, load->edge, load->labels, wire->line->inner_mtu == mtu ? " and inner-mtu" : "",
		load->edge + load->labels * LABEL_BYTES);
}

void check_mtu(const CheckNet *net, LoadErrors *found)
{
	GHashTable *loads = g_hash_table_new_full(NULL, NULL, NULL, g_free);

	for (unsigned i = 0; i < net->wires->len; i++)
		note_edge(loads, g_ptr_array_index(net->wires, i));
	for (unsigned i = 0; i < net->wires->len && !load_errors_full(found); i++)
		look_at_mtu(loads, g_ptr_array_index(net->wires, i), found);
	g_hash_table_unref(loads);
}
