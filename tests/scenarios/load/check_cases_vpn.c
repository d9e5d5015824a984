/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of checks of VPNs between nodes. */
#include "tests/scenarios/load/check_cases.h"

/* Two carriers' border routers and what stands in them; a case's own lines begin at line 8. */
#define BODY(asbr_1, asbr_2, lines)                                                          \
	"<scenario until=\"100s\">\n"                                                        \
	"<carrier name=\"c\" asn=\"1\">\n"                                                   \
	"<node name=\"PE-1\" role=\"pe\"/><node name=\"ASBR-1\" role=\"asbr\">" asbr_1 "\n"  \
	"</node></carrier>\n"                                                                \
	"<carrier name=\"d\" asn=\"2\">\n"                                                   \
	"<node name=\"CE-1\" role=\"ce\"/><node name=\"ASBR-2\" role=\"asbr\">" asbr_2 "\n"  \
	"</node></carrier><customer name=\"e\"><node name=\"CE-2\" role=\"ce\"/></customer>" \
	"\n" lines "\n</scenario>\n"
#define LINK(a, b, attributes)                                 \
	"<link a=\"" a ":x\" a-address=\"10.2.0.1/30\" b=\"" b \
	":y\" b-address=\"10.2.0.2/30\" " attributes "/>"
#define VRF_AT(name, rd, attributes, address)                                         \
	"<vrf name=\"" name "\" rd=\"" rd "\" redistribute=\"connected\" " attributes \
	"><loopback name=\"" name "\" address=\"" address "\"/></vrf>"
#define VRF(name, rd, attributes) VRF_AT(name, rd, attributes, "10.9.0.1/32")
#define MAP(rts)                                                              \
	"<route-map name=\"m\"><entry><set-extcommunity route-targets=\"" rts \
	"\"/></entry></route-map>"
#define AT(attributes) \
	"<at time=\"9s\"><route-target node=\"ASBR-1\" vrf=\"A\" " attributes "/></at>"

const CheckCase check_cases_vpn[] = {
	{NULL, BODY("", "", ""), ""},

	{"vrf-at-one-end", BODY(VRF("A", "1:1", ""), "", LINK("ASBR-1", "ASBR-2", "a-vrf=\"A\"")),
	 "8: ASBR-1:x is in VRF \"A\", the other end ASBR-2:y in the global table, so that the VPN ends "
	 "here; write a <vrf name=\"A\"> in node \"ASBR-2\" and b-vrf=\"A\"\n"},
	{"vrf-at-one-end",
	 BODY(VRF("A", "1:1", ""), VRF("A", "2:1", ""),
	      LINK("ASBR-1", "ASBR-2", "b-vrf=\"A\" vlan=\"26\"")),
	 "8: ASBR-2:y is in VRF \"A\", the other end ASBR-1:x in the global table, so that the VPN ends "
	 "here; write a-vrf=\"A\"\n"},
	{"vrf-at-one-end", BODY(VRF("A", "1:1", ""), "", LINK("ASBR-1", "PE-1", "a-vrf=\"A\"")),
	 "8: ASBR-1:x is in VRF \"A\", the other end PE-1:y in the global table, so that the VPN ends "
	 "here; write a <vrf name=\"A\"> in node \"PE-1\" and b-vrf=\"A\"\n"},
	{NULL,
	 BODY(VRF("A", "1:1", ""), VRF_AT("B", "2:1", "", "10.9.0.2/32"),
	      LINK("ASBR-1", "ASBR-2", "a-vrf=\"A\" b-vrf=\"B\"")),
	 ""},
	{NULL, BODY("", "", LINK("ASBR-1", "ASBR-2", "")), ""},
	{NULL, BODY(VRF("A", "1:1", ""), "", LINK("ASBR-1", "CE-1", "a-vrf=\"A\"")), ""},
	{NULL, BODY(VRF("A", "1:1", ""), "", LINK("ASBR-1", "CE-2", "a-vrf=\"A\"")), ""},

	{"export-without-import",
	 BODY(VRF("A", "1:1", "export=\"1:9 1:8\"") "\n" VRF("B", "1:2",
							     "export=\"1:7\" "
							     "import=\"1:7\""),
	      VRF("A", "2:1", "import=\"1:7\""), ""),
	 "3: no VRF imports what VRF \"A\" of node \"ASBR-1\" exports, 1:9 1:8; write 1:7, which VRF "
	 "\"A\" of node \"ASBR-2\" imports\n"},
	{"export-without-import", BODY(VRF("A", "1:1", "export=\"1:9\""), "", ""),
	 "3: no VRF imports what VRF \"A\" of node \"ASBR-1\" exports, 1:9; write one that some VRF "
	 "imports\n"},
	{NULL, BODY(VRF("A", "1:1", "export=\"1:9 1:8\""), VRF("B", "2:1", "import=\"1:8\""), ""),
	 ""},
	{NULL,
	 BODY(VRF("A", "1:1", "export=\"1:9\""), VRF("A", "2:1", ""),
	      "<at time=\"9s\"><route-target node=\"ASBR-2\" vrf=\"A\" import=\"1:9\"/></at>"),
	 ""},

	{"import-without-export",
	 BODY(VRF("A", "1:1", "import=\"1:9 1:8\""), VRF("A", "2:1", "export=\"1:8\""), ""),
	 "3: no VRF exports 1:9, which VRF \"A\" of node \"ASBR-1\" imports; write 1:8, which VRF \"A\" "
	 "of node \"ASBR-2\" exports\n"},
	{"import-without-export", BODY("", VRF("A", "2:1", "import=\"10.0.0.1:9\""), ""),
	 "6: no VRF exports 10.0.0.1:9, which VRF \"A\" of node \"ASBR-2\" imports; write one that some "
	 "VRF exports\n"},
	{NULL, BODY(VRF("A", "1:1", "import=\"1:9\""), "", AT("export=\"1:9\"")), ""},

	/* A namesake of the same carrier knows better than another carrier's. */
	{"import-without-export",
	 BODY(VRF("A", "1:1", "export=\"1:8\" import=\"1:8\""),
	      VRF("A", "2:1", "import=\"2:9\"") "</node>\n<node name=\"N\" role=\"pe\">" VRF(
		      "A", "2:1", "export=\"2:8\" import=\"2:8\""),
	      ""),
	 "6: no VRF exports 2:9, which VRF \"A\" of node \"ASBR-2\" imports; write 2:8, which VRF \"A\" "
	 "of node \"N\" exports\n"},
	/* What route maps set may be anybody's. */
	{NULL,
	 BODY(VRF("A", "1:1", "export=\"1:9\"") MAP("2:9"), VRF("A", "2:1", "import=\"2:9\""), ""),
	 ""},
	{"import-without-export", BODY(MAP("2:8"), VRF("A", "2:1", "import=\"2:9\""), ""),
	 "6: no VRF exports 2:9, which VRF \"A\" of node \"ASBR-2\" imports; write one that some VRF "
	 "exports\n"},

	/* Line by line, whatever check finds them. */
	{"import-without-export",
	 BODY(VRF("A", "1:1", "import=\"1:9\""), VRF("B", "2:1", "export=\"1:8\""),
	      LINK("ASBR-1", "ASBR-2", "b-vrf=\"B\"")),
	 "3: no VRF exports 1:9, which VRF \"A\" of node \"ASBR-1\" imports; write one that some VRF "
	 "exports\n"
	 "6: no VRF imports what VRF \"B\" of node \"ASBR-2\" exports, 1:8; write one that some VRF "
	 "imports\n"
	 "8: ASBR-2:y is in VRF \"B\", the other end ASBR-1:x in the global table, so that the VPN ends "
	 "here; write a <vrf name=\"B\"> in node \"ASBR-1\" and a-vrf=\"B\"\n"},
	{NULL, NULL, NULL},
};
