#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Two VPNs in one carrier: no site reaches the other VPN, and why says which route target was not imported. One
# wrong route target, and it does.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

two=$(scenario scenarios/l3vpn/two-vpns.xml)
status 0 "$program" run "$two" -o run.db
same 'expectations that are not met' '' "$(sql run.db 'SELECT name FROM expectation WHERE NOT passed')"
same 'flows between the VPNs, each way: how often one arrived' 6 "$(sql run.db "SELECT count(*) FROM (
	SELECT flow, direction FROM path WHERE flow LIKE '_-to-_%' GROUP BY 1, 2 HAVING sum(verdict <> 'dropped') = 0)")"

# refused NODE PREFIX VRF TEXT: absent there, with the recorded reason, which is the last of its causes.
refused()
{
	status 0 "$program" why run.db "$1" "$2" --vrf "$3"
	same "$3 of $1 has no route to $2" "$1 $3 $2: no route" "$(head -n 1 stdout.txt)"
	grep -qF -- "not imported: $4" stdout.txt || fail "why $1 $2 in $3 does not say: $4 ($(cat stdout.txt))"
}
a='its route targets are 1:231, and VPN-B imports 1:222' b='its route targets are 1:222, and VPN-A imports 1:231'
refused PE-2 152.12.4.0/24 VPN-A "1:27 152.12.4.0/24 from 10.0.0.1: $b"
refused PE-1 152.12.3.0/24 VPN-A "1:27 152.12.3.0/24 from 10.0.0.2: $b"
refused PE-2 149.27.2.0/24 VPN-B "1:26 149.27.2.0/24 from 10.0.0.1: $a"
refused PE-1 149.27.4.0/24 VPN-B "1:26 149.27.4.0/24 from 10.0.0.2: $a"
refused PE-1 152.12.4.0/24 VPN-A "1:27 152.12.4.0/24: $b"
# Each VRF has its own of what both VPNs have, and VPN-B's path carries VPN-B's label.
for vpn in A:1:26 B:1:27; do
	same "10.10.0.0/24 in VPN-${vpn%%:*}: the label that PE-1 gave with ${vpn#*:}" \
		"$(sql run.db "SELECT label FROM bgp WHERE family = 'vpnv4' AND node = 'PE-2' AND rd = '${vpn#*:}' AND prefix = '10.10.0.0/24'")" \
		"$(sql run.db "SELECT labels FROM rib WHERE node = 'PE-2' AND vrf = 'VPN-${vpn%%:*}' AND prefix = '10.10.0.0/24' AND best")"
done

# PE-2 imports VPN-B into VPN-A: CE-4's packets arrive at CE-2, whose answers find no way back.
sed '/name="PE-2"/,/<\/node>/s/import="1:231"/import="1:231 1:222"/' "$two" >leak.xml
status 1 "$program" run leak.xml -o leak.db
last()
{
	sql leak.db "SELECT p.verdict || ' ' || h.node FROM path AS p JOIN hop AS h USING (path_id)
		WHERE p.flow = '$1' AND p.direction = '$2' ORDER BY p.from_ns DESC, h.seq DESC LIMIT 1"
}
same 'leak: a-to-b' 'delivered CE-2' "$(last a-to-b forward)"
same 'leak: and back' 'dropped PE-1' "$(last a-to-b reverse)"
same 'leak: b-to-a' 'dropped PE-2' "$(last b-to-a forward)"
same 'leak: what is told' 1 "$(sql leak.db "SELECT count(*) FROM expectation WHERE NOT passed AND name LIKE 'a-to-b at%'")"
# What A sends to C is dropped at X, but B, of another customer, has had it before.
cat >through.xml <<'EOF'
<scenario until="1s">
  <carrier name="x" asn="1"><node name="X" role="p"><loopback address="10.9.0.1/32"/></node></carrier>
  <customer name="a"><node name="A" role="ce"><loopback address="10.1.0.1/32"/><static><route prefix="0.0.0.0/0" via="10.0.0.2"/></static></node></customer>
  <customer name="b"><node name="B" role="ce"><loopback address="10.2.0.1/32"/><static><route prefix="0.0.0.0/0" via="10.0.1.2"/></static></node></customer>
  <customer name="c"><node name="C" role="ce"><loopback address="10.3.0.1/32"/></node></customer>
  <link a="A:b" a-address="10.0.0.1/30" b="B:a" b-address="10.0.0.2/30"/>
  <link a="B:x" a-address="10.0.1.1/30" b="X:b" b-address="10.0.1.2/30"/>
  <flow name="f" from="A" to="10.3.0.1"/>
  <expect-isolation time="1s"/>
</scenario>
EOF
status 1 "$program" run through.xml -o through.db
same 'through another customer' 1 "$(grep -cF 'seen: not so of 2 of 6 pairs: A -> B 10.2.0.1: delivered at B; A -> C 10.3.0.1: dropped at X' stdout.txt)"
finish
