/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ldp/ldp_discovery.h"

#include "models/ldp/ldp_accept.h"
#include "models/ldp/ldp_filter.h"
#include "models/ldp/ldp_session.h"
#include "models/ldp/ldp_sync.h"

#include <string.h>

#define HOLD_DEFAULT_S 15 /* RFC 5036 3.5.2: link hellos */
#define TARGETED_HOLD_DEFAULT_S 45
#define TARGETED_INTERVAL (10 * SIM_SEC) /* of answers */
#define TARGETED_TTL 255
#define HOLD_FOREVER_S 0xffff

static const uint8_t all_routers[4] = {224, 0, 0, 2};

static NetAddr hello_group(void)
{
	NetAddr group = {.family = NET_AF_IPV4};

	memcpy(group.bytes, all_routers, sizeof(all_routers));
	return group;
}

static void on_hello_timer(void *owner)
{
	LdpIface *li = owner;

	ldp_hello_send(li);
	sim_timer_start(&li->hello, li->interval);
}

static void on_attempt(void *owner)
{
	ldp_hello_send(owner);
}

LdpIface *ldp_iface_new(LdpInstance *ldp, FwdIface *iface, const LdpIfaceConfig *config)
{
	LdpIface *li = g_new0(LdpIface, 1);

	li->ldp = ldp;
	li->iface = iface;
	li->hold_s = config->hello_hold / SIM_SEC;
	li->interval = config->hello_interval;
	sim_timer_init(&li->hello, ldp_sim(ldp), SIM_PERIODIC, on_hello_timer, li);
	sim_timer_init(&li->attempt, ldp_sim(ldp), SIM_WORK, on_attempt, li);
	ldp_sync_init(li);
	return li;
}

LdpIface *ldp_iface_new_targeted(LdpInstance *ldp, const LdpTargetConfig *config)
{
	LdpIface *li = ldp_iface_new(ldp, NULL, &config->hello);

	li->target = config->address;
	return li;
}

void ldp_iface_free(LdpIface *li)
{
	ldp_sync_forget(li);
	sim_timer_stop(&li->hello);
	sim_timer_stop(&li->attempt);
	g_free(li);
}

void ldp_iface_start(LdpIface *li)
{
	NetAddr group = hello_group();

	if (li->active || (li->iface && !fwd_iface_is_up(li->iface)))
		return;
	li->active = TRUE;
	if (li->iface)
		fwd_iface_join(li->iface, &group);
	on_hello_timer(li);
}

void ldp_adjacency_free(gpointer data)
{
	LdpAdjacency *adj = data;

	sim_timer_stop(&adj->timer);
	g_free(adj);
}

/* The peer may be gone afterwards. */
static void adjacency_remove(LdpAdjacency *adj, uint32_t status)
{
	LdpPeer *peer = adj->peer;
	LdpIface *li = adj->iface;

	ldp_accept_adjacency_down(adj);
	g_ptr_array_remove(peer->adjacencies, adj);
	ldp_sync_review(li);
	if (peer->adjacencies->len)
		return;
	ldp_session_stop(peer, LDP_EV_ADJACENCY_LOST, status);
	g_ptr_array_remove(peer->ldp->peers, peer);
}

static void on_hold_expired(void *owner)
{
	LdpAdjacency *adj = owner;
	LdpIface *li = adj->iface;

	adjacency_remove(adj, LDP_STATUS_HOLD_EXPIRED);
	if (li->answers)
		g_ptr_array_remove(li->ldp->ifaces, li);
}

static LdpAdjacency *adjacency_find(const LdpPeer *peer, const LdpIface *li)
{
	for (unsigned i = 0; i < peer->adjacencies->len; i++) {
		LdpAdjacency *adj = g_ptr_array_index(peer->adjacencies, i);
		if (adj->iface == li)
			return adj;
	}
	return NULL;
}

static LdpAdjacency *adjacency_new(LdpPeer *peer, LdpIface *li)
{
	LdpAdjacency *adj = g_new0(LdpAdjacency, 1);

	adj->iface = li;
	adj->peer = peer;
	sim_timer_init(&adj->timer, ldp_sim(peer->ldp), SIM_GUARD, on_hold_expired, adj);
	g_ptr_array_add(peer->adjacencies, adj);
	ldp_accept_adjacency_up(adj);
	ldp_sync_review(li);
	return adj;
}

void ldp_iface_stop(LdpIface *li)
{
	NetAddr group = hello_group();
	GPtrArray *peers = li->ldp->peers;

	if (!li->active)
		return;
	li->active = FALSE;
	sim_timer_stop(&li->hello);
	sim_timer_stop(&li->attempt);
	if (li->iface)
		fwd_iface_leave(li->iface, &group);
	for (unsigned i = peers->len; i-- > 0;) {
		LdpAdjacency *adj = adjacency_find(g_ptr_array_index(peers, i), li);
		if (adj)
			adjacency_remove(adj, LDP_STATUS_SHUTDOWN);
	}
}

/* Who answers does not ask in turn: the R bit is of the side that is configured. */
static uint16_t hello_flags(const LdpIface *li)
{
	if (li->iface)
		return li->ldp->gtsm ? LDP_HELLO_GTSM : 0;
	return li->answers ? LDP_HELLO_TARGETED : LDP_HELLO_TARGETED | LDP_HELLO_REQUEST;
}

static void write_hello(const LdpIface *li, WireWriter *w, LdpMessage *msg)
{
	LdpInstance *ldp = li->ldp;
	LdpTlv params = {.type = LDP_TLV_COMMON_HELLO,
			 .hello = {.hold_s = li->hold_s, .flags = hello_flags(li)}};
	LdpTlv transport = {.type = LDP_TLV_IPV4_TRANSPORT, .transport = ldp->transport};
	LdpTlv sequence = {.type = LDP_TLV_CONFIG_SEQUENCE, .number = ldp->config_sequence};
	size_t pdu = ldp_pdu_begin(w, &ldp->id);

	*msg = (LdpMessage){.type = LDP_MSG_HELLO, .id = ++ldp->last_message_id};
	size_t begin = ldp_message_begin(w, msg->type, msg->id);
	ldp_tlv_encode(w, &params);
	ldp_tlv_encode(w, &transport);
	ldp_tlv_encode(w, &sequence);
	ldp_message_end(w, begin);
	msg->size = w->len - begin;
	ldp_pdu_end(w, pdu);
}

void ldp_hello_send(LdpIface *li)
{
	IpInfo info = {.iface = li->iface, .dst = hello_group(), .ttl = 1, .tos = LDP_TOS};
	char group[NET_ADDR_STRLEN];
	WireWriter w;
	LdpMessage msg;

	if (li->iface == NULL) {
		info.src = li->ldp->transport;
		info.dst = li->target;
		info.ttl = TARGETED_TTL;
	}
	wire_writer_init(&w, SIZE_MAX);
	write_hello(li, &w, &msg);
	uint64_t sent = ldp_trace_message(li->ldp, net_addr_str(&info.dst, group), "sent", &msg, 0);
	udp_send(li->ldp->udp, &info, LDP_PORT, w.buf, w.len, sent);
	wire_writer_clear(&w);
}

/* A hello as it was received. */
typedef struct Hello {
	LdpId id;
	LdpMessage msg;
	LdpHelloParams params;
	NetAddr transport;
	gboolean has_sequence;
	uint32_t sequence;
} Hello;

/* FALSE for whatever is no good hello: RFC 5036 3.5.1.2 has such datagrams discarded. */
static gboolean parse_hello(const uint8_t *bytes, size_t len, const NetAddr *src, Hello *hello)
{
	WireError error;
	WireReader r;
	LdpPdu pdu;
	LdpTlv tlv;

	*hello = (Hello){0};
	if (ldp_pdu_decode(bytes, len, LDP_MAX_PDU_DEFAULT, &pdu, &error) != LDP_FRAME_PDU)
		return FALSE;
	wire_reader_init(&r, pdu.messages, pdu.messages_len);
	if (!ldp_message_decode(&r, &hello->msg, &error) || hello->msg.type != LDP_MSG_HELLO)
		return FALSE;
	hello->id = pdu.id;
	ldp_message_find(&hello->msg, LDP_TLV_COMMON_HELLO, &tlv);
	hello->params = tlv.hello;
	hello->transport = *src;
	if (ldp_message_find(&hello->msg, LDP_TLV_IPV4_TRANSPORT, &tlv))
		hello->transport = tlv.transport;
	hello->has_sequence = ldp_message_find(&hello->msg, LDP_TLV_CONFIG_SEQUENCE, &tlv);
	if (hello->has_sequence)
		hello->sequence = tlv.number;
	return TRUE;
}

static LdpIface *find_iface(const LdpInstance *ldp, const FwdIface *iface)
{
	for (unsigned i = 0; i < ldp->ifaces->len; i++) {
		LdpIface *li = g_ptr_array_index(ldp->ifaces, i);
		if (li->iface && li->iface == iface)
			return li;
	}
	return NULL;
}

static LdpIface *find_target(const LdpInstance *ldp, const NetAddr *target)
{
	for (unsigned i = 0; i < ldp->ifaces->len; i++) {
		LdpIface *li = g_ptr_array_index(ldp->ifaces, i);
		if (li->iface == NULL && net_addr_equal(&li->target, target))
			return li;
	}
	return NULL;
}

/* RFC 5036 2.4.2: whoever is asked decides whether to answer. */
static LdpIface *answer(LdpInstance *ldp, const NetAddr *target)
{
	LdpTargetConfig config = {.address = *target,
				  .hello = {.hello_interval = TARGETED_INTERVAL,
					    .hello_hold = TARGETED_HOLD_DEFAULT_S * SIM_SEC}};
	LdpIface *li = ldp_iface_new_targeted(ldp, &config);

	li->answers = li->active = TRUE;
	sim_timer_start(&li->hello, li->interval);
	g_ptr_array_add(ldp->ifaces, li);
	return li;
}

static gboolean is_accepted(const LdpInstance *ldp, const NetAddr *asking)
{
	NetPrefix host = net_prefix_host(asking);

	return ldp->accept_targeted && ldp_filter_allows(ldp->accept_targeted_from, &host);
}

/* Where the hello belongs; NULL where nobody cares for it. */
static LdpIface *place_of(LdpInstance *ldp, const IpInfo *info, const Hello *hello)
{
	if (!(hello->params.flags & LDP_HELLO_TARGETED))
		return find_iface(ldp, info->iface);
	LdpIface *li = find_target(ldp, &info->src);
	if (li == NULL && hello->params.flags & LDP_HELLO_REQUEST && is_accepted(ldp, &info->src))
		li = answer(ldp, &info->src);
	return li;
}

void ldp_discovery_route_changed(LdpInstance *ldp, const NetPrefix *prefix)
{
	for (unsigned i = 0; i < ldp->ifaces->len; i++) {
		LdpIface *li = g_ptr_array_index(ldp->ifaces, i);
		gboolean heard = FALSE;

		if (li->iface || !li->active || !net_prefix_contains(prefix, &li->target))
			continue;
		for (unsigned p = 0; p < ldp->peers->len; p++)
			heard |= adjacency_find(g_ptr_array_index(ldp->peers, p), li) != NULL;
		if (!heard)
			sim_timer_ensure(&li->attempt, 0);
	}
}

/* RFC 5036 3.5.2: the smaller of both proposals; 0 is the default, 0xffff for ever. */
static SimTime negotiate_hold(const LdpIface *li, uint16_t theirs)
{
	uint16_t usual = li->iface ? HOLD_DEFAULT_S : TARGETED_HOLD_DEFAULT_S;
	uint16_t hold = MIN(li->hold_s, theirs ? theirs : usual);
	return hold == HOLD_FOREVER_S ? SIM_NEVER : hold * SIM_SEC;
}

/* Whether the hello says that its sender's configuration has changed, as after a restart. */
static gboolean note_sequence(LdpPeer *peer, const Hello *hello)
{
	if (!hello->has_sequence || hello->sequence == peer->config_sequence)
		return FALSE;
	peer->config_sequence = hello->sequence;
	ldp_session_forget_refusals(peer);
	return TRUE;
}

static LdpPeer *peer_of_hello(LdpInstance *ldp, const Hello *hello)
{
	LdpPeer *peer = ldp_peer_by_id(ldp, &hello->id);

	if (peer == NULL) {
		peer = ldp_peer_new(ldp, &hello->id, &hello->transport);
		g_ptr_array_add(ldp->peers, peer);
	}
	if (peer->socket == NULL)
		ldp_peer_set_transport(peer, &hello->transport);
	return peer;
}

static void accept_hello(LdpIface *li, const Hello *hello, const NetAddr *src)
{
	LdpPeer *peer = peer_of_hello(li->ldp, hello);
	LdpAdjacency *adj = adjacency_find(peer, li);
	gboolean news = note_sequence(peer, hello) || adj == NULL;

	if (adj == NULL)
		adj = adjacency_new(peer, li);
	adj->source = *src;
	adj->gtsm = (hello->params.flags & LDP_HELLO_GTSM) != 0;
	ldp_session_protect(peer);
	adj->hold = negotiate_hold(li, hello->params.hold_s);
	if (adj->hold == SIM_NEVER)
		sim_timer_stop(&adj->timer);
	else
		sim_timer_start(&adj->timer, adj->hold);
	/* A neighbour that is new, or has started again, may not have heard of us. */
	if (!ldp_session_open(peer) && news)
		ldp_hello_send(li);
}

void ldp_hello_receive(void *user, const IpInfo *info, uint16_t src_port, const uint8_t *bytes,
		       size_t len)
{
	LdpInstance *ldp = user;
	char name[NET_ADDR_STRLEN];
	Hello hello;

	(void)src_port;
	if (!parse_hello(bytes, len, &info->src, &hello))
		return;
	if (hello.id.lsr_id == ldp->id.lsr_id || net_addr_equal(&hello.transport, &ldp->transport))
		return;
	LdpIface *li = place_of(ldp, info, &hello);
	if (li == NULL || !li->active)
		return;
	NetAddr lsr = net_addr_ipv4(hello.id.lsr_id);
	uint64_t received =
		ldp_trace_message(ldp, net_addr_str(&lsr, name), "received", &hello.msg, 0);
	uint64_t former = sim_set_cause(ldp_sim(ldp), received);
	accept_hello(li, &hello, &info->src);
	sim_set_cause(ldp_sim(ldp), former);
}
