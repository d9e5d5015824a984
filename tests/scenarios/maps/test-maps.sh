#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Maps of real backbones with LDP, and then with BGP and a VPN that has a site at each router. The figures follow from the
# maps alone: they were computed by breadth-first search.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# run_map MAP DATABASE UNTIL [VARIABLE=VALUE]...: GEANT of 2012 has 40 routers and 61 links, Abilene of 2005 11 and 14.
run_map()
{
	local map=$1 database=$2 until=$3 variables=() ospf=$source_dir/tests/scenarios/ospf

	shift 3
	for variable in "$@"; do
		variables+=(-v "$variable")
	done
	awk -v name="$map" "${variables[@]}" -f "$ospf/network.awk" "$ospf/$map.edges" >map.xml
	status 0 "$program" run map.xml -o "$database" --until "$until"
}

# all DATABASE SELECT: the one value that a query finds, for all nodes alike; else all of them.
all()
{
	sql "$1" "SELECT DISTINCT n FROM ($2)" | tr '\n' ' ' | sed 's/ $//'
}

# With penultimate hop popping a path of h links has a label on h - 1: 5504 links less 1560 pairs.
run_map geant ldp.db 60s ldp=yes flows=yes
same 'sessions, from both ends' 122 "$(sql ldp.db "SELECT count(*) FROM ldp_sessions WHERE state = 'OPERATIONAL'")"
same 'link adjacencies, from both ends' 122 "$(sql ldp.db "SELECT count(*) FROM ldp_discovery WHERE interface IS NOT NULL AND peer IS NOT NULL")"
same 'FECs of each router' 40 "$(all ldp.db 'SELECT count(DISTINCT fec) AS n FROM ldp_bindings WHERE local IS NOT NULL GROUP BY node')"
same 'labels that each peer told' 40 "$(all ldp.db 'SELECT count(received) AS n FROM ldp_bindings GROUP BY node, peer')"
same 'implicit null comes from the neighbours' '' "$(sql ldp.db "SELECT node || ' ' || peers || ' ' || nulls FROM (
	SELECT node, count(DISTINCT peer) AS peers, sum(received = 3) AS nulls FROM ldp_bindings GROUP BY node) WHERE peers <> nulls")"
paths="SELECT path_id FROM path WHERE verdict = 'delivered' AND to_ns = (SELECT sim_end_ns FROM run)"
same 'paths, links, links with a label' '1560 5504 3944' "$(sql ldp.db "SELECT (SELECT count(*) FROM ($paths)) || ' ' || count(*) ||
	' ' || sum(stack_out <> '') FROM hop WHERE path_id IN ($paths) AND action IN ('forward', 'push', 'swap', 'pop')")"
same 'labels of the LSPs alone' 'ldp' "$(sql ldp.db "SELECT DISTINCT kinds_out FROM hop WHERE path_id IN ($paths) AND stack_out <> ''")"

# A full mesh of 780 sessions.
run_map geant vpn.db 200s ldp=yes vpn=yes
same 'sessions of BGP, from both ends' 1560 "$(sql vpn.db "SELECT count(*) FROM bgp_sessions WHERE state = 'Established'")"
in_vrf="SELECT count(*) AS n FROM fib_entry WHERE vrf = 'v' AND prefix LIKE '172.16.%/24' GROUP BY node"
same 'sites in each VRF' 40 "$(all vpn.db "$in_vrf")"

# FI is behind a bridge, SE - FI. What is known of it elsewhere goes, and the sessions to it when they hear no more.
run_map geant cut.db 400s ldp=yes vpn=yes down='<link a="36" b="37" state="down"/>'
same 'sites in the VRFs of both parts' '39 1' "$(all cut.db "$in_vrf ORDER BY n DESC")"
same 'LSPs and labels that are left of FI' 0 "$(sql cut.db "SELECT (SELECT count(*) FROM lsps WHERE fec = '10.0.39.1/32' AND node <> '37') +
	(SELECT count(*) FROM ldp_bindings WHERE fec = '10.0.39.1/32' AND node <> '37') +
	(SELECT count(*) FROM ldp_bindings WHERE peer = '10.0.39.1')")"
same 'VPN routes that are left of FI' 0 "$(sql cut.db "SELECT count(*) FROM bgp WHERE peer = '10.0.39.1'")"
same 'sessions of BGP without FI, from both ends' 1482 "$(sql cut.db "SELECT count(*) FROM bgp_sessions WHERE state = 'Established'")"

run_map abilene mesh.db 200s bgp=yes
same 'abilene: sessions of BGP, from both ends' 110 "$(sql mesh.db "SELECT count(*) FROM bgp_sessions WHERE state = 'Established'")"
finish
