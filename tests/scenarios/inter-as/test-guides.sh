#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Options B and C as a vendor's guide configures them: what it prints is what the scenarios expect. And what comes of it where a step of
# the guide is forgotten.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

for name in hw-option-b hw-option-b-rr hw-option-c; do
	status 0 "$program" run "$(scenario "tests/scenarios/inter-as/$name.xml")" -o "$name.db"
	same "$name: unexpected events" '' "$(sql "$name.db" 'SELECT node, protocol, from_state, event FROM transition WHERE unexpected')"
done

# forgotten NAME SED: the scenario after it, without what it expects
forgotten()
{
	sed "$2; /<expect/d; /<ping/d" "$(scenario "tests/scenarios/inter-as/$1.xml")" >"$1-forgotten.xml"
	status 0 "$program" run "$1-forgotten.xml" -o "$1-forgotten.db"
}

# stopped NAME NODE VRF PREFIX: where the route stopped on its way
stopped()
{
	status 0 "$program" why "$1-forgotten.db" "$2" "$4" --vrf "$3" --format json
	sql :memory: "SELECT value ->> 'node' || ': ' || (value ->> 'text') FROM json_each(readfile('stdout.txt'), '\$.stopped')"
}

# "undo policy vpn-target": an ASBR or a reflector without VRFs keeps VPN routes only where it is told to.
forgotten hw-option-b '/name="ASBR1"/,/<bgp>/s/<bgp>/<bgp keep-all="no">/'
same 'without "undo policy vpn-target" at ASBR1' \
	'ASBR1: refused 100:1 5.5.5.5/32 from 1.1.1.1: not kept: no VRF imports any of its route targets (1:1)' \
	"$(stopped hw-option-b PE2 vpn1 5.5.5.5/32)"
forgotten hw-option-b-rr '/name="RR"/,/<bgp>/s/<bgp>/<bgp keep-all="no">/'
same 'without it at the reflector' \
	'RR: refused 100:3 33.33.33.33/32 from 3.3.3.3: not kept: no VRF imports any of its route targets (111:1)' \
	"$(stopped hw-option-b-rr PE1 vpna 33.33.33.33/32)"
# A next hop outside of the AS is of no use there, as long as the ASBR does not put itself in its place, or makes a host route of it.
forgotten hw-option-b-rr '/name="ASBR1"/,/<\/node>/{s/ next-hop-self="vpnv4"//; s/remote-as="200"/& host-route="no"/}'
same 'without the ASBR as next hop' 'no route to 12.12.12.2' "$(sql hw-option-b-rr-forgotten.db "SELECT DISTINCT reason FROM bgp
	WHERE node = 'RR' AND rd = '200:2' AND family = 'vpnv4'")"
# "if-match mpls-label", "apply mpls-label": what ASBR1 tells without a label has no LSP behind it.
forgotten hw-option-c '/name="AS100"/,/<\/carrier>/s| <set-label/>||'
same 'without "apply mpls-label" towards PE1' 'no LSP to PE2' "$(sql hw-option-c-forgotten.db "SELECT DISTINCT reason FROM bgp
	WHERE node = 'PE1' AND rd = '200:1' AND family = 'vpnv4'")"
forgotten hw-option-c '/name="AS100"/,/<\/carrier>/s|<match-label/>||'
same 'without "if-match mpls-label" PE1 is told its own loopback' 2 "$(sql hw-option-c-forgotten.db "SELECT count(*) FROM bgp_out
	WHERE node = 'ASBR1' AND peers = '1.1.1.9'")"
finish
