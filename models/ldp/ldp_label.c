/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ldp/ldp_label.h"

#include "models/ldp/ldp_send.h"
#include "models/rib/label.h"

#include <string.h>

/* Lower wins among the sources of LSPs; RSVP-TE tunnels come before LDP's, as is usual. */
#define LSP_PREFERENCE 9

static gboolean may_always_advertise(const LdpBinding *binding)
{
	(void)binding;
	return TRUE;
}

const LdpControl ldp_control_independent = {"independent", may_always_advertise};

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

/* Valid until the next one is made. */
static LdpExchange *exchange_get(LdpBinding *b, LdpPeer *peer)
{
	LdpExchange fresh = {.peer = peer, .received = NET_LABEL_NONE, .sent = NET_LABEL_NONE};
	LdpExchange *found = exchange_find(b, peer);

	if (found)
		return found;
	g_array_append_val(b->exchanges, fresh);
	return exchange_at(b, b->exchanges->len - 1);
}

static gboolean exchange_is_empty(const LdpExchange *ex)
{
	return ex->received == NET_LABEL_NONE && ex->sent == NET_LABEL_NONE && ex->releases == 0;
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

/* What a FEC is to this router, by its best route. */
typedef enum { ROLE_NONE, ROLE_EGRESS, ROLE_TRANSIT } FecRole;

/* LDP follows the IGP: labels of BGP's routes are BGP's own business. The host routes of the node's
 * addresses are contained in the connected ones. */
static gboolean protocol_is_followed(const char *protocol)
{
	static const char *const left_out[] = {"bgp", "local"};

	for (unsigned i = 0; i < G_N_ELEMENTS(left_out); i++)
		if (strcmp(protocol, left_out[i]) == 0)
			return FALSE;
	return TRUE;
}

static gboolean hop_has_neighbour(const RibHop *hop)
{
	return (hop->kind == RIB_HOP_INTERFACE || hop->kind == RIB_HOP_RECURSIVE) &&
	       net_addr_is_set(&hop->gateway) && hop->labels.depth == 0;
}

static FecRole role_of(const RibRoute *route)
{
	if (route == NULL || route->prefix.addr.family != NET_AF_IPV4 ||
	    !protocol_is_followed(route->source->protocol))
		return ROLE_NONE;
	for (unsigned i = 0; i < route->n_hops; i++)
		if (hop_has_neighbour(&route->hops[i]))
			return ROLE_TRANSIT;
	return ROLE_EGRESS;
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

static void set_local(LdpBinding *b, uint32_t label)
{
	const GPtrArray *peers = b->ldp->peers;

	if (b->local == label)
		return;
	for (unsigned i = 0; i < b->exchanges->len; i++)
		if (exchange_at(b, i)->sent != NET_LABEL_NONE)
			withdraw(b, exchange_at(b, i));
	b->local = label;
	if (label == NET_LABEL_NONE || !b->ldp->control->may_advertise(b))
		return;
	for (unsigned i = 0; i < peers->len; i++)
		if (ldp_session_is_up(g_ptr_array_index(peers, i)))
			advertise(b, g_ptr_array_index(peers, i), 0);
}

static uint32_t label_for_role(LdpBinding *b, FecRole role)
{
	if (role != ROLE_TRANSIT)
		return role == ROLE_EGRESS ? NET_LABEL_IMPLICIT_NULL : NET_LABEL_NONE;
	if (b->held == NET_LABEL_NONE)
		b->held = rib_label_acquire(b->ldp->proto.rib, &b->fec, "ldp", RIB_LABEL_TRANSIT);
	return b->held;
}

/* The label that the neighbour at a gateway advertised: of the peer whose addresses contain it. */
static uint32_t label_from(const LdpBinding *b, const NetAddr *gateway)
{
	for (unsigned i = 0; i < b->exchanges->len; i++) {
		const LdpExchange *ex = exchange_at(b, i);
		if (ex->received != NET_LABEL_NONE && ldp_peer_has_address(ex->peer, gateway))
			return ex->received;
	}
	return NET_LABEL_NONE;
}

static LabelStack stack_for(uint32_t label)
{
	LabelStack stack = {0};

	if (label == NET_LABEL_IMPLICIT_NULL)
		return stack;
	stack.depth = 1;
	stack.label[0].value = label;
	stack.label[0].kind =
		label == NET_LABEL_IPV4_EXPLICIT_NULL ? LABEL_KIND_EXPLICIT_NULL : LABEL_KIND_LDP;
	return stack;
}

static unsigned labelled_hops(const LdpBinding *b, const RibRoute *route, RibHop *hops)
{
	unsigned n = 0;

	for (unsigned i = 0; i < route->n_hops; i++) {
		const RibHop *hop = &route->hops[i];
		if (!hop_has_neighbour(hop))
			continue;
		uint32_t label = label_from(b, &hop->gateway);
		if (label == NET_LABEL_NONE)
			continue;
		hops[n] = *hop;
		hops[n++].labels = stack_for(label);
	}
	return n;
}

/* The LSP goes where the route goes, wherever labels for it are known (liberal retention). */
static void publish(LdpBinding *b, const RibRoute *route, FecRole role)
{
	RibHop hops[RIB_MAX_HOPS];
	RibLsp lsp = {.fec = b->fec,
		      .source = &b->ldp->source,
		      .preference = LSP_PREFERENCE,
		      .kind = LABEL_KIND_LDP,
		      .hops = hops};

	if (role == ROLE_TRANSIT)
		lsp.n_hops = labelled_hops(b, route, hops);
	if (lsp.n_hops)
		rib_lsp_update(b->ldp->proto.rib, &lsp);
	else if (b->has_lsp)
		rib_lsp_withdraw(b->ldp->proto.rib, &b->ldp->source, &b->fec);
	b->has_lsp = lsp.n_hops > 0;
}

/* Brings label and LSP in line with the route; the binding may be gone afterwards. */
static void refresh(LdpBinding *b)
{
	const RibRoute *route = rib_best(b->ldp->proto.rib, &b->fec.prefix);
	FecRole role = role_of(route);

	publish(b, route, role);
	set_local(b, label_for_role(b, role));
	tidy(b);
}

void ldp_label_on_route(Rib *rib, const NetPrefix *prefix, const RibRoute *before,
			const RibRoute *after, void *user)
{
	LdpInstance *ldp = user;
	Fec fec = fec_prefix(prefix);

	(void)rib;
	if (prefix->addr.family == NET_AF_IPV4 &&
	    (role_of(before) != ROLE_NONE || role_of(after) != ROLE_NONE))
		refresh(binding_get(ldp, &fec));
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

static gboolean collect_binding(const NetPrefix *prefix, void *value, void *user)
{
	(void)prefix;
	g_ptr_array_add(user, value);
	return TRUE;
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

static GArray *own_addresses(const LdpInstance *ldp)
{
	const GPtrArray *ifaces = ldp_fwd(ldp)->ifaces;
	GArray *out = g_array_new(FALSE, FALSE, sizeof(NetAddr));

	for (unsigned i = 0; i < ifaces->len; i++) {
		FwdIface *iface = g_ptr_array_index(ifaces, i);
		if (iface->vrf == rib_vrf(ldp->proto.rib) && fwd_iface_is_up(iface))
			ldp_label_append_addresses(iface, out);
	}
	return out;
}

static void advertise_to(LdpBinding *b, void *user)
{
	if (b->local != NET_LABEL_NONE && b->ldp->control->may_advertise(b))
		advertise(b, user, 0);
}

void ldp_label_peer_up(LdpPeer *peer)
{
	GArray *addresses = own_addresses(peer->ldp);

	ldp_send_addresses(peer, LDP_MSG_ADDRESS, addresses);
	g_array_free(addresses, TRUE);
	for_each_binding(peer->ldp, advertise_to, peer);
}

static void forget(LdpBinding *b, void *user)
{
	LdpExchange *ex = exchange_find(b, user);

	if (ex == NULL)
		return;
	*ex = (LdpExchange){.peer = ex->peer, .received = NET_LABEL_NONE, .sent = NET_LABEL_NONE};
	refresh(b);
}

void ldp_label_peer_down(LdpPeer *peer)
{
	g_array_set_size(peer->addresses, 0);
	for_each_binding(peer->ldp, forget, peer);
}

static void refresh_any(LdpBinding *b, void *user)
{
	(void)user;
	refresh(b);
}

void ldp_label_addresses_changed(LdpInstance *ldp)
{
	for_each_binding(ldp, refresh_any, NULL);
}

void ldp_label_append_addresses(const FwdIface *iface, GArray *out)
{
	for (unsigned i = 0; i < iface->addresses->len; i++) {
		const NetAddr *addr = &g_array_index(iface->addresses, NetPrefix, i).addr;
		if (addr->family == NET_AF_IPV4)
			g_array_append_val(out, *addr);
	}
}

static void send_release(LdpPeer *peer, const Fec *fec, uint32_t label)
{
	LdpLabelMessage release = {.type = LDP_MSG_LABEL_RELEASE, .fec = fec, .label = label};

	ldp_send_label(peer, &release);
}

/* RFC 5036 A.1.2. */
void ldp_label_mapping(LdpPeer *peer, const Fec *fec, uint32_t label)
{
	LdpBinding *b = binding_get(peer->ldp, fec);
	LdpExchange *ex = exchange_get(b, peer);
	uint32_t former = ex->received;

	ex->received = label;
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

static void take_back(LdpBinding *b, void *user)
{
	const Recall *recall = user;
	LdpExchange *ex = exchange_find(b, recall->peer);

	if (ex == NULL)
		return;
	if (ex->releases)
		ex->releases--;
	else if (label_matches(recall->label, ex->sent))
		ex->sent = NET_LABEL_NONE;
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

	if (b == NULL || b->local == NET_LABEL_NONE || !b->ldp->control->may_advertise(b))
		return FALSE;
	advertise(b, peer, request_id);
	return TRUE;
}
