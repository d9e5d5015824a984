/* SPDX-License-Identifier: Apache-2.0 */
/* Changes of a VRF: its route targets, its route maps and how it takes labels. */
#include "models/node/action.h"
#include "models/vpn/vpn.h"

#include <string.h>

static VpnVrf *vrf_find(const Network *network, const char *node_name, const char *vrf)
{
	const Node *node = network_node(network, node_name);

	return node && node->vpn ? vpn_vrf(node->vpn, vrf) : NULL;
}

static gboolean vrf_check(const Network *network, const char *node, const char *vrf, GError **error)
{
	if (vrf_find(network, node, vrf))
		return TRUE;
	g_set_error(
		error, PROTO_ERROR, 0,
		"there is no VRF \"%s\" on a node \"%s\"; write the names of a node and its VRF",
		vrf, node);
	return FALSE;
}

/* <route-target node="PE-1" vrf="VPN-B" export="1:999"/> */

typedef struct RouteTargetAction {
	char *node, *vrf;
	GArray *import_rts, *export_rts; /* empty: as they were */
} RouteTargetAction;

static gboolean route_target_check(Network *network, const void *config, GError **error)
{
	const RouteTargetAction *action = config;

	if (!vrf_check(network, action->node, action->vrf, error))
		return FALSE;
	if (action->import_rts->len == 0 && action->export_rts->len == 0) {
		g_set_error(error, PROTO_ERROR, 0, "write import=\"...\", export=\"...\" or both");
		return FALSE;
	}
	return TRUE;
}

static void route_target_apply(Network *network, const void *config)
{
	const RouteTargetAction *action = config;
	VpnVrf *vrf = vrf_find(network, action->node, action->vrf);

	if (action->import_rts->len > 0)
		vpn_vrf_set_import(vrf, action->import_rts);
	if (action->export_rts->len > 0)
		vpn_vrf_set_export(vrf, action->export_rts);
}

static void append_rts(GString *out, const char *what, const GArray *rts)
{
	if (rts->len == 0)
		return;
	g_string_append_printf(out, " %s", what);
	for (unsigned i = 0; i < rts->len; i++) {
		g_string_append_c(out, ' ');
		net_rt_append(g_array_index(rts, NetRt, i), out);
	}
}

static void route_target_describe(const void *config, GString *kind, GString *target)
{
	const RouteTargetAction *action = config;

	g_string_append(kind, "route-target");
	g_string_append_printf(target, "%s %s", action->node, action->vrf);
	append_rts(target, "import", action->import_rts);
	append_rts(target, "export", action->export_rts);
}

static const ConfigField route_target_fields[] = {
	CONFIG_FIELD(RouteTargetAction, node, "node", config_text, NULL, "name of the node"),
	CONFIG_FIELD(RouteTargetAction, vrf, "vrf", config_text, NULL, "name of the VRF"),
	CONFIG_FIELD(RouteTargetAction, import_rts, "import", config_rts, "",
		     "import route targets from now on"),
	CONFIG_FIELD(RouteTargetAction, export_rts, "export", config_rts, "",
		     "export route targets from now on"),
};

const ActionClass route_target_action = {
	.element = "route-target",
	.doc = "Changes the route targets of a VRF.",
	.fields = route_target_fields,
	.n_fields = G_N_ELEMENTS(route_target_fields),
	.config_size = sizeof(RouteTargetAction),
	.check = route_target_check,
	.apply = route_target_apply,
	.describe = route_target_describe,
};

/* <vrf node="PE-1" name="VPN-B" export-map="none" label-mode="per-vrf"/> */

typedef struct VrfState {
	const char *name;
	gboolean shut;
} VrfState;

static const VrfState vrf_states[] = {{"up", FALSE}, {"shut", TRUE}};

static gboolean parse_vrf_state(const char *text, void *out)
{
	*(const VrfState **)out = NULL;
	if (*text == '\0')
		return TRUE;
	for (unsigned i = 0; i < G_N_ELEMENTS(vrf_states); i++)
		if (strcmp(vrf_states[i].name, text) == 0) {
			*(const VrfState **)out = &vrf_states[i];
			return TRUE;
		}
	return FALSE;
}

static const ConfigKind config_vrf_state = {"vrf-state", "\"up\" or \"shut\"", parse_vrf_state,
					    NULL, NULL};

typedef struct VrfAction {
	char *node, *name;
	char *import_map, *export_map; /* "": as it was */
	char **redistribute;           /* empty: as it was */
	int label_mode;                /* VpnLabelMode; -1: as it was */
	const VrfState *state;         /* NULL: as it was */
} VrfAction;

static gboolean parse_label_mode(const char *text, void *out)
{
	VpnLabelMode mode;

	*(int *)out = -1;
	if (*text == '\0')
		return TRUE;
	if (!vpn_label_mode_parse(text, &mode))
		return FALSE;
	*(int *)out = (int)mode;
	return TRUE;
}

static const ConfigKind config_label_mode = {
	"label-mode", "\"per-prefix\", \"per-ce\" or \"per-vrf\"", parse_label_mode, NULL, NULL};

static const char no_map[] = "none";

static gboolean is_map(const Node *node, const char *field, const char *name, GError **error)
{
	if (*name == '\0' || strcmp(name, no_map) == 0 ||
	    policy_set_map(node->policies, name, error))
		return TRUE;
	g_prefix_error(error, "%s: ", field);
	return FALSE;
}

static gboolean changes_anything(const VrfAction *action)
{
	return *action->import_map || *action->export_map || *action->redistribute ||
	       action->label_mode >= 0 || action->state;
}

static gboolean vrf_action_check(Network *network, const void *config, GError **error)
{
	const VrfAction *action = config;
	const Node *node = network_node(network, action->node);

	if (!vrf_check(network, action->node, action->name, error))
		return FALSE;
	if (!changes_anything(action)) {
		g_set_error(error, PROTO_ERROR, 0,
			    "write what changes, such as import-map=\"...\" or state=\"shut\"");
		return FALSE;
	}
	return is_map(node, "import-map", action->import_map, error) &&
	       is_map(node, "export-map", action->export_map, error);
}

/* NULL where it is none. */
static const PolicyMap *map_of(const Node *node, const char *name)
{
	return strcmp(name, no_map) == 0 ? NULL : policy_set_map(node->policies, name, NULL);
}

static void vrf_action_apply(Network *network, const void *config)
{
	const VrfAction *action = config;
	Node *node = network_node(network, action->node);
	VpnVrf *vrf = vpn_vrf(node->vpn, action->name);

	if (*action->import_map)
		vpn_vrf_set_import_map(vrf, map_of(node, action->import_map));
	if (*action->export_map)
		vpn_vrf_set_export_map(vrf, map_of(node, action->export_map));
	if (action->label_mode >= 0)
		vpn_vrf_set_label_mode(vrf, (VpnLabelMode)action->label_mode);
	if (*action->redistribute)
		vpn_vrf_set_redistribute(vrf, (const char *const *)action->redistribute);
	if (action->state)
		node_set_vrf_shut(node, fwd_node_vrf(node->fwd, action->name), action->state->shut);
}

static void append_word(GString *out, const char *what, const char *word)
{
	if (*word)
		g_string_append_printf(out, " %s %s", what, word);
}

static void vrf_action_describe(const void *config, GString *kind, GString *target)
{
	const VrfAction *action = config;

	g_autofree char *redistribute = g_strjoinv(" ", action->redistribute);

	g_string_append_printf(kind, "vrf%s%s", action->state ? "-" : "",
			       action->state ? action->state->name : "");
	g_string_append_printf(target, "%s %s", action->node, action->name);
	append_word(target, "import-map", action->import_map);
	append_word(target, "export-map", action->export_map);
	append_word(target, "redistribute", redistribute);
	if (action->label_mode >= 0)
		append_word(target, "label-mode",
			    vpn_label_mode_name((VpnLabelMode)action->label_mode));
}

static const ConfigField vrf_fields[] = {
	CONFIG_FIELD(VrfAction, node, "node", config_text, NULL, "name of the node"),
	CONFIG_FIELD(VrfAction, name, "name", config_text, NULL, "name of the VRF"),
	CONFIG_FIELD(VrfAction, import_map, "import-map", config_text, "",
		     "route map from now on, or none; empty: as it was"),
	CONFIG_FIELD(VrfAction, export_map, "export-map", config_text, "", "likewise"),
	CONFIG_FIELD(VrfAction, label_mode, "label-mode", config_label_mode, "",
		     "per-prefix, per-ce or per-vrf from now on; empty: as it was"),
	CONFIG_FIELD(VrfAction, redistribute, "redistribute", config_sources, "",
		     "whose routes become VPN routes from now on; empty: as it was"),
	CONFIG_FIELD(VrfAction, state, "state", config_vrf_state, "",
		     "shut (without interfaces and protocols) or up; empty: as it was"),
};

const ActionClass vrf_action = {
	.element = "vrf",
	.doc = "Changes a VRF: its route maps, whose routes it exports, its labels; or shuts it.",
	.fields = vrf_fields,
	.n_fields = G_N_ELEMENTS(vrf_fields),
	.config_size = sizeof(VrfAction),
	.check = vrf_action_check,
	.apply = vrf_action_apply,
	.describe = vrf_action_describe,
};
