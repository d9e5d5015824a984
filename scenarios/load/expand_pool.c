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

static void note_addresses(const xmlNode *element, GArray *used)
{
	if (expand_is(element, "loopback") || expand_is(element, "port"))
		note_address(element, "address", used);
	if (expand_is(element, "link")) {
		note_address(element, "a-address", used);
		note_address(element, "b-address", used);
	}
	for (const xmlNode *child = element->children; child; child = child->next)
		note_addresses(child, used);
}

static int compare_intervals(const void *a, const void *b)
{
	const ExpandInterval *x = a, *y = b;

	return (x->first > y->first) - (x->first < y->first);
}

void expand_sort_intervals(GArray *intervals)
{
	g_array_sort(intervals, compare_intervals);
}

/* In the carrier, and in what joins carriers. */
static GArray *used_by(const Expansion *expansion, const xmlNode *carrier)
{
	GArray *used = g_array_new(FALSE, FALSE, sizeof(ExpandInterval));

	note_addresses(carrier, used);
	for (const xmlNode *child = expansion->root->children; child; child = child->next)
		if (expand_is(child, "link") || expand_is(child, "segment"))
			note_addresses(child, used);
	expand_sort_intervals(used);
	return used;
}

/* Giving out */

/* The first of size addresses in a row that are free and begin at a multiple of it; FALSE where there are no
 * more. Addresses that stand for a pool's whole subnet are no host's. */
static gboolean take(ExpandPool *pool, uint64_t size, uint64_t *out)
{
	ExpandInterval all = expand_interval(&pool->prefix);
	uint64_t start = pool->next;

	if (size == 1 && pool->prefix.len < 31) {
		start = MAX(start, all.first + 1);
		all.last--;
	}
	start = (start + size - 1) & ~(size - 1);
	for (; pool->n_used < pool->used->len; pool->n_used++) {
		const ExpandInterval *used =
			&g_array_index(pool->used, ExpandInterval, pool->n_used);

		if (used->first > start + size - 1)
			break;
		if (used->last >= start)
			start = (used->last + size) & ~(size - 1);
	}
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

static gboolean give_subnet(ExpandPool *pool, xmlNode *link, unsigned length)
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
	pool->n_used = 0;
}

static void give_loopbacks(ExpandPool *pool, const xmlNode *carrier, const LoadIntent *intent)
{
	if (!net_addr_is_set(&intent->loopbacks.addr))
		return;
	expand_pool_start(pool, "loopbacks", &intent->loopbacks);
	for (xmlNode *child = carrier->children; child; child = child->next)
		if (expand_is(child, "node") && !give_loopback(pool, child))
			return;
}

static void give_subnets(ExpandPool *pool, const xmlNode *carrier, const LoadIntent *intent)
{
	if (!net_addr_is_set(&intent->links.addr))
		return;
	expand_pool_start(pool, "links", &intent->links);
	for (xmlNode *child = carrier->children; child; child = child->next)
		if (expand_is(child, "link") && !give_subnet(pool, child, intent->link_length))
			return;
}

/* What the first pool has given out is used for the second. */
void expand_pools(Expansion *expansion, xmlNode *carrier, const LoadGroup *config)
{
	static void (*const give[])(ExpandPool *, const xmlNode *, const LoadIntent *) = {
		give_loopbacks,
		give_subnets,
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(give); i++) {
		GArray *used = used_by(expansion, carrier);
		ExpandPool pool = {.expansion = expansion,
				   .owner = "carrier",
				   .name = config->name,
				   .used = used};

		give[i](&pool, carrier, &config->intent);
		g_array_free(used, TRUE);
	}
}
