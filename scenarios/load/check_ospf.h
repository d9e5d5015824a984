/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of OSPF; what each finds stands in the table of check.c. */
#ifndef LOAD_CHECK_OSPF_H
#define LOAD_CHECK_OSPF_H

#include "scenarios/load/check_net.h"

void check_ospf_without_link(const CheckNet *net, LoadErrors *found);
void check_ospf_at_one_end(const CheckNet *net, LoadErrors *found);
void check_ospf_area(const CheckNet *net, LoadErrors *found);
void check_ospf_timers(const CheckNet *net, LoadErrors *found);
void check_ospf_network(const CheckNet *net, LoadErrors *found);
void check_ospf_authentication(const CheckNet *net, LoadErrors *found);
void check_ospf_mtu(const CheckNet *net, LoadErrors *found);
void check_ospf_no_router_elected(const CheckNet *net, LoadErrors *found);
void check_ospf_backbone(const CheckNet *net, LoadErrors *found);
void check_ospf_router_id(const CheckNet *net, LoadErrors *found);

#endif
