/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of checks of BGP between carriers. */
#include "tests/scenarios/load/check_cases.h"

/* A of AS 1, T of AS 3, and B of an AS of the case's own, in a row. What A has is in line 2, T's in 3, B's in 4. */
#define NET(b_as, a, t, b)                                                                               \
	"<scenario><carrier name=\"a\" asn=\"1\">\n"                                                     \
	"<node name=\"A\" role=\"pe\"><loopback address=\"10.0.0.1/32\"/>" a                             \
	"</node></carrier><carrier name=\"t\" asn=\"3\">\n"                                              \
	"<node name=\"T\" role=\"p\"><loopback address=\"10.0.0.3/32\"/>" t                              \
	"</node></carrier><carrier name=\"b\" asn=\"" b_as "\">\n"                                       \
	"<node name=\"B\" role=\"pe\"><loopback address=\"10.0.0.2/32\"/>" b "</node></carrier>\n"       \
	"<link a=\"A:t\" a-address=\"10.1.0.1/30\" b=\"T:a\" b-address=\"10.1.0.2/30\" mpls=\"yes\"/>\n" \
	"<link a=\"T:b\" a-address=\"10.2.0.1/30\" b=\"B:t\" b-address=\"10.2.0.2/30\" mpls=\"yes\"/></scenario>"
#define BGP(neighbors) "<bgp>" neighbors "</bgp>"
#define N(address, attributes) "<neighbor address=\"" address "\" " attributes "/>"
#define LU "families=\"ipv4-labelled-unicast\" "
#define VPN "families=\"vpnv4\" "
#define LO "update-source=\"lo\" "
#define ROUTE(prefix, via) "<static><route prefix=\"" prefix "\" via=\"" via "\"/></static>"

/* Labelled unicast all along, and the sessions' attributes: A's, T's with A, T's with B, B's. */
#define ROW(family, a, ta, tb, b)                                     \
	NET("1", BGP(N("10.1.0.2", family "remote-as=\"3\" " a)),     \
	    BGP(N("10.1.0.1", family "remote-as=\"1\" " ta)           \
			N("10.2.0.2", family "remote-as=\"1\" " tb)), \
	    BGP(N("10.2.0.1", family "remote-as=\"3\" " b)))
#define AT_A                                                                                           \
	"2: neighbor 10.1.0.2 of node \"A\": ipv4-labelled-unicast routes of node \"B\", which is in " \
	"AS 1 too, come back with this AS in their path and are refused; write allow-as-in=\"1\" "     \
	"here, or as-override=\"yes\" at the other end, in line 3\n"
#define AT_B                                                                                           \
	"4: neighbor 10.2.0.1 of node \"B\": ipv4-labelled-unicast routes of node \"A\", which is in " \
	"AS 1 too, come back with this AS in their path and are refused; write allow-as-in=\"1\" "     \
	"here, or as-override=\"yes\" at the other end, in line 3\n"

/* A VPN session between A and B over T, and what else the three have. */
#define FAR(a, t, b)                                                                    \
	NET("2",                                                                        \
	    ROUTE("10.0.0.2/32", "10.1.0.2")                                            \
		    BGP(N("10.0.0.2", VPN LO "remote-as=\"2\" ebgp-multihop=\"2\"") a), \
	    t,                                                                          \
	    ROUTE("10.0.0.1/32", "10.2.0.1")                                            \
		    BGP(N("10.0.0.1", VPN LO "remote-as=\"1\" ebgp-multihop=\"2\"") b))
/* A and, at the border of its carrier, X; and B of AS 2, for VPN routes a neighbour of A. */
#define INSIDE(a, x, x_ospf)                                                                                                      \
	"<scenario><carrier name=\"c\" asn=\"1\" igp=\"ospf\" ldp=\"yes\" loopbacks=\"10.0.0.0/24\" links=\"10.1.0.0/24\">\n"     \
	"<node name=\"A\" role=\"pe\">" BGP(                                                                                      \
		N("10.9.0.1", VPN LO "remote-as=\"2\" ebgp-multihop=\"9\"")                                                       \
			a) "</node>\n"                                                                                            \
			   "<node name=\"X\" role=\"asbr\">" x_ospf                                                               \
			   BGP(N("10.2.0.2", LU "remote-as=\"2\"") x                                                              \
			       "<network prefix=\"10.0.0.1/32\" " LU                                                              \
			       "/>") "</node>\n"                                                                                  \
				     "<link a=\"A:x\" b=\"X:a\"/></carrier><carrier name=\"d\" asn=\"2\">"                        \
				     "<node name=\"B\" role=\"pe\"><loopback address=\"10.9.0.1/32\"/>" BGP(                      \
					     N("10.2.0.1", LU "remote-as=\"1\"") N(                                               \
						     "10.0.0.1", VPN LO                                                           \
						     "remote-as=\"1\" ebgp-multihop=\"9\"") "<network prefix=\"10.9.0.1/32\" " LU \
											    "/>") "</node></carrier>"             \
												  "<link a=\"X:b\" a-address=\"10.2.0.1/30\" b=\"B:x\" b-address=\"10.2.0.2/30\" mpls=\"yes\"/></scenario>"
#define A_TO_T(attributes) N("10.1.0.2", "remote-as=\"3\" " attributes)
#define B_TO_T(attributes) N("10.2.0.1", "remote-as=\"3\" " attributes)
#define T_TO(a_attributes, b_attributes)                   \
	BGP(N("10.1.0.1", "remote-as=\"1\" " a_attributes) \
		    N("10.2.0.2", "remote-as=\"2\" " b_attributes))

/* R, a reflector of AS 1, its client C, and Y of AS 2 behind C. R's neighbours are in line 2. */
#define REFLECTOR(client, to_y)                                                                                                                                                               \
	"<scenario><carrier name=\"c\" asn=\"1\" igp=\"ospf\" ldp=\"yes\">\n"                                                                                                                 \
	"<node name=\"R\" role=\"rr\"><loopback address=\"10.0.0.1/32\"/>" ROUTE("10.0.0.3/32",                                                                                               \
										 "10.1.0.2")                                                                                                  \
		BGP(N("10.0.0.2", VPN LO client) N(                                                                                                                                           \
			"10.0.0.3", VPN LO                                                                                                                                                    \
			"remote-as=\"2\" ebgp-multihop=\"9\" " to_y)) "</node>\n"                                                                                                             \
								      "<node name=\"C\" role=\"p\"><loopback address=\"10.0.0.2/32\"/>" BGP(                                                  \
									      N("10.0.0.1",                                                                                                   \
										VPN LO)) "</node><link a=\"R:c\" a-address=\"10.1.0.1/30\" b=\"C:r\" b-address=\"10.1.0.2/30\"/></carrier>\n" \
											 "<carrier name=\"d\" asn=\"2\"><node name=\"Y\" role=\"p\" ldp=\"yes\"><loopback "                   \
											 "address=\"10.0.0.3/32\"/><ldp/>" ROUTE(                                                             \
												 "10.0.0.1/32",                                                                               \
												 "10.2.0.1")                                                                                  \
												 BGP(N("10.0.0.1",                                                                            \
												       VPN LO                                                                                 \
												       "remote-as=\"1\" ebgp-multihop=\"9\"")) "</node></carrier>\n"                          \
																	       "<link a=\"C:y\" a-address=\"10.2.0.1/30\" b=\"Y:c\" b-address=\"10.2.0.2/30\" mpls=\"yes\"><ldp/></link></scenario>"
#define AT_R                                                                                      \
	"2: neighbor 10.0.0.3 of node \"R\" is told this route reflector as the next hop of its " \
	"clients' vpnv4 routes, so that packets to them have to go through it; write "            \
	"next-hop-unchanged=\"vpnv4\", or next-hop-self=\"vpnv4\" where they shall\n"

/* T between A and, in its own AS, B, which it tells what A says. */
#define INTO_AS(family, t, to_a, to_b)                                                       \
	NET("3", BGP(N("10.1.0.2", family "remote-as=\"3\"")),                               \
	    t BGP(N("10.1.0.1", family "remote-as=\"1\" " to_a) N("10.2.0.2", family to_b)), \
	    BGP(N("10.2.0.1", family)))
#define RIP(inside) \
	"<loopback name=\"r\" address=\"10.0.9.3/32\"><rip/></loopback><rip>" inside "</rip>"
#define MAP(inside) "<route-map name=\"m\"><entry>" inside "</entry></route-map>"
#define CONNECTED "<redistribute from=\"connected\"/>"
#define NEXT_HOP_OF_A(family)                                \
	"3: neighbor 10.2.0.2 of node \"T\" is told " family \
	" routes with the next hop 10.1.0.1, to "            \
	"which no LSP leads in its AS; write next-hop-self=\"" family "\" here, or "

/* T, which has VPN routes from B of its own AS and, where both are given, from A. */
#define KEEPS(keep_all, more, a, to_a, to_b)                                           \
	NET("3", a,                                                                    \
	    more "<bgp keep-all=\"" keep_all                                           \
		 "\">" to_a N("10.2.0.2", VPN "next-hop-self=\"yes\" " to_b) "</bgp>", \
	    BGP(N("10.2.0.1", VPN)))
#define TO_T BGP(N("10.1.0.2", VPN "remote-as=\"3\""))
#define TO_A N("10.1.0.1", VPN "remote-as=\"1\"")
#define NONE_KEPT                                                                                             \
	"3: BGP of node \"T\" keeps no VPN route, as no VRF of the node imports one, so that its neighbours " \
	"are told of none; write keep-all=\"yes\"\n"

/* T and B, of AS 3, with OSPF between them: what T has in its <ospf>, what B has, and what B has in its <bgp>. */
#define ASBR(name, address, inside)                                                           \
	"<node name=\"" name "\" role=\"asbr\"><loopback address=\"" address "/32\"/>" inside \
	"</node>\n"
#define WIRE(a, b, net, end)                                                        \
	"<link a=\"" a "\" a-address=\"" net ".1/30\" b=\"" b "\" b-address=\"" net \
	".2/30\"/>" end "\n"
#define T_BGP BGP(N("10.1.0.1", "remote-as=\"1\"") N("10.0.0.2", LO))
#define BY_OSPF(t, b, b_bgp)                                                                      \
	"<scenario><carrier name=\"c\" asn=\"3\" igp=\"ospf\"><route-map name=\"m\"><entry/>"     \
	"</route-map>\n" ASBR("T", "10.0.0.3", "<ospf>" t "</ospf>" T_BGP) ASBR(                  \
		"B", "10.0.0.2", b BGP(N("10.3.0.1", "remote-as=\"1\"") N("10.0.0.3", LO) b_bgp)) \
		WIRE("T:b", "B:t", "10.2.0", "</carrier><carrier name=\"a\" asn=\"1\">") ASBR(    \
			"A", "10.0.0.1",                                                          \
			BGP(N("10.1.0.2", "remote-as=\"3\"") N(                                   \
				"10.3.0.2", "remote-as=\"3\""))) "</carrier>" WIRE("A:t", "T:a",  \
										   "10.1.0", "")  \
			WIRE("A:b", "B:a", "10.3.0", "</scenario>")
#define FROM_BGP "<redistribute from=\"bgp\"/>"
#define FROM_OSPF "<redistribute from=\"ospf\"/>"
#define BY_MAP(from) "<redistribute from=\"" from "\" route-map=\"m\"/>"

/* Two ASBRs of AS 1, which attributes of their carrier join or not, and B of AS 2 between them. */
#define TWO_WAYS(carrier, inside)                                                                                                                                                                                \
	"<scenario><carrier name=\"c\" asn=\"1\" loopbacks=\"10.0.0.0/24\" " carrier ">\n"                                                                                                                       \
	"<node name=\"A1\" role=\"asbr\">" BGP(N(                                                                                                                                                                \
		"10.1.0.2", LU                                                                                                                                                                                   \
		"remote-as=\"2\"")) "</node>\n"                                                                                                                                                                  \
				    "<node name=\"A2\" role=\"asbr\">" BGP(N(                                                                                                                                    \
					    "10.2.0.2", LU                                                                                                                                                       \
					    "remote-as=\"2\"")) "</node>" inside                                                                                                                                 \
								"</carrier><carrier name=\"d\" asn=\"2\">\n<node name=\"B\" role=\"asbr\">" BGP(                                                                 \
									N("10.1.0.1",                                                                                                                            \
									  LU "remote-as=\"1\"")                                                                                                                  \
										N("10.2.0.1", LU                                                                                                                 \
										  "remote-as=\"1\"")) "</node>"                                                                                                  \
												      "</carrier><link a=\"A1:b\" a-address=\"10.1.0.1/30\" b=\"B:a1\" b-address=\"10.1.0.2/30\" mpls=\"yes\"/>" \
												      "<link a=\"A2:b\" a-address=\"10.2.0.1/30\" b=\"B:a2\" b-address=\"10.2.0.2/30\" mpls=\"yes\"/></scenario>"
#define REFUSED(line, address, at, of)                                                            \
	line ": neighbor " address " of node \"" at                                               \
	     "\": ipv4-labelled-unicast routes of node \"" of "\", "                              \
	     "which is in AS 1 too, come back with this AS in their path and are refused; write " \
	     "allow-as-in=\"1\" here, or as-override=\"yes\" at the other end, in line 4\n"

/* VRFs of A and B, which exchange VPN routes; of T, which does not. */
#define VRF(name, rd, attributes, address)                                            \
	"<vrf name=\"" name "\" rd=\"" rd "\" redistribute=\"connected\" " attributes \
	"><loopback name=\"" name "\" address=\"" address "\"/></vrf>"
#define VRFS(a, t, b, more)                                                                      \
	NET("2",                                                                                 \
	    ROUTE("10.0.0.2/32", "10.1.0.2") VRF("V", "1:1", a, "10.9.1.1/32")                   \
		    BGP(N("10.0.0.2", VPN LO "remote-as=\"2\" ebgp-multihop=\"2\"") A_TO_T(LU)), \
	    more VRF("V", "3:1", t, "10.9.3.1/32") T_TO(LU, LU),                                 \
	    ROUTE("10.0.0.1/32", "10.2.0.1") VRF("V", "2:1", b, "10.9.2.1/32")                   \
		    BGP(N("10.0.0.1", VPN LO "remote-as=\"1\" ebgp-multihop=\"2\"") B_TO_T(LU)))
#define BOTH(rt) "import=\"" rt "\" export=\"" rt "\""

#define ONE_FAMILY                                                             \
	NET("2", VRF("V", "1:1", BOTH("1:9"), "10.9.1.1/32") BGP(A_TO_T(VPN)), \
	    VRF("V", "3:1", BOTH("1:9"), "10.9.3.1/32") T_TO("", ""), BGP(B_TO_T("")))
#define WITHOUT_WAY(line, node)                                                                                 \
	line ": VRF \"V\" of node \"" node                                                                      \
	     "\" imports what that of node \"A\" in carrier \"a\" exports, "                                    \
	     "and nothing leads there; write neighbors for VPN routes on the way, or, in each carrier between " \
	     "them, this VRF at its borders\n"
/* VRFs of A, T and B, which have no sessions, and their links. */
#define OPTION_A(a_to_t, t_to_b)                                                                                                                                         \
	"<scenario><carrier name=\"a\" asn=\"1\">\n"                                                                                                                     \
	"<node name=\"A\" role=\"pe\">" VRF(                                                                                                                             \
		"V", "1:1", BOTH("1:9"),                                                                                                                                 \
		"10.9.1.1/32") "</node></carrier><carrier name=\"t\" asn=\"3\">\n"                                                                                       \
			       "<node name=\"T\" role=\"asbr\">" VRF(                                                                                                    \
				       "V", "3:1", BOTH("1:9"),                                                                                                          \
				       "10.9.3.1/32") "</node></carrier><carrier name=\"b\" asn=\"2\">\n"                                                                \
						      "<node name=\"B\" role=\"pe\">" VRF(                                                                               \
							      "V", "2:1", BOTH("1:9"),                                                                                   \
							      "10.9.2.1/32")                                                                                             \
							      VRF("W", "2:2", BOTH("2:9"),                                                                               \
								  "10.9.2.2/32") "</node></carrier>\n"                                                                   \
										 "<link a=\"A:t\" a-address=\"10.1.0.1/30\" b=\"T:a\" b-address=\"10.1.0.2/30\" " a_to_t \
										 "/>\n"                                                                                  \
										 "<link a=\"T:b\" a-address=\"10.2.0.1/30\" b=\"B:t\" b-address=\"10.2.0.2/30\" " t_to_b \
										 "/></scenario>"

const CheckCase check_cases_border[] = {
	{"as-comes-back", ROW(LU, "", "", "", ""), AT_A AT_B},
	{"as-comes-back", ROW(LU, "allow-as-in=\"1\"", "", "", ""), AT_B},
	{"as-comes-back", ROW(LU, "", "", "as-override=\"yes\"", ""), AT_A},
	{NULL, ROW(LU, "allow-as-in=\"1\"", "", "", "allow-as-in=\"origin\""), ""},
	{NULL, ROW(LU, "", "as-override=\"yes\"", "as-override=\"yes\"", ""), ""},
	{"as-comes-back", TWO_WAYS("", ""),
	 REFUSED("2", "10.1.0.2", "A1", "A2") REFUSED("3", "10.2.0.2", "A2", "A1")},
	{NULL,
	 TWO_WAYS("igp=\"ospf\" ldp=\"yes\" links=\"10.0.1.0/24\"",
		  "<link a=\"A1:c\" b=\"A2:c\"/>"),
	 ""},
	/* Nobody can tell what number the paths have in them. */
	{NULL,
	 NET("1", BGP(N("10.1.0.2", LU "remote-as=\"3\" local-as=\"9\"")),
	     BGP(N("10.1.0.1", LU "remote-as=\"9\"") N("10.2.0.2", LU "remote-as=\"1\"")),
	     BGP(N("10.2.0.1", LU "remote-as=\"3\""))),
	 ""},
	{NULL, ROW("", "", "", "", ""), ""},
	/* Families are not told in each other. */
	{NULL,
	 NET("1", BGP(N("10.1.0.2", LU "remote-as=\"3\"")),
	     BGP(N("10.1.0.1", LU "remote-as=\"1\"") N("10.2.0.2", VPN "remote-as=\"1\"")),
	     BGP(N("10.2.0.1", VPN "remote-as=\"3\""))),
	 ""},
	/* One part, as an internal session joins them. */
	{NULL,
	 NET("1",
	     ROUTE("10.0.0.2/32", "10.1.0.2")
		     BGP(N("10.1.0.2", LU "remote-as=\"3\"") N("10.0.0.2", LU LO)),
	     BGP(N("10.1.0.1", LU "remote-as=\"1\"") N("10.2.0.2", LU "remote-as=\"1\"")),
	     ROUTE("10.0.0.1/32", "10.2.0.1")
		     BGP(N("10.2.0.1", LU "remote-as=\"3\"") N("10.0.0.1", LU LO))),
	 ""},

	{"vpn-session-without-lsp", FAR("", "", ""),
	 "2: neighbor 10.0.0.2 of node \"A\": no LSP leads to node \"B\", so that its VPN routes are of no "
	 "use; write neighbors with families=\"ipv4-labelled-unicast\", or mpls=\"yes\" and <ldp/> in links, on the way there\n"
	 "4: neighbor 10.0.0.1 of node \"B\": no LSP leads to node \"A\", so that its VPN routes are of no "
	 "use; write neighbors with families=\"ipv4-labelled-unicast\", or mpls=\"yes\" and <ldp/> in links, on the way there\n"},
	{"vpn-session-without-lsp",
	 FAR(A_TO_T(LU), T_TO(LU, "families=\"ipv4 ipv4-labelled-unicast\""), B_TO_T("")),
	 "2: neighbor 10.0.0.2 of node \"A\": no LSP leads to node \"B\", so that its VPN routes are of no "
	 "use: labels end at neighbor 10.2.0.2 of node \"T\", in line 3; write "
	 "families=\"ipv4-labelled-unicast\" there and at its other end, in line 4\n"
	 "4: neighbor 10.0.0.1 of node \"B\": no LSP leads to node \"A\", so that its VPN routes are of no "
	 "use: labels end at neighbor 10.2.0.1 of node \"B\", in line 4; write "
	 "families=\"ipv4-labelled-unicast\" there and at its other end, in line 3\n"},
	{NULL, FAR(A_TO_T(LU), T_TO(LU, LU), B_TO_T(LU)), ""},
	/* From an ASBR of its carrier, by BGP or by OSPF, or not at all. */
	{NULL,
	 INSIDE(N("10.0.0.2", LU LO), N("10.0.0.1", LU LO " next-hop-self=\"yes\""), "<ospf/>"),
	 ""},
	{NULL, INSIDE("", "", "<ospf><redistribute from=\"bgp\"/></ospf>"), ""},
	{"vpn-session-without-lsp", INSIDE("", "", "<ospf/>"),
	 "2: neighbor 10.9.0.1 of node \"A\": no LSP leads to node \"B\", so that its VPN routes are of no use: "
	 "this node has no neighbor with families=\"ipv4-labelled-unicast\"; write one, an ASBR or a route "
	 "reflector of its carrier\n"},
	/* By hand. */
	{NULL, FAR("", "<mpls><lsp prefix=\"10.0.0.1/32\" via=\"10.1.0.1\"/></mpls>", ""), ""},

	{"reflector-as-next-hop", REFLECTOR("route-reflector-client=\"yes\"", ""), AT_R},
	{"reflector-as-next-hop",
	 REFLECTOR("route-reflector-client=\"yes\"", "next-hop-self=\"ipv4\""), AT_R},
	{NULL, REFLECTOR("route-reflector-client=\"yes\"", "next-hop-unchanged=\"yes\""), ""},
	{NULL, REFLECTOR("route-reflector-client=\"yes\"", "next-hop-unchanged=\"vpnv4\""), ""},
	{NULL, REFLECTOR("route-reflector-client=\"yes\"", "next-hop-self=\"vpnv4:all\""), ""},

	{"next-hop-without-lsp", INTO_AS(VPN, "<ospf/>", "host-route=\"no\"", ""),
	 NEXT_HOP_OF_A("vpnv4") "host-route=\"yes\" in the neighbor in line 3\n"},
	{"next-hop-without-lsp", INTO_AS(LU, "<ospf>" CONNECTED "</ospf>", "host-route=\"no\"", ""),
	 NEXT_HOP_OF_A("ipv4-labelled-unicast") "host-route=\"yes\" in the neighbor in line 3\n"},
	{"next-hop-without-lsp",
	 INTO_AS(VPN, "<ospf><redistribute from=\"static\"/></ospf>", "", "next-hop-self=\"ipv4\""),
	 NEXT_HOP_OF_A(
		 "vpnv4") "<redistribute from=\"connected\"/> in <ospf>, so that others know of the host "
			  "route of the neighbor in line 3\n"},
	{"next-hop-without-lsp", INTO_AS(VPN, RIP(""), "", ""),
	 NEXT_HOP_OF_A(
		 "vpnv4") "<redistribute from=\"connected\"/> in <rip>, so that others know of the host "
			  "route of the neighbor in line 3\n"},
	{NULL, INTO_AS(VPN, "<ospf>" CONNECTED "</ospf>", "", ""), ""},
	{NULL, INTO_AS(VPN, RIP(CONNECTED), "", ""), ""},
	{NULL, INTO_AS(VPN, "<ospf/>", "", "next-hop-self=\"vpnv4\""), ""},
	{NULL, INTO_AS("", "<ospf/>", "", ""), ""},
	/* Neither can be known: a static route of B's, a map that sets next hops. */
	{NULL, INTO_AS(VPN, "", "", ""), ""},
	{NULL,
	 INTO_AS(VPN, MAP("<set-next-hop value=\"self\"/>") "<ospf/>", "", "export-map=\"m\""), ""},
	{NULL,
	 INTO_AS(VPN, MAP("<match-tag value=\"1\"/>") "<ospf/>", "import-map=\"vpnv4:m\"", ""), ""},
	{"next-hop-without-lsp",
	 INTO_AS(VPN, MAP("<set-local-preference value=\"200\"/>") "<ospf/>",
		 "host-route=\"no\" import-map=\"m\"", ""),
	 NEXT_HOP_OF_A("vpnv4") "host-route=\"yes\" in the neighbor in line 3\n"},
	{"next-hop-without-lsp",
	 INTO_AS(VPN, MAP("<set-next-hop value=\"self\"/>") "<ospf/>", "host-route=\"no\"",
		 "export-map=\"ipv4:m\""),
	 NEXT_HOP_OF_A("vpnv4") "host-route=\"yes\" in the neighbor in line 3\n"},

	{"vpn-routes-not-kept", KEEPS("no", "", TO_T, TO_A, ""), NONE_KEPT},
	{"vpn-routes-not-kept", KEEPS("no", "", "", "", "route-reflector-client=\"yes\""),
	 NONE_KEPT},
	{NULL, KEEPS("no", "", "", "", ""), ""},
	{NULL, KEEPS("auto", "", TO_T, TO_A, ""), ""},
	/* A PE, and a border router in one. */
	{NULL, KEEPS("no", VRF("V", "3:1", BOTH("3:9"), "10.9.3.1/32"), TO_T, TO_A, ""), ""},

	{"routes-come-back", BY_OSPF(FROM_BGP, "", FROM_OSPF),
	 "3: BGP of node \"B\" takes from OSPF what node \"T\" has put there from BGP, in line 2, and tells other "
	 "ASes with an AS path that begins anew; write a route-map here that denies it, as by <match-tag> of a "
	 "tag that is set there\n"},
	{NULL, BY_OSPF("", "", FROM_OSPF), ""},
	{NULL, BY_OSPF("<redistribute from=\"static\"/>", "", FROM_OSPF), ""},
	{NULL, BY_OSPF(BY_MAP("bgp"), "", FROM_OSPF), ""},
	{NULL, BY_OSPF(FROM_BGP, "", BY_MAP("ospf")), ""},
	/* What a router has put there itself it does not take. */
	{NULL, BY_OSPF("", "<ospf>" FROM_BGP "</ospf>", FROM_OSPF), ""},

	{"vrfs-apart", VRFS(BOTH("1:9"), "", BOTH("2:9"), ""),
	 "4: VRF \"V\" of node \"B\" imports 2:9, and that of node \"A\" exports 1:9: no route of one comes "
	 "to the other; write route targets that both have\n"},
	{NULL, VRFS(BOTH("1:9 1:8"), "", BOTH("2:9 1:8"), ""), ""},
	/* T has no VPN routes from others. */
	{NULL, VRFS(BOTH("1:9"), BOTH("3:9"), BOTH("1:9"), ""), ""},
	/* By way of a third VRF; by what a route map sets. */
	{"vrfs-without-way", VRFS(BOTH("1:9"), BOTH("1:9 2:9"), BOTH("2:9"), ""),
	 WITHOUT_WAY("3", "T")},
	{NULL,
	 VRFS(BOTH("1:9"), "", BOTH("2:9"),
	      "<route-map name=\"m\"><entry><set-extcommunity route-targets=\"1:9\"/></entry></route-map>"),
	 ""},
	/* A and B, with T between them, all three by links of VRFs, or not so in one place. */
	{NULL, OPTION_A("a-vrf=\"V\" b-vrf=\"V\"", "a-vrf=\"V\" b-vrf=\"V\""), ""},
	{"vrfs-without-way", OPTION_A("a-vrf=\"V\" b-vrf=\"V\"", "a-vrf=\"V\" b-vrf=\"W\""),
	 WITHOUT_WAY("4", "B")},
	/* A session that is there, but does not exchange VPN routes, is told by itself. */
	{"session-families", ONE_FAMILY,
	 "3: neighbor 10.1.0.1 of node \"T\" has families=\"ipv4\", the other end in line 2 has "
	 "families=\"vpnv4\", so that nothing is exchanged; write a family that both have\n"},
	{"vrfs-without-way", OPTION_A("", ""), WITHOUT_WAY("3", "T") WITHOUT_WAY("4", "B")},
	{NULL, NULL, NULL},
};
