/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of inter-AS option AB; what each finds stands in the table of check.c. */
#ifndef LOAD_CHECK_HYBRID_H
#define LOAD_CHECK_HYBRID_H

#include "scenarios/load/check_sessions.h"

void check_hybrid_vrf_alone(const CheckNet *net, LoadErrors *found);
void check_hybrid_neighbor_alone(const CheckNet *net, LoadErrors *found);
void check_hybrid_at_one_end(const CheckNet *net, LoadErrors *found);
void check_hybrid_next_hop(const CheckNet *net, LoadErrors *found);

/* The neighbour is hybrid, and so are VRFs of the node, where its routes end. */
gboolean check_hybrid_ends(const CheckSession *session);
/* An end of the session is hybrid, and so are VRFs there, all of which send IP to the other end. */
gboolean check_hybrid_by_ip(const CheckSession *session);

#endif
