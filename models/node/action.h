/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Operator actions: what somebody does to a running network. Each is one row of a table, from which
 * the timeline of a scenario (<at>) is read.
 */
#ifndef NODE_ACTION_H
#define NODE_ACTION_H

#include "models/net/config.h"
#include "models/node/network.h"

typedef struct ActionClass {
	const char *element; /* "link", "protocol", "vrf" */
	const char *doc;
	const ConfigField *fields;
	unsigned n_fields;
	size_t config_size;
	/* Names and values make sense for this network; else sets *error. Called once, at load. */
	gboolean (*check)(Network *network, const void *config, GError **error);
	void (*apply)(Network *network, const void *config);
	/* For TraceAction: kind such as "link-down", target such as "P--PE-1". */
	void (*describe)(const void *config, GString *kind, GString *target);
} ActionClass;

extern const ActionClass *const action_classes[]; /* NULL terminated */
/* Of them, those of links, of BGP's neighbours, and of VRFs. */
extern const ActionClass link_action, interface_action;
extern const ActionClass network_action, route_action, set_action; /* protocols' configuration */
extern const ActionClass session_action, policy_action;
extern const ActionClass route_target_action, vrf_action;

/* Schedules the action: at its time a new epoch begins, a TraceAction is emitted and is the cause of
 * all that follows. Takes config over (g_malloc'd, cleared with config_clear() at the end). */
void network_schedule(Network *network, SimTime time, const ActionClass *class_, void *config);

#endif
