/* SPDX-License-Identifier: Apache-2.0 */
/* What a carrier says of all its nodes and links: pools, igp and ldp, iBGP. */
#include "tests/scenarios/load/expanding.h"

START_TEST(pools)
{
	static const ExpandCase cases[] = {
		/* What is stated is left out, in the carrier and between carriers; another carrier has its own. */
		{{{"s.xml",
		   "<scenario>\n"
		   "<carrier name=\"c\" asn=\"1\" loopbacks=\"10.1.0.0/29\" links=\"10.1.1.0/27\">\n"
		   "<node name=\"A\" role=\"p\"/><node name=\"B\" role=\"p\"><loopback name=\"x\" address=\"10.1.0.2/32\"/></node>\n"
		   "<node name=\"C\" role=\"p\"><vrf name=\"V\" rd=\"1:1\"><loopback name=\"v\" address=\"10.1.0.3/32\"/></vrf></node>\n"
		   "<link a=\"A:b\" b=\"B:a\"/><link a=\"A:c\" b=\"C:a\" a-address=\"10.1.1.5/30\" b-address=\"10.1.1.6/30\"/>\n"
		   "<link a=\"B:c\" b=\"C:b\"/>\n"
		   "</carrier>\n"
		   "<carrier name=\"d\" asn=\"2\" loopbacks=\"10.1.0.0/29\" links=\"10.1.1.0/24\" link-length=\"31\"><node name=\"D\" role=\"p\"/><node name=\"E\" role=\"p\"/>\n"
		   "<link a=\"D:e\" b=\"E:d\"/><link a=\"D:e2\" b=\"E:d2\" a-unnumbered=\"lo\" b-unnumbered=\"lo\"/><link a=\"D:e3\" b=\"E:d3\"/></carrier>\n"
		   "<link a=\"B:d\" a-address=\"10.1.1.9/29\" b=\"D:b\" b-address=\"10.1.1.10/29\"/>\n"
		   "</scenario>\n"}},
		 "<scenario>\n"
		 "  <carrier name=\"c\" asn=\"1\">\n"
		 "    <node name=\"A\" role=\"p\">\n"
		 "      <loopback address=\"10.1.0.1/32\"/>\n"
		 "    </node>\n"
		 "    <node name=\"B\" role=\"p\">\n"
		 "      <loopback name=\"x\" address=\"10.1.0.2/32\"/>\n"
		 "    </node>\n"
		 "    <node name=\"C\" role=\"p\">\n"
		 "      <loopback address=\"10.1.0.4/32\"/>\n"
		 "      <vrf name=\"V\" rd=\"1:1\">\n"
		 "        <loopback name=\"v\" address=\"10.1.0.3/32\"/>\n"
		 "      </vrf>\n"
		 "    </node>\n"
		 "    <link a=\"A:b\" b=\"B:a\" a-address=\"10.1.1.1/30\" b-address=\"10.1.1.2/30\"/>\n"
		 "    <link a=\"A:c\" b=\"C:a\" a-address=\"10.1.1.5/30\" b-address=\"10.1.1.6/30\"/>\n"
		 "    <link a=\"B:c\" b=\"C:b\" a-address=\"10.1.1.17/30\" b-address=\"10.1.1.18/30\"/>\n"
		 "  </carrier>\n"
		 "  <carrier name=\"d\" asn=\"2\">\n"
		 "    <node name=\"D\" role=\"p\">\n"
		 "      <loopback address=\"10.1.0.1/32\"/>\n"
		 "    </node>\n"
		 "    <node name=\"E\" role=\"p\">\n"
		 "      <loopback address=\"10.1.0.2/32\"/>\n"
		 "    </node>\n"
		 "    <link a=\"D:e\" b=\"E:d\" a-address=\"10.1.1.0/31\" b-address=\"10.1.1.1/31\"/>\n"
		 "    <link a=\"D:e2\" b=\"E:d2\" a-unnumbered=\"lo\" b-unnumbered=\"lo\"/>\n"
		 "    <link a=\"D:e3\" b=\"E:d3\" a-address=\"10.1.1.2/31\" b-address=\"10.1.1.3/31\"/>\n"
		 "  </carrier>\n"
		 "  <link a=\"B:d\" a-address=\"10.1.1.9/29\" b=\"D:b\" b-address=\"10.1.1.10/29\"/>\n"
		 "</scenario>\n"},
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(protocols)
{
	static const ExpandCase cases[] = {
		/* Not on CEs, in VRFs, or where it says no; what is stated stays. */
		{{{"s.xml",
		   "<scenario>\n"
		   "<carrier name=\"c\" asn=\"1\" igp=\"ospf\" igp-area=\"0.0.0.1\" ldp=\"yes\" loopbacks=\"10.1.0.0/24\" links=\"10.1.1.0/24\">\n"
		   "<node name=\"A\" role=\"p\"/><node name=\"B\" role=\"p\" ldp=\"no\"><ospf max-metric=\"yes\"/></node><node name=\"C\" role=\"pe\"><vrf name=\"V\" rd=\"1:1\"/></node>\n"
		   "<node name=\"E\" role=\"ce\"/><node name=\"F\" role=\"ce\" igp=\"yes\" ldp=\"no\"/>\n"
		   "<link a=\"A:b\" b=\"B:a\"><ospf cost=\"3\"/><end node=\"A\"><ospf cost=\"7\"/></end></link><link a=\"A:c\" b=\"C:a\" mpls=\"no\"/><link a=\"A:c2\" b=\"C:a2\" igp=\"no\"/>\n"
		   "<link a=\"C:e\" a-vrf=\"V\" b=\"E:c\"/><link a=\"C:f\" b=\"F:c\"/><link a=\"A:c3\" b=\"C:a3\" ldp=\"no\"/>\n"
		   "<segment><port at=\"A:s\" address=\"10.2.0.1/24\"/><port at=\"B:s\" address=\"10.2.0.2/24\"/><port at=\"C:s\" address=\"10.2.0.3/24\"/></segment>\n"
		   "<segment><port at=\"A:t\" address=\"10.2.1.1/24\"/><port at=\"E:t\" address=\"10.2.1.2/24\"/></segment>\n"
		   "</carrier>\n"
		   "</scenario>\n"}},
		 "<scenario>\n"
		 "  <carrier name=\"c\" asn=\"1\">\n"
		 "    <node name=\"A\" role=\"p\">\n"
		 "      <loopback address=\"10.1.0.1/32\">\n"
		 "        <ospf area=\"0.0.0.1\"/>\n"
		 "      </loopback>\n"
		 "      <ospf/>\n"
		 "      <ldp/>\n"
		 "    </node>\n"
		 "    <node name=\"B\" role=\"p\">\n"
		 "      <loopback address=\"10.1.0.2/32\">\n"
		 "        <ospf area=\"0.0.0.1\"/>\n"
		 "      </loopback>\n"
		 "      <ospf max-metric=\"yes\"/>\n"
		 "    </node>\n"
		 "    <node name=\"C\" role=\"pe\">\n"
		 "      <loopback address=\"10.1.0.3/32\">\n"
		 "        <ospf area=\"0.0.0.1\"/>\n"
		 "      </loopback>\n"
		 "      <vrf name=\"V\" rd=\"1:1\"/>\n"
		 "      <ospf/>\n"
		 "      <ldp/>\n"
		 "    </node>\n"
		 "    <node name=\"E\" role=\"ce\">\n"
		 "      <loopback address=\"10.1.0.4/32\"/>\n"
		 "    </node>\n"
		 "    <node name=\"F\" role=\"ce\">\n"
		 "      <loopback address=\"10.1.0.5/32\">\n"
		 "        <ospf area=\"0.0.0.1\"/>\n"
		 "      </loopback>\n"
		 "      <ospf/>\n"
		 "    </node>\n"
		 "    <link a=\"A:b\" b=\"B:a\" a-address=\"10.1.1.1/30\" b-address=\"10.1.1.2/30\">\n"
		 "      <ospf cost=\"3\" area=\"0.0.0.1\"/>\n"
		 "      <end node=\"A\">\n"
		 "        <ospf cost=\"7\" area=\"0.0.0.1\"/>\n"
		 "      </end>\n"
		 "    </link>\n"
		 "    <link a=\"A:c\" b=\"C:a\" mpls=\"no\" a-address=\"10.1.1.5/30\" b-address=\"10.1.1.6/30\">\n"
		 "      <ospf area=\"0.0.0.1\"/>\n"
		 "    </link>\n"
		 "    <link a=\"A:c2\" b=\"C:a2\" a-address=\"10.1.1.9/30\" b-address=\"10.1.1.10/30\" mpls=\"yes\">\n"
		 "      <ldp/>\n"
		 "    </link>\n"
		 "    <link a=\"C:e\" a-vrf=\"V\" b=\"E:c\" a-address=\"10.1.1.13/30\" b-address=\"10.1.1.14/30\"/>\n"
		 "    <link a=\"C:f\" b=\"F:c\" a-address=\"10.1.1.17/30\" b-address=\"10.1.1.18/30\">\n"
		 "      <ospf area=\"0.0.0.1\"/>\n"
		 "    </link>\n"
		 "    <link a=\"A:c3\" b=\"C:a3\" a-address=\"10.1.1.21/30\" b-address=\"10.1.1.22/30\">\n"
		 "      <ospf area=\"0.0.0.1\"/>\n"
		 "    </link>\n"
		 "    <segment>\n"
		 "      <port at=\"A:s\" address=\"10.2.0.1/24\"/>\n"
		 "      <port at=\"B:s\" address=\"10.2.0.2/24\"/>\n"
		 "      <port at=\"C:s\" address=\"10.2.0.3/24\"/>\n"
		 "      <ospf area=\"0.0.0.1\"/>\n"
		 "    </segment>\n"
		 "    <segment>\n"
		 "      <port at=\"A:t\" address=\"10.2.1.1/24\"/>\n"
		 "      <port at=\"E:t\" address=\"10.2.1.2/24\"/>\n"
		 "    </segment>\n"
		 "  </carrier>\n"
		 "</scenario>\n"},
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(sessions)
{
	static const ExpandCase cases[] = {
		/* A stated neighbour stays; sessions of two carry the families of both. */
		{{{"s.xml",
		   "<scenario>\n"
		   "<carrier name=\"c\" asn=\"1\" loopbacks=\"10.1.0.0/24\" igp=\"ospf\">\n"
		   "<node name=\"A\" role=\"pe\"/><node name=\"B\" role=\"asbr\"><loopback name=\"id\" address=\"10.9.0.1/32\"/><bgp><neighbor address=\"10.1.0.1\" update-source=\"id\" weight=\"5\"/></bgp></node><node name=\"P\" role=\"p\"/>\n"
		   "<node name=\"R\" role=\"rr\"/><node name=\"S\" role=\"p\"/>\n"
		   "<ibgp reflectors=\"R S\"/><ibgp families=\"ipv4\"/>\n"
		   "</carrier>\n"
		   "</scenario>\n"}},
		 "<scenario>\n"
		 "  <carrier name=\"c\" asn=\"1\">\n"
		 "    <node name=\"A\" role=\"pe\">\n"
		 "      <loopback address=\"10.1.0.1/32\">\n"
		 "        <ospf/>\n"
		 "      </loopback>\n"
		 "      <ospf/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"10.1.0.3\" update-source=\"lo\" families=\"vpnv4 ipv4\"/>\n"
		 "        <neighbor address=\"10.1.0.4\" update-source=\"lo\" families=\"vpnv4\"/>\n"
		 "        <neighbor address=\"10.9.0.1\" update-source=\"lo\" families=\"ipv4\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "    <node name=\"B\" role=\"asbr\">\n"
		 "      <loopback name=\"id\" address=\"10.9.0.1/32\">\n"
		 "        <ospf/>\n"
		 "      </loopback>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"10.1.0.1\" update-source=\"id\" weight=\"5\"/>\n"
		 "        <neighbor address=\"10.1.0.3\" update-source=\"id\" families=\"vpnv4 ipv4\"/>\n"
		 "        <neighbor address=\"10.1.0.4\" update-source=\"id\" families=\"vpnv4\"/>\n"
		 "      </bgp>\n"
		 "      <ospf/>\n"
		 "    </node>\n"
		 "    <node name=\"P\" role=\"p\">\n"
		 "      <loopback address=\"10.1.0.2/32\">\n"
		 "        <ospf/>\n"
		 "      </loopback>\n"
		 "      <ospf/>\n"
		 "    </node>\n"
		 "    <node name=\"R\" role=\"rr\">\n"
		 "      <loopback address=\"10.1.0.3/32\">\n"
		 "        <ospf/>\n"
		 "      </loopback>\n"
		 "      <ospf/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"10.1.0.1\" update-source=\"lo\" route-reflector-client=\"yes\" families=\"vpnv4 ipv4\"/>\n"
		 "        <neighbor address=\"10.9.0.1\" update-source=\"lo\" route-reflector-client=\"yes\" families=\"vpnv4 ipv4\"/>\n"
		 "        <neighbor address=\"10.1.0.4\" update-source=\"lo\" families=\"vpnv4\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "    <node name=\"S\" role=\"p\">\n"
		 "      <loopback address=\"10.1.0.4/32\">\n"
		 "        <ospf/>\n"
		 "      </loopback>\n"
		 "      <ospf/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"10.1.0.1\" update-source=\"lo\" families=\"vpnv4\" route-reflector-client=\"yes\"/>\n"
		 "        <neighbor address=\"10.9.0.1\" update-source=\"lo\" families=\"vpnv4\" route-reflector-client=\"yes\"/>\n"
		 "        <neighbor address=\"10.1.0.3\" update-source=\"lo\" families=\"vpnv4\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "  </carrier>\n"
		 "</scenario>\n"},
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(mistakes)
{
	static const ExpandCase cases[] = {
		{{{"s.xml",
		   "<scenario>\n"
		   "<carrier name=\"c\" asn=\"1\" loopbacks=\"10.1.0.0/30\" links=\"10.1.1.0/30\">\n"
		   "<node name=\"A\" role=\"p\"/><node name=\"B\" role=\"p\"/>\n"
		   "<node name=\"C\" role=\"p\"/>\n"
		   "<link a=\"A:b\" b=\"B:a\"/>\n"
		   "<link a=\"A:c\" b=\"C:a\"/>\n"
		   "</carrier></scenario>\n"}},
		 "s.xml:4: nothing is left of loopbacks=\"10.1.0.0/30\" of carrier \"c\" for this <node>; write a shorter prefix there\n"
		 "s.xml:6: nothing is left of links=\"10.1.1.0/30\" of carrier \"c\" for this <link>; write a shorter prefix there\n"},
		{{{"s.xml",
		   "<scenario>\n"
		   "<carrier name=\"c\" asn=\"1\" loopbacks=\"10.1.0.1/30\" links=\"10.1.1.0\" link-length=\"23\" igp=\"isis\"/>\n"
		   "<carrier name=\"d\" asn=\"1\" ldp=\"maybe\"/>\n"
		   "<customer name=\"e\"><node name=\"A\" role=\"ce\" igp=\"no\"/>\n"
		   "<link a=\"A:b\" b=\"B:a\" ldp=\"yes\"/></customer>\n"
		   "</scenario>\n"}},
		 "s.xml:2: loopbacks=\"10.1.0.1/30\" of <carrier> cannot be read; write an IPv4 prefix such as 10.1.0.0/24, of at most 31 bits\n"
		 "s.xml:2: links=\"10.1.1.0\" of <carrier> cannot be read; write an IPv4 prefix such as 10.1.0.0/24, of at most 31 bits\n"
		 "s.xml:2: link-length=\"23\" of <carrier> cannot be read; write a prefix length from 24 to 31\n"
		 "s.xml:2: igp=\"isis\" of <carrier> cannot be read; write ospf\n"
		 "s.xml:3: ldp=\"maybe\" of <carrier> cannot be read; write \"yes\" or \"no\"\n"
		 "s.xml:4: igp=\"...\" is for what stands in a <carrier>; write <ospf/> in this <node>\n"
		 "s.xml:5: ldp=\"...\" is for what stands in a <carrier>; write <ldp/> in this <link>\n"},
		{{{"s.xml", "<scenario>\n"
			    "<carrier name=\"c\" asn=\"1\">\n"
			    "<node name=\"A\" role=\"pe\" igp=\"yes\"/>\n"
			    "<node name=\"B\" role=\"pe\" ldp=\"maybe\"/>\n"
			    "<ibgp reflectors=\"C\" colour=\"red\"/>\n"
			    "</carrier></scenario>\n"}},
		 "s.xml:3: igp=\"yes\", but the <carrier> has none; write igp=\"ospf\" there\n"
		 "s.xml:4: ldp=\"maybe\" of <node> cannot be read; write yes or no\n"
		 "s.xml:5: <ibgp> has no attribute \"colour\"; its attributes are \"families\", \"reflectors\"\n"},
		{{{"s.xml", "<scenario>\n"
			    "<carrier name=\"c\" asn=\"1\">\n"
			    "<node name=\"A\" role=\"pe\"/>\n"
			    "<node name=\"B\" role=\"pe\"/>\n"
			    "<ibgp reflectors=\"C\"/>\n"
			    "</carrier></scenario>\n"}},
		 "s.xml:3: node \"A\" has no loopback for <ibgp>; write one, or loopbacks=\"10.1.0.0/24\" in <carrier>\n"
		 "s.xml:4: node \"B\" has no loopback for <ibgp>; write one, or loopbacks=\"10.1.0.0/24\" in <carrier>\n"
		 "s.xml:5: reflectors: carrier \"c\" has no node \"C\"; did you mean \"A\"?\n"},
	};

	CHECK_CASES(cases);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("expand_carrier");

	tcase_add_test(tc, pools);
	tcase_add_test(tc, protocols);
	tcase_add_test(tc, sessions);
	tcase_add_test(tc, mistakes);
	return test_main("expand_carrier", tc);
}
