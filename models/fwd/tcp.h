/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TCP (RFC 9293): handshake, sequence numbers, MSS (RFC 6691), retransmission with back-off
 * (RFC 6298; the timeout is never less than its 1 s), congestion control (RFC 5681), delayed
 * acknowledgements (RFC 1122 4.2.3.2), receive window, path MTU (RFC 1191), orderly close and reset (RFC 5961).
 * Its segments are packets that the modelled FIB and LFIB forward.
 *
 * What is sent is a queue of immutable messages; segments reference slices of them, and the receiver
 * gets the slices back in order, with the message that each belongs to. So the cause of a message,
 * and its decoded form, reach the other end beside its bytes; the bytes alone decide.
 */
#ifndef FWD_TCP_H
#define FWD_TCP_H

#include "models/fwd/ip.h"

typedef struct TcpSocket TcpSocket;
typedef struct TcpListener TcpListener;

/* The beginning of what the bytes of a message mean to a protocol, which those share that the message
 * goes to. */
typedef struct TcpDecoded TcpDecoded;
struct TcpDecoded {
	void (*free)(TcpDecoded *decoded); /* also tells whose it is */
};

typedef struct TcpMessage {
	unsigned refs;
	uint64_t cause;      /* record that sent it */
	TcpDecoded *decoded; /* owned; whoever makes the message may set it. NULL: none */
	size_t len;
	uint8_t bytes[];
} TcpMessage;

/* One reference; the bytes are copied. */
TcpMessage *tcp_message_new(const uint8_t *bytes, size_t len, uint64_t cause);
TcpMessage *tcp_message_ref(TcpMessage *message);
void tcp_message_unref(TcpMessage *message); /* NULL is fine */

typedef enum {
	TCP_CLOSED_BY_PEER, /* FIN received, all data before it delivered; what is queued still goes
			      * out, then a FIN in answer */
	TCP_CLOSED_RESET,   /* RST received */
	TCP_CLOSED_TIMEOUT, /* retransmissions or keepalives exhausted, or no answer to SYN */
	TCP_CLOSED_REFUSED, /* RST to our SYN */
	TCP_CLOSED_UNREACHABLE, /* ICMP told so: at once of a SYN to a port or protocol that is not
				 * there, else when it has timed out after a router could not
				 * forward a segment */
	TCP_CLOSED_NO_ROUTE,    /* nothing to send the SYN through */
} TcpCloseReason;
const char *tcp_close_reason_name(TcpCloseReason reason);

/*
 * Called by a socket, never from within a call into it (always from an event). After closed() the
 * socket is gone: the owner must drop its pointer. All members may be NULL.
 */
typedef struct TcpHandlers {
	/* Of a socket of tcp_connect(): the handshake is complete. */
	void (*connected)(void *user, TcpSocket *socket);
	/* Bytes in order. message and offset say where the sender had them (message may be NULL if
	 * the peer is scripted); sim->cause is that of the message, as it was sent, while it runs. */
	void (*received)(void *user, TcpSocket *socket, const uint8_t *bytes, size_t len,
			 const TcpMessage *message, size_t offset);
	void (*closed)(void *user, TcpSocket *socket, TcpCloseReason reason);
	/* What is queued or not acknowledged has come down to TCP_LOW_WATER: more may be sent, up to
	 * TCP_HIGH_WATER, by those who keep what the peer does not take yet. */
	void (*drained)(void *user, TcpSocket *socket);
} TcpHandlers;

enum { TCP_LOW_WATER = 128 * 1024, TCP_HIGH_WATER = 256 * 1024 }; /* bytes */

/* A segment was dropped for what TcpParams ask of it; sim->cause is the record of that. Closes nothing. */
typedef void (*TcpRefusedFn)(void *user, const char *reason);

typedef struct TcpParams {
	FwdVrf *vrf;    /* NULL: global */
	NetAddr local;  /* unset: by route */
	NetAddr remote; /* for a listener: unset accepts anyone */
	uint16_t port;  /* connect: remote port; listen: local port */
	uint8_t ttl;    /* 0: 64 */
	uint8_t tos;    /* 0xc0 for routing protocols */
	/* The least TTL with which segments may come; what has less is dropped before anything else
	 * is done with it. Both ends with ttl 255 and min_ttl 256 less the hops between them: the
	 * Generalized TTL Security Mechanism (RFC 5082). 0: any. */
	uint8_t min_ttl;
	/* Keepalives (RFC 9293 3.8.4): after so long without a word from the peer, so far apart, given
	 * up after so many. idle 0: none; else interval 0 is 75 s and count 0 is 9. */
	SimTime keepalive_idle, keepalive_interval;
	unsigned keepalive_count;
	/* connect: whether the network waits for the outcome before it counts as quiet, as it should
	 * where something has changed that makes success likely. Else it is one attempt of many,
	 * perhaps for ever, and nothing but a guard waits. */
	gboolean awaited;
	/* Segments are signed with this and must be (RFC 2385); what is not is dropped and told. NULL:
	 * none is, nor may be. Copied. */
	const char *md5_key;
	/* Hears of segments that min_ttl or md5_key drop, also before there is a connection, as long as it has an
	 * owner; but of no resets, as a host that does not listen can send no other. NULL: nobody does. */
	TcpRefusedFn refused;
	void *refused_user;
} TcpParams;

/* Starts to connect, from a port of TCP's choice. The result comes through handlers; never NULL.
 * handlers must stay valid. */
TcpSocket *tcp_connect(FwdNode *node, const TcpParams *params, const TcpHandlers *handlers,
		       void *user);
/* accept() gets each connection once its handshake is complete, and must call tcp_accept() or
 * tcp_abort() on it before it returns. Of several listeners for a peer the one on its local address
 * holds, then the one for that remote address: so each peer may have parameters of its own. NULL where
 * the (vrf, local, remote, port) is taken. */
typedef void (*TcpAcceptFn)(void *user, TcpSocket *socket);
TcpListener *tcp_listen(FwdNode *node, const TcpParams *params, TcpAcceptFn accept, void *user);
void tcp_accept(TcpSocket *socket, const TcpHandlers *handlers, void *user);
void tcp_unlisten(TcpListener *listener); /* NULL is fine */

/* Queues a message for sending, at any time, also before the connection is there; takes the caller's
 * reference. Its frames, and what waits for their acknowledgement, have the class of the caller
 * (sim->class_): send keepalives from an event that is SIM_PERIODIC. What is sent within one instant
 * shares segments. */
void tcp_send(TcpSocket *socket, TcpMessage *message);
/* The same for a message that goes to several: here it has this cause, not its own. */
void tcp_send_because(TcpSocket *socket, TcpMessage *message, uint64_t cause);
/* Orderly: sends what is queued, then FIN. The owner's handlers are not called any more; the socket
 * lives on by itself until the close has completed. */
void tcp_close(TcpSocket *socket);
/* Sends RST where there is a connection; the socket is gone, closed() is not called. */
void tcp_abort(TcpSocket *socket);

const NetAddr *tcp_local_address(const TcpSocket *socket);
const NetAddr *tcp_remote_address(const TcpSocket *socket);
uint16_t tcp_local_port(const TcpSocket *socket);
uint16_t tcp_remote_port(const TcpSocket *socket);
/* Bytes queued or sent but not yet acknowledged. */
size_t tcp_unacknowledged(const TcpSocket *socket);

/* For models/fwd/node.c. Registers IP protocol 6 (ip_register()), so the IP stack must be there before
 * and until after. node->tcp must be what fwd_tcp_new() returned until fwd_tcp_free() has returned.
 * fwd_tcp_free() frees all sockets and listeners; nobody is told, nothing is sent. */
FwdTcp *fwd_tcp_new(FwdNode *node);
void fwd_tcp_free(FwdTcp *tcp); /* NULL is fine */
/* A crash: connections and what is known of paths are lost without a word. No socket may have an owner
 * any more: those that live on by themselves go. */
void fwd_tcp_forget(FwdTcp *tcp);
/* A segment for this node: the IpHandler of IP protocol 6, with the FwdTcp as user. */
void fwd_tcp_input(void *tcp, const IpInfo *info, Packet *payload);

#endif
