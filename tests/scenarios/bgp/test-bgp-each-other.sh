#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Routes of BGP that lead to each other, a session over a route of BGP, a static route over one: no loop, and rest after each change.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

status 0 "$program" run "$(scenario tests/scenarios/bgp/each-other.xml)" -o e.db
same 'what A has of X and Z' '20.1.0.0/16|0|no route to X
20.2.0.0/16|0|no route to X
20.3.0.0/16|1|
20.3.1.0/24|0|resolves through itself
30.0.0.0/16|1|' "$(sql e.db "SELECT prefix, best, reason FROM rib WHERE node = 'A' AND prefix GLOB '[23]0.*' ORDER BY prefix")"
same 'the session over a route of BGP, which is lost with it' 'Established|2|1' \
	"$(sql e.db "SELECT state, established, lost FROM bgp_neighbors WHERE node = 'A' AND peer = '20.3.1.1'")"
same 'what does not come to rest' '' "$(sql e.db 'SELECT kind, target FROM perturbation WHERE converged_ns IS NULL')"
same 'the static route, and what X is told of it' 'A add
X add
A remove
X remove
A add
X add' "$(sql e.db "SELECT node, change FROM route WHERE prefix = '30.0.0.0/16' AND node IN ('A', 'X') ORDER BY id" | tr '|' ' ')"
same 'unexpected events' '' "$(sql e.db 'SELECT node, from_state, event FROM transition WHERE unexpected')"
finish
