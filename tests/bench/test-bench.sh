#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The program behind `make bench` runs, and prints nothing but lines "name value unit", each name once.
set -u

out=$(tests/bench/bench --smoke) || exit 1
bad=$(grep -Ev '^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+ [0-9]+(\.[0-9]+)? [A-Za-z/]+$' <<<"$out")
if [ -n "$bad" ]; then
	printf 'not "name value unit":\n%s\n' "$bad"
	exit 1
fi
for name in event.{exp,net}.{1e3,1e5,1e6}{,.gtree,.heap4} timer.restart \
	intra.{wall,events,events_per_s} {ospf,ldp}.{grid,geant}.{wall,events,events_per_s,spf_runs,memory,messages} \
	{rr.{vpnv4,ipv4},asbr.vpnv4}.1e6.{time,bytes,withdraw.time} rr.peers.{10,500}.{time,per_message} \
	bgp.mesh50.{time,memory} carrier100.{wall,events,events_per_s,rss} \
	carrier100.unrecorded.processor carrier100.{summary,routes,all}.{processor,database} \
	carrier2x100.{a,ab,b,c,d}.{wall,processor,events,messages,rss}; do
	n=$(grep -c "^$name " <<<"$out")
	if [ "$n" -ne 1 ]; then
		echo "$name is printed $n times"
		exit 1
	fi
done
