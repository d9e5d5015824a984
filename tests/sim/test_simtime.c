/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/simtime.h"
#include "tests/testing.h"

static const struct {
	const char *text;
	SimTime time;
} good[] = {
	{"0", 0},
	{"0s", 0},
	{"40ns", 40},
	{"250us", 250 * SIM_USEC},
	{"10ms", 10 * SIM_MSEC},
	{"1.5s", 1500 * SIM_MSEC},
	{"007s", 7 * SIM_SEC},
	{"3min", 180 * SIM_SEC},
	{"0.5min", 30 * SIM_SEC},
	{"1h", 3600 * SIM_SEC},
	{"0.000000001s", 1},
	{"0.0000000000025h", 9},
	{"0.125000000000000000000000us", 125},
	{"9223372036854775806ns", SIM_NEVER - 1},
	{"9223372036.854775806s", SIM_NEVER - 1},
};

START_TEST(parses)
{
	GError *error = NULL;
	SimTime t = -1;

	ck_assert_msg(sim_time_parse(good[_i].text, &t, &error), "%s", good[_i].text);
	ck_assert_ptr_null(error);
	ck_assert_int_eq(t, good[_i].time);
}
END_TEST

static const struct {
	const char *text;
	SimTimeError code;
	const char *says;
} bad[] = {
	{"", SIM_TIME_ERROR_SYNTAX, "number and a unit"},
	{"s", SIM_TIME_ERROR_SYNTAX, "number and a unit"},
	{"-1s", SIM_TIME_ERROR_SYNTAX, "number and a unit"},
	{"+1s", SIM_TIME_ERROR_SYNTAX, "number and a unit"},
	{" 1s", SIM_TIME_ERROR_SYNTAX, "number and a unit"},
	{".5s", SIM_TIME_ERROR_SYNTAX, "number and a unit"},
	{"5.s", SIM_TIME_ERROR_SYNTAX, "number and a unit"},
	{"10", SIM_TIME_ERROR_SYNTAX, "unit must be"},
	{"10 ms", SIM_TIME_ERROR_SYNTAX, "unit must be"},
	{"10ms ", SIM_TIME_ERROR_SYNTAX, "unit must be"},
	{"10sec", SIM_TIME_ERROR_SYNTAX, "unit must be"},
	{"1e3s", SIM_TIME_ERROR_SYNTAX, "unit must be"},
	{"1.5.5s", SIM_TIME_ERROR_SYNTAX, "unit must be"},
	{"1.5ns", SIM_TIME_ERROR_RANGE, "finer than a nanosecond"},
	{"0.0000000001s", SIM_TIME_ERROR_RANGE, "finer than a nanosecond"},
	{"0.0000000000000000000001h", SIM_TIME_ERROR_RANGE, "finer than a nanosecond"},
	{"9223372036854775807ns", SIM_TIME_ERROR_RANGE, "292 years"},
	{"9223372036.854775807s", SIM_TIME_ERROR_RANGE, "292 years"},
	{"9223372036854775808ns", SIM_TIME_ERROR_RANGE, "292 years"},
	{"99999999999999999999ns", SIM_TIME_ERROR_RANGE, "292 years"},
	{"3000000h", SIM_TIME_ERROR_RANGE, "292 years"},
};

START_TEST(refuses)
{
	GError *error = NULL;
	SimTime t = 42;

	ck_assert_msg(!sim_time_parse(bad[_i].text, &t, &error), "%s", bad[_i].text);
	ck_assert_int_eq(t, 42);
	ck_assert_msg(g_error_matches(error, SIM_TIME_ERROR, (gint)bad[_i].code), "%s",
		      bad[_i].text);
	ck_assert_msg(strstr(error->message, bad[_i].says) != NULL, "%s", error->message);
	ck_assert_msg(strstr(error->message, bad[_i].text) != NULL, "%s", error->message);
	g_error_free(error);
}
END_TEST

static const struct {
	SimTime time;
	const char *text;
} shown[] = {
	{0, "0"},
	{1, "0.000000001"},
	{1500 * SIM_MSEC, "1.5"},
	{40 * SIM_SEC, "40"},
	{40 * SIM_SEC + SIM_USEC, "40.000001"},
	{100 * SIM_SEC, "100"},
	{SIM_NEVER - 1, "9223372036.854775806"},
	{SIM_NEVER, "never"},
	{-1500 * SIM_MSEC, "-1.5"},
	{INT64_MIN, "-9223372036.854775808"},
};

START_TEST(appends)
{
	GString *out = g_string_new("t=");

	sim_time_append(out, shown[_i].time);
	ck_assert_str_eq(out->str + 2, shown[_i].text);
	g_string_free(out, TRUE);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("time");

	tcase_add_loop_test(tc, parses, 0, G_N_ELEMENTS(good));
	tcase_add_loop_test(tc, refuses, 0, G_N_ELEMENTS(bad));
	tcase_add_loop_test(tc, appends, 0, G_N_ELEMENTS(shown));
	return test_main("simtime", tc);
}
