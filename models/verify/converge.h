/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The convergence detector: how long each perturbation kept the network busy. The cold start is the
 * first; every operator action begins another. It observes only.
 */
#ifndef VERIFY_CONVERGE_H
#define VERIFY_CONVERGE_H

#include "models/net/records.h"
#include "sim/sim.h"

#define CONVERGE_NEVER SIM_NEVER

/* One perturbation, as known at its end: the next one, or the end of the run. */
typedef struct TracePerturbation {
	TraceRecord head;
	uint32_t perturbation_id; /* 0: the cold start */
	SimTime start_ns;
	const char *kind;       /* "cold-start", or that of the operator's action */
	const char *target;     /* NULL for the cold start */
	uint64_t action_id;     /* the action's record; 0 for the cold start */
	SimTime last_change_ns; /* of a route or LFIB entry; CONVERGE_NEVER: none changed */
	/* From when on the network was quiet (sim_is_quiet()): guards that ran at the start have shown
	 * that nothing is amiss. CONVERGE_NEVER: not before its end. */
	SimTime converged_ns;
	uint64_t
		messages; /* control messages sent until then, without those that are sent anyway */
	uint64_t bytes;   /* of those, without lower headers */
} TracePerturbation;
extern const TraceType trace_perturbation;

typedef struct Converge Converge;

/* Watches from now on: call before the network starts. */
Converge *converge_new(Sim *sim);
void converge_free(Converge *converge); /* before the sim; NULL is fine */
/* The run is over: the last perturbation ends. */
void converge_end(Converge *converge);

typedef struct Perturbation {
	SimTime start, last_change, converged; /* as in TracePerturbation */
	char *kind, *target;
	uint64_t action_id, messages, bytes;
} Perturbation;
const GArray *converge_perturbations(const Converge *converge); /* of Perturbation, in order */

#endif
