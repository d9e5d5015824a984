/* SPDX-License-Identifier: Apache-2.0 */
/* What links and interfaces tell each other; the rest of links is in models/fwd/iface.h. */
#ifndef FWD_LINK_H
#define FWD_LINK_H

#include "models/fwd/iface.h"

/* Called when the link's carrier may have changed: works it out, frames in flight are lost without
 * it, the ends are told. */
void fwd_link_refresh(FwdLink *link);

/* Compares an interface's state with the one last told to the watchers, and tells them. */
void fwd_iface_refresh(FwdIface *iface);

void fwd_iface_free(FwdIface *iface); /* not attached any more */

#endif
