/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/fwd/lab.h"

#include "models/net/records.h"
#include "models/wire/ethernet.h"
#include "models/wire/ipv4.h"
#include "models/wire/mpls.h"

#include <stdarg.h>

static void record_drop(const TraceRecord *record, void *user)
{
	const TraceDrop *drop = (const TraceDrop *)record;
	Lab *lab = user;

	g_string_append_printf(lab->drops, "%s: %s\n", record->node, drop->reason);
}

Lab *lab_new(void)
{
	Lab *lab = g_new0(Lab, 1);

	lab->sim = sim_new(1);
	lab->net = fwd_net_new(lab->sim);
	lab->nodes = g_ptr_array_new();
	lab->links = g_ptr_array_new();
	lab->drops = g_string_new(NULL);
	sim_subscribe(lab->sim, &trace_drop, record_drop, lab);
	return lab;
}

void lab_free(Lab *lab)
{
	for (guint i = 0; i < lab->links->len; i++)
		fwd_link_free(g_ptr_array_index(lab->links, i));
	for (guint i = 0; i < lab->nodes->len; i++)
		fwd_node_free(g_ptr_array_index(lab->nodes, i));
	g_ptr_array_free(lab->links, TRUE);
	g_ptr_array_free(lab->nodes, TRUE);
	g_string_free(lab->drops, TRUE);
	fwd_net_free(lab->net);
	sim_free(lab->sim);
	g_free(lab);
}

FwdNode *lab_node(Lab *lab, const char *name)
{
	FwdNode *node = fwd_node_new(lab->net, name);

	g_ptr_array_add(lab->nodes, node);
	return node;
}

NetAddr lab_addr(const char *text)
{
	NetAddr addr;

	g_assert(net_addr_parse(text, &addr));
	return addr;
}

NetPrefix lab_prefix(const char *text)
{
	NetPrefix prefix;

	g_assert(net_prefix_parse(text, TRUE, &prefix));
	return prefix;
}

/* Gives the interface an address, with the FIB entries of a connected route. */
static FwdIface *configure(FwdIface *iface, const char *address)
{
	NetPrefix own = lab_prefix(address), subnet = net_prefix_network(&own);
	NetPrefix host = net_prefix_host(&own.addr);
	FwdNextHop *connected = fwd_nexthop_interface(iface, NULL, NULL);
	FwdNextHop *local = fwd_nexthop_local();

	fwd_iface_add_address(iface, &own);
	fwd_fib_set(iface->vrf, &subnet, connected);
	fwd_fib_set(iface->vrf, &host, local);
	fwd_nexthop_unref(connected);
	fwd_nexthop_unref(local);
	return iface;
}

FwdIface *lab_iface(FwdNode *node, const char *name, FwdVrf *vrf, const char *address)
{
	return configure(fwd_iface_new(node, name, FWD_IFACE_ETHERNET, vrf, 0), address);
}

FwdIface *lab_loopback(FwdNode *node, const char *address)
{
	return configure(fwd_iface_new(node, "lo", FWD_IFACE_LOOPBACK, NULL, 0), address);
}

FwdIface *lab_vlan(FwdIface *parent, uint16_t vlan, FwdVrf *vrf, const char *address)
{
	char *name = g_strdup_printf("%s.%u", parent->name, vlan);
	FwdIface *iface = fwd_iface_new_vlan(parent, name, vlan, vrf, 0);

	g_free(name);
	return configure(iface, address);
}

FwdLink *lab_segment(Lab *lab, unsigned n, ...)
{
	FwdLink *link = fwd_segment_new(lab->net, SIM_MSEC, 0);
	va_list args;

	va_start(args, n);
	for (unsigned i = 0; i < n; i++)
		fwd_link_attach(link, va_arg(args, FwdIface *));
	va_end(args);
	g_ptr_array_add(lab->links, link);
	return link;
}

FwdLink *lab_link(Lab *lab, FwdIface *a, FwdIface *b)
{
	FwdLink *link = fwd_link_new(lab->net, SIM_MSEC, 0);

	fwd_link_attach(link, a);
	fwd_link_attach(link, b);
	g_ptr_array_add(lab->links, link);
	return link;
}

void lab_route(FwdNode *node, FwdVrf *vrf, const char *prefix, FwdNextHop *nh)
{
	NetPrefix p = lab_prefix(prefix);

	fwd_fib_set(vrf ? vrf : fwd_node_global(node), &p, nh);
	fwd_nexthop_unref(nh);
}

void lab_label(FwdNode *node, uint32_t label, FwdNextHop *nh, gboolean bottom)
{
	fwd_lfib_set(node, label, nh, "static", "test", bottom);
	fwd_nexthop_unref(nh);
}

FwdNextHop *lab_hop(FwdIface *out, const char *gateway, unsigned n, ...)
{
	NetAddr addr = lab_addr(gateway);
	LabelStack push = {.depth = (uint8_t)n};
	va_list args;

	va_start(args, n);
	for (unsigned i = 0; i < n; i++)
		push.label[i] = va_arg(args, Label);
	va_end(args);
	return fwd_nexthop_interface(out, &addr, &push);
}

FwdNextHop *lab_gateway(FwdIface *out, const char *gateway)
{
	return lab_hop(out, gateway, 0);
}

static const uint8_t *append_labels(const Packet *frame, const uint8_t *pos, GString *out)
{
	GString *ttls = g_string_new(NULL);
	gboolean bottom = FALSE;
	MplsEntry entry;

	for (unsigned i = 0; !bottom; i++, pos += MPLS_ENTRY_LEN) {
		const char *kind = label_kind_name((LabelKind)frame->kinds[i]);

		g_assert(mpls_decode(pos, MPLS_ENTRY_LEN, &entry, &bottom, NULL));
		g_assert(i < frame->n_kinds && bottom == (i + 1 == frame->n_kinds));
		g_string_append_printf(out, "%s%s:%u", i ? "/" : " ", kind, entry.label);
		g_string_append_printf(ttls, "%s%u", i ? "/" : " ttl ", entry.ttl);
	}
	g_string_append(out, ttls->str);
	g_string_free(ttls, TRUE);
	return pos;
}

static void append_frame(FwdLink *link, const FwdIface *from, const Packet *frame, void *user)
{
	const uint8_t *start = frame->buf + frame->start, *end = frame->buf + frame->end;
	const uint8_t *pos;
	GString *out = user;
	EthernetHeader ethernet;
	Ipv4Header ip;

	(void)link;
	g_assert(ethernet_decode(start, (size_t)(end - start), &ethernet, NULL));
	if (ethernet.type == ETHERNET_TYPE_ARP)
		return;
	g_string_append_printf(out, "%s:", from->node->name);
	pos = start + ethernet.header_len;
	if (ethernet.type == ETHERNET_TYPE_MPLS)
		pos = append_labels(frame, pos, out);
	else
		g_assert(frame->n_kinds == 0);
	g_assert(ipv4_decode(pos, (size_t)(end - pos), &ip, NULL));
	g_string_append_printf(out, " ip %u\n", ip.ttl);
}

void lab_watch_link(FwdLink *link, GString *out)
{
	fwd_link_add_tap(link, append_frame, out);
}

void lab_run(Lab *lab, SimTime duration)
{
	sim_run(lab->sim, lab->sim->now + duration);
}
