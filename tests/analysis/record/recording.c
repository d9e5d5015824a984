/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/analysis/record/recording.h"

#include "models/verify/expect_flow.h"

#include <check.h>
#include <glib/gstdio.h>
#include <sqlite3.h>

static char scenario_name[] = "test/vpn", scenario_text[] = "<scenario/>\n";

static void add_ping(Recording *r)
{
	PingConfig config = {.src = rib_lab_addr("152.12.3.1"),
			     .dst = rib_lab_addr("152.12.4.1"),
			     .start = 10 * SIM_SEC,
			     .interval = SIM_SEC,
			     .timeout = SIM_SEC,
			     .count = 3,
			     .ttl = 64};

	g_ptr_array_add(r->scenario.pings, ping_new(r->net->nodes[CE_3]->fwd, "p", &config));
}

static void add_expectation(Recording *r)
{
	ExpectFlow config = {.when = {.line = 7, .from = 30 * SIM_SEC, .to = 30 * SIM_SEC},
			     .flow = r->net->flow};

	ck_assert(expect_add_flow(r->scenario.expectations, &config, NULL));
}

static void cut(SimEvent *event)
{
	VpnNet *net = ((Recording *)(void *)((char *)event - offsetof(Recording, cut)))->net;

	fwd_link_set_state(vpn_net_link(net, P, PE_1), FWD_LINK_SILENT);
}

static void mend(SimEvent *event)
{
	VpnNet *net = ((Recording *)(void *)((char *)event - offsetof(Recording, mend)))->net;

	fwd_link_set_state(vpn_net_link(net, P, PE_1), FWD_LINK_UP);
}

static void free_ping(gpointer ping)
{
	ping_free(ping);
}

Recording *recording_new(void)
{
	Recording *r = g_new0(Recording, 1);

	r->net = vpn_net_new();
	r->scenario = (Scenario){
		.name = scenario_name,
		.text = scenario_text,
		.sim = r->net->sim,
		.network = r->net->network,
		.flows = r->net->flows,
		.pings = g_ptr_array_new_with_free_func(free_ping),
		.expectations = expect_set_new(r->net->sim),
	};
	add_ping(r);
	add_expectation(r);
	r->cut.fn = cut;
	r->mend.fn = mend;
	sim_event_schedule(r->net->sim, &r->cut, 20 * SIM_SEC, SIM_WORK);
	sim_event_schedule(r->net->sim, &r->mend, 60 * SIM_SEC, SIM_WORK);
	r->dir = g_dir_make_tmp("recording-XXXXXX", NULL);
	ck_assert_ptr_nonnull(r->dir);
	r->path = g_build_filename(r->dir, "run.db", NULL);
	return r;
}

static void remove_dir(const char *dir)
{
	GDir *entries = g_dir_open(dir, 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(entries))) {
		char *path = g_build_filename(dir, name, NULL);

		g_remove(path);
		g_free(path);
	}
	g_dir_close(entries);
	g_rmdir(dir);
}

void recording_free(Recording *r)
{
	g_ptr_array_free(r->scenario.pings, TRUE);
	expect_set_free(r->scenario.expectations);
	vpn_net_free(r->net);
	remove_dir(r->dir);
	g_free(r->dir);
	g_free(r->path);
	g_free(r);
}

Recorder *recording_begin(Recording *r, RecordLevel level)
{
	GError *error = NULL;
	Recorder *recorder = recorder_new(r->path, &r->scenario, level, &error);

	ck_assert_msg(!error, "%s", error ? error->message : "");
	flow_set_start(r->net->flows);
	expect_set_start(r->scenario.expectations, NULL);
	vpn_net_run(r->net, 30 * SIM_SEC);
	return recorder;
}

const char *recording_make(Recording *r, RecordLevel level)
{
	Recorder *recorder = recording_begin(r, level);

	vpn_net_run(r->net, 100 * SIM_SEC);
	ck_assert(!recorder_failed(recorder));
	ck_assert(recorder_finish(recorder, "complete", 1234, NULL));
	recorder_free(recorder);
	return r->path;
}

static int append_row(void *user, int n, char **values, char **names)
{
	GString *out = user;

	(void)names;
	for (int i = 0; i < n; i++)
		g_string_append_printf(out, "%s%s", i ? "|" : "", values[i] ? values[i] : "-");
	g_string_append_c(out, '\n');
	return 0;
}

char *recording_query(const char *path, const char *sql)
{
	GString *out = g_string_new(NULL);
	char *message = NULL;
	sqlite3 *db;

	ck_assert_int_eq(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	ck_assert_msg(sqlite3_exec(db, sql, append_row, out, &message) == SQLITE_OK, "%s: %s", sql,
		      message);
	sqlite3_close(db);
	return g_string_free(out, FALSE);
}

void recording_expect(const char *path, const char *sql, const char *text)
{
	char *found = recording_query(path, sql);

	ck_assert_msg(g_str_equal(found, text), "%s\nexpected:\n%sfound:\n%s", sql, text, found);
	g_free(found);
}
