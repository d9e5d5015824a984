/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AS paths: what the protocol asks about them and does to them (RFC 4271 5.1.2, 9.1.2.2; RFC 6793).
 * Paths are checked, as the codec delivers them; those that are written have four-octet AS numbers
 * unless said otherwise.
 */
#ifndef BGP_BGP_AS_PATH_H
#define BGP_BGP_AS_PATH_H

#include "models/wire/bgp_attr.h"

/* Number of ASes for the decision: a set counts as one. */
unsigned bgp_as_path_length(BgpAsPath path);
/* The neighbouring AS: the first of a leading sequence; 0 where there is none. */
uint32_t bgp_as_path_first(BgpAsPath path);
/* The AS that the path begins in; 0 where it is empty. */
uint32_t bgp_as_path_last(BgpAsPath path);
/* How often the number is in it. */
unsigned bgp_as_path_count(BgpAsPath path, uint32_t as_number);
gboolean bgp_as_is_private(uint32_t as_number); /* RFC 6996 */
/* Whether all of its numbers are private; that of an empty path are. */
gboolean bgp_as_path_is_private(BgpAsPath path);
/* TRUE where every AS number fits into two octets. */
gboolean bgp_as_path_fits_two_octets(BgpAsPath path);

/* The path with AS numbers of four octets. as4_path, where it has bytes, is the AS4_PATH that came
 * with a path of two-octet numbers and takes the place of its end (RFC 6793 4.2.3). */
void bgp_as_path_widen(BgpAsPath path, BgpSpan as4_path, WireWriter *w);
/* The path with AS numbers of two octets, BGP_AS_TRANS for those that do not fit. */
void bgp_as_path_narrow(BgpAsPath path, WireWriter *w);
/* The path with as_number in front (RFC 4271 5.1.2 b). path has four-octet numbers. */
void bgp_as_path_prepend(BgpAsPath path, uint32_t as_number, WireWriter *w);

/* Writes the path, of four-octet numbers, with each replaced by what fn says; 0 leaves it out, and a segment
 * with it where nothing is left in it. */
typedef uint32_t (*BgpAsMapFn)(uint32_t as_number, const void *user);
void bgp_as_path_map(BgpAsPath path, BgpAsMapFn fn, const void *user, WireWriter *w);

#endif
