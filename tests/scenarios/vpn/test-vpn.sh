#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# BGP/MPLS IP VPNs (RFC 4364): what crosses between VRFs, PEs and CEs, and what does not.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# paths DB NODE VRF|"": "prefix type as-path next-hop" of the best paths of a table of IPv4 routes.
paths()
{
	sql "$1" "SELECT prefix || ' ' || type || ' ' || coalesce(nullif(as_path, ''), '-') || ' ' || coalesce(next_hop, '-') FROM bgp
		WHERE node = '$2' AND family = 'ipv4' AND coalesce(vrf, '') = '$3' AND best ORDER BY prefix"
}

# met DB: expectations that are not met, and whether there are any at all.
met()
{
	sql "$1" "SELECT count(*) > 0, coalesce(group_concat(iif(passed, NULL, name)), '') FROM expectation"
}

# refusals DB NODE: "vrf prefix: reason", each once.
refusals()
{
	sql "$1" "SELECT DISTINCT coalesce(vrf, '-') || ' ' || prefix || ': ' || reason FROM refusal WHERE node = '$2' ORDER BY 1"
}

# BGP between PE and CE.
status 0 "$program" run "$(scenario tests/scenarios/vpn/pe-ce-bgp.xml)" -o ce.db --probe 1s
same 'pe-ce: expectations' '1|' "$(met ce.db)"
same 'pe-ce: what the VRF of PE-2 chooses' '10.2.1.0/24 imported 65001 10.0.0.1
10.2.2.0/24 external 65002 172.16.2.2
10.2.3.0/24 external 65003 172.16.3.2
10.9.0.0/24 imported - 10.0.0.1
172.16.2.0/30 local - -
172.16.3.0/30 local - -' "$(paths ce.db PE-2 VPN-A)"
same 'pe-ce: what CE-2 hears' '10.2.1.0/24 external 1 65001 172.16.2.1
10.2.2.0/24 local - -
10.2.3.0/24 external 1 65003 172.16.2.1
10.9.0.0/24 external 1 172.16.2.1
172.16.2.0/30 external 1 172.16.2.1
172.16.3.0/30 external 1 172.16.2.1' "$(paths ce.db CE-2 '')"
same 'pe-ce: no route of the site goes back to it, by any PE' '10.2.2.0/24
10.2.3.0/24
10.9.0.0/24
172.16.2.0/30
172.16.3.0/30' "$(sql ce.db "SELECT prefix FROM bgp WHERE node = 'CE-3' ORDER BY prefix")"
same 'pe-ce: ORIGIN and MED of what CE-1 hears' '10.2.2.0/24 igp -
10.9.0.0/24 igp 0
172.16.2.0/30 incomplete -' "$(sql ce.db "SELECT prefix || ' ' || origin || ' ' || coalesce(med, '-') FROM bgp
	WHERE node = 'CE-1' AND type = 'external' AND prefix <> '172.16.3.0/30' ORDER BY prefix")"
same 'pe-ce: route targets at CEs' 0 "$(sql ce.db "SELECT count(*) FROM bgp WHERE node LIKE 'CE%' AND route_targets IS NOT NULL")"
finish
