/* SPDX-License-Identifier: Apache-2.0 */
/* Which FECs get labels, are told, taken, and end where; and which route a FEC follows. */
#include "models/ldp/ldp_filter.h"
#include "tests/models/ldp/ldp_lab.h"
#include "tests/testing.h"

#include <string.h>

static GArray *filter(const char *text)
{
	GArray *out = NULL;

	ck_assert_msg(ldp_config_filter.parse(text, &out), "\"%s\"", text);
	return out;
}

static void set_filter(GArray **member, const char *text)
{
	g_array_unref(*member);
	*member = filter(text);
}

static const struct {
	const char *filter, *prefix;
	gboolean allows, names;
} matches[] = {
	{"all", "10.0.0.0/8", TRUE, FALSE},
	{"none", "10.0.0.0/8", FALSE, FALSE},
	{"host-routes", "10.0.0.1/32", TRUE, FALSE},
	{"host-routes", "10.0.0.0/31", FALSE, FALSE},
	{"10.0.0.0/8", "10.0.0.0/8", TRUE, TRUE},
	{"10.0.0.0/8", "10.1.0.0/16", FALSE, FALSE},
	{"10.0.0.0/8", "10.0.0.0/7", FALSE, FALSE},
	{"10.0.0.0/8+", "10.0.0.0/8", TRUE, TRUE},
	{"10.0.0.0/8+", "10.1.0.0/16", TRUE, TRUE},
	{"10.0.0.0/8+", "11.0.0.0/16", FALSE, FALSE},
	{"10.0.0.0/8+", "0.0.0.0/0", FALSE, FALSE},
	{" 11.0.0.0/8  host-routes", "10.0.0.1/32", TRUE, FALSE},
	{"host-routes 10.0.0.0/24+", "10.0.0.1/32", TRUE, TRUE},
};

START_TEST(test_words)
{
	GArray *list = filter(matches[_i].filter);
	NetPrefix prefix = lab_fec(matches[_i].prefix).prefix;

	ck_assert_int_eq(ldp_filter_allows(list, &prefix), matches[_i].allows);
	ck_assert_int_eq(ldp_filter_names(list, &prefix), matches[_i].names);
	g_array_unref(list);
}
END_TEST

START_TEST(test_bad_words)
{
	static const char *const bad[] = {
		"",           " ",           "everything",  "10.0.0.0",
		"10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/8-", "2001:db8::/32",
		"all +"};
	GArray *out = NULL;

	for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++) {
		ck_assert_msg(!ldp_config_filter.parse(bad[i], &out), "\"%s\"", bad[i]);
		ck_assert_ptr_null(out);
	}
}
END_TEST

/* Host routes alone are told and taken: link subnets have no labels, loopbacks do. */
START_TEST(test_allocate_host_routes)
{
	Lab *lab = lab_chain(3);

	set_filter(&lab_router(lab, 2)->ldp->allocate, "host-routes");
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_label(lab, 2, "10.1.1.0/30"), NET_LABEL_NONE);
	ck_assert_uint_eq(lab_label(lab, 2, "10.0.0.2/32"), NET_LABEL_IMPLICIT_NULL);
	ck_assert_uint_ge(lab_label(lab, 2, "10.0.0.3/32"), NET_LABEL_FIRST);
	/* Its own packets still use what others advertise. */
	ck_assert_str_eq(lab_decide(lab, 2, "10.0.0.3"), "forward to-R3");
	ck_assert_uint_eq(lab_count(lab, "R1 received label-mapping 10.0.0.2"), 3);
	lab_free(lab);
}
END_TEST

START_TEST(test_advertise_and_accept)
{
	Lab *lab = lab_chain(3);
	Fec third = lab_fec("10.0.0.3/32"), link = lab_fec("10.1.2.0/30");

	set_filter(&lab_router(lab, 2)->ldp->advertise, "10.0.0.0/24+");
	set_filter(&lab_router(lab, 3)->ldp->accept, "10.0.0.1/32");
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	/* Allocated, but not told. */
	ck_assert_uint_eq(lab_label(lab, 2, "10.1.2.0/30"), NET_LABEL_IMPLICIT_NULL);
	ck_assert_uint_eq(lab_count(lab, "R1 received label-mapping 10.0.0.2"), 3);
	const LdpBinding *at_1 = ldp_label_find(lab_router(lab, 1)->ldp, &link);
	ck_assert_uint_eq(ldp_label_received(at_1, lab_peer(lab, 1, 2)), NET_LABEL_NONE);
	at_1 = ldp_label_find(lab_router(lab, 1)->ldp, &third);
	ck_assert_uint_ge(ldp_label_received(at_1, lab_peer(lab, 1, 2)), NET_LABEL_FIRST);
	/* Two of three are not taken: released, and not told again while nothing changes. */
	ck_assert_uint_eq(lab_count(lab, "R2 received label-release 10.0.0.3"), 2);
	g_string_truncate(lab->log, 0);
	lab_route(lab, 2, "10.0.0.3/32", 1);
	lab_route(lab, 2, "10.0.0.3/32", 2);
	lab_run(lab, SIM_SEC);
	ck_assert_str_eq(lab->log->str, "");
	lab_free(lab);
}
END_TEST

/* Loopbacks only are the router's own FECs; and one that is written ends at R2 although R3 has it. */
START_TEST(test_egress_policy)
{
	Lab *lab = lab_chain(3);

	set_filter(&lab_router(lab, 2)->ldp->egress, "host-routes 10.9.0.0/16+");
	lab_route(lab, 1, "10.9.1.0/24", 1);
	lab_route(lab, 2, "10.9.1.0/24", 2);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_label(lab, 2, "10.0.0.2/32"), NET_LABEL_IMPLICIT_NULL);
	ck_assert_uint_eq(lab_label(lab, 2, "10.1.1.0/30"), NET_LABEL_NONE);
	ck_assert_uint_ge(lab_label(lab, 2, "10.0.0.3/32"), NET_LABEL_FIRST);
	ck_assert_uint_eq(lab_label(lab, 2, "10.9.1.0/24"), NET_LABEL_IMPLICIT_NULL);
	ck_assert_str_eq(lab_decide(lab, 1, "10.9.1.1"), "forward to-R2");
	lab_free(lab);
}
END_TEST

/* R1 - R2 - R3, R2 - R4: R2 summarizes the loopbacks of R3 and R4 towards R1 (10.0.0.0/29 in place of
 * 10.0.0.3/32 and 10.0.0.4/32), as an area border router. Only loopbacks have labels. */
static Lab *summarized(gboolean longest_match)
{
	Lab *lab = lab_new(4);

	lab_link(lab, 1, 2);
	lab_link(lab, 2, 3);
	lab_link(lab, 2, 4);
	lab_configure(lab, 0);
	for (unsigned i = 1; i <= 4; i++)
		set_filter(&lab_router(lab, i)->ldp->egress, "host-routes");
	lab_router(lab, 1)->ldp->longest_match = longest_match;
	lab_route(lab, 1, "10.0.0.2/32", 1);
	lab_route(lab, 1, "10.0.0.0/29", 1);
	lab_route(lab, 2, "10.0.0.1/32", 1);
	lab_own_route(lab, 2, "10.0.0.0/29");
	lab_route(lab, 2, "10.0.0.3/32", 2);
	lab_route(lab, 2, "10.0.0.4/32", 3);
	for (unsigned i = 3; i <= 4; i++) {
		lab_route(lab, i, "10.0.0.1/32", i - 1);
		lab_route(lab, i, "10.0.0.2/32", i - 1);
	}
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	return lab;
}

/* What R1 sends a VPN packet to a PE with: the labels of the LSP, or why there is none. */
static const char *lsp_at_1(Lab *lab, const char *address)
{
	static char text[100];
	LabRouter *r = lab_router(lab, 1);
	RibHop hop = {.kind = RIB_HOP_RECURSIVE, .needs_lsp = TRUE};
	NetPrefix customer = lab_fec("152.12.0.0/16").prefix;
	RibRoute route = {
		.prefix = customer, .source = &r->igp, .distance = 200, .n_hops = 1, .hops = &hop};

	ck_assert(net_addr_parse(address, &hop.gateway));
	rib_route_update(r->rib, &route);
	g_strlcpy(text, lab_decide(lab, 1, "152.12.0.1"), sizeof(text));
	rib_route_withdraw(r->rib, &r->igp, &customer);
	return text;
}

START_TEST(test_exact_match)
{
	Lab *lab = summarized(FALSE);

	ck_assert_str_eq(lsp_at_1(lab, "10.0.0.2"), "forward to-R2");
	ck_assert_ptr_nonnull(strstr(lsp_at_1(lab, "10.0.0.3"), "drop: "));
	ck_assert_uint_eq(lab_label(lab, 1, "10.0.0.3/32"), NET_LABEL_NONE);
	lab_free(lab);
}
END_TEST

START_TEST(test_longest_match)
{
	Lab *lab = summarized(TRUE);
	char *third = g_strdup_printf("push %u to-R2", lab_label(lab, 2, "10.0.0.3/32"));
	char *fourth = g_strdup_printf("push %u to-R2", lab_label(lab, 2, "10.0.0.4/32"));
	NetPrefix host = lab_fec("10.0.0.3/32").prefix;

	ck_assert_str_eq(lsp_at_1(lab, "10.0.0.2"), "forward to-R2");
	ck_assert_str_eq(lsp_at_1(lab, "10.0.0.3"), third);
	ck_assert_str_eq(lsp_at_1(lab, "10.0.0.4"), fourth);
	/* The RIB is as it was; the label goes on upstream. */
	ck_assert_ptr_null(rib_best(lab_router(lab, 1)->rib, &host));
	ck_assert_uint_ge(lab_label(lab, 1, "10.0.0.3/32"), NET_LABEL_FIRST);

	/* The LSP goes with the label, and with the route; it comes back with the route. */
	fwd_link_set_state(g_ptr_array_index(lab->links, 2), FWD_LINK_DOWN);
	lab_run(lab, SIM_SEC);
	ck_assert_ptr_nonnull(strstr(lsp_at_1(lab, "10.0.0.4"), "drop: "));
	ck_assert_uint_eq(lab_label(lab, 1, "10.0.0.4/32"), NET_LABEL_NONE);
	lab_unroute(lab, 1, "10.0.0.0/29");
	ck_assert_uint_eq(lab_label(lab, 1, "10.0.0.3/32"), NET_LABEL_NONE);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_ge(lab_count(lab, "R1 sent label-withdraw"), 2);
	lab_route(lab, 1, "10.0.0.0/29", 1);
	ck_assert_str_eq(lsp_at_1(lab, "10.0.0.3"), third);
	/* A route of its own is longer. */
	lab_own_route(lab, 1, "10.0.0.3/32");
	ck_assert_uint_eq(lab_label(lab, 1, "10.0.0.3/32"), NET_LABEL_IMPLICIT_NULL);
	g_free(third);
	g_free(fourth);
	lab_free(lab);
}
END_TEST

/* Never by the default route. */
START_TEST(test_longest_match_by_default_route)
{
	Lab *lab = summarized(TRUE);

	lab_route(lab, 1, "0.0.0.0/0", 1);
	lab_unroute(lab, 1, "10.0.0.0/29");
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_label(lab, 1, "10.0.0.3/32"), NET_LABEL_NONE);
	lab_free(lab);
}
END_TEST

/* Explicit null for the loopback alone; other own prefixes keep implicit null. */
START_TEST(test_explicit_null_for)
{
	Lab *lab = lab_chain(3);
	LdpInstance *r3 = lab_router(lab, 3)->ldp;

	r3->egress_label = NET_LABEL_IPV4_EXPLICIT_NULL;
	set_filter(&r3->explicit_null_for, "host-routes");
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_label(lab, 3, "10.0.0.3/32"), NET_LABEL_IPV4_EXPLICIT_NULL);
	ck_assert_uint_eq(lab_label(lab, 3, "10.1.2.0/30"), NET_LABEL_IMPLICIT_NULL);
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ldp_filter");

	tcase_add_loop_test(tc, test_words, 0, G_N_ELEMENTS(matches));
	tcase_add_test(tc, test_bad_words);
	tcase_add_test(tc, test_allocate_host_routes);
	tcase_add_test(tc, test_advertise_and_accept);
	tcase_add_test(tc, test_egress_policy);
	tcase_add_test(tc, test_exact_match);
	tcase_add_test(tc, test_longest_match);
	tcase_add_test(tc, test_longest_match_by_default_route);
	tcase_add_test(tc, test_explicit_null_for);
	return test_main("ldp_filter", tc);
}
