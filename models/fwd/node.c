/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/node.h"

#include "models/fwd/accept.h"
#include "models/fwd/flight.h"
#include "models/fwd/icmp.h"
#include "models/fwd/iface.h"
#include "models/fwd/ip_stack.h"
#include "models/fwd/lfib.h"
#include "models/fwd/link.h"
#include "models/fwd/tcp.h"
#include "models/fwd/udp.h"

#include <string.h>

static const char *const ttl_model_names[] = {
	[FWD_TTL_UNIFORM] = "uniform",
	[FWD_TTL_PIPE] = "pipe",
};

const char *fwd_ttl_model_name(FwdTtlModel model)
{
	return ttl_model_names[model];
}

gboolean fwd_ttl_model_parse(const char *text, FwdTtlModel *out)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(ttl_model_names); i++) {
		if (strcmp(ttl_model_names[i], text) == 0) {
			*out = (FwdTtlModel)i;
			return TRUE;
		}
	}
	return FALSE;
}

static guint hash_addr(gconstpointer addr)
{
	return net_addr_hash(addr);
}

static gboolean equal_addr(gconstpointer a, gconstpointer b)
{
	return net_addr_equal(a, b);
}

FwdNet *fwd_net_new(Sim *sim)
{
	FwdNet *net = g_new0(FwdNet, 1);

	net->sim = sim;
	net->names = g_hash_table_new_full(hash_addr, equal_addr, g_free, g_free);
	net->shared = g_hash_table_new(NULL, NULL);
	return net;
}

void *fwd_net_shared(const FwdNet *net, const void *key)
{
	return g_hash_table_lookup(net->shared, key);
}

void fwd_net_set_shared(FwdNet *net, const void *key, void *object)
{
	if (object)
		g_hash_table_insert(net->shared, (void *)(uintptr_t)key, object);
	else
		g_hash_table_remove(net->shared, key);
}

void fwd_net_free(FwdNet *net)
{
	if (!net)
		return;
	fwd_flight_release(net);
	g_assert(g_hash_table_size(net->shared) == 0);
	g_hash_table_destroy(net->shared);
	g_hash_table_destroy(net->names);
	g_free(net);
}

void fwd_net_name_address(FwdNet *net, const NetAddr *addr, const char *name)
{
	g_hash_table_replace(net->names, g_memdup2(addr, sizeof *addr), g_strdup(name));
}

const char *fwd_net_address_name(const FwdNet *net, const NetAddr *addr)
{
	return g_hash_table_lookup(net->names, addr);
}

static void free_next_hop(gpointer nh)
{
	fwd_nexthop_unref(nh);
}

static void free_vrf(gpointer data)
{
	FwdVrf *vrf = data;

	net_trie_free(vrf->fib[0]);
	net_trie_free(vrf->fib[1]);
	g_free(vrf->name);
	g_free(vrf);
}

FwdVrf *fwd_node_add_vrf(FwdNode *node, const char *name)
{
	FwdVrf *vrf = g_new0(FwdVrf, 1);

	vrf->node = node;
	vrf->name = g_strdup(name);
	vrf->id = node->vrfs->len;
	vrf->fib[0] = net_trie_new(NET_AF_IPV4, free_next_hop);
	vrf->fib[1] = net_trie_new(NET_AF_IPV6, free_next_hop);
	g_ptr_array_add(node->vrfs, vrf);
	return vrf;
}

FwdVrf *fwd_node_vrf(FwdNode *node, const char *name)
{
	for (guint i = 0; i < node->vrfs->len; i++) {
		FwdVrf *vrf = g_ptr_array_index(node->vrfs, i);

		if (g_strcmp0(vrf->name, name) == 0)
			return vrf;
	}
	return NULL;
}

static uint32_t hash_name(const char *name)
{
	Digest digest;

	digest_init(&digest);
	digest_text(&digest, name);
	return (uint32_t)digest_value(&digest);
}

FwdNode *fwd_node_new(FwdNet *net, const char *name)
{
	FwdNode *node = g_new0(FwdNode, 1);

	node->net = net;
	node->sim = net->sim;
	sim_cpu_init(&node->cpu, net->sim);
	node->name = g_strdup(name);
	node->hash_seed = hash_name(name);
	node->ifaces = g_ptr_array_new();
	node->vrfs = g_ptr_array_new_with_free_func(free_vrf);
	fwd_watch_init(&node->iface_watchers);
	node->lfib = fwd_lfib_new();
	fwd_node_add_vrf(node, NULL);
	node->ip = fwd_ip_new(node);
	node->udp = fwd_udp_new(node);
	node->tcp = fwd_tcp_new(node);
	return node;
}

void fwd_node_free(FwdNode *node)
{
	if (!node)
		return;
	fwd_depend_free_node(node);
	fwd_tcp_free(node->tcp);
	fwd_udp_free(node->udp);
	fwd_ip_free(node->ip);
	for (guint i = 0; i < node->ifaces->len; i++)
		fwd_iface_free(g_ptr_array_index(node->ifaces, i));
	g_ptr_array_free(node->ifaces, TRUE);
	fwd_lfib_free(node->lfib);
	g_ptr_array_free(node->vrfs, TRUE);
	fwd_watch_release(&node->iface_watchers);
	g_free(node->name);
	g_free(node);
}

static FwdIface *iface_at(const FwdNode *node, guint i)
{
	return g_ptr_array_index(node->ifaces, i);
}

static void refresh_ifaces(FwdNode *node)
{
	for (guint i = 0; i < node->ifaces->len; i++) {
		FwdIface *iface = iface_at(node, i);

		if (iface->link)
			fwd_link_refresh(iface->link);
		fwd_iface_refresh(iface);
	}
}

void fwd_node_crash(FwdNode *node)
{
	node->crashed = TRUE;
	fwd_point_changed(&node->point);
}

void fwd_node_forget(FwdNode *node)
{
	g_assert(node->crashed);
	fwd_flight_lose_all(node->ip->looped, NULL, NULL);
	fwd_flight_lose_all(node->ip->waiting, NULL, NULL);
	fwd_reassembly_forget(node->ip->reassembly);
	sim_cpu_reset(&node->cpu);
	fwd_tcp_forget(node->tcp);
	for (guint i = 0; i < node->ifaces->len; i++) {
		g_array_set_size(iface_at(node, i)->groups, 0);
		fwd_iface_forget_labels(iface_at(node, i));
	}
	refresh_ifaces(node);
}

void fwd_node_restart(FwdNode *node)
{
	g_assert(node->crashed);
	node->crashed = FALSE;
	fwd_point_changed(&node->point);
	refresh_ifaces(node);
}

static NetTrie *fib_of(const FwdVrf *vrf, NetFamily family)
{
	return family == NET_AF_NONE ? NULL : vrf->fib[family == NET_AF_IPV6];
}

void fwd_fib_set(FwdVrf *vrf, const NetPrefix *prefix, FwdNextHop *nh)
{
	NetTrie *fib = fib_of(vrf, prefix->addr.family);

	if (nh)
		net_trie_insert(fib, prefix, fwd_nexthop_ref(nh));
	else
		net_trie_remove(fib, prefix);
	fwd_prefix_changed(vrf, prefix);
}

FwdNextHop *fwd_fib_lookup(const FwdVrf *vrf, const NetAddr *dst)
{
	NetTrie *fib = fib_of(vrf, dst->family);

	return fib ? net_trie_match(fib, dst, NULL) : NULL;
}
