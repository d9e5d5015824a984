/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Option A (RFC 4364 10, a): each VPN crosses a border by a VLAN that is in its VRF at both ends, and each ASBR takes the
 * other for a CE. A VPN is VRFs of one name; that of an ASBR, where it has none yet, is as those in its carrier.
 */
#include "models/net/advice.h"
#include "scenarios/load/expand_inter_as.h"

#include <string.h>

#define LAST_VLAN 4094

typedef struct Vpns {
	ExpandInterAs *inter_as;
	GHashTable *vrfs;   /* "carrier VPN", owned -> xmlNode of the first VRF */
	GHashTable *odd;    /* the same -> xmlNode of one with other route targets */
	GPtrArray *names;   /* owned: all, in the order of carriers and the file */
	ExpandSites *sites; /* where routes are static */
	GPtrArray *chosen;  /* borrowed: those that cross borders, in the order of their VLANs */
} Vpns;

/* VPNs of carriers */

static gboolean differ(const xmlNode *a, const xmlNode *b, const char *attribute)
{
	g_autofree char *of_a = load_xml_get(a, attribute);
	g_autofree char *of_b = load_xml_get(b, attribute);

	return strcmp(of_a ? of_a : "", of_b ? of_b : "") != 0;
}

static void note_vrf(Vpns *vpns, const ExpandCarrier *carrier, xmlNode *vrf)
{
	g_autofree char *name = load_xml_get(vrf, "name");
	g_autofree char *key = name ? expand_vrf_key(carrier->name, name) : NULL;
	const xmlNode *first = key ? g_hash_table_lookup(vpns->vrfs, key) : NULL;

	if (!name)
		return;
	if (!first) {
		g_hash_table_insert(vpns->vrfs, g_steal_pointer(&key), vrf);
		g_ptr_array_add(vpns->names, g_steal_pointer(&name));
	} else if (differ(first, vrf, "import") || differ(first, vrf, "export")) {
		g_hash_table_insert(vpns->odd, g_steal_pointer(&key), vrf);
	}
}

static void note_vrfs(Vpns *vpns, const ExpandCarrier *carrier)
{
	for (const xmlNode *node = carrier->node->children; node; node = node->next)
		for (xmlNode *child = expand_is(node, "node") ? node->children : NULL; child;
		     child = child->next)
			if (expand_is(child, "vrf"))
				note_vrf(vpns, carrier, child);
}

static xmlNode *vrf_of(const Vpns *vpns, const ExpandCarrier *carrier, const char *name)
{
	g_autofree char *key = expand_vrf_key(carrier->name, name);

	return g_hash_table_lookup(vpns->vrfs, key);
}

/* Those that cross borders */

static unsigned n_carriers_with(const Vpns *vpns, const char *name)
{
	const GArray *carriers = vpns->inter_as->carriers;
	unsigned n = 0;

	for (unsigned i = 0; i < carriers->len; i++)
		n += vrf_of(vpns, &g_array_index(carriers, ExpandCarrier, i), name) != NULL;
	return n;
}

static void choose_common(Vpns *vpns)
{
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (unsigned i = 0; i < vpns->names->len; i++) {
		char *name = g_ptr_array_index(vpns->names, i);

		if (g_hash_table_add(seen, name) && n_carriers_with(vpns, name) > 1)
			g_ptr_array_add(vpns->chosen, name);
	}
	g_hash_table_unref(seen);
}

static void choose_named(Vpns *vpns)
{
	const ExpandInterAs *inter_as = vpns->inter_as;

	for (char **name = inter_as->config->vpns; *name; name++) {
		g_autofree char *quoted = load_quote(*name);
		g_autofree char *advice = NULL;

		if (g_ptr_array_find_with_equal_func(vpns->chosen, *name, g_str_equal, NULL)) {
			load_error(inter_as->expansion->errors, inter_as->line,
				   "vpns: %s stands there twice; leave one out", quoted);
			continue;
		}
		g_ptr_array_add(vpns->chosen, *name);
		if (n_carriers_with(vpns, *name) > 1)
			continue;
		if (n_carriers_with(vpns, *name) == 1) {
			load_error(inter_as->expansion->errors, inter_as->line,
				   "vpns: VPN %s has VRFs in one of the carriers alone; write a "
				   "<site> of it in another, or leave it out",
				   quoted);
			continue;
		}
		advice = net_advise(*name, vpns->names, "the VRFs are");
		load_error(inter_as->expansion->errors, inter_as->line,
			   "vpns: no carrier has a VRF %s; %s", quoted, advice);
	}
}

static void check_vlans(const Vpns *vpns)
{
	const ExpandInterAs *inter_as = vpns->inter_as;

	if (inter_as->config->vlan + vpns->chosen->len <= LAST_VLAN + 1)
		return;
	load_error(inter_as->expansion->errors, inter_as->line,
		   "vlan: %u VPNs need as many VLANs, and there are fewer from %u to %d; write a "
		   "smaller number, or some VPNs alone in vpns=\"...\"",
		   vpns->chosen->len, inter_as->config->vlan, LAST_VLAN);
}

/* A VPN at a border */

static xmlNode *make_vrf(const Vpns *vpns, const ExpandEnd *end, const char *name)
{
	static const char *const copied[] = {"rd", "import", "export"};
	Expansion *expansion = vpns->inter_as->expansion;
	const xmlNode *like = vrf_of(vpns, end->carrier, name);
	xmlNode *vrf =
		expand_add(expansion, (ExpandAt){.parent = end->node}, "vrf", vpns->inter_as->line);

	if (!vrf)
		return NULL;
	expand_set(expansion, vrf, "name", name);
	for (unsigned i = 0; i < G_N_ELEMENTS(copied); i++) {
		g_autofree char *value = load_xml_get(like, copied[i]);

		if (value)
			expand_set(expansion, vrf, copied[i], value);
	}
	g_hash_table_add(expansion->made, vrf);
	return vrf;
}

/* FALSE where the carrier's VRFs do not say what the ASBR's is like. */
static gboolean check_alike(const Vpns *vpns, const ExpandEnd *end, const char *name)
{
	const ExpandInterAs *inter_as = vpns->inter_as;
	LoadErrors *errors = inter_as->expansion->errors;
	g_autofree char *key = expand_vrf_key(end->carrier->name, name);
	const xmlNode *odd = g_hash_table_lookup(vpns->odd, key);
	g_autofree char *line = NULL, *other = NULL;

	if (!odd)
		return TRUE;
	line = load_errors_line(errors, load_xml_line(g_hash_table_lookup(vpns->vrfs, key)));
	other = load_errors_line(errors, load_xml_line(odd));
	load_error(errors, inter_as->line,
		   "VRFs \"%s\" of carrier \"%s\" have different route targets, in %s and in %s; "
		   "write a <vrf name=\"%s\"> with those that are meant in node \"%s\"",
		   name, end->carrier->name, line, other, name, end->at->node);
	return FALSE;
}

static xmlNode *vrf_at(const Vpns *vpns, const ExpandEnd *end, const char *name)
{
	GHashTable *vrfs = vpns->inter_as->index->vrfs;
	g_autofree char *key = expand_vrf_key(end->at->node, name);
	xmlNode *vrf = g_hash_table_lookup(vrfs, key);

	if (vrf || !check_alike(vpns, end, name))
		return vrf;
	vrf = make_vrf(vpns, end, name);
	if (vrf)
		g_hash_table_insert(vrfs, g_steal_pointer(&key), vrf);
	return vrf;
}

static void add_session(const Vpns *vpns, xmlNode *vrf, const ExpandEnd *to, const char *name)
{
	ExpandInterAs *inter_as = vpns->inter_as;
	gboolean is_new;
	xmlNode *neighbor = expand_neighbor(inter_as, vrf, to->address, &is_new);

	(void)name;
	if (neighbor && is_new)
		expand_set(inter_as->expansion, neighbor, "remote-as", to->asn);
}

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

/* To the sites in the other carrier, but for prefixes that there are routes to. */
static void add_routes(const Vpns *vpns, xmlNode *vrf, const ExpandEnd *to, const char *name)
{
	Expansion *expansion = vpns->inter_as->expansion;
	const GPtrArray *prefixes = expand_sites_prefixes(vpns->sites, to->carrier, name);
	GHashTable *had = routes_of(vrf);
	xmlNode *holder = expand_child(vrf, "static");

	if (!holder)
		holder = expand_add(expansion, (ExpandAt){.parent = vrf}, "static",
				    vpns->inter_as->line);
	for (unsigned i = 0; holder && prefixes && i < prefixes->len; i++) {
		const char *prefix = g_ptr_array_index(prefixes, i);
		xmlNode *route;

		if (!g_hash_table_add(had, g_strdup(prefix)))
			continue;
		route = expand_add(expansion, (ExpandAt){.parent = holder}, "route",
				   vpns->inter_as->line);
		if (!route)
			break;
		expand_set(expansion, route, "prefix", prefix);
		expand_set(expansion, route, "via", to->address);
	}
	g_hash_table_unref(had);
}

static const struct {
	const char *source; /* of the VRF's routes */
	void (*add)(const Vpns *, xmlNode *, const ExpandEnd *, const char *);
} protocols[] = {
	[LOAD_SITE_BGP] = {"bgp", add_session},
	[LOAD_SITE_STATIC] = {"static", add_routes},
};

static void add_protocol(const Vpns *vpns, xmlNode *vrf, const ExpandEnd *to, const char *name)
{
	Expansion *expansion = vpns->inter_as->expansion;
	LoadSiteProtocol protocol = vpns->inter_as->config->protocol;

	protocols[protocol].add(vpns, vrf, to, name);
	if (g_hash_table_contains(expansion->made, vrf))
		expand_add_word(expansion, vrf, "redistribute", protocols[protocol].source);
}

static void expand_vpn(const Vpns *vpns, ExpandBorder *border, unsigned number)
{
	const char *name = g_ptr_array_index(vpns->chosen, number);
	unsigned vlan = vpns->inter_as->config->vlan + number;
	xmlNode *a = vrf_at(vpns, &border->ends[0], name);
	xmlNode *b = vrf_at(vpns, &border->ends[1], name);

	if (!a || !b || !expand_border_vlan(vpns->inter_as, border, name, vlan))
		return;
	add_protocol(vpns, a, &border->ends[1], name);
	add_protocol(vpns, b, &border->ends[0], name);
}

static void expand_at(const Vpns *vpns, ExpandBorder *border)
{
	const ExpandInterAs *inter_as = vpns->inter_as;
	const ExpandCarrier *a = border->ends[0].carrier, *b = border->ends[1].carrier;
	unsigned n = 0;

	for (unsigned i = 0; i < vpns->chosen->len && !inter_as->expansion->full; i++) {
		const char *name = g_ptr_array_index(vpns->chosen, i);

		if (!vrf_of(vpns, a, name) || !vrf_of(vpns, b, name))
			continue;
		expand_vpn(vpns, border, i);
		n++;
	}
	if (n == 0)
		load_error(inter_as->expansion->errors, border->read->line,
			   "carriers \"%s\" and \"%s\" have none of the VPNs in common; write "
			   "<site>s of one <vpn> in both, or leave out the border",
			   a->name, b->name);
}

void expand_option_a(ExpandInterAs *inter_as)
{
	Vpns vpns = {.inter_as = inter_as};
	gboolean sound;

	vpns.vrfs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	vpns.odd = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	vpns.names = g_ptr_array_new_with_free_func(g_free);
	vpns.chosen = g_ptr_array_new();
	for (unsigned i = 0; i < inter_as->carriers->len; i++)
		note_vrfs(&vpns, &g_array_index(inter_as->carriers, ExpandCarrier, i));
	if (*inter_as->config->vpns)
		choose_named(&vpns);
	else
		choose_common(&vpns);
	check_vlans(&vpns);
	sound = expand_inter_as_is_sound(inter_as);
	vpns.sites =
		inter_as->config->protocol == LOAD_SITE_STATIC ? expand_sites_new(inter_as) : NULL;
	for (unsigned i = 0; i < inter_as->borders->len && sound; i++)
		expand_at(&vpns, g_ptr_array_index(inter_as->borders, i));
	g_clear_pointer(&vpns.sites, expand_sites_free);
	g_ptr_array_free(vpns.chosen, TRUE);
	g_ptr_array_free(vpns.names, TRUE);
	g_hash_table_unref(vpns.odd);
	g_hash_table_unref(vpns.vrfs);
}
