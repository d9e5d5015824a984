/* SPDX-License-Identifier: Apache-2.0 */
#include "scenarios/load/loader.h"

#include <string.h>

static void add_items(Loader *loader, const LoadElement *element, Node *node,
		      ProtoInstance *instance)
{
	for (unsigned i = 0; i < element->children->len && !load_errors_full(loader->errors); i++) {
		const LoadElement *child = g_ptr_array_index(element->children, i);
		GError *error = NULL;

		if (!child->sound)
			continue;
		load_check_sources(loader, child);
		if (!node_add_item(node, instance, child->shape.item, NULL, child->config, &error))
			load_gerror(loader, child->line, &error, NULL);
	}
}

/* The protocols of one table: those that stand in <node> (vrf NULL) or in <vrf>. */
static void add_protocols(Loader *loader, const LoadElement *parent, Node *node, const char *vrf)
{
	for (unsigned i = 0; i < parent->children->len; i++) {
		const LoadElement *element = g_ptr_array_index(parent->children, i);
		ProtoInstance *instance;
		GError *error = NULL;

		if (element->shape.kind != LOAD_PROTOCOL || !element->sound)
			continue;
		instance = node_add_protocol(node, element->shape.protocol, vrf, element->config,
					     &error);
		if (instance)
			add_items(loader, element, node, instance);
		else
			load_gerror(loader, element->line, &error, NULL);
	}
}

static void add_node_protocols(Loader *loader, const LoadElement *element)
{
	Node *node = element->built;

	if (!node)
		return;
	add_protocols(loader, element, node, NULL);
	for (unsigned i = 0; i < element->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(element->children, i);
		const LoadVrf *vrf = child->config;

		if (child->shape.kind == LOAD_VRF && child->sound &&
		    fwd_node_vrf(node->fwd, vrf->name))
			add_protocols(loader, child, node, vrf->name);
	}
}

static unsigned process_of(const ProtoClass *class_, const void *config)
{
	return class_->process_of ? class_->process_of(config) : PROTO_PROCESS_FIRST;
}

/* The protocol stands in the node's global table or VRF; what is wrong with it has been told. */
static gboolean is_written(const LoadElement *parent, const ProtoClass *class_, unsigned process,
			   const char *vrf)
{
	for (unsigned i = 0; i < parent->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(parent->children, i);

		if (!vrf && child->shape.kind == LOAD_PROTOCOL && child->shape.protocol == class_ &&
		    (!child->sound || process_of(class_, child->config) == process))
			return TRUE;
		if (vrf && child->shape.kind == LOAD_VRF &&
		    g_strcmp0(((const LoadVrf *)child->config)->name, vrf) == 0)
			return is_written(child, class_, process, NULL);
	}
	return FALSE;
}

/* An element such as <ospf/> in a link or loopback, for one interface. */
static void add_interface_item(Loader *loader, const LoadElement *item, const LoadElement *node,
			       FwdIface *iface)
{
	const ProtoClass *class_ = item->shape.protocol;
	const char *vrf = iface->vrf->name;
	unsigned process = item->shape.item->process_of ? item->shape.item->process_of(item->config)
							: PROTO_PROCESS_FIRST;
	g_autofree char *name = proto_instance_name(class_, process);
	g_autofree char *written =
		process == PROTO_PROCESS_FIRST
			? g_strdup(class_->name)
			: g_strdup_printf("%s process=\"%u\"", class_->name, process);
	ProtoInstance *instance = node_protocol(node->built, name, vrf);
	GError *error = NULL;

	if (instance) {
		if (!node_add_item(node->built, instance, item->shape.item, iface, item->config,
				   &error))
			load_gerror(loader, item->line, &error, NULL);
		return;
	}
	if (!is_written(node, class_, process, vrf))
		load_error(loader->errors, item->line,
			   "node \"%s\" does not run %s%s%s; write <%s/> in its <%s>",
			   ((Node *)node->built)->name, name, vrf ? " in VRF " : "", vrf ? vrf : "",
			   written, vrf ? "vrf" : "node");
}

static gboolean has_item(const LoadElement *element, const ProtoClass *class_)
{
	for (unsigned i = 0; element && i < element->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(element->children, i);

		if (child->shape.kind == LOAD_INTERFACE_ITEM && child->shape.protocol == class_)
			return TRUE;
	}
	return FALSE;
}

static void append_items(const LoadElement *element, const LoadElement *but, GPtrArray *out)
{
	for (unsigned i = 0; element && i < element->children->len; i++) {
		LoadElement *child = g_ptr_array_index(element->children, i);

		if (child->shape.kind == LOAD_INTERFACE_ITEM && child->sound &&
		    !has_item(but, child->shape.protocol))
			g_ptr_array_add(out, child);
	}
}

void load_interface_items(const LoadElement *all, const LoadElement *own, GPtrArray *out)
{
	append_items(all, own, out);
	append_items(own, NULL, out);
}

static void add_interface_items(Loader *loader, const LoadElement *all, const LoadElement *own,
				const LoadElement *node, const char *interface)
{
	FwdIface *iface = fwd_node_iface(((Node *)node->built)->fwd, interface);
	GPtrArray *items = g_ptr_array_new();

	load_interface_items(all, own, items);
	for (unsigned i = 0; iface && i < items->len; i++)
		add_interface_item(loader, g_ptr_array_index(items, i), node, iface);
	g_ptr_array_free(items, TRUE);
}

static void add_loopback_items(Loader *loader, const LoadElement *element)
{
	const LoadLoopback *config = element->config;
	const LoadElement *parent = element->parent;
	const LoadElement *node = parent->shape.kind == LOAD_VRF ? parent->parent : parent;

	if (element->sound && node->built)
		add_interface_items(loader, element, NULL, node, config->name);
}

static void add_link_items(Loader *loader, const LoadElement *element)
{
	const LoadLink *config = element->config;

	for (unsigned i = 0; element->built && i < 2; i++) {
		const LoadElement *node =
			g_hash_table_lookup(loader->nodes.elements, config->ends[i].at.node);
		g_autofree char *interface = load_link_interface(config, i);

		add_interface_items(loader, element, load_side(element, i), node, interface);
	}
}

static void add_port_items(Loader *loader, const LoadElement *element)
{
	const FwdIface *iface = element->built;

	if (iface)
		add_interface_items(loader, element->parent, element,
				    g_hash_table_lookup(loader->nodes.elements, iface->node->name),
				    iface->name);
}

static void for_each(Loader *loader, LoadKind kind, void (*fn)(Loader *, const LoadElement *))
{
	GPtrArray *elements = g_ptr_array_new();

	load_elements(loader->root, kind, elements);
	for (unsigned i = 0; i < elements->len && !load_errors_full(loader->errors); i++)
		fn(loader, g_ptr_array_index(elements, i));
	g_ptr_array_free(elements, TRUE);
}

void load_protocols(Loader *loader)
{
	for_each(loader, LOAD_NODE, add_node_protocols);
	for_each(loader, LOAD_LOOPBACK, add_loopback_items);
	for_each(loader, LOAD_LINK, add_link_items);
	for_each(loader, LOAD_PORT, add_port_items);
}
