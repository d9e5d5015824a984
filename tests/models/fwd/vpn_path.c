/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/fwd/vpn_path.h"

#define LDP(value) ((Label){value, LABEL_KIND_LDP})
#define VPN(value) ((Label){value, LABEL_KIND_VPN})

static void add_nodes(VpnPath *t)
{
	t->ce3 = lab_node(t->lab, "CE-3");
	t->pe2 = lab_node(t->lab, "PE-2");
	t->p = lab_node(t->lab, "P");
	t->pe1 = lab_node(t->lab, "PE-1");
	t->ce2 = lab_node(t->lab, "CE-2");
	t->vpn2 = fwd_node_add_vrf(t->pe2, "VPN-B");
	t->vpn1 = fwd_node_add_vrf(t->pe1, "VPN-B");
	t->ce3_pe = lab_iface(t->ce3, "pe", NULL, "10.2.0.2/30");
	t->pe2_ce = lab_iface(t->pe2, "ce", t->vpn2, "10.2.0.1/30");
	t->pe2_core = lab_iface(t->pe2, "core", NULL, "10.0.2.1/30");
	t->p_pe2 = lab_iface(t->p, "pe2", NULL, "10.0.2.2/30");
	t->p_pe1 = lab_iface(t->p, "pe1", NULL, "10.0.1.2/30");
	t->pe1_core = lab_iface(t->pe1, "core", NULL, "10.0.1.1/30");
	t->pe1_ce = lab_iface(t->pe1, "ce", t->vpn1, "10.1.0.1/30");
	t->ce2_pe = lab_iface(t->ce2, "pe", NULL, "10.1.0.2/30");
}

static void add_links(VpnPath *t)
{
	t->links[0] = lab_link(t->lab, t->ce3_pe, t->pe2_ce);
	t->links[1] = lab_link(t->lab, t->pe2_core, t->p_pe2);
	t->links[2] = lab_link(t->lab, t->p_pe1, t->pe1_core);
	t->links[3] = lab_link(t->lab, t->pe1_ce, t->ce2_pe);
	for (unsigned i = 0; i < G_N_ELEMENTS(t->links); i++)
		lab_watch_link(t->links[i], t->wire);
	t->pe2_core->mpls = t->p_pe2->mpls = t->p_pe1->mpls = t->pe1_core->mpls = TRUE;
}

/* A VPN route of a PE: its label, and under it the object of the LSP to the other PE. */
static void vpn_route(FwdNode *pe, FwdVrf *vrf, const char *prefix, uint32_t label, FwdNextHop *lsp)
{
	LabelStack push = {1, {VPN(label)}};

	lab_route(pe, vrf, prefix, fwd_nexthop_via(lsp, &push));
	fwd_nexthop_unref(lsp);
}

static void add_tables(VpnPath *t)
{
	lab_route(t->ce3, NULL, "0.0.0.0/0", lab_gateway(t->ce3_pe, "10.2.0.1"));
	lab_route(t->ce2, NULL, "0.0.0.0/0", lab_gateway(t->ce2_pe, "10.1.0.1"));
	vpn_route(t->pe2, t->vpn2, "10.1.0.0/30", 29, lab_hop(t->pe2_core, "10.0.2.2", 1, LDP(17)));
	vpn_route(t->pe1, t->vpn1, "10.2.0.0/30", 31, lab_hop(t->pe1_core, "10.0.1.2", 1, LDP(18)));
	lab_label(t->p, 17, lab_gateway(t->p_pe1, "10.0.1.1"), FALSE);
	lab_label(t->p, 18, lab_gateway(t->p_pe2, "10.0.2.1"), FALSE);
	lab_label(t->pe1, 29, lab_gateway(t->pe1_ce, "10.1.0.2"), TRUE);
	lab_label(t->pe2, 31, fwd_nexthop_lookup(t->vpn2), TRUE);
}

void vpn_path_init(VpnPath *t)
{
	t->lab = lab_new();
	t->wire = g_string_new(NULL);
	t->seen = g_string_new(NULL);
	add_nodes(t);
	add_links(t);
	add_tables(t);
}

void vpn_path_release(VpnPath *t)
{
	lab_free(t->lab);
	g_string_free(t->wire, TRUE);
	g_string_free(t->seen, TRUE);
}
