/* SPDX-License-Identifier: Apache-2.0 */
/* What BGP records of a neighbour beside messages and transitions: a TraceSessionEvent. */
#ifndef BGP_BGP_TRACE_H
#define BGP_BGP_TRACE_H

#include "models/bgp/bgp_peer.h"

typedef enum {
	BGP_NOTE_LOSS,    /* an established session ended */
	BGP_NOTE_REFUSAL, /* a connection ended before it was established */
	BGP_NOTES
} BgpNote;

const char *bgp_note_name(BgpNote note); /* "session-loss" */

/* Records it, with the current cause; returns the record. */
uint64_t bgp_trace_note(const BgpPeer *peer, BgpNote note, const char *text);

#endif
