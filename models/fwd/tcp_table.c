/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/tables.h"
#include "models/fwd/tcp_socket.h"

typedef struct TcpRow {
	const char *vrf;
	NetAddr local;
	uint16_t local_port;
	NetAddr remote;
	int64_t remote_port; /* negative: a listener */
	const char *state;
	SimTime since_ns;      /* SIM_NEVER: a listener; so are the next two */
	SimTime retransmit_ns; /* when what is not acknowledged is sent again */
	SimTime rto_ns;        /* retransmission timeout */
	int64_t unacknowledged_bytes, congestion_window_bytes, mss_bytes;
} TcpRow;

static const Field tcp_fields[] = {
	FIELD(TcpRow, vrf, field_text),
	FIELD(TcpRow, local, field_addr),
	FIELD(TcpRow, local_port, field_u16),
	FIELD(TcpRow, remote, field_addr),
	FIELD(TcpRow, remote_port, field_number),
	FIELD(TcpRow, state, field_text),
	FIELD(TcpRow, since_ns, field_time_or_never),
	FIELD(TcpRow, unacknowledged_bytes, field_number),
	FIELD(TcpRow, congestion_window_bytes, field_number),
	FIELD(TcpRow, mss_bytes, field_number),
	FIELD(TcpRow, rto_ns, field_time_or_never),
	FIELD(TcpRow, retransmit_ns, field_time_or_never),
};

static void put_listener(const TcpListener *listener, TableRowFn fn, void *user)
{
	TcpRow row = {
		.vrf = listener->params.vrf->name,
		.local = listener->params.local,
		.local_port = listener->params.port,
		.remote = listener->params.remote,
		.remote_port = -1,
		.state = "LISTEN",
		.since_ns = SIM_NEVER,
		.retransmit_ns = SIM_NEVER,
		.rto_ns = SIM_NEVER,
		.unacknowledged_bytes = -1,
		.congestion_window_bytes = -1,
		.mss_bytes = -1,
	};

	fn(&row, user);
}

static void put_socket(const TcpSocket *socket, TableRowFn fn, void *user)
{
	TcpRow row = {
		.vrf = socket->key.vrf->name,
		.local = socket->key.local,
		.local_port = socket->key.local_port,
		.remote = socket->key.remote,
		.remote_port = socket->key.remote_port,
		.state = fsm_state_name(&socket->fsm),
		.since_ns = socket->fsm.since,
		.retransmit_ns = sim_timer_due(&socket->tx.resend),
		.rto_ns = tcp_rtt_timeout(&socket->tx.rtt),
		.unacknowledged_bytes = (int64_t)tcp_unacknowledged(socket),
		.congestion_window_bytes = socket->tx.congestion.window,
		.mss_bytes = socket->tx.mss,
	};

	fn(&row, user);
}

static void each_socket(const void *instance, TableRowFn fn, void *user)
{
	const struct FwdTcp *tcp = ((const FwdNode *)instance)->tcp;

	for (unsigned i = 0; i < tcp->listeners->len; i++)
		put_listener(g_ptr_array_index(tcp->listeners, i), fn, user);
	for (const GList *link = tcp->sockets.head; link; link = link->next)
		put_socket(link->data, fn, user);
}

const TableDef fwd_table_tcp =
	TABLE_DEF("tcp", "TCP listeners and connections", tcp_fields, TcpRow, each_socket);
