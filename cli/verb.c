/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/verb.h"

#include <stdarg.h>
#include <string.h>

int verb_fail(int status, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	g_printerr("carrierlab: %s\n", text);
	g_free(text);
	return status;
}

int verb_fail_error(int status, GError *error)
{
	verb_fail(status, "%s", error->message);
	g_error_free(error);
	return status;
}

static int bad_usage(const Verb *verb, const char *what)
{
	g_printerr("carrierlab %s: %s\nusage: carrierlab %s [OPTION...] %s\n"
		   "\"carrierlab %s --help\" lists the options.\n",
		   verb->name, what, verb->name, verb->arguments, verb->name);
	return CLI_USAGE;
}

/* The first argument that was not given. */
static int say_missing(const Verb *verb, unsigned given)
{
	g_auto(GStrv) words = g_strsplit(verb->arguments, " ", -1);
	g_autofree char *what = g_strdup_printf("%s is missing", words[given]);

	return bad_usage(verb, what);
}

static int show_help(GOptionContext *context)
{
	char *help = g_option_context_get_help(context, TRUE, NULL);

	g_print("%s", help);
	g_free(help);
	return CLI_OK;
}

int verb_parse(const Verb *verb, const GOptionEntry *entries, unsigned n_arguments, int *argc,
	       char ***argv)
{
	return verb_parse_some(verb, entries, n_arguments, n_arguments, argc, argv);
}

int verb_parse_some(const Verb *verb, const GOptionEntry *entries, unsigned least, unsigned most,
		    int *argc, char ***argv)
{
	gboolean help = FALSE;
	const GOptionEntry common[] = {
		{"help", 'h', G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &help, NULL, NULL},
		{0},
	};
	char *parameters = g_strdup_printf("%s  --  %s", verb->arguments, verb->summary);
	GOptionContext *context = g_option_context_new(parameters);
	GError *error = NULL;
	int status = -1;

	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_set_description(context, verb->description);
	g_option_context_add_main_entries(context, entries, NULL);
	g_option_context_add_main_entries(context, common, NULL);
	if (!g_option_context_parse(context, argc, argv, &error)) {
		status = bad_usage(verb, error->message);
		g_error_free(error);
	} else if (help) {
		status = show_help(context);
	} else if ((unsigned)*argc - 1 < least) {
		status = say_missing(verb, (unsigned)*argc - 1);
	} else if ((unsigned)*argc - 1 > most) {
		status = bad_usage(verb, "too many arguments");
	}
	g_option_context_free(context);
	g_free(parameters);
	return status;
}

int verb_read_time(const char *option, const char *text, SimTime *out)
{
	GError *error = NULL;

	if (!text || sim_time_parse(text, out, &error))
		return -1;
	g_prefix_error(&error, "%s: ", option);
	return verb_fail_error(CLI_USAGE, error);
}

gboolean verb_wants_json(const char *format, int *status)
{
	if (!format || strcmp(format, "text") == 0)
		return FALSE;
	if (strcmp(format, "json") == 0)
		return TRUE;
	*status = verb_fail(CLI_USAGE, "--format is text or json, not \"%s\"", format);
	return FALSE;
}
