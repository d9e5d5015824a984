/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Routes of others that OSPF tells of as an AS boundary router (RFC 2328 12.4.4): those of the RIB
 * that come from a protocol which is redistributed and are its best.
 */
#ifndef OSPF_OSPF_REDISTRIBUTE_H
#define OSPF_OSPF_REDISTRIBUTE_H

#include "models/ospf/ospf_instance.h"

typedef struct OspfRedistribute {
	char *from; /* name of the protocol, owned */
	uint32_t metric;
	uint8_t metric_type; /* 1 or 2 */
	uint32_t tag;
} OspfRedistribute;

void ospf_redistribute_add(OspfInstance *instance, const OspfRedistribute *config);
/* From now on, and for as long as the instance runs. */
void ospf_redistribute_start(OspfInstance *instance);
void ospf_redistribute_stop(OspfInstance *instance);

static inline gboolean ospf_is_asbr(const OspfInstance *instance)
{
	return instance->redistribute->len > 0;
}

/* Adds the AS-external-LSAs that there should be of us to the list of Ospf2Lsa. */
void ospf_want_externals(const OspfInstance *instance, GArray *wanted);

#endif
