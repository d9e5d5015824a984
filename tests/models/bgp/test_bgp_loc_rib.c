/* SPDX-License-Identifier: Apache-2.0 */
/* The queue of prefixes to be decided on, and what a decision leaves behind. */
#include "models/bgp/bgp_decide.h"
#include "models/bgp/bgp_loc_rib.h"
#include "tests/models/bgp/bgp_paths.h"
#include "tests/testing.h"

enum { IPV4 = BGP_FAMILY_IPV4, VPNV4 = BGP_FAMILY_VPNV4 };

static Lab *lab;
static Bgp *bgp;
static BgpPeer *peers[2];

/* R2 and R3 speak no BGP; there are LSPs to both. */
static void setup(void)
{
	static const uint32_t as_numbers[] = {65001, 0, 0};

	lab = lab_new(3, as_numbers);
	bgp = lab_bgp(lab, 1);
	for (unsigned i = 0; i < 2; i++) {
		lab_link(lab, 1, i + 2);
		lab_set_lsp(lab, 1, i + 2, TRUE);
		peers[i] = lab_neighbor_with(lab, 1, i + 2, "ipv4 vpnv4", "passive=yes");
	}
	lab_watch_vpn(lab, 1);
	lab_start(lab);
	g_string_truncate(lab->log, 0);
}

static void teardown(void)
{
	lab_free(lab);
}

/* What was logged since the last time. */
static void expect(const char *text)
{
	ck_assert_str_eq(lab->log->str, text);
	g_string_truncate(lab->log, 0);
}

#define P "10.9.0.0/16"
#define ADD_R2 "R1 vpn add 0:0 10.9.0.0/16 via 10.0.0.2 label 16\n"
#define REMOVE_R2 "R1 vpn remove 0:0 10.9.0.0/16 via 10.0.0.2 label 16\n"

/* Once in the queue, however often it changes; then looked at as it is at the end of the instant. */
START_TEST(a_queue)
{
	BgpNet *net;

	paths_put(lab, peers[0], VPNV4, P, "10.0.0.2", 1);
	net = paths_net(lab, VPNV4, P);
	ck_assert(net->dirty);
	paths_put(lab, peers[0], VPNV4, P, "10.0.0.2", 2);
	ck_assert_uint_eq(bgp->dirty->len, 1);
	ck_assert_ptr_null(bgp_net_chosen(net));
	lab_run(lab, lab->sim->now + 1);
	expect(ADD_R2);
	ck_assert(!net->dirty);
	ck_assert_uint_eq(bgp->dirty->len, 0);
	ck_assert_uint_eq(bgp_net_chosen(net)->attrs->attrs.med, 2);
	ck_assert_uint_eq(net->rule, BGP_RULE_ONLY);
	/* The former path has gone with the decision. */
	ck_assert_ptr_null(net->paths->next);
}
END_TEST

/* Nothing is left of a prefix that has come and gone in between, or of one that has gone. */
START_TEST(collected)
{
	paths_put(lab, peers[0], VPNV4, P, "10.0.0.2", 1);
	paths_remove(lab, peers[0], VPNV4, P);
	ck_assert_ptr_nonnull(paths_net(lab, VPNV4, P)); /* it waits */
	bgp_loc_rib_run(bgp);
	ck_assert_ptr_null(paths_net(lab, VPNV4, P));
	expect("");
	paths_put(lab, peers[0], VPNV4, P, "10.0.0.2", 1);
	bgp_loc_rib_run(bgp);
	expect(ADD_R2);
	paths_remove(lab, peers[0], VPNV4, P);
	/* Chosen still, as everybody knows it. */
	ck_assert(bgp_net_chosen(paths_net(lab, VPNV4, P))->flags & BGP_PATH_GONE);
	bgp_loc_rib_run(bgp);
	expect(REMOVE_R2);
	ck_assert_ptr_null(paths_net(lab, VPNV4, P));
}
END_TEST

static void keep_cause(ProtoInstance *from, const BgpVpnRoute *before, const BgpVpnRoute *after,
		       void *user)
{
	(void)from;
	(void)before;
	(void)after;
	*(uint64_t *)user = lab->sim->cause;
}

/* Each is decided on in the name of what changed it first. */
START_TEST(causes)
{
	uint64_t cause = 0, former;

	bgp_vpn_watch(&bgp->instance, keep_cause, &cause);
	former = sim_set_cause(lab->sim, 77);
	paths_put(lab, peers[0], VPNV4, P, "10.0.0.2", 1);
	sim_set_cause(lab->sim, 78);
	paths_put(lab, peers[1], VPNV4, P, "10.0.0.3", 0);
	sim_set_cause(lab->sim, former);
	bgp_loc_rib_run(bgp);
	ck_assert_uint_eq(cause, 77);
	ck_assert_uint_eq(lab->sim->cause, former);
	bgp_vpn_unwatch(&bgp->instance, keep_cause, &cause);
}
END_TEST

/* A path that cannot be used is recorded once for each time that its next hop goes. */
START_TEST(refusals)
{
	static const char refusal[] = "R1 refuses 10.9.0.0/16 of 10.0.0.2: no LSP to R2\n";

	paths_put(lab, peers[0], VPNV4, P, "10.0.0.2", 1);
	bgp_loc_rib_run(bgp);
	expect(ADD_R2);
	for (unsigned i = 0; i < 2; i++) {
		lab_set_lsp(lab, 1, 2, FALSE);
		bgp_loc_rib_run(bgp);
		ck_assert_uint_eq(lab_count(lab, refusal), 1);
		ck_assert_uint_eq(lab_count(lab, "R1 vpn replace 0:0 10.9.0.0/16 via 10.0.0.2 "
						 "label 16 unusable\n"),
				  1);
		g_string_truncate(lab->log, 0);
		bgp_loc_rib_reconsider_all(bgp);
		bgp_loc_rib_run(bgp);
		expect("");
		lab_set_lsp(lab, 1, 2, TRUE);
		bgp_loc_rib_run(bgp);
		expect("R1 vpn replace 0:0 10.9.0.0/16 via 10.0.0.2 label 16\n");
	}
}
END_TEST

/* What nobody can see is no change: the same attributes, label and peer in a new path. */
START_TEST(the_same_to_others)
{
	paths_put(lab, peers[0], VPNV4, P, "10.0.0.2", 1);
	bgp_loc_rib_run(bgp);
	expect(ADD_R2);
	paths_put(lab, peers[0], VPNV4, P, "10.0.0.2", 2);
	paths_put(lab, peers[0], VPNV4, P, "10.0.0.2", 1);
	bgp_loc_rib_run(bgp);
	expect("");
	ck_assert_uint_eq(bgp_net_chosen(paths_net(lab, VPNV4, P))->attrs->attrs.med, 1);
	/* What they can see. */
	paths_put(lab, peers[0], VPNV4, P, "10.0.0.2", 3);
	bgp_loc_rib_run(bgp);
	expect("R1 vpn replace 0:0 10.9.0.0/16 via 10.0.0.2 label 16\n");
	/* A worse path beside it. */
	paths_put(lab, peers[1], VPNV4, P, "10.0.0.3", 7);
	bgp_loc_rib_run(bgp);
	expect("");
	/* A better one. */
	paths_put(lab, peers[1], VPNV4, P, "10.0.0.3", 0);
	bgp_loc_rib_run(bgp);
	expect("R1 vpn replace 0:0 10.9.0.0/16 via 10.0.0.3 label 16\n");
	/* The order of a net's paths: the chosen one, then the latest. */
	ck_assert_ptr_eq(paths_net(lab, VPNV4, P)->paths->peer, peers[1]);
	ck_assert_ptr_eq(paths_net(lab, VPNV4, P)->paths->next->peer, peers[0]);
	ck_assert_ptr_null(paths_net(lab, VPNV4, P)->paths->next->next);
}
END_TEST

START_TEST(stopped)
{
	paths_put(lab, peers[0], VPNV4, P, "10.0.0.2", 1);
	bgp_loc_rib_run(bgp);
	g_string_truncate(lab->log, 0);
	bgp->instance.running = FALSE;
	bgp_loc_rib_reconsider_all(bgp);
	bgp_loc_rib_run(bgp);
	expect(REMOVE_R2);
	ck_assert_ptr_nonnull(paths_net(lab, VPNV4, P)); /* it has its path */
	bgp->instance.running = TRUE;
	bgp_loc_rib_reconsider_all(bgp);
	bgp_loc_rib_run(bgp);
	expect(ADD_R2);
}
END_TEST

static unsigned n_multi(void)
{
	const BgpNet *net = paths_net(lab, IPV4, P);
	unsigned n = 0;

	for (const BgpPath *path = net->paths; path; path = path->next)
		n += (path->flags & BGP_PATH_MULTI) != 0;
	ck_assert_uint_eq(n, net->n_multi);
	return n;
}

static uint8_t n_hops(void)
{
	NetPrefix prefix = bgp_net_prefix(paths_table(lab, IPV4), paths_net(lab, IPV4, P));
	const RibRoute *route = rib_best(lab_router(lab, 1)->rib, &prefix);

	return route ? route->n_hops : 0;
}

/* Paths as good as the chosen one are used beside it, as many as may be; a VPN route has one. */
START_TEST(beside)
{
	bgp->decision.maximum_paths_ibgp = 2;
	for (unsigned i = 0; i < 2; i++) {
		paths_put(lab, peers[i], IPV4, P, i ? "10.0.0.3" : "10.0.0.2", 1);
		paths_put(lab, peers[i], VPNV4, P, i ? "10.0.0.3" : "10.0.0.2", 1);
	}
	bgp_loc_rib_run(bgp);
	ck_assert_uint_eq(paths_net(lab, VPNV4, P)->n_multi, 0);
	ck_assert_uint_gt(n_multi(), 0);
	ck_assert_uint_eq(n_hops(), 2);
	/* The other one is not as good any more, and then again. */
	paths_put(lab, peers[1], IPV4, P, "10.0.0.3", 2);
	bgp_loc_rib_run(bgp);
	ck_assert_uint_eq(n_hops(), 1);
	paths_put(lab, peers[1], IPV4, P, "10.0.0.3", 1);
	bgp_loc_rib_run(bgp);
	ck_assert_uint_eq(n_hops(), 2);
	/* Its next hop is farther; then none of both can be reached. */
	lab_set_route(lab, 1, 3, TRUE, 99);
	bgp_loc_rib_run(bgp);
	ck_assert_uint_eq(n_hops(), 1);
	lab_set_route(lab, 1, 3, TRUE, 10);
	bgp_loc_rib_run(bgp);
	ck_assert_uint_eq(n_hops(), 2);
	lab_set_route(lab, 1, 2, FALSE, 0);
	lab_set_route(lab, 1, 3, FALSE, 0);
	bgp_loc_rib_run(bgp);
	ck_assert_uint_eq(n_multi(), 0);
	ck_assert_uint_eq(n_hops(), 0);
}
END_TEST

/* Also of nobody, and of the family that the table is of. */
START_TEST(a_refusal)
{
	NetPrefix prefix;

	ck_assert(net_prefix_parse(P, FALSE, &prefix));
	bgp_trace_refusal(paths_table(lab, VPNV4), 5, &prefix, NULL, "why");
	bgp_trace_refusal(paths_table(lab, VPNV4), 5, &prefix, peers[1], "why not");
	expect("R1 refuses 10.9.0.0/16 of nobody: why\n"
	       "R1 refuses 10.9.0.0/16 of 10.0.0.3: why not\n");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_loc_rib");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_queue);
	tcase_add_test(tc, collected);
	tcase_add_test(tc, causes);
	tcase_add_test(tc, refusals);
	tcase_add_test(tc, the_same_to_others);
	tcase_add_test(tc, stopped);
	tcase_add_test(tc, beside);
	tcase_add_test(tc, a_refusal);
	return test_main("bgp_loc_rib", tc);
}
