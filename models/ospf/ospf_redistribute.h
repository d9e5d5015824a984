/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Routes of others that OSPF tells of as an AS boundary router (RFC 2328 12.4.4): those of the RIB
 * that come from a protocol which is redistributed and are its best. The default route is none of them: it
 * is told of where default-information says so. Networks within a summary address are told of as that.
 */
#ifndef OSPF_OSPF_REDISTRIBUTE_H
#define OSPF_OSPF_REDISTRIBUTE_H

#include "models/ospf/ospf_instance.h"

typedef struct OspfRedistribute {
	char *from;           /* name of the protocol, owned */
	char *map_name;       /* in configuration; "": none */
	const PolicyMap *map; /* borrowed; NULL: none */
	uint32_t metric;
	uint8_t metric_type; /* 1 or 2 */
	uint32_t tag;
} OspfRedistribute;

/* FALSE where the protocol is redistributed already. */
gboolean ospf_redistribute_add(OspfInstance *instance, const OspfRedistribute *config);
/* From now on, and for as long as the instance runs. */
void ospf_redistribute_start(OspfInstance *instance);
void ospf_redistribute_stop(OspfInstance *instance);

static inline gboolean ospf_is_asbr(const OspfInstance *instance)
{
	return instance->redistribute->len > 0 || instance->default_information.on;
}

/* Adds the AS-external-LSAs that there should be of us to the list of Ospf2Lsa. */
void ospf_want_externals(OspfInstance *instance, GArray *wanted);

/* Offers a route to nowhere for each summary address that stands for something; networks has to be
 * selected afterwards. */
void ospf_offer_summary_addresses(const OspfInstance *instance, OspfTable *networks);

/* An AS-external-LSA of another router has changed: ours may be of use again, or no more. */
void ospf_redistribute_external_changed(const OspfLsa *lsa);
/* So may paths to other boundary routers have. */
void ospf_redistribute_paths_changed(OspfInstance *instance);

#endif
