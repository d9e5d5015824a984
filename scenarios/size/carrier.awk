# SPDX-License-Identifier: Apache-2.0
# Writes the scenario of a carrier: two rings of P routers side by side, PEs with a link to each ring, two route
# reflectors, and VPNs whose sites speak eBGP and have a default route to their PE. Each two VPNs have the
# same addresses. By default it is a carrier of a hundred routers:
#
#     awk -f scenarios/size/carrier.awk >carrier100.xml
#
# With option=a, ab, b, c or d it is two such carriers, joined at two places by that inter-AS option; each VPN has its
# sites in both, by turns. With d a transit carrier without PEs is between them.
#
# -v NAME=NUMBER sets: p, pe, vpns, sites (of a VPN, in each carrier), flows (that are watched), until (seconds), rtc (1: PEs
# are told the VPN routes alone that they want, RFC 4684; the reflectors want all).
BEGIN {
	set_defaults()
	rings = int(p / 2)
	printf "<scenario name=\"size/carrier-%d%s\" until=\"%ds\">\n", carriers * (p + pe + 2 + asbrs) + (option == "d" ? p + 6 : 0), option ? "-option-" option : "", until
	for (c = 1; c <= carriers; c++)
		carrier()
	if (option == "d") {
		pe = 0
		asbrs = 4
		families = "ipv4-labelled-unicast"
		wants_all = ""
		carrier()
	}
	if (option)
		border()
	for (v = 1; v <= vpns; v++)
		customer(v)
	for (f = 0; f < flows; f++)
		flow(f)
	printf "  <expect-quiet before=\"60s\"/>\n"
	printf "  <expect-reach time=\"60s\"/>\n"
	printf "  <expect-isolation time=\"60s\"/>\n"
	printf "</scenario>\n"
}

function set_defaults()
{
	if (!p) p = 20
	if (!pe) pe = 80
	if (!vpns) vpns = 40
	if (!sites) sites = 20
	if (flows == "") flows = 1000
	if (!until) until = 300
	pes = pe
	carriers = option ? 2 : 1
	asbrs = option ? 2 : 0
	all_sites = carriers * sites
	families = rtc ? "vpnv4 route-target" : "vpnv4"
	if (option == "c" || option == "d")
		families = families " ipv4-labelled-unicast"
	wants_all = rtc ? " default-membership=\"yes\"" : ""
}

# Carrier c.
function carrier()
{
	links = 0
	printf "  <carrier name=\"%s\" asn=\"%d\">\n", N("carrier"), c * 100
	core()
	edges()
	borders()
	reflectors()
	printf "  </carrier>\n"
}

# Names and addresses of the second carrier are others.
function N(name) { return c > 1 ? "C" c "-" name : name }
# Node i of a kind: each kind has a /16 of its own for the loopbacks.
function loopback(kind, i) { return sprintf("%d.%d.%d.%d", 9 + c, kind, int(i / 250), i % 250 + 1) }
function P(ring, i) { return sprintf("P%d-%d", ring, (i - 1) % rings + 1) }

function node_begin(name, role, address)
{
	printf "    <node name=\"%s\" role=\"%s\">\n", N(name), role
	printf "      <loopback address=\"%s/32\"><ospf/></loopback> <ospf/> <ldp allocate=\"host-routes\"/>\n", address
}

function link(a, b)
{
	subnet = sprintf("%d.%d.%d.", 9 + c, 128 + int(links / 16384), int(links / 64) % 256)
	printf "    <link a=\"%s:%s\" a-address=\"%s%d/30\" b=\"%s:%s\" b-address=\"%s%d/30\" mpls=\"yes\" bandwidth=\"10Gbps\"><ospf/> <ldp/></link>\n",
		N(a), b, subnet, links % 64 * 4 + 1, N(b), a, subnet, links % 64 * 4 + 2
	links++
}

function core(   ring, i)
{
	for (ring = 1; ring <= 2; ring++)
		for (i = 1; i <= rings; i++) {
			node_begin(P(ring, i), "p", loopback(ring, i))
			printf "    </node>\n"
		}
	for (i = 1; i <= rings; i++) {
		link(P(1, i), P(1, i + 1))
		link(P(2, i), P(2, i + 1))
		link(P(1, i), P(2, i))
	}
}

# Site s of VPN v is in this carrier, at this PE: the sites of a VPN are spread over all of them.
function home(s) { return (s - 1) % carriers + 1 }
function place(v, s) { return (v * 7 + int(int((s - 1) / carriers) * pes / sites)) % pes + 1 }

function to_reflectors(options,   r)
{
	for (r = 1; r <= 2; r++)
		printf "<neighbor address=\"%s\" update-source=\"lo\" families=\"%s\"%s/>", loopback(4, r), families, options
}

function edges(   i, v, s, n)
{
	for (v = 1; v <= vpns && pe > 0; v++)
		for (s = c; s <= all_sites; s += carriers) {
			i = place(v, s)
			if (!((c, i, v) in first))
				vrfs[c, i, ++n_vrfs[c, i]] = v
			first[c, i, v] = 1
			members[c, i, v, ++n_members[c, i, v]] = s
		}
	for (i = 1; i <= pe; i++) {
		node_begin("PE-" i, "pe", loopback(3, i))
		printf "      <bgp keep-all=\"auto\">"
		to_reflectors("")
		printf "</bgp>\n"
		for (n = 1; n <= n_vrfs[c, i]; n++)
			vrf(i, vrfs[c, i, n])
		printf "    </node>\n"
		link("PE-" i, P(1, i))
		link("PE-" i, P(2, i))
	}
}

# Border routers, at the far ends of the rings from the reflectors.
function borders(   i)
{
	for (i = 1; i <= asbrs; i++) {
		node_begin("ASBR-" i, "asbr", loopback(5, i))
		printf "      <bgp>"
		to_reflectors(families ~ /labelled/ ? " next-hop-self=\"ipv4-labelled-unicast\"" : "")
		printf "</bgp>\n    </node>\n"
		link("ASBR-" i, P(1, 4 * rings - i + 1))
		link("ASBR-" i, P(2, 4 * rings - i + 1))
	}
}

function border(   i)
{
	printf "  <inter-as option=\"%s\" carriers=\"carrier C2-carrier\"%s links=\"192.168.0.0/16\">\n", option, option == "d" ? " transit=\"C3-carrier\"" : ""
	for (i = 1; i <= 2; i++)
		if (option == "d") {
			printf "    <border a=\"ASBR-%d\" b=\"C3-ASBR-%d\"/>\n", i, i
			printf "    <border a=\"C3-ASBR-%d\" b=\"C2-ASBR-%d\"/>\n", i + 2, i
		} else {
			printf "    <border a=\"ASBR-%d\" b=\"C2-ASBR-%d\"/>\n", i, i
		}
	printf "  </inter-as>\n"
}

function vrf(i, v,   m)
{
	printf "      <vrf name=\"V%d\" rd=\"%d:%d\" import=\"100:%d\" export=\"100:%d\" redistribute=\"bgp\"><bgp>", v, c * 100, v * 1000 + i, v, v
	for (m = 1; m <= n_members[c, i, v]; m++)
		printf "<neighbor address=\"172.16.%d.2\" remote-as=\"%d\"/>", members[c, i, v, m], 64512 + members[c, i, v, m]
	printf "</bgp></vrf>\n"
}

function client(address)
{
	printf "        <neighbor address=\"%s\" update-source=\"lo\" families=\"%s\" route-reflector-client=\"yes\"%s/>\n", address, families, wants_all
}

function reflectors(   r, i)
{
	for (r = 1; r <= 2; r++) {
		node_begin("RR-" r, "rr", loopback(4, r))
		printf "      <bgp cluster-id=\"%s\">\n", loopback(4, 0)
		printf "        <neighbor address=\"%s\" update-source=\"lo\" families=\"%s\"/>\n", loopback(4, 3 - r), families
		for (i = 1; i <= pe; i++)
			client(loopback(3, i))
		for (i = 1; i <= asbrs; i++)
			client(loopback(5, i))
		printf "      </bgp>\n    </node>\n"
		link("RR-" r, P(1, r))
		link("RR-" r, P(2, r))
	}
}

function lan(v, s) { return sprintf("10.%d.%d", 200 + int((v - 1) / 2) % 50, s) }
function CE(v, s) { return sprintf("CE-%d-%d", v, s) }

function customer(v,   s)
{
	printf "  <customer name=\"V%d\">\n", v
	for (s = 1; s <= all_sites; s++) {
		printf "    <node name=\"%s\" role=\"ce\" asn=\"%d\"><loopback name=\"lan\" address=\"%s.1/24\"/>", CE(v, s), 64512 + s, lan(v, s)
		printf "<bgp><neighbor address=\"172.16.%d.1\" remote-as=\"%d\"/><network prefix=\"%s.0/24\"/></bgp>", s, home(s) * 100, lan(v, s)
		printf "<static><route prefix=\"0.0.0.0/0\" via=\"172.16.%d.1\"/></static></node>\n", s
	}
	printf "  </customer>\n"
	for (s = 1; s <= all_sites; s++) {
		c = home(s)
		printf "  <link a=\"%s:v%d-%d\" a-address=\"172.16.%d.1/30\" a-vrf=\"V%d\" b=\"%s:pe\" b-address=\"172.16.%d.2/30\"/>\n",
			N("PE-" place(v, s)), v, s, s, v, CE(v, s), s
	}
}

# Flows go round: through all VPNs, then to the next site, then from one site to the one after.
function flow(f,   v, s, t)
{
	v = f % vpns + 1
	s = int(f / vpns) % all_sites + 1
	t = (s + int(f / vpns / all_sites)) % all_sites + 1
	printf "  <flow name=\"v%d-%d-%d\" from=\"%s\" to=\"%s.1\" to-node=\"%s\"/>\n", v, s, t, CE(v, s), lan(v, t), CE(v, t)
}
