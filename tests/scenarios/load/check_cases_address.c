/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of checks of addresses. */
#include "tests/scenarios/load/check_cases.h"

/* Three routers and a PE with a VRF; a case's own lines begin at line 3. */
#define BODY(lines)                                                                               \
	"<scenario><carrier name=\"c\" asn=\"1\"><node name=\"A\" role=\"p\"/>"                   \
	"<node name=\"B\" role=\"p\"/><node name=\"C\" role=\"p\"/>\n"                            \
	"<node name=\"PE\" role=\"pe\"><vrf name=\"V\" rd=\"1:1\"><loopback name=\"v\" "          \
	"address=\"10.9.0.1/32\"/></vrf></node></carrier><customer name=\"x\"><node name=\"CE\" " \
	"role=\"ce\"><loopback name=\"lan\" address=\"10.8.0.1/24\"/></node></customer>\n" lines  \
	"</scenario>"
#define LINK(a, a_address, b, b_address) \
	"<link a=\"" a "\" a-address=\"" a_address "\" b=\"" b "\" b-address=\"" b_address "\"/>\n"
#define SITE(a_address, b_address)                             \
	"<link a=\"PE:ce\" a-vrf=\"V\" a-address=\"" a_address \
	"\" b=\"CE:pe\" b-address=\"" b_address "\"/>\n"

/* Another customer, with an address that the VRF has. */
#define OTHER(vrf, a_address, b_address)                                    \
	"<customer name=\"y\"><node name=\"CE2\" role=\"ce\">\n<loopback "  \
	"address=\"10.9.0.1/32\"/></node></customer><link a=\"PE:c2\" " vrf \
	" a-address=\"" a_address "\" b=\"CE2:pe\" b-address=\"" b_address "\"/>"

const CheckCase check_cases_address[] = {
	{NULL, BODY(LINK("A:b", "10.1.0.1/30", "B:a", "10.1.0.2/30")), ""},

	{"subnets-overlap",
	 BODY(LINK("A:b", "10.1.0.1/24", "B:a", "10.1.0.2/24")
		      LINK("A:c", "10.1.0.5/30", "C:a", "10.1.0.6/30")),
	 "4: node \"A\" has 10.1.0.1/24 at \"b\" and 10.1.0.5/30 at \"c\", one in the other; write "
	 "subnets that do not overlap\n"},
	{"subnets-overlap",
	 BODY(LINK("A:b", "10.1.0.1/30", "B:a", "10.1.0.2/30")
		      LINK("A:c", "10.1.0.5/24", "C:a", "10.1.0.6/24")),
	 "4: node \"A\" has 10.1.0.1/30 at \"b\" and 10.1.0.5/24 at \"c\", one in the other; write "
	 "subnets that do not overlap\n"},
	{NULL,
	 BODY(LINK("A:b", "10.1.0.1/30", "B:a", "10.1.0.2/30")
		      LINK("A:c", "10.1.0.5/30", "C:a", "10.1.0.6/30")),
	 ""},
	/* A loopback out of a LAN's subnet. */
	{NULL,
	 BODY(LINK("PE:b", "10.8.0.9/24", "B:a", "10.8.0.2/24") SITE("10.2.0.1/30", "10.2.0.2/30")),
	 ""},

	{"subnet-twice",
	 BODY(LINK("A:b", "10.1.0.1/24", "B:a", "10.1.0.2/24")
		      LINK("B:c", "10.2.0.1/24", "C:b", "10.2.0.2/24")
			      LINK("C:pe", "10.1.0.3/24", "PE:c", "10.1.0.4/24")),
	 "5: C:pe is in 10.1.0.0/24, the subnet of A:b, which is on no link with it; write another "
	 "subnet\n"},
	/* Nothing joins the two places. */
	{NULL,
	 BODY(LINK("A:b", "10.1.0.1/24", "B:a", "10.1.0.2/24")
		      LINK("C:pe", "10.1.0.3/24", "PE:c", "10.1.0.4/24")),
	 ""},
	{NULL,
	 BODY("<segment><port at=\"A:l\" address=\"10.1.0.1/24\"/><port at=\"B:l\" "
	      "address=\"10.1.0.2/24\"/><port at=\"C:l\" address=\"10.1.0.3/24\"/></segment>"),
	 ""},

	{"address-of-site-twice",
	 BODY(SITE("10.2.0.1/30", "10.2.0.2/30")
		      OTHER("a-vrf=\"V\"", "10.3.0.1/30", "10.3.0.2/30")),
	 "5: CE2:lo has the address 10.9.0.1, which PE:v of the same VPN site has; write another "
	 "address\n"},
	{NULL, BODY(SITE("10.2.0.1/30", "10.2.0.2/30") OTHER("", "10.3.0.1/30", "10.3.0.2/30")),
	 ""},
	{NULL, NULL, NULL},
};
