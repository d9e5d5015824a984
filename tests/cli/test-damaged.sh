#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Databases of other versions, and damaged ones: one clear line and status 2, or what can be read of them; never a
# crash.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

"$program" run "$(scenario scenarios/l3vpn/intra-as.xml)" -o run.db >/dev/null || fail 'no run'

# refused DATABASE TEXT: by every verb that reads one.
refused()
{
	local verb

	for verb in "trace $1 CE-3 152.12.4.1" "show $1" "show $1 PE-2 routes --format json" "why $1 PE-2 152.12.4.0/24" "plot $1 outages --script"; do
		status 2 "$program" $verb
		grep -qF -- "$2" stderr.txt || fail "$verb does not say: $2 ($(cat stderr.txt))"
		same "$verb: lines told" 1 "$(wc -l <stderr.txt)"
		same "$verb: data" '' "$(cat stdout.txt)"
	done
}

cp run.db old.db
sql old.db "UPDATE r_run SET schema_version = 1, version = '0.0.1'"
refused old.db 'old.db: was recorded by version 0.0.1 with views of version 1, and this one reads version '
same 'the version also stands in the header' "$(sql run.db 'SELECT schema_version FROM run')" "$(sql run.db 'PRAGMA user_version')"
cp run.db former.db
sql former.db 'DROP VIEW session_event; UPDATE r_run SET schema_version = schema_version - 1'
refused former.db 'former.db: was recorded by version '
cp run.db empty.db
sql empty.db 'DELETE FROM r_run'
refused empty.db 'empty.db: has no run in it: run the scenario again'
echo 'nothing of the kind' >text.db
refused text.db 'text.db: is no recorded run'
sqlite3 other.db 'CREATE TABLE run(x)'
refused other.db 'other.db: is no recorded run'

# survives WHAT: the verbs end by themselves, and data is data.
survives()
{
	local verb found

	for verb in 'trace damaged.db CE-3 152.12.4.1 --format json' 'trace damaged.db CE-3 152.12.4.1' 'show damaged.db' \
		'show damaged.db PE-2 routes --format json' 'why damaged.db PE-2 152.12.4.0/24 --vrf VPN-B' 'plot damaged.db outages --format json' 'plot damaged.db labels --format json' \
		'plot damaged.db convergence --format json'; do
		found=0
		"$program" $verb >stdout.txt 2>stderr.txt || found=$?
		[ $found -le 2 ] && ! grep -q Sanitizer stderr.txt || fail "$1: $verb: status $found, $(cat stderr.txt)"
		[ $found -ne 0 ] || [ "${verb%json}" = "$verb" ] ||
			[ "$(sql :memory: "SELECT json_valid(CAST(readfile('stdout.txt') AS TEXT))")" = 1 ] || fail "$1: $verb: no JSON"
	done
}

# spoil TABLE ASSIGNMENTS
spoil()
{
	cp run.db damaged.db
	sql damaged.db "PRAGMA ignore_check_constraints = ON; UPDATE OR IGNORE $1 SET $2" 2>/dev/null
	survives "$1 with $2"
}

for table in r_run r_flow r_path r_hop r_node r_final_table r_route; do
	columns=$(sql run.db "SELECT name FROM pragma_table_info('$table') WHERE name NOT IN ('run_id', 'schema_version')
		AND NOT pk AND NOT \"notnull\"")
	for column in $columns; do
		spoil $table "\"$column\" = NULL"
	done
	for value in "x'ff00fe'" -9223372036854775808 9223372036854775807 "'1/2/3/4/5/6/7/8/9/10//'"; do
		spoil $table "$(printf '"%s" = '"$value, " $columns | sed 's/, $//')"
	done
	cp run.db damaged.db
	sql damaged.db "DROP TABLE $table"
	survives "without $table"
done

# A path with a hop that is none is told; half a file is no crash.
cp run.db damaged.db
sql damaged.db 'UPDATE r_hop SET action = NULL WHERE seq = 2'
status 2 "$program" trace damaged.db CE-3 152.12.4.1
same 'a damaged path' 'carrierlab: the recorded path of flow "vpn-b" is damaged: run the scenario again' "$(cat stderr.txt)"
for part in 2 3 5; do
	head -c $(($(stat -c %s run.db) / part)) run.db >damaged.db
	survives "a file of which 1/$part is left"
done
finish
