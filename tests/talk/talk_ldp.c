/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How N speaks LDP. Its hellos go to all routers of the link, or to one ("to="); its other messages over
 * TCP (talk_tcp.h), each in a PDU of its own, or with "udp=1" as hellos do. A message of any type, with no
 * more than is said of it: "message type=0x0e00".
 */
#include "models/fwd/udp.h"
#include "models/ldp/ldp_session.h"
#include "tests/talk/talk_ldp_tlv.h"
#include "tests/talk/talk_slot.h"
#include "tests/talk/talk_speakers.h"
#include "tests/talk/talk_tcp.h"

#include <string.h>

typedef struct LdpMouth {
	TalkTcp tcp; /* first member */
	UdpSocket *udp;
	uint32_t last_id;
} LdpMouth;

/* A message, and the PDU and the packet that it is in. */
typedef struct LdpSaying {
	uint16_t type; /* with its U bit */
	uint32_t id;
	LdpHelloParams hello;
	LdpSessionParams session;
	LdpStatus status;
	uint8_t hello_flags, e, f; /* e: whether the E bit is set, as the status has it */
	NetAddr from, to;
	uint8_t ttl;
	uint8_t on;                           /* the connection */
	uint8_t udp;                          /* not over TCP, as hellos always are */
	uint16_t version, pdu_length, length; /* 0: as they are */
	LdpId pdu_id;
} LdpSaying;

static const char *const hello_names[8] = {[7] = "T", [6] = "R", [5] = "G"};
static const char *const session_names[8] = {[7] = "A", [6] = "D"};
static const TalkKind hello_flags = TALK_FLAGS8(hello_names);
static const TalkKind session_flags = TALK_FLAGS8(session_names);

static gboolean parse_id(const TalkKind *kind, const char *text, void *member)
{
	GStrv parts = g_strsplit(text, ":", 2);
	LdpId *id = member;
	uint64_t space = 0;
	gboolean ok = parts[0] && talk_ipv4.parse(&talk_ipv4, parts[0], &id->lsr_id) &&
		      (!parts[1] || talk_number_parse(parts[1], UINT16_MAX, &space));

	(void)kind;
	id->label_space = (uint16_t)space;
	g_strfreev(parts);
	return ok;
}

static void show_id(const TalkKind *kind, const void *member, const char *key, TalkMessage *out)
{
	const LdpId *id = member;
	NetAddr lsr = net_addr_ipv4(id->lsr_id);
	char text[NET_ADDR_STRLEN];

	(void)kind;
	talk_message_add(out, key, "%s:%u", net_addr_str(&lsr, text), id->label_space);
}

static gboolean parse_status(const TalkKind *kind, const char *text, void *member)
{
	LdpSaying *s = member;
	uint64_t number;

	(void)kind;
	if (talk_number_parse(text, UINT32_MAX, &number)) {
		s->status.code = (uint32_t)number;
		return TRUE;
	}
	for (uint32_t code = LDP_STATUS_SUCCESS; code <= LDP_STATUS_INTERNAL; code++)
		if (strcmp(ldp_status_name(code), text) == 0) {
			s->status.code = code;
			s->e = ldp_status_is_fatal(code);
			return TRUE;
		}
	return FALSE;
}

static void show_status(const TalkKind *kind, const void *member, const char *key, TalkMessage *out)
{
	const LdpSaying *s = member;

	(void)kind;
	talk_message_add(out, key, "%s", ldp_status_name(LDP_STATUS_CODE(s->status.code)));
}

static gboolean type_named(const char *name, uint16_t *type);

static gboolean parse_about(const TalkKind *kind, const char *text, void *member)
{
	return type_named(text, member) || talk_u16.parse(kind, text, member);
}

/* Nothing where it is about no message. */
static void show_about(const TalkKind *kind, const void *member, const char *key, TalkMessage *out)
{
	uint16_t type = *(const uint16_t *)member;
	const char *name = ldp_message_name(type);

	(void)kind;
	if (type && strcmp(name, "unknown") == 0)
		talk_message_add(out, key, "0x%04x", type);
	else if (type)
		talk_message_add(out, key, "%s", name);
}

static const TalkKind about = {parse_about, show_about, NULL};
static const TalkKind ldp_id = {parse_id, show_id, NULL};
static const TalkKind status = {parse_status, show_status, NULL};

#define SLOT(member, key, kind) TALK_SLOT(LdpSaying, member, key, kind)
static const TalkSlot hello_slots[] = {SLOT(hello.hold_s, "hold", talk_u16),
				       SLOT(hello_flags, "flags", hello_flags), TALK_SLOTS_END};
static const TalkSlot session_slots[] = {SLOT(session.version, "version", talk_u16),
					 SLOT(session.keepalive_s, "keepalive", talk_u16),
					 SLOT(session.flags, "flags", session_flags),
					 SLOT(session.path_vector_limit, "path-limit", talk_u8),
					 SLOT(session.max_pdu, "max-pdu", talk_u16),
					 SLOT(session.receiver, "receiver", ldp_id),
					 TALK_SLOTS_END};
static const TalkSlot status_slots[] = {{"status", &status, 0},
					SLOT(e, "e", talk_u8),
					SLOT(f, "f", talk_u8),
					SLOT(status.message_id, "about-id", talk_u32),
					SLOT(status.message_type, "about", about),
					TALK_SLOTS_END};
/* What may be said of every message. */
static const TalkSlot outer_slots[] = {SLOT(type, "type", talk_u16),
				       SLOT(id, "id", talk_u32),
				       SLOT(length, "length", talk_u16),
				       SLOT(version, "pdu-version", talk_u16),
				       SLOT(pdu_length, "pdu-length", talk_u16),
				       SLOT(pdu_id, "pdu-id", ldp_id),
				       SLOT(from, "from", talk_addr),
				       SLOT(to, "to", talk_addr),
				       SLOT(ttl, "ttl", talk_u8),
				       SLOT(on, "on", talk_u8),
				       SLOT(udp, "udp", talk_u8),
				       TALK_SLOTS_END};

/* The TLV of one fixed shape that a message has, and what it says. */
typedef struct LdpShape {
	uint16_t message, tlv;
	const TalkSlot *slots;
} LdpShape;

static const LdpShape shapes[] = {
	{LDP_MSG_HELLO, LDP_TLV_COMMON_HELLO, hello_slots},
	{LDP_MSG_INITIALIZATION, LDP_TLV_COMMON_SESSION, session_slots},
	{LDP_MSG_NOTIFICATION, LDP_TLV_STATUS, status_slots},
	/* May have one. */
	{LDP_MSG_LABEL_RELEASE, LDP_TLV_STATUS, status_slots},
	{LDP_MSG_LABEL_WITHDRAW, LDP_TLV_STATUS, status_slots},
};

static const LdpShape *shape_of(uint16_t message)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(shapes); i++)
		if (shapes[i].message == message)
			return &shapes[i];
	return NULL;
}

static void show_shape(const LdpShape *shape, const LdpMessage *msg, TalkMessage *out)
{
	LdpSaying s = {0};
	LdpTlv tlv;

	if (!shape || !ldp_message_find(msg, shape->tlv, &tlv))
		return;
	if (shape->tlv == LDP_TLV_COMMON_HELLO) {
		s.hello = tlv.hello;
		s.hello_flags = tlv.hello.flags >> 8;
	} else if (shape->tlv == LDP_TLV_COMMON_SESSION) {
		s.session = tlv.session;
	} else {
		s.status = tlv.status;
		s.e = (tlv.status.code & LDP_STATUS_E) != 0;
		s.f = (tlv.status.code & LDP_STATUS_F) != 0;
	}
	talk_slots_show(shape->slots, &s, out);
}

static TalkMessage *text_of(const LdpMessage *msg, const NetAddr *to)
{
	TalkMessage *m = talk_message_new(ldp_message_name(msg->type));
	char text[NET_ADDR_STRLEN];
	WireReader r;
	LdpTlv tlv;

	if (to)
		talk_message_add(m, "to", "%s", net_addr_str(to, text));
	talk_message_add(m, "id", "%u", msg->id);
	show_shape(shape_of(msg->type), msg, m);
	wire_reader_init(&r, msg->tlvs, msg->tlvs_len);
	while (ldp_message_next(&r, &tlv))
		talk_tlv_show(&tlv, m);
	return m;
}

/* The next message; to: where the datagram went that it came in. */
static TalkMessage *next_text(WireReader *r, const NetAddr *to)
{
	LdpMessage msg;
	WireError error;

	if (ldp_message_decode(r, &msg, &error))
		return text_of(&msg, to);
	TalkMessage *m = talk_message_new("malformed");
	talk_message_add(m, "reason", "%s", error.text);
	return m;
}

static void on_datagram(void *user, const IpInfo *info, uint16_t port, const uint8_t *bytes,
			size_t len)
{
	LdpMouth *mouth = user;
	WireError error;
	WireReader r;
	LdpPdu pdu;

	(void)port;
	if (ldp_pdu_decode(bytes, len, LDP_MAX_PDU_DEFAULT, &pdu, &error) != LDP_FRAME_PDU) {
		talk_hear(mouth->tcp.talk, talk_message_new("malformed"));
		return;
	}
	wire_reader_init(&r, pdu.messages, pdu.messages_len);
	while (wire_left(&r))
		talk_hear(mouth->tcp.talk, next_text(&r, &info->dst));
}

static void on_stream(TalkConnection *connection)
{
	GByteArray *in = connection->in;
	WireError error;
	WireReader r;
	LdpPdu pdu;

	while (ldp_pdu_decode(in->data, in->len, LDP_MAX_PDU_DEFAULT, &pdu, &error) ==
	       LDP_FRAME_PDU) {
		wire_reader_init(&r, pdu.messages, pdu.messages_len);
		while (wire_left(&r))
			talk_tcp_hear(connection, next_text(&r, NULL));
		g_byte_array_remove_range(in, 0, pdu.length + LDP_PDU_LENGTH_OFFSET);
	}
}

static void *open_mouth(Talk *talk)
{
	LdpMouth *mouth = g_new0(LdpMouth, 1);
	NetAddr all_routers = net_addr_ipv4(0xe0000002);

	mouth->tcp.local = talk->neighbor_id;
	mouth->tcp.port = LDP_PORT;
	mouth->tcp.received = on_stream;
	talk_tcp_open(&mouth->tcp, talk);
	fwd_iface_join(talk->iface, &all_routers);
	mouth->udp = udp_open(talk->neighbor->fwd, NULL, LDP_PORT, on_datagram, mouth);
	return mouth;
}

static void close_mouth(void *user)
{
	LdpMouth *mouth = user;

	talk_tcp_close(&mouth->tcp);
	udp_close(mouth->udp);
	g_free(mouth);
}

/* What N says where a message says nothing of it. */
static void init_saying(LdpMouth *mouth, uint16_t type, LdpSaying *s)
{
	uint32_t id = net_addr_to_ipv4(&mouth->tcp.talk->neighbor_id);

	*s = (LdpSaying){
		.type = type,
		.id = ++mouth->last_id,
		.hello = {.hold_s = 15},
		.session = {.version = LDP_VERSION,
			    .keepalive_s = 180,
			    .receiver = {.lsr_id = 0x0a000005}},
		.to = net_addr_ipv4(0xe0000002),
		.ttl = 1,
		.on = 1,
		.udp = type == LDP_MSG_HELLO,
		.pdu_id = {.lsr_id = id},
	};
}

/* The TLV that the message's shape has, from what was said of it. */
static void write_shape(const LdpShape *shape, const LdpSaying *s, WireWriter *w)
{
	LdpTlv tlv = {.type = shape->tlv};

	if (shape->tlv == LDP_TLV_COMMON_HELLO) {
		tlv.hello = s->hello;
		tlv.hello.flags = (uint16_t)(s->hello_flags << 8);
	} else if (shape->tlv == LDP_TLV_COMMON_SESSION) {
		tlv.session = s->session;
	} else {
		tlv.status = s->status;
		tlv.status.code |= (s->e ? LDP_STATUS_E : 0) | (s->f ? LDP_STATUS_F : 0);
	}
	ldp_tlv_encode(w, &tlv);
}

static gboolean set_field(LdpSaying *s, const LdpShape *shape, const TalkField *field,
			  WireWriter *tlvs, GError **error)
{
	gboolean found;

	if (talk_slots_set(outer_slots, field, s, &found, NULL))
		return TRUE;
	if (!found && talk_tlv_write(field, tlvs, &found))
		return TRUE;
	if (!found)
		return talk_slots_set(shape ? shape->slots : NULL, field, s, &found, error);
	g_set_error(error, TALK_ERROR, 0, "%s cannot be \"%s\"", field->key, field->value);
	return FALSE;
}

/* Some messages have a status only where one is said. */
static gboolean has_shape(const LdpShape *shape, const TalkMessage *m)
{
	return shape && (shape->tlv != LDP_TLV_STATUS || talk_message_get(m, "status"));
}

/* The address of N's sessions, where a hello does not say another one. */
static void write_transport(const Talk *talk, WireWriter *w)
{
	LdpTlv tlv = {.type = LDP_TLV_IPV4_TRANSPORT, .transport = talk->neighbor_id};

	ldp_tlv_encode(w, &tlv);
}

static gboolean build(const Talk *talk, const TalkMessage *m, LdpSaying *s, WireWriter *w,
		      GError **error)
{
	const LdpShape *shape = strcmp(m->type, "message") == 0 ? NULL : shape_of(s->type);
	WireWriter tlvs;
	gboolean ok = TRUE;

	wire_writer_init(&tlvs, SIZE_MAX);
	for (unsigned i = 0; i < m->fields->len && ok; i++)
		ok = set_field(s, shape, &g_array_index(m->fields, TalkField, i), &tlvs, error);
	size_t pdu = ldp_pdu_begin(w, &s->pdu_id);
	size_t msg = ldp_message_begin(w, s->type, s->id);
	if (has_shape(shape, m))
		write_shape(shape, s, w);
	if (shape && s->type == LDP_MSG_HELLO && !talk_message_get(m, "transport"))
		write_transport(talk, w);
	wire_write_bytes(w, tlvs.buf, tlvs.len);
	ldp_message_end(w, msg);
	ldp_pdu_end(w, pdu);
	if (s->length)
		wire_patch_u16(w, msg + 2, s->length);
	if (s->version)
		wire_patch_u16(w, pdu, s->version);
	if (s->pdu_length)
		wire_patch_u16(w, pdu + 2, s->pdu_length);
	wire_writer_clear(&tlvs);
	return ok;
}

static gboolean send_datagram(LdpMouth *mouth, const LdpSaying *s, const WireWriter *w)
{
	IpInfo info = {.src = s->from, .dst = s->to, .ttl = s->ttl, .tos = 0xc0};

	if (net_addr_is_multicast(&s->to))
		info.iface = mouth->tcp.talk->iface;
	udp_send(mouth->udp, &info, LDP_PORT, w->buf, w->len, 0);
	return TRUE;
}

static gboolean type_named(const char *name, uint16_t *type)
{
	static const uint16_t types[] = {
		LDP_MSG_NOTIFICATION,  LDP_MSG_HELLO,         LDP_MSG_INITIALIZATION,
		LDP_MSG_KEEPALIVE,     LDP_MSG_ADDRESS,       LDP_MSG_ADDRESS_WITHDRAW,
		LDP_MSG_LABEL_MAPPING, LDP_MSG_LABEL_REQUEST, LDP_MSG_LABEL_WITHDRAW,
		LDP_MSG_LABEL_RELEASE, LDP_MSG_LABEL_ABORT};

	for (unsigned i = 0; i < G_N_ELEMENTS(types); i++)
		if (strcmp(ldp_message_name(types[i]), name) == 0) {
			*type = types[i];
			return TRUE;
		}
	*type = 0;
	return strcmp(name, "message") == 0;
}

static gboolean say(void *user, const TalkMessage *m, GError **error)
{
	LdpMouth *mouth = user;
	LdpSaying s;
	WireWriter w;
	uint16_t type;

	if (talk_tcp_do(&mouth->tcp, m))
		return TRUE;
	if (!type_named(m->type, &type)) {
		g_set_error(error, TALK_ERROR, 0, "LDP has no message \"%s\"", m->type);
		return FALSE;
	}
	init_saying(mouth, type, &s);
	wire_writer_init(&w, SIZE_MAX);
	gboolean ok = build(mouth->tcp.talk, m, &s, &w, error);
	if (ok)
		ok = s.udp ? send_datagram(mouth, &s, &w)
			   : talk_tcp_send(&mouth->tcp, s.on, w.buf, w.len, error);
	wire_writer_clear(&w);
	return ok;
}

static gboolean say_bytes(void *user, const GByteArray *bytes, GError **error)
{
	LdpMouth *mouth = user;

	return talk_tcp_send(&mouth->tcp, 1, bytes->data, bytes->len, error);
}

static Fsm *machine(const Talk *talk, const FsmType *type, const char *name)
{
	const LdpInstance *ldp = (LdpInstance *)node_protocol(talk->router, "ldp", NULL);

	(void)type;
	for (unsigned i = 0; ldp && i < ldp->peers->len; i++) {
		LdpPeer *peer = g_ptr_array_index(ldp->peers, i);
		if (strcmp(peer->name, name) == 0)
			return &peer->fsm;
	}
	return NULL;
}

static const FsmType *const machines[] = {&ldp_session_fsm, NULL};

const TalkSpeaker talk_ldp = {
	.protocol = "ldp",
	.machines = machines,
	.open = open_mouth,
	.close = close_mouth,
	.say = say,
	.say_bytes = say_bytes,
	.machine = machine,
};
