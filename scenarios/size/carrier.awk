# SPDX-License-Identifier: Apache-2.0
# Writes the scenario of a carrier: two rings of P routers side by side, PEs with a link to each ring, two route
# reflectors, and VPNs whose sites speak eBGP and have a default route to their PE. Each two VPNs have the
# same addresses. By default it is a carrier of a hundred routers:
#
#     awk -f scenarios/size/carrier.awk >carrier100.xml
#
# -v NAME=NUMBER sets: p, pe, vpns, sites (of a VPN), flows (that are watched), until (seconds), rtc (1: PEs are told
# the VPN routes alone that they want, RFC 4684; the reflectors want all).
BEGIN {
	set_defaults()
	rings = int(p / 2)
	printf "<scenario name=\"size/carrier-%d\" until=\"%ds\">\n", p + pe + 2, until
	printf "  <carrier name=\"carrier\" asn=\"100\">\n"
	core()
	edges()
	reflectors()
	printf "  </carrier>\n"
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
	families = rtc ? "vpnv4 route-target" : "vpnv4"
	wants_all = rtc ? " default-membership=\"yes\"" : ""
}

# Node i of a kind: each kind has a /16 of its own for the loopbacks.
function loopback(kind, i) { return sprintf("10.%d.%d.%d", kind, int(i / 250), i % 250 + 1) }
function P(ring, i) { return sprintf("P%d-%d", ring, (i - 1) % rings + 1) }

function node_begin(name, role, address)
{
	printf "    <node name=\"%s\" role=\"%s\">\n", name, role
	printf "      <loopback address=\"%s/32\"><ospf/></loopback> <ospf/> <ldp allocate=\"host-routes\"/>\n", address
}

function link(a, b)
{
	subnet = sprintf("10.%d.%d.", 128 + int(links / 16384), int(links / 64) % 256)
	printf "    <link a=\"%s:%s\" a-address=\"%s%d/30\" b=\"%s:%s\" b-address=\"%s%d/30\" mpls=\"yes\" bandwidth=\"10Gbps\"><ospf/> <ldp/></link>\n",
		a, b, subnet, links % 64 * 4 + 1, b, a, subnet, links % 64 * 4 + 2
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

# Site s of VPN v is at this PE: the sites of a VPN are spread over all of them.
function place(v, s) { return (v * 7 + int((s - 1) * pe / sites)) % pe + 1 }

function edges(   i, v, s, n)
{
	for (v = 1; v <= vpns; v++)
		for (s = 1; s <= sites; s++) {
			i = place(v, s)
			if (!((i, v) in first))
				vrfs[i, ++n_vrfs[i]] = v
			first[i, v] = 1
			members[i, v, ++n_members[i, v]] = s
		}
	for (i = 1; i <= pe; i++) {
		node_begin("PE-" i, "pe", loopback(3, i))
		printf "      <bgp keep-all=\"auto\"><neighbor address=\"%s\" update-source=\"lo\" families=\"%s\"/>", loopback(4, 1), families
		printf " <neighbor address=\"%s\" update-source=\"lo\" families=\"%s\"/></bgp>\n", loopback(4, 2), families
		for (n = 1; n <= n_vrfs[i]; n++)
			vrf(i, vrfs[i, n])
		printf "    </node>\n"
		link("PE-" i, P(1, i))
		link("PE-" i, P(2, i))
	}
}

function vrf(i, v,   m)
{
	printf "      <vrf name=\"V%d\" rd=\"100:%d\" import=\"100:%d\" export=\"100:%d\" redistribute=\"bgp\"><bgp>", v, v * 1000 + i, v, v
	for (m = 1; m <= n_members[i, v]; m++)
		printf "<neighbor address=\"172.16.%d.2\" remote-as=\"%d\"/>", members[i, v, m], 64512 + members[i, v, m]
	printf "</bgp></vrf>\n"
}

function reflectors(   r, i)
{
	for (r = 1; r <= 2; r++) {
		node_begin("RR-" r, "rr", loopback(4, r))
		printf "      <bgp cluster-id=\"10.4.0.1\">\n"
		printf "        <neighbor address=\"%s\" update-source=\"lo\" families=\"%s\"/>\n", loopback(4, 3 - r), families
		for (i = 1; i <= pe; i++)
			printf "        <neighbor address=\"%s\" update-source=\"lo\" families=\"%s\" route-reflector-client=\"yes\"%s/>\n", loopback(3, i), families, wants_all
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
	for (s = 1; s <= sites; s++) {
		printf "    <node name=\"%s\" role=\"ce\" asn=\"%d\"><loopback name=\"lan\" address=\"%s.1/24\"/>", CE(v, s), 64512 + s, lan(v, s)
		printf "<bgp><neighbor address=\"172.16.%d.1\" remote-as=\"100\"/><network prefix=\"%s.0/24\"/></bgp>", s, lan(v, s)
		printf "<static><route prefix=\"0.0.0.0/0\" via=\"172.16.%d.1\"/></static></node>\n", s
	}
	printf "  </customer>\n"
	for (s = 1; s <= sites; s++)
		printf "  <link a=\"PE-%d:v%d-%d\" a-address=\"172.16.%d.1/30\" a-vrf=\"V%d\" b=\"%s:pe\" b-address=\"172.16.%d.2/30\"/>\n",
			place(v, s), v, s, s, v, CE(v, s), s
}

# Flows go round: through all VPNs, then to the next site, then from one site to the one after.
function flow(f,   v, s, t)
{
	v = f % vpns + 1
	s = int(f / vpns) % sites + 1
	t = (s + int(f / vpns / sites)) % sites + 1
	printf "  <flow name=\"v%d-%d-%d\" from=\"%s\" to=\"%s.1\" to-node=\"%s\"/>\n", v, s, t, CE(v, s), lan(v, t), CE(v, t)
}
