/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/trie.h"

#include <string.h>

/* The bits of an address as two numbers, the most significant bit of word[0] first. IPv4 takes the
 * upper half of word[0]; the rest is zero. */
typedef struct Key {
	uint64_t word[2];
} Key;

/*
 * A node stands for a prefix: a stored one, or (value NULL) the longest one that its two children
 * have in common. Everything under child[b] lies within the prefix and goes on with bit b. Every
 * node without a value has both children.
 */
typedef struct Node Node;
struct Node {
	Key key; /* bits past len are zero */
	uint8_t len;
	void *value;
	Node *child[2];
};

struct NetTrie {
	Node *root;
	NetFamily family;
	unsigned size;
	GDestroyNotify free_value;
};

static inline Key key_of(const NetAddr *a)
{
	uint64_t word[2];

	memcpy(word, a->bytes, sizeof word);
	return (Key){{GUINT64_FROM_BE(word[0]), GUINT64_FROM_BE(word[1])}};
}

static NetPrefix prefix_of(const NetTrie *t, const Node *n)
{
	uint64_t word[2] = {GUINT64_TO_BE(n->key.word[0]), GUINT64_TO_BE(n->key.word[1])};
	NetPrefix p = {{t->family, {0}}, n->len};

	memcpy(p.addr.bytes, word, sizeof word);
	return p;
}

static inline unsigned key_bit(Key k, unsigned i)
{
	return k.word[i / 64] >> (63 - i % 64) & 1;
}

/* How many leading bits are equal: 0 to 128. */
static inline unsigned common_bits(Key a, Key b)
{
	uint64_t high = a.word[0] ^ b.word[0], low = a.word[1] ^ b.word[1];

	if (high)
		return (unsigned)__builtin_clzll(high);
	return low ? 64 + (unsigned)__builtin_clzll(low) : 128;
}

static inline Key key_cut(Key k, unsigned len)
{
	uint64_t first = len >= 64 ? UINT64_MAX : ~(UINT64_MAX >> len);
	uint64_t second = len <= 64 ? 0 : len >= 128 ? UINT64_MAX : ~(UINT64_MAX >> (len - 64));

	return (Key){{k.word[0] & first, k.word[1] & second}};
}

static Node *node_new(Key key, unsigned len, void *value)
{
	Node *n = g_slice_new0(Node);

	n->key = key_cut(key, len);
	n->len = (uint8_t)len;
	n->value = value;
	return n;
}

NetTrie *net_trie_new(NetFamily family, GDestroyNotify free_value)
{
	NetTrie *t = g_new0(NetTrie, 1);

	g_assert(family != NET_AF_NONE);
	t->family = family;
	t->free_value = free_value;
	return t;
}

static void free_value(NetTrie *t, void *value)
{
	if (value && t->free_value)
		t->free_value(value);
}

static void free_subtree(NetTrie *t, Node *n)
{
	if (!n)
		return;
	free_subtree(t, n->child[0]);
	free_subtree(t, n->child[1]);
	free_value(t, n->value);
	g_slice_free(Node, n);
}

void net_trie_free(NetTrie *t)
{
	if (!t)
		return;
	free_subtree(t, t->root);
	g_free(t);
}

unsigned net_trie_size(const NetTrie *t)
{
	return t->size;
}

/* Puts a new node for (key, len) above old, with which it has the first common bits in common; where
 * they part before len, a node without a value joins the two. */
static Node *split(Node *old, Key key, unsigned len, unsigned common, void *value)
{
	Node *n = node_new(key, len, value), *joint = n;

	if (common < len) {
		joint = node_new(key, common, NULL);
		joint->child[key_bit(key, common)] = n;
	}
	joint->child[key_bit(old->key, common)] = old;
	return joint;
}

void net_trie_insert(NetTrie *t, const NetPrefix *prefix, void *value)
{
	Key key = key_of(&prefix->addr);
	unsigned len = prefix->len;
	Node **link = &t->root, *n;

	g_assert(prefix->addr.family == t->family && value);
	while ((n = *link)) {
		unsigned common = MIN(common_bits(n->key, key), MIN(n->len, len));

		if (common < n->len) {
			*link = split(n, key, len, common, value);
			t->size++;
			return;
		}
		if (n->len == len) {
			void *former = n->value;

			n->value = value;
			t->size += former == NULL;
			free_value(t, former);
			return;
		}
		link = &n->child[key_bit(key, n->len)];
	}
	*link = node_new(key, len, value);
	t->size++;
}

/* Takes out the node at link unless it stores something or has two children to keep apart. */
static void prune(Node **link)
{
	Node *n = *link;

	if (n->value || (n->child[0] && n->child[1]))
		return;
	*link = n->child[0] ? n->child[0] : n->child[1];
	g_slice_free(Node, n);
}

gboolean net_trie_remove(NetTrie *t, const NetPrefix *prefix)
{
	Key key = key_of(&prefix->addr);
	Node **parent = NULL, **link = &t->root, *n;
	void *former;

	while ((n = *link) && n->len < prefix->len && common_bits(n->key, key) >= n->len) {
		parent = link;
		link = &n->child[key_bit(key, n->len)];
	}
	if (!n || n->len != prefix->len || common_bits(n->key, key) < n->len || !n->value)
		return FALSE;
	former = n->value;
	n->value = NULL;
	t->size--;
	prune(link);
	if (parent)
		prune(parent);
	free_value(t, former);
	return TRUE;
}

void *net_trie_exact(const NetTrie *t, const NetPrefix *prefix)
{
	Key key = key_of(&prefix->addr);
	const Node *n = t->root;

	while (n && n->len < prefix->len)
		n = n->child[key_bit(key, n->len)];
	if (!n || n->len != prefix->len || common_bits(n->key, key) < n->len)
		return NULL;
	return n->value;
}

/* The longest stored prefix that contains key and is no longer than max. */
static const Node *longest(const NetTrie *t, Key key, unsigned max)
{
	const Node *best = NULL;

	for (const Node *n = t->root; n && n->len <= max && common_bits(n->key, key) >= n->len;
	     n = n->child[key_bit(key, n->len)]) {
		if (n->value)
			best = n;
		if (n->len == max)
			break;
	}
	return best;
}

static void *result(const NetTrie *t, const Node *n, NetPrefix *matched)
{
	if (!n)
		return NULL;
	if (matched)
		*matched = prefix_of(t, n);
	return n->value;
}

void *net_trie_match(const NetTrie *t, const NetAddr *addr, NetPrefix *matched)
{
	g_assert(addr->family == t->family);
	return result(t, longest(t, key_of(addr), net_family_bits(t->family)), matched);
}

void *net_trie_covering(const NetTrie *t, const NetPrefix *prefix, NetPrefix *matched)
{
	g_assert(prefix->addr.family == t->family);
	if (prefix->len == 0)
		return NULL;
	return result(t, longest(t, key_of(&prefix->addr), prefix->len - 1u), matched);
}

static gboolean walk(const NetTrie *t, const Node *n, NetTrieFn fn, void *user)
{
	NetPrefix p;

	if (!n)
		return TRUE;
	if (n->value) {
		p = prefix_of(t, n);
		if (!fn(&p, n->value, user))
			return FALSE;
	}
	return walk(t, n->child[0], fn, user) && walk(t, n->child[1], fn, user);
}

void net_trie_foreach(const NetTrie *t, NetTrieFn fn, void *user)
{
	walk(t, t->root, fn, user);
}

void net_trie_foreach_within(const NetTrie *t, const NetPrefix *prefix, NetTrieFn fn, void *user)
{
	Key key = key_of(&prefix->addr);
	const Node *n = t->root;

	g_assert(prefix->addr.family == t->family);
	while (n && n->len < prefix->len)
		n = n->child[key_bit(key, n->len)];
	if (n && common_bits(n->key, key) >= prefix->len)
		walk(t, n, fn, user);
}
