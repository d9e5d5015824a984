/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ldp/ldp_sync.h"

#include "models/ldp/ldp_session.h"
#include "models/rib/rib_sync.h"

static void tell(const LdpIface *li, RibSyncState state)
{
	rib_sync_set(li->ldp->proto.host->rib_node, li->iface, state);
}

static void on_delay_over(void *owner)
{
	tell(owner, RIB_SYNC_ACHIEVED);
}

void ldp_sync_init(LdpIface *li)
{
	sim_timer_init(&li->sync, ldp_sim(li->ldp), SIM_WORK, on_delay_over, li);
}

static gboolean has_session(const LdpIface *li)
{
	for (unsigned p = 0; p < li->ldp->peers->len; p++) {
		const LdpPeer *peer = g_ptr_array_index(li->ldp->peers, p);

		for (unsigned i = 0; ldp_session_is_up(peer) && i < peer->adjacencies->len; i++) {
			const LdpAdjacency *adj = g_ptr_array_index(peer->adjacencies, i);
			if (adj->iface == li)
				return TRUE;
		}
	}
	return FALSE;
}

void ldp_sync_review(LdpIface *li)
{
	const RibNode *node = li->ldp->proto.host->rib_node;

	if (li->iface == NULL)
		return;
	if (!has_session(li)) {
		sim_timer_stop(&li->sync);
		tell(li, RIB_SYNC_WAITING);
	} else if (rib_sync_get(node, li->iface) == RIB_SYNC_ACHIEVED) {
		return;
	} else if (rib_sync_is_watched(node)) {
		sim_timer_ensure(&li->sync, li->ldp->sync_delay);
	} else {
		tell(li, RIB_SYNC_ACHIEVED); /* nobody waits for it */
	}
}

void ldp_sync_review_peer(LdpPeer *peer)
{
	for (unsigned i = 0; i < peer->adjacencies->len; i++) {
		const LdpAdjacency *adj = g_ptr_array_index(peer->adjacencies, i);
		ldp_sync_review(adj->iface);
	}
}

void ldp_sync_forget(LdpIface *li)
{
	sim_timer_stop(&li->sync);
	if (li->iface)
		tell(li, RIB_SYNC_NONE);
}
