/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of inter-AS option AB; what each finds stands in the table of check.c. */
#ifndef LOAD_CHECK_HYBRID_H
#define LOAD_CHECK_HYBRID_H

#include "scenarios/load/check_net.h"

void check_hybrid_vrf_alone(const CheckNet *net, LoadErrors *found);
void check_hybrid_neighbor_alone(const CheckNet *net, LoadErrors *found);
void check_hybrid_at_one_end(const CheckNet *net, LoadErrors *found);
void check_hybrid_next_hop(const CheckNet *net, LoadErrors *found);

/* The node has hybrid VRFs, all of which send IP to hybrid neighbours. */
gboolean check_hybrid_by_ip(const LoadElement *node);

#endif
