/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rib/rib_sync.h"

#include "models/rib/rib_private.h"

const char *rib_sync_state_name(RibSyncState state)
{
	static const char *const names[] = {
		[RIB_SYNC_NONE] = "not required",
		[RIB_SYNC_WAITING] = "waiting",
		[RIB_SYNC_ACHIEVED] = "achieved",
	};

	return names[state];
}

void rib_sync_init(RibSync *sync)
{
	sync->by_index = g_byte_array_new();
	fwd_watch_init(&sync->watches);
}

void rib_sync_release(RibSync *sync)
{
	g_byte_array_free(sync->by_index, TRUE);
	fwd_watch_release(&sync->watches);
}

RibSyncState rib_sync_get(const RibNode *node, const FwdIface *iface)
{
	const GByteArray *states = node->sync.by_index;

	return iface->index < states->len ? states->data[iface->index] : RIB_SYNC_NONE;
}

static void tell(FwdWatchFn fn, void *user, const void *arg)
{
	((RibSyncFn)fn)(*(FwdIface *const *)arg, user);
}

void rib_sync_set(RibNode *node, FwdIface *iface, RibSyncState state)
{
	static const guint8 none = RIB_SYNC_NONE;

	if (rib_sync_get(node, iface) == state)
		return;
	while (node->sync.by_index->len <= iface->index)
		g_byte_array_append(node->sync.by_index, &none, 1);
	node->sync.by_index->data[iface->index] = state;
	fwd_watch_call(&node->sync.watches, tell, &iface);
}

gboolean rib_sync_is_watched(const RibNode *node)
{
	return node->sync.watches.all->len > 0;
}

void rib_sync_watch(RibNode *node, RibSyncFn fn, void *user)
{
	fwd_watch_add(&node->sync.watches, (FwdWatchFn)fn, user);
}

void rib_sync_unwatch(RibNode *node, RibSyncFn fn, void *user)
{
	fwd_watch_remove(&node->sync.watches, (FwdWatchFn)fn, user);
}
