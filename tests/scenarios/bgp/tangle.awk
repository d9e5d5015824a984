# SPDX-License-Identifier: Apache-2.0
# Makes a scenario by chance in which BGP has whatever it can have: reflectors in one cluster or in two, other ASes on links, on a
# segment and between loopbacks, with all attributes of sessions; VPNs with maps, an extranet, hub and spokes, sites with BGP, OSPF
# and static routes. Links, nodes and sessions fail, route maps and route targets change. Tables in the end are the network's alone:
# policies prefer one way of each prefix. With calm=1 the same network begins as it ends. With wild=1 policies are anything, and what
# comes of them may depend on what was first, or have no end. Variables: seed, calm, wild. Needs chance.awk before it.
function link_number(u, v) {
	from[links] = u
	to[links] = v
	end_a[links] = sprintf("10.1.%d.1", links)
	end_b[links] = sprintf("10.1.%d.2", links)
	delay[links] = one_of("1,1,5,20")
	return links++
}
function link(u, v, attributes, inner,    i) {
	i = link_number(u, v)
	text = text sprintf("<link a=\"%s:e%d\" a-address=\"%s/30\" b=\"%s:e%d\" b-address=\"%s/30\" delay=\"%dms\"%s>%s</link>\n", \
		u, i, end_a[i], v, i, end_b[i], delay[i], attributes, inner)
	return i
}
function core_link(u, v) {
	if ((u, v) in joined || (v, u) in joined || u == v)
		return
	joined[u, v] = 1
	link("R" u, "R" v, " mpls=\"yes\"", sprintf("<ospf cost=\"%d\"/><ldp/>", one_of("5,10,10,20,30")))
}
function loopback(name) {
	return substr(name, 1, 1) == "R" ? "10.0.0." (substr(name, 2) + 1) : "20.0." substr(name, 2) ".1"
}
function as_of(name) { return substr(name, 1, 1) == "R" ? 65000 : as_number[name] }
function add(list, where, what) { list[where] = list[where] what }

# Sessions: both ends are made at once, as what one says the other must expect.
function session(node, vrf, peer, attributes) {
	s_node[sessions] = node
	s_vrf[sessions] = vrf
	s_peer[sessions] = peer
	s_text[sessions] = attributes
	return sessions++
}
function maps_of(s, in_now, out_now) {
	s_in[s] = first_in[s] = in_now
	s_out[s] = first_out[s] = out_now
}
function timers() {
	return (wild && chance(8) == 0 ? " hold-time=\"0s\"" : " hold-time=\"" one_of("9,9,12") "s\"" some(8, " minimum-hold-time=\"3s\"")) \
		" keepalive=\"3s\" connect-retry=\"20s\"" \
		some(6, " delay-open=\"" one_of("1s,5s,20s") "\"") some(8, " damp-peer-oscillations=\"no\"") \
		some(8, " extended-messages=\"yes\"") some(8, " enhanced-refresh=\"no\"") \
		some(8, " collision-detect-established=\"yes\"") some(8, " notification-without-open=\"yes\"") \
		some(8, " disable-family-on-error=\"yes\"") some(3, " mrai=\"" one_of("1s,5s,30s") "\"")
}
function limit() {
	if (chance(5))
		return ""
	if (!wild)
		return sprintf(" maximum-prefix=\"%d\" maximum-prefix-warning-only=\"yes\"", 1 + chance(9))
	return sprintf(" maximum-prefix=\"%d\"%s", 1 + chance(9), some(2, " maximum-prefix-restart=\"" one_of("5s,40s") "\""))
}
function internal(i, j, is_client,    s) {
	s = session("R" i, "", loopback("R" j), " update-source=\"lo\" families=\"ipv4 vpnv4\"" timers() \
		(next_hop_self ? " next-hop-self=\"" one_of("ipv4,ipv4:all") "\"" : "") (is_client ? " route-reflector-client=\"yes\"" : "") \
		((i < j) == passive_first && has_passive ? " passive=\"yes\"" : "") (secret ? " password=\"s3cret\"" : "") \
		(wild ? limit() some(10, " weight=\"" chance(3) "\"") "" : ""))
	maps_of(s, wild && !chance(4) ? "any" chance(wild_maps) : "", wild ? some(4, "any" chance(wild_maps)) : some(3, "mark" chance(3)))
}
function cluster(i) { return kind == 3 ? (i < 4 ? int(i / 2) : i % 2) : 0 }
function is_reflector(i) { return kind == 3 ? i < 4 : kind > 0 && i < 2 }
function is_client_of(i, j) { return !is_reflector(i) && is_reflector(j) && cluster(i) == cluster(j) }
function internal_sessions(i, j) {
	for (i = 0; i < n; i++)
		for (j = 0; j < n; j++)
			if (i != j && (kind == 0 || is_reflector(i) && is_reflector(j) || is_client_of(i, j) || is_client_of(j, i)))
				internal(i, j, is_client_of(j, i))
}
# A map that makes its session's routes like no other's, before which it may deny or mark some.
function preference(    name) {
	name = "pref" preferences++
	maps = maps sprintf("<route-map name=\"%s\">%s<entry><set-local-preference value=\"%d\"/>%s</entry></route-map>\n", name, \
		some(3, "<entry action=\"deny\">" match_rule() "</entry>"), 100 + (preferences * 37) % 401, harmless_rule())
	return name
}
function harmless_rule() {
	return one_of(",,<set-community values=\"65000:7\" additive=\"yes\"/>,<set-community values=\"no-export\" additive=\"yes\"/>," \
		"<set-community values=\"no-advertise\"/>,<set-large-community values=\"65000:1:2\"/>,<delete-community names=\"seven\"/>," \
		"<set-extcommunity sites=\"7:7\" additive=\"yes\"/>,<set-metric value=\"17\"/>,<set-as-path-prepend times=\"2\"/>")
}
function match_rule() {
	return one_of("<match-prefix-list names=\"any-cast\"/>,<match-prefix-list names=\"even\"/>,<match-community names=\"seven\"/>," \
		"<match-community names=\"seven\" exact=\"yes\"/>,<match-as-path names=\"far\"/>,<match-as-path names=\"first\"/>," \
		"<match-large-community names=\"large\"/>,<match-extcommunity names=\"ours\"/>,<match-origin value=\"incomplete\"/>," \
		"<match-metric value=\"3\"/>,<match-route-type value=\"internal\"/>,<match-route-type value=\"local\"/>,<match-rd names=\"first-rd\"/>," \
		"<match-family names=\"vpnv4\"/>,<match-next-hop names=\"core\"/>,<match-peer names=\"core\"/>,<match-tag value=\"9\"/>," \
		"<match-local-preference value=\"100\"/>,<match-label least=\"20\" most=\"40\"/>,<match-source-protocol protocols=\"connected\"/>")
}
function set_rule() {
	return one_of("<set-local-preference value=\"" 98 + chance(5) "\"/>,<set-metric value=\"" chance(4) "\"/>,<set-metric value=\"+1\"/>," \
		"<set-as-path-prepend times=\"1\"/>,<set-as-path-prepend as-numbers=\"65001 3002\"/>,<set-origin value=\"egp\"/>," \
		"<set-community values=\"65000:7 no-export\"/>,<set-community values=\"65000:7\" additive=\"yes\"/>," \
		"<set-community values=\"no-export-subconfed\" additive=\"yes\"/>,<set-weight value=\"" chance(3) "\"/>,<set-tag value=\"9\"/>," \
		"<delete-community names=\"seven\"/>,<delete-large-community names=\"large\"/>,<delete-extcommunity names=\"ours\"/>," \
		"<set-large-community values=\"65000:1:2\" additive=\"yes\"/>,<set-extcommunity sites=\"7:7\" additive=\"yes\"/>," \
		"<set-metric-type value=\"1\"/>")
}
function any_map(k,    more, result) {
	result = sprintf("<route-map name=\"any%d\">", k)
	for (more = chance(3); more > 0; more--)
		result = result sprintf("<entry action=\"%s\">%s%s</entry>", one_of("permit,permit,deny"), match_rule(), set_rule())
	return result some(6, "<entry>" set_rule() set_rule() "</entry>", "<entry>" some(2, set_rule()) "</entry>") "</route-map>\n"
}
function edge_map(way) { return wild ? some(2, "any" chance(wild_maps)) : way == "in" ? some(8, "", preference()) : some(3, "tell" chance(4)) }

# What the routers at both ends of a session with another AS have, text for the near end R in near, for the far one in far.
function choose(near_more) {
	near = far = ""
	local_as = 65000
	if (chance(4) == 0) {
		local_as = 64900 + chance(3)
		near = near " local-as=\"" local_as "\"" one_of(",, local-as-no-prepend=\"yes\"" (wild ? ", local-as-no-prepend=\"yes\" local-as-replace-as=\"yes\"" : ""))
		if (chance(3) == 0) {
			near = near " local-as-dual-as=\"yes\""
			local_as = one_of(local_as ",65000")
		}
	}
	if (chance(5) == 0)
		near = near " remove-private-as=\"" one_of("yes,all,replace,all replace") "\""
	near = near some(5, " default-originate=\"yes\"" some(2, " default-originate-map=\"default-map\"")) \
		some(8, " send-community=\"" one_of("none,standard,extended,large") "\"") some(12, " graceful-shutdown=\"yes\"") \
		(wild ? some(8, " allow-as-in=\"" one_of("1,2,origin") "\"") : "") some(10, " as-override=\"yes\"") some(10, " ebgp-requires-policy=\"yes\"") \
		some(10, " fast-external-fallover=\"no\"")
	far = far some(8, " allow-as-in=\"1\"") some(12, " ebgp-requires-policy=\"yes\"") some(8, " send-community=\"none\"") some(8, " enforce-first-as=\"no\"")
	if (chance(6) == 0) {
		near = near " password=\"edge\""
		far = far " password=\"edge\""
	}
	if (wild) {
		near = near limit() some(8, " weight=\"" chance(3) "\"") (near_more ~ /next-hop-self/ ? "" : some(10, " next-hop-unchanged=\"yes\""))
		far = far limit() some(8, " as-override=\"yes\"") some(10, " remove-private-as=\"all\"")
	}
	near = near timers() limit_once(near)
	far = far timers()
}
function limit_once(had) { return had ~ /maximum-prefix/ ? "" : limit() }
function external(r, near_address, x, far_address, vrf, near_more, far_more,    s) {
	choose(near_more)
	if (near_more ~ /site-of-origin/)
		sub(/ as-override="yes"/, "", near)
	s = session(r, vrf, far_address, sprintf(" remote-as=\"%d\"%s%s", as_of(x), near, near_more))
	maps_of(s, edge_map("in"), edge_map("out"))
	if (vrf != "" && !wild)
		maps_of(s, some(4, "mark" chance(3)), s_out[s])
	s = session(x, "", near_address, sprintf(" remote-as=\"%d\"%s%s", local_as, far, far_more))
	maps_of(s, wild ? some(4, "any" chance(wild_maps)) : some(4, "mark" chance(3)), some(3, "med" chance(4)))
}
function static(node, prefix, via) { add(statics, node, sprintf("<route prefix=\"%s\" via=\"%s\"/>", prefix, via)) }
function outside(k,    x, more, r, i, way) {
	x = "X" k
	as_number[x] = chance(2) ? 65001 + k : 3001 + k
	for (more = 1 + chance(2); more > 0; more--) {
		r = "R" chance(n)
		i = link(x, r, "", "")
		way = chance(6)
		if (way > 1 || (x, r) in far_peers)
			external(r, end_b[i], x, end_a[i], "", way = some(8, " ttl-security=\"1\""), way)
		else {
			far_peers[x, r] = 1
			static(r, loopback(x) "/32", end_a[i])
			static(x, loopback(r) "/32", end_b[i])
			way = way ? " update-source=\"lo\" ebgp-multihop=\"2\"" : " update-source=\"lo\" disable-connected-check=\"yes\""
			external(r, loopback(r), x, loopback(x), "", way, way)
		}
	}
}
# A segment where some of the ASes meet some routers: next hops of third parties.
function exchange(    k, r, ports, address) {
	ports = ""
	for (r = 0; r < 2; r++)
		ports = ports sprintf("<port at=\"R%d:ix\" address=\"10.9.0.%d/24\"/>", r, r + 1)
	for (k = 0; k < m; k++)
		if (chance(2)) {
			address = "10.9.0." (100 + k)
			ports = ports sprintf("<port at=\"X%d:ix\" address=\"%s/24\"/>", k, address)
			for (r = 0; r < 2; r++)
				if (chance(4))
					external("R" r, "10.9.0." (r + 1), "X" k, address, "", some(8, " next-hop-self=\"yes\""), "")
		}
	text = text "<segment>" ports "</segment>\n"
}
function peers_outside(k, l,    i, s) {
	i = link("X" k, "X" l, "", "")
	s = session("X" k, "", end_b[i], sprintf(" remote-as=\"%d\"%s", as_of("X" l), timers()))
	maps_of(s, some(2, "any" chance(wild_maps)), "")
	s = session("X" l, "", end_a[i], sprintf(" remote-as=\"%d\"%s", as_of("X" k), timers()))
	maps_of(s, "", some(2, "any" chance(wild_maps)))
}
function bgp_site(k,    c, more, r, i) {
	c = "C" k
	as_number[c] = one_of("65100,65100," 65101 + k)
	for (more = 1 + chance(2); more > 0; more--) {
		r = "R" chance(n)
		i = link(c, r, " b-vrf=\"red\"", "")
		external(r, end_b[i], c, end_a[i], "red", sprintf(" as-override=\"yes\" site-of-origin=\"1:%d\"", 100 + k) (more_text = some(8, " ttl-security=\"1\"")), more_text)
	}
}
function hub_and_spokes(    k, i, r) {
	as_number["H"] = 65200
	i = link("H", "R0", " b-vrf=\"hub-in\"", "")
	external("R0", end_b[i], "H", end_a[i], "hub-in", "", "")
	i = link("H", "R0", " b-vrf=\"hub-out\"", "")
	external("R0", end_b[i], "H", end_a[i], "hub-out", "", "")
	s_text[sessions - 2] = s_text[sessions - 2] (s_text[sessions - 2] ~ /allow-as-in/ ? "" : " allow-as-in=\"2\"")
	for (k = 0; k < 2; k++) {
		as_number["S" k] = 65201 + k
		r = "R" (1 + chance(n - 1))
		i = link("S" k, r, " b-vrf=\"spoke\"", "")
		external(r, end_b[i], "S" k, end_a[i], "spoke", "", "")
	}
}
function ospf_site(    r) {
	r = "R" chance(n)
	link("O0", r, " b-vrf=\"red\"", "<ospf/>")
	red_ospf[r] = 1
	r = "X" chance(m)
	link("Z0", r, "", "<ospf/>")
	inside[r] = 1
}
function static_site(    r, i) {
	r = "R" chance(n)
	i = link("T0", r, " b-vrf=\"blue\"", "")
	add(blue_statics, r, sprintf("<route prefix=\"172.19.0.0/24\" via=\"%s\"/>", end_a[i]))
	static("T0", "0.0.0.0/0", end_b[i])
}

function make_vrf(node, name, rd, in_rts, out_rts) {
	v_node[vrfs] = node
	v_name[vrfs] = name
	v_in[vrfs] = first_v_in[vrfs] = in_rts
	v_out[vrfs] = first_v_out[vrfs] = out_rts
	v_rd[vrfs] = rd
	v_maps[vrfs] = wild ? some(3, " import-map=\"any" chance(wild_maps) "\"") some(3, " export-map=\"any" chance(wild_maps) "\"") : \
		some(4, " import-map=\"mark" chance(3) "\"") some(4, " export-map=\"mark" chance(3) "\"")
	v_mode[vrfs] = one_of(",, label-mode=\"per-vrf\", label-mode=\"per-ce\"")
	vrfs++
}
function make_vrfs(    i, r) {
	for (i = 0; i < n; i++) {
		r = "R" i
		make_vrf(r, "red", one_rd ? "1:1" : "1:" 100 + i, "1:1 1:9", "1:1")
		make_vrf(r, "blue", one_rd ? "2:1" : "2:" 100 + i, "1:2" some(2, " 1:9"), "1:2")
		if (hub && i > 0)
			make_vrf(r, "spoke", "3:" 100 + i, "1:32", "1:31")
	}
	if (hub) {
		make_vrf("R0", "hub-in", "3:1", "1:31", "")
		make_vrf("R0", "hub-out", "3:2", "", "1:32")
	}
	make_vrf("R" chance(n), "common", "9:1", "1:1 1:2", "1:9")
}
function map_attributes(s, in_now, out_now) {
	return (in_now == "" ? "" : " import-map=\"" in_now "\"") (out_now == "" ? "" : " export-map=\"" out_now "\"")
}
function bgp_of(node, vrf, inner,    s, result) {
	for (s = 0; s < sessions; s++)
		if (s_node[s] == node && s_vrf[s] == vrf)
			result = result sprintf("  <neighbor address=\"%s\"%s%s%s/>\n", s_peer[s], s_text[s], \
				calm ? map_attributes(s, s_in[s], s_out[s]) : map_attributes(s, first_in[s], first_out[s]), \
				calm && is_shut[s] ? " shutdown=\"yes\"" : "")
	return result == "" && inner == "" ? "" : sprintf("<bgp%s%s%s>\n%s%s</bgp>", \
		substr(node, 1, 1) == "R" && vrf == "" ? cluster_id[node] : "", knobs, wild ? node_knobs[node] : "", result, inner)
}
function print_vrf(v,    r, number) {
	r = v_node[v]
	number = substr(r, 2)
	printf " <vrf name=\"%s\" rd=\"%s\" import=\"%s\" export=\"%s\" redistribute=\"connected bgp static%s\"%s%s>", v_name[v], v_rd[v], \
		calm ? v_in[v] : first_v_in[v], calm ? v_out[v] : first_v_out[v], v_name[v] == "red" && red_ospf[r] ? " ospf" : "", v_maps[v], v_mode[v]
	if (v_name[v] == "common")
		printf "<loopback name=\"common\" address=\"172.30.0.1/32\"/>"
	else if (v_name[v] == "red" || v_name[v] == "blue")
		printf "<loopback name=\"%s\" address=\"172.16.%d.1/32\"/>", v_name[v], v_name[v] == "red" ? number : (number + 1) % n
	if (v_name[v] == "red" && red_ospf[r])
		printf "<ospf><redistribute from=\"bgp\"/><redistribute from=\"connected\"/></ospf>"
	if (v_name[v] == "blue" && blue_statics[r] != "")
		printf "<static>%s</static>", blue_statics[r]
	printf "%s</vrf>\n", bgp_of(r, v_name[v], "")
}
# What oscillates would fill the links.
function slow() { return wild ? " cpu-message=\"2ms\"" : "" }
function redistributions(node) {
	return some(4, "<redistribute from=\"connected\"" some(wild ? 2 : 1, " route-map=\"redist\"") "/>") \
		some(4, "<redistribute from=\"static\"" some(2, " metric=\"5\"") "/>") \
		(inside[node] || substr(node, 1, 1) == "R" && chance(6) == 0 ? "<redistribute from=\"ospf\"" some(wild ? 2 : 1, " route-map=\"redist\"") "/>" : "")
}
function print_router(i,    v, r) {
	r = "R" i
	printf "<node name=\"%s\" role=\"pe\"%s><loopback address=\"%s/32\"><ospf/></loopback>", r, slow(), loopback(r)
	printf "<ospf>%s</ospf><ldp gtsm=\"no\"/>%s\n", next_hop_self ? "" : "<redistribute from=\"connected\"/><redistribute from=\"static\"/>", \
		statics[r] == "" ? "" : "<static>" statics[r] "</static>"
	printf " %s\n", bgp_of(r, "", own[r])
	for (v = 0; v < vrfs; v++)
		if (v_node[v] == r)
			print_vrf(v)
	print "</node>"
}
function print_outside(k,    x) {
	x = "X" k
	printf "<carrier name=\"x%d\" asn=\"%d\">%s<node name=\"%s\" role=\"asbr\"%s>", k, as_of(x), outer_maps, x, slow()
	printf "<loopback address=\"20.0.%d.1/24\"/><loopback name=\"any\" address=\"20.99.0.1/24\"/>%s%s\n", k, \
		inside[x] ? "<ospf><redistribute from=\"bgp\"/><default-information always=\"yes\"/></ospf>" : "", statics[x] == "" ? "" : "<static>" statics[x] "</static>"
	printf "%s</node></carrier>\n", bgp_of(x, "", own[x])
}
function print_site(name, lan, inner) {
	printf "<node name=\"%s\" role=\"ce\"%s><loopback address=\"%s.1/24\">%s</loopback>%s%s%s</node>\n", name, \
		name in as_number ? sprintf(" asn=\"%d\"", as_number[name]) : "", lan, inner, inner == "" ? "" : "<ospf/>", \
		statics[name] == "" ? "" : "<static>" statics[name] "</static>", \
		name in as_number ? bgp_of(name, "", "<network prefix=\"" lan ".0/24\"/>") : ""
}

function action(what) {
	if (!calm)
		acts = acts sprintf("<at time=\"%.3fs\">%s</at>\n", time, what)
}
function link_is(i, how) { return sprintf("<link a=\"%s:e%d\" b=\"%s:e%d\" state=\"%s\"/>", from[i], i, to[i], i, how) }
function node_is(name, how) { return sprintf("<node name=\"%s\" state=\"%s\"/>", name, how) }
function bgp_runs(name, how) { return sprintf("<protocol node=\"%s\" name=\"bgp\" running=\"%s\"/>", name, how) }
function of_session(s) {
	return sprintf(" node=\"%s\" neighbor=\"%s\"%s", s_node[s], s_peer[s], s_vrf[s] == "" ? "" : sprintf(" vrf=\"%s\"", s_vrf[s]))
}
function session_is(s, how) { return sprintf("<session%s state=\"%s\"/>", of_session(s), how) }
function works(name) { return !is_dead[name] && !is_off[name] }
function new_maps(s, which) {
	which = chance(2) ? "in" : "out"
	if ((which == "in" ? s_in[s] : s_out[s]) == "")
		return
	if (which == "in")
		s_in[s] = s_in[s] ~ /^pref/ ? preference() : s_in[s] ~ /^any/ ? "any" chance(wild_maps) : "mark" chance(3)
	else
		s_out[s] = s_out[s] ~ /^tell/ ? "tell" chance(4) : s_out[s] ~ /^any/ ? "any" chance(wild_maps) : s_out[s] ~ /^med/ ? "med" chance(4) : "mark" chance(3)
	action(sprintf("<policy%s%s/>", of_session(s), which == "in" ? map_attributes(s, s_in[s], "") : map_attributes(s, "", s_out[s])))
}
function new_targets(v, which) {
	which = chance(2)
	if (v_name[v] != "red" && v_name[v] != "blue")
		return
	if (which)
		v_in[v] = v_name[v] == "red" ? one_of("1:1,1:1 1:9,1:9,1:5") : one_of("1:2,1:2 1:9,1:9,1:6")
	else
		v_out[v] = v_name[v] == "red" ? one_of("1:1,1:1,1:5,1:1 1:5") : one_of("1:2,1:2,1:6,1:2 1:6")
	action(sprintf("<route-target node=\"%s\" vrf=\"%s\" %s=\"%s\"/>", v_node[v], v_name[v], which ? "import" : "export", which ? v_in[v] : v_out[v]))
}
function disturb(    i, name) {
	time += one_of("0,0.003,0.05,0.7,1,3,6,20,45")
	i = chance(18)
	if (i < 4) {
		i = chance(links)
		is_cut[i] = is_cut[i] == "" ? one_of("down,down,silent,one-way") : ""
		action(link_is(i, is_cut[i] == "" ? "up" : is_cut[i]))
	} else if (i < 6) {
		name = names[chance(nodes)]
		is_dead[name] = !is_dead[name]
		action(node_is(name, is_dead[name] ? "crash" : "restart"))
	} else if (i < 7) {
		name = s_node[chance(sessions)]
		if (!is_dead[name]) {
			is_off[name] = !is_off[name]
			action(bgp_runs(name, is_off[name] ? "no" : "yes"))
		}
	} else if (i < 9) {
		i = chance(sessions)
		if (works(s_node[i]))
			action(session_is(i, one_of("clear,clear,clear-soft-in,clear-soft-out")))
	} else if (i < 11) {
		i = chance(sessions)
		if (works(s_node[i])) {
			is_shut[i] = !is_shut[i]
			action(session_is(i, is_shut[i] ? "shutdown" : "no-shutdown"))
		}
	} else if (i < 15) {
		i = chance(sessions)
		if (works(s_node[i]))
			new_maps(i)
	} else {
		i = chance(vrfs)
		if (works(v_node[i]))
			new_targets(i)
	}
}
# At the end all is mended, or most of it.
function settle(    i, name) {
	time += 5
	for (i = 0; i < links; i++)
		if (is_cut[i] != "" && (mends || chance(2))) {
			action(link_is(i, "up"))
			is_cut[i] = ""
		}
	for (i = 0; i < nodes; i++) {
		name = names[i]
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
		if (is_shut[i] && works(s_node[i]) && (mends || chance(2))) {
			action(session_is(i, "no-shutdown"))
			is_shut[i] = 0
		}
	if (!calm)
		return
	time = 1
	for (i = 0; i < links; i++)
		if (is_cut[i] != "")
			acts = acts sprintf("<at time=\"1s\">%s</at>\n", link_is(i, is_cut[i]))
	for (i = 0; i < nodes; i++)
		if (is_off[names[i]] || is_dead[names[i]])
			acts = acts sprintf("<at time=\"1s\">%s%s</at>\n", is_off[names[i]] ? bgp_runs(names[i], "no") : "", is_dead[names[i]] ? node_is(names[i], "crash") : "")
}
function flow(name, from, vrf, source, to, node) {
	printf "<flow name=\"%s\" from=\"%s\"%s source=\"%s\" to=\"%s\" to-node=\"%s\"/>\n", name, from, vrf == "" ? "" : sprintf(" vrf=\"%s\"", vrf), source, to, node
}
function print_flows(    i, j) {
	for (i = 0; i < n; i++) {
		j = (i + 1) % n
		flow("red-" i, "R" i, "red", "172.16." i ".1", "172.16." j ".1", "R" j)
		flow("blue-" i, "R" i, "blue", "172.16." j ".1", "172.16." ((j + 1) % n) ".1", "R" j)
	}
	for (i = 0; i < m; i++)
		for (j = i + 1; j < m; j++)
			flow(sprintf("x-%d-%d", i, j), "X" i, "", "20.0." i ".1", "20.0." j ".1", "X" j)
	for (i = 0; i < c; i++) {
		flow("c-" i, "C" i, "", "172.16." (100 + i) ".1", "172.16." (100 + (i + 1) % c) ".1", "C" (i + 1) % c)
		flow("common-" i, "C" i, "", "172.16." (100 + i) ".1", "172.30.0.1", v_node[vrfs - 1])
	}
	flow("ospf", "O0", "", "172.18.0.1", "172.16.100.1", "C0")
	flow("inside", "Z0", "", "20.50.0.1", "20.0.0.1", "X0")
	flow("crossed", "T0", "", "172.19.0.1", "172.16.100.1", "C0")
	if (hub)
		flow("spokes", "S0", "", "172.20.1.1", "172.20.2.1", "S1")
}
function lists() {
	return "<prefix-list name=\"any-cast\"><entry prefix=\"20.99.0.0/24\"/></prefix-list><prefix-list name=\"even\"><entry prefix=\"20.0.0.0/16\" le=\"24\"/></prefix-list>\n" \
		"<prefix-list name=\"core\"><entry prefix=\"10.0.0.0/8\" le=\"32\"/></prefix-list><community-list name=\"seven\"><entry communities=\"65000:7\"/></community-list>\n" \
		"<as-path-list name=\"far\"><entry regex=\"_3001_\"/></as-path-list><as-path-list name=\"first\"><entry regex=\"^65002\"/></as-path-list>\n" \
		"<large-community-list name=\"large\"><entry communities=\"65000:1:2\"/></large-community-list><extcommunity-list name=\"ours\"><entry sites=\"7:7\"/></extcommunity-list>\n" \
		"<rd-list name=\"first-rd\"><entry rd=\"1:100\"/></rd-list>\n" \
		"<route-map name=\"mark0\"><entry/></route-map><route-map name=\"mark1\"><entry><set-community values=\"65000:7\" additive=\"yes\"/></entry></route-map>\n" \
		"<route-map name=\"mark2\"><entry action=\"deny\"><match-prefix-list names=\"any-cast\"/></entry><entry><set-large-community values=\"65000:1:2\"/></entry></route-map>\n" \
		"<route-map name=\"redist\"><entry action=\"deny\"><match-prefix-list names=\"core\"/></entry><entry><set-community values=\"65000:7\"/></entry></route-map>\n" \
		"<route-map name=\"default-map\"><entry><set-metric value=\"9\"/><set-community values=\"65000:9\"/></entry></route-map>\n" \
		"<route-map name=\"tell0\"><entry/></route-map><route-map name=\"tell1\"><entry action=\"deny\"><match-community names=\"seven\"/></entry><entry/></route-map>\n" \
		"<route-map name=\"tell2\"><entry><match-prefix-list names=\"even\"/><set-as-path-prepend times=\"2\"/></entry><entry><set-metric value=\"igp\"/></entry></route-map>\n" \
		"<route-map name=\"tell3\"><entry action=\"deny\"><match-prefix-list names=\"any-cast\"/></entry><entry><set-community values=\"65000:8\"/></entry></route-map>\n" \
		"<route-map name=\"med0\"><entry/></route-map><route-map name=\"med1\"><entry><set-metric value=\"1\"/></entry></route-map>\n" \
		"<route-map name=\"med2\"><entry><set-metric value=\"2\"/><set-community values=\"65000:7\"/></entry></route-map><route-map name=\"med3\"><entry><set-origin value=\"incomplete\"/></entry></route-map>\n"
}
function make_nodes(    i) {
	for (i = 0; i < n; i++)
		names[nodes++] = "R" i
	for (i = 0; i < m; i++)
		names[nodes++] = "X" i
	for (i = 0; i < c; i++)
		names[nodes++] = "C" i
	names[nodes++] = "O0"
	names[nodes++] = "Z0"
	names[nodes++] = "T0"
	if (hub) {
		names[nodes++] = "H"
		names[nodes++] = "S0"
		names[nodes++] = "S1"
	}
}
BEGIN {
	state = seed * 7919 + 1
	kind = chance(4)
	n = (kind == 3 ? 5 : 3) + chance(4) + (kind > 0)
	m = 2 + chance(3)
	c = 2 + chance(2)
	hub = chance(2)
	mends = chance(2)
	next_hop_self = chance(3)
	has_passive = chance(2)
	passive_first = chance(2)
	secret = chance(3) == 0
	one_rd = kind != 3 && chance(2)
	wild_maps = 8
	links = sessions = vrfs = nodes = preferences = 0
	# Without a look at internal paths a spoke with two PEs may prefer its own route by way of the hub, and so take from the hub the
	# route that this way leads by, and back, without end.
	knobs = " internal-loop-check=\"yes\" compare-router-id=\"yes\" always-compare-med=\"yes\"" one_of(",, maximum-paths=\"4\", maximum-paths=\"4\" maximum-paths-ibgp=\"4\" multipath-relax=\"yes\"")
	if (wild)
		knobs = one_of(", compare-router-id=\"yes\", maximum-paths=\"4\" maximum-paths-ibgp=\"2\", multipath-relax=\"yes\" maximum-paths=\"3\"")
	for (i = 1; i < n; i++)
		core_link(chance(i), i)
	for (more = 1 + chance(3); more > 0; more--)
		core_link(chance(n), chance(n))
	make_nodes()
	internal_sessions()
	for (i = 0; i < m; i++)
		outside(i)
	exchange()
	if (wild)
		for (i = 1; i < m; i++)
			if (chance(2))
				peers_outside(chance(i), i)
	for (i = 0; i < c; i++)
		bgp_site(i)
	if (hub)
		hub_and_spokes()
	ospf_site()
	static_site()
	make_vrfs()
	for (i = 0; i < nodes; i++) {
		name = names[i]
		own[name] = redistributions(name)
		if (name ~ /^X/)
			own[name] = own[name] sprintf("<network prefix=\"20.0.%d.0/24\"/><network prefix=\"20.99.0.0/24\"/>", substr(name, 2))
		if (name == "X0" || name == "R1" && wild)
			own[name] = own[name] some(2, sprintf("<aggregate prefix=\"20.0.0.0/%d\"%s%s/>", one_of("8,16"), some(3, " summary-only=\"yes\""), some(2, " as-set=\"yes\"")))
		node_knobs[name] = some(4, " med-missing-as-worst=\"yes\"") some(8, " as-path-ignore=\"yes\"") some(3, " always-compare-med=\"yes\"") some(8, " client-to-client=\"no\"")
	}
	for (i = 0; i < n; i++)
		if (is_reflector(i) && kind != 2)
			cluster_id["R" i] = sprintf(" cluster-id=\"9.9.9.%d\"", 1 + cluster(i))
	for (i = 0; i < wild_maps; i++)
		outer_maps = outer_maps any_map(i)
	outer_maps = lists() outer_maps
	time = 60
	for (k = 6 + chance(14); k > 0; k--)
		disturb()
	settle()
	printf "<scenario name=\"bgp-tangle-%d\" until=\"%ds\"><carrier name=\"c\" asn=\"65000\">\n%s%s", seed, wild ? 500 : 1500, outer_maps, maps
	for (i = 0; i < n; i++)
		print_router(i)
	print "</carrier>"
	for (i = 0; i < m; i++)
		print_outside(i)
	print "<customer name=\"vpn\" asn=\"65100\">" outer_maps
	for (i = 0; i < c; i++)
		print_site("C" i, "172.16." (100 + i), "")
	print_site("O0", "172.18.0", "<ospf/>")
	print_site("T0", "172.19.0", "")
	print_site("Z0", "20.50.0", "<ospf/>")
	if (hub) {
		print_site("H", "172.20.0", "")
		print_site("S0", "172.20.1", "")
		print_site("S1", "172.20.2", "")
	}
	printf "</customer>\n%s", text
	print_flows()
	printf "%s</scenario>\n", acts
}
