/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_negotiate.h"

static void offer_capabilities(const BgpPeer *peer, uint32_t own_as, BgpOpen *out)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (peer->families[f].configured)
			bgp_open_add_family(out, bgp_families[f].format->afi,
					    bgp_families[f].format->safi);
	bgp_open_add_bare(out, BGP_CAP_ROUTE_REFRESH);
	if (peer->options.enhanced_refresh)
		bgp_open_add_bare(out, BGP_CAP_ENHANCED_REFRESH);
	bgp_open_add_four_octet_as(out, own_as);
	if (peer->options.extended_messages)
		bgp_open_add_bare(out, BGP_CAP_EXTENDED_MESSAGE);
}

void bgp_negotiate_offer(const BgpPeer *peer, BgpOpen *out)
{
	uint32_t own_as = bgp_peer_local_as(peer);
	*out = (BgpOpen){
		.version = BGP_VERSION,
		.my_as = own_as > UINT16_MAX ? BGP_AS_TRANS : (uint16_t)own_as,
		.hold_time = (uint16_t)(peer->options.hold_time / SIM_SEC),
		.identifier = peer->bgp->identifier,
	};
	if (!peer->plain_open)
		offer_capabilities(peer, own_as, out);
}

/* A family that a speaker without capabilities means. */
static gboolean wants_classic(const BgpPeer *peer)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (bgp_families[f].format->classic && peer->families[f].configured)
			return TRUE;
	return FALSE;
}

void bgp_negotiate_refused(BgpPeer *peer, const BgpNotification *n)
{
	if (n->code == BGP_ERROR_OPEN)
		peer->plain_open = n->subcode == BGP_OPEN_BAD_PARAMETER && wants_classic(peer);
}

/* The capability counts where both ends have announced it. */
static gboolean shares(const BgpPeer *peer, const BgpOpen *open, BgpCapabilityCode code)
{
	return !peer->plain_open && bgp_open_find(open, code) != NULL;
}

/* Families that both want. A speaker that announces none means IPv4 unicast. */
static uint32_t common_families(const BgpPeer *peer, const BgpOpen *open)
{
	gboolean plain = !shares(peer, open, BGP_CAP_MULTIPROTOCOL);
	uint32_t families = 0;
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++) {
		const BgpNlriFormat *format = bgp_families[f].format;
		gboolean wanted = plain ? format->classic
					: bgp_open_has_family(open, format->afi, format->safi);
		if (peer->families[f].configured && wanted)
			families |= UINT32_C(1) << f;
	}
	return families;
}

/* RFC 5492 5: the capabilities that we cannot do without. */
static BgpSpan wanted_capabilities(const BgpPeer *peer, uint8_t *data)
{
	size_t len = 0;
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++) {
		const BgpNlriFormat *format = bgp_families[f].format;
		if (!peer->families[f].configured)
			continue;
		data[len++] = BGP_CAP_MULTIPROTOCOL;
		data[len++] = 4;
		data[len++] = (uint8_t)(format->afi >> 8);
		data[len++] = (uint8_t)format->afi;
		data[len++] = 0;
		data[len++] = format->safi;
	}
	return (BgpSpan){data, len};
}

gboolean bgp_negotiate_check(const BgpPeer *peer, const BgpOpen *open, BgpNotification *refusal,
			     uint8_t data[BGP_NEGOTIATE_DATA_MAX])
{
	*refusal = (BgpNotification){.code = BGP_ERROR_OPEN};
	if (bgp_open_as_number(open) != peer->as_number) {
		refusal->subcode = BGP_OPEN_BAD_PEER_AS;
		return FALSE;
	}
	if (open->hold_time * SIM_SEC < peer->options.minimum_hold) {
		refusal->subcode = BGP_OPEN_BAD_HOLD_TIME;
		return FALSE;
	}
	/* RFC 6286 2.2: within an AS identifiers are unique. */
	if (bgp_peer_is_internal(peer) && open->identifier == peer->bgp->identifier) {
		refusal->subcode = BGP_OPEN_BAD_IDENTIFIER;
		return FALSE;
	}
	if (common_families(peer, open) == 0) {
		refusal->subcode = BGP_OPEN_BAD_CAPABILITY;
		refusal->data = wanted_capabilities(peer, data);
		return FALSE;
	}
	return TRUE;
}

/* RFC 4271 4.2: the smaller of the two hold times; 4.4: keepalives at a third of it at most. */
static void agree_on_timers(BgpSession *session, const BgpOpen *open)
{
	const BgpPeer *peer = session->peer;
	session->hold_time = MIN(peer->options.hold_time, open->hold_time * SIM_SEC);
	session->keepalive_time = MIN(peer->options.keepalive, session->hold_time / 3);
}

static void agree_on_messages(BgpSession *session, const BgpOpen *open)
{
	const BgpPeer *peer = session->peer;
	const BgpPeerOptions *o = &peer->options;
	gboolean extended = o->extended_messages && shares(peer, open, BGP_CAP_EXTENDED_MESSAGE);
	session->message_max = extended ? BGP_EXTENDED_MESSAGE_MAX : BGP_MESSAGE_MAX;
	session->refresh = shares(peer, open, BGP_CAP_ROUTE_REFRESH);
	session->enhanced = o->enhanced_refresh && shares(peer, open, BGP_CAP_ENHANCED_REFRESH);
}

void bgp_negotiate_agree(BgpSession *session, const BgpOpen *open)
{
	session->identifier = open->identifier;
	session->as_size = shares(session->peer, open, BGP_CAP_FOUR_OCTET_AS) ? 4 : 2;
	session->families = common_families(session->peer, open);
	agree_on_messages(session, open);
	agree_on_timers(session, open);
}
