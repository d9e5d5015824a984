/* SPDX-License-Identifier: Apache-2.0 */
/* What to write instead of the name of an interface or VRF that a node does not have (models/net/advice.h). */
#ifndef FWD_ADVISE_H
#define FWD_ADVISE_H

#include "models/fwd/node.h"

/* "did you mean "core"?", "its interfaces are ...", "there are none". The caller frees. */
char *fwd_advise_iface(const FwdNode *node, const char *unknown);
char *fwd_advise_vrf(const FwdNode *node, const char *unknown);

#endif
