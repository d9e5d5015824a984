/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TCP: connections, listeners, and which segment belongs to whom.
 *
 * How it is built. A TcpSocket is one connection: its state machine is the row table of
 * tcp_socket.c, its sending side is tcp_send.c (segments, retransmission) with tcp_rtt.c (timeout)
 * and tcp_congestion.c, its receiving side is tcp_receive.c (what is done with a segment,
 * reassembly), keepalives are tcp_keepalive.c, paths
 * and ICMP errors are tcp_path.c and tcp_icmp.c, and tcp_message.c has the queue that segments are cut from. Segments go out through
 * ip_send() and come in as IP protocol 6: the modelled FIB and LFIB carry them, and a connection
 * lives as long as they do.
 *
 * Instants. What the owner calls changes the socket's state and does nothing else at once: output
 * runs in an event of no delay, so that all messages queued in an instant go into as few segments
 * as possible, and the owner's handlers are called in another one. (An ABORT sends its RST at once;
 * a segment that is received may be acknowledged at once.) Frees happen in the latter event only, so
 * that a handler may close or abort the very socket that calls it.
 *
 * The receive window does not shrink, as owners take all data at the instant in which it arrives.
 *
 * Classes (sim/event.h). A message has the class of whoever sends it: a KEEPALIVE is periodic, an
 * UPDATE is work. A segment has the most pressing class of the messages in it, the retransmission
 * timer is work while a message that is work is not acknowledged, else periodic, and a delayed
 * acknowledgement has the class of what it acknowledges. TCP's own keepalives are periodic. A handshake is timed by a guard, as nobody
 * can say that a peer which does not answer is about to, and so are the last words of a socket that
 * its owner has closed. TIME-WAIT is periodic, as nothing depends on it.
 *
 * Causes. A segment with data has the cause of the first message in it; each message arrives with
 * its own cause. Others have the cause of what led to them.
 *
 * Standards: RFC 9293 with RFC 1122 4.2, RFC 6298 (timeout, with its minimum of 1 s), RFC 5681,
 * 6582 and 6928 (congestion), RFC 5961 (resets, SYNs and acknowledgements that do not fit), RFC 6691
 * (MSS), RFC 1191 (path MTU), RFC 5461 and 5927 (ICMP errors), RFC 7323 2 (window scaling), RFC 2385 (MD5), RFC 5082 (TTL), RFC 6528 in its effect: initial sequence numbers are random.
 *
 * Left out: timestamps and SACK (RFC 7323, 2018), path MTU discovery without ICMP (RFC 4821),
 * ICMP source quench, ECN, urgent data, data on a SYN, the smaller window after
 * idleness (RFC 5681 4.1), and a new connection out of TIME-WAIT (RFC 6191).
 */
#include "models/fwd/tcp.h"

#include "models/fwd/drop.h"
#include "models/fwd/tcp_icmp.h"
#include "models/fwd/tcp_receive.h"
#include "models/fwd/tcp_socket.h"
#include "models/wire/tcp.h"

/* RFC 6335 6: the dynamic ports. */
enum { FIRST_PORT = 49152, N_PORTS = 65536 - FIRST_PORT };

static guint key_hash(gconstpointer p)
{
	const TcpKey *k = p;
	guint h = net_addr_hash(&k->local) * 31 + net_addr_hash(&k->remote);

	return (h * 31 + (((guint)k->local_port << 16) | k->remote_port)) * 31 + k->vrf->id;
}

static gboolean key_equal(gconstpointer a, gconstpointer b)
{
	const TcpKey *x = a, *y = b;

	return x->local_port == y->local_port && x->remote_port == y->remote_port &&
	       x->vrf == y->vrf && net_addr_equal(&x->local, &y->local) &&
	       net_addr_equal(&x->remote, &y->remote);
}

static FwdVrf *table(FwdNode *node, FwdVrf *vrf)
{
	return vrf ? vrf : fwd_node_global(node);
}

/* ---- Connecting ---- */

/* The next port with which the connection would be a new one. A node that has N_PORTS connections to
 * one port of one peer is an error of whoever opens them. */
static void choose_port(FwdTcp *tcp, TcpKey *key)
{
	unsigned tries = 0;

	do {
		unsigned next = (tcp->last_port - FIRST_PORT + 1u) % N_PORTS;

		g_assert(tries++ < N_PORTS);
		tcp->last_port = key->local_port = (uint16_t)(FIRST_PORT + next);
	} while (g_hash_table_contains(tcp->connections, key));
}

TcpSocket *tcp_connect(FwdNode *node, const TcpParams *params, const TcpHandlers *handlers,
		       void *user)
{
	TcpKey key = {
		.vrf = table(node, params->vrf),
		.local = params->local,
		.remote = params->remote,
		.remote_port = params->port,
	};
	TcpSocket *s;

	g_assert(handlers && net_addr_is_set(&params->remote));
	if (!net_addr_is_set(&key.local))
		ip_source_for(node, key.vrf, &key.remote, &key.local);
	choose_port(node->tcp, &key);
	s = tcp_socket_new(node, &key, params);
	s->handlers = handlers;
	s->user = user;
	fsm_event(&s->fsm, TCP_EVENT_OPEN, NULL);
	return s;
}

/* ---- Listeners ---- */

static TcpListener *listener_at(const FwdTcp *tcp, guint i)
{
	return g_ptr_array_index(tcp->listeners, i);
}

static void listener_free(void *data)
{
	TcpListener *listener = data;

	tcp_params_clear(&listener->params);
	g_free(listener);
}

TcpListener *tcp_listen(FwdNode *node, const TcpParams *params, TcpAcceptFn accept, void *user)
{
	FwdVrf *vrf = table(node, params->vrf);
	TcpListener *listener;

	for (guint i = 0; i < node->tcp->listeners->len; i++) {
		const TcpParams *other = &listener_at(node->tcp, i)->params;

		if (other->vrf == vrf && other->port == params->port &&
		    net_addr_equal(&other->local, &params->local) &&
		    net_addr_equal(&other->remote, &params->remote))
			return NULL;
	}
	listener = g_new0(TcpListener, 1);
	listener->node = node;
	listener->params = tcp_params_copy(params);
	listener->params.vrf = vrf;
	listener->accept = accept;
	listener->user = user;
	g_ptr_array_add(node->tcp->listeners, listener);
	return listener;
}

void tcp_unlisten(TcpListener *listener)
{
	FwdTcp *tcp;

	if (!listener)
		return;
	tcp = listener->node->tcp;
	for (GList *l = tcp->sockets.head; l; l = l->next) {
		TcpSocket *s = l->data;

		if (s->listener == listener) {
			s->listener = NULL;
			tcp_abort(s);
		}
	}
	g_ptr_array_remove(tcp->listeners, listener); /* and frees it */
}

/* An unset address stands for all. */
static gboolean admits(const NetAddr *configured, const NetAddr *addr)
{
	return !net_addr_is_set(configured) || net_addr_equal(configured, addr);
}

static unsigned how_specific(const TcpListener *listener)
{
	const TcpParams *p = &listener->params;

	return (net_addr_is_set(&p->local) ? 2 : 0) + (net_addr_is_set(&p->remote) ? 1 : 0);
}

/* The most specific listener for a connection; NULL where there is none. */
static TcpListener *find_listener(const FwdTcp *tcp, const TcpKey *key)
{
	TcpListener *best = NULL;

	for (guint i = 0; i < tcp->listeners->len; i++) {
		TcpListener *listener = listener_at(tcp, i);
		const TcpParams *p = &listener->params;

		if (p->vrf == key->vrf && p->port == key->local_port &&
		    admits(&p->local, &key->local) && admits(&p->remote, &key->remote) &&
		    (!best || how_specific(listener) > how_specific(best)))
			best = listener;
	}
	return best;
}

/* ---- Input ---- */

/* A SYN for a listener. */
static TcpSocket *open_passively(FwdTcp *tcp, const TcpKey *key, TcpListener *listener)
{
	TcpSocket *s = tcp_socket_new(tcp->node, key, &listener->params);

	s->listener = listener;
	return s;
}

static uint64_t drop(const FwdTcp *tcp, const IpInfo *info, const char *reason)
{
	return fwd_trace_drop(tcp->node, info->vrf, info->iface, &info->dst, reason);
}

/* NULL where the segment is signed as it should be, or why it is not to be believed. */
static const char *wrong_signature(const TcpParams *params, const IpInfo *info,
				   const TcpSegment *segment)
{
	const uint8_t *bytes = packet_data(segment->packet);

	if (!params->md5_key)
		return segment->h.has_md5 ? "TCP segment with an MD5 signature: there is no key"
					  : NULL;
	if (!segment->h.has_md5)
		return "TCP segment without MD5 signature";
	if (!tcp_hdr_signed_with(bytes, packet_len(segment->packet), &segment->h, &info->src,
				 &info->dst, params->md5_key))
		return "TCP segment with a wrong MD5 signature";
	return NULL;
}

/* By whose parameters a segment is looked at. */
typedef struct Doorkeeper {
	const TcpParams *params;
	gboolean tells; /* there is somebody to tell, and reason to */
} Doorkeeper;

static void refuse(const FwdTcp *tcp, const Doorkeeper *door, const IpInfo *info,
		   const char *reason)
{
	Sim *sim = tcp->node->sim;
	uint64_t id = drop(tcp, info, reason);
	uint64_t former;

	if (!door->tells || !door->params->refused)
		return;
	former = sim_set_cause(sim, id);
	door->params->refused(door->params->refused_user, reason);
	sim_set_cause(sim, former);
}

/* FALSE, and told, where the parameters forbid to look any further at what has come. */
static gboolean is_admitted(const FwdTcp *tcp, const Doorkeeper *door, const IpInfo *info,
			    const TcpSegment *segment)
{
	const char *wrong;
	char reason[64];

	if (info->ttl >= door->params->min_ttl) {
		wrong = wrong_signature(door->params, info, segment);
		if (wrong)
			refuse(tcp, door, info, wrong);
		return !wrong;
	}
	g_snprintf(reason, sizeof reason, "TCP segment with TTL %u, at least %u is required",
		   info->ttl, door->params->min_ttl);
	refuse(tcp, door, info, reason);
	return FALSE;
}

/* Hands the segment to its connection, makes one, or answers that there is none. */
static void demultiplex(FwdTcp *tcp, const TcpKey *key, const IpInfo *info,
			const TcpSegment *segment)
{
	const TcpHeader *h = &segment->h;
	TcpSocket *s = g_hash_table_lookup(tcp->connections, key);
	TcpListener *listener = s ? NULL : find_listener(tcp, key);
	const TcpParams *params = s ? &s->params : listener ? &listener->params : NULL;
	gboolean owned = !s || s->handlers || s->listener;
	Doorkeeper door = {params, owned && !(h->flags & TCP_RST)};

	if (params && !is_admitted(tcp, &door, info, segment))
		return;
	if (listener && (h->flags & (TCP_SYN | TCP_ACK | TCP_RST)) == TCP_SYN)
		s = open_passively(tcp, key, listener);
	if (s)
		tcp_receive(s, segment);
	else if (!(h->flags & TCP_RST))
		tcp_reply_reset(tcp->node, key, params, h, segment->len);
}

void fwd_tcp_input(void *user, const IpInfo *info, Packet *payload)
{
	FwdTcp *tcp = user;
	TcpSegment segment = {.packet = payload};
	WireError error = {0};
	TcpKey key;

	if (net_addr_is_multicast(&info->dst))
		return;
	if (!tcp_hdr_decode(packet_data(payload), packet_len(payload), &info->src, &info->dst,
			    &segment.h, &error)) {
		drop(tcp, info, error.text);
		return;
	}
	segment.data = packet_data(payload) + segment.h.header_len;
	segment.len = (uint32_t)(packet_len(payload) - segment.h.header_len);
	key = (TcpKey){
		.vrf = table(tcp->node, info->vrf),
		.local = info->dst,
		.remote = info->src,
		.local_port = segment.h.dst_port,
		.remote_port = segment.h.src_port,
	};
	demultiplex(tcp, &key, info, &segment);
}

FwdTcp *fwd_tcp_new(FwdNode *node)
{
	FwdTcp *tcp = g_new0(FwdTcp, 1);

	tcp->node = node;
	tcp->connections = g_hash_table_new(key_hash, key_equal);
	tcp->listeners = g_ptr_array_new_with_free_func(listener_free);
	sim_rng_init(&tcp->rng, node->sim->seed, node->name, "tcp");
	tcp->last_port = (uint16_t)(FIRST_PORT + sim_rng_below(&tcp->rng, N_PORTS));
	tcp_paths_init(&tcp->paths, node);
	ip_register(node, IP_PROTO_TCP, fwd_tcp_input, tcp);
	icmp_watch(node, tcp_icmp_received, tcp);
	return tcp;
}

void fwd_tcp_forget(FwdTcp *tcp)
{
	while (tcp->sockets.head) {
		TcpSocket *s = tcp->sockets.head->data;

		g_assert(!s->handlers && !s->listener);
		tcp_socket_free(s);
	}
	tcp_paths_clear(&tcp->paths);
}

void fwd_tcp_free(FwdTcp *tcp)
{
	if (!tcp)
		return;
	ip_unregister(tcp->node, IP_PROTO_TCP);
	icmp_unwatch(tcp->node, tcp_icmp_received, tcp);
	while (tcp->sockets.head)
		tcp_socket_free(tcp->sockets.head->data);
	g_hash_table_destroy(tcp->connections);
	g_ptr_array_free(tcp->listeners, TRUE);
	tcp_paths_release(&tcp->paths);
	g_free(tcp);
}
