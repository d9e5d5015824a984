/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ldp/ldp_label.h"

#include "models/ldp/ldp_accept.h"
#include "models/ldp/ldp_address.h"
#include "models/ldp/ldp_discovery.h"
#include "models/ldp/ldp_filter.h"
#include "models/ldp/ldp_loop.h"
#include "models/ldp/ldp_lsp.h"
#include "models/ldp/ldp_neighbor.h"
#include "models/ldp/ldp_request.h"
#include "models/ldp/ldp_send.h"
#include "models/net/records.h"
#include "models/rib/label.h"

static gboolean may_always_advertise(const LdpBinding *binding)
{
	(void)binding;
	return TRUE;
}

/* RFC 5036 2.6.1.2. */
static gboolean may_advertise_lsp(const LdpBinding *binding)
{
	return ldp_label_is_end(binding) || binding->has_lsp;
}

const LdpControl ldp_control_independent = {"independent", may_always_advertise};
const LdpControl ldp_control_ordered = {"ordered", may_advertise_lsp};

static LdpExchange *exchange_at(const LdpBinding *b, unsigned i)
{
	return &g_array_index(b->exchanges, LdpExchange, i);
}

LdpExchange *ldp_exchange_find(const LdpBinding *b, const LdpPeer *peer)
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
			     .declined = NET_LABEL_NONE,
			     .accepted = {NET_LABEL_NONE, NET_LABEL_NONE}};
}

LdpExchange *ldp_exchange_get(LdpBinding *b, LdpPeer *peer)
{
	LdpExchange fresh = exchange_with(peer);
	LdpExchange *found = ldp_exchange_find(b, peer);

	if (found)
		return found;
	g_array_append_val(b->exchanges, fresh);
	return exchange_at(b, b->exchanges->len - 1);
}

static void exchange_clear(gpointer exchange)
{
	g_free(((LdpExchange *)exchange)->attributes);
}

static gboolean exchange_is_empty(const LdpExchange *ex)
{
	return ex->received == NET_LABEL_NONE && ex->sent == NET_LABEL_NONE &&
	       ex->declined == NET_LABEL_NONE && ex->releases == 0 && ex->asked == 0 &&
	       ex->asked_by == 0 && !ex->denied;
}

LdpBinding *ldp_label_find(const LdpInstance *ldp, const Fec *fec)
{
	return net_trie_exact(ldp->bindings, &fec->prefix);
}

uint32_t ldp_label_received(const LdpBinding *binding, const LdpPeer *peer)
{
	const LdpExchange *ex = ldp_exchange_find(binding, peer);
	return ex ? ex->received : NET_LABEL_NONE;
}

LdpBinding *ldp_label_get(LdpInstance *ldp, const Fec *fec)
{
	LdpBinding *b = net_trie_exact(ldp->bindings, &fec->prefix);

	if (b)
		return b;
	b = g_new0(LdpBinding, 1);
	b->ldp = ldp;
	b->fec = *fec;
	b->local = b->held = NET_LABEL_NONE;
	b->exchanges = g_array_new(FALSE, FALSE, sizeof(LdpExchange));
	g_array_set_clear_func(b->exchanges, exchange_clear);
	net_trie_insert(ldp->bindings, &fec->prefix, b);
	return b;
}

void ldp_binding_free(gpointer binding)
{
	LdpBinding *b = binding;

	g_array_free(b->exchanges, TRUE);
	g_free(b->passed_on);
	g_free(b->told);
	g_free(b);
}

/* It may be asked for, or a peer come that is to be told. */
static gboolean waits_for_request(const LdpBinding *b)
{
	return b->ldp->proto.running && b->ldp->on_demand &&
	       (b->role == LDP_ROLE_TRANSIT || b->role == LDP_ROLE_PROXY);
}

void ldp_label_tidy(LdpBinding *b)
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
	if (b->local == NET_LABEL_NONE && b->held == NET_LABEL_NONE && b->exchanges->len == 0 &&
	    !b->refused && !waits_for_request(b))
		net_trie_remove(b->ldp->bindings, &b->fec.prefix);
}

static void advertise(LdpBinding *b, LdpPeer *peer)
{
	LdpExchange *ex = ldp_exchange_get(b, peer);
	LdpLabelMessage mapping = {.type = LDP_MSG_LABEL_MAPPING,
				   .fec = &b->fec,
				   .label = b->local,
				   .request_id = ex->asked_by,
				   .attributes =
					   b->ldp->loop_limit ? ldp_attributes(b->told) : NULL};

	ex->sent = b->local;
	ex->asked_by = 0;
	ex->stale = FALSE;
	ex->declined = NET_LABEL_NONE;
	ldp_accept_sent(ex);
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

/* What the peer may have now; NET_LABEL_NONE: nothing. One that was asked to be told only on demand
 * keeps what it has, one that gave the label back gets it when it asks. */
static uint32_t offered(const LdpBinding *b, const LdpPeer *peer, const LdpExchange *ex)
{
	if (!b->ldp->control->may_advertise(b) || !ldp_neighbor_may_be_told(peer, &b->fec.prefix))
		return NET_LABEL_NONE;
	if (ex && ex->asked_by)
		return b->local;
	if (peer->on_demand && !(ex && ex->sent == b->local))
		return NET_LABEL_NONE;
	return ex && ex->declined == b->local ? NET_LABEL_NONE : b->local;
}

void ldp_label_offer(LdpBinding *b, LdpPeer *peer)
{
	LdpExchange *ex = ldp_exchange_find(b, peer);
	uint32_t label = offered(b, peer, ex);
	uint32_t sent = ex ? ex->sent : NET_LABEL_NONE;

	if (sent != NET_LABEL_NONE && sent != label)
		withdraw(b, ex);
	if (label != NET_LABEL_NONE && (label != sent || ex->asked_by || ex->stale))
		advertise(b, peer);
}

/* renewed: what is told with the label has changed. */
static void set_local(LdpBinding *b, uint32_t label, gboolean renewed)
{
	const GPtrArray *peers = b->ldp->peers;

	for (unsigned i = 0; (renewed || b->local != label) && i < b->exchanges->len; i++) {
		exchange_at(b, i)->declined = NET_LABEL_NONE;
		exchange_at(b, i)->stale = renewed;
	}
	b->local = label;
	for (unsigned i = 0; i < peers->len; i++)
		if (ldp_session_is_up(g_ptr_array_index(peers, i)))
			ldp_label_offer(b, g_ptr_array_index(peers, i));
}

/* Once, until it has had a label or done without: bindings are looked at often. */
static void tell_refused(LdpBinding *b)
{
	TraceRefusal record = {
		.head = {.type = &trace_refusal, .node = b->ldp->proto.host->node_name},
		.vrf = rib_name(b->ldp->proto.rib),
		.family = net_family_name(b->fec.prefix.addr.family),
		.prefix = b->fec.prefix,
		.protocol = "ldp",
		.reason = "no label: the label range is used up",
	};

	if (!b->refused)
		sim_trace(b->ldp->proto.host->sim, &record.head);
	b->refused = TRUE;
}

gboolean ldp_label_may_have_label(const LdpBinding *b)
{
	return b->role != LDP_ROLE_NONE && ldp_filter_allows(b->ldp->allocate, &b->fec.prefix);
}

/* On demand, labels are taken from the range when a peer asks (A.1.1), and go back with its release. */
static gboolean is_in_demand(const LdpBinding *b)
{
	const GPtrArray *peers = b->ldp->peers;

	if (!b->ldp->on_demand || b->role == LDP_ROLE_EGRESS)
		return TRUE;
	if (ldp_request_is_upstream(b))
		return b->ldp->control->may_advertise(b);
	for (unsigned i = 0; i < peers->len; i++) {
		const LdpPeer *peer = g_ptr_array_index(peers, i);

		if (ldp_session_is_up(peer) && !peer->on_demand)
			return TRUE;
	}
	return FALSE;
}

static gboolean wants_label(const LdpBinding *b)
{
	return ldp_label_may_have_label(b) && (b->role != LDP_ROLE_WITHIN || b->has_lsp) &&
	       is_in_demand(b);
}

static uint32_t egress_label(const LdpBinding *b)
{
	return ldp_filter_allows(b->ldp->explicit_null_for, &b->fec.prefix)
		       ? b->ldp->egress_label
		       : NET_LABEL_IMPLICIT_NULL;
}

static uint32_t label_for_role(LdpBinding *b)
{
	LdpInstance *ldp = b->ldp;

	if (!wants_label(b) || b->role == LDP_ROLE_EGRESS) {
		b->refused = FALSE;
		return wants_label(b) ? egress_label(b) : NET_LABEL_NONE;
	}
	if (b->held == NET_LABEL_NONE)
		b->held = rib_label_acquire_from(ldp->proto.rib, &b->fec, ldp->range, "ldp",
						 RIB_LABEL_TRANSIT);
	if (b->held == NET_LABEL_NONE)
		tell_refused(b);
	else
		b->refused = FALSE;
	return b->held;
}

void ldp_label_refresh(LdpBinding *b)
{
	const RibRoute *route = ldp_fec_route(b->ldp, &b->fec.prefix);

	b->role = ldp_fec_role(b->ldp, &b->fec.prefix, route);
	ldp_request_give_up(b);
	ldp_lsp_publish(b, route);
	gboolean renewed = ldp_loop_update(b, route);
	set_local(b, label_for_role(b), renewed);
	ldp_request_labels(b, route);
	ldp_request_deny(b);
	ldp_label_tidy(b);
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
		ldp_label_refresh(g_ptr_array_index(within, i));
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
		ldp_discovery_route_changed(ldp, prefix);
	if (prefix->addr.family != NET_AF_IPV4)
		return;
	if (ldp_label_find(ldp, &fec) || ldp_fec_role(ldp, prefix, after) != LDP_ROLE_NONE)
		ldp_label_refresh(ldp_label_get(ldp, &fec));
	if (ldp->longest_match && prefix->len > 0)
		refresh_within(ldp, prefix);
}

static gboolean collect_prefix(const RibRoute *route, void *user)
{
	g_array_append_val(user, route->prefix);
	return TRUE;
}

static void labels_are_free(void *user)
{
	LdpInstance *ldp = user;

	sim_timer_ensure(&ldp->labels_free, 0);
}

void ldp_label_reconsider(LdpInstance *ldp)
{
	GArray *prefixes = g_array_new(FALSE, FALSE, sizeof(NetPrefix));

	rib_foreach(ldp->proto.rib, NET_AF_IPV4, collect_prefix, prefixes);
	for (unsigned i = 0; i < prefixes->len; i++) {
		Fec fec = fec_prefix(&g_array_index(prefixes, NetPrefix, i));
		ldp_label_refresh(ldp_label_get(ldp, &fec));
	}
	g_array_free(prefixes, TRUE);
}

void ldp_label_start(LdpInstance *ldp)
{
	rib_watch(ldp->proto.rib, ldp_label_on_route, ldp);
	rib_label_watch(rib_node(ldp->proto.rib), labels_are_free, ldp);
	ldp_label_reconsider(ldp);
}

void ldp_label_for_each(LdpInstance *ldp, void (*fn)(LdpBinding *b, void *user), void *user)
{
	GPtrArray *all = g_ptr_array_new();

	net_trie_foreach(ldp->bindings, collect_binding, all);
	for (unsigned i = 0; i < all->len; i++)
		fn(g_ptr_array_index(all, i), user);
	g_ptr_array_free(all, TRUE);
}

static void refresh(LdpBinding *b, void *user)
{
	(void)user;
	ldp_label_refresh(b);
}

static void try_again(LdpBinding *b, void *user)
{
	(void)user;
	if (b->refused)
		ldp_label_refresh(b);
}

/* Peers that were refused ask again; FECs that are told unasked get their labels. */
void ldp_label_on_free(void *instance)
{
	LdpInstance *ldp = instance;

	for (unsigned i = 0; i < ldp->peers->len; i++)
		ldp_request_labels_available(g_ptr_array_index(ldp->peers, i));
	ldp_label_for_each(ldp, try_again, NULL);
}

static void retire(LdpBinding *b, void *user)
{
	(void)user;
	b->local = NET_LABEL_NONE;
	b->refused = FALSE;
	g_array_set_size(b->exchanges, 0);
	ldp_label_tidy(b);
}

void ldp_label_unwatch(LdpInstance *ldp)
{
	rib_unwatch(ldp->proto.rib, ldp_label_on_route, ldp);
	rib_label_unwatch(rib_node(ldp->proto.rib), labels_are_free, ldp);
	sim_timer_stop(&ldp->labels_free);
}

void ldp_label_stop(LdpInstance *ldp)
{
	ldp_label_unwatch(ldp);
	rib_source_withdraw_all(ldp->proto.rib, &ldp->source);
	ldp_label_for_each(ldp, retire, NULL);
}

static void advertise_to(LdpBinding *b, void *user)
{
	ldp_label_offer(b, user);
}

void ldp_label_peer_up(LdpPeer *peer)
{
	ldp_address_tell_all(peer);
	ldp_label_for_each(peer->ldp, peer->ldp->on_demand ? refresh : advertise_to, peer);
}

static void forget(LdpBinding *b, void *user)
{
	LdpExchange *ex = ldp_exchange_find(b, user);

	if (ex == NULL)
		return;
	ldp_accept_session_down(ex);
	exchange_clear(ex);
	*ex = exchange_with(ex->peer);
	ldp_label_refresh(b);
}

void ldp_label_peer_down(LdpPeer *peer)
{
	g_array_set_size(peer->addresses, 0);
	ldp_label_for_each(peer->ldp, forget, peer);
}

static void refresh_if_concerned(LdpBinding *b, void *user)
{
	const LdpPeer *peer = user;

	if (peer->on_demand || b->ldp->conservative ||
	    ldp_label_received(b, peer) != NET_LABEL_NONE)
		ldp_label_refresh(b);
}

void ldp_label_addresses_changed(LdpPeer *peer)
{
	ldp_label_for_each(peer->ldp, refresh_if_concerned, peer);
}

static void send_release(LdpPeer *peer, const Fec *fec, uint32_t label, uint32_t status)
{
	LdpLabelMessage release = {
		.type = LDP_MSG_LABEL_RELEASE, .fec = fec, .label = label, .status = status};

	ldp_send_label(peer, &release);
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
	LdpExchange *ex = ldp_exchange_find(b, recall->peer);

	if (ex == NULL || !label_matches(recall->label, ex->received))
		return;
	ex->received = NET_LABEL_NONE;
	ldp_label_refresh(b);
}

static void decline(LdpExchange *ex)
{
	ex->declined = ex->peer->on_demand ? NET_LABEL_NONE : ex->sent;
	ex->sent = NET_LABEL_NONE;
}

static void take_back(LdpBinding *b, void *user)
{
	const Recall *recall = user;
	LdpExchange *ex = ldp_exchange_find(b, recall->peer);

	if (ex == NULL)
		return;
	if (ex->releases)
		ex->releases--;
	else if (label_matches(recall->label, ex->sent))
		decline(ex);
	ldp_accept_released(ex);
	if (b->ldp->on_demand)
		ldp_label_refresh(b);
	else
		ldp_label_tidy(b);
}

static void apply(LdpPeer *peer, const Fec *fec, uint32_t label,
		  void (*fn)(LdpBinding *b, void *user))
{
	Recall recall = {.peer = peer, .label = label};
	LdpBinding *b;

	if (fec == NULL)
		ldp_label_for_each(peer->ldp, fn, &recall);
	else if ((b = net_trie_exact(peer->ldp->bindings, &fec->prefix)))
		fn(b, &recall);
}

/* RFC 5036 A.1.2. A label that is not wanted, or shows a loop, is given back. */
void ldp_label_mapping(LdpPeer *peer, const Fec *fec, uint32_t label,
		       const LdpAttributes *attributes)
{
	gboolean loop = ldp_loop_found(peer->ldp, attributes);

	if (loop || !ldp_neighbor_may_tell(peer, &fec->prefix)) {
		send_release(peer, fec, label,
			     loop ? LDP_STATUS_LOOP_DETECTED : LDP_STATUS_SUCCESS);
		if (loop)
			ldp_request_answered_with_loop(peer, fec);
		apply(peer, fec, label, unlearn);
		return;
	}
	LdpBinding *b = ldp_label_get(peer->ldp, fec);
	LdpExchange *ex = ldp_exchange_get(b, peer);
	uint32_t former = ex->received;

	ex->received = label;
	ldp_attributes_keep(&ex->attributes, attributes);
	ex->asked = 0;
	ex->denied = FALSE;
	ex->cause = ldp_sim(peer->ldp)->cause;
	if (former != NET_LABEL_NONE && former != label)
		send_release(peer, fec, former, LDP_STATUS_SUCCESS);
	ldp_label_refresh(b);
}

/* RFC 5036 A.1.5: a Release is the answer in any case. */
void ldp_label_withdraw(LdpPeer *peer, const Fec *fec, uint32_t label)
{
	send_release(peer, fec, label, LDP_STATUS_SUCCESS);
	apply(peer, fec, label, unlearn);
}

/* RFC 5036 A.1.4. */
void ldp_label_release(LdpPeer *peer, const Fec *fec, uint32_t label)
{
	apply(peer, fec, label, take_back);
}
