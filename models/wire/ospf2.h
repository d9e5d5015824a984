/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Codec of OSPFv2 packets (RFC 2328 appendix A.3): header, Hello, Database Description, Link State
 * Request, Update and Acknowledgment, with what authenticates them (appendix D).
 *
 * What follows the packet proper in the IP datagram, as the data block of link-local signalling
 * (RFC 5613) does, is kept as it is.
 */
#ifndef WIRE_OSPF2_H
#define WIRE_OSPF2_H

#include "models/wire/cursor.h"
#include "models/wire/ospf2_digest.h"
#include "models/wire/ospf2_lsa.h"

#include <glib.h>
#include <stdint.h>

typedef enum {
	OSPF2_HELLO = 1,
	OSPF2_DATABASE_DESCRIPTION = 2,
	OSPF2_LS_REQUEST = 3,
	OSPF2_LS_UPDATE = 4,
	OSPF2_LS_ACK = 5,
} Ospf2PacketType;

const char *ospf2_packet_type_name(unsigned type); /* "hello", "database-description" ... */

enum {
	OSPF2_HEADER_LEN = 24,
	OSPF2_IP_PROTOCOL = 89,
	OSPF2_AUTH_NULL = 0,
	OSPF2_AUTH_SIMPLE = 1,
	OSPF2_AUTH_CRYPTOGRAPHIC = 2,
	OSPF2_PASSWORD_LEN = 8,
	/* Bytes of the packets without their lists. */
	OSPF2_DD_LEN = OSPF2_HEADER_LEN + 8,
	OSPF2_UPDATE_LEN = OSPF2_HEADER_LEN + 4,
	OSPF2_REQUEST_ENTRY_LEN = 12,
};

typedef struct Ospf2Hello {
	uint32_t mask;
	uint16_t hello_interval; /* seconds */
	uint8_t options;
	uint8_t priority;
	uint32_t dead_interval; /* seconds */
	uint32_t dr, bdr;       /* addresses */
} Ospf2Hello;

enum { OSPF2_DD_MASTER = 0x01, OSPF2_DD_MORE = 0x02, OSPF2_DD_INIT = 0x04 };

typedef struct Ospf2Dd {
	uint16_t mtu;
	uint8_t options;
	uint8_t flags; /* OSPF2_DD_ */
	uint32_t seq;
} Ospf2Dd;

/*
 * An LSA in a Link State Update, as bytes: its body and checksum are not looked at, for a bad one
 * does not spoil the others (RFC 2328 13). Bytes are borrowed, from the packet that was decoded or
 * from a database; the age is the header's, whatever the bytes say.
 */
typedef struct Ospf2LsaBytes {
	Ospf2LsaHeader header;
	const uint8_t *bytes; /* header.length of them */
} Ospf2LsaBytes;

typedef struct Ospf2Packet {
	uint8_t type; /* Ospf2PacketType */
	uint32_t router_id;
	uint32_t area_id;
	uint16_t auth_type;
	uint8_t password[OSPF2_PASSWORD_LEN]; /* simple; shorter ones end in zeros */
	uint8_t key_id;                       /* cryptographic, as are the next five */
	uint32_t auth_seq;
	Ospf2Digest digest_kind; /* to be encoded */
	const char *key;         /* to be encoded: borrowed, at most OSPF2_KEY_MAX characters */
	uint8_t digest_len;      /* decoded: bytes of the digest */
	const uint8_t *digest;   /* decoded: borrowed */
	Ospf2Hello hello;        /* OSPF2_HELLO */
	Ospf2Dd dd;              /* OSPF2_DATABASE_DESCRIPTION */
	/* The packet's list, owned; its elements by type:
	 * Hello                            uint32_t, router ids of the neighbours
	 * Database Description, LS Ack     Ospf2LsaHeader
	 * LS Request                       Ospf2LsaKey
	 * LS Update                        Ospf2LsaBytes */
	GArray *list;
	const uint8_t *trailer; /* borrowed: what follows the packet, as a block of RFC 5613 */
	size_t trailer_len;
} Ospf2Packet;

/* A packet of the type with an empty list. */
void ospf2_packet_init(Ospf2Packet *p, unsigned type, uint32_t router_id, uint32_t area_id);
void ospf2_packet_clear(Ospf2Packet *p);

/*
 * Decodes the payload of an IP datagram, with version, lengths, checksum and authentication type
 * checked; whether it is authentic is the caller's to find out. On failure *out is cleared, *error filled and FALSE returned: the packet is to be
 * discarded (RFC 2328 8.2).
 */
gboolean ospf2_packet_decode(const uint8_t *bytes, size_t len, Ospf2Packet *out, WireError *error);
/* TRUE where the digest of a packet decoded from these bytes is that of the kind and key (D.4.3). */
gboolean ospf2_packet_digest_ok(const Ospf2Packet *p, const uint8_t *bytes, Ospf2Digest kind,
				const char *key);
/* Appends the packet, with length and checksum or digest, and its trailer. The writer must be empty. */
void ospf2_packet_encode(const Ospf2Packet *p, WireWriter *w);

#endif
