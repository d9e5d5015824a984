/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Codec of OSPFv2 link state advertisements (RFC 2328 12.1, appendix A.4): the header, the bodies of
 * types 1 to 5, and the checksum. Types that have no decoder here (NSSA, opaque) are carried as
 * bytes.
 *
 * Router ids, area ids, link state ids and masks are 32-bit numbers in host order: OSPF compares
 * them as numbers.
 */
#ifndef WIRE_OSPF2_LSA_H
#define WIRE_OSPF2_LSA_H

#include "models/wire/cursor.h"

#include <glib.h>
#include <stdint.h>

typedef enum {
	OSPF2_LSA_ROUTER = 1,
	OSPF2_LSA_NETWORK = 2,
	OSPF2_LSA_SUMMARY = 3,
	OSPF2_LSA_SUMMARY_ASBR = 4,
	OSPF2_LSA_EXTERNAL = 5,
	OSPF2_LSA_NSSA = 7,
	OSPF2_LSA_OPAQUE_LINK = 9,
	OSPF2_LSA_OPAQUE_AREA = 10,
	OSPF2_LSA_OPAQUE_AS = 11,
} Ospf2LsaType;

const char *ospf2_lsa_type_name(unsigned type); /* "router", "network" ... "unknown" */

enum {
	OSPF2_LSA_HEADER_LEN = 20,
	OSPF2_MAX_AGE = 3600, /* seconds, RFC 2328 appendix B */
	OSPF2_LSA_INFINITY = 0xffffff,
};
#define OSPF2_SEQ_INITIAL INT32_C(-0x7fffffff)
#define OSPF2_SEQ_MAX INT32_C(0x7fffffff)

/* Options, RFC 2328 A.2 and RFC 5613 (L). */
enum { OSPF2_OPTION_E = 0x02, OSPF2_OPTION_L = 0x10, OSPF2_OPTION_DC = 0x20 };

/* What identifies an LSA within its flooding scope. No padding: it may be hashed as bytes. */
typedef struct Ospf2LsaKey {
	uint32_t type; /* Ospf2LsaType, or what else came */
	uint32_t id;
	uint32_t adv_router;
} Ospf2LsaKey;

/* By type, then advertising router, then link state id. */
static inline int ospf2_lsa_key_cmp(const Ospf2LsaKey *a, const Ospf2LsaKey *b)
{
	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	if (a->adv_router != b->adv_router)
		return a->adv_router < b->adv_router ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

typedef struct Ospf2LsaHeader {
	Ospf2LsaKey key;
	uint16_t age; /* seconds; the top bit is DoNotAge (RFC 1793), which is not interpreted */
	uint8_t options;
	int32_t seq;
	uint16_t checksum;
	uint16_t length; /* with the header */
} Ospf2LsaHeader;

void ospf2_lsa_header_read(WireReader *r, Ospf2LsaHeader *out);
void ospf2_lsa_header_write(WireWriter *w, const Ospf2LsaHeader *h);

/*
 * RFC 2328 13.1: which instance is more recent. Returns > 0 where a is, < 0 where b is, 0 where they
 * are the same. The ages are those at the time of the comparison.
 */
int ospf2_lsa_compare(const Ospf2LsaHeader *a, const Ospf2LsaHeader *b);

/* RFC 2328 A.4.2. */
typedef enum {
	OSPF2_LINK_P2P = 1,
	OSPF2_LINK_TRANSIT = 2,
	OSPF2_LINK_STUB = 3,
	OSPF2_LINK_VIRTUAL = 4,
} Ospf2LinkType;

enum { OSPF2_ROUTER_B = 0x01, OSPF2_ROUTER_E = 0x02, OSPF2_ROUTER_V = 0x04 };

typedef struct Ospf2RouterLink {
	uint32_t id;
	uint32_t data;
	uint8_t type; /* Ospf2LinkType */
	uint8_t n_tos;
	uint16_t metric;
} Ospf2RouterLink;

/* A metric for one type of service (RFC 1583), carried and not used. */
typedef struct Ospf2Tos {
	uint8_t tos; /* of an external LSA with its E bit on top */
	uint32_t metric;
	uint32_t forwarding, tag; /* external LSAs */
} Ospf2Tos;

/*
 * A decoded LSA. Which members count depends on the type:
 * router    flags, links (their type-of-service metrics follow each other in tos)
 * network   mask, routers
 * summary   mask, metric, tos
 * external  mask, metric, external_type2, forwarding, tag, tos
 * others    raw
 */
typedef struct Ospf2Lsa {
	Ospf2LsaHeader header;
	uint8_t flags;
	gboolean external_type2;
	uint32_t mask;
	uint32_t metric;
	uint32_t forwarding;
	uint32_t tag;
	GArray *links;   /* of Ospf2RouterLink, owned; NULL except for router LSAs */
	GArray *routers; /* of uint32_t, owned; NULL except for network LSAs */
	GArray *tos;     /* of Ospf2Tos, owned; NULL where there is none */
	GByteArray *raw; /* the body of an LSA of another type, owned */
} Ospf2Lsa;

/* An empty LSA of the type with the lists that it needs. */
void ospf2_lsa_init(Ospf2Lsa *lsa, unsigned type);
void ospf2_lsa_clear(Ospf2Lsa *lsa);

/*
 * Decodes the LSA of exactly len bytes. The checksum is not looked at. On failure *out is cleared,
 * *error filled and FALSE returned.
 */
gboolean ospf2_lsa_decode(const uint8_t *bytes, size_t len, Ospf2Lsa *out, WireError *error);
/* The bytes of the LSA (g_free()) with its length and checksum computed; the header's are updated. */
uint8_t *ospf2_lsa_encode(Ospf2Lsa *lsa, size_t *len);

/* RFC 2328 12.1.7, the Fletcher checksum of everything but the age. len includes the header. */
uint16_t ospf2_lsa_checksum(const uint8_t *bytes, size_t len);
gboolean ospf2_lsa_checksum_ok(const uint8_t *bytes, size_t len);

#endif
