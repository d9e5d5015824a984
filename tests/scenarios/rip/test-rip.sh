#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Networks of RIP: what FRR has, configured alike; the end of RIP's world; failures that are told of, that are not, and
# that are told of wrongly; a customer's site and its PE.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"
here=$source_dir/tests/scenarios/rip

routes="SELECT prefix, metric, coalesce(next_hop, '-'), coalesce([from], '-'), kind FROM rip_routes WHERE node ="

status 0 "$program" run "$here/passive.xml" -o run.db --record all --pcap=pcap
same 'passive: R1' '192.168.2.0/24|3|193.1.1.2|193.1.1.2|learned
192.168.3.0/24|3|193.1.1.2|193.1.1.2|learned
192.168.98.0/24|1|-|-|interface
192.168.99.0/24|1|-|-|interface
193.1.1.0/26|1|-|-|interface
193.1.2.0/24|2|193.1.1.2|193.1.1.2|learned' "$(sql run.db "$routes 'R1'")"
same 'passive: R2' '192.168.2.0/24|2|193.1.2.2|193.1.2.2|learned
192.168.3.0/24|2|193.1.2.2|193.1.2.2|learned
192.168.98.0/24|2|193.1.1.1|193.1.1.1|learned
192.168.99.0/24|2|193.1.1.1|193.1.1.1|learned
193.1.1.0/26|1|-|-|interface
193.1.2.0/24|1|-|-|interface' "$(sql run.db "$routes 'R2'")"
same 'passive: R3' '192.168.2.0/24|1|192.168.3.10|-|redistributed
192.168.3.0/24|1|-|-|redistributed
192.168.98.0/24|3|193.1.2.1|193.1.2.1|learned
192.168.99.0/24|3|193.1.2.1|193.1.2.1|learned
193.1.1.0/26|2|193.1.2.1|193.1.2.1|learned
193.1.2.0/24|1|-|-|interface' "$(sql run.db "$routes 'R3'")"
same 'passive: distance in the RIB' '120|3' \
	"$(sql run.db "SELECT distance, metric FROM rib WHERE node = 'R1' AND prefix = '192.168.2.0/24'")"
same 'passive: who hears RIP' 'R1 R2 R3' \
	"$(sql run.db "SELECT group_concat(DISTINCT node) FROM (SELECT node FROM message
		WHERE protocol = 'rip' ORDER BY node)" | tr , ' ')"
if command -v tshark >/dev/null; then
	same 'passive: RIP on the link of the passive interface' 0 "$(tshark -r pcap/*eth3*.pcapng rip 2>/dev/null | wc -l)"
	[ "$(tshark -r pcap/*R2-eth0*.pcapng rip 2>/dev/null | wc -l)" -gt 10 ] ||
		fail "passive: RIP on R1's link to R2: $(ls pcap)"
fi

status 0 "$program" run "$here/chain.xml" -o run.db
same 'chain: who is known at the end, and at what metric' '10.0.0.2/32|2 10.0.0.15/32|15' \
	"$(sql run.db "SELECT prefix || '|' || metric FROM rip_routes WHERE node = 'R1' AND kind = 'learned' AND metric < 16
		AND prefix IN ('10.0.0.2/32', '10.0.0.15/32', '10.0.0.16/32', '10.0.0.17/32') ORDER BY metric" | paste -sd ' ')"
same 'chain: what R2 says of R17 is too far away' "R2|10.0.0.17/32|10.1.2.2
R1|10.0.0.16/32|10.1.1.2" "$(sql run.db "SELECT DISTINCT node, prefix, peer FROM refusal
		WHERE reason LIKE '%too far away' AND prefix LIKE '10.0.0.1_/32' AND node IN ('R1', 'R2') ORDER BY node DESC")"
same 'chain: R1 loses the rest of the chain with R8, and has it again' '300 8, 400 8' \
	"$(sql run.db "SELECT group_concat(CASE WHEN time_ns < 400e9 THEN '300 ' ELSE '400 ' END || n, ', ') FROM (
		SELECT time_ns, count(*) AS n FROM route WHERE node = 'R1' AND prefix LIKE '10.0.0.%/32' AND time_ns > 300e9
		GROUP BY time_ns < 400e9 ORDER BY time_ns)")"

# Poisoned reverse keeps R1 from believing what it has said itself.
changes="SELECT count(*) FROM route WHERE node = 'R1' AND prefix = '10.3.0.0/24' AND time_ns > 101e9"
loops="SELECT count(*) FROM outage WHERE kind = 'loop'"
status 0 "$program" run "$here/loop.xml" -o run.db
same 'loop: with split horizon' '0 0' "$(sql run.db "$changes") $(sql run.db "$loops")"
same 'loop: nobody waits for lost routes to be forgotten' 1 "$(sql run.db "SELECT converged_ns - time_ns < 60000000000
	FROM perturbation WHERE kind = 'link-up'")"
for split in simple none; do
	sed "s|<rip/></link>|<rip split-horizon=\"$split\"/></link>|" "$here/loop.xml" >$split.xml
	status 0 "$program" run $split.xml -o $split.db
done
same 'loop: with simple split horizon' '0 0' "$(sql simple.db "$changes") $(sql simple.db "$loops")"
same 'loop: counting to infinity without' '8 1' "$(sql none.db "$changes") $(sql none.db "$loops")"
same 'loop: triggered updates end it within a minute' 1 \
	"$(sql none.db "SELECT (end_ns - start_ns) / 60000000000 = 0 FROM outage WHERE kind = 'loop'")"

# The route times out 180 s after the last update before the failure, and is forgotten 120 s later.
status 0 "$program" run "$here/timeout.xml" -o run.db --record all
last=$(sql run.db "SELECT max(time_ns) FROM message WHERE node = 'R2' AND protocol = 'rip' AND direction = 'received'
	AND peer = '10.1.2.1' AND time_ns < 100e9")
same 'timeout: after 180 s' "$((last + 180000000000))|remove" "$(sql run.db "SELECT time_ns, change FROM route
	WHERE node = 'R2' AND prefix = '10.0.0.1/32' AND time_ns > 100e9 ORDER BY id LIMIT 1")"
same 'timeout: the longer way, then the shorter one' '10.2.3.2 r3, 10.1.2.1 r1' \
	"$(sql run.db "SELECT group_concat(next_hop, ', ') FROM (SELECT next_hop FROM route
		WHERE node = 'R2' AND prefix = '10.0.0.1/32' AND time_ns > 100e9 AND change <> 'remove' ORDER BY id)")"

status 0 "$program" run "$here/pe-ce.xml" -o run.db
same 'pe-ce: C1' '172.16.1.0/24|1|interface|0
172.16.2.0/24|2|learned|0
192.168.1.0/30|1|interface|0
192.168.2.0/30|2|learned|0' "$(sql run.db "SELECT prefix, metric, kind, tag FROM rip_routes WHERE node = 'C1'")"
same 'pe-ce: C2, with the map and the default route' '0.0.0.0/0|4|learned|0
172.16.1.0/24|6|learned|77
172.16.2.0/24|1|interface|0
192.168.2.0/30|1|interface|0' "$(sql run.db "SELECT prefix, metric, kind, tag FROM rip_routes WHERE node = 'C2'")"
same "pe-ce: the metric of the site's route goes along" 2 "$(sql run.db "SELECT med FROM bgp WHERE node = 'PE-1'
	AND family = 'vpnv4' AND prefix = '172.16.2.0/24'")"
same 'pe-ce: what the map denies is told' 'route-map to-site: no entry matches' \
	"$(sql run.db "SELECT DISTINCT reason FROM refusal WHERE node = 'PE-2' AND protocol = 'rip'")"
sed '/C1:pe/s|</link>|<end node="C1"><rip authentication="simple" key="blue"/></end></link>|' "$here/pe-ce.xml" >blue.xml
status 1 "$program" run blue.xml -o run.db
same 'pe-ce: another password' 'C1
PE-1' "$(sql run.db "SELECT DISTINCT node FROM packet_drop WHERE reason = 'RIP password is wrong' ORDER BY node")"

# An operator stops RIP: its neighbours hear of it at once. Then it is started again.
sed -e 's|</scenario>|<at time="200s"><protocol node="R3" name="rip" running="no"/></at><at time="300s"><protocol node="R3" name="rip" running="yes"/></at></scenario>|' \
	"$here/passive.xml" >stop.xml
status 0 "$program" run stop.xml -o run.db
same 'stop and start' 'remove|1
add|1' "$(sql run.db "SELECT change, time_ns < 310e9 AND (time_ns < 201e9) = (change = 'remove') FROM route
	WHERE node = 'R1' AND prefix = '192.168.2.0/24' AND time_ns > 100e9 ORDER BY id")"
finish
