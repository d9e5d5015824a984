/* SPDX-License-Identifier: Apache-2.0 */
/* Inter-AS option AB: neighbours and VRFs that are hybrid belong together, and a VRF's next hop lies in it. */
#include "scenarios/load/check_hybrid.h"

#include "scenarios/load/check_sessions.h"

static const LoadVrf *hybrid_vrf(const CheckTable *table)
{
	const LoadVrf *config = table->vrf ? table->vrf->config : NULL;

	return config && config->inter_as_hybrid ? config : NULL;
}

static gboolean is_hybrid(const CheckSession *session)
{
	return session->config->options.inter_as_hybrid;
}

/* The first hybrid neighbour of the VRF's node; NULL: there is none. */
static const CheckSession *neighbor_of(const CheckNet *net, const CheckTable *table)
{
	const CheckTable *global =
		g_hash_table_lookup(net->by_vrf, fwd_node_global(check_node(table)->fwd));
	const CheckSpeaker *speaker = net->sessions->by_table[global->id];

	for (unsigned i = 0; speaker && i < speaker->sessions->len; i++) {
		const CheckSession *session = g_ptr_array_index(speaker->sessions, i);

		if (is_hybrid(session))
			return session;
	}
	return NULL;
}

/* How many VRFs of the node are hybrid; those alone that lead there, where way is not VPN_HYBRID_NO. */
static unsigned count_hybrid(const LoadElement *node, VpnHybridWay way)
{
	unsigned n = 0;

	for (unsigned i = 0; i < node->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(node->children, i);
		const LoadVrf *config = child->config;

		n += child->shape.kind == LOAD_VRF && child->sound && config->inter_as_hybrid &&
		     (way == VPN_HYBRID_NO || config->hybrid.way == way);
	}
	return n;
}

gboolean check_hybrid_ends(const CheckSession *session)
{
	return is_hybrid(session) && count_hybrid(session->speaker->table->node, VPN_HYBRID_NO) > 0;
}

static gboolean sends_ip(const CheckSession *session)
{
	return check_hybrid_ends(session) &&
	       count_hybrid(session->speaker->table->node, VPN_HYBRID_GLOBAL) == 0;
}

gboolean check_hybrid_by_ip(const CheckSession *session)
{
	return sends_ip(session) || (session->other && sends_ip(session->other));
}

void check_hybrid_vrf_alone(const CheckNet *net, LoadErrors *found)
{
	for (unsigned i = 0; i < net->tables->len && !load_errors_full(found); i++) {
		const CheckTable *table = g_ptr_array_index(net->tables, i);
		g_autofree char *name = NULL;

		if (!hybrid_vrf(table) || neighbor_of(net, table))
			continue;
		name = check_table_name(table);
		load_error(
			found, table->vrf->line,
			"%s is inter-as-hybrid, and no neighbor of the node is, so that what it "
			"imports goes no farther; write inter-as-hybrid=\"yes\" in the <neighbor> "
			"of the other carrier's border router",
			name);
	}
}

static void look_for_vrf(const CheckNet *net, const CheckSession *session, LoadErrors *found)
{
	g_autofree char *name = check_session_name(session);

	(void)net;
	if (!is_hybrid(session) || count_hybrid(session->speaker->table->node, VPN_HYBRID_NO) > 0)
		return;
	load_error(
		found, session->element->line,
		"%s is inter-as-hybrid, and no VRF of the node is, so that all goes as in option B; "
		"write inter-as-hybrid=\"yes\" in the <vrf>s of what is to be exchanged with it",
		name);
}

void check_hybrid_neighbor_alone(const CheckNet *net, LoadErrors *found)
{
	check_each_session(net, look_for_vrf, found);
}

static void look_at_ends(const CheckNet *net, const CheckSession *session, LoadErrors *found)
{
	g_autofree char *name = NULL, *line = NULL;

	(void)net;
	if (!is_hybrid(session) || !session->other || is_hybrid(session->other))
		return;
	name = check_session_name(session);
	line = load_errors_line(found, session->other->element->line);
	load_error(
		found, session->element->line,
		"%s is inter-as-hybrid, and the other end, in %s, is not: it sends labelled packets "
		"and expects such; write inter-as-hybrid=\"yes\" there, and in VRFs of that node",
		name, line);
}

void check_hybrid_at_one_end(const CheckNet *net, LoadErrors *found)
{
	check_each_session(net, look_at_ends, found);
}

/* "; write hybrid-next-hop="172.16.26.2", which is at PE-ASBR-2:as1": the other end of the first link of the
 * VRF that leads out of the carrier. The caller frees. */
static char *advise(const CheckTable *table)
{
	char text[NET_ADDR_STRLEN];

	for (unsigned i = 0; i < table->ifaces->len; i++) {
		const CheckIface *iface = g_ptr_array_index(table->ifaces, i);

		for (unsigned e = 0; iface->wire && e < iface->wire->ends->len; e++) {
			const CheckIface *end = g_ptr_array_index(iface->wire->ends, e);
			g_autofree char *name = NULL;
			NetAddr address = fwd_iface_address(end->fwd, NET_AF_IPV4);

			if (check_group(end->table) == check_group(table) ||
			    !net_addr_is_set(&address))
				continue;
			name = check_iface_name(end);
			return g_strdup_printf("write hybrid-next-hop=\"%s\", which is at %s",
					       net_addr_str(&address, text), name);
		}
	}
	return g_strdup(
		"put a link to the other carrier's border router into the VRF, and write its "
		"address as hybrid-next-hop");
}

static void look_at_next_hop(const CheckTable *table, const NetAddr *address, LoadErrors *found)
{
	g_autofree char *name = check_table_name(table);
	g_autofree char *advice = NULL;
	char text[NET_ADDR_STRLEN];
	const CheckIface *iface = check_connected(table, address);
	NetAddr own = iface ? fwd_iface_address(iface->fwd, address->family) : net_addr_none;

	if (iface && !net_addr_equal(&own, address))
		return;
	advice = advise(table);
	load_error(found, table->vrf->line,
		   "routes of hybrid neighbors lead %s to %s, which %s; %s", name,
		   net_addr_str(address, text),
		   iface ? "is its own address" : "no interface of it is on a link with", advice);
}

void check_hybrid_next_hop(const CheckNet *net, LoadErrors *found)
{
	for (unsigned i = 0; i < net->tables->len && !load_errors_full(found); i++) {
		const CheckTable *table = g_ptr_array_index(net->tables, i);
		const LoadVrf *config = hybrid_vrf(table);
		const CheckSession *neighbor = config ? neighbor_of(net, table) : NULL;

		if (!config || config->hybrid.way != VPN_HYBRID_VRF)
			continue;
		if (net_addr_is_set(&config->hybrid.next_hop))
			look_at_next_hop(table, &config->hybrid.next_hop, found);
		else if (neighbor)
			look_at_next_hop(table, &neighbor->config->address, found);
	}
}
