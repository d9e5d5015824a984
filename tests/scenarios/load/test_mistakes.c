/* SPDX-License-Identifier: Apache-2.0 */
/* Every kind of mistake gives one clear line: where, what, and what to write instead. */
#include "tests/scenarios/load/loading.h"

#include <string.h>

typedef struct Mistake {
	const char *text;     /* of the file, in place of BODY or whole */
	const char *expected; /* all mistakes that it gives */
} Mistake;

/* Two routers, A and B, with a link between them, and a flow; a case's own lines begin at line 8. */
#define HEAD                                                                                \
	"<scenario until=\"100s\">\n"                                                       \
	"<carrier name=\"c\" asn=\"1\">\n"                                                  \
	"<node name=\"A\" role=\"pe\"><loopback address=\"10.0.0.1/32\"/><ospf/></node>\n"  \
	"<node name=\"B\" role=\"p\"><loopback address=\"10.0.0.2/32\"/></node>\n"          \
	"<link a=\"A:b\" a-address=\"10.1.0.1/30\" b=\"B:a\" b-address=\"10.1.0.2/30\"/>\n" \
	"</carrier>\n"                                                                      \
	"<flow name=\"f\" from=\"A\" to=\"10.0.0.2\"/>\n"
#define TAIL "\n</scenario>\n"
#define BODY(lines) HEAD lines TAIL

static const Mistake structure[] = {
	{BODY("<carier/>"),
	 "8: <scenario> has no element \"carier\" in it; did you mean \"carrier\"?\n"},
	{BODY("<zebra/>"),
	 "8: <scenario> has no element \"zebra\" in it; its elements are \"carrier\", "
	 "\"customer\", \"link\", \"segment\", \"flow\", \"ping\", \"traceroute\", \"probe\", \"at\", \"expect\" and 11 more\n"},
	{BODY("<flow nam=\"g\" name=\"h\" from=\"A\" to=\"10.0.0.2\"/>"),
	 "8: <flow> has no attribute \"nam\"; did you mean \"name\"?\n"},
	{BODY("<flow name=\"g\" colour=\"red\" from=\"A\" to=\"10.0.0.2\"/>"),
	 "8: <flow> has no attribute \"colour\"; its attributes are \"name\", \"from\", \"vrf\", "
	 "\"source\", \"to\", \"to-node\", \"ttl\", \"dscp\"\n"},
	{BODY("<flow name=\"g\" from=\"A\"/>"),
	 "8: <flow> lacks the attribute \"to\"; write to=\"...\" with a unicast address such as 10.0.0.1\n"},
	{BODY("<at time=\"1\"><link a=\"A\" b=\"B\" state=\"up\"/></at>"),
	 "8: time=\"1\" of <at> cannot be read; write a time with its unit, such as 10ms or 40s, of at "
	 "most a year (8760h)\n"},
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"px\"/></customer>"),
	 "8: role=\"px\" of <node> cannot be read; write one of pe, p, asbr, rr, ce\n"},
	{BODY("<at time=\"1s\"><link a=\"A\" b=\"B\" state=\"sideways\"/></at>"),
	 "8: state=\"sideways\" of <link> cannot be read; write \"up\", \"down\", \"silent\" or "
	 "\"one-way\"\n"},
	{BODY("<at time=\"1s\"><node name=\"A\" state=\"melt\"/></at>"),
	 "8: state=\"melt\" of <node> cannot be read; write \"crash\" or \"restart\"\n"},
	{BODY("<at time=\"1s\"/>"), "8: nothing is done at that time; write an action in <at>\n"},
	{BODY("<customer name=\"x\">\n\nhello\n</customer>"),
	 "10: text \"hello\" in <customer>; write values as attributes, remarks as <!-- remark -->\n"},
	{BODY("<x:flow xmlns:x=\"u\"/>"),
	 "8: <scenario> has no element \"x:flow\" in it; did you mean \"flow\"?\n"},
	{"<scene/>", "1: the file's element is \"scene\"; write <scenario>\n"},
	{"<scenario xmlns=\"u\"/>",
	 "1: the file's element is \"scenario\" of a namespace; write <scenario> without xmlns\n"},
};

static const Mistake not_xml[] = {
	{"",
	 "1: not well-formed XML: Document is empty; write <scenario name=\"...\">...</scenario>\n"},
	{"<scenario>\n<carrier name=\"c\" asn=\"1\">\n</scenario>",
	 "3: element \"carrier\" of line 2 is closed by \"scenario\"; close it first, or write /> there\n"},
	{"<scenario\nname=\"a\" name=\"b\"/>",
	 "2: not well-formed XML: Attribute name redefined; leave out one of the two\n"},
	{"<scenario>\n<!-- a\nb\n</scenario>\n",
	 "2: not well-formed XML: Comment not terminated; close the remark with -->\n"},
	{"<scenario/>\n<scenario/>",
	 "2: not well-formed XML: Extra content at the end of the document; "
	 "nothing may follow </scenario>\n"},
	{"<scenario name=\"a & b\"/>",
	 "1: not well-formed XML: xmlParseEntityRef: no name; write &amp; "
	 "for & and &lt; for <\n"},
};

static const Mistake nodes[] = {
	{BODY("<carrier name=\"c\" asn=\"2\"/>"),
	 "8: a carrier \"c\" stands in line 2 already; write another name\n"},
	{BODY("<customer name=\"x\"><node name=\"B\" role=\"ce\"/></customer>"),
	 "8: a node \"B\" stands in line 4 already; write another name\n"},
	{BODY("<carrier name=\"d\" asn=\"0\"/>"),
	 "8: asn=\"0\" of <carrier> cannot be read; write an AS number from 1 to 4294967295\n"},
	{BODY("<carrier name=\"d\" asn=\"2\">\n<node name=\"N\" role=\"p\" router-id=\"9.9.9.9\"/>\n"
	      "<node name=\"M\" role=\"p\" router-id=\"9.9.9.9\"/></carrier>"),
	 "10: the node of line 9 has the router ID 9.9.9.9 already; write another router-id\n"},
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"ce\">\n<loopback address=\"10.0.0.9/32\"/>\n"
	      "<loopback address=\"10.0.0.8/32\"/></node></customer>"),
	 "10: node \"N\" has an interface \"lo\" already; write another name\n"},
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"ce\">\n"
	      "<loopback address=\"10.9.0.0/24\"/></node></customer>"),
	 "9: 10.9.0.0/24 is the subnet's own or broadcast address; write a host's\n"},
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"ce\">\n<loopback address=\"10.9.0.1/24\"/>"
	      "</node>\n<node name=\"M\" role=\"ce\"><loopback address=\"10.9.0.1/32\"/></node></customer>"),
	 "10: 10.9.0.1 of customer \"x\" stands in line 9 already; write another address\n"},
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"ce\">\n"
	      "<loopback address=\"224.0.0.1/32\"/></node></customer>"),
	 "9: address=\"224.0.0.1/32\" of <loopback> cannot be read; write a host's IPv4 address with its "
	 "prefix length, such as 10.1.0.1/30\n"},
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"pe\">\n<vrf name=\"V\" rd=\"1:1\"/>\n"
	      "<vrf name=\"V\" rd=\"1:2\"/></node></customer>"),
	 "10: node \"N\" has a VRF \"V\" already; write another\n"},
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"pe\">\n<vrf name=\"V\" rd=\"1:1\"/>\n"
	      "<vrf name=\"W\" rd=\"1:1\"/></node></customer>"),
	 "10: VRF \"W\" has the route distinguisher of VRF \"V\": every VRF of a node needs one of its "
	 "own; write another\n"},
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"pe\">\n"
	      "<vrf name=\"V\" rd=\"1:1\" redistribute=\"connected statik\"/></node></customer>"),
	 "9: redistribute: there is no protocol \"statik\" with routes; did you mean \"static\"?\n"},
	{BODY("<customer name=\"x\" asn=\"65001\"><route-map name=\"M\"><entry>"
	      "<set-metric value=\"igp\"/></entry></route-map>\n"
	      "<node name=\"N\" role=\"ce\"><loopback address=\"10.3.0.1/32\"/><bgp>\n"
	      "<neighbor address=\"10.0.0.9\" import-map=\"M\"/></bgp></node></customer>"),
	 "10: import-map: route-map \"M\" has set-metric value=\"igp\", but the cost to the next hop "
	 "is not known as a path comes in: write a number, or set it in an export-map\n"},
	{BODY("<customer name=\"x\"><route-map name=\"M\"><entry>\n"
	      "<match-source-protocol protocols=\"ospf statik ospf:2\"/></entry></route-map>"
	      "<node name=\"N\" role=\"ce\"/></customer>"),
	 "9: protocols: there is no protocol \"statik\" with routes; did you mean \"static\"?\n"},
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"pe\">\n"
	      "<vrf name=\"V\" rd=\"1\"/></node></customer>"),
	 "9: rd=\"1\" of <vrf> cannot be read; write a route distinguisher such as 1:27\n"},
	/* Inter-AS option AB. */
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"asbr\" asn=\"1\" router-id=\"10.0.0.9\">\n"
	      "<vrf name=\"V\" rd=\"1:1\" hybrid-next-hop=\"10.0.0.2\"/>\n"
	      "<vrf name=\"W\" rd=\"1:2\" inter-as-hybrid=\"yes\" hybrid-next-hop=\"vrf\"/>\n<bgp>\n"
	      "<neighbor address=\"10.0.0.3\" families=\"vpnv4\" inter-as-hybrid=\"yes\"/>\n"
	      "<neighbor address=\"10.0.0.4\" remote-as=\"2\" inter-as-hybrid=\"yes\"/></bgp></node>"
	      "</customer>"),
	 "9: hybrid-next-hop is of use with inter-as-hybrid=\"yes\" alone; write that, or leave it out\n"
	 "10: hybrid-next-hop=\"vrf\" of <vrf> cannot be read; write an IPv4 unicast address such as "
	 "10.0.0.1, or global\n"
	 "12: neighbor 10.0.0.3 is internal: inter-as-hybrid is for the border router of another AS; write "
	 "its remote-as\n"
	 "13: neighbor 10.0.0.4 is told no VPN routes, which inter-as-hybrid is about; write "
	 "families=\"vpnv4\"\n"},
};

static const Mistake policies[] = {
	{BODY("<carrier name=\"d\" asn=\"2\">\n"
	      "<prefix-list name=\"p\"><entry prefix=\"10.0.0.0/8\" ge=\"7\"/></prefix-list>\n"
	      "<prefix-list name=\"p\"/>\n"
	      "<route-map name=\"m\"><entry seq=\"5\"/><entry seq=\"5\"/>\n"
	      "<entry><match-prefix-list names=\"pp\"/><set-metric value=\"x\"/></entry>\n"
	      "</route-map>\n"
	      "<route-map name=\"m\"/>\n"
	      "</carrier>"),
	 "9: ge and le must not be less than the prefix's length 8\n"
	 "10: a prefix-list \"p\" is there already; write another name\n"
	 "11: an entry 5 is there already; write another seq\n"
	 "12: value=\"x\" of <set-metric> cannot be read; write a number such as 50, +10 or -10, or "
	 "igp: the cost to the next hop\n"
	 "12: there is no prefix-list \"pp\"; did you mean \"p\"?\n"
	 "14: a route-map \"m\" is there already; write another name\n"},
	/* A node's own lists are not its carrier's. */
	{BODY("<carrier name=\"d\" asn=\"2\">\n"
	      "<route-map name=\"m\"><entry><match-rd names=\"r\"/></entry></route-map>\n"
	      "<node name=\"D\" role=\"p\"><rd-list name=\"r\"><entry rd=\"1:1\"/></rd-list>\n"
	      "<route-map name=\"m\"><entry><match-rd names=\"r\"/></entry></route-map>\n"
	      "<route-map name=\"n\"><entry action=\"refuse\"><mtch-rd/></entry></route-map></node>\n"
	      "</carrier>"),
	 "9: there is no rd-list \"r\"; there are none\n"
	 "12: action=\"refuse\" of <entry> cannot be read; write permit or deny\n"
	 "12: <entry> has no element \"mtch-rd\" in it; did you mean \"match-rd\"?\n"},
	/* A VRF's. */
	{BODY("<carrier name=\"d\" asn=\"2\"><route-map name=\"shared\"/>\n"
	      "<node name=\"D\" role=\"pe\"><route-map name=\"own\"/>\n"
	      "<vrf name=\"V\" rd=\"1:1\" import-map=\"sharde\" export-map=\"own\"/>\n"
	      "<vrf name=\"W\" rd=\"1:2\" import-map=\"shared\" export-map=\"onw\"/></node>\n"
	      "</carrier>"),
	 "10: import-map: there is no route-map \"sharde\"; did you mean \"shared\"?\n"
	 "11: export-map: there is no route-map \"onw\"; did you mean \"own\"?\n"},
};

#define LINK(a, a_address, b, b_address) \
	"<link a=\"" a "\" a-address=\"" a_address "\" b=\"" b "\" b-address=\"" b_address "\"/>"

static const Mistake links[] = {
	{BODY("<link a=\"A:v\" a-address=\"10.2.0.1/30\" b=\"B:a\" b-address=\"10.2.0.2/30\" "
	      "vlan=\"10\"/>"),
	 "8: B:a is no end of a link between these two; write the same ends for all VLANs of a "
	 "link\n"},
	{BODY("<link a=\"A:b\" a-address=\"10.2.0.1/30\" b=\"B:a\" b-address=\"10.2.0.2/30\" "
	      "vlan=\"4095\" loss=\"101%\" inner-mtu=\"5\"/>"),
	 "8: vlan=\"4095\" of <link> cannot be read; write a whole number from 1 to 4094\n"
	 "8: loss=\"101%\" of <link> cannot be read; write a share such as 0.1%, at most 100%\n"
	 "8: inner-mtu=\"5\" of <link> cannot be read; write a whole number of bytes from 68 to "
	 "65535\n"},
	{BODY("<segment><port at=\"A:x\" address=\"10.5.0.1/24\"/>\n"
	      "<port at=\"B:x\" address=\"10.6.0.1/24\"/></segment>\n<segment/>"),
	 "9: the first port's address lies in 10.5.0.0/24; write one of that subnet\n"
	 "10: nobody is at the segment; write a <port> in it\n"},
	{BODY("<segment><port at=\"D:x\" address=\"10.5.0.1/24\"/></segment>"),
	 "8: there is no node \"D\"; did you mean \"A\"?\n"},
	{BODY(LINK("C:x", "10.2.0.1/30", "Beta:y", "10.2.0.2/30")),
	 "8: there is no node \"C\"; did you mean \"A\"?\n"
	 "8: there is no node \"Beta\"; the nodes are \"A\", \"B\"\n"},
	{BODY(LINK("A", "10.2.0.1/30", "B:y", "10.2.0.2/30")),
	 "8: a=\"A\" of <link> cannot be read; write node:interface, such as PE-1:core\n"},
	{BODY(LINK("A:b", "10.2.0.1/30", "B:y", "10.2.0.2/30")),
	 "8: node \"A\" has an interface \"b\" already; write another name\n"},
	{BODY(LINK("A:x", "10.2.0.1/30", "A:y", "10.2.0.2/30")),
	 "8: both ends are on node \"A\"; write two nodes\n"},
	{BODY("<link a=\"A:x\" a-unnumbered=\"loop\" b=\"B:y\" b-unnumbered=\"lo\"/>\n"
	      "<link a=\"A:x\" a-unnumbered=\"lo\" b=\"B:y\"/>\n"
	      "<link a=\"A:x\" a-unnumbered=\"lo\" a-address=\"10.2.0.1/30\" b=\"B:y\" "
	      "b-unnumbered=\"lo\"/>\n"
	      "<link a=\"A:x\" a-unnumbered=\"lo\" b=\"B:y\" b-address=\"10.2.0.1/30\"/>"),
	 "8: node \"A\" has no loopback \"loop\" in that table; they are \"lo\"\n"
	 "9: B:y has no address; write either b-address or b-unnumbered\n"
	 "10: A:x has an address and borrows one; write either a-address or a-unnumbered\n"
	 "11: one end of the link has an address, the other borrows one; write a-unnumbered and "
	 "b-unnumbered, or an address for both\n"},
	{BODY(LINK("A:x", "10.2.0.1/30", "B:y", "10.2.0.6/30")),
	 "8: a-address lies in 10.2.0.0/30, b-address in 10.2.0.4/30; write two addresses of one "
	 "subnet\n"},
	{BODY(LINK("A:x", "10.2.0.1/30", "B:y", "10.2.0.2/29")),
	 "8: a-address lies in 10.2.0.0/30, b-address in 10.2.0.0/29; write two addresses of one "
	 "subnet\n"},
	{BODY(LINK("A:x", "10.2.0.1/32", "B:y", "10.2.0.2/32")),
	 "8: a link needs a subnet for two; write a prefix length of at most 31\n"},
	{BODY(LINK("A:x", "10.2.0.1/30", "B:y", "10.2.0.1/30")),
	 "8: both ends have the address 10.2.0.1; write another for one of them\n"},
	{BODY(LINK("A:x", "10.1.0.1/30", "B:y", "10.1.0.2/30")),
	 "8: node \"A\" is in 10.1.0.0/30 by the link of line 5 already; write another a-address\n"
	 "8: node \"B\" is in 10.1.0.0/30 by the link of line 5 already; write another b-address\n"},
	{BODY("<link a=\"A:x\" a-address=\"10.2.0.1/30\" b=\"B:y\" b-address=\"10.2.0.2/30\">\n"
	      "<end node=\"A\"/> <end node=\"C\"/>\n<end node=\"A\" mtu=\"67\"/> <end node=\"A\"/></link>"),
	 "9: the link has no end on a node \"C\"; write \"A\" or \"B\"\n"
	 "10: mtu=\"67\" of <end> cannot be read; write a whole number of bytes from 68 to 65535\n"
	 "10: the end on node \"A\" stands there already; write it once\n"},
	{BODY("<carrier name=\"d\" asn=\"2\">" LINK("A:x", "10.2.0.1/31", "B:y",
						    "10.2.0.0/31") "</carrier>"),
	 "8: node \"A\" is not of this carrier; write the link outside of it\n"
	 "8: node \"B\" is not of this carrier; write the link outside of it\n"},
	{BODY("<link a=\"A:x\" a-address=\"10.2.0.1/30\" a-vrf=\"V\" b=\"B:y\" "
	      "b-address=\"10.2.0.2/30\"/>"),
	 "8: node \"A\" has no VRF \"V\"; there are none\n"},
	{BODY("<link a=\"A:x\" a-address=\"10.2.0.1/30\" b=\"B:y\" b-address=\"10.2.0.2/30\"\n"
	      "a-label-check=\"yes\" mtu=\"20\" bandwidth=\"0bps\"/>"),
	 "9: a-label-check=\"yes\" of <link> cannot be read; write advertised or platform\n"
	 "9: mtu=\"20\" of <link> cannot be read; write a whole number of bytes from 68 to 65535\n"
	 "9: bandwidth=\"0bps\" of <link> cannot be read; write a bandwidth such as 10Gbps or "
	 "622Mbps\n"},
};

static const Mistake protocols[] = {
	{BODY("<link a=\"A:x\" a-address=\"10.2.0.1/30\" b=\"B:y\" b-address=\"10.2.0.2/30\">\n"
	      "<ospf/></link>"),
	 "9: node \"B\" does not run ospf; write <ospf/> in its <node>\n"},
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"ce\">\n<static/>\n<static/></node></customer>"),
	 "10: node \"N\" runs static there already; write it once\n"},
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"ce\">\n<bgp/></node></customer>"),
	 "9: BGP needs an AS number on the node; write asn=\"...\" there, or in its carrier or customer\n"},
	/* Of both ends alike: once. */
	{"<scenario><carrier name=\"c\" asn=\"1\"><node name=\"A\" role=\"p\" router-id=\"9.0.0.1\"><ldp/></node>"
	 "<node name=\"B\" role=\"p\" router-id=\"9.0.0.2\"><ldp/></node>\n"
	 "<link a=\"A:x\" a-address=\"10.2.0.1/30\" b=\"B:y\" b-address=\"10.2.0.2/30\"><ldp/></link></carrier></scenario>",
	 "2: LDP needs a link whose ends take labelled packets; write mpls=\"yes\" there\n"},
	{BODY("<customer name=\"x\" asn=\"9\"><node name=\"N\" role=\"ce\"><loopback "
	      "address=\"10.3.0.1/32\"/><bgp>\n<neighbor address=\"10.0.0.9\" update-source=\"lo0\"/>\n"
	      "<neighbor address=\"10.0.0.8\" label-interfaces=\"core\"/></bgp><mpls>\n"
	      "<label prefix=\"10.0.0.0/8\" value=\"99\" vrf=\"V\"/></mpls></node></customer>"),
	 "9: no interface \"lo0\" for update-source; did you mean \"lo\"?\n"
	 "10: no interface \"core\" for label-interfaces; its interfaces are \"lo\"\n"
	 "11: there is no VRF \"V\" on this node; there are none\n"},
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"ce\" asn=\"2\"><loopback address=\"10.3.0.1/32\"/>"
	      "<vrf name=\"V\" rd=\"1:1\"><bgp>\n<neighbor address=\"10.0.0.9\" update-source=\"lo\"/>\n"
	      "</bgp></vrf></node></customer>"),
	 "9: interface \"lo\" for update-source is in another table; write one of the table that the "
	 "neighbor is in\n"},
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"ce\"><static>\n"
	      "<route prefix=\"10.9.0.1/24\" via=\"10.0.0.9\"/></static></node></customer>"),
	 "9: prefix=\"10.9.0.1/24\" of <route> cannot be read; write a prefix without bits past its "
	 "length, such as 152.12.4.0/24\n"},
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"ce\"><static>\n"
	      "<route prefix=\"10.9.0.0/24\" via=\"2001:db8::1\"/></static></node></customer>"),
	 "9: the next hop must be of the prefix's address family\n"},
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"ce\"><loopback address=\"10.3.0.1/32\"/>\n"
	      "<ldp><targeted address=\"10.3.0.2\"/>\n<targeted address=\"10.3.0.2\"/></ldp></node>\n"
	      "<segment><port at=\"N:a\" address=\"10.3.1.1/24\"/>\n<ldp/></segment>\n"
	      "<segment mpls=\"yes\"><port at=\"N:b\" address=\"10.3.2.1/24\"/><ldp/>\n<ldp/></segment>"
	      "</customer>"),
	 "10: there is a target with this address already; write one\n"
	 "12: LDP needs a link whose ends take labelled packets; write mpls=\"yes\" there\n"
	 "14: LDP runs on the interface already\n"},
};

static const Mistake watched[] = {
	{BODY("<flow name=\"f\" from=\"B\" to=\"10.0.0.1\"/>"),
	 "8: a flow \"f\" stands in line 7 already; write another name\n"},
	{BODY("<flow name=\"g\" from=\"AA\" to=\"10.0.0.1\"/>"),
	 "8: there is no node \"AA\"; did you mean \"A\"?\n"},
	{BODY("<flow name=\"g\" from=\"A\" to=\"10.0.0.2\" to-node=\"BB\"/>"),
	 "8: there is no node \"BB\"; did you mean \"B\"?\n"},
	{BODY("<flow name=\"g\" from=\"B\" to=\"10.0.0.7\"/>"),
	 "8: no node has the address 10.0.0.7; write one of an interface\n"},
	{BODY("<ping from=\"A\" to=\"224.0.0.5\" time=\"1s\"/>"),
	 "8: to=\"224.0.0.5\" of <ping> cannot be read; write an IPv4 unicast address such as 10.0.0.1\n"},
	{BODY("<traceroute from=\"A\" to=\"2001:db8::1\" time=\"1s\"/>"),
	 "8: to=\"2001:db8::1\" of <traceroute> cannot be read; write an IPv4 unicast address such as 10.0.0.1\n"},
	{BODY("<ping flow=\"ff\" time=\"1s\"/>"),
	 "8: there is no flow \"ff\"; did you mean \"f\"?\n"},
	{BODY("<ping flow=\"f\" from=\"A\" time=\"1s\"/>"),
	 "8: a ping goes along a flow or between ends; write either flow=\"...\" or from=\"...\" and "
	 "to=\"...\"\n"},
	{BODY("<ping from=\"A\" time=\"1s\"/>"),
	 "8: a ping goes along a flow or between ends; write either flow=\"...\" or from=\"...\" and "
	 "to=\"...\"\n"},
	{BODY("<ping flow=\"f\" time=\"1s\" count=\"65535\" interval=\"8760h\"/>"),
	 "8: count times interval is more than 73 years; write less\n"},
	{BODY("<ping flow=\"f\" time=\"99s\" count=\"2\"/>"),
	 "8: the run ends before that time; write a later until=\"...\" in <scenario>\n"},
	{BODY("<probe flow=\"ff\"/>"), "8: there is no flow \"ff\"; did you mean \"f\"?\n"},
	{BODY("<probe flow=\"f\" interval=\"0s\"/>"),
	 "8: interval is less than 1us; write a longer one\n"},
	{BODY("<probe flow=\"f\" from=\"20s\" to=\"10s\"/>"),
	 "8: probes end before they begin; write a later to=\"...\"\n"},
	{BODY("<probe flow=\"f\" to=\"101s\"/>"),
	 "8: the run ends before that time; write a later until=\"...\" in <scenario>\n"},
	{BODY("<at time=\"101s\"><link a=\"A\" b=\"B\" state=\"up\"/></at>"),
	 "8: the run ends before that time; write a later until=\"...\" in <scenario>\n"},
	{BODY("<at time=\"1s\">\n<link a=\"A\" b=\"C\" state=\"up\"/></at>"),
	 "9: there is no link between \"A\" and \"C\"; write two nodes that one joins, or node:interface\n"},
	{BODY("<at time=\"1s\">\n<protocol node=\"A\" name=\"ldp\" running=\"no\"/></at>"),
	 "9: node \"A\" does not run ldp; write a protocol that it runs\n"},
	{BODY("<at time=\"1s\">\n<protocol node=\"Z\" name=\"ldp\" running=\"no\"/></at>"),
	 "9: there is no node \"Z\"; write the name of a node\n"},
	{BODY("<at time=\"1s\">\n<vrf node=\"A\" name=\"V\" redistribute=\"statik\"/></at>"),
	 "9: redistribute: there is no protocol \"statik\" with routes; did you mean \"static\"?\n"
	 "9: there is no VRF \"V\" on a node \"A\"; write the names of a node and its VRF\n"},
	{BODY("<at time=\"1s\">\n<route-target node=\"A\" vrf=\"V\" import=\"1:1\"/></at>"),
	 "9: there is no VRF \"V\" on a node \"A\"; write the names of a node and its VRF\n"},
	{BODY("<flow name=\"g\" from=\"A\" vrf=\"V\" to=\"10.0.0.2\"/>"),
	 "8: node \"A\" has no VRF \"V\"; there are none\n"},
	{BODY("<flow name=\"g\" from=\"A\" source=\"10.0.0.2\" to=\"10.0.0.2\"/>"),
	 "8: the source is no address of node \"A\" in that table; write one of those\n"},
	{BODY("<ping flow=\"f\" time=\"1s\" expect=\"repl\"/>"),
	 "8: expect=\"repl\" of <ping> cannot be read; write one of reply, timeout, not-sent, "
	 "time-exceeded, net-unreachable, host-unreachable, protocol-unreachable, "
	 "port-unreachable, fragmentation-needed\n"},
	{BODY("<ping flow=\"f\" time=\"1s\" dscp=\"64\"/>"),
	 "8: dscp=\"64\" of <ping> cannot be read; write a code point from 0 to 63, or be, cs0 to "
	 "cs7, af11 to af43, ef\n"},
	{BODY("<ping flow=\"f\" time=\"1s\" size=\"65508\"/>"),
	 "8: size=\"65508\" of <ping> cannot be read; write a whole number of bytes from 0 to 65507\n"},
	{BODY("<at time=\"1s\">\n<explode node=\"A\"/></at>"),
	 "9: <at> has no element \"explode\" in it; its elements are \"link\", \"node\", "
	 "\"protocol\", \"route-target\", \"session\", \"policy\", \"vrf\", \"interface\", "
	 "\"network\", \"route\" and 3 more\n"},
	{BODY("<expect flow=\"g\" time=\"1s\"/>"),
	 "8: there is no flow \"g\"; did you mean \"f\"?\n"},
	{BODY("<expect flow=\"f\" time=\"1s\" dropped-at=\"Zug\"/>"),
	 "8: there is no node \"Zug\"; the nodes are \"A\", \"B\"\n"},
	{BODY("<expect flow=\"f\" time=\"1s\" dropped-at=\"A\" path=\"ip\"/>"),
	 "8: a flow is delivered or dropped; write either path or dropped-at\n"},
	{BODY("<expect flow=\"f\" time=\"1s\" reason=\"no route\"/>"),
	 "8: a reason belongs to a drop; write dropped-at=\"...\" or verdict=\"dropped\" beside it\n"},
	{BODY("<expect flow=\"f\" time=\"1s\" path=\"ip | [lpd]\"/>"),
	 "8: \"[lpd]\" is no label stack: write ip, or kinds in brackets such as [ldp][vpn], one stack "
	 "for each link; where they count, with more, such as [vpn 29 ttl 62 tc 5] and ip ttl 61\n"},
	{BODY("<expect flow=\"f\" time=\"1s\" direction=\"up\"/>"),
	 "8: direction=\"up\" of <expect> cannot be read; write one of both, forward, reverse\n"},
	{BODY("<expect flow=\"f\"/>"),
	 "8: no time is given; write time=\"...\" for an instant, from=\"...\" for all times from then "
	 "on\n"},
	{BODY("<expect flow=\"f\" time=\"1s\" to=\"2s\"/>"),
	 "8: an expectation is of an instant or of a span; write either time=\"...\" or from=\"...\" "
	 "and to=\"...\"\n"},
	{BODY("<expect flow=\"f\" to=\"2s\"/>"),
	 "8: no time is given; write time=\"...\" for an instant, from=\"...\" for all times from then "
	 "on\n"},
	{BODY("<expect flow=\"f\" from=\"3s\" to=\"2s\"/>"),
	 "8: the span ends before it begins; write a later to=\"...\"\n"},
	{BODY("<expect flow=\"f\" from=\"3s\" to=\"200s\"/>"),
	 "8: the run ends before that time; write a later until=\"...\" in <scenario>\n"},
	{BODY("<expect flow=\"f\" time=\"1s\" verdict=\"lost\"/>"),
	 "8: verdict=\"lost\" of <expect> cannot be read; write one of delivered, dropped, looped, "
	 "misdelivered, not-delivered\n"},
	{BODY("<expect flow=\"f\" time=\"1s\" verdict=\"not-delivered\" dropped-at=\"A\"/>"),
	 "8: dropped-at says where a flow is dropped; write no other verdict beside it\n"},
	{BODY("<expect-outage flow=\"f\" longest=\"1s\"/>"),
	 "8: <expect-outage> lacks the attribute \"from\"; write from=\"...\" with a time with its "
	 "unit, such as 10ms or 40s, of at most a year (8760h)\n"},
	{BODY("<expect-outage flow=\"f\" from=\"1s\"/>"),
	 "8: an outage may last for ever; write longest=\"...\" or total=\"...\"\n"},
	{BODY("<expect-outage flow=\"g\" from=\"1s\" total=\"1s\"/>"),
	 "8: there is no flow \"g\"; did you mean \"f\"?\n"},
	{BODY("<expect-row node=\"C\" table=\"fib\" time=\"1s\"/>"),
	 "8: there is no node \"C\"; did you mean \"A\"?\n"},
	{BODY("<expect-row node=\"A\" table=\"fip\" time=\"1s\"/>"),
	 "8: there is no table \"fip\"; did you mean \"fib\"?\n"},
	{BODY("<expect-row node=\"A\" table=\"fib\" time=\"1s\" row=\"prefix 10.0.0.0/8\"/>"),
	 "8: \"prefix 10.0.0.0/8\" is no condition; write column=value, several between commas\n"},
	{BODY("<expect-row node=\"A\" table=\"fib\" time=\"1s\" row=\"prefixes=10.0.0.0/8\"/>"),
	 "8: table \"fib\" has no column \"prefixes\"; did you mean \"prefix\"?\n"},
	{BODY("<expect-row node=\"A\" table=\"fib\" time=\"1s\" count=\"-1\"/>"),
	 "8: count=\"-1\" of <expect-row> cannot be read; write a whole number\n"},
	{BODY("<expect-reach time=\"1s\"/>"),
	 "8: reach is between the sites of a customer; write one that has two nodes, or two nodes\n"},
	{BODY("<expect-isolation time=\"1s\"/>"),
	 "8: isolation is between customers; write two that have nodes, or two nodes\n"},
	{BODY("<expect-isolation time=\"1s\" customers=\"x\"/>"),
	 "8: there is no customer \"x\"; there are none\n"},
	{BODY("<customer name=\"x\"/><expect-isolation time=\"1s\" customers=\"x x\"/>"),
	 "8: customer \"x\" is named twice; write it once\n"},
	{BODY("<expect-reach time=\"1s\" nodes=\"A\"/>"),
	 "8: reach is between the sites of a customer; write one that has two nodes, or two nodes\n"},
	{BODY("<expect-reach time=\"1s\" nodes=\"A A\"/>"),
	 "8: node \"A\" is named twice; write it once\n"},
	{BODY("<expect-isolation time=\"1s\" nodes=\"A Zug\"/>"),
	 "8: there is no node \"Zug\"; the nodes are \"A\", \"B\"\n"},
	{BODY("<customer name=\"x\"/><expect-isolation time=\"1s\" nodes=\"A B\" customers=\"x\"/>"),
	 "8: sites are those of customers, or nodes; write either customers=\"...\" or nodes=\"...\"\n"},
	{BODY("<expect-quiet/>"),
	 "8: <expect-quiet> lacks the attribute \"before\"; write before=\"...\" with a time with its "
	 "unit, such as 10ms or 40s, of at most a year (8760h)\n"},
	{BODY("<expect-quiet before=\"101s\"/>"),
	 "8: the run ends before that time; write a later until=\"...\" in <scenario>\n"},
};

/* Several instances of OSPF in one table. */
static const Mistake processes[] = {
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"ce\"><loopback address=\"10.3.0.1/32\">\n"
	      "<ospf process=\"3\"/></loopback>\n<ospf process=\"2\"/> <ospf process=\"2\"/>\n"
	      "</node></customer>"),
	 "9: node \"N\" does not run ospf:3; write <ospf process=\"3\"/> in its <node>\n"
	 "10: node \"N\" runs ospf:2 there already; write it once, or another number\n"},
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"ce\"><loopback address=\"10.3.0.1/32\">\n"
	      "<ospf process=\"2\"/> <ospf/></loopback>\n<ospf/> <ospf process=\"2\"/>\n"
	      "</node></customer>"),
	 "9: ospf:2 runs on interface \"lo\" of node \"N\" already; write it for one of them\n"},
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"ce\"><loopback address=\"10.3.0.1/32\"/>\n"
	      "<ospf process=\"2\"><redistribute from=\"ospf:2\"/></ospf> <ospf process=\"0\"/>\n"
	      "<vrf name=\"v\" rd=\"1:1\" redistribute=\"ospf:3 ospf:1\"/></node></customer>"),
	 "9: process=\"0\" of <ospf> cannot be read; write a number from 1 to 65535\n"
	 "9: ospf:2 is not redistributed into itself\n"
	 "10: redistribute: there is no protocol \"ospf:1\" with routes; did you mean \"ospf\"?\n"},
};

/* Interfaces need a key where their area authenticates, loopbacks and passive ones do not. */
static const Mistake keys[] = {
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"ce\"><loopback address=\"10.3.0.1/32\">"
	      "<ospf/></loopback>\n<ospf><area id=\"0\" authentication=\"md5\"/></ospf></node>\n"
	      "<segment><port at=\"N:a\" address=\"10.3.1.1/24\"/><ospf passive=\"yes\"/></segment>\n"
	      "<segment><port at=\"N:b\" address=\"10.3.2.1/24\"/><ospf/></segment></customer>"),
	 "11: authentication needs a key\n"},
};

/* What would contradict what stands before it. */
static const Mistake twice[] = {
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"ce\"><loopback address=\"10.3.0.1/32\"/><ospf>\n"
	      "<redistribute from=\"static\"/>\n<redistribute from=\"static\" metric=\"3\"/>\n"
	      "<range area=\"1\" prefix=\"10.0.0.0/8\"/> <range area=\"2\" prefix=\"10.0.0.0/8\"/>\n"
	      "<range area=\"1\" prefix=\"10.0.0.0/8\" advertise=\"no\"/>\n"
	      "<summary-address prefix=\"10.0.0.0/8\"/>\n<summary-address prefix=\"10.0.0.0/8\" tag=\"2\"/>\n"
	      "</ospf><ldp><targeted address=\"10.3.0.1\"/></ldp></node></customer>"),
	 "10: static is redistributed already; write it once\n"
	 "12: the area has a range with this prefix already; write one\n"
	 "14: there is a summary-address with this prefix already; write one\n"
	 "15: the target is the node itself: write another one's address\n"},
};

/* Whose routes OSPF is to tell of. */
static const Mistake sources[] = {
	{BODY("<customer name=\"x\"><node name=\"N\" role=\"ce\"><loopback address=\"10.3.0.1/32\"/>\n"
	      "<ospf><redistribute from=\"conected\"/>\n<redistribute from=\"ospf:1\"/>\n"
	      "<redistribute from=\"ldp\"/>\n<redistribute from=\"ospf:2\"/></ospf>\n"
	      "</node></customer>"),
	 "9: from: there is no protocol \"conected\" with routes; did you mean \"connected\"?\n"
	 "10: from: there is no protocol \"ospf:1\" with routes; did you mean \"ospf\"?\n"
	 "11: from: there is no protocol \"ldp\" with routes; there are \"connected\", \"static\", "
	 "\"ospf\", \"rip\", \"bgp\"\n"},
};

/* All of them in one go, in the order of lines, and none that only follows from another. */
static const Mistake many[] = {
	{"<scenario>\n"
	 "<carrier name=\"c\" asn=\"1\">\n"
	 "<node name=\"A\" role=\"pee\"><ospf/></node>\n"
	 "<node name=\"B\" role=\"p\"><loopback address=\"10.0.0.2/32\"><ospf/></loopback></node>\n"
	 "<link a=\"A:b\" a-address=\"10.1.0.1/30\" b=\"B:a\" b-address=\"10.1.0.2/30\"><ospf/></link>\n"
	 "<link a=\"A:c\" a-address=\"10.2.0.1/30\" b=\"C:a\" b-address=\"10.2.0.2/30\"/>\n"
	 "</carrier>\n"
	 "<flow name=\"f\" from=\"A\" to=\"10.1.0.2\"/>\n"
	 "<flow name=\"g\" from=\"D\" to=\"10.1.0.2\"/>\n"
	 "<expect flow=\"f\" time=\"10s\"/>\n"
	 "<expect flow=\"h\" time=\"10\"/>\n"
	 "<at time=\"1s\"><link a=\"A\" b=\"B\" state=\"up\"/></at>\n"
	 "</scenario>\n",
	 "3: role=\"pee\" of <node> cannot be read; write one of pe, p, asbr, rr, ce\n"
	 "4: node \"B\" does not run ospf; write <ospf/> in its <node>\n"
	 "6: there is no node \"C\"; did you mean \"A\"?\n"
	 "9: there is no node \"D\"; did you mean \"A\"?\n"
	 "11: time=\"10\" of <expect> cannot be read; write a time with its unit, such as 10ms or 40s, "
	 "of at most a year (8760h)\n"},
};

/* What follows from a mistake is none of its own. */
static const Mistake once[] = {
	{BODY("<customer name=\"x\"><node name=\"N\" rol=\"ce\"/></customer>"),
	 "8: <node> has no attribute \"rol\"; did you mean \"role\"?\n"},
	{BODY("<carrier name=\"d\" asn=\"2\">\n"
	      "<node name=\"C\" role=\"pe\"><vrf name=\"V\" rd=\"1-1\"/></node>\n"
	      "<node name=\"D\" role=\"ce\"/>\n"
	      "<link a=\"C:d\" a-vrf=\"V\" a-address=\"10.2.0.1/30\" b=\"D:c\" b-addres=\"10.2.0.2/30\"/>\n"
	      "<link a=\"C:e\" a-vrf=\"V\" a-address=\"10.3.0.1/30\" b=\"D:e\" b-address=\"10.3.0.2/30\"/>\n"
	      "</carrier>"),
	 "9: rd=\"1-1\" of <vrf> cannot be read; write a route distinguisher such as 1:27\n"
	 "11: <link> has no attribute \"b-addres\"; did you mean \"b-address\"?\n"},
};

static void check_all(const Mistake *cases, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		char *found = mistakes_of(cases[i].text, strlen(cases[i].text));

		ck_assert_msg(strcmp(found, cases[i].expected) == 0,
			      "case %u:\n%s\nexpected:\n%s\nfound:\n%s", i, cases[i].text,
			      cases[i].expected, found);
		g_free(found);
	}
}

#define TABLE_TEST(table)                              \
	START_TEST(test_##table)                       \
	{                                              \
		check_all(table, G_N_ELEMENTS(table)); \
	}                                              \
	END_TEST

TABLE_TEST(structure)
TABLE_TEST(once)
TABLE_TEST(not_xml)
TABLE_TEST(nodes)
TABLE_TEST(policies)
TABLE_TEST(links)
TABLE_TEST(protocols)
TABLE_TEST(watched)
TABLE_TEST(processes)
TABLE_TEST(sources)
TABLE_TEST(keys)
TABLE_TEST(twice)
TABLE_TEST(many)

/* Without its mistake the frame of the cases is right. */
START_TEST(the_frame_is_right)
{
	char *mistakes;
	Scenario *scenario = load_bytes(BODY(""), strlen(BODY("")), &mistakes);

	ck_assert_str_eq(mistakes, "");
	scenario_free(scenario);
	g_free(mistakes);
}
END_TEST

START_TEST(no_such_file)
{
	GPtrArray *errors = g_ptr_array_new_with_free_func(scenario_error_free);
	const ScenarioError *error;

	ck_assert_ptr_null(scenario_load("/nonexistent/x.xml", 1, errors));
	ck_assert_uint_eq(errors->len, 1);
	error = g_ptr_array_index(errors, 0);
	ck_assert_uint_eq(error->line, 0);
	ck_assert_str_eq(error->text, "the file cannot be read: No such file or directory");
	g_ptr_array_set_size(errors, 0);
	ck_assert_ptr_null(scenario_load("/", 1, errors));
	ck_assert_uint_eq(errors->len, 1);
	g_ptr_array_free(errors, TRUE);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("mistakes");

	tcase_add_test(tc, the_frame_is_right);
	tcase_add_test(tc, test_structure);
	tcase_add_test(tc, test_once);
	tcase_add_test(tc, test_not_xml);
	tcase_add_test(tc, test_nodes);
	tcase_add_test(tc, test_policies);
	tcase_add_test(tc, test_links);
	tcase_add_test(tc, test_protocols);
	tcase_add_test(tc, test_watched);
	tcase_add_test(tc, test_processes);
	tcase_add_test(tc, test_sources);
	tcase_add_test(tc, test_keys);
	tcase_add_test(tc, test_twice);
	tcase_add_test(tc, test_many);
	tcase_add_test(tc, no_such_file);
	return test_main("mistakes", tc);
}
