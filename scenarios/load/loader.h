/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the tree of a file to the network, in steps: nodes with their tables and loopbacks, policies,
 * links, protocols, then what is watched and done. Each step tells all mistakes that it finds and leaves out
 * what is wrong; a step that needs the whole network looks at names alone where it is not whole.
 */
#ifndef LOAD_LOADER_H
#define LOAD_LOADER_H

#include "scenarios/load/element.h"
#include "scenarios/load/scenario.h"

/* Names of one sort and the elements that have them. */
typedef struct LoadNames {
	GHashTable *elements; /* name (borrowed) -> LoadElement (borrowed); looked up alone */
	GPtrArray *list;      /* of char *, borrowed, in order */
} LoadNames;

typedef struct Loader {
	LoadErrors *errors;
	Scenario *scenario;
	LoadElement *root;
	LoadNames nodes;
	LoadNames flows;
	LoadNames customers;
	GHashTable *addresses; /* text "scope address" (owned) -> LoadElement that has it */
} Loader;

typedef struct LoadInterface {
	const char *name, *vrf;
	FwdIfaceKind kind;
	const NetPrefix *address; /* NULL: none */
	uint32_t mtu;             /* 0: as usual */
	gboolean mpls;
	FwdLabelCheck label_check;
	FwdIface *parent; /* of a VLAN interface */
	uint16_t vlan;
} LoadInterface;

/* What looks through all of its like takes time with their square; these bound it. */
#define LOAD_MAX_NODES 10000
#define LOAD_MAX_INTERFACES 4096 /* of a node */
#define LOAD_MAX_VRFS 4096       /* of a node */
#define LOAD_MAX_FLOWS 10000
#define LOAD_MAX_TRACEROUTES 10000 /* each has a UDP port of its node, which has 32768 */

void load_names_init(LoadNames *names);
void load_names_clear(LoadNames *names);
/* FALSE and a mistake told where another element has the name; what: "node". NULL is no name. */
gboolean load_names_add(LoadNames *names, const char *what, const char *name, LoadElement *element,
			LoadErrors *errors);
/* NULL and a mistake told where there is none: there is no WHAT "name"; ... */
LoadElement *load_names_find(const LoadNames *names, const char *what, const char *name,
			     unsigned line, LoadErrors *errors);
/* Appends all elements of a kind below parent, in order. */
void load_elements(const LoadElement *parent, LoadKind kind, GPtrArray *out);

/* Tells the GError as a mistake of the line and clears it; advice: what to write instead, NULL where
 * its own words say so. */
void load_gerror(Loader *loader, unsigned line, GError **error, const char *advice);
/* Adds an interface, usually with an address, to the node that has been built of an element; NULL where it is
 * refused, which is told. vrf "": global. */
FwdIface *load_add_interface(Loader *loader, LoadElement *element, const LoadElement *node,
			     const LoadInterface *config);
/* Tells where a field of the element that says whose routes it is about names nobody who has routes:
 * "connected", a protocol, one of its instances as "ospf:2". */
void load_check_sources(Loader *loader, const LoadElement *element);
/* The scope of a node's table; the caller frees it. */
char *load_scope(const LoadElement *node, const char *vrf);

/* The interface that a link has at an end: that of the end, or its part of the link's VLAN. The caller
 * frees. */
char *load_link_interface(const LoadLink *link, unsigned end);

/* The <end> that stands in the link for an end; NULL where there is none. */
const LoadElement *load_side(const LoadElement *link, unsigned end);
/* Appends the items of protocols of an interface: those of the link or segment that all its ends have, in the place
 * of which come those of the same protocol in own, an <end> or <port>; NULL: it has none of its own. */
void load_interface_items(const LoadElement *all, const LoadElement *own, GPtrArray *out);

void load_nodes(Loader *loader);
void load_policies(Loader *loader);
void load_links(Loader *loader);
void load_protocols(Loader *loader);
/* whole: the network stands as the file describes it. */
void load_flows(Loader *loader, gboolean whole);
void load_pings(Loader *loader, gboolean whole);
void load_traceroutes(Loader *loader, gboolean whole);
void load_probes_of_flows(Loader *loader, gboolean whole);
void load_actions(Loader *loader, gboolean whole);
/* expectations.c */
void load_expectations(Loader *loader, gboolean whole);
/* When to look at what an element expects, without the time: the file and line that it stands in. */
ExpectWhen load_expect_when(const Loader *loader, const LoadElement *element);
/* A time at which something happens: the run goes on until then. Told where it has ended by then. */
void load_note_time(Loader *loader, unsigned line, SimTime time);

#endif
