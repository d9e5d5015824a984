/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ldp/ldp_lsp.h"

#include "models/ldp/ldp_address.h"
#include "models/ldp/ldp_discovery.h"
#include "models/ldp/ldp_filter.h"

#include <string.h>

/* Lower wins among the sources of LSPs; RSVP-TE tunnels come before LDP's, as is usual. */
#define LSP_PREFERENCE 9

/* LDP follows the IGP: labels of BGP's routes are BGP's own business, unless LSPs of labelled ones are to begin with
 * LDP. The host routes of the node's addresses are contained in the connected ones. The default route
 * gets no label, as is usual. */
static gboolean is_followed(const LdpInstance *ldp, const RibRoute *route)
{
	const char *protocol = route->source->protocol;

	if (strcmp(protocol, "bgp") == 0)
		return ldp->labelled_bgp && rib_route_has_lsp(ldp->proto.rib, route);
	return strcmp(protocol, "local") != 0;
}

static gboolean hop_has_neighbour(const RibHop *hop)
{
	return (hop->kind == RIB_HOP_INTERFACE || hop->kind == RIB_HOP_RECURSIVE) &&
	       net_addr_is_set(&hop->gateway) && hop->labels.depth == 0;
}

const RibRoute *ldp_fec_route(const LdpInstance *ldp, const NetPrefix *fec)
{
	return ldp->longest_match ? rib_covering(ldp->proto.rib, fec)
				  : rib_best(ldp->proto.rib, fec);
}

static gboolean has_neighbour(const RibRoute *route)
{
	for (unsigned i = 0; i < route->n_hops; i++)
		if (hop_has_neighbour(&route->hops[i]))
			return TRUE;
	return FALSE;
}

/* Where the neighbour at a gateway advertised a label: of the peer whose addresses contain it. */
static const LdpExchange *label_from(const LdpBinding *b, const NetAddr *gateway)
{
	for (unsigned i = 0; i < b->exchanges->len; i++) {
		const LdpExchange *ex = &g_array_index(b->exchanges, LdpExchange, i);
		if (ex->received != NET_LABEL_NONE && ldp_address_is_of(ex->peer, gateway))
			return ex;
	}
	return NULL;
}

static gboolean is_configured_on(const LdpInstance *ldp, const FwdIface *iface)
{
	for (unsigned i = 0; i < ldp->ifaces->len; i++) {
		const LdpIface *li = g_ptr_array_index(ldp->ifaces, i);
		if (li->iface && li->iface == iface)
			return TRUE;
	}
	return FALSE;
}

/* Where the hop's neighbour is on the link; NULL where it is farther away. */
static const FwdIface *link_to(const LdpInstance *ldp, const RibHop *hop)
{
	const RibRoute *connected;

	if (hop->kind == RIB_HOP_INTERFACE)
		return hop->iface;
	connected = rib_match(hop->in ? hop->in : ldp->proto.rib, &hop->gateway);
	if (connected == NULL || connected->hops[0].kind != RIB_HOP_INTERFACE ||
	    net_addr_is_set(&connected->hops[0].gateway))
		return NULL;
	return connected->hops[0].iface;
}

/* RFC 5036 2.6.1.2: the router that the hop leads to is outside of the label switching network. One
 * that gives a label over another link, or in a targeted session, is not. */
static gboolean is_outside(const LdpInstance *ldp, const NetPrefix *fec, const RibHop *hop)
{
	const LdpBinding *b;

	if (is_configured_on(ldp, link_to(ldp, hop)))
		return FALSE;
	b = net_trie_exact(ldp->bindings, fec);
	return b == NULL || label_from(b, &hop->gateway) == NULL;
}

/* Of several neighbours one that is inside makes the LSP go on, by way of those that are. */
static gboolean leads_outside(const LdpInstance *ldp, const NetPrefix *fec, const RibRoute *route)
{
	for (unsigned i = 0; i < route->n_hops; i++)
		if (hop_has_neighbour(&route->hops[i]) && !is_outside(ldp, fec, &route->hops[i]))
			return FALSE;
	return TRUE;
}

/* A FEC whose packets need a lookup of IP here, as at a border that summarizes, has no LSP beyond. */
LdpFecRole ldp_fec_role(const LdpInstance *ldp, const NetPrefix *fec, const RibRoute *route)
{
	if (route == NULL || route->prefix.addr.family != NET_AF_IPV4 || route->prefix.len == 0 ||
	    !is_followed(ldp, route))
		return LDP_ROLE_NONE;
	if (route->prefix.len != fec->len)
		return has_neighbour(route) ? LDP_ROLE_WITHIN : LDP_ROLE_NONE;
	if (ldp_filter_names(ldp->egress, fec))
		return LDP_ROLE_EGRESS;
	if (rib_route_has_lsp(ldp->proto.rib, route))
		return LDP_ROLE_PROXY;
	if (leads_outside(ldp, fec, route))
		return ldp_filter_allows(ldp->egress, fec) ? LDP_ROLE_EGRESS : LDP_ROLE_NONE;
	return LDP_ROLE_TRANSIT;
}

const LdpExchange *ldp_lsp_exchange(const LdpBinding *b, const RibHop *hop)
{
	return hop_has_neighbour(hop) ? label_from(b, &hop->gateway) : NULL;
}

static LabelStack stack_for(uint32_t label)
{
	LabelStack stack = {0};

	stack.depth = 1;
	stack.label[0].value = label;
	stack.label[0].kind =
		label == NET_LABEL_IPV4_EXPLICIT_NULL ? LABEL_KIND_EXPLICIT_NULL : LABEL_KIND_LDP;
	return stack;
}

/* Fills lsp with the route's hops that there are labels for. */
static void add_labelled_hops(const LdpBinding *b, const RibRoute *route, RibHop *hops, RibLsp *lsp)
{
	for (unsigned i = 0; i < route->n_hops; i++) {
		const RibHop *hop = &route->hops[i];
		const LdpExchange *ex = ldp_lsp_exchange(b, hop);
		if (ex == NULL)
			continue;
		hops[lsp->n_hops] = *hop;
		hops[lsp->n_hops++].labels = stack_for(ex->received);
		lsp->cause = MAX(lsp->cause, ex->cause); /* of the latest */
	}
}

void ldp_lsp_publish(LdpBinding *b, const RibRoute *route)
{
	RibHop hops[RIB_MAX_HOPS];
	RibLsp lsp = {.fec = b->fec,
		      .source = &b->ldp->source,
		      .preference = LSP_PREFERENCE,
		      .kind = LABEL_KIND_LDP,
		      .hops = hops};

	if (b->role == LDP_ROLE_TRANSIT || b->role == LDP_ROLE_WITHIN)
		add_labelled_hops(b, route, hops, &lsp);
	if (lsp.n_hops)
		rib_lsp_update(b->ldp->proto.rib, &lsp);
	else if (b->has_lsp)
		rib_lsp_withdraw(b->ldp->proto.rib, &b->ldp->source, &b->fec);
	b->has_lsp = lsp.n_hops > 0;
}
