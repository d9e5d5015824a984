/* SPDX-License-Identifier: Apache-2.0 */
/* Election of the Designated Router and its Backup on a broadcast network (RFC 2328 9.4). */
#ifndef OSPF_OSPF_ELECT_H
#define OSPF_OSPF_ELECT_H

#include "models/ospf/ospf_iface.h"

/* Who would be elected as things stand, as addresses on the network; 0 is nobody. Changes nothing. */
typedef struct OspfElection {
	uint32_t dr, bdr;
} OspfElection;

OspfElection ospf_elect(const OspfIface *iface);

#endif
