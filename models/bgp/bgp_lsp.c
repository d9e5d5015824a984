/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_lsp.h"

#include "models/bgp/bgp_label.h"
#include "models/bgp/bgp_rib.h"

const char *bgp_lsp_owner(const BgpTable *table)
{
	return table->family->role == BGP_ROLE_VPN ? "bgp-vpn" : "bgp-lu";
}

const RibSource *bgp_lsp_source(const BgpTable *table)
{
	return table->family->role == BGP_ROLE_LABELLED ? &table->bgp->labelled_source
							: &table->bgp->source;
}

static LabelKind kind_of(const BgpTable *table, uint32_t label)
{
	if (label == NET_LABEL_IPV4_EXPLICIT_NULL || label == NET_LABEL_IPV6_EXPLICIT_NULL)
		return LABEL_KIND_EXPLICIT_NULL;
	return table->family->role == BGP_ROLE_VPN ? LABEL_KIND_VPN : LABEL_KIND_BGP_LU;
}

Label bgp_lsp_label(const BgpTable *table, uint32_t label)
{
	if (label == NET_LABEL_IMPLICIT_NULL)
		return (Label){.value = NET_LABEL_NONE};
	return (Label){.value = label, .kind = kind_of(table, label)};
}

RibHop bgp_lsp_hop(const BgpTable *table, const BgpPath *path)
{
	Label label = bgp_lsp_label(table, bgp_label_value(path->label));
	RibHop hop = {.kind = RIB_HOP_RECURSIVE,
		      .gateway = path->attrs->attrs.next_hop,
		      .needs_lsp = table->bgp->need_lsp,
		      .specific = !table->bgp->via_default};

	hop.labels.depth = label.value != NET_LABEL_NONE;
	hop.labels.label[0] = label;
	return hop;
}

void bgp_lsp_publish(const BgpTable *table, const RibRoute *route)
{
	RibLsp lsp = {
		.fec = fec_prefix(&route->prefix),
		.source = route->source,
		.preference = BGP_LSP_PREFERENCE,
		.distance = route->distance,
		.metric = route->metric,
		.kind = kind_of(table, NET_LABEL_NONE),
		.n_hops = route->n_hops,
		.hops = route->hops,
		.cause = route->cause,
	};

	rib_lsp_update(table->bgp->instance.rib, &lsp);
}

/* What this router originates has the LSPs of other protocols. */
static gboolean is_of_another(const BgpPath *path)
{
	return path && !bgp_path_is_own(path);
}

static void install(const BgpTable *table, const BgpNet *net, const Fec *fec)
{
	const BgpPath *chosen = bgp_net_chosen(net);
	RibHop hops[RIB_MAX_HOPS];
	RibRoute route = {
		.prefix = fec->prefix,
		.source = bgp_lsp_source(table),
		.distance = bgp_rib_distance(&table->bgp->distance, chosen),
		.metric = chosen->attrs->attrs.med,
		.n_hops = bgp_rib_hops(table, net, &fec->prefix, hops),
		.hops = hops,
		.cause = chosen->cause,
	};

	bgp_lsp_publish(table, &route);
	rib_route_update(table->bgp->instance.rib, &route);
}

/* A path whose next hop has no LSP stays in both tables, which know why it is of no use. */
void bgp_lsp_changed(BgpTable *table, const BgpChange *change)
{
	Rib *rib = table->bgp->instance.rib;
	Fec fec = bgp_label_fec(table, change->net->id);

	bgp_label_received(table, change->net);
	if (!table->bgp->install)
		return;
	if (is_of_another(change->after)) {
		install(table, change->net, &fec);
	} else if (is_of_another(change->before)) {
		rib_route_withdraw(rib, bgp_lsp_source(table), &fec.prefix);
		rib_lsp_withdraw(rib, bgp_lsp_source(table), &fec);
	}
}
