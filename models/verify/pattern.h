/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Patterns of label paths, as expectations have them: the label stack on each link, parted by "|" or
 * "·". A label is its kind in brackets, with as much of its value, TTL and traffic class as counts, in
 * the form in which a trace prints them; the IP header stands alone or after the labels:
 *
 *     ip ttl 64 | [ldp ttl 63][vpn 29 ttl 63] | [vpn 29 ttl 62 tc 5] ip ttl 64 | ip
 */
#ifndef VERIFY_PATTERN_H
#define VERIFY_PATTERN_H

#include "models/verify/flow.h"

typedef struct PathPattern PathPattern;

/* NULL and *error where the text is no pattern. */
PathPattern *path_pattern_parse(const char *text, GError **error);
void path_pattern_free(PathPattern *pattern); /* NULL is fine */

gboolean path_pattern_matches(const PathPattern *pattern, const Path *path);
/* Appends the path with what the pattern asks for: kinds alone, or everything where it asks for more. */
void path_pattern_append(const PathPattern *pattern, const Path *path, GString *out);

#endif
