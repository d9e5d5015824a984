/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Communities (RFC 1997), extended communities (RFC 4360) and large ones (RFC 8092): lists of numbers of
 * four, eight and twelve octets as they stand in an attribute, and how they are written.
 */
#ifndef BGP_BGP_COMMUNITY_H
#define BGP_BGP_COMMUNITY_H

#include "models/net/config.h"
#include "models/wire/bgp_attr.h"

enum {
	BGP_COMMUNITY_LEN = 4,
	BGP_EXT_COMMUNITY_LEN = 8,
	BGP_LARGE_COMMUNITY_LEN = 12,
};

/* Well known ones: RFC 1997, RFC 8326. */
#define BGP_GRACEFUL_SHUTDOWN UINT32_C(0xffff0000)
#define BGP_NO_EXPORT UINT32_C(0xffffff01)
#define BGP_NO_ADVERTISE UINT32_C(0xffffff02)
#define BGP_NO_EXPORT_SUBCONFED UINT32_C(0xffffff03)

/* "65000:1", a number, or "no-export", "no-advertise", "no-export-subconfed", "graceful-shutdown". */
gboolean bgp_community_parse(const char *text, uint32_t *out);

static inline size_t bgp_communities_n(BgpSpan span, size_t len)
{
	return span.len / len;
}
/* The i-th number of len octets. */
uint64_t bgp_community_at(BgpSpan span, size_t len, size_t i);
gboolean bgp_communities_contain(BgpSpan span, size_t len, uint64_t value);

/* A large community (RFC 8092), as it stands in its attribute. */
typedef struct BgpLargeCommunity {
	uint8_t bytes[BGP_LARGE_COMMUNITY_LEN];
} BgpLargeCommunity;

gboolean bgp_large_community_parse(const char *text, BgpLargeCommunity *out); /* "65000:1:2" */
gboolean bgp_large_communities_contain(BgpSpan span, const BgpLargeCommunity *community);

/* GArray of BgpLargeCommunity, owned: between blanks. */
extern const ConfigKind bgp_config_large_communities;
extern const ConfigKind bgp_config_communities; /* GArray of uint32_t, owned: between blanks */
extern const ConfigKind bgp_config_as_numbers;  /* GArray of uint32_t, owned, none of them 0 */

#endif
