#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The inter-AS options by intent: what <inter-as> writes out is what the explicit scenarios say, to the same digest.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

digest()
{
	sql "$1" 'SELECT digest FROM run'
}

# Without what its option is made of, and with <inter-as> in the place of the link at the border.
# by_intent FILE SED INTER-AS
by_intent()
{
	sed -e "$2" -e "s|^  <link a=\"[A-Z-]*1:[at][sr].*|$3|" "$1"
}

# as_expected FILE SED INTER-AS: its expectations are met
as_expected()
{
	by_intent "$@" >intent.xml
	grep -q '<inter-as' intent.xml || fail "$1: no <inter-as> in its place"
	status 0 "$program" run intent.xml -o intent.db --record summary
}

# Its expectations are met, among them the label paths with their TTLs, and all goes as in the explicit scenario.
# same_as_explicit FILE SED INTER-AS
same_as_explicit()
{
	local name=${1##*/}

	as_expected "$@"
	status 0 "$program" run "$1" -o explicit.db --record summary
	same "$name: digest" "$(digest explicit.db)" "$(digest intent.db)"
	status 0 "$program" expand intent.xml
	mv stdout.txt expanded.xml
	status 0 "$program" run expanded.xml -o expanded.db --record summary
	same "$name: digest of what it expands to" "$(digest explicit.db)" "$(digest expanded.db)"
}

# In option A it is one prefix that both VPNs' subnets at the border come from.
for protocol in bgp static; do
	name=option-a
	[ $protocol = bgp ] || name=option-a-static
	sed -e 's/172\.16\.27\.2/172.16.26.6/g; s/172\.16\.27\.1/172.16.26.5/g' \
		-e '/<node name="PE-ASBR/,/<\/node>/s/redistribute="connected static"/redistribute="static"/' \
		"$(scenario scenarios/inter-as/$name.xml)" >$name.xml
	same_as_explicit $name.xml '/<node name="PE-ASBR/,/<\/node>/{/<vrf/,/<\/vrf>/d}; /VPN-B" b="PE-ASBR/d' \
		"<inter-as option=\"a\" carriers=\"carrier-1 carrier-2\" vlan=\"26\" protocol=\"$protocol\"><border a=\"PE-ASBR-1:as2\" b=\"PE-ASBR-2:as1\" links=\"172.16.26.0/24\"/></inter-as>"
done

# Likewise in option AB. Its route distinguishers at the border are those of the loopbacks there.
sed -e 's/172\.16\.26\.2/172.16.0.6/g; s/172\.16\.26\.1/172.16.0.5/g; s/172\.16\.27\.2/172.16.0.10/g; s/172\.16\.27\.1/172.16.0.9/g' \
	-e 's/="\([12]\):1\(2[67]\)"/="10.\1.0.3:\2"/g; s/rd=\([12]\):1\(2[67]\)/rd=10.\1.0.3:\2/g; s/rd=2:12\*/rd=10.2.0.3:2*/' \
	"$(scenario scenarios/inter-as/option-ab.xml)" >option-ab.xml
same_as_explicit option-ab.xml '/<neighbor address="172/d; /<vrf.*inter-as-hybrid/d; /a-vrf=.*b="PE-ASBR/d' \
	'<inter-as option="ab" carriers="carrier-1 carrier-2" vlan="26"><border a="PE-ASBR-1:as2" b="PE-ASBR-2:as1" links="172.16.0.0/28"/></inter-as>'

same_as_explicit "$(scenario scenarios/inter-as/option-b.xml)" '/<neighbor address="172/d; s/ next-hop-self="yes"//' \
	'<inter-as option="b" carriers="carrier-1 carrier-2"><border a="PE-ASBR-1:as2" b="PE-ASBR-2:as1" links="172.16.0.0/30"/></inter-as>'

# Its route map has another name in the explicit scenario.
name=option-b-next-hop-unchanged
sed 's/"neighbour"/"inter-as"/g' "$(scenario scenarios/inter-as/$name.xml)" >$name.xml
same_as_explicit $name.xml '/<neighbor address="172/d; /<prefix-list/d; /<route-map/d; s|<ospf><redistribute[^>]*></ospf>|<ospf/>|' \
	'<inter-as option="b" carriers="carrier-1 carrier-2" next-hop-self="no"><border a="PE-ASBR-1:as2" b="PE-ASBR-2:as1" links="172.16.0.0/30"/></inter-as>'

# In option C it is the ASBRs, in both carriers, that originate the loopbacks, which those of the first carrier do in the explicit
# scenarios themselves.
labelled='families="ipv4-labelled-unicast"'
for name in option-c option-c-rr; do
	reflector=
	[ $name = option-c ] || reflector="<network prefix=\"10.1.0.4/32\" $labelled/>"
	sed -e "/<network prefix=\"10.1.0/d; /<neighbor address=\"172.16.0.2\"/a <network prefix=\"10.1.0.1/32\" $labelled/> $reflector" \
		"$(scenario scenarios/inter-as/$name.xml)" >$name.xml
	same_as_explicit $name.xml "/<neighbor address=\"172/d; s/ next-hop-self=\"yes\"//; /ebgp-multihop/d; s|<network [^>]*$labelled/>||g" \
		'<inter-as option="c" carriers="carrier-1 carrier-2" ebgp-multihop="10"><border a="ASBR-1:as2" b="ASBR-2:as1" links="172.16.0.0/30"/></inter-as>'
done

same_as_explicit "$(scenario scenarios/inter-as/option-c-ldp.xml)" \
	"/<neighbor address=\"172/d; /ebgp-multihop/d; s|<network [^>]*$labelled/>||g; s|<ospf><redistribute from=\"bgp\"/></ospf>|<ospf/>|; s/ labelled-bgp=\"yes\"//" \
	'<inter-as option="c" carriers="carrier-1 carrier-2" ebgp-multihop="10" labels="ldp"><border a="ASBR-1:as2" b="ASBR-2:as1" links="172.16.0.0/30"/></inter-as>'

# Likewise in option D. With both carriers in one AS the reflectors' session is internal.
# transit CHECK NAME [ATTRIBUTE]
transit()
{
	local check=$1 carriers borders

	shift
	sed -e "/^ *<network prefix=.*$labelled/d; s|<bgp><network [^>]*$labelled/></bgp>||" \
		-e "/<neighbor address=\"172.16.1.2\"/a <network prefix=\"10.1.0.1/32\" $labelled/> <network prefix=\"10.1.0.4/32\" $labelled/>" \
		-e "/<neighbor address=\"172.16.2.1\"/a <network prefix=\"10.2.0.1/32\" $labelled/> <network prefix=\"10.2.0.4/32\" $labelled/>" \
		"$(scenario "scenarios/inter-as/$1.xml")" >"$1.xml"
	carriers=$(sed -n 's/.*<carrier name="\(carrier[^"]*\)".*/\1/p' "$1.xml" | paste -sd' ')
	borders=$(sed -n 's|^  <link a="\(ASBR[^"]*\)" a-address="\([0-9.]*\)1/30" b="\([^"]*\)".*|<border a="\1" b="\3" links="\20/30"/>|p' "$1.xml" | paste -sd' ')
	$check "$1.xml" "/<neighbor address=\"172/d; s/ next-hop-self=\"yes\"//; s|<network [^>]*$labelled/>||g; /^  <link a=\"ASBR-3:/d
		/<neighbor address=\"10[^>]*families=\"vpnv4\"/d" \
		"<inter-as option=\"d\" carriers=\"$carriers\" transit=\"transit\" ebgp-multihop=\"10\" ${2-}>$borders</inter-as>"
}
transit same_as_explicit option-d-transit
transit same_as_explicit option-d-transit-one-as
transit as_expected option-d-transit-as-override 'same-as="as-override"'

# All of it by intent, of which nothing is to be warned.
for name in intent-a intent-ab intent-b intent-c intent-d; do
	file=$(scenario tests/scenarios/inter-as/$name.xml)
	status 0 "$program" check "$file"
	same "$name: warnings" "$file: no mistakes, no warnings" "$(cat stdout.txt)"
	status 0 "$program" run "$file" -o $name.db
done
finish
