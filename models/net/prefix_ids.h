/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prefixes, with a route distinguisher or without, each of which has a dense id: what a thousand
 * routers know is there once, and a router's own state hangs on the id. Ids are given in the order
 * of first use; that of a prefix which nobody holds any more is the next one's.
 */
#ifndef NET_PREFIX_IDS_H
#define NET_PREFIX_IDS_H

#include "models/net/addr.h"
#include "models/net/rd.h"

#define NET_PREFIX_ID_NONE UINT32_MAX

typedef struct NetPrefixIds NetPrefixIds;

NetPrefixIds *net_prefix_ids_new(NetFamily family, gboolean has_rd);
/* All references must have been given back. */
void net_prefix_ids_free(NetPrefixIds *ids);
uint32_t net_prefix_ids_held(const NetPrefixIds *ids); /* how many prefixes are held */

/* The id of a prefix of the family; rd is 0 where there is none. Takes a reference. */
uint32_t net_prefix_id_get(NetPrefixIds *ids, NetRd rd, const NetPrefix *prefix);
/* NET_PREFIX_ID_NONE where nobody holds it. */
uint32_t net_prefix_id_find(NetPrefixIds *ids, NetRd rd, const NetPrefix *prefix);
/* Whether its id is the one after that of the prefix found last, as in a list that has come before. */
gboolean net_prefix_id_follows(const NetPrefixIds *ids, NetRd rd, const NetPrefix *prefix);
/* Will be looked up shortly: memory is far away, so of many prefixes one asks for all buckets, then for
 * all entries, and then looks them up. */
typedef enum { NET_PREFIX_BUCKET, NET_PREFIX_ENTRY } NetPrefixStep;
void net_prefix_id_expect(const NetPrefixIds *ids, NetRd rd, const NetPrefix *prefix,
			  NetPrefixStep step);
void net_prefix_id_ref(NetPrefixIds *ids, uint32_t id);
void net_prefix_id_unref(NetPrefixIds *ids, uint32_t id);

NetRd net_prefix_id_rd(const NetPrefixIds *ids, uint32_t id);
NetPrefix net_prefix_id_prefix(const NetPrefixIds *ids, uint32_t id);

#endif
