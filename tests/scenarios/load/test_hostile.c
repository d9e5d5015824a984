/* SPDX-License-Identifier: Apache-2.0 */
/* Files made to harm: refused in bounded time and memory, with a line that says why. */
#include "tests/scenarios/load/loading.h"

#include <string.h>
#include <sys/resource.h>

/* Of the whole program, in MiB, so far. */
static long peak_memory(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss / 1024;
}

/* before, middle n times, after: is refused with exactly this, quickly and in little memory. */
static void refused(const char *before, const char *middle, unsigned n, const char *after,
		    const char *expected)
{
	GString *text = g_string_new(before);
	gint64 start;
	char *found;

	for (unsigned i = 0; i < n; i++)
		g_string_append(text, middle);
	g_string_append(text, after);
	start = g_get_monotonic_time();
	found = mistakes_of(text->str, text->len);
	ck_assert_msg(strcmp(found, expected) == 0, "expected:\n%s\nfound:\n%s", expected, found);
	ck_assert_int_lt(g_get_monotonic_time() - start, 20 * G_USEC_PER_SEC);
	ck_assert_int_lt(peak_memory(), 1000);
	g_free(found);
	g_string_free(text, TRUE);
}

static const char no_doctype[] =
	"2: a document type is not accepted; leave out <!DOCTYPE ...> and its entities\n";

START_TEST(entity_bomb)
{
	refused("<?xml version=\"1.0\"?>\n<!DOCTYPE s [<!ENTITY a \"aaaaaaaaaa\">\n"
		"<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\n",
		"<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;\">\n", 20,
		"]>\n<scenario name=\"&c;\">&c;</scenario>", no_doctype);
}
END_TEST

/* The file that it names would say so if it were read: it is no XML. */
START_TEST(external_entities)
{
	refused("<?xml version=\"1.0\"?>\n<!DOCTYPE s [<!ENTITY a SYSTEM \"/etc/passwd\">]>\n"
		"<scenario>&a;</scenario>",
		"", 0, "", no_doctype);
	refused("<?xml version=\"1.0\"?>\n<!DOCTYPE s SYSTEM \"/etc/passwd\">\n<scenario/>", "", 0,
		"", no_doctype);
	refused("<scenario>\n<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" "
		"href=\"/etc/passwd\"/></scenario>",
		"", 0, "",
		"2: <scenario> has no element \"xi:include\" in it; did you mean \"include\"?\n");
}
END_TEST

START_TEST(depth)
{
	refused("<scenario>\n", "<carrier>", 1000000, "",
		"2: more than 16 elements in each other; close some before\n");
}
END_TEST

START_TEST(attributes)
{
	GString *text = g_string_new("<scenario\n");

	for (unsigned i = 0; i < 1000000; i++)
		g_string_append_printf(text, " a%u=''", i);
	refused(text->str, "", 0, "/>", "2: more than 100 attributes; leave out some\n");
	g_string_assign(text, "<scenario\n");
	for (unsigned i = 0; i < 500000; i++)
		g_string_append_printf(text, " xmlns:a%u = \"u\"", i);
	refused(text->str, "", 0, "/>", "2: more than 100 attributes; leave out some\n");
	g_string_free(text, TRUE);
}
END_TEST

START_TEST(size)
{
	refused("<scenario>", " ", 17 * 1024 * 1024, "</scenario>",
		"0: the file is larger than 16 MiB; split the scenario\n");
	refused("<scenario>\n", "<x/>", 2000000, "</scenario>",
		"2: more than 100000 elements; split the scenario\n");
	refused("<scenario>\n<carrier name=\"", "x", 5000000, "\" asn=\"1\"/></scenario>",
		"2: name=\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...\" of <carrier> "
		"cannot be read; write a name of at most 63 letters, digits, \"-\", \"_\" and \".\"\n");
}
END_TEST

/* What no single element makes large. */
START_TEST(numbers_of_things)
{
	GString *text = g_string_new("<scenario><carrier name=\"c\" asn=\"1\">\n");

	for (unsigned i = 0; i < 99000; i++)
		g_string_append_printf(text, "<node name=\"n%u\" role=\"p\"/>\n", i);
	refused(text->str, "", 0, "</carrier></scenario>",
		"10002: more than 10000 nodes; split the scenario\n");
	g_string_free(text, TRUE);
}
END_TEST

/* Names are compared with names that there are only as long as somebody is told of it. */
START_TEST(unknown_names)
{
	GString *text = g_string_new("<scenario><carrier name=\"c\" asn=\"1\">\n");
	char *found;
	gchar **lines;

	for (unsigned i = 0; i < 9999; i++)
		g_string_append_printf(
			text, "<node name=\"%s%04u\" role=\"p\"/>\n",
			"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn", i);
	for (unsigned i = 0; i < 80000; i++)
		g_string_append_printf(text, "<link a=\"%s%u:x\" b=\"%s%u:y\"/>\n",
				       "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm", i,
				       "kkkkkkkkkkkkkkkkkkkk", i);
	g_string_append(text, "</carrier></scenario>");
	found = mistakes_of(text->str, text->len);
	lines = g_strsplit(found, "\n", -1);
	ck_assert_uint_eq(g_strv_length(lines), 102);
	ck_assert_msg(g_str_has_prefix(lines[0], "10001: there is no node \"mmm"), "%s", lines[0]);
	g_strfreev(lines);
	g_free(found);
	g_string_free(text, TRUE);
}
END_TEST

START_TEST(numbers)
{
	refused("<scenario until=\"", "9", 1000, "s\"/>",
		"1: until=\"999999999999999999999999999999999999999999999999999999999999...\" of "
		"<scenario> cannot be read; write a time with its unit, such as 10ms or 40s, of at "
		"most a year (8760h)\n");
	refused("<scenario until=\"2562047h\"/>", "", 0, "",
		"1: until=\"2562047h\" of <scenario> cannot be read; write a time with its unit, such "
		"as 10ms or 40s, of at most a year (8760h)\n");
	refused("<scenario><carrier name=\"c\" asn=\"4294967296\"/></scenario>", "", 0, "",
		"1: asn=\"4294967296\" of <carrier> cannot be read; write an AS number from 1 to "
		"4294967295\n");
	refused("<scenario><carrier name=\"c\" asn=\"-1\"/></scenario>", "", 0, "",
		"1: asn=\"-1\" of <carrier> cannot be read; write an AS number from 1 to "
		"4294967295\n");
}
END_TEST

#define TOO_MUCH "with this the expanded scenario has more than 100000 elements or 16 MiB; split it"

/* Templates that use each other ten times, which makes 10^12 of the innermost; and where that holds
 * nothing. */
START_TEST(template_bomb)
{
	static const char *const innermost[] = {"<flow name=\"f\"/>", ""};

	for (unsigned i = 0; i < G_N_ELEMENTS(innermost); i++) {
		GString *text = g_string_new("<scenario>");
		char *found;

		g_string_append_printf(text, "<template name=\"t0\">%s</template>", innermost[i]);
		for (unsigned t = 1; t <= 12; t++) {
			g_string_append_printf(text, "<template name=\"t%u\">", t);
			for (unsigned n = 0; n < 10; n++)
				g_string_append_printf(text, "<use template=\"t%u\"/>", t - 1);
			g_string_append(text, "</template>");
		}
		g_string_append(text, "<use template=\"t12\"/></scenario>");
		found = mistakes_of(text->str, text->len);
		ck_assert_msg(strstr(found, TOO_MUCH), "%s", found);
		g_free(found);
		g_string_free(text, TRUE);
	}
}
END_TEST

/* Values that grow thousandfold with each template. */
START_TEST(value_bomb)
{
	GString *text = g_string_new("<scenario><template name=\"t0\"><parameter name=\"x\"/>"
				     "<flow name=\"{x}\"/></template>");
	char *found;

	for (unsigned t = 1; t <= 12; t++) {
		g_string_append_printf(text,
				       "<template name=\"t%u\"><parameter name=\"x\"/>"
				       "<use template=\"t%u\" x=\"",
				       t, t - 1);
		for (unsigned n = 0; n < 1000; n++)
			g_string_append(text, "{x}");
		g_string_append(text, "\"/></template>");
	}
	g_string_append(text, "<use template=\"t12\" x=\"0123456789\"/></scenario>");
	found = mistakes_of(text->str, text->len);
	ck_assert_msg(strstr(found, TOO_MUCH), "%s", found);
	ck_assert_int_lt(peak_memory(), 1000);
	g_free(found);
	g_string_free(text, TRUE);
}
END_TEST

START_TEST(depth_by_templates)
{
	GString *text = g_string_new("<scenario><template name=\"t0\"/>");
	char *found;

	for (unsigned t = 1; t <= 20; t++)
		g_string_append_printf(text,
				       "<template name=\"t%u\"><node><use "
				       "template=\"t%u\"/></node></template>",
				       t, t - 1);
	g_string_append(text, "<use template=\"t20\"/></scenario>");
	found = mistakes_of(text->str, text->len);
	ck_assert_msg(g_str_has_prefix(found,
				       "1: more than 16 elements in each other; close some before"),
		      "%s", found);
	g_free(found);
	g_string_free(text, TRUE);
}
END_TEST

/* Nothing that there are many of is compared with all others. */
START_TEST(numbers_of_templates_and_defaults)
{
	GString *text = g_string_new("<scenario><customer name=\"c\">");
	char *found;

	for (unsigned i = 0; i < 20000; i++)
		g_string_append_printf(text,
				       "<template name=\"t%u\"><node name=\"n%u\"/></template>"
				       "<use template=\"t%u\"/>",
				       i, i, i + 1);
	g_string_append(text, "</customer></scenario>");
	found = mistakes_of(text->str, text->len);
	ck_assert_msg(strstr(found, "there is no template"), "%s", found);
	g_free(found);
	g_string_assign(text, "<scenario><customer name=\"c\">");
	for (unsigned i = 0; i < 9000; i++)
		g_string_append_printf(text,
				       "<node name=\"n%u\"><defaults><vrf rd=\"1:1\"/>"
				       "<bgp><neighbor mrai=\"5s\"/></bgp></defaults></node>",
				       i);
	g_string_append(text, "</customer></scenario>");
	found = mistakes_of(text->str, text->len);
	ck_assert_msg(strstr(found, "lacks the attribute \"role\""), "%s", found);
	g_free(found);
	g_string_free(text, TRUE);
}
END_TEST

/* Intent that stands for more than there can be, and for much at one place. */
START_TEST(intent_bomb)
{
	GString *text =
		g_string_new("<scenario><carrier name=\"c\" asn=\"1\" igp=\"ospf\" ldp=\"yes\" "
			     "loopbacks=\"10.0.0.0/8\" links=\"11.0.0.0/8\"><ibgp/>");
	char *found;

	for (unsigned i = 0; i < 5000; i++)
		g_string_append_printf(text, "<node name=\"n%u\" role=\"pe\"/>", i);
	g_string_append(text, "</carrier></scenario>");
	found = mistakes_of(text->str, text->len);
	ck_assert_msg(strstr(found, TOO_MUCH), "%s", found);
	g_free(found);
	g_string_assign(text,
			"<scenario><carrier name=\"c\" asn=\"1\"><node name=\"p\" role=\"pe\"/>"
			"</carrier>");
	for (unsigned i = 0; i < 10000; i++)
		g_string_append_printf(
			text,
			"<vpn name=\"v%u\" rd=\"1:%u\" rt=\"1:1\" links=\"10.0.0.0/8\">"
			"<site ce=\"c%u\" pe=\"p\" asn=\"1\" lan=\"1.0.0.0/24 2.0.0.0/24\"/>"
			"</vpn>",
			i, i, i);
	g_string_append(text, "</scenario>");
	found = mistakes_of(text->str, text->len);
	ck_assert_msg(strstr(found, TOO_MUCH), "%s", found);
	g_free(found);
	g_string_free(text, TRUE);
}
END_TEST

/* No VPN that is named is compared with all others. */
START_TEST(many_vpns_of_inter_as)
{
	GString *text = g_string_new("<scenario>\n");
	char *found;
	gchar **lines;

	for (unsigned i = 1; i <= 2; i++)
		g_string_append_printf(text,
				       "<carrier name=\"c%u\" asn=\"%u\">"
				       "<node name=\"A%u\" role=\"asbr\"/></carrier>",
				       i, i, i);
	g_string_append(text, "<inter-as option=\"a\" carriers=\"c1 c2\" vpns=\"");
	for (unsigned i = 0; i < 500000; i++)
		g_string_append_printf(text, " v%u", i);
	g_string_append(text, "\"><border a=\"A1\" b=\"A2\"/></inter-as></scenario>");
	found = mistakes_of(text->str, text->len);
	lines = g_strsplit(found, "\n", -1);
	ck_assert_uint_eq(g_strv_length(lines), 102);
	ck_assert_str_eq(lines[0], "2: vpns: no carrier has a VRF \"v0\"; there are none");
	g_strfreev(lines);
	g_free(found);
	g_string_free(text, TRUE);
}
END_TEST

/* Names become parts of file names. */
START_TEST(names_that_lead_elsewhere)
{
	static const char *const names[] = {"../../etc/x", ".x",  "a/b", "",
					    " a",          "a b", "-a",  "a&#10;b"};

	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *text =
			g_strdup_printf("<scenario><customer name=\"c\"><node "
					"name=\"%s\" role=\"ce\"/></customer></scenario>",
					names[i]);
		g_autofree char *found = mistakes_of(text, strlen(text));

		ck_assert_msg(strstr(found, "of <node> cannot be read; write a name"), "%s", found);
	}
}
END_TEST

/* Only the first hundred mistakes are told. */
START_TEST(many_mistakes)
{
	GString *text = g_string_new("<scenario>\n");
	char *found;
	gchar **lines;

	for (unsigned i = 0; i < 50000; i++)
		g_string_append(text, "<x/>\n");
	g_string_append(text, "</scenario>");
	found = mistakes_of(text->str, text->len);
	lines = g_strsplit(found, "\n", -1);
	ck_assert_uint_eq(g_strv_length(lines), 102);
	ck_assert(g_str_has_prefix(lines[0], "2: "));
	ck_assert(g_str_has_prefix(lines[99], "101: "));
	ck_assert_str_eq(lines[100], "0: there are more mistakes; correct these first");
	g_strfreev(lines);
	g_free(found);
	g_string_free(text, TRUE);
}
END_TEST

START_TEST(lines_above_65535)
{
	GString *text = g_string_new("<scenario>\n");
	char *found;

	for (unsigned i = 0; i < 70000; i++)
		g_string_append_c(text, '\n');
	g_string_append(text,
			"<customer nam=\"x\"\n name=\"y\"/>\n<at time=\"1s\"/>text</scenario>");
	found = mistakes_of(text->str, text->len);
	ck_assert_str_eq(found,
			 "70003: <customer> has no attribute \"nam\"; did you mean \"name\"?\n"
			 "70004: text \"text\" in <scenario>; write values as attributes, remarks "
			 "as <!-- remark -->\n"
			 "70004: nothing is done at that time; write an action in <at>\n");
	g_free(found);
	g_string_free(text, TRUE);
}
END_TEST

START_TEST(bytes_that_are_no_text)
{
	static const struct {
		const char *bytes;
		gsize length;
		const char *expected;
	} cases[] = {
		{"<scenario>\n\0</scenario>", 23, "2: this is not UTF-8; save the file as UTF-8\n"},
		{"<scenario>\n\n\xe9</scenario>", 24,
		 "3: this is not UTF-8; save the file as UTF-8\n"},
		{"\xff\xfe<\0s\0/\0>\0", 10, "1: this is not UTF-8; save the file as UTF-8\n"},
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *found = mistakes_of(cases[i].bytes, cases[i].length);

		ck_assert_str_eq(found, cases[i].expected);
		g_free(found);
	}
}
END_TEST

/* Cut short at every byte, or with any byte changed, the file is refused or accepted, no more. */
static void change_every_byte(const char *file)
{
	g_autofree char *path = g_build_filename(g_getenv("CL_SRCDIR"), file, NULL);
	char *text, *mistakes;
	gsize length;

	ck_assert(g_file_get_contents(path, &text, &length, NULL));
	for (gsize i = 0; i < length - 12; i++) /* 12: behind it the root is closed */
		g_free(mistakes_of(text, i));
	for (gsize i = 0; i < length; i++) {
		char was = text[i];

		text[i] = (char)(was ^ (1 << i % 7));
		scenario_free(load_bytes(text, length, &mistakes));
		g_free(mistakes);
		text[i] = was;
	}
	g_free(text);
}

START_TEST(every_byte)
{
	change_every_byte("scenarios/l3vpn/intra-as.xml");
}
END_TEST

START_TEST(every_byte_of_intent)
{
	change_every_byte("tests/scenarios/load/intent.xml");
}
END_TEST

START_TEST(every_byte_of_option_ab)
{
	change_every_byte("tests/scenarios/inter-as/intent-ab.xml");
}
END_TEST

START_TEST(every_byte_of_option_c)
{
	change_every_byte("tests/scenarios/inter-as/intent-c.xml");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("hostile");

	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, entity_bomb);
	tcase_add_test(tc, external_entities);
	tcase_add_test(tc, depth);
	tcase_add_test(tc, attributes);
	tcase_add_test(tc, size);
	tcase_add_test(tc, numbers_of_things);
	tcase_add_test(tc, unknown_names);
	tcase_add_test(tc, numbers);
	tcase_add_test(tc, template_bomb);
	tcase_add_test(tc, value_bomb);
	tcase_add_test(tc, depth_by_templates);
	tcase_add_test(tc, numbers_of_templates_and_defaults);
	tcase_add_test(tc, intent_bomb);
	tcase_add_test(tc, many_vpns_of_inter_as);
	tcase_add_test(tc, names_that_lead_elsewhere);
	tcase_add_test(tc, many_mistakes);
	tcase_add_test(tc, lines_above_65535);
	tcase_add_test(tc, bytes_that_are_no_text);
	tcase_add_test(tc, every_byte);
	tcase_add_test(tc, every_byte_of_intent);
	tcase_add_test(tc, every_byte_of_option_ab);
	tcase_add_test(tc, every_byte_of_option_c);
	return test_main("hostile", tc);
}
