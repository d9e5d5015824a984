/* SPDX-License-Identifier: Apache-2.0 */
/* Included files, templates and defaults: what they become, and what is said where they are wrong. */
#include "tests/scenarios/load/expanding.h"

#include <sys/resource.h>

#define S(body) "<scenario>\n" body "</scenario>\n"
#define MAIN(body)               \
	{                        \
		"s.xml", S(body) \
	}
#define FILE_OF(name, body)                               \
	{                                                 \
		name, "<fragment>\n" body "</fragment>\n" \
	}

START_TEST(includes)
{
	static const ExpandCase cases[] = {
		/* In the place of the include, in any element, one file more than once, in each other. */
		{{MAIN("<customer name=\"c\"><prefix-list name=\"k\"><include file=\"a.xml\"/></prefix-list>"
		       "<prefix-list name=\"l\"><include file=\"a.xml\"/><entry prefix=\"1.0.0.0/8\"/>"
		       "</prefix-list></customer>\n<include file=\"empty.xml\"/>\n"),
		  FILE_OF("a.xml", "<include file=\"b.xml\"/><entry prefix=\"2.0.0.0/8\"/>\n"),
		  FILE_OF("b.xml", "<entry prefix=\"3.0.0.0/8\"/>"),
		  FILE_OF("empty.xml", "<!-- nothing -->")},
		 S("  <customer name=\"c\">\n    <prefix-list name=\"k\">\n"
		   "      <entry prefix=\"3.0.0.0/8\"/>\n      <entry prefix=\"2.0.0.0/8\"/>\n"
		   "    </prefix-list>\n    <prefix-list name=\"l\">\n"
		   "      <entry prefix=\"3.0.0.0/8\"/>\n      <entry prefix=\"2.0.0.0/8\"/>\n"
		   "      <entry prefix=\"1.0.0.0/8\"/>\n    </prefix-list>\n  </customer>\n")},
		/* Values that have to be written otherwise in XML stay what they are. */
		{{MAIN("<customer name=\"c\"><include file=\"a.xml\"/></customer>"),
		  FILE_OF("a.xml",
			  "<as-path-list name=\"l\"><entry regex='&lt;&amp;\"&#10;&gt;'/></as-path-list>\n")},
		 S("  <customer name=\"c\">\n    <as-path-list name=\"l\">\n"
		   "      <entry regex=\"&lt;&amp;&quot;&#10;>\"/>\n"
		   "    </as-path-list>\n  </customer>\n")},
		/* A mistake has the line in its own file. */
		{{MAIN("\n<include file=\"a.xml\"/>\n<flow name=\"f\" from=\"X\" to=\"10.0.0.1\"/>\n"),
		  FILE_OF("a.xml", "\n<flow name=\"f\" from=\"X\" to=\"10.0.0.1\"/>\n")},
		 "s.xml:4: a flow \"f\" stands in line 3 of a.xml already; write another name\n"
		 "a.xml:3: there is no node \"X\"; there are none (used at s.xml:3)\n"},
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(wrong_includes)
{
	static const ExpandCase cases[] = {
		{{MAIN("<include file=\"../a.xml\"/>\n<include/>\n<include file=\".a.xml\"/>\n")},
		 "s.xml:2: file=\"../a.xml\" of <include> cannot be read; write a name of at most 63 letters, digits, "
		 "\"-\", \"_\" and \".\"\n"
		 "s.xml:3: <include> lacks the attribute \"file\"; write file=\"...\" with a name of at most 63 "
		 "letters, digits, \"-\", \"_\" and \".\"\n"
		 "s.xml:4: file=\".a.xml\" of <include> cannot be read; write a name of at most 63 letters, digits, "
		 "\"-\", \"_\" and \".\"\n"},
		{{MAIN("<include file=\"none.xml\"/>\n")},
		 "s.xml:2: there is no file none.xml; write the name of one in the scenario's folder\n"},
		{{MAIN("<include file=\"a.xml\"/>\n"),
		  FILE_OF("a.xml", "<include file=\"b.xml\"/>\n"),
		  FILE_OF("b.xml", "<include file=\"a.xml\"/>\n")},
		 "b.xml:2: a.xml includes itself; leave out this <include> (used at a.xml:2, s.xml:2)\n"},
		{{MAIN("<include file=\"s.xml\"/>\n<include file=\"a.xml\"/>\n<include file=\"b.xml\"/>\n"),
		  {"a.xml", "<fragment\n x=\"1\"/>"},
		  {"b.xml", "<fragment>"}},
		 "s.xml:1: the element of an included file is \"scenario\"; write <fragment>, without attributes\n"
		 "a.xml:2: the element of an included file is \"fragment\"; write <fragment>, without attributes\n"
		 "b.xml:1: not well-formed XML: Premature end of data in tag fragment line 1; close what is still open\n"},
		{{FILE_OF("s.xml", "<template name=\"t\"/>\n")},
		 "s.xml:1: a <fragment> is for scenarios to include; give one of them, or write one: "
		 "<scenario> with <include file=\"s.xml\"/> in it\n"},
		{{MAIN("<include file=\"a.xml\"/>\n"), {"a.xml", "<!DOCTYPE x>\n<fragment/>"}},
		 "a.xml:1: a document type is not accepted; leave out <!DOCTYPE ...> and its entities\n"},
		{{MAIN("<include file=\"a.xml\"><x/></include>\n"), FILE_OF("a.xml", "")},
		 "s.xml:2: <include> has no element \"x\" in it; there are none\n"},
		{{MAIN("<include file=\"a.xml\"/>\n"),
		  FILE_OF("a.xml", "<xi:flow xmlns:xi=\"u\" xi:a=\"b\"/>")},
		 "a.xml:2: <scenario> has no element \"xi:flow\" in it; its elements are \"carrier\", \"customer\", "
		 "\"link\", \"segment\", \"flow\", \"ping\", \"traceroute\", \"probe\", \"at\", \"expect\" and 11 more "
		 "(used at s.xml:2)\n"},
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(text_includes_nothing)
{
	GPtrArray *errors = g_ptr_array_new_with_free_func(scenario_error_free);

	ck_assert_ptr_null(scenario_load_text("x", "<scenario><include file=\"a.xml\"/></scenario>",
					      1, errors));
	ck_assert_uint_eq(errors->len, 1);
	ck_assert_str_eq(((ScenarioError *)g_ptr_array_index(errors, 0))->text,
			 "a text without a folder includes no files; write what is in a.xml");
	g_ptr_array_free(errors, TRUE);
}
END_TEST

START_TEST(templates)
{
	static const ExpandCase cases[] = {
		/* Parameters, with and without default, in each other, braces. */
		{{MAIN("<template name=\"list\"><parameter name=\"n\"/><parameter name=\"x\" default=\"_{2}\"/>\n"
		       "<as-path-list name=\"l-{n}\"><entry regex=\"{x}{{3}}{n}\"/></as-path-list></template>\n"
		       "<template name=\"two\"><parameter name=\"a\" default=\"\"/>"
		       "<use template=\"list\" n=\"{a}1\"/><use template=\"list\" n=\"2{a}\" x=\"{a}\"/></template>\n"
		       "<customer name=\"c\"><use template=\"two\"/><use template=\"two\" a=\"9\"/></customer>\n")},
		 S("  <customer name=\"c\">\n"
		   "    <as-path-list name=\"l-1\">\n      <entry regex=\"_{2}{3}}1\"/>\n    </as-path-list>\n"
		   "    <as-path-list name=\"l-2\">\n      <entry regex=\"{3}}2\"/>\n    </as-path-list>\n"
		   "    <as-path-list name=\"l-91\">\n      <entry regex=\"_{2}{3}}91\"/>\n    </as-path-list>\n"
		   "    <as-path-list name=\"l-29\">\n      <entry regex=\"9{3}}29\"/>\n    </as-path-list>\n"
		   "  </customer>\n")},
		/* The nearest, from a file, behind its use, in several elements. */
		{{MAIN("<carrier name=\"c\" asn=\"1\"><use template=\"n\"/></carrier>"
		       "<customer name=\"d\"><use template=\"n\"/>"
		       "<template name=\"n\"><node name=\"inner\" role=\"ce\"/></template></customer>"
		       "<include file=\"a.xml\"/>"),
		  FILE_OF("a.xml",
			  "<template name=\"n\"><node name=\"outer\" role=\"p\"/></template>")},
		 S("  <carrier name=\"c\" asn=\"1\">\n    <node name=\"outer\" role=\"p\"/>\n  </carrier>\n"
		   "  <customer name=\"d\">\n    <node name=\"inner\" role=\"ce\"/>\n  </customer>\n")},
		/* One that holds nothing. */
		{{MAIN("<template name=\"n\"/><use template=\"n\"/>")}, "<scenario/>\n"},
	};

	CHECK_CASES(cases);
}
END_TEST

#define NODE_N \
	"<template name=\"n\"><parameter name=\"x\"/>\n<node name=\"{x}\" role=\"ce\"/></template>\n"

START_TEST(wrong_templates)
{
	static const ExpandCase cases[] = {
		{{MAIN("<template name=\"n\"><parameter name=\"x\"/><parameter name=\"x\"/>"
		       "<parameter name=\"template\"/><parameter name=\"y\"/>\n"
		       "<node name=\"{x}\" role=\"{z}\"/>\n<node name=\"{\"/></template>\n")},
		 "s.xml:2: \"x\" is an attribute of <use> already; write another name\n"
		 "s.xml:2: \"template\" is an attribute of <use> already; write another name\n"
		 "s.xml:2: parameter \"y\" does nothing; write {y} in a value of the template, or leave it out\n"
		 "s.xml:3: template \"n\" has no parameter \"z\"; did you mean \"x\"?\n"
		 "s.xml:4: a { without }; write {name} for a parameter, {{ for a brace\n"},
		{{MAIN("<template name=\"n\"><node name=\"{z}\"/></template>\n")},
		 "s.xml:2: template \"n\" has no parameter \"z\"; it has none: write <parameter name=\"...\"/> in it\n"},
		{{MAIN(NODE_N
		       "<customer name=\"c\">\n<use template=\"n\"/>\n<use template=\"n\" x=\"A\" y=\"B\"/>\n"
		       "<use template=\"m\"/>\n<use x=\"A\"/>\n<use template=\"n\" x=\"A\"><node/></use></customer>")},
		 "s.xml:5: template \"n\" needs its parameter \"x\"; write x=\"...\" in <use>\n"
		 "s.xml:6: template \"n\" has no parameter \"y\"; did you mean \"x\"?\n"
		 "s.xml:7: there is no template \"m\"; did you mean \"n\"?\n"
		 "s.xml:8: <use> lacks the attribute \"template\"; write template=\"...\" with the name of one\n"
		 "s.xml:9: <use> holds no elements; write values of parameters as attributes\n"},
		/* It is known where it stands alone. */
		{{MAIN("<customer name=\"c\">" NODE_N "</customer>\n<customer name=\"d\">"
		       "<use template=\"n\" x=\"A\"/></customer>\n")},
		 "s.xml:5: template \"n\" of line 2 is not known here; write it in <scenario>\n"},
		{{MAIN(NODE_N NODE_N "<template name=\"a b\"/>\n<template/>\n")},
		 "s.xml:4: a template \"n\" stands in line 2 already; write another name\n"
		 "s.xml:6: name=\"a b\" of <template> cannot be read; write a name of at most 63 letters, digits, "
		 "\"-\", \"_\" and \".\"\n"
		 "s.xml:7: <template> lacks the attribute \"name\"; write name=\"...\" with a name of at most 63 "
		 "letters, digits, \"-\", \"_\" and \".\"\n"},
		{{MAIN("<template name=\"a\"><use template=\"b\"/></template>\n"
		       "<template name=\"b\">\n<use template=\"a\"/></template>\n<use template=\"a\"/>\n")},
		 "s.xml:4: template \"a\" uses itself; leave out this <use> (used at s.xml:2, s.xml:5)\n"},
		{{MAIN("<template name=\"a\">\n<template name=\"b\"/></template>\n")},
		 "s.xml:3: a template in a template; write it beside the other\n"},
		{{MAIN("<customer name=\"c\"><node name=\"N\" role=\"ce\">\n<template name=\"b\"/></node></customer>\n")},
		 "s.xml:3: <template> cannot stand in <node>; write it in <scenario>, <carrier> or <customer>\n"},
		/* What is wrong in what comes of it. */
		{{MAIN("<template name=\"n\"><parameter name=\"x\"/>\n<node name=\"{x}\" role=\"q\"/></template>\n"
		       "<customer name=\"c\">\n<use template=\"n\" x=\"A\"/></customer>")},
		 "s.xml:3: role=\"q\" of <node> cannot be read; write one of pe, p, asbr, rr, ce (used at s.xml:5)\n"},
	};

	CHECK_CASES(cases);
}
END_TEST

#define LINK_AB(more) \
	"<link a=\"A:b\" a-address=\"10.1.0.1/30\" b=\"B:a\" b-address=\"10.1.0.2/30\"" more
#define AB                                                                                                 \
	"<node name=\"A\" role=\"p\"><loopback address=\"10.0.0.1/32\"><ospf/></loopback><ospf/></node>\n" \
	"<node name=\"B\" role=\"p\" ttl-model=\"uniform\"><ospf/></node>\n" LINK_AB(                      \
		"><ospf cost=\"3\"/></link>\n")

START_TEST(defaults)
{
	static const ExpandCase cases[] = {
		/* Inner before outer, first before later, what is stated before all; by place; by attribute. */
		{{MAIN("<defaults><ospf cost=\"7\" spf-delay=\"10ms\"/><node cpu-fib=\"1ms\"/>"
		       "<expect time=\"60s\" path=\"ip\"/></defaults>\n"
		       "<carrier name=\"c\" asn=\"1\"><defaults><node cpu-fib=\"2ms\" ttl-model=\"pipe\"/>"
		       "<link delay=\"2ms\"><ospf cost=\"10\" priority=\"0\"/></link><link mtu=\"1600\"/>"
		       "<ospf hello-interval=\"1s\" priority=\"9\"/></defaults>\n" AB "</carrier>\n"
		       "<customer name=\"d\"><node name=\"C\" role=\"ce\"/></customer>\n"
		       "<flow name=\"f\" from=\"A\" to=\"10.1.0.2\"/><expect flow=\"f\"/>")},
		 S("  <carrier name=\"c\" asn=\"1\">\n"
		   "    <node name=\"A\" role=\"p\" cpu-fib=\"2ms\" ttl-model=\"pipe\">\n"
		   "      <loopback address=\"10.0.0.1/32\">\n"
		   "        <ospf hello-interval=\"1s\" priority=\"9\" cost=\"7\"/>\n"
		   "      </loopback>\n      <ospf spf-delay=\"10ms\"/>\n    </node>\n"
		   "    <node name=\"B\" role=\"p\" ttl-model=\"uniform\" cpu-fib=\"2ms\">\n"
		   "      <ospf spf-delay=\"10ms\"/>\n    </node>\n"
		   "    " LINK_AB(
			   " delay=\"2ms\" mtu=\"1600\">\n"
			   "      <ospf cost=\"3\" priority=\"0\" hello-interval=\"1s\"/>\n    </link>\n  </carrier>\n") "  <customer name=\"d\">\n    <node name=\"C\" role=\"ce\" cpu-fib=\"1ms\"/>\n  </customer>\n"
															 "  <flow name=\"f\" from=\"A\" to=\"10.1.0.2\"/>\n"
															 "  <expect flow=\"f\" time=\"60s\" path=\"ip\"/>\n")},
		/* Of a node and of a VRF; what holds them is not what they are about. */
		{{MAIN("<carrier name=\"c\" asn=\"1\"><node name=\"A\" role=\"pe\" router-id=\"1.1.1.1\">"
		       "<defaults><bgp><neighbor mrai=\"5s\"/></bgp><vrf label-mode=\"per-vrf\"/>"
		       "<vrf><bgp><neighbor password=\"p\"/></bgp></vrf></defaults>"
		       "<vrf name=\"V\" rd=\"1:1\"><defaults><neighbor weight=\"9\"/></defaults>"
		       "<bgp><neighbor address=\"10.0.0.2\" remote-as=\"2\"/></bgp></vrf>"
		       "<bgp><neighbor address=\"10.0.0.1\" mrai=\"0s\"/></bgp></node></carrier>")},
		 S("  <carrier name=\"c\" asn=\"1\">\n    <node name=\"A\" role=\"pe\" router-id=\"1.1.1.1\">\n"
		   "      <vrf name=\"V\" rd=\"1:1\" label-mode=\"per-vrf\">\n        <bgp>\n"
		   "          <neighbor address=\"10.0.0.2\" remote-as=\"2\" weight=\"9\" mrai=\"5s\" "
		   "password=\"p\"/>\n        </bgp>\n      </vrf>\n"
		   "      <bgp>\n        <neighbor address=\"10.0.0.1\" mrai=\"0s\"/>\n      </bgp>\n"
		   "    </node>\n  </carrier>\n")},
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(wrong_defaults)
{
	static const ExpandCase cases[] = {
		{{MAIN("<defaults><nod/>\n<node/>\n<node colour=\"red\"/>\n<link delay=\"2\"/>\n"
		       "<loopback><bgp mrai=\"5s\"/></loopback>\n<node ttl-model=\"pipe\"/><node ttl-model=\"pipe\"/>\n"
		       "<x:node xmlns:x=\"u\" ttl-model=\"pipe\"/>\n</defaults>\n")},
		 "s.xml:2: no element \"nod\" stands in <scenario>; did you mean \"node\"?\n"
		 "s.xml:3: <node> has no attribute here; write its default as one\n"
		 "s.xml:4: <node> has no attribute \"colour\"; its attributes are \"name\", \"role\", \"router-id\", "
		 "\"asn\", \"ttl-model\", \"cpu-message\", \"cpu-spf\", \"cpu-fib\", \"igp\", \"ldp\" and 1 more\n"
		 "s.xml:5: delay=\"2\" of <link> cannot be read; write a time with its unit, such as 10ms or 40s, of at "
		 "most a year (8760h)\n"
		 "s.xml:6: no element \"bgp\" stands in <loopback>; there are \"ospf\", \"rip\", \"ldp\"\n"
		 "s.xml:7: a default ttl-model of <node> stands in line 7 already; leave out one\n"
		 "s.xml:8: no element \"x:node\" stands in <scenario>; did you mean \"node\"?\n"},
		{{MAIN("<defaults colour=\"red\"/>\n")},
		 "s.xml:2: <defaults> has no attribute \"colour\"; there are none\n"},
		/* What holds them is not what they are about. */
		{{MAIN("<customer name=\"c\"><defaults><vrf><loopback><link/></loopback></vrf></defaults></customer>\n")},
		 "s.xml:2: no element \"link\" stands in <loopback>; there are \"ospf\", \"rip\", \"ldp\"\n"},
		{{MAIN("<flow name=\"f\" from=\"A\" to=\"10.0.0.1\"><defaults/></flow>")},
		 "s.xml:2: <flow> has no element \"defaults\" in it; there are none\n"
		 "s.xml:2: there is no node \"A\"; there are none\n"},
	};

	CHECK_CASES(cases);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("expand");

	tcase_add_test(tc, includes);
	tcase_add_test(tc, wrong_includes);
	tcase_add_test(tc, text_includes_nothing);
	tcase_add_test(tc, templates);
	tcase_add_test(tc, wrong_templates);
	tcase_add_test(tc, defaults);
	tcase_add_test(tc, wrong_defaults);
	return test_main("expand", tc);
}
