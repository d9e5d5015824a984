/* SPDX-License-Identifier: Apache-2.0 */
/* What an operator changes of a protocol's items while the node runs; while it has crashed, of their configuration. */
#include "models/node/network_private.h"

#include <string.h>

static const ProtoItem *item_named(const ProtoClass *class_, const char *element)
{
	for (unsigned i = 0; i < class_->n_items; i++)
		if (strcmp(class_->items[i].element, element) == 0)
			return &class_->items[i];
	g_assert_not_reached();
}

static void clear(const NodeItem *kept)
{
	config_clear(kept->item->fields, kept->item->n_fields, kept->config);
	g_free(kept->config);
}

static void item_free(void *item)
{
	clear(item);
	g_free(item);
}

static guint item_hash(gconstpointer key)
{
	const NodeItem *kept = key;

	return g_direct_hash(kept->item) * 31 + kept->item->hash(kept->config);
}

static gboolean item_equal(gconstpointer a, gconstpointer b)
{
	const NodeItem *x = a, *y = b;

	return x->item == y->item && x->item->same(x->config, y->config);
}

void node_items_init(NodeProtocol *protocol)
{
	protocol->items = g_ptr_array_new_with_free_func(item_free);
	protocol->index = g_hash_table_new(item_hash, item_equal);
}

void node_items_release(NodeProtocol *protocol)
{
	g_hash_table_destroy(protocol->index);
	g_ptr_array_free(protocol->items, TRUE);
}

NodeItem *node_items_append(NodeProtocol *protocol, const ProtoItem *item, FwdIface *iface,
			    const void *config)
{
	NodeItem *kept = g_new0(NodeItem, 1);

	kept->item = item;
	kept->iface = iface;
	kept->config = config_copy(item->fields, item->n_fields, item->config_size, config);
	g_ptr_array_add(protocol->items, kept);
	if (item->hash)
		g_hash_table_add(protocol->index, kept);
	return kept;
}

/* NULL: there is none. */
static NodeItem *find_item(const NodeProtocol *protocol, const ProtoItem *item, const void *config)
{
	const NodeItem key = {.item = item, .config = (void *)(uintptr_t)config};

	return g_hash_table_lookup(protocol->index, &key);
}

static NodeProtocol *protocol_for(Node *node, const NodeItemRef *ref, GError **error)
{
	NodeProtocol *protocol = node_find_protocol(node, ref->protocol, ref->vrf);

	if (!protocol)
		g_set_error(error, PROTO_ERROR, 0,
			    "node \"%s\" does not run %s%s%s; write a protocol that it runs",
			    node->name, ref->protocol, ref->vrf ? " in VRF " : "",
			    ref->vrf ? ref->vrf : "");
	return protocol;
}

/* It is added until the network starts, so that all that come with time can be there together. */
gboolean node_plan_item(Node *node, const NodeItemRef *ref, const void *config, gboolean present,
			GError **error)
{
	NodeProtocol *protocol = protocol_for(node, ref, error);
	const ProtoItem *item;

	if (!protocol)
		return FALSE;
	item = item_named(protocol->class_, ref->element);
	if (find_item(protocol, item, config))
		return TRUE;
	if (!present) {
		g_set_error(
			error, PROTO_ERROR, 0,
			"%s has no such %s of node \"%s\" that could be removed; write one that it has",
			ref->protocol, ref->element, node->name);
		return FALSE;
	}
	if (!item->add(protocol->instance, NULL, config, error))
		return FALSE;
	node_items_append(protocol, item, NULL, config)->planned = TRUE;
	return TRUE;
}

static void remove_at(NodeProtocol *protocol, unsigned i)
{
	NodeItem *kept = g_ptr_array_index(protocol->items, i);

	if (protocol->instance)
		kept->item->remove(protocol->instance, NULL, kept->config);
	g_hash_table_remove(protocol->index, kept);
	g_ptr_array_remove_index(protocol->items, i);
}

void node_forget_plans(Node *node)
{
	for (unsigned i = 0; i < node->configured->len; i++) {
		NodeProtocol *protocol = g_ptr_array_index(node->configured, i);

		for (unsigned j = protocol->items->len; j > 0; j--)
			if (((const NodeItem *)g_ptr_array_index(protocol->items, j - 1))->planned)
				remove_at(protocol, j - 1);
	}
}

void node_set_item(Node *node, const NodeItemRef *ref, const void *config, gboolean present)
{
	NodeProtocol *protocol = node_find_protocol(node, ref->protocol, ref->vrf);
	const ProtoItem *item = item_named(protocol->class_, ref->element);
	NodeItem *known = find_item(protocol, item, config);
	unsigned at;

	if (present == (known != NULL))
		return;
	if (!present) {
		g_ptr_array_find(protocol->items, known, &at);
		remove_at(protocol, at);
		return;
	}
	node_items_append(protocol, item, NULL, config);
	if (protocol->instance)
		item->add(protocol->instance, NULL, config, NULL);
}

/* One attribute of an item on an interface */

static NodeItem *item_on(const NodeProtocol *protocol, const FwdIface *iface)
{
	for (unsigned i = 0; i < protocol->items->len; i++) {
		NodeItem *kept = g_ptr_array_index(protocol->items, i);

		if (iface && kept->iface == iface)
			return kept;
	}
	return NULL;
}

static gboolean is_live(const ProtoItem *item, const char *attribute)
{
	return item->live && g_strv_contains(item->live, attribute);
}

static gboolean check_live(const NodeProtocol *protocol, const ProtoItem *item,
			   const char *attribute, GError **error)
{
	g_autofree char *all = NULL;

	if (is_live(item, attribute))
		return TRUE;
	all = item->live ? g_strjoinv(", ", (char **)(uintptr_t)item->live) : g_strdup("none");
	g_set_error(error, PROTO_ERROR, 0,
		    "\"%s\" of an interface of %s cannot change while it runs; these can: %s",
		    attribute, protocol->name, all);
	return FALSE;
}

/* The configuration with the new value, NULL where it is none. */
static void *changed_config(const NodeItem *kept, const NodeChange *change, GError **error)
{
	const ProtoItem *item = kept->item;
	const ConfigField *field = config_find(item->fields, item->n_fields, change->attribute);
	void *config = config_copy(item->fields, item->n_fields, item->config_size, kept->config);

	if (config_set(field, change->value, config))
		return config;
	g_set_error(error, PROTO_ERROR, 0, "%s=\"%s\" cannot be read; write %s", change->attribute,
		    change->value, field->kind->expects);
	config_clear(item->fields, item->n_fields, config);
	g_free(config);
	return NULL;
}

gboolean node_can_change(Node *node, const NodeItemRef *ref, const NodeChange *change,
			 GError **error)
{
	const NodeProtocol *protocol = protocol_for(node, ref, error);
	FwdIface *iface = fwd_node_iface(node->fwd, change->interface);
	NodeItem *kept = protocol ? item_on(protocol, iface) : NULL;
	NodeItem changed;
	gboolean ok;

	if (protocol && !kept)
		g_set_error(
			error, PROTO_ERROR, 0,
			"%s does not run on an interface \"%s\" of node \"%s\"; write one on which it does",
			ref->protocol, change->interface, node->name);
	if (!kept || !check_live(protocol, kept->item, change->attribute, error))
		return FALSE;
	changed = (NodeItem){.item = kept->item, .config = changed_config(kept, change, error)};
	if (!changed.config)
		return FALSE;
	ok = kept->item->can_change(protocol->instance, iface, changed.config, error);
	clear(&changed);
	return ok;
}

void node_change(Node *node, const NodeItemRef *ref, const NodeChange *change)
{
	const NodeProtocol *protocol = node_find_protocol(node, ref->protocol, ref->vrf);
	NodeItem *kept = item_on(protocol, fwd_node_iface(node->fwd, change->interface));
	const ProtoItem *item = kept->item;

	config_set(config_find(item->fields, item->n_fields, change->attribute), change->value,
		   kept->config);
	if (protocol->instance)
		item->change(protocol->instance, kept->iface, kept->config);
}
