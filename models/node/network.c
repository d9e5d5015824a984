/* SPDX-License-Identifier: Apache-2.0 */
#include "models/node/network.h"

#include "models/node/network_private.h"
#include "models/vpn/vpn.h"

#include <string.h>

static const char *const role_names[NODE_ROLES] = {
	[NODE_PE] = "pe", [NODE_P] = "p", [NODE_ASBR] = "asbr", [NODE_RR] = "rr", [NODE_CE] = "ce",
};

const char *node_role_name(NodeRole role)
{
	return role_names[role];
}

gboolean node_role_parse(const char *text, NodeRole *out)
{
	for (unsigned i = 0; i < NODE_ROLES; i++)
		if (strcmp(role_names[i], text) == 0) {
			*out = (NodeRole)i;
			return TRUE;
		}
	return FALSE;
}

/* Protocols go while the tables that they use are still there; VRFs before the BGP that they use. */
static void node_free_protocols(Node *node)
{
	vpn_free(node->vpn);
	node_destroy_protocols(node);
	g_ptr_array_free(node->protocols, TRUE);
	g_ptr_array_free(node->configured, TRUE);
}

static void node_free(Node *node)
{
	rib_node_free(node->rib);
	fwd_node_free(node->fwd);
	policy_set_free(node->policies);
	g_free(node->name);
	g_free(node->carrier);
	g_free(node);
}

Network *network_new(Sim *sim)
{
	Network *network = g_new0(Network, 1);

	network->sim = sim;
	network->fwd = fwd_net_new(sim);
	network->nodes = g_ptr_array_new();
	network->names = g_hash_table_new(g_str_hash, g_str_equal);
	network->links = g_ptr_array_new();
	network->policies = g_ptr_array_new_with_free_func((GDestroyNotify)policy_set_free);
	network->actions = g_ptr_array_new_with_free_func(network_action_free);
	return network;
}

void network_free(Network *network)
{
	if (!network)
		return;
	g_ptr_array_free(network->actions, TRUE);
	for (unsigned i = 0; i < network->nodes->len; i++)
		node_free_protocols(g_ptr_array_index(network->nodes, i));
	for (unsigned i = 0; i < network->links->len; i++)
		fwd_link_free(g_ptr_array_index(network->links, i));
	for (unsigned i = 0; i < network->nodes->len; i++)
		node_free(g_ptr_array_index(network->nodes, i));
	g_ptr_array_free(network->links, TRUE);
	g_hash_table_unref(network->names);
	g_ptr_array_free(network->nodes, TRUE);
	fwd_net_free(network->fwd);
	g_ptr_array_free(network->policies, TRUE);
	g_free(network);
}

Node *network_add_node(Network *network, const char *name, NodeRole role, uint32_t asn,
		       const char *carrier, const NetAddr *router_id, GError **error)
{
	Node *node;

	if (network_node(network, name)) {
		g_set_error(error, PROTO_ERROR, 0, "a node named \"%s\" exists already", name);
		return NULL;
	}
	node = g_new0(Node, 1);
	node->network = network;
	node->name = g_strdup(name);
	node->role = role;
	node->asn = asn;
	node->carrier = g_strdup(carrier);
	node->fwd = fwd_node_new(network->fwd, name);
	node->rib = rib_node_new(node->fwd);
	node->policies = policy_set_new(NULL);
	node->protocols = g_ptr_array_new();
	node->configured = g_ptr_array_new_with_free_func(node_protocol_free);
	node->host = (ProtoHost){
		.sim = network->sim,
		.fwd = node->fwd,
		.rib_node = node->rib,
		.node_name = node->name,
		.asn = asn,
		.router_id = *router_id,
		.policies = node->policies,
	};
	g_ptr_array_add(network->nodes, node);
	g_hash_table_insert(network->names, node->name, node);
	return node;
}

PolicySet *network_add_policies(Network *network)
{
	PolicySet *set = policy_set_new(NULL);

	g_ptr_array_add(network->policies, set);
	return set;
}

Node *network_node(const Network *network, const char *name)
{
	return g_hash_table_lookup(network->names, name);
}

gboolean node_find_vrf(Node *node, const char *name, FwdVrf **out, GError **error)
{
	*out = fwd_node_vrf(node->fwd, name);
	if (*out)
		return TRUE;
	g_set_error(error, PROTO_ERROR, 0, "node \"%s\" has no VRF \"%s\"", node->name, name);
	return FALSE;
}

FwdVrf *node_add_vrf(Node *node, const NodeVrfConfig *config, GError **error)
{
	VpnVrfConfig vpn = {
		.rd = config->rd,
		.site_of_origin = config->site_of_origin,
		.label_mode = config->label_mode,
		.limit = config->limit,
		.hybrid = config->hybrid,
		.import_rts = config->import_rts,
		.export_rts = config->export_rts,
		.redistribute = config->redistribute,
	};
	FwdVrf *vrf;

	if (fwd_node_vrf(node->fwd, config->name)) {
		g_set_error(error, PROTO_ERROR, 0, "node \"%s\" has a VRF \"%s\" already",
			    node->name, config->name);
		return NULL;
	}
	vrf = fwd_node_add_vrf(node->fwd, config->name);
	if (!node->vpn)
		node->vpn = vpn_new(&node->host);
	if (!vpn_add_vrf(node->vpn, rib_add(node->rib, vrf), &vpn, error))
		return NULL;
	return vrf;
}

static gboolean can_add_interface(Node *node, const char *name, const char *vrf_name, FwdVrf **vrf,
				  GError **error)
{
	if (!node_find_vrf(node, vrf_name, vrf, error))
		return FALSE;
	if (!fwd_node_iface(node->fwd, name))
		return TRUE;
	g_set_error(error, PROTO_ERROR, 0, "node \"%s\" has an interface \"%s\" already",
		    node->name, name);
	return FALSE;
}

static void set_up_interface(FwdIface *iface, const GArray *addresses, gboolean mpls)
{
	iface->mpls = mpls;
	/* It comes up when the network starts, so that what follows from it is recorded. */
	fwd_iface_set_shut(iface, TRUE);
	for (unsigned i = 0; addresses && i < addresses->len; i++)
		fwd_iface_add_address(iface, &g_array_index(addresses, NetPrefix, i));
}

FwdIface *node_add_interface(Node *node, const char *name, FwdIfaceKind kind, const char *vrf_name,
			     const GArray *addresses, uint32_t mtu, gboolean mpls, GError **error)
{
	FwdVrf *vrf;
	FwdIface *iface;

	if (!can_add_interface(node, name, vrf_name, &vrf, error))
		return NULL;
	iface = fwd_iface_new(node->fwd, name, kind, vrf, mtu);
	set_up_interface(iface, addresses, mpls);
	if (kind == FWD_IFACE_LOOPBACK && !vrf_name && addresses && addresses->len > 0)
		fwd_net_name_address(node->network->fwd,
				     &g_array_index(addresses, NetPrefix, 0).addr, node->name);
	return iface;
}

FwdIface *node_add_vlan(Node *node, const char *name, FwdIface *parent, uint16_t vlan,
			const char *vrf_name, const GArray *addresses, uint32_t mtu, gboolean mpls,
			GError **error)
{
	FwdVrf *vrf;
	FwdIface *iface;

	if (!can_add_interface(node, name, vrf_name, &vrf, error))
		return NULL;
	if (vlan < FWD_VLAN_MIN || vlan > FWD_VLAN_MAX || fwd_iface_vlan(parent, vlan)) {
		g_set_error(error, PROTO_ERROR, 0,
			    "interface \"%s\" of node \"%s\" cannot have a VLAN %u: it must be "
			    "another one from %d to %d",
			    parent->name, node->name, vlan, FWD_VLAN_MIN, FWD_VLAN_MAX);
		return NULL;
	}
	iface = fwd_iface_new_vlan(parent, name, vlan, vrf, mtu);
	set_up_interface(iface, addresses, mpls);
	return iface;
}

FwdLink *network_add_link(Network *network, FwdIface *a, FwdIface *b, SimTime delay,
			  uint64_t bandwidth)
{
	FwdLink *link = fwd_link_new(network->fwd, delay, bandwidth);

	fwd_link_attach(link, a);
	fwd_link_attach(link, b);
	g_ptr_array_add(network->links, link);
	return link;
}

FwdLink *network_add_segment(Network *network, FwdIface *const *ifaces, unsigned n, SimTime delay,
			     uint64_t bandwidth)
{
	FwdLink *link = fwd_segment_new(network->fwd, delay, bandwidth);

	for (unsigned i = 0; i < n; i++)
		fwd_link_attach(link, ifaces[i]);
	g_ptr_array_add(network->links, link);
	return link;
}

FwdIface *network_link_end(const FwdLink *link, const char *node, const char *iface_name)
{
	for (unsigned i = 0; i < link->ends->len; i++) {
		FwdIface *iface = g_ptr_array_index(link->ends, i);

		if (strcmp(iface->node->name, node) == 0 &&
		    (!iface_name || strcmp(iface->name, iface_name) == 0))
			return iface;
	}
	return NULL;
}

FwdLink *network_link(const Network *network, const char *a_node, const char *b_node,
		      const char *a_iface, const char *b_iface, unsigned *n)
{
	FwdLink *found = NULL;

	*n = 0;
	for (unsigned i = 0; i < network->links->len; i++) {
		FwdLink *link = g_ptr_array_index(network->links, i);
		const FwdIface *a = network_link_end(link, a_node, a_iface);
		const FwdIface *b = network_link_end(link, b_node, b_iface);

		if (!a || !b || a == b)
			continue;
		if ((*n)++ == 0)
			found = link;
	}
	return found;
}

static void start_interfaces(Node *node)
{
	for (unsigned i = 0; i < node->fwd->ifaces->len; i++)
		fwd_iface_set_shut(g_ptr_array_index(node->fwd->ifaces, i), FALSE);
}

void network_start(Network *network)
{
	for (unsigned i = 0; i < network->nodes->len; i++)
		node_forget_plans(g_ptr_array_index(network->nodes, i));
	for (unsigned i = 0; i < network->nodes->len; i++)
		start_interfaces(g_ptr_array_index(network->nodes, i));
	for (unsigned i = 0; i < network->nodes->len; i++)
		node_start_protocols(g_ptr_array_index(network->nodes, i));
}
