/* SPDX-License-Identifier: Apache-2.0 */
/* What to say to somebody who wrote a name that nothing has. */
#ifndef NET_ADVICE_H
#define NET_ADVICE_H

#include <glib.h>

/*
 * What to write instead of an unknown name: "did you mean "PE-1"?", or, where no name is near, the
 * names that there are after list: "the nodes are "PE-1", "P"". names (of char *) may be empty. The
 * caller frees the text.
 */
char *net_advise(const char *unknown, const GPtrArray *names, const char *list);

/* The one of names that was probably meant, borrowed; NULL where none is near enough. */
const char *net_nearest(const char *unknown, const GPtrArray *names);

#endif
