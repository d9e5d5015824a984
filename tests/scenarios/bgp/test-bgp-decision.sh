#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# MEDs that make a circle: the same paths have the same best one, whatever came first, unless configured otherwise.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

med=$(scenario tests/scenarios/bgp/med.xml)

# best SCENARIO: R's best path before N-1's session is cleared, and after.
best()
{
	local until

	for until in 50s 120s; do
		status 0 "$program" run "$1" -o med.db --until "$until"
		sql med.db "SELECT peer || ' ' || rule FROM bgp WHERE node = 'R' AND prefix = '10.9.0.1/32' AND best"
	done
}

same 'by elimination' '10.1.2.2 router id
10.1.2.2 router id' "$(best "$med")"
sed 's/<bgp compare-router-id/<bgp deterministic-med="no" compare-router-id/' "$med" >arrival.xml
same 'by order of arrival' '10.1.1.2 MED
10.1.2.2 router id' "$(best arrival.xml)"
sed 's/<bgp compare-router-id/<bgp always-compare-med="yes" compare-router-id/' "$med" >always.xml
same 'MEDs of all ASes' '10.1.2.2 router id
10.1.2.2 router id' "$(best always.xml)"
sed 's/<bgp compare-router-id="yes"/<bgp/' "$med" >oldest.xml
same 'the oldest stays' '10.1.1.2 oldest external
10.1.2.2 oldest external' "$(best oldest.xml)"
finish
