/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_attrset.h"

#include "models/bgp/bgp_as_path.h"

#include <string.h>

/* Spans of an attribute set, in the order in which they lie in its memory. */
enum { N_SPANS = 6 };

static BgpSpan *span_at(BgpAttrs *attrs, BgpSpan *others, unsigned i)
{
	BgpSpan *spans[N_SPANS] = {&attrs->as_path.segments,     &attrs->communities,
				   &attrs->extended_communities, &attrs->large_communities,
				   &attrs->cluster_list,         others};
	return spans[i];
}

static const BgpSpan *set_span(const BgpAttrSet *set, unsigned i)
{
	const BgpAttrs *a = &set->attrs;
	const BgpSpan *spans[N_SPANS] = {&a->as_path.segments,     &a->communities,
					 &a->extended_communities, &a->large_communities,
					 &a->cluster_list,         &set->others};
	return spans[i];
}

/* The values of fixed length, for hashing and comparing. */
enum { N_NUMBERS = 11 };

static void set_numbers(const BgpAttrSet *set, uint64_t out[N_NUMBERS])
{
	const BgpAttrs *a = &set->attrs;
	uint64_t address[2];
	memcpy(address, a->next_hop.bytes, sizeof address);
	const uint64_t numbers[N_NUMBERS] = {
		a->present,
		a->origin,
		a->next_hop.family,
		address[0],
		address[1],
		a->med,
		a->local_pref,
		a->originator_id,
		a->aggregator.as_number,
		a->aggregator.identifier,
		set->weight,
	};
	memcpy(out, numbers, sizeof numbers);
}

static guint mix(guint hash, const void *bytes, size_t len)
{
	const uint8_t *p = bytes;
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ p[i]) * 16777619u;
	return hash;
}

static guint compute_hash(const BgpAttrSet *set)
{
	uint64_t numbers[N_NUMBERS];
	set_numbers(set, numbers);
	guint hash = mix(2166136261u, numbers, sizeof numbers);
	for (unsigned i = 0; i < N_SPANS; i++) {
		const BgpSpan *span = set_span(set, i);
		hash = mix(hash, &span->len, sizeof span->len);
		hash = mix(hash, span->bytes, span->len);
	}
	return hash;
}

static guint set_hash(gconstpointer p)
{
	return ((const BgpAttrSet *)p)->hash;
}

static gboolean values_equal(const BgpAttrSet *a, const BgpAttrSet *b)
{
	uint64_t na[N_NUMBERS], nb[N_NUMBERS];
	set_numbers(a, na);
	set_numbers(b, nb);
	if (memcmp(na, nb, sizeof na) != 0)
		return FALSE;
	for (unsigned i = 0; i < N_SPANS; i++) {
		const BgpSpan *sa = set_span(a, i), *sb = set_span(b, i);
		if (sa->len != sb->len)
			return FALSE;
		if (sa->len > 0 && memcmp(sa->bytes, sb->bytes, sa->len) != 0)
			return FALSE;
	}
	return TRUE;
}

static gboolean set_equal(gconstpointer pa, gconstpointer pb)
{
	const BgpAttrSet *a = pa, *b = pb;
	return a->hash == b->hash && values_equal(a, b);
}

gboolean bgp_attrset_has(const BgpAttrSet *set, const BgpAttrs *attrs)
{
	const BgpAttrSet other = {.attrs = *attrs, .others = set->others};
	return values_equal(set, &other);
}

static guint addr_hash(gconstpointer addr)
{
	return net_addr_hash(addr);
}

static gboolean addr_equal(gconstpointer a, gconstpointer b)
{
	return net_addr_equal(a, b);
}

static uint32_t id_of_next_hop(BgpAttrTable *table, const NetAddr *addr)
{
	guint id;

	if (!net_addr_is_set(addr))
		return 0;
	id = GPOINTER_TO_UINT(g_hash_table_lookup(table->next_hops, addr));
	if (id == 0) {
		id = g_hash_table_size(table->next_hops) + 1;
		g_hash_table_insert(table->next_hops, g_memdup2(addr, sizeof *addr),
				    GUINT_TO_POINTER(id));
	}
	return id;
}

void bgp_attr_table_init(BgpAttrTable *table)
{
	table->sets = g_hash_table_new(set_hash, set_equal);
	table->next_hops = g_hash_table_new_full(addr_hash, addr_equal, g_free, NULL);
}

void bgp_attr_table_release(BgpAttrTable *table)
{
	g_assert(g_hash_table_size(table->sets) == 0);
	g_hash_table_unref(table->sets);
	g_hash_table_unref(table->next_hops);
}

unsigned bgp_attr_table_size(const BgpAttrTable *table)
{
	return g_hash_table_size(table->sets);
}

/* Values of attributes that are absent must not tell sets apart. */
static void clear_absent(BgpAttrs *a)
{
	if (!bgp_attrs_has(a, BGP_ATTR_MED))
		a->med = 0;
	if (!bgp_attrs_has(a, BGP_ATTR_LOCAL_PREF))
		a->local_pref = 0;
	if (!bgp_attrs_has(a, BGP_ATTR_ORIGINATOR_ID))
		a->originator_id = 0;
	if (!bgp_attrs_has(a, BGP_ATTR_AGGREGATOR))
		a->aggregator = (BgpAggregator){0};
	if (!bgp_attrs_has(a, BGP_ATTR_COMMUNITIES))
		a->communities = (BgpSpan){NULL, 0};
	if (!bgp_attrs_has(a, BGP_ATTR_EXTENDED_COMMUNITIES))
		a->extended_communities = (BgpSpan){NULL, 0};
	if (!bgp_attrs_has(a, BGP_ATTR_LARGE_COMMUNITIES))
		a->large_communities = (BgpSpan){NULL, 0};
	if (!bgp_attrs_has(a, BGP_ATTR_CLUSTER_LIST))
		a->cluster_list = (BgpSpan){NULL, 0};
}

/* RFC 6793 4.2.3: what a speaker of two-octet AS numbers could not say itself. */
static void take_as4_aggregator(BgpAttrs *a)
{
	if (a->as_path.as_size == 2 && a->aggregator.as_number == BGP_AS_TRANS &&
	    bgp_attrs_has(a, BGP_ATTR_AS4_AGGREGATOR))
		a->aggregator = a->as4_aggregator;
	a->aggregator.as_size = 4;
}

void bgp_attrs_normalise(BgpAttrs *a, WireWriter *scratch)
{
	const uint64_t dropped =
		BGP_ATTR_BIT(BGP_ATTR_MP_REACH_NLRI) | BGP_ATTR_BIT(BGP_ATTR_MP_UNREACH_NLRI) |
		BGP_ATTR_BIT(BGP_ATTR_AS4_PATH) | BGP_ATTR_BIT(BGP_ATTR_AS4_AGGREGATOR);
	take_as4_aggregator(a);
	if (a->as_path.as_size == 2) {
		bgp_as_path_widen(a->as_path, a->as4_path, scratch);
		a->as_path.segments = (BgpSpan){scratch->buf, scratch->len};
	}
	a->as_path.as_size = 4;
	a->present = (a->present & ~dropped) | BGP_ATTR_BIT(BGP_ATTR_NEXT_HOP);
	a->as4_path = (BgpSpan){NULL, 0};
	a->as4_aggregator = (BgpAggregator){0};
	a->mp_reach = (BgpMpReach){0};
	a->mp_unreach = (BgpMpUnreach){0};
	clear_absent(a);
}

static uint64_t community_at(BgpSpan communities, size_t i)
{
	uint64_t value = 0;
	for (size_t k = 0; k < 8; k++)
		value = value << 8 | communities.bytes[8 * i + k];
	return value;
}

void bgp_ext_communities_without(BgpSpan all, gboolean (*left_out)(uint64_t), WireWriter *w)
{
	for (size_t i = 0; i < all.len / 8; i++)
		if (!left_out(community_at(all, i)))
			wire_write_u64(w, community_at(all, i));
}

static void collect_communities(BgpAttrSet *set)
{
	BgpSpan all = set->attrs.extended_communities;
	for (size_t i = 0; i < all.len / 8; i++) {
		uint64_t community = community_at(all, i);
		if (net_ext_community_is_rt(community))
			set->route_targets[set->n_route_targets++] = community;
		else if (!set->site_of_origin && net_ext_community_is_soo(community))
			set->site_of_origin = community;
	}
}

/* Route targets come first in the memory, as they want alignment. */
static BgpAttrSet *set_new(const BgpAttrSet *key)
{
	size_t rt_size = key->attrs.extended_communities.len, size = rt_size;
	for (unsigned i = 0; i < N_SPANS; i++)
		size += set_span(key, i)->len;
	BgpAttrSet *set = g_malloc(sizeof *set + size);
	*set = *key;
	set->refs = 1;
	set->route_targets = set->memory;
	uint8_t *at = (uint8_t *)set->memory + rt_size;
	for (unsigned i = 0; i < N_SPANS; i++) {
		BgpSpan *span = span_at(&set->attrs, &set->others, i);
		if (span->len > 0)
			memcpy(at, span->bytes, span->len);
		span->bytes = at;
		at += span->len;
	}
	set->n_route_targets = 0;
	set->site_of_origin = 0;
	collect_communities(set);
	set->neighbour_as = bgp_as_path_first(set->attrs.as_path);
	set->as_path_length = (uint16_t)bgp_as_path_length(set->attrs.as_path);
	set->next_hop_id = id_of_next_hop(set->table, &set->attrs.next_hop);
	return set;
}

BgpAttrSet *bgp_attrset_intern(BgpAttrTable *table, const BgpAttrs *attrs, BgpSpan others)
{
	return bgp_attrset_intern_weighed(table, attrs, others, 0);
}

BgpAttrSet *bgp_attrset_intern_weighed(BgpAttrTable *table, const BgpAttrs *attrs, BgpSpan others,
				       uint32_t weight)
{
	WireWriter scratch;
	wire_writer_init(&scratch, SIZE_MAX);
	BgpAttrSet key = {.table = table, .attrs = *attrs, .others = others, .weight = weight};
	bgp_attrs_normalise(&key.attrs, &scratch);
	key.hash = compute_hash(&key);
	BgpAttrSet *set = g_hash_table_lookup(table->sets, &key);
	if (set) {
		set->refs++;
	} else {
		set = set_new(&key);
		g_hash_table_add(table->sets, set);
	}
	wire_writer_clear(&scratch);
	return set;
}

BgpAttrSet *bgp_attrset_of_update(BgpAttrTable *table, const BgpUpdate *update,
				  const BgpAttrs *attrs)
{
	WireWriter others;
	wire_writer_init(&others, SIZE_MAX);
	for (unsigned i = 0; i < update->n_list; i++) {
		const BgpRawAttr *raw = &update->list[i];
		if (raw->flags & BGP_FLAG_TRANSITIVE && !bgp_attr_row(raw->type))
			bgp_attr_write(raw->flags | BGP_FLAG_PARTIAL, raw->type, raw->value,
				       &others);
	}
	BgpAttrSet *set = bgp_attrset_intern(table, attrs, (BgpSpan){others.buf, others.len});
	wire_writer_clear(&others);
	return set;
}

BgpAttrSet *bgp_attrset_ref(BgpAttrSet *set)
{
	set->refs++;
	return set;
}

void bgp_attrset_unref(BgpAttrSet *set)
{
	if (!set || --set->refs > 0)
		return;
	g_hash_table_remove(set->table->sets, set);
	g_free(set);
}
