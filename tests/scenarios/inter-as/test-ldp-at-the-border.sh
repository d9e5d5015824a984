#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Where LDP meets labelled BGP at a border router: option B with next hops left as they are, option C with the labelled routes in
# OSPF and LDP. What becomes of labels and routes when the session at the border goes and comes back.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# run NAME FILE: into NAME.db
run()
{
	status 0 "$program" run "$2" -o "$1.db" --pcap "$1"
	same "$1: expectations that are not met" '' "$(sql "$1.db" 'SELECT name FROM expectation WHERE NOT passed')"
	same "$1: nothing unexpected in any state machine" '' \
		"$(sql "$1.db" 'SELECT node, protocol, from_state, event FROM transition WHERE unexpected')"
}

# What is there of the prefixes LIKE $2 in AS 2: routes, LDP bindings with a label, LFIB entries, LSPs, and the routers that have them.
known()
{
	sql "$1" "SELECT 'route ' || node || ' ' || prefix || ' ' || protocol FROM rib WHERE node IN ($3) AND prefix LIKE '$2' AND best
		UNION ALL SELECT DISTINCT 'binding ' || node || ' ' || fec FROM ldp_bindings WHERE node IN ($3) AND fec LIKE '$2' AND local <> 3
		UNION ALL SELECT 'lfib ' || node || ' ' || fec || ' ' || operation FROM lfib_entry WHERE node IN ($3) AND fec LIKE '$2'
		UNION ALL SELECT 'lsp ' || node || ' ' || fec || ' ' || protocol FROM lsps WHERE node IN ($3) AND fec LIKE '$2' AND best
		ORDER BY 1"
}

# with NAME FILE ACTION...: FILE with actions and without what it expects
with()
{
	local name=$1 file=$2

	shift 2
	sed -e '/<expect.*\/>/d; /<expect/,/\/>/d; /<ping/d; /<traceroute/d' -e "s|</scenario>|$*</scenario>|" "$file" >"$name.xml"
	status 0 "$program" run "$name.xml" -o "$name.db"
}

# session STATE TIME NODE: as an action
session()
{
	printf '<at time="%s"><session node="%s" neighbor="172.16.0.2" state="%s"/></at>' "$2" "$3" "$1"
}

# What was there is gone without the session, and back with it, however often; no label is lost on the way.
# goes_and_comes NAME FILE NODE PREFIXES NODES REASON
goes_and_comes()
{
	local name=$1 file=$2 node=$3 like=$4 nodes=$5 start actions='' i

	with "$name-down" "$file" "$(session shutdown 70s "$node")"
	same "$name: what is left without the session" '' "$(known "$name-down.db" "$like" "$nodes")"
	same "$name: what breaks without the session" "$6" "$(sql "$name-down.db" "SELECT DISTINCT reason FROM path
		WHERE flow IN ('vpn-a', 'vpn-b') AND to_ns IS NULL OR flow IN ('vpn-a', 'vpn-b') AND to_ns > 100e9")"
	for i in 70 130 190 250; do
		actions+="$(session shutdown "${i}s" "$node")$(session no-shutdown "$((i + 20))s" "$node")"
	done
	with "$name-again" "$file" "$actions"
	same "$name: what is there when the session is back" "$(known "$name.db" "$like" "$nodes")" "$(known "$name-again.db" "$like" "$nodes")"
	same "$name: number of labels then" "$(sql "$name.db" 'SELECT count(*) FROM labels')" "$(sql "$name-again.db" 'SELECT count(*) FROM labels')"
	same "$name: flows that do not arrive then" '' "$(sql "$name-again.db" "SELECT flow FROM outage WHERE end_ns IS NULL AND flow NOT LIKE '%-to-%'")"
	start=$(sql "$name-again.db" "SELECT count(*) FROM outage WHERE flow = 'vpn-b' AND start_ns > 60e9")
	same "$name: outages of a flow of two ways, in four losses" 8 "$start"
}

# option NAME
option()
{
	local file

	file=$(scenario "scenarios/inter-as/$1.xml")
	run "$1" "$file"
	status 0 "$program" run "$file" -o again.db --record summary --decode-all
	same "$1: digest of a second run" "$(sql "$1.db" 'SELECT digest FROM run')" "$(sql again.db 'SELECT digest FROM run')"
	status 0 "$program" run "$file" -o probes.db --record summary --probe 100ms
	command -v tshark >/dev/null || return
	same "$1: IGP, LDP or unlabelled packets of the VPNs at the border" '' \
		"$(tshark -r "$1"/*ASBR-1-as2--*.pcapng -Y 'ldp || ospf || icmp && !mpls' 2>/dev/null)"
}

option option-b-next-hop-unchanged
same 'option B: next hop and label of a VPN route from hop to hop' 'PE-1 10.1.0.1 29
PE-ASBR-1 172.16.0.1 own
PE-ASBR-2 172.16.0.1 as told' "$(sql option-b-next-hop-unchanged.db "SELECT a.node || ' ' || a.next_hop || ' ' || CASE a.label WHEN 29 THEN 29
		WHEN (SELECT label FROM advertisement WHERE node = 'PE-ASBR-2' AND direction = 'received' AND rd = a.rd AND prefix = a.prefix)
		THEN iif(l.label IS NULL, 'as told', 'own') END
	FROM advertisement AS a LEFT JOIN labels AS l ON l.node = a.node AND l.label = a.label AND l.owner = 'bgp-vpn' AND l.rd = a.rd
	WHERE direction = 'sent' AND a.rd = '1:27' AND prefix = '152.12.4.0/24' AND NOT withdrawn
		AND a.peer IN ('10.1.0.3', '172.16.0.2', '10.2.0.1') ORDER BY time_ns, id")"
same 'option B: where the host route is' "binding P-2 172.16.0.1/32
binding PE-2 172.16.0.1/32
binding PE-ASBR-2 172.16.0.1/32
lfib P-2 172.16.0.1/32 swap
lfib PE-2 172.16.0.1/32 swap
lfib PE-ASBR-2 172.16.0.1/32 pop
lsp P-2 172.16.0.1/32 ldp
lsp PE-2 172.16.0.1/32 ldp
lsp PE-ASBR-2 172.16.0.1/32 connected
route P-2 172.16.0.1/32 ospf
route PE-2 172.16.0.1/32 ospf
route PE-ASBR-2 172.16.0.1/32 connected" "$(known option-b-next-hop-unchanged.db 172.16.0.1/32 "'PE-2', 'P-2', 'PE-ASBR-2'")"
goes_and_comes option-b-next-hop-unchanged "$(scenario scenarios/inter-as/option-b-next-hop-unchanged.xml)" PE-ASBR-1 172.16.0.1/32 \
	"'PE-2', 'P-2', 'PE-ASBR-2'" 'no route'

option option-c-ldp
same 'option C: what AS 2 has of PE-1' "binding ASBR-2 10.1.0.1/32
binding P-2 10.1.0.1/32
binding PE-2 10.1.0.1/32
lfib ASBR-2 10.1.0.1/32 swap
lfib P-2 10.1.0.1/32 swap
lfib PE-2 10.1.0.1/32 swap
lsp ASBR-2 10.1.0.1/32 bgp
lsp P-2 10.1.0.1/32 ldp
lsp PE-2 10.1.0.1/32 ldp
route ASBR-2 10.1.0.1/32 bgp
route P-2 10.1.0.1/32 ospf
route PE-2 10.1.0.1/32 ospf" "$(known option-c-ldp.db 10.1.0.1/32 "'PE-2', 'P-2', 'ASBR-2'")"
goes_and_comes option-c-ldp "$(scenario scenarios/inter-as/option-c-ldp.xml)" ASBR-1 '10.1.0.%' "'PE-2', 'P-2', 'ASBR-2'" 'no route'

run two-borders "$(scenario tests/scenarios/inter-as/option-c-ldp-two-borders.xml)"

run trigger "$(scenario tests/scenarios/inter-as/hw-option-c-ldp.xml)"
# And it can be taken back.
with untrigger "$(scenario tests/scenarios/inter-as/hw-option-c-ldp.xml)" \
	'<at time="100s"><set node="ASBR1" protocol="ldp" attribute="labelled-bgp" value="no"/></at>'
same 'labels of PE2 that are left without the trigger' 'lsp ASBR1 4.4.4.9/32 bgp
route ASBR1 4.4.4.9/32 bgp
route PE1 4.4.4.9/32 ospf' "$(known untrigger.db 4.4.4.9/32 "'PE1', 'ASBR1'" | grep -v '^binding PE1')"
# ASBR2 tells its PE's loopback without a label: the route stays, LDP's label goes.
sed 's|<node name="ASBR2"|<route-map name="plain"><entry seq="1"/></route-map>&|' "$(scenario tests/scenarios/inter-as/hw-option-c-ldp.xml)" >plain.xml
with unlabelled plain.xml '<at time="100s"><policy node="ASBR2" neighbor="192.168.1.1" export-map="plain"/></at>'
same 'what ASBR1 has of PE2 without a label' 'route ASBR1 4.4.4.9/32 bgp' "$(known unlabelled.db 4.4.4.9/32 "'ASBR1'")"
finish
