/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_refresh.h"

#include "models/bgp/bgp_import.h"
#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_send_label.h"
#include "models/bgp/bgp_trace.h"
#include "models/bgp/bgp_update_out.h"

static gboolean is_up(const BgpPeer *peer, int family)
{
	return family >= 0 && peer->session->established && peer->families[family].agreed;
}

static void send(BgpPeer *peer, unsigned family, BgpRefreshSubtype subtype)
{
	const BgpNlriFormat *format = bgp_families[family].format;
	BgpRouteRefresh message = {format->afi, (uint8_t)subtype, format->safi};
	WireWriter w;
	wire_writer_init(&w, BGP_MESSAGE_MAX);
	bgp_route_refresh_encode(&message, &w);
	bgp_session_send(peer->session, w.buf, w.len);
	wire_writer_clear(&w);
}

gboolean bgp_peer_request_refresh(BgpPeer *peer, unsigned family)
{
	gboolean asked = FALSE;

	for (unsigned f = 0; f < BGP_N_FAMILIES; f++) {
		if (peer->families[f].table != family || !is_up(peer, (int)f) ||
		    !peer->session->refresh)
			continue;
		peer->families[f].filtered = FALSE;
		send(peer, f, BGP_REFRESH_REQUEST);
		asked = TRUE;
	}
	return asked;
}

/* ---- What the peer sends ---- */

static gpointer key_of(const BgpNet *net)
{
	return GUINT_TO_POINTER(net->id);
}

/* BoRR: what the peer has said so far is stale until it says it again. */
static void begin(BgpPeer *peer, unsigned family)
{
	BgpPeerFamily *f = &peer->families[family];
	const BgpTable *table = bgp_peer_table(peer, family);
	bgp_refresh_forget(peer, family);
	f->stale = g_hash_table_new(NULL, NULL);
	for (BgpNet *net = bgp_table_from(table, 0); net; net = bgp_table_from(table, net->id + 1))
		if ((bgp_net_path_of(net, peer) ||
		     bgp_import_received(peer, peer->families[family].table, net)) &&
		    bgp_send_label_came_in(peer, family, net))
			g_hash_table_add(f->stale, key_of(net));
	if (peer->options.stale_time > 0)
		sim_timer_start(&f->stale_timer, peer->options.stale_time);
}

static void sweep(BgpPeer *peer, unsigned family)
{
	const BgpTable *table = bgp_peer_table(peer, family);
	GHashTable *stale = g_steal_pointer(&peer->families[family].stale);
	sim_timer_stop(&peer->families[family].stale_timer);
	if (!stale)
		return;
	for (BgpNet *net = bgp_table_from(table, 0); net; net = bgp_table_from(table, net->id + 1))
		if (g_hash_table_contains(stale, key_of(net)) &&
		    bgp_send_label_came_in(peer, family, net))
			bgp_peer_withdraw(peer, peer->families[family].table, net);
	g_hash_table_unref(stale);
}

static void stale_due(void *owner)
{
	const BgpPeerFamily *f = owner;
	BgpPeer *peer = f->peer;
	Sim *sim = peer->bgp->sim;
	unsigned family = (unsigned)(f - peer->families);
	uint64_t former = sim_set_cause(
		sim, bgp_trace_note(peer, BGP_NOTE_STALE, "no End-of-RIB refresh in time"));
	sweep(peer, family);
	sim_set_cause(sim, former);
}

void bgp_refresh_init(BgpPeer *peer)
{
	for (unsigned i = 0; i < BGP_N_FAMILIES; i++) {
		BgpPeerFamily *f = &peer->families[i];
		f->peer = peer;
		sim_timer_init(&f->stale_timer, peer->bgp->sim, SIM_GUARD, stale_due, f);
	}
}

void bgp_refresh_forget(BgpPeer *peer, unsigned family)
{
	g_clear_pointer(&peer->families[family].stale, g_hash_table_unref);
	sim_timer_stop(&peer->families[family].stale_timer);
}

void bgp_refresh_heard(BgpPeer *peer, unsigned family, const BgpNet *net)
{
	if (peer->families[family].stale)
		g_hash_table_remove(peer->families[family].stale, key_of(net));
}

/* RFC 2918 has no subtypes: to who does not know them all are requests. RFC 7313 5: others than three are
 * ignored. */
void bgp_refresh_in(BgpPeer *peer, const BgpRouteRefresh *message)
{
	int family = bgp_family_of_format(bgp_nlri_format(message->afi, message->safi));
	if (!is_up(peer, family))
		return;
	if (!peer->session->enhanced || message->subtype == BGP_REFRESH_REQUEST)
		bgp_update_refresh(peer, (unsigned)family);
	else if (message->subtype == BGP_REFRESH_BEGIN)
		begin(peer, (unsigned)family);
	else if (message->subtype == BGP_REFRESH_END)
		sweep(peer, (unsigned)family);
}
