/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rip/rip_packet.h"

#include "models/fwd/drop.h"
#include "models/net/records.h"
#include "models/rip/rip_iface.h"
#include "models/rip/rip_input.h"

#include <string.h>

const NetAddr rip_group = {.family = NET_AF_IPV4, .bytes = {224, 0, 0, 9}};

enum { TOS_INTERNETWORK_CONTROL = 0xc0 };

static uint64_t trace_message_of(const RipInstance *rip, const NetAddr *peer, const char *direction,
				 uint8_t command, size_t len)
{
	char name[NET_ADDR_STRLEN];
	TraceMessage record = {
		.head = {.type = &trace_message, .node = rip->proto.host->node_name},
		.peer = net_addr_str(peer, name),
		.direction = direction,
		.protocol = rip_class.name,
		.type = rip_command_name(command),
		.bytes = (uint32_t)len,
	};

	return sim_trace(rip_sim(rip), &record.head);
}

static void fill_password(const RipIface *iface, uint8_t password[RIP_KEY_MAX])
{
	const char *key = iface->config.key.text;

	memset(password, 0, RIP_KEY_MAX);
	memcpy(password, key, strlen(key));
}

static void authenticate(const RipIface *iface, RipMessage *m)
{
	m->auth = iface->config.authentication;
	if (m->auth == RIP_AUTH_SIMPLE)
		fill_password(iface, m->password);
	m->key_id = iface->config.key_id;
	/* RFC 2082 3.2.2: it never decreases, not even over a restart: the time does not either. */
	m->sequence = (uint32_t)(rip_sim(iface->rip)->now / SIM_SEC) + 1;
}

void rip_packet_send(const RipIface *iface, const NetAddr *to, uint16_t port, RipMessage *m)
{
	const RipInstance *rip = iface->rip;
	IpInfo info = {.iface = iface->fwd,
		       .src = fwd_iface_address(iface->fwd, NET_AF_IPV4),
		       .dst = *to,
		       .ttl = 1,
		       .tos = TOS_INTERNETWORK_CONTROL};
	WireWriter w;

	m->version = RIP_VERSION;
	authenticate(iface, m);
	wire_writer_init(&w, SIZE_MAX);
	rip_encode(m, iface->config.key.text, &w);
	udp_send(rip->udp, &info, port, w.buf, w.len,
		 trace_message_of(rip, to, "sent", m->command, w.len));
	wire_writer_clear(&w);
}

static gboolean refuse(const RipInstance *rip, const IpInfo *info, const char *reason)
{
	fwd_trace_drop(rip->proto.host->fwd, info->vrf, info->iface, &info->dst, reason);
	return FALSE;
}

static gboolean check_digest(const RipIface *iface, const IpInfo *info, const RipMessage *m,
			     const uint8_t *bytes, RipNeighbor *neighbor)
{
	if (m->key_id != iface->config.key_id)
		return refuse(iface->rip, info, "RIP key id is another than here");
	if (!rip_digest_ok(m, bytes, iface->config.key.text))
		return refuse(iface->rip, info, "RIP digest is wrong");
	if (m->sequence < neighbor->sequence)
		return refuse(iface->rip, info, "RIP sequence number is lower than before");
	neighbor->sequence = m->sequence;
	return TRUE;
}

static gboolean check_auth(const RipIface *iface, const IpInfo *info, const RipMessage *m,
			   const uint8_t *bytes, RipNeighbor *neighbor)
{
	uint8_t password[RIP_KEY_MAX];

	if (m->auth != iface->config.authentication)
		return refuse(iface->rip, info, "RIP authentication is another than here");
	if (m->auth == RIP_AUTH_MD5)
		return check_digest(iface, info, m, bytes, neighbor);
	fill_password(iface, password);
	if (m->auth == RIP_AUTH_SIMPLE && memcmp(password, m->password, sizeof(password)) != 0)
		return refuse(iface->rip, info, "RIP password is wrong");
	return TRUE;
}

static gboolean check_version(const RipIface *iface, const IpInfo *info, const RipMessage *m)
{
	return m->version >= RIP_VERSION || refuse(iface->rip, info, "RIP version 1");
}

/* RFC 2453 3.9.2, and of requests what concerns them too: from a router on the link, and not ourselves. */
static gboolean check_source(const RipInstance *rip, const RipIface *iface, const IpInfo *info)
{
	if (!iface || !iface->up)
		return refuse(rip, info, "RIP does not run on the interface");
	if (fwd_iface_has_address(iface->fwd, &info->src))
		return refuse(rip, info, "RIP message from this router's own address");
	if (!fwd_iface_on_link(iface->fwd, &info->src))
		return refuse(rip, info, "RIP message from another network");
	return TRUE;
}

void rip_packet_receive(void *user, const IpInfo *info, uint16_t src_port, const uint8_t *bytes,
			size_t len)
{
	RipInstance *rip = user;
	RipIface *iface = rip_iface_find(rip, info->iface);
	RipMessage m;
	WireError error;

	if (!check_source(rip, iface, info))
		return;
	if (!rip_decode(bytes, len, &m, &error)) {
		refuse(rip, info, error.text);
		return;
	}
	RipNeighbor *neighbor = rip_iface_neighbor(iface, &info->src);
	uint64_t id = trace_message_of(rip, &info->src, "received", m.command, len);
	uint64_t former = sim_set_cause(rip_sim(rip), id);
	if (!check_version(iface, info, &m) || !check_auth(iface, info, &m, bytes, neighbor))
		neighbor->bad_packets++;
	else if (m.command == RIP_REQUEST)
		rip_input_request(iface, &info->src, src_port, &m);
	else if (src_port != RIP_PORT)
		refuse(rip, info, "RIP response from another port than 520");
	else
		rip_input_response(iface, neighbor, &m);
	sim_set_cause(rip_sim(rip), former);
}
