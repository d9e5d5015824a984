/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints how fast the program is: `make bench`, or this program with the names of the lines that are
 * wanted, or what they begin with. --smoke runs everything once at tiny sizes; --runs 1 is for profilers.
 */
#include "tests/bench/bench.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static void (*const subjects[])(const Bench *bench) = {
	bench_event, bench_timer, bench_intra, bench_map, bench_bgp, bench_carrier,
};

gboolean bench_wanted(const Bench *bench, const char *name)
{
	gboolean wanted = !bench->only;

	for (char **prefix = bench->only; prefix && *prefix; prefix++)
		wanted = wanted || g_str_has_prefix(name, *prefix);
	return wanted;
}

double bench_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

double bench_median(double *values, unsigned n)
{
	qsort(values, n, sizeof(*values), compare);
	return (values[n / 2] + values[(n - 1) / 2]) / 2;
}

void bench_print(const char *name, double value, const char *unit)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];
	const char *format = value < 1000 ? "%.1f" : "%.0f";

	g_ascii_formatd(digits, sizeof(digits), format, value);
	g_print("%s %s %s\n", name, digits, unit);
}

int main(int argc, char **argv)
{
	Bench bench = {0};
	int runs = 3;
	const GOptionEntry entries[] = {
		{"smoke", 0, 0, G_OPTION_ARG_NONE, &bench.smoke, "Everything once, at tiny sizes",
		 NULL},
		{"runs", 0, 0, G_OPTION_ARG_INT, &runs, "Of which the median is printed", "1-5"},
		{G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &bench.only, "", "[NAME...]"},
		{0},
	};
	GOptionContext *context = g_option_context_new(NULL);
	GError *error = NULL;

	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &error)) {
		g_printerr("%s\n", error->message);
		exit(2);
	}
	g_option_context_free(context);
	bench.runs = bench.smoke ? 1 : (unsigned)CLAMP(runs, 1, BENCH_MAX_RUNS);
	bench.root = g_getenv("CL_SRCDIR") ? g_getenv("CL_SRCDIR") : ".";
	for (unsigned i = 0; i < G_N_ELEMENTS(subjects); i++)
		subjects[i](&bench);
	g_strfreev(bench.only);
	return 0;
}
