/* SPDX-License-Identifier: Apache-2.0 */
#include "scenarios/load/expand.h"

#include "scenarios/load/expansion.h"

#include <string.h>

/* In this order: what a step puts in the tree, those behind it see. */
static void (*const steps[])(Expansion *) = {
	expand_includes, expand_templates, expand_defaults,      expand_carriers,
	expand_vpns,     expand_inter_as,  expand_last_defaults, expand_drop_intent,
};

gboolean expand_is_sound(const Expansion *expansion)
{
	return expansion->errors->list->len == expansion->n_told;
}

gboolean expand_is(const xmlNode *element, const char *name)
{
	return !element->ns && strcmp((const char *)element->name, name) == 0;
}

xmlNode *expand_child(const xmlNode *element, const char *name)
{
	for (xmlNode *child = element->children; child; child = child->next)
		if (expand_is(child, name))
			return child;
	return NULL;
}

gboolean expand_grow(Expansion *expansion, unsigned line, gsize bytes)
{
	if (expansion->full)
		return FALSE;
	expansion->n_bytes += bytes;
	if (expansion->n_elements <= LOAD_MAX_ELEMENTS && expansion->n_bytes <= LOAD_MAX_BYTES)
		return TRUE;
	expansion->full = TRUE;
	load_error(expansion->errors, line,
		   "with this the expanded scenario has more than %d elements or %d MiB; split it",
		   LOAD_MAX_ELEMENTS, LOAD_MAX_BYTES / (1024 * 1024));
	return FALSE;
}

static unsigned depth_of(const xmlNode *element)
{
	unsigned depth = 0;

	for (; element && element->type == XML_ELEMENT_NODE; element = element->parent)
		depth++;
	return depth;
}

static gboolean check_depth(Expansion *expansion, const xmlNode *parent, unsigned line)
{
	if (depth_of(parent) < LOAD_MAX_DEPTH)
		return TRUE;
	expansion->full = TRUE;
	load_error(expansion->errors, line,
		   "more than %d elements in each other; close some before", LOAD_MAX_DEPTH);
	return FALSE;
}

xmlNode *expand_add(Expansion *expansion, ExpandAt at, const char *name, unsigned line)
{
	xmlNode *node;

	expansion->n_elements++;
	if (!expand_grow(expansion, line, strlen(name)) || !check_depth(expansion, at.parent, line))
		return NULL;
	node = xmlNewDocNode(expansion->doc, NULL, (const xmlChar *)name, NULL);
	load_xml_set_line(node, line);
	if (at.before)
		xmlAddPrevSibling(at.before, node);
	else
		xmlAddChild(at.parent, node);
	return node;
}

void expand_set(Expansion *expansion, xmlNode *element, const char *attribute, const char *value)
{
	if (expand_grow(expansion, load_xml_line(element), strlen(attribute) + strlen(value)))
		xmlNewProp(element, (const xmlChar *)attribute, (const xmlChar *)value);
}

static GStrv words_of(const xmlNode *element, const char *attribute)
{
	g_autofree char *text = load_xml_get(element, attribute);

	return g_strsplit(text ? text : "", " ", -1);
}

gboolean expand_has_word(const xmlNode *element, const char *attribute, const char *word)
{
	g_auto(GStrv) words = words_of(element, attribute);

	return g_strv_contains((const char *const *)words, word);
}

void expand_add_word(Expansion *expansion, xmlNode *element, const char *attribute,
		     const char *word)
{
	g_autofree char *had = load_xml_get(element, attribute);
	g_autofree char *all = had && *had ? g_strdup_printf("%s %s", had, word) : g_strdup(word);

	if (expand_has_word(element, attribute, word))
		return;
	xmlUnsetProp(element, (const xmlChar *)attribute);
	expand_set(expansion, element, attribute, all);
}

static void copy_attribute(Expansion *expansion, const xmlAttr *attr, xmlNode *to,
			   const ExpandCopy *copy)
{
	g_autofree char *value = load_xml_value(attr);
	g_autofree char *name = attr->ns && attr->ns->prefix
					? g_strdup_printf("%s:%s", (const char *)attr->ns->prefix,
							  (const char *)attr->name)
					: g_strdup((const char *)attr->name);

	if (copy->value) {
		char *other = copy->value(expansion, value, copy->user);

		g_free(value);
		value = other;
	}
	if (value)
		expand_set(expansion, to, name, value);
}

gboolean expand_copy(Expansion *expansion, const xmlNode *from, ExpandAt at, const ExpandCopy *copy)
{
	g_autofree char *name = load_xml_name(from);
	xmlNode *to = expand_add(expansion, at, name, copy->line(expansion, from, copy->user));

	if (!to)
		return FALSE;
	for (const xmlAttr *attr = from->properties; attr; attr = attr->next)
		copy_attribute(expansion, attr, to, copy);
	for (const xmlNode *child = from->children; child; child = child->next)
		if (!expand_copy(expansion, child, (ExpandAt){.parent = to}, copy))
			return FALSE;
	return TRUE;
}

void expand_remove(xmlNode *element)
{
	xmlUnlinkNode(element);
	xmlFreeNode(element);
}

LoadElement *expand_read(Expansion *expansion, const xmlNode *element, LoadKind kind)
{
	unsigned before = expansion->errors->list->len;
	LoadElement *read = load_element_read_own(element, kind, expansion->errors);

	if (expansion->errors->list->len > before)
		g_clear_pointer(&read, load_element_free);
	return read;
}

char *expand_asn(const xmlNode *node)
{
	char *own = load_xml_get(node, "asn");

	if (own && *own)
		return own;
	g_free(own);
	return load_xml_get(node->parent, "asn");
}

char *expand_vrf_key(const char *node, const char *vrf)
{
	return g_strdup_printf("%s %s", node, vrf);
}

gboolean expand_loopback(const xmlNode *node, char **name, char **address)
{
	const xmlNode *loopback = expand_child(node, "loopback");

	*name = loopback ? load_xml_get(loopback, "name") : NULL;
	*address = loopback ? load_xml_get(loopback, "address") : NULL;
	if (!*address)
		return FALSE;
	if (!*name)
		*name = g_strdup("lo");
	(*address)[strcspn(*address, "/")] = '\0';
	return TRUE;
}

static unsigned count(const xmlNode *element)
{
	unsigned n = 1;

	for (const xmlNode *child = element->children; child; child = child->next)
		n += count(child);
	return n;
}

gboolean load_expand(xmlDoc *doc, const char *folder, LoadPlaces *places, LoadErrors *errors)
{
	Expansion expansion = {
		.doc = doc,
		.root = xmlDocGetRootElement(doc),
		.folder = folder,
		.places = places,
		.errors = errors,
		.n_told = errors->list->len,
	};

	expansion.n_elements = count(expansion.root);
	expansion.made = g_hash_table_new(g_direct_hash, g_direct_equal);
	for (unsigned i = 0; i < G_N_ELEMENTS(steps) && expand_is_sound(&expansion); i++)
		steps[i](&expansion);
	g_hash_table_unref(expansion.made);
	return expand_is_sound(&expansion);
}
