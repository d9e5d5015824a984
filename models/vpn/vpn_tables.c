/* SPDX-License-Identifier: Apache-2.0 */
#include "models/vpn/vpn_tables.h"

#include "models/vpn/vpn_private.h"

typedef struct VrfRow {
	const char *vrf;
	NetRd rd;
	NetRts import_rts, export_rts;
	const char *import_map, *export_map; /* NULL: none */
	const char *redistribute;
	const char *label_mode;
	NetSoo site_of_origin;
	const char *hybrid_next_hop; /* NULL: it is not hybrid */
	int64_t maximum_routes;      /* -1: any number */
	uint32_t routes;             /* prefixes with one */
	uint32_t exported;           /* prefixes originated as VPN routes */
	uint32_t imported;           /* prefixes with paths that are VPN routes */
} VrfRow;

static const Field vrf_fields[] = {
	FIELD(VrfRow, vrf, field_text),
	FIELD(VrfRow, rd, field_rd),
	FIELD(VrfRow, import_rts, field_rts),
	FIELD(VrfRow, export_rts, field_rts),
	FIELD(VrfRow, import_map, field_text),
	FIELD(VrfRow, export_map, field_text),
	FIELD(VrfRow, redistribute, field_text),
	FIELD(VrfRow, label_mode, field_text),
	FIELD(VrfRow, site_of_origin, field_soo),
	FIELD(VrfRow, hybrid_next_hop, field_text),
	FIELD(VrfRow, maximum_routes, field_number),
	FIELD(VrfRow, routes, field_u32),
	FIELD(VrfRow, exported, field_u32),
	FIELD(VrfRow, imported, field_u32),
};

static NetRts rts_of(const GArray *rts)
{
	return (NetRts){(const NetRt *)(const void *)rts->data, rts->len};
}

static const char *name_of(const PolicyMap *map)
{
	return map ? policy_map_name(map) : NULL;
}

static void each_vrf(const void *instance, TableRowFn fn, void *user)
{
	const Vpn *vpn = instance;

	for (unsigned i = 0; i < vpn->vrfs->len; i++) {
		const VpnVrf *vrf = g_ptr_array_index(vpn->vrfs, i);
		char *redistribute = g_strjoinv(" ", vrf->redistribute);
		char text[NET_ADDR_STRLEN];
		VrfRow row = {
			.vrf = rib_name(vrf->rib),
			.rd = vrf->rd,
			.import_rts = rts_of(vrf->import_rts),
			.export_rts = rts_of(vrf->export_rts),
			.import_map = name_of(vrf->import_map),
			.export_map = name_of(vrf->export_map),
			.redistribute = redistribute,
			.label_mode = vpn_label_mode_name(vrf->label_mode),
			.site_of_origin = vrf->site_of_origin,
			.hybrid_next_hop = vpn_hybrid_text(&vrf->hybrid, text),
			.maximum_routes = vrf->limit.most > 0 ? (int64_t)vrf->limit.most : -1,
			.routes = rib_n_routes(vrf->rib),
			.exported = net_trie_size(vrf->exported),
			.imported = vrf->bgp ? bgp_vrf_count_imported(vrf->bgp) : 0,
		};

		fn(&row, user);
		g_free(redistribute);
	}
}

static const TableDef table_vrf =
	TABLE_DEF("vrf", "VRFs: route distinguisher, route targets, what is exported and imported",
		  vrf_fields, VrfRow, each_vrf);

const TableDef *const vpn_tables[] = {&table_vrf, NULL};
