/* SPDX-License-Identifier: Apache-2.0 */
/* Interfaces that RIP runs on, and who has been heard there. */
#ifndef RIP_RIP_IFACE_H
#define RIP_RIP_IFACE_H

#include "models/rip/rip_instance.h"

RipIface *rip_iface_new(RipInstance *rip, FwdIface *fwd, const RipIfaceConfig *config);
RipIface *rip_iface_find(const RipInstance *rip,
			 const FwdIface *fwd); /* NULL: it does not run there */
/* TRUE where one that is up has the network; *found may be NULL. */
gboolean rip_iface_with_network(const RipInstance *rip, const NetPrefix *network,
				const RipIface **found);
/* Does what there is to do when it is not as it was. */
void rip_iface_set_up(RipIface *iface, gboolean up);
/* The neighbour, which it makes where there is none. */
RipNeighbor *rip_iface_neighbor(const RipIface *iface, const NetAddr *address);

#endif
