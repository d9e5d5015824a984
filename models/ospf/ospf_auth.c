/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_auth.h"

#include "models/ospf/ospf_packet.h"

#include <string.h>

static const char *const names[] = {
	[OSPF2_AUTH_NULL] = "none",
	[OSPF2_AUTH_SIMPLE] = "simple",
	[OSPF2_AUTH_CRYPTOGRAPHIC] = "md5",
};

static void fill_password(const OspfIface *iface, uint8_t password[OSPF2_PASSWORD_LEN])
{
	const char *key = iface->config.key.text;

	memset(password, 0, OSPF2_PASSWORD_LEN);
	memcpy(password, key, MIN(strlen(key), OSPF2_PASSWORD_LEN));
}

void ospf_auth_sign(OspfIface *iface, Ospf2Packet *p)
{
	SimTime now = iface->area->instance->sim->now;

	p->auth_type = iface->config.authentication;
	fill_password(iface, p->password);
	p->key_id = iface->config.key_id;
	p->key = iface->config.key.text;
	/* D.3: it never decreases, not even over a restart: the time does not either. */
	p->auth_seq = (uint32_t)(now / SIM_SEC) + 1;
}

size_t ospf_auth_overhead(const OspfIface *iface)
{
	return iface->config.authentication == OSPF2_AUTH_CRYPTOGRAPHIC ? OSPF2_DIGEST_LEN : 0;
}

static gboolean check_password(const OspfIface *iface, const Ospf2Packet *p)
{
	uint8_t password[OSPF2_PASSWORD_LEN];

	fill_password(iface, password);
	if (memcmp(password, p->password, sizeof(password)) == 0)
		return TRUE;
	ospf_packet_refuse(iface, "OSPF password is wrong");
	return FALSE;
}

/* RFC 2328 D.5.3 as far as the key goes, then the replay. */
static gboolean check_digest(const OspfIface *iface, OspfNeighbor *nbr, const Ospf2Packet *p,
			     const uint8_t *bytes)
{
	if (p->key_id != iface->config.key_id) {
		ospf_packet_refuse(iface, "OSPF key %u, but here it is key %u", p->key_id,
				   iface->config.key_id);
		return FALSE;
	}
	if (!ospf2_packet_digest_ok(p, bytes, iface->config.key.text)) {
		ospf_packet_refuse(iface, "OSPF digest is wrong");
		return FALSE;
	}
	if (nbr && p->auth_seq < nbr->auth_seq) {
		ospf_packet_refuse(iface, "OSPF cryptographic sequence number %u after %u",
				   p->auth_seq, nbr->auth_seq);
		return FALSE;
	}
	if (nbr)
		nbr->auth_seq = p->auth_seq;
	return TRUE;
}

gboolean ospf_auth_check(const OspfIface *iface, OspfNeighbor *nbr, const Ospf2Packet *p,
			 const uint8_t *bytes)
{
	if (p->auth_type != iface->config.authentication) {
		ospf_packet_refuse(iface, "OSPF authentication %s, but here it is %s",
				   names[p->auth_type], names[iface->config.authentication]);
		return FALSE;
	}
	switch (p->auth_type) {
	case OSPF2_AUTH_SIMPLE:
		return check_password(iface, p);
	case OSPF2_AUTH_CRYPTOGRAPHIC:
		return check_digest(iface, nbr, p, bytes);
	default:
		return TRUE;
	}
}
