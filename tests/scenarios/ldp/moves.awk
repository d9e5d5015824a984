# SPDX-License-Identifier: Apache-2.0
# Makes a scenario by chance: some routers with LDP in as many ways as there are, BGP between all of them and two VPNs
# with a site at each; links and routers fail, LDP ends, and at last all is well again. Variable: seed.
function chance(n) {
	state = (state * 1103515245 + 12345) % 2147483648
	return int(state / 65536) % n
}
function one_of(list, n, words) {
	n = split(list, words, ",")
	return words[1 + chance(n)]
}
function mode(text) { return chance(2) ? " " text : "" }
function print_link(u, v) {
	if ((u, v) in joined)
		return
	joined[u, v] = 1
	from[links] = u
	to[links] = v
	printf "<link a=\"R%d:e%d\" a-address=\"10.1.%d.1/30\" b=\"R%d:e%d\" b-address=\"10.1.%d.2/30\" mpls=\"yes\" delay=\"%dms\">", \
		u, v, links, v, u, links, one_of("1,1,5,20")
	printf "<ospf cost=\"%d\"/><ldp/></link>\n", one_of("5,10,10,20,30")
	links++
}
function print_router(i, j) {
	printf "<node name=\"R%d\" role=\"pe\"><loopback address=\"10.0.0.%d/32\"><ospf/></loopback><ospf/>\n", i, i + 1
	printf " <ldp%s%s%s%s%s%s/>\n", mode("control=\"ordered\""), mode("retention=\"conservative\""), \
		mode("advertisement=\"on-demand\""), mode("loop-detection=\"yes\""), mode("explicit-null=\"yes\""), mode("gtsm=\"no\"")
	printf " <bgp>"
	for (j = 0; j < n; j++)
		if (j != i)
			printf "<neighbor address=\"10.0.0.%d\" update-source=\"lo\" families=\"vpnv4\" hold-time=\"9s\" keepalive=\"3s\"/>", j + 1
	print "</bgp>"
	print_vrf("red", 1, i)
	print_vrf("blue", 2, (i + 1) % n)
	print "</node>"
}
# Addresses of the two VPNs overlap: who gets a packet of the other one takes it for his.
function print_vrf(name, number, site) {
	printf " <vrf name=\"%s\" rd=\"1:%d\" import=\"1:%d\" export=\"1:%d\" redistribute=\"connected\">", name, number, number, number
	printf "<loopback name=\"%s\" address=\"172.16.%d.1/32\"/></vrf>\n", name, site
}
function print_action(what) { printf "<at time=\"%.3fs\">%s</at>\n", time, what }
function fail(    i) {
	time += one_of("0.003,0.05,0.7,3,6,20,45")
	i = chance(8)
	if (i < 6) {
		i = chance(links)
		is_cut[i] = !is_cut[i]
		print_action(link_is(i, is_cut[i] ? one_of("down,down,silent,one-way") : "up"))
	} else if (i < 7) {
		i = chance(n)
		is_dead[i] = !is_dead[i]
		print_action(sprintf("<node name=\"R%d\" state=\"%s\"/>", i, is_dead[i] ? "crash" : "restart"))
	} else if (!is_dead[i = chance(n)]) {
		is_off[i] = !is_off[i]
		print_action(ldp_runs(i, is_off[i] ? "no" : "yes"))
	}
}
function link_is(i, how) { return sprintf("<link a=\"R%d\" b=\"R%d\" state=\"%s\"/>", from[i], to[i], how) }
function ldp_runs(i, how) { return sprintf("<protocol node=\"R%d\" name=\"ldp\" running=\"%s\"/>", i, how) }
function mend(    i) {
	time += 5
	for (i = 0; i < links; i++)
		if (is_cut[i])
			print_action(link_is(i, "up"))
	for (i = 0; i < n; i++) {
		if (is_dead[i])
			print_action(sprintf("<node name=\"R%d\" state=\"restart\"/>", i))
		if (is_off[i])
			print_action(ldp_runs(i, "yes"))
	}
}
function print_flows(name, shift, i, j) {
	for (i = 0; i < n; i++)
		for (j = i + 1; j < n; j++)
			printf "<flow name=\"%s-%d-%d\" from=\"R%d\" vrf=\"%s\" source=\"172.16.%d.1\" to=\"172.16.%d.1\" to-node=\"R%d\"/>\n", \
				name, i, j, i, name, (i + shift) % n, (j + shift) % n, j
}
BEGIN {
	state = seed * 7919 + 1
	n = 4 + chance(3)
	links = 0
	time = 60
	printf "<scenario name=\"moves-%d\" until=\"900s\"><carrier name=\"c\" asn=\"1\">\n", seed
	for (i = 0; i < n; i++)
		print_router(i)
	for (i = 1; i < n; i++)
		print_link(chance(i), i)
	for (more = 1 + chance(3); more > 0; more--) {
		i = 1 + chance(n - 1)
		print_link(chance(i), i)
	}
	print "</carrier>"
	print_flows("red", 0)
	print_flows("blue", 1)
	for (i = 6 + chance(8); i > 0; i--)
		fail()
	mend()
	print "</scenario>"
}
