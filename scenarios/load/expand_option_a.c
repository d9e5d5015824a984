/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Option A (RFC 4364 10, a): each VPN crosses a border by a VLAN that is in its VRF at both ends, and each ASBR takes the
 * other for a CE. The VRF of an ASBR, where it has none yet, is as those in its carrier. Option AB: one session beside
 * the VLANs has the routes of all VPNs, which each ASBR takes into its VRF and tells its carrier with another RD.
 */
#include "scenarios/load/expand_inter_as.h"

#include <string.h>

typedef struct Crossing Crossing;

/* How VPNs cross borders. */
typedef struct Way {
	const char *source;                      /* of the VRF's routes; NULL: none */
	void (*rd)(const Crossing *, xmlNode *); /* sets that of a new VRF */
	void (*add)(const Crossing *);           /* what the VRF has for a border */
} Way;

/* A VPN at one end of a border. */
struct Crossing {
	ExpandInterAs *inter_as;
	const ExpandCommon *common;
	const ExpandSites *sites; /* where routes are static */
	const Way *way;
	const char *name; /* of the VPN */
	unsigned vlan, line;
	const ExpandEnd *end, *other;
	xmlNode *vrf; /* at the end */
};

/* VRFs */

static void copy(const Crossing *crossing, xmlNode *vrf, const char *attribute)
{
	const xmlNode *like =
		expand_common_vrf(crossing->common, crossing->end->carrier, crossing->name);
	g_autofree char *value = load_xml_get(like, attribute);

	if (value)
		expand_set(crossing->inter_as->expansion, vrf, attribute, value);
}

static xmlNode *make_vrf(const Crossing *crossing)
{
	Expansion *expansion = crossing->inter_as->expansion;
	xmlNode *vrf = expand_add(expansion, (ExpandAt){.parent = crossing->end->node}, "vrf",
				  crossing->inter_as->line);

	if (!vrf)
		return NULL;
	expand_set(expansion, vrf, "name", crossing->name);
	crossing->way->rd(crossing, vrf);
	copy(crossing, vrf, "import");
	copy(crossing, vrf, "export");
	g_hash_table_add(expansion->made, vrf);
	return vrf;
}

/* FALSE where the carrier's VRFs do not say what the ASBR's is like. */
static gboolean check_alike(const Crossing *crossing)
{
	LoadErrors *errors = crossing->inter_as->expansion->errors;
	const char *carrier = crossing->end->carrier->name;
	g_autofree char *key = expand_vrf_key(carrier, crossing->name);
	const xmlNode *odd = g_hash_table_lookup(crossing->common->odd, key);
	g_autofree char *line = NULL, *other = NULL;

	if (!odd)
		return TRUE;
	line = load_errors_line(errors,
				load_xml_line(g_hash_table_lookup(crossing->common->vrfs, key)));
	other = load_errors_line(errors, load_xml_line(odd));
	load_error(errors, crossing->inter_as->line,
		   "VRFs \"%s\" of carrier \"%s\" have different route targets, in %s and in %s; "
		   "write a <vrf name=\"%s\"> with those that are meant in node \"%s\"",
		   crossing->name, carrier, line, other, crossing->name, crossing->end->at->node);
	return FALSE;
}

static gboolean shares_word(const char *text, const char *other)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	g_auto(GStrv) others = g_strsplit(other, " ", -1);

	for (char **word = words; *word; word++)
		if (**word && g_strv_contains((const char *const *)others, *word))
			return TRUE;
	return FALSE;
}

/* FALSE where the ASBR's VRF would not take in what those of its carrier give out, as with spokes. */
static gboolean check_fits(const Crossing *crossing)
{
	const char *carrier = crossing->end->carrier->name, *node = crossing->end->at->node;
	const xmlNode *like =
		expand_common_vrf(crossing->common, crossing->end->carrier, crossing->name);
	g_autofree char *import = load_xml_get(like, "import");
	g_autofree char *export = load_xml_get(like, "export");

	if (!import || !export || shares_word(import, export))
		return TRUE;
	load_error(
		crossing->inter_as->expansion->errors, crossing->inter_as->line,
		"VRFs \"%s\" of carrier \"%s\" do not import what they export, as those of spokes; "
		"write a <vrf name=\"%s\"> that does in node \"%s\"",
		crossing->name, carrier, crossing->name, node);
	return FALSE;
}

static gboolean find_vrf(Crossing *crossing)
{
	GHashTable *vrfs = crossing->inter_as->index->vrfs;
	g_autofree char *key = expand_vrf_key(crossing->end->at->node, crossing->name);

	crossing->vrf = g_hash_table_lookup(vrfs, key);
	if (crossing->vrf || !check_alike(crossing) || !check_fits(crossing))
		return crossing->vrf != NULL;
	crossing->vrf = make_vrf(crossing);
	if (crossing->vrf)
		g_hash_table_insert(vrfs, g_steal_pointer(&key), crossing->vrf);
	return crossing->vrf != NULL;
}

/* BGP */

static void copy_rd(const Crossing *crossing, xmlNode *vrf)
{
	copy(crossing, vrf, "rd");
}

static void add_session(const Crossing *crossing)
{
	ExpandInterAs *inter_as = crossing->inter_as;
	gboolean is_new;
	xmlNode *neighbor =
		expand_neighbor(inter_as, crossing->vrf, crossing->other->address, &is_new);

	if (neighbor && is_new)
		expand_set(inter_as->expansion, neighbor, "remote-as", crossing->other->asn);
}

/* Static routes */

static GHashTable *routes_of(const xmlNode *table)
{
	const xmlNode *routes = expand_child(table, "static");
	GHashTable *prefixes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (const xmlNode *it = routes ? routes->children : NULL; it; it = it->next) {
		char *prefix = expand_is(it, "route") ? load_xml_get(it, "prefix") : NULL;

		if (prefix)
			g_hash_table_add(prefixes, prefix);
	}
	return prefixes;
}

static void add_route(const Crossing *crossing, xmlNode *holder, const char *prefix)
{
	Expansion *expansion = crossing->inter_as->expansion;
	xmlNode *route = expand_add(expansion, (ExpandAt){.parent = holder}, "route",
				    crossing->inter_as->line);

	if (!route)
		return;
	expand_set(expansion, route, "prefix", prefix);
	expand_set(expansion, route, "via", crossing->other->address);
}

/* To the sites in the other carrier, but for prefixes that there are routes to. */
static void add_routes(const Crossing *crossing)
{
	const GPtrArray *prefixes =
		expand_sites_prefixes(crossing->sites, crossing->other->carrier, crossing->name);
	GHashTable *had = routes_of(crossing->vrf);
	xmlNode *holder = expand_child(crossing->vrf, "static");

	if (!holder)
		holder = expand_add(crossing->inter_as->expansion,
				    (ExpandAt){.parent = crossing->vrf}, "static",
				    crossing->inter_as->line);
	for (unsigned i = 0; holder && prefixes && i < prefixes->len; i++) {
		const char *prefix = g_ptr_array_index(prefixes, i);

		if (g_hash_table_add(had, g_strdup(prefix)))
			add_route(crossing, holder, prefix);
	}
	g_hash_table_unref(had);
}

/* Hybrid: the VRF has a route distinguisher of its own, for it tells others' routes again. */

static void set_own_rd(const Crossing *crossing, xmlNode *vrf)
{
	g_autofree char *loopback = NULL, *address = NULL, *rd = NULL;

	if (!expand_loopback(crossing->end->node, &loopback, &address)) {
		load_error(
			crossing->inter_as->expansion->errors, load_xml_line(crossing->end->node),
			"node \"%s\" has no loopback for the route distinguishers of <inter-as>; "
			"write one, or loopbacks=\"10.1.0.0/24\" in <carrier>",
			crossing->end->at->node);
		return;
	}
	rd = g_strdup_printf("%s:%u", address, crossing->vlan);
	expand_set(crossing->inter_as->expansion, vrf, "rd", rd);
}

/* What the other carrier's VRFs give out comes in too. */
static void import_other(const Crossing *crossing)
{
	const xmlNode *like =
		expand_common_vrf(crossing->common, crossing->other->carrier, crossing->name);
	g_autofree char *export = load_xml_get(like, "export");
	g_auto(GStrv) rts = g_strsplit(export ? export : "", " ", -1);

	for (char **rt = rts; *rt; rt++)
		if (**rt)
			expand_add_word(crossing->inter_as->expansion, crossing->vrf, "import",
					*rt);
}

static void make_hybrid(const Crossing *crossing)
{
	ExpandInterAs *inter_as = crossing->inter_as;
	g_autofree char *had = load_xml_get(crossing->vrf, "hybrid-next-hop");
	gboolean is_made = g_hash_table_contains(inter_as->expansion->made, crossing->vrf);

	if (is_made && had) {
		load_error(
			inter_as->expansion->errors, crossing->line,
			"VRF \"%s\" of node \"%s\" has a next hop at another border already; write "
			"another ASBR for one of them",
			crossing->name, crossing->end->at->node);
		return;
	}
	if (is_made)
		import_other(crossing);
	expand_set_unstated(inter_as, crossing->vrf, "inter-as-hybrid", "yes");
	expand_set_unstated(inter_as, crossing->vrf, "hybrid-next-hop", crossing->other->address);
}

static const Way by_bgp = {"bgp", copy_rd, add_session};
static const Way by_routes = {"static", copy_rd, add_routes};
static const Way hybrid = {NULL, set_own_rd, make_hybrid};

static const Way *way_of(const LoadInterAs *config)
{
	if (config->option == LOAD_OPTION_AB)
		return &hybrid;
	return config->protocol == LOAD_SITE_BGP ? &by_bgp : &by_routes;
}

/* Borders */

static void add_at(const Crossing *crossing)
{
	Expansion *expansion = crossing->inter_as->expansion;

	crossing->way->add(crossing);
	if (crossing->way->source && g_hash_table_contains(expansion->made, crossing->vrf))
		expand_add_word(expansion, crossing->vrf, "redistribute", crossing->way->source);
}

static void cross(const Crossing *crossing, ExpandBorder *border)
{
	Crossing a = *crossing, b = *crossing;

	a.end = b.other = &border->ends[0];
	b.end = a.other = &border->ends[1];
	if (!find_vrf(&a) || !find_vrf(&b) ||
	    !expand_border_vlan(crossing->inter_as, border, crossing->name, crossing->vlan))
		return;
	add_at(&a);
	add_at(&b);
}

/* All VPNs that both carriers have. */
static void cross_all(Crossing *crossing, ExpandBorder *border)
{
	const ExpandCommon *common = crossing->common;
	const ExpandCarrier *a = border->ends[0].carrier, *b = border->ends[1].carrier;
	unsigned n = 0;

	crossing->line = border->read->line;
	for (unsigned i = 0; i < common->chosen->len && !crossing->inter_as->expansion->full; i++) {
		crossing->name = g_ptr_array_index(common->chosen, i);
		crossing->vlan = crossing->inter_as->config->vlan + i;
		if (!expand_common_vrf(common, a, crossing->name) ||
		    !expand_common_vrf(common, b, crossing->name))
			continue;
		cross(crossing, border);
		n++;
	}
	if (n == 0)
		load_error(crossing->inter_as->expansion->errors, crossing->line,
			   "carriers \"%s\" and \"%s\" have none of the VPNs in common; write "
			   "<site>s of one <vpn> in both, or leave out the border",
			   a->name, b->name);
}

/* The session of option AB, beside the VLANs. */
static void add_hybrid_session(ExpandInterAs *inter_as, ExpandBorder *border)
{
	xmlNode *neighbors[2];

	if (!expand_border_link(inter_as, border))
		return;
	expand_border_session(inter_as, border, expand_vpn_family(), neighbors);
	for (unsigned side = 0; side < G_N_ELEMENTS(neighbors); side++)
		if (neighbors[side])
			expand_set(inter_as->expansion, neighbors[side], "inter-as-hybrid", "yes");
}

void expand_option_a(ExpandInterAs *inter_as)
{
	ExpandSites *sites = expand_sites_new(inter_as);
	ExpandCommon common;
	Crossing crossing = {.inter_as = inter_as,
			     .common = &common,
			     .sites = sites,
			     .way = way_of(inter_as->config)};
	gboolean sound;

	expand_common_init(&common, inter_as);
	sound = expand_inter_as_is_sound(inter_as);
	for (unsigned i = 0; i < inter_as->borders->len && sound; i++) {
		ExpandBorder *border = g_ptr_array_index(inter_as->borders, i);

		if (inter_as->config->option == LOAD_OPTION_AB)
			add_hybrid_session(inter_as, border);
		cross_all(&crossing, border);
	}
	expand_common_clear(&common);
	expand_sites_free(sites);
}
