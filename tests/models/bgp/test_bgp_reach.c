/* SPDX-License-Identifier: Apache-2.0 */
/* Where a neighbour may be, and who may speak for it: TTL, GTSM, connected subnets, keys. */
#include "models/bgp/bgp_reach.h"
#include "models/bgp/bgp_tables.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/testing.h"

static const uint32_t two_ases[] = {65001, 65002, 65003};

static BgpState run(Lab *lab, SimTime by)
{
	lab_run(lab, lab->sim->now + by);
	return bgp_session_state(lab_only_peer(lab, 1)->session);
}

START_TEST(test_ttl)
{
	static const struct {
		const char *attributes;
		unsigned ttl, min_ttl;
	} cases[] = {
		{"", 1, 0},
		{"ebgp-multihop=1", 1, 0},
		{"ebgp-multihop=7", 7, 0},
		{"ttl-security=1", 255, 255},
		{"ttl-security=3", 255, 253},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		Lab *lab = lab_new(2, two_ases);
		lab_link(lab, 1, 2);
		BgpPeer *peer = lab_neighbor_with(lab, 1, 2, "ipv4", cases[i].attributes);
		TcpParams params = bgp_reach_tcp_params(peer);
		ck_assert_uint_eq(params.ttl, cases[i].ttl);
		ck_assert_uint_eq(params.min_ttl, cases[i].min_ttl);
		lab_free(lab);
	}
}
END_TEST

/* Neighbours on their link, or on their loopbacks, one hop away. */
static Lab *adjacent(gboolean on_link, const char *attributes, const char *others)
{
	Lab *lab = lab_new(2, two_ases);
	lab_link(lab, 1, 2);
	for (unsigned a = 1; a <= 2; a++) {
		NetAddr other = lab_link_address(3 - a, a);
		char address[NET_ADDR_STRLEN];
		char *all =
			g_strdup_printf("address=%s update-source=%s disable-connected-check=no %s",
					net_addr_str(&other, address), a == 1 ? "r2" : "r1",
					a == 1 ? attributes : others);
		char *loopback = g_strdup_printf("disable-connected-check=no %s",
						 a == 1 ? attributes : others);
		g_strstrip(all);
		g_strstrip(loopback);
		lab_neighbor_with(lab, a, 3 - a, "ipv4", on_link ? all : loopback);
		g_free(all);
		g_free(loopback);
	}
	lab_start(lab);
	return lab;
}

START_TEST(test_connected_check)
{
	Lab *lab = adjacent(TRUE, "", "");
	ck_assert_int_eq(run(lab, 5 * SIM_SEC), BGP_STATE_ESTABLISHED);
	lab_free(lab);

	lab = adjacent(FALSE, "", "");
	ck_assert_int_eq(run(lab, 300 * SIM_SEC), BGP_STATE_ACTIVE);
	ck_assert_uint_eq(lab_count(lab, "-> Connect"), 0);
	lab_free(lab);

	/* One end that lets it be does not do: the other refuses. */
	lab = adjacent(FALSE, "disable-connected-check=yes", "");
	ck_assert_int_ne(run(lab, 300 * SIM_SEC), BGP_STATE_ESTABLISHED);
	ck_assert_uint_gt(lab_count(lab, "R1 10.0.0.2: Idle -> Connect"), 0);
	lab_free(lab);

	lab = adjacent(FALSE, "disable-connected-check=yes", "disable-connected-check=yes");
	ck_assert_int_eq(run(lab, 5 * SIM_SEC), BGP_STATE_ESTABLISHED);
	lab_free(lab);

	lab = adjacent(FALSE, "ebgp-multihop=2", "ebgp-multihop=2");
	ck_assert_int_eq(run(lab, 5 * SIM_SEC), BGP_STATE_ESTABLISHED);
	lab_free(lab);
}
END_TEST

/* R1 and R3 speak over R2, which has no BGP. */
static Lab *over_a_router(const char *attributes)
{
	static const uint32_t as_numbers[] = {65001, 0, 65003};
	Lab *lab = lab_new(3, as_numbers);
	lab_link(lab, 1, 2);
	lab_link(lab, 2, 3);
	lab_set_route_via(lab, 1, 3, 2);
	lab_set_route_via(lab, 3, 1, 2);
	lab_neighbor_with(lab, 1, 3, "ipv4", attributes);
	lab_neighbor_with(lab, 3, 1, "ipv4", attributes);
	lab_start(lab);
	return lab;
}

START_TEST(test_multihop)
{
	Lab *lab = over_a_router("");
	ck_assert_int_ne(run(lab, 30 * SIM_SEC), BGP_STATE_ESTABLISHED);
	ck_assert_uint_gt(lab_count(lab, "R2 drops a packet: TTL expired"), 0);
	lab_free(lab);

	lab = over_a_router("ebgp-multihop=2");
	ck_assert_int_eq(run(lab, 5 * SIM_SEC), BGP_STATE_ESTABLISHED);
	lab_free(lab);

	lab = over_a_router("ttl-security=2");
	ck_assert_int_eq(run(lab, 5 * SIM_SEC), BGP_STATE_ESTABLISHED);
	lab_free(lab);
}
END_TEST

/* RFC 5082: the peer is farther away than it may be. */
START_TEST(test_ttl_security)
{
	Lab *lab = over_a_router("ttl-security=1 disable-connected-check=yes");
	ck_assert_int_ne(run(lab, 60 * SIM_SEC), BGP_STATE_ESTABLISHED);
	ck_assert_msg(lab_count(lab, "TCP segment with TTL 254, at least 255 is required") > 0,
		      "%s", lab->log->str);
	lab_free(lab);
}
END_TEST

START_TEST(test_fallover)
{
	gboolean fast = _i == 0;
	const char *attributes = fast ? "" : "fast-external-fallover=no";
	Lab *lab = adjacent(TRUE, attributes, attributes);
	FwdLink *link = g_ptr_array_index(lab->links, 0);
	ck_assert_int_eq(run(lab, 5 * SIM_SEC), BGP_STATE_ESTABLISHED);
	SimTime down = lab->sim->now;
	fwd_link_set_state(link, FWD_LINK_DOWN);
	ck_assert_int_eq(run(lab, SIM_SEC / 2), fast ? BGP_STATE_IDLE : BGP_STATE_ESTABLISHED);
	ck_assert_uint_eq(
		lab_count(
			lab,
			"R1 10.1.12.2 session-loss: TCP connection lost: interface r2 went down\n"),
		fast);
	if (fast)
		ck_assert_int_eq(lab_only_peer(lab, 1)->last_error_at, down);
	run(lab, 10 * SIM_SEC);
	fwd_link_set_state(link, FWD_LINK_UP);
	ck_assert_int_eq(run(lab, 5 * SIM_SEC), BGP_STATE_ESTABLISHED);
	ck_assert_uint_eq(lab_count(lab, "unexpected"), 0);
	lab_free(lab);
}
END_TEST

/* The interface to a neighbour that is shut down comes and goes. */
START_TEST(test_fallover_of_one_that_is_down)
{
	Lab *lab = adjacent(TRUE, "shutdown=yes", "");
	FwdLink *link = g_ptr_array_index(lab->links, 0);
	run(lab, 5 * SIM_SEC);
	fwd_link_set_state(link, FWD_LINK_DOWN);
	run(lab, 5 * SIM_SEC);
	fwd_link_set_state(link, FWD_LINK_UP);
	ck_assert_int_eq(run(lab, 5 * SIM_SEC), BGP_STATE_IDLE);
	lab_free(lab);
}
END_TEST

static void take_reason(const ProtoSession *session, void *user)
{
	*(const char **)user = session->reason;
}

/* Told once, counted, and the reason that the session is not up. */
static void expect_dropped(Lab *lab, const char *reason)
{
	const BgpPeer *peer = lab_only_peer(lab, 1);
	const char *why = NULL;
	g_autofree char *line = g_strdup_printf("R1 10.1.12.2 segments-dropped: %s\n", reason);

	ck_assert_msg(lab_count(lab, line) == 1, "%s", lab->log->str);
	ck_assert_uint_gt(peer->n_refused, 1);
	ck_assert_str_eq(peer->refused, reason);
	bgp_foreach_session(lab_router(lab, 1)->bgp, take_reason, &why);
	ck_assert_pstr_eq(why, reason);
}

START_TEST(test_password)
{
	Lab *lab = adjacent(TRUE, "password=s3cret", "password=s3cret");
	const char *why = NULL;
	ck_assert_int_eq(run(lab, 5 * SIM_SEC), BGP_STATE_ESTABLISHED);
	bgp_foreach_session(lab_router(lab, 1)->bgp, take_reason, &why);
	ck_assert_ptr_null(why);
	lab_free(lab);

	static const char *const others[] = {"password=other", ""};
	static const char *const reasons[] = {"TCP segment with a wrong MD5 signature",
					      "TCP segment without MD5 signature"};
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		lab = adjacent(TRUE, "password=s3cret", others[i]);
		BgpState state = run(lab, 200 * SIM_SEC);
		ck_assert(state == BGP_STATE_CONNECT || state == BGP_STATE_ACTIVE);
		ck_assert_msg(lab_count(lab, "drops a packet: TCP segment with") > 0, "%s",
			      lab->log->str);
		ck_assert_uint_eq(lab_count(lab, "received open"), 0);
		expect_dropped(lab, reasons[i]);
		lab_free(lab);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_reach");
	tcase_add_test(tc, test_ttl);
	tcase_add_test(tc, test_connected_check);
	tcase_add_test(tc, test_multihop);
	tcase_add_test(tc, test_ttl_security);
	tcase_add_loop_test(tc, test_fallover, 0, 2);
	tcase_add_test(tc, test_fallover_of_one_that_is_down);
	tcase_add_test(tc, test_password);
	return test_main("bgp_reach", tc);
}
