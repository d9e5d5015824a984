/* SPDX-License-Identifier: Apache-2.0 */
/* Static routes: <static><route prefix="152.12.4.0/24" via="192.168.2.2"/></static>. */
#ifndef STATIC_STATIC_H
#define STATIC_STATIC_H

#include "models/rib/protocol.h"

extern const ProtoClass static_class;

#endif
