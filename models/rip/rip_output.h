/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What RIP says: regular updates and triggered ones (RFC 2453 3.8, 3.10), requests, and which routes with
 * which metrics a neighbour hears of (split horizon, 3.4.3).
 */
#ifndef RIP_RIP_OUTPUT_H
#define RIP_RIP_OUTPUT_H

#include "models/rip/rip_instance.h"

void rip_output_init(RipInstance *rip);
/* The next regular update comes after an interval. */
void rip_output_start(RipInstance *rip);
void rip_output_stop(RipInstance *rip);
/* A route has changed: at once, or 1 to 5 s after the last triggered update (3.10.1). */
void rip_output_trigger(RipInstance *rip);
/* Everything to all neighbours of the interface, or to one that has asked, from that port. */
void rip_output_table(const RipIface *iface);
void rip_output_table_to(const RipIface *iface, const NetAddr *to, uint16_t port);
/* Asks all neighbours of the interface for everything. */
void rip_output_request(const RipIface *iface);
/* The interface says something: it is up, not passive and no loopback. */
gboolean rip_output_speaks(const RipIface *iface);

#endif
