/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the sources of models/vpn alone. */
#ifndef VPN_VPN_PRIVATE_H
#define VPN_VPN_PRIVATE_H

#include "models/bgp/bgp_vpn.h"
#include "models/bgp/bgp_vrf.h"
#include "models/net/trie.h"
#include "models/rib/nht.h"
#include "models/vpn/vpn.h"

struct Vpn {
	const ProtoHost *host;
	ProtoInstance *bgp; /* of the global table; NULL while not attached */
	GPtrArray *vrfs;    /* of VpnVrf, owned, in order of creation */
};

/* A label for all that is sent to one neighbour in the VRF. */
typedef struct VpnCe {
	NetAddr gateway;
	uint32_t label;
	unsigned holds;
	RibNht *nht; /* of gateway */
} VpnCe;

/* What an exported prefix's label is. */
typedef enum { VPN_LABEL_OF_PREFIX, VPN_LABEL_OF_CE, VPN_LABEL_OF_VRF } VpnLabelKind;

typedef struct VpnExport {
	VpnLabelKind kind;
	uint32_t label;
	VpnCe *ce; /* VPN_LABEL_OF_CE */
} VpnExport;

struct VpnVrf {
	Vpn *vpn;
	Rib *rib;
	ProtoInstance *bgp; /* the VRF's own; NULL while not attached */
	NetRd rd;
	GArray *import_rts, *export_rts;          /* of NetRt */
	const PolicyMap *import_map, *export_map; /* NULL: none */
	GStrv redistribute;
	NetSoo site_of_origin;
	VpnLabelMode label_mode;
	RibLimit limit;
	VpnHybrid hybrid;
	NetTrie *exported; /* of VpnExport */
	NetTrie *
		kept; /* of PolicyResult: what the export map denies; permitted: what there is no label for */
	SimTimer labels_free; /* those may be exported now */
	/* vpn_label.c */
	GPtrArray *ces;      /* of VpnCe, owned */
	uint32_t label;      /* that ends in a lookup; NET_LABEL_NONE while nobody needs it */
	unsigned label_uses; /* exported prefixes with it */
};

/* peer may be NULL; vrf NULL: of no VRF. rd 0: no VPN route. */
void vpn_record_refusal(const Vpn *vpn, const char *vrf, const NetPrefix *prefix, NetRd rd,
			const char *peer, const char *reason);
/* NULL where there is none. */
VpnVrf *vpn_vrf_with_rd(const Vpn *vpn, NetRd rd);

/* vpn_export.c */
/* The VRF's table and BGP are followed from now on, also what they hold already. */
void vpn_export_start(VpnVrf *vrf);
void vpn_export_stop(VpnVrf *vrf); /* nobody is told */
/* Of VpnVrf.labels_free: what is kept for want of a label. */
void vpn_export_unlabelled(void *vrf);
/* Of all routes of the VRF: whether they are exported. */
void vpn_export_reconsider(VpnVrf *vrf);
/* Everything is told anew. */
void vpn_export_again(VpnVrf *vrf);

/* vpn_import.c */
void vpn_import_start(Vpn *vpn);
void vpn_import_stop(Vpn *vpn);
/* The VRF's import policy is another one. */
void vpn_import_again(VpnVrf *vrf);
/* It imports these route targets from now on, owned. */
void vpn_import_set_targets(VpnVrf *vrf, GArray *rts);
/* Whether one of its route targets is among those that the VRF imports. */
gboolean vpn_wants(const VpnVrf *vrf, const BgpVpnRoute *route);
gboolean vpn_imports_any(const VpnVrf *vrf, const NetRt *rts, unsigned n);

/* vpn_hybrid.c */
/* The route comes from a hybrid neighbour into a hybrid VRF: import, which the VRF takes it in with, is made to lead
 * where the VRF says. */
void vpn_hybrid_lead(const VpnVrf *vrf, const BgpVpnRoute *route, BgpImport *import);
/* As tables have it: an address, "global", "as told"; NULL: it is not hybrid. */
const char *vpn_hybrid_text(const VpnHybrid *hybrid, char text[NET_ADDR_STRLEN]);
/* A route that the VRF has imported is exported anew. */
gboolean vpn_hybrid_passes_on(const VpnVrf *vrf, const BgpVrfRoute *route);
void vpn_hybrid_start(Vpn *vpn);
void vpn_hybrid_stop(Vpn *vpn);
/* The VRF imports other route targets than before. */
void vpn_hybrid_targets_changed(const VpnVrf *vrf);

/* vpn_label.c */
void vpn_label_init(VpnVrf *vrf);
void vpn_label_release(VpnVrf *vrf); /* of all that it made */
/* The label of a prefix, by the VRF's mode; FALSE where there is none left. What *export held before is
 * given back; all zero: nothing. */
gboolean vpn_label_settle(VpnVrf *vrf, const NetPrefix *prefix, VpnExport *export);
void vpn_label_drop(VpnVrf *vrf, const NetPrefix *prefix, const VpnExport *export);

#endif
