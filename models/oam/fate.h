/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What becomes of a packet and of the answer to it, as the records of the run tell: who dropped it, and
 * why. So that a ping that comes to nothing can say more than the router that it was sent from knows.
 * Packets are followed by the causes of records: what the packet leads to has its sending as a cause.
 */
#ifndef OAM_FATE_H
#define OAM_FATE_H

#include "models/fwd/icmp.h"

typedef struct OamFate OamFate;     /* all packets that somebody follows */
typedef struct OamPacket OamPacket; /* one of them */

OamFate *oam_fate_new(FwdNode *node); /* of packets that the node sends */
void oam_fate_free(OamFate *fate);    /* NULL is fine; no packet may be followed any more */

/* From now on follows the packet that the record tells the sending of. */
OamPacket *oam_fate_follow(OamFate *fate, uint64_t record);
/* Frees the packet; NULL is fine. */
void oam_fate_forget(OamFate *fate, OamPacket *packet);

/* How it looks to the sender. */
typedef enum { OAM_NOT_SENT, OAM_SILENT, OAM_REFUSED } OamEnd;

/* TRUE where the packet never left the node: it was dropped there, or still waits for ARP. */
gboolean oam_packet_unsent(const OamPacket *packet);
/*
 * Why, in words: "no route" where it has not been sent, else "dropped at P: label 17 unknown" or
 * "answer dropped at ...". NULL where nothing is known, as of a packet that is still under way. Owned by
 * the caller.
 */
char *oam_packet_reason(const OamPacket *packet, OamEnd end);

/* "net-unreachable", "fragmentation-needed", "time-exceeded", "echo-reply" ...: static text. */
const char *oam_result_of(const IcmpMessage *message);
/* TRUE of such a name of an error. */
gboolean oam_is_error(const char *name);

#endif
