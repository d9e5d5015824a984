/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/prefix_ids.h"

#include <string.h>

enum { PAGE = 4096, FIRST_BUCKETS = 64 };

/* An entry: what links it, references above the prefix length, RD, address. */
enum { LINK, REFS_AND_LEN, KEY, RD_WORDS = 2 };
#define REF (1u << 8)

struct NetPrefixIds {
	NetFamily family;
	unsigned rd_words, addr_words, entry_words;
	GPtrArray *pages; /* of uint32_t[], owned */
	uint32_t n_ids, n_held;
	uint32_t last;      /* found */
	uint32_t free;      /* first id to use again, linked; NET_PREFIX_ID_NONE: none */
	uint32_t *buckets;  /* first id of each */
	uint32_t n_buckets; /* a power of two */
};

typedef struct Key {
	uint32_t words[RD_WORDS + 4];
	uint8_t len;
} Key;

NetPrefixIds *net_prefix_ids_new(NetFamily family, gboolean has_rd)
{
	NetPrefixIds *ids = g_new0(NetPrefixIds, 1);

	ids->family = family;
	ids->rd_words = has_rd ? RD_WORDS : 0;
	ids->addr_words = net_family_bits(family) / 32;
	ids->entry_words = KEY + ids->rd_words + ids->addr_words;
	ids->pages = g_ptr_array_new_with_free_func(g_free);
	ids->free = NET_PREFIX_ID_NONE;
	ids->n_buckets = FIRST_BUCKETS;
	ids->buckets = g_new(uint32_t, FIRST_BUCKETS);
	memset(ids->buckets, 0xff, FIRST_BUCKETS * sizeof *ids->buckets);
	return ids;
}

void net_prefix_ids_free(NetPrefixIds *ids)
{
	g_assert(ids->n_held == 0);
	g_ptr_array_free(ids->pages, TRUE);
	g_free(ids->buckets);
	g_free(ids);
}

uint32_t net_prefix_ids_held(const NetPrefixIds *ids)
{
	return ids->n_held;
}

static uint32_t *entry_at(const NetPrefixIds *ids, uint32_t id)
{
	uint32_t *page = g_ptr_array_index(ids->pages, id / PAGE);

	return page + id % PAGE * ids->entry_words;
}

static Key key_of(const NetPrefixIds *ids, NetRd rd, const NetPrefix *prefix)
{
	Key key = {.len = prefix->len};

	g_assert(prefix->addr.family == ids->family);
	memcpy(key.words, &rd, ids->rd_words * sizeof *key.words);
	memcpy(key.words + ids->rd_words, prefix->addr.bytes, ids->addr_words * sizeof *key.words);
	return key;
}

static uint32_t hash_words(const NetPrefixIds *ids, const uint32_t *words, uint8_t len)
{
	uint64_t h = len * UINT64_C(0x9e3779b97f4a7c15);

	for (unsigned i = 0; i < ids->rd_words + ids->addr_words; i++) {
		h = (h ^ words[i]) * UINT64_C(0xc2b2ae3d27d4eb4f);
		h ^= h >> 29;
	}
	return (uint32_t)(h >> 16);
}

static uint32_t *bucket_of(const NetPrefixIds *ids, const uint32_t *words, uint8_t len)
{
	return &ids->buckets[hash_words(ids, words, len) & (ids->n_buckets - 1)];
}

static gboolean is_key(const NetPrefixIds *ids, const uint32_t *entry, const Key *key)
{
	return (uint8_t)entry[REFS_AND_LEN] == key->len &&
	       memcmp(entry + KEY, key->words, (ids->rd_words + ids->addr_words) * sizeof *entry) ==
		       0;
}

/* Prefixes that came one after the other before do so again. */
static gboolean follows(const NetPrefixIds *ids, const Key *key)
{
	const uint32_t *entry;

	if (ids->last + 1 >= ids->n_ids)
		return FALSE;
	entry = entry_at(ids, ids->last + 1);
	return entry[REFS_AND_LEN] >= REF && is_key(ids, entry, key);
}

static uint32_t search(const NetPrefixIds *ids, const Key *key)
{
	uint32_t id = *bucket_of(ids, key->words, key->len);

	while (id != NET_PREFIX_ID_NONE) {
		const uint32_t *entry = entry_at(ids, id);

		if (is_key(ids, entry, key))
			break;
		id = entry[LINK];
	}
	return id;
}

static uint32_t find(NetPrefixIds *ids, const Key *key)
{
	uint32_t id = follows(ids, key) ? ids->last + 1 : search(ids, key);

	if (id != NET_PREFIX_ID_NONE)
		ids->last = id;
	return id;
}

gboolean net_prefix_id_follows(const NetPrefixIds *ids, NetRd rd, const NetPrefix *prefix)
{
	Key key = key_of(ids, rd, prefix);

	return follows(ids, &key);
}

void net_prefix_id_expect(const NetPrefixIds *ids, NetRd rd, const NetPrefix *prefix,
			  NetPrefixStep step)
{
	Key key = key_of(ids, rd, prefix);
	uint32_t *bucket = bucket_of(ids, key.words, key.len);

	if (step == NET_PREFIX_BUCKET)
		__builtin_prefetch(bucket);
	else if (*bucket != NET_PREFIX_ID_NONE)
		__builtin_prefetch(entry_at(ids, *bucket));
}

static void link_entry(NetPrefixIds *ids, uint32_t id)
{
	uint32_t *entry = entry_at(ids, id);
	uint32_t *bucket = bucket_of(ids, entry + KEY, (uint8_t)entry[REFS_AND_LEN]);

	entry[LINK] = *bucket;
	*bucket = id;
}

static void grow(NetPrefixIds *ids)
{
	g_free(ids->buckets);
	ids->n_buckets *= 2;
	ids->buckets = g_new(uint32_t, ids->n_buckets);
	memset(ids->buckets, 0xff, ids->n_buckets * sizeof *ids->buckets);
	for (uint32_t id = 0; id < ids->n_ids; id++)
		if (entry_at(ids, id)[REFS_AND_LEN] >= REF)
			link_entry(ids, id);
}

static uint32_t take_id(NetPrefixIds *ids)
{
	uint32_t id = ids->free;

	if (id != NET_PREFIX_ID_NONE) {
		ids->free = entry_at(ids, id)[LINK];
		return id;
	}
	if (ids->n_ids % PAGE == 0)
		g_ptr_array_add(ids->pages, g_new(uint32_t, PAGE * ids->entry_words));
	return ids->n_ids++;
}

static uint32_t add(NetPrefixIds *ids, const Key *key)
{
	uint32_t id, *entry;

	if (ids->n_held >= ids->n_buckets)
		grow(ids);
	id = take_id(ids);
	entry = entry_at(ids, id);
	entry[REFS_AND_LEN] = REF | key->len;
	memcpy(entry + KEY, key->words, (ids->rd_words + ids->addr_words) * sizeof *entry);
	link_entry(ids, id);
	ids->n_held++;
	return id;
}

uint32_t net_prefix_id_get(NetPrefixIds *ids, NetRd rd, const NetPrefix *prefix)
{
	Key key = key_of(ids, rd, prefix);
	uint32_t id = find(ids, &key);

	if (id == NET_PREFIX_ID_NONE)
		return add(ids, &key);
	net_prefix_id_ref(ids, id);
	return id;
}

uint32_t net_prefix_id_find(NetPrefixIds *ids, NetRd rd, const NetPrefix *prefix)
{
	Key key = key_of(ids, rd, prefix);

	return find(ids, &key);
}

void net_prefix_id_ref(NetPrefixIds *ids, uint32_t id)
{
	uint32_t *entry = entry_at(ids, id);

	g_assert(entry[REFS_AND_LEN] < UINT32_MAX - REF);
	entry[REFS_AND_LEN] += REF;
}

/* Where every prefix is gone, so is the memory, and ids begin anew. */
static void forget_all(NetPrefixIds *ids)
{
	g_ptr_array_set_size(ids->pages, 0);
	ids->n_ids = 0;
	ids->free = NET_PREFIX_ID_NONE;
	ids->n_buckets = FIRST_BUCKETS;
	ids->buckets = g_renew(uint32_t, ids->buckets, FIRST_BUCKETS);
	memset(ids->buckets, 0xff, FIRST_BUCKETS * sizeof *ids->buckets);
}

static void remove_id(NetPrefixIds *ids, uint32_t id)
{
	uint32_t *entry = entry_at(ids, id);
	uint32_t *at = bucket_of(ids, entry + KEY, (uint8_t)entry[REFS_AND_LEN]);

	while (*at != id)
		at = &entry_at(ids, *at)[LINK];
	*at = entry[LINK];
	entry[LINK] = ids->free;
	ids->free = id;
	if (--ids->n_held == 0)
		forget_all(ids);
}

void net_prefix_id_unref(NetPrefixIds *ids, uint32_t id)
{
	uint32_t *entry = entry_at(ids, id);

	g_assert(entry[REFS_AND_LEN] >= REF);
	entry[REFS_AND_LEN] -= REF;
	if (entry[REFS_AND_LEN] < REF)
		remove_id(ids, id);
}

NetRd net_prefix_id_rd(const NetPrefixIds *ids, uint32_t id)
{
	NetRd rd = 0;

	if (ids->rd_words > 0)
		memcpy(&rd, entry_at(ids, id) + KEY, sizeof rd);
	return rd;
}

NetPrefix net_prefix_id_prefix(const NetPrefixIds *ids, uint32_t id)
{
	const uint32_t *entry = entry_at(ids, id);
	NetPrefix prefix = {.addr.family = (uint8_t)ids->family,
			    .len = (uint8_t)entry[REFS_AND_LEN]};

	for (unsigned i = 0; i < ids->addr_words; i++)
		memcpy(prefix.addr.bytes + i * sizeof *entry, entry + KEY + ids->rd_words + i,
		       sizeof *entry);
	return prefix;
}
