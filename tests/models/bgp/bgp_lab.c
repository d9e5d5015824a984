/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/bgp/bgp_lab.h"

#include "models/net/records.h"

#include <check.h>
#include <string.h>

static void on_message(const TraceRecord *record, void *user)
{
	const TraceMessage *m = (const void *)record;
	Lab *lab = user;
	g_string_append_printf(lab->log, "%s %s %s %s\n", record->node, m->direction, m->type,
			       m->peer);
}

static void on_transition(const TraceRecord *record, void *user)
{
	const TraceTransition *t = (const void *)record;
	Lab *lab = user;
	g_string_append_printf(lab->log, "%s %s%s%s: %s -> %s (%s)%s\n", record->node, t->peer,
			       t->instance ? " " : "", t->instance ? t->instance : "",
			       t->from_state, t->to_state, t->event,
			       t->unexpected ? " unexpected" : "");
}

static void on_refusal(const TraceRecord *record, void *user)
{
	const TraceRefusal *r = (const void *)record;
	Lab *lab = user;
	char prefix[NET_PREFIX_STRLEN];
	g_string_append_printf(lab->log, "%s refuses %s of %s: %s\n", record->node,
			       net_prefix_str(&r->prefix, prefix), r->peer ? r->peer : "nobody",
			       r->reason);
}

static void on_session_event(const TraceRecord *record, void *user)
{
	const TraceSessionEvent *e = (const void *)record;
	Lab *lab = user;
	g_string_append_printf(lab->log, "%s %s %s: %s\n", record->node, e->peer, e->kind,
			       e->reason);
}

static void on_drop(const TraceRecord *record, void *user)
{
	const TraceDrop *d = (const void *)record;
	Lab *lab = user;
	g_string_append_printf(lab->log, "%s drops a packet: %s\n", record->node, d->reason);
}

LabRouter *lab_router(Lab *lab, unsigned i)
{
	ck_assert(i >= 1 && i <= lab->n);
	return &lab->routers[i - 1];
}

Bgp *lab_bgp(Lab *lab, unsigned i)
{
	return bgp_of(lab_router(lab, i)->bgp);
}

NetAddr lab_loopback(unsigned i)
{
	return net_addr_ipv4(0x0a000000 | i);
}

static void add_iface(FwdNode *node, const char *name, FwdIfaceKind kind, const NetPrefix *address)
{
	FwdIface *iface = fwd_iface_new(node, name, kind, NULL, 0);
	fwd_iface_set_shut(iface, TRUE);
	fwd_iface_add_address(iface, address);
	iface->mpls = TRUE;
}

static void router_init(Lab *lab, unsigned i, uint32_t as_number)
{
	LabRouter *r = lab_router(lab, i);
	NetAddr id = lab_loopback(i);
	NetPrefix address = net_prefix_host(&id);
	g_snprintf(r->name, sizeof r->name, "R%u", i);
	r->fwd = fwd_node_new(lab->net, r->name);
	r->rib_node = rib_node_new(r->fwd);
	r->rib = rib_global(r->rib_node);
	rib_source_init(r->rib_node, &r->igp, "ospf", NULL);
	rib_source_init(r->rib_node, &r->ldp, "ldp", NULL);
	add_iface(r->fwd, "lo", FWD_IFACE_LOOPBACK, &address);
	fwd_net_name_address(lab->net, &id, r->name);
	r->host = (ProtoHost){.sim = lab->sim,
			      .fwd = r->fwd,
			      .rib_node = r->rib_node,
			      .node_name = r->name,
			      .asn = as_number,
			      .router_id = id};
	if (as_number == 0)
		return;
	GError *error = NULL;
	void *config = g_malloc0(bgp_class.config_size);
	config_set_defaults(bgp_class.fields, bgp_class.n_fields, config);
	r->bgp = bgp_class.create(&r->host, r->rib, config, &error);
	ck_assert_msg(r->bgp != NULL, "%s", error ? error->message : "");
	config_clear(bgp_class.fields, bgp_class.n_fields, config);
	g_free(config);
}

Lab *lab_new(unsigned n, const uint32_t *as_numbers)
{
	Lab *lab = g_new0(Lab, 1);
	lab->sim = sim_new(1);
	lab->net = fwd_net_new(lab->sim);
	lab->links = g_ptr_array_new();
	lab->log = g_string_new(NULL);
	lab->n = n;
	sim_subscribe(lab->sim, &trace_message, on_message, lab);
	sim_subscribe(lab->sim, &trace_transition, on_transition, lab);
	sim_subscribe(lab->sim, &trace_refusal, on_refusal, lab);
	sim_subscribe(lab->sim, &trace_session_event, on_session_event, lab);
	sim_subscribe(lab->sim, &trace_drop, on_drop, lab);
	for (unsigned i = 1; i <= n; i++)
		router_init(lab, i, as_numbers[i - 1]);
	return lab;
}

void lab_free(Lab *lab)
{
	for (unsigned i = 0; i < lab->n; i++)
		if (lab->routers[i].bgp)
			bgp_class.destroy(lab->routers[i].bgp);
	for (unsigned i = 0; i < lab->links->len; i++)
		fwd_link_free(g_ptr_array_index(lab->links, i));
	for (unsigned i = 0; i < lab->n; i++) {
		rib_node_free(lab->routers[i].rib_node);
		fwd_node_free(lab->routers[i].fwd);
	}
	g_ptr_array_free(lab->links, TRUE);
	g_string_free(lab->log, TRUE);
	fwd_net_free(lab->net);
	sim_free(lab->sim);
	g_free(lab);
}

/* The end at a of the link to b: named after b, 10.1.<both>.<a>/24. */
static FwdIface *link_end(Lab *lab, unsigned a, unsigned b)
{
	char name[8];
	g_snprintf(name, sizeof name, "r%u", b);
	return fwd_node_iface(lab_router(lab, a)->fwd, name);
}

NetAddr lab_link_address(unsigned a, unsigned b)
{
	return net_addr_ipv4(0x0a010000 | (MIN(a, b) * 10 + MAX(a, b)) << 8 | a);
}

static void add_end(Lab *lab, unsigned a, unsigned b)
{
	char name[8];
	NetPrefix address = {lab_link_address(a, b), 24};
	g_snprintf(name, sizeof name, "r%u", b);
	add_iface(lab_router(lab, a)->fwd, name, FWD_IFACE_ETHERNET, &address);
}

FwdLink *lab_link(Lab *lab, unsigned a, unsigned b)
{
	add_end(lab, a, b);
	add_end(lab, b, a);
	FwdLink *link = fwd_link_new(lab->net, SIM_MSEC, 0);
	fwd_link_attach(link, link_end(lab, a, b));
	fwd_link_attach(link, link_end(lab, b, a));
	g_ptr_array_add(lab->links, link);
	lab_set_route(lab, a, b, TRUE, 10);
	lab_set_route(lab, b, a, TRUE, 10);
	return link;
}

void lab_add_stub(Lab *lab, unsigned i, const char *address)
{
	NetPrefix prefix;
	ck_assert(net_prefix_parse(address, TRUE, &prefix));
	add_iface(lab_router(lab, i)->fwd, "stub", FWD_IFACE_LOOPBACK, &prefix);
}

static RibHop hop_to(Lab *lab, unsigned a, unsigned b)
{
	return (RibHop){.kind = RIB_HOP_INTERFACE,
			.iface = link_end(lab, a, b),
			.gateway = lab_link_address(b, a)};
}

void lab_set_route(Lab *lab, unsigned a, unsigned b, gboolean up, uint32_t metric)
{
	LabRouter *r = lab_router(lab, a);
	NetAddr loopback = lab_loopback(b);
	RibHop hop = hop_to(lab, a, b);
	RibRoute route = {.prefix = net_prefix_host(&loopback),
			  .source = &r->igp,
			  .distance = RIB_DISTANCE_OSPF,
			  .metric = metric,
			  .n_hops = 1,
			  .hops = &hop};
	if (up)
		rib_route_update(r->rib, &route);
	else
		rib_route_withdraw(r->rib, &r->igp, &route.prefix);
}

void lab_set_route_via(Lab *lab, unsigned a, unsigned b, unsigned via)
{
	LabRouter *r = lab_router(lab, a);
	NetAddr loopback = lab_loopback(b);
	RibHop hop = hop_to(lab, a, via);
	RibRoute route = {.prefix = net_prefix_host(&loopback),
			  .source = &r->igp,
			  .distance = RIB_DISTANCE_OSPF,
			  .metric = 20,
			  .n_hops = 1,
			  .hops = &hop};
	rib_route_update(r->rib, &route);
}

void lab_set_lsp(Lab *lab, unsigned a, unsigned b, gboolean up)
{
	LabRouter *r = lab_router(lab, a);
	NetAddr loopback = lab_loopback(b);
	NetPrefix prefix = net_prefix_host(&loopback);
	RibHop hop = hop_to(lab, a, b);
	RibLsp lsp = {.fec = fec_prefix(&prefix),
		      .source = &r->ldp,
		      .kind = LABEL_KIND_LDP,
		      .n_hops = 1,
		      .hops = &hop};
	if (up)
		rib_lsp_update(r->rib, &lsp);
	else
		rib_lsp_withdraw(r->rib, &r->ldp, &lsp.fec);
}

const ProtoItem *lab_item(const char *element)
{
	for (unsigned i = 0; i < bgp_class.n_items; i++)
		if (strcmp(bgp_class.items[i].element, element) == 0)
			return &bgp_class.items[i];
	return NULL;
}

static void set_attributes(const ProtoItem *neighbor, const char *attributes, BgpPeerConfig *config)
{
	char **all = g_strsplit(attributes, " ", -1);
	for (char **one = all; *one && **one; one++) {
		char **pair = g_strsplit(*one, "=", 2);
		for (char *c = pair[1]; *c; c++) /* a comma stands for a blank */
			*c = *c == ',' ? ' ' : *c;
		const ConfigField *field =
			config_find(neighbor->fields, neighbor->n_fields, pair[0]);
		ck_assert_msg(field != NULL, "%s", pair[0]);
		ck_assert_msg(config_set(field, pair[1], config), "%s", *one);
		g_strfreev(pair);
	}
	g_strfreev(all);
}

BgpPeer *lab_neighbor_with(Lab *lab, unsigned a, unsigned b, const char *families,
			   const char *attributes)
{
	LabRouter *r = lab_router(lab, a);
	const ProtoItem *neighbor = lab_item("neighbor");
	BgpPeerConfig config = {0};
	GError *error = NULL;
	config_set_defaults(neighbor->fields, neighbor->n_fields, &config);
	config.address = lab_loopback(b);
	config.as_number = lab_router(lab, b)->host.asn;
	config.options.disable_connected_check = TRUE;
	g_free(config.update_source);
	config.update_source = g_strdup("lo");
	g_strfreev(config.families);
	config.families = g_strsplit(families, " ", -1);
	set_attributes(neighbor, attributes, &config);
	gboolean ok = neighbor->add(r->bgp, NULL, &config, &error);
	ck_assert_msg(ok, "%s", error ? error->message : "");
	BgpPeer *peer = bgp_peer_find(lab_bgp(lab, a), &config.address);
	config_clear(neighbor->fields, neighbor->n_fields, &config);
	return peer;
}

BgpPeer *lab_neighbor(Lab *lab, unsigned a, unsigned b, const char *families)
{
	return lab_neighbor_with(lab, a, b, families, "");
}

void lab_originate(Lab *lab, unsigned a, const char *prefix)
{
	const ProtoItem *network = lab_item("network");
	void *config = g_malloc0(network->config_size);
	config_set_defaults(network->fields, network->n_fields, config);
	ck_assert(config_set(&network->fields[0], prefix, config));
	ck_assert(network->add(lab_router(lab, a)->bgp, NULL, config, NULL));
	config_clear(network->fields, network->n_fields, config);
	g_free(config);
}

void lab_join(Lab *lab, unsigned a, unsigned b)
{
	lab_link(lab, a, b);
	lab_set_lsp(lab, a, b, TRUE);
	lab_set_lsp(lab, b, a, TRUE);
	lab_neighbor(lab, a, b, "vpnv4");
	lab_neighbor(lab, b, a, "vpnv4");
}

BgpPeer *lab_peer(Lab *lab, unsigned a, unsigned b)
{
	NetAddr address = lab_loopback(b);
	BgpPeer *peer = bgp_peer_find(lab_bgp(lab, a), &address);
	ck_assert_ptr_nonnull(peer);
	return peer;
}

BgpPeer *lab_only_peer(Lab *lab, unsigned a)
{
	ck_assert_uint_eq(lab_bgp(lab, a)->peers->len, 1);
	return g_ptr_array_index(lab_bgp(lab, a)->peers, 0);
}

BgpState lab_state(Lab *lab, unsigned a, unsigned b)
{
	return bgp_session_state(lab_peer(lab, a, b)->session);
}

void lab_start(Lab *lab)
{
	for (unsigned i = 1; i <= lab->n; i++) {
		LabRouter *r = lab_router(lab, i);
		for (guint k = 0; k < r->fwd->ifaces->len; k++)
			fwd_iface_set_shut(g_ptr_array_index(r->fwd->ifaces, k), FALSE);
	}
	for (unsigned i = 1; i <= lab->n; i++)
		if (lab_router(lab, i)->bgp)
			bgp_class.start(lab_router(lab, i)->bgp);
}

void lab_run(Lab *lab, SimTime until)
{
	sim_run(lab->sim, until);
}

unsigned lab_count(const Lab *lab, const char *text)
{
	unsigned n = 0;
	for (const char *p = lab->log->str; (p = strstr(p, text)) != NULL; p++)
		n++;
	return n;
}

static void on_vpn(ProtoInstance *bgp, const BgpVpnRoute *before, const BgpVpnRoute *after,
		   void *user)
{
	Lab *lab = user;
	const BgpVpnRoute *route = after ? after : before;
	g_string_append_printf(lab->log, "%s vpn %s ", bgp->host->node_name,
			       !before  ? "add"
			       : !after ? "remove"
					: "replace");
	net_rd_append(route->rd, lab->log);
	g_string_append_c(lab->log, ' ');
	net_prefix_append(&route->prefix, lab->log);
	g_string_append(lab->log, route->local ? " local" : " via ");
	net_addr_append(&route->next_hop, lab->log);
	g_string_append_printf(lab->log, " label %u%s", route->label,
			       route->usable ? "" : " unusable");
	for (unsigned i = 0; i < route->n_route_targets; i++) {
		g_string_append(lab->log, " rt ");
		net_rt_append(route->route_targets[i], lab->log);
	}
	g_string_append_c(lab->log, '\n');
}

void lab_watch_vpn(Lab *lab, unsigned i)
{
	bgp_vpn_watch(lab_router(lab, i)->bgp, on_vpn, lab);
}

ProtoInstance *lab_bgp_in(LabRouter *router, Rib *rib)
{
	void *config = g_malloc0(bgp_class.config_size);
	ProtoInstance *bgp;

	config_set_defaults(bgp_class.fields, bgp_class.n_fields, config);
	bgp = bgp_class.create(&router->host, rib, config, NULL);
	config_clear(bgp_class.fields, bgp_class.n_fields, config);
	g_free(config);
	return bgp;
}

Lab *lab_star(unsigned n, const char *attributes)
{
	g_autofree uint32_t *one_as = g_new(uint32_t, n);
	Lab *lab;

	for (unsigned i = 0; i < n; i++)
		one_as[i] = 65001;
	lab = lab_new(n, one_as);
	for (unsigned i = 2; i <= n; i++) {
		lab_link(lab, 1, i);
		lab_neighbor_with(lab, 1, i, "ipv4", attributes);
		lab_neighbor(lab, i, 1, "ipv4");
	}
	lab_start(lab);
	lab_run(lab, 10 * SIM_SEC);
	g_string_truncate(lab->log, 0);
	return lab;
}
