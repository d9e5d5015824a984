/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a protocol is to the rest of the house: a class that describes its configuration and makes
 * instances. An instance runs on one node in one VRF. The registry of classes is in models/node;
 * loader, recorder and shell need no edit for a new one.
 */
#ifndef RIB_PROTOCOL_H
#define RIB_PROTOCOL_H

#include "models/net/config.h"
#include "models/net/table.h"
#include "models/policy/policy.h"
#include "models/rib/rib.h"

typedef struct ProtoClass ProtoClass;
typedef struct ProtoInstance ProtoInstance;
typedef struct ProtoItem ProtoItem;

/* What an instance gets to work with; all borrowed and outliving it. */
typedef struct ProtoHost {
	Sim *sim;
	FwdNode *fwd;
	RibNode *rib_node;
	const char *node_name;
	uint32_t asn;              /* of the node's carrier or site; 0 where none */
	NetAddr router_id;         /* IPv4 */
	const PolicySet *policies; /* that its configuration names; NULL: none */
} ProtoHost;

/* First member of every protocol's instance struct. */
struct ProtoInstance {
	const ProtoClass *class_;
	const ProtoHost *host;
	Rib *rib; /* the tables it works in */
	gboolean running;
};

/* Number of the only instance in a table, or of the first. */
#define PROTO_PROCESS_FIRST 1
/* How texts call an instance: "ospf", or "ospf:2" for another than the first. The caller frees. */
char *proto_instance_name(const ProtoClass *class_, unsigned process);

/* A child element of the protocol's configuration: an interface it runs on, a neighbour, a route. */
struct ProtoItem {
	const char
		*element; /* "neighbor", "route", "network"; for interface items, the protocol's own
			      * name, as it stands in <link> or <interface> */
	gboolean on_interface;
	const char *doc;
	const ConfigField *fields;
	unsigned n_fields;
	size_t config_size;
	/* config is valid during the call only (copy what is kept; texts too). iface is NULL unless
	 * on_interface. Called before start(). FALSE sets *error. */
	gboolean (*add)(ProtoInstance *instance, FwdIface *iface, const void *config,
			GError **error);
	/* on_interface, where ProtoClass.process_of is: the instance that the interface belongs to. */
	unsigned (*process_of)(const void *config);
	/* Undoes add(). Where it is there, either may be called while the instance runs, and same() says
	 * whether two configurations are of one item. NULL: items neither come nor go then. */
	void (*remove)(ProtoInstance *instance, FwdIface *iface, const void *config);
	gboolean (*same)(const void *a, const void *b);
	guint (*hash)(const void *config); /* one of those that are the same; with same() */
	/* Fields that may have another value while the instance runs, whatever the others have: NULL
	 * terminated; NULL: none may. can_change() sets *error where config, which differs from what was
	 * added in one of them, makes no sense; change() takes it, valid during the call only. */
	const char *const *live;
	gboolean (*can_change)(ProtoInstance *instance, FwdIface *iface, const void *config,
			       GError **error);
	void (*change)(ProtoInstance *instance, FwdIface *iface, const void *config);
};

/* A neighbour that it has, or tries to have, a session or adjacency with; a row of "sessions". */
typedef struct ProtoSession {
	const char *protocol, *vrf;
	const char *interface; /* NULL where it is bound to none */
	const char *peer;      /* as its records name it: address, router id */
	NetAddr local, remote; /* addresses of the two ends; unset where not known */
	const char *state;     /* the RFC's name */
	gboolean up;           /* routes or labels are exchanged */
	SimTime since_ns;      /* when it entered the state */
	const char *reason;    /* why it is not up, as far as is known; NULL: nothing to tell */
} ProtoSession;
typedef void (*ProtoSessionFn)(const ProtoSession *session, void *user);

struct ProtoClass {
	const char *name; /* element and show name: "ospf", "ldp", "bgp", "static" */
	const char *doc;
	const ConfigField *fields; /* of the instance */
	unsigned n_fields;
	size_t config_size;
	const ProtoItem *items;
	unsigned n_items;
	gboolean labels_only; /* it offers no routes that others could redistribute */
	/* Several instances may run in one table, each with a number of its own; an interface belongs to
	 * one of them. NULL: one instance. */
	unsigned (*process_of)(const void *config);
	/* As those of an item, of the instance's own fields; any value makes sense. */
	const char *const *live;
	void (*change)(ProtoInstance *instance, const void *config);
	/* config as for items. NULL sets *error. The instance does nothing before start(). After a
	 * crash another one is made of the same configuration. */
	ProtoInstance *(*create)(const ProtoHost *host, Rib *rib, const void *config,
				 GError **error);
	/* start() may follow stop() again: an operator turned it off and on. An orderly stop tells the
	 * neighbours as the RFC says and withdraws what it put into tables. */
	void (*start)(ProtoInstance *instance);
	void (*stop)(ProtoInstance *instance);
	/* Without a word to anybody; after stop() or not. The run may go on, as after a crash of the
	 * node: no timer, socket or watch of the instance is left. Tables have been emptied before, or
	 * are about to be. */
	void (*destroy)(ProtoInstance *instance);
	/* How it shows its state: NULL terminated, or NULL. Their instance is a ProtoInstance. Names
	 * begin with the protocol's. */
	const TableDef *const *tables;
	/* Its sessions, in order of configuration or discovery; NULL where it has none. */
	void (*foreach_session)(const ProtoInstance *instance, ProtoSessionFn fn, void *user);
};

/* For create() and add(): what is wrong in words that the loader puts file and line before. */
#define PROTO_ERROR proto_error_quark()
GQuark proto_error_quark(void);

#endif
