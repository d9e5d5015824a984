/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_packet.h"

#include "models/net/records.h"
#include "models/ospf/ospf_ack.h"
#include "models/ospf/ospf_auth.h"
#include "models/ospf/ospf_dbd.h"
#include "models/ospf/ospf_flood.h"
#include "models/ospf/ospf_hello.h"
#include "models/ospf/ospf_request.h"

const NetAddr ospf_all_spf_routers = {.family = NET_AF_IPV4, .bytes = {224, 0, 0, 5}};
const NetAddr ospf_all_d_routers = {.family = NET_AF_IPV4, .bytes = {224, 0, 0, 6}};

enum { TOS_INTERNETWORK_CONTROL = 0xc0 };

void ospf_packet_init(Ospf2Packet *p, const OspfIface *iface, Ospf2PacketType type)
{
	ospf2_packet_init(p, type, iface->area->instance->router_id, iface->area->id);
}

/* Whom a packet is for; NULL where it is nobody in particular. */
static const char *peer_name(const OspfIface *iface, const OspfNeighbor *to)
{
	if (to)
		return to->name;
	if (ospf_iface_is_broadcast(iface))
		return NULL;
	for (unsigned i = 0; i < iface->neighbors->len; i++) {
		const OspfNeighbor *nbr = g_ptr_array_index(iface->neighbors, i);
		if (nbr->fsm.state != OSPF_NBR_DOWN)
			return nbr->name;
	}
	return NULL;
}

static uint64_t trace_message_of(const OspfIface *iface, const char *peer, const char *direction,
				 unsigned type, size_t len)
{
	const OspfInstance *instance = iface->area->instance;
	TraceMessage record = {
		.head = {.type = &trace_message, .node = instance->node_name},
		.peer = peer,
		.direction = direction,
		.protocol = ospf_class.name,
		.type = ospf2_packet_type_name(type),
		.bytes = (uint32_t)len,
	};
	return sim_trace(instance->sim, &record.head);
}

/* RFC 2328 8.1: on a point-to-point link everything goes to AllSPFRouters; on a broadcast network
 * updates and acknowledgments for all go by the Designated Router. */
static const NetAddr *destination(const OspfIface *iface, const OspfNeighbor *to, unsigned type)
{
	if (!ospf_iface_is_broadcast(iface) || type == OSPF2_HELLO)
		return &ospf_all_spf_routers;
	if (to)
		return &to->address;
	return ospf_iface_is_designated(iface) ? &ospf_all_spf_routers : &ospf_all_d_routers;
}

/* Signs the packet as copy number i and sends it. */
static void send_copy(OspfIface *iface, const OspfNeighbor *nbr, unsigned i, Ospf2Packet *p)
{
	IpInfo info = {
		.vrf = iface->fwd->vrf,
		.iface = iface->fwd,
		.src = fwd_iface_address(iface->fwd, NET_AF_IPV4),
		.dst = *destination(iface, nbr, p->type),
		.protocol = OSPF2_IP_PROTOCOL,
		.ttl = 1,
		.tos = TOS_INTERNETWORK_CONTROL,
	};
	WireWriter w;
	size_t len;

	ospf_auth_sign(iface, i, p);
	wire_writer_init(&w, UINT16_MAX);
	ospf2_packet_encode(p, &w);
	uint8_t *bytes = wire_writer_take(&w, &len);
	g_assert(bytes);
	Packet *payload = packet_new(bytes, len);
	g_free(bytes);
	payload->cause = trace_message_of(iface, peer_name(iface, nbr), "sent", p->type, len);
	ip_send(iface->area->instance->fwd, &info, payload);
}

void ospf_packet_send(OspfIface *iface, const OspfNeighbor *nbr, const Ospf2Packet *p)
{
	unsigned n = ospf_auth_copies(iface);

	for (unsigned i = 0; i < n; i++) {
		Ospf2Packet copy = *p;
		send_copy(iface, nbr, i, &copy);
	}
}

void ospf_packet_refuse(const OspfIface *iface, const char *reason, ...)
{
	const OspfInstance *instance = iface->area->instance;
	va_list args;

	va_start(args, reason);
	char *text = g_strdup_vprintf(reason, args);
	va_end(args);
	TraceDrop record = {
		.head = {.type = &trace_drop, .node = instance->node_name},
		.vrf = rib_name(instance->proto.rib),
		.interface = iface->fwd->name,
		.reason = text,
		.destination = ospf_all_spf_routers,
	};
	sim_trace(instance->sim, &record.head);
	g_free(text);
}

/* RFC 2328 8.2: what must hold for every packet, whatever its type. */
static gboolean check_header(const OspfIface *iface, const Ospf2Packet *p, const NetAddr *src)
{
	const OspfInstance *instance = iface->area->instance;
	char theirs[OSPF_ID_STRLEN], ours[OSPF_ID_STRLEN];

	if (p->area_id != iface->area->id) {
		ospf_packet_refuse(iface, "OSPF area %s, but the interface is in area %s",
				   ospf_id_str(p->area_id, theirs),
				   ospf_id_str(iface->area->id, ours));
		return FALSE;
	}
	if (net_addr_to_ipv4(src) == ospf_iface_address(iface)) {
		ospf_packet_refuse(iface, "OSPF packet from this router's own address");
		return FALSE;
	}
	if (p->router_id == instance->router_id) {
		ospf_packet_refuse(iface, "OSPF router id %s is this router's own",
				   ospf_id_str(p->router_id, theirs));
		return FALSE;
	}
	if (ospf_iface_is_broadcast(iface) && !fwd_iface_on_link(iface->fwd, src)) {
		ospf_packet_refuse(iface, "OSPF packet from another network");
		return FALSE;
	}
	return TRUE;
}

/* RFC 2328 8.2: to an address of the interface or a group of OSPF's, and what comes to AllDRouters is
 * for those that are elected. */
static gboolean check_destination(const OspfIface *iface, const NetAddr *dst)
{
	char text[NET_ADDR_STRLEN];

	if (net_addr_equal(dst, &ospf_all_spf_routers) || fwd_iface_answers(iface->fwd, dst) ||
	    (net_addr_equal(dst, &ospf_all_d_routers) && ospf_iface_is_designated(iface)))
		return TRUE;
	ospf_packet_refuse(iface, "OSPF packet to %s, which is not for this interface",
			   net_addr_str(dst, text));
	return FALSE;
}

typedef void (*NeighborReceiveFn)(OspfNeighbor *nbr, const Ospf2Packet *p);

/* From which state of the neighbour on, and by whom, packets are received (RFC 2328 10.6, 10.7, 13,
 * 13.7). */
static const struct {
	OspfNeighborState from;
	NeighborReceiveFn fn;
} receivers[] = {
	[OSPF2_DATABASE_DESCRIPTION] = {OSPF_NBR_INIT, ospf_dbd_receive},
	[OSPF2_LS_REQUEST] = {OSPF_NBR_EXCHANGE, ospf_request_receive},
	[OSPF2_LS_UPDATE] = {OSPF_NBR_EXCHANGE, ospf_flood_receive},
	[OSPF2_LS_ACK] = {OSPF_NBR_EXCHANGE, ospf_ack_receive},
};

static void dispatch(OspfIface *iface, OspfNeighbor *nbr, const Ospf2Packet *p, const NetAddr *src)
{
	if (p->type == OSPF2_HELLO) {
		ospf_hello_receive(iface, p, src);
		return;
	}
	if (nbr && nbr->fsm.state >= (int)receivers[p->type].from)
		receivers[p->type].fn(nbr, p);
	else
		ospf_packet_refuse(iface, "OSPF %s from a neighbour in state %s",
				   ospf2_packet_type_name(p->type),
				   nbr ? fsm_state_name(&nbr->fsm) : "Down");
}

void ospf_packet_receive(void *user, const IpInfo *info, Packet *payload)
{
	OspfInstance *instance = user;
	OspfIface *iface = ospf_find_iface(instance, info->iface);
	Ospf2Packet p;
	WireError error;
	char peer[OSPF_ID_STRLEN];

	if (!iface)
		return; /* another instance's, or nobody's */
	if (!ospf_iface_is_active(iface)) {
		ospf_packet_refuse(iface, "OSPF does not listen on the interface");
		return;
	}
	if (!ospf2_packet_decode(packet_data(payload), packet_len(payload), &p, &error)) {
		ospf_packet_refuse(iface, "%s", error.text);
		return;
	}
	uint64_t id = trace_message_of(iface, ospf_id_str(p.router_id, peer), "received", p.type,
				       packet_len(payload));
	uint64_t former = sim_set_cause(instance->sim, id);
	OspfNeighbor *nbr = ospf_iface_neighbor_from(iface, p.router_id, &info->src);
	if (check_destination(iface, &info->dst) && check_header(iface, &p, &info->src) &&
	    ospf_auth_check(iface, nbr, &p, packet_data(payload)))
		dispatch(iface, nbr, &p, &info->src);
	sim_set_cause(instance->sim, former);
	ospf2_packet_clear(&p);
}
