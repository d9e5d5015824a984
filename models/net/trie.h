/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A longest-match trie (path-compressed, binary) from prefixes of one address family to pointers.
 * Iteration is in the order of net_prefix_cmp(), never in an order that depends on memory.
 */
#ifndef NET_TRIE_H
#define NET_TRIE_H

#include "models/net/addr.h"

typedef struct NetTrie NetTrie;

/* free_value may be NULL; it is called for values replaced, removed or left at net_trie_free(). */
NetTrie *net_trie_new(NetFamily family, GDestroyNotify free_value);
void net_trie_free(NetTrie *t);
unsigned net_trie_size(const NetTrie *t);

/* prefix must be of the trie's family with no bits past its length; value not NULL. */
void net_trie_insert(NetTrie *t, const NetPrefix *prefix, void *value);
gboolean net_trie_remove(NetTrie *t, const NetPrefix *prefix);
void *net_trie_exact(const NetTrie *t, const NetPrefix *prefix);
/* The value of the longest prefix that contains addr, NULL where none does; *matched may be NULL. */
void *net_trie_match(const NetTrie *t, const NetAddr *addr, NetPrefix *matched);
/* The longest stored prefix that is shorter than prefix and contains it. */
void *net_trie_covering(const NetTrie *t, const NetPrefix *prefix, NetPrefix *matched);

/* Calls fn for every prefix in order; fn returning FALSE ends it. fn must not change the trie. */
typedef gboolean (*NetTrieFn)(const NetPrefix *prefix, void *value, void *user);
void net_trie_foreach(const NetTrie *t, NetTrieFn fn, void *user);
/* The same for the stored prefixes within (equal to or more specific than) prefix. */
void net_trie_foreach_within(const NetTrie *t, const NetPrefix *prefix, NetTrieFn fn, void *user);

#endif
