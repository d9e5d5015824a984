/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_auth.h"

#include "models/ospf/ospf_packet.h"

#include <string.h>

static const char *const names[OSPF_AUTHS] = {
	[OSPF_AUTH_NONE] = "none",
	[OSPF_AUTH_SIMPLE] = "simple",
	[OSPF_AUTH_MD5] = "md5",
	[OSPF_AUTH_HMAC_SHA_1] = "hmac-sha-1",
	[OSPF_AUTH_HMAC_SHA_256] = "hmac-sha-256",
	[OSPF_AUTH_HMAC_SHA_384] = "hmac-sha-384",
	[OSPF_AUTH_HMAC_SHA_512] = "hmac-sha-512",
	[OSPF_AUTH_BY_AREA] = "",
};

const char *ospf_auth_name(OspfAuth auth)
{
	return names[auth];
}

gboolean ospf_auth_parse(const char *text, OspfAuth *out)
{
	for (unsigned i = 0; i < OSPF_AUTHS; i++)
		if (strcmp(names[i], text) == 0) {
			*out = (OspfAuth)i;
			return TRUE;
		}
	return FALSE;
}

OspfAuth ospf_auth_of(const OspfIfaceConfig *config, const OspfAreaConfig *area)
{
	return config->authentication == OSPF_AUTH_BY_AREA ? area->authentication
							   : config->authentication;
}

static OspfAuth auth_of(const OspfIface *iface)
{
	return ospf_auth_of(&iface->config, &iface->area->config);
}

/* AuType on the wire. */
static uint16_t type_of(OspfAuth auth)
{
	return auth >= OSPF_AUTH_MD5 ? OSPF2_AUTH_CRYPTOGRAPHIC : (uint16_t)auth;
}

static Ospf2Digest digest_of(OspfAuth auth)
{
	return (Ospf2Digest)(auth - OSPF_AUTH_MD5);
}

/* A key that is in use. */
typedef struct Key {
	uint8_t id;
	const char *text; /* borrowed */
} Key;

/* In their order; returns how many. */
static unsigned list_keys(const OspfIface *iface, Key out[OSPF_KEYS_MAX])
{
	const OspfKeys *keys = &iface->config.keys;
	SimTime now = iface->area->instance->sim->now;
	unsigned n = 0;

	if (keys->n == 0)
		out[n++] = (Key){iface->config.key_id, iface->config.key.text};
	for (unsigned i = 0; i < keys->n; i++)
		if (keys->all[i].from <= now)
			out[n++] = (Key){keys->all[i].id, keys->all[i].key.text};
	return n;
}

/* All neighbours were heard with this key last. */
static gboolean is_known_to_all(const OspfIface *iface, const Key *key)
{
	for (unsigned i = 0; i < iface->neighbors->len; i++) {
		const OspfNeighbor *nbr = g_ptr_array_index(iface->neighbors, i);
		if (nbr->fsm.state != OSPF_NBR_DOWN && nbr->key_id != key->id)
			return FALSE;
	}
	return TRUE;
}

unsigned ospf_auth_copies(const OspfIface *iface)
{
	Key keys[OSPF_KEYS_MAX];

	if (type_of(auth_of(iface)) != OSPF2_AUTH_CRYPTOGRAPHIC)
		return 1;
	unsigned n = list_keys(iface, keys);
	return n > 1 && is_known_to_all(iface, &keys[n - 1]) ? 1 : n;
}

static void fill_password(const OspfIface *iface, uint8_t password[OSPF2_PASSWORD_LEN])
{
	const char *key = iface->config.key.text;

	memset(password, 0, OSPF2_PASSWORD_LEN);
	memcpy(password, key, MIN(strlen(key), OSPF2_PASSWORD_LEN));
}

/* The last copy has the youngest key. */
static void sign_digest(const OspfIface *iface, unsigned i, Ospf2Packet *p)
{
	Key keys[OSPF_KEYS_MAX];
	unsigned n = list_keys(iface, keys), copies = ospf_auth_copies(iface);
	const Key *key = &keys[n - copies + i];

	p->key_id = key->id;
	p->key = key->text;
	p->digest_kind = digest_of(auth_of(iface));
	/* D.3: it never decreases, not even over a restart: the time does not either. */
	p->auth_seq = (uint32_t)(iface->area->instance->sim->now / SIM_SEC) + 1;
}

void ospf_auth_sign(const OspfIface *iface, unsigned i, Ospf2Packet *p)
{
	p->auth_type = type_of(auth_of(iface));
	if (p->auth_type == OSPF2_AUTH_SIMPLE)
		fill_password(iface, p->password);
	else if (p->auth_type == OSPF2_AUTH_CRYPTOGRAPHIC)
		sign_digest(iface, i, p);
}

size_t ospf_auth_overhead(const OspfIface *iface)
{
	OspfAuth auth = auth_of(iface);

	return auth >= OSPF_AUTH_MD5 ? ospf2_digest_len(digest_of(auth)) : 0;
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

/* NULL where there is none of that id, which is traced. */
static const char *find_key(const OspfIface *iface, uint8_t id)
{
	Key keys[OSPF_KEYS_MAX];
	unsigned n = list_keys(iface, keys);

	for (unsigned i = n; i > 0; i--)
		if (keys[i - 1].id == id)
			return keys[i - 1].text;
	if (n == 1)
		ospf_packet_refuse(iface, "OSPF key %u, but here it is key %u", id, keys[0].id);
	else
		ospf_packet_refuse(iface, "OSPF key %u, which is none of the %u here", id, n);
	return NULL;
}

/* RFC 2328 D.5.3 as far as the key goes, then the replay. */
static gboolean check_digest(const OspfIface *iface, OspfNeighbor *nbr, const Ospf2Packet *p,
			     const uint8_t *bytes)
{
	const char *key = find_key(iface, p->key_id);

	if (!key)
		return FALSE;
	if (!ospf2_packet_digest_ok(p, bytes, digest_of(auth_of(iface)), key)) {
		ospf_packet_refuse(iface, "OSPF digest is wrong");
		return FALSE;
	}
	if (nbr && p->auth_seq < nbr->auth_seq) {
		ospf_packet_refuse(iface, "OSPF cryptographic sequence number %u after %u",
				   p->auth_seq, nbr->auth_seq);
		return FALSE;
	}
	if (nbr) {
		nbr->auth_seq = p->auth_seq;
		nbr->key_id = p->key_id;
	}
	return TRUE;
}

/* As far as the packet tells: a digest by its length. */
static const char *name_of(const Ospf2Packet *p)
{
	for (unsigned i = 0; p->auth_type == OSPF2_AUTH_CRYPTOGRAPHIC && i < OSPF2_DIGESTS; i++)
		if (ospf2_digest_len((Ospf2Digest)i) == p->digest_len)
			return names[OSPF_AUTH_MD5 + i];
	return names[p->auth_type];
}

gboolean ospf_auth_check(const OspfIface *iface, OspfNeighbor *nbr, const Ospf2Packet *p,
			 const uint8_t *bytes)
{
	const char *ours = names[auth_of(iface)];

	if (strcmp(name_of(p), ours) != 0) {
		ospf_packet_refuse(iface, "OSPF authentication %s, but here it is %s", name_of(p),
				   ours);
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
