#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# run --decode-all: each receiver of a message reads its bytes, and finds what the first one has found.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

digest()
{
	"$program" run "$@" -o run.db | sed -n 's/.* digest //p'
}

for file in tests/scenarios/reflection/redundant.xml scenarios/l3vpn/intra-as.xml scenarios/l3vpn/two-vpns.xml \
	tests/scenarios/crash/edge.xml tests/scenarios/ospf/pe-ce.xml; do
	plain=$(digest "$(scenario "$file")")
	same "$file: whether there is a digest" 16 "${#plain}"
	same "$file: digest" "$plain" "$(digest "$(scenario "$file")" --decode-all)"
done
finish
