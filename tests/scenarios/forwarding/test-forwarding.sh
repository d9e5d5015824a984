#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What the forwarding plane does, seen from the command line: traceroute, static labels, VLANs, segments, TTL
# models; and what of it stands in the captures.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# run_scenario NAME FILE: into NAME.db, captures into NAME.
run_scenario()
{
	status 0 "$program" run "$2" -o "$1.db" --pcap "$1"
	same "$1: expectations that are not met" '' "$(sql "$1.db" 'SELECT name FROM expectation WHERE NOT passed')"
}

# traced NAME EXPECTED: each probe's TTL, responder and labels.
traced()
{
	same "$1: traceroute" "$2" "$(sql "$1.db" "SELECT group_concat(trim(ttl || ' ' || responder || ' ' ||
		coalesce(labels, '')), ', ') FROM (SELECT * FROM traceroute ORDER BY id)")"
}

# clean NAME: tshark finds nothing malformed.
clean()
{
	local file

	command -v tshark >/dev/null || return
	for file in "$1"/*.pcapng; do
		same "$file: malformed frames" '' "$(tshark -r "$file" -Y _ws.malformed 2>/dev/null)"
	done
}

run_scenario static-labels "$(scenario tests/scenarios/forwarding/static-labels.xml)"
traced static-labels '1 192.168.3.1, 2 10.1.0.6 1001/29, 3 10.1.0.1 29, 4 152.12.4.1'
clean static-labels

run_scenario vlans "$(scenario tests/scenarios/forwarding/vlans.xml)"
traced vlans '1 10.1.0.1, 2 10.0.0.2, 3 10.2.0.3'
clean vlans

# The same path in the pipe model: the core is one hop, and the far end sees one decrement per carrier edge.
sed 's/role="pe"/& ttl-model="pipe"/; s/role="p"/& ttl-model="pipe"/' \
	"$(scenario tests/scenarios/forwarding/static-labels.xml)" >pipe.xml
run_scenario pipe pipe.xml
traced pipe '1 192.168.3.1, 2 10.1.0.1 29, 3 152.12.4.1'
status 0 "$program" trace pipe.db CE-3 152.12.4.1 --format json
same 'pipe: TTLs of the labels' '255 255,255' "$(sql :memory: "SELECT group_concat((
	SELECT group_concat(l.value ->> 'ttl', ' ') FROM json_each(h.value, '\$.stack_out') AS l))
	FROM json_each(readfile('stdout.txt'), '\$.hops') AS h")"

# A range of labels that is used up is told, and what goes on without a label goes on.
sed 's|<node name="PE-2"[^>]*>|&<mpls label-first="100" label-last="101"/>|' \
	"$(scenario scenarios/l3vpn/intra-as.xml)" >range.xml
run_scenario range range.xml
same 'labels of a range' '100 101' "$(sql range.db "SELECT group_concat(label, ' ')
	FROM (SELECT label FROM labels WHERE node = 'PE-2' ORDER BY label)")"
same 'FECs for which none was left' '10.0.0.1/32 10.0.0.3/32 10.1.0.0/30' "$(sql range.db "
	SELECT group_concat(prefix, ' ') FROM (SELECT DISTINCT prefix FROM refusal WHERE node = 'PE-2' AND protocol = 'ldp'
		AND reason = 'no label: the label range is used up' ORDER BY prefix)")"
finish
