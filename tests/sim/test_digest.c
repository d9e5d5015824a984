/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/digest.h"
#include "tests/testing.h"

#include <glib.h>

static uint64_t of_texts(const char *a, const char *b)
{
	Digest d;
	digest_init(&d);
	digest_text(&d, a);
	digest_text(&d, b);
	return digest_value(&d);
}

static uint64_t of_bytes(const void *bytes, size_t len)
{
	Digest d;
	digest_init(&d);
	digest_bytes(&d, bytes, len);
	return digest_value(&d);
}

static uint64_t of_u64(uint64_t value)
{
	Digest d;
	digest_init(&d);
	digest_u64(&d, value);
	return digest_value(&d);
}

START_TEST(items_are_apart)
{
	ck_assert_uint_eq(of_texts("ab", "c"), of_texts("ab", "c"));
	ck_assert_uint_ne(of_texts("ab", "c"), of_texts("a", "bc"));
	ck_assert_uint_ne(of_texts("ab", "c"), of_texts("c", "ab"));
	ck_assert_uint_ne(of_texts("", ""), of_texts("", NULL));
	ck_assert_uint_ne(of_texts("", NULL), of_texts(NULL, ""));
	ck_assert_uint_ne(of_bytes("\0", 1), of_bytes("\0\0", 2));
}
END_TEST

/* Every single bit of a value, and of each place in a string, makes a difference in many bits. */
START_TEST(every_bit_counts)
{
	uint8_t bytes[19] = {0};
	uint64_t none = of_bytes(bytes, sizeof(bytes));

	for (unsigned bit = 0; bit < 8 * sizeof(bytes); bit++) {
		bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		int changed = __builtin_popcountll(of_bytes(bytes, sizeof(bytes)) ^ none);
		ck_assert_msg(changed > 10 && changed < 54, "bit %u changes %d", bit, changed);
		bytes[bit / 8] = 0;
	}
	for (unsigned bit = 0; bit < 64; bit++) {
		int changed = __builtin_popcountll(of_u64(UINT64_C(1) << bit) ^ of_u64(0));
		ck_assert_msg(changed > 10 && changed < 54, "bit %u changes %d", bit, changed);
	}
}
END_TEST

static int compare_u64(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

START_TEST(no_collisions_among_many)
{
	enum { N = 100000 };
	uint64_t *values = g_new(uint64_t, N);

	for (uint64_t i = 0; i < N; i++) {
		uint64_t pair[] = {i % 300, i / 300};
		values[i] = of_bytes(pair, sizeof(pair));
	}
	qsort(values, N, sizeof(values[0]), compare_u64);
	for (int i = 1; i < N; i++)
		ck_assert_uint_ne(values[i - 1], values[i]);
	g_free(values);
}
END_TEST

/* Bytes of any length are what its definition says: the length, then words of them from the lowest byte up. */
START_TEST(words_of_bytes)
{
	static const uint8_t bytes[] =
		"\xf1\x02\xf3\x04\xf5\x06\xf7\x08\xf9\x0a\xfb\x0c\xfd\x0e\xff\x10\x11";

	for (size_t len = 0; len < sizeof(bytes); len++) {
		Digest d;

		digest_init(&d);
		digest_u64(&d, len);
		for (size_t at = 0; at < len; at += 8) {
			uint64_t word = 0;

			for (size_t i = at; i < MIN(at + 8, len); i++)
				word |= (uint64_t)bytes[i] << 8 * (i - at);
			digest_u64(&d, word);
		}
		ck_assert_uint_eq(of_bytes(bytes, len), digest_value(&d));
	}
}
END_TEST

/* Recorded digests must stay comparable: whoever changes the hash changes this on purpose. */
START_TEST(is_stable)
{
	Digest d;

	digest_init(&d);
	digest_u64(&d, 42);
	digest_text(&d, "hello, world");
	uint64_t first = digest_value(&d);
	ck_assert_uint_eq(digest_value(&d), first);
	ck_assert_uint_eq(first, UINT64_C(10648306508050250525));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("digest");

	tcase_add_test(tc, items_are_apart);
	tcase_add_test(tc, every_bit_counts);
	tcase_add_test(tc, no_collisions_among_many);
	tcase_add_test(tc, words_of_bytes);
	tcase_add_test(tc, is_stable);
	return test_main("digest", tc);
}
