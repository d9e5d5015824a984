/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The <border>s of an <inter-as>: an ASBR of each of two carriers, and the link between them. A link that joins them
 * already is used, by its interfaces where they are given; else one is made. Its addresses, where it states none, are
 * the next ones of the border's links, else of those of the <inter-as>.
 */
#include "models/net/advice.h"
#include "scenarios/load/expand_inter_as.h"

#include <string.h>

static const char *const sides[] = {"a", "b"};

/* The ASBRs */

static void append_nodes(const ExpandInterAs *inter_as, GPtrArray *names)
{
	for (unsigned i = 0; i < inter_as->carriers->len; i++) {
		const xmlNode *carrier = g_array_index(inter_as->carriers, ExpandCarrier, i).node;

		for (const xmlNode *child = carrier->children; child; child = child->next) {
			char *name = expand_is(child, "node") ? load_xml_get(child, "name") : NULL;

			if (name)
				g_ptr_array_add(names, name);
		}
	}
}

static void unknown_node(const ExpandInterAs *inter_as, const ExpandBorder *border, unsigned side)
{
	const char *name = border->config->ends[side].node;
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *advice = NULL;

	append_nodes(inter_as, names);
	advice = net_advise(name, names, "the nodes are");
	load_error(inter_as->expansion->errors, border->read->line,
		   "%s: there is no node \"%s\" in carriers \"%s\"; %s", sides[side], name,
		   inter_as->title, advice);
	g_ptr_array_free(names, TRUE);
}

static void other_carrier(const ExpandInterAs *inter_as, const ExpandBorder *border, unsigned side)
{
	const ExpandEnd *end = &border->ends[side];
	g_autofree char *name = load_xml_get(end->node->parent, "name");

	load_error(
		inter_as->expansion->errors, border->read->line,
		"%s: node \"%s\" is in carrier \"%s\"; name it too in carriers=\"...\", or write "
		"another node",
		sides[side], end->at->node, name);
}

static ExpandCarrier *carrier_of(const ExpandInterAs *inter_as, const xmlNode *node)
{
	for (unsigned i = 0; i < inter_as->carriers->len; i++) {
		ExpandCarrier *carrier = &g_array_index(inter_as->carriers, ExpandCarrier, i);

		if (carrier->node == node->parent)
			return carrier;
	}
	return NULL;
}

static gboolean check_role(const ExpandInterAs *inter_as, const ExpandBorder *border, unsigned side)
{
	const ExpandEnd *end = &border->ends[side];
	g_autofree char *role = load_xml_get(end->node, "role");

	if (g_strcmp0(role, "asbr") == 0 || g_strcmp0(role, "pe") == 0)
		return TRUE;
	load_error(inter_as->expansion->errors, border->read->line,
		   "%s: the role of node \"%s\" is %s; write role=\"asbr\" there, or another node "
		   "here",
		   sides[side], end->at->node, role);
	return FALSE;
}

static gboolean read_end(const ExpandInterAs *inter_as, ExpandBorder *border, unsigned side)
{
	ExpandEnd *end = &border->ends[side];

	end->at = &border->config->ends[side];
	end->node = g_hash_table_lookup(inter_as->index->nodes, end->at->node);
	if (!end->node) {
		unknown_node(inter_as, border, side);
		return FALSE;
	}
	end->carrier = carrier_of(inter_as, end->node);
	if (!end->carrier) {
		other_carrier(inter_as, border, side);
		return FALSE;
	}
	end->asn = expand_asn(end->node);
	end->carrier->has_border = TRUE;
	g_hash_table_add(inter_as->asbrs, end->node);
	return check_role(inter_as, border, side);
}

static gboolean check_ends(const ExpandInterAs *inter_as, const ExpandBorder *border)
{
	const ExpandEnd *a = &border->ends[0], *b = &border->ends[1];
	LoadErrors *errors = inter_as->expansion->errors;

	if (a->carrier == b->carrier)
		load_error(errors, border->read->line,
			   "both ends are in carrier \"%s\"; write b=\"...\" with a node of "
			   "another one",
			   a->carrier->name);
	else if (g_strcmp0(a->asn, b->asn) == 0)
		load_error(errors, border->read->line,
			   "both ends are in AS %s, so that their session is no external one; "
			   "write another asn=\"...\" in one of the carriers",
			   a->asn);
	else
		return TRUE;
	return FALSE;
}

void expand_border_free(void *user)
{
	ExpandBorder *border = user;

	for (unsigned side = 0; side < G_N_ELEMENTS(border->ends); side++) {
		g_free(border->ends[side].asn);
		g_free(border->ends[side].interface);
		g_free(border->ends[side].address);
	}
	load_element_free(border->read);
	g_free(border);
}

static void read_border(ExpandInterAs *inter_as, const xmlNode *element)
{
	ExpandBorder *border = g_new0(ExpandBorder, 1);

	border->read = expand_read(inter_as->expansion, element, LOAD_BORDER);
	if (border->read)
		border->config = border->read->config;
	if (border->read && read_end(inter_as, border, 0) && read_end(inter_as, border, 1) &&
	    check_ends(inter_as, border))
		g_ptr_array_add(inter_as->borders, border);
	else
		expand_border_free(border);
}

/* Their pools */

static int compare_links(const void *a, const void *b)
{
	const ExpandBorder *x = *(ExpandBorder *const *)a, *y = *(ExpandBorder *const *)b;
	uint64_t first_x = expand_interval(&x->config->links).first;
	uint64_t first_y = expand_interval(&y->config->links).first;

	if (first_x != first_y)
		return first_x < first_y ? -1 : 1;
	return (x->read->line > y->read->line) - (x->read->line < y->read->line);
}

/* What one border has is not another's. */
static void check_links(const ExpandInterAs *inter_as, GPtrArray *with_links)
{
	const ExpandBorder *last = NULL;

	g_ptr_array_sort(with_links, compare_links);
	for (unsigned i = 0; i < with_links->len; i++) {
		const ExpandBorder *border = g_ptr_array_index(with_links, i);
		g_autofree char *line = NULL;

		if (last && expand_interval(&last->config->links).last >=
				    expand_interval(&border->config->links).first) {
			line = load_errors_line(inter_as->expansion->errors, last->read->line);
			load_error(
				inter_as->expansion->errors, border->read->line,
				"links: the border in %s has addresses of this prefix too; write "
				"another one",
				line);
		} else {
			last = border;
		}
	}
}

static void start_pool(const ExpandInterAs *inter_as, ExpandBorder *border)
{
	border->pool = (ExpandPool){.expansion = inter_as->expansion,
				    .owner = "border",
				    .name = border->config->ends[0].node,
				    .outside = inter_as->outside};
	expand_pool_start(&border->pool, "links", &border->config->links);
}

static void start_pools(ExpandInterAs *inter_as)
{
	GPtrArray *with_links = g_ptr_array_new();

	for (unsigned i = 0; i < inter_as->borders->len; i++) {
		ExpandBorder *border = g_ptr_array_index(inter_as->borders, i);
		ExpandInterval links;

		if (!net_addr_is_set(&border->config->links.addr))
			continue;
		start_pool(inter_as, border);
		links = expand_interval(&border->config->links);
		g_array_append_val(inter_as->used, links);
		g_ptr_array_add(with_links, border);
	}
	check_links(inter_as, with_links);
	g_ptr_array_free(with_links, TRUE);
	expand_sort_intervals(inter_as->used);
	inter_as->pool = (ExpandPool){.expansion = inter_as->expansion,
				      .owner = "inter-as",
				      .name = inter_as->title,
				      .used = inter_as->used,
				      .outside = inter_as->outside};
	if (net_addr_is_set(&inter_as->config->links.addr))
		expand_pool_start(&inter_as->pool, "links", &inter_as->config->links);
}

void expand_read_borders(ExpandInterAs *inter_as)
{
	for (const xmlNode *child = inter_as->element->children; child; child = child->next)
		if (expand_is(child, "border") && !load_errors_full(inter_as->expansion->errors))
			read_border(inter_as, child);
	start_pools(inter_as);
}

/* The link */

static gboolean is_in(const xmlNode *link, const char *attribute, const char *vrf)
{
	g_autofree char *text = load_xml_get(link, attribute);

	return strcmp(text ? text : "", vrf) == 0;
}

static gboolean is_at(const xmlNode *link, const char *attribute, const LoadEnd *end)
{
	g_autofree char *at = load_xml_get(link, attribute);
	const char *colon = strchr(at, ':');

	return !*end->interface || (colon && strcmp(colon + 1, end->interface) == 0);
}

/* Those whose end a is that of a side. */
static const GPtrArray *links_between(const ExpandInterAs *inter_as, const ExpandBorder *border,
				      unsigned side)
{
	g_autofree char *key =
		g_strdup_printf("%s %s", border->ends[side].at->node, border->ends[!side].at->node);

	return g_hash_table_lookup(inter_as->index->links, key);
}

/* The link that joins them in a VRF, "" being their global tables, *first being the side that is its end a; NULL where there is none. FALSE where there
 * are several, which is told. */
static gboolean find_link(ExpandInterAs *inter_as, const ExpandBorder *border, const char *vrf,
			  unsigned *first, xmlNode **out)
{
	const LoadEnd *a = border->ends[0].at, *b = border->ends[1].at;
	unsigned n = 0;

	*first = 0;
	*out = NULL;
	for (unsigned side = 0; side < G_N_ELEMENTS(sides); side++) {
		const GPtrArray *links = links_between(inter_as, border, side);

		for (unsigned i = 0; links && i < links->len; i++) {
			xmlNode *link = g_ptr_array_index(links, i);

			if (!is_in(link, "a-vrf", vrf) || !is_in(link, "b-vrf", vrf) ||
			    !is_at(link, sides[side], a) || !is_at(link, sides[!side], b))
				continue;
			n++;
			*first = side;
			*out = link;
		}
	}
	if (n > 1)
		load_error(inter_as->expansion->errors, border->read->line,
			   "several links join \"%s\" and \"%s\"; write the interface of one, as "
			   "a=\"%s:core\"",
			   a->node, b->node, a->node);
	return n <= 1;
}

static void set_end(ExpandInterAs *inter_as, xmlNode *link, const char *attribute,
		    const LoadEnd *end, const LoadEnd *other)
{
	g_autofree char *at =
		g_strdup_printf("%s:%s", end->node, *end->interface ? end->interface : other->node);

	expand_set(inter_as->expansion, link, attribute, at);
}

static xmlNode *make_link(ExpandInterAs *inter_as, const ExpandBorder *border)
{
	ExpandAt at = {.parent = inter_as->expansion->root, .before = inter_as->element};
	xmlNode *link = expand_add(inter_as->expansion, at, "link", border->read->line);

	if (!link)
		return NULL;
	for (unsigned side = 0; side < G_N_ELEMENTS(sides); side++)
		set_end(inter_as, link, sides[side], border->ends[side].at, border->ends[!side].at);
	expand_note_link(inter_as->index, link);
	return link;
}

static gboolean give_addresses(ExpandInterAs *inter_as, ExpandBorder *border, xmlNode *link)
{
	ExpandPool *pool = border->pool.expansion ? &border->pool : &inter_as->pool;

	return !net_addr_is_set(&pool->prefix.addr) ||
	       expand_pool_give_subnet(pool, link, inter_as->config->link_length);
}

/* which: what the side is of the link, "a" or "b". */
static gboolean read_link_end(ExpandInterAs *inter_as, ExpandBorder *border, unsigned side,
			      const xmlNode *link, const char *which)
{
	ExpandEnd *end = &border->ends[side];
	g_autofree char *attribute = g_strdup_printf("%s-address", which);
	g_autofree char *at = load_xml_get(link, which);
	const char *colon = strchr(at, ':');

	g_free(end->interface);
	end->interface = g_strdup(colon ? colon + 1 : "");
	g_free(end->address);
	end->address = load_xml_get(link, attribute);
	if (end->address) {
		end->address[strcspn(end->address, "/")] = '\0';
		return TRUE;
	}
	load_error(
		inter_as->expansion->errors, border->read->line,
		"the link has no address at \"%s\"; write links=\"172.16.0.0/24\" in <inter-as> or "
		"<border>",
		end->at->node);
	return FALSE;
}

/* first: the side that is the end a of the link. */
static gboolean take_addresses(ExpandInterAs *inter_as, ExpandBorder *border, xmlNode *link,
			       unsigned first)
{
	return give_addresses(inter_as, border, link) &&
	       read_link_end(inter_as, border, first, link, sides[0]) &&
	       read_link_end(inter_as, border, !first, link, sides[1]);
}

static gboolean claim(ExpandInterAs *inter_as, const ExpandBorder *border, xmlNode *link)
{
	if (g_hash_table_add(inter_as->claimed, link))
		return TRUE;
	load_error(inter_as->expansion->errors, border->read->line,
		   "another <border> is on the same link; leave out one, or write the "
		   "interfaces of another link, as a=\"%s:core\"",
		   border->ends[0].at->node);
	return FALSE;
}

xmlNode *expand_border_link(ExpandInterAs *inter_as, ExpandBorder *border)
{
	unsigned first;
	xmlNode *link;

	if (!find_link(inter_as, border, "", &first, &link))
		return NULL;
	if (!link)
		link = make_link(inter_as, border);
	return link && claim(inter_as, border, link) &&
			       take_addresses(inter_as, border, link, first)
		       ? link
		       : NULL;
}

/* VLANs */

/* Behind the cable, where that is a link: else the first of them makes it. */
static xmlNode *make_vlan(ExpandInterAs *inter_as, ExpandBorder *border, const char *vrf,
			  unsigned vlan, xmlNode *cable)
{
	xmlNode *last = border->last ? border->last : cable;
	ExpandAt behind = {.parent = inter_as->expansion->root,
			   .before = last ? last->next : inter_as->element};
	xmlNode *link = expand_add(inter_as->expansion, behind, "link", border->read->line);
	g_autofree char *tag = g_strdup_printf("%u", vlan);

	for (unsigned side = 0; link && side < G_N_ELEMENTS(sides); side++) {
		g_autofree char *attribute = g_strdup_printf("%s-vrf", sides[side]);
		g_autofree char *at = cable ? load_xml_get(cable, sides[side]) : NULL;

		if (cable)
			expand_set(inter_as->expansion, link, sides[side], at);
		else
			set_end(inter_as, link, sides[side], border->ends[side].at,
				border->ends[!side].at);
		expand_set(inter_as->expansion, link, attribute, vrf);
	}
	if (!link)
		return NULL;
	expand_set(inter_as->expansion, link, "vlan", tag);
	expand_note_link(inter_as->index, link);
	border->last = link;
	return link;
}

xmlNode *expand_border_vlan(ExpandInterAs *inter_as, ExpandBorder *border, const char *vrf,
			    unsigned vlan)
{
	unsigned first;
	xmlNode *link, *cable;

	if (!find_link(inter_as, border, vrf, &first, &link))
		return NULL;
	if (!link) {
		if (!find_link(inter_as, border, "", &first, &cable))
			return NULL;
		link = make_vlan(inter_as, border, vrf, vlan, cable);
	}
	return link && claim(inter_as, border, link) &&
			       take_addresses(inter_as, border, link, first)
		       ? link
		       : NULL;
}

/* The session */

static xmlNode *add_session(ExpandInterAs *inter_as, const ExpandEnd *of, const ExpandEnd *to,
			    const char *families)
{
	gboolean is_new;
	xmlNode *neighbor = expand_neighbor(inter_as, of->node, to->address, &is_new);

	if (!neighbor || !is_new)
		return NULL;
	expand_set(inter_as->expansion, neighbor, "remote-as", to->asn);
	expand_set(inter_as->expansion, neighbor, "families", families);
	return neighbor;
}

void expand_border_session(ExpandInterAs *inter_as, ExpandBorder *border, const char *families,
			   xmlNode *made[2])
{
	for (unsigned side = 0; side < G_N_ELEMENTS(border->ends); side++)
		made[side] =
			add_session(inter_as, &border->ends[side], &border->ends[!side], families);
}
