/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report/figure.h"
#include "tests/testing.h"

#include <string.h>

/* As much of a run as figures look at. */
static const char schema[] = "CREATE TABLE run(scenario, seed, status, sim_end_ns);"
			     "INSERT INTO run VALUES ('it''s', 7, 'complete', 5000);"
			     "CREATE TABLE flow(flow); INSERT INTO flow VALUES ('one'), ('two');"
			     "CREATE TABLE t(row, text, number, flow);";

static const Kind kind = {
	.name = "kind",
	.script = "draw\n",
	.questions = {{"answer",
		       "SELECT row, text, number FROM t WHERE :flow IS NULL OR flow = :flow"},
		      {"lines", "SELECT text AS series, number FROM t ORDER BY text, rowid"}},
	.nothing = "nothing is there",
	.max_runs = 2,
	.of_flows = TRUE,
};

static FigureRun runs[3];

static void fill(const char *rows)
{
	g_autofree char *sql = g_strdup_printf("INSERT INTO t VALUES %s", rows);

	ck_assert_int_eq(sqlite3_exec(runs[0].db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static void setup(void)
{
	ck_assert_int_eq(sqlite3_open(":memory:", &runs[0].db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(runs[0].db, schema, NULL, NULL, NULL), SQLITE_OK);
	runs[0].path = "some/where/the.run.db";
	runs[1] = runs[2] = runs[0];
}

static void teardown(void)
{
	sqlite3_close(runs[0].db);
}

/* The script with the texts and the block has them. */
static void expect(const char *flow, unsigned n_runs, const char *const *texts)
{
	g_autofree char *script = figure_script(&kind, runs, n_runs, flow, NULL, NULL);

	ck_assert_ptr_nonnull(script);
	for (; *texts; texts++)
		ck_assert_msg(strstr(script, *texts), "no %s in %s", *texts, script);
}

static void expect_failure(const Kind *asked, unsigned n_runs, const char *flow, const char *text)
{
	GError *error = NULL;

	ck_assert_ptr_null(figure_script(asked, runs, n_runs, flow, NULL, &error));
	ck_assert_str_eq(error->message, text);
	g_error_free(error);
}

START_TEST(texts_are_quoted_and_data_name_their_places)
{
	fill("(1, 'a''b\nc', 2.5, 'one'), (2, '@x', NULL, 'two')");
	expect(NULL, 1,
	       (const char *const[]){
		       "\nText[1] = 'a''b c'\n", "\nText[2] = '@x'\n", "\narray Text[4]\n",
		       "'it''s, seed 7'\n", "= 'the.run'\n", "\nrows = 2\nend_ns = 5000\n",
		       "$answer << END\n1\t1\t1\t2.5\n1\t2\t2\tNaN\nEND\n", "\ndraw\n", NULL});
}
END_TEST

START_TEST(each_series_is_a_block)
{
	fill("(1, 'x', 1, 'one'), (1, 'y', 2, 'one'), (1, 'x', 3, 'one')");
	expect(NULL, 1,
	       (const char *const[]){"$lines << END\n1\t1\t1\n1\t1\t3\n\n\n1\t2\t2\nEND\n"
				     "lines_series = 2\narray lines_name[2] = [1, 2]\n",
				     "\nanswer_series = 0\n", NULL});
}
END_TEST

START_TEST(rows_say_which_run_they_are_of)
{
	fill("(1, 'x', 1, 'one')");
	expect(NULL, 2,
	       (const char *const[]){"runs = 2\n", "$answer << END\n1\t1\t1\t1\n2\t1\t1\t1\nEND\n",
				     NULL});
}
END_TEST

START_TEST(one_flow_may_be_asked_for)
{
	Kind other = kind;

	fill("(1, 'x', 1, 'one'), (2, 'y', 2, 'two')");
	expect("two", 1, (const char *const[]){"$answer << END\n1\t2\t1\t2\nEND\n", NULL});
	expect_failure(&kind, 1, "tow", "there is no flow \"tow\"; did you mean \"two\"?");
	other.of_flows = FALSE;
	expect_failure(&other, 1, "two", "\"kind\" is not of flows: leave --flow away");
}
END_TEST

START_TEST(what_is_no_figure_is_said)
{
	Kind wrong = kind;

	expect_failure(&kind, 1, NULL, "some/where/the.run.db: nothing is there");
	expect_failure(&kind, 3, NULL, "\"kind\" has room for 2 runs, and these are 3");
	fill("(61, 'x', 1, 'one')");
	expect_failure(&kind, 1, NULL,
		       "some/where/the.run.db: a figure has room for 60 lines, and these are 61: "
		       "name a flow with --flow");
	wrong.questions[0].sql = "SELECT absent FROM t";
	expect_failure(&wrong, 1, NULL, "cannot read : no such column: absent");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("figure");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, texts_are_quoted_and_data_name_their_places);
	tcase_add_test(tc, each_series_is_a_block);
	tcase_add_test(tc, rows_say_which_run_they_are_of);
	tcase_add_test(tc, one_flow_may_be_asked_for);
	tcase_add_test(tc, what_is_no_figure_is_said);
	return test_main("figure", tc);
}
