#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Whatever fails between two carriers and inside them, in each inter-AS option: packets may be lost as long as it lasts, but never
# come to the other VPN; and when all is well again, tables are as if nothing had been. CL_FAILURES="..." tries other seeds.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"
. "$CL_SRCDIR/tests/scenarios/compare/tables.sh"

# run_with SEED: the scenario in explicit.xml, into run.db.
run_with()
{
	awk -v seed="$1" -f "$source_dir/tests/scenarios/compare/failures.awk" explicit.xml >run.xml
	status 0 "$program" run run.xml -o run.db --record all
}

for file in "$source_dir"/scenarios/compare/option-*.xml; do
	name=$(basename "$file" .xml)
	status 0 "$program" expand "$file"
	mv stdout.txt explicit.xml
	run_with 0
	tables run.db >calm.txt
	[ "$(grep -c '^path.*delivered' calm.txt)" -eq 10 ] || fail "$name: flows do not arrive"
	for seed in ${CL_FAILURES:-1 2 3}; do
		run_with "$seed"
		tables run.db >found.txt
		cmp -s calm.txt found.txt || fail "$name, $seed: tables are others: $(diff calm.txt found.txt | head -8)"
		same "$name, $seed: what is misdelivered" '' \
			"$(sql run.db "SELECT flow, direction, reason FROM path WHERE verdict = 'misdelivered'")"
		same "$name, $seed: unexpected events" '' \
			"$(sql run.db 'SELECT node, protocol, from_state, event FROM transition WHERE unexpected')"
		[ "$(sql run.db "SELECT count(*) FROM outage WHERE start_ns > 60000000000")" -gt 0 ] || fail "$name, $seed: nothing fails"
	done
done
finish
