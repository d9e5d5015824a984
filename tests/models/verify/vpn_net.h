/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CE-3 -- PE-2 -- P -- PE-1 -- CE-2 with a VPN, its tables filled by hand: what LDP and BGP would have
 * put there, without them. A flow "f" leads from CE-3 (152.12.3.1) to CE-2 (152.12.4.1).
 *
 * LDP labels at P: 17 for PE-1 (10.0.0.1), 18 for PE-2 (10.0.0.2). VPN labels: 29 at PE-1, 92 at PE-2.
 */
#ifndef TESTS_VPN_NET_H
#define TESTS_VPN_NET_H

#include "models/verify/flow.h"
#include "tests/models/rib/rib_lab.h"

enum { CE_3, PE_2, P, PE_1, CE_2, VPN_NODES };

typedef struct VpnNet {
	Sim *sim;
	Network *network;
	FlowSet *flows;
	Flow *flow;
	Node *nodes[VPN_NODES];
	RibSource igp[VPN_NODES], ldp[VPN_NODES], bgp[VPN_NODES], fixed[VPN_NODES];
} VpnNet;

VpnNet *vpn_net_new(void); /* interfaces up, tables filled, flows not watched yet */
void vpn_net_free(VpnNet *net);

/* CE-9, in VPN-A of PE-1, has the address of CE-2 too. The VPN label of VPN-A is 28. */
void vpn_net_add_namesake(VpnNet *net);

Rib *vpn_net_rib(VpnNet *net, unsigned node); /* global */
Rib *vpn_net_vrf(VpnNet *net, unsigned node); /* VPN-B of a PE */
FwdLink *vpn_net_link(VpnNet *net, unsigned a, unsigned b);
Node *vpn_net_node(VpnNet *net, const char *name);
FwdIface *vpn_net_iface(Node *node, const char *name, FwdIfaceKind kind, const char *vrf,
			const char *address);

/* What can be seen of the path: the stacks on its links with values and TTLs, then how it ends:
 * "ip 64 | 17/29 63/63 | 29 62 | ip 61 | delivered". */
char *vpn_net_path(const Path *path);
void vpn_net_run(VpnNet *net, SimTime until);

#endif
