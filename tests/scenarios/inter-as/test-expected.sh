#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What the scenarios of inter-AS options expect is more than that packets arrive: each of these mistakes, of which most do no harm to any flow,
# fails what it should.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# spoilt NAME SED EXPECTATION: the scenario edited so does not come up to an expectation whose name has this text.
spoilt()
{
	sed "$2" "$(scenario "scenarios/inter-as/$1.xml")" >spoilt.xml
	status 1 "$program" run spoilt.xml -o spoilt.db --record summary
	sql spoilt.db 'SELECT name FROM expectation WHERE NOT passed' | grep -qF -- "$3" || fail "$1, edited by $2: \"$3\" is met"
}

# into NODE TEXT: an edit that puts it into the node
into()
{
	printf '/<node name="%s"/,/<.node>/s|</node>|%s</node>|' "$1" "$2"
}

vrf='<vrf name="VPN-X" rd="9:99" import="1:231" export="9:9"/>'
far='<static><route prefix="10.2.9.9/32" via="10.1.1.1"/></static>'
session='s/\(address="172.16.0.[12]" remote-as="[12]" families="\)'

spoilt option-a "$(into P-1 "$far")" 'P-1 routes from 0s on: no row with prefix=10.2.*'
spoilt option-a "$(into P-2 "$vrf")" 'P-2 vrf at 60s: no row'
spoilt option-a '/address="172.16.2[67].[12]"/s/ remote-as/ shutdown="yes" remote-as/' 'vrf=VPN-A, peer=172.16.26.2, family=ipv4, state=agreed'
spoilt option-a 's/value="92"/value="192"/' 'label=92'
spoilt option-b "$(into PE-ASBR-1 "$vrf")" 'PE-ASBR-1 vrf at 60s: no row'
spoilt option-b "$(into PE-ASBR-2 "$vrf")" 'PE-ASBR-2 vrf at 60s: no row'
spoilt option-b '/a="PE-ASBR-1:as2"/s|/>|><ospf/> <ldp/></link>|' 'PE-ASBR-1 ldp-sessions at 60s: 1 row'
spoilt option-b "${session}vpnv4/\1vpnv4 ipv4/" 'PE-ASBR-1 bgp-families at 60s: 2 rows'
spoilt option-b-next-hop-unchanged '/name="PE-ASBR-2"/,/<.node>/s/address="10.2.0.1"/& next-hop-self="yes"/' 'PE-ASBR-2 lfib at 60s: no row with fec=1:*'
spoilt option-c "${session}[^\"]*/& vpnv4/" 'ASBR-1 bgp-families at 60s: no row with family=vpnv4'
spoilt option-c '/<node name="ASBR-2"/,/<.node>/s|</bgp>|<network prefix="10.2.0.2/32" families="ipv4-labelled-unicast"/></bgp>|' 'PE-1 routes at 60s: 1 row with vrf=-, prefix=10.2.*'
spoilt option-c-rr 's/ next-hop-unchanged="vpnv4"//' 'vpn-b at 60s: delivered'
spoilt option-d-transit "$(into P-3 "$vrf")" 'P-3 vrf at 60s: no row'
spoilt option-d-transit-as-override 's/ as-override="yes"//' 'RR-1 sessions at 60s: a row'
spoilt option-ab "$(into PE-ASBR-1 "$vrf")" 'PE-ASBR-1 vrf at 60s: 2 rows'
for name in option-a option-b option-c option-d-transit option-ab; do
	spoilt "$name" '/name="PE-2"/,/<.node>/s/name="VPN-A" \(rd="[^"]*" import="\)/&1:222 2:222 /' 'VPN-A, VPN-B at 60s: isolated from each other'
	spoilt "$name" '/name="PE-2"/,/<.node>/s/name="VPN-A" \(rd="[^"]*" import="\)[^"]*/&9/' 'vpn-a at 60s: delivered'
done
finish
