/* SPDX-License-Identifier: Apache-2.0 */
#include "models/node/network.h"
#include "models/ospf/ospf.h"
#include "models/static/static.h"
#include "models/vpn/vpn.h"
#include "tests/testing.h"

#include <string.h>

static Sim *sim;
static Network *network;
static Node *a, *b;

static Node *add_node(const char *name, NodeRole role, GError **error)
{
	NetAddr id = net_addr_ipv4(0x0a000001);

	return network_add_node(network, name, role, 1, "carrier", &id, error);
}

static void setup(void)
{
	sim = sim_new(1);
	network = network_new(sim);
	a = add_node("A", NODE_PE, NULL);
	b = add_node("B", NODE_P, NULL);
}

static void teardown(void)
{
	network_free(network);
	sim_free(sim);
}

static FwdIface *add_iface(Node *node, const char *name, FwdIfaceKind kind, const char *vrf,
			   const char *address, GError **error)
{
	GArray *addresses = g_array_new(FALSE, FALSE, sizeof(NetPrefix));
	FwdIface *iface;
	NetPrefix own;

	ck_assert(net_prefix_parse(address, TRUE, &own));
	g_array_append_val(addresses, own);
	iface = node_add_interface(node, name, kind, vrf, addresses, 0, TRUE, error);
	g_array_free(addresses, TRUE);
	return iface;
}

static FwdIface *ethernet(Node *node, const char *name, const char *address)
{
	FwdIface *iface = add_iface(node, name, FWD_IFACE_ETHERNET, NULL, address, NULL);

	ck_assert_ptr_nonnull(iface);
	return iface;
}

static void expect_error(GError **error, const char *text)
{
	ck_assert_ptr_nonnull(*error);
	ck_assert((*error)->domain == PROTO_ERROR);
	ck_assert_str_eq((*error)->message, text);
	g_clear_error(error);
}

START_TEST(roles_have_names)
{
	NodeRole role;

	for (unsigned i = 0; i < NODE_ROLES; i++) {
		ck_assert(node_role_parse(node_role_name((NodeRole)i), &role));
		ck_assert_uint_eq(role, i);
	}
	ck_assert_str_eq(node_role_name(NODE_ASBR), "asbr");
	ck_assert(!node_role_parse("PE", &role));
	ck_assert(!node_role_parse("", &role));
}
END_TEST

START_TEST(nodes_are_found_by_name)
{
	GError *error = NULL;

	ck_assert_ptr_eq(network_node(network, "A"), a);
	ck_assert_ptr_eq(network_node(network, "B"), b);
	ck_assert_ptr_null(network_node(network, "C"));
	ck_assert_ptr_null(add_node("A", NODE_CE, &error));
	expect_error(&error, "a node named \"A\" exists already");
	ck_assert_uint_eq(network->nodes->len, 2);
	ck_assert_str_eq(a->host.node_name, "A");
	ck_assert_uint_eq(a->host.asn, 1);
	ck_assert_ptr_eq(a->host.rib_node, a->rib);
}
END_TEST

START_TEST(interfaces_come_up_when_the_network_starts)
{
	FwdIface *lo = add_iface(a, "lo", FWD_IFACE_LOOPBACK, NULL, "10.0.0.1/32", NULL);
	FwdIface *one = ethernet(a, "b", "10.1.0.1/30"), *other = ethernet(b, "a", "10.1.0.2/30");
	NetAddr loopback = net_addr_ipv4(0x0a000001);

	network_add_link(network, one, other, SIM_MSEC, 0);
	ck_assert(!fwd_iface_is_up(lo) && !fwd_iface_is_up(one));
	ck_assert_ptr_null(fwd_fib_lookup(fwd_node_global(a->fwd), &loopback));
	ck_assert_str_eq(fwd_net_address_name(network->fwd, &loopback), "A");
	network_start(network);
	ck_assert(fwd_iface_is_up(lo) && fwd_iface_is_up(one) && fwd_iface_is_up(other));
	ck_assert_int_eq(fwd_fib_lookup(fwd_node_global(a->fwd), &loopback)->kind, FWD_NH_LOCAL);
}
END_TEST

START_TEST(interfaces_have_names_of_their_own)
{
	GError *error = NULL;

	ethernet(a, "b", "10.1.0.1/30");
	ck_assert_ptr_null(add_iface(a, "b", FWD_IFACE_ETHERNET, NULL, "10.2.0.1/30", &error));
	expect_error(&error, "node \"A\" has an interface \"b\" already");
	ck_assert_ptr_null(add_iface(a, "c", FWD_IFACE_ETHERNET, "VPN", "10.2.0.1/30", &error));
	expect_error(&error, "node \"A\" has no VRF \"VPN\"");
}
END_TEST

START_TEST(links_are_found_by_either_end)
{
	FwdLink *first = network_add_link(network, ethernet(a, "b1", "10.1.0.1/30"),
					  ethernet(b, "a1", "10.1.0.2/30"), SIM_MSEC, 0);
	FwdLink *second = network_add_link(network, ethernet(a, "b2", "10.2.0.1/30"),
					   ethernet(b, "a2", "10.2.0.2/30"), SIM_MSEC, 0);
	unsigned n;

	ck_assert_ptr_eq(network_link(network, "A", "B", NULL, NULL, &n), first);
	ck_assert_uint_eq(n, 2);
	ck_assert_ptr_eq(network_link(network, "B", "A", NULL, NULL, &n), first);
	ck_assert_ptr_eq(network_link(network, "B", "A", "a2", NULL, &n), second);
	ck_assert_uint_eq(n, 1);
	ck_assert_ptr_eq(network_link(network, "B", "A", NULL, "b2", &n), second);
	ck_assert_ptr_eq(network_link(network, "A", "B", "b2", "a2", &n), second);
	ck_assert_ptr_null(network_link(network, "A", "B", "b2", "a1", &n));
	ck_assert_uint_eq(n, 0);
	ck_assert_ptr_null(network_link(network, "A", "A", NULL, NULL, &n));
}
END_TEST

static FwdVrf *add_vrf(const char *name, NetRd rd, GError **error)
{
	NodeVrfConfig config = {.name = name, .rd = rd};

	return node_add_vrf(a, &config, error);
}

START_TEST(vrfs_have_tables_and_an_rd)
{
	GError *error = NULL;
	FwdVrf *vrf = add_vrf("VPN-B", 7, NULL);
	FwdIface *ce;

	ck_assert_ptr_nonnull(rib_of_vrf(a->rib, vrf));
	ck_assert_ptr_nonnull(vpn_vrf(a->vpn, "VPN-B"));
	ck_assert_ptr_null(b->vpn);
	ck_assert_ptr_null(add_vrf("VPN-B", 8, &error));
	expect_error(&error, "node \"A\" has a VRF \"VPN-B\" already");
	ck_assert_ptr_null(add_vrf("VPN-A", 7, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "route distinguisher of VRF \"VPN-B\""));
	g_clear_error(&error);
	ce = add_iface(a, "ce", FWD_IFACE_ETHERNET, "VPN-B", "10.3.0.1/30", NULL);
	ck_assert_ptr_eq(ce->vrf, vrf);
}
END_TEST

START_TEST(protocols_are_one_per_table)
{
	GError *error = NULL;
	ProtoInstance *global, *vpn;

	add_vrf("VPN-B", 7, NULL);
	global = node_add_protocol(a, &static_class, NULL, NULL, NULL);
	vpn = node_add_protocol(a, &static_class, "VPN-B", NULL, NULL);
	ck_assert_ptr_nonnull(global);
	ck_assert_ptr_nonnull(vpn);
	ck_assert_ptr_eq(node_protocol(a, "static", NULL), global);
	ck_assert_ptr_eq(node_protocol(a, "static", "VPN-B"), vpn);
	ck_assert_ptr_null(node_protocol(a, "ospf", NULL));
	ck_assert_ptr_null(node_protocol(b, "static", NULL));
	ck_assert_ptr_null(node_add_protocol(a, &static_class, "VPN-B", NULL, &error));
	expect_error(&error, "node \"A\" runs static there already; write it once");
	ck_assert_ptr_null(node_add_protocol(a, &static_class, "VPN-A", NULL, &error));
	expect_error(&error, "node \"A\" has no VRF \"VPN-A\"");
	ck_assert(!global->running);
	network_start(network);
	ck_assert(global->running && vpn->running);
}
END_TEST

START_TEST(the_registry_knows_every_protocol_once)
{
	unsigned n = 0;

	for (; proto_classes[n]; n++) {
		for (unsigned i = 0; i < n; i++)
			ck_assert_str_ne(proto_classes[i]->name, proto_classes[n]->name);
		ck_assert_ptr_nonnull(proto_classes[n]->doc);
		ck_assert_ptr_nonnull(proto_classes[n]->create);
		ck_assert_ptr_nonnull(proto_classes[n]->start);
		ck_assert_ptr_nonnull(proto_classes[n]->stop);
		ck_assert_ptr_nonnull(proto_classes[n]->destroy);
	}
	ck_assert_uint_ge(n, 4);
}
END_TEST

START_TEST(nothing_at_all_can_be_freed)
{
	network_free(NULL);
	network_free(network);
	network = network_new(sim);
	network_start(network);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("network");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, roles_have_names);
	tcase_add_test(tc, nodes_are_found_by_name);
	tcase_add_test(tc, interfaces_come_up_when_the_network_starts);
	tcase_add_test(tc, interfaces_have_names_of_their_own);
	tcase_add_test(tc, links_are_found_by_either_end);
	tcase_add_test(tc, vrfs_have_tables_and_an_rd);
	tcase_add_test(tc, protocols_are_one_per_table);
	tcase_add_test(tc, the_registry_knows_every_protocol_once);
	tcase_add_test(tc, nothing_at_all_can_be_freed);
	return test_main("network", tc);
}
