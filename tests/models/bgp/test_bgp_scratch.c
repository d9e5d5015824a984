/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_scratch.h"
#include "tests/testing.h"

#include <string.h>

static BgpSpan keep(BgpScratch *scratch, const char *text)
{
	WireWriter w;

	wire_writer_init(&w, SIZE_MAX);
	wire_write_bytes(&w, (const uint8_t *)text, strlen(text));
	return bgp_scratch_keep(scratch, &w);
}

START_TEST(what_is_kept_stays)
{
	BgpScratch scratch;
	BgpSpan first, second;

	bgp_scratch_init(&scratch);
	first = keep(&scratch, "one");
	second = keep(&scratch, "another");
	ck_assert_uint_eq(first.len, 3);
	ck_assert_mem_eq(first.bytes, "one", 3);
	ck_assert_uint_eq(second.len, 7);
	ck_assert_mem_eq(second.bytes, "another", 7);
	ck_assert_uint_eq(scratch.buffers->len, 2);
	bgp_scratch_clear(&scratch);
	ck_assert_ptr_null(scratch.buffers);
}
END_TEST

/* Nothing is no memory, and does not make a list of it. */
START_TEST(nothing)
{
	BgpScratch scratch;
	BgpSpan span;

	bgp_scratch_init(&scratch);
	span = keep(&scratch, "");
	ck_assert_ptr_null(span.bytes);
	ck_assert_uint_eq(span.len, 0);
	ck_assert_ptr_null(scratch.buffers);
	bgp_scratch_clear(&scratch);
	bgp_scratch_clear(&scratch);
	span = keep(&scratch, "again");
	ck_assert_mem_eq(span.bytes, "again", span.len);
	bgp_scratch_clear(&scratch);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_scratch");

	tcase_add_test(tc, what_is_kept_stays);
	tcase_add_test(tc, nothing);
	return test_main("bgp_scratch", tc);
}
