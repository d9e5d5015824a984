/* SPDX-License-Identifier: Apache-2.0 */
/* A BGP speaker on one node, in one VRF: what all parts of the protocol share. */
#ifndef BGP_BGP_INSTANCE_H
#define BGP_BGP_INSTANCE_H

#include "models/bgp/bgp_family.h"
#include "models/bgp/bgp_run.h"
#include "models/bgp/bgp_vrf.h"
#include "models/fwd/tcp.h"
#include "models/rib/protocol.h"
#include "sim/timer.h"

/* What the decision process is configured to do (bgp_decide.h). */
typedef struct BgpDecision {
	gboolean always_compare_med; /* also of different neighbouring ASes */
	gboolean med_by_arrival;     /* paths are compared by twos, the latest first */
	gboolean med_missing_as_worst, as_path_ignore;
	gboolean compare_router_id; /* of external paths too; else the oldest stays */
	gboolean multipath_relax;   /* external multipaths may be of different ASes */
	uint8_t maximum_paths, maximum_paths_ibgp; /* 1 to RIB_MAX_HOPS */
	uint8_t maximum_paths_eibgp; /* of both together, in a VRF; 1: each for itself */
} BgpDecision;

/* Administrative distances of what goes to the RIB. */
typedef struct BgpDistance {
	uint8_t external, internal, local; /* local: aggregates */
} BgpDistance;

/* Who follows the chosen paths of a VRF (bgp_vrf.h). */
typedef struct BgpVrfWatch {
	BgpVrfWatchFn fn; /* NULL: nobody */
	void *user;
} BgpVrfWatch;

/* Who follows all paths of VPN routes (bgp_vpn.h). */
typedef struct BgpVpnPathsWatch {
	BgpVpnPathsFn fn; /* NULL: nobody */
	void *user;
} BgpVpnPathsWatch;

/* Which VPN routes VRFs of the node import (bgp_vpn.h). */
typedef struct BgpVpnWanted {
	BgpVpnWantedFn fn; /* NULL: none */
	void *user;
} BgpVpnWanted;

/* The route targets that VRFs of the node import (bgp_vpn.h). */
typedef struct BgpVpnTargets {
	BgpVpnTargetsFn fn; /* NULL: none */
	void *user;
} BgpVpnTargets;

/* VPN routes that no VRF imports: dropped, kept, or kept where there are others to tell them (bgp_keep.h). */
typedef enum { BGP_KEEP_NO, BGP_KEEP_YES, BGP_KEEP_AUTO, BGP_KEEPS } BgpKeep;

/* Which VPN routes have a label of this router's in common: none, or those with one next hop and label. */
typedef enum { BGP_LABEL_PER_PREFIX, BGP_LABEL_PER_NEXT_HOP, BGP_LABEL_MODES } BgpLabelMode;

struct Bgp {
	ProtoInstance instance; /* first member */
	Sim *sim;
	uint32_t as_number;
	uint32_t identifier;          /* BGP Identifier, host order */
	uint32_t cluster_id;          /* as reflector (RFC 4456 7) */
	gboolean client_to_client;    /* reflects what clients say to clients */
	gboolean install;             /* chosen IPv4 routes go to the RIB */
	gboolean via_default;         /* the default route may lead to next hops */
	gboolean internal_loop_check; /* AS loops also in internal peers' paths (RFC 4271 9.1.2) */
	BgpKeep keep;                 /* VPN routes that no VRF imports */
	BgpLabelMode label_mode;      /* of VPN routes */
	gboolean explicit_null;       /* own prefixes of labelled unicast have label 0 */
	gboolean egress_labels;       /* labels of its own in place of null labels */
	gboolean label_on_receipt;    /* labels for what came with one, whoever is told */
	gboolean need_lsp;            /* where a family's next hops need an LSP */
	BgpDecision decision;
	RibSource source;
	RibSource labelled_source;  /* of labelled unicast routes */
	RibSource connected_source; /* of host routes (bgp_host_route.h) */
	BgpRun *run;                /* owned reference */
	BgpTable tables[BGP_N_FAMILIES];
	GPtrArray *peers;        /* of BgpPeer, owned, in order of configuration */
	GHashTable *peer_index;  /* their addresses -> BgpPeer; for lookup */
	GPtrArray *groups;       /* of BgpGroup, owned, in order of creation */
	GArray *dirty;           /* of BgpDirty: prefixes that wait for the decision process */
	SimTimer decision_timer; /* SIM_WORK */
	GArray *vpn_watches;     /* of BgpVpnWatch, in order of registration */
	BgpVpnPathsWatch vpn_paths_watch;
	BgpVpnWanted vpn_wanted;
	BgpVpnTargets vpn_targets;
	BgpVpnWanted vpn_hybrid;      /* the same of hybrid VRFs (bgp_hybrid.h) */
	gboolean memberships_changed; /* since bgp_membership_settle(), with this cause */
	uint64_t memberships_cause;
	BgpVrfWatch vrf_watch;
	GPtrArray *networks;       /* of BgpNetwork, owned, in order of configuration */
	GHashTable *network_index; /* their prefixes -> BgpNetwork; for lookup */
	GPtrArray *redistributes;  /* of BgpRedistribute, owned, in order of configuration */
	GPtrArray *aggregates;     /* of BgpAggregate, owned, in order of configuration */
	BgpDistance distance;
};

static inline Bgp *bgp_of(ProtoInstance *instance)
{
	return (Bgp *)instance;
}

/* NULL: there is no such family. */
static inline BgpTable *bgp_table_for(Bgp *bgp, BgpRole role, NetFamily prefixes)
{
	int f = bgp_family_for(role, prefixes);

	return f < 0 ? NULL : &bgp->tables[f];
}

#endif
