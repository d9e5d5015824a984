/* SPDX-License-Identifier: Apache-2.0 */
/* Routers among themselves: sessions come up, LSPs follow the routes, and what breaks heals. */
#include "models/net/records.h"
#include "tests/models/ldp/ldp_lab.h"
#include "tests/testing.h"

#include <string.h>

static Lab *running_chain(unsigned n)
{
	Lab *lab = lab_chain(n);

	lab_start(lab);
	lab_run(lab, SIM_SEC);
	return lab;
}

static void assert_no_entry(Lab *lab, unsigned i, uint32_t label)
{
	ck_assert_ptr_null(fwd_lfib_get(lab_router(lab, i)->fwd, label));
}

static void assert_push(Lab *lab, unsigned i, const char *address, uint32_t label)
{
	char *expected = g_strdup_printf("push %u to-R%u", label, i + 1);

	ck_assert_str_eq(lab_decide(lab, i, address), expected);
	g_free(expected);
}

START_TEST(test_session_comes_up)
{
	Lab *lab = running_chain(2);

	ck_assert_str_eq(lab_state(lab, 1, 2), "OPERATIONAL");
	ck_assert_str_eq(lab_state(lab, 2, 1), "OPERATIONAL");
	/* The greater transport address is active: R2. */
	ck_assert_uint_eq(lab_count(lab, "R2 10.0.0.1: INITIALIZED -> OPENSENT"), 1);
	ck_assert_uint_eq(lab_count(lab, "R1 10.0.0.2: INITIALIZED -> OPENREC"), 1);
	ck_assert_uint_eq(lab_count(lab, "unexpected"), 0);
	lab_free(lab);
}
END_TEST

START_TEST(test_labels_with_php)
{
	Lab *lab = running_chain(2);

	/* Own and connected prefixes: implicit null; the neighbour's own: a real label. */
	ck_assert_uint_eq(lab_label(lab, 1, "10.0.0.1/32"), NET_LABEL_IMPLICIT_NULL);
	ck_assert_uint_eq(lab_label(lab, 1, "10.1.1.0/30"), NET_LABEL_IMPLICIT_NULL);
	ck_assert_uint_ge(lab_label(lab, 1, "10.0.0.2/32"), NET_LABEL_FIRST);
	/* No FEC for the host routes of link addresses. */
	ck_assert_uint_eq(lab_label(lab, 1, "10.1.1.1/32"), NET_LABEL_NONE);
	/* Towards the neighbour itself nothing is pushed. */
	ck_assert_str_eq(lab_decide(lab, 1, "10.0.0.2"), "forward to-R2");
	ck_assert_str_eq(lab_decide_label(lab, 1, lab_label(lab, 1, "10.0.0.2/32")), "pop to-R2");
	lab_free(lab);
}
END_TEST

START_TEST(test_chain_swaps_and_pops)
{
	Lab *lab = running_chain(4);
	uint32_t at_2 = lab_label(lab, 2, "10.0.0.4/32");
	uint32_t at_3 = lab_label(lab, 3, "10.0.0.4/32");
	char *swap = g_strdup_printf("swap %u to-R3", at_3);

	assert_push(lab, 1, "10.0.0.4", at_2);
	/* A link subnet far away has a label too. */
	assert_push(lab, 1, "10.1.3.1", lab_label(lab, 2, "10.1.3.0/30"));
	ck_assert_str_eq(lab_decide_label(lab, 2, at_2), swap);
	ck_assert_str_eq(lab_decide_label(lab, 3, at_3), "pop to-R4");
	g_free(swap);
	lab_free(lab);
}
END_TEST

START_TEST(test_explicit_null)
{
	Lab *lab = lab_chain(3);

	lab_router(lab, 3)->ldp->egress_label = NET_LABEL_IPV4_EXPLICIT_NULL;
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	ck_assert_str_eq(lab_decide_label(lab, 2, lab_label(lab, 2, "10.0.0.3/32")),
			 "swap 0 to-R3");
	ck_assert_str_eq(lab_decide(lab, 2, "10.0.0.3"), "push 0 to-R3");
	ck_assert_str_eq(lab_decide_label(lab, 3, 0), "deliver");
	lab_free(lab);
}
END_TEST

START_TEST(test_periodic_messages)
{
	Lab *lab = running_chain(2);
	g_string_truncate(lab->log, 0);
	lab_run(lab, 600 * SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "R1 sent hello"), 120);
	ck_assert_uint_eq(lab_count(lab, "R2 received hello"), 120);
	/* A third of 180 s. */
	ck_assert_uint_eq(lab_count(lab, "R1 sent keepalive"), 10);
	ck_assert_uint_eq(lab_count(lab, "R2 received keepalive"), 10);
	ck_assert_uint_eq(lab_count(lab, " -> "), 0);
	lab_free(lab);
}
END_TEST

START_TEST(test_becomes_quiet)
{
	Lab *lab = lab_chain(3);

	lab_start(lab);
	ck_assert(sim_run_quiet(lab->sim, 3600 * SIM_SEC));
	ck_assert_int_lt(lab->sim->now, 2 * SIM_SEC);
	ck_assert_str_eq(lab_state(lab, 1, 2), "OPERATIONAL");
	ck_assert_str_eq(lab_state(lab, 3, 2), "OPERATIONAL");
	lab_free(lab);
}
END_TEST

/* Nobody is told of the cut: the hold time of the hellos ends the session, 15 s after the last one. */
START_TEST(test_silent_cut)
{
	Lab *lab = running_chain(3);
	FwdLink *link = g_ptr_array_index(lab->links, 1);

	lab_run(lab, 5 * SIM_SEC); /* the last hello is at 5 s */
	fwd_link_set_state(link, FWD_LINK_SILENT);
	g_string_truncate(lab->log, 0);
	lab_run(lab, 13900 * SIM_MSEC); /* to 19.9 s */
	ck_assert_str_eq(lab_state(lab, 2, 3), "OPERATIONAL");
	lab_run(lab, 200 * SIM_MSEC);
	ck_assert_str_eq(lab_state(lab, 2, 3), "");
	ck_assert_uint_eq(
		lab_count(lab, "R2 10.0.0.3: OPERATIONAL -> NON EXISTENT (last Hello adjacency"),
		1);
	ck_assert_uint_eq(lab_count(lab, "R2 sent notification 10.0.0.3"), 1);
	ck_assert_str_eq(lab_state(lab, 2, 1), "OPERATIONAL");
	/* The route is still there, the LSP is not. */
	assert_no_entry(lab, 2, lab_label(lab, 2, "10.0.0.3/32"));

	fwd_link_set_state(link, FWD_LINK_UP);
	lab_run(lab, 10 * SIM_SEC);
	ck_assert_str_eq(lab_state(lab, 2, 3), "OPERATIONAL");
	ck_assert_str_eq(lab_state(lab, 3, 2), "OPERATIONAL");
	ck_assert_str_eq(lab_decide_label(lab, 2, lab_label(lab, 2, "10.0.0.3/32")), "pop to-R3");
	lab_free(lab);
}
END_TEST

START_TEST(test_link_down_and_up)
{
	Lab *lab = running_chain(3);
	FwdLink *link = g_ptr_array_index(lab->links, 1);

	g_string_truncate(lab->log, 0);
	fwd_link_set_state(link, FWD_LINK_DOWN);
	lab_run(lab, SIM_SEC);
	ck_assert_str_eq(lab_state(lab, 2, 3), "");
	ck_assert_str_eq(lab_state(lab, 3, 2), "");
	/* R1 hears that the link's address and the labels behind it are gone. */
	ck_assert_uint_eq(lab_count(lab, "R1 received address-withdraw 10.0.0.2"), 1);
	ck_assert_uint_ge(lab_count(lab, "R1 received label-withdraw 10.0.0.2"), 1);
	ck_assert_uint_eq(lab_count(lab, "R1 received label-withdraw 10.0.0.2"),
			  lab_count(lab, "R2 received label-release 10.0.0.1"));
	ck_assert_uint_eq(lab_label(lab, 2, "10.0.0.3/32"), NET_LABEL_NONE);

	fwd_link_set_state(link, FWD_LINK_UP);
	lab_run(lab, SIM_SEC);
	ck_assert_str_eq(lab_state(lab, 2, 3), "OPERATIONAL");
	assert_push(lab, 1, "10.0.0.3", lab_label(lab, 2, "10.0.0.3/32"));
	lab_free(lab);
}
END_TEST

START_TEST(test_second_link_keeps_session)
{
	Lab *lab = lab_new(2);
	FwdLink *first = lab_link(lab, 1, 2);

	lab_link(lab, 1, 2);
	lab_configure(lab, 0);
	lab_route(lab, 1, "10.0.0.2/32", 2);
	lab_route(lab, 2, "10.0.0.1/32", 2);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_peer(lab, 1, 2)->adjacencies->len, 2);
	g_string_truncate(lab->log, 0);
	fwd_link_set_state(first, FWD_LINK_SILENT);
	lab_run(lab, 60 * SIM_SEC);
	ck_assert_uint_eq(lab_peer(lab, 1, 2)->adjacencies->len, 1);
	ck_assert_str_eq(lab_state(lab, 1, 2), "OPERATIONAL");
	ck_assert_uint_eq(lab_count(lab, " -> "), 0);
	lab_free(lab);
}
END_TEST

/* An operator turns LDP off on R2 and on again. */
START_TEST(test_stop_and_start)
{
	Lab *lab = running_chain(3);
	ProtoInstance *ldp = &lab_router(lab, 2)->ldp->proto;
	uint32_t label = lab_label(lab, 2, "10.0.0.3/32");

	g_string_truncate(lab->log, 0);
	ldp_class.stop(ldp);
	assert_no_entry(lab, 2, label);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "R1 received notification 10.0.0.2"), 1);
	ck_assert_uint_eq(lab_count(lab, "R3 received notification 10.0.0.2"), 1);
	ck_assert_str_eq(lab_state(lab, 1, 2), "NON EXISTENT");
	ck_assert_str_eq(lab_decide(lab, 1, "10.0.0.3"), "forward to-R2");
	ck_assert_uint_eq(net_trie_size(lab_router(lab, 2)->ldp->bindings), 0);
	lab_run(lab, 20 * SIM_SEC);
	ck_assert_str_eq(lab_state(lab, 1, 2), "");

	ldp_class.start(ldp);
	lab_run(lab, SIM_SEC);
	ck_assert_str_eq(lab_state(lab, 1, 2), "OPERATIONAL");
	ck_assert_str_eq(lab_state(lab, 3, 2), "OPERATIONAL");
	assert_push(lab, 1, "10.0.0.3", lab_label(lab, 2, "10.0.0.3/32"));
	ck_assert_str_eq(lab_decide_label(lab, 2, lab_label(lab, 2, "10.0.0.3/32")), "pop to-R3");
	lab_free(lab);
}
END_TEST

/* Back before the neighbours' adjacencies have expired: they know it, it does not know them. */
START_TEST(test_quick_restart)
{
	Lab *lab = running_chain(3);
	ProtoInstance *ldp = &lab_router(lab, 2)->ldp->proto;

	ldp_class.stop(ldp);
	lab_run(lab, 2 * SIM_SEC);
	ldp_class.start(ldp);
	lab_run(lab, 100 * SIM_MSEC);
	ck_assert_str_eq(lab_state(lab, 1, 2), "OPERATIONAL");
	ck_assert_str_eq(lab_state(lab, 3, 2), "OPERATIONAL");
	lab_free(lab);
}
END_TEST

/* The labels of a peer that is not the next hop are kept: when the route moves there, the LSP does,
 * without a message (liberal retention). */
START_TEST(test_lsp_follows_route)
{
	Lab *lab = lab_new(3);

	lab_link(lab, 1, 2);
	lab_link(lab, 2, 3);
	lab_link(lab, 1, 3);
	lab_configure(lab, 0);
	lab_route_chain(lab);
	lab_route_direct(lab, 1, 3, 3);
	lab_route(lab, 1, "10.0.0.9/32", 1);
	lab_route(lab, 2, "10.0.0.9/32", 2);
	lab_route(lab, 3, "10.0.0.9/32", 2);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	assert_push(lab, 1, "10.0.0.9", lab_label(lab, 2, "10.0.0.9/32"));

	char *moved = g_strdup_printf("push %u to-R3", lab_label(lab, 3, "10.0.0.9/32"));
	g_string_truncate(lab->log, 0);
	lab_route(lab, 1, "10.0.0.9/32", 3);
	ck_assert_str_eq(lab_decide(lab, 1, "10.0.0.9"), moved);
	lab_run(lab, SIM_SEC);
	ck_assert_str_eq(lab->log->str, "");
	g_free(moved);
	lab_free(lab);
}
END_TEST

/* Two equal next hops, of which each has its own label. */
START_TEST(test_equal_cost)
{
	Lab *lab = lab_new(3);
	unsigned to_2 = 0, to_3 = 0;

	lab_link(lab, 1, 2);
	lab_link(lab, 2, 3);
	lab_link(lab, 1, 3);
	lab_configure(lab, 0);
	lab_route_chain(lab);
	lab_route_direct(lab, 1, 3, 3);
	lab_route(lab, 2, "10.0.0.9/32", 2);
	lab_route(lab, 3, "10.0.0.9/32", 2);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	RibHop hops[2] = {
		{.kind = RIB_HOP_INTERFACE,
		 .iface = fwd_node_iface(lab_router(lab, 1)->fwd, "to-R2"),
		 .gateway = net_addr_ipv4(0x0a010102)},
		{.kind = RIB_HOP_RECURSIVE, .gateway = net_addr_ipv4(0x0a010302)},
	};
	Fec fec = lab_fec("10.0.0.9/32");
	RibRoute route = {.prefix = fec.prefix,
			  .source = &lab_router(lab, 1)->igp,
			  .distance = RIB_DISTANCE_OSPF,
			  .n_hops = 2,
			  .hops = hops};
	rib_route_update(lab_router(lab, 1)->rib, &route);
	for (uint32_t hash = 0; hash < 64; hash++) {
		const char *seen = lab_decide_flow(lab, 1, "10.0.0.9", hash * 0x9e3779b9u);
		char *by_2 = g_strdup_printf("push %u to-R2", lab_label(lab, 2, "10.0.0.9/32"));
		char *by_3 = g_strdup_printf("push %u to-R3", lab_label(lab, 3, "10.0.0.9/32"));
		to_2 += strcmp(seen, by_2) == 0;
		to_3 += strcmp(seen, by_3) == 0;
		g_free(by_2);
		g_free(by_3);
	}
	ck_assert_uint_eq(to_2 + to_3, 64);
	ck_assert_uint_gt(to_2, 0);
	ck_assert_uint_gt(to_3, 0);
	lab_free(lab);
}
END_TEST

START_TEST(test_what_gets_no_label)
{
	Lab *lab = lab_new(2);

	lab_link(lab, 1, 2);
	rib_source_init(lab_router(lab, 1)->rib_node, &lab_router(lab, 1)->igp, "bgp", NULL);
	lab_configure(lab, 0);
	lab_route(lab, 1, "10.0.0.9/32", 1);
	lab_route(lab, 2, "0.0.0.0/0", 1);
	lab_start(lab);
	ck_assert_uint_eq(lab_label(lab, 1, "10.0.0.9/32"), NET_LABEL_NONE);
	ck_assert_uint_eq(lab_label(lab, 2, "0.0.0.0/0"), NET_LABEL_NONE);
	ck_assert_uint_eq(lab_label(lab, 1, "10.1.1.0/30"), NET_LABEL_IMPLICIT_NULL);
	lab_free(lab);
}
END_TEST

START_TEST(test_route_comes_and_goes)
{
	Lab *lab = running_chain(2);

	g_string_truncate(lab->log, 0);
	lab_route(lab, 1, "10.0.0.9/32", 1);
	uint32_t label = lab_label(lab, 1, "10.0.0.9/32");
	ck_assert_uint_ge(label, NET_LABEL_FIRST);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "R2 received label-mapping 10.0.0.1"), 1);
	lab_unroute(lab, 1, "10.0.0.9/32");
	ck_assert_uint_eq(lab_label(lab, 1, "10.0.0.9/32"), NET_LABEL_NONE);
	/* The label is not given back before the peer has released it. */
	Fec fec = lab_fec("10.0.0.9/32");
	ck_assert_uint_eq(ldp_label_find(lab_router(lab, 1)->ldp, &fec)->held, label);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "R2 received label-withdraw 10.0.0.1"), 1);
	ck_assert_uint_eq(lab_count(lab, "R1 received label-release 10.0.0.2"), 1);
	ck_assert_ptr_null(ldp_label_find(lab_router(lab, 1)->ldp, &fec));
	ck_assert_ptr_null(ldp_label_find(lab_router(lab, 2)->ldp, &fec));
	lab_free(lab);
}
END_TEST

/* A FEC that was transit becomes the router's own: withdraw, then implicit null. */
START_TEST(test_transit_becomes_egress)
{
	Lab *lab = running_chain(3);
	NetPrefix subnet;
	uint32_t label = lab_label(lab, 2, "10.0.0.3/32");

	ck_assert_uint_ge(label, NET_LABEL_FIRST);
	net_prefix_parse("10.0.0.3/32", FALSE, &subnet);
	RibHop hop = {.kind = RIB_HOP_DISCARD};
	RibRoute route = {.prefix = subnet,
			  .source = &lab_router(lab, 2)->igp,
			  .distance = RIB_DISTANCE_OSPF,
			  .n_hops = 1,
			  .hops = &hop};
	g_string_truncate(lab->log, 0);
	rib_route_update(lab_router(lab, 2)->rib, &route);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_label(lab, 2, "10.0.0.3/32"), NET_LABEL_IMPLICIT_NULL);
	ck_assert_uint_eq(lab_count(lab, "R1 received label-withdraw 10.0.0.2"), 1);
	ck_assert_uint_eq(lab_count(lab, "R1 received label-mapping 10.0.0.2"), 1);
	ck_assert_str_eq(lab_decide(lab, 1, "10.0.0.3"), "forward to-R2");
	assert_no_entry(lab, 2, label);
	lab_free(lab);
}
END_TEST

/* Without a route to the peer there is no session; with one there is, at once. */
START_TEST(test_waits_for_route)
{
	Lab *lab = lab_new(2);

	lab_link(lab, 1, 2);
	lab_configure(lab, 0);
	lab_start(lab);
	lab_run(lab, 7 * SIM_SEC);
	ck_assert_str_eq(lab_state(lab, 1, 2), "NON EXISTENT");
	lab_route_chain(lab);
	lab_run(lab, 100 * SIM_MSEC);
	ck_assert_str_eq(lab_state(lab, 1, 2), "OPERATIONAL");
	ck_assert_uint_eq(lab_count(lab, "notification"), 0);
	lab_free(lab);
}
END_TEST

typedef struct Seen {
	uint64_t id;
	char type[24];
} Seen;

typedef struct Causes {
	GArray *sent; /* of Seen */
	unsigned checked;
} Causes;

static void check_cause(const TraceRecord *record, void *user)
{
	const TraceMessage *m = (const void *)record;
	Causes *causes = user;
	Seen seen = {.id = record->id};

	if (strcmp(m->protocol, "ldp") != 0)
		return;
	if (strcmp(m->direction, "sent") == 0) {
		g_strlcpy(seen.type, m->type, sizeof(seen.type));
		g_array_append_val(causes->sent, seen);
		return;
	}
	for (unsigned i = 0; i < causes->sent->len; i++) {
		const Seen *s = &g_array_index(causes->sent, Seen, i);
		if (s->id == record->cause) {
			ck_assert_str_eq(s->type, m->type);
			causes->checked++;
			return;
		}
	}
	ck_abort_msg("%s received at %s without a cause", m->type, record->node);
}

START_TEST(test_received_is_caused_by_sent)
{
	Causes causes = {.sent = g_array_new(FALSE, FALSE, sizeof(Seen))};
	Lab *lab = lab_chain(4);

	sim_subscribe(lab->sim, &trace_message, check_cause, &causes);
	lab_start(lab);
	lab_run(lab, 100 * SIM_SEC);
	ck_assert_uint_gt(causes.checked, 100);
	g_array_free(causes.sent, TRUE);
	lab_free(lab);
}
END_TEST

static void count_causes(const TraceRecord *record, void *user)
{
	const TraceLfib *l = (const void *)record;

	(void)l;
	ck_assert_uint_ne(record->cause, 0);
	(*(unsigned *)user)++;
}

/* What a mapping leads to has the mapping as its cause. */
START_TEST(test_lfib_has_cause)
{
	unsigned n = 0;
	Lab *lab = lab_chain(3);

	lab_start(lab);
	sim_subscribe(lab->sim, &trace_lfib, count_causes, &n);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_gt(n, 0);
	lab_free(lab);
}
END_TEST

START_TEST(test_bad_configuration)
{
	Lab *lab = lab_new(1);
	LabRouter *r = lab_router(lab, 1);
	LdpConfig config = {.keepalive_hold = 1500 * SIM_MSEC};
	GError *error = NULL;

	ck_assert_ptr_null(ldp_class.create(&r->host, r->rib, &config, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "keepalive-hold"));
	g_clear_error(&error);
	lab_configure(lab, 0);
	LdpIfaceConfig hello = {.hello_interval = 5 * SIM_SEC, .hello_hold = 5 * SIM_SEC};
	FwdIface *lo = fwd_node_iface(r->fwd, "lo");
	ck_assert(!ldp_class.items[0].add(&r->ldp->proto, lo, &hello, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "hello-hold"));
	g_clear_error(&error);
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ldp");

	tcase_add_test(tc, test_session_comes_up);
	tcase_add_test(tc, test_labels_with_php);
	tcase_add_test(tc, test_chain_swaps_and_pops);
	tcase_add_test(tc, test_explicit_null);
	tcase_add_test(tc, test_periodic_messages);
	tcase_add_test(tc, test_becomes_quiet);
	tcase_add_test(tc, test_silent_cut);
	tcase_add_test(tc, test_link_down_and_up);
	tcase_add_test(tc, test_second_link_keeps_session);
	tcase_add_test(tc, test_stop_and_start);
	tcase_add_test(tc, test_quick_restart);
	tcase_add_test(tc, test_lsp_follows_route);
	tcase_add_test(tc, test_equal_cost);
	tcase_add_test(tc, test_what_gets_no_label);
	tcase_add_test(tc, test_route_comes_and_goes);
	tcase_add_test(tc, test_transit_becomes_egress);
	tcase_add_test(tc, test_waits_for_route);
	tcase_add_test(tc, test_received_is_caused_by_sent);
	tcase_add_test(tc, test_lfib_has_cause);
	tcase_add_test(tc, test_bad_configuration);
	return test_main("ldp", tc);
}
