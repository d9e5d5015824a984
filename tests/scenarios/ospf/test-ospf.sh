#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Networks of OSPF: maps of real backbones, whose paths are known, and a redundant core that fails.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"
here=$source_dir/tests/scenarios/ospf

# run_map MAP [VARIABLE=VALUE]...: a network into map.db.
run_map()
{
	local map=$1 variables=()

	shift
	for variable in "$@"; do
		variables+=(-v "$variable")
	done
	awk -v name="$map" "${variables[@]}" -f "$here/network.awk" "$here/$map.edges" >map.xml
	status 0 "$program" run map.xml -o map.db
}

# Paths from router to router, the sum of their costs, the largest one, those with several first hops.
paths="SELECT count(*) || ' ' || sum(cost) || ' ' || max(cost) || ' ' || sum(next_hop LIKE '% % % %')
	FROM ospf_routes WHERE prefix LIKE '%/32' AND NOT attached"

run_map geant
same 'geant: paths' '1560 5504 8 326' "$(sql map.db "$paths")"
same 'geant: adjacencies, from both ends' 122 "$(sql map.db "SELECT count(*) FROM ospf_neighbors WHERE state = 'Full'")"
same 'geant: LSAs in every database' 40 \
	"$(sql map.db 'SELECT DISTINCT n FROM (SELECT count(*) AS n FROM ospf_database GROUP BY node)')"
same 'geant: links in all router-LSAs' 284 \
	"$(sql map.db "SELECT sum(length(links) - length(replace(links, ', ', ',')) + 1) FROM ospf_database WHERE own")"
same 'geant: routers by their distance from NL' '1 5, 2 16, 3 8, 4 4, 5 5, 6 1' \
	"$(sql map.db "SELECT group_concat(cost || ' ' || n, ', ') FROM (SELECT cost, count(*) AS n FROM ospf_routes
		WHERE node = '0' AND prefix LIKE '%/32' AND NOT attached GROUP BY cost)")"
distances="SELECT node || ' ' || prefix || ' ' || cost FROM ospf_routes WHERE prefix LIKE '%/32' AND NOT attached ORDER BY 1"
sql map.db "$distances" >whole.txt
run_map geant costs=weighted
same 'geant: paths with costs' '1560 198322 343 18' "$(sql map.db "$paths")"
same 'geant: costs from NL' 3676 \
	"$(sql map.db "SELECT sum(cost) FROM ospf_routes WHERE node = '0' AND prefix LIKE '%/32' AND NOT attached")"
run_map geant down='<link a="4" b="0" state="down"/>'
same 'geant: paths without DE - NL' '1560 5580 8 305' "$(sql map.db "$paths")"
same 'geant: pairs whose distance changes' 76 "$(sql map.db "$distances" | diff whole.txt - | grep -c '^>')"
run_map geant down='<link a="4" b="0" state="down"/></at> <at time="200s"><link a="4" b="0" state="up"/>'
same 'geant: paths with DE - NL again' '1560 5504 8 326' "$(sql map.db "$paths")"
run_map geant down='<link a="36" b="37" state="down"/>'
same 'geant: pairs that a cut bridge leaves' 1482 "$(sql map.db "$paths" | cut -d' ' -f1)"
same 'geant: parts that it leaves' '39 1' \
	"$(sql map.db "SELECT group_concat(n, ' ') FROM (SELECT DISTINCT count(*) AS n FROM ospf_routes
		WHERE prefix LIKE '%/32' GROUP BY node ORDER BY n DESC)")"

# A router of Abilene by its loopback, which is the how-manieth node that the list of links names.
run_map abilene
same 'abilene: sum of costs' 206078 "$(sql map.db "$paths" | cut -d' ' -f2)"
sql map.db "SELECT r.node || ' ' || o.node || ' ' || r.cost || ' ' || substr(r.next_hop, instr(r.next_hop, ' ') + 1)
	FROM ospf_routes AS r JOIN ospf_routes AS o ON o.prefix = r.prefix AND o.attached AND o.prefix LIKE '%/32'
	WHERE NOT r.attached" | LC_ALL=C sort >found.txt
grep -v '^#' "$here/abilene.paths" | LC_ALL=C sort >expected.txt
diff expected.txt found.txt >differences.txt || fail "abilene: costs and first hops: $(cat differences.txt)"
while read -r a b cost changed; do
	run_map abilene down="<link a=\"$a\" b=\"$b\" state=\"down\"/>"
	same "abilene without $a - $b" "$cost" "$(sql map.db "$paths" | cut -d' ' -f2)"
	sql map.db "SELECT r.node || ' ' || o.node || ' ' || r.cost
		FROM ospf_routes AS r JOIN ospf_routes AS o ON o.prefix = r.prefix AND o.attached AND o.prefix LIKE '%/32'
		WHERE NOT r.attached AND r.node < o.node" | LC_ALL=C sort >found.txt
	same "abilene: pairs that change without $a - $b" "$changed" \
		"$(cut -d' ' -f1-3 expected.txt | LC_ALL=C comm -13 - found.txt | wc -l)"
done < <(grep -v '^#' "$here/abilene.cuts")

# Loss of carrier: both ends know at once, and the flow is on the other path when P-2's neighbours have been told:
# a link's delay later. Without it OSPF misses Hellos for 40 s, from the last one, 1 s before the cut.
status 0 "$program" run "$here/redundant.xml" -o redundant.db --record all
same 'redundant: expectations that are not met' '' "$(sql redundant.db 'SELECT name FROM expectation WHERE NOT passed')"
same 'redundant: unexpected events' '' \
	"$(sql redundant.db 'SELECT node, protocol, from_state, event FROM transition WHERE unexpected')"
same 'redundant: outages after a loss of carrier, in ms' 'reverse 1' \
	"$(sql redundant.db "SELECT direction || ' ' || ((end_ns - start_ns) / 1000000) FROM outage
		WHERE start_ns / 1000000000 = 100")"
# After the repair OSPF has the link before LDP's session is there: SYNs that go by the other path are dropped.
same 'redundant: outages after a silent cut, and its repair, in ms' 'forward blackhole 39001
forward blackhole 4952
reverse blackhole 39001
reverse loop 1
reverse blackhole 4951' \
	"$(sql redundant.db "SELECT direction || ' ' || kind || ' ' || ((end_ns - start_ns) / 1000000) FROM outage
		WHERE start_ns > 300000000000 ORDER BY direction, start_ns")"
same 'redundant: what falls after a silent cut, in order' 'ldp-session 315
ospf-neighbor 340' \
	"$(sql redundant.db "SELECT DISTINCT protocol || ' ' || (time_ns / 1000000000) FROM transition
		WHERE time_ns > 301000000000 AND time_ns < 400000000000 AND protocol IN ('ldp-session', 'ospf-neighbor')
		ORDER BY time_ns")"

# A broadcast segment, area borders, external routes, MD5. OUT's network is reached at the forwarding address, and
# not by way of R1, which tells of it.
status 0 "$program" run "$here/areas.xml" -o areas.db --pcap=pcap --record all
same 'areas: expectations that are not met' '' "$(sql areas.db 'SELECT name FROM expectation WHERE NOT passed')"
same 'areas: unexpected events' '' \
	"$(sql areas.db 'SELECT node, protocol, from_state, event FROM transition WHERE unexpected')"
same 'areas: routes that R3 has learnt' '10.0.0.1/32 intra-area 10 0 10.1.0.1 lan
10.0.0.2/32 intra-area 10 0 10.1.0.2 lan
10.2.0.0/16 inter-area 20 0 10.1.0.2 lan
10.3.0.1/32 intra-area 10 0 10.3.1.2 s1
198.51.100.0/24 external-1 17 0 10.1.0.4 lan
203.0.113.0/24 external-2 20 20 10.1.0.2 lan' \
	"$(sql areas.db "SELECT prefix || ' ' || path || ' ' || cost || ' ' || external_cost || ' ' || next_hop
		FROM ospf_routes WHERE node = 'R3' AND NOT attached ORDER BY 1")"
same 'areas: routes of the stub area' '0.0.0.0/0 11' \
	"$(sql areas.db "SELECT prefix || ' ' || cost FROM ospf_routes WHERE node = 'S1' AND NOT attached")"
if command -v tshark >/dev/null; then
	for file in pcap/*.pcapng; do
		same "tshark finds fault with ${file##*/}" '' "$(tshark -r "$file" -o ip.check_checksum:TRUE \
			-Y '_ws.malformed || _ws.expert.severity >= 0x00600000 || ip.checksum.status == 0' 2>/dev/null)"
		[ -n "$(tshark -r "$file" -Y ospf 2>/dev/null | head -n 1)" ] || fail "${file##*/} has no OSPF"
	done
fi

# OSPF between customer and carrier, in VRFs.
status 0 "$program" run "$here/pe-ce.xml" -o pe-ce.db
same 'pe-ce: expectations that are not met' '' "$(sql pe-ce.db 'SELECT name FROM expectation WHERE NOT passed')"
same 'pe-ce: routes that C1 has learnt' '172.16.2.1/32 external-2
192.168.2.0/30 external-2' \
	"$(sql pe-ce.db "SELECT prefix || ' ' || path FROM ospf_routes WHERE node = 'C1' AND NOT attached ORDER BY 1")"
same 'pe-ce: instances of PE-1' 'red,' \
	"$(sql pe-ce.db "SELECT group_concat(vrf, '') || ',' FROM (SELECT DISTINCT ifnull(vrf, '') AS vrf
		FROM ospf_interfaces WHERE node = 'PE-1')")"

# A core over unnumbered links has the label paths of a numbered one.
label_paths="SELECT direction, node, action, length(stack_in), length(stack_out) FROM path JOIN hop USING (path_id)
	WHERE flow = 'vpn-b' AND from_ns <= 60000000000 AND to_ns >= 60000000000 ORDER BY direction, seq"
status 0 "$program" run "$here/unnumbered.xml" -o unnumbered.db --pcap=unnumbered
status 0 "$program" run "$(scenario scenarios/l3vpn/intra-as.xml)" -o numbered.db
same 'unnumbered: label paths of the numbered core' "$(sql numbered.db "$label_paths")" "$(sql unnumbered.db "$label_paths")"
[ -n "$(sql unnumbered.db "$label_paths")" ] || fail 'unnumbered: no path'
same 'unnumbered: routes of PE-1' '10.0.0.1/32 
10.0.0.2/32 10.0.0.3 core-2
10.0.0.3/32 10.0.0.3 core-2' \
	"$(sql unnumbered.db "SELECT prefix || ' ' || ifnull(next_hop, '') FROM ospf_routes WHERE node = 'PE-1' ORDER BY 1")"
same 'unnumbered: P tells its links apart by the index of the interface' \
	'stub 10.0.0.3 255.255.255.255 cost 0, p2p 10.0.0.1 0.0.0.3 cost 10, p2p 10.0.0.2 0.0.0.4 cost 10' \
	"$(sql unnumbered.db "SELECT links FROM ospf_database WHERE node = 'P' AND own")"
same 'unnumbered: outage when one of the parallel links loses carrier' '' "$(sql unnumbered.db "SELECT kind FROM outage
	WHERE flow = 'vpn-b' AND start_ns > 60000000000")"
if command -v tshark >/dev/null; then
	same 'unnumbered: masks and sources of Hellos' '10.0.0.1 0.0.0.0
10.0.0.3 0.0.0.0' "$(for file in unnumbered/*.pcapng; do tshark -r "$file" -Y 'ospf.msg.hello && ip.src != 10.0.0.2' \
		-T fields -E separator=' ' -e ip.src -e ospf.hello.network_mask 2>/dev/null; done | sort -u)"
fi

# Two instances in one table: X goes between them. Of two routes that are alike that of the first one wins.
status 0 "$program" run "$here/processes.xml" -o processes.db --record all
same 'processes: expectations that are not met' '' "$(sql processes.db 'SELECT name FROM expectation WHERE NOT passed')"
same 'processes: unexpected events' '' \
	"$(sql processes.db 'SELECT node, protocol, from_state, event FROM transition WHERE unexpected')"
same 'processes: routes of A, B and X, by instance' 'A ospf 10.0.0.2/32 20 0
A ospf 10.0.0.3/32 20 0
A ospf 10.0.0.9/32 10 0
A ospf 10.8.0.0/24 20 0
B ospf:2 10.0.0.1/32 17 1
B ospf:2 10.0.0.3/32 10 0
X ospf 10.0.0.1/32 10 0
X ospf 10.8.0.0/24 20 0
X ospf:2 10.0.0.2/32 10 0
X ospf:2 10.0.0.3/32 10 0
X ospf:2 10.8.0.0/24 20 0' \
	"$(sql processes.db "SELECT node || ' ' || protocol || ' ' || prefix || ' ' || metric || ' ' || tag FROM rib
		WHERE node IN ('A', 'B', 'X') AND protocol LIKE 'ospf%' ORDER BY node, protocol, prefix")"
same 'processes: of two that are alike X uses that of the instance that stands first' 'ospf:2' \
	"$(sql processes.db "SELECT protocol FROM rib WHERE node = 'X' AND prefix = '10.8.0.0/24' AND best")"
same 'processes: after the stop of the second, X has the route of the first' '10.8.0.0/24 ospf' \
	"$(sql processes.db "SELECT prefix || ' ' || protocol FROM route WHERE node = 'X' AND time_ns BETWEEN 110000000000 AND 150000000000
		AND change = 'replace'")"
same 'processes: neighbours of X by instance' '1 10.0.0.1
2 10.0.0.2
2 10.0.0.3' "$(sql processes.db "SELECT process || ' ' || router_id FROM ospf_neighbors WHERE node = 'X' ORDER BY 1")"
same 'processes: router ids of X in Hellos' '10.0.0.9
10.0.0.99' "$(sql processes.db "SELECT DISTINCT peer FROM message WHERE direction = 'received' AND peer LIKE '10.0.0.9%' ORDER BY 1")"
same 'processes: packets that were refused' '' "$(sql processes.db "SELECT reason FROM packet_drop WHERE reason LIKE 'OSPF%'
	AND reason NOT LIKE '%MinLSArrival%'")"

# Two adjacencies with one router, over one cable: what is asked for on one comes in on the other meanwhile.
cat >vlans.xml <<'END'
<scenario name="vlans">
  <carrier name="c" asn="1">
    <node name="A" role="p"><loopback address="10.0.0.1/32"><ospf/></loopback> <ospf/></node>
    <node name="B" role="p"><loopback address="10.0.0.2/32"><ospf/></loopback> <ospf/></node>
    <link a="A:b" a-address="10.1.0.1/30" b="B:a" b-address="10.1.0.2/30" vlan="10"><ospf/></link>
    <link a="A:b" a-address="10.1.0.5/30" b="B:a" b-address="10.1.0.6/30" vlan="20"><ospf/></link>
  </carrier>
</scenario>
END
status 0 "$program" run vlans.xml -o vlans.db --record all --until 60s
same 'vlans: the network comes to rest' 1 "$(sql vlans.db 'SELECT count(*) FROM perturbation WHERE converged_ns IS NOT NULL')"
same 'vlans: requests for nothing' 0 "$(sql vlans.db "SELECT count(*) FROM message WHERE type = 'link-state-request' AND bytes = 24")"
same 'vlans: neighbours' '4 Full' "$(sql vlans.db 'SELECT count(*), state FROM ospf_neighbors GROUP BY state' | tr '|' ' ')"
finish
