/* SPDX-License-Identifier: Apache-2.0 */
/*
 * igp="ospf" and ldp="yes" of a carrier: its nodes but CEs run the protocol, and so do their links inside the
 * carrier and, an IGP, their loopbacks, unless they have it already or say igp="no" or ldp="no".
 */
#include "scenarios/load/expansion.h"

#include <string.h>

enum { IGP, LDP, N_PARTS };

typedef struct Carrier {
	Expansion *expansion;
	const xmlNode *node;
	const LoadIntent *intent;
	GHashTable *runs; /* name of a node, owned -> 1 << part of those that it runs */
} Carrier;

static const char *const attributes[N_PARTS] = {"igp", "ldp"};

/* What the element says of a part; what cannot be read is told. */
static LoadChoice choice_of(Expansion *expansion, const xmlNode *element, unsigned part)
{
	g_autofree char *value = load_xml_get(element, attributes[part]);
	g_autofree char *quoted = NULL;
	LoadChoice choice = LOAD_AS_ALL;

	if (!value || load_choice.parse(value, &choice))
		return choice;
	quoted = load_quote(value);
	load_error(expansion->errors, load_xml_line(element),
		   "%s=%s of <%s> cannot be read; write %s", attributes[part], quoted,
		   (const char *)element->name, load_choice.expects);
	return choice;
}

static const char *protocol_of(const LoadIntent *intent, unsigned part)
{
	return part == LDP ? "ldp" : intent->igp;
}

static gboolean is_on(const LoadIntent *intent, unsigned part)
{
	return part == LDP ? intent->ldp : *intent->igp != '\0';
}

/* What it is called in the element, added where it is not there; NULL where there are too many elements. */
static xmlNode *add_protocol(const Carrier *carrier, xmlNode *element, unsigned part)
{
	const char *name = protocol_of(carrier->intent, part);
	xmlNode *found = expand_child(element, name);

	return found ? found
		     : expand_add(carrier->expansion, (ExpandAt){.parent = element}, name,
				  load_xml_line(element));
}

static void set_area(const Carrier *carrier, xmlNode *item)
{
	g_autofree char *area = load_xml_get(carrier->node, "igp-area");

	if (area && !load_xml_has(item, "area") && !load_xml_has(item, "process"))
		expand_set(carrier->expansion, item, "area", area);
}

/* What is written at single ends takes the place of what their link has. */
static void set_area_at_ends(const Carrier *carrier, const xmlNode *element)
{
	for (const xmlNode *end = element->children; end; end = end->next) {
		xmlNode *item = expand_is(end, "end") || expand_is(end, "port")
					? expand_child(end, carrier->intent->igp)
					: NULL;

		if (item)
			set_area(carrier, item);
	}
}

/* The same on an interface. */
static void add_item(const Carrier *carrier, xmlNode *element, unsigned part)
{
	xmlNode *item = add_protocol(carrier, element, part);

	if (item && part == IGP) {
		set_area(carrier, item);
		set_area_at_ends(carrier, element);
	}
	if (part == LDP && !load_xml_has(element, "mpls"))
		expand_set(carrier->expansion, element, "mpls", "yes");
}

/* Nodes */

static gboolean is_ce(const xmlNode *node)
{
	g_autofree char *role = load_xml_get(node, "role");

	return g_strcmp0(role, "ce") == 0;
}

/* Whether the element runs the part; unsaid: what it does then. */
static gboolean runs(const Carrier *carrier, const xmlNode *element, unsigned part, gboolean unsaid)
{
	LoadChoice choice = choice_of(carrier->expansion, element, part);

	if (choice == LOAD_YES && part == IGP && !is_on(carrier->intent, IGP)) {
		load_error(carrier->expansion->errors, load_xml_line(element),
			   "igp=\"yes\", but the <carrier> has none; write igp=\"ospf\" there");
		return FALSE;
	}
	return choice == LOAD_AS_ALL ? unsaid : choice == LOAD_YES;
}

static void add_to_loopbacks(const Carrier *carrier, xmlNode *node)
{
	for (xmlNode *child = node->children; child; child = child->next)
		if (expand_is(child, "loopback"))
			add_item(carrier, child, IGP);
}

static void look_at_node(const Carrier *carrier, xmlNode *node)
{
	char *name = load_xml_get(node, "name");
	unsigned parts = 0;

	for (unsigned part = 0; part < N_PARTS; part++) {
		if (!runs(carrier, node, part, is_on(carrier->intent, part) && !is_ce(node)))
			continue;
		parts |= 1u << part;
		add_protocol(carrier, node, part);
		if (part == IGP)
			add_to_loopbacks(carrier, node);
	}
	if (name)
		g_hash_table_insert(carrier->runs, name, GUINT_TO_POINTER(parts));
}

/* Links */

/* The parts that the node of an end runs; none where the interface is in a VRF. */
static unsigned parts_at(const Carrier *carrier, const xmlNode *element, const char *at,
			 const char *vrf)
{
	g_autofree char *end = load_xml_get(element, at);
	g_autofree char *table = load_xml_get(element, vrf);

	if (!end || (table && *table))
		return 0;
	end[strcspn(end, ":")] = '\0';
	return GPOINTER_TO_UINT(g_hash_table_lookup(carrier->runs, end));
}

static unsigned parts_of_link(const Carrier *carrier, const xmlNode *link)
{
	return parts_at(carrier, link, "a", "a-vrf") & parts_at(carrier, link, "b", "b-vrf");
}

static unsigned parts_of_segment(const Carrier *carrier, const xmlNode *segment)
{
	unsigned parts = (1u << N_PARTS) - 1;

	for (const xmlNode *child = segment->children; child; child = child->next)
		if (expand_is(child, "port"))
			parts &= parts_at(carrier, child, "at", "vrf");
	return parts;
}

/* Where no labels are taken, there is no use for LDP. */
static gboolean refuses_labels(const xmlNode *line)
{
	g_autofree char *mpls = load_xml_get(line, "mpls");
	gboolean yes = TRUE;

	return mpls && config_bool.parse(mpls, &yes) && !yes;
}

static void look_at_line(const Carrier *carrier, xmlNode *line, unsigned parts)
{
	if (refuses_labels(line))
		parts &= ~(1u << LDP);
	for (unsigned part = 0; part < N_PARTS; part++)
		if (runs(carrier, line, part, (parts & 1u << part) != 0))
			add_item(carrier, line, part);
}

void expand_igp(Expansion *expansion, xmlNode *node, const LoadGroup *config)
{
	Carrier carrier = {.expansion = expansion, .node = node, .intent = &config->intent};

	carrier.runs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (xmlNode *child = node->children; child; child = child->next)
		if (expand_is(child, "node"))
			look_at_node(&carrier, child);
	for (xmlNode *child = node->children; child; child = child->next) {
		if (expand_is(child, "link"))
			look_at_line(&carrier, child, parts_of_link(&carrier, child));
		else if (expand_is(child, "segment"))
			look_at_line(&carrier, child, parts_of_segment(&carrier, child));
	}
	g_hash_table_unref(carrier.runs);
}

/* Told of elements that are of no carrier. */
static void refuse(Expansion *expansion, const xmlNode *element)
{
	for (unsigned part = 0; part < N_PARTS; part++)
		if ((expand_is(element, "node") || expand_is(element, "link") ||
		     expand_is(element, "segment")) &&
		    load_xml_has(element, attributes[part]))
			load_error(
				expansion->errors, load_xml_line(element),
				"%s=\"...\" is for what stands in a <carrier>; write <%s/> in this "
				"<%s>",
				attributes[part], part == LDP ? "ldp" : "ospf",
				(const char *)element->name);
}

void expand_refuse_outside(Expansion *expansion)
{
	for (const xmlNode *child = expansion->root->children; child; child = child->next) {
		refuse(expansion, child);
		for (const xmlNode *inner = child->children; inner && expand_is(child, "customer");
		     inner = inner->next)
			refuse(expansion, inner);
	}
}
