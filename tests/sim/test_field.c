/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/field.h"
#include "sim/simtime.h"
#include "tests/testing.h"

typedef struct Sample {
	uint8_t u8;
	uint16_t u16;
	uint32_t u32;
	uint64_t u64;
	int64_t i64;
	SimTime time;
	gboolean flag;
	const char *text;
	uint64_t id;
} Sample;

static const Field fields[] = {
	FIELD(Sample, u8, field_u8),     FIELD(Sample, u16, field_u16),
	FIELD(Sample, u32, field_u32),   FIELD(Sample, u64, field_u64),
	FIELD(Sample, i64, field_i64),   FIELD(Sample, time, field_time),
	FIELD(Sample, flag, field_bool), FIELD(Sample, text, field_text),
	FIELD(Sample, id, field_id),
};

static const Sample full = {
	.u8 = UINT8_MAX,
	.u16 = UINT16_MAX,
	.u32 = UINT32_MAX,
	.u64 = UINT64_MAX,
	.i64 = INT64_MIN,
	.time = 1500 * SIM_MSEC,
	.flag = TRUE,
	.text = "two words",
	.id = 7,
};
static const Sample blank;

/* All fields, an absent one as "-". */
static char *print_all(const Sample *sample)
{
	GString *out = g_string_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		size_t before = out->len;
		if (!fields[i].kind->print(field_at(&fields[i], sample), out)) {
			ck_assert_uint_eq(out->len, before);
			g_string_append_c(out, '-');
		}
		g_string_append_c(out, '|');
	}
	return g_string_free(out, FALSE);
}

START_TEST(prints)
{
	char *text = print_all(&full);
	ck_assert_str_eq(text, "255|65535|4294967295|18446744073709551615|"
			       "-9223372036854775808|1.5|yes|two words|7|");
	g_free(text);
	text = print_all(&blank);
	ck_assert_str_eq(text, "0|0|0|0|0|0|no|-|-|");
	g_free(text);
}
END_TEST

START_TEST(stores_integers)
{
	static const int64_t expected[] = {
		UINT8_MAX, UINT16_MAX,      UINT32_MAX, -1 /* all 64 bits */,
		INT64_MIN, 1500 * SIM_MSEC, 1,          0 /* text */,
		7,
	};
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		if (fields[i].kind->storage == FIELD_STORE_INT)
			ck_assert_int_eq(fields[i].kind->to_int(field_at(&fields[i], &full)),
					 expected[i]);
		else
			ck_assert_str_eq(fields[i].name, "text");
	}
}
END_TEST

START_TEST(any_truth_is_one)
{
	gboolean flag = 4;
	ck_assert_int_eq(field_bool.to_int(&flag), 1);
}
END_TEST

/* A kind of text that has no digest of its own: an odd number is absent. */
static gboolean even_print(const void *p, GString *out)
{
	uint32_t value = *(const uint32_t *)p;
	if (value % 2 == 0)
		g_string_append_printf(out, "%u", value);
	return value % 2 == 0;
}
static const FieldKind field_even = {
	.name = "even",
	.storage = FIELD_STORE_TEXT,
	.print = even_print,
};

static uint64_t digest_of(const Field *f, const void *base)
{
	GString *scratch = g_string_new("left over");
	Digest d;
	digest_init(&d);
	field_digest(f, base, &d, scratch);
	g_string_free(scratch, TRUE);
	return digest_value(&d);
}

START_TEST(digest_depends_on_value)
{
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		ck_assert_uint_eq(digest_of(&fields[i], &full), digest_of(&fields[i], &full));
		ck_assert_uint_ne(digest_of(&fields[i], &full), digest_of(&fields[i], &blank));
	}
}
END_TEST

START_TEST(digest_of_text_is_what_it_prints)
{
	const Field even = FIELD(Sample, u32, field_even);
	const Field text = FIELD(Sample, text, field_text);
	Sample four = {.u32 = 4, .text = "4"}, odd = {.u32 = 5, .text = NULL};

	ck_assert_uint_eq(digest_of(&even, &four), digest_of(&text, &four));
	ck_assert_uint_eq(digest_of(&even, &odd), digest_of(&text, &odd));
	ck_assert_uint_ne(digest_of(&even, &four), digest_of(&even, &odd));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("field");

	tcase_add_test(tc, prints);
	tcase_add_test(tc, stores_integers);
	tcase_add_test(tc, any_truth_is_one);
	tcase_add_test(tc, digest_depends_on_value);
	tcase_add_test(tc, digest_of_text_is_what_it_prints);
	return test_main("field", tc);
}
