/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The carrier of a hundred routers that scenarios/size/carrier.awk writes: 800 sites in 40 VPNs, 1000
 * watched flows, 300 s simulated. The program runs it as its user would, at each level of recording;
 * this process runs it unrecorded. carrier2x100.OPTION: two of them, joined by that inter-AS option, 1600 sites.
 */
#include "analysis/record/run_db.h"
#include "scenarios/load/scenario.h"
#include "tests/bench/bench.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

static const char *const levels[] = {"summary", "routes", "all"};
static const char *const options[] = {"a", "ab", "b", "c", "d"};

typedef struct Files {
	char *folder, *scenario, *database;
} Files;

typedef struct Figures {
	double wall, processor; /* seconds */
	double rss, database;   /* MiB */
} Figures;

G_GNUC_NORETURN static void give_up(const char *what)
{
	g_printerr("%s\n", what);
	exit(1);
}

/* Runs the program, its output thrown away, and returns what it used. */
static Figures run_program(char **argv)
{
	GError *error = NULL;
	GPid pid;
	int status;
	struct rusage used;
	gint64 start = g_get_monotonic_time();

	if (!g_spawn_async(NULL, argv, NULL,
			   G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD |
				   G_SPAWN_STDOUT_TO_DEV_NULL,
			   NULL, NULL, &pid, &error))
		give_up(error->message);
	while (wait4(pid, &status, 0, &used) < 0)
		if (errno != EINTR)
			give_up("the program cannot be waited for");
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		give_up("the program failed");
	return (Figures){
		.wall = (double)(g_get_monotonic_time() - start) * 1e-6,
		.processor = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
			     (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1e-6,
		.rss = (double)used.ru_maxrss / 1024,
	};
}

/* more: for awk. */
static void write_scenario(const Bench *bench, const char *more, Files *f)
{
	const char *sizes =
		bench->smoke ? "-v p=6 -v pe=4 -v vpns=2 -v sites=4 -v flows=8 -v until=60" : "";
	GError *error = NULL;

	f->folder = g_dir_make_tmp("carrierlab-bench.XXXXXX", &error);
	if (!f->folder)
		give_up(error->message);
	f->scenario = g_build_filename(f->folder, "carrier.xml", NULL);
	f->database = g_build_filename(f->folder, "carrier.db", NULL);

	char *script = g_build_filename(bench->root, "scenarios/size/carrier.awk", NULL);
	char *quoted = g_shell_quote(script), *to = g_shell_quote(f->scenario);
	char *command = g_strdup_printf("awk -f %s %s %s >%s", quoted, sizes, more, to);
	char *argv[] = {"sh", "-c", command, NULL};
	run_program(argv);
	g_free(command);
	g_free(to);
	g_free(quoted);
	g_free(script);
}

static void remove_files(Files *f)
{
	g_unlink(f->scenario);
	g_unlink(f->database);
	g_rmdir(f->folder);
	g_free(f->folder);
	g_free(f->scenario);
	g_free(f->database);
}

static Figures run_recorded(const Files *f, const char *level)
{
	const char *program = g_getenv("CARRIERLAB");
	char *argv[] = {(char *)(uintptr_t)(program ? program : "./carrierlab"),
			"run",
			f->scenario,
			"-o",
			f->database,
			"--record",
			(char *)(uintptr_t)level,
			NULL};
	Figures figures = run_program(argv);
	GStatBuf about;

	if (g_stat(f->database, &about) != 0)
		give_up("there is no database");
	figures.database = (double)about.st_size / (1 << 20);
	return figures;
}

/* Processor time of loading, running and freeing. */
static double run_unrecorded(const Files *f, uint64_t *events)
{
	GPtrArray *errors = g_ptr_array_new_with_free_func(scenario_error_free);
	double start = bench_seconds();
	Scenario *scenario = scenario_load(f->scenario, 1, errors);

	if (!scenario)
		give_up("the scenario cannot be loaded");
	network_start(scenario->network);
	flow_set_start(scenario->flows);
	expect_set_start(scenario->expectations, NULL);
	sim_run(scenario->sim, scenario->until);
	*events = scenario->sim->executed;
	scenario_free(scenario);
	g_ptr_array_free(errors, TRUE);
	return bench_seconds() - start;
}

static void print(const char *level, const char *figure, double value, const char *unit)
{
	char *name = g_strdup_printf("carrier100.%s.%s", level, figure);

	bench_print(name, value, unit);
	g_free(name);
}

static Figures measure(const Bench *bench, const Files *f, const char *level)
{
	double wall[BENCH_MAX_RUNS], processor[BENCH_MAX_RUNS];
	Figures figures = {0};

	for (unsigned r = 0; r < bench->runs; r++) {
		figures = run_recorded(f, level);
		wall[r] = figures.wall;
		processor[r] = figures.processor;
	}
	figures.wall = bench_median(wall, bench->runs);
	figures.processor = bench_median(processor, bench->runs);
	print(level, "processor", figures.processor, "s");
	print(level, "database", figures.database, "MiB");
	return figures;
}

static void one_carrier(const Bench *bench)
{
	double unrecorded[BENCH_MAX_RUNS];
	uint64_t events = 0;
	Figures usual = {0};
	Files f;

	write_scenario(bench, "", &f);
	for (unsigned r = 0; r < bench->runs; r++)
		unrecorded[r] = run_unrecorded(&f, &events);
	double median = bench_median(unrecorded, bench->runs);
	print("unrecorded", "processor", median, "s");
	for (unsigned i = 0; i < G_N_ELEMENTS(levels); i++) {
		Figures figures = measure(bench, &f, levels[i]);
		if (g_str_equal(levels[i], "routes")) /* the default */
			usual = figures;
	}
	bench_print("carrier100.wall", usual.wall, "s");
	bench_print("carrier100.events", (double)events, "events");
	bench_print("carrier100.events_per_s", (double)events / median, "events/s");
	bench_print("carrier100.rss", usual.rss, "MiB");
	remove_files(&f);
}

static double ask(const Files *f, const char *question)
{
	GError *error = NULL;
	sqlite3 *db = run_db_open(f->database, &error);
	sqlite3_stmt *stmt = NULL;
	double answer;

	if (!db)
		give_up(error->message);
	if (sqlite3_prepare_v2(db, question, -1, &stmt, NULL) != SQLITE_OK ||
	    sqlite3_step(stmt) != SQLITE_ROW)
		give_up(sqlite3_errmsg(db));
	answer = sqlite3_column_double(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return answer;
}

static void print_of(const char *name, const char *figure, double value, const char *unit)
{
	char *full = g_strdup_printf("%s.%s", name, figure);

	bench_print(full, value, unit);
	g_free(full);
}

static void two_carriers(const Bench *bench, const char *name, const char *option)
{
	char *more = g_strdup_printf("-v option=%s", option);
	double wall[BENCH_MAX_RUNS], processor[BENCH_MAX_RUNS];
	Figures figures = {0};
	Files f;

	write_scenario(bench, more, &f);
	for (unsigned r = 0; r < bench->runs; r++) {
		figures = run_recorded(&f, "routes");
		wall[r] = figures.wall;
		processor[r] = figures.processor;
	}
	print_of(name, "wall", bench_median(wall, bench->runs), "s");
	print_of(name, "processor", bench_median(processor, bench->runs), "s");
	print_of(name, "events", ask(&f, "SELECT events FROM run"), "events");
	print_of(name, "messages", ask(&f, "SELECT sum(messages) FROM perturbation"), "messages");
	print_of(name, "rss", figures.rss, "MiB");
	remove_files(&f);
	g_free(more);
}

void bench_carrier(const Bench *bench)
{
	if (bench_wanted(bench, "carrier100"))
		one_carrier(bench);
	for (unsigned i = 0; i < G_N_ELEMENTS(options); i++) {
		char *name = g_strdup_printf("carrier2x100.%s", options[i]);

		if (bench_wanted(bench, name))
			two_carriers(bench, name, options[i]);
		g_free(name);
	}
}
