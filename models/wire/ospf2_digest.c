/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/ospf2_digest.h"

#include <string.h>

static const struct {
	GChecksumType type;
	uint8_t len;
} digests[OSPF2_DIGESTS] = {
	[OSPF2_DIGEST_MD5] = {G_CHECKSUM_MD5, 16},
	[OSPF2_DIGEST_SHA1] = {G_CHECKSUM_SHA1, 20},
	[OSPF2_DIGEST_SHA256] = {G_CHECKSUM_SHA256, 32},
	[OSPF2_DIGEST_SHA384] = {G_CHECKSUM_SHA384, 48},
	[OSPF2_DIGEST_SHA512] = {G_CHECKSUM_SHA512, 64},
};

static const uint8_t apad[4] = {0x87, 0x8f, 0xe1, 0xf3}; /* RFC 5709 3.3, repeated */

size_t ospf2_digest_len(Ospf2Digest digest)
{
	return digests[digest].len;
}

gboolean ospf2_digest_len_known(size_t len)
{
	for (unsigned i = 0; i < OSPF2_DIGESTS; i++)
		if (digests[i].len == len)
			return TRUE;
	return FALSE;
}

/* RFC 2328 D.4.3: of the packet and the key, filled up with zeros. */
static void keyed_md5(const uint8_t *bytes, size_t len, const char *key, uint8_t *out)
{
	GChecksum *md5 = g_checksum_new(G_CHECKSUM_MD5);
	uint8_t padded[OSPF2_KEY_MAX] = {0};
	gsize out_len = digests[OSPF2_DIGEST_MD5].len;

	memcpy(padded, key, MIN(strlen(key), sizeof(padded)));
	g_checksum_update(md5, bytes, (gssize)len);
	g_checksum_update(md5, padded, sizeof(padded));
	g_checksum_get_digest(md5, out, &out_len);
	g_checksum_free(md5);
}

/* RFC 5709 3.3: of the packet and Apad, which stands where the digest will. A key is never longer than a
 * digest, so that it is used as it is. */
static void hmac(Ospf2Digest digest, const uint8_t *bytes, size_t len, const char *key,
		 uint8_t *out)
{
	GHmac *h = g_hmac_new(digests[digest].type, (const guchar *)key, strlen(key));
	gsize out_len = digests[digest].len;

	g_hmac_update(h, bytes, (gssize)len);
	for (unsigned i = 0; i < out_len / sizeof(apad); i++)
		g_hmac_update(h, apad, sizeof(apad));
	g_hmac_get_digest(h, out, &out_len);
	g_hmac_unref(h);
}

void ospf2_digest_compute(Ospf2Digest digest, const uint8_t *bytes, size_t len, const char *key,
			  uint8_t out[OSPF2_DIGEST_MAX])
{
	if (digest == OSPF2_DIGEST_MD5)
		keyed_md5(bytes, len, key, out);
	else
		hmac(digest, bytes, len, key, out);
}
