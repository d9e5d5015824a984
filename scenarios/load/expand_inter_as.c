/* SPDX-License-Identifier: Apache-2.0 */
/*
 * <inter-as>: carriers whose VPNs reach each other by one of the options of RFC 4364 10. The borders are in
 * expand_border.c, what is particular to an option in expand_option_*.c. What is there already, a link between two
 * ASBRs, a <neighbor>, or an attribute of it, stays as it is.
 */
#include "scenarios/load/expand_inter_as.h"

#include "models/bgp/bgp_family.h"
#include "models/net/advice.h"

#include <string.h>

static void (*const options[])(ExpandInterAs *) = {
	[LOAD_OPTION_A] = expand_option_a,
	[LOAD_OPTION_AB] = expand_option_a, /* with a session beside the VLANs */
	[LOAD_OPTION_B] = expand_option_b,
	[LOAD_OPTION_C] = expand_option_c,
	[LOAD_OPTION_D] = expand_option_c, /* with carriers that none speaks for */
};

/* Attributes that not all options have. */
static const struct {
	const char *attribute;
	unsigned options; /* 1 << LoadOption */
	const char *names;
} particular[] = {
	{"vpns", 1u << LOAD_OPTION_A | 1u << LOAD_OPTION_AB, "options a and ab"},
	{"vlan", 1u << LOAD_OPTION_A | 1u << LOAD_OPTION_AB, "options a and ab"},
	{"protocol", 1u << LOAD_OPTION_A, "option a"},
	{"next-hop-self", 1u << LOAD_OPTION_B, "option b"},
	{"sessions", 1u << LOAD_OPTION_C | 1u << LOAD_OPTION_D, "options c and d"},
	{"originate", 1u << LOAD_OPTION_C | 1u << LOAD_OPTION_D, "options c and d"},
	{"labels", 1u << LOAD_OPTION_C | 1u << LOAD_OPTION_D, "options c and d"},
	{"ebgp-multihop", 1u << LOAD_OPTION_C | 1u << LOAD_OPTION_D, "options c and d"},
	{"transit", 1u << LOAD_OPTION_D, "option d"},
	{"same-as", 1u << LOAD_OPTION_D, "option d"},
};

const char *expand_vpn_family(void)
{
	return bgp_families[bgp_family_for(BGP_ROLE_VPN, NET_AF_IPV4)].name;
}

const char *expand_labelled_family(void)
{
	return bgp_families[bgp_family_for(BGP_ROLE_LABELLED, NET_AF_IPV4)].name;
}

/* What is there */

static char *neighbor_key(const xmlNode *node, const char *address)
{
	return g_strdup_printf("%p %s", (const void *)node, address);
}

static void note_neighbors(ExpandIndex *index, const xmlNode *node)
{
	const xmlNode *bgp = expand_child(node, "bgp");

	for (xmlNode *child = bgp ? bgp->children : NULL; child; child = child->next) {
		g_autofree char *address =
			expand_is(child, "neighbor") ? load_xml_get(child, "address") : NULL;

		if (address)
			g_hash_table_replace(index->neighbors, neighbor_key(node, address), child);
	}
}

static void note_node(ExpandIndex *index, xmlNode *node)
{
	char *name = load_xml_get(node, "name");

	note_neighbors(index, node);
	for (xmlNode *child = node->children; child; child = child->next) {
		g_autofree char *vrf = expand_is(child, "vrf") ? load_xml_get(child, "name") : NULL;

		if (!vrf)
			continue;
		g_hash_table_replace(index->vrfs, expand_vrf_key(name, vrf), child);
		note_neighbors(index, child);
	}
	if (name)
		g_hash_table_replace(index->nodes, name, node);
}

static char *node_of_end(const xmlNode *link, const char *end)
{
	char *text = load_xml_get(link, end);

	if (text)
		text[strcspn(text, ":")] = '\0';
	return text;
}

void expand_note_link(ExpandIndex *index, xmlNode *link)
{
	g_autofree char *a = node_of_end(link, "a");
	g_autofree char *b = node_of_end(link, "b");
	g_autofree char *key = g_strdup_printf("%s %s", a, b);
	GPtrArray *links = g_hash_table_lookup(index->links, key);

	if (!links) {
		links = g_ptr_array_new();
		g_hash_table_insert(index->links, g_steal_pointer(&key), links);
	}
	g_ptr_array_add(links, link);
}

static void note_carrier(ExpandIndex *index, xmlNode *carrier)
{
	char *name = load_xml_get(carrier, "name");

	if (name)
		g_hash_table_replace(index->carriers, name, carrier);
	for (xmlNode *child = carrier->children; child; child = child->next)
		if (expand_is(child, "node"))
			note_node(index, child);
}

static void index_init(ExpandIndex *index, const Expansion *expansion)
{
	index->carriers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	index->nodes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	index->vrfs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	index->neighbors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	index->links = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					     (GDestroyNotify)g_ptr_array_unref);
	for (xmlNode *child = expansion->root->children; child; child = child->next) {
		if (expand_is(child, "carrier"))
			note_carrier(index, child);
		if (expand_is(child, "link"))
			expand_note_link(index, child);
	}
}

static void index_clear(ExpandIndex *index)
{
	g_hash_table_unref(index->carriers);
	g_hash_table_unref(index->nodes);
	g_hash_table_unref(index->vrfs);
	g_hash_table_unref(index->neighbors);
	g_hash_table_unref(index->links);
}

gboolean expand_inter_as_is_sound(const ExpandInterAs *inter_as)
{
	return inter_as->expansion->errors->list->len == inter_as->n_told;
}

/* Elements */

void expand_set_unstated(ExpandInterAs *inter_as, xmlNode *element, const char *attribute,
			 const char *value)
{
	if (!load_xml_has(element, attribute))
		expand_set(inter_as->expansion, element, attribute, value);
}

xmlNode *expand_neighbor(ExpandInterAs *inter_as, xmlNode *holder, const char *address,
			 gboolean *is_new)
{
	g_autofree char *key = neighbor_key(holder, address);
	xmlNode *neighbor = g_hash_table_lookup(inter_as->index->neighbors, key);
	xmlNode *bgp = expand_child(holder, "bgp");

	*is_new = !neighbor;
	if (neighbor)
		return neighbor;
	if (!bgp)
		bgp = expand_add(inter_as->expansion, (ExpandAt){.parent = holder}, "bgp",
				 inter_as->line);
	if (bgp)
		neighbor = expand_add(inter_as->expansion, (ExpandAt){.parent = bgp}, "neighbor",
				      inter_as->line);
	if (!neighbor)
		return NULL;
	expand_set(inter_as->expansion, neighbor, "address", address);
	g_hash_table_insert(inter_as->index->neighbors, g_steal_pointer(&key), neighbor);
	return neighbor;
}

void expand_drop_neighbor(ExpandInterAs *inter_as, const xmlNode *holder, xmlNode *neighbor)
{
	g_autofree char *address = load_xml_get(neighbor, "address");
	g_autofree char *key = neighbor_key(holder, address);

	g_hash_table_remove(inter_as->index->neighbors, key);
	g_hash_table_remove(inter_as->expansion->made, neighbor);
	expand_remove(neighbor);
}

gboolean expand_is_internal(const xmlNode *neighbor, const char *asn, const char *family)
{
	g_autofree char *remote = load_xml_get(neighbor, "remote-as");
	g_autofree char *families = load_xml_get(neighbor, "families");
	g_auto(GStrv) words = g_strsplit(families ? families : "ipv4", " ", -1);

	return (!remote || strcmp(remote, "0") == 0 || g_strcmp0(remote, asn) == 0) &&
	       g_strv_contains((const char *const *)words, family);
}

void expand_next_hop_self(ExpandInterAs *inter_as, const ExpandEnd *end, const char *family)
{
	xmlNode *bgp = expand_child(end->node, "bgp");

	if (!g_hash_table_add(inter_as->next_hops, end->node))
		return;
	for (xmlNode *child = bgp ? bgp->children : NULL; child; child = child->next) {
		if (!expand_is(child, "neighbor") || !expand_is_internal(child, end->asn, family))
			continue;
		if (g_hash_table_contains(inter_as->expansion->made, child))
			expand_add_word(inter_as->expansion, child, "next-hop-self", family);
		else
			expand_set_unstated(inter_as, child, "next-hop-self", family);
	}
}

/* Carriers */

static gboolean has_carrier(const ExpandInterAs *inter_as, const char *name)
{
	for (unsigned i = 0; i < inter_as->carriers->len; i++)
		if (strcmp(g_array_index(inter_as->carriers, ExpandCarrier, i).name, name) == 0)
			return TRUE;
	return FALSE;
}

static void unknown_carrier(const ExpandInterAs *inter_as, const char *attribute, const char *name)
{
	GList *keys =
		g_list_sort(g_hash_table_get_keys(inter_as->index->carriers), (GCompareFunc)strcmp);
	GPtrArray *names = g_ptr_array_new();
	g_autofree char *quoted = load_quote(name);
	g_autofree char *advice = NULL;

	for (const GList *key = keys; key; key = key->next)
		g_ptr_array_add(names, key->data);
	advice = net_advise(name, names, "the carriers are");
	load_error(inter_as->expansion->errors, inter_as->line, "%s: there is no carrier %s; %s",
		   attribute, quoted, advice);
	g_ptr_array_free(names, TRUE);
	g_list_free(keys);
}

static void add_carriers(ExpandInterAs *inter_as, const char *attribute, GStrv names,
			 gboolean is_transit)
{
	for (char **name = names; *name && !load_errors_full(inter_as->expansion->errors); name++) {
		ExpandCarrier carrier = {
			.node = g_hash_table_lookup(inter_as->index->carriers, *name),
			.name = *name,
			.is_transit = is_transit,
		};

		if (!carrier.node)
			unknown_carrier(inter_as, attribute, *name);
		else if (has_carrier(inter_as, *name))
			load_error(inter_as->expansion->errors, inter_as->line,
				   "%s: \"%s\" is named twice; leave one out", attribute, *name);
		else
			g_array_append_val(inter_as->carriers, carrier);
	}
}

static void read_carriers(ExpandInterAs *inter_as)
{
	LoadErrors *errors = inter_as->expansion->errors;

	add_carriers(inter_as, "carriers", inter_as->config->carriers, FALSE);
	if (expand_inter_as_is_sound(inter_as) && inter_as->carriers->len < 2)
		load_error(errors, inter_as->line,
			   "carriers: there is one alone; write two or more of them");
	add_carriers(inter_as, "transit", inter_as->config->transit, TRUE);
	if (inter_as->config->option == LOAD_OPTION_D && !*inter_as->config->transit)
		load_error(errors, inter_as->line,
			   "option d has a carrier between the others; write transit=\"...\" with "
			   "its name, or option=\"c\"");
}

static void check_borders_of_carriers(const ExpandInterAs *inter_as)
{
	for (unsigned i = 0; i < inter_as->carriers->len; i++) {
		const ExpandCarrier *carrier = &g_array_index(inter_as->carriers, ExpandCarrier, i);

		if (!carrier->has_border)
			load_error(inter_as->expansion->errors, inter_as->line,
				   "carrier \"%s\" meets none of the others; write a <border> "
				   "with an ASBR of it",
				   carrier->name);
	}
}

/* One of them */

static void check_attributes(const ExpandInterAs *inter_as)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(particular); i++)
		if (load_xml_has(inter_as->element, particular[i].attribute) &&
		    !(particular[i].options & 1u << inter_as->config->option))
			load_error(inter_as->expansion->errors, inter_as->line,
				   "%s=\"...\" of <inter-as> is for %s; leave it out",
				   particular[i].attribute, particular[i].names);
	if (inter_as->config->origin == LOAD_AT_PE && inter_as->config->labels == LOAD_LABELS_LDP)
		load_error(
			inter_as->expansion->errors, inter_as->line,
			"originate=\"pe\" needs labels=\"bgp\", sessions by which the PEs tell the "
			"ASBRs; leave one of the two attributes out");
}

static char *title_of(const LoadInterAs *config)
{
	g_autofree char *carriers = g_strjoinv(" ", config->carriers);
	g_autofree char *transit = g_strjoinv(" ", config->transit);

	return g_strconcat(carriers, *transit ? " " : "", transit, NULL);
}

static GArray *used_by_carriers(const Expansion *expansion)
{
	GArray *used = expand_used_outside(expansion);

	for (const xmlNode *child = expansion->root->children; child; child = child->next)
		if (expand_is(child, "carrier"))
			expand_note_addresses(child, used);
	expand_sort_intervals(used);
	return used;
}

static void write_out(ExpandInterAs *inter_as)
{
	check_attributes(inter_as);
	read_carriers(inter_as);
	if (expand_inter_as_is_sound(inter_as))
		expand_read_borders(inter_as);
	if (expand_inter_as_is_sound(inter_as))
		check_borders_of_carriers(inter_as);
	if (expand_inter_as_is_sound(inter_as))
		options[inter_as->config->option](inter_as);
}

static void expand_one(Expansion *expansion, ExpandIndex *index, xmlNode *element)
{
	LoadElement *read = expand_read(expansion, element, LOAD_INTER_AS);
	ExpandInterAs inter_as = {.expansion = expansion, .index = index, .element = element};

	if (!read)
		return;
	inter_as.config = read->config;
	inter_as.line = read->line;
	inter_as.n_told = expansion->errors->list->len;
	inter_as.carriers = g_array_new(FALSE, FALSE, sizeof(ExpandCarrier));
	inter_as.borders = g_ptr_array_new_with_free_func(expand_border_free);
	inter_as.asbrs = g_hash_table_new(g_direct_hash, g_direct_equal);
	inter_as.claimed = g_hash_table_new(g_direct_hash, g_direct_equal);
	inter_as.next_hops = g_hash_table_new(g_direct_hash, g_direct_equal);
	inter_as.used = g_array_new(FALSE, FALSE, sizeof(ExpandInterval));
	inter_as.outside = used_by_carriers(expansion);
	inter_as.title = title_of(inter_as.config);
	write_out(&inter_as);
	g_array_free(inter_as.outside, TRUE);
	g_array_free(inter_as.used, TRUE);
	g_hash_table_unref(inter_as.next_hops);
	g_hash_table_unref(inter_as.claimed);
	g_hash_table_unref(inter_as.asbrs);
	g_ptr_array_free(inter_as.borders, TRUE);
	for (unsigned i = 0; i < inter_as.carriers->len; i++)
		g_clear_pointer(&g_array_index(inter_as.carriers, ExpandCarrier, i).routers,
				g_ptr_array_unref);
	g_array_free(inter_as.carriers, TRUE);
	g_free(inter_as.title);
	load_element_free(read);
}

/* Options c and d have labelled paths to routers with VPN routes, which the others make of ASBRs. */
static gboolean is_last(const xmlNode *element)
{
	g_autofree char *option = load_xml_get(element, "option");

	return g_strcmp0(option, "c") == 0 || g_strcmp0(option, "d") == 0;
}

/* Those with mistakes stay in the tree, which nobody looks at then. */
static void expand_some(Expansion *expansion, ExpandIndex *index, gboolean last)
{
	xmlNode *next;

	for (xmlNode *child = expansion->root->children; child; child = next) {
		gboolean expands = expand_is(child, "inter-as") && is_last(child) == last;

		if (expands)
			expand_one(expansion, index, child);
		next = child->next;
		if (expands && expand_is_sound(expansion))
			expand_remove(child);
	}
}

void expand_inter_as(Expansion *expansion)
{
	ExpandIndex index;

	if (!expand_child(expansion->root, "inter-as"))
		return;
	index_init(&index, expansion);
	expand_some(expansion, &index, FALSE);
	expand_some(expansion, &index, TRUE);
	index_clear(&index);
}
