/* SPDX-License-Identifier: Apache-2.0 */
/* The Hello protocol (RFC 2328 7.1, 9.5, 10.5). */
#ifndef OSPF_OSPF_HELLO_H
#define OSPF_OSPF_HELLO_H

#include "models/ospf/ospf_iface.h"

void ospf_hello_init(OspfIface *iface);
/* Sends a Hello at once, and from then on every HelloInterval. */
void ospf_hello_start(OspfIface *iface);
void ospf_hello_stop(OspfIface *iface);
/* Says that nobody is heard any more, so that neighbours need not wait for it to be so. */
void ospf_hello_goodbye(OspfIface *iface);
/* The next Hello, still at its own time, will tell something new (a neighbour more or less): until
 * then the network is not quiet. Does nothing while no Hellos are sent. */
void ospf_hello_is_news(OspfIface *iface);

void ospf_hello_receive(OspfIface *iface, const Ospf2Packet *p, const NetAddr *src);

#endif
