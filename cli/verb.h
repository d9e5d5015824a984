/* SPDX-License-Identifier: Apache-2.0 */
/* The verbs of the command line, one file each. */
#ifndef CLI_VERB_H
#define CLI_VERB_H

#include "sim/simtime.h"

#include <glib.h>

/* Exit status of every verb. */
enum {
	CLI_OK = 0,          /* all well, every expectation met */
	CLI_EXPECTATION = 1, /* an expectation failed */
	CLI_USAGE = 2,       /* bad input or usage */
	CLI_ABORTED = 3,     /* the run was aborted */
};

typedef struct Verb {
	const char *name;
	const char *arguments;   /* "SCENARIO.xml" */
	const char *summary;     /* one line for --help */
	const char *description; /* more lines for the verb's own --help; may be NULL */
	/* argv[0] is the verb's name. */
	int (*run)(const struct Verb *verb, int argc, char **argv);
} Verb;

extern const Verb verb_check, verb_expand, verb_plot, verb_run, verb_show, verb_trace, verb_why;

/*
 * Reads the verb's options; exactly n_arguments must be left in argv[1..]. Returns -1 where the verb
 * should go on, else the exit status: --help was printed, or the usage is wrong and has been explained.
 */
int verb_parse(const Verb *verb, const GOptionEntry *entries, unsigned n_arguments, int *argc,
	       char ***argv);
/* The same for least to most arguments. */
int verb_parse_some(const Verb *verb, const GOptionEntry *entries, unsigned least, unsigned most,
		    int *argc, char ***argv);

/* Prints "carrierlab: text" to stderr and returns status. */
int verb_fail(int status, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* The same with an error's message, which is freed. */
int verb_fail_error(int status, GError *error);

/* Reads an option's time; text NULL leaves *out alone. Returns -1 where the verb should go on. */
int verb_read_time(const char *option, const char *text, SimTime *out);

/* TRUE where --format asks for JSON; anything but text and json is explained: *status is then not -1. */
gboolean verb_wants_json(const char *format, int *status);

#endif
