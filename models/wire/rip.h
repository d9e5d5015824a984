/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages of RIP version 2 (RFC 2453 4), with a plain password (4.1) or a keyed MD5 digest (RFC 2082,
 * RFC 4822). Pure: no state, no clock. Addresses and masks are in host byte order.
 */
#ifndef WIRE_RIP_H
#define WIRE_RIP_H

#include "models/wire/cursor.h"

enum {
	RIP_PORT = 520,
	RIP_VERSION = 2,
	RIP_HEADER_LEN = 4,
	RIP_ENTRY_LEN = 20,
	RIP_ENTRIES_MAX = 25, /* of a message, authentication included */
	RIP_INFINITY = 16,
	RIP_FAMILY_NONE = 0, /* of the one entry that asks for everything (3.9.1) */
	RIP_FAMILY_IPV4 = 2,
	RIP_KEY_MAX = 16, /* characters of a password or key */
	RIP_DIGEST_LEN = 16,
	RIP_TRAILER_LEN = 4 + RIP_DIGEST_LEN,
};

typedef enum { RIP_REQUEST = 1, RIP_RESPONSE = 2 } RipCommand;
const char *rip_command_name(uint8_t command); /* "request", "response"; NULL: another */

/* As on the wire. */
typedef enum { RIP_AUTH_NONE = 0, RIP_AUTH_SIMPLE = 2, RIP_AUTH_MD5 = 3 } RipAuthType;

typedef struct RipEntry {
	uint16_t family; /* RIP_FAMILY_ */
	uint16_t tag;
	uint32_t address, mask;
	uint32_t next_hop; /* 0: the sender */
	uint32_t metric;   /* 1 to RIP_INFINITY where it is right; as it came */
} RipEntry;

typedef struct RipMessage {
	uint8_t command, version;
	RipAuthType auth;
	uint8_t password[RIP_KEY_MAX]; /* simple: zeros behind it */
	uint8_t key_id;                /* MD5 */
	uint32_t sequence;             /* MD5 */
	size_t signed_len;             /* decoded, MD5: what the digest, which follows it, is of */
	unsigned n_entries;            /* without the one that authenticates */
	RipEntry entries[RIP_ENTRIES_MAX];
} RipMessage;

/* How many routes a message may have. */
static inline unsigned rip_entries_max(RipAuthType auth)
{
	return auth == RIP_AUTH_NONE ? RIP_ENTRIES_MAX : RIP_ENTRIES_MAX - 1;
}

/* FALSE and *error where the bytes are no such message. Version 1 and later ones than 2 are read as far
 * as they look like version 2 (RFC 2453 4.6). */
gboolean rip_decode(const uint8_t *bytes, size_t len, RipMessage *out, WireError *error);
/* key, of at most RIP_KEY_MAX characters, is for MD5 alone. */
void rip_encode(const RipMessage *message, const char *key, WireWriter *w);
/* Whether the digest of a message that was decoded from the bytes is of that key. */
gboolean rip_digest_ok(const RipMessage *message, const uint8_t *bytes, const char *key);

#endif
