/* SPDX-License-Identifier: Apache-2.0 */
/* Lists and route maps of nodes, and those that all nodes of a carrier or customer share. */
#include "scenarios/load/loader.h"

static void add_list(Loader *loader, const LoadElement *element, PolicySet *set)
{
	const LoadPolicy *config = element->config;
	GError *error = NULL;
	PolicyList *list = policy_set_add_list(set, element->shape.list, config->name, &error);

	if (!list) {
		load_gerror(loader, element->line, &error, NULL);
		return;
	}
	for (unsigned i = 0; i < element->children->len && !load_errors_full(loader->errors); i++) {
		const LoadElement *entry = g_ptr_array_index(element->children, i);

		if (entry->sound && !policy_list_add(list, entry->config, &error))
			load_gerror(loader, entry->line, &error, NULL);
	}
}

static void add_entry(Loader *loader, const LoadElement *element, PolicyMap *map)
{
	GError *error = NULL;
	PolicyEntry *entry = policy_map_add(map, element->config, &error);

	if (!entry) {
		load_gerror(loader, element->line, &error, NULL);
		return;
	}
	for (unsigned i = 0; i < element->children->len && !load_errors_full(loader->errors); i++) {
		const LoadElement *rule = g_ptr_array_index(element->children, i);

		if (rule->sound)
			load_check_sources(loader, rule);
		if (rule->sound && !policy_entry_add(entry, rule->shape.rule, rule->config, &error))
			load_gerror(loader, rule->line, &error, NULL);
	}
}

static void add_map(Loader *loader, const LoadElement *element, PolicySet *set)
{
	const LoadPolicy *config = element->config;
	GError *error = NULL;
	PolicyMap *map = policy_set_add_map(set, config->name, &error);

	if (!map) {
		load_gerror(loader, element->line, &error, NULL);
		return;
	}
	for (unsigned i = 0; i < element->children->len && !load_errors_full(loader->errors); i++) {
		const LoadElement *entry = g_ptr_array_index(element->children, i);

		if (entry->sound)
			add_entry(loader, entry, map);
	}
}

/* Lists first: route maps refer to them. */
static void fill(Loader *loader, const LoadElement *parent, PolicySet *set)
{
	for (unsigned i = 0; i < parent->children->len && !load_errors_full(loader->errors); i++) {
		const LoadElement *child = g_ptr_array_index(parent->children, i);

		if (child->shape.kind == LOAD_POLICY_LIST && child->sound)
			add_list(loader, child, set);
	}
	for (unsigned i = 0; i < parent->children->len && !load_errors_full(loader->errors); i++) {
		const LoadElement *child = g_ptr_array_index(parent->children, i);

		if (child->shape.kind == LOAD_ROUTE_MAP && child->sound)
			add_map(loader, child, set);
	}
}

/* NULL where there is no such map, or none is named. */
static const PolicyMap *map_of_vrf(Loader *loader, const LoadElement *vrf, const Node *node,
				   const char *field, const char *name)
{
	GError *error = NULL;
	const PolicyMap *map;

	if (!*name)
		return NULL;
	map = policy_set_map(node->policies, name, &error);
	if (!map) {
		g_prefix_error(&error, "%s: ", field);
		load_gerror(loader, vrf->line, &error, NULL);
	}
	return map;
}

static void take_maps_of_vrfs(Loader *loader, const LoadElement *element)
{
	const Node *node = element->built;

	for (unsigned i = 0; i < element->children->len && !load_errors_full(loader->errors); i++) {
		const LoadElement *child = g_ptr_array_index(element->children, i);
		const LoadVrf *config = child->config;
		VpnVrf *vrf;

		if (child->shape.kind != LOAD_VRF || !child->sound || !node->vpn)
			continue;
		vrf = vpn_vrf(node->vpn, config->name);
		if (!vrf)
			continue;
		vpn_vrf_set_import_map(
			vrf, map_of_vrf(loader, child, node, "import-map", config->import_map));
		vpn_vrf_set_export_map(
			vrf, map_of_vrf(loader, child, node, "export-map", config->export_map));
	}
}

/* Nodes, which find in the group's set what is not in their own. */
static void fill_nodes(Loader *loader, const LoadElement *group, const PolicySet *shared)
{
	for (unsigned i = 0; i < group->children->len && !load_errors_full(loader->errors); i++) {
		const LoadElement *child = g_ptr_array_index(group->children, i);
		const Node *node = child->built;

		if (child->shape.kind != LOAD_NODE || !node)
			continue;
		policy_set_put_above(node->policies, shared);
		fill(loader, child, node->policies);
		take_maps_of_vrfs(loader, child);
	}
}

void load_policies(Loader *loader)
{
	for (unsigned i = 0; i < loader->root->children->len; i++) {
		const LoadElement *group = g_ptr_array_index(loader->root->children, i);
		PolicySet *shared;

		if (group->shape.kind != LOAD_CARRIER && group->shape.kind != LOAD_CUSTOMER)
			continue;
		shared = network_add_policies(loader->scenario->network);
		fill(loader, group, shared);
		fill_nodes(loader, group, shared);
	}
}
