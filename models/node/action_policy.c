/* SPDX-License-Identifier: Apache-2.0 */
/* <policy node="PE-1" neighbor="10.0.0.2" import-map="in"/>: a BGP neighbour gets other route maps. */
#include "models/bgp/bgp.h"
#include "models/bgp/bgp_import.h"
#include "models/bgp/bgp_update_out.h"
#include "models/node/action.h"

typedef struct PolicyActionConfig {
	char *node, *vrf;
	NetAddr neighbor;
	char **import_map, **export_map; /* empty: as they were */
} PolicyActionConfig;

static const char *vrf_of(const PolicyActionConfig *action)
{
	return *action->vrf ? action->vrf : NULL;
}

static BgpPeer *peer_find(const Network *network, const PolicyActionConfig *action)
{
	const Node *node = network_node(network, action->node);
	ProtoInstance *bgp = node ? node_protocol(node, bgp_class.name, vrf_of(action)) : NULL;

	return bgp ? bgp_peer_find(bgp_of(bgp), &action->neighbor) : NULL;
}

static gboolean check(Network *network, const void *config, GError **error)
{
	const PolicyActionConfig *action = config;
	const BgpPeer *peer = peer_find(network, action);
	const PolicyMap *maps[BGP_N_FAMILIES];
	char address[NET_ADDR_STRLEN];

	if (!peer) {
		g_set_error(error, PROTO_ERROR, 0,
			    "node \"%s\" has no BGP neighbor %s%s%s; write one of its neighbors",
			    action->node, net_addr_str(&action->neighbor, address),
			    *action->vrf ? " in VRF " : "", action->vrf);
		return FALSE;
	}
	if (!*action->import_map && !*action->export_map) {
		g_set_error(error, PROTO_ERROR, 0,
			    "write import-map=\"...\", export-map=\"...\" or both");
		return FALSE;
	}
	return bgp_policy_take_maps(peer->bgp, "import-map", action->import_map, maps, error) &&
	       bgp_policy_check_import(maps, error) &&
	       bgp_policy_take_maps(peer->bgp, "export-map", action->export_map, maps, error);
}

static gboolean is_about(const void *config, const void *address)
{
	return net_addr_equal(&((const BgpPeerConfig *)config)->address, address);
}

/* Of several words about a family the last one counts. */
static void append_words(char ***words, char **more)
{
	GStrvBuilder *all = g_strv_builder_new();

	for (char **word = *words; *word; word++)
		g_strv_builder_add(all, *word);
	for (char **word = more; *word; word++)
		g_strv_builder_add(all, *word);
	g_strfreev(*words);
	*words = g_strv_builder_end(all);
	g_strv_builder_unref(all);
}

static void set_maps(BgpPeer *peer, const PolicyActionConfig *action)
{
	const PolicyMap *in[BGP_N_FAMILIES], *out[BGP_N_FAMILIES];

	bgp_policy_take_maps(peer->bgp, "import-map", action->import_map, in, NULL);
	bgp_policy_take_maps(peer->bgp, "export-map", action->export_map, out, NULL);
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++) {
		if (in[f])
			bgp_import_set_map(peer, f, in[f]);
		if (out[f])
			bgp_update_set_map(peer, f, out[f]);
	}
}

/* Nothing but the configuration changes while the node has crashed. */
static void apply(Network *network, const void *config)
{
	const PolicyActionConfig *action = config;
	BgpPeerConfig *kept =
		node_item_config(network_node(network, action->node), bgp_class.name,
				 vrf_of(action), "neighbor", is_about, &action->neighbor);
	BgpPeer *peer = peer_find(network, action);

	append_words(&kept->import_map, action->import_map);
	append_words(&kept->export_map, action->export_map);
	if (peer)
		set_maps(peer, action);
}

static void append_maps(GString *out, const char *what, char **words)
{
	g_autofree char *text = g_strjoinv(" ", words);

	if (*text)
		g_string_append_printf(out, " %s %s", what, text);
}

static void describe(const void *config, GString *kind, GString *target)
{
	const PolicyActionConfig *action = config;
	char address[NET_ADDR_STRLEN];

	g_string_append(kind, "policy");
	g_string_append_printf(target, "%s %s%s%s", action->node,
			       net_addr_str(&action->neighbor, address), *action->vrf ? " " : "",
			       action->vrf);
	append_maps(target, "import-map", action->import_map);
	append_maps(target, "export-map", action->export_map);
}

static const ConfigField fields[] = {
	CONFIG_FIELD(PolicyActionConfig, node, "node", config_text, NULL, "name of the node"),
	CONFIG_FIELD(PolicyActionConfig, neighbor, "neighbor", config_address, NULL,
		     "address of its BGP neighbour"),
	CONFIG_FIELD(PolicyActionConfig, vrf, "vrf", config_text, "",
		     "VRF; empty: the global table"),
	CONFIG_FIELD(PolicyActionConfig, import_map, "import-map", config_words, "",
		     "as of the neighbour, from now on; families that are not named keep theirs"),
	CONFIG_FIELD(PolicyActionConfig, export_map, "export-map", config_words, "", "likewise"),
};

const ActionClass policy_action = {
	.element = "policy",
	.doc = "Gives a BGP neighbour other route maps.",
	.fields = fields,
	.n_fields = G_N_ELEMENTS(fields),
	.config_size = sizeof(PolicyActionConfig),
	.check = check,
	.apply = apply,
	.describe = describe,
};
