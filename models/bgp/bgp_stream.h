/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What peers of an update group are told: one log of messages, and for each peer a place in it.
 *
 * Messages are made once, when the peer that is furthest on has taken all there are and its TCP takes
 * more (TCP_HIGH_WATER): until then a change only marks its prefix, so that one that changes ten times is
 * told once. The others follow at their own pace, and the log forgets what all have taken. One that falls
 * BGP_LOG_MAX bytes behind gets a stream of its own, in which what it has missed is marked again: so
 * memory is bounded, and a slow peer stalls nobody. A peer that joins has a stream that walks the
 * table, shared with those that join at the same instant. Streams that have told everything are merged.
 * Peers that want VPN routes of other route targets (RFC 4684) have streams of their own all the time.
 */
#ifndef BGP_BGP_STREAM_H
#define BGP_BGP_STREAM_H

#include "models/bgp/bgp_peer.h"
#include "models/bgp/bgp_rt_filter.h"
#include "models/net/bits.h"
#include "models/net/numbers.h"

#define BGP_LOG_MAX (4u << 20)

typedef struct BgpPending {
	BgpNet *net;
	uint64_t cause;
} BgpPending;

/* A message that has been made. */
typedef struct BgpLogged {
	TcpMessage *message; /* owned reference */
	uint64_t cause;
	GArray *origins; /* of uint64_t, owned: records that the prefixes came with; NULL: none */
} BgpLogged;

struct BgpStream {
	BgpGroup *group;
	GPtrArray *members; /* of BgpPeer; their place is in BgpPeerFamily */
	BgpRtFilter
		*filter; /* that all members have; owned reference; NULL: they want all routes */
	GArray *log;     /* of BgpLogged; those before first are done with */
	guint first;
	uint64_t end; /* number of messages made so far: the place of who has taken all */
	size_t log_bytes;
	GArray *pending; /* of BgpPending: marked, in the order of the changes; those before told are
			  * done with */
	guint told;
	guint budget; /* how many may be told now; the others wait for their timer */
	NetBits pending_bits,
		advertised; /* of prefix ids; advertised: members may have heard of it */
	gboolean walking;   /* all is to be told, from prefix id next on */
	/* What is said at the end of the walk: End-of-RIB, EoRR (RFC 7313) or both. */
	gboolean owes_end_of_rib, owes_refresh_end;
	uint32_t next;
	uint64_t walk_cause;
	NetBits own_labels; /* bgp_label.c: prefix ids that were told with a label of this router's */
	NetNumbers
		labels; /* bgp_accept.c: labels that members have been told, by prefix id; none, where
			    * no member sends packets that could be checked */
};

BgpStream *bgp_stream_new(BgpGroup *group);
/* Nothing is unpinned: the tables go too. */
void bgp_stream_free(BgpStream *stream);

void bgp_stream_add(BgpStream *stream, BgpPeer *peer);
/* The stream is to be dropped where this was its last member. */
void bgp_stream_remove(BgpStream *stream, BgpPeer *peer);
/* Everything is to be told, then End-of-RIB. */
void bgp_stream_walk(BgpStream *stream);
/* Everything again, to the only member, between BoRR and EoRR where it knows these (enhanced). */
void bgp_stream_repeat(BgpStream *stream, gboolean enhanced);
/* The peer, who is one of several members, gets a stream of its own, in which it stands where it stood. */
BgpStream *bgp_stream_split(BgpStream *stream, BgpPeer *peer);

/* The only member, or all of them, want other routes from now on: where that makes a difference prefixes are
 * marked. */
void bgp_stream_set_filter(BgpStream *stream, BgpRtFilter *filter);

/* The chosen path of the prefix has changed. FALSE where there is nothing to do before a walk gets there. */
gboolean bgp_stream_note(BgpStream *stream, BgpNet *net, uint64_t cause);
/* Tells what there is as far as the members take it. */
void bgp_stream_run(BgpStream *stream);
/* The log gets one more message; it takes the bytes, and origins. */
void bgp_stream_append(BgpStream *stream, uint8_t *bytes, size_t len, uint64_t cause,
		       GArray *origins);

static inline guint bgp_stream_n_pending(const BgpStream *stream)
{
	return stream->pending->len - stream->told;
}
/* Nothing is marked, and every message has been taken by every member. */
gboolean bgp_stream_is_level(const BgpStream *stream);
/* Members of a stream that is level become members of another one with nothing marked. from is empty
 * then. */
void bgp_stream_merge(BgpStream *into, BgpStream *from);

#endif
