#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A scenario with intent written out: explicit configuration, which is its own expansion and runs to the same digest.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# run NAME FILE: its digest, with the final state alone recorded.
run()
{
	local found=0

	"$program" run "$2" -o "$1.db" --record summary >/dev/null 2>stderr.txt || found=$?
	[ "$found" -le 1 ] || fail "$2: exit status $found: $(cat stderr.txt)"
	sql "$1.db" 'SELECT digest FROM run'
}

while read -r file; do
	name=${file#"$source_dir"/}
	status 0 "$program" expand "$file"
	mv stdout.txt explicit.xml
	status 0 "$program" expand explicit.xml
	cmp -s stdout.txt explicit.xml || fail "$name: its expansion expands to something else: $(diff explicit.xml stdout.txt | head -5)"
	digest=$(run written "$file")
	[ -n "$digest" ] || fail "$name: no digest"
	same "$name: the digest of its expansion" "$digest" "$(run explicit explicit.xml)"
	sqlite3 written.db 'SELECT scenario_text FROM run' | head -c -1 | cmp -s - explicit.xml || fail "$name: the database holds another scenario"
	rm -f written.db explicit.db
done < <(grep -l '<scenario' $(find "$source_dir/scenarios" "$source_dir/tests" -name '*.xml' | sort))

# What is written by intent does what is expected of it.
for name in intent hub-spoke; do
	status 0 "$program" run "$(scenario tests/scenarios/load/$name.xml)" -o run.db
done

# The examples of the documentation are met; those that begin with the name of a file are what others include.
awk '/^```xml$/ { inside = 1; name = ""; next }
	/^```$/ { inside = 0 }
	inside && name == "" { name = $1 == "<!--" ? $2 : $1 == "<scenario" ? "example-" $2 ".xml" : "/dev/null"
		gsub(/name=|[">]/, "", name) }
	inside { print > name }' "$source_dir/docs/SCENARIO-FORMAT.md"
for file in example-*.xml; do
	status 0 "$program" run "$file" -o example.db
done
# What a run has recorded does not need the files that it was made from.
status 0 "$program" run example-a-chain.xml -o example.db
mkdir away && mv example-a-chain.xml watched.xml away
status 0 "$program" trace example.db B 10.0.0.3 --at 59s
grep -q "at 59 s: delivered" stdout.txt || fail "a trace of what was not watched: $(cat stdout.txt)"
mv away/* .
same 'they are there' 'example-a-chain.xml example-option-b.xml example-reflected.xml example-two-routers.xml example-two-sites.xml' "$(echo example-*.xml)"

sed 's/role="p"/role="q"/' "$(scenario scenarios/l3vpn/intra-as.xml)" >wrong.xml
status 2 "$program" expand wrong.xml
same 'nothing of a scenario with mistakes' '' "$(cat stdout.txt)"
same 'but what is wrong' 'wrong.xml:13: role="q" of <node> cannot be read; write one of pe, p, asbr, rr, ce' "$(cat stderr.txt)"
finish
