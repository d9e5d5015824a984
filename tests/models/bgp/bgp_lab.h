/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Routers with BGP on modelled links, for tests. Router n is called Rn, its loopback "lo" is 10.0.0.n.
 * Routes and LSPs to the loopbacks are put into the RIBs by hand where two routers are joined.
 */
#ifndef TESTS_BGP_LAB_H
#define TESTS_BGP_LAB_H

#include "models/bgp/bgp.h"
#include "models/bgp/bgp_fsm.h"
#include "models/bgp/bgp_instance.h"
#include "models/bgp/bgp_peer.h"
#include "models/bgp/bgp_vpn.h"
#include "models/fwd/iface.h"

typedef struct LabRouter {
	char name[8];
	FwdNode *fwd;
	RibNode *rib_node;
	Rib *rib;
	RibSource igp, ldp;
	ProtoHost host;
	ProtoInstance *bgp; /* NULL: the test speaks for it */
} LabRouter;

#define LAB_ROUTERS 4

typedef struct Lab {
	Sim *sim;
	FwdNet *net;
	unsigned n;
	LabRouter routers[LAB_ROUTERS];
	GPtrArray *links;
	GString *log; /* transitions, messages, refusals, VPN routes: a line each */
} Lab;

/* n routers, router i in AS as_numbers[i - 1]; 0: no BGP on it. */
Lab *lab_new(unsigned n, const uint32_t *as_numbers);
/* R1 with R2 to Rn, all of one AS and up, with the families IPv4 unicast alone; attributes of R1's neighbours. */
Lab *lab_star(unsigned n, const char *attributes);
void lab_free(Lab *lab);
LabRouter *lab_router(Lab *lab, unsigned i);
Bgp *lab_bgp(Lab *lab, unsigned i);
NetAddr lab_loopback(unsigned i);

/* A link, with routes to each other's loopback. */
FwdLink *lab_link(Lab *lab, unsigned a, unsigned b);
/* One more loopback interface, with this address: before the start. */
void lab_add_stub(Lab *lab, unsigned i, const char *address);
/* An LSP from a to b's loopback, over the link between them. */
void lab_set_lsp(Lab *lab, unsigned a, unsigned b, gboolean up);
void lab_set_route(Lab *lab, unsigned a, unsigned b, gboolean up, uint32_t metric);
/* A route from a to b's loopback over the link with via. */
void lab_set_route_via(Lab *lab, unsigned a, unsigned b, unsigned via);

/* A neighbour of router a; attributes that are not given take their defaults, the address is b's
 * loopback, which need not be on a subnet. The families are words between blanks; attributes are
 * "name=value" between blanks. */
BgpPeer *lab_neighbor(Lab *lab, unsigned a, unsigned b, const char *families);
BgpPeer *lab_neighbor_with(Lab *lab, unsigned a, unsigned b, const char *families,
			   const char *attributes);
/* What BGP has by that name in its configuration. */
const ProtoItem *lab_item(const char *element);
/* An instance for a VRF's table, as the configuration has it where nothing is said. */
ProtoInstance *lab_bgp_in(LabRouter *router, Rib *rib);
/* A network statement of router a. */
void lab_originate(Lab *lab, unsigned a, const char *prefix);
/* Both are internal neighbours of each other, VPNv4 with LSPs both ways. */
void lab_join(Lab *lab, unsigned a, unsigned b);
BgpPeer *lab_peer(Lab *lab, unsigned a, unsigned b);
/* The first neighbour that it has. */
BgpPeer *lab_only_peer(Lab *lab, unsigned a);
NetAddr lab_link_address(unsigned a, unsigned b); /* a's on the link with b */
BgpState lab_state(Lab *lab, unsigned a, unsigned b);

void lab_start(Lab *lab); /* interfaces up, protocols started */
void lab_run(Lab *lab, SimTime until);
/* How often text occurs in the log. */
unsigned lab_count(const Lab *lab, const char *text);
/* Logs what the router's VPN watch is told: "R1 vpn add 1:1 10.1.0.0/16 via 10.0.0.2 label 16". */
void lab_watch_vpn(Lab *lab, unsigned i);

#endif
