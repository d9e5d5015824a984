/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of checks of BGP. */
#include "tests/scenarios/load/check_cases.h"

/* A and B of AS 1, in OSPF with their loopbacks; X of AS 2 at B, Y behind it. What A has for BGP is in line 3, B's in 5,
 * X's in 7. */
#define NET(role, a, b, x, lines)                                                                                                                   \
	"<scenario><carrier name=\"c\" asn=\"1\">\n"                                                                                                \
	"<node name=\"A\" role=\"" role                                                                                                             \
	"\"><loopback address=\"10.0.0.1/32\"><ospf/></loopback><ospf/>\n" a "</node>\n"                                                            \
	"<node name=\"B\" role=\"p\"><loopback address=\"10.0.0.2/32\"><ospf/></loopback><loopback name=\"lo2\" address=\"10.0.9.2/32\"/><ospf/>" b \
	"</node>\n"                                                                                                                                 \
	"<link a=\"A:b\" a-address=\"10.1.0.1/30\" b=\"B:a\" b-address=\"10.1.0.2/30\"><ospf/></link>\n"                                            \
	"</carrier><carrier name=\"d\" asn=\"2\"><node name=\"X\" role=\"p\"><loopback address=\"10.0.0.9/32\"/>"                                   \
	"<static><route prefix=\"10.0.0.0/24\" via=\"10.2.0.1\"/></static>\n" x "</node>\n"                                                         \
	"</carrier><link a=\"B:x\" a-address=\"10.2.0.1/30\" b=\"X:b\" b-address=\"10.2.0.2/30\"/>\n"                                               \
	"\n\n" lines "</scenario>"
#define BODY(a, b, x) NET("p", a, b, x, "")
#define BGP(neighbors) "<bgp>" neighbors "</bgp>"
#define N(address, attributes) "<neighbor address=\"" address "\" " attributes "/>"
#define LO "update-source=\"lo\""
#define A_TO_B(attributes) BGP(N("10.0.0.2", LO " " attributes))
#define B_TO_A(attributes) BGP(N("10.0.0.1", LO " " attributes))
#define B_TO_X(attributes) BGP(N("10.2.0.2", "remote-as=\"2\" " attributes))
#define X_TO_B(attributes) BGP(N("10.2.0.1", "remote-as=\"1\" " attributes))
#define ROUTE(prefix, via) "<static><route prefix=\"" prefix "\" via=\"" via "\"/></static>"

const CheckCase check_cases_bgp[] = {
	{NULL, BODY(A_TO_B(""), B_TO_A(""), ""), ""},
	{NULL, BODY("", B_TO_X(""), X_TO_B("")), ""},

	{"session-address", BODY(BGP(N("10.1.0.3", "")), "", ""),
	 "3: neighbor 10.1.0.3 of node \"A\": nobody that links lead to has this address; write 10.1.0.2, "
	 "which is at B:a\n"},
	{"session-address", BODY(BGP(N("10.0.0.7", LO)), "", ""),
	 "3: neighbor 10.0.0.7 of node \"A\": nobody that links lead to has this address; write that of an "
	 "interface of the neighbour\n"},

	{"session-at-one-end", BODY(A_TO_B(""), "", ""),
	 "3: neighbor 10.0.0.2 of node \"A\": node \"B\", which has this address, does not run BGP; write "
	 "<bgp> there\n"},
	{"session-at-one-end", BODY(A_TO_B(""), "\n" B_TO_X(""), X_TO_B("")),
	 "3: neighbor 10.0.0.2 of node \"A\": node \"B\", which has this address, has no neighbor of that "
	 "kind; write <neighbor address=\"10.0.0.1\" .../> in its <bgp>\n"},

	{"session-as", BODY("", B_TO_X(""), "\n" BGP(N("10.2.0.1", "remote-as=\"3\""))),
	 "8: neighbor 10.2.0.1 of node \"X\" is taken for one of AS 3, but node \"B\" is in AS 1; write "
	 "remote-as=\"1\"\n"},
	{"session-as",
	 BODY(A_TO_B(""), BGP(N("10.0.0.1", LO " remote-as=\"2\" ebgp-multihop=\"9\"")), ""),
	 "4: neighbor 10.0.0.1 of node \"B\" has remote-as=\"2\", but node \"A\" is in AS 1, this node's; "
	 "leave out remote-as\n"},
	{"session-as", BODY("", B_TO_X("local-as=\"5\""), X_TO_B("")),
	 "7: neighbor 10.2.0.1 of node \"X\" is taken for one of AS 1, but node \"B\" is in AS 5; write "
	 "remote-as=\"5\"\n"},
	{NULL, BODY("", B_TO_X("local-as=\"5\" local-as-dual-as=\"yes\""), X_TO_B("")), ""},
	{NULL, BODY("", B_TO_X("local-as=\"5\""), BGP(N("10.2.0.1", "remote-as=\"5\""))), ""},

	{"session-families", BODY(A_TO_B("send-label=\"only\""), "\n" B_TO_A(""), ""),
	 "5: neighbor 10.0.0.1 of node \"B\" has families=\"ipv4\", the other end in line 3 has "
	 "families=\"ipv4-labelled-unicast\", so that nothing is exchanged; write a family that both have\n"},
	{NULL, BODY(A_TO_B("send-label=\"yes\""), "\n" B_TO_A(""), ""), ""},
	{"session-families",
	 BODY(A_TO_B("families=\"vpnv4\""), "\n" B_TO_A("families=\"ipv4\""), ""),
	 "5: neighbor 10.0.0.1 of node \"B\" has families=\"ipv4\", the other end in line 3 has "
	 "families=\"vpnv4\", so that nothing is exchanged; write a family that both have\n"},
	{NULL, BODY(A_TO_B("families=\"vpnv4 ipv4\""), B_TO_A("families=\"ipv4\""), ""), ""},

	{"session-passive", BODY(A_TO_B("passive=\"yes\""), B_TO_A("passive=\"yes\""), ""),
	 "4: neighbor 10.0.0.1 of node \"B\" is passive, and so is the other end in line 3, so that nobody "
	 "opens the session; leave out passive at one end\n"},
	{NULL, BODY(A_TO_B("passive=\"yes\""), B_TO_A(""), ""), ""},

	{"session-source",
	 BODY(BGP(N("10.0.0.2", "update-source=\"b\"")), BGP(N("10.0.0.1", "update-source=\"a\"")),
	      ""),
	 "4: neighbor 10.0.0.1 of node \"B\": the session comes from 10.1.0.2, but the other end, in line 3, "
	 "has neighbor 10.0.0.2; write update-source with the interface of that address\n"},
	{"session-source",
	 BODY(BGP(N("10.0.0.2", "update-source=\"b\"")), BGP(N("10.0.0.1", LO " passive=\"yes\"")),
	      ""),
	 "3: neighbor 10.0.0.2 of node \"A\": the session comes from 10.1.0.1, but the other end, in line 4, "
	 "has neighbor 10.0.0.1; write update-source with the interface of that address\n"},
	{"session-source", BODY(BGP(N("10.0.0.2", "")), BGP(N("10.0.0.1", "")), ""),
	 "4: neighbor 10.0.0.1 of node \"B\": the session comes from the address of a link, but the other "
	 "end, in line 3, has neighbor 10.0.0.2; write update-source with the interface of that address\n"},
	/* One end can open it. */
	{NULL, BODY(BGP(N("10.0.0.2", "")), BGP(N("10.0.0.1", LO)), ""), ""},
	{NULL, BODY(BGP(N("10.0.0.2", "update-source=\"b\"")), BGP(N("10.0.0.1", LO)), ""), ""},

	{"session-password", BODY(A_TO_B("password=\"k\""), B_TO_A("password=\"K\""), ""),
	 "4: neighbor 10.0.0.1 of node \"B\" has a password, the other end in line 3 has another, so that "
	 "neither hears the other; write the same password at both ends\n"},
	{"session-password", BODY(A_TO_B("password=\"k\""), B_TO_A(""), ""),
	 "4: neighbor 10.0.0.1 of node \"B\" has no password, the other end in line 3 has one, so that "
	 "neither hears the other; write the same password at both ends\n"},
	{NULL, BODY(A_TO_B("password=\"k\""), B_TO_A("password=\"k\""), ""), ""},

	{"session-hold-time",
	 BODY(A_TO_B("minimum-hold-time=\"60s\""), B_TO_A("hold-time=\"30s\""), ""),
	 "3: neighbor 10.0.0.2 of node \"A\" has minimum-hold-time 60s, the other end in line 4 offers "
	 "hold-time 30s, which is refused; write a lower or a higher one\n"},
	{NULL, BODY(A_TO_B("hold-time=\"180s\""), B_TO_A("hold-time=\"30s\""), ""), ""},

	/* Loopbacks of two ASes, one link away; and the far loopback, two links away. */
	{"session-multihop",
	 BODY("",
	      ROUTE("10.0.0.9/32", "10.2.0.2") "\n" BGP(
		      N("10.0.0.9", "remote-as=\"2\" " LO " ebgp-multihop=\"2\"")),
	      BGP(N("10.0.0.2", "remote-as=\"1\" " LO))),
	 "8: neighbor 10.0.0.2 of node \"X\" is external and on no link of its own; write ebgp-multihop=\"2\" "
	 "or as many links as it is away, or disable-connected-check=\"yes\"\n"},
	{"session-multihop",
	 BODY(ROUTE("10.0.0.9/32", "10.1.0.2") "\n" BGP(N("10.0.0.9", "remote-as=\"2\" " LO)), "",
	      BGP(N("10.0.0.1", "remote-as=\"1\" " LO " ebgp-multihop=\"2\""))),
	 "4: neighbor 10.0.0.9 of node \"A\" is external, on no link of its own and 2 links away; write "
	 "ebgp-multihop=\"2\"\n"},
	{NULL,
	 BODY("",
	      ROUTE("10.0.0.9/32", "10.2.0.2")
		      BGP(N("10.0.0.9", "remote-as=\"2\" " LO " disable-connected-check=\"yes\"")),
	      BGP(N("10.0.0.2", "remote-as=\"1\" " LO " ebgp-multihop=\"2\""))),
	 ""},

	/* The link has no a-vrf. */
	{"session-multihop",
	 BODY("",
	      "<vrf name=\"V\" rd=\"1:1\"><loopback name=\"v\" address=\"10.7.0.1/32\"/>\n" B_TO_X(
		      "") "</vrf><bgp>" N("10.2.0.2", "remote-as=\"2\"") "</bgp>",
	      X_TO_B("")),
	 "5: neighbor 10.2.0.2 of VRF \"V\" of node \"B\" is on the link of B:x, which is in the global "
	 "table; write its VRF in line 9, or the neighbor in the table of the link\n"},

	{"session-hops",
	 BODY(ROUTE("10.0.0.9/32", "10.1.0.2") "\n" BGP(
		      N("10.0.0.9", "remote-as=\"2\" " LO " disable-connected-check=\"yes\"")),
	      "", BGP(N("10.0.0.1", "remote-as=\"1\" " LO " ebgp-multihop=\"2\""))),
	 "4: neighbor 10.0.0.9 of node \"A\" is 2 links away, but what it is sent lives for 1; write "
	 "ebgp-multihop=\"2\"\n"},
	{"session-hops", BODY("", B_TO_X("ttl-security=\"1\""), X_TO_B("")),
	 "4: neighbor 10.2.0.2 of node \"B\" has ttl-security, but the other end, in line 7, sends with a TTL "
	 "of 1; write ttl-security=\"1\" there too\n"},
	{"session-hops",
	 BODY(ROUTE("10.0.0.9/32", "10.1.0.2")
		      BGP(N("10.0.0.9", "remote-as=\"2\" " LO " ttl-security=\"2\"")),
	      "",
	      "\n" BGP(N("10.0.0.1", "remote-as=\"1\" " LO
				     " ttl-security=\"1\" disable-connected-check=\"yes\""))),
	 "8: neighbor 10.0.0.1 of node \"X\" is 2 links away, but ttl-security takes nothing from farther "
	 "than 1; write ttl-security=\"2\"\n"},
	{NULL, BODY("", B_TO_X("ttl-security=\"1\""), X_TO_B("ttl-security=\"1\"")), ""},
	{NULL, BODY("", B_TO_X("ttl-security=\"1\""), X_TO_B("ebgp-multihop=\"255\"")), ""},

	{"session-route",
	 BODY(BGP(N("10.0.9.2", LO)), BGP(N("10.0.0.1", "update-source=\"lo2\"")), ""),
	 "3: neighbor 10.0.9.2 of node \"A\": no route leads there, for B:lo2, which has this address, is not "
	 "in OSPF; write <ospf/> there\n"},
	{"session-route",
	 BODY("", BGP(N("10.0.0.9", "remote-as=\"2\" " LO " ebgp-multihop=\"2\"")),
	      BGP(N("10.0.0.2", "remote-as=\"1\" " LO " ebgp-multihop=\"2\""))),
	 "4: neighbor 10.0.0.9 of node \"B\": no route leads there, to X:lo: it is on no link of this node, "
	 "and nothing tells of it; write a <route> in <static>, or the address of a link\n"},
	{NULL,
	 BODY("", BGP(N("10.0.0.9", "remote-as=\"2\" " LO " ebgp-multihop=\"2\"")),
	      BGP(N("10.0.0.2", "remote-as=\"1\" " LO
				" ebgp-multihop=\"2\"") "<network prefix=\"10.0.0.9/32\"/>")),
	 ""},
	{NULL,
	 BODY(ROUTE("0.0.0.0/0", "10.1.0.2") BGP(N("10.0.9.2", LO)),
	      BGP(N("10.0.0.1", "update-source=\"lo2\"")), ""),
	 ""},

	/* X has 10.0.0.9/32, 10.2.0.0/30 and a static route to 10.0.0.0/24. */
	{"network-without-route",
	 BODY("", B_TO_X(""),
	      "\n" BGP(N("10.2.0.1", "remote-as=\"1\"") "<network prefix=\"10.0.0.9/32\"/>"
							"<network prefix=\"10.2.0.0/30\"/>"
							"<network prefix=\"10.0.0.0/24\"/>"
							"<network prefix=\"10.2.0.0/24\"/>")),
	 "8: network 10.2.0.0/24 of node \"X\": no interface is in exactly this subnet, and no static "
	 "route leads there, so that it is not announced; write the prefix of one, or a <route> in "
	 "<static>\n"},
	{NULL,
	 BODY("", BGP(N("10.2.0.2", "remote-as=\"2\"") "<network prefix=\"10.5.0.0/24\"/>"),
	      X_TO_B("")),
	 ""},

	{"reflector-without-clients", NET("rr", A_TO_B(""), B_TO_A(""), "", ""),
	 "3: node \"A\" is a route reflector by its role and has no clients; write "
	 "route-reflector-client=\"yes\" for those of its neighbours that are\n"},
	{NULL, NET("rr", A_TO_B("route-reflector-client=\"yes\""), B_TO_A(""), "", ""), ""},
	{NULL, NULL, NULL},
};

/* Four routers on a segment, in lines 3, 5, 7 and 9, each with a VRF and a route to tell. */
#define MESH(one, two, three, four)                                                                    \
	"<scenario><carrier name=\"c\" asn=\"1\"><segment><port at=\"R1:l\" address=\"10.0.0.1/24\"/>" \
	"<port at=\"R2:l\" address=\"10.0.0.2/24\"/><port at=\"R3:l\" address=\"10.0.0.3/24\"/>"       \
	"<port at=\"R4:l\" address=\"10.0.0.4/24\"/><ospf/></segment>\n"                               \
	"<node name=\"R1\" role=\"p\"><ospf/>\n<bgp>" one                                              \
	"</bgp></node><node name=\"R2\" role=\"p\"><ospf/>\n\n<bgp>" two                               \
	"</bgp></node><node name=\"R3\" role=\"p\"><ospf/>\n\n<bgp>" three                             \
	"</bgp></node><node name=\"R4\" role=\"p\"><ospf/>\n\n<bgp>" four                              \
	"</bgp></node></carrier></scenario>"
#define TO(n) "<neighbor address=\"10.0.0." n "\"/>"
#define CLIENT(n) "<neighbor address=\"10.0.0." n "\" route-reflector-client=\"yes\"/>"
#define TELLS "<network prefix=\"10.0.0.0/24\"/>"

/* Three routers on a segment, in lines 3, 4 and 5, with labelled routes; the first one is at a border. */
#define BORDER(one, two, three)                                                                         \
	"<scenario><carrier name=\"c\" asn=\"1\"><segment><port at=\"R1:l\" address=\"10.0.0.1/24\"/>"  \
	"<port at=\"R2:l\" address=\"10.0.0.2/24\"/><port at=\"R3:l\" address=\"10.0.0.3/24\"/>"        \
	"<ospf/></segment>\n<node name=\"R1\" role=\"asbr\"><ospf/>\n<bgp>"                             \
	"<neighbor address=\"10.9.0.2\" remote-as=\"2\" " LU "/>" one "</bgp></node>"                   \
	"<node name=\"R2\" role=\"pe\"><ospf/>\n<bgp>" two "</bgp></node>"                              \
	"<node name=\"R3\" role=\"pe\"><ospf/>\n<bgp>" three "</bgp></node></carrier>"                  \
	"<carrier name=\"d\" asn=\"2\"><node name=\"X\" role=\"asbr\"><bgp>"                            \
	"<neighbor address=\"10.9.0.1\" remote-as=\"1\" " LU "/></bgp></node></carrier>"                \
	"<link a=\"R1:x\" a-address=\"10.9.0.1/30\" b=\"X:r\" b-address=\"10.9.0.2/30\" mpls=\"yes\"/>" \
	"</scenario>"
#define LU "families=\"ipv4-labelled-unicast\""
#define LABELS(n, more) "<neighbor address=\"10.0.0." n "\" " LU more "/>"
#define SELF " next-hop-self=\"yes\""
#define HAS_LABELS "<network prefix=\"10.0.0.0/24\" " LU "/>"

const CheckCase check_cases_mesh[] = {
	{NULL,
	 MESH(TELLS TO("2") TO("3") TO("4"), TO("1") TO("3") TO("4"), TO("1") TO("2") TO("4"),
	      TO("1") TO("2") TO("3")),
	 ""},
	/* The mesh has a hole. */
	{"mesh",
	 MESH(TELLS TO("2") TO("3"), TO("1") TO("3") TO("4"), TELLS TO("1") TO("2") TO("4"),
	      TELLS TO("2") TO("3")),
	 "3: ipv4 routes of node \"R1\" do not get to \"R4\", for there is neither a session nor a route "
	 "reflector between them; write a <neighbor> for each other, or route-reflector-client=\"yes\" where "
	 "one has sessions with both\n"},
	/* Nobody reflects. */
	{"mesh", MESH(TO("2") TO("3") TO("4"), TELLS TO("1"), TO("1"), TO("1")),
	 "5: ipv4 routes of node \"R2\" do not get to \"R3\", \"R4\", for there is neither a session nor a route "
	 "reflector between them; write a <neighbor> for each other, or route-reflector-client=\"yes\" where "
	 "one has sessions with both\n"},
	{NULL,
	 MESH(CLIENT("2") CLIENT("3") CLIENT("4"), TELLS TO("1"), TELLS TO("1"), TELLS TO("1")),
	 ""},
	/* From a client to all, to a client from all; between the others a mesh. */
	{NULL,
	 MESH(CLIENT("2") TO("3") TO("4"), TELLS TO("1"), TELLS TO("1") TO("4"),
	      TELLS TO("1") TO("3")),
	 ""},
	{"mesh", MESH(CLIENT("2") TO("3") TO("4"), TELLS TO("1"), TELLS TO("1"), TELLS TO("1")),
	 "7: ipv4 routes of node \"R3\" do not get to \"R4\", for there is neither a session nor a route "
	 "reflector between them; write a <neighbor> for each other, or route-reflector-client=\"yes\" where "
	 "one has sessions with both\n"},
	/* Two reflectors that have no session, each with its own clients. */
	{"mesh", MESH(CLIENT("3"), CLIENT("4"), TELLS TO("1"), TELLS TO("2")),
	 "7: ipv4 routes of node \"R3\" do not get to \"R4\", for there is neither a session nor a route "
	 "reflector between them; write a <neighbor> for each other, or route-reflector-client=\"yes\" where "
	 "one has sessions with both\n"},
	{NULL, MESH(CLIENT("3") TO("2"), CLIENT("4") TO("1"), TELLS TO("1"), TELLS TO("2")), ""},
	/* OSPF leads to what R2 and R3 tell; but R1 tells the other carrier of it. */
	{NULL,
	 BORDER(LABELS("2", SELF) LABELS("3", SELF), HAS_LABELS LABELS("1", ""),
		HAS_LABELS LABELS("1", "")),
	 ""},
	{"mesh",
	 BORDER(LABELS("2", SELF), HAS_LABELS LABELS("1", "") LABELS("3", ""),
		HAS_LABELS LABELS("2", "")),
	 "3: ipv4-labelled-unicast routes of node \"R1\" do not get to \"R3\", for there is neither a session "
	 "nor a route reflector between them; write a <neighbor> for each other, or "
	 "route-reflector-client=\"yes\" where one has sessions with both\n"},
	{NULL, NULL, NULL},
};
