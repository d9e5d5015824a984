/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TLVs of LDP as fields: "fec=10.9.9.9/32,10.9.9.8/32", "label=100", "hops=3", "path=10.0.0.1,10.0.0.2",
 * "request=7", "address=10.1.0.9", "transport=10.0.0.9", "sequence=1", and "tlv=beee:0102" of any type,
 * with its U and F bits. Elements of a FEC are prefixes, "*", or "raw-128:0001..." of any type.
 */
#ifndef TALK_LDP_TLV_H
#define TALK_LDP_TLV_H

#include "models/wire/ldp.h"
#include "tests/talk/talk_text.h"

/* Appends the TLV that the field stands for; *found tells whether there is such a field. FALSE where its
 * value is none. */
gboolean talk_tlv_write(const TalkField *field, WireWriter *w, gboolean *found);
/* Adds what a TLV says. Those of one fixed shape that belong to their message are left to it. */
void talk_tlv_show(const LdpTlv *tlv, TalkMessage *out);

#endif
