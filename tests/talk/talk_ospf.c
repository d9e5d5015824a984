/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How N speaks OSPF. Its packets are from 10.0.0.9 (or what "neighbor id=" says) in area 0 unless a
 * message says otherwise: "router-id=", "area=", "from=" (an address of N's on the link, of which
 * 10.1.0.11 to 10.1.0.13 stand for other routers), "to=".
 */
#include "models/fwd/ip.h"
#include "models/ospf/ospf_iface.h"
#include "models/ospf/ospf_instance.h"
#include "models/ospf/ospf_neighbor.h"
#include "models/ospf/ospf_packet.h"
#include "models/wire/ospf2.h"
#include "tests/talk/talk_ospf_lsa.h"
#include "tests/talk/talk_slot.h"
#include "tests/talk/talk_speakers.h"

#include <string.h>

/* A packet and what it travels in. */
typedef struct OspfSaying {
	Ospf2Packet p;
	GPtrArray *bytes; /* of the LSAs, owned */
	NetAddr from, to;
	uint8_t ttl;
	char *key; /* of MD5, owned */
	/* Said against the rules. */
	uint8_t version;
	char *checksum; /* "bad" */
	uint16_t length;
} OspfSaying;

typedef struct OspfMouth {
	Talk *talk;
} OspfMouth;

static const char *const option_names[8] = {[1] = "E", [4] = "L", [5] = "DC"};
static const char *const dd_names[8] = {[0] = "MS", [1] = "M", [2] = "I"};
static const TalkKind options = TALK_FLAGS8(option_names), dd_flags = TALK_FLAGS8(dd_names);

static gboolean parse_neighbor(const TalkKind *kind, const char *text, void *member)
{
	OspfSaying *s = member;
	uint32_t id;

	(void)kind;
	if (!talk_ipv4.parse(&talk_ipv4, text, &id))
		return FALSE;
	g_array_append_val(s->p.list, id);
	return TRUE;
}

static void show_neighbors(const TalkKind *kind, const void *member, const char *key,
			   TalkMessage *out)
{
	const OspfSaying *s = member;

	(void)kind;
	for (unsigned i = 0; i < s->p.list->len; i++)
		talk_ipv4.show(&talk_ipv4, &g_array_index(s->p.list, uint32_t, i), key, out);
}

static gboolean parse_header(const TalkKind *kind, const char *text, void *member)
{
	OspfSaying *s = member;
	Ospf2LsaHeader header;
	uint8_t *bytes = talk_lsa_parse(text, &header);

	(void)kind;
	if (bytes)
		g_array_append_val(s->p.list, header);
	g_free(bytes);
	return bytes != NULL;
}

static void show_headers(const TalkKind *kind, const void *member, const char *key,
			 TalkMessage *out)
{
	const OspfSaying *s = member;

	(void)kind;
	for (unsigned i = 0; i < s->p.list->len; i++)
		talk_lsa_show_header(&g_array_index(s->p.list, Ospf2LsaHeader, i), key, out);
}

static gboolean parse_request(const TalkKind *kind, const char *text, void *member)
{
	OspfSaying *s = member;
	Ospf2LsaKey key;

	(void)kind;
	if (!talk_lsa_parse_key(text, &key))
		return FALSE;
	g_array_append_val(s->p.list, key);
	return TRUE;
}

static void show_requests(const TalkKind *kind, const void *member, const char *key,
			  TalkMessage *out)
{
	const OspfSaying *s = member;

	(void)kind;
	for (unsigned i = 0; i < s->p.list->len; i++)
		talk_lsa_show_key(&g_array_index(s->p.list, Ospf2LsaKey, i), key, out);
}

static gboolean parse_lsa(const TalkKind *kind, const char *text, void *member)
{
	OspfSaying *s = member;
	Ospf2LsaBytes lsa;
	uint8_t *bytes = talk_lsa_parse(text, &lsa.header);

	(void)kind;
	if (!bytes)
		return FALSE;
	lsa.bytes = bytes;
	g_ptr_array_add(s->bytes, bytes);
	g_array_append_val(s->p.list, lsa);
	/* The body is as long as the header says. */
	return wire_get_u16(bytes + 18) == lsa.header.length;
}

static void show_lsas(const TalkKind *kind, const void *member, const char *key, TalkMessage *out)
{
	const OspfSaying *s = member;

	(void)kind;
	for (unsigned i = 0; i < s->p.list->len; i++) {
		const Ospf2LsaBytes *lsa = &g_array_index(s->p.list, Ospf2LsaBytes, i);
		talk_lsa_show(&lsa->header, lsa->bytes, key, out);
	}
}

static const TalkKind neighbors = {parse_neighbor, show_neighbors, NULL};
static const TalkKind headers = {parse_header, show_headers, NULL};
static const TalkKind requests = {parse_request, show_requests, NULL};
static const TalkKind lsas = {parse_lsa, show_lsas, NULL};

static gboolean parse_auth(const TalkKind *kind, const char *text, void *member)
{
	static const char *const names[] = {"none", "simple", "md5"};

	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(names[i], text) == 0) {
			*(uint16_t *)member = (uint16_t)i;
			return TRUE;
		}
	return talk_u16.parse(kind, text, member);
}

static gboolean parse_password(const TalkKind *kind, const char *text, void *member)
{
	(void)kind;
	memcpy(member, text, MIN(strlen(text), OSPF2_PASSWORD_LEN));
	return strlen(text) <= OSPF2_PASSWORD_LEN;
}

static const TalkKind auth = {parse_auth, NULL, NULL}, password = {parse_password, NULL, NULL};

#define SLOT(member, key, kind) TALK_SLOT(OspfSaying, member, key, kind)

/* Every packet; the first three are shown. */
static const TalkSlot header_slots[] = {SLOT(p.router_id, "router-id", talk_ipv4),
					SLOT(p.area_id, "area", talk_ipv4),
					SLOT(to, "to", talk_addr), TALK_SLOTS_END};
static const TalkSlot outer_slots[] = {SLOT(from, "from", talk_addr),
				       SLOT(ttl, "ttl", talk_u8),
				       SLOT(p.auth_type, "auth", auth),
				       SLOT(p.password, "password", password),
				       SLOT(key, "key", talk_text),
				       SLOT(p.key_id, "key-id", talk_u8),
				       SLOT(p.auth_seq, "auth-seq", talk_u32),
				       SLOT(version, "version", talk_u8),
				       SLOT(checksum, "checksum", talk_text),
				       SLOT(length, "length", talk_u16),
				       TALK_SLOTS_END};

static const TalkSlot hello_slots[] = {SLOT(p.hello.mask, "mask", talk_ipv4),
				       SLOT(p.hello.hello_interval, "hello-interval", talk_u16),
				       SLOT(p.hello.options, "options", options),
				       SLOT(p.hello.priority, "priority", talk_u8),
				       SLOT(p.hello.dead_interval, "dead-interval", talk_u32),
				       SLOT(p.hello.dr, "dr", talk_ipv4),
				       SLOT(p.hello.bdr, "bdr", talk_ipv4),
				       {"neighbor", &neighbors, 0},
				       TALK_SLOTS_END};
static const TalkSlot dd_slots[] = {SLOT(p.dd.mtu, "mtu", talk_u16),
				    SLOT(p.dd.options, "options", options),
				    SLOT(p.dd.flags, "flags", dd_flags),
				    SLOT(p.dd.seq, "seq", talk_u32),
				    {"lsa", &headers, 0},
				    TALK_SLOTS_END};
static const TalkSlot request_slots[] = {{"lsa", &requests, 0}, TALK_SLOTS_END};
static const TalkSlot update_slots[] = {{"lsa", &lsas, 0}, TALK_SLOTS_END};
static const TalkSlot ack_slots[] = {{"lsa", &headers, 0}, TALK_SLOTS_END};

static const TalkShape shapes[] = {
	[OSPF2_HELLO] = {"hello", hello_slots},
	[OSPF2_DATABASE_DESCRIPTION] = {"dd", dd_slots},
	[OSPF2_LS_REQUEST] = {"request", request_slots},
	[OSPF2_LS_UPDATE] = {"update", update_slots},
	[OSPF2_LS_ACK] = {"ack", ack_slots},
};

static void hear(void *user, const IpInfo *info, Packet *payload)
{
	OspfMouth *mouth = user;
	OspfSaying s = {.to = info->dst};
	TalkMessage *m;
	WireError error;

	if (!ospf2_packet_decode(packet_data(payload), packet_len(payload), &s.p, &error)) {
		m = talk_message_new("malformed");
		talk_message_add(m, "reason", "%s", error.text);
	} else {
		m = talk_message_new(shapes[s.p.type].name);
		talk_slots_show(header_slots, &s, m);
		talk_slots_show(shapes[s.p.type].slots, &s, m);
		ospf2_packet_clear(&s.p);
	}
	if (info->ttl != 1)
		talk_message_add(m, "ttl", "%u", info->ttl);
	talk_hear(mouth->talk, m);
}

static void *open_mouth(Talk *talk)
{
	OspfMouth *mouth = g_new0(OspfMouth, 1);

	mouth->talk = talk;
	ip_register(talk->neighbor->fwd, OSPF2_IP_PROTOCOL, hear, mouth);
	fwd_iface_join(talk->iface, &ospf_all_spf_routers);
	fwd_iface_join(talk->iface, &ospf_all_d_routers);
	return mouth;
}

static void close_mouth(void *user)
{
	OspfMouth *mouth = user;

	ip_unregister(mouth->talk->neighbor->fwd, OSPF2_IP_PROTOCOL);
	g_free(mouth);
}

/* What N says where a message says nothing of it: as R is configured by default. */
static void init_saying(const Talk *talk, OspfSaying *s, unsigned type)
{
	*s = (OspfSaying){.to = ospf_all_spf_routers, .ttl = 1};
	s->bytes = g_ptr_array_new_with_free_func(g_free);
	ospf2_packet_init(&s->p, type, net_addr_to_ipv4(&talk->neighbor_id), 0);
	s->p.hello = (Ospf2Hello){.mask = 0xffffff00,
				  .hello_interval = 10,
				  .dead_interval = 40,
				  .options = OSPF2_OPTION_E,
				  .priority = 1};
	s->p.dd = (Ospf2Dd){.mtu = 1500, .options = OSPF2_OPTION_E};
	s->p.key_id = 1;
}

static void clear_saying(OspfSaying *s)
{
	ospf2_packet_clear(&s->p);
	g_ptr_array_unref(s->bytes);
	g_free(s->key);
	g_free(s->checksum);
}

static gboolean send_bytes(const Talk *talk, const OspfSaying *s, const uint8_t *bytes, size_t len)
{
	IpInfo info = {.iface = talk->iface,
		       .src = s->from,
		       .dst = s->to,
		       .protocol = OSPF2_IP_PROTOCOL,
		       .ttl = s->ttl,
		       .tos = 0xc0};

	return ip_send(talk->neighbor->fwd, &info, packet_new(bytes, len));
}

static gboolean send_saying(const Talk *talk, OspfSaying *s)
{
	WireWriter w;
	size_t len;

	s->p.key = s->key ? s->key : "";
	wire_writer_init(&w, SIZE_MAX);
	ospf2_packet_encode(&s->p, &w);
	uint8_t *bytes = wire_writer_take(&w, &len);
	if (s->version)
		bytes[0] = s->version;
	if (s->length)
		wire_put_u16(bytes + 2, s->length);
	if (s->checksum)
		bytes[12] ^= 0xff;
	gboolean ok = send_bytes(talk, s, bytes, len);
	g_free(bytes);
	return ok;
}

static unsigned type_named(const char *name)
{
	for (unsigned i = OSPF2_HELLO; i < G_N_ELEMENTS(shapes); i++)
		if (strcmp(shapes[i].name, name) == 0)
			return i;
	return 0;
}

static gboolean set_field(OspfSaying *s, const TalkField *field, GError **error)
{
	const TalkSlot *const tables[] = {header_slots, outer_slots, shapes[s->p.type].slots};
	gboolean found = FALSE, ok = FALSE;

	for (unsigned i = 0; i < G_N_ELEMENTS(tables) && !found; i++) {
		g_clear_error(error);
		ok = talk_slots_set(tables[i], field, s, &found, error);
	}
	return ok;
}

static gboolean say(void *user, const TalkMessage *m, GError **error)
{
	OspfMouth *mouth = user;
	unsigned type = type_named(m->type);
	OspfSaying s;
	gboolean ok = TRUE;

	if (!type) {
		g_set_error(error, TALK_ERROR, 0, "OSPF has no message \"%s\"", m->type);
		return FALSE;
	}
	init_saying(mouth->talk, &s, type);
	for (unsigned i = 0; i < m->fields->len && ok; i++)
		ok = set_field(&s, &g_array_index(m->fields, TalkField, i), error);
	if (ok)
		send_saying(mouth->talk, &s); /* lost where the link is down */
	clear_saying(&s);
	return ok;
}

static gboolean say_bytes(void *user, const GByteArray *bytes, GError **error)
{
	OspfMouth *mouth = user;
	OspfSaying s = {.to = ospf_all_spf_routers, .ttl = 1};

	(void)error;
	return send_bytes(mouth->talk, &s, bytes->data, bytes->len);
}

static Fsm *machine(const Talk *talk, const FsmType *type, const char *name)
{
	OspfInstance *ospf = (OspfInstance *)node_protocol(talk->router, "ospf", NULL);
	FwdIface *fwd = fwd_node_iface(talk->router->fwd, "n");
	OspfIface *iface = ospf ? ospf_find_iface(ospf, fwd) : NULL;
	uint32_t id;

	if (!iface || type == &ospf_iface_fsm_type)
		return iface ? &iface->fsm : NULL;
	if (!talk_ipv4.parse(&talk_ipv4, name, &id))
		return NULL;
	OspfNeighbor *nbr = ospf_iface_find_neighbor(iface, id);
	return nbr ? &nbr->fsm : NULL;
}

static const FsmType *const machines[] = {&ospf_iface_fsm_type, &ospf_neighbor_fsm_type, NULL};

const TalkSpeaker talk_ospf = {
	.protocol = "ospf",
	.machines = machines,
	.open = open_mouth,
	.close = close_mouth,
	.say = say,
	.say_bytes = say_bytes,
	.machine = machine,
};
