/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How N speaks TCP itself: N has none, but says "segment flags=SYN,ACK seq=0 ack=1 text=abc" and hears such.
 * Sequence numbers count from the initial one of their sender. "deaf" makes N a host that does not know
 * TCP, and says so by ICMP.
 *
 * The user of TCP on R is told what to do as well: "OPEN" (to N's port 179, or "to="), "LISTEN" (on R's),
 * "SEND text=abc", "CLOSE", "ABORT". What that user hears is "user event=connected", "event=data text=abc",
 * "event=closed reason=...".
 */
#include "models/fwd/ip.h"
#include "models/fwd/tcp_socket.h"
#include "models/wire/tcp.h"
#include "tests/talk/talk_slot.h"
#include "tests/talk/talk_speakers.h"

#include <string.h>

/* N's initial sequence number: such that numbers wrap around. */
enum { PORT = 179, CLIENT_PORT = 50000 };
#define ISN UINT32_C(0xfffffff0)

typedef struct TcpMouth {
	Talk *talk;
	uint32_t iss; /* R's initial sequence number */
	uint16_t router_port, neighbor_port;
	TcpSocket *socket; /* of R's user; NULL: it has none */
	TcpListener *listener;
} TcpMouth;

/* A segment, or what R's user does. */
typedef struct TcpSaying {
	TcpHeader h;
	char *text;
	NetAddr to;
} TcpSaying;

static const char *const flag_names[8] = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"};

/* In the usual order: "SYN,ACK". */
static void show_flags(const TalkKind *kind, const void *member, const char *key, TalkMessage *out)
{
	GString *text = g_string_new(NULL);

	(void)kind;
	tcp_hdr_flags_append(*(const uint8_t *)member, text);
	talk_message_add(out, key, "%s", text->str);
	g_string_free(text, TRUE);
}

static const TalkKind flags = {talk_flags8_parse, show_flags, flag_names};

#define SLOT(member, key, kind) TALK_SLOT(TcpSaying, member, key, kind)
static const TalkSlot segment_slots[] = {
	SLOT(h.flags, "flags", flags), SLOT(h.seq, "seq", talk_u32),
	SLOT(h.ack, "ack", talk_u32),  SLOT(h.window, "window", talk_u16),
	SLOT(text, "text", talk_text), TALK_SLOTS_END};
static const TalkSlot call_slots[] = {SLOT(text, "text", talk_text), SLOT(to, "to", talk_addr),
				      TALK_SLOTS_END};

static void hear(void *user, const IpInfo *info, Packet *packet)
{
	TcpMouth *mouth = user;
	TalkMessage *m = talk_message_new("segment");
	TcpSaying s = {0};
	size_t len = packet_len(packet);

	if (!tcp_hdr_decode(packet_data(packet), len, &info->src, &info->dst, &s.h, NULL)) {
		talk_message_add(m, "malformed", "yes");
		talk_hear(mouth->talk, m);
		return;
	}
	if (s.h.flags & TCP_SYN) {
		mouth->iss = s.h.seq;
		mouth->router_port = s.h.src_port;
		mouth->neighbor_port = s.h.dst_port;
	}
	s.h.seq -= mouth->iss;
	s.h.ack = s.h.flags & TCP_ACK ? s.h.ack - ISN : 0;
	if (len > s.h.header_len)
		s.text = g_strndup((const char *)packet_data(packet) + s.h.header_len,
				   len - s.h.header_len);
	talk_slots_show(segment_slots, &s, m);
	g_free(s.text);
	talk_hear(mouth->talk, m);
}

static void tell(TcpMouth *mouth, const char *event, const char *key, const char *value)
{
	TalkMessage *m = talk_message_new("user");

	talk_message_add(m, "event", "%s", event);
	if (key)
		talk_message_add(m, key, "%s", value);
	talk_hear(mouth->talk, m);
}

static void on_connected(void *user, TcpSocket *socket)
{
	(void)socket;
	tell(user, "connected", NULL, NULL);
}

static void on_received(void *user, TcpSocket *socket, const uint8_t *bytes, size_t len,
			const TcpMessage *message, size_t offset)
{
	char *text = g_strndup((const char *)bytes, len);

	(void)socket;
	(void)message;
	(void)offset;
	tell(user, "data", "text", text);
	g_free(text);
}

static void on_closed(void *user, TcpSocket *socket, TcpCloseReason reason)
{
	TcpMouth *mouth = user;

	(void)socket;
	mouth->socket = NULL;
	tell(mouth, "closed", "reason", tcp_close_reason_name(reason));
}

static const TcpHandlers handlers = {
	.connected = on_connected,
	.received = on_received,
	.closed = on_closed,
};

static void on_accept(void *user, TcpSocket *socket)
{
	TcpMouth *mouth = user;

	mouth->socket = socket;
	tcp_accept(socket, &handlers, mouth);
	tell(mouth, "connected", NULL, NULL);
}

static void *open_mouth(Talk *talk)
{
	TcpMouth *mouth = g_new0(TcpMouth, 1);

	mouth->talk = talk;
	mouth->router_port = PORT;
	mouth->neighbor_port = CLIENT_PORT;
	ip_unregister(talk->neighbor->fwd, IP_PROTO_TCP);
	ip_register(talk->neighbor->fwd, IP_PROTO_TCP, hear, mouth);
	return mouth;
}

static void close_mouth(void *user)
{
	TcpMouth *mouth = user;

	if (mouth->socket)
		tcp_abort(mouth->socket);
	tcp_unlisten(mouth->listener);
	g_free(mouth);
}

/* ---- What is said ---- */

static NetAddr link_address(const Talk *talk)
{
	return fwd_iface_address(talk->iface, NET_AF_IPV4);
}

static void say_segment(TcpMouth *mouth, TcpSaying *s)
{
	const Talk *talk = mouth->talk;
	IpInfo info = {.src = link_address(talk),
		       .dst = net_addr_ipv4(0x0a010005),
		       .protocol = IP_PROTO_TCP};
	const char *text = s->text ? s->text : "";
	Packet *packet = packet_new((const uint8_t *)text, strlen(text));

	s->h.src_port = mouth->neighbor_port;
	s->h.dst_port = mouth->router_port;
	s->h.seq += ISN;
	s->h.ack = s->h.flags & TCP_ACK ? s->h.ack + mouth->iss : 0;
	tcp_hdr_push(packet, &s->h, &info.src, &info.dst);
	ip_send(talk->neighbor->fwd, &info, packet);
}

static void call_open(TcpMouth *mouth, TcpSaying *s)
{
	TcpParams params = {.remote = net_addr_is_set(&s->to) ? s->to : link_address(mouth->talk),
			    .port = PORT};

	mouth->socket = tcp_connect(mouth->talk->router->fwd, &params, &handlers, mouth);
}

static void call_listen(TcpMouth *mouth, TcpSaying *s)
{
	TcpParams params = {.port = PORT};

	(void)s;
	mouth->listener = tcp_listen(mouth->talk->router->fwd, &params, on_accept, mouth);
}

static void call_send(TcpMouth *mouth, TcpSaying *s)
{
	if (mouth->socket && s->text)
		tcp_send(mouth->socket,
			 tcp_message_new((const uint8_t *)s->text, strlen(s->text), 0));
}

static void call_close(TcpMouth *mouth, TcpSaying *s)
{
	(void)s;
	if (mouth->socket)
		tcp_close(mouth->socket);
	mouth->socket = NULL;
}

static void call_abort(TcpMouth *mouth, TcpSaying *s)
{
	(void)s;
	if (mouth->socket)
		tcp_abort(mouth->socket);
	mouth->socket = NULL;
}

static void be_deaf(TcpMouth *mouth, TcpSaying *s)
{
	(void)s;
	ip_unregister(mouth->talk->neighbor->fwd, IP_PROTO_TCP);
}

static const struct {
	const char *name;
	const TalkSlot *slots;
	void (*run)(TcpMouth *mouth, TcpSaying *s);
} deeds[] = {
	{"segment", segment_slots, say_segment}, {"OPEN", call_slots, call_open},
	{"LISTEN", call_slots, call_listen},     {"SEND", call_slots, call_send},
	{"CLOSE", call_slots, call_close},       {"ABORT", call_slots, call_abort},
	{"deaf", call_slots, be_deaf},
};

static gboolean say(void *user, const TalkMessage *m, GError **error)
{
	TcpSaying s = {.h = {.window = 20000}};
	unsigned deed = 0;
	gboolean ok = TRUE, found;

	while (deed < G_N_ELEMENTS(deeds) && strcmp(deeds[deed].name, m->type) != 0)
		deed++;
	if (deed == G_N_ELEMENTS(deeds)) {
		g_set_error(error, TALK_ERROR, 0, "TCP has no \"%s\"", m->type);
		return FALSE;
	}
	for (unsigned i = 0; i < m->fields->len && ok; i++)
		ok = talk_slots_set(deeds[deed].slots, &g_array_index(m->fields, TalkField, i), &s,
				    &found, error);
	if (ok)
		deeds[deed].run(user, &s);
	g_free(s.text);
	return ok;
}

static gboolean say_bytes(void *user, const GByteArray *bytes, GError **error)
{
	const TcpMouth *mouth = user;
	IpInfo info = {.src = link_address(mouth->talk),
		       .dst = net_addr_ipv4(0x0a010005),
		       .protocol = IP_PROTO_TCP};

	(void)error;
	return ip_send(mouth->talk->neighbor->fwd, &info, packet_new(bytes->data, bytes->len));
}

/* R's oldest socket, which may have outlived its user. */
static Fsm *machine(const Talk *talk, const FsmType *type, const char *name)
{
	TcpSocket *socket = g_queue_peek_head(&talk->router->fwd->tcp->sockets);

	(void)type;
	(void)name;
	return socket ? &socket->fsm : NULL;
}

static const FsmType *const machines[] = {&tcp_fsm_type, NULL};

const TalkSpeaker talk_tcp = {
	.protocol = "tcp",
	.machines = machines,
	.open = open_mouth,
	.close = close_mouth,
	.say = say,
	.say_bytes = say_bytes,
	.machine = machine,
};
