/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/summary_sessions.h"

#include "cli/json.h"
#include "models/node/tables.h"
#include "sim/fsm.h"

#include <string.h>

typedef struct Summing {
	const Network *network;
	GString *out;
} Summing;

/* The session of a state machine, among those of its node. */
typedef struct Sought {
	const Fsm *fsm;
	char *reason; /* owned; NULL: nothing to tell */
} Sought;

static void take_reason(const void *row, void *user)
{
	const ProtoSession *session = row;
	Sought *sought = user;

	if (!sought->reason && session->reason &&
	    g_strcmp0(session->vrf, sought->fsm->instance) == 0 &&
	    g_strcmp0(session->peer, sought->fsm->peer) == 0 &&
	    strcmp(session->state, fsm_state_name(sought->fsm)) == 0)
		sought->reason = g_strdup(session->reason);
}

/* The caller frees. */
static char *reason_of(const Network *network, const Fsm *fsm)
{
	Sought sought = {.fsm = fsm};
	const Node *node = network_node(network, fsm->node);

	if (node)
		node_table_foreach(node, node_table("sessions"), take_reason, &sought);
	return sought.reason;
}

static void append_text(const Fsm *fsm, void *user)
{
	const Summing *summing = user;
	g_autofree char *reason = reason_of(summing->network, fsm);

	g_string_append_printf(summing->out, "  not up: %s %s %s, %s%s%s\n", fsm->node,
			       fsm->type->name, fsm->peer, fsm_state_name(fsm), reason ? ": " : "",
			       reason ? reason : "");
}

void summary_sessions_text(const Network *network, GString *out)
{
	Summing summing = {network, out};

	fsm_foreach_trying(network->sim, append_text, &summing);
}

static void append_json(const Fsm *fsm, void *user)
{
	const Summing *summing = user;
	GString *out = summing->out;
	g_autofree char *reason = reason_of(summing->network, fsm);

	json_begin(out, '{');
	json_name(out, "node");
	json_text(out, fsm->node);
	json_name(out, "protocol");
	json_text(out, fsm->type->name);
	json_name(out, "instance");
	json_text(out, fsm->instance);
	json_name(out, "peer");
	json_text(out, fsm->peer);
	json_name(out, "state");
	json_text(out, fsm_state_name(fsm));
	json_name(out, "reason");
	json_text(out, reason);
	json_end(out, '}');
}

void summary_sessions_json(const Network *network, GString *out)
{
	Summing summing = {network, out};

	fsm_foreach_trying(network->sim, append_json, &summing);
}
