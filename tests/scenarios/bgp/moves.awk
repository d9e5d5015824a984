# SPDX-License-Identifier: Apache-2.0
# Makes a scenario by chance: a carrier with BGP in a full mesh or with route reflectors, other ASes at its edge and a VPN with
# sites of one AS; links, routers, sessions and BGP itself fail. With calm=1 the same network with the same end, in which nothing
# happens but that what is broken at the end breaks at once. Variables: seed, calm.
function chance(n) {
	state = (state * 1103515245 + 12345) % 2147483648
	return int(state / 65536) % n
}
function one_of(list, n, words) {
	n = split(list, words, ",")
	return words[1 + chance(n)]
}
function mode(text) { return chance(2) ? " " text : "" }
function link_number(u, v, i) {
	from[links] = u
	to[links] = v
	end_a[links] = sprintf("10.1.%d.1", links)
	end_b[links] = sprintf("10.1.%d.2", links)
	return links++
}
function ends(i, name) {
	return sprintf("a=\"%s:e%d\" a-address=\"%s/30\" b=\"%s:e%d\" b-address=\"%s/30\" delay=\"%sms\"", \
		from[i], i, end_a[i], to[i], i, end_b[i], delay[i])
}
function core_link(u, v,    i) {
	if ((u, v) in joined || (v, u) in joined || u == v)
		return
	joined[u, v] = 1
	i = link_number("R" u, "R" v)
	delay[i] = one_of("1,1,5,20")
	text = text sprintf("<link %s mpls=\"yes\"><ospf cost=\"%d\"/><ldp/></link>\n", ends(i), one_of("5,10,10,20,30"))
}
function timers() { return " hold-time=\"9s\" keepalive=\"3s\" connect-retry=\"20s\"" }
function session(node, address, vrf) {
	session_node[sessions] = node
	session_peer[sessions] = address
	session_vrf[sessions++] = vrf
}
function loopback(i) { return sprintf("10.0.0.%d", i + 1) }
# A session within the carrier; CLIENT: the far end is a client of this one.
function internal(i, j, client,    text) {
	session("R" i, loopback(j))
	text = sprintf("  <neighbor address=\"%s\" update-source=\"lo\" families=\"ipv4 vpnv4\" next-hop-self=\"ipv4\"%s%s", loopback(j), timers(), \
		client ? " route-reflector-client=\"yes\"" : "")
	if (mrai)
		text = text sprintf(" mrai=\"%s\"", one_of("0s,1s,5s"))
	if ((i < j) == passive_first && has_passive)
		text = text " passive=\"yes\""
	if (secret)
		text = text " password=\"s3cret\""
	return text "/>\n"
}
function is_reflector(i) { return kind > 0 && i < 2 }
function iBGP(i, j,    text) {
	for (j = 0; j < n; j++) {
		if (j == i)
			continue
		if (kind == 0 || (is_reflector(i) && is_reflector(j)))
			text = text internal(i, j, 0)
		else if (is_reflector(i) || is_reflector(j))
			text = text internal(i, j, is_reflector(i))
	}
	return text
}
function bgp_knobs() { return " compare-router-id=\"yes\" always-compare-med=\"yes\"" knobs }
function edge_session(node, peer, as, extra, vrf) {
	session(node, peer, vrf)
	return sprintf("  <neighbor address=\"%s\" remote-as=\"%d\"%s%s/>\n", peer, as, timers(), extra)
}
# Maps that give each session with another AS a preference of its own.
function preference(    name) {
	if (!has_preference)
		return ""
	name = "pref-" ++preferences
	maps = maps sprintf("<route-map name=\"%s\"><entry><set-local-preference value=\"%d\"/></entry></route-map>\n", name, 100 + (preferences * 37) % 101)
	return sprintf(" import-map=\"%s\"", name)
}
function med(    name) {
	if (chance(2))
		return ""
	name = "med-" ++meds
	maps_x = maps_x sprintf("<route-map name=\"%s\"><entry><set-metric value=\"%d\"/></entry></route-map>\n", name, chance(4))
	return sprintf(" export-map=\"%s\"", name)
}
function outside(k, i, r, more, has) {
	for (more = 1 + chance(3); more > 0; more--) {
		r = chance(n)
		i = link_number("X" k, "R" r)
		delay[i] = one_of("1,5")
		outer = outer sprintf("<link %s/>\n", ends(i))
		x_bgp[k] = x_bgp[k] edge_session("X" k, end_b[i], 65000, med())
		r_bgp[r] = r_bgp[r] edge_session("R" r, end_a[i], 65001 + k, preference())
	}
}
function peers_outside(k, l,    i) {
	i = link_number("X" k, "X" l)
	delay[i] = 1
	outer = outer sprintf("<link %s/>\n", ends(i))
	x_bgp[k] = x_bgp[k] edge_session("X" k, end_b[i], 65001 + l, "")
	x_bgp[l] = x_bgp[l] edge_session("X" l, end_a[i], 65001 + k, "")
}
function print_outside(k) {
	printf "<carrier name=\"x%d\" asn=\"%d\">\n%s", k, 65001 + k, maps_x
	printf "<node name=\"X%d\" role=\"asbr\"><loopback address=\"20.0.%d.1/24\"/><loopback name=\"any\" address=\"20.99.0.1/24\"/>\n", k, k
	printf " <bgp%s>\n%s  <network prefix=\"20.0.%d.0/24\"/><network prefix=\"20.99.0.0/24\"/>", bgp_knobs(), x_bgp[k], k
	if (aggregate && k == 0)
		printf "<aggregate prefix=\"20.0.0.0/16\"%s/>", aggregate == 2 ? " summary-only=\"yes\"" : ""
	print "</bgp></node></carrier>"
}
function site(s,    more, r, i, soo) {
	for (more = 1 + chance(2); more > 0; more--) {
		r = chance(n)
		i = link_number("C" s, "R" r)
		delay[i] = 1
		site_links = site_links sprintf("<link %s b-vrf=\"red\"/>\n", ends(i))
		c_bgp[s] = c_bgp[s] edge_session("C" s, end_b[i], 65000, "")
		v_bgp[r] = v_bgp[r] edge_session("R" r, end_a[i], 65100, sprintf(" as-override=\"yes\" site-of-origin=\"1:%d\"", 100 + s), "red")
	}
}
function print_site(s) {
	printf "<node name=\"C%d\" role=\"ce\"><loopback address=\"172.16.%d.1/24\"/><bgp%s>\n%s  <network prefix=\"172.16.%d.0/24\"/></bgp></node>\n", \
		s, 100 + s, bgp_knobs(), c_bgp[s], 100 + s
}
function print_router(i) {
	printf "<node name=\"R%d\" role=\"pe\"><loopback address=\"%s/32\"><ospf/></loopback><ospf/><ldp gtsm=\"no\"/>\n", i, loopback(i)
	printf " <bgp%s%s>\n%s%s </bgp>\n", kind == 1 && is_reflector(i) ? " cluster-id=\"9.9.9.9\"" : "", bgp_knobs(), core_bgp[i], r_bgp[i]
	printf " <vrf name=\"red\" rd=\"1:%d\" import=\"1:1\" export=\"1:1\" redistribute=\"connected bgp\"%s>", one_rd ? 1 : 100 + i, one_of(",, label-mode=\"per-vrf\", label-mode=\"per-ce\"")
	printf "<loopback name=\"red\" address=\"172.16.%d.1/32\"/>\n%s</vrf>\n", i, v_bgp[i] == "" ? "" : "  <bgp" bgp_knobs() ">\n" v_bgp[i] "  </bgp>"
	printf " <vrf name=\"blue\" rd=\"2:%d\" import=\"1:2\" export=\"1:2\" redistribute=\"connected\">", one_rd ? 1 : 100 + i
	printf "<loopback name=\"blue\" address=\"172.16.%d.1/32\"/></vrf>\n</node>\n", (i + 1) % n
}
function action(what) {
	if (!calm)
		printf "<at time=\"%.3fs\">%s</at>\n", time, what
}
function link_is(i, how) { return sprintf("<link a=\"%s:e%d\" b=\"%s:e%d\" state=\"%s\"/>", from[i], i, to[i], i, how) }
function node_is(name, how) { return sprintf("<node name=\"%s\" state=\"%s\"/>", name, how) }
function bgp_runs(name, how) { return sprintf("<protocol node=\"%s\" name=\"bgp\" running=\"%s\"/>", name, how) }
function session_is(s, how) {
	return sprintf("<session node=\"%s\" neighbor=\"%s\"%s state=\"%s\"/>", session_node[s], session_peer[s], \
		session_vrf[s] == "" ? "" : sprintf(" vrf=\"%s\"", session_vrf[s]), how)
}
function some_node(    i) {
	i = chance(n + m + c)
	return i < n ? "R" i : i < n + m ? "X" (i - n) : "C" (i - n - m)
}
function disturb(    i, name) {
	time += one_of("0,0.003,0.05,0.7,1,3,6,20,45")
	i = chance(12)
	if (i < 4) {
		i = chance(links)
		is_cut[i] = is_cut[i] == "" ? one_of("down,down,silent,one-way") : ""
		action(link_is(i, is_cut[i] == "" ? "up" : is_cut[i]))
	} else if (i < 6) {
		name = some_node()
		is_dead[name] = !is_dead[name]
		action(node_is(name, is_dead[name] ? "crash" : "restart"))
	} else if (i < 7) {
		name = some_node()
		if (!is_dead[name]) {
			is_off[name] = !is_off[name]
			action(bgp_runs(name, is_off[name] ? "no" : "yes"))
		}
	} else if (i < 10) {
		i = chance(sessions)
		if (!is_dead[session_node[i]] && !is_off[session_node[i]])
			action(session_is(i, one_of("clear,clear,clear-soft-in,clear-soft-out")))
	} else {
		i = chance(sessions)
		if (!is_dead[session_node[i]] && !is_off[session_node[i]]) {
			is_shut[i] = !is_shut[i]
			action(session_is(i, is_shut[i] ? "shutdown" : "no-shutdown"))
		}
	}
}
# At the end all is mended, or most of it.
function settle(    i, name, list, words) {
	time += 5
	for (i = 0; i < links; i++)
		if (is_cut[i] != "" && (mends || chance(2))) {
			action(link_is(i, "up"))
			is_cut[i] = ""
		}
	for (i = 0; i < n + m + c; i++) {
		name = i < n ? "R" i : i < n + m ? "X" (i - n) : "C" (i - n - m)
		if (is_dead[name] && (mends || chance(3))) {
			action(node_is(name, "restart"))
			is_dead[name] = 0
		}
		if (is_off[name] && !is_dead[name] && (mends || chance(3))) {
			action(bgp_runs(name, "yes"))
			is_off[name] = 0
		}
	}
	for (i = 0; i < sessions; i++)
		if (is_shut[i] && !is_dead[session_node[i]] && !is_off[session_node[i]] && (mends || chance(2))) {
			action(session_is(i, "no-shutdown"))
			is_shut[i] = 0
		}
	if (!calm)
		return
	calm = 0
	time = 1
	for (i = 0; i < sessions; i++)
		if (is_shut[i])
			action(session_is(i, "shutdown"))
	for (i = 0; i < links; i++)
		if (is_cut[i] != "")
			action(link_is(i, is_cut[i]))
	for (i = 0; i < n + m + c; i++) {
		name = i < n ? "R" i : i < n + m ? "X" (i - n) : "C" (i - n - m)
		if (is_off[name])
			action(bgp_runs(name, "no"))
		if (is_dead[name])
			action(node_is(name, "crash"))
	}
}
function flow(name, from, vrf, source, to, node) {
	printf "<flow name=\"%s\" from=\"%s\"%s source=\"%s\" to=\"%s\" to-node=\"%s\"/>\n", name, from, vrf == "" ? "" : sprintf(" vrf=\"%s\"", vrf), source, to, node
}
function print_flows(    i, j) {
	for (i = 0; i < n; i++)
		for (j = i + 1; j < n; j++) {
			flow(sprintf("red-%d-%d", i, j), "R" i, "red", "172.16." i ".1", "172.16." j ".1", "R" j)
			flow(sprintf("blue-%d-%d", i, j), "R" i, "blue", "172.16." ((i + 1) % n) ".1", "172.16." ((j + 1) % n) ".1", "R" j)
		}
	for (i = 0; i < m; i++)
		for (j = i + 1; j < m; j++)
			flow(sprintf("x-%d-%d", i, j), "X" i, "", "20.0." i ".1", "20.0." j ".1", "X" j)
	for (i = 0; i < c; i++)
		for (j = i + 1; j < c; j++)
			flow(sprintf("c-%d-%d", i, j), "C" i, "", "172.16." (100 + i) ".1", "172.16." (100 + j) ".1", "C" j)
}
BEGIN {
	state = seed * 7919 + 1
	kind = chance(3)
	n = 3 + chance(4) + (kind > 0)
	m = 2 + chance(3)
	c = 2 + chance(2)
	mends = chance(2)
	mrai = chance(2)
	has_passive = chance(2)
	passive_first = chance(2)
	secret = chance(3) == 0
	has_preference = kind > 0 || chance(2)
	aggregate = chance(3)
	one_rd = chance(2)
	knobs = one_of(",, maximum-paths=\"4\", maximum-paths=\"4\" maximum-paths-ibgp=\"4\"")
	links = 0
	sessions = 0
	for (i = 1; i < n; i++)
		core_link(chance(i), i)
	for (more = 1 + chance(3); more > 0; more--)
		core_link(chance(n), chance(n))
	for (i = 0; i < n; i++)
		core_bgp[i] = iBGP(i)
	for (i = 0; i < m; i++)
		outside(i)
	if (!has_preference)
		for (i = 1; i < m; i++)
			if (chance(2))
				peers_outside(chance(i), i)
	for (i = 0; i < c; i++)
		site(i)
	printf "<scenario name=\"bgp-moves-%d\" until=\"1300s\"><carrier name=\"c\" asn=\"65000\">\n%s", seed, maps
	for (i = 0; i < n; i++)
		print_router(i)
	printf "%s</carrier>\n", text
	for (i = 0; i < m; i++)
		print_outside(i)
	print "<customer name=\"vpn\" asn=\"65100\">"
	for (i = 0; i < c; i++)
		print_site(i)
	printf "</customer>\n%s%s", outer, site_links
	print_flows()
	time = 60
	for (k = 6 + chance(14); k > 0; k--)
		disturb()
	settle()
	print "</scenario>"
}
