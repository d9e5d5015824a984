/* SPDX-License-Identifier: Apache-2.0 */
/* What BGP records of a neighbour beside messages and transitions: a TraceSessionEvent. */
#ifndef BGP_BGP_TRACE_H
#define BGP_BGP_TRACE_H

#include "models/bgp/bgp_peer.h"
#include "models/wire/bgp_update.h"

typedef enum {
	BGP_NOTE_LOSS,    /* an established session ended */
	BGP_NOTE_REFUSAL, /* a connection ended before it was established */
	BGP_NOTE_DISCARD, /* and the next three: what was done about a fault in an UPDATE (RFC 7606) */
	BGP_NOTE_WITHDRAW,
	BGP_NOTE_DISABLE,
	BGP_NOTE_RESET,
	BGP_NOTE_FAMILY,     /* a session is up without a family that is wanted */
	BGP_NOTE_STALE,      /* a refresh took too long */
	BGP_NOTE_SEGMENT,    /* its TCP segments are dropped, for what the session asks of them */
	BGP_NOTE_NO_REFRESH, /* it cannot be asked for its routes again, though there is need to */
	BGP_NOTE_LIMIT,      /* near, or over, the most prefixes that it may announce */
	BGP_NOTE_MEMBERSHIP, /* VPN routes do not wait for its memberships any longer */
	BGP_NOTES
} BgpNote;

/* Records it, with the current cause; returns the record. */
uint64_t bgp_trace_note(const BgpPeer *peer, BgpNote note, const char *text);

/* Records each fault and what is done about it, which may be more than it asks for: a family is disabled
 * only where that is wanted. Returns the record of the strongest one, or the current cause. */
uint64_t bgp_trace_faults(const BgpPeer *peer, const BgpUpdate *update);
/* "COMMUNITIES: Attribute Length Error"; the caller frees. */
char *bgp_fault_text(const BgpFault *fault);

#endif
