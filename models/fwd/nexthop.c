/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/nexthop.h"

#include "models/fwd/iface.h"
#include "models/fwd/node.h"
#include "models/net/text.h"

#include <string.h>

static FwdNextHop *nexthop_new(FwdNextHopKind kind, const LabelStack *push)
{
	FwdNextHop *nh = g_new0(FwdNextHop, 1);

	nh->refs = 1;
	nh->kind = kind;
	if (push)
		nh->push = *push;
	return nh;
}

FwdNextHop *fwd_nexthop_interface(FwdIface *iface, const NetAddr *gateway, const LabelStack *push)
{
	FwdNextHop *nh = nexthop_new(FWD_NH_INTERFACE, push);

	nh->u.out.iface = iface;
	if (gateway)
		nh->u.out.gateway = *gateway;
	return nh;
}

FwdNextHop *fwd_nexthop_via(FwdNextHop *via, const LabelStack *push)
{
	FwdNextHop *nh = nexthop_new(FWD_NH_VIA, push);

	nh->u.via = via ? fwd_nexthop_ref(via) : NULL;
	return nh;
}

FwdNextHop *fwd_nexthop_group(FwdNextHop *const *members, unsigned n)
{
	FwdNextHop *nh = nexthop_new(FWD_NH_GROUP, NULL);

	nh->u.group.n = n;
	nh->u.group.members = g_new(FwdNextHop *, n);
	for (unsigned i = 0; i < n; i++)
		nh->u.group.members[i] = fwd_nexthop_ref(members[i]);
	return nh;
}

FwdNextHop *fwd_nexthop_local(void)
{
	return nexthop_new(FWD_NH_LOCAL, NULL);
}

FwdNextHop *fwd_nexthop_lookup(FwdVrf *vrf)
{
	FwdNextHop *nh = nexthop_new(FWD_NH_LOOKUP, NULL);

	nh->u.vrf = vrf;
	return nh;
}

FwdNextHop *fwd_nexthop_drop(const char *reason)
{
	FwdNextHop *nh = nexthop_new(FWD_NH_DROP, NULL);

	nh->u.reason = reason;
	return nh;
}

FwdNextHop *fwd_nexthop_ref(FwdNextHop *nh)
{
	nh->refs++;
	return nh;
}

static void release_group(FwdNextHop *nh)
{
	for (unsigned i = 0; i < nh->u.group.n; i++)
		fwd_nexthop_unref(nh->u.group.members[i]);
	g_free(nh->u.group.members);
}

void fwd_nexthop_unref(FwdNextHop *nh)
{
	if (!nh || --nh->refs > 0)
		return;
	if (nh->kind == FWD_NH_VIA)
		fwd_nexthop_unref(nh->u.via);
	else if (nh->kind == FWD_NH_GROUP)
		release_group(nh);
	fwd_point_release(&nh->point);
	g_free(nh);
}

void fwd_nexthop_set_via(FwdNextHop *nh, FwdNextHop *via)
{
	FwdNextHop *former = nh->u.via;

	g_assert(nh->kind == FWD_NH_VIA);
	nh->u.via = via ? fwd_nexthop_ref(via) : NULL;
	fwd_point_changed(&nh->point);
	fwd_nexthop_unref(former);
}

static gboolean groups_equal(const FwdNextHop *a, const FwdNextHop *b)
{
	if (a->u.group.n != b->u.group.n)
		return FALSE;
	for (unsigned i = 0; i < a->u.group.n; i++)
		if (!fwd_nexthop_equal(a->u.group.members[i], b->u.group.members[i]))
			return FALSE;
	return TRUE;
}

gboolean fwd_nexthop_equal(const FwdNextHop *a, const FwdNextHop *b)
{
	if (a == b)
		return TRUE;
	if (!a || !b || a->kind != b->kind || !label_stack_equal(&a->push, &b->push))
		return FALSE;
	switch (a->kind) {
	case FWD_NH_INTERFACE:
		return a->u.out.iface == b->u.out.iface &&
		       net_addr_equal(&a->u.out.gateway, &b->u.out.gateway);
	case FWD_NH_VIA:
		return a->u.via == b->u.via;
	case FWD_NH_GROUP:
		return groups_equal(a, b);
	case FWD_NH_LOCAL:
		return TRUE;
	case FWD_NH_LOOKUP:
		return a->u.vrf == b->u.vrf;
	case FWD_NH_DROP:
		return strcmp(a->u.reason, b->u.reason) == 0;
	}
	return FALSE;
}

/* Puts the labels that a packet gets pushed at nh on top of those of the objects above. */
static void stack_on_top(LabelStack *stack, const LabelStack *push)
{
	for (unsigned i = push->depth; i > 0; i--) {
		if (push->label[i - 1].value == NET_LABEL_IMPLICIT_NULL)
			continue;
		if (stack->depth == LABEL_STACK_MAX)
			return;
		memmove(stack->label + 1, stack->label, stack->depth * sizeof stack->label[0]);
		stack->label[0] = push->label[i - 1];
		stack->depth++;
	}
}

const FwdNextHop *fwd_nexthop_end(const FwdNextHop *nh, LabelStack *labels)
{
	*labels = (LabelStack){0};
	for (unsigned steps = 0; nh && steps < FWD_NH_MAX_DEPTH; steps++) {
		stack_on_top(labels, &nh->push);
		if (nh->kind == FWD_NH_VIA)
			nh = nh->u.via;
		else if (nh->kind == FWD_NH_GROUP && nh->u.group.n > 0)
			nh = nh->u.group.members[0];
		else
			return nh;
	}
	return NULL;
}

static void append_interface(const FwdNextHop *nh, GString *out)
{
	if (net_addr_is_set(&nh->u.out.gateway)) {
		net_addr_append(&nh->u.out.gateway, out);
		g_string_append_c(out, ' ');
	}
	net_text_append(out, nh->u.out.iface->name, strlen(nh->u.out.iface->name));
}

static void append_bounded(const FwdNextHop *nh, GString *out, unsigned steps)
{
	if (!nh || steps == FWD_NH_MAX_DEPTH) {
		g_string_append(out, "drop");
		return;
	}
	switch (nh->kind) {
	case FWD_NH_INTERFACE:
		append_interface(nh, out);
		break;
	case FWD_NH_VIA:
		append_bounded(nh->u.via, out, steps + 1);
		break;
	case FWD_NH_GROUP:
		for (unsigned i = 0; i < nh->u.group.n; i++) {
			if (i > 0)
				g_string_append_c(out, ' ');
			append_bounded(nh->u.group.members[i], out, steps + 1);
		}
		break;
	case FWD_NH_LOCAL:
		g_string_append(out, "local");
		break;
	case FWD_NH_LOOKUP:
		g_string_append(out, nh->u.vrf->name ? nh->u.vrf->name : "global");
		break;
	case FWD_NH_DROP:
		g_string_append(out, "drop");
		break;
	}
}

void fwd_nexthop_append(const FwdNextHop *nh, GString *out)
{
	append_bounded(nh, out, 0);
}
