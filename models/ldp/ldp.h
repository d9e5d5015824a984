/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LDP (RFC 5036): one instance on one node in one VRF. models/ldp/ldp.c tells how it is built.
 */
#ifndef LDP_LDP_H
#define LDP_LDP_H

#include "models/fwd/tcp.h"
#include "models/fwd/udp.h"
#include "models/rib/label.h"
#include "models/rib/protocol.h"
#include "models/wire/ldp.h"
#include "sim/timer.h"

#define LDP_TTL 255  /* of sessions; of link hellos it is 1 */
#define LDP_TOS 0xc0 /* of hellos and sessions: class selector 6 */

typedef struct LdpInstance LdpInstance;
typedef struct LdpIface LdpIface;
typedef struct LdpPeer LdpPeer;
typedef struct LdpControl LdpControl;

extern const ProtoClass ldp_class;

/* The configuration of ldp_class; durations are whole seconds on the wire. */
typedef struct LdpConfig {
	NetAddr router_id;         /* LSR Id; unset: the node's, in a VRF the transport address */
	NetAddr transport_address; /* unset: the router id, in a VRF an address of its own */
	SimTime keepalive_hold;    /* proposed KeepAlive time, 1 s to 65535 s */
	gboolean explicit_null;    /* for own prefixes, in place of implicit null, ... */
	GArray *explicit_null_for; /* ... where they are among these */
	const LdpControl *control;
	/* FECs (ldp_filter.h): that get a local label; whose labels are advertised; whose labels are
	 * taken from peers; of which this node is the egress. */
	GArray *allocate, *advertise, *accept, *egress;
	uint32_t label_first, label_last; /* a range of its own; all labels: the node's range */
	gboolean accept_targeted;     /* answers targeted hellos of whoever asks for that, ... */
	GArray *accept_targeted_from; /* ... and has an address within these */
	char *password;     /* of TCP MD5, for neighbours without one of their own; empty: none */
	SimTime sync_delay; /* from a session to telling the IGP of it (RFC 5443) */
	gboolean gtsm;      /* link hellos offer it (RFC 6720) */
	gboolean longest_match; /* RFC 5283 */
	gboolean labelled_bgp;  /* labelled BGP routes get labels, too */
	gboolean loop_detection;
	gboolean on_demand;    /* advertisement mode that is proposed */
	gboolean conservative; /* label retention mode */
	gboolean on_request;   /* labels are asked for when somebody upstream asks for one */
} LdpConfig;

/* The configuration of its items: an interface with link hellos, ... */
typedef struct LdpIfaceConfig {
	SimTime hello_interval;
	SimTime hello_hold; /* proposed hold time, 1 s to 65534 s */
} LdpIfaceConfig;

/* ... and a neighbour that gets targeted hellos. */
typedef struct LdpTargetConfig {
	NetAddr address;
	LdpIfaceConfig hello;
} LdpTargetConfig;

struct LdpInstance {
	ProtoInstance proto; /* first member */
	LdpId id;
	NetAddr transport;
	gboolean own_id, own_transport; /* configured, not chosen at the start */
	uint16_t keepalive_s;
	uint32_t egress_label;                            /* implicit or explicit null */
	const LdpControl *control;                        /* label distribution control mode */
	GArray *allocate, *advertise, *accept, *egress;   /* as in LdpConfig; owned, ... */
	GArray *explicit_null_for, *accept_targeted_from; /* ... and these */
	char *password;                                   /* owned */
	GArray *neighbors;                                /* of LdpNeighborConfig, owned */
	uint8_t loop_limit; /* hops and path vector length that show a loop; 0: not looked for */
	gboolean longest_match, labelled_bgp, on_demand, conservative, on_request, accept_targeted,
		gtsm;
	GPtrArray *ifaces; /* of LdpIface, owned, in order of configuration, then of hearing */
	GPtrArray *peers;  /* of LdpPeer, owned, in order of discovery */
	NetTrie *bindings; /* of LdpBinding, owned: the LIB */
	RibSource source;
	RibLabelRange *range;  /* NULL: the node's */
	UdpSocket *udp;        /* NULL while stopped */
	TcpListener *listener; /* NULL while stopped */
	SimTimer ask_again;    /* guard: peers that had no label when asked */
	SimTime sync_delay;
	SimTimer labels_free; /* work: FECs that got no label may get one now */
	uint32_t last_message_id;
	uint32_t config_sequence; /* rises with every start (RFC 5036 3.5.2.1) */
};

static inline Sim *ldp_sim(const LdpInstance *ldp)
{
	return ldp->proto.host->sim;
}
static inline FwdNode *ldp_fwd(const LdpInstance *ldp)
{
	return ldp->proto.host->fwd;
}

/* NULL where there is none. */
LdpPeer *ldp_peer_by_id(const LdpInstance *ldp, const LdpId *id);
LdpPeer *ldp_peer_by_transport(const LdpInstance *ldp, const NetAddr *transport);

/* Records that a message was sent (cause 0: what is being done now) or received; returns its id. */
uint64_t ldp_trace_message(const LdpInstance *ldp, const char *peer, const char *direction,
			   const LdpMessage *msg, uint64_t cause);

#endif
