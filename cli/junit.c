/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Only what all readers know: testsuites, testsuite, properties, testcase, failure, error. Times are
 * seconds of the clock on the wall, as readers take them to be: the run's own. What is expected
 * takes none.
 */
#include "cli/junit.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct Junit {
	char *path;
	FILE *file; /* NULL: closed */
};

static void set_error(GError **error, const char *path)
{
	g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(errno), "cannot write %s: %s",
		    path, g_strerror(errno));
}

/* A file with something else in it, such as a scenario. */
static gboolean is_foreign(const char *path)
{
	char head[256] = "";
	FILE *file = g_file_test(path, G_FILE_TEST_IS_REGULAR) ? fopen(path, "r") : NULL;
	size_t length;

	if (!file)
		return FALSE;
	length = fread(head, 1, sizeof(head) - 1, file);
	fclose(file);
	return length > 0 && !strstr(head, "<testsuite");
}

Junit *junit_new(const char *path, GError **error)
{
	FILE *file;
	Junit *junit;

	if (is_foreign(path)) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_EXIST,
			    "%s is no JUnit file; remove it or write another name", path);
		return NULL;
	}
	file = fopen(path, "w");
	if (!file) {
		set_error(error, path);
		return NULL;
	}
	junit = g_new0(Junit, 1);
	junit->path = g_strdup(path);
	junit->file = file;
	return junit;
}

void junit_free(Junit *junit)
{
	if (!junit)
		return;
	if (junit->file)
		fclose(junit->file);
	g_free(junit->path);
	g_free(junit);
}

/* XML has no control characters, however they are written. */
static void append_text(const char *text, GString *out)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autofree char *escaped = NULL;

	for (char *p = valid; *p; p++)
		if (g_ascii_iscntrl(*p))
			*p = ' ';
	escaped = g_markup_escape_text(valid, -1);
	g_string_append(out, escaped);
}

static void append_attribute(const char *name, const char *value, GString *out)
{
	g_string_append_printf(out, " %s=\"", name);
	append_text(value, out);
	g_string_append_c(out, '"');
}

static void append_time(int64_t wall_ms, GString *out)
{
	g_string_append_printf(out, " time=\"%" PRId64 ".%03" PRId64 "\"", wall_ms / 1000,
			       wall_ms % 1000);
}

static void append_property(const char *name, const char *value, GString *out)
{
	g_string_append(out, "      <property");
	append_attribute("name", name, out);
	append_attribute("value", value, out);
	g_string_append(out, "/>\n");
}

/* file NULL: the scenario's own; line 0: of no line. element: "failure" or "error", NULL: all is well; type: of it. */
typedef struct Case {
	const char *name, *file;
	unsigned line;
	int64_t wall_ms;
	const char *element, *type, *message;
} Case;

static void append_case(const Summary *summary, const Case *test, GString *out)
{
	const char *file = test->file ? test->file : summary->scenario->path;

	g_string_append(out, "    <testcase");
	append_attribute("classname", summary->scenario->name, out);
	append_attribute("name", test->name, out);
	append_attribute("file", file, out);
	if (test->line > 0)
		g_string_append_printf(out, " line=\"%u\"", test->line);
	append_time(test->wall_ms, out);
	if (!test->element) {
		g_string_append(out, "/>\n");
		return;
	}
	g_string_append_printf(out, ">\n      <%s type=\"%s\"", test->element, test->type);
	append_attribute("message", test->message, out);
	g_string_append(out, ">");
	append_text(file, out);
	if (test->line > 0)
		g_string_append_printf(out, ":%u", test->line);
	g_string_append(out, ": ");
	append_text(test->message, out);
	g_string_append_printf(out, "</%s>\n    </testcase>\n", test->element);
}

static void append_run(const Summary *summary, int64_t wall_ms, GString *out)
{
	g_autofree char *message = NULL;
	Case test = {.name = "run", .wall_ms = wall_ms};

	if (summary->aborted) {
		message = g_strdup_printf("the run was aborted: %s", summary->aborted);
		test.element = "error";
		test.type = "aborted";
		test.message = message;
	}
	append_case(summary, &test, out);
}

static void append_expectation(const Summary *summary, const ExpectResult *result, GString *out)
{
	g_autofree char *message = g_strdup_printf("seen: %s", result->detail);
	Case test = {.name = result->name, .file = result->file, .line = result->line};

	if (!result->passed) {
		test.element = "failure";
		test.type = "expectation";
		test.message = message;
	}
	append_case(summary, &test, out);
}

static void append_probes(const Summary *summary, const ProbeStream *stream, GString *out)
{
	const ProbeCounts *counts = probe_counts(stream);
	g_autofree char *name = g_strdup_printf("probes of %s", probe_config(stream)->flow->name);
	g_autofree char *message =
		g_strdup_printf("%" PRIu64 " of %" PRIu64 " packets disagree with the walk",
				counts->disagree, counts->stable);
	Case test = {.name = name};

	if (counts->disagree > 0) {
		test.element = "failure";
		test.type = "disagreement";
		test.message = message;
	}
	append_case(summary, &test, out);
}

static unsigned failures(const Summary *summary)
{
	const GPtrArray *probes = probe_set_all(summary->scenario->probes);
	unsigned n = summary_failed(summary);

	for (unsigned i = 0; i < probes->len; i++)
		n += probe_counts(g_ptr_array_index(probes, i))->disagree > 0;
	return n;
}

static void append_counts(const Summary *summary, int64_t wall_ms, GString *out)
{
	const Scenario *scenario = summary->scenario;

	g_string_append_printf(out, " tests=\"%u\" failures=\"%u\" errors=\"%d\"",
			       1 + expect_results(scenario->expectations)->len +
				       probe_set_all(scenario->probes)->len,
			       failures(summary), summary->aborted ? 1 : 0);
	append_time(wall_ms, out);
}

static void append_properties(const Summary *summary, GString *out)
{
	const Sim *sim = summary->scenario->sim;
	g_autofree char *seed = g_strdup_printf("%" PRIu64, sim->seed);
	g_autofree char *digest = g_strdup_printf("%016" PRIx64, digest_value(&sim->digest));
	GString *end = g_string_new(NULL);

	sim_time_append(end, sim->now);
	g_string_append(out, "    <properties>\n");
	append_property("seed", seed, out);
	append_property("digest", digest, out);
	append_property("status", summary->status, out);
	append_property("simulated_s", end->str, out);
	append_property("database", summary->database, out);
	g_string_append(out, "    </properties>\n");
	g_string_free(end, TRUE);
}

static void append_suite(const Summary *summary, int64_t wall_ms, GString *out)
{
	const GArray *results = expect_results(summary->scenario->expectations);
	const GPtrArray *probes = probe_set_all(summary->scenario->probes);

	g_string_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
	append_counts(summary, wall_ms, out);
	g_string_append(out, ">\n  <testsuite");
	append_attribute("name", summary->scenario->name, out);
	append_counts(summary, wall_ms, out);
	g_string_append(out, ">\n");
	append_properties(summary, out);
	append_run(summary, wall_ms, out);
	for (unsigned i = 0; i < results->len; i++)
		append_expectation(summary, &g_array_index(results, ExpectResult, i), out);
	for (unsigned i = 0; i < probes->len; i++)
		append_probes(summary, g_ptr_array_index(probes, i), out);
	g_string_append(out, "  </testsuite>\n</testsuites>\n");
}

gboolean junit_finish(Junit *junit, const Summary *summary, int64_t wall_ms, GError **error)
{
	GString *text = g_string_new(NULL);
	gboolean ok;

	append_suite(summary, wall_ms, text);
	ok = fwrite(text->str, 1, text->len, junit->file) == text->len;
	ok &= fclose(junit->file) == 0;
	junit->file = NULL;
	g_string_free(text, TRUE);
	if (!ok)
		set_error(error, junit->path);
	return ok;
}
