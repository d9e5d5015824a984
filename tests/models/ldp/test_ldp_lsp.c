/* SPDX-License-Identifier: Apache-2.0 */
/* Where the label switching network ends (RFC 5036 2.6.1.2): next hops beyond interfaces without LDP. */
#include "models/ldp/ldp_filter.h"
#include "models/ldp/ldp_lsp.h"
#include "tests/models/ldp/ldp_lab.h"
#include "tests/testing.h"

#define FEC "10.9.0.0/24"
#define ADDRESS "10.9.0.1"

/* R1 - R2 = R3, two links; the second one has no LDP. */
static Lab *lab_with_border(void)
{
	Lab *lab = lab_new(3);

	lab_link(lab, 1, 2);
	lab_link(lab, 2, 3);
	lab_link(lab, 2, 3);
	lab_configure(lab, 0);
	lab_without_ldp(lab, 3);
	lab_route_chain(lab);
	lab_route(lab, 1, FEC, 1);
	return lab;
}

/* The same where R3 has no LDP on any link. */
static Lab *lab_with_outsider(void)
{
	Lab *lab = lab_new(3);

	lab_link(lab, 1, 2);
	lab_link(lab, 2, 3);
	lab_configure(lab, 3);
	lab_without_ldp(lab, 2);
	lab_route_direct(lab, 1, 2, 1);
	lab_route(lab, 1, FEC, 1);
	return lab;
}

static void set_filter(GArray **member, const char *text)
{
	g_array_unref(*member);
	ck_assert(ldp_config_filter.parse(text, member));
}

static void route_by(Lab *lab, unsigned i, const RibHop *hops, unsigned n)
{
	Fec fec = lab_fec(FEC);
	RibRoute route = {.prefix = fec.prefix,
			  .source = &lab_router(lab, i)->igp,
			  .distance = RIB_DISTANCE_OSPF,
			  .n_hops = (uint8_t)n,
			  .hops = hops};

	rib_route_update(lab_router(lab, i)->rib, &route);
}

static void assert_follow(Lab *lab, const char *expected)
{
	g_autofree char *path = lab_follow(lab, 1, ADDRESS);

	ck_assert_str_eq(path, expected);
}

/* The neighbour that knows no LDP: R2 pops, or is sent explicit null, and forwards what is below. */
START_TEST(test_border_is_egress)
{
	static const struct {
		gboolean explicit_null;
		const LdpControl *control;
		uint32_t label;
	} cases[] = {
		{FALSE, &ldp_control_independent, NET_LABEL_IMPLICIT_NULL},
		{FALSE, &ldp_control_ordered, NET_LABEL_IMPLICIT_NULL},
		{TRUE, &ldp_control_ordered, NET_LABEL_IPV4_EXPLICIT_NULL},
	};
	Lab *lab = lab_with_outsider();
	LdpInstance *r2 = lab_router(lab, 2)->ldp;

	r2->control = cases[_i].control;
	r2->egress_label = cases[_i].label;
	lab_route(lab, 2, FEC, 2);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_label(lab, 2, FEC), cases[_i].label);
	ck_assert_str_eq(lab_decide(lab, 1, ADDRESS),
			 cases[_i].explicit_null ? "push 0 to-R2" : "forward to-R2");
	ck_assert_str_eq(lab_decide(lab, 2, ADDRESS), "forward to-R3");
	lab_free(lab);
}
END_TEST

/* As for own prefixes, the filter of what ends here may forbid it: no label rather than one that
 * leads nowhere. */
START_TEST(test_filtered_egress)
{
	Lab *lab = lab_with_outsider();

	set_filter(&lab_router(lab, 2)->ldp->egress, "host-routes");
	lab_route(lab, 2, FEC, 2);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_label(lab, 2, FEC), NET_LABEL_NONE);
	ck_assert_str_eq(lab_decide(lab, 1, ADDRESS), "forward to-R2");
	lab_free(lab);
}
END_TEST

/* LDP is there, but the neighbour has given no label yet: a label that packets cannot go on with. */
START_TEST(test_inside_without_label)
{
	Lab *lab = lab_with_border();
	uint32_t label;

	lab_route(lab, 2, FEC, 2);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	label = lab_label(lab, 2, FEC);
	ck_assert_uint_ge(label, NET_LABEL_FIRST);
	assert_follow(lab, "1 2 drop: label 18 unknown");
	lab_own_route(lab, 3, FEC);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_label(lab, 2, FEC), label);
	ck_assert_str_eq(lab_decide_label(lab, 2, label), "pop to-R3");
	lab_free(lab);
}
END_TEST

/* The route moves over the border and back. */
START_TEST(test_route_leaves_and_returns)
{
	Lab *lab = lab_with_border();

	set_filter(&lab_router(lab, 3)->ldp->advertise, "host-routes");
	lab_own_route(lab, 3, FEC);
	lab_route(lab, 2, FEC, 2);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_ge(lab_label(lab, 2, FEC), NET_LABEL_FIRST);
	lab_route(lab, 2, FEC, 3);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_label(lab, 2, FEC), NET_LABEL_IMPLICIT_NULL);
	ck_assert_uint_eq(lab_count(lab, "R1 received label-withdraw 10.0.0.2"), 1);
	assert_follow(lab, "1 2 3 drop: discard route");
	lab_route(lab, 2, FEC, 2);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_ge(lab_label(lab, 2, FEC), NET_LABEL_FIRST);
	lab_free(lab);
}
END_TEST

/* A router that gives a label over another link is inside whatever link leads to it; when it takes the
 * label back, packets go on as IP. */
START_TEST(test_label_over_another_link)
{
	Lab *lab = lab_with_border();
	uint32_t label;

	lab_own_route(lab, 3, FEC);
	lab_route(lab, 2, FEC, 3);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	label = lab_label(lab, 2, FEC);
	ck_assert_uint_ge(label, NET_LABEL_FIRST);
	ck_assert_str_eq(lab_decide_label(lab, 2, label), "pop to-R3-3");
	lab_unroute(lab, 3, FEC);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_label(lab, 2, FEC), NET_LABEL_IMPLICIT_NULL);
	ck_assert_str_eq(lab_decide(lab, 1, ADDRESS), "forward to-R2");
	lab_free(lab);
}
END_TEST

/* Of two next hops one is inside: the label stays, and leads to that one alone. */
START_TEST(test_one_hop_inside)
{
	Lab *lab = lab_new(4);
	uint32_t label;

	lab_link(lab, 1, 2);
	lab_link(lab, 2, 3);
	lab_link(lab, 2, 4);
	lab_configure(lab, 0);
	lab_without_ldp(lab, 3);
	lab_route_direct(lab, 1, 2, 1);
	lab_route_direct(lab, 2, 3, 2);
	lab_route(lab, 1, FEC, 1);
	lab_own_route(lab, 3, FEC);
	lab_own_route(lab, 4, FEC);
	RibHop hops[] = {lab_hop(lab, 2, 2), lab_hop(lab, 2, 3)};

	route_by(lab, 2, hops, 2);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	label = lab_label(lab, 2, FEC);
	ck_assert_uint_ge(label, NET_LABEL_FIRST);
	ck_assert_str_eq(lab_decide_label(lab, 2, label), "pop to-R3");
	lab_free(lab);
}
END_TEST

/* A static route names an address: what counts is the interface behind which it is, if it is on a link. */
START_TEST(test_address_as_next_hop)
{
	static const struct {
		unsigned link; /* 0: R3's loopback, which is no neighbour */
		gboolean inside;
	} cases[] = {{2, TRUE}, {3, FALSE}, {0, FALSE}};
	Lab *lab = lab_with_border();
	RibHop hop = {.kind = RIB_HOP_RECURSIVE, .gateway = lab_loopback(3)};

	if (cases[_i].link)
		hop.gateway = lab_hop(lab, 2, cases[_i].link).gateway;
	else
		lab_without_ldp(lab, 2);
	lab_start(lab);
	route_by(lab, 2, &hop, 1);
	lab_run(lab, SIM_SEC);
	ck_assert_int_eq(lab_label(lab, 2, FEC) != NET_LABEL_IMPLICIT_NULL, cases[_i].inside);
	ck_assert_uint_ne(lab_label(lab, 2, FEC), NET_LABEL_NONE);
	lab_free(lab);
}
END_TEST

static void assert_real(uint32_t label)
{
	ck_assert_uint_ge(label, NET_LABEL_FIRST);
	ck_assert_uint_le(label, NET_LABEL_MAX);
}

/* R2's route to the FEC, by way of R3, with an LSP of the same protocol that pushes label 77, or none. */
static void give_lsp(Lab *lab, const RibSource *source, gboolean lsp)
{
	Fec fec = lab_fec(FEC);
	RibHop hop = lab_hop(lab, 2, 2);
	Rib *rib = lab_router(lab, 2)->rib;

	hop.labels.depth = 1;
	hop.labels.label[0] = (Label){.value = 77, .kind = LABEL_KIND_BGP_LU};
	RibLsp path = {.fec = fec,
		       .source = source,
		       .preference = 20,
		       .kind = LABEL_KIND_BGP_LU,
		       .n_hops = 1,
		       .hops = &hop};
	RibRoute route = {.prefix = fec.prefix,
			  .source = source,
			  .distance = RIB_DISTANCE_EBGP,
			  .n_hops = 1,
			  .hops = &hop};
	if (lsp)
		rib_lsp_update(rib, &path);
	rib_route_update(rib, &route);
}

/* LSPs that go on by another protocol's: its own label, whatever the control mode. */
START_TEST(test_proxy_egress)
{
	static const struct {
		const char *protocol;
		gboolean lsp, labelled_bgp, label;
		const LdpControl *control;
	} cases[] = {
		{"static", TRUE, FALSE, TRUE, &ldp_control_independent},
		{"static", TRUE, FALSE, TRUE, &ldp_control_ordered},
		{"bgp", TRUE, FALSE, FALSE, &ldp_control_independent},
		{"bgp", TRUE, TRUE, TRUE, &ldp_control_independent},
		{"bgp", TRUE, TRUE, TRUE, &ldp_control_ordered},
		{"bgp", FALSE, TRUE, FALSE, &ldp_control_independent},
	};
	Lab *lab = lab_with_outsider();
	LdpInstance *r2 = lab_router(lab, 2)->ldp;
	RibSource source;

	r2->control = cases[_i].control;
	r2->labelled_bgp = cases[_i].labelled_bgp;
	rib_source_init(lab_router(lab, 2)->rib_node, &source, cases[_i].protocol, NULL);
	give_lsp(lab, &source, cases[_i].lsp);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	uint32_t label = lab_label(lab, 2, FEC);
	if (cases[_i].label) {
		assert_real(label);
		ck_assert_str_eq(lab_decide_label(lab, 2, label), "swap 77 to-R3");
		g_autofree char *push = g_strdup_printf("push %u to-R2", label);
		ck_assert_str_eq(lab_decide(lab, 1, ADDRESS), push);
	} else {
		ck_assert_uint_eq(label, NET_LABEL_NONE);
		ck_assert_str_eq(lab_decide(lab, 1, ADDRESS), "forward to-R2");
	}
	rib_source_withdraw_all(lab_router(lab, 2)->rib, &source);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_label(lab, 2, FEC), NET_LABEL_NONE);
	if (cases[_i].label) {
		ck_assert_uint_eq(lab_count(lab, "R1 received label-withdraw 10.0.0.2"), 1);
		ck_assert_ptr_null(fwd_lfib_get(lab_router(lab, 2)->fwd, label));
	}
	lab_free(lab);
}
END_TEST

/* On demand a label is there for who asks, and loops are counted from here. */
START_TEST(test_proxy_egress_on_demand)
{
	Lab *lab = lab_with_outsider();
	RibSource source;

	for (unsigned i = 1; i <= 2; i++) {
		lab_router(lab, i)->ldp->on_demand = TRUE;
		lab_router(lab, i)->ldp->loop_limit = LDP_PATH_MAX;
	}
	lab_router(lab, 2)->ldp->labelled_bgp = TRUE;
	rib_source_init(lab_router(lab, 2)->rib_node, &source, "bgp", NULL);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	give_lsp(lab, &source, TRUE);
	lab_unroute(lab, 1, FEC);
	lab_route(lab, 1, FEC, 1);
	lab_run(lab, SIM_SEC);
	Fec fec = lab_fec(FEC);
	const LdpBinding *b = ldp_label_find(lab_router(lab, 1)->ldp, &fec);
	const LdpExchange *ex = ldp_exchange_find(b, lab_peer(lab, 1, 2));
	assert_real(ex->received);
	ck_assert_uint_eq(ex->attributes->hops, 1);
	ck_assert_uint_eq(ex->attributes->n_path, 0);
	rib_source_withdraw_all(lab_router(lab, 2)->rib, &source);
	lab_free(lab);
}
END_TEST

/* A peer that does not ask is told when it comes. */
START_TEST(test_proxy_egress_told_unasked)
{
	Lab *lab = lab_with_outsider();
	LdpInstance *r2 = lab_router(lab, 2)->ldp;
	RibSource source;

	set_filter(&lab_router(lab, 1)->ldp->advertise, "none");
	r2->on_demand = TRUE;
	r2->labelled_bgp = TRUE;
	rib_source_init(lab_router(lab, 2)->rib_node, &source, "bgp", NULL);
	lab_start(lab);
	give_lsp(lab, &source, TRUE);
	lab_run(lab, SIM_SEC);
	assert_real(lab_label(lab, 2, FEC));
	rib_source_withdraw_all(lab_router(lab, 2)->rib, &source);
	lab_free(lab);
}
END_TEST

/* What was told of a way inside is taken back. */
START_TEST(test_proxy_egress_after_transit)
{
	Lab *lab = lab_with_outsider();
	Fec fec = lab_fec(FEC);
	RibSource source;

	for (unsigned i = 1; i <= 2; i++)
		lab_router(lab, i)->ldp->loop_limit = LDP_PATH_MAX;
	lab_router(lab, 2)->ldp->labelled_bgp = TRUE;
	rib_source_init(lab_router(lab, 2)->rib_node, &source, "bgp", NULL);
	set_filter(&lab_router(lab, 1)->ldp->advertise, "none");
	lab_route(lab, 2, FEC, 1);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	const LdpBinding *b = ldp_label_find(lab_router(lab, 1)->ldp, &fec);
	ck_assert_uint_eq(ldp_exchange_find(b, lab_peer(lab, 1, 2))->attributes->n_path, 1);
	give_lsp(lab, &source, TRUE);
	lab_run(lab, SIM_SEC);
	b = ldp_label_find(lab_router(lab, 1)->ldp, &fec);
	ck_assert_uint_eq(ldp_exchange_find(b, lab_peer(lab, 1, 2))->attributes->n_path, 0);
	ck_assert_uint_eq(ldp_exchange_find(b, lab_peer(lab, 1, 2))->attributes->hops, 1);
	rib_source_withdraw_all(lab_router(lab, 2)->rib, &source);
	lab_free(lab);
}
END_TEST

/* An operator changes what labelled routes of BGP get. */
START_TEST(test_labelled_bgp_changes)
{
	Lab *lab = lab_with_outsider();
	LdpInstance *r2 = lab_router(lab, 2)->ldp;
	LdpConfig config = {.labelled_bgp = TRUE};
	RibSource source;

	rib_source_init(lab_router(lab, 2)->rib_node, &source, "bgp", NULL);
	give_lsp(lab, &source, TRUE);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_label(lab, 2, FEC), NET_LABEL_NONE);
	for (unsigned i = 0; i < 4; i++) {
		ldp_class.change(&r2->proto, &config);
		lab_run(lab, SIM_SEC);
		ck_assert_int_eq(lab_label(lab, 2, FEC) != NET_LABEL_NONE, config.labelled_bgp);
		config.labelled_bgp = !config.labelled_bgp;
	}
	rib_source_withdraw_all(lab_router(lab, 2)->rib, &source);
	lab_free(lab);
}
END_TEST

/* A prefix that is written in egress ends here all the same. */
START_TEST(test_named_egress_before_proxy)
{
	Lab *lab = lab_with_outsider();
	RibSource source;

	set_filter(&lab_router(lab, 2)->ldp->egress, FEC);
	rib_source_init(lab_router(lab, 2)->rib_node, &source, "static", NULL);
	give_lsp(lab, &source, TRUE);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_label(lab, 2, FEC), NET_LABEL_IMPLICIT_NULL);
	rib_source_withdraw_all(lab_router(lab, 2)->rib, &source);
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ldp_lsp");

	tcase_add_loop_test(tc, test_border_is_egress, 0, 3);
	tcase_add_test(tc, test_filtered_egress);
	tcase_add_test(tc, test_inside_without_label);
	tcase_add_test(tc, test_route_leaves_and_returns);
	tcase_add_test(tc, test_label_over_another_link);
	tcase_add_test(tc, test_one_hop_inside);
	tcase_add_loop_test(tc, test_address_as_next_hop, 0, 3);
	tcase_add_loop_test(tc, test_proxy_egress, 0, 6);
	tcase_add_test(tc, test_proxy_egress_on_demand);
	tcase_add_test(tc, test_proxy_egress_told_unasked);
	tcase_add_test(tc, test_proxy_egress_after_transit);
	tcase_add_test(tc, test_labelled_bgp_changes);
	tcase_add_test(tc, test_named_egress_before_proxy);
	return test_main("ldp_lsp", tc);
}
