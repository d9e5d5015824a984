/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A decision is a walk: the top label (RFC 3031) or, where none is left, the destination is looked
 * up, and the next-hop object found is followed downwards, collecting the labels that it pushes. An
 * object that sends the packet back to this node (its own label, the end of a VRF's label) begins
 * the next round with what is left of the packet. Each round and each object counts as a step.
 */
#include "models/fwd/forward.h"

#include "models/fwd/accept.h"
#include "models/fwd/lfib.h"
#include "models/wire/cursor.h"

enum { STEPS_MAX = 64, PIPE_TTL = 255 };

typedef struct Walk {
	FwdNode *node;
	const FwdState *state;
	FwdDependant *dependant; /* NULL: nobody is to be told */
	FwdDecision *decision;
	FwdVrf *vrf;     /* in which the IP packet will be looked up */
	unsigned popped; /* labels of the incoming stack gone */
	unsigned pushed;
	Label push[LABEL_STACK_MAX]; /* in the order of pushing: the last is the top */
	unsigned steps;
	gboolean lsp_ends;  /* the last label popped is an egress label: IP is below it */
	gboolean looked_up; /* the IP header has been exposed and looked up */
} Walk;

static FwdVerdict drop(Walk *w, FwdReason reason)
{
	w->decision->reason = reason;
	return FWD_DROP;
}

static FwdVerdict drop_at_label(Walk *w, FwdReason reason, uint32_t label)
{
	w->decision->label = label;
	return drop(w, reason);
}

static FwdVerdict discard(Walk *w, const char *detail)
{
	w->decision->detail = detail;
	return drop(w, FWD_REASON_DISCARD);
}

static gboolean push_labels(Walk *w, const LabelStack *labels)
{
	for (unsigned i = labels->depth; i > 0; i--) {
		if (labels->label[i - 1].value == NET_LABEL_IMPLICIT_NULL)
			continue; /* RFC 3032 2.1: never on the wire */
		if (w->pushed == LABEL_STACK_MAX)
			return FALSE;
		w->push[w->pushed++] = labels->label[i - 1];
	}
	return TRUE;
}

/* The member of a group that the flow takes; other groups choose independently of it. */
static const FwdNextHop *choose(const Walk *w, const FwdNextHop *group)
{
	uint32_t hash = w->state->flow_hash ^ w->node->hash_seed ^ w->steps;

	hash *= 0x9e3779b1u;
	hash ^= hash >> 15;
	hash *= 0x85ebca6bu;
	hash ^= hash >> 13;
	return group->u.group.members[(uint64_t)hash * group->u.group.n >> 32];
}

/*
 * Follows the object to where it ends, collecting labels. Returns the end, or NULL with the verdict
 * set where there is none.
 */
static const FwdNextHop *follow(Walk *w, const FwdNextHop *nh, FwdVerdict *verdict)
{
	while (w->steps++ < STEPS_MAX) {
		if (w->dependant)
			fwd_depend_on(w->dependant, (FwdPoint *)(uintptr_t)&nh->point);
		if (!push_labels(w, &nh->push)) {
			*verdict = drop(w, FWD_REASON_STACK);
			return NULL;
		}
		if (nh->kind == FWD_NH_VIA)
			nh = nh->u.via;
		else if (nh->kind == FWD_NH_GROUP && nh->u.group.n > 0)
			nh = choose(w, nh);
		else
			return nh;
		if (!nh) {
			*verdict = discard(w, "next hop unresolved");
			return NULL;
		}
	}
	*verdict = drop(w, FWD_REASON_LOOP);
	return NULL;
}

/* What a header's TTL is after this node; one that the node itself sends begins here. */
static unsigned ttl_after(const FwdState *s, unsigned ttl)
{
	return s->in && ttl > 0 ? ttl - 1 : ttl;
}

/* TTLs and traffic class with which a packet leaves, by the model; see the header. */
typedef struct Marks {
	unsigned pushed_ttl, exposed_ttl, ip_ttl;
	uint8_t tc;
	gboolean expired;
} Marks;

static Marks marks_uniform(const Walk *w)
{
	const FwdState *s = w->state;
	unsigned ttl = ttl_after(s, s->depth > 0 ? s->stack[0].ttl : s->ip_ttl);

	return (Marks){
		.pushed_ttl = ttl,
		.exposed_ttl = ttl,
		.ip_ttl = ttl,
		.tc = s->depth > 0 ? s->stack[0].tc : s->tos >> 5,
		.expired = ttl == 0,
	};
}

static Marks marks_pipe(const Walk *w)
{
	const FwdState *s = w->state;
	const MplsEntry *last = w->popped > 0 ? &s->stack[w->popped - 1] : NULL;
	unsigned kept = s->depth - w->popped;
	gboolean ip_counts = w->looked_up || (w->pushed + kept == 0 && w->lsp_ends);
	unsigned ip_ttl = ip_counts ? ttl_after(s, s->ip_ttl) : s->ip_ttl;

	return (Marks){
		.pushed_ttl = last && !w->looked_up ? ttl_after(s, last->ttl) : PIPE_TTL,
		.exposed_ttl = kept > 0 ? s->stack[w->popped].ttl : 0,
		.ip_ttl = ip_ttl,
		.tc = last ? last->tc : s->tos >> 5,
		.expired = (ip_counts && ip_ttl == 0) || (last && ttl_after(s, last->ttl) == 0),
	};
}

static Marks marks_of(const Walk *w)
{
	return w->node->ttl_model == FWD_TTL_PIPE ? marks_pipe(w) : marks_uniform(w);
}

/* Writes the outgoing stack and the TTLs of all headers. */
static gboolean build_stack(Walk *w, const Marks *marks)
{
	const FwdState *s = w->state;
	FwdDecision *d = w->decision;
	unsigned kept = s->depth - w->popped;

	if (w->pushed + kept > LABEL_STACK_MAX)
		return FALSE;
	for (unsigned i = 0; i < w->pushed; i++) {
		const Label *label = &w->push[w->pushed - 1 - i];

		d->stack[i] = (MplsEntry){label->value, marks->tc, (uint8_t)marks->pushed_ttl,
					  label->kind};
	}
	for (unsigned i = 0; i < kept; i++)
		d->stack[w->pushed + i] = s->stack[w->popped + i];
	d->depth = (uint8_t)(w->pushed + kept);
	if (w->pushed == 0 && kept > 0) {
		d->stack[0].ttl = (uint8_t)marks->exposed_ttl;
		if (w->node->ttl_model == FWD_TTL_UNIFORM)
			d->stack[0].tc = marks->tc;
	}
	if (d->depth == 0 || w->looked_up)
		d->ip_ttl = (uint8_t)marks->ip_ttl;
	return TRUE;
}

static FwdVerdict leave(Walk *w, const FwdNextHop *nh)
{
	FwdDecision *d = w->decision;
	FwdIface *out = nh->u.out.iface;
	Marks marks = marks_of(w);

	d->out = out;
	if (w->dependant)
		fwd_depend_on(w->dependant, &out->point);
	if (out->kind == FWD_IFACE_LOOPBACK)
		return discard(w, "nobody on the loopback interface");
	if (marks.expired)
		return drop(w, FWD_REASON_TTL);
	if (!fwd_iface_is_up(out))
		return drop(w, FWD_REASON_INTERFACE);
	if (!build_stack(w, &marks))
		return drop(w, FWD_REASON_STACK);
	if (d->depth > 0 && !out->mpls)
		return drop(w, FWD_REASON_NO_MPLS);
	d->gateway = net_addr_is_set(&nh->u.out.gateway) ? nh->u.out.gateway : w->state->dst;
	if (!net_addr_is_set(&d->gateway))
		return discard(w, "no neighbour to send to");
	if (d->depth == 0 && !net_addr_is_set(&w->state->dst))
		return discard(w, "no IP packet under the labels");
	return FWD_FORWARD;
}

static FwdVerdict deliver(Walk *w)
{
	const FwdState *s = w->state;

	if (s->depth > 0 && w->node->ttl_model == FWD_TTL_UNIFORM)
		w->decision->ip_ttl = s->stack[0].ttl;
	return FWD_DELIVER;
}

/* What comes of following nh: a verdict, or (FALSE) the walk goes on with what is left. */
static gboolean conclude(Walk *w, const FwdNextHop *nh, gboolean from_label, FwdVerdict *verdict)
{
	const FwdNextHop *end = follow(w, nh, verdict);

	if (!end)
		return TRUE;
	switch (end->kind) {
	case FWD_NH_INTERFACE:
		*verdict = leave(w, end);
		return TRUE;
	case FWD_NH_LOCAL:
	case FWD_NH_LOOKUP:
		if (w->pushed > 0) { /* labels that nobody would take off again */
			*verdict = drop(w, FWD_REASON_STACK);
			return TRUE;
		}
		if (end->kind == FWD_NH_LOOKUP)
			w->vrf = end->u.vrf;
		else if (!from_label)
			*verdict = deliver(w);
		return end->kind == FWD_NH_LOCAL && !from_label;
	default:
		*verdict = discard(w, end->kind == FWD_NH_DROP ? end->u.reason : NULL);
		return TRUE;
	}
}

/* RFC 3032 2.1, RFC 4182: they end here, wherever in the stack they stand. */
static gboolean is_explicit_null(uint32_t label)
{
	return label == NET_LABEL_IPV4_EXPLICIT_NULL || label == NET_LABEL_IPV6_EXPLICIT_NULL;
}

/* The label that the entry itself has, as if an object pushed it. FALSE: as follow(). */
static gboolean push_own(Walk *w, const FwdLfibEntry *entry, FwdVerdict *verdict)
{
	LabelStack push = {1, {{entry->out, entry->out_kind}}};

	w->steps++;
	if (push_labels(w, &push))
		return TRUE;
	*verdict = drop(w, FWD_REASON_STACK);
	return FALSE;
}

/* One label. As conclude(). */
static gboolean step_label(Walk *w, FwdVerdict *verdict)
{
	const FwdState *s = w->state;
	uint32_t label = s->stack[w->popped].label;
	const FwdLfibEntry *entry;

	if (s->in && !fwd_iface_accepts_label(s->in, label)) {
		*verdict = drop_at_label(w, FWD_REASON_SPOOFED, label);
		return TRUE;
	}
	w->popped++;
	w->lsp_ends = FALSE;
	if (is_explicit_null(label))
		return FALSE;
	if (w->dependant)
		fwd_depend_on_label(w->dependant, w->node, label);
	entry = fwd_lfib_get(w->node, label);
	if (!entry) {
		*verdict = drop_at_label(w, FWD_REASON_LABEL, label);
		return TRUE;
	}
	if (entry->bottom && w->popped < s->depth) {
		*verdict = drop_at_label(w, FWD_REASON_STACK, label);
		return TRUE;
	}
	w->lsp_ends = entry->bottom;
	if (entry->out != NET_LABEL_NONE && !push_own(w, entry, verdict))
		return TRUE;
	return conclude(w, entry->nh, TRUE, verdict);
}

/* The IP packet. As conclude(). */
static gboolean step_ip(Walk *w, FwdVerdict *verdict)
{
	const FwdNextHop *nh = fwd_fib_lookup(w->vrf, &w->state->dst);

	if (w->dependant)
		fwd_depend_on_address(w->dependant, w->vrf, &w->state->dst);
	w->decision->vrf = w->vrf;
	w->looked_up = TRUE;
	if (!nh) {
		*verdict = drop(w, FWD_REASON_NO_ROUTE);
		return TRUE;
	}
	return conclude(w, nh, FALSE, verdict);
}

static FwdVerdict walk(Walk *w)
{
	const FwdState *s = w->state;
	FwdVerdict verdict = FWD_DROP;

	if (w->dependant)
		fwd_depend_on(w->dependant, &w->node->point);
	if (w->node->crashed)
		return drop(w, FWD_REASON_NODE_DOWN);
	if (w->dependant && s->in)
		fwd_depend_on(w->dependant, &s->in->point);
	if (s->depth > 0 && s->in && !s->in->mpls)
		return drop(w, FWD_REASON_NO_MPLS);
	while (w->steps++ < STEPS_MAX)
		if (w->popped < s->depth ? step_label(w, &verdict) : step_ip(w, &verdict))
			return verdict;
	return drop(w, FWD_REASON_LOOP);
}

/* RFC 3032 2.3.2: an LSR in the middle of an LSP cannot know the way back to the sender, whose address
 * may be a VPN's. */
static FwdVrf *error_vrf(const Walk *w)
{
	if (w->state->depth == 0)
		return w->state->vrf ? w->state->vrf : fwd_node_global(w->node);
	if (w->looked_up)
		return w->vrf;
	return w->lsp_ends && w->decision->out ? w->decision->out->vrf : NULL;
}

void fwd_decide_watched(FwdNode *node, const FwdState *state, FwdDependant *dependant,
			FwdDecision *decision)
{
	Walk w;

	w.node = node;
	w.state = state;
	w.dependant = dependant;
	w.decision = decision;
	w.vrf = state->vrf ? state->vrf : fwd_node_global(node);
	w.popped = w.pushed = w.steps = 0;
	w.lsp_ends = w.looked_up = FALSE;
	decision->reason = FWD_REASON_NONE;
	decision->label = NET_LABEL_NONE;
	decision->detail = NULL;
	decision->vrf = NULL;
	decision->out = NULL;
	decision->gateway = net_addr_none;
	decision->depth = 0;
	decision->ip_ttl = state->ip_ttl;
	decision->verdict = walk(&w);
	decision->popped = w.popped;
	decision->error_vrf = error_vrf(&w);
}

void fwd_decide(FwdNode *node, const FwdState *state, FwdDecision *decision)
{
	fwd_decide_watched(node, state, NULL, decision);
}

static void append_no_route(const FwdState *state, const FwdDecision *d, GString *out)
{
	FwdVrf *vrf = d->vrf;

	if (!net_addr_is_set(&state->dst))
		g_string_append(out, "no IP packet where one is needed");
	else if (!vrf->explain || !vrf->explain(vrf, &state->dst, out, vrf->explain_user))
		g_string_append(out, "no route");
}

static void append_no_mpls(const FwdState *state, const FwdDecision *d, GString *out)
{
	const FwdIface *iface = d->out ? d->out : state->in;

	g_string_append_printf(out, "no MPLS on interface %s", iface->name);
}

static void append_stack(const FwdDecision *d, GString *out)
{
	if (d->label == NET_LABEL_NONE)
		g_string_append(out, "label stack cannot be built");
	else
		g_string_append_printf(out, "label %u is not the last of its stack", d->label);
}

void fwd_decision_append_reason(FwdNode *node, const FwdState *state, const FwdDecision *decision,
				GString *out)
{
	const FwdDecision *d = decision;

	switch (d->reason) {
	case FWD_REASON_NO_ROUTE:
		append_no_route(state, d, out);
		break;
	case FWD_REASON_TTL:
		g_string_append(out, "TTL expired");
		break;
	case FWD_REASON_LABEL:
		g_string_append_printf(out, "label %u unknown", d->label);
		break;
	case FWD_REASON_SPOOFED:
		g_string_append_printf(out, "label %u is not advertised on interface %s", d->label,
				       state->in->name);
		break;
	case FWD_REASON_STACK:
		append_stack(d, out);
		break;
	case FWD_REASON_INTERFACE:
		g_string_append_printf(out, "interface %s down", d->out->name);
		break;
	case FWD_REASON_NO_MPLS:
		append_no_mpls(state, d, out);
		break;
	case FWD_REASON_DISCARD:
		g_string_append(out, d->detail ? d->detail : "discarded");
		break;
	case FWD_REASON_LOOP:
		g_string_append(out, "lookups do not end");
		break;
	case FWD_REASON_NODE_DOWN:
		g_string_append_printf(out, "%s is down", node->name);
		break;
	case FWD_REASON_NONE:
	case FWD_REASONS:
		break;
	}
}

static uint64_t mix(uint64_t hash, uint32_t word)
{
	hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 32;
}

static uint64_t mix_addr(uint64_t hash, const NetAddr *addr)
{
	for (unsigned i = 0; i < net_family_bits(addr->family) / 8; i += 4)
		hash = mix(hash, wire_get_u32(addr->bytes + i));
	return hash;
}

uint32_t fwd_flow_hash(const NetAddr *src, const NetAddr *dst, uint8_t protocol, uint16_t src_port,
		       uint16_t dst_port)
{
	uint64_t hash = mix(protocol, (uint32_t)src_port << 16 | dst_port);

	return (uint32_t)mix_addr(mix_addr(hash, src), dst);
}
