/* SPDX-License-Identifier: Apache-2.0 */
/* What a router says of itself, and when. */

#include "tests/models/ospf/ospf_net.h"
#include "tests/testing.h"

static const OspfLsa *own_lsa(const Router *r)
{
	const OspfArea *area = g_ptr_array_index(r->ospf->areas, 0);
	uint32_t id = r->ospf->router_id;
	return ospf_lsdb_find(&area->lsdb, &(Ospf2LsaKey){OSPF2_LSA_ROUTER, id, id});
}

static int number(const Router *r)
{
	return (int)(own_lsa(r)->content.header.seq - OSPF2_SEQ_INITIAL) + 1;
}

/* Links in order: "stub 10.0.0.1/ffffffff 0, p2p 10.0.0.2 from 10.1.0.1 10". */
static void assert_links(const Router *r, const char *want)
{
	const GArray *links = own_lsa(r)->content.links;
	GString *out = g_string_new(NULL);
	char id[OSPF_ID_STRLEN], data[OSPF_ID_STRLEN];

	for (unsigned i = 0; i < links->len; i++) {
		const Ospf2RouterLink *link = &g_array_index(links, Ospf2RouterLink, i);
		g_string_append(out, i ? ", " : "");
		if (link->type == OSPF2_LINK_STUB)
			g_string_append_printf(out, "stub %s/%x %u", ospf_id_str(link->id, id),
					       link->data, link->metric);
		else
			g_string_append_printf(out, "p2p %s from %s %u", ospf_id_str(link->id, id),
					       ospf_id_str(link->data, data), link->metric);
	}
	ck_assert_str_eq(out->str, want);
	g_string_free(out, TRUE);
}

/* The router-LSA of an FRR router in the same place, from options to body without its number. */
START_TEST(like_a_real_router)
{
	static const uint8_t real[] = {
		0x00, 0x3c, 0x00, 0x00, 0x00, 0x03, 0x0a, 0x00, 0x01, 0x01, 0xff, 0xff, 0xff, 0xff,
		0x03, 0x00, 0x00, 0x00, 0x0a, 0x00, 0x01, 0x02, 0x0a, 0x64, 0x01, 0x01, 0x01, 0x00,
		0x00, 0x0a, 0x0a, 0x64, 0x01, 0x00, 0xff, 0xff, 0xff, 0xfc, 0x03, 0x00, 0x00, 0x0a,
	};
	Net *net = net_new();
	Router *pe = net_router(net, "PE", "10.0.1.1"), *p = net_router(net, "P", "10.0.1.2");
	OspfIfaceConfig config = net_iface_config();
	FwdLink *link = fwd_link_new(net->fwd, SIM_MSEC, 0);

	fwd_link_attach(link, net_iface(pe, "p", "10.100.1.1/30", &config));
	fwd_link_attach(link, net_iface(p, "pe", "10.100.1.2/30", &config));
	g_ptr_array_add(net->links, link);
	net_start(net);
	net_run(net, 20 * SIM_SEC);
	const OspfLsa *lsa = own_lsa(pe);
	ck_assert_uint_eq(lsa->content.header.options, OSPF2_OPTION_E);
	ck_assert_uint_eq(lsa->content.header.length, 18 + sizeof real);
	ck_assert_mem_eq(lsa->bytes + 18, real, sizeof real);
	ck_assert(ospf2_lsa_checksum_ok(lsa->bytes, lsa->content.header.length));
	net_free(net);
}
END_TEST

/* The network-LSA of an FRR router in the same place, but for its age. */
START_TEST(network_lsa_like_a_real_router)
{
	static const uint8_t real[] = {
		0x02, 0x02, 0x0a, 0x64, 0x02, 0x02, 0x0a, 0x00, 0x01, 0x03,
		0x80, 0x00, 0x00, 0x01, 0xa3, 0x1e, 0x00, 0x20, 0xff, 0xff,
		0xff, 0xfc, 0x0a, 0x00, 0x01, 0x02, 0x0a, 0x00, 0x01, 0x03,
	};
	Net *net = net_new();
	Router *p = net_router(net, "P", "10.0.1.2"), *pe = net_router(net, "PE", "10.0.1.3");
	OspfIfaceConfig config = net_iface_config();
	FwdLink *link = fwd_segment_new(net->fwd, SIM_MSEC, 0);

	fwd_link_attach(link, net_iface(p, "pe", "10.100.2.1/30", &config));
	fwd_link_attach(link, net_iface(pe, "p", "10.100.2.2/30", &config));
	g_ptr_array_add(net->links, link);
	net_start(net);
	net_run(net, 70 * SIM_SEC);
	const OspfArea *area = g_ptr_array_index(p->ospf->areas, 0);
	const OspfLsa *lsa = ospf_lsdb_find(
		&area->lsdb, &(Ospf2LsaKey){OSPF2_LSA_NETWORK, 0x0a640202, 0x0a000103});
	ck_assert_ptr_nonnull(lsa);
	ck_assert_uint_eq(lsa->content.header.length, 2 + sizeof real);
	ck_assert_mem_eq(lsa->bytes + 2, real, sizeof real);
	net_free(net);
}
END_TEST

START_TEST(follows_interfaces)
{
	Net *net = net_new();
	Router *a = net_router(net, "A", "10.0.0.1"), *b = net_router(net, "B", "10.0.0.2");
	FwdLink *link = net_join(a, b, 7);

	net_start(net);
	net_run(net, SIM_SEC);
	assert_links(a, "stub 10.0.0.1/ffffffff 0, stub 10.1.0.0/fffffffc 7");
	net_run(net, 20 * SIM_SEC);
	assert_links(a, "stub 10.0.0.1/ffffffff 0, p2p 10.0.0.2 from 10.1.0.1 7, "
			"stub 10.1.0.0/fffffffc 7");
	fwd_link_set_state(link, FWD_LINK_DOWN);
	net_run(net, SIM_SEC);
	assert_links(a, "stub 10.0.0.1/ffffffff 0");
	net_free(net);
}
END_TEST

/* MinLSInterval: what changes within 5 s is told together, and nothing where it changed back. */
START_TEST(not_too_often)
{
	Net *net = net_new();
	Router *a = net_router(net, "A", "10.0.0.1");
	FwdIface *lo = fwd_node_iface(a->fwd, "lo");

	net_start(net);
	net_run(net, 10 * SIM_SEC);
	ck_assert_int_eq(number(a), 1);
	fwd_iface_set_shut(lo, TRUE);
	net_run(net, 0);
	ck_assert_int_eq(number(a), 2);
	for (unsigned i = 0; i < 5; i++) {
		fwd_iface_set_shut(lo, i % 2);
		net_run(net, 900 * SIM_MSEC);
		ck_assert_int_eq(number(a), 2);
	}
	net_run(net, SIM_SEC);
	ck_assert_int_eq(number(a), 3);
	fwd_iface_set_shut(lo, TRUE);
	fwd_iface_set_shut(lo, FALSE);
	net_run(net, 10 * SIM_SEC);
	ck_assert_int_eq(number(a), 3);
	net_free(net);
}
END_TEST

/* Throttled: the first instance at once, then 1 s, 2 s, 4 s apart while changes go on; after a calm
 * all begins anew. */
START_TEST(throttled)
{
	Net *net = net_new();
	Router *a = net_router(net, "A", "10.0.0.1");
	FwdIface *lo = fwd_node_iface(a->fwd, "lo");
	GString *times = g_string_new(NULL);
	int last = 1;

	a->ospf->config.lsa_hold = SIM_SEC;
	a->ospf->config.lsa_max_hold = 4 * SIM_SEC;
	net_start(net);
	net_run(net, 20 * SIM_SEC);
	ck_assert_int_eq(number(a), 1);
	for (unsigned i = 0; i < 135; i++) {
		/* Not the same at any instant at which an instance is due. */
		fwd_iface_set_shut(lo, number(a) % 2);
		net_run(net, 100 * SIM_MSEC);
		if (number(a) != last)
			g_string_append_printf(times, "%g ", (double)i / 10);
		last = number(a);
	}
	ck_assert_str_eq(times->str, "0 0.9 2.9 6.9 10.9 ");
	net_run(net, 20 * SIM_SEC);
	last = number(a);
	fwd_iface_set_shut(lo, !lo->shut);
	net_run(net, 0);
	ck_assert_int_eq(number(a), last + 1);
	g_string_free(times, TRUE);
	net_free(net);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf_originate");
	tcase_add_test(tc, like_a_real_router);
	tcase_add_test(tc, network_lsa_like_a_real_router);
	tcase_add_test(tc, follows_interfaces);
	tcase_add_test(tc, not_too_often);
	tcase_add_test(tc, throttled);
	return test_main("ospf_originate", tc);
}
