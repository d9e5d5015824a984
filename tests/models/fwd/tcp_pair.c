/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/fwd/tcp_pair.h"

#include "models/fwd/tcp_socket.h"
#include "models/net/records.h"
#include "sim/timer.h"

#include <check.h>
#include <string.h>

/* ---- The application ---- */

static void host_tell(Host *host, const char *text)
{
	g_string_append_printf(host->log, "%s ", text);
	host->told_cause = host->pair->sim->cause;
	host->told_at = host->pair->sim->now;
}

static void on_connected(void *user, TcpSocket *socket)
{
	Host *host = user;

	ck_assert_ptr_eq(host->socket, socket);
	host_tell(host, "connected");
}

static void on_received(void *user, TcpSocket *socket, const uint8_t *bytes, size_t len,
			const TcpMessage *message, size_t offset)
{
	Host *host = user;

	ck_assert_ptr_eq(host->socket, socket);
	ck_assert_uint_gt(len, 0);
	if (message) {
		ck_assert_uint_le(offset + len, message->len);
		ck_assert_mem_eq(bytes, message->bytes + offset, len);
	}
	g_byte_array_append(host->got, bytes, (guint)len);
	g_string_append_printf(host->causes, "%" G_GUINT64_FORMAT ":%zu ", host->pair->sim->cause,
			       len);
	if (host->abort_when_received || host->close_when_received) {
		host->socket = NULL;
		if (host->abort_when_received)
			tcp_abort(socket);
		else
			tcp_close(socket);
	}
}

static void on_closed(void *user, TcpSocket *socket, TcpCloseReason reason)
{
	Host *host = user;
	char text[64];

	ck_assert_ptr_eq(host->socket, socket);
	host->socket = NULL;
	g_snprintf(text, sizeof text, "closed: %s", tcp_close_reason_name(reason));
	host_tell(host, text);
}

const TcpHandlers host_handlers = {
	.connected = on_connected,
	.received = on_received,
	.closed = on_closed,
};

void host_on_accept(void *user, TcpSocket *socket)
{
	Host *host = user;

	ck_assert_ptr_null(host->socket);
	host->socket = socket;
	tcp_accept(socket, &host_handlers, host);
	host_tell(host, "accepted");
}

/* ---- The filter ---- */

typedef struct Delayed {
	SimTimer timer;
	Host *host;
	IpInfo info;
	Packet *packet;
} Delayed;

static void delayed_free(gpointer p)
{
	Delayed *d = p;

	sim_timer_stop(&d->timer);
	packet_unref(d->packet);
	g_free(d);
}

static void delay_over(void *owner)
{
	Delayed *d = owner;

	sim_set_cause(d->host->node->sim, d->packet->cause);
	fwd_tcp_input(d->host->node->tcp, &d->info, d->packet);
	g_ptr_array_remove(d->host->delayed, d); /* and frees it */
}

static void filter_delay(Host *host, const IpInfo *info, Packet *packet, SimTime delay)
{
	Delayed *d = g_new0(Delayed, 1);

	d->host = host;
	d->info = *info;
	d->packet = packet_copy(packet);
	g_ptr_array_add(host->delayed, d);
	sim_timer_init(&d->timer, host->node->sim, SIM_WORK, delay_over, d);
	sim_timer_start(&d->timer, delay);
}

static void filter_input(void *user, const IpInfo *info, Packet *packet)
{
	Host *host = user;
	TcpHeader h;
	size_t len;
	SimTime verdict;

	ck_assert(tcp_hdr_decode(packet_data(packet), packet_len(packet), &info->src, &info->dst,
				 &h, NULL));
	len = packet_len(packet) - h.header_len;
	g_string_append_printf(host->segments, "%d:", (int)(host->node->sim->now / SIM_MSEC));
	tcp_hdr_flags_append(h.flags, host->segments);
	g_string_append_printf(host->segments, ":%zu ", len);
	host->n_segments++;
	host->n_data += len > 0;
	host->doubled_after = 0;
	verdict = host->filter ? host->filter(host, &h, len, host->n_segments) : PASS;
	if (host->doubled_after > 0)
		filter_delay(host, info, packet, host->doubled_after);
	if (verdict == PASS)
		fwd_tcp_input(host->node->tcp, info, packet);
	else if (verdict > 0)
		filter_delay(host, info, packet, verdict);
}

SimTime pair_lose_all(Host *host, const TcpHeader *h, size_t len, unsigned n)
{
	(void)host, (void)h, (void)len, (void)n;
	return LOSE;
}

SimTime pair_lose_first_data(Host *host, const TcpHeader *h, size_t len, unsigned n)
{
	(void)h, (void)n;
	return len > 0 && host->n_data == 1 ? LOSE : PASS;
}

SimTime pair_delay_first_data(Host *host, const TcpHeader *h, size_t len, unsigned n)
{
	(void)h, (void)n;
	return len > 0 && host->n_data == 1 ? 5 * SIM_MSEC : PASS;
}

/* ---- Building ---- */

static void host_init(Pair *pair, Host *host, const char *name, const char *prefix)
{
	FwdNextHop *nh;
	NetPrefix p, network, self;

	ck_assert(net_prefix_parse(prefix, TRUE, &p));
	host->pair = pair;
	host->address = p.addr;
	host->params.tos = 0xc0;
	host->got = g_byte_array_new();
	host->log = g_string_new(NULL);
	host->causes = g_string_new(NULL);
	host->segments = g_string_new(NULL);
	host->delayed = g_ptr_array_new_with_free_func(delayed_free);
	host->node = fwd_node_new(pair->net, name);
	host->iface = fwd_iface_new(host->node, "eth0", FWD_IFACE_ETHERNET, NULL, 0);
	fwd_iface_add_address(host->iface, &p);
	fwd_link_attach(pair->link, host->iface);
	network = net_prefix_network(&p);
	self = net_prefix_host(&p.addr);
	nh = fwd_nexthop_interface(host->iface, &net_addr_none, NULL);
	fwd_fib_set(fwd_node_global(host->node), &network, nh);
	fwd_nexthop_unref(nh);
	nh = fwd_nexthop_local();
	fwd_fib_set(fwd_node_global(host->node), &self, nh);
	fwd_nexthop_unref(nh);
	ip_unregister(host->node, IP_PROTO_TCP);
	ip_register(host->node, IP_PROTO_TCP, filter_input, host);
}

static void host_release(Host *host)
{
	g_ptr_array_free(host->delayed, TRUE);
	fwd_node_free(host->node);
	g_byte_array_free(host->got, TRUE);
	g_string_free(host->log, TRUE);
	g_string_free(host->causes, TRUE);
	g_string_free(host->segments, TRUE);
}

static void keep_drop(const TraceRecord *record, void *user)
{
	Pair *pair = user;

	g_string_append_printf(pair->drops, "%s: %s; ", record->node,
			       ((const TraceDrop *)record)->reason);
}

Pair *pair_new(uint64_t seed)
{
	Pair *pair = g_new0(Pair, 1);

	pair->sim = sim_new(seed);
	pair->net = fwd_net_new(pair->sim);
	pair->drops = g_string_new(NULL);
	sim_subscribe(pair->sim, &trace_drop, keep_drop, pair);
	pair->link = fwd_link_new(pair->net, LINK_DELAY, 0);
	host_init(pair, &pair->a, "A", "10.0.0.1/30");
	host_init(pair, &pair->b, "B", "10.0.0.2/30");
	sim_rng_init(&pair->rng, seed, "test", "loss");
	return pair;
}

void pair_free(Pair *pair)
{
	fwd_link_free(pair->link);
	host_release(&pair->a);
	host_release(&pair->b);
	fwd_net_free(pair->net);
	sim_free(pair->sim);
	g_string_free(pair->drops, TRUE);
	g_free(pair);
}

void pair_run(Pair *pair, SimTime duration)
{
	sim_run(pair->sim, pair->sim->now + duration);
}

guint pair_sockets(const Pair *pair)
{
	return pair->a.node->tcp->sockets.length + pair->b.node->tcp->sockets.length;
}

/* ---- Driving ---- */

void host_listen(Host *host, uint16_t port)
{
	TcpParams params = host->params;

	params.port = port;
	host->listener = tcp_listen(host->node, &params, host_on_accept, host);
	ck_assert_ptr_nonnull(host->listener);
}

void host_connect(Host *host, const Host *to, uint16_t port)
{
	TcpParams params = host->params;

	params.remote = to->address;
	params.port = port;
	host->socket = tcp_connect(host->node, &params, &host_handlers, host);
}

Pair *pair_connected(uint64_t seed)
{
	Pair *pair = pair_new(seed);

	host_listen(&pair->b, 179);
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "connected ");
	ck_assert_str_eq(pair->b.log->str, "accepted ");
	g_string_truncate(pair->a.log, 0);
	g_string_truncate(pair->b.log, 0);
	g_string_truncate(pair->a.segments, 0);
	g_string_truncate(pair->b.segments, 0);
	pair->a.n_segments = pair->a.n_data = pair->b.n_segments = pair->b.n_data = 0;
	return pair;
}

void host_send(Host *host, const void *bytes, size_t len, uint64_t cause)
{
	tcp_send(host->socket, tcp_message_new(bytes, len, cause));
}

uint8_t *host_pattern(size_t len, unsigned seed)
{
	uint8_t *bytes = g_malloc(len);

	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)(i * 7 + i / 251 + seed);
	return bytes;
}

void host_send_pattern(Host *host, size_t len, unsigned seed, uint64_t cause)
{
	uint8_t *bytes = host_pattern(len, seed);

	host_send(host, bytes, len, cause);
	g_free(bytes);
}

void ck_host_got(const Host *host, size_t len, unsigned seed)
{
	uint8_t *bytes = host_pattern(len, seed);

	ck_assert_uint_eq(host->got->len, len);
	ck_assert_mem_eq(host->got->data, bytes, len);
	g_free(bytes);
}
