/* SPDX-License-Identifier: Apache-2.0 */
/* Networks of OSPF routers: adjacencies, databases, routes, and what failures do to them. */
#include "tests/models/ospf/ospf_net.h"
#include "tests/testing.h"

#include <string.h>

/* Time from a cold start in which everything has settled. */
#define SETTLED (30 * SIM_SEC)

static void assert_routes(Router *r, const char *want)
{
	char *routes = net_routes(r);
	ck_assert_str_eq(routes, want);
	g_free(routes);
}

typedef struct Line {
	Net *net;
	Router *a, *b, *c;
	FwdLink *ab, *bc;
} Line;

/* A - B - C, settled. */
static Line line_new(void)
{
	Line l = {.net = net_new()};

	l.a = net_router(l.net, "A", "10.0.0.1");
	l.b = net_router(l.net, "B", "10.0.0.2");
	l.c = net_router(l.net, "C", "10.0.0.3");
	l.ab = net_join(l.a, l.b, 10);
	l.bc = net_join(l.b, l.c, 10);
	net_start(l.net);
	net_run(l.net, SETTLED);
	return l;
}

static const char line_routes_of_a[] = "10.0.0.2/32 metric 10 via 10.1.0.2 B\n"
				       "10.0.0.3/32 metric 20 via 10.1.0.2 B\n"
				       "10.1.1.0/30 metric 20 via 10.1.0.2 B\n";

START_TEST(two_routers)
{
	Net *net = net_new();
	Router *a = net_router(net, "A", "10.0.0.1"), *b = net_router(net, "B", "10.0.0.2");

	net_join(a, b, 10);
	net_start(net);
	net_run(net, 9 * SIM_SEC);
	ck_assert_str_eq(net_state(a, "B"), "Init"); /* the next Hello will list it */
	net_run(net, 2 * SIM_SEC);
	ck_assert_str_eq(net_state(a, "B"), "Full");
	ck_assert_str_eq(net_state(b, "A"), "Full");
	net_run(net, 9 * SIM_SEC);
	ck_assert(net_same_database(a, b));
	assert_routes(a, "10.0.0.2/32 metric 10 via 10.1.0.2 B\n");
	assert_routes(b, "10.0.0.1/32 metric 10 via 10.1.0.1 A\n");
	net_free(net);
}
END_TEST

START_TEST(three_in_a_line)
{
	Line l = line_new();

	ck_assert(net_same_database(l.a, l.b));
	ck_assert(net_same_database(l.a, l.c));
	assert_routes(l.a, line_routes_of_a);
	assert_routes(l.b, "10.0.0.1/32 metric 10 via 10.1.0.1 A\n"
			   "10.0.0.3/32 metric 10 via 10.1.1.2 C\n");
	net_free(l.net);
}
END_TEST

START_TEST(square_has_two_ways)
{
	Net *net = net_new();
	Router *a = net_router(net, "A", "10.0.0.1"), *b = net_router(net, "B", "10.0.0.2");
	Router *c = net_router(net, "C", "10.0.0.3"), *d = net_router(net, "D", "10.0.0.4");

	net_join(a, b, 10);
	net_join(a, c, 10);
	net_join(b, d, 10);
	net_join(c, d, 20);
	net_join(c, d, 10);
	net_start(net);
	net_run(net, SETTLED);
	assert_routes(a, "10.0.0.2/32 metric 10 via 10.1.0.2 B\n"
			 "10.0.0.3/32 metric 10 via 10.1.1.2 C\n"
			 "10.0.0.4/32 metric 20 via 10.1.0.2 B 10.1.1.2 C\n"
			 "10.1.2.0/30 metric 20 via 10.1.0.2 B\n"
			 "10.1.3.0/30 metric 30 via 10.1.1.2 C\n"
			 "10.1.4.0/30 metric 20 via 10.1.1.2 C\n");
	net_free(net);
}
END_TEST

/* The costs of the two directions differ: each router counts those of the way out. */
START_TEST(cost_is_of_the_way_out)
{
	Net *net = net_new();
	Router *a = net_router(net, "A", "10.0.0.1"), *b = net_router(net, "B", "10.0.0.2");

	net_join(a, b, 10);
	net_end(b, "A")->config.cost = 77;
	net_start(net);
	net_run(net, SETTLED);
	assert_routes(a, "10.0.0.2/32 metric 10 via 10.1.0.2 B\n");
	assert_routes(b, "10.0.0.1/32 metric 77 via 10.1.0.1 A\n");
	net_free(net);
}
END_TEST

START_TEST(passive_interface_is_advertised_and_silent)
{
	Net *net = net_new();
	Router *a = net_router(net, "A", "10.0.0.1"), *b = net_router(net, "B", "10.0.0.2");
	Router *c = net_router(net, "C", "10.0.0.3");

	net_join(a, b, 10);
	net_join(b, c, 10);
	net_end(b, "C")->config.passive = OSPF_YES;
	net_start(net);
	net_run(net, SETTLED);
	ck_assert_str_eq(net_state(b, "C"), "none");
	ck_assert_str_eq(net_state(c, "B"), "none");
	assert_routes(a, "10.0.0.2/32 metric 10 via 10.1.0.2 B\n"
			 "10.1.1.0/30 metric 20 via 10.1.0.2 B\n");
	net_free(net);
}
END_TEST

/* Both ends see the link go: neighbours fall at once, and others hear of it within the hold time. */
/* The end of the last link, as it borrows the address of the loopback. */
static OspfIface *make_unnumbered(Router *r, const char *name)
{
	FwdIface *iface = fwd_node_iface(r->fwd, name);

	g_array_set_size(iface->addresses, 0);
	fwd_iface_set_unnumbered(iface, fwd_node_iface(r->fwd, "lo"));
	return ospf_find_iface(r->ospf, iface);
}

/* RFC 2328 9.5 and 12.4.1.1: no mask in Hellos, no subnet in the router-LSA, where the links to one
 * neighbour are told apart by the index of the interface. */
START_TEST(parallel_unnumbered_links)
{
	Net *net = net_new();
	Router *a = net_router(net, "A", "10.0.0.1"), *b = net_router(net, "B", "10.0.0.2");
	FwdLink *first = net_join(a, b, 10);

	net_join(a, b, 20);
	const OspfIface *one = make_unnumbered(a, "B"), *two = make_unnumbered(a, "B2");
	make_unnumbered(b, "A");
	make_unnumbered(b, "A2");
	ck_assert_uint_eq(ospf_iface_mask(one), 0);
	ck_assert_uint_eq(ospf_iface_link_data(one), one->fwd->index);
	ck_assert_uint_ne(ospf_iface_link_data(one), ospf_iface_link_data(two));
	net_start(net);
	net_run(net, SETTLED);
	ck_assert_str_eq(net_state(a, "B"), "Full");
	ck_assert_str_eq(net_state(a, "B2"), "Full");
	assert_routes(a, "10.0.0.2/32 metric 10 via 10.0.0.2 B\n");
	assert_routes(b, "10.0.0.1/32 metric 10 via 10.0.0.1 A\n");
	fwd_link_set_state(first, FWD_LINK_DOWN);
	net_run(net, 10 * SIM_SEC);
	assert_routes(a, "10.0.0.2/32 metric 20 via 10.0.0.2 B2\n");
	net_free(net);
}
END_TEST

START_TEST(link_down_and_up)
{
	Line l = line_new();

	fwd_link_set_state(l.bc, FWD_LINK_DOWN);
	net_run(l.net, SIM_SEC);
	ck_assert_str_eq(net_state(l.b, "C"), "none");
	ck_assert_str_eq(net_state(l.c, "B"), "none");
	assert_routes(l.a, "10.0.0.2/32 metric 10 via 10.1.0.2 B\n");
	assert_routes(l.c, "");
	fwd_link_set_state(l.bc, FWD_LINK_UP);
	net_run(l.net, SETTLED);
	ck_assert_str_eq(net_state(l.b, "C"), "Full");
	assert_routes(l.a, line_routes_of_a);
	ck_assert(net_same_database(l.a, l.c));
	net_free(l.net);
}
END_TEST

/* Nobody is told: the neighbour falls RouterDeadInterval after its last Hello. */
START_TEST(silent_cut)
{
	Line l = line_new();

	/* Hellos were sent at 30 s, too; those arrive at 30.001 s. */
	net_run(l.net, SIM_SEC);
	fwd_link_set_state(l.bc, FWD_LINK_SILENT);
	net_run(l.net, 39 * SIM_SEC);
	ck_assert_str_eq(net_state(l.b, "C"), "Full");
	assert_routes(l.a, line_routes_of_a);
	net_run(l.net, SIM_MSEC);
	ck_assert_str_eq(net_state(l.b, "C"), "Down");
	ck_assert_str_eq(net_state(l.c, "B"), "Down");
	net_run(l.net, SIM_SEC);
	/* The subnet is still up at B's end. */
	assert_routes(l.a, "10.0.0.2/32 metric 10 via 10.1.0.2 B\n"
			   "10.1.1.0/30 metric 20 via 10.1.0.2 B\n");
	assert_routes(l.c, "");
	fwd_link_set_state(l.bc, FWD_LINK_UP);
	net_run(l.net, SETTLED);
	assert_routes(l.a, line_routes_of_a);
	net_free(l.net);
}
END_TEST

START_TEST(orderly_stop_and_start)
{
	Line l = line_new();

	ospf_class.stop(&l.b->ospf->proto);
	assert_routes(l.b, "");
	net_run(l.net, SIM_SEC);
	ck_assert_str_eq(net_state(l.a, "B"), "Init");
	assert_routes(l.a, "");
	/* What B flushed is gone, what C made is not. */
	const OspfArea *area = g_ptr_array_index(l.a->ospf->areas, 0);
	ck_assert_uint_eq(area->lsdb.lsas->len, 2);
	net_run(l.net, 60 * SIM_SEC);
	ck_assert_str_eq(net_state(l.a, "B"), "Down");
	ospf_class.start(&l.b->ospf->proto);
	net_run(l.net, SETTLED);
	assert_routes(l.a, line_routes_of_a);
	net_free(l.net);
}
END_TEST

/* B is gone without a word and begins anew before its neighbours miss it: they see that it does not
 * list them, and its LSA from before, which they still hold, is outdone. */
START_TEST(restart_without_a_word)
{
	Line l = line_new();

	fwd_link_set_state(l.ab, FWD_LINK_SILENT);
	fwd_link_set_state(l.bc, FWD_LINK_SILENT);
	ospf_class.stop(&l.b->ospf->proto);
	net_run(l.net, 5 * SIM_SEC);
	ck_assert_str_eq(net_state(l.a, "B"), "Full");
	fwd_link_set_state(l.ab, FWD_LINK_UP);
	fwd_link_set_state(l.bc, FWD_LINK_UP);
	ospf_class.start(&l.b->ospf->proto);
	net_run(l.net, 2 * SIM_MSEC);
	ck_assert_str_eq(net_state(l.a, "B"), "Init");
	net_run(l.net, SETTLED);
	ck_assert_str_eq(net_state(l.a, "B"), "Full");
	ck_assert(net_same_database(l.a, l.b));
	assert_routes(l.a, line_routes_of_a);
	net_free(l.net);
}
END_TEST

/* Own LSAs are made anew every half hour and so never reach MaxAge; nothing else changes. */
START_TEST(refresh)
{
	Line l = line_new();
	const OspfArea *area = g_ptr_array_index(l.a->ospf->areas, 0);
	const OspfLsa *lsa = g_ptr_array_index(area->lsdb.lsas, 2);
	int32_t seq = lsa->content.header.seq;
	SimTime calculated = l.a->ospf->spf.last;

	net_run(l.net, 2 * 3600 * SIM_SEC);
	ck_assert_int_eq(lsa->content.header.seq, seq + 4);
	ck_assert_uint_lt(ospf_lsa_header(lsa).age, 1800);
	ck_assert_int_eq(l.a->ospf->spf.last, calculated);
	assert_routes(l.a, line_routes_of_a);
	net_free(l.net);
}
END_TEST

/* An LSA whose router is gone for good leaves every database at MaxAge. */
START_TEST(max_age)
{
	Line l = line_new();
	const OspfArea *area = g_ptr_array_index(l.a->ospf->areas, 0);

	fwd_link_set_state(l.bc, FWD_LINK_DOWN);
	net_run(l.net, 3500 * SIM_SEC);
	ck_assert_uint_eq(area->lsdb.lsas->len, 3);
	net_run(l.net, 150 * SIM_SEC);
	ck_assert_uint_eq(area->lsdb.lsas->len, 2);
	ck_assert_uint_eq(area->lsdb.n_flushing, 0);
	net_free(l.net);
}
END_TEST

/* The numbers of LSAs come to their end: flushed first, then from the beginning. */
START_TEST(sequence_numbers_wrap)
{
	Line l = line_new();
	OspfArea *area = g_ptr_array_index(l.b->ospf->areas, 0);
	OspfLsa *own = g_ptr_array_index(area->lsdb.lsas, 1);

	own->content.header.seq = OSPF2_SEQ_MAX - 1;
	fwd_iface_set_shut(fwd_node_iface(l.b->fwd, "lo"), TRUE);
	net_run(l.net, SIM_SEC);
	ck_assert_int_eq(own->content.header.seq, OSPF2_SEQ_MAX);
	fwd_iface_set_shut(fwd_node_iface(l.b->fwd, "lo"), FALSE);
	net_run(l.net, SETTLED);
	own = g_ptr_array_index(area->lsdb.lsas, 1);
	ck_assert_int_eq(own->content.header.seq, OSPF2_SEQ_INITIAL);
	ck_assert(net_same_database(l.a, l.b));
	ck_assert(net_same_database(l.c, l.b));
	assert_routes(l.a, line_routes_of_a);
	net_free(l.net);
}
END_TEST

typedef struct Sent {
	uint64_t id;
	char *node, *type;
} Sent;

typedef struct Causes {
	GArray *sent; /* of Sent */
	unsigned received;
} Causes;

/* Every packet received was caused by a packet of that type which another node sent. */
static void check_cause(const TraceRecord *record, void *user)
{
	const TraceMessage *m = (const TraceMessage *)(const void *)record;
	Causes *causes = user;

	if (strcmp(m->direction, "sent") == 0) {
		Sent sent = {record->id, g_strdup(record->node), g_strdup(m->type)};
		g_array_append_val(causes->sent, sent);
		return;
	}
	for (unsigned i = 0; i < causes->sent->len; i++) {
		const Sent *sent = &g_array_index(causes->sent, Sent, i);
		if (sent->id != record->cause)
			continue;
		ck_assert_str_eq(sent->type, m->type);
		ck_assert_str_ne(sent->node, record->node);
		causes->received++;
		return;
	}
	ck_abort_msg("received a %s that nobody sent", m->type);
}

START_TEST(causes_of_messages)
{
	Net *net = net_new();
	Router *a = net_router(net, "A", "10.0.0.1"), *b = net_router(net, "B", "10.0.0.2");
	Causes causes = {.sent = g_array_new(FALSE, FALSE, sizeof(Sent))};

	net_join(a, b, 10);
	sim_subscribe(net->sim, &trace_message, check_cause, &causes);
	net_start(net);
	net_run(net, SETTLED);
	ck_assert_uint_eq(causes.received, causes.sent->len - 2); /* Hellos of 30 s */
	for (unsigned i = 0; i < causes.sent->len; i++) {
		g_free(g_array_index(causes.sent, Sent, i).node);
		g_free(g_array_index(causes.sent, Sent, i).type);
	}
	g_array_unref(causes.sent);
	net_free(net);
}
END_TEST

static void fail_if_unexpected(const TraceRecord *record, void *user)
{
	const TraceTransition *t = (const TraceTransition *)(const void *)record;
	(void)user;
	ck_assert_msg(!t->unexpected, "%s: %s in %s", t->protocol, t->event, t->from_state);
}

/* A cold start is over when all routes are there, and Hellos alone do not keep a network busy. A
 * repair waits for the Hellos that find the neighbour again. */
START_TEST(quiet)
{
	Net *net = net_new();
	Router *a = net_router(net, "A", "10.0.0.1"), *b = net_router(net, "B", "10.0.0.2");
	FwdLink *link = net_join(a, b, 10);

	sim_subscribe(net->sim, &trace_transition, fail_if_unexpected, NULL);
	net_start(net);
	ck_assert(sim_run_quiet(net->sim, 3600 * SIM_SEC));
	ck_assert_int_lt(net->sim->now, 20 * SIM_SEC);
	assert_routes(a, "10.0.0.2/32 metric 10 via 10.1.0.2 B\n");
	sim_new_epoch(net->sim);
	fwd_link_set_state(link, FWD_LINK_SILENT);
	ck_assert(sim_run_quiet(net->sim, 3600 * SIM_SEC));
	assert_routes(a, "");
	sim_new_epoch(net->sim);
	fwd_link_set_state(link, FWD_LINK_UP);
	ck_assert(sim_run_quiet(net->sim, 3600 * SIM_SEC));
	ck_assert_int_lt(net->sim->now, 120 * SIM_SEC);
	assert_routes(a, "10.0.0.2/32 metric 10 via 10.1.0.2 B\n");
	net_free(net);
}
END_TEST

START_TEST(same_digest_twice)
{
	Line a = line_new(), b = line_new();

	ck_assert_uint_eq(digest_value(&a.net->sim->digest), digest_value(&b.net->sim->digest));
	net_free(a.net);
	net_free(b.net);
}
END_TEST

START_TEST(configuration_is_checked)
{
	Net *net = net_new();
	Router *a = net_router(net, "A", "10.0.0.1");
	FwdIface *bare = fwd_iface_new(a->fwd, "bare", FWD_IFACE_ETHERNET, NULL, 0);
	FwdIface *lo = fwd_iface_new(a->fwd, "lo2", FWD_IFACE_LOOPBACK, NULL, 0);
	FwdVrf *vrf = fwd_node_add_vrf(a->fwd, "VPN-A");
	FwdIface *other = fwd_iface_new(a->fwd, "ce", FWD_IFACE_ETHERNET, vrf, 0);
	NetPrefix address;
	struct {
		FwdIface *iface;
		OspfIfaceConfig config;
		const char *message;
	} all[] = {
		{bare, net_iface_config(), "OSPF needs an IPv4 address on the interface"},
		{lo, net_iface_config(), "hello-interval must be whole seconds, from 1s to 65535s"},
		{lo, net_iface_config(), "dead-interval must be longer than hello-interval"},
		{lo, net_iface_config(), "retransmit-interval must be at least 1s"},
		{lo, net_iface_config(), "transmit-delay must be whole seconds, from 1s to 1h"},
		{other, net_iface_config(), "the interface is in another VRF than OSPF"},
		{fwd_node_iface(a->fwd, "lo"), net_iface_config(),
		 "OSPF runs on the interface already"},
	};

	ck_assert(net_prefix_parse("10.0.0.5/32", TRUE, &address));
	fwd_iface_add_address(lo, &address);
	fwd_iface_add_address(other, &address);
	all[1].config.hello_interval = 1500 * SIM_MSEC;
	all[2].config.dead_interval = 10 * SIM_SEC;
	all[3].config.retransmit_interval = 0;
	all[4].config.transmit_delay = SIM_MSEC;
	for (unsigned i = 0; i < G_N_ELEMENTS(all); i++) {
		GError *error = NULL;
		ck_assert(!ospf_class.items[0].add(&a->ospf->proto, all[i].iface, &all[i].config,
						   &error));
		ck_assert_str_eq(error->message, all[i].message);
		g_error_free(error);
	}
	net_free(net);
}
END_TEST

START_TEST(router_id_is_needed)
{
	ProtoHost host = {0};
	OspfConfig config = {0};
	GError *error = NULL;

	ck_assert_ptr_null(ospf_class.create(&host, NULL, &config, &error));
	ck_assert_str_eq(error->message,
			 "OSPF needs a router id: an IPv4 address on a loopback, or router-id");
	g_error_free(error);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf");
	tcase_add_test(tc, two_routers);
	tcase_add_test(tc, three_in_a_line);
	tcase_add_test(tc, square_has_two_ways);
	tcase_add_test(tc, cost_is_of_the_way_out);
	tcase_add_test(tc, passive_interface_is_advertised_and_silent);
	tcase_add_test(tc, parallel_unnumbered_links);
	tcase_add_test(tc, link_down_and_up);
	tcase_add_test(tc, silent_cut);
	tcase_add_test(tc, orderly_stop_and_start);
	tcase_add_test(tc, restart_without_a_word);
	tcase_add_test(tc, refresh);
	tcase_add_test(tc, max_age);
	tcase_add_test(tc, sequence_numbers_wrap);
	tcase_add_test(tc, causes_of_messages);
	tcase_add_test(tc, quiet);
	tcase_add_test(tc, same_digest_twice);
	tcase_add_test(tc, configuration_is_checked);
	tcase_add_test(tc, router_id_is_needed);
	return test_main("ospf", tc);
}
