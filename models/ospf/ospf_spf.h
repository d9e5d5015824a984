/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The routing table's calculation (RFC 2328 16), its throttling, and the routes that it gives to the
 * RIB.
 *
 * The first change after a calm is acted on after spf_delay. A change within the hold time since the
 * last calculation waits until that has passed and lengthens the next hold time by spf_hold, up to
 * spf_max_hold; after a calm it is spf_hold again.
 */
#ifndef OSPF_OSPF_SPF_H
#define OSPF_OSPF_SPF_H

#include "models/ospf/ospf_route.h"
#include "sim/timer.h"

typedef struct OspfInstance OspfInstance;

enum { OSPF_SPF_LOG_MAX = 64 }; /* older calculations are forgotten */

/* What is remembered of a calculation. */
typedef struct OspfSpfRun {
	unsigned number;   /* from 1 */
	SimTime scheduled; /* when it was first asked for */
	SimTime time;
	uint64_t cause;   /* record that led to it */
	uint32_t routers; /* router-LSAs that it was made of */
	uint32_t routes;  /* in the table afterwards */
	uint32_t changed; /* prefixes that the RIB was told of */
} OspfSpfRun;

typedef struct OspfSpf {
	OspfInstance *instance; /* borrowed */
	SimTimer timer;         /* until it may be calculated */
	SimTimer job;           /* while the control processor calculates; done at its end */
	SimTime last;           /* when the table was last calculated; long ago at first */
	unsigned hold_times;    /* the hold time now, in units of spf_hold */
	OspfTable table;        /* as the RIB has it, and attached networks */
	OspfTable routers;      /* paths to border routers, one for each area and kind */
	SimTime scheduled;      /* when timer was started */
	unsigned n_runs;
	GArray *log; /* of OspfSpfRun, the latest OSPF_SPF_LOG_MAX */
} OspfSpf;

void ospf_spf_init(OspfInstance *instance);
void ospf_spf_release(OspfInstance *instance);
/* Withdraws all routes and forgets what was scheduled. */
void ospf_spf_stop(OspfInstance *instance);
/* A database has changed. */
void ospf_spf_schedule(OspfInstance *instance);

#endif
