/* SPDX-License-Identifier: Apache-2.0 */
/* The connection under a session: its timers, what is sent on it, and messages that come in pieces. */
#include "models/bgp/bgp_fsm.h"
#include "models/bgp/bgp_peer.h"
#include "models/bgp/bgp_session.h"
#include "tests/models/bgp/bgp_script.h"
#include "tests/testing.h"

static Script *s;
static BgpPeer *peer;
static BgpSession *session;

static void begin(const char *attributes)
{
	s = script_new_with("vpnv4", attributes);
	peer = lab_peer(s->lab, 1, 2);
	session = peer->session;
}

static void establish(const char *attributes)
{
	begin(attributes);
	script_establish(s);
	ck_assert(session->established);
}

static void end(void)
{
	script_free(s);
}

static gboolean is_between(const SimTimer *timer, SimTime least, SimTime most)
{
	return sim_timer_running(timer) && sim_timer_remaining(timer) >= least &&
	       sim_timer_remaining(timer) <= most;
}

START_TEST(initial)
{
	BgpSession fresh;

	begin("");
	bgp_session_init(&fresh, peer);
	ck_assert_int_eq(bgp_session_state(&fresh), BGP_STATE_IDLE);
	ck_assert_uint_eq(fresh.message_max, BGP_MESSAGE_MAX);
	ck_assert_ptr_null(fresh.socket);
	ck_assert(!fresh.established);
	bgp_session_release(&fresh);
	end();
}
END_TEST

/* RFC 4271 10: with 25 % jitter; a passive end opens no connection. */
START_TEST(connect_retry)
{
	begin(_i ? "passive=yes connect-retry=100s" : "connect-retry=100s");
	sim_timer_stop(&session->connect_retry);
	bgp_session_start_connect_retry(session);
	if (_i)
		ck_assert(!sim_timer_running(&session->connect_retry));
	else
		ck_assert(is_between(&session->connect_retry, 75 * SIM_SEC, 100 * SIM_SEC));
	end();
}
END_TEST

/* What is waited for once there have been errors is nothing that comes of the present. */
START_TEST(delay_open)
{
	begin("delay-open=8s");
	bgp_session_start_delay_open(session);
	ck_assert(is_between(&session->delay_open, 6 * SIM_SEC, 8 * SIM_SEC));
	ck_assert_int_eq(session->delay_open.class_, SIM_WORK);
	peer->idle_hold = 2 * BGP_IDLE_HOLD_FIRST;
	bgp_session_start_delay_open(session);
	ck_assert_int_eq(session->delay_open.class_, SIM_GUARD);
	end();
}
END_TEST

START_TEST(hold)
{
	establish("hold-time=90s");
	ck_assert(is_between(&session->hold, 89 * SIM_SEC, 90 * SIM_SEC));
	script_advance(s, 20 * SIM_SEC);
	ck_assert(is_between(&session->hold, 69 * SIM_SEC, 70 * SIM_SEC));
	bgp_session_alive(session);
	ck_assert_int_eq(sim_timer_remaining(&session->hold), 90 * SIM_SEC);
	sim_timer_stop(&session->hold);
	session->hold_time = 0; /* not used */
	bgp_session_alive(session);
	ck_assert(!sim_timer_running(&session->hold));
	end();
}
END_TEST

/* An UPDATE is a sign of life as good as a KEEPALIVE. */
START_TEST(keepalive)
{
	uint8_t *m;
	size_t len;

	establish("keepalive=20s");
	ck_assert(is_between(&session->keepalive, 14 * SIM_SEC, 20 * SIM_SEC));
	script_advance(s, 10 * SIM_SEC);
	m = bgp_test_update("", "", "", &len);
	bgp_session_send(session, m, len);
	ck_assert(is_between(&session->keepalive, 15 * SIM_SEC, 20 * SIM_SEC));
	ck_assert_uint_eq(peer->sent[BGP_MESSAGE_UPDATE], 2); /* End-of-RIB, and this one */
	sim_timer_stop(&session->keepalive);
	session->keepalive_time = 0;
	bgp_session_send(session, m, len);
	bgp_session_send_keepalive(session);
	ck_assert(!sim_timer_running(&session->keepalive));
	g_free(m);
	end();
}
END_TEST

START_TEST(counted)
{
	establish("");
	ck_assert_uint_eq(peer->sent[BGP_MESSAGE_OPEN], 1);
	ck_assert_uint_eq(peer->received[BGP_MESSAGE_OPEN], 1);
	ck_assert_uint_eq(peer->received[BGP_MESSAGE_KEEPALIVE], 1);
	ck_assert(session->incoming);
	ck_assert_uint_eq(session->identifier, 0x0a000002);
	end();
}
END_TEST

/* RFC 4271 4.5: data that no message has room for is cut off. */
START_TEST(long_notification)
{
	static const uint8_t data[6000];
	BgpNotification n = {BGP_ERROR_CEASE, BGP_CEASE_SHUTDOWN, {data, sizeof data}};
	uint8_t body[BGP_MESSAGE_MAX];

	establish("");
	bgp_session_notify(session, &n);
	script_advance(s, SIM_SEC);
	ck_assert_uint_eq(script_expect(s, BGP_MESSAGE_NOTIFICATION, body),
			  BGP_MESSAGE_MAX - BGP_HEADER_LEN);
	end();
}
END_TEST

START_TEST(closed)
{
	const BgpNotification n = {BGP_ERROR_CEASE, BGP_CEASE_SHUTDOWN, {NULL, 0}};

	establish("");
	bgp_session_close(session);
	ck_assert_ptr_null(session->socket);
	ck_assert(!sim_timer_running(&session->hold));
	ck_assert(!sim_timer_running(&session->keepalive));
	script_advance(s, SIM_SEC);
	ck_assert(s->closed);
	/* There is nobody to be told. */
	bgp_session_notify(session, &n);
	ck_assert_uint_eq(peer->sent[BGP_MESSAGE_NOTIFICATION], 0);
	end();
}
END_TEST

/* Pieces of a message are put together; a message and a half are one, and the half waits. */
START_TEST(pieces)
{
	size_t len;
	uint8_t *m = bgp_test_message(BGP_MESSAGE_KEEPALIVE, "", &len);

	establish("");
	script_send(s, m, 5);
	ck_assert_uint_eq(session->received->len, 5);
	ck_assert_uint_eq(peer->received[BGP_MESSAGE_KEEPALIVE], 1);
	script_send(s, m + 5, len - 5);
	ck_assert_uint_eq(session->received->len, 0);
	ck_assert_uint_eq(peer->received[BGP_MESSAGE_KEEPALIVE], 2);
	script_send_hex(s, "ffffffffffffffffffffffffffffffff 0013 04 ffffffff");
	ck_assert_uint_eq(session->received->len, 4);
	ck_assert_uint_eq(peer->received[BGP_MESSAGE_KEEPALIVE], 3);
	script_send_hex(s, "ffffffffffffffffffffffff 0013 04 ff");
	ck_assert_uint_eq(session->received->len, 1);
	ck_assert_uint_eq(peer->received[BGP_MESSAGE_KEEPALIVE], 4);
	g_free(m);
	end();
}
END_TEST

/* What was left of the one connection is no beginning of what comes on the next one. */
START_TEST(half_a_message)
{
	uint8_t body[BGP_MESSAGE_MAX];

	establish("damp-peer-oscillations=no");
	script_send_hex(s, "ffffffffffff");
	tcp_abort(s->socket);
	s->socket = NULL;
	script_advance(s, 2 * SIM_SEC);
	script_connect(s);
	script_expect(s, BGP_MESSAGE_OPEN, body);
	script_send_message(s, BGP_MESSAGE_OPEN, GOOD_OPEN);
	script_expect(s, BGP_MESSAGE_KEEPALIVE, body);
	end();
}
END_TEST

/* What comes behind a message that ends the session is not looked at. */
START_TEST(behind_the_end)
{
	begin("");
	script_send_hex(s, "ffffffffffffffffffffffffffffffff 0013 04"
			   "ffffffffffffffffffffffffffffffff 0013 04");
	ck_assert_uint_eq(peer->received[BGP_MESSAGE_KEEPALIVE], 1);
	ck_assert_ptr_null(session->socket);
	end();
}
END_TEST

/* A third connection takes the place of the second, of which nothing has been heard; the first is not touched. */
START_TEST(three_connections)
{
	TcpSocket *sockets[2];

	begin("");
	sockets[0] = s->socket;
	script_connect(s);
	sockets[1] = s->socket;
	ck_assert_int_eq(bgp_session_state(&peer->sessions[0]), BGP_STATE_OPEN_SENT);
	ck_assert_int_eq(bgp_session_state(&peer->sessions[1]), BGP_STATE_OPEN_SENT);
	script_connect(s);
	ck_assert_ptr_ne(s->socket, sockets[1]);
	ck_assert_uint_eq(lab_count(s->lab, "second connection: OpenSent -> Idle "
					    "(OpenCollisionDump)"),
			  1);
	ck_assert_uint_eq(lab_count(s->lab, "OpenCollisionDump"), 1);
	ck_assert_ptr_nonnull(peer->sessions[0].socket);
	ck_assert_ptr_nonnull(peer->sessions[1].socket);
	tcp_abort(sockets[0]);
	end();
}
END_TEST

/* RFC 4271 6.1: each with the header's fault as data. */
START_TEST(bad_headers)
{
	static const struct {
		const char *bytes, *data;
		unsigned subcode;
	} cases[] = {
		{"00ffffffffffffffffffffffffffffff 0013 04", "", BGP_HEADER_NOT_SYNCHRONIZED},
		{"ffffffffffffffffffffffffffffffff 0012 04", "0012", BGP_HEADER_BAD_LENGTH},
		{"ffffffffffffffffffffffffffffffff 1001 02", "1001", BGP_HEADER_BAD_LENGTH},
		{"ffffffffffffffffffffffffffffffff 0014 04", "0014", BGP_HEADER_BAD_LENGTH},
		{"ffffffffffffffffffffffffffffffff 0013 09", "09", BGP_HEADER_BAD_TYPE},
	};
	uint8_t body[BGP_MESSAGE_MAX];

	begin("");
	script_expect(s, BGP_MESSAGE_OPEN, body);
	script_send_hex(s, cases[_i].bytes);
	script_expect_notification(s, BGP_ERROR_HEADER, cases[_i].subcode, cases[_i].data);
	end();
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_session");

	tcase_add_test(tc, initial);
	tcase_add_loop_test(tc, connect_retry, 0, 2);
	tcase_add_test(tc, delay_open);
	tcase_add_test(tc, hold);
	tcase_add_test(tc, keepalive);
	tcase_add_test(tc, counted);
	tcase_add_test(tc, long_notification);
	tcase_add_test(tc, closed);
	tcase_add_test(tc, pieces);
	tcase_add_test(tc, half_a_message);
	tcase_add_test(tc, behind_the_end);
	tcase_add_test(tc, three_connections);
	tcase_add_loop_test(tc, bad_headers, 0, 5);
	return test_main("bgp_session", tc);
}
