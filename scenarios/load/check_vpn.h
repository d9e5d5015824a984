/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of VPNs between nodes; what each finds stands in the table of check.c. */
#ifndef LOAD_CHECK_VPN_H
#define LOAD_CHECK_VPN_H

#include "scenarios/load/check_net.h"

void check_vrf_at_one_end(const CheckNet *net, LoadErrors *found);
void check_export_without_import(const CheckNet *net, LoadErrors *found);
void check_import_without_export(const CheckNet *net, LoadErrors *found);
void check_vrfs_apart(const CheckNet *net, LoadErrors *found);
void check_vrfs_without_way(const CheckNet *net, LoadErrors *found);

#endif
