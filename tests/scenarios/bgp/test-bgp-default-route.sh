#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A route that would lead to its own next hop is not used, and the run comes to its end.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

at_the_end()
{
	sql d.db "SELECT peer, best, reason FROM bgp WHERE node = 'R' AND prefix = '0.0.0.0/0' ORDER BY peer"
}

status 0 "$program" run "$(scenario tests/scenarios/bgp/default-route.xml)" -o d.db --until 150s
same 'while nothing longer leads to E-1' '10.0.0.1|0|only a route to the same prefix leads to E-1
10.0.0.2|1|' "$(at_the_end)"
same 'the route in use' '10.0.0.2' "$(sql d.db "SELECT next_hop FROM rib WHERE node = 'R' AND prefix = '0.0.0.0/0' AND best")"
same 'what became of it at 100 s' 'remove||add|10.0.0.2' "$(sql d.db "SELECT change, next_hop FROM route WHERE node = 'R'
	AND prefix = '0.0.0.0/0' AND time_ns >= 100e9 ORDER BY id" | paste -s -d '|')"

status 0 "$program" run "$(scenario tests/scenarios/bgp/default-route.xml)" -o d.db
same 'when E-1 is back' '10.0.0.1|1|
10.0.0.2|0|' "$(at_the_end)"
finish
