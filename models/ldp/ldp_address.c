/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ldp/ldp_address.h"

#include "models/ldp/ldp_send.h"

static void append_addresses(const FwdIface *iface, GArray *out)
{
	for (unsigned i = 0; i < iface->addresses->len; i++) {
		const NetAddr *addr = &g_array_index(iface->addresses, NetPrefix, i).addr;
		if (addr->family == NET_AF_IPV4)
			g_array_append_val(out, *addr);
	}
}

void ldp_address_tell_all(LdpPeer *peer)
{
	const GPtrArray *ifaces = ldp_fwd(peer->ldp)->ifaces;
	GArray *addresses = g_array_new(FALSE, FALSE, sizeof(NetAddr));

	for (unsigned i = 0; i < ifaces->len; i++) {
		const FwdIface *iface = g_ptr_array_index(ifaces, i);
		if (iface->vrf == rib_vrf(peer->ldp->proto.rib) && fwd_iface_is_up(iface))
			append_addresses(iface, addresses);
	}
	ldp_send_addresses(peer, LDP_MSG_ADDRESS, addresses);
	g_array_free(addresses, TRUE);
}

void ldp_address_tell_iface(LdpInstance *ldp, const FwdIface *iface, uint16_t type)
{
	GArray *addresses = g_array_new(FALSE, FALSE, sizeof(NetAddr));

	append_addresses(iface, addresses);
	for (unsigned i = 0; i < ldp->peers->len; i++) {
		LdpPeer *peer = g_ptr_array_index(ldp->peers, i);
		if (ldp_session_is_up(peer))
			ldp_send_addresses(peer, type, addresses);
	}
	g_array_free(addresses, TRUE);
}

/* Its place among the peer's addresses, or their number. */
static unsigned find(const LdpPeer *peer, const NetAddr *addr)
{
	unsigned i = 0;

	while (i < peer->addresses->len &&
	       !net_addr_equal(&g_array_index(peer->addresses, NetAddr, i), addr))
		i++;
	return i;
}

gboolean ldp_address_is_of(const LdpPeer *peer, const NetAddr *addr)
{
	return find(peer, addr) < peer->addresses->len;
}

gboolean ldp_address_learn(LdpPeer *peer, const LdpMessage *msg)
{
	uint16_t family;
	WireReader r;
	NetAddr addr;
	LdpTlv tlv;

	ldp_message_find(msg, LDP_TLV_ADDRESS_LIST, &tlv);
	if (!ldp_addresses_begin(&tlv, &r, &family) || family != LDP_FAMILY_IPV4)
		return FALSE;
	while (ldp_addresses_next(&r, family, &addr)) {
		unsigned at = find(peer, &addr);
		gboolean known = at < peer->addresses->len;
		if (msg->type == LDP_MSG_ADDRESS_WITHDRAW && known)
			g_array_remove_index(peer->addresses, at);
		else if (msg->type == LDP_MSG_ADDRESS && !known)
			g_array_append_val(peer->addresses, addr);
	}
	return TRUE;
}
