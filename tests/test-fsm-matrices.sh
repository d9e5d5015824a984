#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Every state machine of the models has its matrix compared with a golden file by some test, and talks
# drive its rows.
cd "${CL_SRCDIR:?set it to the top of the source}" || exit 1
status=0

types=$(grep -rhoE --include='*.c' '^(static )?const FsmType [a-z0-9_]+' models | awk '{ print $NF }')
for type in $types; do
	tests=$(grep -rlE --include='*.c' "&$type\b" tests/models | xargs --no-run-if-empty grep -l golden_check)
	if [ -z "$tests" ]; then
		echo "$type: no test compares its matrix with a golden file"
		status=1
	fi
	if ! grep -q "&$type\b" tests/talk/*.c; then
		echo "$type: no talk drives it: write a speaker that lists it (docs/ARCHITECTURE.md, Talks)"
		status=1
	fi
done
if [ "$(wc -w <<<"$types")" -lt 5 ]; then
	echo "only these state machines were found: $types"
	status=1
fi
exit $status
