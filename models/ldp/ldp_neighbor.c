/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ldp/ldp_neighbor.h"

#include "models/ldp/ldp_discovery.h"
#include "models/ldp/ldp_filter.h"

#define TTL_MAX 255

static gboolean check(const LdpInstance *ldp, const LdpNeighborConfig *c, GError **error)
{
	const char *wrong = NULL;
	LdpId id = {.lsr_id = net_addr_to_ipv4(&c->id)};

	if (c->id.family != NET_AF_IPV4)
		wrong = "the id of a neighbour must be its LSR Id, such as 10.0.0.1";
	else if (ldp_neighbor_find(ldp, &id))
		wrong = "there is another neighbour of that id; write one element for it";
	else if (c->keepalive_hold % SIM_SEC || c->keepalive_hold > UINT16_MAX * SIM_SEC)
		wrong = "keepalive-hold must be whole seconds from 1s to 65535s, or 0s: as for all";
	else if (c->gtsm_hops < 1 || c->gtsm_hops == TTL_MAX)
		wrong = "gtsm-hops must be from 1 to 254";
	if (wrong)
		g_set_error_literal(error, PROTO_ERROR, 0, wrong);
	return wrong == NULL;
}

gboolean ldp_neighbor_add(LdpInstance *ldp, const LdpNeighborConfig *config, GError **error)
{
	LdpNeighborConfig copy = *config;

	if (!check(ldp, config, error))
		return FALSE;
	copy.password = g_strdup(config->password);
	copy.advertise = g_array_ref(config->advertise);
	copy.accept = g_array_ref(config->accept);
	g_array_append_val(ldp->neighbors, copy);
	return TRUE;
}

void ldp_neighbor_clear(gpointer config)
{
	LdpNeighborConfig *c = config;

	g_free(c->password);
	g_array_unref(c->advertise);
	g_array_unref(c->accept);
}

const LdpNeighborConfig *ldp_neighbor_find(const LdpInstance *ldp, const LdpId *id)
{
	for (unsigned i = 0; i < ldp->neighbors->len; i++) {
		const LdpNeighborConfig *c = &g_array_index(ldp->neighbors, LdpNeighborConfig, i);

		if (net_addr_to_ipv4(&c->id) == id->lsr_id)
			return c;
	}
	return NULL;
}

gboolean ldp_neighbor_may_be_told(const LdpPeer *peer, const NetPrefix *fec)
{
	const LdpNeighborConfig *c = peer->config;

	return ldp_filter_allows(peer->ldp->advertise, fec) &&
	       (c == NULL || ldp_filter_allows(c->advertise, fec));
}

gboolean ldp_neighbor_may_tell(const LdpPeer *peer, const NetPrefix *fec)
{
	const LdpNeighborConfig *c = peer->config;

	return ldp_filter_allows(peer->ldp->accept, fec) &&
	       (c == NULL || ldp_filter_allows(c->accept, fec));
}

uint16_t ldp_neighbor_keepalive_s(const LdpPeer *peer)
{
	const LdpNeighborConfig *c = peer->config;

	return c && c->keepalive_hold ? c->keepalive_hold / SIM_SEC : peer->ldp->keepalive_s;
}

/* RFC 6720 2.2: basic discovery alone negotiates it. */
static gboolean is_negotiated(const LdpPeer *peer)
{
	for (unsigned i = 0; peer->ldp->gtsm && i < peer->adjacencies->len; i++) {
		const LdpAdjacency *adj = g_ptr_array_index(peer->adjacencies, i);

		if (adj->iface->iface && adj->gtsm)
			return TRUE;
	}
	return FALSE;
}

uint8_t ldp_neighbor_min_ttl(const LdpPeer *peer)
{
	const LdpNeighborConfig *c = peer->config;
	LdpGtsm gtsm = c ? c->gtsm : LDP_GTSM_NEGOTIATED;

	if (gtsm == LDP_GTSM_NO || (gtsm == LDP_GTSM_NEGOTIATED && !is_negotiated(peer)))
		return 0;
	return TTL_MAX + 1 - (c ? c->gtsm_hops : 1);
}

const char *ldp_neighbor_password(const LdpPeer *peer)
{
	const LdpNeighborConfig *c = peer->config;
	const char *password = c && c->password && *c->password ? c->password : peer->ldp->password;

	return password && *password ? password : NULL;
}
