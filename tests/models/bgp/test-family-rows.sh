#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Address families of BGP are rows: neither a family's name nor an AFI or SAFI is in code beside them, so that
# another family is another row. Defaults of configuration name families as scenarios do.
cd "${CL_SRCDIR:?set it to the top of the source}" || exit 1

rows='^models/(bgp/bgp_family|wire/bgp_nlri)\.[ch]:'
names='\<(BGP_FAMILY_|BGP_AFI_|BGP_SAFI_)[A-Z0-9_]+|"vpnv[46]"'
formats=$(sed -nE 's/^const BgpNlriFormat (bgp_nlri_[a-z0-9_]+) = .*/\1/p' models/wire/bgp_nlri.c)

if [ "$(wc -w <<<"$formats")" -lt 2 ]; then
	echo "models/wire/bgp_nlri.c: only these formats were found: $formats"
	exit 1
fi
named="$names|\<(${formats//$'\n'/|})\>"
found=$(grep -rnE --include='*.[ch]' "$named" models scenarios analysis cli |
	grep -vE "$rows" | grep -vE '^[^:]*:[0-9]+:[[:space:]]*(\*|CONFIG_FIELD\()' | sed 's,/\*.*,,' | grep -E "$named")
if [ -n "$found" ]; then
	echo "$found"
	echo "write what the family is as a member of its row (models/bgp/bgp_family.h, models/wire/bgp_nlri.h)"
	exit 1
fi
