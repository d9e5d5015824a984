/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The network as checks of meaning look at it: tables, interfaces with what is configured on them,
 * links, and who has an address. Made once for all checks from the tree of the file and what has been built of it;
 * all lists are in the order of the file. Checks know protocols by their configuration, which the rest of the
 * loader does not.
 */
#ifndef LOAD_CHECK_NET_H
#define LOAD_CHECK_NET_H

#include "scenarios/load/check_sets.h"
#include "scenarios/load/loader.h"

typedef struct CheckWire CheckWire;
typedef struct CheckSessions CheckSessions;

/* The table of a VRF, or a global one. */
typedef struct CheckTable {
	const LoadElement *node, *vrf; /* vrf NULL: the global table */
	GPtrArray *ifaces;             /* of CheckIface, borrowed */
	unsigned id;                   /* index in CheckNet.tables */
} CheckTable;

typedef struct CheckIface {
	CheckTable *table;
	const LoadElement *element; /* <link>, <port> or <loopback> */
	const FwdIface *fwd;
	CheckWire *wire;  /* NULL: a loopback */
	GPtrArray *items; /* of LoadElement, borrowed: what protocols have on it */
} CheckIface;

/* A link or segment. */
struct CheckWire {
	const LoadElement *element; /* <link> or <segment> */
	const LoadLine *line;
	GPtrArray *ends; /* of CheckIface, borrowed */
	unsigned id;     /* index in CheckNet.wires */
};

typedef struct CheckNet {
	const Loader *loader;
	GPtrArray *tables, *ifaces, *wires; /* owned */
	CheckSets *joined;                  /* of tables: those that links join */
	CheckSets *inside; /* the same by links between nodes of one carrier or customer alone */
	GHashTable *sites; /* those of the sets joined that a VRF is in: sites of VPNs */
	CheckSessions
		*sessions;      /* of BGP (check_sessions.h); set after the rest, owned elsewhere */
	GHashTable *by_vrf;     /* FwdVrf -> CheckTable */
	GHashTable *by_address; /* NetAddr -> GPtrArray of CheckIface */
} CheckNet;

CheckNet *check_net_new(const Loader *loader);
void check_net_free(CheckNet *net);

/* The first element of a protocol in the table; NULL where there is none. */
const LoadElement *check_protocol(const CheckTable *table, const ProtoClass *class_);
/* What a protocol has on the interface; NULL where it has nothing. */
const LoadElement *check_item(const CheckIface *iface, const ProtoClass *class_);
/* Whether a protocol's element has in it an item of that name. */
gboolean check_has_item(const LoadElement *protocol, const char *element);
/* Whether a protocol's element redistributes that source; protocol NULL: it does not. */
gboolean check_redistributes(const LoadElement *protocol, const char *from);
/* The member of the element's configuration that an attribute is; NULL where it has none such. */
const void *check_value(const LoadElement *element, const char *attribute);

/* Carrier or customer of the table's node. */
const LoadElement *check_group(const CheckTable *table);
const Node *check_node(const CheckTable *table);
/* "node "N"", "VRF "V" of node "N"". The caller frees. */
char *check_table_name(const CheckTable *table);

/* "PE-1:core". The caller frees. */
char *check_iface_name(const CheckIface *iface);

/* The interface of the table in whose subnet the address is; NULL where there is none. */
const CheckIface *check_connected(const CheckTable *table, const NetAddr *address);
/* Whether links join the table to a VRF: it is of a site of a VPN, to which more than links leads. */
gboolean check_is_site(const CheckNet *net, const CheckTable *table);
/*
 * Who has an address, seen from a table: who is on a link of it, else somebody of the same carrier or customer that
 * links lead to, else the only one that links lead to. NULL where there is none, or (*known) there may be one but
 * nobody can tell which: several, or at another site of a VPN.
 */
const CheckIface *check_find(const CheckNet *net, const CheckTable *from, const NetAddr *address,
			     gboolean *known);
/* Tables that links join on which the protocol is at both ends. The caller frees. */
CheckSets *check_joined_by(const CheckNet *net, const ProtoClass *class_);
/* Number of links between two tables; at most most, else most + 1. */
unsigned check_distance(const CheckNet *net, const CheckTable *from, const CheckTable *to,
			unsigned most);

#endif
