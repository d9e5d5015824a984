# SPDX-License-Identifier: Apache-2.0
# Makes a scenario by chance, all of it by intent: two to four carriers, each with its own routers, costs and internal sessions, in a
# tree with some borders more, every border of any inter-AS option; VPNs that all have the same addresses. Where it ends is the network's
# alone. Variables: seed, and option, which all borders then have. Needs chance.awk before it.
function node(c, name, role, attributes) {
	nodes[c] = nodes[c] sprintf("<node name=\"%s\" role=\"%s\"%s/>\n", name, role, attributes)
	if (cores[c] > 0 && role != "p") {
		core_link(c, name, "P-" c "-" chance(cores[c]))
		if (chance(2))
			core_link(c, name, "P-" c "-" chance(cores[c]))
	} else if (last[c] != "") {
		core_link(c, name, last[c])
		if (chance(2))
			core_link(c, name, first[c])
	}
	if (first[c] == "")
		first[c] = name
	last[c] = name
}
function core_link(c, a, b) {
	if (a == b || (a, b) in joined || (b, a) in joined)
		return
	joined[a, b] = 1
	links++
	nodes[c] = nodes[c] sprintf("<link a=\"%s:e%d\" b=\"%s:e%d\" delay=\"%dms\"><ospf cost=\"%d\"/></link>\n", \
		a, links, b, links, one_of("1,2,5"), one_of("5,10,10,20"))
}
function carrier(c,    i) {
	cores[c] = 0
	for (i = chance(4); i > 0; i--) {
		node(c, "P-" c "-" cores[c], "p")
		cores[c]++
	}
	last[c] = cores[c] ? "" : last[c]
	for (i = edges[c] = 1 + chance(3); i > 0; i--)
		node(c, "PE-" c "-" i, "pe")
	reflectors[c] = ""
	if (chance(2))
		for (i = 1 + chance(2); i > 0; i--) {
			node(c, "RR-" c "-" i, "rr")
			reflectors[c] = reflectors[c] (reflectors[c] == "" ? "" : " ") "RR-" c "-" i
		}
}
# The border router of carrier c for one more border: one that it has, or one more.
function border_router(c, own) {
	if (own || !borders[c] || chance(2)) {
		borders[c]++
		node(c, "ASBR-" c "-" borders[c], "asbr")
		return "ASBR-" c "-" borders[c]
	}
	return shared[c] == "" ? border_router(c, 1) : shared[c]
}
function border(c, d, how,    a, b) {
	a = border_router(c, how == "ab")
	b = border_router(d, how == "ab")
	if (how != "ab") {
		shared[c] = a
		shared[d] = b
	}
	if ((a, b) in joined || (b, a) in joined)
		return ""
	joined[a, b] = 1
	return sprintf("<border a=\"%s\" b=\"%s\"/>", a, b)
}
function inter_as(how, names, text, more) {
	return sprintf("<inter-as option=\"%s\" carriers=\"%s\" links=\"172.16.%d.0/24\"%s>%s</inter-as>\n", how, names, ++number, more, text)
}
function details(how) {
	if (how == "a" || how == "ab")
		return sprintf(" vlan=\"%d\"", 100 + 100 * number)
	if (how == "b")
		return option == "mixed" ? "" : some(3, " next-hop-self=\"no\"")
	return some(3, " sessions=\"pe\"") one_of(",,, originate=\"pe\", labels=\"ldp\"")
}
function join_carriers(    c, text, names, transit, how) {
	names = transit = text = ""
	for (c = 1; c <= carriers; c++)
		if (option == "d" && c > 1 && c < carriers)
			transit = transit " c" c
		else
			names = names " c" c
	if (option == "d")
		transit = " transit=\"" substr(transit, 2) "\""
	for (c = 2; c <= carriers; c++) {
		how = option == "mixed" ? one_of("a,ab,b,b,c,c") : option
		text = text border(c, upper[c], how)
		while (chance(3) == 0)
			text = text border(c, upper[c], how)
		if (option == "mixed") {
			joins = joins inter_as(how, "c" c " c" upper[c], text, details(how))
			text = ""
		}
	}
	if (option != "mixed")
		joins = inter_as(option, substr(names, 2), text, transit details(option))
}
function print_vpn(v,    s, c, n, name, address) {
	printf "<vpn name=\"V%d\" rd=\"1:%d\" rt=\"1:%d\" links=\"192.168.0.0/24\">\n", v, v, v
	n = (option == "d" ? 2 : carriers) + chance(3)
	for (s = 1; s <= n; s++) {
		if (option == "d")
			c = s == 1 || s > 2 && chance(2) ? 1 : carriers
		else
			c = s == 1 ? 1 : s <= carriers ? carriers + 2 - s : 1 + chance(carriers)
		name = sprintf("CE-%d-%d", v, s)
		printf "<site ce=\"%s\" pe=\"PE-%d-%d\" lan=\"10.10.%d.0/24\"%s/>\n", name, c, 1 + chance(edges[c]), s, \
			some(4, " protocol=\"static\"", " asn=\"" 65000 + s "\"")
		if (s > 1)
			flows = flows sprintf("<flow name=\"v%d-%d\" from=\"%s\" to=\"10.10.%d.1\" to-node=\"CE-%d-%d\"/>\n", v, s, name, s - 1, v, s - 1)
	}
	print "</vpn>"
}
BEGIN {
	state = seed * 7919 + 1
	if (option == "")
		option = one_of("a,ab,b,b,c,c,d,mixed,mixed")
	carriers = option == "d" ? 3 + chance(2) : 2 + chance(3)
	for (c = 1; c <= carriers; c++) {
		carrier(c)
		upper[c] = option == "d" ? c - 1 : 1 + chance(c - 1)
	}
	join_carriers()
	printf "<scenario name=\"carriers-%d-%s\">\n<defaults><carrier igp=\"ospf\" ldp=\"yes\"/><ldp gtsm=\"no\"/>", seed, option
	print "<bgp compare-router-id=\"yes\"><neighbor hold-time=\"30s\" keepalive=\"10s\" connect-retry=\"20s\"/></bgp>"
	printf "%s</defaults>\n", some(3, "<vrf label-mode=\"" one_of("per-vrf,per-ce") "\"/>")
	for (c = 1; c <= carriers; c++) {
		printf "<carrier name=\"c%d\" asn=\"%d\" loopbacks=\"10.%d.0.0/24\" links=\"10.%d.1.0/24\">\n%s", c, c, c, c, nodes[c]
		printf "<ibgp%s/></carrier>\n", reflectors[c] == "" ? "" : " reflectors=\"" reflectors[c] "\""
	}
	printf "%s", joins
	for (v = 1 + chance(3); v >= 0; v--)
		print_vpn(v + 1)
	printf "%s", flows
	print "<expect-reach time=\"60s\"/><expect-isolation time=\"60s\"/><expect-quiet before=\"60s\"/>\n</scenario>"
}
