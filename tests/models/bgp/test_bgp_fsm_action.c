/* SPDX-License-Identifier: Apache-2.0 */
/* The optional attributes of the state machine (RFC 4271 8.1.1), each against a scripted neighbour. */
#include "tests/models/bgp/bgp_script.h"
#include "tests/testing.h"

static void expect_log(Script *s, unsigned n, const char *text)
{
	ck_assert_msg(lab_count(s->lab, text) == n, "%s: %u times in\n%s", text,
		      lab_count(s->lab, text), s->lab->log->str);
}

START_TEST(test_passive)
{
	Script *s = script_new_with("vpnv4", "passive=yes connect-retry=2s");
	expect_log(s, 0, "-> Connect");
	expect_log(s, 1, "Idle -> Active (ManualStart_with_PassiveTcpEstablishment)");
	script_establish(s);
	script_send_message(s, BGP_MESSAGE_NOTIFICATION, "0602");
	script_advance(s, 100 * SIM_SEC);
	expect_log(s, 0, "-> Connect");
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ACTIVE);
	script_connect(s);
	script_establish(s);
	script_free(s);
}
END_TEST

/* Nobody's OPEN comes: ours goes out when DelayOpenTimer expires. */
START_TEST(test_delay_open_expires)
{
	uint8_t body[BGP_MESSAGE_MAX];
	Script *s = script_new_with("vpnv4", "delay-open=8s");
	script_advance(s, 5500 * SIM_MSEC);
	ck_assert_uint_eq(s->received->len, 0);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ACTIVE);
	script_advance(s, 2500 * SIM_MSEC);
	expect_log(s, 1, "Active -> OpenSent (DelayOpenTimer_Expires)");
	script_expect(s, BGP_MESSAGE_OPEN, body);
	ck_assert_uint_eq(s->received->len, 0);
	script_free(s);
}
END_TEST

START_TEST(test_open_in_delay_open)
{
	uint8_t body[BGP_MESSAGE_MAX];
	Script *s = script_new_with("vpnv4", "delay-open=8s");
	script_send_message(s, BGP_MESSAGE_OPEN, GOOD_OPEN);
	expect_log(s, 1, "Active -> OpenConfirm (BGPOpen with DelayOpenTimer running)");
	script_expect(s, BGP_MESSAGE_OPEN, body);
	script_expect(s, BGP_MESSAGE_KEEPALIVE, body);
	script_send_message(s, BGP_MESSAGE_KEEPALIVE, "");
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ESTABLISHED);
	script_advance(s, 20 * SIM_SEC); /* the timer does not run any more */
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ESTABLISHED);
	script_free(s);
}
END_TEST

/* What comes before OPEN ends the connection; whether that is told depends. */
START_TEST(test_errors_in_delay_open)
{
	static const char *const bad_header = "fffffffffffffffffffffffffffffffe001304";
	Script *s = script_new_with("vpnv4", "delay-open=8s");
	script_send_hex(s, bad_header);
	ck_assert(s->closed);
	ck_assert_uint_eq(s->received->len, 0);
	expect_log(s, 1, "session-refusal: Message Header Error/Connection Not Synchronized");
	script_free(s);

	s = script_new_with("vpnv4", "delay-open=8s notification-without-open=yes");
	script_send_hex(s, bad_header);
	script_expect_notification(s, BGP_ERROR_HEADER, BGP_HEADER_NOT_SYNCHRONIZED, "");
	script_free(s);

	s = script_new_with("vpnv4", "delay-open=8s");
	script_send_message(s, BGP_MESSAGE_KEEPALIVE, "");
	ck_assert(s->closed);
	expect_log(s, 1, "session-refusal: a message before OPEN");
	script_free(s);
}
END_TEST

/* The connection goes away while OPEN is waited for. */
START_TEST(test_lost_in_delay_open)
{
	Script *s = script_new_with("vpnv4", "delay-open=8s");
	tcp_abort(s->socket);
	s->socket = NULL;
	script_advance(s, SIM_SEC / 10);
	expect_log(s, 1, "Active -> Idle (TcpConnectionFails)");
	ck_assert_uint_eq(lab_peer(s->lab, 1, 2)->connect_retry_counter, 1);
	script_free(s);
}
END_TEST

START_TEST(test_minimum_hold_time)
{
	static const struct {
		const char *open;
		gboolean accepted;
	} cases[] = {
		{"04fde900090a000002 10" CAP_VPNV4 CAP_AS4, FALSE}, /* 9 s */
		{"04fde900000a000002 10" CAP_VPNV4 CAP_AS4, FALSE}, /* none */
		{"04fde9001e0a000002 10" CAP_VPNV4 CAP_AS4, TRUE},  /* 30 s */
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		uint8_t body[BGP_MESSAGE_MAX];
		Script *s = script_new_with("vpnv4", "minimum-hold-time=30s");
		script_expect(s, BGP_MESSAGE_OPEN, body);
		script_send_message(s, BGP_MESSAGE_OPEN, cases[i].open);
		if (cases[i].accepted)
			script_expect(s, BGP_MESSAGE_KEEPALIVE, body);
		else
			script_expect_notification(s, BGP_ERROR_OPEN, BGP_OPEN_BAD_HOLD_TIME, "");
		script_free(s);
	}
}
END_TEST

/* Neither end wants a hold time: silence for an hour is no error, and no KEEPALIVE is sent. */
START_TEST(test_no_hold_time)
{
	uint8_t body[BGP_MESSAGE_MAX];
	Script *s = script_new_with("vpnv4", "hold-time=0s");
	script_expect(s, BGP_MESSAGE_OPEN, body);
	script_send_message(s, BGP_MESSAGE_OPEN, GOOD_OPEN);
	script_expect(s, BGP_MESSAGE_KEEPALIVE, body);
	script_send_message(s, BGP_MESSAGE_KEEPALIVE, "");
	script_expect(s, BGP_MESSAGE_UPDATE, body);
	script_advance(s, 3600 * SIM_SEC);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ESTABLISHED);
	ck_assert_uint_eq(s->received->len, 0);
	script_free(s);
}
END_TEST

/* Each error makes the next pause longer, unless oscillations are not damped. */
START_TEST(test_damping)
{
	gboolean damped = _i == 0;
	uint8_t body[BGP_MESSAGE_MAX];
	Script *s = script_new_with("vpnv4", damped ? "" : "damp-peer-oscillations=no");
	for (unsigned i = 0; i < 3; i++) {
		script_expect(s, BGP_MESSAGE_OPEN, body);
		script_send_message(s, BGP_MESSAGE_OPEN, "03fde900b40a00000200");
		script_advance(s, 900 * SIM_MSEC);
		ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_IDLE);
		if (damped && i == 2) { /* 4 s */
			script_advance(s, 2900 * SIM_MSEC);
			ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_IDLE);
		}
		script_advance(s, 1500 * SIM_MSEC);
		ck_assert_uint_eq(lab_peer(s->lab, 1, 2)->connect_retry_counter, i + 1);
		script_connect(s);
	}
	expect_log(s, damped ? 0 : 3, "(AutomaticStart)");
	expect_log(s, damped ? 3 : 0, "(IdleHoldTimer_Expires)");
	script_free(s);
}
END_TEST

/* Established, and the peer with the higher identifier opens another connection. */
START_TEST(test_collision_in_established)
{
	uint8_t body[BGP_MESSAGE_MAX];
	Script *s = script_new_with("vpnv4", "collision-detect-established=yes passive=yes");
	script_establish(s);
	script_send_update(s, "", GOOD_ROUTE, "");
	TcpSocket *first = s->socket;
	script_connect(s);
	script_expect(s, BGP_MESSAGE_OPEN, body);
	script_send_message(s, BGP_MESSAGE_OPEN, GOOD_OPEN);
	(void)first; /* has been closed by R1, and so is gone */
	expect_log(s, 1, "Established -> Idle (OpenCollisionDump)");
	expect_log(s, 1, "session-loss: sent NOTIFICATION Cease/Connection Collision Resolution");
	expect_log(s, 1, "vpn remove");
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_OPEN_CONFIRM);
	script_free(s);
}
END_TEST

/* Why a session was lost is recorded. */
START_TEST(test_reasons)
{
	Script *s = script_new("vpnv4");
	script_establish(s);
	script_send_message(s, BGP_MESSAGE_NOTIFICATION, "0604");
	expect_log(s, 1,
		   "R1 10.0.0.2 session-loss: received NOTIFICATION Cease/Administrative Reset\n");
	ck_assert_str_eq(lab_peer(s->lab, 1, 2)->last_error,
			 "received NOTIFICATION Cease/Administrative Reset");
	script_free(s);

	s = script_new("vpnv4");
	script_establish(s);
	tcp_abort(s->socket);
	s->socket = NULL;
	script_advance(s, SIM_SEC / 10);
	expect_log(s, 1, "R1 10.0.0.2 session-loss: TCP connection lost: reset by peer\n");
	script_free(s);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_fsm_action");
	tcase_add_test(tc, test_passive);
	tcase_add_test(tc, test_delay_open_expires);
	tcase_add_test(tc, test_open_in_delay_open);
	tcase_add_test(tc, test_errors_in_delay_open);
	tcase_add_test(tc, test_lost_in_delay_open);
	tcase_add_test(tc, test_minimum_hold_time);
	tcase_add_test(tc, test_no_hold_time);
	tcase_add_loop_test(tc, test_damping, 0, 2);
	tcase_add_test(tc, test_collision_in_established);
	tcase_add_test(tc, test_reasons);
	return test_main("bgp_fsm_action", tc);
}
