/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trace records that several layers emit. Their members are the columns of the database's views of
 * the same name (docs/DATABASE.md). Strings are borrowed for the time of the call.
 */
#ifndef NET_RECORDS_H
#define NET_RECORDS_H

#include "models/net/addr.h"
#include "models/net/label.h"
#include "models/net/rd.h"
#include "models/net/table.h"
#include "sim/trace.h"

/* A control message was sent or received, by the protocol that made or read it. */
typedef struct TraceMessage {
	TraceRecord head;
	const char *peer;      /* the neighbour's id or address as the protocol names it */
	const char *direction; /* "sent" or "received" */
	const char *protocol;  /* "ospf", "ldp", "bgp", "icmp" ... */
	const char *type;      /* "hello", "update", "label-mapping" ... */
	uint32_t bytes;        /* length of the protocol's message without lower headers */
} TraceMessage;

/* The best route of a prefix in a VRF's RIB changed. */
typedef struct TraceRoute {
	TraceRecord head;
	const char *vrf;    /* NULL for the global table */
	const char *family; /* "ipv4", "ipv6" */
	NetPrefix prefix;
	const char *protocol; /* "connected", "static", "ospf", "bgp" ... */
	const char *change;   /* "add", "replace", "remove" */
	const char
		*next_hop; /* text: "10.0.0.1 core", several separated by blanks; NULL at remove */
	LabelStack labels; /* that the route itself pushes (not those of the LSP under it) */
} TraceRoute;

/* A route was not used, and why: no matching route target, no LSP to its next hop, AS loop ... */
typedef struct TraceRefusal {
	TraceRecord head;
	const char *vrf; /* NULL where it concerns no VRF */
	const char *family;
	NetRd rd; /* 0 where it is no VPN route */
	NetPrefix prefix;
	const char *protocol;
	const char *peer;   /* whom it came from; may be NULL */
	const char *reason; /* in words: "no VRF imports any of its route targets (1:999)" */
} TraceRefusal;

/* Something happened to a session, or to what came on it, that its state and messages do not tell: why
 * it was lost, what was wrong with an attribute and what was done about it. */
typedef struct TraceSessionEvent {
	TraceRecord head;
	const char *vrf; /* NULL for the global table */
	const char *protocol;
	const char *peer;   /* as in TraceMessage */
	const char *kind;   /* "session-loss", "treat-as-withdraw" ... */
	const char *reason; /* in words */
} TraceSessionEvent;

/* An LFIB entry changed. */
typedef struct TraceLfib {
	TraceRecord head;
	uint32_t label;
	const char *change;    /* "add", "replace", "remove" */
	const char *operation; /* "swap", "pop", "pop-lookup" ... */
	LabelStack labels_out;
	const char *next_hop; /* "10.1.0.2 core"; NULL where none */
	const char *owner;    /* "ldp", "vpn", "bgp-lu", "static" */
	const char *fec;      /* the FEC in words: "10.0.0.1/32", "VPN-B 152.12.4.0/24" */
} TraceLfib;

/* An operator or the timeline did something to the network. Begins a perturbation. */
typedef struct TraceAction {
	TraceRecord head;
	const char *kind;   /* "link-down", "link-silent", "protocol-stop" ... */
	const char *target; /* "P:pe1--PE-1:core", "P ldp" */
} TraceAction;

typedef enum {
	TRACE_DROP_DECIDED,    /* tables or the packet itself are the reason */
	TRACE_DROP_UNRESOLVED, /* its way was known, not the neighbour's hardware address in time */
	TRACE_DROP_ON_LINK, /* the link lost the frame, which may be any, or its queue was full */
	TRACE_DROP_CUT,     /* the link carries no frames */
} TraceDropKind;

/* A packet was dropped by the forwarding path. Not part of the digest of tables, but of the run. */
typedef struct TraceDrop {
	TraceRecord head;
	const char *vrf;
	const char *interface; /* where it came in; NULL where it was sent by the node itself */
	const char *reason;    /* "no route", "TTL expired", "label 17 unknown" ... */
	NetAddr destination;   /* unset where the packet is no IP packet */
	TraceDropKind kind;    /* no field: subscribers that know the type read it */
} TraceDrop;

/*
 * A BGP UPDATE that was sent or received said this of a prefix. Its cause is the record of the message.
 * Emitted only where sim_trace_wanted(): no part of the digest, and the cause of nothing.
 */
typedef struct TraceAdvertisement {
	TraceRecord head;
	const char *peer;
	const char *direction; /* "sent" or "received" */
	const char *family;    /* "ipv4", "vpnv4" */
	NetRd rd;              /* 0 where it is no VPN route */
	NetPrefix prefix;
	NetAddr next_hop;
	uint32_t label; /* NET_LABEL_NONE where there is none */
	NetRts route_targets;
	const char *as_path; /* NULL where withdrawn */
	gboolean withdrawn;
} TraceAdvertisement;

extern const TraceType trace_advertisement, trace_message, trace_route, trace_refusal,
	trace_session_event, trace_lfib, trace_action, trace_drop;

#endif
