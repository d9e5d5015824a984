/* SPDX-License-Identifier: Apache-2.0 */
/* An OSPF router (RFC 2328 5) and its areas (RFC 2328 6). */
#ifndef OSPF_OSPF_INSTANCE_H
#define OSPF_OSPF_INSTANCE_H

#include "models/ospf/ospf.h"
#include "models/ospf/ospf_lsdb.h"
#include "models/ospf/ospf_spf.h"
#include "models/rib/protocol.h"

typedef struct OspfInstance OspfInstance;

typedef struct OspfArea {
	OspfInstance *instance; /* borrowed */
	uint32_t id;
	OspfAreaConfig config;
	GArray *ranges; /* of OspfRange */
	OspfLsdb lsdb;
	GPtrArray *ifaces; /* of OspfIface, owned, in order of configuration */
} OspfArea;

/* Networks outside that others are told of as one: the item "summary-address". */
typedef struct OspfSummaryAddress {
	NetPrefix prefix;
	gboolean advertise; /* no: others are told of none of them */
	uint32_t tag;
	gboolean active; /* there is one of them */
} OspfSummaryAddress;

struct OspfInstance {
	ProtoInstance proto; /* first member */
	Sim *sim;            /* borrowed, as are the next two */
	FwdNode *fwd;
	const char *node_name;
	char *name; /* proto_instance_name(): "ospf", "ospf:2" */
	OspfConfig config;
	uint32_t router_id;
	RibSource source;
	GPtrArray *areas; /* of OspfArea, owned, in order of configuration */
	/* Of OspfIface, borrowed, by the index of its FwdIface; with NULLs. */
	GPtrArray *by_index;
	OspfLsdb externals;   /* AS-external-LSAs, which all areas but stub areas share */
	GArray *redistribute; /* of OspfRedistribute, owned */
	OspfDefaultInformation default_information;
	GArray *summary_addresses; /* of OspfSummaryAddress, owned */
	/* Another boundary router tells of something as this one does: who of the two depends on routes
	 * (ospf_want_externals()). */
	gboolean has_equivalents;
	OspfSpf spf;
	SimTimer startup_timer; /* while it is a stub router after its start */
};

struct OspfIface;

/* NULL where OSPF does not run on it. */
struct OspfIface *ospf_find_iface(const OspfInstance *instance, const FwdIface *fwd);

/* Text of a router id, area id or address. */
#define OSPF_ID_STRLEN NET_ADDR_STRLEN
const char *ospf_id_str(uint32_t id, char buf[OSPF_ID_STRLEN]);

#endif
