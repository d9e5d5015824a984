/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of addresses and MTUs; what each finds stands in the table of check.c. */
#ifndef LOAD_CHECK_ADDRESS_H
#define LOAD_CHECK_ADDRESS_H

#include "scenarios/load/check_net.h"

void check_subnets_overlap(const CheckNet *net, LoadErrors *found);
void check_subnet_twice(const CheckNet *net, LoadErrors *found);
void check_address_of_site(const CheckNet *net, LoadErrors *found);

#endif
