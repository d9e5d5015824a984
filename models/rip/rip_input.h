/* SPDX-License-Identifier: Apache-2.0 */
/* What RIP makes of requests and responses (RFC 2453 3.9). */
#ifndef RIP_RIP_INPUT_H
#define RIP_RIP_INPUT_H

#include "models/rip/rip_instance.h"

void rip_input_request(const RipIface *iface, const NetAddr *from, uint16_t port,
		       const RipMessage *m);
void rip_input_response(const RipIface *iface, RipNeighbor *neighbor, const RipMessage *m);

#endif
