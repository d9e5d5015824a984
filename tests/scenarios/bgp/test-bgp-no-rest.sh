#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A network that never comes to rest: the run is aborted, and what was expected is told all the same.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

rest=$(scenario tests/scenarios/bgp/no-rest.xml)
status 0 "$program" run "$rest" -o run.db
same 'it goes on to the end' 1 "$(sql run.db 'SELECT converged_ns IS NULL AND last_change_ns > 250e9 FROM perturbation')"
same 'each of A, B and C has been on both ways again and again' 'A B C' "$(sql run.db "
	SELECT group_concat(node, ' ') FROM (SELECT node, next_hop, count(*) AS n FROM route
		WHERE prefix = '10.0.0.1/32' AND node <> 'O' AND change <> 'remove' GROUP BY node, next_hop)
	WHERE next_hop LIKE '10.1.%' AND n > 2 ORDER BY node")"

sed 's/ until="300s"//; s|</scenario>|<expect-quiet before="60s"/>&|' "$rest" >endless.xml
status 3 "$program" run endless.xml -o endless.db --junit endless.junit
grep -q 'did not come to rest within an hour' stderr.txt || fail "stderr says $(cat stderr.txt)"
grep -q '^2 of 3 expectations met$' stdout.txt || fail "not 2 of 3 in: $(cat stdout.txt)"
same 'what is told of it' 'network at 60s: quiet by then|cold-start at 0s: not quiet before its end' \
	"$(sql endless.db 'SELECT name, detail FROM expectation WHERE NOT passed')"
same 'JUnit: failures, errors' 'tests="4" failures="1" errors="1"' "$(sed -n 's/^<testsuites \(.*\) time=.*/\1/p' endless.junit)"
grep -q '<error type="aborted" message="the run was aborted: the network did not come to rest' endless.junit ||
	fail "no error in the JUnit file: $(cat endless.junit)"
finish
