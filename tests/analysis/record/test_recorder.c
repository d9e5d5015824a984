/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/record/rowbuf.h"
#include "models/fwd/drop.h"
#include "tests/analysis/record/recording.h"
#include "tests/testing.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static Recording *recording;

static void setup(void)
{
	recording = recording_new();
}

static void teardown(void)
{
	recording_free(recording);
}

START_TEST(the_run_has_a_row)
{
	const char *path = recording_make(recording, RECORD_ROUTES);
	char *digest =
		g_strdup_printf("test/vpn|1|complete|100000000000|1234|1|%016" G_GINT64_MODIFIER
				"x|<scenario/>\n\n",
				digest_value(&recording->net->sim->digest));

	recording_expect(path,
			 "SELECT scenario, seed, status, sim_end_ns, wall_ms, events > 10, digest,"
			 " scenario_text FROM run",
			 digest);
	recording_expect(path, "SELECT scenario_hash FROM run",
			 "e655e0bdd58682771eb2b3693c8517dbf5e0ae095085fda4bdcd7f50ddc73da4\n");
	g_free(digest);
}
END_TEST

START_TEST(nodes_and_links_are_listed)
{
	const char *path = recording_make(recording, RECORD_SUMMARY);

	recording_expect(path, "SELECT name, role, asn, carrier FROM node",
			 "CE-3|ce|-|-\nPE-2|pe|-|-\nP|p|-|-\nPE-1|pe|-|-\nCE-2|ce|-|-\n");
	recording_expect(path,
			 "SELECT a, a_interface, b, b_interface, delay_ns, bandwidth_bps FROM link",
			 "CE-3|pe|PE-2|ce|1000000|-\nPE-2|core|P|pe2|1000000|-\n"
			 "P|pe1|PE-1|core|1000000|-\nPE-1|ce|CE-2|pe|1000000|-\n");
}
END_TEST

START_TEST(paths_have_intervals_and_hops)
{
	const char *path = recording_make(recording, RECORD_SUMMARY);

	recording_expect(path,
			 "SELECT flow, from_node, vrf, source, destination, to_node, initial_ttl"
			 " FROM flow",
			 "f|CE-3|-|152.12.3.1|152.12.4.1|CE-2|64\n");
	recording_expect(path,
			 "SELECT path_id, direction, from_ns/1000000000, to_ns/1000000000, verdict,"
			 " reason FROM path ORDER BY path_id",
			 "1|forward|0|20|delivered|-\n2|reverse|0|20|delivered|-\n"
			 "3|forward|20|60|dropped|link P:pe1--PE-1:core is cut\n"
			 "4|reverse|20|60|dropped|link P:pe1--PE-1:core is cut\n"
			 "5|forward|60|100|delivered|-\n6|reverse|60|100|delivered|-\n");
	recording_expect(path,
			 "SELECT seq, node, vrf, in_interface, out_interface, action, stack_in,"
			 " stack_out, kinds_out, ttls_out, tcs_out, ip_ttl FROM hop"
			 " WHERE path_id=1 ORDER BY seq",
			 "0|CE-3|-|-|pe|forward||||||64\n"
			 "1|PE-2|VPN-B|ce|core|push||17/29|ldp/vpn|63/63|0/0|63\n"
			 "2|P|-|pe2|pe1|pop|17/29|29|vpn|62|0|63\n"
			 "3|PE-1|-|core|ce|pop|29|||||61\n"
			 "4|CE-2|-|pe|-|deliver||||||61\n");
}
END_TEST

START_TEST(pings_and_expectations_are_kept)
{
	const char *path = recording_make(recording, RECORD_SUMMARY);

	recording_expect(path, "SELECT node, name, sequence, result, responder FROM ping",
			 "CE-3|p|1|reply|152.12.4.1\nCE-3|p|2|reply|152.12.4.1\n"
			 "CE-3|p|3|reply|152.12.4.1\n");
	recording_expect(path, "SELECT name, line, passed, detail FROM expectation",
			 "f at 30s: delivered|7|0|forward dropped at P: link P:pe1--PE-1:core is "
			 "cut; reverse dropped at PE-1: link P:pe1--PE-1:core is cut\n");
}
END_TEST

/* A route that comes and goes while the run is recorded. */
static void flap(void)
{
	Rib *rib = vpn_net_vrf(recording->net, PE_2);

	rib_lab_route(rib, &recording->net->bgp[PE_2], "10.1.0.0/16", 200, 0,
		      "lsp 10.0.0.1 vpn 55");
	rib_lab_withdraw(rib, &recording->net->bgp[PE_2], "10.1.0.0/16");
}

START_TEST(records_are_rows_with_id_and_cause)
{
	Recorder *recorder =
		recorder_new(recording->path, &recording->scenario, RECORD_ROUTES, NULL);

	sim_set_cause(recording->net->sim, 4711);
	flap();
	ck_assert(recorder_finish(recorder, "aborted", 0, NULL));
	recorder_free(recorder);
	recording_expect(recording->path,
			 "SELECT id - (SELECT min(id) FROM route), cause_id, time_ns, node, vrf,"
			 " family, prefix, protocol, change, next_hop, labels FROM route",
			 "0|4711|0|PE-2|VPN-B|ipv4|10.1.0.0/16|bgp|add|10.0.0.1|55\n"
			 "1|4711|0|PE-2|VPN-B|ipv4|10.1.0.0/16|bgp|remove|-|\n");
	recording_expect(recording->path, "SELECT status FROM run", "aborted\n");
}
END_TEST

START_TEST(a_level_leaves_out_what_is_above_it)
{
	static const struct {
		RecordLevel level;
		const char *counts; /* pings, routes, messages */
	} levels[] = {
		{RECORD_SUMMARY, "3|0|0\n"}, {RECORD_ROUTES, "3|0|0\n"}, {RECORD_ALL, "3|0|12\n"}};

	for (unsigned i = 0; i < G_N_ELEMENTS(levels); i++) {
		recording_expect(recording_make(recording, levels[i].level),
				 "SELECT (SELECT count(*) FROM ping), (SELECT count(*) FROM route),"
				 " (SELECT count(*) FROM message)",
				 levels[i].counts);
		teardown();
		setup();
	}
}
END_TEST

START_TEST(levels_have_names)
{
	RecordLevel level = RECORD_LEVELS;

	ck_assert(record_level_parse("summary", &level) && level == RECORD_SUMMARY);
	ck_assert(record_level_parse("routes", &level) && level == RECORD_ROUTES);
	ck_assert(record_level_parse("all", &level) && level == RECORD_ALL);
	ck_assert(!record_level_parse("", &level));
	ck_assert(!record_level_parse("ALL", &level));
}
END_TEST

static char *dump(void)
{
	return recording_query(recording->path,
			       "UPDATE r_run SET wall_ms=0; SELECT * FROM run; SELECT * FROM node;"
			       "SELECT * FROM link; SELECT * FROM message; SELECT * FROM route;"
			       "SELECT * FROM lfib; SELECT * FROM flow; SELECT * FROM path;"
			       "SELECT * FROM hop; SELECT * FROM ping; SELECT * FROM expectation;");
}

START_TEST(the_same_run_gives_the_same_rows)
{
	char *first, *second;

	recording_make(recording, RECORD_ALL);
	first = dump();
	teardown();
	setup();
	recording_make(recording, RECORD_ALL);
	second = dump();
	ck_assert_uint_gt(strlen(first), 1000);
	ck_assert_str_eq(first, second);
	g_free(first);
	g_free(second);
}
END_TEST

/* The documentation names the columns of every view, in their order. */
START_TEST(views_are_as_documented)
{
	char *doc_path = g_build_filename(g_getenv("CL_SRCDIR"), "docs", "DATABASE.md", NULL);
	const char *path = recording_make(recording, RECORD_SUMMARY);
	GRegex *row =
		g_regex_new("^\\| `([a-z_]+)` \\| (run_id, .*) \\|$", G_REGEX_MULTILINE, 0, NULL);
	GMatchInfo *match;
	unsigned n = 0;
	char *doc;

	ck_assert(g_file_get_contents(doc_path, &doc, NULL, NULL));
	for (g_regex_match(row, doc, 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL), n++) {
		char *view = g_match_info_fetch(match, 1), *columns = g_match_info_fetch(match, 2);
		char *sql = g_strdup_printf(
			"SELECT group_concat(name, ', ') FROM pragma_table_info('%s')", view);
		char *expected = g_strconcat(columns, "\n", NULL);

		recording_expect(path, sql, expected);
		g_free(view);
		g_free(columns);
		g_free(sql);
		g_free(expected);
	}
	{
		char *views = g_strdup_printf("%u\n", n);

		recording_expect(path, "SELECT count(*) FROM sqlite_master WHERE type='view'",
				 views);
		g_free(views);
	}
	g_match_info_free(match);
	g_regex_unref(row);
	g_free(doc);
	g_free(doc_path);
}
END_TEST

/* Files that are there already */

static void refused(const char *path, const char *text)
{
	GError *error = NULL;

	ck_assert_ptr_null(recorder_new(path, &recording->scenario, RECORD_ALL, &error));
	ck_assert(error->domain == RECORD_ERROR);
	ck_assert_msg(strstr(error->message, text) && strstr(error->message, path), "%s",
		      error->message);
	g_error_free(error);
}

START_TEST(what_is_not_ours_is_left_alone)
{
	const char *path = recording->path;
	char *text;

	ck_assert(g_file_set_contents(path,
				      "my thesis, all of it, which has more than a hundred "
				      "characters so that it might be a database, I hope",
				      -1, NULL));
	refused(path, "exists and is no database of carrierlab");
	ck_assert(g_file_get_contents(path, &text, NULL, NULL));
	ck_assert(g_str_has_prefix(text, "my thesis"));
	g_free(text);
	ck_assert(g_file_set_contents(path, "short", -1, NULL));
	refused(path, "exists and is no database of carrierlab");
	g_unlink(path);
	{
		sqlite3 *db;

		ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
		ck_assert_int_eq(sqlite3_exec(db, "CREATE TABLE mine(a)", NULL, NULL, NULL),
				 SQLITE_OK);
		sqlite3_close(db);
	}
	refused(path, "exists and is no database of carrierlab");
	recording_expect(path, "SELECT count(*) FROM mine", "0\n");
	refused(recording->dir, "exists and is no database of carrierlab");
}
END_TEST

START_TEST(our_own_and_empty_files_are_replaced)
{
	ck_assert(g_file_set_contents(recording->path, "", 0, NULL));
	recording_make(recording, RECORD_SUMMARY);
	g_free(recording_query(recording->path, "CREATE TABLE extra(a)"));
	{
		Recorder *recorder =
			recorder_new(recording->path, &recording->scenario, RECORD_SUMMARY, NULL);

		ck_assert_ptr_nonnull(recorder);
		recorder_free(recorder);
	}
	recording_expect(recording->path, "SELECT count(*) FROM sqlite_master WHERE name='extra'",
			 "0\n");
}
END_TEST

START_TEST(a_place_where_nothing_can_be_written)
{
	char *path = g_build_filename(recording->dir, "no", "such", "run.db", NULL);

	refused(path, "cannot create");
	g_free(path);
}
END_TEST

/* Runs that do not come to their end */

/* In a child: records, then is gone without a word, perhaps in the middle of a transaction. Nothing
 * is asserted there, as that would speak to check. */
static void die(gboolean in_transaction)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		if (!recorder_new(recording->path, &recording->scenario, RECORD_ALL, NULL))
			_exit(1);
		vpn_net_run(recording->net, 30 * SIM_SEC);
		if (in_transaction) {
			sqlite3 *db;

			if (sqlite3_open(recording->path, &db) != SQLITE_OK ||
			    sqlite3_exec(
				    db,
				    "PRAGMA cache_size=1; BEGIN; CREATE TABLE big(a);"
				    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n"
				    " LIMIT 1000) INSERT INTO big SELECT randomblob(1000) FROM n",
				    NULL, NULL, NULL) != SQLITE_OK)
				_exit(1);
		}
		kill(getpid(), SIGKILL);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static gboolean has_journal(void)
{
	char *journal = g_strconcat(recording->path, "-journal", NULL);
	gboolean found = g_file_test(journal, G_FILE_TEST_EXISTS);

	g_free(journal);
	return found;
}

START_TEST(a_run_that_is_killed_says_running)
{
	die(FALSE);
	recording_expect(recording->path,
			 "SELECT status, sim_end_ns, scenario FROM run; SELECT count(*) FROM node",
			 "running|-|test/vpn\n5\n");
}
END_TEST

START_TEST(what_was_half_written_is_not_taken_for_the_next_run)
{
	die(TRUE);
	ck_assert(has_journal());
	recording_make(recording, RECORD_SUMMARY);
	ck_assert(!has_journal());
	recording_expect(recording->path,
			 "PRAGMA integrity_check; SELECT status FROM run;"
			 "SELECT count(*) FROM sqlite_master WHERE name='big'",
			 "ok\ncomplete\n0\n");
}
END_TEST

/* A limit on the size of files stands for a full disk. Nothing is asserted while it holds: check
 * writes a file too. */
static void limit(rlim_t bytes)
{
	struct rlimit limit = {.rlim_cur = bytes, .rlim_max = RLIM_INFINITY};

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
}

START_TEST(a_full_disk_ends_the_recording_with_what_was_written)
{
	Recorder *recorder = recorder_new(recording->path, &recording->scenario, RECORD_ALL, NULL);
	GError *error = NULL;
	gboolean failed, finished;

	limit(300000);
	for (unsigned i = 0; i < 3 * ROWBUF_MAX_ROWS && !recorder_failed(recorder); i++)
		fwd_trace_drop(recording->net->nodes[P]->fwd, NULL, NULL, &net_addr_none, "test");
	failed = recorder_failed(recorder);
	finished = recorder_finish(recorder, "complete", 0, &error);
	limit(RLIM_INFINITY);
	ck_assert(failed && !finished);
	ck_assert(error->domain == RECORD_ERROR);
	ck_assert_ptr_nonnull(strstr(error->message, "cannot write"));
	ck_assert_ptr_nonnull(strstr(error->message, "run.db"));
	g_error_free(error);
	recorder_free(recorder);
	recording_expect(recording->path, "PRAGMA integrity_check; SELECT status FROM run",
			 "ok\nrunning\n");
}
END_TEST

START_TEST(a_disk_that_is_full_from_the_start)
{
	GError *error = NULL;
	Recorder *recorder;

	limit(60000);
	recorder = recorder_new(recording->path, &recording->scenario, RECORD_ALL, &error);
	limit(RLIM_INFINITY);
	ck_assert_ptr_null(recorder);
	ck_assert_ptr_nonnull(strstr(error->message, "cannot write"));
	g_error_free(error);
	/* What was begun is no hindrance. */
	recording_make(recording, RECORD_SUMMARY);
}
END_TEST

START_TEST(recording_changes_nothing_of_the_run)
{
	uint64_t digest, id;

	recording_make(recording, RECORD_ALL);
	digest = digest_value(&recording->net->sim->digest);
	id = recording->net->sim->last_trace_id;
	teardown();
	setup();
	recording_make(recording, RECORD_SUMMARY);
	ck_assert_uint_eq(digest_value(&recording->net->sim->digest), digest);
	ck_assert_uint_eq(recording->net->sim->last_trace_id, id);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("recorder");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, the_run_has_a_row);
	tcase_add_test(tc, nodes_and_links_are_listed);
	tcase_add_test(tc, paths_have_intervals_and_hops);
	tcase_add_test(tc, pings_and_expectations_are_kept);
	tcase_add_test(tc, records_are_rows_with_id_and_cause);
	tcase_add_test(tc, a_level_leaves_out_what_is_above_it);
	tcase_add_test(tc, levels_have_names);
	tcase_add_test(tc, the_same_run_gives_the_same_rows);
	tcase_add_test(tc, views_are_as_documented);
	tcase_add_test(tc, what_is_not_ours_is_left_alone);
	tcase_add_test(tc, our_own_and_empty_files_are_replaced);
	tcase_add_test(tc, a_place_where_nothing_can_be_written);
	tcase_add_test(tc, a_run_that_is_killed_says_running);
	tcase_add_test(tc, what_was_half_written_is_not_taken_for_the_next_run);
	tcase_add_test(tc, a_full_disk_ends_the_recording_with_what_was_written);
	tcase_add_test(tc, a_disk_that_is_full_from_the_start);
	tcase_add_test(tc, recording_changes_nothing_of_the_run);
	return test_main("recorder", tc);
}
