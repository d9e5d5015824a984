/* SPDX-License-Identifier: Apache-2.0 */
#include "models/verify/flow.h"

#include "models/fwd/advise.h"

#include <string.h>

struct FlowSet {
	Network *network;
	GPtrArray *flows;
	GPtrArray *dirty; /* of FlowWatch: to be walked at the end of the instant */
	Path *scratch;    /* to walk into */
	uint64_t last_path_id;
	gboolean started;
};

static const Field path_fields[] = {
	FIELD(TracePath, flow, field_text),   FIELD(TracePath, direction, field_text),
	FIELD(TracePath, path_id, field_u64), FIELD(TracePath, verdict, field_text),
	FIELD(TracePath, reason, field_text),
};
const TraceType trace_path = {
	.name = "path",
	.fields = path_fields,
	.n_fields = G_N_ELEMENTS(path_fields),
};

const char *flow_direction_name(FlowDirection direction)
{
	return direction == FLOW_FORWARD ? "forward" : "reverse";
}

static void on_changed(FwdDependant *self);

static void flow_free(void *user)
{
	Flow *flow = user;

	for (unsigned d = 0; d < FLOW_DIRECTIONS; d++) {
		fwd_dependant_clear(&flow->watch[d].dependant);
		path_free(flow->path[d]);
	}
	g_free(flow->name);
	g_free(flow);
}

FlowSet *flow_set_new(Network *network)
{
	FlowSet *set = g_new0(FlowSet, 1);

	set->network = network;
	set->flows = g_ptr_array_new_with_free_func(flow_free);
	set->dirty = g_ptr_array_new();
	set->scratch = path_new();
	return set;
}

void flow_set_free(FlowSet *set)
{
	if (!set)
		return;
	g_ptr_array_free(set->flows, TRUE);
	g_ptr_array_free(set->dirty, TRUE);
	path_free(set->scratch);
	g_free(set);
}

/* The primary IPv4 address of the first loopback in the table, else of the first interface. */
static gboolean default_source(const Node *node, const FwdVrf *vrf, NetAddr *out)
{
	static const FwdIfaceKind kinds[] = {FWD_IFACE_LOOPBACK, FWD_IFACE_ETHERNET,
					     FWD_IFACE_VLAN};

	for (unsigned k = 0; k < G_N_ELEMENTS(kinds); k++)
		for (unsigned i = 0; i < node->fwd->ifaces->len; i++) {
			const FwdIface *iface = g_ptr_array_index(node->fwd->ifaces, i);

			if (iface->kind != kinds[k] || iface->vrf != vrf)
				continue;
			*out = fwd_iface_address(iface, NET_AF_IPV4);
			if (net_addr_is_set(out))
				return TRUE;
		}
	return FALSE;
}

gboolean flow_source(const Node *from, const char *vrf, const NetAddr *src, FwdVrf **table,
		     NetAddr *out, GError **error)
{
	const FwdIface *iface;

	*table = fwd_node_vrf(from->fwd, vrf);
	if (!*table) {
		g_autofree char *advice = fwd_advise_vrf(from->fwd, vrf);

		g_set_error(error, PROTO_ERROR, 0, "node \"%s\" has no VRF \"%s\"; %s", from->name,
			    vrf, advice);
		return FALSE;
	}
	if (!net_addr_is_set(src)) {
		if (default_source(from, *table, out))
			return TRUE;
		g_set_error(error, PROTO_ERROR, 0,
			    "node \"%s\" has no address to send from; give it one in that table",
			    from->name);
		return FALSE;
	}
	iface = fwd_node_iface_with(from->fwd, *table, src);
	if (!iface) {
		g_set_error(
			error, PROTO_ERROR, 0,
			"the source is no address of node \"%s\" in that table; write one of those",
			from->name);
		return FALSE;
	}
	*out = *src;
	return TRUE;
}

static gboolean find_source(FlowSet *set, Flow *flow, const char *from, const char *vrf,
			    const NetAddr *src, GError **error)
{
	Node *node = network_node(set->network, from);

	if (!node) {
		g_set_error(error, PROTO_ERROR, 0, "there is no node \"%s\"", from);
		return FALSE;
	}
	flow->ends[FLOW_FORWARD] = node;
	return flow_source(node, vrf, src, &flow->vrfs[FLOW_FORWARD], &flow->addrs[FLOW_FORWARD],
			   error);
}

/* Of a node's tables that have the address: the one with the sender's name, else the first interface's. */
static const FwdIface *find_iface(const Node *node, const char *vrf, const NetAddr *dst)
{
	const FwdVrf *same = vrf ? fwd_node_vrf(node->fwd, vrf) : NULL;
	const FwdIface *iface = same ? fwd_node_iface_with(node->fwd, same, dst) : NULL;

	return iface ? iface : fwd_node_iface_with(node->fwd, NULL, dst);
}

/* Who has the address: the node asked for, else the only one. vrf: the sender's table. */
static const FwdIface *find_owner(const FlowSet *set, const char *to_node, const char *vrf,
				  const NetAddr *dst, GError **error)
{
	const GPtrArray *nodes = set->network->nodes;
	const FwdIface *owner = NULL;
	char text[NET_ADDR_STRLEN];

	for (unsigned i = 0; i < nodes->len; i++) {
		const Node *node = g_ptr_array_index(nodes, i);
		const FwdIface *iface = find_iface(node, vrf, dst);

		if (!iface || (to_node && strcmp(node->name, to_node) != 0))
			continue;
		if (owner) {
			g_set_error(error, PROTO_ERROR, 0,
				    "nodes \"%s\" and \"%s\" both have the address %s; write which "
				    "is meant as to-node",
				    owner->node->name, node->name, net_addr_str(dst, text));
			return NULL;
		}
		owner = iface;
	}
	if (!owner)
		g_set_error(error, PROTO_ERROR, 0,
			    "no node%s%s%s has the address %s; write one of an interface",
			    to_node ? " \"" : "", to_node ? to_node : "", to_node ? "\"" : "",
			    net_addr_str(dst, text));
	return owner;
}

static gboolean find_destination(FlowSet *set, Flow *flow, const char *to_node, const NetAddr *dst,
				 GError **error)
{
	const FwdIface *iface =
		find_owner(set, to_node, flow->vrfs[FLOW_FORWARD]->name, dst, error);

	if (!iface)
		return FALSE;
	flow->addrs[FLOW_REVERSE] = *dst;
	flow->ends[FLOW_REVERSE] = network_node(set->network, iface->node->name);
	flow->vrfs[FLOW_REVERSE] = iface->vrf;
	return TRUE;
}

Flow *flow_add(FlowSet *set, const char *name, const char *from, const char *vrf,
	       const NetAddr *src, const NetAddr *dst, const char *to_node, uint8_t ttl,
	       GError **error)
{
	Flow *flow;

	if (flow_find(set, name)) {
		g_set_error(error, PROTO_ERROR, 0, "a flow named \"%s\" exists already", name);
		return NULL;
	}
	flow = g_new0(Flow, 1);
	flow->name = g_strdup(name);
	flow->ttl = ttl;
	if (!find_source(set, flow, from, vrf, src, error) ||
	    !find_destination(set, flow, to_node, dst, error)) {
		flow_free(flow);
		return NULL;
	}
	for (unsigned d = 0; d < FLOW_DIRECTIONS; d++)
		flow->watch[d] = (FlowWatch){.dependant = {.changed = on_changed},
					     .set = set,
					     .index = set->flows->len,
					     .direction = (FlowDirection)d};
	g_ptr_array_add(set->flows, flow);
	return flow;
}

Flow *flow_find(const FlowSet *set, const char *name)
{
	for (unsigned i = 0; i < set->flows->len; i++) {
		Flow *flow = g_ptr_array_index(set->flows, i);

		if (strcmp(flow->name, name) == 0)
			return flow;
	}
	return NULL;
}

const GPtrArray *flow_all(const FlowSet *set)
{
	return set->flows;
}

/* Delivered, but to somebody else who has the same address. */
static void check_destination(Path *path, const Node *node, const FwdVrf *vrf)
{
	const PathHop *last = &path->hops[path->n_hops - 1];

	if (path->verdict != PATH_DELIVERED || (last->node == node && last->vrf == vrf))
		return;
	path->verdict = PATH_MISDELIVERED;
	path->reason =
		g_strdup_printf("delivered to %s%s%s instead of %s", last->node->name,
				last->vrf && last->vrf->name ? " in " : "",
				last->vrf && last->vrf->name ? last->vrf->name : "", node->name);
}

static void report(FlowSet *set, Flow *flow, FlowDirection direction)
{
	const Path *path = flow->path[direction];
	TracePath record = {
		.head = {.type = &trace_path, .node = flow->ends[direction]->name},
		.flow = flow->name,
		.direction = flow_direction_name(direction),
		.path_id = ++set->last_path_id,
		.verdict = path_verdict_name(path->verdict),
		.reason = path->reason,
		.of = flow,
		.path = path,
	};

	flow->path_id[direction] = record.path_id;
	sim_trace(set->network->sim, &record.head);
}

void flow_walk(const Flow *flow, FlowDirection direction, FwdDependant *dependant, Path *path)
{
	FlowDirection other = direction == FLOW_FORWARD ? FLOW_REVERSE : FLOW_FORWARD;
	const NetAddr *src = &flow->addrs[direction];
	const NetAddr *dst = &flow->addrs[other];

	path_walk(flow->ends[direction], flow->vrfs[direction], src, dst, flow->ttl, flow->tos,
		  fwd_flow_hash(src, dst, IP_PROTO_ICMP, 0, 0), dependant, path);
	check_destination(path, flow->ends[other], flow->vrfs[other]);
}

static void walk(FlowSet *set, Flow *flow, FlowDirection direction)
{
	FlowWatch *watch = &flow->watch[direction];

	fwd_dependant_clear(&watch->dependant);
	flow_walk(flow, direction, &watch->dependant, set->scratch);
	watch->walks++;
	if (flow->path[direction] && path_equal(set->scratch, flow->path[direction]))
		return;
	path_free(flow->path[direction]);
	flow->path[direction] = path_copy(set->scratch);
	report(set, flow, direction);
}

/* From within a change of forwarding state: remembers the flow, no more. */
static void on_changed(FwdDependant *self)
{
	FlowWatch *watch = (FlowWatch *)self;

	if (watch->dirty)
		return;
	watch->dirty = TRUE;
	g_ptr_array_add(watch->set->dirty, watch);
}

/* By flow, forward before reverse: whatever the order of the changes. */
static int watch_cmp(gconstpointer a, gconstpointer b)
{
	const FlowWatch *x = *(FlowWatch *const *)a, *y = *(FlowWatch *const *)b;

	if (x->index != y->index)
		return x->index < y->index ? -1 : 1;
	return (int)x->direction - (int)y->direction;
}

static void on_instant(Sim *sim, void *user)
{
	FlowSet *set = user;

	(void)sim;
	if (set->dirty->len == 0)
		return;
	g_ptr_array_sort(set->dirty, watch_cmp);
	for (unsigned i = 0; i < set->dirty->len; i++) {
		FlowWatch *watch = g_ptr_array_index(set->dirty, i);

		watch->dirty = FALSE;
		walk(set, g_ptr_array_index(set->flows, watch->index), watch->direction);
	}
	g_ptr_array_set_size(set->dirty, 0);
}

void flow_set_start(FlowSet *set)
{
	g_assert(!set->started);
	set->started = TRUE;
	sim_add_instant_hook(set->network->sim, on_instant, set);
	for (unsigned i = 0; i < set->flows->len; i++)
		for (unsigned d = 0; d < FLOW_DIRECTIONS; d++)
			walk(set, g_ptr_array_index(set->flows, i), (FlowDirection)d);
}
