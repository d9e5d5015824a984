/* SPDX-License-Identifier: Apache-2.0 */
#include "models/verify/probe_check.h"

#include "models/wire/ethernet.h"
#include "models/wire/ipv4.h"
#include "models/wire/mpls.h"

#include <string.h>

const char *probe_result_name(ProbeResult result)
{
	static const char *const names[] = {"delivered", "dropped", "lost"};

	return names[result];
}

/* What stands in a frame. */
typedef struct Seen {
	uint8_t depth;
	MplsEntry stack[LABEL_STACK_MAX];
	uint8_t ip_ttl;
} Seen;

static gboolean read_frame(const Packet *frame, Seen *seen)
{
	const uint8_t *bytes = frame->buf + frame->start;
	size_t len = packet_len(frame);
	EthernetHeader ethernet;
	Ipv4Header ip;
	gboolean bottom;
	size_t at;

	seen->depth = 0;
	if (!ethernet_decode(bytes, len, &ethernet, NULL))
		return FALSE;
	at = ethernet.header_len;
	for (bottom = ethernet.type != ETHERNET_TYPE_MPLS; !bottom; at += MPLS_ENTRY_LEN) {
		MplsEntry *entry = &seen->stack[seen->depth];

		if (seen->depth == LABEL_STACK_MAX ||
		    !mpls_decode(bytes + at, len - at, entry, &bottom, NULL))
			return FALSE;
		if (seen->depth < frame->n_kinds)
			entry->kind = frame->kinds[seen->depth];
		seen->depth++;
	}
	if (!ipv4_decode(bytes + at, len - at, &ip, NULL))
		return FALSE;
	seen->ip_ttl = ip.ttl;
	return TRUE;
}

static gboolean same_entries(const MplsEntry *a, const MplsEntry *b, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (a[i].label != b[i].label || a[i].tc != b[i].tc || a[i].ttl != b[i].ttl ||
		    a[i].kind != b[i].kind)
			return FALSE;
	return TRUE;
}

/* "P:pe1 [29 vpn ttl 62 tc 0] ip ttl 63" */
static void append_frame(const FwdIface *from, const MplsEntry *stack, unsigned depth,
			 unsigned ip_ttl, GString *out)
{
	g_string_append_printf(out, "%s:%s ", from->node->name, from->name);
	for (unsigned i = 0; i < depth; i++)
		g_string_append_printf(out, "[%u %s ttl %u tc %u]", stack[i].label,
				       label_kind_name(stack[i].kind), stack[i].ttl, stack[i].tc);
	g_string_append_printf(out, "%sip ttl %u", depth > 0 ? " " : "", ip_ttl);
}

/* What puts the frames of an interface on the link: a VLAN's belong to another. */
static const FwdIface *link_end(const FwdIface *out)
{
	return out->parent ? out->parent : out;
}

char *probe_check_frame(const PathHop *hop, const FwdIface *from, const Packet *frame)
{
	GString *text;
	Seen seen;

	if (!read_frame(frame, &seen))
		return g_strdup_printf("a frame at %s:%s that cannot be read", from->node->name,
				       from->name);
	if (hop->out && link_end(hop->out) == from && hop->depth_out == seen.depth &&
	    hop->ip_ttl == seen.ip_ttl && same_entries(hop->stack_out, seen.stack, seen.depth))
		return NULL;
	text = g_string_new("sent at ");
	append_frame(from, seen.stack, seen.depth, seen.ip_ttl, text);
	g_string_append(text, ", walked ");
	if (hop->out)
		append_frame(hop->out, hop->stack_out, hop->depth_out, hop->ip_ttl, text);
	else
		g_string_append_printf(text, "%s at %s", hop->action, hop->node->name);
	return g_string_free(text, FALSE);
}

static const PathHop *last_hop(const Path *path)
{
	return &path->hops[path->n_hops - 1];
}

static gboolean delivered_so(const Path *path, const ProbeOutcome *o)
{
	const PathHop *last = last_hop(path);

	return (path->verdict == PATH_DELIVERED || path->verdict == PATH_MISDELIVERED) &&
	       o->node == last->node && o->vrf == last->vrf && o->ttl == last->ip_ttl &&
	       o->frames == path->n_hops - 1;
}

static gboolean passes(const Path *path, const Node *node)
{
	for (unsigned i = 0; i < path->n_hops; i++)
		if (path->hops[i].node == node)
			return TRUE;
	return FALSE;
}

/* The walk gives the same reason. In a loop the TTL ends it, somewhere. */
static gboolean dropped_so(const Path *path, const ProbeOutcome *o)
{
	const PathHop *last = last_hop(path);

	if (path->verdict == PATH_LOOPED)
		return g_strcmp0(o->reason, "TTL expired") == 0 && passes(path, o->node);
	return path->verdict == PATH_DROPPED && o->node == last->node &&
	       (!o->reason || g_strcmp0(o->reason, path->reason) == 0);
}

/* Beyond an interface where nobody answers for the next hop, or not any more. */
static gboolean lost_so(const Path *path, const ProbeOutcome *o)
{
	return path->verdict == PATH_DROPPED && last_hop(path)->out && o->frames == path->n_hops;
}

static gboolean ended_so(const Path *path, const ProbeOutcome *o)
{
	switch (o->result) {
	case PROBE_DELIVERED:
		return delivered_so(path, o);
	case PROBE_DROPPED:
		return dropped_so(path, o);
	case PROBE_LOST:
		break;
	}
	return lost_so(path, o);
}

static void append_table(const FwdVrf *vrf, GString *out)
{
	if (vrf && vrf->name)
		g_string_append_printf(out, " in %s", vrf->name);
}

static void append_end(const char *what, const Node *node, const FwdVrf *vrf, const char *reason,
		       GString *out)
{
	g_string_append(out, what);
	if (node)
		g_string_append_printf(out, " at %s", node->name);
	append_table(vrf, out);
	if (reason)
		g_string_append_printf(out, ": %s", reason);
}

char *probe_check_outcome(const Path *path, const ProbeOutcome *o)
{
	const PathHop *last = last_hop(path);
	GString *text;

	if (o->by_chance || ended_so(path, o))
		return NULL;
	text = g_string_new(NULL);
	append_end(probe_result_name(o->result), o->node, o->vrf, o->reason, text);
	if (o->result == PROBE_DELIVERED)
		g_string_append_printf(text, ", ttl %u", o->ttl);
	g_string_append_printf(text, ", after %u links; walked: ", o->frames);
	append_end(path_verdict_name(path->verdict), last->node,
		   path->verdict == PATH_DELIVERED ? last->vrf : NULL, path->reason, text);
	if (path->verdict == PATH_DELIVERED)
		g_string_append_printf(text, ", ttl %u", last->ip_ttl);
	g_string_append_printf(text, ", after %u links", path->n_hops - 1);
	return g_string_free(text, FALSE);
}
