/* SPDX-License-Identifier: Apache-2.0 */
/* VPNs by their sites. */
#include "tests/scenarios/load/expanding.h"

START_TEST(vpns)
{
	static const ExpandCase cases[] = {
		/* BGP and static, several LANs, two PEs, a VRF and a CE that are there already. */
		{{{"s.xml",
		   "<scenario>\n"
		   "<carrier name=\"c\" asn=\"1\"><node name=\"PE\" role=\"pe\" router-id=\"9.9.9.9\"><vrf name=\"W\" rd=\"1:9\"/></node><node name=\"PE-2\" role=\"pe\" asn=\"7\" router-id=\"9.9.9.8\"/></carrier>\n"
		   "<vpn name=\"V\" rd=\"1:1\" rt=\"1:1 1:2\" links=\"192.168.0.0/28\">\n"
		   "<site ce=\"A\" pe=\"PE\" asn=\"65001\" lan=\"10.1.0.0/24 10.2.0.0/31\"/><site ce=\"A\" pe=\"PE-2\" asn=\"65001\" lan=\"10.1.0.0/24\"/>\n"
		   "<site ce=\"B\" pe=\"PE\" protocol=\"static\" lan=\"10.3.0.0/24\" subnet=\"192.168.0.8/31\"/></vpn>\n"
		   "<vpn name=\"W\" rd=\"1:1\" rt=\"1:3\" links=\"192.168.0.0/28\" link-length=\"31\"><site ce=\"D\" pe=\"PE\" asn=\"65002\"/></vpn>\n"
		   "<customer name=\"W\"><node name=\"D\" role=\"ce\" asn=\"65002\" router-id=\"9.9.9.7\"/></customer>\n"
		   "</scenario>\n"}},
		 "<scenario>\n"
		 "  <carrier name=\"c\" asn=\"1\">\n"
		 "    <node name=\"PE\" role=\"pe\" router-id=\"9.9.9.9\">\n"
		 "      <vrf name=\"W\" rd=\"1:9\">\n"
		 "        <bgp>\n"
		 "          <neighbor address=\"192.168.0.1\" remote-as=\"65002\"/>\n"
		 "        </bgp>\n"
		 "      </vrf>\n"
		 "      <vrf name=\"V\" rd=\"1:1\" import=\"1:1 1:2\" export=\"1:1 1:2\" redistribute=\"connected bgp static\">\n"
		 "        <bgp>\n"
		 "          <neighbor address=\"192.168.0.2\" remote-as=\"65001\"/>\n"
		 "        </bgp>\n"
		 "        <static>\n"
		 "          <route prefix=\"10.3.0.0/24\" via=\"192.168.0.9\"/>\n"
		 "        </static>\n"
		 "      </vrf>\n"
		 "    </node>\n"
		 "    <node name=\"PE-2\" role=\"pe\" asn=\"7\" router-id=\"9.9.9.8\">\n"
		 "      <vrf name=\"V\" rd=\"1:1\" import=\"1:1 1:2\" export=\"1:1 1:2\" redistribute=\"connected bgp\">\n"
		 "        <bgp>\n"
		 "          <neighbor address=\"192.168.0.6\" remote-as=\"65001\"/>\n"
		 "        </bgp>\n"
		 "      </vrf>\n"
		 "    </node>\n"
		 "  </carrier>\n"
		 "  <customer name=\"V\">\n"
		 "    <node name=\"A\" role=\"ce\" asn=\"65001\">\n"
		 "      <loopback name=\"lan\" address=\"10.1.0.1/24\"/>\n"
		 "      <loopback name=\"lan2\" address=\"10.2.0.0/31\"/>\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"192.168.0.1\" remote-as=\"1\"/>\n"
		 "        <network prefix=\"10.1.0.0/24\"/>\n"
		 "        <network prefix=\"10.2.0.0/31\"/>\n"
		 "        <neighbor address=\"192.168.0.5\" remote-as=\"7\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "    <node name=\"B\" role=\"ce\">\n"
		 "      <loopback name=\"lan\" address=\"10.3.0.1/24\"/>\n"
		 "      <static>\n"
		 "        <route prefix=\"0.0.0.0/0\" via=\"192.168.0.8\"/>\n"
		 "      </static>\n"
		 "    </node>\n"
		 "  </customer>\n"
		 "  <link a=\"PE:A\" a-address=\"192.168.0.1/30\" a-vrf=\"V\" b=\"A:PE\" b-address=\"192.168.0.2/30\"/>\n"
		 "  <link a=\"PE-2:A\" a-address=\"192.168.0.5/30\" a-vrf=\"V\" b=\"A:PE-2\" b-address=\"192.168.0.6/30\"/>\n"
		 "  <link a=\"PE:B\" a-address=\"192.168.0.8/31\" a-vrf=\"V\" b=\"B:PE\" b-address=\"192.168.0.9/31\"/>\n"
		 "  <link a=\"PE:D\" a-address=\"192.168.0.0/31\" a-vrf=\"W\" b=\"D:PE\" b-address=\"192.168.0.1/31\"/>\n"
		 "  <customer name=\"W\">\n"
		 "    <node name=\"D\" role=\"ce\" asn=\"65002\" router-id=\"9.9.9.7\">\n"
		 "      <bgp>\n"
		 "        <neighbor address=\"192.168.0.0\" remote-as=\"1\"/>\n"
		 "      </bgp>\n"
		 "    </node>\n"
		 "  </customer>\n"
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
		   "<carrier name=\"c\" asn=\"1\"><node name=\"PE\" role=\"pe\"/></carrier>\n"
		   "<vpn name=\"V\" rd=\"1:1\" rt=\"1:1\">\n"
		   "<site ce=\"A\" pe=\"PE\"/>\n"
		   "<site ce=\"A\" pe=\"PE-2\" protocol=\"static\"/>\n"
		   "<site ce=\"A\" pe=\"PE\" asn=\"65001\"/>\n"
		   "<site ce=\"A\" pe=\"PE\" asn=\"65001\" lan=\"10.1.0.1/24\"/>\n"
		   "<site pe=\"PE\" protocol=\"rip\"/>\n"
		   "</vpn>\n"
		   "<vpn name=\"W\" rd=\"1\" links=\"10.0.0.0\"><sight/></vpn>\n"
		   "<vpn name=\"X\" rd=\"1:2\" rt=\"1:2\" links=\"192.168.0.0/30\"><site ce=\"B\" pe=\"PE\" asn=\"65001\"/>\n"
		   "<site ce=\"C\" pe=\"PE\" asn=\"65001\"/></vpn>\n"
		   "</scenario>\n"}},
		 "s.xml:4: BGP to CE \"A\" needs its AS number; write asn=\"65001\", or protocol=\"static\"\n"
		 "s.xml:5: there is no node \"PE-2\"; the nodes are \"PE\"\n"
		 "s.xml:6: the link to CE \"A\" has no addresses; write links=\"192.168.0.0/24\" in <vpn>, or subnet=\"192.168.0.0/30\" here\n"
		 "s.xml:7: lan: \"10.1.0.1/24\" of <site> is no prefix; write an IPv4 prefix such as 10.1.0.0/24, of at most 31 bits\n"
		 "s.xml:8: protocol=\"rip\" of <site> cannot be read; write bgp or static\n"
		 "s.xml:8: <site> lacks the attribute \"ce\"; write ce=\"...\" with a name of at most 63 letters, digits, \"-\", \"_\" and \".\"\n"
		 "s.xml:10: rd=\"1\" of <vpn> cannot be read; write a route distinguisher such as 1:27\n"
		 "s.xml:10: links=\"10.0.0.0\" of <vpn> cannot be read; write an IPv4 prefix such as 10.1.0.0/24, of at most 31 bits\n"
		 "s.xml:10: <vpn> lacks the attribute \"rt\"; write rt=\"...\" with route targets between blanks, such as \"1:222\"\n"
		 "s.xml:10: <vpn> has no element \"sight\" in it; its elements are \"site\", \"defaults\", \"include\", \"use\"\n"
		 "s.xml:12: nothing is left of links=\"192.168.0.0/30\" of VPN \"X\" for this <site>; write a shorter prefix there\n"},
	};

	CHECK_CASES(cases);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("expand_vpn");

	tcase_add_test(tc, vpns);
	tcase_add_test(tc, mistakes);
	return test_main("expand_vpn", tc);
}
