/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LDP-IGP synchronisation (RFC 5443), where the two meet: of each interface of a node, whether the
 * neighbours on it have told their labels. LDP says so; an IGP that wants to know avoids links that are
 * not there yet.
 */
#ifndef RIB_RIB_SYNC_H
#define RIB_RIB_SYNC_H

#include "models/rib/rib.h"

typedef enum {
	RIB_SYNC_NONE,     /* no labels are distributed on the interface: nothing to wait for */
	RIB_SYNC_WAITING,  /* they are, or would be if there were a session */
	RIB_SYNC_ACHIEVED, /* there is a session, and its labels have had time to come */
	RIB_SYNC_STATES
} RibSyncState;
const char *rib_sync_state_name(RibSyncState state);

/* Of several that distribute labels on an interface the last one to speak counts. */
void rib_sync_set(RibNode *node, FwdIface *iface, RibSyncState state);
RibSyncState rib_sync_get(const RibNode *node, const FwdIface *iface);

/* Whether an IGP wants to know. */
gboolean rib_sync_is_watched(const RibNode *node);
/* Called after an interface's state has changed. */
typedef void (*RibSyncFn)(FwdIface *iface, void *user);
void rib_sync_watch(RibNode *node, RibSyncFn fn, void *user);
void rib_sync_unwatch(RibNode *node, RibSyncFn fn, void *user);

#endif
