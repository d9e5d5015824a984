/* SPDX-License-Identifier: Apache-2.0 */
/* No attribute that is a number takes what is none, or one that it cannot hold. */
#include "scenarios/load/grammar.h"
#include "tests/testing.h"

#include <string.h>

/* Of each kind of numbers one is among these; none of another kind is. */
static const char *const numbers[] = {"1", "16", "68", "1s", "1%", "1bps"};
static const char *const no_numbers[] = {"x", "1.2.3.4", "1:1", "1 1", ""};

/* Before a unit, too. */
static const char *const hostile[] = {
	"1e309",
	"1e3",
	"99999999999999999999",
	"-99999999999999999999",
	"0x10",
	"NaN",
	"nan",
	"inf",
	"Infinity",
	"1_000",
	"1,5",
	"--1",
	"+-1",
	"1 ",
	" 1",
	"1\t",
	"\xef\xbc\x91",
	"1\n",
	"1/0",
	"0b1",
	"1.",
	".5",
	"1..5",
	"1e",

	"18446744073709551617",
	"18446744073709551616",
	"-9223372036854775809",
};

static gboolean takes(const LoadShape *shape, const ConfigField *field, const char *text)
{
	void *config = g_malloc0(shape->config_size);
	gboolean taken = config_set(field, text, config);

	config_clear(field, 1, config);
	g_free(config);
	return taken;
}

/* Takes some number, and of what is none at most nothing. */
static gboolean is_number(const LoadShape *shape, const ConfigField *field)
{
	gboolean any = FALSE;

	for (unsigned i = 0; i < G_N_ELEMENTS(numbers); i++)
		any |= takes(shape, field, numbers[i]);
	for (unsigned i = 0; i + 1 < G_N_ELEMENTS(no_numbers); i++)
		if (takes(shape, field, no_numbers[i]))
			return FALSE;
	return any;
}

static void check_field(const LoadShape *shape, const ConfigField *field, const char *unit)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(hostile); i++) {
		g_autofree char *text = g_strconcat(hostile[i], unit, NULL);

		ck_assert_msg(!takes(shape, field, text), "<%s %s=\"%s\"> is taken", shape->element,
			      field->name, text);
	}
}

static unsigned check_shape(const LoadShape *shape, unsigned depth)
{
	static const char *const units[] = {"", "s", "%", "bps"};
	GArray *inside = load_shape_inside(shape);
	unsigned n = 0;

	for (unsigned i = 0; i < shape->n_fields; i++) {
		const ConfigField *field = &shape->fields[i];

		if (!is_number(shape, field))
			continue;
		for (unsigned u = 0; u < G_N_ELEMENTS(units); u++)
			check_field(shape, field, units[u]);
		n++;
	}
	for (unsigned i = 0; i < inside->len && depth < 8; i++)
		n += check_shape(&g_array_index(inside, LoadShape, i), depth + 1);
	g_array_free(inside, TRUE);
	return n;
}

START_TEST(every_number)
{
	LoadShape root = load_shape_root();

	ck_assert_uint_gt(check_shape(&root, 0), 100); /* they have been found */
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("numbers");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, every_number);
	return test_main("numbers", tc);
}
