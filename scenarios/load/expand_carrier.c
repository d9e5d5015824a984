/* SPDX-License-Identifier: Apache-2.0 */
/* What a carrier says of all its nodes and links, and where it is written. */
#include "scenarios/load/expansion.h"

/* In this order: protocols run on what has addresses. */
static void (*const parts[])(Expansion *, xmlNode *, const LoadGroup *) = {
	expand_pools,
	expand_igp,
	expand_ibgp,
};

void expand_carriers(Expansion *expansion)
{
	expand_refuse_outside(expansion);
	expansion->used_outside = expand_used_outside(expansion);
	for (xmlNode *child = expansion->root->children; child; child = child->next) {
		LoadElement *read = expand_is(child, "carrier")
					    ? expand_read(expansion, child, LOAD_CARRIER)
					    : NULL;

		for (unsigned i = 0; read && i < G_N_ELEMENTS(parts); i++)
			parts[i](expansion, child, read->config);
		load_element_free(read);
	}
	g_array_free(g_steal_pointer(&expansion->used_outside), TRUE);
}

/* Attributes that have been written out. */
static const struct {
	const char *element, *attribute;
} intent[] = {
	{"carrier", "igp"},       {"carrier", "igp-area"}, {"carrier", "ldp"},
	{"carrier", "loopbacks"}, {"carrier", "links"},    {"carrier", "link-length"},
	{"node", "igp"},          {"node", "ldp"},         {"link", "igp"},
	{"link", "ldp"},          {"segment", "igp"},      {"segment", "ldp"},
};

static void drop_from(xmlNode *element)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(intent); i++)
		if (expand_is(element, intent[i].element))
			xmlUnsetProp(element, (const xmlChar *)intent[i].attribute);
	for (xmlNode *child = element->children; child; child = child->next)
		drop_from(child);
}

void expand_drop_intent(Expansion *expansion)
{
	drop_from(expansion->root);
}
