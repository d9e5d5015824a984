/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/rng.h"
#include "tests/testing.h"

#include <glib.h>

/* The first outputs of xoshiro256** from the state {1, 2, 3, 4}, as its authors' code gives them. */
START_TEST(known_vector)
{
	static const uint64_t expected[] = {
		UINT64_C(11520),
		UINT64_C(0),
		UINT64_C(1509978240),
		UINT64_C(1215971899390074240),
		UINT64_C(1216172134540287360),
		UINT64_C(607988272756665600),
		UINT64_C(16172922978634559625),
		UINT64_C(8476171486693032832),
		UINT64_C(10595114339597558777),
		UINT64_C(2904607092377533576),
	};
	SimRng rng = {{1, 2, 3, 4}};

	for (size_t i = 0; i < G_N_ELEMENTS(expected); i++)
		ck_assert_uint_eq(sim_rng_next(&rng), expected[i]);
}
END_TEST

static uint64_t first_of(uint64_t seed, const char *owner, const char *purpose)
{
	SimRng rng;
	sim_rng_init(&rng, seed, owner, purpose);
	return sim_rng_next(&rng);
}

START_TEST(streams_are_named)
{
	uint64_t first = first_of(1, "PE-1", "hello");

	ck_assert_uint_eq(first, first_of(1, "PE-1", "hello"));
	ck_assert_uint_ne(first, first_of(2, "PE-1", "hello"));
	ck_assert_uint_ne(first, first_of(1, "PE-2", "hello"));
	ck_assert_uint_ne(first, first_of(1, "PE-1", "retry"));
	ck_assert_uint_ne(first, first_of(1, "PE-1h", "ello"));
}
END_TEST

/* Two streams agree in a bit half of the time: their draws have nothing to do with one another. */
START_TEST(streams_are_independent)
{
	enum { N = 4096 };
	SimRng a, b;
	int equal_bits = 0;

	sim_rng_init(&a, 1, "PE-1", "hello");
	sim_rng_init(&b, 1, "PE-2", "hello");
	for (int i = 0; i < N; i++)
		equal_bits += __builtin_popcountll(~(sim_rng_next(&a) ^ sim_rng_next(&b)));
	/* standard deviation: sqrt(64 * N) / 2 = 256 */
	ck_assert_int_gt(equal_bits, 32 * N - 5 * 256);
	ck_assert_int_lt(equal_bits, 32 * N + 5 * 256);
}
END_TEST

START_TEST(below_is_uniform)
{
	enum { BOUND = 7, N = 70000 };
	int count[BOUND] = {0};
	SimRng rng;

	sim_rng_init(&rng, 3, "test", "below");
	for (int i = 0; i < N; i++) {
		uint64_t value = sim_rng_below(&rng, BOUND);
		ck_assert_uint_lt(value, BOUND);
		count[value]++;
	}
	for (int i = 0; i < BOUND; i++) {
		ck_assert_int_gt(count[i], N / BOUND - 500); /* 5 standard deviations */
		ck_assert_int_lt(count[i], N / BOUND + 500);
	}
}
END_TEST

/* With a bound of 3/4 of 2^64 a multiplication without rejection would draw the numbers that are
 * multiples of three twice as often as the others. */
START_TEST(below_is_without_bias)
{
	enum { N = 30000 };
	const uint64_t bound = UINT64_C(3) << 62;
	int count[3] = {0};
	SimRng rng;

	sim_rng_init(&rng, 4, "test", "below");
	for (int i = 0; i < N; i++) {
		uint64_t value = sim_rng_below(&rng, bound);
		ck_assert_uint_lt(value, bound);
		count[value % 3]++;
	}
	for (int i = 0; i < 3; i++) {
		ck_assert_int_gt(count[i], N / 3 - 420);
		ck_assert_int_lt(count[i], N / 3 + 420);
	}
}
END_TEST

START_TEST(below_one_is_zero)
{
	SimRng rng;
	sim_rng_init(&rng, 5, "test", "below");
	for (int i = 0; i < 10; i++)
		ck_assert_uint_eq(sim_rng_below(&rng, 1), 0);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("rng");

	tcase_add_test(tc, known_vector);
	tcase_add_test(tc, streams_are_named);
	tcase_add_test(tc, streams_are_independent);
	tcase_add_test(tc, below_is_uniform);
	tcase_add_test(tc, below_is_without_bias);
	tcase_add_test(tc, below_one_is_zero);
	return test_main("rng", tc);
}
