/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of checks of LSPs. */
#include "tests/scenarios/load/check_cases.h"

/* PE-1, P and PE-2 in a row, with a VPN; the LDP of each, its VRF's links and those of the core are for the cases to say. */
#define PE(n, other, ldp, more)                                                                 \
	"<node name=\"PE-" n "\" role=\"pe\"><loopback address=\"10.0.0." n                     \
	"/32\"><ospf/></loopback><ospf/>" ldp "<bgp><neighbor address=\"10.0.0." other "\" " LO \
	" families=\"vpnv4\"/></bgp>\n<vrf name=\"V\" "                                         \
	"rd=\"1:1\" import=\"1:1\" export=\"1:1\" redistribute=\"connected\"/>" more "</node>\n"
#define LO "update-source=\"lo\""
#define CE(n, attributes)                                                                    \
	"<customer name=\"x" n "\"><node name=\"CE-" n                                       \
	"\" role=\"ce\"/></customer><link a=\"PE-" n ":ce\" a-vrf=\"V\" a-address=\"10.9." n \
	".1/30\" b=\"CE-" n ":pe\" b-address=\"10.9." n ".2/30\" " attributes "/>\n"
#define CORE(n, attributes, inside)                                                              \
	"<link a=\"PE-" n ":p\" a-address=\"10.1." n ".1/30\" b=\"P:" n "\" b-address=\"10.1." n \
	".2/30\" " attributes ">" inside "</link>\n"
/* PE-1 in lines 2 and 3, P in 4, PE-2 in 5 and 6, the links to them in 7 and 8, to CEs in 9 and 10. */
#define NET(ldp1, ldp, ldp2, more, core1, core2, ce)                                                                \
	"<scenario><carrier name=\"c\" asn=\"1\">\n" PE(                                                            \
		"1", "2", ldp1,                                                                                     \
		more) "<node name=\"P\" role=\"p\"><loopback address=\"10.0.0.3/32\"><ospf/></loopback><ospf/>" ldp \
		      "</node>\n" PE("2", "1", ldp2, "") core1 core2 "</carrier>" CE("1", ce)                       \
			      CE("2", "") "</scenario>"
#define LDP "<ldp/>"
#define MPLS "mpls=\"yes\""
#define BOTH "<ospf/><ldp/>"
#define BODY(core1) NET(LDP, LDP, LDP, "", core1, CORE("2", MPLS, BOTH), "")
#define NO_LSP                                                                                     \
	"6: VRF \"V\" imports routes of node \"PE-1\", to which no LSP leads from node \"PE-2\"; " \
	"write mpls=\"yes\" and <ldp/> in the links between them\n"
#define REFLECTED(ldp, bgp)                                                                                                   \
	"<scenario><carrier name=\"c\" asn=\"1\" igp=\"ospf\" ldp=\"yes\" loopbacks=\"10.1.0.0/24\" links=\"10.1.1.0/24\">\n" \
	"<node name=\"RR\" role=\"rr\" " ldp ">" bgp "</node>\n"                                                              \
	"<node name=\"PE-1\" role=\"pe\"/><node name=\"PE-2\" role=\"pe\"/><ibgp reflectors=\"RR\"/>\n"                       \
	"<link a=\"RR:1\" b=\"PE-1:rr\"/><link a=\"PE-1:2\" b=\"PE-2:1\"/></carrier></scenario>"
#define BORDER_OF(session, attributes)                                                                         \
	"<scenario><carrier name=\"c\" asn=\"1\"><node name=\"A\" role=\"asbr\" router-id=\"1.1.1.1\"><bgp>\n" \
	"<neighbor address=\"10.1.0.2\" remote-as=\"2\" " session "/></bgp></node></carrier>"                  \
	"<carrier name=\"d\" asn=\"2\"><node name=\"B\" role=\"asbr\" router-id=\"2.2.2.2\"><bgp>\n"           \
	"<neighbor address=\"10.1.0.1\" remote-as=\"1\" " session "/></bgp></node></carrier>\n"                \
	"<link a=\"A:b\" a-address=\"10.1.0.1/30\" b=\"B:a\" b-address=\"10.1.0.2/30\" " attributes            \
	"/></scenario>"
#define BORDER(attributes) BORDER_OF("families=\"vpnv4\"", attributes)

const CheckCase check_cases_mpls[] = {
	{NULL, BODY(CORE("1", MPLS, BOTH)), ""},

	{"mpls-at-one-end",
	 BODY(CORE("1", MPLS,
		   "<ospf/><end node=\"PE-1\"><ldp/></end><end node=\"P\" mpls=\"no\"/>")),
	 NO_LSP
	 "7: PE-1:p sends and accepts labelled packets, P:1 does not; write mpls=\"yes\" at both ends\n"
	 "7: LDP runs at PE-1:p and not at P:1, so that LSPs end there; write <ldp/> for both ends\n"},

	{"link-without-ldp", BODY(CORE("1", MPLS, "<ospf/>\n<end node=\"P\"><ldp/></end>")),
	 NO_LSP
	 "8: LDP runs at P:1 and not at PE-1:p, so that LSPs end there; write <ldp/> for both ends\n"},
	{"link-without-ldp", BODY(CORE("1", "", "<ospf/>")),
	 NO_LSP
	 "7: OSPF leads over the link of PE-1:p and P:1, on which LDP does not run, so that LSPs end there; "
	 "write mpls=\"yes\" and <ldp/> in it\n"},
	/* Labels by configuration. */
	{NULL,
	 NET(LDP, LDP, LDP,
	     "<mpls><lsp prefix=\"10.0.0.2/32\" via=\"10.1.1.2\" push=\"99\"/></mpls>",
	     CORE("1", MPLS, "<ospf/>"), CORE("2", MPLS, BOTH), ""),
	 ""},

	{"ldp-without-routes", BODY(CORE("1", MPLS, "\n<ldp/>")),
	 "2: OSPF of node \"PE-1\" runs on none of its links, so that it finds no neighbour; write <ospf/> in "
	 "that of PE-1:p\n"
	 "2: neighbor 10.0.0.2 of node \"PE-1\": no route leads there, to PE-2:lo: it is on no link of this "
	 "node, and nothing tells of it; write a <route> in <static>, or the address of a link\n"
	 "5: neighbor 10.0.0.1 of node \"PE-2\": no route leads there, to PE-1:lo: it is on no link of this "
	 "node, and nothing tells of it; write a <route> in <static>, or the address of a link\n"
	 "8: LDP runs on the link and OSPF does not at PE-1:p, so that no routes lead over it and its labels "
	 "are of no use; write <ospf/> in it\n"},

	{"ldp-transport",
	 NET("<ldp transport-address=\"10.0.0.77\"/>", LDP, LDP, "", CORE("1", MPLS, BOTH),
	     CORE("2", MPLS, BOTH), ""),
	 "2: LDP of node \"PE-1\" has the transport address 10.0.0.77, which none of its interfaces has; write "
	 "transport-address with one of theirs, or a <loopback> with it\n"},
	{"ldp-transport",
	 NET("<loopback name=\"lo2\" address=\"10.0.0.77/32\"/><ldp transport-address=\"10.0.0.77\"/>",
	     LDP, LDP, "", CORE("1", MPLS, BOTH), CORE("2", MPLS, BOTH), ""),
	 "2: LDP of node \"PE-1\" has the transport address 10.0.0.77, that of \"lo2\", which OSPF tells nobody "
	 "of; write <ospf/> there\n"},
	{NULL,
	 NET("<ldp transport-address=\"10.1.1.1\"/>", LDP, LDP, "", CORE("1", MPLS, BOTH),
	     CORE("2", MPLS, BOTH), ""),
	 ""},

	{"ldp-password",
	 NET(LDP, "<ldp password=\"k\"/>", "<ldp password=\"k\"/>", "", CORE("1", MPLS, BOTH),
	     CORE("2", MPLS, BOTH), ""),
	 "4: LDP of node \"P\" and of node \"PE-1\" have different passwords for each other, so that they have no "
	 "session; write the same at both ends\n"},
	{NULL,
	 NET("<ldp><neighbor id=\"10.0.0.3\" password=\"k\"/></ldp>", "<ldp password=\"k\"/>",
	     "<ldp password=\"k\"/>", "", CORE("1", MPLS, BOTH), CORE("2", MPLS, BOTH), ""),
	 ""},

	{"ldp-targeted",
	 NET("<ldp>\n<targeted address=\"10.0.0.2\"/></ldp>", LDP, LDP, "", CORE("1", MPLS, BOTH),
	     CORE("2", MPLS, BOTH), ""),
	 "3: LDP of node \"PE-1\": node \"PE-2\", which has 10.0.0.2, does not answer targeted Hellos of it; write a "
	 "<targeted> there too, or accept-targeted=\"yes\"\n"},
	{"ldp-targeted",
	 NET("<ldp>\n<targeted address=\"10.0.0.9\"/></ldp>", LDP, LDP, "", CORE("1", MPLS, BOTH),
	     CORE("2", MPLS, BOTH), ""),
	 "3: LDP of node \"PE-1\": nobody that links lead to has the address 10.0.0.9; write that of an LDP router\n"},
	{"ldp-targeted",
	 NET("<ldp>\n<targeted address=\"10.0.0.2\"/></ldp>", LDP, "", "", CORE("1", MPLS, BOTH),
	     CORE("2", "", "<ospf/>"), ""),
	 "3: LDP of node \"PE-1\": node \"PE-2\", which has 10.0.0.2, does not run LDP; write <ldp/> there\n"
	 "7: VRF \"V\" imports routes of node \"PE-1\", to which no LSP leads from node \"PE-2\"; write mpls=\"yes\" "
	 "and <ldp/> in the links between them\n"},
	{NULL,
	 NET("<ldp><targeted address=\"10.0.0.2\"/></ldp>", LDP,
	     "<ldp><targeted address=\"10.0.0.1\"/></ldp>", "", CORE("1", MPLS, BOTH),
	     CORE("2", MPLS, BOTH), ""),
	 ""},
	{NULL,
	 NET("<ldp><targeted address=\"10.0.0.2\"/></ldp>", LDP, "<ldp accept-targeted=\"yes\"/>",
	     "", CORE("1", MPLS, BOTH), CORE("2", MPLS, BOTH), ""),
	 ""},

	{"vpn-without-lsp",
	 NET("", "", "", "", CORE("1", "", "<ospf/>"), CORE("2", "", "<ospf/>"), ""), NO_LSP},

	{"reflector-without-lsp", REFLECTED("ldp=\"no\"", ""),
	 "3: node \"RR\" uses, and reflects, no VPN routes of its client \"PE-1\", to which no LSP leads; write "
	 "need-lsp=\"no\" in its <bgp>, or mpls=\"yes\" and <ldp/> in the links between them\n"},
	{NULL, REFLECTED("ldp=\"no\"", "<bgp need-lsp=\"no\"/>"), ""},
	{NULL, REFLECTED("", ""), ""},

	{"session-without-labels", BORDER(""),
	 "2: neighbor 10.1.0.2 of node \"A\" is told vpnv4 routes with labels, which its link, in line 4, does not "
	 "take; write mpls=\"yes\" there\n"
	 "3: neighbor 10.1.0.1 of node \"B\" is told vpnv4 routes with labels, which its link, in line 4, does not "
	 "take; write mpls=\"yes\" there\n"},
	{NULL, BORDER(MPLS), ""},
	{"session-without-labels", BORDER_OF("send-label=\"yes\"", ""),
	 "2: neighbor 10.1.0.2 of node \"A\" is told ipv4-labelled-unicast routes with labels, which its link, in line 4, "
	 "does not take; write mpls=\"yes\" there\n"
	 "3: neighbor 10.1.0.1 of node \"B\" is told ipv4-labelled-unicast routes with labels, which its link, in line 4, "
	 "does not take; write mpls=\"yes\" there\n"},
	{NULL, BORDER_OF("send-label=\"yes\"", MPLS), ""},

	{"mtu", BODY(CORE("1", MPLS " mtu=\"1504\"", BOTH)),
	 "7: the link takes 1504 bytes, but packets of 1500 that links of VRFs take have 2 labels on it; write an "
	 "mtu of at least 1508\n"},
	{"mtu", BODY(CORE("1", MPLS " mtu=\"1508\" inner-mtu=\"1504\"", BOTH)),
	 "7: the link takes 1504 bytes, but packets of 1500 that links of VRFs take have 2 labels on it; write an "
	 "mtu and inner-mtu of at least 1508\n"},
	{"mtu",
	 NET(LDP, LDP, LDP, "", CORE("1", MPLS " mtu=\"9000\"", BOTH), CORE("2", MPLS, BOTH),
	     "mtu=\"1600\""),
	 "8: the link takes 1500 bytes, but packets of 1600 that links of VRFs take have 2 labels on it; write an "
	 "mtu of at least 1608\n"},
	{NULL, BODY(CORE("1", MPLS " mtu=\"1508\"", BOTH)), ""},
	{NULL, NET(LDP, LDP, LDP, "", CORE("1", MPLS, BOTH), CORE("2", MPLS, BOTH), "mtu=\"1400\""),
	 ""},
	{NULL, NULL, NULL},
};
