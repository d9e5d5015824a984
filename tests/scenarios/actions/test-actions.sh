#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What an operator does to a running network, and what is so after a restart: beside what the scenarios expect
# of their flows, by which interfaces these go and what is recorded.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# run_scenario NAME: into NAME.db; every probe agrees with the walk.
run_scenario()
{
	status 0 "$program" run "$(scenario "tests/scenarios/actions/$1.xml")" -o "$1.db" --probe 1s
	same "$1: expectations" '1|' "$(sql "$1.db" "SELECT count(*) > 0, coalesce(group_concat(iif(passed, NULL, name)), '') FROM expectation")"
}

# ways NAME FLOW DIRECTION SECONDS: interfaces that the flow goes out of.
ways()
{
	sql "$1.db" "SELECT coalesce(group_concat(node || ':' || out_interface, ' '), '') FROM (SELECT node, out_interface FROM hop
		JOIN path USING (path_id) WHERE flow = '$2' AND direction = '$3' AND from_ns <= $4e9
		AND (to_ns > $4e9 OR to_ns IS NULL) AND out_interface IS NOT NULL ORDER BY seq)"
}

run_scenario links
same 'links: before' R-1:r2.10 "$(ways links two forward 99)"
same 'links: by the other VLAN' R-1:r2.20 "$(ways links two forward 101)"
same 'links: the far end does not know yet' R-2:r1.10 "$(ways links two reverse 101)"
same 'links: then it does' R-2:r1.20 "$(ways links two reverse 150)"
same 'links: the VLAN is up' R-1:r2.10 "$(ways links two forward 260)"
same 'links: the VLAN is lost' R-1:r2.20 "$(ways links two forward 350)"
same 'links: the VLAN is back' R-1:r2.10 "$(ways links two forward 460)"
same 'links: the port is shut' R-1:r3 "$(ways links three forward 510)"
same 'links: so it is after a restart' R-1:r3 "$(ways links three forward 600)"
same 'links: what R-1 sends is lost' 'R-1:r3 R-3:lan' "$(ways links two forward 860)"
same 'links: adjacencies that fell with the port' R-3 "$(sql links.db "SELECT group_concat(DISTINCT node) FROM transition
	WHERE protocol = 'ospf-neighbor' AND from_state = 'Full' AND time_ns = 500e9")"
same 'links: what is recorded' 'interface-shut R-1:r2.10
interface-up R-1:r2.10
interface-silent R-2:r1.10
interface-up R-2:r1.10
interface-shut R-3:lan
node-crash R-3
node-restart R-3
interface-up R-3:lan
link-loss R-1:r2--R-2:r1 loss 100% one-way
link-loss R-1--R-2 loss 10%
link-loss R-1--R-2 loss 0%' "$(sql links.db "SELECT kind || ' ' || target FROM perturbation WHERE kind <> 'cold-start' ORDER BY perturbation_id")"
same 'links: some are lost both ways' 'R-1 R-2' "$(sql links.db "SELECT group_concat(node, ' ') FROM (SELECT DISTINCT node FROM packet_drop
	WHERE reason LIKE 'lost on the link%' AND time_ns BETWEEN 960e9 AND 970e9 ORDER BY node)")"

# of_network DB: how PE-2 knows the prefix that PE-1 has a static route and, at times, a network statement for.
of_network()
{
	sql "$1" "SELECT origin || ' ' || coalesce(communities, '-') FROM bgp
		WHERE node = 'PE-2' AND vrf = 'A' AND prefix = '10.9.0.0/24' AND type = 'imported'"
}

run_scenario config
same 'config: the cheaper way' 'CE-2:pe PE-2:p1 P-1:pe1 PE-1:ce' "$(ways config host forward 49)"
same 'config: the other, since its cost' 'CE-2:pe PE-2:p2 P-2:pe1 PE-1:ce' "$(ways config host forward 80)"
same 'config: so it is after a restart' 'CE-2:pe PE-2:p2 P-2:pe1 PE-1:ce' "$(ways config lan forward 180)"
same 'config: the cheaper way again' 'CE-2:pe PE-2:p1 P-1:pe1 PE-1:ce' "$(ways config host forward 240)"
same 'config: a network statement' 'igp 1:77' "$(of_network config.db)"
for end in 95s 185s; do
	"$program" run "$(scenario tests/scenarios/actions/config.xml)" -o "config-$end.db" --until "$end" >/dev/null
	same "config: redistributed instead, at $end" 'incomplete -' "$(of_network "config-$end.db")"
	same "config: costs, at $end" 'PE-1 p1 100
PE-1 p2 20
PE-2 p1 100
PE-2 p2 20' "$(sql "config-$end.db" "SELECT node || ' ' || interface || ' ' || cost FROM ospf_interfaces
		WHERE node LIKE 'PE-%' AND interface LIKE 'p_' ORDER BY 1")"
done
same 'config: what CE-1 originates at the end' '10.255.1.1/32' "$(sql config.db "SELECT group_concat(prefix, ' ') FROM bgp
	WHERE node = 'CE-1' AND type = 'local'")"
status 0 "$program" why config.db PE-2 10.1.1.0/24 --vrf A
same 'config: why' 'network-removed CE-1 10.1.1.0/24' "$(grep -o 'operator .*' stdout.txt | sed 's/operator *//; q' | head -1)"

run_scenario vrf
same 'vrf: CE-1 loses carrier' 'TcpConnectionFails|1' "$(sql vrf.db "SELECT group_concat(DISTINCT event),
	(SELECT count(*) FROM transition WHERE node = 'CE-1' AND from_state = 'Established') FROM transition
	WHERE node = 'CE-1' AND protocol = 'bgp' AND from_state = 'Established'")"
same 'vrf: what PE-2 has in the end' '10.255.1.1/32 172.16.1.0/30 172.16.2.0/30 172.16.3.0/30' "$(sql vrf.db "SELECT group_concat(prefix, ' ')
	FROM (SELECT prefix FROM bgp WHERE node = 'PE-2' AND vrf = 'A' AND best ORDER BY prefix)")"
"$program" run "$(scenario tests/scenarios/actions/vrf.xml)" -o shut.db --until 155s >/dev/null
same 'vrf: interfaces of PE-1' 'b up
ce1 shut
ce3 shut
core up
lo up' "$(sql shut.db "SELECT interface || ' ' || state FROM interfaces WHERE node = 'PE-1' ORDER BY 1")"
same 'vrf: nothing of the VRF is left' '0|0|0' "$(sql shut.db "SELECT (SELECT count(*) FROM rib WHERE node = 'PE-1' AND vrf = 'A'),
	(SELECT count(*) FROM bgp WHERE node = 'PE-2' AND rd = '1:1' AND peer IS NOT NULL),
	(SELECT count(*) FROM lfib_entry WHERE node = 'PE-1' AND fec LIKE 'A %')")"
finish
