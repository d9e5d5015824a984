/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/talk/talk_tcp.h"

#include "tests/talk/talk_slot.h"

#include <string.h>

void talk_tcp_hear(const TalkConnection *connection, TalkMessage *m)
{
	if (connection->number > 1)
		talk_message_add(m, "on", "%u", connection->number);
	talk_hear(connection->tcp->talk, m);
}

static void on_connected(void *user, TcpSocket *socket)
{
	(void)socket;
	talk_tcp_hear(user, talk_message_new("connected"));
}

static void on_received(void *user, TcpSocket *socket, const uint8_t *bytes, size_t len,
			const TcpMessage *message, size_t offset)
{
	TalkConnection *connection = user;

	(void)socket;
	(void)message;
	(void)offset;
	g_byte_array_append(connection->in, bytes, (guint)len);
	connection->tcp->received(connection);
}

static void on_closed(void *user, TcpSocket *socket, TcpCloseReason reason)
{
	TalkConnection *connection = user;
	TalkMessage *m = talk_message_new("closed");

	(void)socket;
	connection->socket = NULL;
	talk_message_add(m, "reason", "%s", tcp_close_reason_name(reason));
	talk_tcp_hear(connection, m);
}

static const TcpHandlers handlers = {
	.connected = on_connected,
	.received = on_received,
	.closed = on_closed,
};

/* The first that is not there, without what was left of the one before; NULL where all are. */
static TalkConnection *free_connection(TalkTcp *tcp)
{
	for (unsigned i = 0; i < TALK_CONNECTIONS; i++)
		if (!tcp->connections[i].socket) {
			g_byte_array_set_size(tcp->connections[i].in, 0);
			return &tcp->connections[i];
		}
	return NULL;
}

static void on_accept(void *user, TcpSocket *socket)
{
	TalkConnection *connection = free_connection(user);

	if (!connection) {
		tcp_abort(socket);
		return;
	}
	connection->socket = socket;
	tcp_accept(socket, &handlers, connection);
	talk_tcp_hear(connection, talk_message_new("connected"));
}

void talk_tcp_open(TalkTcp *tcp, Talk *talk)
{
	TcpParams params = {.local = tcp->local, .port = tcp->port};

	tcp->talk = talk;
	for (unsigned i = 0; i < TALK_CONNECTIONS; i++)
		tcp->connections[i] =
			(TalkConnection){.tcp = tcp, .number = i + 1, .in = g_byte_array_new()};
	tcp->listener = tcp_listen(talk->neighbor->fwd, &params, on_accept, tcp);
}

void talk_tcp_close(TalkTcp *tcp)
{
	for (unsigned i = 0; i < TALK_CONNECTIONS; i++) {
		if (tcp->connections[i].socket)
			tcp_abort(tcp->connections[i].socket);
		g_byte_array_unref(tcp->connections[i].in);
	}
	tcp_unlisten(tcp->listener);
}

static void do_connect(TalkTcp *tcp, TalkConnection *said)
{
	TalkConnection *connection = free_connection(tcp);
	TcpParams params = {.local = tcp->local,
			    .remote = net_addr_is_set(&tcp->local) ? net_addr_ipv4(0x0a000005)
								   : net_addr_ipv4(0x0a010005),
			    .port = tcp->port};

	(void)said;
	if (connection)
		connection->socket =
			tcp_connect(tcp->talk->neighbor->fwd, &params, &handlers, connection);
}

static void do_close(TalkTcp *tcp, TalkConnection *connection)
{
	(void)tcp;
	if (connection->socket)
		tcp_close(connection->socket);
	connection->socket = NULL;
}

static void do_reset(TalkTcp *tcp, TalkConnection *connection)
{
	(void)tcp;
	if (connection->socket)
		tcp_abort(connection->socket);
	connection->socket = NULL;
}

static void do_deaf(TalkTcp *tcp, TalkConnection *connection)
{
	(void)connection;
	tcp_unlisten(tcp->listener);
	tcp->listener = NULL;
}

static const struct {
	const char *name;
	void (*run)(TalkTcp *tcp, TalkConnection *connection);
} deeds[] = {{"connect", do_connect}, {"close", do_close}, {"reset", do_reset}, {"deaf", do_deaf}};

gboolean talk_tcp_do(TalkTcp *tcp, const TalkMessage *m)
{
	const char *on = talk_message_get(m, "on");

	for (unsigned i = 0; i < G_N_ELEMENTS(deeds); i++)
		if (strcmp(deeds[i].name, m->type) == 0) {
			deeds[i].run(tcp, &tcp->connections[on && strcmp(on, "2") == 0]);
			return TRUE;
		}
	return FALSE;
}

gboolean talk_tcp_send(TalkTcp *tcp, unsigned number, const uint8_t *bytes, size_t len,
		       GError **error)
{
	TcpSocket *socket = number >= 1 && number <= TALK_CONNECTIONS
				    ? tcp->connections[number - 1].socket
				    : NULL;

	if (!socket) {
		g_set_error(error, TALK_ERROR, 0, "there is no connection %u", number);
		return FALSE;
	}
	tcp_send(socket, tcp_message_new(bytes, len, 0));
	return TRUE;
}
