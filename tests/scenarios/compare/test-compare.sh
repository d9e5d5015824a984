#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The same two carriers joined by each inter-AS option: the scenarios differ in how they are joined and in nothing else, and
# where the first pair of border routers fails the second one takes over.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

folder=$source_dir/scenarios/compare
options=$(cd "$folder" && ls option-*.xml)

# What of an expanded scenario is the same in all: not what border routers and reflectors are configured to do, which families
# internal sessions have, other carriers, the links between carriers, what a flow looks like, and rows of tables.
common()
{
	awk '
		/<carrier / { other = !/name="carrier-[12]"/ }
		other { other = !/<\/carrier>/; next }
		/<node name="(ASBR|RR)-.*role=/ { special = 1; print; next }
		special && /<\/node>/ { special = 0 }
		special && !/<loopback / { next }
		/<link .*:border"/ || /<expect-row / { next }
		/<scenario / { next }
		{ sub(/ families="[^"]*"/, ""); sub(/ path="[^"]*"/, ""); print }
	' "$1"
}

# passed DB SECONDS: the border routers of carrier 1 that flows between carriers pass then, both ways. Those of carrier 2 are
# the others of their pairs, unless a carrier is in between.
passed()
{
	sql "$1" "SELECT group_concat(node, ' ') FROM (SELECT DISTINCT node FROM hop JOIN path USING (path_id)
		WHERE flow IN ('a-1-3', 'a-2-3', 'b-1-2', 'b-1-3') AND node LIKE 'ASBR-1_'
			AND from_ns <= $2 * 1000000000 AND coalesce(to_ns, 1e12) > $2 * 1000000000 ORDER BY node)"
}

# When the first pair fails: flows that are out at once, both ways, and how many of them are back within 20 ms.
outages()
{
	sql "$1" "SELECT start_ns / 1000000000, count(*), sum(end_ns - start_ns BETWEEN 1e6 AND 2e7) FROM outage
		WHERE flow <> 'a-to-b' AND start_ns IN (70000000000, 100000000000) GROUP BY start_ns"
}

for file in $options; do
	name=${file%.xml}
	status 0 "$program" expand "$folder/$file"
	common stdout.txt >"$name.common"
	cmp -s option-a.common "$name.common" ||
		fail "$name: what has nothing to do with the border differs: $(diff option-a.common "$name.common" | head -5)"
	status 0 "$program" run "$folder/$file" -o "$name.db"
	same "$name: expectations that are not met" '' "$(sql "$name.db" 'SELECT name FROM expectation WHERE NOT passed')"
	same "$name: nothing unexpected in any state machine" '' \
		"$(sql "$name.db" 'SELECT node, protocol, from_state, event FROM transition WHERE unexpected')"
	for time in 60 90 160; do
		same "$name: border routers at $time s" ASBR-11 "$(passed "$name.db" $time)"
	done
	for time in 71 101; do
		same "$name: border routers at $time s" ASBR-12 "$(passed "$name.db" $time)"
	done
	same "$name: outages" '70|8|8
100|8|8' "$(outages "$name.db")"
done
finish
