/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Named random streams (xoshiro256**). A stream is seeded from the run's seed, the owner's name and
 * the purpose, so that adding a node or a purpose changes no other draw.
 */
#ifndef SIM_RNG_H
#define SIM_RNG_H

#include <stdint.h>

typedef struct SimRng {
	uint64_t s[4];
} SimRng;

void sim_rng_init(SimRng *rng, uint64_t run_seed, const char *owner, const char *purpose);
uint64_t sim_rng_next(SimRng *rng);
/* Uniform in [0, bound), without bias; bound > 0. */
uint64_t sim_rng_below(SimRng *rng, uint64_t bound);

#endif
