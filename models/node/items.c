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

/* One attribute of a protocol, or of its item on an interface */

static NodeItem *item_on(const NodeProtocol *protocol, const FwdIface *iface)
{
	for (unsigned i = 0; i < protocol->items->len; i++) {
		NodeItem *kept = g_ptr_array_index(protocol->items, i);

		if (iface && kept->iface == iface)
			return kept;
	}
	return NULL;
}

/* What has the attribute; all borrowed. */
typedef struct Holder {
	const char *what; /* in messages, before the name of the protocol */
	const ConfigField *fields;
	unsigned n_fields;
	size_t size;
	const char *const *live;
	void *config;
} Holder;

static Holder holder_of(const NodeProtocol *protocol, const NodeItem *kept)
{
	const ProtoClass *class_ = protocol->class_;

	if (!kept)
		return (Holder){
			"",           class_->fields,  class_->n_fields, class_->config_size,
			class_->live, protocol->config};
	return (Holder){"an interface of ",      kept->item->fields, kept->item->n_fields,
			kept->item->config_size, kept->item->live,   kept->config};
}

static gboolean check_live(const NodeProtocol *protocol, const Holder *holder,
			   const char *attribute, GError **error)
{
	g_autofree char *all = NULL;

	if (holder->live && g_strv_contains(holder->live, attribute))
		return TRUE;
	all = holder->live ? g_strjoinv(", ", (char **)(uintptr_t)holder->live) : g_strdup("none");
	g_set_error(error, PROTO_ERROR, 0,
		    "\"%s\" of %s%s cannot change while it runs; these can: %s", attribute,
		    holder->what, protocol->name, all);
	return FALSE;
}

static gboolean set_attribute(const Holder *holder, const NodeChange *change, void *config)
{
	return config_set(config_find(holder->fields, holder->n_fields, change->attribute),
			  change->value, config);
}

static gboolean makes_sense(const NodeProtocol *protocol, const NodeItem *kept,
			    const NodeChange *change, void *config, GError **error)
{
	Holder holder = holder_of(protocol, kept);
	const ConfigField *field = config_find(holder.fields, holder.n_fields, change->attribute);

	if (!set_attribute(&holder, change, config)) {
		g_set_error(error, PROTO_ERROR, 0, "%s=\"%s\" cannot be read; write %s",
			    change->attribute, change->value, field->kind->expects);
		return FALSE;
	}
	return !kept || kept->item->can_change(protocol->instance, kept->iface, config, error);
}

gboolean node_can_change(Node *node, const NodeItemRef *ref, const NodeChange *change,
			 GError **error)
{
	const NodeProtocol *protocol = protocol_for(node, ref, error);
	const NodeItem *kept;
	void *config;
	gboolean ok;

	if (!protocol)
		return FALSE;
	kept = item_on(protocol, fwd_node_iface(node->fwd, change->interface));
	if (*change->interface && !kept) {
		g_set_error(
			error, PROTO_ERROR, 0,
			"%s does not run on an interface \"%s\" of node \"%s\"; write one on which it does",
			ref->protocol, change->interface, node->name);
		return FALSE;
	}
	Holder holder = holder_of(protocol, kept);
	if (!check_live(protocol, &holder, change->attribute, error))
		return FALSE;
	config = config_copy(holder.fields, holder.n_fields, holder.size, holder.config);
	ok = makes_sense(protocol, kept, change, config, error);
	config_clear(holder.fields, holder.n_fields, config);
	g_free(config);
	return ok;
}

void node_change(Node *node, const NodeItemRef *ref, const NodeChange *change)
{
	const NodeProtocol *protocol = node_find_protocol(node, ref->protocol, ref->vrf);
	const NodeItem *kept = item_on(protocol, fwd_node_iface(node->fwd, change->interface));
	Holder holder = holder_of(protocol, kept);

	set_attribute(&holder, change, holder.config);
	if (!protocol->instance)
		return;
	if (kept)
		kept->item->change(protocol->instance, kept->iface, kept->config);
	else
		protocol->class_->change(protocol->instance, protocol->config);
}
