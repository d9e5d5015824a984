/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rip/rip_input.h"

#include "models/net/records.h"
#include "models/rip/rip_output.h"
#include "models/rip/rip_packet.h"
#include "models/rip/rip_route.h"

static gboolean asks_for_everything(const RipMessage *m)
{
	return m->n_entries == 1 && m->entries[0].family == RIP_FAMILY_NONE &&
	       m->entries[0].metric == RIP_INFINITY;
}

/* Number of leading ones; -1 where others follow. */
static int mask_length(uint32_t mask)
{
	int len = 0;

	while (len < 32 && mask & (UINT32_C(1) << (31 - len)))
		len++;
	return len == 32 || mask << len == 0 ? len : -1;
}

static NetPrefix prefix_of(const RipEntry *entry, unsigned len)
{
	NetAddr addr = net_addr_ipv4(entry->address);

	return net_prefix(&addr, len);
}

/* RFC 2453 3.9.1: who asks for single destinations is told what is in the table, without split horizon. */
static void answer(const RipIface *iface, const NetAddr *to, uint16_t port, RipMessage *m)
{
	m->command = RIP_RESPONSE;
	for (unsigned i = 0; i < m->n_entries; i++) {
		int len = mask_length(m->entries[i].mask);
		NetPrefix prefix = prefix_of(&m->entries[i], len < 0 ? 0 : (unsigned)len);
		const RipRoute *route =
			len < 0 ? NULL : net_trie_exact(iface->rip->routes, &prefix);

		m->entries[i].metric = route ? route->metric : RIP_INFINITY;
		m->entries[i].tag = route ? route->tag : 0;
	}
	rip_packet_send(iface, to, port, m);
}

void rip_input_request(const RipIface *iface, const NetAddr *from, uint16_t port,
		       const RipMessage *m)
{
	RipMessage copy = *m;

	if (!rip_output_speaks(iface) || m->n_entries == 0)
		return;
	if (asks_for_everything(m))
		rip_output_table_to(iface, from, port);
	else
		answer(iface, from, port, &copy);
}

/* NULL where the entry is right: RFC 2453 3.9.2. */
static const char *what_is_wrong(const RipEntry *entry, int len)
{
	unsigned first = entry->address >> 24;

	if (entry->family != RIP_FAMILY_IPV4)
		return "RIP route of another address family than IPv4";
	if (entry->metric < 1 || entry->metric > RIP_INFINITY)
		return "RIP metric is not from 1 to 16";
	if (len < 0)
		return "RIP subnet mask has gaps";
	if (len < 32 && entry->address << len)
		return "RIP route has bits beyond its subnet mask";
	if (first >= 224 || first == 127 || (first == 0 && len > 0))
		return "RIP route is to no address of a host or network";
	return NULL;
}

static void record(const RipIface *iface, const NetAddr *peer, const NetPrefix *prefix,
		   const char *reason)
{
	const RipInstance *rip = iface->rip;
	char name[NET_ADDR_STRLEN];
	TraceRefusal refusal = {
		.head = {.type = &trace_refusal, .node = rip->proto.host->node_name},
		.vrf = rib_name(rip->proto.rib),
		.family = net_family_name(NET_AF_IPV4),
		.prefix = *prefix,
		.protocol = rip_class.name,
		.peer = net_addr_str(peer, name),
		.reason = reason,
	};

	sim_trace(rip_sim(rip), &refusal.head);
}

/* 4.4: the sender, unless another router that is on the link; 0.0.0.0 is on none. */
static NetAddr next_hop_of(const RipIface *iface, const NetAddr *from, const RipEntry *entry)
{
	NetAddr next_hop = net_addr_ipv4(entry->next_hop);

	return fwd_iface_on_link(iface->fwd, &next_hop) &&
			       !fwd_iface_has_address(iface->fwd, &next_hop)
		       ? next_hop
		       : *from;
}

static void hear_route(const RipIface *iface, RipNeighbor *neighbor, const RipEntry *entry)
{
	int len = mask_length(entry->mask);
	const char *wrong = what_is_wrong(entry, len);
	RipOffer offer = {
		.prefix = prefix_of(entry, wrong ? 32 : (unsigned)len),
		.tag = entry->tag,
		.iface = iface,
		.from = neighbor->address,
	};

	if (wrong) {
		neighbor->bad_routes++;
		record(iface, &neighbor->address, &offer.prefix, wrong);
		return;
	}
	offer.metric = (uint8_t)MIN(entry->metric + iface->config.cost, RIP_INFINITY);
	offer.next_hop = next_hop_of(iface, &neighbor->address, entry);
	if (offer.metric == RIP_INFINITY && entry->metric < RIP_INFINITY)
		record(iface, &neighbor->address, &offer.prefix,
		       "with the cost of the interface its RIP metric is 16: too far away");
	rip_route_offer(iface->rip, &offer);
}

void rip_input_response(const RipIface *iface, RipNeighbor *neighbor, const RipMessage *m)
{
	neighbor->heard = rip_sim(iface->rip)->now;
	for (unsigned i = 0; i < m->n_entries; i++)
		hear_route(iface, neighbor, &m->entries[i]);
}
