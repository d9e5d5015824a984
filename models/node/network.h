/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A network: its nodes, links and the protocols that run on them. Built once from configuration,
 * started, and freed; it lives in memory alone, in one thread, with no open files.
 */
#ifndef NODE_NETWORK_H
#define NODE_NETWORK_H

#include "models/fwd/iface.h"
#include "models/net/rd.h"
#include "models/policy/policy_list.h"
#include "models/rib/protocol.h"
#include "models/rib/rib.h"
#include "models/vpn/vpn.h"
#include "sim/sim.h"

typedef enum { NODE_PE, NODE_P, NODE_ASBR, NODE_RR, NODE_CE, NODE_ROLES } NodeRole;
const char *node_role_name(NodeRole role); /* "pe", "p", "asbr", "rr", "ce" */
gboolean node_role_parse(const char *text, NodeRole *out);

typedef struct Network Network;

typedef struct Node {
	Network *network; /* borrowed */
	char *name;
	NodeRole role;
	uint32_t asn;  /* 0 where none */
	char *carrier; /* name of its carrier, NULL for a customer's */
	FwdNode *fwd;
	RibNode *rib;
	ProtoHost host;
	/* Of ProtoInstance, owned, in order of creation; none while the node has crashed. */
	GPtrArray *protocols;
	GPtrArray *configured; /* what they are made of (protocols.c) */
	PolicySet *policies;   /* lists and route maps, owned */
	Vpn *vpn;              /* VRFs as BGP sees them; NULL while there is no VRF */
} Node;

struct Network {
	Sim *sim; /* borrowed */
	FwdNet *fwd;
	GPtrArray *nodes;    /* of Node, owned, in order of creation */
	GHashTable *names;   /* name -> Node, both borrowed; looked up alone */
	GPtrArray *links;    /* of FwdLink, owned, in order of creation */
	GPtrArray *actions;  /* timeline, owned */
	GPtrArray *policies; /* of PolicySet, owned: those that nodes share */
};

Network *network_new(Sim *sim);
void network_free(Network *network); /* NULL is fine */

/* The functions below set *error (PROTO_ERROR) where a name is taken or a value makes no sense. */
Node *network_add_node(Network *network, const char *name, NodeRole role, uint32_t asn,
		       const char *carrier, const NetAddr *router_id, GError **error);
Node *network_node(const Network *network, const char *name); /* NULL where unknown */

typedef struct NodeVrfConfig {
	const char *name;
	NetRd rd;
	NetSoo site_of_origin; /* 0: none */
	VpnLabelMode label_mode;
	RibLimit limit;
	VpnHybrid hybrid;
	const GArray *import_rts, *export_rts; /* of NetRt; borrowed */
	const char *const *redistribute; /* protocol names whose routes become VPN routes; NULL
						* terminated; "connected", "static", "bgp", "ospf",
						* "ospf:2" */
} NodeVrfConfig;
FwdVrf *node_add_vrf(Node *node, const NodeVrfConfig *config, GError **error);

/* vrf NULL: global. addresses (of NetPrefix with host bits) may be NULL. A loopback's first address is
 * how texts name the node. */
FwdIface *node_add_interface(Node *node, const char *name, FwdIfaceKind kind, const char *vrf,
			     const GArray *addresses, uint32_t mtu, gboolean mpls, GError **error);
/* A VLAN interface; as above. mtu 0: as its interface. */
FwdIface *node_add_vlan(Node *node, const char *name, FwdIface *parent, uint16_t vlan,
			const char *vrf, const GArray *addresses, uint32_t mtu, gboolean mpls,
			GError **error);
FwdLink *network_add_link(Network *network, FwdIface *a, FwdIface *b, SimTime delay,
			  uint64_t bandwidth);
/* A broadcast segment of any number of Ethernet interfaces. */
FwdLink *network_add_segment(Network *network, FwdIface *const *ifaces, unsigned n, SimTime delay,
			     uint64_t bandwidth);
/* The end of the link on a node, NULL where none; iface NULL: the first. */
FwdIface *network_link_end(const FwdLink *link, const char *node, const char *iface);
/* The first link between two nodes, NULL where there is none; interface names may be NULL. *n becomes
 * how many there are. */
FwdLink *network_link(const Network *network, const char *a_node, const char *b_node,
		      const char *a_iface, const char *b_iface, unsigned *n);

/* A set of lists and route maps for nodes to share; owned by the network. */
PolicySet *network_add_policies(Network *network);

/* The registry, in the order in which docs list them; NULL terminated. */
extern const ProtoClass *const proto_classes[];
/* Likewise the sorts of lists, and tables of rules of route maps. */
extern const PolicyListClass *const policy_list_classes[];
extern const PolicyRule *const policy_rules[];

/* One instance per class, number (ProtoClass.process_of) and VRF of a node. vrf NULL: global. */
ProtoInstance *node_add_protocol(Node *node, const ProtoClass *class_, const char *vrf,
				 const void *config, GError **error);
/* What belongs to the protocol, such as a neighbour or (iface not NULL) an interface. Its configuration
 * and the protocol's are kept, as those of a router on its disk. */
gboolean node_add_item(Node *node, ProtoInstance *instance, const ProtoItem *item, FwdIface *iface,
		       const void *config, GError **error);
/* The kept configuration of the first such item, for an operator who changes it: what is written there counts
 * when the node starts again. NULL where there is none. */
void *node_item_config(const Node *node, const char *name, const char *vrf, const char *element,
		       gboolean (*matches)(const void *config, const void *user), const void *user);
/* A sort of items of a protocol of a node. */
typedef struct NodeItemRef {
	const char *protocol, *vrf; /* as below; NULL: global */
	const char
		*element; /* ProtoItem.element, one that can be added and removed while it runs */
} NodeItemRef;
/* Before the start: whether an operator will be able to add, or remove, such an item. */
gboolean node_plan_item(Node *node, const NodeItemRef *ref, const void *config, gboolean present,
			GError **error);
/* What was planned. Nothing happens where it is so already. */
void node_set_item(Node *node, const NodeItemRef *ref, const void *config, gboolean present);

/* A new value of an attribute of a protocol, or of what it has on an interface. */
typedef struct NodeChange {
	char *interface, /* "": the protocol itself */
		*attribute, *value;
} NodeChange;
gboolean node_can_change(Node *node, const NodeItemRef *ref, const NodeChange *change,
			 GError **error);
void node_change(Node *node, const NodeItemRef *ref, const NodeChange *change);

/* name: "ospf", "ospf:2". NULL where the node does not run it, or has crashed. */
ProtoInstance *node_protocol(const Node *node, const char *name, const char *vrf);
/* Takes a protocol out of the configuration, or puts it back; of a node that has crashed, from when it
 * is back. FALSE where the node was never given it. */
gboolean node_set_running(Node *node, const char *name, const char *vrf, gboolean running);
/* A table without interfaces and protocols: what is configured there waits until it is not shut any more. */
void node_set_vrf_shut(Node *node, FwdVrf *vrf, gboolean shut);

/*
 * The node loses power: it falls silent in midst of a word, its neighbours lose carrier, and all that it
 * has learned is gone. Then it has power again and starts cold, from its configuration. Neither does
 * anything to a node that is in that state already.
 */
void node_crash(Node *node);
void node_restart(Node *node);

/* Brings up what is not shut and starts every protocol, in order: time 0 of the run. */
void network_start(Network *network);

#endif
