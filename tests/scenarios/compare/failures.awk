# SPDX-License-Identifier: Apache-2.0
# Of an expanded scenario: the same network and flows, in which links and nodes fail by chance, and come back, and at last all is
# well. Nodes are back after the hold time: before, others still send them packets with labels that they may have given to something
# else since, another VPN for instance. Variable: seed; 0: nothing fails.
function chance(n) {
	state = (state * 1103515245 + 12345) % 2147483648
	return int(state / 65536) % n
}
function one_of(list, n, words) {
	n = split(list, words, ",")
	return words[1 + chance(n)]
}
function attribute(name) {
	match($0, " " name "=\"[^\"]*\"")
	return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
}
function print_action(time, what) { printf "<at time=\"%.3fs\">%s</at>\n", time, what }
function link_is(i, how) { return sprintf("<link a=\"%s\" b=\"%s\" state=\"%s\"/>", from[i], to[i], how) }
function node_is(i, how) { return sprintf("<node name=\"%s\" state=\"%s\"/>", node[i], how) }
function fail(    i, time) {
	time = 60 + chance(100000) / 1000
	if (chance(2)) {
		i = chance(links)
		print_action(time, link_is(i, one_of("down,down,silent,one-way")))
		print_action(time + one_of("0.005,0.5,3,12,35,60,100"), link_is(i, "up"))
	} else {
		i = chance(nodes)
		print_action(time, node_is(i, "crash"))
		print_action(time + one_of("31,35,60,100"), node_is(i, "restart"))
	}
}
BEGIN {
	state = seed * 7919 + 1
	links = nodes = 0
}
/<at / { acting = 1 }
acting { acting = !/<\/at>/; next }
/<(expect|expect-[a-z]*|ping|traceroute) / { next }
/<node / { node[nodes++] = attribute("name") }
/<link / { from[links] = attribute("a"); to[links++] = attribute("b") }
/<scenario / { sub(/>/, " until=\"600s\">") }
/<\/scenario>/ && seed {
	for (i = 3 + chance(7); i > 0; i--)
		fail()
	for (i = 0; i < links; i++)
		print_action(300, link_is(i, "up"))
}
{ print }
