/* SPDX-License-Identifier: Apache-2.0 */
/* carrierlab run: load, simulate, record, say what came of it. */
#include "analysis/record/recorder.h"
#include "cli/asked.h"
#include "cli/capture.h"
#include "cli/junit.h"
#include "cli/mistakes.h"
#include "cli/progress.h"
#include "cli/summary.h"
#include "cli/verb.h"
#include "models/verify/converge.h"

#include <string.h>

/* A network that does not come to rest within this time after the last thing that the scenario names
 * has a fault: the run ends as aborted. */
#define QUIET_CAP (3600 * SIM_SEC)

typedef struct RunOptions {
	char *output, *until, *pcap, *record, *probe, *junit, *format;
	char **pings, **traceroutes;
	gint64 seed;
	gboolean decode_all;
} RunOptions;

typedef struct Run {
	Scenario *scenario;
	Converge *converge;
	Recorder *recorder;
	Capture *capture; /* NULL: not asked for */
	Junit *junit;     /* NULL: not asked for */
	Asked *asked;
	Progress *progress;
	SimTime until, probe; /* probe: interval, 0: none */
	RecordLevel level;
	gboolean json;
	char *output;
} Run;

/* The scenario's file name without its folder, with .db for .xml, in the current folder. */
static char *default_output(const char *path)
{
	char *base = g_path_get_basename(path);
	char *output;

	if (g_str_has_suffix(base, ".xml"))
		base[strlen(base) - 4] = '\0';
	output = g_strdup_printf("%s.db", base);
	g_free(base);
	return output;
}

/* What cannot be recorded any more need not be simulated. */
static void stop_if_failed(Sim *sim, void *user)
{
	const Run *run = user;

	if (recorder_failed(run->recorder) || (run->capture && capture_failed(run->capture)))
		sim_stop(sim);
}

static void probe_all(Run *run)
{
	const GPtrArray *flows = flow_all(run->scenario->flows);

	for (unsigned i = 0; i < flows->len; i++)
		probe_add(run->scenario->probes, &(ProbeConfig){
							 .flow = g_ptr_array_index(flows, i),
							 .interval = run->probe,
							 .to = SIM_NEVER,
							 .timeout = PROBE_TIMEOUT,
						 });
}

static int open_outputs(Run *run, const RunOptions *options)
{
	GError *error = NULL;

	run->asked = asked_new(run->scenario, options->pings, options->traceroutes, &error);
	if (!run->asked)
		return verb_fail_error(CLI_USAGE, error);
	if (options->pcap) {
		run->capture = capture_new(options->pcap, run->scenario->network, &error);
		if (!run->capture)
			return verb_fail_error(CLI_USAGE, error);
	}
	if (options->junit) {
		run->junit = junit_new(options->junit, &error);
		if (!run->junit)
			return verb_fail_error(CLI_USAGE, error);
	}
	run->recorder = recorder_new(run->output, run->scenario, run->level, &error);
	if (!run->recorder)
		return verb_fail_error(CLI_USAGE, error);
	return -1;
}

/* How long they take is not known before. */
static void finish_traceroutes(const Scenario *scenario)
{
	Sim *sim = scenario->sim;

	for (unsigned i = 0; i < scenario->traceroutes->len; i++) {
		const Traceroute *t = g_ptr_array_index(scenario->traceroutes, i);

		while (!traceroute_done(t) && !sim->stopped)
			sim_run(sim, sim->now + traceroute_config(t)->timeout);
	}
}

/* TRUE where the run came to its end. */
static gboolean simulate(Run *run)
{
	Scenario *scenario = run->scenario;
	Sim *sim = scenario->sim;

	network_start(scenario->network);
	flow_set_start(scenario->flows);
	probe_set_start(scenario->probes);
	expect_set_start(scenario->expectations, run->converge);
	sim_add_instant_hook(sim, stop_if_failed, run);
	if (run->until != SIM_NEVER) {
		sim_run(sim, run->until);
		asked_run(run->asked);
		return TRUE;
	}
	sim_run(sim, scenario->last);
	finish_traceroutes(scenario);
	if (!sim_run_quiet(sim, scenario->last + QUIET_CAP))
		return FALSE;
	asked_run(run->asked);
	return TRUE;
}

/* A database that cannot be written ends the run too, as the JUnit file then says. */
static gboolean close_outputs(Run *run, Summary *summary, int64_t wall_ms, GError **error)
{
	gboolean ok;

	progress_say(run->progress, "recording the final state");
	ok = recorder_finish(run->recorder, summary->status, wall_ms, error) &&
	     (!run->capture || capture_finish(run->capture, error));
	if (!ok) {
		summary->status = "aborted";
		summary->aborted = (*error)->message;
	}
	if (run->junit && !junit_finish(run->junit, summary, wall_ms, ok ? error : NULL))
		ok = FALSE;
	progress_wipe(run->progress);
	return ok;
}

/* NULL where it was not. */
static const char *why_aborted(const Sim *sim, gboolean complete)
{
	if (sim->endless)
		return "events follow from each other without end at one instant, the last "
		       "one; the last records tell whose";
	if (complete)
		return NULL;
	return "the network did not come to rest within an hour of simulated time; give the end "
	       "with --until to run on regardless";
}

static int finish(Run *run, gboolean complete, int64_t wall_ms)
{
	Summary summary = {
		.scenario = run->scenario,
		.converge = run->converge,
		.database = run->output,
		.aborted = why_aborted(run->scenario->sim, complete),
	};
	GString *out;
	GError *error = NULL;

	converge_end(run->converge);
	probe_set_end(run->scenario->probes);
	summary.status = summary.aborted ? "aborted" : "complete";
	if (!close_outputs(run, &summary, wall_ms, &error))
		return verb_fail_error(CLI_ABORTED, error);
	out = g_string_new(NULL);
	(run->json ? summary_append_json : summary_append_text)(&summary, out);
	g_print("%s", out->str);
	g_string_free(out, TRUE);
	if (summary.aborted)
		return verb_fail(CLI_ABORTED, "%s", summary.aborted);
	return summary_failed(&summary) > 0 || probe_set_disagreements(run->scenario->probes) > 0
		       ? CLI_EXPECTATION
		       : CLI_OK;
}

static int read_probe(Run *run, const char *text)
{
	int status = verb_read_time("--probe", text, &run->probe);

	if (status == -1 && text && run->probe < PROBE_MIN_INTERVAL)
		return verb_fail(CLI_USAGE, "--probe: '%s' is less than 1us", text);
	return status;
}

static int read_options(Run *run, const RunOptions *options)
{
	int status = -1;

	run->json = verb_wants_json(options->format, &status);
	if (status != -1)
		return status;
	run->level = RECORD_ROUTES;
	if (options->record && !record_level_parse(options->record, &run->level))
		return verb_fail(CLI_USAGE, "--record is summary, routes or all, not \"%s\"",
				 options->record);
	if (options->output && !*options->output)
		return verb_fail(CLI_USAGE, "-o needs the name of a file");
	run->until = SIM_NEVER;
	status = verb_read_time("--until", options->until, &run->until);
	return status == -1 ? read_probe(run, options->probe) : status;
}

static int simulate_and_finish(Run *run)
{
	gint64 start = g_get_monotonic_time();
	gboolean complete = simulate(run);

	return finish(run, complete, (g_get_monotonic_time() - start) / 1000);
}

static int run_scenario(const char *path, const RunOptions *options)
{
	Run run = {0};
	int status = read_options(&run, options);

	if (status == -1 && options->seed < 0)
		status = verb_fail(CLI_USAGE, "--seed: '%" G_GINT64_FORMAT "' is less than 0",
				   options->seed);
	if (status != -1)
		return status;
	run.scenario = mistakes_load(path, (uint64_t)options->seed);
	if (!run.scenario)
		return CLI_USAGE;
	run.scenario->network->fwd->decode_all = options->decode_all;
	run.output = options->output ? g_strdup(options->output) : default_output(path);
	if (run.until == SIM_NEVER)
		run.until = run.scenario->until;
	if (run.probe > 0)
		probe_all(&run);
	run.converge = converge_new(run.scenario->sim);
	status = open_outputs(&run, options);
	if (status == -1) {
		run.progress = progress_new(run.scenario->sim, run.until);
		status = simulate_and_finish(&run);
	}
	progress_free(run.progress);
	converge_free(run.converge);
	recorder_free(run.recorder);
	capture_free(run.capture);
	junit_free(run.junit);
	asked_free(run.asked);
	scenario_free(run.scenario);
	g_free(run.output);
	return status;
}

static int run(const Verb *verb, int argc, char **argv)
{
	RunOptions options = {.seed = 1};
	const GOptionEntry entries[] = {
		{"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
		 "Database to write; default: the scenario's name with .db, here", "RUN.db"},
		{"seed", 0, 0, G_OPTION_ARG_INT64, &options.seed,
		 "Seed of the random streams; default: 1", "N"},
		{"until", 0, 0, G_OPTION_ARG_STRING, &options.until,
		 "End of the run, such as 300s; default: what the scenario says, or when the network "
		 "has come to rest",
		 "TIME"},
		{"pcap", 0, 0, G_OPTION_ARG_FILENAME, &options.pcap,
		 "Folder for a capture of every link", "DIR"},
		{"ping", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.pings,
		 "Ping an address or node at the end of the run; may be given again",
		 "FROM[/VRF]:TO[,size=BYTES,df=yes,dscp=ef,count=N,ttl=N,interval=T,timeout=T]"},
		{"traceroute", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.traceroutes,
		 "Likewise, and show every router on the way with the labels that it saw",
		 "FROM[/VRF]:TO"},
		{"record", 0, 0, G_OPTION_ARG_STRING, &options.record,
		 "summary, routes (default) or all (every message too)", "LEVEL"},
		{"probe", 0, 0, G_OPTION_ARG_STRING, &options.probe,
		 "Probe every flow, both ways, at this interval, such as 10ms: packets must agree with "
		 "the walked path",
		 "INTERVAL"},
		{"junit", 0, 0, G_OPTION_ARG_FILENAME, &options.junit,
		 "JUnit file to write: a test case for each expectation", "FILE.xml"},
		{"decode-all", 0, 0, G_OPTION_ARG_NONE, &options.decode_all,
		 "Check that messages say what those who share their decoded form take them to say",
		 NULL},
		{"format", 0, 0, G_OPTION_ARG_STRING, &options.format, "text (default) or json",
		 "FORMAT"},
		{0},
	};
	int status = verb_parse(verb, entries, 1, &argc, &argv);

	if (status == -1)
		status = run_scenario(argv[1], &options);
	g_free(options.output);
	g_free(options.until);
	g_free(options.pcap);
	g_strfreev(options.pings);
	g_strfreev(options.traceroutes);
	g_free(options.record);
	g_free(options.probe);
	g_free(options.junit);
	g_free(options.format);
	return status;
}

const Verb verb_run = {
	.name = "run",
	.arguments = "SCENARIO.xml",
	.summary = "simulate, record and tell what came of it",
	.run = run,
};
