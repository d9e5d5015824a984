/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report/kinds.h"

#include "analysis/record/rowbuf.h"
#include "models/net/advice.h"
#include "scenarios/load/errors.h"

#include <string.h>

static const char perturbations_sql[] =
#include "analysis/sql/perturbations.inc"
	;
static const char outages_sql[] =
#include "analysis/sql/outages.inc"
	;
static const char changes_sql[] =
#include "analysis/sql/changes.inc"
	;
static const char sent_sql[] =
#include "analysis/sql/sent.inc"
	;
static const char messages_sql[] =
#include "analysis/sql/messages.inc"
	;
static const char hops_sql[] =
#include "analysis/sql/hops.inc"
	;
static const char labels_sql[] =
#include "analysis/sql/labels.inc"
	;
static const char entries_sql[] =
#include "analysis/sql/entries.inc"
	;
static const char effort_sql[] =
#include "analysis/sql/effort.inc"
	;
static const char options_sql[] =
#include "analysis/sql/options.inc"
	;

const char kind_common_script[] =
#include "analysis/plot/common.inc"
	;
static const char outages_gp[] =
#include "analysis/plot/outages.inc"
	;
static const char convergence_gp[] =
#include "analysis/plot/convergence.inc"
	;
static const char messages_gp[] =
#include "analysis/plot/messages.inc"
	;
static const char labels_gp[] =
#include "analysis/plot/labels.inc"
	;
static const char compare_gp[] =
#include "analysis/plot/compare.inc"
	;
static const char options_gp[] =
#include "analysis/plot/options.inc"
	;

const Kind kinds[] = {
	{
		.name = "outages",
		.doc = "what became of each flow over time: delivered, blackhole, loop, misdelivered",
		.script = outages_gp,
		.questions = {{"outages", outages_sql}, {"perturbations", perturbations_sql}},
		.nothing = "no flow was watched: give the scenario a <flow>, and run it again",
		.max_runs = 1,
		.of_flows = TRUE,
	},
	{
		.name = "convergence",
		.doc = "changes of routes and labels, and control messages, over time",
		.script = convergence_gp,
		.questions = {{"changes", changes_sql},
			      {"sent", sent_sql},
			      {"perturbations", perturbations_sql}},
		.nothing =
			"no changes of routes were recorded: run again with --record routes or all",
		.max_runs = 1,
	},
	{
		.name = "messages",
		.doc = "control messages over time, by protocol and type",
		.script = messages_gp,
		.questions = {{"messages", messages_sql}, {"perturbations", perturbations_sql}},
		.nothing =
			"no control messages were recorded: run again with --record routes or all",
		.max_runs = 1,
	},
	{
		.name = "labels",
		.doc = "the labels on each hop of each flow's final path, both ways",
		.script = labels_gp,
		.questions = {{"hops", hops_sql}, {"labels", labels_sql}},
		.nothing = "no flow was watched: give the scenario a <flow>, and run it again",
		.max_runs = 1,
		.of_flows = TRUE,
	},
	{
		.name = "compare",
		.doc = "runs side by side: what nodes hold, what coming up took, depth of the stack",
		.script = compare_gp,
		.questions = {{"entries", entries_sql}, {"effort", effort_sql}},
		.nothing = "there are no nodes to compare: run the scenario again",
		.max_runs = 8,
	},
	{
		.name = "options",
		.doc = "inter-AS options side by side: as compare, and a flow's labels hop by hop",
		.script = options_gp,
		.questions = {{"options", options_sql}},
		.nothing = "there are no nodes to compare: run the scenario again",
		.max_runs = 8,
		.of_flows = TRUE,
	},
	{0},
};

const Kind *kind_find(const char *name, GError **error)
{
	GPtrArray *names = g_ptr_array_new();
	g_autofree char *quoted = load_quote(name);
	g_autofree char *advice = NULL;

	for (const Kind *kind = kinds; kind->name; kind++) {
		g_ptr_array_add(names, (gpointer)(uintptr_t)kind->name);
		if (strcmp(kind->name, name) == 0) {
			g_ptr_array_free(names, TRUE);
			return kind;
		}
	}
	advice = net_advise(name, names, "the kinds are");
	g_ptr_array_free(names, TRUE);
	g_set_error(error, RECORD_ERROR, 0, "there is no kind of figure %s; %s", quoted, advice);
	return NULL;
}
