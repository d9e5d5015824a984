/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Small networks of OSPF routers for tests. A router has a loopback; links are point-to-point, 1 ms
 * long, each end named after the router at the other ("B2" for a second one). Everything is area 0 and default timers unless
 * a test says otherwise before net_start().
 */
#ifndef TESTS_OSPF_NET_H
#define TESTS_OSPF_NET_H

#include "models/net/records.h"
#include "models/ospf/ospf_iface.h"
#include "models/ospf/ospf_instance.h"

typedef struct Net {
	Sim *sim;
	FwdNet *fwd;
	GPtrArray *routers; /* of Router, owned */
	GPtrArray *links;   /* of FwdLink, owned */
	unsigned n_subnets;
} Net;

typedef struct Router {
	Net *net;
	FwdNode *fwd;
	RibNode *rib;
	ProtoHost host;
	OspfInstance *ospf;
} Router;

Net *net_new(void);
void net_free(Net *net);
Router *net_router(Net *net, const char *name, const char *router_id);
/* Subnets are 10.1.0.0/30, 10.1.1.0/30 ... in order; a has the lower address. */
FwdLink *net_join(Router *a, Router *b, uint16_t cost);
/* A segment with the next subnet, and a router's interface "lan" on it, with that host number. */
FwdLink *net_segment(Net *net);
OspfIface *net_attach(FwdLink *segment, Router *r, unsigned host, uint8_t priority);
/* An interface of the router's that something else than a router is attached to. */
FwdIface *net_iface(Router *r, const char *name, const char *address,
		    const OspfIfaceConfig *config);
OspfIfaceConfig net_iface_config(void); /* the defaults */
/* Adds an item of the protocol that is not on an interface: "range", "area=0 prefix=10.0.0.0/8".
 * Returns FALSE where it is refused. */
gboolean net_configure(Router *r, const char *element, const char *attributes);
/* Sets a field of the instance: "distance", "20". */
void net_set(Router *r, const char *field, const char *value);
void net_start(Net *net);
void net_run(Net *net, SimTime duration);

/* The end of the link from r to the router of that name. */
OspfIface *net_end(Router *r, const char *name);
/* State of r's neighbour on that link: "Full"; "none" where there is none. */
const char *net_state(Router *r, const char *name);
/* State of r's neighbour of that router id. */
const char *net_state_of(const OspfIface *iface, const char *router_id);
/* OSPF's routes of r's RIB, one per line: "10.0.0.2/32 metric 10 via 10.1.0.2 B\n". Free it. */
char *net_routes(Router *r);
/* TRUE where both databases hold the same instances. */
gboolean net_same_database(Router *a, Router *b);

#endif
