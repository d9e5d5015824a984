/* SPDX-License-Identifier: Apache-2.0 */
/* Static routes: <static><route prefix="152.12.4.0/24" via="192.168.2.2"/></static>. */
#ifndef STATIC_STATIC_H
#define STATIC_STATIC_H

#include "models/rib/protocol.h"

/* A route, as configured: the item "route". */
typedef struct StaticRouteConfig {
	NetPrefix prefix;
	NetAddr via;
	uint8_t distance;
	char **push;
} StaticRouteConfig;

enum { STATIC_N_ROUTE_FIELDS = 4 };
extern const ConfigField static_route_fields[STATIC_N_ROUTE_FIELDS];

extern const ProtoClass static_class;

#endif
