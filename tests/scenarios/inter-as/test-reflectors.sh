#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Option C between redundant route reflectors: one may be lost in each carrier, and no packet notices.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

file=$(scenario tests/scenarios/inter-as/reflectors.xml)
status 0 "$program" run "$file" -o reflectors.db
same 'unexpected events' '' "$(sql reflectors.db 'SELECT node, protocol, from_state, event FROM transition WHERE unexpected')"
# Between the first loss and the last one nothing changes on the way: not the routes of the VPN, nor LSPs to the PEs.
during='time_ns BETWEEN 90e9 AND 360e9'
same 'routes of the VPN, and to PEs, that change' '' "$(sql reflectors.db "SELECT node, prefix, change FROM route
	WHERE $during AND (vrf = 'VPN-B' OR prefix IN ('10.1.0.1/32', '10.2.0.1/32')) AND node NOT LIKE 'RR-%'")"
same 'labels of the VPN, and of PEs, that change' '' "$(sql reflectors.db "SELECT node, fec, change FROM lfib
	WHERE $during AND (fec LIKE '%152.12.%' OR fec IN ('10.1.0.1/32', '10.2.0.1/32')) AND node NOT LIKE 'RR-%'")"
same 'paths of the flow' 2 "$(sql reflectors.db "SELECT count(*) FROM path WHERE flow = 'vpn-b' AND to_ns > 90e9 AND from_ns < 360e9")"
# What a reflector refuses of the others is told by the loop: of its cluster, or of its AS.
same 'VPN routes that are refused' 'RR-1 1:27 from 10.1.0.5: cluster loop: 1.1.1.1 is in the CLUSTER_LIST
RR-1 1:27 from 10.2.0.4: AS loop: 1 is in the AS path
RR-2 2:27 from 10.1.0.4: AS loop: 2 is in the AS path
RR-2 2:27 from 10.2.0.5: cluster loop: 2.2.2.2 is in the CLUSTER_LIST
RR-3 1:27 from 10.1.0.4: cluster loop: 1.1.1.1 is in the CLUSTER_LIST
RR-4 2:27 from 10.2.0.4: cluster loop: 2.2.2.2 is in the CLUSTER_LIST' "$(sql reflectors.db "SELECT DISTINCT
	node || ' ' || rd || ' from ' || peer || ': ' || reason FROM refusal WHERE rd IS NOT NULL AND reason LIKE '%loop%' ORDER BY 1")"
finish
