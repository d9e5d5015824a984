/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/talk/talk_ospf_lsa.h"

#include "tests/talk/talk_slot.h"

#include <string.h>

static const char *const option_names[8] = {[1] = "E", [4] = "L", [5] = "DC"};
static const char *const router_names[8] = {[0] = "B", [1] = "E", [2] = "V"};
static const TalkKind options = TALK_FLAGS8(option_names), router_flags = TALK_FLAGS8(router_names);

#define HEADER(member, key, kind) TALK_SLOT(Ospf2LsaHeader, member, key, kind)
static const TalkSlot key_slots[] = {HEADER(key.id, "id", talk_ipv4),
				     HEADER(key.adv_router, "adv", talk_ipv4), TALK_SLOTS_END};
static const TalkSlot header_slots[] = {
	HEADER(key.id, "id", talk_ipv4),     HEADER(key.adv_router, "adv", talk_ipv4),
	HEADER(seq, "seq", talk_hex32),      HEADER(age, "age", talk_u16),
	HEADER(options, "options", options), HEADER(checksum, "checksum", talk_u16),
	HEADER(length, "length", talk_u16),  TALK_SLOTS_END};

#define LINK(member, key, kind) TALK_SLOT(Ospf2RouterLink, member, key, kind)
static const TalkSlot link_slots[] = {LINK(id, "id", talk_ipv4), LINK(data, "data", talk_ipv4),
				      LINK(metric, "metric", talk_u16), TALK_SLOTS_END};
static const char *const link_types[] = {
	[OSPF2_LINK_P2P] = "p2p",
	[OSPF2_LINK_TRANSIT] = "transit",
	[OSPF2_LINK_STUB] = "stub",
	[OSPF2_LINK_VIRTUAL] = "virtual",
};

static gboolean set_all(const TalkMessage *m, const TalkSlot *slots, void *base)
{
	gboolean found;

	for (unsigned i = 0; i < m->fields->len; i++)
		if (!talk_slots_set(slots, &g_array_index(m->fields, TalkField, i), base, &found,
				    NULL))
			return FALSE;
	return TRUE;
}

static gboolean parse_link(const TalkKind *kind, const char *text, void *member)
{
	TalkMessage *m = talk_message_parse_value(text, NULL);
	Ospf2RouterLink link = {0};

	(void)kind;
	if (!m)
		return FALSE;
	for (unsigned type = OSPF2_LINK_P2P; type < G_N_ELEMENTS(link_types); type++)
		if (strcmp(link_types[type], m->type) == 0)
			link.type = (uint8_t)type;
	gboolean ok = link.type && set_all(m, link_slots, &link);
	if (ok)
		g_array_append_val(*(GArray **)member, link);
	talk_message_free(m);
	return ok;
}

static void show_links(const TalkKind *kind, const void *member, const char *key, TalkMessage *out)
{
	const GArray *links = *(GArray *const *)member;

	(void)kind;
	for (unsigned i = 0; i < links->len; i++) {
		const Ospf2RouterLink *link = &g_array_index(links, Ospf2RouterLink, i);
		gboolean known = link->type > 0 && link->type < G_N_ELEMENTS(link_types);
		TalkMessage *m = talk_message_new(known ? link_types[link->type] : "unknown");
		talk_slots_show(link_slots, link, m);
		talk_message_add_message(out, key, m);
	}
}

static gboolean parse_router(const TalkKind *kind, const char *text, void *member)
{
	uint32_t id;

	(void)kind;
	if (!talk_ipv4.parse(&talk_ipv4, text, &id))
		return FALSE;
	g_array_append_val(*(GArray **)member, id);
	return TRUE;
}

static void show_routers(const TalkKind *kind, const void *member, const char *key,
			 TalkMessage *out)
{
	const GArray *routers = *(GArray *const *)member;

	(void)kind;
	for (unsigned i = 0; i < routers->len; i++)
		talk_ipv4.show(&talk_ipv4, &g_array_index(routers, uint32_t, i), key, out);
}

static const TalkKind links = {parse_link, show_links, NULL};
static const TalkKind routers = {parse_router, show_routers, NULL};

#define LSA(member, key, kind) TALK_SLOT(Ospf2Lsa, member, key, kind)
static const TalkSlot router_slots[] = {LSA(flags, "flags", router_flags),
					LSA(links, "link", links), TALK_SLOTS_END};
static const TalkSlot network_slots[] = {LSA(mask, "mask", talk_ipv4),
					 LSA(routers, "router", routers), TALK_SLOTS_END};
static const TalkSlot summary_slots[] = {LSA(mask, "mask", talk_ipv4),
					 LSA(metric, "metric", talk_u32), TALK_SLOTS_END};
static const TalkSlot external_slots[] = {
	LSA(mask, "mask", talk_ipv4), LSA(metric, "metric", talk_u32),
	LSA(forwarding, "forwarding", talk_ipv4), LSA(tag, "tag", talk_u32), TALK_SLOTS_END};
static const TalkSlot raw_slots[] = {LSA(raw, "body", talk_bytes), TALK_SLOTS_END};

static const TalkSlot *const body_slots[] = {
	[OSPF2_LSA_ROUTER] = router_slots,     [OSPF2_LSA_NETWORK] = network_slots,
	[OSPF2_LSA_SUMMARY] = summary_slots,   [OSPF2_LSA_SUMMARY_ASBR] = summary_slots,
	[OSPF2_LSA_EXTERNAL] = external_slots,
};

static const TalkSlot *slots_of_body(unsigned type)
{
	return type < G_N_ELEMENTS(body_slots) && body_slots[type] ? body_slots[type] : raw_slots;
}

/* By its name, or as a number where it has none. */
static gboolean parse_type(const char *text, uint32_t *type)
{
	uint64_t number;

	for (*type = OSPF2_LSA_ROUTER; *type <= OSPF2_LSA_OPAQUE_AS; (*type)++)
		if (strcmp(ospf2_lsa_type_name(*type), text) == 0)
			return TRUE;
	gboolean ok = talk_number_parse(text, UINT8_MAX, &number);
	*type = (uint32_t)number;
	return ok;
}

static TalkMessage *new_of_type(unsigned type)
{
	const char *name = ospf2_lsa_type_name(type);
	char number[4];

	g_snprintf(number, sizeof(number), "%u", type & 0xff);
	return talk_message_new(strcmp(name, "unknown") == 0 ? number : name);
}

static gboolean set_field(const TalkField *field, Ospf2Lsa *lsa)
{
	gboolean found;

	if (talk_slots_set(header_slots, field, &lsa->header, &found, NULL))
		return TRUE;
	return !found &&
	       talk_slots_set(slots_of_body(lsa->header.key.type), field, lsa, &found, NULL);
}

/* What was said of them holds, whatever has been computed. */
static void restore(const TalkMessage *m, Ospf2LsaHeader *header)
{
	gboolean found;

	for (unsigned i = 0; i < m->fields->len; i++)
		talk_slots_set(header_slots, &g_array_index(m->fields, TalkField, i), header,
			       &found, NULL);
}

uint8_t *talk_lsa_parse(const char *value, Ospf2LsaHeader *header)
{
	TalkMessage *m = talk_message_parse_value(value, NULL);
	uint8_t *bytes = NULL;
	Ospf2Lsa lsa;
	uint32_t type;
	size_t len;

	if (m && parse_type(m->type, &type)) {
		gboolean ok = TRUE;
		ospf2_lsa_init(&lsa, type);
		lsa.header.key.type = type;
		lsa.header.seq = OSPF2_SEQ_INITIAL;
		lsa.header.options = OSPF2_OPTION_E;
		for (unsigned i = 0; i < m->fields->len && ok; i++)
			ok = set_field(&g_array_index(m->fields, TalkField, i), &lsa);
		if (ok) {
			bytes = ospf2_lsa_encode(&lsa, &len);
			*header = lsa.header;
			restore(m, header);
		}
		ospf2_lsa_clear(&lsa);
	}
	talk_message_free(m);
	return bytes;
}

gboolean talk_lsa_parse_key(const char *value, Ospf2LsaKey *key)
{
	TalkMessage *m = talk_message_parse_value(value, NULL);
	Ospf2LsaHeader header = {0};
	gboolean ok =
		m && parse_type(m->type, &header.key.type) && set_all(m, header_slots, &header);

	*key = header.key;
	talk_message_free(m);
	return ok;
}

void talk_lsa_show_header(const Ospf2LsaHeader *header, const char *key, TalkMessage *out)
{
	TalkMessage *m = new_of_type(header->key.type);

	talk_slots_show(header_slots, header, m);
	talk_message_add_message(out, key, m);
}

void talk_lsa_show_key(const Ospf2LsaKey *lsa, const char *key, TalkMessage *out)
{
	TalkMessage *m = new_of_type(lsa->type);

	talk_slots_show(key_slots, &(Ospf2LsaHeader){.key = *lsa}, m);
	talk_message_add_message(out, key, m);
}

void talk_lsa_show(const Ospf2LsaHeader *header, const uint8_t *bytes, const char *key,
		   TalkMessage *out)
{
	TalkMessage *m = new_of_type(header->key.type);
	Ospf2Lsa lsa;

	talk_slots_show(header_slots, header, m);
	if (ospf2_lsa_decode(bytes, header->length, &lsa, NULL)) {
		talk_slots_show(slots_of_body(header->key.type), &lsa, m);
		ospf2_lsa_clear(&lsa);
	}
	talk_message_add_message(out, key, m);
}
