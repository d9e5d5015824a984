/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/bgp/bgp_script.h"

#include <check.h>
#include <string.h>

static void on_connected(void *user, TcpSocket *socket)
{
	(void)user;
	(void)socket;
}

static void on_received(void *user, TcpSocket *socket, const uint8_t *bytes, size_t len,
			const TcpMessage *message, size_t offset)
{
	Script *s = user;
	(void)socket;
	(void)message;
	(void)offset;
	g_byte_array_append(s->received, bytes, (guint)len);
}

static void on_closed(void *user, TcpSocket *socket, TcpCloseReason reason)
{
	Script *s = user;
	(void)socket;
	(void)reason;
	s->socket = NULL;
	s->closed = TRUE;
}

const TcpHandlers script_handlers = {
	.connected = on_connected,
	.received = on_received,
	.closed = on_closed,
};

void script_advance(Script *s, SimTime by)
{
	lab_run(s->lab, s->lab->sim->now + by);
}

void script_connect(Script *s)
{
	TcpParams params = {
		.local = lab_loopback(2), .remote = lab_loopback(1), .port = BGP_PORT, .ttl = 255};
	s->socket = tcp_connect(lab_router(s->lab, 2)->fwd, &params, &script_handlers, s);
	s->closed = FALSE;
	g_byte_array_set_size(s->received, 0);
	script_advance(s, SIM_SEC / 10);
}

Script *script_of(Lab *lab)
{
	Script *s = g_new0(Script, 1);
	s->received = g_byte_array_new();
	s->lab = lab;
	return s;
}

Script *script_new(const char *families)
{
	return script_new_with(families, "");
}

Script *script_new_with(const char *families, const char *attributes)
{
	static const uint32_t as_numbers[] = {65001, 0};
	Script *s = script_of(lab_new(2, as_numbers));
	lab_link(s->lab, 1, 2);
	lab_set_lsp(s->lab, 1, 2, TRUE);
	lab_neighbor_with(s->lab, 1, 2, families, attributes);
	lab_watch_vpn(s->lab, 1);
	lab_start(s->lab);
	script_advance(s, SIM_SEC); /* its own attempt is refused */
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ACTIVE);
	script_connect(s);
	return s;
}

void script_free(Script *s)
{
	if (s->socket)
		tcp_abort(s->socket);
	lab_free(s->lab);
	g_byte_array_free(s->received, TRUE);
	g_free(s);
}

void script_send(Script *s, const uint8_t *bytes, size_t len)
{
	tcp_send(s->socket, tcp_message_new(bytes, len, 0));
	script_advance(s, SIM_SEC / 10);
}

void script_send_message(Script *s, BgpMessageType type, const char *body)
{
	size_t len;
	uint8_t *m = bgp_test_message(type, body, &len);
	script_send(s, m, len);
	g_free(m);
}

void script_send_update(Script *s, const char *withdrawn, const char *attributes, const char *nlri)
{
	size_t len;
	uint8_t *m = bgp_test_update(withdrawn, attributes, nlri, &len);
	script_send(s, m, len);
	g_free(m);
}

/* Takes R1's next message, which must be of this type. Its body is left in *body. */
size_t script_expect(Script *s, BgpMessageType type, uint8_t body[BGP_MESSAGE_MAX])
{
	size_t len;
	WireError error;
	ck_assert(bgp_frame(s->received->data, s->received->len, &len, &error));
	ck_assert_msg(len > 0, "R1 sent nothing; %s", s->lab->log->str);
	ck_assert_uint_le(len, s->received->len);
	ck_assert_msg(bgp_message_type(s->received->data) == type, "R1 sent a %s",
		      bgp_message_name(bgp_message_type(s->received->data)));
	memcpy(body, s->received->data + BGP_HEADER_LEN, len - BGP_HEADER_LEN);
	g_byte_array_remove_range(s->received, 0, (guint)len);
	return len - BGP_HEADER_LEN;
}

/* R1 says this, ends the connection, and is idle. */
void script_expect_notification(Script *s, unsigned code, unsigned subcode, const char *data)
{
	uint8_t body[BGP_MESSAGE_MAX];
	GString *hex = g_string_new(NULL);
	size_t len = script_expect(s, BGP_MESSAGE_NOTIFICATION, body);
	ck_assert_msg(body[0] == code && body[1] == subcode, "%s",
		      bgp_error_name(body[0], body[1]));
	for (size_t i = 2; i < len; i++)
		g_string_append_printf(hex, "%02x", body[i]);
	ck_assert_str_eq(hex->str, data);
	g_string_free(hex, TRUE);
	ck_assert_uint_eq(s->received->len, 0);
	ck_assert(s->closed);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_IDLE);
}

void script_establish(Script *s)
{
	uint8_t body[BGP_MESSAGE_MAX];
	script_expect(s, BGP_MESSAGE_OPEN, body);
	script_send_message(s, BGP_MESSAGE_OPEN, GOOD_OPEN);
	script_expect(s, BGP_MESSAGE_KEEPALIVE, body);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_OPEN_CONFIRM);
	script_send_message(s, BGP_MESSAGE_KEEPALIVE, "");
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ESTABLISHED);
	ck_assert_uint_eq(script_expect(s, BGP_MESSAGE_UPDATE, body), 10); /* End-of-RIB */
}

void script_send_hex(Script *s, const char *hex)
{
	GByteArray *bytes = g_byte_array_new();
	bgp_test_append_hex(bytes, hex);
	script_send(s, bytes->data, bytes->len);
	g_byte_array_free(bytes, TRUE);
}
