/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of checks of OSPF. */
#include "tests/scenarios/load/check_cases.h"

/* Four routers in a row, one of which has areas of its own; a case's own lines begin at line 5. */
#define NODES(a, b)                                                        \
	"<scenario><carrier name=\"c\" asn=\"1\">\n"                       \
	"<node name=\"A\" role=\"p\" router-id=\"9.0.0.1\">" a "</node>\n" \
	"<node name=\"B\" role=\"p\" router-id=\"9.0.0.2\">" b "</node>\n" \
	"<node name=\"C\" role=\"p\" router-id=\"9.0.0.3\"><ospf/></node>" \
	"<node name=\"D\" role=\"p\" router-id=\"9.0.0.4\"><ospf/></node></carrier>\n"
#define BODY(lines) NODES("<ospf/>", "<ospf/>") lines "</scenario>"
#define LINK(a, b, net, inside)                                                             \
	"<link a=\"" a "\" a-address=\"10." net ".0.1/30\" b=\"" b "\" b-address=\"10." net \
	".0.2/30\">" inside "</link>\n"
#define AB(inside) LINK("A:b", "B:a", "1", inside)
#define LAN(a, b)                                                                                  \
	"<segment><ospf/><port at=\"A:l\" address=\"10.5.0.1/24\">" a "</port>\n<port at=\"B:l\" " \
	"address=\"10.5.0.2/24\">" b "</port></segment>\n"

const CheckCase check_cases_ospf[] = {
	{NULL, BODY(AB("<ospf/>")), ""},

	{"ospf-without-link", BODY(AB("")),
	 "2: OSPF of node \"A\" runs on none of its links, so that it finds no neighbour; write <ospf/> in "
	 "that of A:b\n"
	 "3: OSPF of node \"B\" runs on none of its links, so that it finds no neighbour; write <ospf/> in "
	 "that of B:a\n"},
	{NULL, BODY(AB("<ospf/>") LINK("B:c", "C:b", "2", "<ospf/>") LINK("A:c", "C:a", "3", "")),
	 ""},
	{NULL, NODES("<ospf/>", "") AB("") "</scenario>", ""},

	{"ospf-at-one-end", BODY(AB("\n<end node=\"A\"><ospf/></end>")),
	 "6: OSPF runs at A:b and not at B:a, so that it finds no neighbour; write it for both ends, "
	 "or passive=\"yes\"\n"},
	{"ospf-at-one-end", BODY(AB("<ospf/>\n<end node=\"B\"><ospf passive=\"yes\"/></end>")),
	 "6: OSPF is passive at B:a and looks for a neighbour at A:b; write passive=\"no\" there, or "
	 "passive=\"yes\" at both ends\n"},
	{NULL, BODY(AB("<end node=\"A\"><ospf passive=\"yes\"/></end>")), ""},
	{NULL,
	 NODES("<ospf passive-default=\"yes\"/>", "<ospf passive-default=\"yes\"/>")
		 AB("<ospf/>") "</scenario>",
	 ""},
	{"ospf-at-one-end",
	 NODES("<ospf passive-default=\"yes\"/>", "<ospf/>") AB("<ospf/>") "</scenario>",
	 "5: OSPF is passive at A:b and looks for a neighbour at B:a; write passive=\"no\" there, or "
	 "passive=\"yes\" at both ends\n"},

	{"ospf-area", BODY(AB("<ospf/>\n<end node=\"B\"><ospf area=\"0.0.0.1\"/></end>")),
	 "6: A:b is in area 0, B:a in area 1, so that they do not become neighbours; write one area for "
	 "both\n"},
	{"ospf-area",
	 NODES("<ospf/>", "<ospf>\n<area id=\"1\" stub=\"yes\"/></ospf>")
		 AB("<ospf area=\"1\"/>") "</scenario>",
	 "3: area 1 is a stub area to B:a and none to A:b, so that they do not become neighbours; write "
	 "<area id=\"1\" stub=\"yes\"/> in all its routers or in none\n"},
	{NULL,
	 NODES("<ospf><area id=\"1\" stub=\"yes\"/></ospf>",
	       "<ospf><area id=\"1\" stub=\"yes\"/></ospf>") AB("<ospf area=\"1\"/>") "</scenario>",
	 ""},

	{"ospf-timers", BODY(AB("<ospf/>\n<end node=\"B\"><ospf hello-interval=\"5s\"/></end>")),
	 "6: A:b has hello-interval 10s and dead-interval 40s, B:a has 5s and 40s, so that they do not "
	 "become neighbours; write the same at both ends\n"},
	{"ospf-timers", BODY(LAN("", "<ospf dead-interval=\"20s\"/>")),
	 "6: A:l has hello-interval 10s and dead-interval 40s, B:l has 10s and 20s, so that they do not "
	 "become neighbours; write the same at both ends\n"},
	{NULL,
	 BODY(AB("<ospf hello-interval=\"5s\"/>\n<end node=\"B\"><ospf hello-interval=\"5s\" cost=\"7\"/></end>")),
	 ""},

	{"ospf-network", BODY(AB("<ospf/>\n<end node=\"B\"><ospf network=\"broadcast\"/></end>")),
	 "6: OSPF takes the link for a broadcast network at B:a and for point-to-point at A:b, so that no "
	 "routes lead over it; write the same network at both ends\n"},
	{NULL, BODY(AB("<ospf/><end node=\"B\"><ospf network=\"point-to-point\"/></end>")), ""},

	{"ospf-authentication",
	 BODY(AB("<ospf authentication=\"md5\" key=\"k\"/>\n<end node=\"B\"><ospf/></end>")),
	 "6: A:b has authentication md5, B:a has none, so that they do not become neighbours; write the "
	 "same at both ends\n"},
	{"ospf-authentication",
	 BODY(AB("<ospf authentication=\"md5\" key=\"k\"/>\n<end node=\"B\"><ospf "
		 "authentication=\"md5\" key=\"k\" key-id=\"2\"/></end>")),
	 "6: A:b and B:a have no key with its number in common, so that they do not become neighbours; "
	 "write the same key and key-id at both ends\n"},
	{"ospf-authentication",
	 BODY(AB("<ospf authentication=\"simple\" key=\"k\"/>\n<end node=\"B\"><ospf "
		 "authentication=\"simple\" key=\"K\"/></end>")),
	 "6: A:b and B:a have no password in common, so that they do not become neighbours; write the same "
	 "key at both ends\n"},
	{NULL,
	 BODY(AB("<ospf authentication=\"md5\" key=\"k\"/>\n<end node=\"B\"><ospf authentication=\"md5\" "
		 "message-digest-keys=\"2:new 1:k\"/></end>")),
	 ""},
	{NULL,
	 NODES("<ospf><area id=\"0\" authentication=\"md5\"/></ospf>", "<ospf/>") AB(
		 "<ospf key=\"k\"/><end node=\"B\"><ospf authentication=\"md5\" key=\"k\"/></end>") "</scenario>",
	 ""},

	{"ospf-mtu", BODY(AB("<ospf/>\n<end node=\"B\" mtu=\"1400\"/>")),
	 "5: the MTU is 1500 at A:b and 1400 at B:a, which does not take its Database Descriptions; write "
	 "the same mtu, or mtu-ignore=\"yes\" at B:a\n"},
	{NULL, BODY(AB("<ospf/><end node=\"B\" mtu=\"1400\"><ospf mtu-ignore=\"yes\"/></end>")),
	 ""},

	{"ospf-no-router-elected", BODY(LAN("<ospf priority=\"0\"/>", "<ospf priority=\"0\"/>")),
	 "6: all 2 routers on the broadcast network have priority 0, so that none becomes Designated "
	 "Router; write a priority of at least 1 for one of them\n"},
	{NULL, BODY(LAN("<ospf priority=\"0\"/>", "")), ""},

	{"ospf-backbone",
	 BODY(AB("<ospf area=\"1\"/>") LINK("B:c", "C:b", "2", "<ospf area=\"2\"/>")),
	 "3: OSPF of node \"B\" is in the areas 1 and 2 and not in area 0, so that it tells neither of the "
	 "other; write area=\"0\" for one of its links\n"},
	{"ospf-backbone",
	 BODY(AB("<ospf/>") LINK("B:c", "C:b", "2", "<ospf area=\"1\"/>")
		      LINK("C:d", "D:c", "3", "<ospf/>")),
	 "4: no links of area 0 lead from node \"C\" to node \"A\", so that the backbone is in parts; write "
	 "area=\"0\" for a link between them\n"},
	{NULL,
	 BODY(AB("<ospf area=\"1\"/>") LINK("B:c", "C:b", "2", "<ospf/>")
		      LINK("C:d", "D:c", "3", "<ospf area=\"2\"/>")),
	 ""},

	{"ospf-router-id",
	 NODES("<ospf/>", "<ospf router-id=\"9.0.0.1\"/>") AB("<ospf/>") "</scenario>",
	 "3: OSPF of node \"B\" has the Router ID 9.0.0.1 of node \"A\", so that others take them for one "
	 "router; write another router-id\n"},
	/* They never hear of each other. */
	{NULL,
	 NODES("<ospf/>", "<ospf router-id=\"9.0.0.1\"/>") AB("") LINK("A:c", "C:a", "2", "<ospf/>")
		 LINK("B:d", "D:b", "3", "<ospf/>") "</scenario>",
	 ""},
	{NULL, NULL, NULL},
};
