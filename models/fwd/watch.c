/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/watch.h"

void fwd_watch_init(FwdWatchList *list)
{
	*list = (FwdWatchList){.all = g_array_new(FALSE, FALSE, sizeof(FwdWatch))};
}

void fwd_watch_release(FwdWatchList *list)
{
	g_array_free(list->all, TRUE);
}

void fwd_watch_add(FwdWatchList *list, FwdWatchFn fn, void *user)
{
	FwdWatch watch = {fn, user};

	g_array_append_val(list->all, watch);
}

static void sweep(FwdWatchList *list)
{
	for (guint i = list->all->len; i > 0; i--)
		if (!g_array_index(list->all, FwdWatch, i - 1).fn)
			g_array_remove_index(list->all, i - 1);
	list->left = FALSE;
}

void fwd_watch_remove(FwdWatchList *list, FwdWatchFn fn, void *user)
{
	for (guint i = 0; i < list->all->len; i++) {
		FwdWatch *watch = &g_array_index(list->all, FwdWatch, i);

		if (watch->fn == fn && watch->user == user) {
			watch->fn = NULL;
			list->left = TRUE;
			break;
		}
	}
	if (list->left && list->depth == 0)
		sweep(list);
}

void fwd_watch_call(FwdWatchList *list, void (*call)(FwdWatchFn fn, void *user, const void *arg),
		    const void *arg)
{
	guint n = list->all->len;

	list->depth++;
	for (guint i = 0; i < n; i++) {
		FwdWatch watch = g_array_index(list->all, FwdWatch, i);

		if (watch.fn)
			call(watch.fn, watch.user, arg);
	}
	list->depth--;
	if (list->left && list->depth == 0)
		sweep(list);
}
