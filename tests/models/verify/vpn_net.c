/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/verify/vpn_net.h"

#include <check.h>
#include <string.h>

static Node *add_node(VpnNet *net, unsigned i, const char *name, NodeRole role,
		      const char *loopback)
{
	NetPrefix address = {0};
	NetAddr id = rib_lab_addr("0.0.0.1");
	Node *node = network_add_node(net->network, name, role, 0, NULL, &id, NULL);

	ck_assert_ptr_nonnull(node);
	ck_assert(net_prefix_parse(loopback, TRUE, &address));
	net->nodes[i] = node;
	rib_source_init(node->rib, &net->igp[i], "ospf", NULL);
	rib_source_init(node->rib, &net->ldp[i], "ldp", NULL);
	rib_source_init(node->rib, &net->bgp[i], "bgp", NULL);
	rib_source_init(node->rib, &net->fixed[i], "static", NULL);
	vpn_net_iface(node, "lo", FWD_IFACE_LOOPBACK, NULL, loopback);
	return node;
}

FwdIface *vpn_net_iface(Node *node, const char *name, FwdIfaceKind kind, const char *vrf,
			const char *address)
{
	GArray *addresses = g_array_new(FALSE, FALSE, sizeof(NetPrefix));
	FwdIface *iface;
	NetPrefix own;

	ck_assert(net_prefix_parse(address, TRUE, &own));
	g_array_append_val(addresses, own);
	iface = node_add_interface(node, name, kind, vrf, addresses, 0, !vrf, NULL);
	ck_assert_ptr_nonnull(iface);
	g_array_free(addresses, TRUE);
	return iface;
}

static void add_vrf(Node *node)
{
	NodeVrfConfig config = {.name = "VPN-B", .rd = 1};

	ck_assert_ptr_nonnull(node_add_vrf(node, &config, NULL));
}

static void join(VpnNet *net, unsigned a, const char *vrf_a, const char *name_a, const char *addr_a,
		 unsigned b, const char *vrf_b, const char *name_b, const char *addr_b)
{
	network_add_link(net->network,
			 vpn_net_iface(net->nodes[a], name_a, FWD_IFACE_ETHERNET, vrf_a, addr_a),
			 vpn_net_iface(net->nodes[b], name_b, FWD_IFACE_ETHERNET, vrf_b, addr_b),
			 SIM_MSEC, 0);
}

static void build(VpnNet *net)
{
	add_node(net, CE_3, "CE-3", NODE_CE, "152.12.3.1/24");
	add_vrf(add_node(net, PE_2, "PE-2", NODE_PE, "10.0.0.2/32"));
	add_node(net, P, "P", NODE_P, "10.0.0.9/32");
	add_vrf(add_node(net, PE_1, "PE-1", NODE_PE, "10.0.0.1/32"));
	add_node(net, CE_2, "CE-2", NODE_CE, "152.12.4.1/24");
	join(net, CE_3, NULL, "pe", "192.168.3.2/30", PE_2, "VPN-B", "ce", "192.168.3.1/30");
	join(net, PE_2, NULL, "core", "10.0.2.1/30", P, NULL, "pe2", "10.0.2.2/30");
	join(net, P, NULL, "pe1", "10.0.1.2/30", PE_1, NULL, "core", "10.0.1.1/30");
	join(net, PE_1, "VPN-B", "ce", "192.168.2.1/30", CE_2, NULL, "pe", "192.168.2.2/30");
}

static void label(Rib *rib, const char *prefix, uint32_t value, RibLabelFlags flags)
{
	Fec fec = rib_lab_fec(prefix);

	ck_assert(rib_label_configure(rib, &fec, value));
	ck_assert_uint_eq(rib_label_acquire(rib, &fec, "test", flags), value);
}

/* The core as OSPF and LDP leave it: PE to PE, with penultimate hop popping at P. */
static void fill_core(VpnNet *net)
{
	Rib *pe2 = vpn_net_rib(net, PE_2), *p = vpn_net_rib(net, P), *pe1 = vpn_net_rib(net, PE_1);

	rib_lab_route(pe2, &net->igp[PE_2], "10.0.0.1/32", 110, 2, "10.0.2.2 core");
	rib_lab_lsp(pe2, &net->ldp[PE_2], "10.0.0.1/32", 1, "10.0.2.2 core push 17");
	rib_lab_route(pe1, &net->igp[PE_1], "10.0.0.2/32", 110, 2, "10.0.1.2 core");
	rib_lab_lsp(pe1, &net->ldp[PE_1], "10.0.0.2/32", 1, "10.0.1.2 core push 18");
	rib_lab_route(p, &net->igp[P], "10.0.0.1/32", 110, 1, "10.0.1.1 pe1");
	rib_lab_lsp(p, &net->ldp[P], "10.0.0.1/32", 1, "10.0.1.1 pe1");
	rib_lab_route(p, &net->igp[P], "10.0.0.2/32", 110, 1, "10.0.2.1 pe2");
	rib_lab_lsp(p, &net->ldp[P], "10.0.0.2/32", 1, "10.0.2.1 pe2");
	label(p, "10.0.0.1/32", 17, RIB_LABEL_TRANSIT);
	label(p, "10.0.0.2/32", 18, RIB_LABEL_TRANSIT);
}

static void fill_edge(VpnNet *net)
{
	Rib *pe2 = vpn_net_vrf(net, PE_2), *pe1 = vpn_net_vrf(net, PE_1);

	rib_lab_route(vpn_net_rib(net, CE_3), &net->fixed[CE_3], "0.0.0.0/0", 1, 0,
		      "via 192.168.3.1");
	rib_lab_route(vpn_net_rib(net, CE_2), &net->fixed[CE_2], "0.0.0.0/0", 1, 0,
		      "via 192.168.2.1");
	rib_lab_route(pe2, &net->fixed[PE_2], "152.12.3.0/24", 1, 0, "via 192.168.3.2");
	rib_lab_route(pe1, &net->fixed[PE_1], "152.12.4.0/24", 1, 0, "via 192.168.2.2");
	label(pe2, "152.12.3.0/24", 92, RIB_LABEL_EGRESS);
	label(pe1, "152.12.4.0/24", 29, RIB_LABEL_EGRESS);
	rib_lab_route(pe2, &net->bgp[PE_2], "152.12.4.0/24", 200, 0, "lsp 10.0.0.1 vpn 29");
	rib_lab_route(pe1, &net->bgp[PE_1], "152.12.3.0/24", 200, 0, "lsp 10.0.0.2 vpn 92");
}

VpnNet *vpn_net_new(void)
{
	VpnNet *net = g_new0(VpnNet, 1);
	NetAddr dst = rib_lab_addr("152.12.4.1");

	net->sim = sim_new(1);
	net->network = network_new(net->sim);
	net->flows = flow_set_new(net->network);
	build(net);
	network_start(net->network);
	fill_core(net);
	fill_edge(net);
	net->flow = flow_add(net->flows, "f", "CE-3", NULL, &net_addr_none, &dst, NULL, 64, NULL);
	ck_assert_ptr_nonnull(net->flow);
	return net;
}

void vpn_net_free(VpnNet *net)
{
	flow_set_free(net->flows);
	network_free(net->network);
	sim_free(net->sim);
	g_free(net);
}

Rib *vpn_net_rib(VpnNet *net, unsigned node)
{
	return rib_global(net->nodes[node]->rib);
}

Rib *vpn_net_vrf(VpnNet *net, unsigned node)
{
	Node *pe = net->nodes[node];

	return rib_of_vrf(pe->rib, fwd_node_vrf(pe->fwd, "VPN-B"));
}

FwdLink *vpn_net_link(VpnNet *net, unsigned a, unsigned b)
{
	unsigned n;

	return network_link(net->network, net->nodes[a]->name, net->nodes[b]->name, NULL, NULL, &n);
}

Node *vpn_net_node(VpnNet *net, const char *name)
{
	return network_node(net->network, name);
}

static void append_stack(const PathHop *hop, GString *out)
{
	for (unsigned i = 0; i < hop->depth_out; i++)
		g_string_append_printf(out, "%s%u", i ? "/" : "", hop->stack_out[i].label);
	for (unsigned i = 0; i < hop->depth_out; i++)
		g_string_append_printf(out, "%s%u", i ? "/" : " ", hop->stack_out[i].ttl);
	if (hop->depth_out == 0)
		g_string_append_printf(out, "ip %u", hop->ip_ttl);
}

char *vpn_net_path(const Path *path)
{
	const PathHop *last = &path->hops[path->n_hops - 1];
	GString *out = g_string_new(NULL);

	for (unsigned i = 0; i < path->n_hops; i++) {
		if (!path->hops[i].out)
			continue;
		append_stack(&path->hops[i], out);
		g_string_append(out, " | ");
	}
	g_string_append(out, path_verdict_name(path->verdict));
	if (path->verdict != PATH_DELIVERED)
		g_string_append_printf(out, " at %s: %s", last->node->name, path->reason);
	else
		ck_assert_ptr_null(path->reason);
	return g_string_free(out, FALSE);
}

void vpn_net_add_namesake(VpnNet *net)
{
	NodeVrfConfig vrf = {.name = "VPN-A", .rd = 2};
	NetAddr id = rib_lab_addr("0.0.0.1");
	Node *pe = net->nodes[PE_1];
	Node *ce = network_add_node(net->network, "CE-9", NODE_CE, 0, NULL, &id, NULL);
	FwdIface *a, *b;
	Fec fec = rib_lab_fec("152.12.4.0/24");
	Rib *rib;

	ck_assert_ptr_nonnull(node_add_vrf(pe, &vrf, NULL));
	vpn_net_iface(ce, "lo", FWD_IFACE_LOOPBACK, NULL, "152.12.4.1/24");
	a = vpn_net_iface(pe, "ce9", FWD_IFACE_ETHERNET, "VPN-A", "192.168.2.1/30");
	b = vpn_net_iface(ce, "pe", FWD_IFACE_ETHERNET, NULL, "192.168.2.2/30");
	network_add_link(net->network, a, b, SIM_MSEC, 0);
	fwd_iface_set_shut(a, FALSE);
	fwd_iface_set_shut(b, FALSE);
	fwd_iface_set_shut(fwd_node_iface(ce->fwd, "lo"), FALSE);
	rib = rib_of_vrf(pe->rib, fwd_node_vrf(pe->fwd, "VPN-A"));
	rib_lab_route(rib, &net->fixed[PE_1], "152.12.4.0/24", 1, 0, "via 192.168.2.2");
	ck_assert(rib_label_configure(rib, &fec, 28));
	rib_label_acquire(rib, &fec, "test", RIB_LABEL_EGRESS);
}

static void do_nothing(SimEvent *event)
{
	(void)event;
}

/* There is an instant at the end to look at, whatever happens before. */
void vpn_net_run(VpnNet *net, SimTime until)
{
	SimEvent end = {.fn = do_nothing};

	sim_event_schedule(net->sim, &end, until, SIM_PERIODIC);
	sim_run(net->sim, until);
}
