/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/depend.h"

#include "models/fwd/node.h"
#include "models/net/trie.h"

/* One dependant on one point: in the list of both. */
struct FwdDepend {
	FwdDependant *who;
	FwdPoint *point;
	FwdDepend *next_of_point, **link_of_point; /* link: what points at this one */
	FwdDepend *next_of_who;
	/* Set for the points of lookups, which are there only while somebody depends on them. */
	void (*unused)(FwdDepend *depend);
	union {
		struct {
			FwdVrf *vrf;
			NetAddr addr;
		} address;
		struct {
			FwdNode *node;
			uint32_t label;
		} label;
	} key;
};

static FwdDepend *join(FwdDependant *who, FwdPoint *point)
{
	FwdDepend *depend = g_new0(FwdDepend, 1);

	depend->who = who;
	depend->point = point;
	depend->next_of_point = point->first;
	depend->link_of_point = &point->first;
	if (point->first)
		point->first->link_of_point = &depend->next_of_point;
	point->first = depend;
	depend->next_of_who = who->first;
	who->first = depend;
	return depend;
}

void fwd_depend_on(FwdDependant *who, FwdPoint *point)
{
	join(who, point);
}

static void drop_address(FwdDepend *depend)
{
	const NetAddr *addr = &depend->key.address.addr;
	NetPrefix host = net_prefix_host(addr);

	net_trie_remove(depend->key.address.vrf->watched[addr->family == NET_AF_IPV6], &host);
}

void fwd_depend_on_address(FwdDependant *who, FwdVrf *vrf, const NetAddr *addr)
{
	NetTrie **trie = &vrf->watched[addr->family == NET_AF_IPV6];
	NetPrefix host = net_prefix_host(addr);
	FwdPoint *point;
	FwdDepend *depend;

	if (!*trie)
		*trie = net_trie_new(addr->family, g_free);
	point = net_trie_exact(*trie, &host);
	if (!point) {
		point = g_new0(FwdPoint, 1);
		net_trie_insert(*trie, &host, point);
	}
	depend = join(who, point);
	depend->unused = drop_address;
	depend->key.address.vrf = vrf;
	depend->key.address.addr = *addr;
}

static void drop_label(FwdDepend *depend)
{
	g_hash_table_remove(depend->key.label.node->watched_labels,
			    GUINT_TO_POINTER(depend->key.label.label));
}

void fwd_depend_on_label(FwdDependant *who, FwdNode *node, uint32_t label)
{
	FwdPoint *point;
	FwdDepend *depend;

	if (!node->watched_labels)
		node->watched_labels = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	point = g_hash_table_lookup(node->watched_labels, GUINT_TO_POINTER(label));
	if (!point) {
		point = g_new0(FwdPoint, 1);
		g_hash_table_insert(node->watched_labels, GUINT_TO_POINTER(label), point);
	}
	depend = join(who, point);
	depend->unused = drop_label;
	depend->key.label.node = node;
	depend->key.label.label = label;
}

static void unlink_point(FwdDepend *depend)
{
	*depend->link_of_point = depend->next_of_point;
	if (depend->next_of_point)
		depend->next_of_point->link_of_point = depend->link_of_point;
}

void fwd_dependant_clear(FwdDependant *who)
{
	while (who->first) {
		FwdDepend *depend = who->first;

		who->first = depend->next_of_who;
		if (depend->point) {
			unlink_point(depend);
			if (depend->unused && !depend->point->first)
				depend->unused(depend);
		}
		g_free(depend);
	}
}

void fwd_point_changed(FwdPoint *point)
{
	for (FwdDepend *depend = point->first; depend; depend = depend->next_of_point)
		depend->who->changed(depend->who);
}

static gboolean address_changed(const NetPrefix *prefix, void *value, void *user)
{
	(void)prefix;
	(void)user;
	fwd_point_changed(value);
	return TRUE;
}

void fwd_prefix_changed(FwdVrf *vrf, const NetPrefix *prefix)
{
	NetTrie *trie = vrf->watched[prefix->addr.family == NET_AF_IPV6];

	if (trie)
		net_trie_foreach_within(trie, prefix, address_changed, NULL);
}

void fwd_label_changed(FwdNode *node, uint32_t label)
{
	FwdPoint *point = node->watched_labels ? g_hash_table_lookup(node->watched_labels,
								     GUINT_TO_POINTER(label))
					       : NULL;

	if (point)
		fwd_point_changed(point);
}

/* The dependant still owns the list node, which belongs to no point then. */
void fwd_point_release(FwdPoint *point)
{
	fwd_point_changed(point);
	for (FwdDepend *depend = point->first; depend; depend = depend->next_of_point)
		depend->point = NULL;
	point->first = NULL;
}

static gboolean release_address(const NetPrefix *prefix, void *value, void *user)
{
	(void)prefix;
	(void)user;
	fwd_point_release(value);
	return TRUE;
}

static void release_addresses(FwdVrf *vrf)
{
	for (unsigned f = 0; f < 2; f++) {
		if (!vrf->watched[f])
			continue;
		net_trie_foreach(vrf->watched[f], release_address, NULL);
		net_trie_free(vrf->watched[f]);
		vrf->watched[f] = NULL;
	}
}

static void release_label(gpointer label, gpointer point, gpointer user)
{
	(void)label;
	(void)user;
	fwd_point_release(point);
}

void fwd_depend_free_node(FwdNode *node)
{
	fwd_point_release(&node->point);
	for (unsigned i = 0; i < node->vrfs->len; i++)
		release_addresses(g_ptr_array_index(node->vrfs, i));
	/* In hash order, but all that the dependants do is to remember that something changed. */
	if (node->watched_labels)
		g_hash_table_foreach(node->watched_labels, release_label, NULL);
	g_clear_pointer(&node->watched_labels, g_hash_table_destroy);
}
