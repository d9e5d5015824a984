/* SPDX-License-Identifier: Apache-2.0 */
#include "scenarios/load/loader.h"

#include <string.h>

static const char *const address_names[2] = {"a-address", "b-address"};

/* The node of an end; NULL where it is unknown (which is told) or has not been built (which was). */
static Node *end_node(Loader *loader, const LoadElement *element, const LoadLinkEnd *end)
{
	const LoadElement *node = load_names_find(&loader->nodes, "node", end->at.node,
						  element->line, loader->errors);

	return node ? node->built : NULL;
}

/* A link in a carrier or customer joins its own nodes. */
static void check_group(Loader *loader, const LoadElement *element, const LoadLinkEnd *end)
{
	const LoadElement *node = g_hash_table_lookup(loader->nodes.elements, end->at.node);
	const LoadElement *group = element->parent;

	if (group->shape.kind != LOAD_SCENARIO && node->parent != group)
		load_error(loader->errors, element->line,
			   "node \"%s\" is not of this %s; write the link outside of it",
			   end->at.node, group->shape.element);
}

static gboolean check_vrf(Loader *loader, const LoadElement *element, const LoadLinkEnd *end,
			  const Node *node)
{
	GPtrArray *names;
	g_autofree char *advice = NULL;

	if (!*end->vrf || fwd_node_vrf(node->fwd, end->vrf))
		return TRUE;
	names = g_ptr_array_new();
	for (unsigned i = 1; i < node->fwd->vrfs->len; i++)
		g_ptr_array_add(names, ((FwdVrf *)g_ptr_array_index(node->fwd->vrfs, i))->name);
	advice = load_advise(end->vrf, names, "its VRFs are");
	load_error(loader->errors, element->line, "node \"%s\" has no VRF \"%s\"; %s", node->name,
		   end->vrf, advice);
	g_ptr_array_free(names, TRUE);
	return FALSE;
}

static void check_subnets(Loader *loader, const LoadElement *element)
{
	const LoadLink *config = element->config;
	NetPrefix a = net_prefix_network(&config->ends[0].address);
	NetPrefix b = net_prefix_network(&config->ends[1].address);
	char a_text[NET_PREFIX_STRLEN], b_text[NET_PREFIX_STRLEN];

	net_prefix_str(&a, a_text);
	net_prefix_str(&b, b_text);
	if (net_prefix_is_host(&a) || net_prefix_is_host(&b))
		load_error(loader->errors, element->line,
			   "a link needs a subnet for two; write a prefix length of at most 31");
	else if (!net_prefix_equal(&a, &b))
		load_error(loader->errors, element->line,
			   "a-address lies in %s, b-address in %s; write two addresses of one "
			   "subnet",
			   a_text, b_text);
}

/* Two interfaces of one table in one subnet: the node could not tell where to send. */
static void check_subnet_of_table(Loader *loader, LoadElement *element, const LoadLinkEnd *end,
				  unsigned which)
{
	NetPrefix subnet = net_prefix_network(&end->address);
	char text[NET_PREFIX_STRLEN];
	g_autofree char *key = g_strdup_printf("subnet %s %s %s", end->at.node, end->vrf,
					       net_prefix_str(&subnet, text));
	const LoadElement *other = g_hash_table_lookup(loader->addresses, key);

	if (other)
		load_error(loader->errors, element->line,
			   "node \"%s\" is in %s by the link of line %u already; write another "
			   "%s",
			   end->at.node, text, other->line, address_names[which]);
	else
		g_hash_table_insert(loader->addresses, g_steal_pointer(&key), element);
}

static FwdIface *add_end(Loader *loader, LoadElement *element, unsigned which)
{
	const LoadLink *config = element->config;
	const LoadLinkEnd *end = &config->ends[which];
	const LoadElement *node = g_hash_table_lookup(loader->nodes.elements, end->at.node);
	LoadInterface interface = {
		.name = end->at.interface,
		.vrf = end->vrf,
		.kind = FWD_IFACE_ETHERNET,
		.address = &end->address,
		.mtu = config->mtu,
		.mpls = config->mpls,
	};

	check_group(loader, element, end);
	if (!check_vrf(loader, element, end, node->built))
		return NULL;
	check_subnet_of_table(loader, element, end, which);
	return load_add_interface(loader, element, node, &interface);
}

static void build_link(Loader *loader, LoadElement *element)
{
	const LoadLink *config = element->config;
	Node *nodes[2] = {end_node(loader, element, &config->ends[0]),
			  end_node(loader, element, &config->ends[1])};
	FwdIface *ifaces[2] = {NULL, NULL};

	check_subnets(loader, element);
	if (nodes[0] && nodes[0] == nodes[1]) {
		load_error(loader->errors, element->line,
			   "both ends are on node \"%s\"; write two nodes", nodes[0]->name);
		return;
	}
	for (unsigned i = 0; i < 2; i++)
		if (nodes[i])
			ifaces[i] = add_end(loader, element, i);
	if (ifaces[0] && ifaces[1])
		element->built = network_add_link(loader->scenario->network, ifaces[0], ifaces[1],
						  config->delay, config->bandwidth);
}

void load_links(Loader *loader)
{
	GPtrArray *elements = g_ptr_array_new();

	load_elements(loader->root, LOAD_LINK, elements);
	for (unsigned i = 0; i < elements->len; i++) {
		LoadElement *element = g_ptr_array_index(elements, i);

		if (element->sound)
			build_link(loader, element);
	}
	g_ptr_array_free(elements, TRUE);
}
