/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CE-3 - PE-2 - P - PE-1 - CE-2, tables set by hand: LDP with penultimate hop popping (17 to PE-1, 18
 * to PE-2), one VPN (29 and 31). PE-1's VPN label says the neighbour, PE-2's the table.
 */
#ifndef TESTS_FWD_VPN_PATH_H
#define TESTS_FWD_VPN_PATH_H

#include "tests/models/fwd/lab.h"

typedef struct VpnPath {
	Lab *lab;
	FwdNode *ce3, *pe2, *p, *pe1, *ce2;
	FwdVrf *vpn2, *vpn1;
	FwdIface *ce3_pe, *pe2_ce, *pe2_core, *p_pe2, *p_pe1, *pe1_core, *pe1_ce, *ce2_pe;
	FwdLink *links[4];
	GString *wire; /* what lab_watch_link() keeps of all links */
	GString *seen; /* for the test */
} VpnPath;

void vpn_path_init(VpnPath *t);
void vpn_path_release(VpnPath *t);

#endif
