/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How N speaks BGP, over TCP (talk_tcp.h) from its address on the link, as AS 65002 unless a message says
 * otherwise. "marker=bad" and "length=" spoil a header; "message type=9 body=0102" says anything.
 */
#include "models/bgp/bgp_fsm.h"
#include "models/bgp/bgp_peer.h"
#include "models/wire/bgp_open.h"
#include "tests/talk/talk_bgp_update.h"
#include "tests/talk/talk_slot.h"
#include "tests/talk/talk_speakers.h"
#include "tests/talk/talk_tcp.h"

#include <string.h>

typedef struct BgpMouth {
	TalkTcp tcp; /* first member */
} BgpMouth;

/* A message and its header. */
typedef struct BgpSaying {
	uint8_t on; /* the connection */
	uint8_t type;
	uint16_t length; /* 0: as it is */
	char *marker;    /* "bad" */
	BgpOpen open;
	BgpNotification notification;
	GByteArray *data; /* of a NOTIFICATION, or the body of a message */
	BgpRouteRefresh refresh;
	WireWriter update; /* what follows the header */
} BgpSaying;

/* "mp:1/1", "refresh", "enhanced", "extended", "as4:65002"; "none" for none at all. */
static gboolean parse_capability(const TalkKind *kind, const char *text, void *member)
{
	BgpOpen *open = member;
	GStrv parts = g_strsplit_set(text, ":/", 3);
	uint64_t a = 0, b = 0;
	gboolean ok = TRUE;

	(void)kind;
	if (parts[1])
		ok = talk_number_parse(parts[1], UINT32_MAX, &a);
	if (ok && parts[1] && parts[2])
		ok = talk_number_parse(parts[2], UINT8_MAX, &b);
	if (strcmp(text, "refresh") == 0)
		bgp_open_add_bare(open, BGP_CAP_ROUTE_REFRESH);
	else if (strcmp(text, "enhanced") == 0)
		bgp_open_add_bare(open, BGP_CAP_ENHANCED_REFRESH);
	else if (strcmp(text, "extended") == 0)
		bgp_open_add_bare(open, BGP_CAP_EXTENDED_MESSAGE);
	else if (strcmp(parts[0], "mp") == 0)
		bgp_open_add_family(open, (uint16_t)a, (uint8_t)b);
	else if (strcmp(parts[0], "as4") == 0)
		bgp_open_add_four_octet_as(open, (uint32_t)a);
	else if (strcmp(text, "none") != 0)
		ok = FALSE;
	g_strfreev(parts);
	return ok;
}

static void show_capability(const BgpCapability *cap, const char *key, TalkMessage *out)
{
	if (cap->code == BGP_CAP_MULTIPROTOCOL)
		talk_message_add(out, key, "mp:%u/%u", cap->family.afi, cap->family.safi);
	else if (cap->code == BGP_CAP_ROUTE_REFRESH)
		talk_message_add(out, key, "refresh");
	else if (cap->code == BGP_CAP_ENHANCED_REFRESH)
		talk_message_add(out, key, "enhanced");
	else if (cap->code == BGP_CAP_EXTENDED_MESSAGE)
		talk_message_add(out, key, "extended");
	else if (cap->code == BGP_CAP_FOUR_OCTET_AS)
		talk_message_add(out, key, "as4:%u", cap->as_number);
	else
		talk_message_add(out, key, "%u", cap->code);
}

static void show_capabilities(const TalkKind *kind, const void *member, const char *key,
			      TalkMessage *out)
{
	const BgpOpen *open = member;

	(void)kind;
	for (unsigned i = 0; i < open->n_capabilities; i++)
		show_capability(&open->capabilities[i], key, out);
}

static void show_error(const TalkKind *kind, const void *member, const char *key, TalkMessage *out)
{
	const BgpNotification *n = member;

	(void)kind;
	talk_message_add(out, key, "%s", bgp_error_name(n->code, n->subcode));
	talk_message_add(out, "code", "%u/%u", n->code, n->subcode);
}

/* "6/2" */
static gboolean parse_error(const TalkKind *kind, const char *text, void *member)
{
	BgpNotification *n = member;
	char *end;

	(void)kind;
	n->code = (uint8_t)g_ascii_strtoull(text, &end, 10);
	if (*end == '/')
		n->subcode = (uint8_t)g_ascii_strtoull(end + 1, &end, 10);
	return *end == '\0';
}

static const TalkKind capabilities = {parse_capability, show_capabilities, NULL};
static const TalkKind error_name = {NULL, show_error, NULL}, error_code = {parse_error, NULL, NULL};

#define SLOT(member, key, kind) TALK_SLOT(BgpSaying, member, key, kind)
static const TalkSlot open_slots[] = {
	SLOT(open.version, "version", talk_u8), SLOT(open.my_as, "as", talk_u16),
	SLOT(open.hold_time, "hold", talk_u16), SLOT(open.identifier, "id", talk_ipv4),
	SLOT(open, "cap", capabilities),        TALK_SLOTS_END};
/* What is shown of a NOTIFICATION, and what may be said. */
static const TalkSlot heard_error_slots[] = {SLOT(notification, "error", error_name),
					     SLOT(data, "data", talk_bytes), TALK_SLOTS_END};
static const TalkSlot error_slots[] = {SLOT(notification, "code", error_code),
				       SLOT(data, "data", talk_bytes), TALK_SLOTS_END};
static const TalkSlot refresh_slots[] = {SLOT(refresh.afi, "afi", talk_u16),
					 SLOT(refresh.safi, "safi", talk_u8),
					 SLOT(refresh.subtype, "subtype", talk_u8), TALK_SLOTS_END};
static const TalkSlot message_slots[] = {SLOT(type, "type", talk_u8),
					 SLOT(data, "body", talk_bytes), TALK_SLOTS_END};
static const TalkSlot outer_slots[] = {SLOT(on, "on", talk_u8), SLOT(length, "length", talk_u16),
				       SLOT(marker, "marker", talk_text), TALK_SLOTS_END};

static void write_open(const BgpSaying *s, WireWriter *w)
{
	bgp_open_encode(&s->open, w);
}

static void write_update(const BgpSaying *s, WireWriter *w)
{
	size_t start = bgp_message_begin(w, BGP_MESSAGE_UPDATE);

	wire_write_bytes(w, s->update.buf, s->update.len);
	bgp_message_end(w, start);
}

static BgpSpan data_of(const BgpSaying *s)
{
	return s->data ? (BgpSpan){s->data->data, s->data->len} : (BgpSpan){NULL, 0};
}

static void write_notification(const BgpSaying *s, WireWriter *w)
{
	BgpNotification n = s->notification;

	n.data = data_of(s);
	bgp_notification_encode(&n, w);
}

static void write_keepalive(const BgpSaying *s, WireWriter *w)
{
	(void)s;
	bgp_keepalive_encode(w);
}

static void write_refresh(const BgpSaying *s, WireWriter *w)
{
	bgp_route_refresh_encode(&s->refresh, w);
}

static void write_any(const BgpSaying *s, WireWriter *w)
{
	size_t start = bgp_message_begin(w, (BgpMessageType)s->type);

	wire_write_bytes(w, data_of(s).bytes, data_of(s).len);
	bgp_message_end(w, start);
}

typedef struct BgpShape {
	const char *name;
	BgpMessageType type;
	const TalkSlot *said, *heard;
	void (*write)(const BgpSaying *s, WireWriter *w);
} BgpShape;

static const BgpShape shapes[] = {
	{"open", BGP_MESSAGE_OPEN, open_slots, open_slots, write_open},
	{"update", BGP_MESSAGE_UPDATE, NULL, NULL, write_update},
	{"notification", BGP_MESSAGE_NOTIFICATION, error_slots, heard_error_slots,
	 write_notification},
	{"keepalive", BGP_MESSAGE_KEEPALIVE, NULL, NULL, write_keepalive},
	{"route-refresh", BGP_MESSAGE_ROUTE_REFRESH, refresh_slots, refresh_slots, write_refresh},
	{"message", 0, message_slots, NULL, write_any},
};

/* ---- What is heard ---- */

static gboolean decode(const uint8_t *bytes, size_t len, BgpSaying *s, WireError *error)
{
	switch (bgp_message_type(bytes)) {
	case BGP_MESSAGE_OPEN:
		return bgp_open_decode(bytes, len, &s->open, error);
	case BGP_MESSAGE_NOTIFICATION:
		if (!bgp_notification_decode(bytes, len, &s->notification, error))
			return FALSE;
		s->data = g_byte_array_new();
		g_byte_array_append(s->data, s->notification.data.bytes,
				    (guint)s->notification.data.len);
		return TRUE;
	case BGP_MESSAGE_ROUTE_REFRESH:
		return bgp_route_refresh_decode(bytes, len, &s->refresh, error);
	default:
		return TRUE;
	}
}

static TalkMessage *text_of(const uint8_t *bytes, size_t len)
{
	BgpSaying s = {0};
	WireError error;
	const BgpShape *shape = &shapes[bgp_message_type(bytes) - BGP_MESSAGE_OPEN];
	TalkMessage *m;

	if (decode(bytes, len, &s, &error)) {
		m = talk_message_new(shape->name);
		talk_slots_show(shape->heard, &s, m);
		if (shape->type == BGP_MESSAGE_UPDATE)
			talk_update_show(bytes, len, m);
	} else {
		m = talk_message_new("malformed");
		talk_message_add(m, "reason", "%s", error.text);
	}
	if (s.data)
		g_byte_array_unref(s.data);
	return m;
}

static void on_stream(TalkConnection *connection)
{
	GByteArray *in = connection->in;
	WireError error;
	size_t len;

	while (bgp_frame(in->data, in->len, &len, &error) && len > 0 && len <= in->len) {
		talk_tcp_hear(connection, text_of(in->data, len));
		g_byte_array_remove_range(in, 0, (guint)len);
	}
}

static void *open_mouth(Talk *talk)
{
	BgpMouth *mouth = g_new0(BgpMouth, 1);

	mouth->tcp.port = BGP_PORT;
	mouth->tcp.received = on_stream;
	talk_tcp_open(&mouth->tcp, talk);
	return mouth;
}

static void close_mouth(void *user)
{
	BgpMouth *mouth = user;

	talk_tcp_close(&mouth->tcp);
	g_free(mouth);
}

/* ---- What is said ---- */

static void init_saying(const BgpMouth *mouth, const TalkMessage *m, BgpSaying *s)
{
	*s = (BgpSaying){.on = 1};
	s->open = (BgpOpen){.version = BGP_VERSION,
			    .my_as = 65002,
			    .hold_time = 180,
			    .identifier = net_addr_to_ipv4(&mouth->tcp.talk->neighbor_id)};
	s->refresh = (BgpRouteRefresh){.afi = 1, .safi = 1};
	if (!talk_message_get(m, "cap")) {
		bgp_open_add_family(&s->open, 1, 1);
		bgp_open_add_bare(&s->open, BGP_CAP_ROUTE_REFRESH);
		bgp_open_add_four_octet_as(&s->open, 65002);
	}
}

static void clear_saying(BgpSaying *s)
{
	g_free(s->marker);
	if (s->data)
		g_byte_array_unref(s->data);
	wire_writer_clear(&s->update);
}

/* The fields of an UPDATE are written together, the others one by one. */
static gboolean set_fields(BgpSaying *s, const BgpShape *shape, const TalkMessage *m,
			   GError **error)
{
	TalkMessage *rest = talk_message_new(m->type);
	gboolean ok = TRUE, found;

	for (unsigned i = 0; i < m->fields->len && ok; i++) {
		const TalkField *field = &g_array_index(m->fields, TalkField, i);
		if (talk_slots_set(outer_slots, field, s, &found, NULL))
			continue;
		if (!found && shape->type == BGP_MESSAGE_UPDATE)
			talk_message_add(rest, field->key, "%s", field->value);
		else
			ok = talk_slots_set(shape->said, field, s, &found, error);
	}
	if (ok && shape->type == BGP_MESSAGE_UPDATE)
		ok = talk_update_write(rest, &s->update, error);
	talk_message_free(rest);
	return ok;
}

static gboolean send_saying(BgpMouth *mouth, const BgpShape *shape, const BgpSaying *s,
			    GError **error)
{
	WireWriter w;

	wire_writer_init(&w, SIZE_MAX);
	shape->write(s, &w);
	if (s->marker)
		w.buf[0] = 0;
	if (s->length)
		wire_patch_u16(&w, 16, s->length);
	gboolean ok = talk_tcp_send(&mouth->tcp, s->on, w.buf, w.len, error);
	wire_writer_clear(&w);
	return ok;
}

static gboolean say(void *user, const TalkMessage *m, GError **error)
{
	BgpMouth *mouth = user;
	const BgpShape *shape = NULL;
	BgpSaying s;

	if (talk_tcp_do(&mouth->tcp, m))
		return TRUE;
	for (unsigned i = 0; i < G_N_ELEMENTS(shapes); i++)
		if (strcmp(shapes[i].name, m->type) == 0)
			shape = &shapes[i];
	if (!shape) {
		g_set_error(error, TALK_ERROR, 0, "BGP has no message \"%s\"", m->type);
		return FALSE;
	}
	init_saying(mouth, m, &s);
	wire_writer_init(&s.update, SIZE_MAX);
	gboolean ok = set_fields(&s, shape, m, error) && send_saying(mouth, shape, &s, error);
	clear_saying(&s);
	return ok;
}

static gboolean say_bytes(void *user, const GByteArray *bytes, GError **error)
{
	BgpMouth *mouth = user;

	return talk_tcp_send(&mouth->tcp, 1, bytes->data, bytes->len, error);
}

/* The session with that neighbour that stays; "second": the other one. */
static Fsm *machine(const Talk *talk, const FsmType *type, const char *name)
{
	ProtoInstance *instance = node_protocol(talk->router, "bgp", NULL);
	Bgp *bgp = instance ? bgp_of(instance) : NULL;

	(void)type;
	for (unsigned i = 0; bgp && i < bgp->peers->len; i++) {
		BgpPeer *peer = g_ptr_array_index(bgp->peers, i);
		gboolean second = strcmp(name, "second") == 0;
		if (second || strcmp(peer->name, name) == 0)
			return &(second ? &peer->sessions[peer->session == &peer->sessions[0]]
					: peer->session)
					->fsm;
	}
	return NULL;
}

/* Such events are of no use without what they tell. */
static const void *argument(const FsmType *type, int event)
{
	static const BgpNotification cease = {BGP_ERROR_CEASE, BGP_CEASE_REJECTED, {NULL, 0}};

	(void)type;
	return event == BGP_EVENT_AUTOMATIC_STOP ? &cease : NULL;
}

static const FsmType *const machines[] = {&bgp_fsm_type, NULL};

const TalkSpeaker talk_bgp = {
	.protocol = "bgp",
	.machines = machines,
	.open = open_mouth,
	.close = close_mouth,
	.say = say,
	.say_bytes = say_bytes,
	.machine = machine,
	.argument = argument,
};
