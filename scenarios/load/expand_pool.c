/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Address pools of a carrier. Its nodes without a <loopback> get the next free address of loopbacks, its
 * links without addresses the next free subnet of links, in the order of the file. What the file says
 * by itself is not given out.
 */
#include "scenarios/load/expansion.h"

#include <string.h>

ExpandInterval expand_interval(const NetPrefix *prefix)
{
	uint64_t size = UINT64_C(1) << (32 - prefix->len);
	uint64_t first = net_addr_to_ipv4(&prefix->addr) & ~(size - 1);

	return (ExpandInterval){first, first + size - 1};
}

/* What is used */

static void note_address(const xmlNode *element, const char *attribute, GArray *used)
{
	g_autofree char *text = load_xml_get(element, attribute);
	NetPrefix prefix;
	ExpandInterval interval;

	if (!text || !net_prefix_parse(text, TRUE, &prefix) || prefix.addr.family != NET_AF_IPV4)
		return;
	interval = expand_interval(&prefix);
	g_array_append_val(used, interval);
}

void expand_note_addresses(const xmlNode *element, GArray *used)
{
	if (expand_is(element, "loopback") || expand_is(element, "port"))
		note_address(element, "address", used);
	if (expand_is(element, "link")) {
		note_address(element, "a-address", used);
		note_address(element, "b-address", used);
	}
	for (const xmlNode *child = element->children; child; child = child->next)
		expand_note_addresses(child, used);
}

static int compare_intervals(const void *a, const void *b)
{
	const ExpandInterval *x = a, *y = b;

	return (x->first > y->first) - (x->first < y->first);
}

static ExpandInterval *interval_at(const GArray *intervals, unsigned i)
{
	return &g_array_index(intervals, ExpandInterval, i);
}

void expand_sort_intervals(GArray *intervals)
{
	unsigned n = 0;

	g_array_sort(intervals, compare_intervals);
	for (unsigned i = 0; i < intervals->len; i++) {
		ExpandInterval next = *interval_at(intervals, i);
		ExpandInterval *last = n > 0 ? interval_at(intervals, n - 1) : NULL;

		if (last && next.first <= last->last + 1)
			last->last = MAX(last->last, next.last);
		else
			*interval_at(intervals, n++) = next;
	}
	g_array_set_size(intervals, n);
}

static GArray *used_by(const xmlNode *carrier)
{
	GArray *used = g_array_new(FALSE, FALSE, sizeof(ExpandInterval));

	expand_note_addresses(carrier, used);
	expand_sort_intervals(used);
	return used;
}

GArray *expand_used_outside(const Expansion *expansion)
{
	GArray *used = g_array_new(FALSE, FALSE, sizeof(ExpandInterval));

	for (const xmlNode *child = expansion->root->children; child; child = child->next)
		if (expand_is(child, "link") || expand_is(child, "segment"))
			expand_note_addresses(child, used);
	expand_sort_intervals(used);
	return used;
}

/* Giving out */

/* The first interval that ends at an address or behind it. */
static unsigned first_from(const GArray *intervals, uint64_t address)
{
	unsigned low = 0, high = intervals ? intervals->len : 0;

	while (low < high) {
		unsigned middle = low + (high - low) / 2;

		if (interval_at(intervals, middle)->last < address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The first multiple of size from start on with so many addresses that are none of these. */
static uint64_t pass(const GArray *used, unsigned *n, uint64_t start, uint64_t size)
{
	for (; used && *n < used->len; ++*n) {
		const ExpandInterval *interval = interval_at(used, *n);

		if (interval->first > start + size - 1)
			break;
		if (interval->last >= start)
			start = (interval->last + size) & ~(size - 1);
	}
	return start;
}

/* The first of size addresses in a row that are free and begin at a multiple of it; FALSE where there are no
 * more. Addresses that stand for a pool's whole subnet are no host's. */
static gboolean take(ExpandPool *pool, uint64_t size, uint64_t *out)
{
	ExpandInterval all = expand_interval(&pool->prefix);
	uint64_t start = pool->next, before;

	if (size == 1 && pool->prefix.len < 31) {
		start = MAX(start, all.first + 1);
		all.last--;
	}
	start = (start + size - 1) & ~(size - 1);
	do {
		before = start;
		start = pass(pool->used, &pool->n_used, start, size);
		start = pass(pool->outside, &pool->n_outside, start, size);
	} while (start != before);
	if (start + size - 1 > all.last)
		return FALSE;
	*out = start;
	pool->next = start + size;
	return TRUE;
}

gboolean expand_pool_take(ExpandPool *pool, const xmlNode *element, uint64_t size, uint64_t *out)
{
	char text[NET_PREFIX_STRLEN];

	if (take(pool, size, out))
		return TRUE;
	load_error(pool->expansion->errors, load_xml_line(element),
		   "nothing is left of %s=\"%s\" of %s \"%s\" for this <%s>; write a shorter "
		   "prefix there",
		   pool->attribute, net_prefix_str(&pool->prefix, text), pool->owner, pool->name,
		   (const char *)element->name);
	return FALSE;
}

void expand_set_address(Expansion *expansion, xmlNode *element, const char *attribute,
			uint64_t address, unsigned length)
{
	char text[NET_PREFIX_STRLEN];
	NetPrefix prefix = {.addr = net_addr_ipv4((uint32_t)address), .len = (uint8_t)length};

	expand_set(expansion, element, attribute, net_prefix_str(&prefix, text));
}

/* FALSE where there are no more. */
static gboolean give_loopback(ExpandPool *pool, xmlNode *node)
{
	ExpandAt at = {.parent = node, .before = node->children};
	uint64_t address;
	xmlNode *loopback;

	if (expand_child(node, "loopback"))
		return TRUE;
	if (!expand_pool_take(pool, node, 1, &address))
		return FALSE;
	loopback = expand_add(pool->expansion, at, "loopback", load_xml_line(node));
	if (loopback)
		expand_set_address(pool->expansion, loopback, "address", address, 32);
	return loopback != NULL;
}

gboolean expand_pool_give_subnet(ExpandPool *pool, xmlNode *link, unsigned length)
{
	static const char *const stated[] = {"a-address", "b-address", "a-unnumbered",
					     "b-unnumbered"};
	uint64_t first;

	for (unsigned i = 0; i < G_N_ELEMENTS(stated); i++)
		if (load_xml_has(link, stated[i]))
			return TRUE;
	if (!expand_pool_take(pool, link, UINT64_C(1) << (32 - length), &first))
		return FALSE;
	first += length < 31;
	expand_set_address(pool->expansion, link, "a-address", first, length);
	expand_set_address(pool->expansion, link, "b-address", first + 1, length);
	return TRUE;
}

void expand_pool_start(ExpandPool *pool, const char *attribute, const NetPrefix *prefix)
{
	pool->attribute = attribute;
	pool->prefix = *prefix;
	pool->next = expand_interval(prefix).first;
	pool->n_used = first_from(pool->used, pool->next);
	pool->n_outside = first_from(pool->outside, pool->next);
}

static void give_loopbacks(ExpandPool *pool, const xmlNode *carrier, const LoadIntent *intent)
{
	(void)intent;
	for (xmlNode *child = carrier->children; child; child = child->next)
		if (expand_is(child, "node") && !give_loopback(pool, child))
			return;
}

static void give_subnets(ExpandPool *pool, const xmlNode *carrier, const LoadIntent *intent)
{
	for (xmlNode *child = carrier->children; child; child = child->next)
		if (expand_is(child, "link") &&
		    !expand_pool_give_subnet(pool, child, intent->link_length))
			return;
}

/* What the first pool has given out is used for the second. */
void expand_pools(Expansion *expansion, xmlNode *carrier, const LoadGroup *config)
{
	const struct {
		const char *attribute;
		const NetPrefix *prefix;
		void (*give)(ExpandPool *, const xmlNode *, const LoadIntent *);
	} pools[] = {
		{"loopbacks", &config->intent.loopbacks, give_loopbacks},
		{"links", &config->intent.links, give_subnets},
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(pools); i++) {
		GArray *used;
		ExpandPool pool;

		if (!net_addr_is_set(&pools[i].prefix->addr))
			continue;
		used = used_by(carrier);
		pool = (ExpandPool){.expansion = expansion,
				    .owner = "carrier",
				    .name = config->name,
				    .used = used,
				    .outside = expansion->used_outside};
		expand_pool_start(&pool, pools[i].attribute, pools[i].prefix);
		pools[i].give(&pool, carrier, &config->intent);
		g_array_free(used, TRUE);
	}
}
