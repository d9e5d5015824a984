/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ldp/ldp_label.h"

#include "models/ldp/ldp_address.h"
#include "models/ldp/ldp_filter.h"
#include "models/ldp/ldp_lsp.h"
#include "models/ldp/ldp_send.h"
#include "models/rib/label.h"

static gboolean may_always_advertise(const LdpBinding *binding)
{
	(void)binding;
	return TRUE;
}

/* RFC 5036 2.6.1.2. */
static gboolean may_advertise_lsp(const LdpBinding *binding)
{
	return binding->role == LDP_ROLE_EGRESS || binding->has_lsp;
}

const LdpControl ldp_control_independent = {"independent", may_always_advertise};
const LdpControl ldp_control_ordered = {"ordered", may_advertise_lsp};

static LdpExchange *exchange_at(const LdpBinding *b, unsigned i)
{
	return &g_array_index(b->exchanges, LdpExchange, i);
}

static LdpExchange *exchange_find(const LdpBinding *b, const LdpPeer *peer)
{
	for (unsigned i = 0; i < b->exchanges->len; i++)
		if (exchange_at(b, i)->peer == peer)
			return exchange_at(b, i);
	return NULL;
}

static LdpExchange exchange_with(LdpPeer *peer)
{
	return (LdpExchange){.peer = peer,
			     .received = NET_LABEL_NONE,
			     .sent = NET_LABEL_NONE,
			     .declined = NET_LABEL_NONE};
}

/* Valid until the next one is made. */
static LdpExchange *exchange_get(LdpBinding *b, LdpPeer *peer)
{
	LdpExchange fresh = exchange_with(peer);
	LdpExchange *found = exchange_find(b, peer);

	if (found)
		return found;
	g_array_append_val(b->exchanges, fresh);
	return exchange_at(b, b->exchanges->len - 1);
}

static gboolean exchange_is_empty(const LdpExchange *ex)
{
	return ex->received == NET_LABEL_NONE && ex->sent == NET_LABEL_NONE &&
	       ex->declined == NET_LABEL_NONE && ex->releases == 0;
}

const LdpBinding *ldp_label_find(const LdpInstance *ldp, const Fec *fec)
{
	return net_trie_exact(ldp->bindings, &fec->prefix);
}

uint32_t ldp_label_received(const LdpBinding *binding, const LdpPeer *peer)
{
	const LdpExchange *ex = exchange_find(binding, peer);
	return ex ? ex->received : NET_LABEL_NONE;
}

static LdpBinding *binding_get(LdpInstance *ldp, const Fec *fec)
{
	LdpBinding *b = net_trie_exact(ldp->bindings, &fec->prefix);

	if (b)
		return b;
	b = g_new0(LdpBinding, 1);
	b->ldp = ldp;
	b->fec = *fec;
	b->local = b->held = NET_LABEL_NONE;
	b->exchanges = g_array_new(FALSE, FALSE, sizeof(LdpExchange));
	net_trie_insert(ldp->bindings, &fec->prefix, b);
	return b;
}

void ldp_binding_free(gpointer binding)
{
	LdpBinding *b = binding;

	g_array_free(b->exchanges, TRUE);
	g_free(b);
}

/* Gives the label back once nobody can send packets with it any more, and the entry with it. The
 * binding may be gone afterwards. */
static void tidy(LdpBinding *b)
{
	unsigned releases = 0;

	for (unsigned i = b->exchanges->len; i-- > 0;) {
		releases += exchange_at(b, i)->releases;
		if (exchange_is_empty(exchange_at(b, i)))
			g_array_remove_index(b->exchanges, i);
	}
	if (b->held != NET_LABEL_NONE && b->local != b->held && releases == 0) {
		b->held = NET_LABEL_NONE;
		rib_label_release(b->ldp->proto.rib, &b->fec);
	}
	if (b->local == NET_LABEL_NONE && b->held == NET_LABEL_NONE && b->exchanges->len == 0)
		net_trie_remove(b->ldp->bindings, &b->fec.prefix);
}

static void advertise(LdpBinding *b, LdpPeer *peer, uint32_t request_id)
{
	LdpLabelMessage mapping = {.type = LDP_MSG_LABEL_MAPPING,
				   .fec = &b->fec,
				   .label = b->local,
				   .request_id = request_id};

	exchange_get(b, peer)->sent = b->local;
	ldp_send_label(peer, &mapping);
}

static void withdraw(LdpBinding *b, LdpExchange *ex)
{
	LdpLabelMessage message = {
		.type = LDP_MSG_LABEL_WITHDRAW, .fec = &b->fec, .label = ex->sent};

	ex->sent = NET_LABEL_NONE;
	ex->releases++;
	ldp_send_label(ex->peer, &message);
}

/* What peers may have now; NET_LABEL_NONE: nothing. */
static uint32_t offered(const LdpBinding *b)
{
	if (!b->ldp->control->may_advertise(b) ||
	    !ldp_filter_allows(b->ldp->advertise, &b->fec.prefix))
		return NET_LABEL_NONE;
	return b->local;
}

/* Brings what the peer was told in line with what it may have. */
static void offer(LdpBinding *b, LdpPeer *peer)
{
	LdpExchange *ex = exchange_find(b, peer);
	uint32_t label = offered(b);

	if (ex && ex->declined == label)
		label = NET_LABEL_NONE;
	if (label == (ex ? ex->sent : NET_LABEL_NONE))
		return;
	if (ex && ex->sent != NET_LABEL_NONE)
		withdraw(b, ex);
	if (label != NET_LABEL_NONE)
		advertise(b, peer, 0);
}

static void set_local(LdpBinding *b, uint32_t label)
{
	const GPtrArray *peers = b->ldp->peers;

	for (unsigned i = 0; b->local != label && i < b->exchanges->len; i++)
		exchange_at(b, i)->declined = NET_LABEL_NONE;
	b->local = label;
	for (unsigned i = 0; i < peers->len; i++)
		if (ldp_session_is_up(g_ptr_array_index(peers, i)))
			offer(b, g_ptr_array_index(peers, i));
}

static uint32_t label_for_role(LdpBinding *b)
{
	if (b->role == LDP_ROLE_NONE || (b->role == LDP_ROLE_WITHIN && !b->has_lsp) ||
	    !ldp_filter_allows(b->ldp->allocate, &b->fec.prefix))
		return NET_LABEL_NONE;
	if (b->role == LDP_ROLE_EGRESS)
		return b->ldp->egress_label;
	if (b->held == NET_LABEL_NONE)
		b->held = rib_label_acquire(b->ldp->proto.rib, &b->fec, "ldp", RIB_LABEL_TRANSIT);
	return b->held;
}

/* Brings label and LSP in line with the route; the binding may be gone afterwards. */
static void refresh(LdpBinding *b)
{
	const RibRoute *route = ldp_fec_route(b->ldp, &b->fec.prefix);

	b->role = ldp_fec_role(b->ldp, &b->fec.prefix, route);
	ldp_lsp_publish(b, route);
	set_local(b, label_for_role(b));
	tidy(b);
}

static gboolean collect_binding(const NetPrefix *prefix, void *value, void *user)
{
	(void)prefix;
	g_ptr_array_add(user, value);
	return TRUE;
}

/* Those that may follow the prefix's route for want of their own. */
static void refresh_within(LdpInstance *ldp, const NetPrefix *prefix)
{
	GPtrArray *within = g_ptr_array_new();

	net_trie_foreach_within(ldp->bindings, prefix, collect_binding, within);
	for (unsigned i = 0; i < within->len; i++)
		refresh(g_ptr_array_index(within, i));
	g_ptr_array_free(within, TRUE);
}

void ldp_label_on_route(Rib *rib, const NetPrefix *prefix, const RibRoute *before,
			const RibRoute *after, void *user)
{
	LdpInstance *ldp = user;
	Fec fec = fec_prefix(prefix);

	(void)rib;
	(void)before;
	if (after)
		ldp_session_route_changed(ldp, prefix);
	if (prefix->addr.family != NET_AF_IPV4)
		return;
	if (ldp_label_find(ldp, &fec) || ldp_fec_role(ldp, prefix, after) != LDP_ROLE_NONE)
		refresh(binding_get(ldp, &fec));
	if (ldp->longest_match && prefix->len > 0)
		refresh_within(ldp, prefix);
}

static gboolean collect_prefix(const RibRoute *route, void *user)
{
	g_array_append_val(user, route->prefix);
	return TRUE;
}

void ldp_label_start(LdpInstance *ldp)
{
	GArray *prefixes = g_array_new(FALSE, FALSE, sizeof(NetPrefix));

	rib_watch(ldp->proto.rib, ldp_label_on_route, ldp);
	rib_foreach(ldp->proto.rib, NET_AF_IPV4, collect_prefix, prefixes);
	for (unsigned i = 0; i < prefixes->len; i++) {
		Fec fec = fec_prefix(&g_array_index(prefixes, NetPrefix, i));
		refresh(binding_get(ldp, &fec));
	}
	g_array_free(prefixes, TRUE);
}

/* Calls fn for every binding in order of prefixes; fn may remove the one that it gets. */
static void for_each_binding(LdpInstance *ldp, void (*fn)(LdpBinding *b, void *user), void *user)
{
	GPtrArray *all = g_ptr_array_new();

	net_trie_foreach(ldp->bindings, collect_binding, all);
	for (unsigned i = 0; i < all->len; i++)
		fn(g_ptr_array_index(all, i), user);
	g_ptr_array_free(all, TRUE);
}

static void retire(LdpBinding *b, void *user)
{
	(void)user;
	b->local = NET_LABEL_NONE;
	g_array_set_size(b->exchanges, 0);
	tidy(b);
}

void ldp_label_stop(LdpInstance *ldp)
{
	rib_unwatch(ldp->proto.rib, ldp_label_on_route, ldp);
	rib_source_withdraw_all(ldp->proto.rib, &ldp->source);
	for_each_binding(ldp, retire, NULL);
}

static void advertise_to(LdpBinding *b, void *user)
{
	offer(b, user);
}

void ldp_label_peer_up(LdpPeer *peer)
{
	ldp_address_tell_all(peer);
	for_each_binding(peer->ldp, advertise_to, peer);
}

static void forget(LdpBinding *b, void *user)
{
	LdpExchange *ex = exchange_find(b, user);

	if (ex == NULL)
		return;
	*ex = exchange_with(ex->peer);
	refresh(b);
}

void ldp_label_peer_down(LdpPeer *peer)
{
	g_array_set_size(peer->addresses, 0);
	for_each_binding(peer->ldp, forget, peer);
}

static void refresh_if_received(LdpBinding *b, void *user)
{
	if (ldp_label_received(b, user) != NET_LABEL_NONE)
		refresh(b);
}

void ldp_label_addresses_changed(LdpPeer *peer)
{
	for_each_binding(peer->ldp, refresh_if_received, peer);
}

static void send_release(LdpPeer *peer, const Fec *fec, uint32_t label)
{
	LdpLabelMessage release = {.type = LDP_MSG_LABEL_RELEASE, .fec = fec, .label = label};

	ldp_send_label(peer, &release);
}

/* RFC 5036 A.1.2. */
void ldp_label_mapping(LdpPeer *peer, const Fec *fec, uint32_t label)
{
	if (!ldp_filter_allows(peer->ldp->accept, &fec->prefix)) {
		send_release(peer, fec, label);
		return;
	}
	LdpBinding *b = binding_get(peer->ldp, fec);
	LdpExchange *ex = exchange_get(b, peer);
	uint32_t former = ex->received;

	ex->received = label;
	ex->cause = ldp_sim(peer->ldp)->cause;
	if (former != NET_LABEL_NONE && former != label)
		send_release(peer, fec, former);
	refresh(b);
}

/* A message about one label, or, with the wildcard, about all that have it. */
typedef struct Recall {
	LdpPeer *peer;
	uint32_t label;
} Recall;

static gboolean label_matches(uint32_t wanted, uint32_t label)
{
	return label != NET_LABEL_NONE && (wanted == NET_LABEL_NONE || wanted == label);
}

static void unlearn(LdpBinding *b, void *user)
{
	const Recall *recall = user;
	LdpExchange *ex = exchange_find(b, recall->peer);

	if (ex == NULL || !label_matches(recall->label, ex->received))
		return;
	ex->received = NET_LABEL_NONE;
	refresh(b);
}

static void decline(LdpExchange *ex)
{
	ex->declined = ex->sent;
	ex->sent = NET_LABEL_NONE;
}

static void take_back(LdpBinding *b, void *user)
{
	const Recall *recall = user;
	LdpExchange *ex = exchange_find(b, recall->peer);

	if (ex == NULL)
		return;
	if (ex->releases)
		ex->releases--;
	else if (label_matches(recall->label, ex->sent))
		decline(ex);
	tidy(b);
}

static void apply(LdpPeer *peer, const Fec *fec, uint32_t label,
		  void (*fn)(LdpBinding *b, void *user))
{
	Recall recall = {.peer = peer, .label = label};
	LdpBinding *b;

	if (fec == NULL)
		for_each_binding(peer->ldp, fn, &recall);
	else if ((b = net_trie_exact(peer->ldp->bindings, &fec->prefix)))
		fn(b, &recall);
}

/* RFC 5036 A.1.5: a Release is the answer in any case. */
void ldp_label_withdraw(LdpPeer *peer, const Fec *fec, uint32_t label)
{
	send_release(peer, fec, label);
	apply(peer, fec, label, unlearn);
}

/* RFC 5036 A.1.4. */
void ldp_label_release(LdpPeer *peer, const Fec *fec, uint32_t label)
{
	apply(peer, fec, label, take_back);
}

/* RFC 5036 A.1.1. */
gboolean ldp_label_request(LdpPeer *peer, const Fec *fec, uint32_t request_id)
{
	LdpBinding *b = net_trie_exact(peer->ldp->bindings, &fec->prefix);

	if (b == NULL || offered(b) == NET_LABEL_NONE)
		return FALSE;
	advertise(b, peer, request_id);
	return TRUE;
}
