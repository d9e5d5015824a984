/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/vpn/vpn_lab.h"

#include <check.h>
#include <string.h>

void vpn_lab_init(VpnLab *v, Lab *lab)
{
	*v = (VpnLab){.lab = lab};
}

void vpn_lab_clear(VpnLab *v)
{
	for (unsigned i = 0; i < LAB_ROUTERS; i++)
		vpn_free(v->vpns[i]);
	for (unsigned i = 0; i < v->n; i++)
		if (v->sites[i].bgp)
			bgp_class.destroy(v->sites[i].bgp);
	lab_free(v->lab);
}

GArray *vpn_lab_targets(const char *text)
{
	GArray *rts = g_array_new(FALSE, FALSE, sizeof(NetRt));
	GStrv words = g_strsplit(text ? text : "", " ", -1);

	for (char **word = words; *word && **word; word++) {
		NetRt rt;

		ck_assert(net_rt_parse(*word, &rt));
		g_array_append_val(rts, rt);
	}
	g_strfreev(words);
	return rts;
}

NetPrefix vpn_lab_prefix(const char *text)
{
	NetPrefix prefix;

	ck_assert(net_prefix_parse(text, FALSE, &prefix));
	return prefix;
}

static Vpn *vpn_of(VpnLab *v, unsigned router)
{
	LabRouter *r = lab_router(v->lab, router);
	Vpn **vpn = &v->vpns[router - 1];

	if (*vpn)
		return *vpn;
	*vpn = vpn_new(&r->host);
	if (r->bgp)
		vpn_attach_bgp(*vpn, r->bgp);
	return *vpn;
}

VpnVrf *vpn_lab_try(VpnLab *v, unsigned router, Rib *rib, const VpnLabVrf *config, GError **error)
{
	GArray *imports = vpn_lab_targets(config->import_rts);
	GArray *exports = vpn_lab_targets(config->export_rts);
	GStrv redistribute =
		g_strsplit(config->redistribute ? config->redistribute : "static", " ", -1);
	VpnVrfConfig vrf_config = {.import_rts = imports,
				   .export_rts = exports,
				   .redistribute = (const char *const *)redistribute,
				   .label_mode = config->label_mode,
				   .limit = config->limit,
				   .hybrid = {.way = config->hybrid}};
	VpnVrf *vrf;

	ck_assert(net_rd_parse(config->rd, &vrf_config.rd));
	if (config->site_of_origin)
		ck_assert(net_soo_parse(config->site_of_origin, &vrf_config.site_of_origin));
	if (config->hybrid_next_hop)
		ck_assert(net_addr_parse(config->hybrid_next_hop, &vrf_config.hybrid.next_hop));
	vrf = vpn_add_vrf(vpn_of(v, router), rib, &vrf_config, error);
	g_array_free(imports, TRUE);
	g_array_free(exports, TRUE);
	g_strfreev(redistribute);
	return vrf;
}

VpnSite *vpn_lab_add(VpnLab *v, unsigned router, const VpnLabVrf *config)
{
	LabRouter *r = lab_router(v->lab, router);
	VpnSite *site = &v->sites[v->n++];

	ck_assert_uint_le(v->n, VPN_LAB_SITES);
	site->router = router;
	site->rib = rib_add(r->rib_node, fwd_node_add_vrf(r->fwd, config->name));
	rib_source_init(r->rib_node, &site->fixed, "static", config->name);
	site->vrf = vpn_lab_try(v, router, site->rib, config, NULL);
	ck_assert_ptr_nonnull(site->vrf);
	if (!r->bgp)
		return site;
	site->bgp = lab_bgp_in(r, site->rib);
	vpn_vrf_attach_bgp(site->vrf, site->bgp);
	return site;
}

void vpn_lab_start(VpnLab *v)
{
	lab_start(v->lab);
	for (unsigned i = 0; i < v->n; i++)
		if (v->sites[i].bgp)
			bgp_class.start(v->sites[i].bgp);
}

void vpn_lab_run(VpnLab *v, unsigned seconds)
{
	lab_run(v->lab, v->lab->sim->now + seconds * SIM_SEC);
}

static FwdIface *add_end(FwdNode *node, FwdVrf *vrf, unsigned third, unsigned last)
{
	NetPrefix address = {net_addr_ipv4(0xac100000 | third << 8 | last), 24};
	g_autofree char *name = g_strdup_printf("ce%u", third);
	FwdIface *iface = fwd_iface_new(node, name, FWD_IFACE_ETHERNET, vrf, 0);

	fwd_iface_set_shut(iface, TRUE);
	fwd_iface_add_address(iface, &address);
	return iface;
}

FwdIface *vpn_lab_link(VpnLab *v, VpnSite *site, unsigned router, unsigned third)
{
	FwdNode *pe = lab_router(v->lab, site->router)->fwd, *ce = lab_router(v->lab, router)->fwd;
	FwdIface *iface = add_end(pe, rib_vrf(site->rib), third, 1);
	FwdLink *link = fwd_link_new(v->lab->net, SIM_MSEC, 0);

	fwd_link_attach(link, iface);
	fwd_link_attach(link, add_end(ce, NULL, third, 2));
	g_ptr_array_add(v->lab->links, link);
	return iface;
}

static void put(VpnSite *site, const RibSource *source, const char *prefix, uint32_t metric,
		const RibHop *hops, uint8_t n)
{
	RibRoute route = {.prefix = vpn_lab_prefix(prefix),
			  .source = source,
			  .distance = 1,
			  .metric = metric,
			  .n_hops = n,
			  .hops = hops};

	rib_route_update(site->rib, &route);
}

void vpn_lab_put(VpnSite *site, const char *prefix, uint32_t metric)
{
	vpn_lab_put_of(site, &site->fixed, prefix, metric);
}

void vpn_lab_put_of(VpnSite *site, const RibSource *source, const char *prefix, uint32_t metric)
{
	RibHop hop = {.kind = RIB_HOP_DISCARD};

	put(site, source, prefix, metric, &hop, 1);
}

void vpn_lab_put_via(VpnSite *site, const char *prefix, const char *gateways)
{
	GStrv words = g_strsplit(gateways, " ", -1);
	RibHop hops[RIB_MAX_HOPS];
	uint8_t n = 0;

	for (char **word = words; *word; word++) {
		hops[n] = (RibHop){.kind = RIB_HOP_RECURSIVE};
		ck_assert(net_addr_parse(*word, &hops[n++].gateway));
	}
	put(site, &site->fixed, prefix, 0, hops, n);
	g_strfreev(words);
}

void vpn_lab_take(VpnSite *site, const char *prefix)
{
	NetPrefix p = vpn_lab_prefix(prefix);

	rib_route_withdraw(site->rib, &site->fixed, &p);
}

void vpn_lab_expect(const VpnSite *site, const char *prefix, const char *text)
{
	NetPrefix p = vpn_lab_prefix(prefix);
	const RibRoute *route = rib_best(site->rib, &p);
	GString *out = g_string_new(route ? "own" : "none");

	if (route && strcmp(route->source->protocol, "bgp") == 0) {
		g_string_assign(out, "via ");
		net_addr_append(&route->hops[0].gateway, out);
		g_string_append_printf(out, " label %u metric %u",
				       route->hops[0].labels.label[0].value, route->metric);
		ck_assert_uint_eq(route->hops[0].labels.depth, 1);
		ck_assert_int_eq(route->hops[0].labels.label[0].kind, LABEL_KIND_VPN);
		ck_assert(route->hops[0].needs_lsp);
		ck_assert_uint_eq(route->distance, RIB_DISTANCE_IBGP);
	}
	ck_assert_str_eq(out->str, text);
	g_string_free(out, TRUE);
}
