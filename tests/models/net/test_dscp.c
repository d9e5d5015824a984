/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/dscp.h"
#include "tests/testing.h"

START_TEST(numbers_and_names)
{
	static const struct {
		const char *text;
		int dscp; /* -1: refused */
	} cases[] = {
		{"0", 0},     {"46", 46},   {"63", 63},  {"64", -1},   {"-1", -1},
		{"", -1},     {"be", 0},    {"ef", 46},  {"cs0", 0},   {"cs6", 48},
		{"cs7", 56},  {"cs8", -1},  {"csx", -1}, {"af11", 10}, {"af43", 38},
		{"af44", -1}, {"af51", -1}, {"af1", -1}, {"EF", -1},
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		uint8_t dscp = 99;
		gboolean ok = config_dscp.parse(cases[i].text, &dscp);

		ck_assert_msg(ok == (cases[i].dscp >= 0), "\"%s\"", cases[i].text);
		if (ok)
			ck_assert_int_eq(dscp, cases[i].dscp);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("dscp");

	tcase_add_test(tc, numbers_and_names);
	return test_main("dscp", tc);
}
