#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# In these folders every source has a unit test of its own: tests/FOLDER/test_NAME.c for FOLDER/NAME.c.
cd "${CL_SRCDIR:?set it to the top of the source}" || exit 1
status=0 sources=0

for source in {sim,models/{bgp,oam,policy,spf,vpn}}/*.c; do
	name=$(basename "$source" .c)
	sources=$((sources + 1))
	if [ ! -f "tests/${source%/*}/test_$name.c" ]; then
		echo "$source: there is no tests/${source%/*}/test_$name.c"
		status=1
	fi
done
[ "$sources" -gt 60 ] || { echo "these are $sources sources only"; exit 1; }
exit $status
