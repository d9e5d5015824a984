#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# In every scenario, packets meet what the walk through the tables says, wherever these were stable during
# their flight.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# probe FILE: in large networks, fewer packets. Without rows to expect, which are looked for at every instant, and
# each packet makes many of them.
probe()
{
	local interval=10ms name=${1#"$source_dir"/} found=0

	"$program" expand "$1" 2>stderr.txt | grep -v '^ *<expect-row' >probed.xml
	[ "$(grep -c '<node ' probed.xml)" -le 50 ] || interval=1s
	"$program" run probed.xml -o run.db --record summary --probe $interval --format json >out.json 2>stderr.txt || found=$?
	if [ "$found" -gt 1 ]; then
		fail "$name: exit status $found: $(cat stderr.txt)"
		return
	fi
	same "$name: probes that disagree with the walk" '' "$(sql :memory: "
		SELECT p.value ->> 'flow', d.value ->> 'sent_s', d.value ->> 'direction', d.value ->> 'text'
		FROM json_each(readfile('out.json'), '\$.probes') AS p, json_each(p.value, '\$.disagreements') AS d")"
	sql :memory: "SELECT '$name: ' || (p.value ->> 'flow') || ': ' || (p.value ->> 'sent') || ' sent, '
			|| (p.value ->> 'stable') || ' compared' FROM json_each(readfile('out.json'), '\$.probes') AS p"
	same "$name: flows of which hardly a probe could be compared" '' "$(sql :memory: "
		SELECT p.value ->> 'flow' FROM json_each(readfile('out.json'), '\$.probes') AS p
		WHERE (p.value ->> 'stable') * 2 < (p.value ->> 'sent')")"
	same "$name: it has a flow" 1 "$(sql :memory: "SELECT json_array_length(readfile('out.json'), '\$.flows') > 0")"
	same "$name: flows that were not probed" '' "$(sql :memory: "
		SELECT f.value ->> 'flow' FROM json_each(readfile('out.json'), '\$.flows') AS f
		WHERE f.value ->> 'flow' NOT IN (SELECT p.value ->> 'flow'
			FROM json_each(readfile('out.json'), '\$.probes') AS p WHERE p.value ->> 'sent' > 0)")"
}

files=0
while read -r file; do
	probe "$file"
	files=$((files + 1))
done < <(grep -l '<scenario' $(find "$source_dir/scenarios" "$source_dir/tests/scenarios" -name '*.xml' | sort))
[ "$files" -gt 0 ] || fail 'there is no scenario'

# A row for each, with the record that ended it.
intra=$(scenario scenarios/l3vpn/intra-as.xml)
status 0 "$program" run "$intra" -o run.db --record all --probe 1s
grep -q 'probes of vpn-b: .* stable, all agree' stdout.txt || fail "the summary says $(grep probes stdout.txt)"
same 'as many rows as there are probes whose end is known' \
	"$(sed -n 's/.*probes of vpn-b: .* sent, \(.* delivered, .* dropped\)[,;].*/\1/p' stdout.txt)" \
	"$(sql run.db "SELECT count(*) FILTER (WHERE result = 'delivered') || ' delivered, '
		|| count(*) FILTER (WHERE result = 'dropped') || ' dropped' FROM probe")"
same 'every probe has the record that ended it as cause' '' "$(sql run.db "
	SELECT p.id FROM probe AS p LEFT JOIN message AS m ON m.id = p.cause_id AND m.type = 'echo'
			AND m.direction = 'received' AND m.node = p.node
		LEFT JOIN packet_drop AS d ON d.id = p.cause_id AND d.node = p.node AND d.reason = p.reason
	WHERE CASE p.result WHEN 'delivered' THEN m.id ELSE d.id END IS NULL")"
same 'stable probes were sent within the interval of their path' '' "$(sql run.db "
	SELECT p.id FROM probe AS p LEFT JOIN path USING (path_id)
	WHERE p.stable AND NOT (p.sent_ns >= from_ns AND p.time_ns <= to_ns
		AND (p.result = 'delivered') = (verdict = 'delivered') AND p.disagreement IS NULL)")"
same 'TTL of what arrives' 61 "$(sql run.db "SELECT DISTINCT ttl FROM probe WHERE result = 'delivered'")"
finish
