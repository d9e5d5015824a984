/* SPDX-License-Identifier: Apache-2.0 */
/* <session node="PE-1" neighbor="10.0.0.2" state="clear"/>: what an operator does to a BGP neighbour. */
#include "models/bgp/bgp.h"
#include "models/bgp/bgp_admin.h"
#include "models/node/action.h"

static gboolean parse_admin(const char *text, void *out)
{
	return bgp_admin_parse(text, out);
}

static const ConfigKind config_admin = {
	"session-state",
	"\"clear\", \"clear-soft-in\", \"clear-soft-out\", \"shutdown\", \"no-shutdown\", "
	"\"graceful-shutdown\" or \"no-graceful-shutdown\"",
	parse_admin, NULL, NULL};

typedef struct SessionAction {
	char *node, *vrf, *message;
	NetAddr neighbor;
	BgpAdmin state;
} SessionAction;

static const char *vrf_of(const SessionAction *action)
{
	return *action->vrf ? action->vrf : NULL;
}

static BgpPeer *peer_find(const Network *network, const SessionAction *action)
{
	const Node *node = network_node(network, action->node);
	ProtoInstance *bgp = node ? node_protocol(node, bgp_class.name, vrf_of(action)) : NULL;

	return bgp ? bgp_peer_find(bgp_of(bgp), &action->neighbor) : NULL;
}

static gboolean check(Network *network, const void *config, GError **error)
{
	const SessionAction *action = config;
	char address[NET_ADDR_STRLEN];

	if (!peer_find(network, action)) {
		g_set_error(error, PROTO_ERROR, 0,
			    "node \"%s\" has no BGP neighbor %s%s%s; write one of its neighbors",
			    action->node, net_addr_str(&action->neighbor, address),
			    *action->vrf ? " in VRF " : "", action->vrf);
		return FALSE;
	}
	return TRUE;
}

static gboolean is_about(const void *config, const void *address)
{
	return net_addr_equal(&((const BgpPeerConfig *)config)->address, address);
}

/* Nothing but the configuration changes while the node has crashed. */
static void apply(Network *network, const void *config)
{
	const SessionAction *action = config;
	BgpPeerConfig *kept =
		node_item_config(network_node(network, action->node), bgp_class.name,
				 vrf_of(action), "neighbor", is_about, &action->neighbor);
	BgpPeer *peer = peer_find(network, action);

	bgp_admin_configure(kept, action->state);
	if (peer)
		bgp_admin_apply(peer, action->state, action->message);
}

static void describe(const void *config, GString *kind, GString *target)
{
	const SessionAction *action = config;
	char address[NET_ADDR_STRLEN];

	g_string_append_printf(kind, "session-%s", bgp_admin_name(action->state));
	g_string_append_printf(target, "%s %s%s%s", action->node,
			       net_addr_str(&action->neighbor, address), *action->vrf ? " " : "",
			       action->vrf);
}

static const ConfigField fields[] = {
	CONFIG_FIELD(SessionAction, node, "node", config_text, NULL, "name of the node"),
	CONFIG_FIELD(SessionAction, neighbor, "neighbor", config_address, NULL,
		     "address of its neighbour"),
	CONFIG_FIELD(SessionAction, vrf, "vrf", config_text, "", "VRF; empty: the global table"),
	CONFIG_FIELD(
		SessionAction, state, "state", config_admin, NULL,
		"clear (the session is reset), clear-soft-in (its routes are asked for again), "
		"clear-soft-out (it is told all routes again), shutdown or no-shutdown, graceful-shutdown (other paths shall be "
		"preferred, RFC 8326) or no-graceful-shutdown"),
	CONFIG_FIELD(SessionAction, message, "message", config_text, "",
		     "what the neighbour is told at clear and shutdown (RFC 9003)"),
};

const ActionClass session_action = {
	.element = "session",
	.doc = "Clears a BGP session, or shuts it down.",
	.fields = fields,
	.n_fields = G_N_ELEMENTS(fields),
	.config_size = sizeof(SessionAction),
	.check = check,
	.apply = apply,
	.describe = describe,
};
