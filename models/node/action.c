/* SPDX-License-Identifier: Apache-2.0 */
#include "models/node/action.h"

#include "models/net/records.h"
#include "models/node/network_private.h"

#include <string.h>

typedef struct NetworkAction {
	SimEvent event; /* first member */
	Network *network;
	const ActionClass *class_;
	void *config;
} NetworkAction;

/* <protocol node="P" name="ldp" running="no"/> */
typedef struct ProtocolAction {
	char *node, *name, *vrf;
	gboolean running;
} ProtocolAction;

static ProtoInstance *protocol_find(const Network *network, const ProtocolAction *action)
{
	const Node *node = network_node(network, action->node);

	return node ? node_protocol(node, action->name, *action->vrf ? action->vrf : NULL) : NULL;
}

static gboolean protocol_check(Network *network, const void *config, GError **error)
{
	const ProtocolAction *action = config;

	if (protocol_find(network, action))
		return TRUE;
	if (!network_node(network, action->node))
		g_set_error(error, PROTO_ERROR, 0,
			    "there is no node \"%s\"; write the name of a node", action->node);
	else
		g_set_error(error, PROTO_ERROR, 0,
			    "node \"%s\" does not run %s%s%s; write a protocol that it runs",
			    action->node, action->name, *action->vrf ? " in VRF " : "",
			    action->vrf);
	return FALSE;
}

static void protocol_apply(Network *network, const void *config)
{
	const ProtocolAction *action = config;

	node_set_running(network_node(network, action->node), action->name,
			 *action->vrf ? action->vrf : NULL, action->running);
}

static void protocol_describe(const void *config, GString *kind, GString *target)
{
	const ProtocolAction *action = config;

	g_string_append(kind, action->running ? "protocol-start" : "protocol-stop");
	g_string_append_printf(target, "%s %s%s%s", action->node, action->name,
			       *action->vrf ? " " : "", action->vrf);
}

static const ConfigField protocol_fields[] = {
	CONFIG_FIELD(ProtocolAction, node, "node", config_text, NULL, "name of the node"),
	CONFIG_FIELD(ProtocolAction, name, "name", config_text, NULL, "ospf, ldp, bgp or static"),
	CONFIG_FIELD(ProtocolAction, vrf, "vrf", config_text, "", "VRF; empty: the global table"),
	CONFIG_FIELD(ProtocolAction, running, "running", config_bool, NULL, "yes or no"),
};

static const ActionClass protocol_action = {
	.element = "protocol",
	.doc = "Takes a protocol out of a node's configuration, or puts it back.",
	.fields = protocol_fields,
	.n_fields = G_N_ELEMENTS(protocol_fields),
	.config_size = sizeof(ProtocolAction),
	.check = protocol_check,
	.apply = protocol_apply,
	.describe = protocol_describe,
};

typedef struct NodeState {
	const char *name;
	void (*enter)(Node *node);
} NodeState;

static const NodeState node_states[] = {{"crash", node_crash}, {"restart", node_restart}};

static gboolean parse_node_state(const char *text, void *out)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(node_states); i++)
		if (strcmp(node_states[i].name, text) == 0) {
			*(const NodeState **)out = &node_states[i];
			return TRUE;
		}
	return FALSE;
}

static const ConfigKind config_node_state = {"node-state", "\"crash\" or \"restart\"",
					     parse_node_state, NULL, NULL};

/* <node name="P" state="crash"/> */
typedef struct NodeAction {
	char *name;
	const NodeState *state;
} NodeAction;

static gboolean node_check(Network *network, const void *config, GError **error)
{
	const NodeAction *action = config;

	if (network_node(network, action->name))
		return TRUE;
	g_set_error(error, PROTO_ERROR, 0, "there is no node \"%s\"; write the name of a node",
		    action->name);
	return FALSE;
}

static void node_apply(Network *network, const void *config)
{
	const NodeAction *action = config;

	action->state->enter(network_node(network, action->name));
}

static void node_describe(const void *config, GString *kind, GString *target)
{
	const NodeAction *action = config;

	g_string_append_printf(kind, "node-%s", action->state->name);
	g_string_append(target, action->name);
}

static const ConfigField node_fields[] = {
	CONFIG_FIELD(NodeAction, name, "name", config_text, NULL, "name of the node"),
	CONFIG_FIELD(NodeAction, state, "state", config_node_state, NULL,
		     "crash (silent at once, all that it has learned is lost) or restart (cold)"),
};

static const ActionClass node_action = {
	.element = "node",
	.doc = "Crashes or restarts a node.",
	.fields = node_fields,
	.n_fields = G_N_ELEMENTS(node_fields),
	.config_size = sizeof(NodeAction),
	.check = node_check,
	.apply = node_apply,
	.describe = node_describe,
};

const ActionClass *const action_classes[] = {
	&link_action,    &node_action,   &protocol_action, &route_target_action,
	&session_action, &policy_action, &vrf_action,      &interface_action,
	&network_action, &route_action,  &set_action,      NULL,
};

static void run_action(SimEvent *event)
{
	NetworkAction *action = (NetworkAction *)event;
	Sim *sim = action->network->sim;
	GString *kind = g_string_new(NULL);
	GString *target = g_string_new(NULL);
	TraceAction record = {.head = {.type = &trace_action}};

	action->class_->describe(action->config, kind, target);
	record.kind = kind->str;
	record.target = target->str;
	sim_new_epoch(sim);
	sim_set_cause(sim, sim_trace(sim, &record.head));
	action->class_->apply(action->network, action->config);
	g_string_free(kind, TRUE);
	g_string_free(target, TRUE);
}

void network_schedule(Network *network, SimTime time, const ActionClass *class_, void *config)
{
	NetworkAction *action = g_new0(NetworkAction, 1);

	action->event.fn = run_action;
	action->network = network;
	action->class_ = class_;
	action->config = config;
	g_ptr_array_add(network->actions, action);
	/* An operator who will act is no work of the network's; what follows from the action is. */
	sim_event_schedule(network->sim, &action->event, time, SIM_PERIODIC);
}

void network_action_free(void *user)
{
	NetworkAction *action = user;

	sim_event_cancel(action->network->sim, &action->event);
	config_clear(action->class_->fields, action->class_->n_fields, action->config);
	g_free(action->config);
	g_free(action);
}
