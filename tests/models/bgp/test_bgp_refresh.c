/* SPDX-License-Identifier: Apache-2.0 */
/* Route refresh both ways (RFC 2918), with begin and end (RFC 7313). */
#include "models/bgp/bgp_refresh.h"
#include "tests/models/bgp/bgp_script.h"
#include "tests/testing.h"

#define CAP_REFRESH "02020200"
#define CAP_ENHANCED "02024600"
#define ENHANCED_OPEN OPEN_HEAD "18" CAP_VPNV4 CAP_REFRESH CAP_ENHANCED CAP_AS4
#define REFRESH_OPEN OPEN_HEAD "14" CAP_VPNV4 CAP_REFRESH CAP_AS4
#define VPNV4_REQUEST "00010080"
#define VPNV4_BEGIN "00010180"
#define VPNV4_END "00010280"
#define NLRI_30 "70 0001e1 0000fde900000001 0a0901" /* 10.9.1.0/24 */

static Script *established(const char *open, const char *attributes)
{
	uint8_t body[BGP_MESSAGE_MAX];
	Script *s = script_new_with("vpnv4", attributes);
	script_expect(s, BGP_MESSAGE_OPEN, body);
	script_send_message(s, BGP_MESSAGE_OPEN, open);
	script_expect(s, BGP_MESSAGE_KEEPALIVE, body);
	script_send_message(s, BGP_MESSAGE_KEEPALIVE, "");
	ck_assert_uint_eq(script_expect(s, BGP_MESSAGE_UPDATE, body), 10); /* End-of-RIB */
	return s;
}

static unsigned n_routes(Script *s)
{
	return lab_bgp(s->lab, 1)->tables[BGP_FAMILY_VPNV4].n_nets;
}

static void expect_subtype(Script *s, unsigned subtype)
{
	uint8_t body[BGP_MESSAGE_MAX];
	ck_assert_uint_eq(script_expect(s, BGP_MESSAGE_ROUTE_REFRESH, body), 4);
	ck_assert_uint_eq(body[1], 1);
	ck_assert_uint_eq(body[2], subtype);
	ck_assert_uint_eq(body[3], 128);
}

/* What R1 asks for, and of whom. */
START_TEST(test_request)
{
	Script *s = established(REFRESH_OPEN, "");
	ck_assert(bgp_peer_request_refresh(lab_peer(s->lab, 1, 2), BGP_FAMILY_VPNV4));
	ck_assert(!bgp_peer_request_refresh(lab_peer(s->lab, 1, 2), BGP_FAMILY_IPV4));
	script_advance(s, SIM_SEC / 10);
	expect_subtype(s, BGP_REFRESH_REQUEST);
	script_free(s);

	s = established(GOOD_OPEN, ""); /* does not know how */
	ck_assert(!bgp_peer_request_refresh(lab_peer(s->lab, 1, 2), BGP_FAMILY_VPNV4));
	script_free(s);
}
END_TEST

START_TEST(test_answer)
{
	uint8_t body[BGP_MESSAGE_MAX];
	Script *s = established(ENHANCED_OPEN, "");
	script_send_message(s, BGP_MESSAGE_ROUTE_REFRESH, VPNV4_REQUEST);
	expect_subtype(s, BGP_REFRESH_BEGIN);
	expect_subtype(s, BGP_REFRESH_END);
	ck_assert_uint_eq(s->received->len, 0);
	script_free(s);

	/* Without the enhancement, on either side, every subtype is a request. */
	s = established(ENHANCED_OPEN, "enhanced-refresh=no");
	script_send_message(s, BGP_MESSAGE_ROUTE_REFRESH, VPNV4_BEGIN);
	ck_assert_uint_eq(script_expect(s, BGP_MESSAGE_UPDATE, body), 10);
	script_free(s);

	/* Of a family that was not agreed on, and of one that nobody knows. */
	s = established(ENHANCED_OPEN, "");
	script_send_message(s, BGP_MESSAGE_ROUTE_REFRESH, "00010001");
	script_send_message(s, BGP_MESSAGE_ROUTE_REFRESH, "00450045");
	script_send_message(s, BGP_MESSAGE_ROUTE_REFRESH, "00010980"); /* subtype 9 */
	ck_assert_uint_eq(s->received->len, 0);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ESTABLISHED);
	script_free(s);
}
END_TEST

START_TEST(test_bad_length)
{
	Script *s = established(ENHANCED_OPEN, "");
	script_send_message(s, BGP_MESSAGE_ROUTE_REFRESH, "0001000100");
	ck_assert_uint_eq(lab_count(s->lab, "Established -> Idle (RouteRefreshMsgErr)"), 1);
	script_expect_notification(s, BGP_ERROR_ROUTE_REFRESH, BGP_ROUTE_REFRESH_BAD_LENGTH,
				   "ffffffffffffffffffffffffffffffff001805"
				   "0001000100");
	script_free(s);
}
END_TEST

/* Of two routes one is said again between BoRR and EoRR, and stays. */
static Script *with_two_routes(const char *attributes)
{
	Script *s = established(ENHANCED_OPEN, attributes);
	script_send_update(s, "", GOOD_ROUTE, "");
	script_send_update(s, "", REACH("0a000002", NLRI_30) ATTRIBUTES, "");
	ck_assert_uint_eq(n_routes(s), 2);
	return s;
}

START_TEST(test_sweep)
{
	Script *s = with_two_routes("");
	script_send_message(s, BGP_MESSAGE_ROUTE_REFRESH, VPNV4_END); /* of nothing */
	ck_assert_uint_eq(n_routes(s), 2);
	script_send_message(s, BGP_MESSAGE_ROUTE_REFRESH, VPNV4_BEGIN);
	script_send_update(s, "", GOOD_ROUTE, "");
	ck_assert_uint_eq(n_routes(s), 2);
	script_send_message(s, BGP_MESSAGE_ROUTE_REFRESH, VPNV4_END);
	ck_assert_uint_eq(n_routes(s), 1);
	ck_assert_uint_eq(lab_count(s->lab, "R1 vpn remove 65001:1 10.9.1.0/24"), 1);
	ck_assert_uint_eq(lab_count(s->lab, "vpn replace"), 0);
	script_free(s);
}
END_TEST

/* BoRR twice: what came after the first is stale again. */
START_TEST(test_begun_again)
{
	Script *s = with_two_routes("");
	script_send_message(s, BGP_MESSAGE_ROUTE_REFRESH, VPNV4_BEGIN);
	script_send_update(s, "", GOOD_ROUTE, "");
	script_send_message(s, BGP_MESSAGE_ROUTE_REFRESH, VPNV4_BEGIN);
	script_send_message(s, BGP_MESSAGE_ROUTE_REFRESH, VPNV4_END);
	ck_assert_uint_eq(n_routes(s), 0);
	script_free(s);
}
END_TEST

START_TEST(test_no_end)
{
	Script *s = with_two_routes("refresh-stalepath-time=20s");
	script_send_message(s, BGP_MESSAGE_ROUTE_REFRESH, VPNV4_BEGIN);
	script_send_update(s, "", GOOD_ROUTE, "");
	script_advance(s, 19 * SIM_SEC);
	ck_assert_uint_eq(n_routes(s), 2);
	script_advance(s, 1 * SIM_SEC);
	ck_assert_uint_eq(n_routes(s), 1);
	ck_assert_uint_eq(lab_count(s->lab, "R1 10.0.0.2 stale-paths: "), 1);
	script_free(s);
}
END_TEST

/* The session goes in the middle of it. */
START_TEST(test_lost)
{
	Script *s = with_two_routes("refresh-stalepath-time=20s");
	script_send_message(s, BGP_MESSAGE_ROUTE_REFRESH, VPNV4_BEGIN);
	script_send_message(s, BGP_MESSAGE_NOTIFICATION, "0604");
	ck_assert_uint_eq(n_routes(s), 0);
	script_advance(s, 30 * SIM_SEC);
	ck_assert_uint_eq(lab_count(s->lab, "stale-paths"), 0);
	script_free(s);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_refresh");
	tcase_add_test(tc, test_request);
	tcase_add_test(tc, test_answer);
	tcase_add_test(tc, test_bad_length);
	tcase_add_test(tc, test_sweep);
	tcase_add_test(tc, test_begun_again);
	tcase_add_test(tc, test_no_end);
	tcase_add_test(tc, test_lost);
	return test_main("bgp_refresh", tc);
}
