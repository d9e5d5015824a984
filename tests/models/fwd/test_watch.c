/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/watch.h"
#include "tests/testing.h"

typedef struct Caller {
	FwdWatchList list;
	GString *seen;
} Caller;

typedef void (*Watcher)(Caller *caller, const char *what);

static void call(FwdWatchFn fn, void *user, const void *arg)
{
	((Watcher)fn)(user, arg);
}

static void plain(Caller *c, const char *what)
{
	g_string_append_printf(c->seen, "plain %s\n", what);
}

static void late(Caller *c, const char *what)
{
	g_string_append_printf(c->seen, "late %s\n", what);
}

/* Leaves and takes the next one along; another joins. */
static void leaver(Caller *c, const char *what)
{
	g_string_append_printf(c->seen, "leaver %s\n", what);
	fwd_watch_remove(&c->list, (FwdWatchFn)leaver, c);
	fwd_watch_remove(&c->list, (FwdWatchFn)plain, c);
	fwd_watch_add(&c->list, (FwdWatchFn)late, c);
}

static void nested(Caller *c, const char *what)
{
	g_string_append_printf(c->seen, "nested %s\n", what);
	if (what[0] == '1')
		fwd_watch_call(&c->list, call, "2");
}

START_TEST(changes_while_called)
{
	Caller c = {.seen = g_string_new(NULL)};

	fwd_watch_init(&c.list);
	fwd_watch_add(&c.list, (FwdWatchFn)nested, &c);
	fwd_watch_add(&c.list, (FwdWatchFn)leaver, &c);
	fwd_watch_add(&c.list, (FwdWatchFn)plain, &c);
	fwd_watch_call(&c.list, call, "1");
	ck_assert_str_eq(c.seen->str, "nested 1\nnested 2\nleaver 2\n");
	ck_assert_uint_eq(c.list.all->len, 2);
	g_string_truncate(c.seen, 0);
	fwd_watch_add(&c.list, (FwdWatchFn)plain, &c);
	fwd_watch_call(&c.list, call, "3");
	ck_assert_str_eq(c.seen->str, "nested 3\nlate 3\nplain 3\n");
	fwd_watch_remove(&c.list, (FwdWatchFn)leaver, &c); /* none: nothing happens */
	ck_assert_uint_eq(c.list.all->len, 3);
	fwd_watch_release(&c.list);
	g_string_free(c.seen, TRUE);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("watch");

	tcase_add_test(tc, changes_while_called);
	return test_main("watch", tc);
}
