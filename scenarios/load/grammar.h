/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The grammar of scenario files as tables: which elements there are, what stands in them, their
 * attributes with kinds and defaults. The loader's own elements are listed here; those of protocols
 * and operator actions come from their registries (models/node), whatever these hold.
 */
#ifndef LOAD_GRAMMAR_H
#define LOAD_GRAMMAR_H

#include "models/node/action.h"
#include "models/oam/traceroute.h"
#include "models/policy/policy_list.h"
#include "scenarios/load/expectations.h"
#include "scenarios/load/kinds.h"

typedef enum {
	LOAD_SCENARIO,
	LOAD_CARRIER,
	LOAD_CUSTOMER,
	LOAD_NODE,
	LOAD_ROUTE_MAP,
	LOAD_MAP_ENTRY,
	LOAD_LOOPBACK,
	LOAD_VRF,
	LOAD_LINK,
	LOAD_SIDE,
	LOAD_SEGMENT,
	LOAD_PORT,
	LOAD_FLOW,
	LOAD_PING,
	LOAD_TRACEROUTE,
	LOAD_PROBE,
	LOAD_AT,
	LOAD_IBGP, /* intent, from here on: expanded away before anything is built */
	LOAD_VPN,
	LOAD_SITE,
	LOAD_INTER_AS,
	LOAD_BORDER,
	LOAD_INCLUDE,
	LOAD_USE,
	LOAD_TEMPLATE,
	LOAD_PARAMETER,
	LOAD_DEFAULTS,
	LOAD_OWN_KINDS, /* those below are registered by others */
	LOAD_PROTOCOL = LOAD_OWN_KINDS,
	LOAD_ITEM,           /* in a protocol */
	LOAD_INTERFACE_ITEM, /* in a link or loopback */
	LOAD_ACTION,
	LOAD_EXPECT,
	LOAD_POLICY_LIST,
	LOAD_LIST_ENTRY,
	LOAD_POLICY_RULE,
} LoadKind;

/* What an element may look like. Everything but the shape itself is static. */
typedef struct LoadShape {
	LoadKind kind;
	const char *element;
	const char *doc;
	const ConfigField *fields;
	unsigned n_fields;
	size_t config_size;
	uint64_t holds; /* kinds of the elements inside: 1 << LoadKind */
	gboolean open;  /* there may be others inside, which are looked at elsewhere */
	/* What it stands for; NULL where it is of another kind. */
	const ProtoClass *protocol; /* of items too */
	const ProtoItem *item;
	const ActionClass *action;
	const LoadExpectClass *expect;
	const PolicyListClass *list; /* of its entries too */
	const PolicyRule *rule;
} LoadShape;

LoadShape load_shape_root(void);
LoadShape load_shape_own(LoadKind kind); /* below LOAD_OWN_KINDS */
/* The shapes that may stand in an element of this shape, own kinds first. The caller frees. */
GArray *load_shape_inside(const LoadShape *shape);

/* Configuration structs of the loader's own elements. "" and unset addresses: not given. */
typedef struct LoadScenario {
	char *name;
	SimTime until;
} LoadScenario;

/* What a carrier says of all its nodes and links. */
typedef struct LoadIntent {
	char *igp; /* "": none */
	uint32_t area;
	gboolean ldp;
	NetPrefix loopbacks, links; /* unset: no pool */
	uint8_t link_length;
} LoadIntent;

/* What a node or link says of the carrier's protocols. */
typedef struct LoadRuns {
	LoadChoice igp, ldp;
} LoadRuns;

typedef struct LoadGroup { /* carrier or customer */
	char *name;
	uint32_t asn; /* 0: none */
	LoadIntent intent;
} LoadGroup;

typedef struct LoadNode {
	char *name;
	NodeRole role;
	uint32_t asn; /* 0: the group's */
	NetAddr router_id;
	FwdTtlModel ttl_model;
	FwdCosts costs;
	LoadRuns runs;
} LoadNode;

/* Lists and route maps. */
typedef struct LoadPolicy {
	char *name;
} LoadPolicy;

typedef struct LoadLoopback {
	char *name;
	NetPrefix address;
} LoadLoopback;

typedef struct LoadVrf {
	char *name;
	NetRd rd;
	GArray *import_rts, *export_rts; /* of NetRt */
	char *import_map, *export_map;   /* "": none */
	GStrv redistribute;
	NetSoo site_of_origin;
	VpnLabelMode label_mode;
	RibLimit limit;
	gboolean inter_as_hybrid;
	VpnHybrid hybrid; /* where it is one */
} LoadVrf;

typedef struct LoadLinkEnd {
	LoadEnd at;
	NetPrefix address; /* unset where it is unnumbered */
	char *unnumbered;  /* name of the interface whose address it borrows */
	char *vrf;
	FwdLabelCheck label_check;
} LoadLinkEnd;

/* What links and segments have in common. */
typedef struct LoadLine {
	SimTime delay;
	uint64_t bandwidth;
	gboolean mpls;
	uint32_t mtu;
	uint32_t queue;     /* bytes; 0: no limit */
	uint32_t loss;      /* of a million frames */
	uint32_t inner_mtu; /* 0: no limit */
	LoadRuns runs;
} LoadLine;

/* What an end may have otherwise than the link or segment that it is of. */
typedef struct LoadOwn {
	LoadChoice mpls;
	uint32_t mtu; /* 0: as all */
} LoadOwn;

typedef struct LoadLink {
	LoadLinkEnd ends[2];
	LoadLine line;
	uint32_t vlan; /* 0: none */
} LoadLink;

/* <end> in a link. */
typedef struct LoadSide {
	char *node;
	LoadOwn own;
} LoadSide;

typedef struct LoadSegment {
	LoadLine line;
} LoadSegment;

typedef struct LoadPort {
	LoadLinkEnd end;
	LoadOwn own;
} LoadPort;

typedef struct LoadFlow {
	char *name, *from, *vrf;
	NetAddr source, to;
	char *to_node;
	uint8_t ttl, dscp;
} LoadFlow;

/* Whence and whither probes go: along a flow, or between ends. First member of what sends them. */
typedef struct LoadProbe {
	char *name, *flow, *from, *vrf;
	NetAddr source, to;
	SimTime time, timeout;
} LoadProbe;

typedef struct LoadPing {
	LoadProbe probe;
	SimTime interval;
	uint32_t count, size;
	uint8_t ttl, dscp;
	gboolean df;
	char *expect; /* "": anything */
} LoadPing;

typedef struct LoadTraceroute {
	LoadProbe probe;
	TracerouteMethod method;
	uint8_t max_ttl, probes;
} LoadTraceroute;

/* Probes of a watched flow, compared with its path. */
typedef struct LoadFlowProbe {
	char *flow;
	SimTime interval, from, to, timeout;
} LoadFlowProbe;

typedef struct LoadAt {
	SimTime time;
} LoadAt;

typedef struct LoadIbgp {
	GStrv families, reflectors; /* reflectors: names of nodes */
} LoadIbgp;

typedef struct LoadVpn {
	char *name;
	NetRd rd;
	GArray *rts, *spoke_rts; /* of NetRt */
	NetPrefix links;         /* unset: no pool */
	uint8_t link_length;
} LoadVpn;

typedef struct LoadSite {
	char *ce, *pe;
	uint32_t asn; /* 0: none */
	GStrv lan;    /* prefixes */
	LoadSiteProtocol protocol;
	LoadSiteRole role;
	NetPrefix subnet; /* unset: of the pool */
} LoadSite;

typedef struct LoadInterAs {
	LoadOption option;
	GStrv carriers, transit; /* names */
	NetPrefix links;         /* unset: no pool */
	uint8_t link_length;
	GStrv vpns;    /* empty: all that carriers have in common */
	uint32_t vlan; /* of the first of them */
	LoadSiteProtocol protocol;
	gboolean next_hop_self;
	LoadSpeakers speakers;
	LoadOrigin origin;
	LoadLabels labels;
	LoadSameAs same_as;
	uint8_t multihop;
} LoadInterAs;

typedef struct LoadBorder {
	LoadEnd ends[2]; /* interface "": not given */
	NetPrefix links; /* unset: that of the LoadInterAs */
} LoadBorder;

typedef struct LoadInclude {
	char *file;
} LoadInclude;

typedef struct LoadUse {
	char *template;
} LoadUse;

typedef struct LoadTemplate {
	char *name;
} LoadTemplate;

typedef struct LoadParameter {
	char *name, *fallback;
} LoadParameter;

#endif
