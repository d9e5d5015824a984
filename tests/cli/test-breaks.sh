#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# It breaks like a network, and heals unaided: three scenarios, and what must be seen in their records.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# at KIND: when the operator acted, in nanoseconds.
at()
{
	sql run.db "SELECT time_ns FROM action WHERE kind = '$1'"
}

run()
{
	status 0 "$program" run "$(scenario "tests/scenarios/first-light/$1.xml")" -o run.db --record all
	same "$1: expectations not met" '' "$(sql run.db 'SELECT line, name, detail FROM expectation WHERE NOT passed')"
	same "$1: nothing unexpected in any state machine" '' \
		"$(sql run.db 'SELECT node, protocol, from_state, event FROM transition WHERE unexpected')"
	same "$1: delivered at the end" 2 \
		"$(sql run.db "SELECT count(*) FROM path, run WHERE to_ns = sim_end_ns AND verdict = 'delivered'")"
}

# seconds from the action to the first matching transition
falls_after()
{
	sql run.db "SELECT (min(time_ns) - $(at "$1")) / 1e9 FROM transition WHERE time_ns > $(at "$1") AND $2"
}

# between WHAT LOW HIGH FOUND
between()
{
	awk -v low="$2" -v high="$3" -v found="$4" 'BEGIN { exit !(found != "" && found >= low && found <= high) }' ||
		fail "$1: ${4:-never} is not between $2 and $3 seconds"
}

run ldp-off
off=$(at protocol-stop)
# Labels that are still in use when P has forgotten them meet nothing there for a millisecond.
same 'LDP off: why, where, and until it is back' 'PE-2 no LSP to PE-1 1' "$(sql run.db "
	SELECT node, reason, to_ns >= $(at protocol-start) FROM path JOIN hop USING (path_id)
	WHERE direction = 'forward' AND from_ns > $off AND from_ns < $off + 10000000
	AND verdict = 'dropped' ORDER BY from_ns DESC, seq DESC LIMIT 1" | tr '|' ' ')"
same 'LDP off: BGP stays up' '' "$(sql run.db "SELECT node FROM transition WHERE time_ns >= $off
	AND protocol = 'bgp' AND from_state = 'Established'")"
same 'LDP off: OSPF stays up' '' "$(sql run.db "SELECT node FROM transition WHERE time_ns >= $off
	AND protocol = 'ospf-neighbor' AND from_state = 'Full'")"

run silent-cut
cut=$(at link-silent)
same 'silent cut: dropped at that very instant' 'P' "$(sql run.db "
	SELECT node FROM path JOIN hop USING (path_id) WHERE direction = 'forward' AND from_ns = $cut
	AND verdict = 'dropped' ORDER BY seq DESC LIMIT 1")"
between 'silent cut: OSPF falls at the dead interval' 30 40 \
	"$(falls_after link-silent "protocol = 'ospf-neighbor' AND from_state = 'Full'")"
between 'silent cut: the LDP session falls with its hello adjacency' 10 15 \
	"$(falls_after link-silent "protocol = 'ldp-session' AND from_state = 'OPERATIONAL'")"
between 'silent cut: BGP falls at its hold time' 120 180 \
	"$(falls_after link-silent "protocol = 'bgp' AND from_state = 'Established'")"

run wrong-rt
same 'wrong route target: the recorded refusal' \
	'PE-2 1:27 152.12.4.0/24 no VRF imports any of its route targets (1:999)' \
	"$(sql run.db "SELECT DISTINCT node, rd, prefix, reason FROM refusal WHERE prefix = '152.12.4.0/24'" | tr '|' ' ')"
same 'wrong route target: BGP stays up' '' "$(sql run.db "SELECT node FROM transition WHERE
	protocol = 'bgp' AND from_state = 'Established'")"
finish
