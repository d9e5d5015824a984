/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sessions (RFC 5036 2.5): a peer, its state machine, its TCP connection and its timers.
 */
#ifndef LDP_SESSION_H
#define LDP_SESSION_H

#include "models/ldp/ldp.h"
#include "models/ldp/ldp_stream.h"
#include "models/rib/nht.h"
#include "sim/fsm.h"
#include "sim/timer.h"

/* RFC 5036 2.5.4. */
typedef enum {
	LDP_NON_EXISTENT,
	LDP_INITIALIZED,
	LDP_OPENREC,
	LDP_OPENSENT,
	LDP_OPERATIONAL,
	LDP_SESSION_STATES
} LdpSessionState;

typedef enum {
	LDP_EV_CONNECTED,      /* session TCP connection established */
	LDP_EV_INIT_SENT,      /* transmit Initialization (active role) */
	LDP_EV_INIT,           /* receive acceptable Initialization; arg: its LdpMessage */
	LDP_EV_KEEPALIVE,      /* receive KeepAlive; arg: LdpMessage */
	LDP_EV_MESSAGE,        /* receive any other message; arg: LdpMessage */
	LDP_EV_SHUTDOWN,       /* receive a fatal Notification */
	LDP_EV_BAD,            /* receive bytes that are a fatal error; arg: LdpFault */
	LDP_EV_TIMEOUT,        /* KeepAlive timer expired; arg: LdpFault */
	LDP_EV_ADJACENCY_LOST, /* the last one; arg: LdpFault */
	LDP_EV_STOP,           /* by the operator; arg: LdpFault */
	LDP_EV_DISCONNECTED,   /* the TCP connection is gone */
	LDP_SESSION_EVENTS
} LdpSessionEvent;

extern const FsmType ldp_session_fsm; /* the owner is a LdpPeer */

/* Why a session ends: what the Notification says. */
typedef struct LdpFault {
	uint32_t status;         /* LdpStatusCode */
	const LdpMessage *about; /* NULL: no message in particular */
} LdpFault;

struct LdpPeer {
	LdpInstance *ldp;
	const struct LdpNeighborConfig *config; /* borrowed; NULL: nothing of its own */
	LdpId id;
	char name[NET_ADDR_STRLEN]; /* LSR id as text */
	NetAddr transport;
	RibNht *nht;            /* of the transport address: another way there is another attempt */
	GPtrArray *adjacencies; /* of LdpAdjacency, owned, in order of discovery */
	Fsm fsm;
	TcpListener *listener;  /* of its own, where its session is protected; NULL: that for all */
	TcpParams listening;    /* of that */
	TcpSocket *socket;      /* NULL where there is no connection nor attempt at one */
	gboolean on_demand;     /* negotiated: downstream on demand */
	gboolean out_of_labels; /* it has said so: it is not asked until it says otherwise */
	gboolean told_no_labels;  /* it waits for us to say that there are labels again */
	uint16_t keepalive_s;     /* negotiated */
	uint16_t max_pdu;         /* negotiated */
	uint32_t config_sequence; /* of its last hello */
	unsigned refusals;        /* sessions in a row that failed while being set up */
	gboolean
		tried; /* to connect, since it was last up, or the way to it or its configuration changed */
	char *failed; /* why a segment of the last attempt to connect was dropped, or how it failed; NULL: neither */
	GArray *addresses; /* of NetAddr, as its Address messages gave them */
	LdpInput in;
	LdpOutput out;
	SimTimer connect;   /* work: an attempt follows at once */
	SimTimer retry;     /* guard: no attempt while it runs */
	SimTimer keepalive; /* periodic */
	SimTimer hold;      /* guard */
	SimTimer flush;     /* work: queued messages leave at the end of the instant */
};

LdpPeer *ldp_peer_new(LdpInstance *ldp, const LdpId *id, const NetAddr *transport);
/* Only while there is no connection. */
void ldp_peer_set_transport(LdpPeer *peer, const NetAddr *transport);
/* Why its session is not up, as far as is known; NULL: nothing to tell, or it is. Borrowed. */
const char *ldp_peer_why_down(const LdpPeer *peer);
/* The session must have ended: state NON EXISTENT. */
void ldp_peer_free(LdpPeer *peer);

/* The side with the greater transport address connects (RFC 5036 2.5.2). */
gboolean ldp_session_is_active(const LdpPeer *peer);
/* Connects at the end of this instant, where that is due: active role, no session, no retry timer
 * running. Returns whether it will. */
gboolean ldp_session_open(LdpPeer *peer);
/* Listens for the peer with what protects its session now. A session that is there is left alone. */
void ldp_session_protect(LdpPeer *peer);
/* Ends the session with a Notification where there is one, else the attempt to get one. */
void ldp_session_stop(LdpPeer *peer, LdpSessionEvent event, uint32_t status);
/* Forgets that former attempts failed (RFC 5036 2.5.3: the configuration of the peer changed). */
void ldp_session_forget_refusals(LdpPeer *peer);

/* TCP port 646: TcpAcceptFn, user is the instance. */
void ldp_session_accept(void *user, TcpSocket *socket);

static inline gboolean ldp_session_is_up(const LdpPeer *peer)
{
	return peer->fsm.state == LDP_OPERATIONAL;
}

#endif
