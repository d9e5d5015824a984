/* SPDX-License-Identifier: Apache-2.0 */
/*
 * BGP-4 (RFC 4271) with multiprotocol extensions (RFC 4760): the protocol class. models/bgp/bgp_vpn.h
 * says how VPN routes get in and out.
 *
 * Configuration: see the field tables in bgp_config.c. An instance has neighbours and networks.
 */
#ifndef BGP_BGP_H
#define BGP_BGP_H

#include "models/rib/protocol.h"

extern const ProtoClass bgp_class;

#endif
