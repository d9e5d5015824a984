/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/tables.h"

#include "models/fwd/accept.h"
#include "models/fwd/arp.h"
#include "models/fwd/iface.h"
#include "models/fwd/lfib.h"

/* ---- Next-hop objects ---- */

static gboolean print_next_hop(const void *p, GString *out)
{
	const FwdNextHop *nh = *(const FwdNextHop *const *)p;

	if (!nh)
		return FALSE;
	fwd_nexthop_append(nh, out);
	return TRUE;
}

const FieldKind field_next_hop = {
	.name = "next-hop",
	.storage = FIELD_STORE_TEXT,
	.print = print_next_hop,
};

/* The group on the way down from nh, NULL where there is none; *above gets what is pushed until then. */
static const FwdNextHop *group_below(const FwdNextHop *nh, LabelStack *above)
{
	LabelStack all;

	for (unsigned steps = 0; nh && steps < FWD_NH_MAX_DEPTH; steps++) {
		if (nh->kind == FWD_NH_GROUP)
			return nh;
		if (nh->kind != FWD_NH_VIA)
			return NULL;
		all = nh->push;
		for (unsigned i = 0; i < above->depth && all.depth < LABEL_STACK_MAX; i++)
			all.label[all.depth++] = above->label[i];
		*above = all;
		nh = nh->u.via;
	}
	return NULL;
}

static void append_labels(const FwdNextHop *nh, const LabelStack *above, GString *out)
{
	LabelStack stack;

	fwd_nexthop_end(nh, &stack);
	for (unsigned i = 0; i < above->depth && stack.depth < LABEL_STACK_MAX; i++)
		if (above->label[i].value != NET_LABEL_IMPLICIT_NULL)
			stack.label[stack.depth++] = above->label[i];
	field_label_stack.print(&stack, out);
}

static gboolean print_next_hop_labels(const void *p, GString *out)
{
	const FwdNextHop *nh = *(const FwdNextHop *const *)p;
	LabelStack above = {0};
	const FwdNextHop *group = group_below(nh, &above);
	gsize start = out->len;
	gboolean any = FALSE;

	if (!nh)
		return FALSE;
	if (!group) {
		append_labels(nh, &(LabelStack){0}, out);
		return TRUE;
	}
	for (unsigned i = 0; i < group->u.group.n; i++) {
		gsize before;

		if (i > 0)
			g_string_append_c(out, ' ');
		before = out->len;
		append_labels(group->u.group.members[i], &above, out);
		any |= out->len > before;
		if (out->len == before)
			g_string_append_c(out, '-');
	}
	if (!any)
		g_string_truncate(out, start);
	return TRUE;
}

const FieldKind field_next_hop_labels = {
	.name = "next-hop-labels",
	.storage = FIELD_STORE_TEXT,
	.print = print_next_hop_labels,
};

/* ---- Interfaces ---- */

typedef struct InterfaceRow {
	const char *interface, *vrf, *kind, *state;
	const GArray *addresses; /* of NetPrefix */
	const char *unnumbered;  /* interface whose address it borrows */
	uint32_t mtu;
	gboolean mpls;
	const char *label_check;
	NetMac mac;
	const char *parent; /* of a VLAN interface */
	int64_t vlan;       /* of a VLAN interface; else negative */
	const char *link, *link_state;
	int64_t queue_drops, losses; /* of frames that it sent; negative where it is on no link */
} InterfaceRow;

static gboolean print_addresses(const void *p, GString *out)
{
	const GArray *addresses = *(GArray *const *)p;

	for (unsigned i = 0; i < addresses->len; i++) {
		if (i > 0)
			g_string_append_c(out, ' ');
		net_prefix_append(&g_array_index(addresses, NetPrefix, i), out);
	}
	return TRUE;
}

static const FieldKind field_addresses = {
	.name = "addresses",
	.storage = FIELD_STORE_TEXT,
	.print = print_addresses,
};

static const Field interface_fields[] = {
	FIELD(InterfaceRow, interface, field_text),
	FIELD(InterfaceRow, vrf, field_text),
	FIELD(InterfaceRow, kind, field_text),
	FIELD(InterfaceRow, state, field_text),
	FIELD(InterfaceRow, addresses, field_addresses),
	FIELD(InterfaceRow, unnumbered, field_text),
	FIELD(InterfaceRow, mtu, field_u32),
	FIELD(InterfaceRow, mpls, field_bool),
	FIELD(InterfaceRow, label_check, field_text),
	FIELD(InterfaceRow, mac, field_mac),
	FIELD(InterfaceRow, parent, field_text),
	FIELD(InterfaceRow, vlan, field_number),
	FIELD(InterfaceRow, link, field_text),
	FIELD(InterfaceRow, link_state, field_text),
	FIELD(InterfaceRow, queue_drops, field_number),
	FIELD(InterfaceRow, losses, field_number),
};

/* A link that fails in one direction alone says so at the end whose frames are lost. */
static void put_link(InterfaceRow *row, const FwdLink *link, unsigned end)
{
	const FwdLinkSide *side = &link->sides[end];

	row->link = link->name;
	row->link_state = link->state == FWD_LINK_UP && side->silent
				  ? "silent outwards"
				  : fwd_link_state_name(link->state);
	row->queue_drops = (int64_t)side->queue_drops;
	row->losses = (int64_t)side->losses;
}

static void each_interface(const void *instance, TableRowFn fn, void *user)
{
	const FwdNode *node = instance;

	for (unsigned i = 0; i < node->ifaces->len; i++) {
		const FwdIface *iface = g_ptr_array_index(node->ifaces, i);
		InterfaceRow row = {
			.interface = iface->name,
			.vrf = iface->vrf->name,
			.kind = fwd_iface_kind_name(iface->kind),
			.state = fwd_iface_is_shut(iface) ? "shut"
				 : fwd_iface_is_up(iface) ? "up"
							  : "down",
			.addresses = iface->addresses,
			.unnumbered = iface->lender ? iface->lender->name : NULL,
			.mtu = iface->mtu,
			.mpls = iface->mpls,
			.label_check = fwd_iface_label_check_name(iface),
			.mac = iface->mac,
			.parent = iface->parent ? iface->parent->name : NULL,
			.vlan = iface->parent ? iface->vlan : -1,
			.queue_drops = -1,
			.losses = -1,
		};

		if (iface->link)
			put_link(&row, iface->link, iface->end);
		if (iface->silent)
			row.link_state = "silent here";
		fn(&row, user);
	}
}

static const TableDef table_interfaces =
	TABLE_DEF("interfaces", "interfaces, their addresses and links", interface_fields,
		  InterfaceRow, each_interface);

/* ---- ARP ---- */

static const Field arp_fields[] = {
	FIELD(FwdArpRow, interface, field_text), FIELD(FwdArpRow, vrf, field_text),
	FIELD(FwdArpRow, address, field_addr),   FIELD(FwdArpRow, state, field_text),
	FIELD(FwdArpRow, mac, field_mac),        FIELD(FwdArpRow, expires_ns, field_time_or_never),
};

static void each_arp(const void *instance, TableRowFn fn, void *user)
{
	const FwdNode *node = instance;

	for (unsigned i = 0; i < node->ifaces->len; i++) {
		const FwdIface *iface = g_ptr_array_index(node->ifaces, i);

		if (iface->arp)
			fwd_arp_foreach(iface->arp, fn, user);
	}
}

static const TableDef table_arp =
	TABLE_DEF("arp", "hardware addresses of neighbours (ARP)", arp_fields, FwdArpRow, each_arp);

/* ---- FIB ---- */

typedef struct FibRow {
	const char *vrf, *family;
	NetPrefix prefix;
	const FwdNextHop *next_hop;
	const FwdNextHop *labels;
} FibRow;

static const Field fib_fields[] = {
	FIELD(FibRow, vrf, field_text),
	FIELD(FibRow, family, field_text),
	FIELD(FibRow, prefix, field_prefix),
	FIELD(FibRow, next_hop, field_next_hop),
	FIELD(FibRow, labels, field_next_hop_labels),
};

typedef struct Visit {
	const char *vrf;
	TableRowFn fn;
	void *user;
} Visit;

static gboolean visit_fib(const NetPrefix *prefix, void *value, void *user)
{
	const Visit *visit = user;
	FibRow row = {
		.vrf = visit->vrf,
		.family = net_family_name(prefix->addr.family),
		.prefix = *prefix,
		.next_hop = value,
		.labels = value,
	};

	visit->fn(&row, visit->user);
	return TRUE;
}

static void each_fib(const void *instance, TableRowFn fn, void *user)
{
	const FwdNode *node = instance;

	for (unsigned i = 0; i < node->vrfs->len; i++) {
		const FwdVrf *vrf = g_ptr_array_index(node->vrfs, i);
		Visit visit = {vrf->name, fn, user};

		for (unsigned f = 0; f < G_N_ELEMENTS(vrf->fib); f++)
			net_trie_foreach(vrf->fib[f], visit_fib, &visit);
	}
}

static const TableDef table_fib =
	TABLE_DEF("fib", "what IP packets follow: prefix, next hops, labels pushed", fib_fields,
		  FibRow, each_fib);

/* ---- LFIB ---- */

typedef struct LfibRow {
	uint32_t label;
	const char *operation;
	const FwdNextHop *labels_out;
	const FwdNextHop *next_hop;
	const char *owner, *fec;
} LfibRow;

static const Field lfib_fields[] = {
	FIELD(LfibRow, label, field_label),
	FIELD(LfibRow, operation, field_text),
	FIELD(LfibRow, labels_out, field_next_hop_labels),
	FIELD(LfibRow, next_hop, field_next_hop),
	FIELD(LfibRow, owner, field_text),
	FIELD(LfibRow, fec, field_text),
};

static gboolean visit_lfib(uint32_t label, const FwdLfibEntry *entry, void *user)
{
	const Visit *visit = user;
	g_autoptr(GString) fec = g_string_new(NULL);
	FwdNextHop space;
	LfibRow row = {
		.label = label,
		.operation = fwd_lfib_operation(entry),
		.labels_out = fwd_lfib_next_hop(entry, &space),
		.next_hop = entry->nh,
		.owner = entry->owner->name,
	};

	fwd_lfib_append_fec(entry, fec);
	row.fec = fec->str;
	visit->fn(&row, visit->user);
	return TRUE;
}

static void each_lfib(const void *instance, TableRowFn fn, void *user)
{
	Visit visit = {NULL, fn, user};

	fwd_lfib_foreach(instance, visit_lfib, &visit);
}

static const TableDef table_lfib =
	TABLE_DEF("lfib", "what labelled packets follow: label, operation, next hops", lfib_fields,
		  LfibRow, each_lfib);

const TableDef *const fwd_tables[] = {
	&table_interfaces,          &table_arp,     &table_fib, &table_lfib,
	&fwd_table_accepted_labels, &fwd_table_tcp, NULL,
};
