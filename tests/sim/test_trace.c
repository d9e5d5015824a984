/* SPDX-License-Identifier: Apache-2.0 */
/* The trace bus: ids, causes, the digest, subscribers. */
#include "sim/sim.h"
#include "tests/testing.h"

typedef struct Note {
	TraceRecord head;
	uint32_t number;
	const char *text;
} Note;

static const Field note_fields[] = {
	FIELD(Note, number, field_u32),
	FIELD(Note, text, field_text),
};

#define NOTE_TYPE(name_, flags_)                                       \
	{                                                              \
		.name = name_, .flags = flags_, .fields = note_fields, \
		.n_fields = G_N_ELEMENTS(note_fields),                 \
	}
static const TraceType trace_note = NOTE_TYPE("note", TRACE_DIGEST);
static const TraceType trace_change = NOTE_TYPE("change", TRACE_DIGEST | TRACE_CHANGE);
static const TraceType trace_seen = NOTE_TYPE("seen", 0);

static Sim *sim;
static GString *log_;

static void setup(void)
{
	sim = sim_new(1);
	log_ = g_string_new(NULL);
}

static void teardown(void)
{
	sim_free(sim);
	g_string_free(log_, TRUE);
}

static uint64_t emit(const TraceType *type, const char *node, uint32_t number, const char *text)
{
	Note note = {
		.head = {.type = type, .node = node},
		.number = number,
		.text = text,
	};
	return sim_trace(sim, &note.head);
}

static void log_note(const TraceRecord *record, void *user)
{
	const Note *note = (const Note *)record;
	g_string_append_printf(log_, "%s%u", (const char *)user, note->number);
}

START_TEST(head_is_filled_in)
{
	Note note = {.head = {.type = &trace_note}};
	Note preset = {.head = {.type = &trace_note, .cause = 99}};

	sim_run(sim, 30);
	sim_set_cause(sim, 55);
	ck_assert_uint_eq(sim_trace(sim, &note.head), 1);
	ck_assert_uint_eq(note.head.id, 1);
	ck_assert_uint_eq(note.head.cause, 55);
	ck_assert_int_eq(note.head.time, 30);
	ck_assert_uint_eq(sim_trace(sim, &preset.head), 2);
	ck_assert_uint_eq(preset.head.cause, 99);
	ck_assert_uint_eq(sim->cause, 55);
}
END_TEST

START_TEST(change_makes_work)
{
	sim->class_ = SIM_PERIODIC;
	emit(&trace_note, NULL, 1, NULL);
	ck_assert_int_eq(sim->class_, SIM_PERIODIC);
	emit(&trace_seen, NULL, 1, NULL);
	ck_assert_int_eq(sim->class_, SIM_PERIODIC);
	emit(&trace_change, NULL, 1, NULL);
	ck_assert_int_eq(sim->class_, SIM_WORK);
}
END_TEST

START_TEST(wanted_where_somebody_receives_it)
{
	ck_assert(!sim_trace_wanted(sim, &trace_note));
	sim_subscribe(sim, &trace_change, log_note, "a");
	ck_assert(!sim_trace_wanted(sim, &trace_note));
	ck_assert(sim_trace_wanted(sim, &trace_change));
	sim_subscribe(sim, NULL, log_note, "b");
	ck_assert(sim_trace_wanted(sim, &trace_note));
	sim_unsubscribe(sim, log_note, "b");
	ck_assert(!sim_trace_wanted(sim, &trace_note));
}
END_TEST

START_TEST(subscribers_by_type_in_order)
{
	sim_subscribe(sim, &trace_change, log_note, "a");
	sim_subscribe(sim, NULL, log_note, "b");
	sim_subscribe(sim, &trace_note, log_note, "c");
	emit(&trace_note, NULL, 1, NULL);
	emit(&trace_change, NULL, 2, NULL);
	ck_assert_str_eq(log_->str, "b1c1a2b2");
	sim_unsubscribe(sim, log_note, "d");
	sim_unsubscribe(sim, log_note, "b");
	emit(&trace_note, NULL, 3, NULL);
	ck_assert_str_eq(log_->str, "b1c1a2b2c3");
}
END_TEST

static char later[] = "L", gone[] = "G";

static void subscribe_another(const TraceRecord *record, void *user)
{
	(void)record;
	(void)user;
	for (int i = 0; i < 100; i++) /* more than the array has room for */
		sim_subscribe(sim, NULL, log_note, later);
}

START_TEST(subscribe_while_called)
{
	sim_subscribe(sim, NULL, subscribe_another, NULL);
	sim_subscribe(sim, NULL, log_note, "z");
	emit(&trace_note, NULL, 1, NULL);
	ck_assert_str_eq(log_->str, "z1");
	sim_unsubscribe(sim, subscribe_another, NULL);
	emit(&trace_note, NULL, 2, NULL);
	ck_assert_uint_eq(log_->len, 4 + 2 * 100);
	ck_assert(g_str_has_prefix(log_->str, "z1z2L2L2"));
}
END_TEST

static void leave(const TraceRecord *record, void *user)
{
	log_note(record, user);
	sim_unsubscribe(sim, leave, user);
	sim_unsubscribe(sim, log_note, gone);
}

START_TEST(unsubscribe_while_called)
{
	sim_subscribe(sim, NULL, log_note, "a");
	sim_subscribe(sim, NULL, leave, "b");
	sim_subscribe(sim, NULL, log_note, gone);
	sim_subscribe(sim, NULL, log_note, "c");
	emit(&trace_note, NULL, 1, NULL);
	emit(&trace_note, NULL, 2, NULL);
	ck_assert_str_eq(log_->str, "a1b1c1a2c2");
	ck_assert_uint_eq(sim->subscribers->len, 2);
}
END_TEST

/* An observer that emits records of its own about those it sees. */
static void observe(const TraceRecord *record, void *user)
{
	(void)user;
	if (record->type != &trace_seen)
		emit(&trace_seen, record->node, ((const Note *)record)->number, NULL);
}

static void leave_while_nested(const TraceRecord *record, void *user)
{
	log_note(record, user);
	if (record->type == &trace_seen)
		sim_unsubscribe(sim, leave_while_nested, user);
}

START_TEST(nested_records)
{
	sim_subscribe(sim, NULL, leave_while_nested, "a");
	sim_subscribe(sim, NULL, observe, NULL);
	sim_subscribe(sim, NULL, log_note, "b");
	emit(&trace_note, NULL, 1, NULL); /* a, then the nested one to a and b, then b */
	ck_assert_str_eq(log_->str, "a1a1b1b1");
	emit(&trace_note, NULL, 2, NULL);
	ck_assert_str_eq(log_->str, "a1a1b1b1b2b2");
}
END_TEST

static uint64_t digest_of_some(gboolean watched, uint32_t number, const char *text,
			       uint64_t *last_id)
{
	Sim *other = sim, *mine = sim_new(1);
	sim = mine;
	if (watched)
		sim_subscribe(sim, NULL, observe, NULL);
	emit(&trace_note, "PE-1", 1, "one");
	*last_id = emit(&trace_note, "PE-1", number, text);
	uint64_t digest = digest_value(&mine->digest);
	sim_free(mine);
	sim = other;
	return digest;
}

START_TEST(watching_changes_no_digest_and_no_id)
{
	uint64_t id, watched_id;
	uint64_t digest = digest_of_some(FALSE, 2, "two", &id);

	ck_assert_uint_eq(digest_of_some(TRUE, 2, "two", &watched_id), digest);
	ck_assert_uint_eq(id, 2);
	ck_assert_uint_eq(watched_id, 2);
	ck_assert_uint_eq(emit(&trace_seen, NULL, 1, NULL), TRACE_FIRST_OBSERVER_ID);
	ck_assert_uint_eq(emit(&trace_seen, NULL, 1, NULL), TRACE_FIRST_OBSERVER_ID + 1);
}
END_TEST

static uint64_t digest_after(const TraceType *type, uint64_t cause, SimTime time, const char *node,
			     uint32_t number, const char *text)
{
	Sim *other = sim, *mine = sim_new(1);
	sim = mine;
	sim_run(sim, time);
	sim_set_cause(sim, cause);
	emit(type, node, number, text);
	uint64_t digest = digest_value(&mine->digest);
	sim_free(mine);
	sim = other;
	return digest;
}

START_TEST(digest_covers_everything)
{
	uint64_t digest = digest_after(&trace_note, 1, 2, "PE-1", 3, "x");

	ck_assert_uint_eq(digest_after(&trace_note, 1, 2, "PE-1", 3, "x"), digest);
	ck_assert_uint_ne(digest_after(&trace_change, 1, 2, "PE-1", 3, "x"), digest);
	ck_assert_uint_ne(digest_after(&trace_note, 2, 2, "PE-1", 3, "x"), digest);
	ck_assert_uint_ne(digest_after(&trace_note, 1, 3, "PE-1", 3, "x"), digest);
	ck_assert_uint_ne(digest_after(&trace_note, 1, 2, "PE-2", 3, "x"), digest);
	ck_assert_uint_ne(digest_after(&trace_note, 1, 2, NULL, 3, "x"), digest);
	ck_assert_uint_ne(digest_after(&trace_note, 1, 2, "PE-1", 4, "x"), digest);
	ck_assert_uint_ne(digest_after(&trace_note, 1, 2, "PE-1", 3, "y"), digest);
	ck_assert_uint_ne(digest_after(&trace_note, 1, 2, "PE-1", 3, NULL), digest);
}
END_TEST

static void log_cause(const TraceRecord *record, void *user)
{
	const TraceCause *cause = (const TraceCause *)record;

	(void)user;
	g_string_append_printf(log_, "%u<-%u ", (unsigned)cause->record_id,
			       (unsigned)cause->head.cause);
}

START_TEST(further_causes)
{
	uint64_t first = emit(&trace_note, "PE-1", 1, "x"),
		 second = emit(&trace_note, "PE-1", 2, "x");

	sim_subscribe(sim, &trace_cause, log_cause, NULL);
	sim_set_cause(sim, second);
	uint64_t both = emit(&trace_note, "PE-1", 3, "x");
	sim_trace_also_because(sim, both, first);
	sim_trace_also_because(sim, both, second); /* known already */
	sim_trace_also_because(sim, both, 0);
	sim_trace_also_because(sim, 0, first);
	ck_assert_str_eq(log_->str, "3<-1 ");
	ck_assert_uint_eq(sim->cause, second);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bus");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, head_is_filled_in);
	tcase_add_test(tc, change_makes_work);
	tcase_add_test(tc, wanted_where_somebody_receives_it);
	tcase_add_test(tc, subscribers_by_type_in_order);
	tcase_add_test(tc, subscribe_while_called);
	tcase_add_test(tc, unsubscribe_while_called);
	tcase_add_test(tc, nested_records);
	tcase_add_test(tc, watching_changes_no_digest_and_no_id);
	tcase_add_test(tc, digest_covers_everything);
	tcase_add_test(tc, further_causes);
	return test_main("trace", tc);
}
