/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A border router of option B, for tests: R2 tells R3 and, where a test brings that neighbour up, R4, of another AS, what
 * R1, of its own AS, says, with itself as next hop and a label of its own. Routes are R1's VPN routes of one RD.
 */
#ifndef TESTS_BORDER_LAB_H
#define TESTS_BORDER_LAB_H

#include "tests/models/bgp/bgp_lab.h"

Lab *border_lab_new(BgpLabelMode mode); /* R2's; started */

NetPrefix border_prefix(const char *text);
NetRd border_rd(void);
void border_run(Lab *lab); /* on, until all have been told */
void border_originate(Lab *lab, const char *text, uint32_t label);
void border_withdraw(Lab *lab, const char *text);
/* NULL: the router has none. */
const BgpPath *border_path_at(Lab *lab, unsigned router, const char *text);
/* What R3 has been told; NET_LABEL_NONE: nothing. */
uint32_t border_told(Lab *lab, const char *text);
/* What R2 swaps the label for; NET_LABEL_NONE: it has no entry. */
uint32_t border_swapped(Lab *lab, uint32_t label);

#endif
