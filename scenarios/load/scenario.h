/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A scenario in memory: the network that a file describes, with its timeline, flows, probes and
 * expectations. The file format is in docs/SCENARIO-FORMAT.md and scenarios/schema/scenario.rng.
 */
#ifndef LOAD_SCENARIO_H
#define LOAD_SCENARIO_H

#include "models/node/network.h"
#include "models/oam/ping.h"
#include "models/oam/traceroute.h"
#include "models/verify/expect.h"
#include "models/verify/flow.h"
#include "models/verify/probe.h"
#include "sim/sim.h"

typedef enum {
	SCENARIO_MISTAKE, /* there is no scenario */
	SCENARIO_WARNING, /* there is one that hardly means what was meant */
} ScenarioSeverity;

/* A mistake in the file, or a warning. */
typedef struct ScenarioError {
	char *file;
	unsigned line;     /* 0: the file as a whole */
	char *text;        /* what is wrong and what to write instead */
	const char *check; /* name of the check of meaning that found it; NULL: none */
	ScenarioSeverity severity;
} ScenarioError;

typedef struct Scenario {
	char *name; /* from the file, else the file's name without .xml */
	char *path;
	char *text; /* the expanded scenario, as a file: kept in the database */
	Sim *sim;
	Network *network;
	FlowSet *flows;
	GPtrArray *pings;       /* of Ping, owned */
	GPtrArray *traceroutes; /* of Traceroute, owned */
	ProbeSet *probes;
	ExpectSet *expectations;
	GPtrArray *warnings; /* of ScenarioError, owned, in the order of lines */
	SimTime until;       /* when the run ends; SIM_NEVER: when the network is quiet */
	SimTime last; /* the latest time that the file names: an action, a ping, a probe, an expectation */
} Scenario;

/*
 * Reads and checks the file and builds the network; nothing has been started. Returns NULL where there
 * are mistakes: errors (of ScenarioError, owned by the caller, freed with scenario_error_free) then
 * holds all that were found, and warnings among them, in the order of lines.
 */
Scenario *scenario_load(const char *path, uint64_t seed, GPtrArray *errors);
/* The same from the text of a file, which includes no others; path is what messages call it. */
Scenario *scenario_load_text(const char *path, const char *text, uint64_t seed, GPtrArray *errors);
void scenario_free(Scenario *scenario); /* NULL is fine */
void scenario_error_free(void *error);

#endif
