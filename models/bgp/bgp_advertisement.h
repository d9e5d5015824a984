/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What UPDATEs say, for observers: a TraceAdvertisement for each prefix of a message that is sent or
 * received, read from its bytes. Nothing is done where nobody has subscribed.
 */
#ifndef BGP_BGP_ADVERTISEMENT_H
#define BGP_BGP_ADVERTISEMENT_H

#include "models/bgp/bgp_session.h"

/* message is an UPDATE with its header, which the record told tells of; one that is malformed says
 * nothing. */
void bgp_advertisement_trace(const BgpSession *session, const char *direction,
			     const uint8_t *message, size_t len, uint64_t told);

#endif
