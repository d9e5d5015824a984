/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of checks of RIP, and of those that are about the routes of any protocol. */
#include "tests/scenarios/load/check_cases.h"

/* Two routers; a case's own lines begin at line 4. */
#define NODES(a, b)                                                        \
	"<scenario><carrier name=\"c\" asn=\"1\">\n"                       \
	"<node name=\"A\" role=\"p\" router-id=\"9.0.0.1\">" a "</node>\n" \
	"<node name=\"B\" role=\"p\" router-id=\"9.0.0.2\">" b "</node></carrier>\n"
#define LINK(inside)                                                                            \
	"<link a=\"A:b\" a-address=\"10.1.0.1/30\" b=\"B:a\" b-address=\"10.1.0.2/30\">" inside \
	"</link></scenario>"
#define BODY(inside) NODES("<rip/>", "<rip/>") LINK(inside)
#define END(attributes) "\n<end node=\"B\"><rip " attributes "/></end>"
#define LOOPBACK(n) "<loopback address=\"10.0.0." n "/32\"><rip/></loopback><rip/>"
#define BGP(n) "<bgp><neighbor address=\"10.0.0." n "\" update-source=\"lo\"/></bgp>"

const CheckCase check_cases_rip[] = {
	{NULL, BODY("<rip/>"), ""},
	{"rip-without-link", NODES("<rip/>", "") LINK(""),
	 "2: RIP of node \"A\" runs on none of its interfaces, so that it tells nobody anything; write "
	 "<rip/> in a <link>\n"},
	{"rip-authentication",
	 BODY("<rip authentication=\"md5\" key=\"k\"/>" END("authentication=\"simple\" key=\"k\"")),
	 "5: A:b has authentication md5, B:a has simple, so that they do not believe each other; write the "
	 "same at both ends\n"},
	{"rip-authentication",
	 BODY("<rip authentication=\"md5\" key=\"k\"/>" END(
		 "authentication=\"md5\" key=\"k\" key-id=\"2\"")),
	 "5: A:b and B:a have different keys, so that they do not believe each other; write the same key "
	 "and key-id at both ends\n"},
	{"rip-authentication",
	 BODY("<rip authentication=\"simple\" key=\"k\"/>" END(
		 "authentication=\"simple\" key=\"K\"")),
	 "5: A:b and B:a have different keys, so that they do not believe each other; write the same key "
	 "at both ends\n"},
	{NULL,
	 BODY("<rip authentication=\"simple\" key=\"k\"/>" END(
		 "authentication=\"simple\" key=\"k\" key-id=\"2\"")),
	 ""},
	{NULL, BODY("<rip authentication=\"md5\" key=\"k\"/>" END("passive=\"yes\"")), ""},

	/* RIP leads to the neighbours of internal BGP. */
	{NULL, NODES(LOOPBACK("1") BGP("2"), LOOPBACK("2") BGP("1")) LINK("<rip/>"), ""},
	{NULL, NULL, NULL},
};
