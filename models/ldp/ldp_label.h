/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Labels (RFC 5036 2.6, 2.7, appendix A): the label information base, what is advertised to whom, and
 * the LSPs that follow from it.
 */
#ifndef LDP_LABEL_H
#define LDP_LABEL_H

#include "models/ldp/ldp_session.h"

/* What a FEC is to this router. */
typedef enum {
	LDP_ROLE_NONE,    /* no route, or none that LDP follows */
	LDP_ROLE_EGRESS,  /* LSPs for the FEC end here: no next hop, or none inside */
	LDP_ROLE_PROXY,   /* those of LDP do, and go on by that of the protocol whose route it is */
	LDP_ROLE_TRANSIT, /* there is a next hop inside the label switching network */
	LDP_ROLE_WITHIN,  /* that of the longest route that contains it (RFC 5283) */
} LdpFecRole;

/* Of an LSP, for loop detection (RFC 5036 2.8). */
#define LDP_PATH_MAX 32
typedef struct LdpAttributes {
	gboolean given; /* there was a hop count */
	uint8_t hops; /* of a mapping, to the egress; of a request, from the ingress; 0: unknown */
	uint8_t n_path;
	uint32_t path[LDP_PATH_MAX]; /* LSR ids, the nearest first */
} LdpAttributes;

/* What a FEC's label has been between us and one peer. */
typedef struct LdpExchange {
	LdpPeer *peer;     /* borrowed */
	uint32_t received; /* NET_LABEL_NONE: none */
	uint32_t sent;     /* NET_LABEL_NONE: none */
	uint32_t
		declined; /* local label that the peer gave back unasked: not offered to it again */
	uint32_t asked;   /* message id of our request that is not answered; 0: none */
	uint32_t asked_by;         /* of the peer's request that is not answered; 0: none */
	gboolean denied;           /* it had no label when asked: not asked again for a while */
	unsigned releases;         /* Withdraws that the peer has yet to answer with a Release */
	uint32_t accepted[2];      /* ldp_accept.c: labels that the peer may send packets with */
	gboolean stale;            /* what was sent with the label is not so any more */
	LdpAttributes *attributes; /* of the received label; owned, NULL where it came with none */
	uint64_t cause;            /* record of the message with the received label */
} LdpExchange;

/* An entry of the LIB. */
typedef struct LdpBinding {
	LdpInstance *ldp;
	Fec fec;
	uint32_t local;      /* label for the FEC's route; NET_LABEL_NONE while it has none */
	uint32_t held;       /* label held at the label manager; NET_LABEL_NONE: none */
	LdpFecRole role;     /* by the FEC's route */
	gboolean refused;    /* wants a label, but the range is used up, which has been told */
	gboolean has_lsp;    /* published in the LSP table */
	LdpAttributes *told; /* with the local label, where loops are looked for; owned, or NULL */
	LdpAttributes
		*passed_on; /* of the last request for it that had a hop count; owned, or NULL */
	GArray *exchanges;  /* of LdpExchange, in order of first use */
} LdpBinding;

/* LDP's LSPs for the FEC end here, whether or not others go on. */
static inline gboolean ldp_label_is_end(const LdpBinding *binding)
{
	return binding->role == LDP_ROLE_EGRESS || binding->role == LDP_ROLE_PROXY;
}

/* Label distribution control (RFC 5036 2.6.1): when a local label may be told to the peers. */
struct LdpControl {
	const char *name;
	gboolean (*may_advertise)(const LdpBinding *binding);
};
extern const LdpControl ldp_control_independent, ldp_control_ordered;

/* Gives every FEC of the RIB its label and follows the RIB from then on. */
void ldp_label_start(LdpInstance *ldp);
/* After a change of what gets labels: looks at all FECs of the RIB again. */
void ldp_label_reconsider(LdpInstance *ldp);
/* Withdraws LSPs and labels. Sessions must have ended. */
void ldp_label_stop(LdpInstance *ldp);
/* Follows RIB and label range no more; what is in tables stays. */
void ldp_label_unwatch(LdpInstance *ldp);
/* The timer of the instance: the range has labels again (RFC 5036 A.1.13). */
void ldp_label_on_free(void *instance);
/* The watcher of the RIB that ldp_label_start() registers; user is the instance. */
void ldp_label_on_route(Rib *rib, const NetPrefix *prefix, const RibRoute *before,
			const RibRoute *after, void *user);
void ldp_binding_free(gpointer binding);

void ldp_label_peer_up(LdpPeer *peer);   /* tells it addresses and labels */
void ldp_label_peer_down(LdpPeer *peer); /* forgets what it said */
/* After the peer's addresses have changed: LSPs may go another way. */
void ldp_label_addresses_changed(LdpPeer *peer);

/* Procedures of received messages. fec NULL: the wildcard; label NET_LABEL_NONE: any. */
void ldp_label_mapping(LdpPeer *peer, const Fec *fec, uint32_t label,
		       const LdpAttributes *attributes);
void ldp_label_withdraw(LdpPeer *peer, const Fec *fec, uint32_t label);
void ldp_label_release(LdpPeer *peer, const Fec *fec, uint32_t label);

/* The entry for a peer; find: NULL where there is none; get: valid until the next one is made. */
LdpExchange *ldp_exchange_find(const LdpBinding *binding, const LdpPeer *peer);
LdpExchange *ldp_exchange_get(LdpBinding *binding, LdpPeer *peer);
/* Calls fn for every binding in order of prefixes; fn may remove the one that it gets. */
void ldp_label_for_each(LdpInstance *ldp, void (*fn)(LdpBinding *binding, void *user), void *user);
/* Brings label, LSP and requests in line with the route; the binding may be gone afterwards. */
void ldp_label_refresh(LdpBinding *binding);
/* Brings what the peer was told in line with what it may have. */
void ldp_label_offer(LdpBinding *binding, LdpPeer *peer);
/* By route and the filter of what gets labels; whether there is one left is another matter. */
gboolean ldp_label_may_have_label(const LdpBinding *binding);
/* The entry of the FEC, made where there was none; ldp_label_tidy() takes one away that is empty. */
LdpBinding *ldp_label_get(LdpInstance *ldp, const Fec *fec);
/* Gives the label back once nobody can send packets with it any more, and the entry with it. The
 * binding may be gone afterwards. */
void ldp_label_tidy(LdpBinding *binding);

/* NULL where there is none. */
LdpBinding *ldp_label_find(const LdpInstance *ldp, const Fec *fec);
/* What the peer advertised for the FEC; NET_LABEL_NONE where nothing. */
uint32_t ldp_label_received(const LdpBinding *binding, const LdpPeer *peer);

#endif
