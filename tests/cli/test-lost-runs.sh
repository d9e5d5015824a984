#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs that do not come to their end leave a readable database: killed, and out of space.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

intra=$(scenario scenarios/l3vpn/intra-as.xml)

# Long enough to be killed while it runs.
"$program" run "$intra" -o killed.db --record all --until 1000h >/dev/null 2>&1 &
pid=$!
for _ in $(seq 100); do
	[ "$(sql killed.db 'SELECT count(*) FROM route' 2>/dev/null || echo 0)" != 0 ] && break
	sleep 0.1
done
kill -9 $pid
wait $pid 2>/dev/null
same 'killed: status' running "$(sql killed.db 'SELECT status FROM run')"
same 'killed: the file is sound' ok "$(sql killed.db 'PRAGMA integrity_check')"
same 'killed: rows are there' yes "$(sql killed.db "SELECT CASE WHEN count(*) THEN 'yes' END FROM route")"
status 0 "$program" trace killed.db CE-3 152.12.4.1
# It is recorded up to the last record of any kind: hellos go on after the paths have come to be as they are.
last=$(sql killed.db 'SELECT max(time_ns) / 1000000000 FROM message')
[ "$last" -gt 100 ] || fail "the run was killed too early: at $last s"
grep -q "^carrierlab: this run did not come to its end; it is recorded up to $last[. ]" stderr.txt ||
	fail "trace of a killed run says $(cat stderr.txt)"
grep -q "^CE-3 -> 152.12.4.1 (CE-2) at $last[. ]" stdout.txt || fail "trace of a killed run shows $(head -n 1 stdout.txt)"
status 0 "$program" trace killed.db CE-3 152.12.4.1 --at 90s
status 2 "$program" trace killed.db CE-3 152.12.4.1 --at 2000h
grep -q "the record ends at $last[. ]" stderr.txt || fail "beyond the record: $(cat stderr.txt)"
status 0 "$program" run "$intra" -o killed.db
same 'a database of a killed run is replaced' complete "$(sql killed.db 'SELECT status FROM run')"

# A limit on the size of files stands for a full disk; without the signal a write fails.
(
	trap '' XFSZ
	ulimit -f 300
	"$program" run "$intra" -o full.db --record all --until 20h --junit full.junit >stdout.txt 2>stderr.txt
)
same 'full: exit status' 3 $?
grep -q 'cannot write .*full.db' stderr.txt || fail "full: stderr says $(cat stderr.txt)"
same 'full: JUnit' 1 "$(grep -c '<error type="aborted" message="the run was aborted: cannot write .*full.db' full.junit)"
same 'full: JUnit to its end' '</testsuites>' "$(tail -n 1 full.junit)"
same 'full: status' running "$(sql full.db 'SELECT status FROM run')"
same 'full: the file is sound' ok "$(sql full.db 'PRAGMA integrity_check')"

# The same while the tables of the nodes are written, which many routes make long.
awk '{ print } /route prefix="152.12.4.0\/24"/ {
	for (i = 0; i < 19900; i++)
		printf "<route prefix=\"20.%d.%d.0/24\" via=\"192.168.2.2\"/>\n", int(i / 256), i % 256
	print "</static>"
}' "$intra" | sed 's|\(152.12.4.0/24" via="192.168.2.2"/>\)</static>|\1|' >big.xml
status 0 "$program" run big.xml -o big.db --record summary
size=$(stat -c %s big.db)
[ "$(sql big.db "SELECT sum(rows) > 150000 FROM final_table")" = 1 ] || fail 'big.db has too few rows'

rm killed.db
"$program" run big.xml -o killed.db --record summary >/dev/null 2>&1 &
pid=$!
while [ "$(stat -c %s killed.db 2>/dev/null || echo 0)" -lt $((size / 3)) ]; do
	kill -0 $pid 2>/dev/null || break
done
kill -9 $pid 2>/dev/null
wait $pid 2>/dev/null
if [ "$(sql killed.db 'SELECT status FROM run')" = complete ]; then
	echo 'the run was faster than its killer: nothing is tested'
else
	same 'killed late: status' running "$(sql killed.db 'SELECT status FROM run')"
	same 'killed late: the file is sound' ok "$(sql killed.db 'PRAGMA integrity_check')"
	status 2 "$program" show killed.db CE-3 routes
	grep -q 'did not come to its end (status "running")' stderr.txt ||
		fail "show of a killed run says $(cat stderr.txt)"
	status 0 "$program" show killed.db
fi

(
	trap '' XFSZ
	ulimit -f $((size / 1024 / 2))
	"$program" run big.xml -o full.db --record summary >stdout.txt 2>stderr.txt
)
same 'full late: exit status' 3 $?
grep -q 'cannot write .*full.db' stderr.txt || fail "full late: stderr says $(cat stderr.txt)"
same 'full late: status' running "$(sql full.db 'SELECT status FROM run')"
same 'full late: the file is sound' ok "$(sql full.db 'PRAGMA integrity_check')"
finish
