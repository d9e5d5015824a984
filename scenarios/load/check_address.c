/* SPDX-License-Identifier: Apache-2.0 */
/* Subnets and addresses of tables that hang together. Clashes in one carrier or table are mistakes (nodes.c, links.c). */
#include "scenarios/load/check_address.h"

#include <string.h>

typedef struct Subnet {
	const CheckIface *iface;
	NetPrefix address, network;
	unsigned order;
} Subnet;

static void append_subnets(const CheckIface *iface, GArray *out)
{
	for (unsigned i = 0; i < iface->fwd->addresses->len; i++) {
		const NetPrefix *address = &g_array_index(iface->fwd->addresses, NetPrefix, i);
		Subnet subnet = {.iface = iface,
				 .address = *address,
				 .network = net_prefix_network(address),
				 .order = out->len};

		g_array_append_val(out, subnet);
	}
}

static int compare_networks(const void *a, const void *b)
{
	const Subnet *x = a, *y = b;
	int by_network = net_prefix_cmp(&x->network, &y->network);

	return by_network ? by_network : (x->order > y->order) - (x->order < y->order);
}

static void tell_overlap(const Subnet *outer, const Subnet *inner, LoadErrors *found)
{
	const Subnet *later = inner->order > outer->order ? inner : outer;
	const Subnet *other = later == inner ? outer : inner;
	g_autofree char *table = check_table_name(later->iface->table);
	char here[NET_PREFIX_STRLEN], there[NET_PREFIX_STRLEN];

	load_error(
		found, later->iface->element->line,
		"%s has %s at \"%s\" and %s at \"%s\", one in the other; write subnets that do not "
		"overlap",
		table, net_prefix_str(&other->address, there), other->iface->fwd->name,
		net_prefix_str(&later->address, here), later->iface->fwd->name);
}

/* Sorted by network, what contains another one stands before it. A loopback of 32 bits may be out of a subnet of
 * the node: others reach it by its own route. */
static void look_at_table(const CheckTable *table, LoadErrors *found)
{
	GArray *subnets = g_array_new(FALSE, FALSE, sizeof(Subnet));
	const Subnet *outer = NULL;

	for (unsigned i = 0; i < table->ifaces->len; i++)
		append_subnets(g_ptr_array_index(table->ifaces, i), subnets);
	g_array_sort(subnets, compare_networks);
	for (unsigned i = 0; i < subnets->len; i++) {
		const Subnet *subnet = &g_array_index(subnets, Subnet, i);

		if (outer && net_prefix_contains(&outer->network, &subnet->network.addr)) {
			if (!net_prefix_is_host(&subnet->address))
				tell_overlap(outer, subnet, found);
		} else {
			outer = subnet;
		}
	}
	g_array_free(subnets, TRUE);
}

void check_subnets_overlap(const CheckNet *net, LoadErrors *found)
{
	for (unsigned i = 0; i < net->tables->len && !load_errors_full(found); i++)
		look_at_table(g_ptr_array_index(net->tables, i), found);
}

/* Where the subnet is: its link or segment, or the loopback. */
static const void *place_of(const CheckIface *iface)
{
	return iface->wire ? (const void *)iface->wire : iface;
}

void check_subnet_twice(const CheckNet *net, LoadErrors *found)
{
	GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTable *told = g_hash_table_new(NULL, NULL);

	for (unsigned i = 0; i < net->ifaces->len && !load_errors_full(found); i++) {
		const CheckIface *iface = g_ptr_array_index(net->ifaces, i), *other;

		for (unsigned a = 0; a < iface->fwd->addresses->len; a++) {
			const NetPrefix *address =
				&g_array_index(iface->fwd->addresses, NetPrefix, a);
			NetPrefix network = net_prefix_network(address);
			char text[NET_PREFIX_STRLEN];
			g_autofree char *key = NULL;

			if (net_prefix_is_host(address))
				continue;
			key = g_strdup_printf("%u %s", check_sets_of(net->inside, iface->table->id),
					      net_prefix_str(&network, text));
			other = g_hash_table_lookup(seen, key);
			if (!other) {
				g_hash_table_insert(seen, g_steal_pointer(&key),
						    (void *)(uintptr_t)iface);
			} else if (place_of(other) != place_of(iface) &&
				   g_hash_table_add(told, (void *)(uintptr_t)place_of(iface))) {
				g_autofree char *here = check_iface_name(iface);
				g_autofree char *there = check_iface_name(other);

				load_error(
					found, iface->element->line,
					"%s is in %s, the subnet of %s, which is on no link with it; "
					"write another subnet",
					here, text, there);
			}
		}
	}
	g_hash_table_unref(told);
	g_hash_table_unref(seen);
}

void check_address_of_site(const CheckNet *net, LoadErrors *found)
{
	GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (unsigned i = 0; i < net->ifaces->len && !load_errors_full(found); i++) {
		const CheckIface *iface = g_ptr_array_index(net->ifaces, i), *other;
		unsigned set = check_sets_of(net->joined, iface->table->id);

		for (unsigned a = 0; a < iface->fwd->addresses->len; a++) {
			const NetAddr *address =
				&g_array_index(iface->fwd->addresses, NetPrefix, a).addr;
			char text[NET_ADDR_STRLEN];
			g_autofree char *key = NULL, *here = NULL, *there = NULL;

			if (!check_is_site(net, iface->table))
				continue;
			key = g_strdup_printf("%u %s", set, net_addr_str(address, text));
			other = g_hash_table_lookup(seen, key);
			if (!other) {
				g_hash_table_insert(seen, g_steal_pointer(&key),
						    (void *)(uintptr_t)iface);
				continue;
			}
			here = check_iface_name(iface);
			there = check_iface_name(other);
			load_error(
				found, iface->element->line,
				"%s has the address %s, which %s of the same VPN site has; write another "
				"address",
				here, text, there);
		}
	}
	g_hash_table_unref(seen);
}
