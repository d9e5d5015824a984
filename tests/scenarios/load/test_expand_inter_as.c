/* SPDX-License-Identifier: Apache-2.0 */
/* Carriers that meet. */
#include "tests/scenarios/load/expanding.h"

/* Two carriers of an ASBR and a PE each, by intent. */
#define CARRIERS                                                                           \
	"<defaults><carrier igp=\"ospf\" ldp=\"yes\"/></defaults>\n"                       \
	"<carrier name=\"c\" asn=\"1\" loopbacks=\"10.1.0.0/24\" links=\"10.1.1.0/24\">\n" \
	"<node name=\"A\" role=\"asbr\"/><node name=\"P\" role=\"p\"/></carrier>\n"        \
	"<carrier name=\"d\" asn=\"2\" loopbacks=\"10.2.0.0/24\" links=\"10.2.1.0/24\">\n" \
	"<node name=\"B\" role=\"asbr\"/><node name=\"C\" role=\"pe\"/></carrier>\n"

START_TEST(option_a)
{
	static const ExpandCase cases[] = {
		/* A cable that is there, behind its <inter-as>; a VRF and its neighbour; a VLAN. Carriers in a chain. */
		{{{"s.xml",
		   "<scenario>\n"
		   "<carrier name=\"c\" asn=\"1\"><node name=\"A\" role=\"asbr\" router-id=\"9.0.0.1\"/><node name=\"P\" role=\"pe\" router-id=\"9.0.0.2\"><vrf name=\"V\" rd=\"1:1\" import=\"1:1\" export=\"1:2\"/><vrf name=\"W\" rd=\"1:2\"/><vrf name=\"X\" rd=\"1:3\"/></node></carrier>\n"
		   "<inter-as option=\"a\" carriers=\"c d e\" links=\"172.16.0.0/24\" link-length=\"31\"><border a=\"A\" b=\"B\"/><border a=\"B:e\" b=\"E:d\"/></inter-as>\n"
		   "<carrier name=\"d\" asn=\"2\"><node name=\"B\" role=\"asbr\" router-id=\"9.0.0.3\"><vrf name=\"W\" rd=\"2:2\"><bgp><neighbor address=\"172.17.0.1\" remote-as=\"3\"/></bgp></vrf><vrf name=\"V\" rd=\"2:1\"/></node></carrier>\n"
		   "<carrier name=\"e\" asn=\"3\"><node name=\"E\" role=\"pe\" router-id=\"9.0.0.4\"><vrf name=\"W\" rd=\"3:2\" redistribute=\"connected\"/></node></carrier>\n"
		   "<link a=\"B:c\" b=\"A:d\" a-address=\"172.18.0.1/30\" b-address=\"172.18.0.2/30\"/>\n"
		   "<link a=\"B:e\" a-vrf=\"W\" a-address=\"172.17.0.2/30\" b=\"E:d\" b-vrf=\"W\" b-address=\"172.17.0.1/30\" vlan=\"7\"/>\n"
		   "</scenario>\n"}},
		 "<scenario>\n"
		 "  <carrier name=\"c\" asn=\"1\">\n"
		 "    <node name=\"A\" role=\"asbr\" router-id=\"9.0.0.1\">\n"
		 "      <vrf name=\"V\" rd=\"1:1\" import=\"1:1\" export=\"1:2\" redistribute=\"bgp\">\n"
		 "        <bgp>\n"
		 "          <neighbor address=\"172.16.0.0\" remote-as=\"2\"/>\n"
		 "        </bgp>\n"
		 "      </vrf>\n"
		 "      <vrf name=\"W\" rd=\"1:2\" redistribute=\"bgp\">\n"
		 "        <bgp>\n"
		 "          <neighbor address=\"172.16.0.2\" remote-as=\"2\"/>\n"
		 "        </bgp>\n"
		 "      </vrf>\n"
		 "    </node>\n"
		 "    <node name=\"P\" role=\"pe\" router-id=\"9.0.0.2\">\n"
		 "      <vrf name=\"V\" rd=\"1:1\" import=\"1:1\" export=\"1:2\"/>\n"
		 "      <vrf name=\"W\" rd=\"1:2\"/>\n"
		 "      <vrf name=\"X\" rd=\"1:3\"/>\n"
		 "    </node>\n"
		 "  </carrier>\n"
		 "  <carrier name=\"d\" asn=\"2\">\n"
		 "    <node name=\"B\" role=\"asbr\" router-id=\"9.0.0.3\">\n"
		 "      <vrf name=\"W\" rd=\"2:2\">\n"
		 "        <bgp>\n"
		 "          <neighbor address=\"172.17.0.1\" remote-as=\"3\"/>\n"
		 "          <neighbor address=\"172.16.0.3\" remote-as=\"1\"/>\n"
		 "        </bgp>\n"
		 "      </vrf>\n"
		 "      <vrf name=\"V\" rd=\"2:1\">\n"
		 "        <bgp>\n"
		 "          <neighbor address=\"172.16.0.1\" remote-as=\"1\"/>\n"
		 "        </bgp>\n"
		 "      </vrf>\n"
		 "    </node>\n"
		 "  </carrier>\n"
		 "  <carrier name=\"e\" asn=\"3\">\n"
		 "    <node name=\"E\" role=\"pe\" router-id=\"9.0.0.4\">\n"
		 "      <vrf name=\"W\" rd=\"3:2\" redistribute=\"connected\">\n"
		 "        <bgp>\n"
		 "          <neighbor address=\"172.17.0.2\" remote-as=\"2\"/>\n"
		 "        </bgp>\n"
		 "      </vrf>\n"
		 "    </node>\n"
		 "  </carrier>\n"
		 "  <link a=\"B:c\" b=\"A:d\" a-address=\"172.18.0.1/30\" b-address=\"172.18.0.2/30\"/>\n"
		 "  <link a=\"B:c\" a-vrf=\"V\" b=\"A:d\" b-vrf=\"V\" vlan=\"100\" a-address=\"172.16.0.0/31\" b-address=\"172.16.0.1/31\"/>\n"
		 "  <link a=\"B:c\" a-vrf=\"W\" b=\"A:d\" b-vrf=\"W\" vlan=\"101\" a-address=\"172.16.0.2/31\" b-address=\"172.16.0.3/31\"/>\n"
		 "  <link a=\"B:e\" a-vrf=\"W\" a-address=\"172.17.0.2/30\" b=\"E:d\" b-vrf=\"W\" b-address=\"172.17.0.1/30\" vlan=\"7\"/>\n"
		 "</scenario>\n"},
		/* Static routes: of CEs with BGP, of VRFs; what has a route already. A VRF of a site at an ASBR gets the source too. */
		{{{"s.xml",
		   "<scenario>\n"
		   "<carrier name=\"c\" asn=\"1\" loopbacks=\"10.1.0.0/24\"><node name=\"A\" role=\"asbr\"/></carrier>\n"
		   "<carrier name=\"d\" asn=\"2\" loopbacks=\"10.2.0.0/24\"><node name=\"B\" role=\"asbr\"><vrf name=\"V\" rd=\"2:1\"><static><route prefix=\"10.9.1.0/24\" via=\"172.16.0.1\"/></static></vrf></node>\n"
		   "<node name=\"Q\" role=\"pe\"/></carrier>\n"
		   "<vpn name=\"V\" rd=\"1:1\" rt=\"1:1\" links=\"192.168.0.0/24\"><site ce=\"C1\" pe=\"A\" asn=\"65001\" lan=\"10.9.1.0/24 10.9.2.0/24\"/><site ce=\"C2\" pe=\"Q\" protocol=\"static\" lan=\"10.9.3.0/24\"/></vpn>\n"
		   "<inter-as option=\"a\" carriers=\"c d\" links=\"172.16.0.0/24\" protocol=\"static\"><border a=\"A\" b=\"B\"/></inter-as>\n"
		   "</scenario>\n"}},
		 "<scenario>\n"
		 "  <carrier name=\"c\" asn=\"1\">\n"
		 "    <node name=\"A\" role=\"asbr\">\n"
		 "      <loopback address=\"10.1.0.1/32\"/>\n"
		 "      <vrf name=\"V\" rd=\"1:1\" import=\"1:1\" export=\"1:1\" redistribute=\"connected bgp static\">\n"
		 "        <bgp>\n"
		 "          <neighbor address=\"192.168.0.2\" remote-as=\"65001\"/>\n"
		 "        </bgp>\n"
		 "        <static>\n"
		 "          <route prefix=\"10.9.3.0/24\" via=\"172.16.0.2\"/>\n"
		 "        </static>\n"
		 "      </vrf>\n"
		 "    </node>\n"
		 "  </carrier>\n"
		 "  <carrier name=\"d\" asn=\"2\">\n"
		 "    <node name=\"B\" role=\"asbr\">\n"
		 "      <loopback address=\"10.2.0.1/32\"/>\n"
		 "      <vrf name=\"V\" rd=\"2:1\">\n"
		 "        <static>\n"
		 "          <route prefix=\"10.9.1.0/24\" via=\"172.16.0.1\"/>\n"
		 "          <route prefix=\"10.9.2.0/24\" via=\"172.16.0.1\"/>\n"
		 "        </static>\n"
		 "      </vrf>\n"
		 "    </node>\n"
		 "    <node name=\"Q\" role=\"pe\">\n"
		 "      <loopback address=\"10.2.0.2/32\"/>\n"
		 "      <vrf name=\"V\" rd=\"1:1\" import=\"1:1\" export=\"1:1\" redistribute=\"connected static\">\n"
		 "        <static>\n"
		 "          <route prefix=\"10.9.3.0/24\" via=\"192.168.0.6\"/>\n"
		 "        </static>\n"
		 "      </vrf>\n"
		 "    </node>\n"
		 "  </carrier>\n"
		 "  <customer name=\"V\">\n"
		 "    <node name=\"C1\" role=\"ce\" asn=\"65001\">\n"
		 "      <loopback name=\"lan\" address=\"10.9.1.1/24\"/>\n"
		 "      <loopback name=\"lan2\" address=\"10.9.2.1/24\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"192.168.0.1\" remote-as=\"1\"/>\n"
		 "        <network prefix=\"10.9.1.0/24\"/>\n"
		 "        <network prefix=\"10.9.2.0/24\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "    <node name=\"C2\" role=\"ce\">\n"
		 "      <loopback name=\"lan\" address=\"10.9.3.1/24\"/>\n"
		 "      <static>\n"
		 "        <route prefix=\"0.0.0.0/0\" via=\"192.168.0.5\"/>\n"
		 "      </static>\n"
		 "    </node>\n"
		 "  </customer>\n"
		 "  <link a=\"A:C1\" a-address=\"192.168.0.1/30\" a-vrf=\"V\" b=\"C1:A\" b-address=\"192.168.0.2/30\"/>\n"
		 "  <link a=\"Q:C2\" a-address=\"192.168.0.5/30\" a-vrf=\"V\" b=\"C2:Q\" b-address=\"192.168.0.6/30\"/>\n"
		 "  <link a=\"A:B\" a-vrf=\"V\" b=\"B:A\" b-vrf=\"V\" vlan=\"100\" a-address=\"172.16.0.1/30\" b-address=\"172.16.0.2/30\"/>\n"
		 "</scenario>\n"},
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(option_ab)
{
	static const ExpandCase cases[] = {
		/* Route targets of both carriers, a VRF that is there. */
		{{{"s.xml",
		   "<scenario>\n"
		   "<carrier name=\"c\" asn=\"1\" loopbacks=\"10.1.0.0/24\"><node name=\"A\" role=\"asbr\"><vrf name=\"W\" rd=\"1:9\" hybrid-next-hop=\"global\"/></node><node name=\"P\" role=\"pe\"><vrf name=\"V\" rd=\"1:1\" import=\"1:1 1:2\" export=\"1:1\"/><vrf name=\"W\" rd=\"1:2\"/></node></carrier>\n"
		   "<carrier name=\"d\" asn=\"2\" loopbacks=\"10.2.0.0/24\"><node name=\"B\" role=\"asbr\"/><node name=\"Q\" role=\"pe\"><vrf name=\"V\" rd=\"2:1\" import=\"2:1\" export=\"2:1 1:2\"/><vrf name=\"W\" rd=\"2:2\"/></node></carrier>\n"
		   "<inter-as option=\"ab\" carriers=\"c d\" links=\"172.16.0.0/24\"><border a=\"A\" b=\"B\"/></inter-as>\n"
		   "</scenario>\n"}},
		 "<scenario>\n"
		 "  <carrier name=\"c\" asn=\"1\">\n"
		 "    <node name=\"A\" role=\"asbr\">\n"
		 "      <loopback address=\"10.1.0.1/32\"/>\n"
		 "      <vrf name=\"W\" rd=\"1:9\" hybrid-next-hop=\"global\" inter-as-hybrid=\"yes\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"172.16.0.2\" remote-as=\"2\" families=\"vpnv4\" inter-as-hybrid=\"yes\"/>\n"
		 "      </bgp>\n"
		 "      <vrf name=\"V\" rd=\"10.1.0.1:101\" export=\"1:1\" import=\"1:1 1:2 2:1\" inter-as-hybrid=\"yes\" hybrid-next-hop=\"172.16.0.10\"/>\n"
		 "    </node>\n"
		 "    <node name=\"P\" role=\"pe\">\n"
		 "      <loopback address=\"10.1.0.2/32\"/>\n"
		 "      <vrf name=\"V\" rd=\"1:1\" import=\"1:1 1:2\" export=\"1:1\"/>\n"
		 "      <vrf name=\"W\" rd=\"1:2\"/>\n"
		 "    </node>\n"
		 "  </carrier>\n"
		 "  <carrier name=\"d\" asn=\"2\">\n"
		 "    <node name=\"B\" role=\"asbr\">\n"
		 "      <loopback address=\"10.2.0.1/32\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"172.16.0.1\" remote-as=\"1\" families=\"vpnv4\" inter-as-hybrid=\"yes\"/>\n"
		 "      </bgp>\n"
		 "      <vrf name=\"W\" rd=\"10.2.0.1:100\" inter-as-hybrid=\"yes\" hybrid-next-hop=\"172.16.0.5\"/>\n"
		 "      <vrf name=\"V\" rd=\"10.2.0.1:101\" export=\"2:1 1:2\" import=\"2:1 1:1\" inter-as-hybrid=\"yes\" hybrid-next-hop=\"172.16.0.9\"/>\n"
		 "    </node>\n"
		 "    <node name=\"Q\" role=\"pe\">\n"
		 "      <loopback address=\"10.2.0.2/32\"/>\n"
		 "      <vrf name=\"V\" rd=\"2:1\" import=\"2:1\" export=\"2:1 1:2\"/>\n"
		 "      <vrf name=\"W\" rd=\"2:2\"/>\n"
		 "    </node>\n"
		 "  </carrier>\n"
		 "  <link a=\"A:B\" b=\"B:A\" a-address=\"172.16.0.1/30\" b-address=\"172.16.0.2/30\"/>\n"
		 "  <link a=\"A:B\" a-vrf=\"W\" b=\"B:A\" b-vrf=\"W\" vlan=\"100\" a-address=\"172.16.0.5/30\" b-address=\"172.16.0.6/30\"/>\n"
		 "  <link a=\"A:B\" a-vrf=\"V\" b=\"B:A\" b-vrf=\"V\" vlan=\"101\" a-address=\"172.16.0.9/30\" b-address=\"172.16.0.10/30\"/>\n"
		 "</scenario>\n"},
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(option_b)
{
	static const ExpandCase cases[] = {
		/* What is stated stays: a link, by its interfaces and its other way round, an address, a neighbour, next-hop-self. */
		{{{"s.xml",
		   "<scenario>\n"
		   "<carrier name=\"c\" asn=\"1\"><node name=\"A\" role=\"asbr\"><loopback address=\"10.1.0.1/32\"/><bgp>\n"
		   "<neighbor address=\"10.1.0.2\" families=\"ipv4 vpnv4\"/><neighbor address=\"10.1.0.3\" families=\"vpnv4\" next-hop-self=\"no\"/><neighbor address=\"10.1.0.4\"/>\n"
		   "<neighbor address=\"172.16.0.6\" remote-as=\"2\" families=\"ipv4\"/></bgp></node></carrier>\n"
		   "<carrier name=\"d\" asn=\"2\"><node name=\"B\" role=\"asbr\"><loopback address=\"10.2.0.1/32\"/></node><node name=\"C\" role=\"pe\" asn=\"7\"><loopback address=\"172.16.1.1/32\"/></node></carrier>\n"
		   "<link a=\"B:c\" b=\"A:d\" a-address=\"172.16.0.1/30\" b-address=\"172.16.0.2/30\" mpls=\"no\"/><link a=\"A:d2\" b=\"B:c2\"/>\n"
		   "<inter-as option=\"b\" carriers=\"c d\" links=\"172.16.0.0/24\"><border a=\"A:d\" b=\"B\"/><border a=\"A:d2\" b=\"B\"/>\n"
		   "<border a=\"A\" b=\"C\"/><border a=\"A:d3\" b=\"C:c3\" links=\"172.16.1.0/29\"/></inter-as>\n"
		   "</scenario>\n"}},
		 "<scenario>\n"
		 "  <carrier name=\"c\" asn=\"1\">\n"
		 "    <node name=\"A\" role=\"asbr\">\n"
		 "      <loopback address=\"10.1.0.1/32\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"10.1.0.2\" families=\"ipv4 vpnv4\" next-hop-self=\"vpnv4\"/>\n"
		 "        <neighbor address=\"10.1.0.3\" families=\"vpnv4\" next-hop-self=\"no\"/>\n"
		 "        <neighbor address=\"10.1.0.4\"/>\n"
		 "        <neighbor address=\"172.16.0.6\" remote-as=\"2\" families=\"ipv4\"/>\n"
		 "        <neighbor address=\"172.16.0.1\" remote-as=\"2\" families=\"vpnv4\"/>\n"
		 "        <neighbor address=\"172.16.0.10\" remote-as=\"7\" families=\"vpnv4\"/>\n"
		 "        <neighbor address=\"172.16.1.6\" remote-as=\"7\" families=\"vpnv4\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "  </carrier>\n"
		 "  <carrier name=\"d\" asn=\"2\">\n"
		 "    <node name=\"B\" role=\"asbr\">\n"
		 "      <loopback address=\"10.2.0.1/32\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"172.16.0.2\" remote-as=\"1\" families=\"vpnv4\"/>\n"
		 "        <neighbor address=\"172.16.0.5\" remote-as=\"1\" families=\"vpnv4\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "    <node name=\"C\" role=\"pe\" asn=\"7\">\n"
		 "      <loopback address=\"172.16.1.1/32\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"172.16.0.9\" remote-as=\"1\" families=\"vpnv4\"/>\n"
		 "        <neighbor address=\"172.16.1.5\" remote-as=\"1\" families=\"vpnv4\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "  </carrier>\n"
		 "  <link a=\"B:c\" b=\"A:d\" a-address=\"172.16.0.1/30\" b-address=\"172.16.0.2/30\" mpls=\"no\"/>\n"
		 "  <link a=\"A:d2\" b=\"B:c2\" a-address=\"172.16.0.5/30\" b-address=\"172.16.0.6/30\" mpls=\"yes\"/>\n"
		 "  <link a=\"A:C\" b=\"C:A\" a-address=\"172.16.0.9/30\" b-address=\"172.16.0.10/30\" mpls=\"yes\"/>\n"
		 "  <link a=\"A:d3\" b=\"C:c3\" a-address=\"172.16.1.5/30\" b-address=\"172.16.1.6/30\" mpls=\"yes\"/>\n"
		 "</scenario>\n"},
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(option_c)
{
	static const ExpandCase cases[] = {
		/* Reflectors that are no rr, PEs that are ASBRs, sessions and networks that are stated, an ASBR of two options. */
		{{{"s.xml",
		   "<scenario>\n"
		   "<carrier name=\"c\" asn=\"1\" loopbacks=\"10.1.0.0/24\">\n"
		   "<node name=\"PE\" role=\"pe\"><vrf name=\"V\" rd=\"1:1\"/></node><node name=\"A\" role=\"asbr\"><vrf name=\"V\" rd=\"1:1\"/></node>\n"
		   "<node name=\"A2\" role=\"asbr\"><bgp><neighbor address=\"172.18.0.1\" remote-as=\"9\" families=\"vpnv4\"/><network prefix=\"10.1.0.1/32\" families=\"ipv4-labelled-unicast\"/></bgp></node>\n"
		   "<node name=\"R\" role=\"p\"/><ibgp reflectors=\"R\"/></carrier>\n"
		   "<carrier name=\"d\" asn=\"2\" loopbacks=\"10.2.0.0/24\">\n"
		   "<node name=\"B\" role=\"asbr\"><bgp><neighbor address=\"10.2.0.3\" families=\"vpnv4 ipv4-labelled-unicast\" next-hop-self=\"yes\"/></bgp></node>\n"
		   "<node name=\"Q1\" role=\"pe\"><vrf name=\"V\" rd=\"1:1\"/></node>\n"
		   "<node name=\"Q2\" role=\"pe\"><vrf name=\"V\" rd=\"1:1\"/><bgp><neighbor address=\"10.1.0.4\" remote-as=\"1\" ebgp-multihop=\"3\"/></bgp></node>\n"
		   "<ibgp/></carrier>\n"
		   "<inter-as option=\"c\" carriers=\"c d\" links=\"172.16.0.0/24\"><border a=\"A\" b=\"B\"/><border a=\"A2\" b=\"B\"/></inter-as>\n"
		   "</scenario>\n"}},
		 "<scenario>\n"
		 "  <carrier name=\"c\" asn=\"1\">\n"
		 "    <node name=\"PE\" role=\"pe\">\n"
		 "      <loopback address=\"10.1.0.1/32\"/>\n"
		 "      <vrf name=\"V\" rd=\"1:1\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"10.1.0.4\" update-source=\"lo\" families=\"vpnv4 ipv4-labelled-unicast\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "    <node name=\"A\" role=\"asbr\">\n"
		 "      <loopback address=\"10.1.0.2/32\"/>\n"
		 "      <vrf name=\"V\" rd=\"1:1\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"10.1.0.4\" update-source=\"lo\" families=\"vpnv4 ipv4-labelled-unicast\" next-hop-self=\"ipv4-labelled-unicast\"/>\n"
		 "        <neighbor address=\"172.16.0.2\" remote-as=\"2\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <network prefix=\"10.1.0.1/32\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <network prefix=\"10.1.0.2/32\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <network prefix=\"10.1.0.4/32\" families=\"ipv4-labelled-unicast\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "    <node name=\"A2\" role=\"asbr\">\n"
		 "      <loopback address=\"10.1.0.3/32\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"172.18.0.1\" remote-as=\"9\" families=\"vpnv4\"/>\n"
		 "        <network prefix=\"10.1.0.1/32\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <neighbor address=\"10.1.0.4\" update-source=\"lo\" families=\"vpnv4 ipv4-labelled-unicast\" next-hop-self=\"ipv4-labelled-unicast\"/>\n"
		 "        <neighbor address=\"172.16.0.6\" remote-as=\"2\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <network prefix=\"10.1.0.2/32\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <network prefix=\"10.1.0.4/32\" families=\"ipv4-labelled-unicast\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "    <node name=\"R\" role=\"p\">\n"
		 "      <loopback address=\"10.1.0.4/32\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"10.1.0.1\" update-source=\"lo\" route-reflector-client=\"yes\" families=\"vpnv4 ipv4-labelled-unicast\"/>\n"
		 "        <neighbor address=\"10.1.0.2\" update-source=\"lo\" route-reflector-client=\"yes\" families=\"vpnv4 ipv4-labelled-unicast\"/>\n"
		 "        <neighbor address=\"10.1.0.3\" update-source=\"lo\" route-reflector-client=\"yes\" families=\"vpnv4 ipv4-labelled-unicast\"/>\n"
		 "        <neighbor address=\"10.2.0.2\" remote-as=\"2\" update-source=\"lo\" ebgp-multihop=\"255\" families=\"vpnv4\" next-hop-unchanged=\"vpnv4\"/>\n"
		 "        <neighbor address=\"10.2.0.3\" remote-as=\"2\" update-source=\"lo\" ebgp-multihop=\"255\" families=\"vpnv4\" next-hop-unchanged=\"vpnv4\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "  </carrier>\n"
		 "  <carrier name=\"d\" asn=\"2\">\n"
		 "    <node name=\"B\" role=\"asbr\">\n"
		 "      <loopback address=\"10.2.0.1/32\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"10.2.0.3\" families=\"vpnv4 ipv4-labelled-unicast\" next-hop-self=\"yes\"/>\n"
		 "        <neighbor address=\"10.2.0.2\" update-source=\"lo\" families=\"ipv4-labelled-unicast\" next-hop-self=\"ipv4-labelled-unicast\"/>\n"
		 "        <neighbor address=\"172.16.0.1\" remote-as=\"1\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <neighbor address=\"172.16.0.5\" remote-as=\"1\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <network prefix=\"10.2.0.2/32\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <network prefix=\"10.2.0.3/32\" families=\"ipv4-labelled-unicast\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "    <node name=\"Q1\" role=\"pe\">\n"
		 "      <loopback address=\"10.2.0.2/32\"/>\n"
		 "      <vrf name=\"V\" rd=\"1:1\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"10.2.0.1\" update-source=\"lo\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <neighbor address=\"10.2.0.3\" update-source=\"lo\" families=\"vpnv4\"/>\n"
		 "        <neighbor address=\"10.1.0.4\" remote-as=\"1\" update-source=\"lo\" ebgp-multihop=\"255\" families=\"vpnv4\" next-hop-unchanged=\"vpnv4\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "    <node name=\"Q2\" role=\"pe\">\n"
		 "      <loopback address=\"10.2.0.3/32\"/>\n"
		 "      <vrf name=\"V\" rd=\"1:1\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"10.1.0.4\" remote-as=\"1\" ebgp-multihop=\"3\"/>\n"
		 "        <neighbor address=\"10.2.0.1\" update-source=\"lo\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <neighbor address=\"10.2.0.2\" update-source=\"lo\" families=\"vpnv4\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "  </carrier>\n"
		 "  <link a=\"A:B\" b=\"B:A\" a-address=\"172.16.0.1/30\" b-address=\"172.16.0.2/30\" mpls=\"yes\"/>\n"
		 "  <link a=\"A2:B\" b=\"B:A2\" a-address=\"172.16.0.5/30\" b-address=\"172.16.0.6/30\" mpls=\"yes\"/>\n"
		 "</scenario>\n"},
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(option_d)
{
	static const ExpandCase cases[] = {
		/* PEs of three carriers, two of them in one AS; a border between carriers as well. */
		{{{"s.xml",
		   "<scenario>\n"
		   "<carrier name=\"c\" asn=\"1\" loopbacks=\"10.1.0.0/24\"><node name=\"A\" role=\"asbr\"><vrf name=\"V\" rd=\"1:1\"/></node></carrier>\n"
		   "<carrier name=\"d\" asn=\"1\" loopbacks=\"10.2.0.0/24\"><node name=\"B\" role=\"pe\"><vrf name=\"V\" rd=\"1:1\"/></node></carrier>\n"
		   "<carrier name=\"e\" asn=\"2\" loopbacks=\"10.3.0.0/24\"><node name=\"E\" role=\"pe\"><vrf name=\"V\" rd=\"1:1\"/></node></carrier>\n"
		   "<carrier name=\"t\" asn=\"3\" loopbacks=\"10.4.0.0/24\"><node name=\"T\" role=\"asbr\"/><node name=\"U\" role=\"asbr\"/><node name=\"R\" role=\"rr\"/><ibgp reflectors=\"R\"/></carrier>\n"
		   "<inter-as option=\"d\" carriers=\"c d e\" transit=\"t\" links=\"172.16.0.0/24\"><border a=\"A\" b=\"T\"/><border a=\"U\" b=\"B\"/><border a=\"A\" b=\"E\"/></inter-as>\n"
		   "</scenario>\n"}},
		 "<scenario>\n"
		 "  <carrier name=\"c\" asn=\"1\">\n"
		 "    <node name=\"A\" role=\"asbr\">\n"
		 "      <loopback address=\"10.1.0.1/32\"/>\n"
		 "      <vrf name=\"V\" rd=\"1:1\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"172.16.0.2\" remote-as=\"3\" families=\"ipv4-labelled-unicast\" allow-as-in=\"1\"/>\n"
		 "        <neighbor address=\"172.16.0.10\" remote-as=\"2\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <network prefix=\"10.1.0.1/32\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <neighbor address=\"10.2.0.1\" update-source=\"lo\" families=\"vpnv4\"/>\n"
		 "        <neighbor address=\"10.3.0.1\" remote-as=\"2\" update-source=\"lo\" ebgp-multihop=\"255\" families=\"vpnv4\" next-hop-unchanged=\"vpnv4\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "  </carrier>\n"
		 "  <carrier name=\"d\" asn=\"1\">\n"
		 "    <node name=\"B\" role=\"pe\">\n"
		 "      <loopback address=\"10.2.0.1/32\"/>\n"
		 "      <vrf name=\"V\" rd=\"1:1\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"172.16.0.5\" remote-as=\"3\" families=\"ipv4-labelled-unicast\" allow-as-in=\"1\"/>\n"
		 "        <network prefix=\"10.2.0.1/32\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <neighbor address=\"10.1.0.1\" update-source=\"lo\" families=\"vpnv4\"/>\n"
		 "        <neighbor address=\"10.3.0.1\" remote-as=\"2\" update-source=\"lo\" ebgp-multihop=\"255\" families=\"vpnv4\" next-hop-unchanged=\"vpnv4\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "  </carrier>\n"
		 "  <carrier name=\"e\" asn=\"2\">\n"
		 "    <node name=\"E\" role=\"pe\">\n"
		 "      <loopback address=\"10.3.0.1/32\"/>\n"
		 "      <vrf name=\"V\" rd=\"1:1\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"172.16.0.9\" remote-as=\"1\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <network prefix=\"10.3.0.1/32\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <neighbor address=\"10.1.0.1\" remote-as=\"1\" update-source=\"lo\" ebgp-multihop=\"255\" families=\"vpnv4\" next-hop-unchanged=\"vpnv4\"/>\n"
		 "        <neighbor address=\"10.2.0.1\" remote-as=\"1\" update-source=\"lo\" ebgp-multihop=\"255\" families=\"vpnv4\" next-hop-unchanged=\"vpnv4\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "  </carrier>\n"
		 "  <carrier name=\"t\" asn=\"3\">\n"
		 "    <node name=\"T\" role=\"asbr\">\n"
		 "      <loopback address=\"10.4.0.1/32\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"10.4.0.3\" update-source=\"lo\" families=\"ipv4-labelled-unicast\" next-hop-self=\"ipv4-labelled-unicast\"/>\n"
		 "        <neighbor address=\"172.16.0.1\" remote-as=\"1\" families=\"ipv4-labelled-unicast\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "    <node name=\"U\" role=\"asbr\">\n"
		 "      <loopback address=\"10.4.0.2/32\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"10.4.0.3\" update-source=\"lo\" families=\"ipv4-labelled-unicast\" next-hop-self=\"ipv4-labelled-unicast\"/>\n"
		 "        <neighbor address=\"172.16.0.6\" remote-as=\"1\" families=\"ipv4-labelled-unicast\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "    <node name=\"R\" role=\"rr\">\n"
		 "      <loopback address=\"10.4.0.3/32\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"10.4.0.1\" update-source=\"lo\" route-reflector-client=\"yes\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <neighbor address=\"10.4.0.2\" update-source=\"lo\" route-reflector-client=\"yes\" families=\"ipv4-labelled-unicast\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "  </carrier>\n"
		 "  <link a=\"A:T\" b=\"T:A\" a-address=\"172.16.0.1/30\" b-address=\"172.16.0.2/30\" mpls=\"yes\"/>\n"
		 "  <link a=\"U:B\" b=\"B:U\" a-address=\"172.16.0.5/30\" b-address=\"172.16.0.6/30\" mpls=\"yes\"/>\n"
		 "  <link a=\"A:E\" b=\"E:A\" a-address=\"172.16.0.9/30\" b-address=\"172.16.0.10/30\" mpls=\"yes\"/>\n"
		 "</scenario>\n"},
		{{{"s.xml",
		   "<scenario>\n"
		   "<carrier name=\"c\" asn=\"1\" loopbacks=\"10.1.0.0/24\"><node name=\"A\" role=\"asbr\"><vrf name=\"V\" rd=\"1:1\"/></node></carrier>\n"
		   "<carrier name=\"d\" asn=\"1\" loopbacks=\"10.2.0.0/24\"><node name=\"B\" role=\"pe\"><vrf name=\"V\" rd=\"1:1\"/></node></carrier>\n"
		   "<carrier name=\"t\" asn=\"3\" loopbacks=\"10.4.0.0/24\"><node name=\"T\" role=\"asbr\"/></carrier>\n"
		   "<inter-as option=\"d\" carriers=\"c d\" transit=\"t\" links=\"172.16.0.0/24\" same-as=\"as-override\" originate=\"pe\"><border a=\"A\" b=\"T\"/><border a=\"T\" b=\"B\"/></inter-as>\n"
		   "</scenario>\n"}},
		 "<scenario>\n"
		 "  <carrier name=\"c\" asn=\"1\">\n"
		 "    <node name=\"A\" role=\"asbr\">\n"
		 "      <loopback address=\"10.1.0.1/32\"/>\n"
		 "      <vrf name=\"V\" rd=\"1:1\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"172.16.0.2\" remote-as=\"3\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <network prefix=\"10.1.0.1/32\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <neighbor address=\"10.2.0.1\" update-source=\"lo\" families=\"vpnv4\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "  </carrier>\n"
		 "  <carrier name=\"d\" asn=\"1\">\n"
		 "    <node name=\"B\" role=\"pe\">\n"
		 "      <loopback address=\"10.2.0.1/32\"/>\n"
		 "      <vrf name=\"V\" rd=\"1:1\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"172.16.0.5\" remote-as=\"3\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <network prefix=\"10.2.0.1/32\" families=\"ipv4-labelled-unicast\"/>\n"
		 "        <neighbor address=\"10.1.0.1\" update-source=\"lo\" families=\"vpnv4\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "  </carrier>\n"
		 "  <carrier name=\"t\" asn=\"3\">\n"
		 "    <node name=\"T\" role=\"asbr\">\n"
		 "      <loopback address=\"10.4.0.1/32\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"172.16.0.1\" remote-as=\"1\" families=\"ipv4-labelled-unicast\" as-override=\"yes\"/>\n"
		 "        <neighbor address=\"172.16.0.6\" remote-as=\"1\" families=\"ipv4-labelled-unicast\" as-override=\"yes\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "  </carrier>\n"
		 "  <link a=\"A:T\" b=\"T:A\" a-address=\"172.16.0.1/30\" b-address=\"172.16.0.2/30\" mpls=\"yes\"/>\n"
		 "  <link a=\"T:B\" b=\"B:T\" a-address=\"172.16.0.5/30\" b-address=\"172.16.0.6/30\" mpls=\"yes\"/>\n"
		 "</scenario>\n"},
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(mistakes)
{
	static const ExpandCase cases[] = {
		{{{"s.xml",
		   "<scenario>\n" CARRIERS "<inter-as option=\"e\" carriers=\"c d\"/>\n"
		   "<inter-as carriers=\"c d\"/>\n"
		   "<inter-as option=\"b\" carriers=\"c\"/>\n"
		   "<inter-as option=\"b\" carriers=\"c dd\"/>\n"
		   "<inter-as option=\"b\" carriers=\"c d c\"/>\n"
		   "<inter-as option=\"b\" carriers=\"c d\" links=\"172.16.0.0/24\" mesh=\"yes\"/>\n"
		   "<inter-as option=\"b\" carriers=\"c d\"><boarder/></inter-as>\n"
		   "<inter-as option=\"d\" carriers=\"c d\"/>\n"
		   "<inter-as option=\"d\" carriers=\"c d\" transit=\"d e\"/>\n"
		   "<inter-as option=\"c\" carriers=\"c d\" transit=\"e\" same-as=\"no\"/>\n"
		   "<inter-as option=\"d\" carriers=\"c d\" transit=\"c\" same-as=\"maybe\"/>\n"
		   "</scenario>\n"}},
		 "s.xml:7: option=\"e\" of <inter-as> cannot be read; write a, ab, b, c or d\n"
		 "s.xml:8: <inter-as> lacks the attribute \"option\"; write option=\"...\" with a, ab, b, c or d\n"
		 "s.xml:9: carriers: there is one alone; write two or more of them\n"
		 "s.xml:10: carriers: there is no carrier \"dd\"; did you mean \"d\"?\n"
		 "s.xml:11: carriers: \"c\" is named twice; leave one out\n"
		 "s.xml:12: <inter-as> has no attribute \"mesh\"; its attributes are \"option\", \"carriers\", \"transit\", \"links\", \"link-length\", \"vpns\", \"vlan\", \"protocol\", \"sessions\", \"originate\" and 2 more\n"
		 "s.xml:13: <inter-as> has no element \"boarder\" in it; did you mean \"border\"?\n"
		 "s.xml:14: option d has a carrier between the others; write transit=\"...\" with its name, or option=\"c\"\n"
		 "s.xml:15: transit: \"d\" is named twice; leave one out\n"
		 "s.xml:15: transit: there is no carrier \"e\"; did you mean \"c\"?\n"
		 "s.xml:16: transit=\"...\" of <inter-as> is for option d; leave it out\n"
		 "s.xml:16: same-as=\"...\" of <inter-as> is for option d; leave it out\n"
		 "s.xml:16: transit: there is no carrier \"e\"; did you mean \"c\"?\n"
		 "s.xml:17: same-as=\"maybe\" of <inter-as> cannot be read; write allow-as-in, as-override or no\n"},
		/* Of option A. */
		{{{"s.xml",
		   "<scenario>\n"
		   "<carrier name=\"c\" asn=\"1\"><node name=\"A\" role=\"asbr\"/><node name=\"P\" role=\"pe\"><vrf name=\"V\" rd=\"1:1\"/><vrf name=\"W\" rd=\"1:2\"/><vrf name=\"X\" rd=\"1:3\"/></node></carrier>\n"
		   "<carrier name=\"d\" asn=\"2\"><node name=\"B\" role=\"asbr\"/><node name=\"Q\" role=\"pe\"><vrf name=\"V\" rd=\"1:1\" import=\"1:1\"/><vrf name=\"W\" rd=\"1:2\"/></node>\n"
		   "<node name=\"Q2\" role=\"pe\"><vrf name=\"V\" rd=\"1:1\" import=\"1:2\"/></node></carrier>\n"
		   "<carrier name=\"e\" asn=\"3\"><node name=\"E\" role=\"asbr\"/></carrier>\n"
		   "<inter-as option=\"a\" carriers=\"c d\" vpns=\"V V X Y\"><border a=\"A\" b=\"B\"/></inter-as>\n"
		   "<inter-as option=\"a\" carriers=\"c d\" links=\"172.16.0.0/24\"><border a=\"A\" b=\"B\"/></inter-as>\n"
		   "<inter-as option=\"a\" carriers=\"c d e\" vpns=\"W\" links=\"172.17.0.0/24\"><border a=\"A:2\" b=\"B:2\"/>\n"
		   "<border a=\"A\" b=\"E\"/></inter-as>\n"
		   "<inter-as option=\"a\" carriers=\"c d\" vlan=\"4094\"><border a=\"A\" b=\"B\"/></inter-as>\n"
		   "<inter-as option=\"a\" carriers=\"c d\" vlan=\"0\" protocol=\"rip\" sessions=\"rr\"><border a=\"A\" b=\"B\"/></inter-as>\n"
		   "<inter-as option=\"a\" carriers=\"c d\" vpns=\"W\"><border a=\"A:x\" b=\"B:x\"/></inter-as>\n"
		   "<inter-as option=\"b\" carriers=\"c d\" vpns=\"W\" vlan=\"4\" protocol=\"bgp\"><border a=\"A:y\" b=\"B:y\" links=\"172.19.0.0/30\"/></inter-as>\n"
		   "</scenario>\n"}},
		 "s.xml:6: vpns: \"V\" stands there twice; leave one out\n"
		 "s.xml:6: vpns: VPN \"X\" has VRFs in one of the carriers alone; write a <site> of it in another, or leave it out\n"
		 "s.xml:6: vpns: no carrier has a VRF \"Y\"; did you mean \"V\"?\n"
		 "s.xml:7: VRFs \"V\" of carrier \"d\" have different route targets, in line 3 and in line 4; write a <vrf name=\"V\"> with those that are meant in node \"B\"\n"
		 "s.xml:9: carriers \"c\" and \"e\" have none of the VPNs in common; write <site>s of one <vpn> in both, or leave out the border\n"
		 "s.xml:10: vlan: 2 VPNs need as many VLANs, and there are fewer from 4094 to 4094; write a smaller number, or some VPNs alone in vpns=\"...\"\n"
		 "s.xml:11: vlan=\"0\" of <inter-as> cannot be read; write a whole number from 1 to 4094\n"
		 "s.xml:11: protocol=\"rip\" of <inter-as> cannot be read; write bgp or static\n"
		 "s.xml:12: the link has no address at \"A\"; write links=\"172.16.0.0/24\" in <inter-as> or <border>\n"
		 "s.xml:13: vpns=\"...\" of <inter-as> is for options a and ab; leave it out\n"
		 "s.xml:13: vlan=\"...\" of <inter-as> is for options a and ab; leave it out\n"
		 "s.xml:13: protocol=\"...\" of <inter-as> is for option a; leave it out\n"},
		/* Of option AB. */
		{{{"s.xml",
		   "<scenario>\n"
		   "<carrier name=\"c\" asn=\"1\"><node name=\"A\" role=\"asbr\"/><node name=\"P\" role=\"pe\"><vrf name=\"V\" rd=\"1:1\"/></node></carrier>\n"
		   "<carrier name=\"d\" asn=\"2\" loopbacks=\"10.2.0.0/24\"><node name=\"B\" role=\"asbr\"/><node name=\"B2\" role=\"asbr\"/><node name=\"Q\" role=\"pe\"><vrf name=\"V\" rd=\"1:1\"/></node></carrier>\n"
		   "<inter-as option=\"ab\" carriers=\"c d\" links=\"172.16.0.0/24\"><border a=\"A\" b=\"B\"/><border a=\"A\" b=\"B2\"/></inter-as>\n"
		   "</scenario>\n"}},
		 "s.xml:2: node \"A\" has no loopback for the route distinguishers of <inter-as>; write one, or loopbacks=\"10.1.0.0/24\" in <carrier>\n"
		 "s.xml:4: VRF \"V\" of node \"A\" has a next hop at another border already; write another ASBR for one of them\n"},
		/* Of option C. */
		{{{"s.xml",
		   "<scenario>\n"
		   "<carrier name=\"c\" asn=\"1\"><node name=\"A\" role=\"asbr\"/><node name=\"Q\" role=\"pe\"><vrf name=\"V\" rd=\"1:1\"/></node></carrier>\n"
		   "<carrier name=\"d\" asn=\"2\" loopbacks=\"10.2.0.0/24\"><node name=\"B\" role=\"asbr\"/><node name=\"C\" role=\"pe\"/></carrier>\n"
		   "<inter-as option=\"c\" carriers=\"c d\" links=\"172.16.0.0/24\" sessions=\"rr\"><border a=\"A\" b=\"B\"/></inter-as>\n"
		   "<inter-as option=\"c\" carriers=\"c d\" links=\"172.16.0.0/24\" sessions=\"asbr\" originate=\"rr\" ebgp-multihop=\"0\"/>\n"
		   "<inter-as option=\"b\" carriers=\"c d\" links=\"172.16.0.0/24\" sessions=\"rr\" originate=\"pe\" ebgp-multihop=\"2\"><border a=\"A\" b=\"B\"/></inter-as>\n"
		   "</scenario>\n"}},
		 "s.xml:2: node \"A\" has no loopback for <inter-as>; write one, or loopbacks=\"10.1.0.0/24\" in <carrier>\n"
		 "s.xml:2: node \"Q\" has no loopback for <inter-as>; write one, or loopbacks=\"10.1.0.0/24\" in <carrier>\n"
		 "s.xml:4: sessions: carrier \"c\" has no route reflector with clients for vpnv4; write <ibgp reflectors=\"...\"/> there, or sessions=\"pe\"\n"
		 "s.xml:4: sessions: carrier \"d\" has no route reflector with clients for vpnv4; write <ibgp reflectors=\"...\"/> there, or sessions=\"pe\"\n"
		 "s.xml:5: sessions=\"asbr\" of <inter-as> cannot be read; write rr or pe\n"
		 "s.xml:5: originate=\"rr\" of <inter-as> cannot be read; write asbr or pe\n"
		 "s.xml:5: ebgp-multihop=\"0\" of <inter-as> cannot be read; write a whole number from 1 to 255\n"
		 "s.xml:6: sessions=\"...\" of <inter-as> is for options c and d; leave it out\n"
		 "s.xml:6: originate=\"...\" of <inter-as> is for options c and d; leave it out\n"
		 "s.xml:6: ebgp-multihop=\"...\" of <inter-as> is for options c and d; leave it out\n"},
		{{{"s.xml",
		   "<scenario>\n"
		   "<defaults><carrier loopbacks=\"10.1.0.0/24\"/></defaults>\n"
		   "<carrier name=\"c\" asn=\"1\"><node name=\"A\" role=\"asbr\"/><node name=\"P\" role=\"pe\"><vrf name=\"V\" rd=\"1:1\"/><bgp><neighbor address=\"10.1.0.1\" families=\"vpnv4\"/></bgp></node></carrier>\n"
		   "<carrier name=\"d\" asn=\"2\"><node name=\"B\" role=\"asbr\"><vrf name=\"V\" rd=\"1:1\"/></node></carrier>\n"
		   "<inter-as option=\"c\" carriers=\"c d\" links=\"172.16.0.0/24\"><border a=\"A\" b=\"B\"/></inter-as>\n"
		   "</scenario>\n"}},
		 "s.xml:5: ASBR \"A\" has no internal neighbour for ipv4-labelled-unicast; write <ibgp/> in carrier \"c\", or that family in its <neighbor>s\n"},
		/* Of borders. */
		{{{"s.xml",
		   "<scenario>\n" CARRIERS
		   "<carrier name=\"e\" asn=\"1\"><node name=\"E\" role=\"asbr\"/><node name=\"F\" role=\"asbr\" asn=\"1\"/></carrier>\n"
		   "<inter-as option=\"b\" carriers=\"c d e\" links=\"172.16.0.0/30\">\n"
		   "<border a=\"A\"/>\n"
		   "<border a=\"A:\" b=\"B\"/>\n"
		   "<border a=\"A\" b=\"PE-7\"/>\n"
		   "<border a=\"P\" b=\"B\"/>\n"
		   "<border a=\"B\" b=\"C\"/>\n"
		   "<border a=\"A\" b=\"E\"/>\n"
		   "</inter-as>\n"
		   "<inter-as option=\"b\" carriers=\"c d\"><border a=\"A\" b=\"E\"/></inter-as>\n"
		   "<inter-as option=\"b\" carriers=\"c d e\"><border a=\"A\" b=\"B\"/></inter-as>\n"
		   "</scenario>\n"}},
		 "s.xml:9: <border> lacks the attribute \"b\"; write b=\"...\" with a node, or node:interface, such as ASBR-1 or ASBR-1:as2\n"
		 "s.xml:10: a=\"A:\" of <border> cannot be read; write a node, or node:interface, such as ASBR-1 or ASBR-1:as2\n"
		 "s.xml:11: b: there is no node \"PE-7\" in carriers \"c d e\"; the nodes are \"A\", \"P\", \"B\", \"C\", \"E\", \"F\"\n"
		 "s.xml:12: a: the role of node \"P\" is p; write role=\"asbr\" there, or another node here\n"
		 "s.xml:13: both ends are in carrier \"d\"; write b=\"...\" with a node of another one\n"
		 "s.xml:14: both ends are in AS 1, so that their session is no external one; write another asn=\"...\" in one of the carriers\n"
		 "s.xml:16: b: node \"E\" is in carrier \"e\"; name it too in carriers=\"...\", or write another node\n"
		 "s.xml:17: carrier \"e\" meets none of the others; write a <border> with an ASBR of it\n"},
		/* Of links. */
		{{{"s.xml",
		   "<scenario>\n" CARRIERS
		   "<link a=\"A:b\" b=\"B:a\" a-address=\"172.18.0.1/30\" b-address=\"172.18.0.2/30\"/><link a=\"A:b2\" b=\"B:a2\"/><link a=\"C:a\" b=\"A:c\" a-address=\"172.17.0.1/30\"/>\n"
		   "<inter-as option=\"b\" carriers=\"c d\">\n"
		   "<border a=\"A\" b=\"B\"/>\n"
		   "<border a=\"A:b\" b=\"B\"/>\n"
		   "<border a=\"A\" b=\"C\"/>\n"
		   "<border a=\"A:new\" b=\"C\"/>\n"
		   "<border a=\"A\" b=\"B:a\"/>\n"
		   "</inter-as>\n"
		   "<inter-as option=\"b\" carriers=\"c d\" links=\"172.16.0.0/30\"><border a=\"A:x\" b=\"C:x\"/>\n"
		   "<border a=\"A:x\" b=\"C\"/>\n"
		   "<border a=\"A:y\" b=\"C:y\"/>\n"
		   "<border a=\"A:z\" b=\"C:z\" links=\"10.1.0.0/30\"/>\n"
		   "</inter-as>\n"
		   "<inter-as option=\"b\" carriers=\"c d\"><border a=\"A\" b=\"B\" links=\"172.16.0.0/29\"/>\n"
		   "<border a=\"A\" b=\"C\" links=\"172.16.0.4/30\"/>\n"
		   "</inter-as>\n"
		   "</scenario>\n"}},
		 "s.xml:9: several links join \"A\" and \"B\"; write the interface of one, as a=\"A:core\"\n"
		 "s.xml:11: the link has no address at \"A\"; write links=\"172.16.0.0/24\" in <inter-as> or <border>\n"
		 "s.xml:12: the link has no address at \"A\"; write links=\"172.16.0.0/24\" in <inter-as> or <border>\n"
		 "s.xml:13: another <border> is on the same link; leave out one, or write the interfaces of another link, as a=\"A:core\"\n"
		 "s.xml:16: another <border> is on the same link; leave out one, or write the interfaces of another link, as a=\"A:core\"\n"
		 "s.xml:17: nothing is left of links=\"172.16.0.0/30\" of inter-as \"c d\" for this <link>; write a shorter prefix there\n"
		 "s.xml:18: nothing is left of links=\"10.1.0.0/30\" of border \"A\" for this <link>; write a shorter prefix there\n"
		 "s.xml:21: links: the border in line 20 has addresses of this prefix too; write another one\n"},
	};

	CHECK_CASES(cases);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("expand_inter_as");

	tcase_add_test(tc, option_a);
	tcase_add_test(tc, option_ab);
	tcase_add_test(tc, option_b);
	tcase_add_test(tc, option_c);
	tcase_add_test(tc, option_d);
	tcase_add_test(tc, mistakes);
	return test_main("expand_inter_as", tc);
}
