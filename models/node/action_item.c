/* SPDX-License-Identifier: Apache-2.0 */
/* Changes of a protocol's configuration: network statements, static routes, attributes of interfaces. */
#include "models/bgp/bgp.h"
#include "models/bgp/bgp_rib.h"
#include "models/node/action.h"
#include "models/static/static.h"

#include <string.h>

static Node *find_node(const Network *network, const char *name, GError **error)
{
	Node *node = network_node(network, name);

	if (!node)
		g_set_error(error, PROTO_ERROR, 0,
			    "there is no node \"%s\"; write the name of a node", name);
	return node;
}

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

static gboolean parse_presence(const char *text, void *out)
{
	*(gboolean *)out = strcmp(text, "added") == 0;
	return *(gboolean *)out || strcmp(text, "removed") == 0;
}

static const ConfigKind config_presence = {"presence", "\"added\" or \"removed\"", parse_presence,
					   NULL, NULL};

/* <network node="PE-1" vrf="VPN-B" prefix="152.12.4.0/24" state="removed"/> */
typedef struct NetworkStatement {
	char *node, *vrf;
	gboolean present;
	BgpNetworkConfig network;
} NetworkStatement;

static NodeItemRef network_ref(const NetworkStatement *action)
{
	return (NodeItemRef){bgp_class.name, or_null(action->vrf), "network"};
}

static gboolean network_check(Network *network, const void *config, GError **error)
{
	const NetworkStatement *action = config;
	Node *node = find_node(network, action->node, error);
	NodeItemRef ref = network_ref(action);

	return node && node_plan_item(node, &ref, &action->network, action->present, error);
}

/* What the statement stood before is redistributed again. */
static void network_apply(Network *network, const void *config)
{
	const NetworkStatement *action = config;
	Node *node = network_node(network, action->node);
	NodeItemRef ref = network_ref(action);
	VpnVrf *vrf = ref.vrf ? vpn_vrf(node->vpn, ref.vrf) : NULL;

	node_set_item(node, &ref, &action->network, action->present);
	if (vrf && !action->present)
		vpn_vrf_redistribute_again(vrf, &action->network.prefix);
}

static void append_where(GString *target, const char *node, const char *vrf,
			 const NetPrefix *prefix)
{
	g_string_append_printf(target, "%s %s%s", node, vrf, *vrf ? " " : "");
	net_prefix_append(prefix, target);
}

static void network_describe(const void *config, GString *kind, GString *target)
{
	const NetworkStatement *action = config;

	g_string_append(kind, action->present ? "network-added" : "network-removed");
	append_where(target, action->node, action->vrf, &action->network.prefix);
}

static const ConfigField network_fields[] = {
	CONFIG_FIELD(NetworkStatement, node, "node", config_text, NULL, "name of the node"),
	CONFIG_FIELD(NetworkStatement, vrf, "vrf", config_text, "", "VRF; empty: the global table"),
	CONFIG_FIELD(NetworkStatement, present, "state", config_presence, NULL, "added or removed"),
	CONFIG_FIELD(NetworkStatement, network.prefix, "prefix", config_prefix, NULL,
		     "prefix that BGP originates while a route to it exists"),
	CONFIG_FIELD(NetworkStatement, network.route_map, "route-map", config_text, "",
		     "whether it is, and with what attributes; empty: it is"),
	CONFIG_FIELD(NetworkStatement, network.families, "families", config_words, "ipv4",
		     "address families that it is originated in"),
};

const ActionClass network_action = {
	.element = "network",
	.doc = "Gives BGP a network statement, or takes one away.",
	.fields = network_fields,
	.n_fields = G_N_ELEMENTS(network_fields),
	.config_size = sizeof(NetworkStatement),
	.check = network_check,
	.apply = network_apply,
	.describe = network_describe,
};

/* <route node="CE-1" prefix="152.12.4.0/24" via="192.168.2.2" state="added"/> */
typedef struct RouteAction {
	char *node, *vrf;
	gboolean present;
	StaticRouteConfig route;
} RouteAction;

static NodeItemRef route_ref(const RouteAction *action)
{
	return (NodeItemRef){static_class.name, or_null(action->vrf), "route"};
}

static gboolean route_check(Network *network, const void *config, GError **error)
{
	const RouteAction *action = config;
	Node *node = find_node(network, action->node, error);
	NodeItemRef ref = route_ref(action);

	return node && node_plan_item(node, &ref, &action->route, action->present, error);
}

static void route_apply(Network *network, const void *config)
{
	const RouteAction *action = config;
	NodeItemRef ref = route_ref(action);

	node_set_item(network_node(network, action->node), &ref, &action->route, action->present);
}

static void route_describe(const void *config, GString *kind, GString *target)
{
	const RouteAction *action = config;

	g_string_append(kind, action->present ? "route-added" : "route-removed");
	append_where(target, action->node, action->vrf, &action->route.prefix);
	g_string_append(target, " via ");
	net_addr_append(&action->route.via, target);
}

static const ConfigField route_fields[] = {
	CONFIG_FIELD(RouteAction, node, "node", config_text, NULL, "name of the node"),
	CONFIG_FIELD(RouteAction, vrf, "vrf", config_text, "", "VRF; empty: the global table"),
	CONFIG_FIELD(RouteAction, present, "state", config_presence, NULL, "added or removed"),
	CONFIG_FIELD(RouteAction, route.prefix, "prefix", config_prefix, NULL, "destination"),
	CONFIG_FIELD(RouteAction, route.via, "via", config_address, NULL,
		     "address of the next hop"),
	CONFIG_FIELD(RouteAction, route.distance, "distance", config_u8, "1",
		     "administrative distance"),
	CONFIG_FIELD(RouteAction, route.push, "push", config_words, "",
		     "labels to push, as of <route>"),
};

const ActionClass route_action = {
	.element = "route",
	.doc = "Gives a node a static route, or takes one away.",
	.fields = route_fields,
	.n_fields = G_N_ELEMENTS(route_fields),
	.config_size = sizeof(RouteAction),
	.check = route_check,
	.apply = route_apply,
	.describe = route_describe,
};

/* <set node="P" protocol="ospf" interface="pe1" attribute="cost" value="100"/> */
typedef struct SetAction {
	char *node, *vrf, *protocol;
	NodeChange change;
} SetAction;

static NodeItemRef set_ref(const SetAction *action)
{
	return (NodeItemRef){action->protocol, or_null(action->vrf), NULL};
}

static gboolean set_check(Network *network, const void *config, GError **error)
{
	const SetAction *action = config;
	Node *node = find_node(network, action->node, error);
	NodeItemRef ref = set_ref(action);

	return node && node_can_change(node, &ref, &action->change, error);
}

static void set_apply(Network *network, const void *config)
{
	const SetAction *action = config;
	NodeItemRef ref = set_ref(action);

	node_change(network_node(network, action->node), &ref, &action->change);
}

static void set_describe(const void *config, GString *kind, GString *target)
{
	const SetAction *action = config;

	g_string_append_printf(kind, "set-%s", action->change.attribute);
	g_string_append_printf(target, "%s%s%s %s %s", action->node,
			       *action->change.interface ? ":" : "", action->change.interface,
			       action->protocol, action->change.value);
}

static const ConfigField set_fields[] = {
	CONFIG_FIELD(SetAction, node, "node", config_text, NULL, "name of the node"),
	CONFIG_FIELD(SetAction, vrf, "vrf", config_text, "", "VRF; empty: the global table"),
	CONFIG_FIELD(SetAction, protocol, "protocol", config_text, NULL,
		     "name of the protocol, such as ospf or ospf:2"),
	CONFIG_FIELD(SetAction, change.interface, "interface", config_text, "",
		     "an interface that it runs on; empty: an attribute of the protocol itself"),
	CONFIG_FIELD(
		SetAction, change.attribute, "attribute", config_text, NULL,
		"of OSPF on an interface: cost, retransmit-interval, transmit-delay or mtu-ignore; "
		"of LDP itself: labelled-bgp"),
	CONFIG_FIELD(SetAction, change.value, "value", config_text, NULL, "its value from now on"),
};

const ActionClass set_action = {
	.element = "set",
	.doc = "Changes an attribute of a protocol, or of a protocol on an interface.",
	.fields = set_fields,
	.n_fields = G_N_ELEMENTS(set_fields),
	.config_size = sizeof(SetAction),
	.check = set_check,
	.apply = set_apply,
	.describe = set_describe,
};
