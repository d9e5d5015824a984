/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/record/rowbuf.h"
#include "analysis/record/run_db.h"
#include "tests/analysis/record/recording.h"
#include "tests/testing.h"

#include <glib/gstdio.h>
#include <string.h>

static Recording *recording;
static sqlite3 *db;

static void setup(void)
{
	recording = recording_new();
}

static void teardown(void)
{
	sqlite3_close(db);
	db = NULL;
	recording_free(recording);
}

static void open_run(void)
{
	GError *error = NULL;

	db = run_db_open(recording->path, &error);
	ck_assert_msg(!error, "%s", error ? error->message : "");
}

/* "17/29 63/63 ldp/vpn" */
static void append_stack(const RunLabel *stack, unsigned n, GString *out)
{
	for (unsigned i = 0; i < n; i++)
		g_string_append_printf(out, "[%s %u %u %u]", stack[i].kind, stack[i].label,
				       stack[i].ttl, stack[i].tc);
}

static void expect_path(RunPath *path, const char *text)
{
	GString *out = g_string_new(NULL);

	ck_assert_ptr_nonnull(path);
	g_string_append_printf(out, "%s %s %s %s(%s) at %d since %d %s%s%s\n", path->flow,
			       path->forward ? "forward" : "reverse", path->from, path->to,
			       path->to_node, (int)(path->at / SIM_SEC),
			       (int)(path->since / SIM_SEC), path->verdict,
			       path->reason ? ": " : "", path->reason ? path->reason : "");
	for (unsigned i = 0; i < path->hops->len; i++) {
		const RunHop *hop = &g_array_index(path->hops, RunHop, i);

		g_string_append_printf(out, "%s %s %s-%s %s ", hop->node, hop->vrf ? hop->vrf : "",
				       hop->in ? hop->in : "", hop->out ? hop->out : "",
				       hop->action);
		append_stack(hop->stack_in, hop->n_in, out);
		g_string_append_c(out, ' ');
		append_stack(hop->stack_out, hop->n_out, out);
		g_string_append_printf(out, " %u\n", hop->ip_ttl);
	}
	ck_assert_str_eq(out->str, text);
	g_string_free(out, TRUE);
	run_path_free(path);
}

static void expect_summary(RunPath *path, const char *text)
{
	ck_assert_ptr_nonnull(path);
	g_array_set_size(path->hops, 0);
	expect_path(path, text);
}

START_TEST(a_path_comes_back_as_it_was_walked)
{
	recording_make(recording, RECORD_SUMMARY);
	open_run();
	expect_path(run_db_path(db, "CE-3", "152.12.4.1", NULL, 10 * SIM_SEC, NULL),
		    "f forward CE-3 152.12.4.1(CE-2) at 10 since 0 delivered\n"
		    "CE-3  -pe forward   64\n"
		    "PE-2 VPN-B ce-core push  [ldp 17 63 0][vpn 29 63 0] 63\n"
		    "P  pe2-pe1 pop [ldp 17 63 0][vpn 29 63 0] [vpn 29 62 0] 63\n"
		    "PE-1  core-ce pop [vpn 29 62 0]  61\n"
		    "CE-2  pe- deliver   61\n");
}
END_TEST

START_TEST(destinations_are_addresses_or_nodes_in_either_direction)
{
	static const char text[] = "f forward CE-3 152.12.4.1(CE-2) at 100 since 60 delivered\n";
	static const char back[] = "f reverse CE-2 152.12.3.1(CE-3) at 100 since 60 delivered\n";

	recording_make(recording, RECORD_SUMMARY);
	open_run();
	expect_summary(run_db_path(db, "CE-3", "152.12.4.1", NULL, -1, NULL), text);
	expect_summary(run_db_path(db, "CE-3", "CE-2", NULL, -1, NULL), text);
	expect_summary(run_db_path(db, "CE-2", "152.12.3.1", NULL, -1, NULL), back);
	expect_summary(run_db_path(db, "CE-2", "CE-3", NULL, -1, NULL), back);
}
END_TEST

START_TEST(an_instant_has_the_path_that_held_then)
{
	recording_make(recording, RECORD_SUMMARY);
	open_run();
	expect_summary(run_db_path(db, "CE-3", "CE-2", NULL, 20 * SIM_SEC - 1, NULL),
		       "f forward CE-3 152.12.4.1(CE-2) at 19 since 0 delivered\n");
	expect_summary(run_db_path(db, "CE-3", "CE-2", NULL, 20 * SIM_SEC, NULL),
		       "f forward CE-3 152.12.4.1(CE-2) at 20 since 20 dropped: link "
		       "P:pe1--PE-1:core is cut\n");
	expect_summary(run_db_path(db, "CE-3", "CE-2", NULL, 0, NULL),
		       "f forward CE-3 152.12.4.1(CE-2) at 0 since 0 delivered\n");
}
END_TEST

START_TEST(the_way_back_is_that_of_the_same_flow)
{
	NetAddr src = rib_lab_addr("192.168.3.2"), dst = rib_lab_addr("192.168.2.2");
	RunPath *path;

	/* Another one between the same nodes, which never arrives. */
	ck_assert_ptr_nonnull(
		flow_add(recording->net->flows, "links", "CE-3", NULL, &src, &dst, NULL, 64, NULL));
	recording_make(recording, RECORD_SUMMARY);
	open_run();
	path = run_db_path(db, "CE-3", "192.168.2.2", NULL, 10 * SIM_SEC, NULL);
	expect_summary(run_db_path_back(db, path, NULL),
		       "links reverse CE-2 192.168.3.2(CE-3) at 10 since 0 dropped: no route\n");
	expect_summary(path,
		       "links forward CE-3 192.168.2.2(CE-2) at 10 since 0 dropped: no route\n");
	path = run_db_path(db, "CE-2", "152.12.3.1", NULL, 10 * SIM_SEC, NULL);
	expect_summary(run_db_path_back(db, path, NULL),
		       "f forward CE-3 152.12.4.1(CE-2) at 10 since 0 delivered\n");
	run_path_free(path);
	run_path_free(NULL);
}
END_TEST

START_TEST(a_vrf_may_be_asked_for)
{
	NetAddr src = rib_lab_addr("192.168.3.1"), dst = rib_lab_addr("152.12.4.1");

	ck_assert_ptr_nonnull(flow_add(recording->net->flows, "vrf", "PE-2", "VPN-B", &src, &dst,
				       NULL, 64, NULL));
	recording_make(recording, RECORD_SUMMARY);
	open_run();
	expect_summary(run_db_path(db, "PE-2", "CE-2", "VPN-B", 10 * SIM_SEC, NULL),
		       "vrf forward PE-2 152.12.4.1(CE-2) at 10 since 0 delivered\n");
	ck_assert_ptr_null(run_db_path(db, "PE-2", "CE-2", "VPN-A", 10 * SIM_SEC, NULL));
	ck_assert_ptr_null(run_db_path(db, "CE-3", "CE-2", "VPN-B", 10 * SIM_SEC, NULL));
}
END_TEST

START_TEST(an_unknown_flow_is_told)
{
	GError *error = NULL;

	recording_make(recording, RECORD_SUMMARY);
	open_run();
	ck_assert_ptr_null(run_db_path(db, "CE-3", "10.0.0.1", NULL, -1, &error));
	ck_assert(g_error_matches(error, RECORD_ERROR, RUN_DB_NO_FLOW));
	ck_assert_str_eq(error->message, "no watched flow leads from \"CE-3\" to \"10.0.0.1\"");
	g_error_free(error);
}
END_TEST

START_TEST(a_run_that_was_killed_can_be_read)
{
	Recorder *recorder = recording_begin(recording, RECORD_SUMMARY);

	/* What is in the buffer now is lost: as the kill would have it. */
	g_usleep(ROWBUF_MAX_AGE_US + 10000);
	sim_run(recording->net->sim, 60 * SIM_SEC);
	recorder_free(recorder);
	open_run();
	expect_summary(run_db_path(db, "CE-3", "CE-2", NULL, -1, NULL),
		       "f forward CE-3 152.12.4.1(CE-2) at 20 since 20 dropped: link "
		       "P:pe1--PE-1:core is cut\n");
}
END_TEST

START_TEST(a_half_written_run_can_be_read)
{
	char *journal = g_strconcat(recording->path, "-journal", NULL);
	char *copy = g_build_filename(recording->dir, "copy.db", NULL);
	char *copy_journal = g_strconcat(copy, "-journal", NULL);
	const char *path = recording_make(recording, RECORD_SUMMARY);
	char *bytes;
	gsize len;
	sqlite3 *writer;

	/* The files as a kill in the middle of a transaction leaves them. */
	ck_assert_int_eq(sqlite3_open(path, &writer), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(writer,
				      "PRAGMA cache_size=1; BEGIN; DELETE FROM r_hop; DELETE FROM "
				      "r_flow; CREATE TABLE big AS WITH RECURSIVE n(i) AS (SELECT 1"
				      " UNION ALL SELECT i+1 FROM n LIMIT 1000)"
				      " SELECT randomblob(1000) FROM n",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	ck_assert(g_file_get_contents(path, &bytes, &len, NULL));
	ck_assert(g_file_set_contents(copy, bytes, (gssize)len, NULL));
	g_free(bytes);
	ck_assert(g_file_get_contents(journal, &bytes, &len, NULL));
	ck_assert(g_file_set_contents(copy_journal, bytes, (gssize)len, NULL));
	g_free(bytes);
	sqlite3_close(writer);

	db = run_db_open(copy, NULL);
	ck_assert_ptr_nonnull(db);
	expect_summary(run_db_path(db, "CE-3", "CE-2", NULL, -1, NULL),
		       "f forward CE-3 152.12.4.1(CE-2) at 100 since 60 delivered\n");
	g_free(journal);
	g_free(copy);
	g_free(copy_journal);
}
END_TEST

/* Files that are something else */

static void refused(const char *path, const char *text)
{
	GError *error = NULL;

	ck_assert_ptr_null(run_db_open(path, &error));
	ck_assert(error->domain == RECORD_ERROR);
	ck_assert_msg(g_str_has_prefix(error->message, path) && strstr(error->message, text), "%s",
		      error->message);
	g_error_free(error);
}

START_TEST(what_is_no_run_is_refused)
{
	const char *path = recording->path;

	refused(path, "unable to open database file");
	ck_assert(!g_file_test(path, G_FILE_TEST_EXISTS));
	ck_assert(g_file_set_contents(path, "", 0, NULL));
	refused(path, "is no recorded run");
	ck_assert(g_file_set_contents(path, "<scenario/>", -1, NULL));
	refused(path, "is no recorded run");
	g_unlink(path);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, "CREATE TABLE mine(a)", NULL, NULL, NULL), SQLITE_OK);
	refused(path, "is no recorded run");
	refused(recording->dir, ": ");
}
END_TEST

START_TEST(a_damaged_file_is_an_error_and_no_path)
{
	GError *error = NULL;
	FILE *file;

	recording_make(recording, RECORD_SUMMARY);
	open_run();
	ck_assert_int_eq(sqlite3_exec(db, "PRAGMA cache_size=0", NULL, NULL, NULL), SQLITE_OK);
	/* Everything but the schema and the table of flows. */
	file = g_fopen(recording->path, "r+b");
	{
		char *roots = recording_query(
			recording->path, "SELECT rootpage FROM sqlite_master WHERE name='r_path'");
		char junk[4096];

		memset(junk, 0xee, sizeof junk);
		fseek(file, (strtol(roots, NULL, 10) - 1) * 4096, SEEK_SET);
		ck_assert_uint_eq(fwrite(junk, sizeof junk, 1, file), 1);
		g_free(roots);
	}
	fclose(file);
	ck_assert_ptr_null(run_db_path(db, "CE-3", "CE-2", NULL, 10 * SIM_SEC, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "malformed"));
	g_error_free(error);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("run_db");

	tcase_set_timeout(tc, 30);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_path_comes_back_as_it_was_walked);
	tcase_add_test(tc, destinations_are_addresses_or_nodes_in_either_direction);
	tcase_add_test(tc, an_instant_has_the_path_that_held_then);
	tcase_add_test(tc, the_way_back_is_that_of_the_same_flow);
	tcase_add_test(tc, a_vrf_may_be_asked_for);
	tcase_add_test(tc, an_unknown_flow_is_told);
	tcase_add_test(tc, a_run_that_was_killed_can_be_read);
	tcase_add_test(tc, a_half_written_run_can_be_read);
	tcase_add_test(tc, what_is_no_run_is_refused);
	tcase_add_test(tc, a_damaged_file_is_an_error_and_no_path);
	return test_main("run_db", tc);
}
