/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Labels of exported prefixes (RFC 4364 4.3.2), by the VRF's mode:
 *
 *   per prefix  one for each. What it does is the label manager's business (models/rib/label.h): it follows
 *               the VRF's route.
 *   per CE      one for each neighbour that routes lead to: pop, and forward to it. A prefix without one
 *               neighbour (connected, a discard route) has the VRF's label, one with several its own.
 *   per VRF     one for all: pop, and look the packet up in the VRF.
 */
#include "models/fwd/lfib.h"
#include "models/rib/label.h"
#include "models/vpn/vpn_private.h"

#include <string.h>

static const char owner[] = "vpn";

static const char *const mode_names[] = {
	[VPN_LABELS_PER_PREFIX] = "per-prefix",
	[VPN_LABELS_PER_CE] = "per-ce",
	[VPN_LABELS_PER_VRF] = "per-vrf",
};

const char *vpn_label_mode_name(VpnLabelMode mode)
{
	return mode_names[mode];
}

gboolean vpn_label_mode_parse(const char *text, VpnLabelMode *out)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(mode_names); i++)
		if (strcmp(text, mode_names[i]) == 0) {
			*out = (VpnLabelMode)i;
			return TRUE;
		}
	return FALSE;
}

static void set_lfib(const VpnVrf *vrf, uint32_t label, FwdNextHop *nh, const char *what)
{
	g_autofree char *fec = g_strdup_printf("%s %s", rib_name(vrf->rib), what);

	fwd_lfib_set(vrf->vpn->host->fwd, label, nh, owner, fec, TRUE);
}

static void free_label(const VpnVrf *vrf, uint32_t label)
{
	fwd_lfib_set(vrf->vpn->host->fwd, label, NULL, NULL, NULL, FALSE);
	rib_label_give_back(vrf->vpn->host->rib_node, label);
}

/* The VRF's */

static uint32_t take_vrf(VpnVrf *vrf)
{
	FwdNextHop *nh;

	if (vrf->label == NET_LABEL_NONE) {
		vrf->label = rib_label_take(vrf->vpn->host->rib_node);
		if (vrf->label == NET_LABEL_NONE)
			return NET_LABEL_NONE;
		nh = fwd_nexthop_lookup(rib_vrf(vrf->rib));
		set_lfib(vrf, vrf->label, nh, "all");
		fwd_nexthop_unref(nh);
	}
	vrf->label_uses++;
	return vrf->label;
}

static void drop_vrf(VpnVrf *vrf)
{
	if (--vrf->label_uses > 0)
		return;
	free_label(vrf, vrf->label);
	vrf->label = NET_LABEL_NONE;
}

/* A neighbour's */

static VpnCe *find_ce(const VpnVrf *vrf, const NetAddr *gateway)
{
	for (unsigned i = 0; i < vrf->ces->len; i++) {
		VpnCe *ce = g_ptr_array_index(vrf->ces, i);

		if (net_addr_equal(&ce->gateway, gateway))
			return ce;
	}
	return NULL;
}

/* The object that the label leads to stays the same, wherever it leads itself. */
static void on_way(RibNht *nht, void *user)
{
	(void)nht;
	(void)user;
}

static VpnCe *make_ce(VpnVrf *vrf, const NetAddr *gateway)
{
	uint32_t label = rib_label_take(vrf->vpn->host->rib_node);
	g_autoptr(GString) what = g_string_new("via ");
	VpnCe *ce;

	if (label == NET_LABEL_NONE)
		return NULL;
	ce = g_new0(VpnCe, 1);
	ce->gateway = *gateway;
	ce->label = label;
	ce->nht = rib_nht_track(vrf->rib, gateway, RIB_NHT_ROUTE, on_way, ce);
	net_addr_append(gateway, what);
	set_lfib(vrf, label, rib_nht_next_hop(ce->nht), what->str);
	g_ptr_array_add(vrf->ces, ce);
	return ce;
}

static void free_ce(VpnVrf *vrf, VpnCe *ce)
{
	free_label(vrf, ce->label);
	rib_nht_untrack(ce->nht, on_way, ce);
	g_ptr_array_remove(vrf->ces, ce);
	g_free(ce);
}

static VpnCe *take_ce(VpnVrf *vrf, const NetAddr *gateway)
{
	VpnCe *ce = find_ce(vrf, gateway);

	if (!ce)
		ce = make_ce(vrf, gateway);
	if (ce)
		ce->holds++;
	return ce;
}

static void drop_ce(VpnVrf *vrf, VpnCe *ce)
{
	if (--ce->holds == 0)
		free_ce(vrf, ce);
}

/* What a prefix is to have */

/* The neighbour that the route leads to, whether next door or by another route. */
static gboolean leads_to_one(const VpnVrf *vrf, const RibRoute *route)
{
	const RibHop *hop = &route->hops[0];

	return route->n_hops == 1 && net_addr_is_set(&hop->gateway) && hop->labels.depth == 0 &&
	       (!hop->in || hop->in == vrf->rib);
}

static VpnLabelKind kind_for(const VpnVrf *vrf, const RibRoute *route)
{
	if (vrf->label_mode == VPN_LABELS_PER_VRF)
		return VPN_LABEL_OF_VRF;
	if (vrf->label_mode == VPN_LABELS_PER_PREFIX || !route)
		return VPN_LABEL_OF_PREFIX;
	if (leads_to_one(vrf, route))
		return VPN_LABEL_OF_CE;
	return route->n_hops == 1 && !net_addr_is_set(&route->hops[0].gateway)
		       ? VPN_LABEL_OF_VRF
		       : VPN_LABEL_OF_PREFIX;
}

static void take(VpnVrf *vrf, const NetPrefix *prefix, const RibRoute *route, VpnExport *export)
{
	Fec fec = fec_prefix(prefix);

	switch (export->kind) {
	case VPN_LABEL_OF_PREFIX:
		export->label = rib_label_acquire(vrf->rib, &fec, owner, RIB_LABEL_EGRESS);
		break;
	case VPN_LABEL_OF_CE:
		export->ce = take_ce(vrf, &route->hops[0].gateway);
		export->label = export->ce ? export->ce->label : NET_LABEL_NONE;
		break;
	case VPN_LABEL_OF_VRF:
		export->label = take_vrf(vrf);
		break;
	}
}

static gboolean holds(const VpnExport *export)
{
	return export->label != 0 && export->label != NET_LABEL_NONE;
}

gboolean vpn_label_settle(VpnVrf *vrf, const NetPrefix *prefix, VpnExport *export)
{
	const RibRoute *route = rib_best(vrf->rib, prefix);
	VpnExport before = *export;
	VpnLabelKind kind = kind_for(vrf, route);

	if (holds(export) && kind == export->kind &&
	    (kind != VPN_LABEL_OF_CE ||
	     net_addr_equal(&export->ce->gateway, &route->hops[0].gateway)))
		return TRUE;
	*export = (VpnExport){.kind = kind};
	take(vrf, prefix, route, export);
	if (holds(&before))
		vpn_label_drop(vrf, prefix, &before);
	return holds(export);
}

void vpn_label_drop(VpnVrf *vrf, const NetPrefix *prefix, const VpnExport *export)
{
	Fec fec = fec_prefix(prefix);

	switch (export->kind) {
	case VPN_LABEL_OF_PREFIX:
		rib_label_release(vrf->rib, &fec);
		break;
	case VPN_LABEL_OF_CE:
		drop_ce(vrf, export->ce);
		break;
	case VPN_LABEL_OF_VRF:
		drop_vrf(vrf);
		break;
	}
}

void vpn_label_init(VpnVrf *vrf)
{
	vrf->ces = g_ptr_array_new();
	vrf->label = NET_LABEL_NONE;
}

void vpn_label_release(VpnVrf *vrf)
{
	while (vrf->ces->len > 0)
		free_ce(vrf, g_ptr_array_index(vrf->ces, vrf->ces->len - 1));
	g_ptr_array_free(vrf->ces, TRUE);
	if (vrf->label != NET_LABEL_NONE)
		free_label(vrf, vrf->label);
	vrf->label = NET_LABEL_NONE;
	vrf->label_uses = 0;
}
