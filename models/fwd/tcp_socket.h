/* SPDX-License-Identifier: Apache-2.0 */
/* The socket and its state machine; private to the files of TCP. */
#ifndef FWD_TCP_SOCKET_H
#define FWD_TCP_SOCKET_H

#include "models/fwd/tcp.h"
#include "models/fwd/tcp_keepalive.h"
#include "models/fwd/tcp_path.h"
#include "models/fwd/tcp_receive.h"
#include "models/fwd/tcp_send.h"
#include "sim/fsm.h"
#include "sim/rng.h"

/* 2 MSL, and how long a closed socket waits for the peer's FIN. */
#define TCP_TIME_WAIT (60 * SIM_SEC)

/* RFC 9293 3.3.2 without LISTEN: a listener makes a socket of each SYN. */
typedef enum {
	TCP_STATE_CLOSED,
	TCP_STATE_SYN_SENT,
	TCP_STATE_SYN_RECEIVED,
	TCP_STATE_ESTABLISHED,
	TCP_STATE_FIN_WAIT_1,
	TCP_STATE_FIN_WAIT_2,
	TCP_STATE_CLOSE_WAIT,
	TCP_STATE_CLOSING,
	TCP_STATE_LAST_ACK,
	TCP_STATE_TIME_WAIT,
	TCP_STATES
} TcpState;

typedef enum {
	TCP_EVENT_OPEN,
	TCP_EVENT_CLOSE,
	TCP_EVENT_ABORT,
	TCP_EVENT_NO_ROUTE,
	TCP_EVENT_SYN,
	TCP_EVENT_SYN_ACK,
	TCP_EVENT_ACK_OF_SYN,
	TCP_EVENT_FIN,
	TCP_EVENT_ACK_OF_FIN,
	TCP_EVENT_RST,
	TCP_EVENT_UNREACHABLE,
	TCP_EVENT_TIMEOUT,
	TCP_EVENT_TIME_WAIT_OVER,
	TCP_EVENTS
} TcpEvent;

extern const FsmType tcp_fsm_type;

/* What tells connections apart. */
struct TcpKey {
	FwdVrf *vrf; /* never NULL */
	NetAddr local, remote;
	uint16_t local_port, remote_port;
};

struct TcpSocket {
	TcpKey key; /* first member */
	FwdNode *node;
	GList link; /* in FwdTcp.sockets */
	Fsm fsm;
	char *local_text, *remote_text;
	TcpParams params; /* md5_key is owned */
	uint16_t own_mss;
	TcpSender tx;
	TcpReceiver rx;
	TcpKeepalive keepalive;
	SimTimer linger; /* FIN-WAIT-2 and TIME-WAIT */

	TcpListener *listener;       /* until it has been offered to its owner; else NULL */
	const TcpHandlers *handlers; /* NULL: nobody owns the socket */
	void *user;
	SimTimer notify;      /* calls the handlers, at this instant */
	gboolean established; /* to be told to the owner or the listener */
	gboolean ended;       /* to be told to the owner, as the next */
	gboolean drained;
	TcpCloseReason reason;
	uint64_t ended_cause;
};

struct TcpListener {
	FwdNode *node;
	TcpParams params; /* vrf is not NULL; md5_key is owned */
	TcpAcceptFn accept;
	void *user;
};

struct FwdTcp {
	FwdNode *node;           /* borrowed */
	GHashTable *connections; /* set of TcpSocket, borrowed, by key; never iterated */
	GQueue sockets;          /* owned, in order of creation */
	GPtrArray *listeners;    /* owned */
	TcpPaths paths;
	SimRng rng;
	uint16_t last_port; /* local port of the last connection made from here */
};

/* In CLOSED; params' local and remote and both ports are in key. */
TcpSocket *tcp_socket_new(FwdNode *node, const TcpKey *key, const TcpParams *params);
void tcp_socket_free(TcpSocket *s);
/* Length of IP and TCP headers without options. */
uint32_t tcp_headers_len(const TcpKey *key);
/* Length of the options that every segment has. */
uint32_t tcp_options_len(const TcpParams *params);
/* A copy that owns its md5_key. */
TcpParams tcp_params_copy(const TcpParams *params);
void tcp_params_clear(TcpParams *params);

static inline gboolean tcp_state_is(const TcpSocket *s, uint32_t mask)
{
	return (FSM_STATE(s->fsm.state) & mask) != 0;
}

/* Starts a timer of no delay, with the class of what is being done now or the more pressing one that
 * it already has. */
void tcp_soon(SimTimer *timer);

#endif
