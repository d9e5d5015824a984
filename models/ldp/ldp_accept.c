/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ldp/ldp_accept.h"

#include "models/fwd/accept.h"

typedef void (*AcceptFn)(FwdIface *iface, uint32_t label);

static void at_interfaces(const LdpPeer *peer, uint32_t label, AcceptFn fn)
{
	for (unsigned i = 0; i < peer->adjacencies->len; i++) {
		const LdpAdjacency *adj = g_ptr_array_index(peer->adjacencies, i);

		if (adj->iface->iface)
			fn(adj->iface->iface, label);
	}
}

static gboolean is_accepted(const LdpExchange *ex, uint32_t label)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(ex->accepted); i++)
		if (ex->accepted[i] == label)
			return TRUE;
	return FALSE;
}

/* There is room: of a FEC's labels one at most is none of the null labels, until that is released. */
static uint32_t *free_place(LdpExchange *ex)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(ex->accepted); i++)
		if (ex->accepted[i] == NET_LABEL_NONE)
			return &ex->accepted[i];
	g_assert_not_reached();
}

void ldp_accept_sent(LdpExchange *ex)
{
	if (ex->sent == NET_LABEL_IMPLICIT_NULL || is_accepted(ex, ex->sent))
		return;
	*free_place(ex) = ex->sent;
	at_interfaces(ex->peer, ex->sent, fwd_iface_accept_label);
}

static void refuse_all_but(LdpExchange *ex, uint32_t kept)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(ex->accepted); i++) {
		uint32_t label = ex->accepted[i];

		if (label == NET_LABEL_NONE || label == kept)
			continue;
		ex->accepted[i] = NET_LABEL_NONE;
		at_interfaces(ex->peer, label, fwd_iface_refuse_label);
	}
}

void ldp_accept_released(LdpExchange *ex)
{
	if (ex->releases == 0)
		refuse_all_but(ex, ex->sent);
}

void ldp_accept_session_down(LdpExchange *ex)
{
	refuse_all_but(ex, NET_LABEL_NONE);
}

/* One interface more, or less, for all that the peer may send with. */
typedef struct Change {
	const LdpAdjacency *adj;
	AcceptFn fn;
} Change;

static void change_binding(LdpBinding *b, void *user)
{
	const Change *change = user;
	const LdpExchange *ex = ldp_exchange_find(b, change->adj->peer);

	for (unsigned i = 0; ex && i < G_N_ELEMENTS(ex->accepted); i++)
		if (ex->accepted[i] != NET_LABEL_NONE)
			change->fn(change->adj->iface->iface, ex->accepted[i]);
}

static void change_adjacency(const LdpAdjacency *adj, AcceptFn fn)
{
	Change change = {adj, fn};

	if (adj->iface->iface && ldp_session_is_up(adj->peer))
		ldp_label_for_each(adj->peer->ldp, change_binding, &change);
}

void ldp_accept_adjacency_up(LdpAdjacency *adj)
{
	change_adjacency(adj, fwd_iface_accept_label);
}

void ldp_accept_adjacency_down(LdpAdjacency *adj)
{
	change_adjacency(adj, fwd_iface_refuse_label);
}
