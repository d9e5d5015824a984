/* SPDX-License-Identifier: Apache-2.0 */
/* What a line of a talk may begin with. */
#include "tests/talk/talk_script.h"
#include "tests/talk/talk_slot.h"

#include <string.h>

/* By when an answer has to be there, where a talk does not say. */
#define SOON (100 * SIM_MSEC)

/* When something may happen, from now. */
typedef struct Window {
	SimTime from, until;
} Window;

/* A message that N says again and again. */
typedef struct TalkRepeat {
	Talk *talk;
	SimTimer timer;
	SimTime interval;
	TalkMessage *message;
} TalkRepeat;

static gboolean fail(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
static gboolean fail(GError **error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	char *text = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error_literal(error, TALK_ERROR, 0, text);
	g_free(text);
	return FALSE;
}

static char *message_text(const TalkMessage *m)
{
	GString *text = g_string_new(NULL);

	talk_message_append(m, text);
	return g_string_free(text, FALSE);
}

static gboolean fail_with(GError **error, const char *format, const TalkMessage *m)
{
	char *text = message_text(m);

	g_set_error(error, TALK_ERROR, 0, "%s: %s", format, text);
	g_free(text);
	return FALSE;
}

/* The first thing heard; NULL where there is none. */
static TalkMessage *first_heard(const Talk *talk)
{
	return talk->heard->len ? g_ptr_array_index(talk->heard, 0) : NULL;
}

/* The same without what is ignored. */
static TalkMessage *first_that_counts(Talk *talk)
{
	TalkMessage *m;

	while ((m = first_heard(talk)) && talk_ignores(talk, m))
		g_ptr_array_remove_index(talk->heard, 0);
	return m;
}

static gboolean await_silence(Talk *talk, SimTime until, GError **error)
{
	for (;;) {
		const TalkMessage *m = first_that_counts(talk);
		if (m)
			return fail_with(error, "nobody expects this", m);
		if (talk->sim->now >= until)
			return TRUE;
		talk_run(talk, until);
	}
}

static gboolean do_silence(Talk *talk, char *const *words, const Window *window, GError **error)
{
	SimTime time;

	(void)window;
	if (!words[0] || words[1])
		return fail(error, "write \"silence DURATION\"");
	return sim_time_parse(words[0], &time, error) &&
	       await_silence(talk, talk->sim->now + time, error);
}

static gboolean do_at(Talk *talk, char *const *words, const Window *window, GError **error)
{
	SimTime time;

	(void)window;
	if (!words[0] || words[1])
		return fail(error, "write \"at TIME\"");
	if (!sim_time_parse(words[0], &time, error))
		return FALSE;
	if (time < talk->sim->now)
		return fail(error, "%s is over", words[0]);
	return await_silence(talk, time, error);
}

/* What came instead, and what else is there. */
static gboolean fail_expect(Talk *talk, const TalkMessage *expected, const TalkMessage *heard,
			    GError **error)
{
	char *want = message_text(expected), *got = heard ? message_text(heard) : NULL;
	GString *now = g_string_new(NULL);

	sim_time_append(now, talk->sim->now);
	g_set_error(error, TALK_ERROR, 0, "at %ss\n  expected: %s\n  heard:    %s", now->str, want,
		    got ? got : "nothing");
	g_string_free(now, TRUE);
	g_free(want);
	g_free(got);
	return FALSE;
}

static gboolean await(Talk *talk, const TalkMessage *expected, const Window *window, GError **error)
{
	for (;;) {
		const TalkMessage *m = first_heard(talk);
		if (!m && talk->sim->now >= window->until)
			return fail_expect(talk, expected, NULL, error);
		if (!m) {
			talk_run(talk, window->until);
			continue;
		}
		gboolean match = talk_message_match(expected, m, talk->names);
		if (match && talk->sim->now < window->from)
			return fail_with(error, "too early", m);
		if (!match && !talk_ignores(talk, m))
			return fail_expect(talk, expected, m, error);
		g_ptr_array_remove_index(talk->heard, 0);
		if (match)
			return TRUE;
	}
}

static gboolean do_expect(Talk *talk, char *const *words, const Window *window, GError **error)
{
	TalkMessage *expected = talk_message_parse(words, error);
	gboolean ok = expected && await(talk, expected, window, error);

	talk_message_free(expected);
	return ok;
}

static unsigned count(char *const *words)
{
	unsigned n = 0;

	while (words[n])
		n++;
	return n;
}

/* The state of R's machine of that name now, or, where it is gone or none is named, the one that was
 * entered last; "none" where there was none. */
static const char *state_of(const Talk *talk, const char *machine, const char *name)
{
	char *key = name ? g_strdup_printf("%s %s", machine, name) : g_strdup(machine);
	const char *state = g_hash_table_lookup(talk->states, key);

	g_free(key);
	for (unsigned i = 0; name && talk->speaker->machines[i]; i++) {
		const FsmType *type = talk->speaker->machines[i];
		const Fsm *fsm = strcmp(type->name, machine) == 0
					 ? talk->speaker->machine(talk, type, name)
					 : NULL;
		if (fsm)
			state = fsm_state_name(fsm);
	}
	return state ? state : "none";
}

/* "state MACHINE [NAME] STATE", or "none" for a machine that was never heard of. */
static gboolean do_state(Talk *talk, char *const *words, const Window *window, GError **error)
{
	unsigned n = count(words);

	if (n < 2 || n > 3)
		return fail(error, "write \"state MACHINE [NAME] STATE\"");
	const char *state, *wanted = words[n - 1];
	for (;;) {
		state = state_of(talk, words[0], n == 3 ? words[1] : NULL);
		if (g_pattern_match_simple(wanted, state) || talk->sim->now >= window->until)
			break;
		talk_run(talk, window->until);
	}
	if (!g_pattern_match_simple(wanted, state))
		return fail(error, "the state is %s, not %s", state, wanted);
	if (talk->sim->now < window->from)
		return fail(error, "the state is %s too early", state);
	return TRUE;
}

static gboolean has_route(const Talk *talk, const NetPrefix *prefix, const char *protocol)
{
	const RibRoute *route = rib_best(rib_global(talk->router->rib), prefix);

	return strcmp(route ? route->source->protocol : "none", protocol) == 0;
}

/* "route PREFIX PROTOCOL": whose R's best route is; "none". */
static gboolean do_route(Talk *talk, char *const *words, const Window *window, GError **error)
{
	NetPrefix prefix;

	if (count(words) != 2 || !net_prefix_parse(words[0], FALSE, &prefix))
		return fail(error, "write \"route PREFIX PROTOCOL\"");
	while (!has_route(talk, &prefix, words[1])) {
		if (talk->sim->now >= window->until)
			return fail(error, "R's best route to %s is not of \"%s\"", words[0],
				    words[1]);
		talk_run(talk, MIN(window->until, talk->sim->now + SIM_MSEC));
	}
	return TRUE;
}

/* "within 5s", "within 4s..5s" before "expect" and "state". */
static gboolean read_window(const Talk *talk, const char *text, Window *window, GError **error)
{
	GStrv ends = g_strsplit(text, "..", 2);
	gboolean two = ends[0] && ends[1];
	SimTime from = 0, until = 0;
	gboolean ok = (!two || sim_time_parse(ends[0], &from, error)) &&
		      sim_time_parse(two ? ends[1] : text, &until, error);

	g_strfreev(ends);
	*window = (Window){.from = talk->sim->now + from, .until = talk->sim->now + until};
	return ok;
}

static gboolean do_within(Talk *talk, char *const *words, const Window *window, GError **error)
{
	Window own;

	(void)window;
	if (!words[0] || !words[1])
		return fail(error, "write \"within TIME expect ...\" or \"within TIME state ...\"");
	if (!read_window(talk, words[0], &own, error))
		return FALSE;
	if (strcmp(words[1], "expect") == 0)
		return do_expect(talk, words + 2, &own, error);
	if (strcmp(words[1], "state") == 0)
		return do_state(talk, words + 2, &own, error);
	return fail(error, "\"%s\" cannot be awaited", words[1]);
}

static gboolean say(Talk *talk, const TalkMessage *m, GError **error)
{
	talk_note(talk, "said ", m);
	return talk->speaker->say(talk->mouth, m, error);
}

static gboolean say_raw(Talk *talk, const char *hex, GError **error)
{
	GByteArray *bytes = g_byte_array_new();
	gboolean ok = talk_hex_parse(hex, bytes)
			      ? talk->speaker->say_bytes(talk->mouth, bytes, error)
			      : fail(error, "\"%s\" is not hexadecimal", hex);

	g_byte_array_unref(bytes);
	return ok;
}

static gboolean do_send(Talk *talk, char *const *words, const Window *window, GError **error)
{
	(void)window;
	if (words[0] && words[1] && strcmp(words[0], "raw") == 0)
		return say_raw(talk, words[1], error);
	TalkMessage *m = talk_message_parse(words, error);
	gboolean ok = m && say(talk, m, error);

	talk_message_free(m);
	return ok;
}

static void repeat_due(void *owner)
{
	TalkRepeat *repeat = owner;

	sim_timer_start(&repeat->timer, repeat->interval);
	repeat->talk->speaker->say(repeat->talk->mouth, repeat->message, NULL);
}

static void free_repeat(void *data)
{
	TalkRepeat *repeat = data;

	sim_timer_stop(&repeat->timer);
	talk_message_free(repeat->message);
	g_free(repeat);
}

void talk_verbs_stop(Talk *talk)
{
	if (talk->repeated)
		g_ptr_array_unref(talk->repeated);
	talk->repeated = NULL;
}

/* Ends what is said again and again and is as the pattern says. */
static void stop_repeating(Talk *talk, const TalkMessage *pattern)
{
	for (unsigned i = talk->repeated ? talk->repeated->len : 0; i-- > 0;) {
		const TalkRepeat *repeat = g_ptr_array_index(talk->repeated, i);
		if (talk_message_match(pattern, repeat->message, NULL))
			g_ptr_array_remove_index(talk->repeated, i);
	}
}

static gboolean do_stop(Talk *talk, char *const *words, const Window *window, GError **error)
{
	TalkMessage *m = talk_message_parse(words, error);

	(void)window;
	if (m)
		stop_repeating(talk, m);
	talk_message_free(m);
	return m != NULL;
}

/* What is said again and again by the same router, under the same type, ends. */
static void stop_former(Talk *talk, const TalkMessage *m)
{
	const char *id = talk_message_get(m, "router-id");
	TalkMessage *former = talk_message_new(m->type);

	talk_message_add(former, "router-id", "%s", id ? id : "-");
	stop_repeating(talk, former);
	talk_message_free(former);
}

static gboolean do_every(Talk *talk, char *const *words, const Window *window, GError **error)
{
	SimTime interval;

	(void)window;
	if (!words[0] || !words[1] || strcmp(words[1], "send") != 0)
		return fail(error, "write \"every DURATION send ...\"");
	if (!sim_time_parse(words[0], &interval, error))
		return FALSE;
	TalkMessage *m = talk_message_parse(words + 2, error);
	if (!m)
		return FALSE;
	stop_former(talk, m);
	if (!say(talk, m, error)) {
		talk_message_free(m);
		return FALSE;
	}
	TalkRepeat *repeat = g_new0(TalkRepeat, 1);
	repeat->talk = talk;
	repeat->interval = interval;
	repeat->message = m;
	sim_timer_init(&repeat->timer, talk->sim, SIM_PERIODIC, repeat_due, repeat);
	sim_timer_start(&repeat->timer, interval);
	if (!talk->repeated)
		talk->repeated = g_ptr_array_new_with_free_func(free_repeat);
	g_ptr_array_add(talk->repeated, repeat);
	return TRUE;
}

static gboolean do_ignore(Talk *talk, char *const *words, const Window *window, GError **error)
{
	TalkMessage *m = talk_message_parse(words, error);

	(void)window;
	if (m)
		g_ptr_array_add(talk->ignored, m);
	return m != NULL;
}

static gboolean do_heed(Talk *talk, char *const *words, const Window *window, GError **error)
{
	(void)window;
	if (!words[0] || words[1])
		return fail(error, "write \"heed TYPE\"");
	first_that_counts(talk);
	for (unsigned i = talk->ignored->len; i-- > 0;) {
		const TalkMessage *m = g_ptr_array_index(talk->ignored, i);
		if (strcmp(m->type, words[0]) == 0)
			g_ptr_array_remove_index(talk->ignored, i);
	}
	return TRUE;
}

static gboolean do_let(Talk *talk, char *const *words, const Window *window, GError **error)
{
	char *value = words[0] ? strchr(words[0], '=') : NULL;

	(void)window;
	if (!value || words[1])
		return fail(error, "write \"let NAME=TEXT\"");
	g_hash_table_replace(talk->names, g_strndup(words[0], (gsize)(value - words[0])),
			     g_strdup(value + 1));
	return TRUE;
}

static int index_of(const char *const *names, int n, const char *name)
{
	for (int i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -1;
}

/* Feeds an event that nothing which N can say leads to. */
static gboolean do_event(Talk *talk, char *const *words, const Window *window, GError **error)
{
	(void)window;
	if (count(words) != 3)
		return fail(error, "write \"event MACHINE NAME EVENT\"");
	for (unsigned i = 0; talk->speaker->machines[i]; i++) {
		const FsmType *type = talk->speaker->machines[i];
		if (strcmp(type->name, words[0]) != 0)
			continue;
		Fsm *fsm = talk->speaker->machine(talk, type, words[1]);
		int event = index_of(type->events, type->n_events, words[2]);
		if (!fsm || event < 0)
			return fail(error, "%s has no %s \"%s\"", words[0],
				    fsm ? "event" : "machine", words[fsm ? 2 : 1]);
		fsm_event(fsm, event,
			  talk->speaker->argument ? talk->speaker->argument(type, event) : NULL);
		return TRUE;
	}
	return fail(error, "there is no machine \"%s\"", words[0]);
}

static gboolean do_act(Talk *talk, char *const *words, const Window *window, GError **error)
{
	(void)window;
	if (!talk_act(talk, words, error))
		return FALSE;
	talk_run(talk, talk->sim->now);
	return TRUE;
}

static gboolean do_router(Talk *talk, char *const *words, const Window *window, GError **error)
{
	(void)window;
	return talk_configure(talk, words, error);
}

static gboolean do_neighbor(Talk *talk, char *const *words, const Window *window, GError **error)
{
	(void)window;
	if (words[0] && !words[1] && g_str_has_prefix(words[0], "id=") &&
	    net_addr_parse(words[0] + 3, &talk->neighbor_id))
		return TRUE;
	return fail(error, "write \"neighbor id=ADDRESS\"");
}

typedef enum {
	SETTING, /* of the two routers: before the start */
	ALWAYS,
	ACTION, /* starts the network, if it has not been yet */
} VerbKind;

typedef struct Verb {
	const char *name;
	VerbKind kind;
	gboolean (*run)(Talk *talk, char *const *words, const Window *window, GError **error);
} Verb;

static const Verb verbs[] = {
	{"router", SETTING, do_router},  {"neighbor", SETTING, do_neighbor},
	{"let", ALWAYS, do_let},         {"ignore", ALWAYS, do_ignore},
	{"heed", ACTION, do_heed},       {"send", ACTION, do_send},
	{"every", ACTION, do_every},     {"stop", ACTION, do_stop},
	{"expect", ACTION, do_expect},   {"within", ACTION, do_within},
	{"silence", ACTION, do_silence}, {"at", ACTION, do_at},
	{"state", ACTION, do_state},     {"route", ACTION, do_route},
	{"event", ACTION, do_event},     {"do", ACTION, do_act},
};

gboolean talk_verb(Talk *talk, char *const *words, GError **error)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(verbs); i++) {
		if (strcmp(verbs[i].name, words[0]) != 0)
			continue;
		if (verbs[i].kind == ACTION && !talk->started && !talk_start(talk, error))
			return FALSE;
		if (verbs[i].kind == SETTING && talk->started)
			return fail(error, "\"%s\" comes before all that happens", words[0]);
		SimTime now = talk->sim->now;
		Window soon = {.from = now, .until = now + SOON};
		return verbs[i].run(talk, words + 1, &soon, error);
	}
	return fail(error, "\"%s\" is not known", words[0]);
}
