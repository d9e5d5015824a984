/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of checks of VRFs. */
#include "tests/scenarios/load/check_cases.h"

/* Two PEs with a session for VPN routes, and a CE; a VRF of PE-1 is in line 3, one of PE-2 in line 6. */
#define NET(bgp, one, two)                                                                                                             \
	"<scenario><carrier name=\"c\" asn=\"1\">\n"                                                                                   \
	"<node name=\"PE-1\" role=\"pe\"><loopback address=\"10.0.0.1/32\"><ospf/></loopback>"                                         \
	"<ospf/><ldp/>" bgp(                                                                                                           \
		"10.0.0.2") "\n" one "</node>\n"                                                                                       \
			    "<node name=\"PE-2\" role=\"pe\"><loopback address=\"10.0.0.2/32\"><ospf/></loopback>"                     \
			    "<ospf/><ldp/>" bgp(                                                                                       \
				    "10.0.0.1") "\n\n" two "</node>\n"                                                                 \
						"<link a=\"PE-1:x\" a-address=\"10.1.0.1/30\" b=\"PE-2:x\" b-address=\"10.1.0.2/30\" " \
						"mpls=\"yes\"><ospf/><ldp/></link></carrier></scenario>"
#define VPNV4(address) \
	"<bgp><neighbor address=\"" address "\" update-source=\"lo\" families=\"vpnv4\"/></bgp>"
#define IPV4(address) "<bgp><neighbor address=\"" address "\" update-source=\"lo\"/></bgp>"
#define NONE(address) ""
#define LOOPBACK "<loopback name=\"v\" address=\"10.9.0.1/32\"/>"
#define VRF(attributes, inside) \
	"<vrf name=\"V\" rd=\"1:1\" import=\"1:1\" export=\"1:1\" " attributes ">" inside "</vrf>"
#define GOOD VRF("redistribute=\"connected\"", LOOPBACK)

/* Two PEs with a CE each. */
#define SITE_PE(n, other, attributes, as)                                                    \
	"<node name=\"PE-" n "\" role=\"pe\"><loopback address=\"10.0.0." n                  \
	"/32\"><ospf/></loopback>"                                                           \
	"<ospf/><ldp/>" VPNV4(                                                               \
		"10.0.0." other) "<vrf name=\"V\" rd=\"1:1\" import=\"1:1\" export=\"1:1\" " \
				 "redistribute=\"bgp\"><bgp><neighbor address=\"10.8." n     \
				 ".2\" remote-as=\"" as "\" " attributes "/></bgp></vrf></node>\n"
#define SITE_CE(n, attributes, as)                                                          \
	"<customer name=\"x" n "\" asn=\"" as "\"><node name=\"CE-" n                       \
	"\" role=\"ce\"><bgp><neighbor "                                                    \
	"address=\"10.8." n ".1\" remote-as=\"1\" " attributes                              \
	"/></bgp></node></customer><link a=\"PE-" n ":ce\" a-vrf=\"V\" a-address=\"10.8." n \
	".1/30\" b=\"CE-" n ":pe\" b-address=\"10.8." n ".2/30\"/>\n"
#define SITES(here, there, as)                                                                         \
	"<scenario><carrier name=\"c\" asn=\"1\">\n" SITE_PE("1", "2", here, "65001") SITE_PE(         \
		"2", "1", here,                                                                        \
		as) "<link a=\"PE-1:x\" a-address=\"10.1.0.1/30\" b=\"PE-2:x\" "                       \
		    "b-address=\"10.1.0.2/30\" mpls=\"yes\"><ospf/><ldp/></link></carrier>\n" SITE_CE( \
			    "1", there, "65001") SITE_CE("2", there, as) "</scenario>"

const CheckCase check_cases_vrf[] = {
	{NULL, NET(VPNV4, GOOD, GOOD), ""},

	{"vrf-without-interface", NET(VPNV4, VRF("redistribute=\"connected\"", ""), GOOD),
	 "3: VRF \"V\" of node \"PE-1\" has no interface; write a-vrf=\"V\" or b-vrf=\"V\" in a <link>, or a "
	 "<loopback> in the VRF\n"},

	{"vrf-gives-nothing-out", NET(VPNV4, GOOD, VRF("", LOOPBACK)),
	 "6: VRF \"V\" of node \"PE-2\" has route targets to export and no routes that get them; write "
	 "redistribute=\"connected\", or the protocols whose routes they are\n"},
	{NULL, NET(VPNV4, GOOD, "<vrf name=\"V\" rd=\"1:1\" import=\"1:1\">" LOOPBACK "</vrf>"),
	 ""},

	{"vrf-keeps-routes",
	 NET(VPNV4, GOOD,
	     VRF("redistribute=\"connected\"",
		 LOOPBACK "<static><route prefix=\"10.7.0.0/16\" via=\"10.9.0.9\"/></static>")),
	 "6: VRF \"V\" of node \"PE-2\" runs static, whose routes stay in it; write static among what it "
	 "redistributes\n"},
	{NULL,
	 NET(VPNV4, GOOD,
	     VRF("redistribute=\"bgp\"",
		 LOOPBACK "<static><route prefix=\"10.7.0.0/16\" via=\"10.9.0.9\"/></static>"
			  "<bgp><network prefix=\"10.7.0.0/16\"/></bgp>")),
	 ""},
	{"vrf-keeps-routes",
	 NET(VPNV4, GOOD,
	     VRF("redistribute=\"ospf\"",
		 "<loopback name=\"v\" address=\"10.9.0.1/32\"><ospf process=\"2\"/></loopback><ospf "
		 "process=\"2\"><redistribute from=\"bgp\"/></ospf>")),
	 "6: VRF \"V\" of node \"PE-2\" runs ospf:2, whose routes stay in it; write ospf:2 among what it "
	 "redistributes\n"},

	{"vrf-keeps-routes",
	 NET(VPNV4, GOOD,
	     VRF("redistribute=\"connected\"",
		 "<loopback name=\"v\" address=\"10.9.0.1/32\"><rip/></loopback><rip><default-information/></rip>")),
	 "6: VRF \"V\" of node \"PE-2\" runs rip, whose routes stay in it; write rip among what it "
	 "redistributes\n"},
	{"site-without-routes",
	 NET(VPNV4, GOOD,
	     VRF("redistribute=\"rip\"",
		 "<loopback name=\"v\" address=\"10.9.0.1/32\"><rip/></loopback>\n<rip/>")),
	 "7: RIP in VRF \"V\" of node \"PE-2\" tells its site nothing of the VPN; write <redistribute "
	 "from=\"bgp\"/> in it, or <default-information/>\n"},
	{"site-without-routes",
	 NET(VPNV4, GOOD,
	     VRF("redistribute=\"ospf\"",
		 "<loopback name=\"v\" address=\"10.9.0.1/32\"><ospf/></loopback>\n<ospf/>")),
	 "7: OSPF in VRF \"V\" of node \"PE-2\" tells its site nothing of the VPN; write <redistribute "
	 "from=\"bgp\"/> in it, or <default-information/>\n"},
	{NULL,
	 NET(VPNV4, GOOD,
	     VRF("redistribute=\"ospf\"",
		 "<loopback name=\"v\" address=\"10.9.0.1/32\"><ospf/></loopback>\n<ospf>"
		 "<default-information always=\"yes\"/></ospf>")),
	 ""},

	{"vpn-without-session", NET(NONE, GOOD, GOOD),
	 "3: VRF \"V\" imports routes of other nodes, which node \"PE-1\" has no session for; write "
	 "<neighbor families=\"vpnv4\" .../> in its <bgp>\n"
	 "6: VRF \"V\" imports routes of other nodes, which node \"PE-2\" has no session for; write "
	 "<neighbor families=\"vpnv4\" .../> in its <bgp>\n"},
	{"vpn-without-session", NET(IPV4, GOOD, GOOD),
	 "3: VRF \"V\" imports routes of other nodes, which node \"PE-1\" has no session for; write "
	 "<neighbor families=\"vpnv4\" .../> in its <bgp>\n"
	 "6: VRF \"V\" imports routes of other nodes, which node \"PE-2\" has no session for; write "
	 "<neighbor families=\"vpnv4\" .../> in its <bgp>\n"},
	/* VRFs of one node need no session. */
	{NULL,
	 NET(NONE,
	     GOOD
	     "<vrf name=\"W\" rd=\"1:2\" import=\"1:1\" export=\"1:1\" redistribute=\"connected\">"
	     "<loopback name=\"w\" address=\"10.8.0.1/32\"/></vrf>",
	     ""),
	 ""},
	{"sites-of-one-as", SITES("", "", "65001"),
	 "2: neighbor 10.8.1.2 of VRF \"V\" of node \"PE-1\" is in AS 65001, and so is a site at VRF \"V\" of node "
	 "\"PE-2\", whose paths it refuses for the number in them; write as-override=\"yes\" here, or "
	 "allow-as-in=\"1\" at the site\n"
	 "3: neighbor 10.8.2.2 of VRF \"V\" of node \"PE-2\" is in AS 65001, and so is a site at VRF \"V\" of node "
	 "\"PE-1\", whose paths it refuses for the number in them; write as-override=\"yes\" here, or "
	 "allow-as-in=\"1\" at the site\n"},
	{NULL, SITES("as-override=\"yes\"", "", "65001"), ""},
	{NULL, SITES("", "allow-as-in=\"1\"", "65001"), ""},
	{NULL, SITES("remove-private-as=\"all\"", "", "65001"), ""},
	{NULL, SITES("", "", "65002"), ""},
	{NULL, NULL, NULL},
};
