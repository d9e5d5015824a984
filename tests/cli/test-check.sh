#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A scenario is looked through without being run: mistakes and warnings, in words and as data.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

intra=$(scenario scenarios/l3vpn/intra-as.xml)
json()
{
	sql :memory: "SELECT $1 FROM (SELECT readfile('stdout.txt') AS j)"
}

status 0 "$program" check "$intra"
same 'nothing wrong' "$intra: no mistakes, no warnings" "$(cat stdout.txt stderr.txt)"
status 0 "$program" check "$intra" --format json
same 'the same as data' "$intra|0|0" "$(json "j ->> 'file', json_array_length(j, '\$.mistakes'), json_array_length(j, '\$.warnings')")"
same 'nothing is left behind' 'stderr.txt stdout.txt' "$(echo *)"

# Every mistake in the order of lines, each with what to write.
sed 's/role="p"/role="q"/; s/to="152.12.4.1"/to="CE-2"/' "$intra" >wrong.xml
status 2 "$program" check wrong.xml
same 'mistakes' 'wrong.xml:13: role="q" of <node> cannot be read; write one of pe, p, asbr, rr, ce
wrong.xml:33: to="CE-2" of <flow> cannot be read; write a unicast address such as 10.0.0.1' "$(cat stderr.txt)"
same 'how many' 'wrong.xml: 2 mistakes' "$(cat stdout.txt)"
status 2 "$program" check wrong.xml --format json
same 'nothing but data' '' "$(cat stderr.txt)"
same 'mistakes as data' '13:1 33:1' "$(sql :memory: "SELECT group_concat((value ->> 'line') || ':' || (value ->> 'check' IS NULL), ' ')
	FROM json_each(readfile('stdout.txt'), '\$.mistakes')")"
status 2 "$program" check no-such.xml
same 'no file' 'no-such.xml: the file cannot be read: No such file or directory' "$(cat stderr.txt)"
status 2 "$program" check no-such.xml --format json
same 'no line' 1 "$(json "j ->> '\$.mistakes[0].line' IS NULL")"

# A warning fails nothing, and a run tells it too.
rt='no VRF imports what VRF "VPN-B" of node "PE-1" exports, 1:999; write 1:222, which VRF "VPN-B" of node "PE-2" imports'
wrong_rt=$(scenario tests/scenarios/first-light/wrong-rt.xml)
status 0 "$program" check "$wrong_rt"
same 'a warning' "$wrong_rt:9: warning: $rt" "$(cat stderr.txt)"
same 'how many' "$wrong_rt: no mistakes, 1 warning" "$(cat stdout.txt)"
status 0 "$program" check "$wrong_rt" --format json
same 'a warning as data' "9|export-without-import|$rt" "$(json "j ->> '\$.warnings[0].line', j ->> '\$.warnings[0].check', j ->> '\$.warnings[0].text'")"
status 0 "$program" run "$wrong_rt" -o run.db
same 'a run with a warning' "$wrong_rt:9: warning: $rt" "$(cat stderr.txt)"

# The library is without warnings, but for those that show what becomes of a mistake, and three: one of two links
# has no LDP, one network is at two places, a VRF is looked at alone.
declare -A deliberate=(
	[tests/scenarios/first-light/wrong-rt.xml]='9 export-without-import'
	[tests/scenarios/inter-as/break-ab-one-side.xml]='16 hybrid-at-one-end, 34 hybrid-vrf-alone'
	[tests/scenarios/inter-as/break-b-no-host-route.xml]='23 next-hop-without-lsp, 44 next-hop-without-lsp'
	[tests/scenarios/inter-as/break-c-label-one-side.xml]='11 vpn-session-without-lsp, 30 vpn-session-without-lsp'
	[tests/scenarios/inter-as/break-c-no-mpls.xml]='20 session-without-labels, 39 session-without-labels'
	[tests/scenarios/inter-as/break-c-no-multihop.xml]='11 session-multihop, 30 session-multihop'
	[tests/scenarios/inter-as/break-c-reflector-detour.xml]='25 reflector-as-next-hop, 47 reflector-as-next-hop'
	[tests/scenarios/inter-as/break-c-reflector-dropped.xml]='24 reflector-as-next-hop, 48 reflector-as-next-hop'
	[tests/scenarios/inter-as/break-c-rt-mismatch.xml]='33 vrfs-apart'
	[tests/scenarios/inter-as/break-c-unlabelled.xml]='12 vpn-session-without-lsp, 31 vpn-session-without-lsp'
	[tests/scenarios/inter-as/break-d-no-allow-as-in.xml]='13 as-comes-back, 55 as-comes-back'
	[tests/scenarios/ldp/topo1.xml]='19 link-without-ldp'
	[tests/scenarios/ospf/processes.xml]='17 subnet-twice'
	[tests/scenarios/vpn/multihomed.xml]='23 vrf-without-interface'
)
while read -r file; do
	status 0 "$program" check "$file" --format json
	same "warnings of $file" "${deliberate[${file#"$source_dir"/}]:-}" "$(sql :memory: \
		"SELECT group_concat((value ->> 'line') || ' ' || (value ->> 'check'), ', ') FROM json_each(readfile('stdout.txt'), '\$.warnings')")"
done < <(grep -l '<scenario' $(find "$source_dir/scenarios" "$source_dir/tests" -name '*.xml' | sort))

# Nor has the schema, from which editors complete, anything against it, included files too.
if command -v xmllint >/dev/null; then
	find "$source_dir/scenarios" "$source_dir/tests" -name '*.xml' -print0 |
		xargs -0 xmllint --noout --relaxng "$source_dir/scenarios/schema/scenario.rng" 2>&1 | grep -v ' validates$' >invalid.txt
	same 'files that the schema refuses' '' "$(cat invalid.txt)"
fi

# A mistake and a warning in one go.
sed 's/role="p">/role="q">/; /b="P:pe2"/s|mpls="yes">|mpls="yes" mtu="67">|
	/a="PE-1:ce2"/s|/>|><end node="PE-1" mtu="1400"/><end node="CE-2" mpls="yes"/></link>|' "$intra" >both.xml
status 2 "$program" check both.xml
same 'both' 'both.xml: 2 mistakes, 1 warning' "$(cat stdout.txt)"
same 'in order' '13: 25: 31:' "$(sed 's/^both.xml:\([0-9]*:\).*/\1/' stderr.txt | sort -u -n | paste -sd' ')"
same 'which is which' 1 "$(grep -c '^both.xml:31: warning: CE-2:pe sends and accepts labelled packets' stderr.txt)"
status 2 "$program" check both.xml --format json
same 'both as data' '2 mpls-at-one-end' "$(json "json_array_length(j, '\$.mistakes') || ' ' || (j ->> '\$.warnings[0].check')")"

# What is said of a session is not said of one with the node itself, or with a node that lacks its AS number.
cat >swapped.xml <<'EOF'
<scenario>
  <customer name="c">
    <node name="A" role="ce" asn="1"><bgp><neighbor address="10.1.0.1" remote-as="2"/></bgp></node>
    <node name="B" role="ce" asn="2"><bgp><neighbor address="10.1.0.2" remote-as="1"/></bgp></node>
    <node name="C" role="ce" asn="3"><bgp><neighbor address="10.2.0.2" remote-as="4"/></bgp></node>
    <node name="D" role="ce"><bgp><neighbor address="10.2.0.1" remote-as="3"/></bgp></node>
    <link a="A:b" a-address="10.1.0.1/30" b="B:a" b-address="10.1.0.2/30"/>
    <link a="C:d" a-address="10.2.0.1/30" b="D:c" b-address="10.2.0.2/30"/>
  </customer>
</scenario>
EOF
status 2 "$program" check swapped.xml
same 'the node itself, and no AS' "swapped.xml:3: neighbor 10.1.0.1 is the node itself: write the other's address
swapped.xml:4: neighbor 10.1.0.2 is the node itself: write the other's address
swapped.xml:6: BGP needs an AS number on the node; write asn=\"...\" there, or in its carrier or customer" "$(cat stderr.txt)"

# Option A with a VPN that one of the border routers has forgotten.
sed '/b="PE-ASBR-2:as1"/s/ b-vrf="VPN-A"//' "$(scenario scenarios/inter-as/option-a-static.xml)" >forgotten.xml
status 0 "$program" check forgotten.xml
same 'a VRF at one end alone' 'forgotten.xml:51: warning: VRF "VPN-A" of node "PE-2" imports what that of node "PE-1" in carrier "carrier-1" exports, and nothing leads there; write neighbors for VPN routes on the way, or, in each carrier between them, this VRF at its borders
forgotten.xml:66: warning: VRF "VPN-A" of node "PE-ASBR-2" has no interface; write a-vrf="VPN-A" or b-vrf="VPN-A" in a <link>, or a <loopback> in the VRF
forgotten.xml:77: warning: PE-ASBR-1:as2 is in VRF "VPN-A", the other end PE-ASBR-2:as1 in the global table, so that the VPN ends here; write b-vrf="VPN-A"' \
	"$(cat stderr.txt)"
finish
