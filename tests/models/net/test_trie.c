/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/trie.h"
#include "sim/rng.h"
#include "tests/testing.h"

#include <string.h>

/* What the trie is compared with: the same prefixes in an array, searched from end to end. */
typedef struct Entry {
	NetPrefix prefix;
	int value;
} Entry;

typedef struct Model {
	NetTrie *trie;
	GPtrArray *entries; /* of Entry, in no order; the values of the trie */
} Model;

static NetPrefix prefix(const char *text)
{
	NetPrefix p;

	ck_assert_msg(net_prefix_parse(text, FALSE, &p), "%s", text);
	return p;
}

static Entry *find(const Model *m, const NetPrefix *p)
{
	for (unsigned i = 0; i < m->entries->len; i++) {
		Entry *e = m->entries->pdata[i];

		if (net_prefix_equal(&e->prefix, p))
			return e;
	}
	return NULL;
}

static Entry *longest(const Model *m, const NetAddr *a, unsigned below)
{
	Entry *best = NULL;

	for (unsigned i = 0; i < m->entries->len; i++) {
		Entry *e = m->entries->pdata[i];

		if (e->prefix.len < below && net_prefix_contains(&e->prefix, a) &&
		    (!best || e->prefix.len > best->prefix.len))
			best = e;
	}
	return best;
}

/* Few distinct bits, so that prefixes nest, share and split often. */
static NetAddr random_addr(SimRng *rng, NetFamily family)
{
	NetAddr a = {family, {0}};

	for (unsigned i = 0; i < net_family_bits(family) / 8; i++)
		a.bytes[i] = (uint8_t)(sim_rng_below(rng, 4) ? 0 : 1u << sim_rng_below(rng, 8));
	return a;
}

static NetPrefix random_prefix(SimRng *rng, NetFamily family)
{
	NetAddr a = random_addr(rng, family);

	return net_prefix(&a, (unsigned)sim_rng_below(rng, net_family_bits(family) + 1));
}

static void check_lookups(const Model *m, SimRng *rng, NetFamily family)
{
	NetAddr a = random_addr(rng, family);
	NetPrefix p = random_prefix(rng, family), matched;
	Entry *e = longest(m, &a, UINT_MAX);

	ck_assert_ptr_eq(net_trie_match(m->trie, &a, &matched), e);
	if (e)
		ck_assert(net_prefix_equal(&matched, &e->prefix));
	e = longest(m, &p.addr, p.len);
	ck_assert_ptr_eq(net_trie_covering(m->trie, &p, &matched), e);
	if (e)
		ck_assert(net_prefix_equal(&matched, &e->prefix));
	ck_assert_ptr_eq(net_trie_exact(m->trie, &p), find(m, &p));
}

typedef struct Walk {
	NetPrefix last, within;
	unsigned n, limit;
} Walk;

static gboolean check_order(const NetPrefix *p, void *value, void *user)
{
	const Entry *e = value;
	Walk *w = user;

	ck_assert(net_prefix_equal(p, &e->prefix));
	ck_assert(p->len >= w->within.len && net_prefix_contains(&w->within, &p->addr));
	if (w->n)
		ck_assert_int_lt(net_prefix_cmp(&w->last, p), 0);
	w->last = *p;
	return ++w->n < w->limit;
}

static void check_walks(const Model *m, SimRng *rng, NetFamily family)
{
	Walk w = {.within = {{family, {0}}, 0}, .limit = UINT_MAX};
	unsigned within = 0;

	ck_assert_uint_eq(net_trie_size(m->trie), m->entries->len);
	net_trie_foreach(m->trie, check_order, &w);
	ck_assert_uint_eq(w.n, m->entries->len);
	w = (Walk){.within = random_prefix(rng, family), .limit = UINT_MAX};
	for (unsigned i = 0; i < m->entries->len; i++) {
		const Entry *e = m->entries->pdata[i];

		within += e->prefix.len >= w.within.len &&
			  net_prefix_contains(&w.within, &e->prefix.addr);
	}
	net_trie_foreach_within(m->trie, &w.within, check_order, &w);
	ck_assert_uint_eq(w.n, within);
}

static void change(Model *m, SimRng *rng, NetFamily family)
{
	NetPrefix p = random_prefix(rng, family);
	Entry *e = find(m, &p);

	if (sim_rng_below(rng, 3)) {
		Entry *fresh = g_new0(Entry, 1);

		fresh->prefix = p;
		if (e)
			g_ptr_array_remove_fast(m->entries, e); /* the trie frees it */
		g_ptr_array_add(m->entries, fresh);
		net_trie_insert(m->trie, &p, fresh);
		return;
	}
	if (!e && m->entries->len) {
		e = m->entries->pdata[sim_rng_below(rng, m->entries->len)];
		p = e->prefix;
	}
	if (e)
		g_ptr_array_remove_fast(m->entries, e);
	ck_assert_int_eq(net_trie_remove(m->trie, &p), e != NULL);
	ck_assert(!net_trie_remove(m->trie, &p));
}

static void against_model(NetFamily family)
{
	Model m = {net_trie_new(family, g_free), g_ptr_array_new()};
	SimRng rng;

	sim_rng_init(&rng, 1, net_family_name(family), "trie");
	for (unsigned round = 0; round < 600; round++) {
		change(&m, &rng, family);
		for (unsigned i = 0; i < 10; i++)
			check_lookups(&m, &rng, family);
		check_walks(&m, &rng, family);
	}
	ck_assert_uint_gt(m.entries->len, 50);
	for (unsigned i = m.entries->len; i > 0; i--) { /* down to nothing */
		NetPrefix p = ((Entry *)m.entries->pdata[i - 1])->prefix;

		g_ptr_array_set_size(m.entries, (int)i - 1);
		ck_assert(net_trie_remove(m.trie, &p));
		check_lookups(&m, &rng, family);
		check_walks(&m, &rng, family);
	}
	net_trie_free(m.trie);
	g_ptr_array_free(m.entries, TRUE);
}

START_TEST(model_ipv4)
{
	against_model(NET_AF_IPV4);
}
END_TEST

START_TEST(model_ipv6)
{
	against_model(NET_AF_IPV6);
}
END_TEST

START_TEST(defaults_and_hosts)
{
	NetTrie *t = net_trie_new(NET_AF_IPV6, NULL);
	NetPrefix all = prefix("::/0"), host = prefix("2001:db8::1"), matched;
	static char everything[] = "::/0", one[] = "2001:db8::1";

	ck_assert_ptr_null(net_trie_match(t, &host.addr, NULL));
	net_trie_insert(t, &host, one);
	net_trie_insert(t, &all, everything);
	ck_assert_ptr_eq(net_trie_match(t, &host.addr, &matched), one);
	ck_assert(net_prefix_equal(&matched, &host));
	ck_assert_ptr_eq(net_trie_match(t, &all.addr, &matched), everything);
	ck_assert_ptr_eq(net_trie_covering(t, &host, NULL), everything);
	ck_assert_ptr_null(net_trie_covering(t, &all, NULL));
	net_trie_free(t);
	net_trie_free(NULL);
}
END_TEST

START_TEST(walk_ends_early)
{
	Model m = {net_trie_new(NET_AF_IPV4, g_free), NULL};
	Walk w = {.within = prefix("0.0.0.0/0"), .limit = 2};
	static const char *const texts[] = {"10.0.0.0/8", "10.1.0.0/16", "11.0.0.0/8"};

	for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
		Entry *e = g_new0(Entry, 1);

		e->prefix = prefix(texts[i]);
		net_trie_insert(m.trie, &e->prefix, e);
	}
	net_trie_foreach(m.trie, check_order, &w);
	ck_assert_uint_eq(w.n, 2);
	net_trie_free(m.trie);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("trie");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, model_ipv4);
	tcase_add_test(tc, model_ipv6);
	tcase_add_test(tc, defaults_and_hosts);
	tcase_add_test(tc, walk_ends_early);
	return test_main("trie", tc);
}
