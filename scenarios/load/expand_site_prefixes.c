/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The prefixes that a VPN has at its sites in a carrier, as far as the file says: those of static routes to CEs in
 * its VRFs, and of the <network>s of CEs that are neighbours there.
 */
#include "scenarios/load/expand_inter_as.h"

#include <string.h>

struct ExpandSites {
	GHashTable *
		ces; /* "node VRF address" of the PE's end of a link and the CE's address, owned -> node of the CE */
	GHashTable *prefixes; /* "carrier VRF", owned -> GPtrArray of char *, owned */
};

static char *ce_key(const char *node, const char *vrf, const char *address)
{
	return g_strdup_printf("%s %s %s", node, vrf, address);
}

/* CEs */

static GHashTable *nodes_of_customers(const Expansion *expansion)
{
	GHashTable *nodes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (const xmlNode *group = expansion->root->children; group; group = group->next)
		for (xmlNode *node = expand_is(group, "customer") ? group->children : NULL; node;
		     node = node->next) {
			char *name = expand_is(node, "node") ? load_xml_get(node, "name") : NULL;

			if (name)
				g_hash_table_replace(nodes, name, node);
		}
	return nodes;
}

/* The end of a link that is in a VRF, with the node at the other one. */
static void note_end(ExpandSites *sites, GHashTable *nodes, const xmlNode *link,
		     const char *const pe[2], const char *const ce[2])
{
	g_autofree char *pe_at = load_xml_get(link, pe[0]);
	g_autofree char *vrf = load_xml_get(link, pe[1]);
	g_autofree char *ce_at = load_xml_get(link, ce[0]);
	g_autofree char *address = load_xml_get(link, ce[1]);
	xmlNode *node;

	if (!pe_at || !vrf || !ce_at || !address)
		return;
	pe_at[strcspn(pe_at, ":")] = '\0';
	ce_at[strcspn(ce_at, ":")] = '\0';
	address[strcspn(address, "/")] = '\0';
	node = g_hash_table_lookup(nodes, ce_at);
	if (node)
		g_hash_table_replace(sites->ces, ce_key(pe_at, vrf, address), node);
}

static void note_ces(ExpandSites *sites, const Expansion *expansion)
{
	static const char *const a_pe[2] = {"a", "a-vrf"}, *const a_ce[2] = {"a", "a-address"};
	static const char *const b_pe[2] = {"b", "b-vrf"}, *const b_ce[2] = {"b", "b-address"};
	GHashTable *nodes = nodes_of_customers(expansion);

	for (const xmlNode *link = expansion->root->children; link; link = link->next) {
		if (!expand_is(link, "link"))
			continue;
		note_end(sites, nodes, link, a_pe, b_ce);
		note_end(sites, nodes, link, b_pe, a_ce);
	}
	g_hash_table_unref(nodes);
}

/* Prefixes */

static void add_prefix(const xmlNode *element, GPtrArray *out)
{
	char *prefix = load_xml_get(element, "prefix");

	if (prefix)
		g_ptr_array_add(out, prefix);
}

static xmlNode *first_in(const xmlNode *table, const char *protocol)
{
	const xmlNode *holder = expand_child(table, protocol);

	return holder ? holder->children : NULL;
}

static void add_networks(const xmlNode *ce, GPtrArray *out)
{
	for (const xmlNode *it = first_in(ce, "bgp"); it; it = it->next)
		if (expand_is(it, "network"))
			add_prefix(it, out);
}

/* A VRF of a node while its sites are looked at. */
typedef struct Table {
	const ExpandSites *sites;
	const char *node, *vrf;
} Table;

/* The CE whose address an attribute says; NULL: it is none. */
static xmlNode *ce_of(const Table *table, const xmlNode *element, const char *attribute)
{
	g_autofree char *address = load_xml_get(element, attribute);
	g_autofree char *key = address ? ce_key(table->node, table->vrf, address) : NULL;

	return key ? g_hash_table_lookup(table->sites->ces, key) : NULL;
}

static void add_of_vrf(const Table *table, const xmlNode *vrf, GPtrArray *out)
{
	for (const xmlNode *it = first_in(vrf, "static"); it; it = it->next)
		if (expand_is(it, "route") && ce_of(table, it, "via"))
			add_prefix(it, out);
	for (const xmlNode *it = first_in(vrf, "bgp"); it; it = it->next) {
		const xmlNode *ce = expand_is(it, "neighbor") ? ce_of(table, it, "address") : NULL;

		if (ce)
			add_networks(ce, out);
	}
}

static void add_of_node(ExpandSites *sites, const char *carrier, const xmlNode *node)
{
	g_autofree char *node_name = load_xml_get(node, "name");

	for (const xmlNode *it = node->children; it; it = it->next) {
		g_autofree char *name = expand_is(it, "vrf") ? load_xml_get(it, "name") : NULL;
		g_autofree char *key = name ? expand_vrf_key(carrier, name) : NULL;
		GPtrArray *prefixes;

		if (!key)
			continue;
		prefixes = g_hash_table_lookup(sites->prefixes, key);
		if (!prefixes) {
			prefixes = g_ptr_array_new_with_free_func(g_free);
			g_hash_table_insert(sites->prefixes, g_steal_pointer(&key), prefixes);
		}
		add_of_vrf(&(Table){sites, node_name, name}, it, prefixes);
	}
}

ExpandSites *expand_sites_new(const ExpandInterAs *inter_as)
{
	ExpandSites *sites = g_new0(ExpandSites, 1);

	sites->ces = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	sites->prefixes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						(GDestroyNotify)g_ptr_array_unref);
	note_ces(sites, inter_as->expansion);
	for (unsigned i = 0; i < inter_as->carriers->len; i++) {
		const ExpandCarrier *carrier = &g_array_index(inter_as->carriers, ExpandCarrier, i);

		for (const xmlNode *node = carrier->node->children; node; node = node->next)
			if (expand_is(node, "node"))
				add_of_node(sites, carrier->name, node);
	}
	return sites;
}

void expand_sites_free(ExpandSites *sites)
{
	g_hash_table_unref(sites->ces);
	g_hash_table_unref(sites->prefixes);
	g_free(sites);
}

const GPtrArray *expand_sites_prefixes(const ExpandSites *sites, const ExpandCarrier *carrier,
				       const char *vrf)
{
	g_autofree char *key = expand_vrf_key(carrier->name, vrf);

	return g_hash_table_lookup(sites->prefixes, key);
}
