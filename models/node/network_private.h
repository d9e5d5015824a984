/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the sources of models/node alone. */
#ifndef NODE_NETWORK_PRIVATE_H
#define NODE_NETWORK_PRIVATE_H

#include "models/node/network.h"

/* Frees an entry of Network.actions (action.c). */
void network_action_free(void *action);

/* The VRF of that name, NULL for the global one; else *error (network.c). */
gboolean node_find_vrf(Node *node, const char *name, FwdVrf **out, GError **error);

/* An item of a protocol's configuration. */
typedef struct NodeItem {
	const ProtoItem *item;
	FwdIface *iface;  /* borrowed; NULL where it is for none */
	void *config;     /* owned */
	gboolean planned; /* node_plan_item() */
} NodeItem;

/* A protocol as configured, from which its instance is made, and made again after a crash. */
typedef struct NodeProtocol {
	const ProtoClass *class_;
	char *name;              /* proto_instance_name() */
	FwdVrf *vrf;             /* borrowed */
	void *config;            /* owned */
	GPtrArray *items;        /* of NodeItem, owned */
	GHashTable *index;       /* set of those that come and go; for lookup */
	gboolean enabled;        /* not taken out of the configuration */
	ProtoInstance *instance; /* borrowed; NULL while the node has crashed */
} NodeProtocol;

/* items.c */
void node_items_init(NodeProtocol *protocol);
void node_items_release(NodeProtocol *protocol);
NodeItem *node_items_append(NodeProtocol *protocol, const ProtoItem *item, FwdIface *iface,
			    const void *config);
/* Before the network starts. */
void node_forget_plans(Node *node);

/* protocols.c */
NodeProtocol *node_find_protocol(const Node *node, const char *name, const char *vrf);
void node_protocol_free(void *protocol); /* without its instance */
/* Frees the instances, last one first. */
void node_destroy_protocols(Node *node);
/* Makes them again, as configured. */
void node_create_protocols(Node *node);
void node_start_protocols(Node *node);

#endif
