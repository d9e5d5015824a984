/* SPDX-License-Identifier: Apache-2.0 */
/* Digests that authenticate OSPF packets: keyed MD5 (RFC 2328 D.4.3) and HMAC-SHA (RFC 5709). */
#ifndef WIRE_OSPF2_DIGEST_H
#define WIRE_OSPF2_DIGEST_H

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
	OSPF2_DIGEST_MD5,
	OSPF2_DIGEST_SHA1,
	OSPF2_DIGEST_SHA256,
	OSPF2_DIGEST_SHA384,
	OSPF2_DIGEST_SHA512,
	OSPF2_DIGESTS
} Ospf2Digest;

enum {
	OSPF2_DIGEST_MAX = 64,
	OSPF2_KEY_MAX = 16, /* characters */
};

size_t ospf2_digest_len(Ospf2Digest digest);
/* TRUE where some digest has so many bytes. */
gboolean ospf2_digest_len_known(size_t len);
/* Of a packet of len bytes; ospf2_digest_len() bytes to out. key has at most OSPF2_KEY_MAX characters. */
void ospf2_digest_compute(Ospf2Digest digest, const uint8_t *bytes, size_t len, const char *key,
			  uint8_t out[OSPF2_DIGEST_MAX]);

#endif
