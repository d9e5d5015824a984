/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of BGP; what each finds stands in the table of check.c. */
#ifndef LOAD_CHECK_BGP_H
#define LOAD_CHECK_BGP_H

#include "scenarios/load/check_net.h"

void check_session_address(const CheckNet *net, LoadErrors *found);
void check_session_at_one_end(const CheckNet *net, LoadErrors *found);
void check_session_as(const CheckNet *net, LoadErrors *found);
void check_session_families(const CheckNet *net, LoadErrors *found);
void check_session_passive(const CheckNet *net, LoadErrors *found);
void check_session_source(const CheckNet *net, LoadErrors *found);
void check_session_password(const CheckNet *net, LoadErrors *found);
void check_session_hold_time(const CheckNet *net, LoadErrors *found);
void check_network_without_route(const CheckNet *net, LoadErrors *found);
/* check_reach.c */
void check_session_multihop(const CheckNet *net, LoadErrors *found);
void check_session_hops(const CheckNet *net, LoadErrors *found);
void check_session_route(const CheckNet *net, LoadErrors *found);
/* check_border.c */
void check_as_comes_back(const CheckNet *net, LoadErrors *found);
void check_reflector_as_next_hop(const CheckNet *net, LoadErrors *found);
void check_vpn_routes_not_kept(const CheckNet *net, LoadErrors *found);
/* check_next_hop.c */
void check_next_hop_without_lsp(const CheckNet *net, LoadErrors *found);
/* check_routes_back.c */
void check_routes_come_back(const CheckNet *net, LoadErrors *found);
/* check_mesh.c */
void check_mesh(const CheckNet *net, LoadErrors *found);
void check_reflector_without_clients(const CheckNet *net, LoadErrors *found);

#endif
