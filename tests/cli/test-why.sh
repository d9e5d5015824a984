#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Why a route is there, and why it is not.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# chain PATTERN...: lines of the answer that match, in this order.
chain()
{
	local at=0 line

	for pattern in "$@"; do
		line=$(tail -n +$((at + 1)) stdout.txt | grep -n -m 1 -E -- "$pattern" | cut -d: -f1)
		if [ -z "$line" ]; then
			fail "no line '$pattern' after line $at of: $(cat stdout.txt)"
			return
		fi
		at=$((at + line))
	done
}

# run NAME FILE
run()
{
	status 0 "$program" run "$(scenario "$2")" -o "$1.db"
}

run intra scenarios/l3vpn/intra-as.xml
status 0 "$program" why intra.db PE-2 152.12.4.0/24 --vrf VPN-B
chain '^PE-2 VPN-B 152.12.4.0/24: route .* bgp via 10.0.0.1 labels [0-9]+, since ' \
	' PE-1 .* route 152.12.4.0/24 in VPN-B added: static via 192.168.2.2' \
	' P .* sent ospf link-state-update to 10.0.0.2' ' PE-2 .* route 10.0.0.1/32 added: ospf' \
	' PE-1 .* -> Established' ' PE-1 .* sent bgp update to 10.0.0.2' \
	' PE-2 .* received bgp update from 10.0.0.1' ' PE-2 .* route 152.12.4.0/24 in VPN-B added'
# The label of the next hop has its part in it too.
chain ' P .* sent ldp label-mapping to ' ' PE-2 .* received ldp label-mapping from ' \
	' PE-2 .* route 152.12.4.0/24 in VPN-B added'
same 'steps are in order of time' '' \
	"$(sed -n 's/^ *\([0-9.]*\) s .*/\1/p' stdout.txt | sort -n -c 2>&1)"
# An address asks for the route that it takes.
status 0 "$program" why intra.db PE-2 152.12.4.1 --vrf VPN-B
chain '^PE-2 VPN-B 152.12.4.0/24: route '
status 0 "$program" why intra.db CE-3 152.12.4.1
chain '^CE-3 0.0.0.0/0: route 0.0.0.0/0 added: static via 192.168.3.1'

# Where it led.
chain '^in the FIB: 192.168.3.1 pe$'
status 0 "$program" why intra.db PE-2 152.12.4.0/24 --vrf VPN-B
chain '^in the FIB: 10.1.0.6 core labels 16/17$'
status 0 "$program" why intra.db PE-2 10.0.0.1 --vrf global
chain '^in the FIB: 10.1.0.6 core labels 16$'

# As data.
status 0 "$program" why intra.db PE-2 152.12.4.0/24 --vrf VPN-B --format json
same 'JSON: present' 1 "$(sql :memory: "SELECT json_extract(readfile('stdout.txt'), '\$.present')")"
same 'JSON: each step but the first follows from an earlier one' '' "$(sql :memory: "
	WITH step AS (SELECT value ->> 'id' AS id, value ->> 'cause_id' AS cause
		FROM json_each(readfile('stdout.txt'), '\$.chain'))
	SELECT id FROM step WHERE cause IS NOT NULL AND cause NOT IN (SELECT id FROM step)
	AND id <> (SELECT min(id) FROM step)")"

# Which of BGP's paths was chosen, by which rule; what is beside it, and what cannot be used.
run paths tests/scenarios/vpn/pe-ce-bgp.xml
status 0 "$program" why paths.db PE-2 10.2.1.0/24 --vrf VPN-A
chain '^PE-2 VPN-A 10.2.1.0/24: route ' '^the only path of BGP at the end:$' '^  from 10.0.0.1, imported, 1:1: best$' '^ .* s  CE-1 '
run multihomed tests/scenarios/vpn/multihomed.xml
status 0 "$program" why multihomed.db PE-1 10.5.0.0/24 --vrf A
chain '^the paths of BGP at the end:$' '^  from 172.16.1.2, external: best by eBGP over iBGP$' '^  from 10.0.0.9, imported, 1:2$'
status 0 "$program" why multihomed.db PE-3 10.5.0.0/24 --vrf A
chain '^  from 10.0.0.9, imported, 1:1: best by router id$' '^  from 10.0.0.9, imported, 1:2: beside the best one$'
status 0 "$program" why multihomed.db PE-3 10.5.0.0/24 --vrf A --format json
same 'JSON: the rule' 'ipv4 1:1 10.0.0.9 imported router id' "$(sql :memory: "SELECT value ->> 'family' || ' ' || (value ->> 'rd') || ' ' ||
	(value ->> 'peer') || ' ' || (value ->> 'type') || ' ' || (value ->> 'rule')
	FROM json_each(readfile('stdout.txt'), '\$.bgp_paths') WHERE value ->> 'best'")"
sed 's/ need-lsp="no"//; /<expect /d' "$(scenario tests/scenarios/vpn/multihomed.xml)" >no-lsp.xml
status 0 "$program" run no-lsp.xml -o no-lsp.db
status 0 "$program" why no-lsp.db RR 10.5.0.0/24
chain '^RR 10.5.0.0/24: no route' '^  from 10.0.0.1, internal, 1:1: not usable: no LSP to PE-1$' \
	'^  from 10.0.0.2, internal, 1:2: not usable: no LSP to PE-2$'

# A route that nobody offered, and one that was refused for its route target.
status 0 "$program" why intra.db P 152.12.4.0/24
chain '^P 152.12.4.0/24: no route, and nobody offered one' '^it is in the tables of: CE-2, PE-1 VPN-B, PE-2 VPN-B'
sed '/<at /d; /<expect/d; /<ping /d; s/export="1:222"/export="1:999"/' \
	"$(scenario scenarios/l3vpn/intra-as.xml)" >refused.xml
status 0 "$program" run refused.xml -o refused.db
status 0 "$program" why refused.db PE-2 152.12.4.0/24 --vrf VPN-B
chain '^PE-2 VPN-B 152.12.4.0/24: no route' ' PE-1 .* sent bgp update to 10.0.0.2' \
	' PE-2 .* received bgp update from 10.0.0.1' \
	' PE-2 .* refused 1:27 152.12.4.0/24 from 10.0.0.1: no VRF imports any of its route targets \(1:999\)' \
	'^refused here:' '^it is in the tables of: CE-2, PE-1 VPN-B'

# A CE is not told of what its PE cannot use: the PE is the one to ask.
sed 's/ next-hop-self="yes"//' "$(scenario scenarios/inter-as/option-b.xml)" >unusable.xml
status 1 "$program" run unusable.xml -o unusable.db
status 0 "$program" why unusable.db CE-3 152.12.4.0/24
chain '^CE-3 152.12.4.0/24: no route, and nobody offered one' '^nor do its neighbors have it, of which to ask why:$' '^  PE-2 VPN-B$'
status 0 "$program" why unusable.db PE-2 152.12.4.0/24 --vrf VPN-B
chain '^PE-2 VPN-B 152.12.4.0/24: no route' '^  from 10.2.0.3, imported, 1:27: not usable: no route to 172.16.0.1$'
same 'who has nobody to ask' 0 "$(grep -c '^nor do its neighbors' stdout.txt)"

# Gone, and why it went: the operator took LDP off P. What was cut silently ends in a timer.
broken()
{
	sed '/<expect /d; /<ping /d; /state="up"/d; /running="yes"/d' \
		"$(scenario "tests/scenarios/first-light/$1.xml")" >"$1.xml"
	status 0 "$program" run "$1.xml" -o "$1.db" --until 350s
	status 0 "$program" why "$1.db" PE-2 152.12.4.0/24 --vrf VPN-B
}
broken ldp-off
chain '^PE-2 VPN-B 152.12.4.0/24: no route since 100' ' operator .* protocol-stop P ldp' \
	' P .* sent ldp ' ' PE-2 .* received ldp ' \
	' PE-2 .* route 152.12.4.0/24 in VPN-B removed' '^refused here:' 'no LSP to PE-1'
broken silent-cut
chain '^PE-2 VPN-B 152.12.4.0/24: no route since 1[0-9][0-9]\.' 'last action before: link-silent P--PE-1 at 100 s' \
	' PE-2 .* route 152.12.4.0/24 in VPN-B removed'
broken wrong-rt
chain '^PE-2 VPN-B 152.12.4.0/24: ' ' operator .* route-target PE-1 VPN-B'

# Kept by the VRF that has it, at another node: by its export map, since a restart, or for want of redistribution.
management=$(scenario tests/scenarios/vpn/management.xml)
status 1 "$program" run "$management" -o kept.db --until 149s
status 0 "$program" why kept.db PE-2 10.11.0.0/24 --vrf a
chain '^PE-2 a 10.11.0.0/24: no route since 80' ' operator .* vrf PE-1 a export-map nothing' ' PE-1 .* sent bgp update' \
	' PE-2 .* route 10.11.0.0/24 in a removed' '^kept where it is:' \
	' PE-1 .* 10.11.0.0/24 in a: not exported: route-map nothing: no entry matches$' '^it is in the tables of: PE-1 a, ce-1$'
status 0 "$program" why kept.db PE-2 172.16.1.2 --vrf a
chain '^PE-2 a 172.16.1.0/30: no route$' ' operator .* node-restart PE-1' ' PE-1 .* refused 172.16.1.0/30: not exported:' \
	'^kept where it is:' ' PE-1 .* 172.16.1.0/30 in a: not exported: route-map nothing: no entry matches$'
# The route target that an export map gives is known from what it gave it to before.
status 0 "$program" why kept.db PE-2 10.255.0.1/32 --vrf nms
chain '^kept where it is:' ' PE-1 .* 10.255.0.1/32 in a: not exported: route-map nothing'
sed 's/redistribute="connected static"/redistribute="connected"/; /<at /d; /<expect/d; /<ping /d' "$management" >no-static.xml
status 0 "$program" run no-static.xml -o no-static.db
status 0 "$program" why no-static.db PE-2 10.11.0.0/24 --vrf a
chain '^PE-2 a 10.11.0.0/24: no route$' ' PE-1 .* route 10.11.0.0/24 in a added: static' '^kept where it is:' \
	' PE-1 .* 10.11.0.0/24 in a: not exported: it is of static, and the VRF redistributes connected$'
# A VRF that exports nothing to this one has no part in it.
status 0 "$program" why no-static.db PE-1 10.11.0.0/24 --vrf b
same 'a VRF of other route targets' 0 "$(grep -c 'kept where it is' stdout.txt)"

# Kept by a neighbour: by its export map, or as it comes from the same site.
cat >chain.xml <<'END'
<scenario name="chain"><carrier name="c" asn="100"><route-map name="none"><entry action="deny"/></route-map>
	<node name="A" role="p"><loopback address="10.9.0.1/24"/>
		<bgp><neighbor address="10.1.0.2" remote-as="200"/><network prefix="10.9.0.0/24"/></bgp></node>
	<node name="B" role="p" asn="200"><bgp><neighbor address="10.1.0.1" remote-as="100"/>
		<neighbor address="10.1.0.6" remote-as="300" export-map="none"/></bgp></node>
	<node name="C" role="p" asn="300"><bgp><neighbor address="10.1.0.5" remote-as="200"/></bgp></node>
	<link a="A:b" a-address="10.1.0.1/30" b="B:a" b-address="10.1.0.2/30"/>
	<link a="B:c" a-address="10.1.0.5/30" b="C:b" b-address="10.1.0.6/30"/>
</carrier></scenario>
END
status 0 "$program" run chain.xml -o chain.db
status 0 "$program" why chain.db C 10.9.0.0/24
chain '^C 10.9.0.0/24: no route$' '^kept where it is:$' \
	' B .* refused 10.9.0.0/24: not told to 10.1.0.6: denied by route-map none entry 10$' '^it is in the tables of: A, B$'
sed 's|</scenario>|<at time="60s"><link a="A" b="B" state="down"/></at>&|' chain.xml >gone.xml
status 0 "$program" run gone.xml -o gone.db
status 0 "$program" why gone.db C 10.9.0.0/24
same 'what a neighbour has not either' 0 "$(grep -c 'kept where it is' stdout.txt)"
status 0 "$program" why paths.db CE-3 10.2.1.0/24
chain '^CE-3 10.2.1.0/24: no route$' '^kept where it is:$' \
	" PE-2 .* refused 10.2.1.0/24: not told to 172.16.3.2: it comes from the neighbor's own site \(1:11\)\$"

# What cannot be answered.
says()
{
	status 2 "$program" why "${@:2}"
	grep -qF -- "$1" stderr.txt || fail "stderr of 'why ${*:2}' does not say: $1 ($(cat stderr.txt))"
}
says 'the run has no node "PE-9"; it has PE-1, P, PE-2' intra.db PE-9 152.12.4.0/24
says 'is neither a prefix such as' intra.db PE-2 152.12.4.0/99
says 'is neither a prefix such as' intra.db PE-2 everything
says 'no VRF "VPN-X"' intra.db PE-2 152.12.4.0/24 --vrf VPN-X
sed 's/<vrf name="VPN-B"/<vrf name="VPN-C" rd="1:28" import="1:333" export="1:333"\/><vrf name="VPN-B"/' \
	"$(scenario scenarios/l3vpn/intra-as.xml)" >empty-vrf.xml
status 0 "$program" run empty-vrf.xml -o empty-vrf.db
status 0 "$program" why empty-vrf.db PE-2 152.12.4.0/24 --vrf VPN-C
chain '^PE-2 VPN-C 152.12.4.0/24: no route$' ' PE-1 .* sent bgp update to 10.0.0.2' ' PE-2 .* received bgp update from 10.0.0.1' \
	'^refused here:' ' not imported: 1:27 152.12.4.0/24 from 10.0.0.1: its route targets are 1:222, and VPN-C imports 1:333$' \
	'^it is in the tables of: CE-2, PE-1 VPN-B, PE-2 VPN-B$'
# Nor is what another VRF of the same node gives out.
status 0 "$program" why empty-vrf.db PE-1 152.12.4.0/24 --vrf VPN-C
chain '^PE-1 VPN-C 152.12.4.0/24: no route$' ' PE-1 .* route 152.12.4.0/24 in VPN-B added: static' \
	' not imported: 1:27 152.12.4.0/24: its route targets are 1:222, and VPN-C imports 1:333$'
sed 's/import="1:333"//; s/export="1:222"//' empty-vrf.xml >no-rt.xml
status 1 "$program" run no-rt.xml -o no-rt.db
status 0 "$program" why no-rt.db PE-1 152.12.4.0/24 --vrf VPN-C
chain ' not imported: 1:27 152.12.4.0/24: it has no route target, and VPN-C imports none$'
status 0 "$program" why empty-vrf.db PE-2 172.16.0.0/12 --vrf VPN-C
chain '^PE-2 VPN-C 172.16.0.0/12: no route, and nobody offered one$'
echo '<scenario name="lonely"><carrier name="c" asn="1"><node name="A" role="pe"/></carrier></scenario>' >lonely.xml
status 0 "$program" run lonely.xml -o lonely.db
status 0 "$program" why lonely.db A 10.0.0.0/8
status 0 "$program" run "$(scenario scenarios/l3vpn/intra-as.xml)" -o summary.db --record summary
says 'no routes were recorded' summary.db PE-2 152.12.4.0/24
finish
