/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UPDATEs from what there is to tell (RFC 4271 9.2): whom a prefix may be told, and the packing of prefixes with
 * equal attributes into as few messages as possible.
 */
#ifndef BGP_BGP_PACKING_H
#define BGP_BGP_PACKING_H

#include "models/bgp/bgp_stream.h"

/* Prefixes to be told, gathered by the attributes that they are told with. */
typedef struct BgpPacking BgpPacking;
BgpPacking *bgp_packing_new(BgpStream *stream);
/* The prefix as it stands: announced, or withdrawn where members may have heard of it, or neither. */
void bgp_packing_add(BgpPacking *packing, BgpNet *net, uint64_t cause);
/* Makes the messages, withdrawals first, and frees the packing. */
void bgp_packing_flush(BgpPacking *packing);
/* The message that ends a walk (RFC 4724 2). */
void bgp_packing_end_of_rib(BgpStream *stream, uint64_t cause);
/* Those around a walk that repeats everything (RFC 7313). */
void bgp_packing_refresh(BgpStream *stream, BgpRefreshSubtype subtype, uint64_t cause);

#endif
