/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of meaning: each gives one clear line where a scenario hardly means what it says, and none where it does. */
#include "scenarios/load/check.h"
#include "tests/scenarios/load/check_cases.h"
#include "tests/scenarios/load/loading.h"

#include <string.h>

static const CheckCase *const subjects[] = {
	check_cases_vpn,  check_cases_vrf,    check_cases_address, check_cases_ospf,
	check_cases_rip,  check_cases_bgp,    check_cases_border,  check_cases_mesh,
	check_cases_mpls, check_cases_hybrid,
};

static void check_case(const CheckCase *c)
{
	char *mistakes;
	Scenario *scenario = load_bytes(c->text, strlen(c->text), &mistakes);
	GString *lines = g_string_new(NULL);
	gboolean by_check = FALSE;

	ck_assert_msg(scenario, "%s", mistakes);
	for (unsigned i = 0; i < scenario->warnings->len; i++) {
		const ScenarioError *warning = g_ptr_array_index(scenario->warnings, i);

		g_string_append_printf(lines, "%u: %s\n", warning->line, warning->text);
		by_check |= g_strcmp0(warning->check, c->check) == 0;
	}
	ck_assert_msg(!c->check || by_check, "%s does not find anything:\n%s", c->check, c->text);
	ck_assert_msg(strcmp(lines->str, c->expected) == 0, "%s:\n%s\nexpected:\n%s\nfound:\n%s",
		      c->check, c->text, c->expected, lines->str);
	g_string_free(lines, TRUE);
	g_free(mistakes);
	scenario_free(scenario);
}

START_TEST(warnings)
{
	for (const CheckCase *c = subjects[_i]; c->text; c++)
		check_case(c);
}
END_TEST

START_TEST(every_check_has_a_case)
{
	for (const LoadCheck *check = load_checks; check->name; check++) {
		gboolean found = FALSE;

		for (unsigned s = 0; s < G_N_ELEMENTS(subjects); s++)
			for (const CheckCase *c = subjects[s]; c->text; c++)
				found |= g_strcmp0(c->check, check->name) == 0;
		ck_assert_msg(found, "no case for %s", check->name);
	}
}
END_TEST

/* With mistakes elsewhere what is there is still looked at, what is missing is not: that nobody imports the
 * route target may follow from the mistake. */
START_TEST(parts_with_mistakes)
{
	const char *text =
		"<scenario><carrier name=\"c\" asn=\"1\">\n"
		"<node name=\"N\" role=\"pe\" router-id=\"9.0.0.1\"><vrf name=\"A\" rd=\"1:1\" "
		"export=\"1:9\"/><ospf/></node>\n"
		"<node name=\"M\" role=\"pe\" router-id=\"9.0.0.2\"><ospf/></node>\n"
		"<link a=\"N:m\" a-address=\"10.1.0.1/30\" b=\"M:n\" b-address=\"10.1.0.2/30\"><ospf/>\n"
		"<end node=\"M\"><ospf area=\"1\"/></end></link></carrier>\n"
		"<flow name=\"f\" from=\"X\" to=\"10.1.0.2\"/></scenario>";
	char *found = mistakes_of(text, strlen(text));

	ck_assert_str_eq(found, "5: N:m is in area 0, M:n in area 1, so that they do not become "
				"neighbours; write one area for both\n"
				"6: there is no node \"X\"; did you mean \"N\"?\n");
	g_free(found);
}
END_TEST

/* The table in the documentation has each check with its severity, and no other. */
START_TEST(documentation)
{
	g_autofree char *path =
		g_build_filename(g_getenv("CL_SRCDIR"), "docs/SCENARIO-FORMAT.md", NULL);
	g_autofree char *document = NULL;
	const char *section;
	unsigned rows = 0, checks = 0;

	ck_assert(g_file_get_contents(path, &document, NULL, NULL));
	section = strstr(document, "\n## What is checked\n");
	ck_assert_ptr_nonnull(section);
	for (const LoadCheck *check = load_checks; check->name; check++, checks++) {
		g_autofree char *row = g_strdup_printf(
			"\n| `%s` | %s | %s |\n", check->name,
			check->severity == SCENARIO_WARNING ? "warning" : "mistake", check->doc);

		ck_assert_msg(strstr(section, row), "docs/SCENARIO-FORMAT.md lacks the row%s", row);
	}
	for (const char *p = strstr(section, "\n| `"); p; p = strstr(p + 1, "\n| `"))
		rows++;
	ck_assert_uint_eq(rows, checks);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("check");

	tcase_add_loop_test(tc, warnings, 0, G_N_ELEMENTS(subjects));
	tcase_add_test(tc, every_check_has_a_case);
	tcase_add_test(tc, parts_with_mistakes);
	tcase_add_test(tc, documentation);
	return test_main("check", tc);
}
