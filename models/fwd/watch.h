/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list of callbacks that may be changed while it is being called: one that leaves is not called
 * any more, one that joins is called from the next time on. Called in the order of registration.
 */
#ifndef FWD_WATCH_H
#define FWD_WATCH_H

#include <glib.h>

typedef void (*FwdWatchFn)(void); /* stands for a function of any type: call() casts it back */

typedef struct FwdWatch {
	FwdWatchFn fn; /* NULL where it left while the list was being called */
	void *user;
} FwdWatch;

typedef struct FwdWatchList {
	GArray *all;    /* of FwdWatch */
	unsigned depth; /* of calls under way */
	gboolean left;  /* somebody left meanwhile */
} FwdWatchList;

void fwd_watch_init(FwdWatchList *list);
void fwd_watch_release(FwdWatchList *list);
void fwd_watch_add(FwdWatchList *list, FwdWatchFn fn, void *user);
void fwd_watch_remove(FwdWatchList *list, FwdWatchFn fn, void *user);

/* For each callback but those that leave meanwhile: call(fn, user, arg). */
void fwd_watch_call(FwdWatchList *list, void (*call)(FwdWatchFn fn, void *user, const void *arg),
		    const void *arg);

#endif
