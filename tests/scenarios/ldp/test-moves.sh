#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Routes move while labels are on their way: networks by chance, in which every flow is walked at every instant. Packets may go
# in a circle as long as routers know different things of the network, or be lost, but never come out in another VPN; and when
# all is well again they arrive, with labels. CL_MOVES="..." tries other seeds.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"
here=$source_dir/tests/scenarios/ldp

for seed in ${CL_MOVES:-1 2 3 119 176 213 227}; do
	awk -v seed="$seed" -f "$here/moves.awk" >moves.xml
	status 0 "$program" run moves.xml -o moves.db --record all
	same "$seed: what is misdelivered" '' "$(sql moves.db "SELECT flow, direction, reason FROM path WHERE verdict = 'misdelivered'")"
	same "$seed: what is lost at the end" '' "$(sql moves.db "SELECT flow, direction, verdict, reason, from_ns / 1000000 FROM path
		WHERE verdict <> 'delivered' AND to_ns = (SELECT sim_end_ns FROM run)")"
	same "$seed: circles of more than 30 s" '' "$(sql moves.db "SELECT flow, direction, start_ns / 1000000 FROM outage
		WHERE kind = 'loop' AND end_ns - start_ns > 30000000000")"
	same "$seed: unexpected events" '' "$(sql moves.db "SELECT node, protocol, from_state, event FROM transition WHERE unexpected")"
	[ "$(sql moves.db "SELECT count(*) FROM outage WHERE start_ns > 60000000000")" -gt 0 ] || fail "$seed: nothing fails"
done
finish
