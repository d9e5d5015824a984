/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/rng.h"

#include "sim/digest.h"

#include <glib.h>

/* splitmix64: spreads one word over the four of the state, as the authors of xoshiro advise. */
static uint64_t splitmix64(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

void sim_rng_init(SimRng *rng, uint64_t run_seed, const char *owner, const char *purpose)
{
	Digest name;

	digest_init(&name);
	digest_u64(&name, run_seed);
	digest_text(&name, owner);
	digest_text(&name, purpose);
	uint64_t state = digest_value(&name);
	for (unsigned i = 0; i < G_N_ELEMENTS(rng->s); i++)
		rng->s[i] = splitmix64(&state);
}

static inline uint64_t rotate_left(uint64_t x, int k)
{
	return x << k | x >> (64 - k);
}

uint64_t sim_rng_next(SimRng *rng)
{
	uint64_t *s = rng->s, result = rotate_left(s[1] * 5, 7) * 9, t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate_left(s[3], 45);
	return result;
}

uint64_t sim_rng_below(SimRng *rng, uint64_t bound)
{
	g_assert(bound > 0);
	/* The high word of a product with bound is uniform once the low words that would come one
	 * time too often, 2^64 modulo bound of them, are drawn again. */
	__extension__ unsigned __int128 product = (unsigned __int128)sim_rng_next(rng) * bound;
	if ((uint64_t)product < bound) {
		uint64_t surplus = -bound % bound;
		while ((uint64_t)product < surplus)
			product = (unsigned __int128)sim_rng_next(rng) * bound;
	}
	return (uint64_t)(product >> 64);
}
