#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Labels of border routers of option B: one for each route, or one for all with the same next hop and label.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# told DB: the labels that PE-ASBR-1 tells the other carrier, and how many routes with each.
told()
{
	sql "$1" "SELECT rd, count(DISTINCT label), count(*) FROM advertisement
		WHERE node = 'PE-ASBR-1' AND direction = 'sent' AND peer = '172.16.0.2' AND NOT withdrawn GROUP BY rd"
}

shared=$(scenario tests/scenarios/inter-as/label-per-next-hop.xml)
status 0 "$program" run "$shared" -o shared.db
same 'one label for a VRF of the PE' '1:26|1|3
1:27|1|2' "$(told shared.db)"
same 'each is swapped for the one that the PE told' '1:26|1|1
1:27|1|1' "$(sql shared.db "SELECT b.rd, count(DISTINCT l.label), count(DISTINCT b.label)
	FROM advertisement AS b JOIN lfib AS l ON l.node = b.node AND l.labels_out LIKE '%/' || b.label
	WHERE b.node = 'PE-ASBR-1' AND b.direction = 'received' AND b.peer = '10.1.0.1' AND NOT b.withdrawn AND l.owner = 'bgp-vpn' GROUP BY b.rd")"
status 0 "$program" run "$shared" -o again.db --decode-all
same 'digest of a run that decodes all' "$(sql shared.db 'SELECT digest FROM run')" "$(sql again.db 'SELECT digest FROM run')"
status 0 "$program" run "$shared" -o probes.db --record summary --probe 1s

sed 's/ label-mode="per-next-hop"//; /PE-ASBR-1/{/fec=10.1.0.1/d}' "$shared" >apart.xml
status 0 "$program" run apart.xml -o apart.db
same 'by default each route has its own' '1:26|3|3
1:27|2|2' "$(told apart.db)"
finish
