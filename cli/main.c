/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/verb.h"
#include "config.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

static const Verb *const verbs[] = {&verb_run,   &verb_check, &verb_expand, &verb_show,
				    &verb_trace, &verb_why,   &verb_plot};

static void print_help(void)
{
	g_print("carrierlab " PACKAGE_VERSION
		": simulates MPLS VPNs that cross carriers, packet by packet\n\n"
		"usage: carrierlab VERB [OPTION...] ARGUMENTS\n\n");
	for (unsigned i = 0; i < G_N_ELEMENTS(verbs); i++)
		g_print("  %-8s %-20s %s\n", verbs[i]->name, verbs[i]->arguments,
			verbs[i]->summary);
	g_print("\n\"carrierlab VERB --help\" tells more. Exit status: 0 all well and every "
		"expectation met,\n1 an expectation failed, 2 bad input or usage, 3 the run was "
		"aborted.\n");
}

/* GLib would recode for the locale; what a run prints is the same bytes in every one: UTF-8. */
static void write_stdout(const char *text)
{
	fputs(text, stdout);
}

static void write_stderr(const char *text)
{
	fflush(stdout);
	fputs(text, stderr);
}

static int run_verb(int argc, char **argv)
{
	if (argc < 2)
		return verb_fail(CLI_USAGE,
				 "say what to do; \"carrierlab --help\" lists the verbs");
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		print_help();
		return CLI_OK;
	}
	if (strcmp(argv[1], "--version") == 0) {
		g_print("carrierlab " PACKAGE_VERSION "\n");
		return CLI_OK;
	}
	for (unsigned i = 0; i < G_N_ELEMENTS(verbs); i++)
		if (strcmp(argv[1], verbs[i]->name) == 0)
			return verbs[i]->run(verbs[i], argc - 1, argv + 1);
	return verb_fail(CLI_USAGE, "\"%s\" is no verb; \"carrierlab --help\" lists them", argv[1]);
}

/* What did not reach its reader, as on a full disk, was not said. */
static int check_stdout(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	return verb_fail(CLI_ABORTED, "cannot write the output: %s", g_strerror(errno));
}

int main(int argc, char **argv)
{
	setlocale(LC_CTYPE, "");
	g_set_print_handler(write_stdout);
	g_set_printerr_handler(write_stderr);
	return check_stdout(run_verb(argc, argv));
}
