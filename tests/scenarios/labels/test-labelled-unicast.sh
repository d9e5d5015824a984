#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Labelled unicast (RFC 8277) between ASes: how many labels who gives, what a default route has, and the same with the other way to
# configure it.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# labels DB NODE: how many of labelled BGP.
labels()
{
	status 0 "$program" show "$1" "$2" labels --format json
	sql :memory: "SELECT count(*) FROM json_each(readfile('stdout.txt'), '\$.labels') WHERE value ->> 'owner' = 'bgp-lu'"
}

# met SCENARIO NAME
met()
{
	status 0 "$program" check "$1"
	status 0 "$program" run "$1" -o "$2.db" --pcap "$2" --decode-all
	same "$2: expectations that are not met" '' "$(sql "$2.db" 'SELECT name FROM expectation WHERE NOT passed')"
	same "$2: how pings ended" reply "$(sql "$2.db" 'SELECT DISTINCT result FROM ping')"
	same "$2: nothing unexpected in any state machine" '' \
		"$(sql "$2.db" 'SELECT node, protocol, from_state, event FROM transition WHERE unexpected')"
}

transit=$(scenario tests/scenarios/labels/transit-as.xml)
met "$transit" transit
same 'labels of R1 and R2, given on receipt' '51 1' "$(labels transit.db R1) $(labels transit.db R2)"
sed 's| label-on-receipt="yes"||; /R2" table="labels"/d' "$transit" >told.xml
met "$PWD/told.xml" told
same 'labels of R1 and R2, given when they are told' '51 0' "$(labels told.db R1) $(labels told.db R2)"

# What of R2 is unlabelled goes, and comes again: so do the labels of R1.
sed 's|</scenario>|<at time="70s"><link a="R2" b="R3" state="down"/></at></scenario>|; /<expect-row/d' "$transit" >gone.xml
status 0 "$program" run gone.xml -o gone.db --until 400s
same 'labels of R1, once R3 is gone' 0 "$(labels gone.db R1)"

default=$(scenario tests/scenarios/labels/default-originate.xml)
met "$default" default
sed 's|send-label="only"|families="ipv4-labelled-unicast"|; s|<redistribute |&families="ipv4-labelled-unicast" |' "$default" >apart.xml
met "$PWD/apart.xml" apart
for run in default apart; do
	same "$run: label of the default route, as it comes" 0 \
		"$(sql $run.db "SELECT DISTINCT label FROM advertisement WHERE node = 'r2' AND direction = 'received' AND prefix = '0.0.0.0/0'")"
	command -v tshark >/dev/null || continue
	same "$run: label of packets that follow it" 0 "$(tshark -r $run/r1-r2--r2-r1.pcapng -Y 'icmp && mpls' -T fields -e mpls.label 2>/dev/null | sort -u)"
done

met "$(scenario tests/scenarios/labels/send-label-vrf.xml)" vrf
