/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_table_lsdb.h"

#include "models/ospf/ospf_area.h"

/* Router ids, area ids and link state ids: a uint32_t in dotted form. */
static gboolean print_ospf_id(const void *p, GString *out)
{
	char text[OSPF_ID_STRLEN];

	g_string_append(out, ospf_id_str(*(const uint32_t *)p, text));
	return TRUE;
}

const FieldKind ospf_field_id = {
	.name = "ospf-id",
	.storage = FIELD_STORE_TEXT,
	.print = print_ospf_id,
};

/* A bit and how it is called. */
typedef struct Bit {
	uint8_t bit;
	const char *name;
} Bit;

/* RFC 2328 A.2, RFC 3101, RFC 5250, RFC 5613. */
static const Bit option_bits[] = {
	{0x02, "E"}, {0x04, "MC"}, {0x08, "N/P"}, {0x10, "L"}, {0x20, "DC"}, {0x40, "O"},
};

static const Bit flag_bits[] = {
	{OSPF2_ROUTER_B, "B"},
	{OSPF2_ROUTER_E, "E"},
	{OSPF2_ROUTER_V, "V"},
};

enum { FLAGS_LEN = 8 };

static void bits_str(const Bit *bits, unsigned n, uint8_t value, char *buf, size_t size)
{
	*buf = '\0';
	for (unsigned i = 0; i < n; i++) {
		if (!(value & bits[i].bit))
			continue;
		if (*buf)
			g_strlcat(buf, " ", size);
		g_strlcat(buf, bits[i].name, size);
	}
}

void ospf_options_str(uint8_t options, char buf[OSPF_OPTIONS_LEN])
{
	bits_str(option_bits, G_N_ELEMENTS(option_bits), options, buf, OSPF_OPTIONS_LEN);
}

typedef struct LsaRow {
	const char *vrf;
	uint16_t process;
	const OspfArea *area;
	const char *type;
	uint32_t link_state_id, adv_router;
	const char *seq;
	uint16_t age_s;
	const char *checksum;
	uint16_t length_bytes;
	gboolean own;
	const char *options;
	const char *flags; /* of a router-LSA: "B E" */
	const Ospf2Lsa *links;
} LsaRow;

static void append_id(uint32_t id, GString *out)
{
	print_ospf_id(&id, out);
}

static void append_link(const Ospf2RouterLink *link, GString *out)
{
	static const char *const names[] = {
		[OSPF2_LINK_P2P] = "p2p",
		[OSPF2_LINK_TRANSIT] = "transit",
		[OSPF2_LINK_STUB] = "stub",
		[OSPF2_LINK_VIRTUAL] = "virtual",
	};
	const char *name = link->type < G_N_ELEMENTS(names) ? names[link->type] : NULL;

	g_string_append_printf(out, "%s ", name ? name : "unknown");
	append_id(link->id, out);
	g_string_append_c(out, ' ');
	append_id(link->data, out);
	g_string_append_printf(out, " cost %u", link->metric);
}

static void append_links(const Ospf2Lsa *lsa, GString *out)
{
	for (unsigned i = 0; i < lsa->links->len; i++) {
		g_string_append(out, i > 0 ? ", " : "");
		append_link(&g_array_index(lsa->links, Ospf2RouterLink, i), out);
	}
}

static void append_routers(const Ospf2Lsa *lsa, GString *out)
{
	g_string_append(out, "mask ");
	append_id(lsa->mask, out);
	for (unsigned i = 0; i < lsa->routers->len; i++) {
		g_string_append(out, ", ");
		append_id(g_array_index(lsa->routers, uint32_t, i), out);
	}
}

static void append_network(const Ospf2Lsa *lsa, GString *out)
{
	g_string_append(out, "mask ");
	append_id(lsa->mask, out);
	g_string_append_printf(out, " cost %u", lsa->metric);
	if (lsa->header.key.type != OSPF2_LSA_EXTERNAL)
		return;
	g_string_append_printf(out, " type %d forwarding ", lsa->external_type2 ? 2 : 1);
	append_id(lsa->forwarding, out);
	g_string_append_printf(out, " tag %u", lsa->tag);
}

/* What the LSA says, on one line: router LSA "p2p <neighbour> <own address> cost 10, stub <network>
 * <mask> cost 10", network LSA "mask <mask>, <router>, ...", others "mask <mask> cost 10". */
static gboolean print_links(const void *p, GString *out)
{
	const Ospf2Lsa *lsa = *(const Ospf2Lsa *const *)p;

	if (lsa->links)
		append_links(lsa, out);
	else if (lsa->routers)
		append_routers(lsa, out);
	else if (lsa->raw)
		return FALSE;
	else
		append_network(lsa, out);
	return TRUE;
}

static const FieldKind field_links = {
	.name = "links",
	.storage = FIELD_STORE_TEXT,
	.print = print_links,
};

/* AS-external-LSAs are of no area. */
static gboolean print_area(const void *p, GString *out)
{
	const OspfArea *area = *(const OspfArea *const *)p;

	return area && print_ospf_id(&area->id, out);
}

static const FieldKind field_area = {
	.name = "ospf-area",
	.storage = FIELD_STORE_TEXT,
	.print = print_area,
};

static const Field lsa_fields[] = {
	FIELD(LsaRow, vrf, field_text),
	FIELD(LsaRow, process, field_u16),
	FIELD(LsaRow, area, field_area),
	FIELD(LsaRow, type, field_text),
	FIELD(LsaRow, link_state_id, ospf_field_id),
	FIELD(LsaRow, adv_router, ospf_field_id),
	FIELD(LsaRow, seq, field_text),
	FIELD(LsaRow, age_s, field_u16),
	FIELD(LsaRow, checksum, field_text),
	FIELD(LsaRow, length_bytes, field_u16),
	FIELD(LsaRow, own, field_bool),
	FIELD(LsaRow, options, field_text),
	FIELD(LsaRow, flags, field_text),
	FIELD(LsaRow, links, field_links),
};

static void put_lsa(const OspfLsa *lsa, TableRowFn fn, void *user)
{
	Ospf2LsaHeader header = ospf_lsa_header(lsa);
	char seq[16], checksum[8], options[OSPF_OPTIONS_LEN], flags[FLAGS_LEN];
	LsaRow row = {
		.vrf = rib_name(lsa->lsdb->instance->proto.rib),
		.process = lsa->lsdb->instance->config.process,
		.area = lsa->lsdb->area,
		.type = ospf2_lsa_type_name(header.key.type),
		.link_state_id = header.key.id,
		.adv_router = header.key.adv_router,
		.seq = seq,
		.age_s = header.age,
		.checksum = checksum,
		.length_bytes = header.length,
		.own = ospf_lsa_is_own(lsa),
		.options = options,
		.flags = header.key.type == OSPF2_LSA_ROUTER ? flags : NULL,
		.links = &lsa->content,
	};

	ospf_options_str(header.options, options);
	bits_str(flag_bits, G_N_ELEMENTS(flag_bits), lsa->content.flags, flags, sizeof(flags));
	g_snprintf(seq, sizeof(seq), "0x%08x", (unsigned)header.seq);
	g_snprintf(checksum, sizeof(checksum), "0x%04x", header.checksum);
	fn(&row, user);
}

static void put_lsas(const OspfLsdb *db, TableRowFn fn, void *user)
{
	for (unsigned i = 0; i < db->lsas->len; i++)
		put_lsa(g_ptr_array_index(db->lsas, i), fn, user);
}

static void each_lsa(const void *data, TableRowFn fn, void *user)
{
	const OspfInstance *instance = data;

	for (unsigned a = 0; a < instance->areas->len; a++)
		put_lsas(&((const OspfArea *)g_ptr_array_index(instance->areas, a))->lsdb, fn,
			 user);
	put_lsas(&instance->externals, fn, user);
}

const TableDef ospf_table_database =
	TABLE_DEF("ospf-database", "link state database: every LSA and what it says", lsa_fields,
		  LsaRow, each_lsa);
