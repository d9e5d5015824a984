/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Option B (RFC 4364 10, b): ASBRs tell each other VPN routes, and their own routers, with themselves as next hop or
 * with the other ASBR, whose host route they then put into OSPF.
 */
#include "scenarios/load/expand_inter_as.h"

#define HOST_ROUTES \
	"inter-as" /* what the route map is called that lets them pass, and its prefix list */

/* The child with that value of an attribute. */
static xmlNode *find_child(const xmlNode *element, const char *name, const char *attribute,
			   const char *value)
{
	for (xmlNode *child = element->children; child; child = child->next) {
		g_autofree char *found =
			expand_is(child, name) ? load_xml_get(child, attribute) : NULL;

		if (g_strcmp0(found, value) == 0)
			return child;
	}
	return NULL;
}

static xmlNode *add(const ExpandInterAs *inter_as, xmlNode *parent, const char *name,
		    const char *attribute, const char *value)
{
	xmlNode *element = parent ? expand_add(inter_as->expansion, (ExpandAt){.parent = parent},
					       name, inter_as->line)
				  : NULL;

	if (element && attribute)
		expand_set(inter_as->expansion, element, attribute, value);
	return element;
}

static xmlNode *find_or_add(const ExpandInterAs *inter_as, xmlNode *parent, const char *name,
			    const char *attribute, const char *value)
{
	xmlNode *found = find_child(parent, name, attribute, value);

	return found ? found : add(inter_as, parent, name, attribute, value);
}

/* Of connected routes, those to neighbours at borders. */
static void redistribute(const ExpandInterAs *inter_as, xmlNode *node, xmlNode *ospf)
{
	xmlNode *map = add(inter_as, node, "route-map", "name", HOST_ROUTES);
	xmlNode *from = add(inter_as, ospf, "redistribute", "from", "connected");

	add(inter_as, add(inter_as, map, "entry", NULL, NULL), "match-prefix-list", "names",
	    HOST_ROUTES);
	if (from)
		expand_set(inter_as->expansion, from, "route-map", HOST_ROUTES);
}

static void tell_host_route(const ExpandInterAs *inter_as, const ExpandEnd *end,
			    const ExpandEnd *other)
{
	g_autofree char *prefix = g_strdup_printf("%s/32", other->address);
	xmlNode *ospf = expand_child(end->node, "ospf");

	if (!ospf) {
		load_error(inter_as->expansion->errors, inter_as->line,
			   "next-hop-self=\"no\", but ASBR \"%s\" has no OSPF to tell of the next "
			   "hop; write igp=\"ospf\" in its <carrier>",
			   end->at->node);
		return;
	}
	if (!find_child(ospf, "redistribute", "from", "connected"))
		redistribute(inter_as, end->node, ospf);
	if (find_child(ospf, "redistribute", "route-map", HOST_ROUTES))
		add(inter_as, find_or_add(inter_as, end->node, "prefix-list", "name", HOST_ROUTES),
		    "entry", "prefix", prefix);
}

static void tell_inside(ExpandInterAs *inter_as, const ExpandEnd *end, const ExpandEnd *other)
{
	if (inter_as->config->next_hop_self)
		expand_next_hop_self(inter_as, end, expand_vpn_family());
	else
		tell_host_route(inter_as, end, other);
}

void expand_option_b(ExpandInterAs *inter_as)
{
	for (unsigned i = 0; i < inter_as->borders->len; i++) {
		ExpandBorder *border = g_ptr_array_index(inter_as->borders, i);
		xmlNode *link = expand_border_link(inter_as, border), *neighbors[2];

		if (!link)
			continue;
		expand_set_unstated(inter_as, link, "mpls", "yes");
		expand_border_session(inter_as, border, expand_vpn_family(), neighbors);
		tell_inside(inter_as, &border->ends[0], &border->ends[1]);
		tell_inside(inter_as, &border->ends[1], &border->ends[0]);
	}
}
