/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of meaning: each gives one clear line where a scenario hardly means what it says, and none where it does. */
#include "scenarios/load/check.h"
#include "tests/scenarios/load/loading.h"

#include <string.h>

typedef struct Case {
	const char *check;    /* that finds something; NULL: none does */
	const char *text;     /* of the file */
	const char *expected; /* all warnings that it gives */
} Case;

/* Two carriers' border routers and what stands in them; a case's own lines begin at line 8. */
#define BODY(asbr_1, asbr_2, lines)                                                          \
	"<scenario until=\"100s\">\n"                                                        \
	"<carrier name=\"c\" asn=\"1\">\n"                                                   \
	"<node name=\"PE-1\" role=\"pe\"/><node name=\"ASBR-1\" role=\"asbr\">" asbr_1 "\n"  \
	"</node></carrier>\n"                                                                \
	"<carrier name=\"d\" asn=\"2\">\n"                                                   \
	"<node name=\"CE-1\" role=\"ce\"/><node name=\"ASBR-2\" role=\"asbr\">" asbr_2 "\n"  \
	"</node></carrier><customer name=\"e\"><node name=\"CE-2\" role=\"ce\"/></customer>" \
	"\n" lines "\n</scenario>\n"
#define LINK(a, b, attributes)                                 \
	"<link a=\"" a ":x\" a-address=\"10.2.0.1/30\" b=\"" b \
	":y\" b-address=\"10.2.0.2/30\" " attributes "/>"
#define VRF(name, rd, attributes) "<vrf name=\"" name "\" rd=\"" rd "\" " attributes "/>"
#define MAP(rts)                                                              \
	"<route-map name=\"m\"><entry><set-extcommunity route-targets=\"" rts \
	"\"/></entry></route-map>"
#define AT(attributes) \
	"<at time=\"9s\"><route-target node=\"ASBR-1\" vrf=\"A\" " attributes "/></at>"

static const Case cases[] = {
	{NULL, BODY("", "", ""), ""},

	{"vrf-at-one-end", BODY(VRF("A", "1:1", ""), "", LINK("ASBR-1", "ASBR-2", "a-vrf=\"A\"")),
	 "8: ASBR-1:x is in VRF \"A\", the other end ASBR-2:y in the global table, so that the VPN ends "
	 "here; write a <vrf name=\"A\"> in node \"ASBR-2\" and b-vrf=\"A\"\n"},
	{"vrf-at-one-end",
	 BODY(VRF("A", "1:1", ""), VRF("A", "2:1", ""),
	      LINK("ASBR-1", "ASBR-2", "b-vrf=\"A\" vlan=\"26\"")),
	 "8: ASBR-2:y is in VRF \"A\", the other end ASBR-1:x in the global table, so that the VPN ends "
	 "here; write a-vrf=\"A\"\n"},
	{"vrf-at-one-end", BODY(VRF("A", "1:1", ""), "", LINK("ASBR-1", "PE-1", "a-vrf=\"A\"")),
	 "8: ASBR-1:x is in VRF \"A\", the other end PE-1:y in the global table, so that the VPN ends "
	 "here; write a <vrf name=\"A\"> in node \"PE-1\" and b-vrf=\"A\"\n"},
	{NULL,
	 BODY(VRF("A", "1:1", ""), VRF("B", "2:1", ""),
	      LINK("ASBR-1", "ASBR-2", "a-vrf=\"A\" b-vrf=\"B\"")),
	 ""},
	{NULL, BODY("", "", LINK("ASBR-1", "ASBR-2", "")), ""},
	{NULL, BODY(VRF("A", "1:1", ""), "", LINK("ASBR-1", "CE-1", "a-vrf=\"A\"")), ""},
	{NULL, BODY(VRF("A", "1:1", ""), "", LINK("ASBR-1", "CE-2", "a-vrf=\"A\"")), ""},

	{"export-without-import",
	 BODY(VRF("A", "1:1", "export=\"1:9 1:8\"") "\n" VRF("B", "1:2",
							     "export=\"1:7\" "
							     "import=\"1:7\""),
	      VRF("A", "2:1", "import=\"1:7\""), ""),
	 "3: no VRF imports what VRF \"A\" of node \"ASBR-1\" exports, 1:9 1:8; write 1:7, which VRF "
	 "\"A\" of node \"ASBR-2\" imports\n"},
	{"export-without-import", BODY(VRF("A", "1:1", "export=\"1:9\""), "", ""),
	 "3: no VRF imports what VRF \"A\" of node \"ASBR-1\" exports, 1:9; write one that some VRF "
	 "imports\n"},
	{NULL, BODY(VRF("A", "1:1", "export=\"1:9 1:8\""), VRF("B", "2:1", "import=\"1:8\""), ""),
	 ""},
	{NULL,
	 BODY(VRF("A", "1:1", "export=\"1:9\""), VRF("A", "2:1", ""),
	      "<at time=\"9s\"><route-target node=\"ASBR-2\" vrf=\"A\" import=\"1:9\"/></at>"),
	 ""},

	{"import-without-export",
	 BODY(VRF("A", "1:1", "import=\"1:9 1:8\""), VRF("A", "2:1", "export=\"1:8\""), ""),
	 "3: no VRF exports 1:9, which VRF \"A\" of node \"ASBR-1\" imports; write 1:8, which VRF \"A\" "
	 "of node \"ASBR-2\" exports\n"},
	{"import-without-export", BODY("", VRF("A", "2:1", "import=\"10.0.0.1:9\""), ""),
	 "6: no VRF exports 10.0.0.1:9, which VRF \"A\" of node \"ASBR-2\" imports; write one that some "
	 "VRF exports\n"},
	{NULL, BODY(VRF("A", "1:1", "import=\"1:9\""), "", AT("export=\"1:9\"")), ""},

	/* A namesake of the same carrier knows better than another carrier's. */
	{"import-without-export",
	 BODY(VRF("A", "1:1", "export=\"1:8\" import=\"1:8\""),
	      VRF("A", "2:1", "import=\"2:9\"") "</node>\n<node name=\"N\" role=\"pe\">" VRF(
		      "A", "2:1", "export=\"2:8\" import=\"2:8\""),
	      ""),
	 "6: no VRF exports 2:9, which VRF \"A\" of node \"ASBR-2\" imports; write 2:8, which VRF \"A\" "
	 "of node \"N\" exports\n"},
	/* What route maps set may be anybody's. */
	{NULL,
	 BODY(VRF("A", "1:1", "export=\"1:9\"") MAP("2:9"), VRF("A", "2:1", "import=\"2:9\""), ""),
	 ""},
	{"import-without-export", BODY(MAP("2:8"), VRF("A", "2:1", "import=\"2:9\""), ""),
	 "6: no VRF exports 2:9, which VRF \"A\" of node \"ASBR-2\" imports; write one that some VRF "
	 "exports\n"},

	/* Line by line, whatever check finds them. */
	{"import-without-export",
	 BODY(VRF("A", "1:1", "import=\"1:9\""), VRF("B", "2:1", "export=\"1:8\""),
	      LINK("ASBR-1", "ASBR-2", "b-vrf=\"B\"")),
	 "3: no VRF exports 1:9, which VRF \"A\" of node \"ASBR-1\" imports; write one that some VRF "
	 "exports\n"
	 "6: no VRF imports what VRF \"B\" of node \"ASBR-2\" exports, 1:8; write one that some VRF "
	 "imports\n"
	 "8: ASBR-2:y is in VRF \"B\", the other end ASBR-1:x in the global table, so that the VPN ends "
	 "here; write a <vrf name=\"B\"> in node \"ASBR-1\" and a-vrf=\"B\"\n"},
};

static void check_case(const Case *c)
{
	char *mistakes;
	Scenario *scenario = load_bytes(c->text, strlen(c->text), &mistakes);
	GString *lines = g_string_new(NULL);

	ck_assert_msg(scenario, "%s", mistakes);
	for (unsigned i = 0; i < scenario->warnings->len; i++) {
		const ScenarioError *warning = g_ptr_array_index(scenario->warnings, i);

		g_string_append_printf(lines, "%u: %s\n", warning->line, warning->text);
		if (i == 0)
			ck_assert_pstr_eq(warning->check, c->check);
	}
	ck_assert_str_eq(lines->str, c->expected);
	g_string_free(lines, TRUE);
	g_free(mistakes);
	scenario_free(scenario);
}

START_TEST(warnings)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		check_case(&cases[i]);
}
END_TEST

START_TEST(every_check_has_a_case)
{
	for (const LoadCheck *check = load_checks; check->name; check++) {
		gboolean found = FALSE;

		for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
			found |= g_strcmp0(cases[i].check, check->name) == 0;
		ck_assert_msg(found, "no case for %s", check->name);
	}
}
END_TEST

/* A scenario with mistakes is not looked at as a whole: what was left out would be missed. */
START_TEST(no_checks_after_mistakes)
{
	const char *text = BODY(VRF("A", "1:1", "export=\"1:9\""), "", "<flow/>");
	char *mistakes = mistakes_of(text, strlen(text));

	ck_assert_ptr_null(strstr(mistakes, "exports"));
	g_free(mistakes);
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
			"\n| `%s` | %s | ", check->name,
			check->severity == SCENARIO_WARNING ? "warning" : "mistake");

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

	tcase_add_test(tc, warnings);
	tcase_add_test(tc, every_check_has_a_case);
	tcase_add_test(tc, no_checks_after_mistakes);
	tcase_add_test(tc, documentation);
	return test_main("check", tc);
}
