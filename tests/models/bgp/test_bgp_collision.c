/* SPDX-License-Identifier: Apache-2.0 */
/* Two connections between the same two speakers (RFC 4271 6.8). */
#include "tests/models/bgp/bgp_script.h"
#include "tests/testing.h"

/* A second connection while one is established is refused with Cease. */
START_TEST(test_second_connection)
{
	uint8_t body[BGP_MESSAGE_MAX];
	Script *s = script_new("vpnv4");
	script_establish(s);
	TcpSocket *first = s->socket;
	script_connect(s);
	script_expect(s, BGP_MESSAGE_OPEN, body);
	script_send_message(s, BGP_MESSAGE_OPEN, GOOD_OPEN);
	size_t len = script_expect(s, BGP_MESSAGE_NOTIFICATION, body);
	ck_assert_uint_eq(len, 2);
	ck_assert_uint_eq(body[0], BGP_ERROR_CEASE);
	ck_assert_uint_eq(body[1], BGP_CEASE_COLLISION);
	ck_assert(s->closed);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ESTABLISHED);
	s->socket = first;
	script_free(s);
}
END_TEST

/* Of two connections the one survives that the speaker with the higher identifier opened: R1 waits
 * for an OPEN on its own (to a listener of the script), and gets another connection. */
static void on_accepted_closed(void *user, TcpSocket *socket, TcpCloseReason reason)
{
	Script *s = user;
	(void)socket;
	(void)reason;
	s->accepted = NULL;
}

static void on_accept(void *user, TcpSocket *socket)
{
	static const TcpHandlers silent = {.closed = on_accepted_closed};
	Script *s = user;
	s->accepted = socket;
	tcp_accept(socket, &silent, s);
}

START_TEST(test_collision)
{
	static const uint32_t as_numbers[] = {65001, 0};
	uint8_t body[BGP_MESSAGE_MAX];
	Script *s = script_of(lab_new(2, as_numbers));
	lab_link(s->lab, 1, 2);
	lab_neighbor(s->lab, 1, 2, "vpnv4");
	lab_start(s->lab);
	TcpParams params = {.port = BGP_PORT};
	TcpListener *listener = tcp_listen(lab_router(s->lab, 2)->fwd, &params, on_accept, s);
	script_advance(s, SIM_SEC);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_OPEN_SENT);
	script_connect(s);
	script_expect(s, BGP_MESSAGE_OPEN, body);
	gboolean theirs = _i == 0; /* identifier 10.0.0.2 or 10.0.0.0 against R1's 10.0.0.1 */
	script_send_message(s, BGP_MESSAGE_OPEN,
			    theirs ? GOOD_OPEN : "04fde900b40a000000 10" CAP_VPNV4 CAP_AS4);
	if (theirs) {
		script_expect(s, BGP_MESSAGE_KEEPALIVE, body);
		script_send_message(s, BGP_MESSAGE_KEEPALIVE, "");
		ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ESTABLISHED);
		ck_assert_uint_eq(lab_count(s->lab, "second connection: OpenSent -> Idle"), 1);
		ck_assert_ptr_null(s->accepted);
	} else {
		script_expect(s, BGP_MESSAGE_NOTIFICATION, body);
		ck_assert_uint_eq(body[1], BGP_CEASE_COLLISION);
		ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_OPEN_SENT);
	}
	ck_assert_uint_eq(lab_count(s->lab, "unexpected"), 0);
	tcp_unlisten(listener);
	if (s->accepted)
		tcp_abort(s->accepted);
	script_free(s);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_collision");
	tcase_add_test(tc, test_second_connection);
	tcase_add_loop_test(tc, test_collision, 0, 2);
	return test_main("bgp_collision", tc);
}
