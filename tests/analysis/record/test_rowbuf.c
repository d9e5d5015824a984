/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/record/rowbuf.h"
#include "tests/testing.h"

#include <signal.h>
#include <string.h>

static sqlite3 *db;
static RowBuf *buf;
static unsigned insert;

static void setup(void)
{
	ck_assert_int_eq(sqlite3_open(":memory:", &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, "CREATE TABLE t(a, b)", NULL, NULL, NULL), SQLITE_OK);
	buf = rowbuf_new(db);
	ck_assert(rowbuf_prepare(buf, "INSERT INTO t VALUES(?,?)", &insert, NULL));
}

static void teardown(void)
{
	rowbuf_free(buf);
	ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
}

static int count(void)
{
	sqlite3_stmt *stmt;
	int n;

	ck_assert_int_eq(sqlite3_prepare_v2(db, "SELECT count(*) FROM t", -1, &stmt, NULL),
			 SQLITE_OK);
	ck_assert_int_eq(sqlite3_step(stmt), SQLITE_ROW);
	n = sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	return n;
}

static void put(int64_t number, const char *text)
{
	rowbuf_begin(buf, insert);
	rowbuf_int(buf, number);
	rowbuf_text(buf, text);
	rowbuf_end(buf);
}

static int append_row(void *user, int n, char **values, char **names)
{
	GString *out = user;

	(void)names;
	for (int i = 0; i < n; i++)
		g_string_append_printf(out, "%s%s", values[i] ? values[i] : "NULL",
				       i + 1 < n ? "," : ";");
	return 0;
}

static void expect_rows(const char *sql, const char *text)
{
	GString *out = g_string_new(NULL);

	ck_assert_int_eq(sqlite3_exec(db, sql, append_row, out, NULL), SQLITE_OK);
	ck_assert_str_eq(out->str, text);
	g_string_free(out, TRUE);
}

START_TEST(rows_arrive_in_order_when_flushed)
{
	put(1, "one");
	put(2, "two");
	ck_assert_int_eq(count(), 0);
	ck_assert(rowbuf_flush(buf, NULL));
	expect_rows("SELECT a, b FROM t ORDER BY rowid", "1,one;2,two;");
	put(3, "three");
	ck_assert(rowbuf_flush(buf, NULL));
	ck_assert(rowbuf_flush(buf, NULL));
	expect_rows("SELECT a, b FROM t ORDER BY rowid", "1,one;2,two;3,three;");
	ck_assert(!rowbuf_failed(buf));
}
END_TEST

START_TEST(values_keep_their_type)
{
	put(INT64_MIN, "");
	put(INT64_MAX, NULL);
	put(0, "it's; DROP TABLE t; \xc2\xb7");
	rowbuf_begin(buf, insert);
	rowbuf_null(buf);
	rowbuf_null(buf);
	rowbuf_end(buf);
	ck_assert(rowbuf_flush(buf, NULL));
	expect_rows("SELECT a, typeof(a), b, typeof(b) FROM t ORDER BY rowid",
		    "-9223372036854775808,integer,,text;"
		    "9223372036854775807,integer,NULL,null;"
		    "0,integer,it's; DROP TABLE t; \xc2\xb7,text;"
		    "NULL,null,NULL,null;");
}
END_TEST

START_TEST(statements_take_turns)
{
	unsigned update;

	ck_assert(rowbuf_prepare(buf, "UPDATE t SET b=? WHERE a=?", &update, NULL));
	put(1, "one");
	put(2, "two");
	rowbuf_begin(buf, update);
	rowbuf_text(buf, "changed");
	rowbuf_int(buf, 1);
	rowbuf_end(buf);
	put(3, "three");
	ck_assert(rowbuf_flush(buf, NULL));
	expect_rows("SELECT a, b FROM t ORDER BY rowid", "1,changed;2,two;3,three;");
}
END_TEST

START_TEST(a_row_that_lacks_a_value_is_a_mistake_of_the_program)
{
	rowbuf_begin(buf, insert);
	rowbuf_int(buf, 2);
	rowbuf_end(buf);
}
END_TEST

START_TEST(a_full_batch_is_written)
{
	for (int i = 0; i < ROWBUF_MAX_ROWS - 1; i++)
		put(i, "x");
	/* It may have been older than a second before that. */
	ck_assert_int_lt(count(), ROWBUF_MAX_ROWS);
	put(0, "x");
	ck_assert(rowbuf_flush(buf, NULL));
	ck_assert_int_eq(count(), ROWBUF_MAX_ROWS);
}
END_TEST

START_TEST(an_old_batch_is_written_with_its_next_row)
{
	put(1, "one");
	g_usleep(ROWBUF_MAX_AGE_US + 10000);
	ck_assert_int_eq(count(), 0);
	put(2, "two");
	ck_assert_int_eq(count(), 2);
	put(3, "three");
	ck_assert_int_eq(count(), 2);
}
END_TEST

START_TEST(long_texts_pass)
{
	char *text = g_strnfill(1000000, 'x');

	put(1, text);
	put(2, "short");
	ck_assert(rowbuf_flush(buf, NULL));
	expect_rows("SELECT a, length(b) FROM t ORDER BY rowid", "1,1000000;2,5;");
	g_free(text);
}
END_TEST

START_TEST(what_is_wrong_with_a_statement_is_said)
{
	GError *error = NULL;
	unsigned number;

	ck_assert(!rowbuf_prepare(buf, "INSERT INTO nowhere VALUES(?)", &number, &error));
	ck_assert(error->domain == RECORD_ERROR);
	ck_assert_ptr_nonnull(strstr(error->message, "no such table: nowhere"));
	g_error_free(error);
	ck_assert(!rowbuf_failed(buf));
}
END_TEST

START_TEST(a_batch_that_fails_is_undone_and_the_failure_stays)
{
	GError *error = NULL;
	char *text = g_strnfill(100000, 'x');

	put(1, "kept");
	ck_assert(rowbuf_flush(buf, NULL));
	ck_assert_int_eq(sqlite3_exec(db, "PRAGMA max_page_count=10", NULL, NULL, NULL), SQLITE_OK);
	put(2, "in the same batch");
	put(3, text);
	ck_assert(!rowbuf_flush(buf, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "database or disk is full"));
	ck_assert_int_eq(error->code, SQLITE_FULL);
	g_clear_error(&error);
	ck_assert(rowbuf_failed(buf));
	ck_assert_int_eq(sqlite3_exec(db, "PRAGMA max_page_count=1000", NULL, NULL, NULL),
			 SQLITE_OK);
	put(4, "discarded");
	ck_assert(!rowbuf_flush(buf, NULL));
	ck_assert(!rowbuf_flush(buf, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "database or disk is full"));
	g_error_free(error);
	expect_rows("SELECT a, b FROM t", "1,kept;");
	g_free(text);
}
END_TEST

START_TEST(what_was_not_flushed_is_lost)
{
	put(1, "one");
	rowbuf_free(buf);
	ck_assert_int_eq(count(), 0);
	buf = rowbuf_new(db);
	rowbuf_free(NULL);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("rowbuf");

	tcase_set_timeout(tc, 30);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, rows_arrive_in_order_when_flushed);
	tcase_add_test(tc, values_keep_their_type);
	tcase_add_test(tc, statements_take_turns);
	tcase_add_test_raise_signal(tc, a_row_that_lacks_a_value_is_a_mistake_of_the_program,
				    SIGABRT);
	tcase_add_test(tc, a_full_batch_is_written);
	tcase_add_test(tc, an_old_batch_is_written_with_its_next_row);
	tcase_add_test(tc, long_texts_pass);
	tcase_add_test(tc, what_is_wrong_with_a_statement_is_said);
	tcase_add_test(tc, a_batch_that_fails_is_undone_and_the_failure_stays);
	tcase_add_test(tc, what_was_not_flushed_is_lost);
	return test_main("rowbuf", tc);
}
