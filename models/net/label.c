/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/label.h"

#include <string.h>

static const char *const kind_names[LABEL_KINDS] = {
	[LABEL_KIND_NONE] = "none",     [LABEL_KIND_LDP] = "ldp",
	[LABEL_KIND_RSVP] = "rsvp",     [LABEL_KIND_BGP_LU] = "bgp-lu",
	[LABEL_KIND_VPN] = "vpn",       [LABEL_KIND_6PE] = "6pe",
	[LABEL_KIND_STATIC] = "static", [LABEL_KIND_EXPLICIT_NULL] = "explicit-null",
	[LABEL_KIND_SR] = "sr",         [LABEL_KIND_EVPN] = "evpn",
};

const char *label_kind_name(LabelKind kind)
{
	g_assert(kind < LABEL_KINDS);
	return kind_names[kind];
}

gboolean label_kind_parse(const char *text, LabelKind *out)
{
	for (unsigned i = LABEL_KIND_NONE + 1; i < LABEL_KINDS; i++) {
		if (strcmp(text, kind_names[i]) == 0) {
			*out = (LabelKind)i;
			return TRUE;
		}
	}
	return FALSE;
}

gboolean label_stack_equal(const LabelStack *a, const LabelStack *b)
{
	if (a->depth != b->depth)
		return FALSE;
	for (unsigned i = 0; i < a->depth; i++)
		if (a->label[i].value != b->label[i].value || a->label[i].kind != b->label[i].kind)
			return FALSE;
	return TRUE;
}

Fec fec_prefix(const NetPrefix *prefix)
{
	return (Fec){.kind = FEC_PREFIX, .prefix = *prefix};
}

Fec fec_vpn(NetRd rd, const NetPrefix *prefix)
{
	return (Fec){.kind = FEC_VPN, .rd = rd, .prefix = *prefix};
}

int fec_cmp(const Fec *a, const Fec *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->rd != b->rd)
		return a->rd < b->rd ? -1 : 1;
	return net_prefix_cmp(&a->prefix, &b->prefix);
}

gboolean fec_equal(const Fec *a, const Fec *b)
{
	return a->kind == b->kind && a->rd == b->rd && net_prefix_equal(&a->prefix, &b->prefix);
}

guint fec_hash(const Fec *f)
{
	return net_prefix_hash(&f->prefix) ^ (guint)(f->rd ^ f->rd >> 32);
}

void fec_append(const Fec *f, GString *out)
{
	if (f->kind == FEC_VPN) {
		net_rd_append(f->rd, out);
		g_string_append_c(out, ' ');
	}
	net_prefix_append(&f->prefix, out);
}

static int64_t label_to_int(const void *p)
{
	return *(const uint32_t *)p;
}

static gboolean label_is_set(const void *p)
{
	return *(const uint32_t *)p != NET_LABEL_NONE;
}

static gboolean print_label(const void *p, GString *out)
{
	uint32_t label = *(const uint32_t *)p;

	if (label == NET_LABEL_NONE)
		return FALSE;
	g_string_append_printf(out, "%u", label);
	return TRUE;
}

static gboolean print_label_stack(const void *p, GString *out)
{
	const LabelStack *stack = p;

	for (unsigned i = 0; i < stack->depth; i++)
		g_string_append_printf(out, i ? "/%u" : "%u", stack->label[i].value);
	return TRUE;
}

static void digest_label_stack(const void *p, Digest *d)
{
	const LabelStack *stack = p;

	digest_u64(d, stack->depth);
	for (unsigned i = 0; i < stack->depth; i++)
		digest_u64(d, stack->label[i].value);
}

const FieldKind field_label = {
	.name = "label",
	.storage = FIELD_STORE_INT,
	.to_int = label_to_int,
	.is_set = label_is_set,
	.print = print_label,
};
const FieldKind field_label_stack = {
	.name = "labels",
	.storage = FIELD_STORE_TEXT,
	.print = print_label_stack,
	.digest = digest_label_stack,
};
