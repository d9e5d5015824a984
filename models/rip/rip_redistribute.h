/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What this router has to say itself: networks of RIP's interfaces, routes of other protocols that are
 * redistributed while they are in use, and a default route.
 */
#ifndef RIP_RIP_REDISTRIBUTE_H
#define RIP_RIP_REDISTRIBUTE_H

#include "models/rip/rip_instance.h"

/* Configuration of the item "redistribute". */
typedef struct RipRedistribute {
	char *from;           /* name of the protocol, owned */
	char *map_name;       /* in configuration; "": none */
	const PolicyMap *map; /* borrowed; NULL: none */
	uint8_t metric;       /* 1 to 15 */
	uint16_t tag;
} RipRedistribute;

/* FALSE where the protocol is redistributed already. */
gboolean rip_redistribute_add(RipInstance *rip, const RipRedistribute *config);
/* From now on, and for as long as the instance runs. */
void rip_redistribute_start(RipInstance *rip);
void rip_redistribute_stop(RipInstance *rip);
/* Looks anew what is to be said of a prefix. */
void rip_redistribute_review(RipInstance *rip, const NetPrefix *prefix);

#endif
