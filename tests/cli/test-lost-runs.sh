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
status 0 "$program" run "$intra" -o killed.db
same 'a database of a killed run is replaced' complete "$(sql killed.db 'SELECT status FROM run')"

# A limit on the size of files stands for a full disk; without the signal a write fails.
(
	trap '' XFSZ
	ulimit -f 200
	"$program" run "$intra" -o full.db --record all --until 20h >stdout.txt 2>stderr.txt
)
same 'full: exit status' 3 $?
grep -q 'cannot write .*full.db' stderr.txt || fail "full: stderr says $(cat stderr.txt)"
same 'full: status' running "$(sql full.db 'SELECT status FROM run')"
same 'full: the file is sound' ok "$(sql full.db 'PRAGMA integrity_check')"
finish
