# SPDX-License-Identifier: Apache-2.0
# Makes a scenario of OSPF routers from a list of links, one per line: two names and perhaps a cost. Variables:
# name of the scenario; costs=weighted for costs that follow from the names, which are then numbers; down, what an
# action at 100 s does, such as <link a="1" b="2" state="down"/>; ldp=yes for LSPs to loopbacks; bgp=yes for a full mesh
# of internal sessions; vpn=yes for a VPN with a site at every router too; flows=yes for one between each two routers.
function loopback(i) { return sprintf("10.0.%d.1", i) }
# BGP of router i, with a site of a VPN where there is one.
function print_bgp(i,    j) {
	printf " <bgp>"
	for (j = 0; j < n; j++)
		if (j != i)
			printf "<neighbor address=\"%s\" update-source=\"lo\" families=\"%s\"/>", loopback(j), vpn ? "vpnv4" : "ipv4"
	print "</bgp>"
	if (vpn)
		printf "<vrf name=\"v\" rd=\"1:1\" import=\"1:1\" export=\"1:1\" redistribute=\"connected\">%s</vrf>\n",
			sprintf("<loopback name=\"site\" address=\"172.16.%d.1/24\"/>", i)
}
function cost_of(u, v) { return 1 + (31 * u + 17 * v + 7) % 97 }
BEGIN { n = 0; links = 0 }
/^#/ { next }
{
	for (i = 1; i <= 2; i++)
		if (!($i in number)) {
			number[$i] = n
			names[n++] = $i
		}
	low = $1 < $2 ? $1 : $2
	high = $1 < $2 ? $2 : $1
	cost[links] = costs == "weighted" ? cost_of(low + 0, high + 0) : NF > 2 ? $3 : 1
	a[links] = $1
	b[links++] = $2
}
END {
	print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
	printf "<scenario name=\"%s\">\n<carrier name=\"c\" asn=\"1\">\n", name
	for (i = 0; i < n; i++) {
		printf "<node name=\"%s\" role=\"p\"><loopback address=\"%s/32\"><ospf/></loopback><ospf/>", names[i], loopback(i)
		if (ldp)
			printf " <ldp allocate=\"host-routes\"/>"
		if (bgp || vpn)
			print_bgp(i)
		print "</node>"
	}
	for (i = 0; i < links; i++) {
		subnet = sprintf("10.1.%d.", i)
		printf "<link a=\"%s:%s\" a-address=\"%s1/30\" b=\"%s:%s\" b-address=\"%s2/30\"%s><ospf cost=\"%d\"/>%s</link>\n",
			a[i], b[i], subnet, b[i], a[i], subnet, ldp ? " mpls=\"yes\"" : "", cost[i], ldp ? " <ldp/>" : ""
	}
	print "</carrier>"
	for (i = 0; flows && i < n; i++)
		for (j = i + 1; j < n; j++)
			printf "<flow name=\"%s-%s\" from=\"%s\" source=\"%s\" to=\"%s\"/>\n",
				names[i], names[j], names[i], loopback(i), loopback(j)
	if (down)
		printf "<at time=\"100s\">%s</at>\n", down
	print "</scenario>"
}
