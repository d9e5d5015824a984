/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/ldp/ldp_script.h"

#include <check.h>
#include <string.h>

static LdpId script_id(const Script *s)
{
	NetAddr id = lab_loopback(s->router);
	return (LdpId){.lsr_id = net_addr_to_ipv4(&id)};
}

static void write_hello(Script *s, WireWriter *w)
{
	LdpId id = script_id(s);
	LdpTlv params = {.type = LDP_TLV_COMMON_HELLO, .hello = {.hold_s = 15}};
	LdpTlv transport = {.type = LDP_TLV_IPV4_TRANSPORT, .transport = lab_loopback(s->router)};
	size_t pdu = ldp_pdu_begin(w, &id);
	size_t msg = ldp_message_begin(w, LDP_MSG_HELLO, 1);

	ldp_tlv_encode(w, &params);
	ldp_tlv_encode(w, &transport);
	ldp_message_end(w, msg);
	ldp_pdu_end(w, pdu);
}

static void on_hello_timer(void *owner)
{
	Script *s = owner;
	IpInfo info = {.iface = g_ptr_array_index(lab_router(s->lab, s->router)->fwd->ifaces, 1),
		       .dst = net_addr_ipv4(0xe0000002),
		       .ttl = 1};
	WireWriter w;

	wire_writer_init(&w, SIZE_MAX);
	write_hello(s, &w);
	ck_assert(udp_send(s->udp, &info, LDP_PORT, w.buf, w.len, 0));
	wire_writer_clear(&w);
	sim_timer_start(&s->hello, 5 * SIM_SEC);
}

static void on_hello(void *user, const IpInfo *info, uint16_t port, const uint8_t *bytes,
		     size_t len)
{
	(void)user;
	(void)info;
	(void)port;
	(void)bytes;
	(void)len;
}

static void note(Script *s, const LdpMessage *msg)
{
	LdpTlv tlv;

	if (s->heard->len)
		g_string_append_c(s->heard, ' ');
	g_string_append(s->heard, ldp_message_name(msg->type));
	if (msg->type == LDP_MSG_LABEL_REQUEST)
		s->request = msg->id;
	if (ldp_message_find(msg, LDP_TLV_STATUS, &tlv))
		g_string_append_printf(s->heard, ":%s%s",
				       ldp_status_name(LDP_STATUS_CODE(tlv.status.code)),
				       tlv.status.code & LDP_STATUS_E ? "!" : "");
	if (ldp_message_find(msg, LDP_TLV_GENERIC_LABEL, &tlv))
		g_string_append_printf(s->heard, ":%u", tlv.label);
	if (ldp_message_find(msg, LDP_TLV_REQUEST_ID, &tlv))
		g_string_append_printf(s->heard, ":request-%u", tlv.number);
}

static void on_connected(void *user, TcpSocket *socket)
{
	(void)user;
	(void)socket;
}

static void on_received(void *user, TcpSocket *socket, const uint8_t *bytes, size_t len,
			const TcpMessage *message, size_t offset)
{
	Script *s = user;
	WireError error;
	LdpMessage msg;
	WireReader r;
	LdpPdu pdu;

	(void)socket;
	(void)message;
	(void)offset;
	g_byte_array_append(s->in, bytes, len);
	while (ldp_pdu_decode(s->in->data, s->in->len, LDP_MAX_PDU_DEFAULT, &pdu, &error) ==
	       LDP_FRAME_PDU) {
		s->largest = MAX(s->largest, pdu.length);
		wire_reader_init(&r, pdu.messages, pdu.messages_len);
		while (wire_left(&r)) {
			ck_assert_msg(ldp_message_decode(&r, &msg, &error), "%s", error.text);
			note(s, &msg);
		}
		g_byte_array_remove_range(s->in, 0, pdu.length + LDP_PDU_LENGTH_OFFSET);
	}
}

static void on_closed(void *user, TcpSocket *socket, TcpCloseReason reason)
{
	Script *s = user;

	(void)socket;
	(void)reason;
	s->socket = NULL;
	g_string_append(s->heard, s->heard->len ? " closed" : "closed");
}

static const TcpHandlers handlers = {
	.connected = on_connected,
	.received = on_received,
	.closed = on_closed,
};

static void on_accept(void *user, TcpSocket *socket)
{
	Script *s = user;

	g_byte_array_set_size(s->in, 0);
	tcp_accept(socket, &handlers, s);
	s->socket = socket;
}

Script *script_new(unsigned router)
{
	Script *s = g_new0(Script, 1);
	FwdIface *iface;

	s->router = router;
	s->other = 3 - router;
	s->in = g_byte_array_new();
	s->heard = g_string_new(NULL);
	s->lab = lab_new(2);
	lab_link(s->lab, 1, 2);
	lab_configure(s->lab, router);
	lab_route_chain(s->lab);
	lab_start(s->lab);
	FwdNode *node = lab_router(s->lab, router)->fwd;
	iface = g_ptr_array_index(node->ifaces, 1);
	NetAddr group = net_addr_ipv4(0xe0000002);
	fwd_iface_join(iface, &group);
	s->udp = udp_open(node, NULL, LDP_PORT, on_hello, s);
	TcpParams params = {.local = lab_loopback(router), .port = LDP_PORT};
	s->listener = tcp_listen(node, &params, on_accept, s);
	sim_timer_init(&s->hello, s->lab->sim, SIM_PERIODIC, on_hello_timer, s);
	on_hello_timer(s);
	return s;
}

void script_free(Script *s)
{
	sim_timer_stop(&s->hello);
	if (s->socket)
		tcp_abort(s->socket);
	tcp_unlisten(s->listener);
	udp_close(s->udp);
	lab_free(s->lab);
	g_byte_array_free(s->in, TRUE);
	g_string_free(s->heard, TRUE);
	g_free(s);
}

void script_run(Script *s, SimTime duration)
{
	lab_run(s->lab, duration);
}

void script_hush(Script *s)
{
	sim_timer_stop(&s->hello);
}

void script_connect(Script *s)
{
	TcpParams params = {.local = lab_loopback(s->router),
			    .remote = lab_loopback(s->other),
			    .port = LDP_PORT};

	g_byte_array_set_size(s->in, 0);
	s->socket = tcp_connect(lab_router(s->lab, s->router)->fwd, &params, &handlers, s);
	script_run(s, 100 * SIM_MSEC);
}

static void write_hex(WireWriter *w, const char *hex)
{
	for (; hex[0] && hex[1]; hex += 2)
		wire_write_u8(w, g_ascii_xdigit_value(hex[0]) << 4 | g_ascii_xdigit_value(hex[1]));
}

static void send_bytes(Script *s, WireWriter *w)
{
	ck_assert_ptr_nonnull(s->socket);
	tcp_send(s->socket, tcp_message_new(w->buf, w->len, 0));
	wire_writer_clear(w);
	script_run(s, 100 * SIM_MSEC);
}

void script_say(Script *s, const char *messages)
{
	LdpId id = script_id(s);
	WireWriter w;

	wire_writer_init(&w, SIZE_MAX);
	size_t pdu = ldp_pdu_begin(&w, &id);
	write_hex(&w, messages);
	ldp_pdu_end(&w, pdu);
	send_bytes(s, &w);
}

void script_say_raw(Script *s, const char *bytes)
{
	WireWriter w;

	wire_writer_init(&w, SIZE_MAX);
	write_hex(&w, bytes);
	send_bytes(s, &w);
}

void script_establish(Script *s)
{
	script_establish_with(s, s->other == 1 ? SCRIPT_INIT_TO_1 : SCRIPT_INIT_TO_2);
}

void script_establish_with(Script *s, const char *initialization)
{
	script_run(s, 100 * SIM_MSEC);
	if (s->router > s->other)
		script_connect(s);
	script_say(s, initialization);
	script_say(s, SCRIPT_KEEPALIVE);
	ck_assert_str_eq(script_state(s), "OPERATIONAL");
	g_string_truncate(s->heard, 0);
}

const char *script_heard(Script *s)
{
	static char text[1000];

	g_strlcpy(text, s->heard->str, sizeof(text));
	g_string_truncate(s->heard, 0);
	return text;
}

const char *script_state(Script *s)
{
	return lab_state(s->lab, s->other, s->router);
}
