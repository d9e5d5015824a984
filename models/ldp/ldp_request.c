/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ldp/ldp_request.h"

#include "models/ldp/ldp_address.h"
#include "models/ldp/ldp_loop.h"
#include "models/ldp/ldp_lsp.h"
#include "models/ldp/ldp_neighbor.h"
#include "models/ldp/ldp_send.h"

#define RETRY (30 * SIM_SEC) /* RFC 5036 A.1.8 leaves it open */

static gboolean is_next_hop(const LdpPeer *peer, const RibRoute *route)
{
	for (unsigned i = 0; i < route->n_hops; i++)
		if (ldp_address_is_of(peer, &route->hops[i].gateway))
			return TRUE;
	return FALSE;
}

/* Whether the peer has to be asked: it says nothing by itself, or its label may have been given back. */
static gboolean must_be_asked(const LdpBinding *b, const LdpPeer *peer, const LdpExchange *ex)
{
	if (peer->out_of_labels || !ldp_neighbor_may_tell(peer, &b->fec.prefix) ||
	    (ex && (ex->received != NET_LABEL_NONE || ex->asked || ex->denied)))
		return FALSE;
	return peer->on_demand || peer->ldp->conservative;
}

gboolean ldp_request_is_upstream(const LdpBinding *b)
{
	for (unsigned i = 0; i < b->exchanges->len; i++) {
		const LdpExchange *ex = &g_array_index(b->exchanges, LdpExchange, i);

		if (ex->asked_by || ex->sent != NET_LABEL_NONE)
			return TRUE;
	}
	return FALSE;
}

/* Somebody here is to be told without asking. */
static gboolean tells_unasked(const LdpBinding *b)
{
	const GPtrArray *peers = b->ldp->peers;

	for (unsigned i = 0; i < peers->len; i++) {
		const LdpPeer *peer = g_ptr_array_index(peers, i);

		if (ldp_session_is_up(peer) && !peer->on_demand &&
		    ldp_neighbor_may_be_told(peer, &b->fec.prefix))
			return TRUE;
	}
	return FALSE;
}

/* A peer that tells by itself does so whether or not somebody asks here: on request is for those that do not. */
static gboolean is_needed(const LdpBinding *b, const LdpPeer *peer)
{
	return !b->ldp->on_request || !peer->on_demand || ldp_request_is_upstream(b) ||
	       tells_unasked(b);
}

static void ask(LdpBinding *b, LdpPeer *peer)
{
	LdpAttributes attributes;
	LdpLabelMessage request = {
		.type = LDP_MSG_LABEL_REQUEST, .fec = &b->fec, .label = NET_LABEL_NONE};
	LdpExchange *ex = ldp_exchange_get(b, peer);

	if (ldp_loop_of_request(b, &attributes))
		request.attributes = &attributes;
	ex->asked = ldp_send_label(peer, &request);
}

/* The answer may be on its way: a mapping is then dealt with as any other. */
static void take_back(LdpBinding *b, LdpExchange *ex)
{
	LdpLabelMessage abort = {.type = LDP_MSG_LABEL_ABORT,
				 .fec = &b->fec,
				 .label = NET_LABEL_NONE,
				 .request_id = ex->asked};

	ex->asked = 0;
	ldp_send_label(ex->peer, &abort);
}

static void dismiss(LdpBinding *b, LdpExchange *ex)
{
	LdpLabelMessage release = {
		.type = LDP_MSG_LABEL_RELEASE, .fec = &b->fec, .label = ex->received};

	ex->received = NET_LABEL_NONE;
	ldp_send_label(ex->peer, &release);
}

void ldp_request_labels(LdpBinding *b, const RibRoute *route)
{
	const LdpInstance *ldp = b->ldp;
	gboolean transit = b->role == LDP_ROLE_TRANSIT || b->role == LDP_ROLE_WITHIN;

	for (unsigned i = 0; i < ldp->peers->len; i++) {
		LdpPeer *peer = g_ptr_array_index(ldp->peers, i);
		LdpExchange *ex = ldp_exchange_find(b, peer);

		if (!ldp_session_is_up(peer))
			continue;
		if (transit && is_next_hop(peer, route) && is_needed(b, peer)) {
			if (must_be_asked(b, peer, ex))
				ask(b, peer);
			continue;
		}
		if (ex == NULL)
			continue;
		ex->denied = FALSE;
		/* Its label may be in use: ldp_request_give_up() is for that. */
		if (transit && is_next_hop(peer, route))
			continue;
		if (ex->asked)
			take_back(b, ex);
		if (ex->received != NET_LABEL_NONE && ldp->conservative)
			dismiss(b, ex);
	}
}

void ldp_request_give_up(LdpBinding *b)
{
	for (unsigned i = 0; i < b->exchanges->len; i++) {
		LdpExchange *ex = &g_array_index(b->exchanges, LdpExchange, i);

		if (is_needed(b, ex->peer))
			continue;
		if (ex->asked)
			take_back(b, ex);
		if (ex->received != NET_LABEL_NONE)
			dismiss(b, ex);
	}
}

static void deny(LdpPeer *peer, uint32_t status, uint32_t request_id)
{
	LdpMessage request = {.type = LDP_MSG_LABEL_REQUEST, .id = request_id};
	LdpFault fault = {.status = status, .about = &request};

	ldp_send_notification(peer, &fault);
}

static void deny_all(LdpBinding *b, uint32_t status)
{
	for (unsigned i = 0; i < b->exchanges->len; i++) {
		LdpExchange *ex = &g_array_index(b->exchanges, LdpExchange, i);

		if (ex->asked_by == 0)
			continue;
		deny(ex->peer, status, ex->asked_by);
		ex->asked_by = 0;
		ex->peer->told_no_labels |= status == LDP_STATUS_NO_LABELS;
	}
}

void ldp_request_deny(LdpBinding *b)
{
	if (b->role == LDP_ROLE_NONE)
		deny_all(b, LDP_STATUS_NO_ROUTE);
	else if (b->refused)
		deny_all(b, LDP_STATUS_NO_LABELS);
}

static gboolean may_answer(LdpBinding *b, const LdpPeer *peer, const RibRoute *route)
{
	b->role = ldp_fec_role(b->ldp, &b->fec.prefix, route);
	return ldp_label_may_have_label(b) && ldp_neighbor_may_be_told(peer, &b->fec.prefix);
}

static void note_attributes(LdpBinding *b, const LdpAttributes *attributes)
{
	g_clear_pointer(&b->passed_on, g_free);
	if (attributes->given)
		b->passed_on = g_memdup2(attributes, sizeof(*attributes));
}

/* A request from the next hop itself would go in a circle (A.1.1, LRq.3). */
gboolean ldp_request_receive(LdpPeer *peer, const Fec *fec, uint32_t request_id,
			     const LdpAttributes *attributes)
{
	const RibRoute *route = ldp_fec_route(peer->ldp, &fec->prefix);
	LdpBinding *b = ldp_label_get(peer->ldp, fec);

	if (!may_answer(b, peer, route)) {
		ldp_label_tidy(b);
		return FALSE;
	}
	if (ldp_loop_found(peer->ldp, attributes) ||
	    (b->role != LDP_ROLE_EGRESS && is_next_hop(peer, route))) {
		deny(peer, LDP_STATUS_LOOP_DETECTED, request_id);
		ldp_label_tidy(b);
		return TRUE;
	}
	note_attributes(b, attributes);
	ldp_exchange_get(b, peer)->asked_by = request_id;
	ldp_label_refresh(b);
	return TRUE;
}

void ldp_request_abort(LdpPeer *peer, const Fec *fec, uint32_t request_id)
{
	LdpBinding *b = net_trie_exact(peer->ldp->bindings, &fec->prefix);
	LdpExchange *ex = b ? ldp_exchange_find(b, peer) : NULL;

	/* One that has been answered cannot be taken back (3.5.9.1). */
	if (ex == NULL || ex->asked_by == 0 || ex->asked_by != request_id)
		return;
	ex->asked_by = 0;
	deny(peer, LDP_STATUS_REQUEST_ABORTED, request_id);
	ldp_label_refresh(b);
}

typedef struct Refusal {
	LdpPeer *peer;
	uint32_t request_id;
	gboolean for_now; /* it says when to ask again */
} Refusal;

static void refuse(LdpBinding *b, void *user)
{
	const Refusal *refusal = user;
	LdpExchange *ex = ldp_exchange_find(b, refusal->peer);

	if (ex == NULL || ex->asked != refusal->request_id)
		return;
	ex->asked = 0;
	ex->denied = !refusal->for_now;
}

void ldp_request_refused(LdpPeer *peer, uint32_t status, uint32_t request_id)
{
	Refusal refusal = {
		.peer = peer, .request_id = request_id, .for_now = status == LDP_STATUS_NO_LABELS};

	if (request_id == 0 || status == LDP_STATUS_REQUEST_ABORTED)
		return;
	ldp_label_for_each(peer->ldp, refuse, &refusal);
	/* Also of one that tells by itself: it has told, and had its label given back (conservative retention). */
	if (!refusal.for_now)
		sim_timer_ensure(&peer->ldp->ask_again, RETRY);
}

void ldp_request_answered_with_loop(LdpPeer *peer, const Fec *fec)
{
	const LdpBinding *b = ldp_label_find(peer->ldp, fec);
	LdpExchange *ex = b ? ldp_exchange_find(b, peer) : NULL;

	if (ex == NULL || ex->asked == 0)
		return;
	ex->asked = 0;
	ex->denied = TRUE;
	sim_timer_ensure(&peer->ldp->ask_again, RETRY);
}

static void forgive(LdpBinding *b, void *user)
{
	(void)user;
	for (unsigned i = 0; i < b->exchanges->len; i++)
		g_array_index(b->exchanges, LdpExchange, i).denied = FALSE;
	ldp_label_refresh(b);
}

static void ask_after_all(LdpBinding *b, void *user)
{
	(void)user;
	ldp_label_refresh(b);
}

void ldp_request_peer_has_labels(LdpPeer *peer, gboolean labels)
{
	gboolean news = labels && peer->out_of_labels;

	peer->out_of_labels = !labels;
	if (news)
		ldp_label_for_each(peer->ldp, ask_after_all, NULL);
}

void ldp_request_labels_available(LdpPeer *peer)
{
	LdpFault fault = {.status = LDP_STATUS_LABELS_AVAILABLE};

	if (peer->told_no_labels && ldp_session_is_up(peer))
		ldp_send_notification(peer, &fault);
	peer->told_no_labels = FALSE;
}

void ldp_request_on_retry(void *instance)
{
	ldp_label_for_each(instance, forgive, NULL);
}
