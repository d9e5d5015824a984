/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of checks of inter-AS option AB. */
#include "tests/scenarios/load/check_cases.h"

/* Border routers A and B: what their neighbours and VRFs are, and the link of the session. */
#define BORDER(neighbor_a, vrf_a, neighbor_b, vrf_b, link)                                          \
	"<scenario until=\"9s\">\n<carrier name=\"c\" asn=\"1\"><node name=\"A\" role=\"asbr\">"    \
	"<bgp>\n<neighbor address=\"10.1.0.2\" remote-as=\"2\" families=\"vpnv4\" " neighbor_a      \
	"/></bgp>\n<vrf name=\"V\" rd=\"1:1\" import=\"2:9\" export=\"1:9\" " vrf_a                 \
	"/></node></carrier>\n<carrier name=\"d\" asn=\"2\"><node name=\"B\" role=\"asbr\"><bgp>\n" \
	"<neighbor address=\"10.1.0.1\" remote-as=\"1\" families=\"vpnv4\" " neighbor_b             \
	"/></bgp>\n<vrf name=\"V\" rd=\"2:1\" import=\"1:9\" export=\"2:9\" " vrf_b                 \
	"/></node></carrier>\n<link a=\"A:x\" a-address=\"10.1.0.1/30\" b=\"B:x\" "                 \
	"b-address=\"10.1.0.2/30\" " link "/>\n<link a=\"A:x\" a-address=\"10.2.0.1/30\" "          \
	"b=\"B:x\" b-address=\"10.2.0.2/30\" vlan=\"9\" a-vrf=\"V\" b-vrf=\"V\"/>\n</scenario>\n"
#define HYBRID "inter-as-hybrid=\"yes\""
#define TO(next_hop) HYBRID " hybrid-next-hop=\"" next_hop "\""
#define MPLS "mpls=\"yes\""
#define BGP_ONLY "redistribute=\"bgp\""

const CheckCase check_cases_hybrid[] = {
	{NULL, BORDER(HYBRID, TO("10.2.0.2"), HYBRID, TO("10.2.0.1"), ""), ""},
	{NULL, BORDER(HYBRID, TO("global"), HYBRID, TO("global"), MPLS), ""},
	{NULL, BORDER("", BGP_ONLY, "", BGP_ONLY, MPLS), ""},

	{"hybrid-vrf-alone", BORDER("", TO("10.2.0.2"), "", BGP_ONLY, MPLS),
	 "4: VRF \"V\" of node \"A\" is inter-as-hybrid, and no neighbor of the node is, so that what it "
	 "imports goes no farther; write inter-as-hybrid=\"yes\" in the <neighbor> of the other carrier's "
	 "border router\n"},
	{"hybrid-neighbor-alone", BORDER(HYBRID, TO("10.2.0.2"), HYBRID, BGP_ONLY, ""),
	 "6: neighbor 10.1.0.1 of node \"B\" is inter-as-hybrid, and no VRF of the node is, so that all "
	 "goes as in option B; write inter-as-hybrid=\"yes\" in the <vrf>s of what is to be exchanged "
	 "with it\n"},
	{"session-without-labels", BORDER(HYBRID, BGP_ONLY, HYBRID, BGP_ONLY, ""),
	 "3: neighbor 10.1.0.2 of node \"A\" is told vpnv4 routes with labels, which its link, in line 8, "
	 "does not take; write mpls=\"yes\" there\n"
	 "3: neighbor 10.1.0.2 of node \"A\" is inter-as-hybrid, and no VRF of the node is, so that all "
	 "goes as in option B; write inter-as-hybrid=\"yes\" in the <vrf>s of what is to be exchanged "
	 "with it\n"
	 "6: neighbor 10.1.0.1 of node \"B\" is told vpnv4 routes with labels, which its link, in line 8, "
	 "does not take; write mpls=\"yes\" there\n"
	 "6: neighbor 10.1.0.1 of node \"B\" is inter-as-hybrid, and no VRF of the node is, so that all "
	 "goes as in option B; write inter-as-hybrid=\"yes\" in the <vrf>s of what is to be exchanged "
	 "with it\n"},
	{"hybrid-at-one-end", BORDER(HYBRID, TO("10.2.0.2"), "", BGP_ONLY, MPLS),
	 "3: neighbor 10.1.0.2 of node \"A\" is inter-as-hybrid, and the other end, in line 6, is not: it "
	 "sends labelled packets and expects such; write inter-as-hybrid=\"yes\" there, and in VRFs of "
	 "that node\n"},

	{"hybrid-next-hop", BORDER(HYBRID, TO("10.3.0.2"), HYBRID, TO("10.2.0.2"), ""),
	 "4: routes of hybrid neighbors lead VRF \"V\" of node \"A\" to 10.3.0.2, which no interface of it "
	 "is on a link with; write hybrid-next-hop=\"10.2.0.2\", which is at B:x.9\n"
	 "7: routes of hybrid neighbors lead VRF \"V\" of node \"B\" to 10.2.0.2, which is its own "
	 "address; write hybrid-next-hop=\"10.2.0.1\", which is at A:x.9\n"},
	{"hybrid-next-hop", BORDER(HYBRID, HYBRID, HYBRID, TO("10.2.0.1"), ""),
	 "4: routes of hybrid neighbors lead VRF \"V\" of node \"A\" to 10.1.0.2, which no interface of it "
	 "is on a link with; write hybrid-next-hop=\"10.2.0.2\", which is at B:x.9\n"},

	/* Labelled packets by the link of the session. */
	{"session-without-labels", BORDER(HYBRID, TO("global"), HYBRID, TO("global"), ""),
	 "3: neighbor 10.1.0.2 of node \"A\" is told vpnv4 routes with labels, which its link, in line 8, "
	 "does not take; write mpls=\"yes\" there\n"
	 "6: neighbor 10.1.0.1 of node \"B\" is told vpnv4 routes with labels, which its link, in line 8, "
	 "does not take; write mpls=\"yes\" there\n"},
	{NULL, NULL, NULL},
};
