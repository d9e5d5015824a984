/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loop detection (RFC 5036 2.8): mappings say how many hops an LSP has and through which LSRs it goes,
 * requests through how many they have come.
 * Where an LSR finds itself there, or either has reached the limit, the label is of no use.
 */
#ifndef LDP_LOOP_H
#define LDP_LOOP_H

#include "models/ldp/ldp_label.h"

/* Most labels come without attributes, for which there is no room then: NULL stands for those of nothing. */
const LdpAttributes *ldp_attributes(const LdpAttributes *kept);
/* Keeps a copy in the place of what is kept there. */
void ldp_attributes_keep(LdpAttributes **kept, const LdpAttributes *attributes);

/* Whether a mapping's attributes show a loop; FALSE where detection is off. */
gboolean ldp_loop_found(const LdpInstance *ldp, const LdpAttributes *attributes);
/* Works out what is to be told of the binding's LSP along the route (NULL: none). TRUE where that is
 * different from what was told before. */
gboolean ldp_loop_update(LdpBinding *binding, const RibRoute *route);

/* What a request to the next hop is to say; FALSE: nothing. */
gboolean ldp_loop_of_request(const LdpBinding *binding, LdpAttributes *out);

#endif
