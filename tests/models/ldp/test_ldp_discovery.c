/* SPDX-License-Identifier: Apache-2.0 */
/* Interfaces without LDP, targeted hellos over several hops; the rest are talks (tests/talk). */
#include "models/ldp/ldp_discovery.h"
#include "models/ldp/ldp_filter.h"
#include "tests/models/ldp/ldp_script.h"
#include "tests/testing.h"

/* A hello as it comes in on R1's link, from 10.1.1.2. */
static void hear(Script *s, const char *hex)
{
	LdpInstance *ldp = lab_router(s->lab, 1)->ldp;
	IpInfo info = {.iface = g_ptr_array_index(lab_router(s->lab, 1)->fwd->ifaces, 1),
		       .src = net_addr_ipv4(0x0a010102)};
	GByteArray *bytes = g_byte_array_new();

	for (; *hex; hex += 2) {
		guint8 b = g_ascii_xdigit_value(hex[0]) << 4 | g_ascii_xdigit_value(hex[1]);
		g_byte_array_append(bytes, &b, 1);
	}
	ldp_hello_receive(ldp, &info, LDP_PORT, bytes->data, bytes->len);
	g_byte_array_free(bytes, TRUE);
}

/* Says nothing by itself. */
static Script *silent(void)
{
	Script *s = script_new(2);

	script_hush(s);
	script_run(s, 16 * SIM_SEC);
	ck_assert_uint_eq(lab_router(s->lab, 1)->ldp->peers->len, 0);
	return s;
}

#define PDU_FROM_9 "0001001e0a0000090000"
#define HELLO "0100001400000001"
#define TRANSPORT_9 "040100040a000009"

START_TEST(test_interface_without_ldp)
{
	Script *s = silent();
	LdpInstance *ldp = lab_router(s->lab, 1)->ldp;

	ldp_iface_stop(g_ptr_array_index(ldp->ifaces, 0));
	g_string_truncate(s->lab->log, 0);
	hear(s, PDU_FROM_9 HELLO "04000004000f0000" TRANSPORT_9);
	script_run(s, 20 * SIM_SEC);
	ck_assert_uint_eq(ldp->peers->len, 0);
	ck_assert_uint_eq(lab_count(s->lab, "R1"), 0);
	script_free(s);
}
END_TEST

/* R1 names R3, two hops away, which answers only where it accepts that. */
START_TEST(test_targeted)
{
	Lab *lab = lab_chain(3);
	LdpInstance *r1 = lab_router(lab, 1)->ldp, *r3 = lab_router(lab, 3)->ldp;
	const ProtoItem *item = &ldp_class.items[1];
	LdpTargetConfig config;
	GError *error = NULL;

	config_set_defaults(item->fields, item->n_fields, &config);
	config.address = lab_loopback(3);
	ck_assert(item->add(&r1->proto, NULL, &config, &error));
	lab_start(lab);
	lab_run(lab, 30 * SIM_SEC);
	ck_assert_ptr_null(lab_peer(lab, 1, 3));
	ck_assert_ptr_null(lab_peer(lab, 3, 1));
	ck_assert_uint_eq(r3->ifaces->len, 1);

	/* Of others alone; then of R1 too. */
	r3->accept_targeted = TRUE;
	g_array_unref(r3->accept_targeted_from);
	ck_assert(ldp_config_filter.parse("10.0.0.9/32", &r3->accept_targeted_from));
	lab_run(lab, 11 * SIM_SEC);
	ck_assert_ptr_null(lab_peer(lab, 3, 1));
	g_array_unref(r3->accept_targeted_from);
	ck_assert(ldp_config_filter.parse("10.0.0.1/32 10.0.0.9/32", &r3->accept_targeted_from));
	lab_run(lab, 11 * SIM_SEC);
	ck_assert_str_eq(lab_state(lab, 1, 3), "OPERATIONAL");
	ck_assert_str_eq(lab_state(lab, 3, 1), "OPERATIONAL");
	const LdpAdjacency *adj = g_ptr_array_index(lab_peer(lab, 1, 3)->adjacencies, 0);
	ck_assert_int_eq(adj->hold, 45 * SIM_SEC);
	ck_assert_uint_eq(r3->ifaces->len, 2);
	/* It is no next hop: its labels are kept, not used. */
	ck_assert_str_eq(lab_decide(lab, 1, "10.0.0.2"), "forward to-R2");

	/* Cut off, the adjacency lasts 45 s from the last hello; then R3 has forgotten R1. */
	fwd_link_set_state(g_ptr_array_index(lab->links, 0), FWD_LINK_SILENT);
	lab_run(lab, 34 * SIM_SEC);
	ck_assert_str_eq(lab_state(lab, 1, 3), "OPERATIONAL");
	lab_run(lab, 12 * SIM_SEC);
	ck_assert_ptr_null(lab_peer(lab, 1, 3));
	ck_assert_ptr_null(lab_peer(lab, 3, 1));
	ck_assert_uint_eq(r3->ifaces->len, 1);
	lab_free(lab);
}
END_TEST

/* Both name each other; the first hello goes when there is a route, not at the next interval. */
START_TEST(test_targeted_waits_for_route)
{
	Lab *lab = lab_new(3);
	const ProtoItem *item = &ldp_class.items[1];
	LdpTargetConfig config;
	GError *error = NULL;

	lab_link(lab, 1, 2);
	lab_link(lab, 2, 3);
	lab_configure(lab, 0);
	config_set_defaults(item->fields, item->n_fields, &config);
	for (unsigned i = 1; i <= 3; i += 2) {
		config.address = lab_loopback(4 - i);
		ck_assert(item->add(&lab_router(lab, i)->ldp->proto, NULL, &config, &error));
	}
	config.hello.hello_hold = 10 * SIM_SEC;
	ck_assert(!item->add(&lab_router(lab, 1)->ldp->proto, NULL, &config, &error));
	g_clear_error(&error);
	lab_start(lab);
	lab_run(lab, 12 * SIM_SEC);
	ck_assert_ptr_null(lab_peer(lab, 1, 3));
	lab_route_chain(lab);
	lab_run(lab, SIM_SEC);
	ck_assert_str_eq(lab_state(lab, 1, 3), "OPERATIONAL");
	/* Turned off: the other end hears of it at once. */
	ldp_class.stop(&lab_router(lab, 3)->ldp->proto);
	lab_run(lab, SIM_SEC);
	ck_assert_str_eq(lab_state(lab, 1, 3), "NON EXISTENT");
	lab_free(lab);
}
END_TEST

/* Neighbours that name each other keep their session, and its labels, while their link is down (what vendors
 * call session protection); under TTL security it would end, as its segments come from two hops away. */
START_TEST(test_session_outlives_the_link)
{
	Lab *lab = lab_new(3);
	const ProtoItem *item = &ldp_class.items[1];
	LdpTargetConfig config;
	GError *error = NULL;

	lab_link(lab, 1, 2);
	lab_link(lab, 1, 3);
	lab_link(lab, 2, 3);
	lab_configure(lab, 0);
	config_set_defaults(item->fields, item->n_fields, &config);
	for (unsigned i = 1; i <= 2; i++) {
		lab_router(lab, i)->ldp->gtsm = _i;
		config.address = lab_loopback(3 - i);
		ck_assert(item->add(&lab_router(lab, i)->ldp->proto, NULL, &config, &error));
	}
	lab_route_direct(lab, 1, 2, 1);
	lab_route_direct(lab, 1, 3, 2);
	lab_route_direct(lab, 2, 3, 3);
	lab_start(lab);
	lab_run(lab, 20 * SIM_SEC);
	ck_assert_uint_eq(lab_peer(lab, 1, 2)->adjacencies->len, 2);
	g_string_truncate(lab->log, 0);

	fwd_link_set_state(g_ptr_array_index(lab->links, 0), FWD_LINK_DOWN);
	lab_route(lab, 1, "10.0.0.2/32", 2);
	lab_route(lab, 2, "10.0.0.1/32", 3);
	lab_run(lab, 200 * SIM_SEC);
	ck_assert_uint_eq(lab_peer(lab, 1, 2)->adjacencies->len, 1);
	ck_assert_int_eq(lab_count(lab, "R1 10.0.0.2: OPERATIONAL -> NON EXISTENT") > 0, _i);
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ldp_discovery");

	tcase_add_test(tc, test_interface_without_ldp);
	tcase_add_test(tc, test_targeted);
	tcase_add_test(tc, test_targeted_waits_for_route);
	tcase_add_loop_test(tc, test_session_outlives_the_link, 0, 2);
	return test_main("ldp_discovery", tc);
}
