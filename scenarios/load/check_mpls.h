/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of LSPs: LDP on links, between PEs, and what fits through; what each finds stands in the table of check.c. */
#ifndef LOAD_CHECK_MPLS_H
#define LOAD_CHECK_MPLS_H

#include "scenarios/load/check_net.h"

/* check_ldp.c */
void check_mpls_at_one_end(const CheckNet *net, LoadErrors *found);
void check_link_without_ldp(const CheckNet *net, LoadErrors *found);
void check_ldp_without_routes(const CheckNet *net, LoadErrors *found);
void check_ldp_transport(const CheckNet *net, LoadErrors *found);
void check_ldp_password(const CheckNet *net, LoadErrors *found);
void check_ldp_targeted(const CheckNet *net, LoadErrors *found);
/* check_lsp.c */
void check_vpn_without_lsp(const CheckNet *net, LoadErrors *found);
void check_reflector_without_lsp(const CheckNet *net, LoadErrors *found);
void check_vpn_session_without_lsp(const CheckNet *net, LoadErrors *found);
void check_session_without_labels(const CheckNet *net, LoadErrors *found);
void check_mtu(const CheckNet *net, LoadErrors *found);

#endif
