/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of single VRFs; what each finds stands in the table of check.c. */
#ifndef LOAD_CHECK_VRF_H
#define LOAD_CHECK_VRF_H

#include "scenarios/load/check_net.h"

void check_vrf_without_interface(const CheckNet *net, LoadErrors *found);
void check_vrf_gives_nothing_out(const CheckNet *net, LoadErrors *found);
void check_vrf_keeps_routes(const CheckNet *net, LoadErrors *found);
void check_vpn_without_session(const CheckNet *net, LoadErrors *found);
void check_site_without_routes(const CheckNet *net, LoadErrors *found);
/* check_site.c */
void check_sites_of_one_as(const CheckNet *net, LoadErrors *found);

#endif
