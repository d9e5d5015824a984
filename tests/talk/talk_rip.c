/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How N speaks RIP: "request", for everything where it names no route, and "response", with routes
 * "route={prefix=10.9.0.0/16 metric=1 tag=7 next-hop=10.1.0.11}"; "address=", "mask=" and "family=" are
 * for what is no prefix. Messages come from port 520, or "port=1024", and go to all routers of the link.
 * There is no state machine to be driven.
 */
#include "models/fwd/udp.h"
#include "models/rip/rip_packet.h"
#include "tests/talk/talk_slot.h"
#include "tests/talk/talk_speakers.h"

#include <string.h>

enum { OTHER_PORT = 1024 };

/* A message and what it travels in. */
typedef struct RipSaying {
	RipMessage m;
	NetAddr from, to;
	uint16_t port;
	char *key; /* of MD5, owned */
} RipSaying;

typedef struct RipMouth {
	Talk *talk;
	UdpSocket *udp, *other;
} RipMouth;

#define ENTRY_SLOT(member, key, kind) TALK_SLOT(RipEntry, member, key, kind)

static const TalkSlot entry_slots[] = {ENTRY_SLOT(family, "family", talk_u16),
				       ENTRY_SLOT(address, "address", talk_ipv4),
				       ENTRY_SLOT(mask, "mask", talk_ipv4),
				       ENTRY_SLOT(metric, "metric", talk_u32),
				       ENTRY_SLOT(tag, "tag", talk_u16),
				       ENTRY_SLOT(next_hop, "next-hop", talk_ipv4),
				       TALK_SLOTS_END};

static gboolean set_prefix(const char *text, RipEntry *entry)
{
	NetPrefix prefix;

	if (!net_prefix_parse(text, FALSE, &prefix) || prefix.addr.family != NET_AF_IPV4)
		return FALSE;
	entry->address = net_addr_to_ipv4(&prefix.addr);
	entry->mask = prefix.len ? UINT32_MAX << (32 - prefix.len) : 0;
	return TRUE;
}

static gboolean parse_route(const TalkKind *kind, const char *text, void *member)
{
	RipSaying *s = member;
	TalkMessage *m = talk_message_parse_value(text, NULL);
	RipEntry entry = {.family = RIP_FAMILY_IPV4, .metric = 1};
	gboolean ok = m && strcmp(m->type, "to") == 0 && s->m.n_entries < RIP_ENTRIES_MAX;

	(void)kind;
	for (unsigned i = 0; ok && i < m->fields->len; i++) {
		const TalkField *field = &g_array_index(m->fields, TalkField, i);
		gboolean found;
		ok = strcmp(field->key, "prefix") == 0
			     ? set_prefix(field->value, &entry)
			     : talk_slots_set(entry_slots, field, &entry, &found, NULL);
	}
	if (ok)
		s->m.entries[s->m.n_entries++] = entry;
	talk_message_free(m);
	return ok;
}

static unsigned mask_length(uint32_t mask)
{
	unsigned len = 0;

	while (len < 32 && mask & (UINT32_C(1) << (31 - len)))
		len++;
	return len;
}

static TalkMessage *entry_text(const RipEntry *entry)
{
	TalkMessage *m = talk_message_new("to");
	NetAddr addr = net_addr_ipv4(entry->address), next_hop = net_addr_ipv4(entry->next_hop);
	NetPrefix prefix = net_prefix(&addr, mask_length(entry->mask));
	char text[NET_PREFIX_STRLEN];

	talk_message_add(m, "prefix", "%s", net_prefix_str(&prefix, text));
	talk_message_add(m, "metric", "%u", entry->metric);
	if (entry->family != RIP_FAMILY_IPV4)
		talk_message_add(m, "family", "%u", entry->family);
	if (entry->tag)
		talk_message_add(m, "tag", "%u", entry->tag);
	if (entry->next_hop)
		talk_message_add(m, "next-hop", "%s", net_addr_str(&next_hop, text));
	return m;
}

static void show_routes(const TalkKind *kind, const void *member, const char *key, TalkMessage *out)
{
	const RipSaying *s = member;

	(void)kind;
	for (unsigned i = 0; i < s->m.n_entries; i++)
		talk_message_add_message(out, key, entry_text(&s->m.entries[i]));
}

static const char *const auth_names[] = {
	[RIP_AUTH_NONE] = "none", [RIP_AUTH_SIMPLE] = "simple", [RIP_AUTH_MD5] = "md5"};

static gboolean parse_auth(const TalkKind *kind, const char *text, void *member)
{
	(void)kind;
	for (unsigned i = 0; i < G_N_ELEMENTS(auth_names); i++)
		if (g_strcmp0(auth_names[i], text) == 0) {
			*(RipAuthType *)member = (RipAuthType)i;
			return TRUE;
		}
	return FALSE;
}

static void show_auth(const TalkKind *kind, const void *member, const char *key, TalkMessage *out)
{
	RipAuthType auth = *(const RipAuthType *)member;

	(void)kind;
	if (auth != RIP_AUTH_NONE)
		talk_message_add(out, key, "%s", auth_names[auth]);
}

static gboolean parse_password(const TalkKind *kind, const char *text, void *member)
{
	(void)kind;
	memcpy(member, text, MIN(strlen(text), RIP_KEY_MAX));
	return strlen(text) <= RIP_KEY_MAX;
}

static const TalkKind routes = {parse_route, show_routes, NULL};
static const TalkKind auth = {parse_auth, show_auth, NULL};
static const TalkKind password = {parse_password, NULL, NULL};

#define SLOT(member, key, kind) TALK_SLOT(RipSaying, member, key, kind)

/* The first four are shown. */
static const TalkSlot shown_slots[] = {SLOT(m.version, "version", talk_u8),
				       SLOT(m.auth, "auth", auth),
				       SLOT(to, "to", talk_addr),
				       {"route", &routes, 0},
				       TALK_SLOTS_END};
static const TalkSlot outer_slots[] = {SLOT(from, "from", talk_addr),
				       SLOT(port, "port", talk_u16),
				       SLOT(m.password, "password", password),
				       SLOT(key, "key", talk_text),
				       SLOT(m.key_id, "key-id", talk_u8),
				       SLOT(m.sequence, "sequence", talk_u32),
				       TALK_SLOTS_END};

static void hear(void *user, const IpInfo *info, uint16_t port, const uint8_t *bytes, size_t len)
{
	RipMouth *mouth = user;
	RipSaying s = {.to = info->dst};
	WireError error;
	gboolean ok = rip_decode(bytes, len, &s.m, &error);
	TalkMessage *m = talk_message_new(ok ? rip_command_name(s.m.command) : "malformed");

	if (ok)
		talk_slots_show(shown_slots, &s, m);
	if (port != RIP_PORT)
		talk_message_add(m, "port", "%u", port);
	if (info->ttl != 1)
		talk_message_add(m, "ttl", "%u", info->ttl);
	talk_hear(mouth->talk, m);
}

static void *open_mouth(Talk *talk)
{
	RipMouth *mouth = g_new0(RipMouth, 1);
	FwdNode *node = talk->neighbor->fwd;

	mouth->talk = talk;
	mouth->udp = udp_open(node, NULL, RIP_PORT, hear, mouth);
	mouth->other = udp_open(node, NULL, OTHER_PORT, hear, mouth);
	fwd_iface_join(talk->iface, &rip_group);
	return mouth;
}

static void close_mouth(void *user)
{
	RipMouth *mouth = user;

	udp_close(mouth->udp);
	udp_close(mouth->other);
	g_free(mouth);
}

static gboolean send_bytes(const RipMouth *mouth, const RipSaying *s, const uint8_t *bytes,
			   size_t len)
{
	IpInfo info = {
		.iface = mouth->talk->iface, .src = s->from, .dst = s->to, .ttl = 1, .tos = 0xc0};

	udp_send(s->port == OTHER_PORT ? mouth->other : mouth->udp, &info, RIP_PORT, bytes, len, 0);
	return TRUE; /* or lost, where the link is down */
}

static gboolean set_field(RipSaying *s, const TalkField *field, GError **error)
{
	gboolean found;

	if (talk_slots_set(shown_slots, field, s, &found, NULL))
		return TRUE;
	return !found && talk_slots_set(outer_slots, field, s, &found, error);
}

static void ask_for_everything(RipSaying *s)
{
	s->m.entries[s->m.n_entries++] =
		(RipEntry){.family = RIP_FAMILY_NONE, .metric = RIP_INFINITY};
}

static gboolean say(void *user, const TalkMessage *m, GError **error)
{
	RipMouth *mouth = user;
	gboolean request = strcmp(m->type, "request") == 0, ok = TRUE;
	RipSaying s = {.m = {.command = request ? RIP_REQUEST : RIP_RESPONSE,
			     .version = RIP_VERSION,
			     .key_id = 1},
		       .to = rip_group,
		       .port = RIP_PORT};
	WireWriter w;

	if (!request && strcmp(m->type, "response") != 0) {
		g_set_error(error, TALK_ERROR, 0, "RIP has no message \"%s\"", m->type);
		return FALSE;
	}
	for (unsigned i = 0; i < m->fields->len && ok; i++) {
		const TalkField *field = &g_array_index(m->fields, TalkField, i);
		ok = set_field(&s, field, error);
		if (!ok && error && !*error)
			g_set_error(error, TALK_ERROR, 0, "%s cannot be \"%s\"", field->key,
				    field->value);
	}
	if (request && s.m.n_entries == 0)
		ask_for_everything(&s);
	wire_writer_init(&w, SIZE_MAX);
	rip_encode(&s.m, s.key ? s.key : "", &w);
	if (ok)
		send_bytes(mouth, &s, w.buf, w.len);
	wire_writer_clear(&w);
	g_free(s.key);
	return ok;
}

static gboolean say_bytes(void *user, const GByteArray *bytes, GError **error)
{
	const RipSaying s = {.to = rip_group, .port = RIP_PORT};

	(void)error;
	return send_bytes(user, &s, bytes->data, bytes->len);
}

static Fsm *machine(const Talk *talk, const FsmType *type, const char *name)
{
	(void)talk;
	(void)type;
	(void)name;
	return NULL;
}

static const FsmType *const machines[] = {NULL};

const TalkSpeaker talk_rip = {
	.protocol = "rip",
	.machines = machines,
	.open = open_mouth,
	.close = close_mouth,
	.say = say,
	.say_bytes = say_bytes,
	.machine = machine,
};
