/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The path walker: carries a packet's state from node to node through fwd_decide(), the same decision
 * that real packets meet, and over links as they stand.
 */
#include "models/verify/flow.h"

#include <string.h>

static const char *const verdict_names[] = {
	[PATH_DELIVERED] = "delivered",
	[PATH_DROPPED] = "dropped",
	[PATH_LOOPED] = "looped",
	[PATH_MISDELIVERED] = "misdelivered",
};

const char *path_verdict_name(PathVerdict verdict)
{
	return verdict_names[verdict];
}

static void end_dropped(Path *path, GString *reason)
{
	path->verdict = PATH_DROPPED;
	path->reason = g_string_free(reason, FALSE);
	path->hops[path->n_hops - 1].action = "drop";
}

static void end_delivered(Path *path)
{
	path->verdict = PATH_DELIVERED;
	path->hops[path->n_hops - 1].action = "deliver";
}

static void end_looped(Path *path, const Node *node)
{
	path->verdict = PATH_LOOPED;
	path->reason = g_strdup_printf("loop through %s", node->name);
}

/* A packet that goes on has not left anything behind; one that ends has no outgoing stack. */
static const char *action_of(const PathHop *hop)
{
	if (hop->depth_in == 0)
		return hop->depth_out == 0 ? "forward" : "push";
	return hop->depth_out < hop->depth_in ? "pop" : "swap";
}

static Node *node_of(const Node *any, const FwdNode *fwd)
{
	return network_node(any->network, fwd->name);
}

static void add_hop(Path *path, Node *node, const FwdState *state, const FwdDecision *decision)
{
	PathHop *hop = &path->hops[path->n_hops++];

	hop->node = node;
	hop->vrf = decision->vrf;
	hop->in = state->in;
	hop->depth_in = state->depth;
	memcpy(hop->stack_in, state->stack, state->depth * sizeof(MplsEntry));
	hop->ip_ttl = decision->ip_ttl;
	hop->out = NULL;
	hop->depth_out = 0;
	hop->action = NULL;
	if (decision->verdict != FWD_FORWARD)
		return;
	hop->out = decision->out;
	hop->depth_out = decision->depth;
	memcpy(hop->stack_out, decision->stack, decision->depth * sizeof(MplsEntry));
	hop->action = action_of(hop);
}

/* What an end of the link has for packets of the interface that sent them: itself, or its part of the
 * same VLAN. */
static FwdIface *counterpart(FwdIface *end, const FwdIface *out)
{
	return out->vlan > 0 ? fwd_iface_vlan(end, out->vlan) : end;
}

static gboolean is_cut(const FwdIface *out)
{
	const FwdLink *link = fwd_iface_link(out);

	return !link || !fwd_link_carries(link, out->parent ? out->parent : out);
}

/* The interface at the other side that answers for the gateway; NULL where none does. */
static FwdIface *answering(const FwdDecision *decision, FwdDependant *dependant)
{
	const FwdIface *out = decision->out;
	const FwdLink *link = fwd_iface_link(out);

	for (unsigned i = 0; i < link->ends->len; i++) {
		FwdIface *iface = counterpart(g_ptr_array_index(link->ends, i), out);

		if (!iface || iface == out)
			continue;
		if (dependant)
			fwd_depend_on(dependant, &iface->point);
		if (fwd_iface_is_up(iface) && fwd_iface_answers(iface, &decision->gateway))
			return iface;
	}
	return NULL;
}

static FwdIface *cross(const FwdDecision *decision, FwdDependant *dependant)
{
	FwdIface *to = is_cut(decision->out) ? NULL : answering(decision, dependant);

	return to && fwd_iface_reaches(decision->out, to) ? to : NULL;
}

static void append_not_crossed(const FwdDecision *decision, GString *reason)
{
	const FwdLink *link = fwd_iface_link(decision->out);

	if (is_cut(decision->out) || answering(decision, NULL)) {
		g_string_append_printf(reason, "link %s is cut", link ? link->name : "");
	} else {
		g_string_append(reason, "no answer to ARP for ");
		net_addr_append(&decision->gateway, reason);
	}
}

static gboolean same_labels(const PathHop *hop, const FwdState *state)
{
	if (hop->in != state->in || hop->depth_in != state->depth)
		return FALSE;
	for (unsigned i = 0; i < state->depth; i++)
		if (hop->stack_in[i].label != state->stack[i].label)
			return FALSE;
	return TRUE;
}

/* The packet comes back to a node as it came there before: only its TTL will end it. */
static gboolean loops(const Path *path, const Node *node, const FwdState *state)
{
	for (unsigned i = 0; i < path->n_hops; i++)
		if (path->hops[i].node == node && same_labels(&path->hops[i], state))
			return TRUE;
	return FALSE;
}

static void advance(FwdState *state, const FwdDecision *decision, FwdIface *in)
{
	state->in = in;
	state->vrf = in->vrf;
	state->depth = decision->depth;
	memcpy(state->stack, decision->stack, decision->depth * sizeof(MplsEntry));
	state->ip_ttl = decision->ip_ttl;
}

/* Where the decision does not lead to another node. */
static void stop(Path *path, const Node *node, const FwdState *state, const FwdDecision *decision)
{
	GString *reason;

	if (decision->verdict == FWD_DELIVER) {
		end_delivered(path);
		return;
	}
	reason = g_string_new(NULL);
	if (decision->verdict == FWD_DROP)
		fwd_decision_append_reason(node->fwd, state, decision, reason);
	else
		append_not_crossed(decision, reason);
	end_dropped(path, reason);
}

/* One node. Returns the next one, NULL at the end of the path. */
static Node *step(Path *path, Node *node, FwdState *state, FwdDependant *dependant)
{
	FwdDecision decision;
	FwdIface *in = NULL;

	fwd_decide_watched(node->fwd, state, dependant, &decision);
	add_hop(path, node, state, &decision);
	if (decision.verdict == FWD_FORWARD)
		in = cross(&decision, dependant);
	if (!in) {
		stop(path, node, state, &decision);
		return NULL;
	}
	advance(state, &decision, in);
	node = node_of(node, in->node);
	if (loops(path, node, state) || path->n_hops == PATH_MAX_HOPS) {
		end_looped(path, node);
		return NULL;
	}
	return node;
}

Path *path_new(void)
{
	Path *path = g_malloc(sizeof(Path) + PATH_MAX_HOPS * sizeof(PathHop));

	*path = (Path){.verdict = PATH_DROPPED};
	return path;
}

Path *path_copy(const Path *path)
{
	Path *copy = g_memdup2(path, sizeof(Path) + path->n_hops * sizeof(PathHop));

	copy->reason = g_strdup(path->reason);
	return copy;
}

void path_walk(Node *from, FwdVrf *vrf, const NetAddr *src, const NetAddr *dst, uint8_t ttl,
	       uint8_t tos, uint32_t flow_hash, FwdDependant *dependant, Path *path)
{
	FwdState state = {
		.vrf = vrf ? vrf : fwd_node_global(from->fwd),
		.src = *src,
		.dst = *dst,
		.ip_ttl = ttl,
		.tos = tos,
		.flow_hash = flow_hash,
	};
	Node *node = from;

	g_clear_pointer(&path->reason, g_free);
	path->n_hops = 0;
	while (node)
		node = step(path, node, &state, dependant);
}

void path_free(Path *path)
{
	if (!path)
		return;
	g_free(path->reason);
	g_free(path);
}

static gboolean entries_equal(const MplsEntry *a, const MplsEntry *b, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (a[i].label != b[i].label || a[i].kind != b[i].kind || a[i].ttl != b[i].ttl ||
		    a[i].tc != b[i].tc)
			return FALSE;
	return TRUE;
}

static gboolean hop_equal(const PathHop *a, const PathHop *b)
{
	return a->node == b->node && a->vrf == b->vrf && a->in == b->in && a->out == b->out &&
	       a->depth_in == b->depth_in && a->depth_out == b->depth_out &&
	       a->ip_ttl == b->ip_ttl && a->action == b->action &&
	       entries_equal(a->stack_in, b->stack_in, a->depth_in) &&
	       entries_equal(a->stack_out, b->stack_out, a->depth_out);
}

gboolean path_equal(const Path *a, const Path *b)
{
	if (a->verdict != b->verdict || a->n_hops != b->n_hops ||
	    g_strcmp0(a->reason, b->reason) != 0)
		return FALSE;
	for (unsigned i = 0; i < a->n_hops; i++)
		if (!hop_equal(&a->hops[i], &b->hops[i]))
			return FALSE;
	return TRUE;
}

static void append_link_kinds(const PathHop *hop, GString *out)
{
	if (hop->depth_out == 0)
		g_string_append(out, "ip");
	for (unsigned i = 0; i < hop->depth_out; i++)
		g_string_append_printf(out, "[%s]", label_kind_name(hop->stack_out[i].kind));
}

static void append_link_stack(const PathHop *hop, GString *out)
{
	for (unsigned i = 0; i < hop->depth_out; i++) {
		const MplsEntry *entry = &hop->stack_out[i];

		g_string_append_printf(out, "[%s %u ttl %u", label_kind_name(entry->kind),
				       entry->label, entry->ttl);
		if (entry->tc > 0)
			g_string_append_printf(out, " tc %u", entry->tc);
		g_string_append_c(out, ']');
	}
	g_string_append_printf(out, "%sip ttl %u", hop->depth_out > 0 ? " " : "", hop->ip_ttl);
}

static void append_links(const Path *path, void (*append)(const PathHop *hop, GString *out),
			 GString *out)
{
	const char *separator = "";

	for (unsigned i = 0; i < path->n_hops; i++) {
		if (!path->hops[i].out)
			continue;
		g_string_append(out, separator);
		separator = " · ";
		append(&path->hops[i], out);
	}
}

void path_append_kinds(const Path *path, GString *out)
{
	append_links(path, append_link_kinds, out);
}

void path_append_stacks(const Path *path, GString *out)
{
	append_links(path, append_link_stack, out);
}
