/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of RIP; what each finds stands in the table of check.c. */
#ifndef LOAD_CHECK_RIP_H
#define LOAD_CHECK_RIP_H

#include "scenarios/load/check_net.h"

void check_rip_without_link(const CheckNet *net, LoadErrors *found);
void check_rip_authentication(const CheckNet *net, LoadErrors *found);

#endif
