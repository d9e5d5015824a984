/* SPDX-License-Identifier: Apache-2.0 */
/* The protocols of a node: what is configured, and the instances that are made of it. */
#include "models/bgp/bgp.h"
#include "models/node/network_private.h"
#include "models/vpn/vpn.h"

#include <string.h>

static NodeProtocol *configured_at(const Node *node, unsigned i)
{
	return g_ptr_array_index(node->configured, i);
}

NodeProtocol *node_find_protocol(const Node *node, const char *name, const char *vrf)
{
	for (unsigned i = 0; i < node->configured->len; i++) {
		NodeProtocol *protocol = configured_at(node, i);

		if (strcmp(protocol->name, name) == 0 && g_strcmp0(protocol->vrf->name, vrf) == 0)
			return protocol;
	}
	return NULL;
}

ProtoInstance *node_protocol(const Node *node, const char *name, const char *vrf)
{
	const NodeProtocol *protocol = node_find_protocol(node, name, vrf);

	return protocol ? protocol->instance : NULL;
}

static NodeProtocol *find_of(const Node *node, const ProtoInstance *instance)
{
	/* The latest one as a rule: items follow their protocol. */
	for (unsigned i = node->configured->len; i > 0; i--)
		if (configured_at(node, i - 1)->instance == instance)
			return configured_at(node, i - 1);
	g_assert_not_reached();
}

static gboolean create(NodeProtocol *protocol, Node *node, GError **error)
{
	Rib *rib = rib_of_vrf(node->rib, protocol->vrf);

	protocol->instance = protocol->class_->create(&node->host, rib, protocol->config, error);
	if (protocol->instance)
		g_ptr_array_add(node->protocols, protocol->instance);
	return protocol->instance != NULL;
}

ProtoInstance *node_add_protocol(Node *node, const ProtoClass *class_, const char *vrf_name,
				 const void *config, GError **error)
{
	NodeProtocol *protocol;
	FwdVrf *vrf;

	if (!node_find_vrf(node, vrf_name, &vrf, error))
		return NULL;
	g_autofree char *name = proto_instance_name(
		class_, class_->process_of ? class_->process_of(config) : PROTO_PROCESS_FIRST);
	if (node_find_protocol(node, name, vrf_name)) {
		g_set_error(error, PROTO_ERROR, 0,
			    "node \"%s\" runs %s there already; write it once%s", node->name, name,
			    class_->process_of ? ", or another number" : "");
		return NULL;
	}
	protocol = g_new0(NodeProtocol, 1);
	protocol->class_ = class_;
	protocol->name = g_steal_pointer(&name);
	protocol->vrf = vrf;
	protocol->config =
		config_copy(class_->fields, class_->n_fields, class_->config_size, config);
	node_items_init(protocol);
	protocol->enabled = TRUE;
	if (!create(protocol, node, error)) {
		node_protocol_free(protocol);
		return NULL;
	}
	g_ptr_array_add(node->configured, protocol);
	return protocol->instance;
}

/* An interface belongs to one instance of a class. */
static gboolean is_taken(const Node *node, const NodeProtocol *by, const FwdIface *iface,
			 GError **error)
{
	for (unsigned i = 0; i < node->configured->len; i++) {
		const NodeProtocol *other = configured_at(node, i);

		if (other == by || other->class_ != by->class_)
			continue;
		for (unsigned j = 0; j < other->items->len; j++) {
			const NodeItem *kept = g_ptr_array_index(other->items, j);

			if (kept->iface != iface)
				continue;
			g_set_error(error, PROTO_ERROR, 0,
				    "%s runs on interface \"%s\" of node \"%s\" already; write it "
				    "for one of them",
				    other->name, iface->name, node->name);
			return TRUE;
		}
	}
	return FALSE;
}

gboolean node_add_item(Node *node, ProtoInstance *instance, const ProtoItem *item, FwdIface *iface,
		       const void *config, GError **error)
{
	NodeProtocol *protocol = find_of(node, instance);

	if (iface && is_taken(node, protocol, iface, error))
		return FALSE;
	if (!item->add(instance, iface, config, error))
		return FALSE;
	node_items_append(protocol, item, iface, config);
	return TRUE;
}

void *node_item_config(const Node *node, const char *name, const char *vrf, const char *element,
		       gboolean (*matches)(const void *config, const void *user), const void *user)
{
	const NodeProtocol *protocol = node_find_protocol(node, name, vrf);

	for (unsigned i = 0; protocol && i < protocol->items->len; i++) {
		const NodeItem *kept = g_ptr_array_index(protocol->items, i);

		if (strcmp(kept->item->element, element) == 0 && matches(kept->config, user))
			return kept->config;
	}
	return NULL;
}

void node_protocol_free(void *data)
{
	NodeProtocol *protocol = data;
	const ProtoClass *class_ = protocol->class_;

	node_items_release(protocol);
	config_clear(class_->fields, class_->n_fields, protocol->config);
	g_free(protocol->config);
	g_free(protocol->name);
	g_free(protocol);
}

static gboolean is_to_run(const NodeProtocol *protocol)
{
	return protocol->enabled && !protocol->vrf->shut;
}

static void settle(const NodeProtocol *protocol)
{
	ProtoInstance *instance = protocol->instance;

	if (!instance || instance->running == is_to_run(protocol))
		return;
	if (is_to_run(protocol))
		protocol->class_->start(instance);
	else
		protocol->class_->stop(instance);
}

gboolean node_set_running(Node *node, const char *name, const char *vrf, gboolean running)
{
	NodeProtocol *protocol = node_find_protocol(node, name, vrf);

	if (!protocol)
		return FALSE;
	protocol->enabled = running;
	settle(protocol);
	return TRUE;
}

void node_set_vrf_shut(Node *node, FwdVrf *vrf, gboolean shut)
{
	if (!shut)
		fwd_vrf_set_shut(vrf, FALSE);
	vrf->shut = shut;
	for (unsigned i = 0; i < node->configured->len; i++)
		if (configured_at(node, i)->vrf == vrf)
			settle(configured_at(node, i));
	if (shut)
		fwd_vrf_set_shut(vrf, TRUE);
	if (node->vpn && vpn_vrf(node->vpn, vrf->name))
		vpn_vrf_shut_changed(vpn_vrf(node->vpn, vrf->name));
}

void node_destroy_protocols(Node *node)
{
	for (unsigned i = node->protocols->len; i > 0; i--) {
		ProtoInstance *instance = g_ptr_array_index(node->protocols, i - 1);

		instance->class_->destroy(instance);
	}
	g_ptr_array_set_size(node->protocols, 0);
	for (unsigned i = 0; i < node->configured->len; i++)
		configured_at(node, i)->instance = NULL;
}

/* What was accepted once is accepted again. */
static void create_again(NodeProtocol *protocol, Node *node)
{
	gboolean created = create(protocol, node, NULL);

	g_assert(created);
	for (unsigned i = 0; i < protocol->items->len; i++) {
		const NodeItem *kept = g_ptr_array_index(protocol->items, i);
		gboolean added =
			kept->item->add(protocol->instance, kept->iface, kept->config, NULL);

		g_assert(added);
	}
}

void node_create_protocols(Node *node)
{
	for (unsigned i = 0; i < node->configured->len; i++)
		create_again(configured_at(node, i), node);
}

/* A VRF's routes meet VPN routes in a BGP instance of its own, with neighbours or without. */
static ProtoInstance *bgp_of_vrf(Node *node, const char *vrf)
{
	ProtoInstance *bgp = node_protocol(node, bgp_class.name, vrf);
	void *config;

	if (bgp)
		return bgp;
	config = g_malloc0(bgp_class.config_size);
	config_set_defaults(bgp_class.fields, bgp_class.n_fields, config);
	bgp = node_add_protocol(node, &bgp_class, vrf, config, NULL);
	config_clear(bgp_class.fields, bgp_class.n_fields, config);
	g_free(config);
	g_assert(bgp); /* the global table's accepted this node */
	return bgp;
}

static void attach_vpn(Node *node)
{
	ProtoInstance *global = node_protocol(node, bgp_class.name, NULL);

	if (!node->vpn || !global)
		return;
	vpn_attach_bgp(node->vpn, global);
	for (unsigned i = 1; i < node->fwd->vrfs->len; i++) {
		const FwdVrf *vrf = g_ptr_array_index(node->fwd->vrfs, i);

		vpn_vrf_attach_bgp(vpn_vrf(node->vpn, vrf->name), bgp_of_vrf(node, vrf->name));
	}
}

void node_start_protocols(Node *node)
{
	attach_vpn(node);
	for (unsigned i = 0; i < node->configured->len; i++) {
		const NodeProtocol *protocol = configured_at(node, i);

		if (is_to_run(protocol))
			protocol->class_->start(protocol->instance);
	}
}

/* ---- Crash and restart ---- */

/* Once it is silent: tables before protocols, whose names they bear, and protocols before sockets. */
void node_crash(Node *node)
{
	if (node->fwd->crashed)
		return;
	fwd_node_crash(node->fwd);
	rib_node_forget(node->rib);
	if (node->vpn)
		vpn_forget(node->vpn);
	node_destroy_protocols(node);
	fwd_node_forget(node->fwd);
}

/* As network_start() does: interfaces first. */
void node_restart(Node *node)
{
	if (!node->fwd->crashed)
		return;
	fwd_node_restart(node->fwd);
	node_create_protocols(node);
	node_start_protocols(node);
}
