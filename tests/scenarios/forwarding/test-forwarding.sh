#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What the forwarding plane does, seen from the command line: traceroute, static labels, VLANs, segments, TTL
# models; and what of it stands in the captures.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# run_scenario NAME FILE: into NAME.db, captures into NAME.
run_scenario()
{
	status 0 "$program" run "$2" -o "$1.db" --pcap "$1"
	same "$1: expectations that are not met" '' "$(sql "$1.db" 'SELECT name FROM expectation WHERE NOT passed')"
}

# traced NAME EXPECTED: each probe's TTL, responder and labels.
traced()
{
	same "$1: traceroute" "$2" "$(sql "$1.db" "SELECT group_concat(trim(ttl || ' ' || responder || ' ' ||
		coalesce(labels, '')), ', ') FROM (SELECT * FROM traceroute ORDER BY id)")"
}

# clean NAME: tshark finds nothing malformed.
clean()
{
	local file

	command -v tshark >/dev/null || return
	for file in "$1"/*.pcapng; do
		same "$file: malformed frames" '' "$(tshark -r "$file" -Y _ws.malformed 2>/dev/null)"
	done
}

run_scenario static-labels "$(scenario tests/scenarios/forwarding/static-labels.xml)"
traced static-labels '1 192.168.3.1, 2 10.1.0.6 1001/29, 3 10.1.0.1 29, 4 152.12.4.1'
clean static-labels

run_scenario vlans "$(scenario tests/scenarios/forwarding/vlans.xml)"
traced vlans '1 10.1.0.1, 2 10.0.0.2, 3 10.2.0.3'
clean vlans

# The same path in the pipe model: the core is one hop, and the far end sees one decrement per carrier edge.
sed 's/role="pe"/& ttl-model="pipe"/; s/role="p"/& ttl-model="pipe"/' \
	"$(scenario tests/scenarios/forwarding/static-labels.xml)" >pipe.xml
run_scenario pipe pipe.xml
traced pipe '1 192.168.3.1, 2 10.1.0.1 29, 3 152.12.4.1'
status 0 "$program" trace pipe.db CE-3 152.12.4.1 --format json
same 'pipe: TTLs of the labels' '255 255,255' "$(sql :memory: "SELECT group_concat((
	SELECT group_concat(l.value ->> 'ttl', ' ') FROM json_each(h.value, '\$.stack_out') AS l))
	FROM json_each(readfile('stdout.txt'), '\$.hops') AS h")"

# The chains of options A, B and C: every label's TTL on every link, both ways. Each scenario expects those of
# the uniform model; its variant those of the pipe model, as a network of Linux routers was recorded to have
# them. Probes compare packets with it, and the capture is looked at.

# on_wire NAME: labels' TTLs, then that of IP, of the first echo request on each link; nothing malformed there.
on_wire()
{
	mergecap -w "$1.pcapng" "$1"/*.pcapng
	tshark -r "$1.pcapng" -Y '_ws.malformed || icmp.type == 8 && icmp.seq == 1 && data.len > 40' \
		-T fields -e mpls.ttl -e ip.ttl 2>/dev/null | tr '\t' ' ' | sed 's/^ //' | paste -sd'|' | sed 's/|/ | /g'
}

# pipe_of NAME FORWARD REVERSE: the scenario in the pipe model, with its paths, into NAME-pipe.xml.
pipe_of()
{
	sed -e 's/role="[^c][^"]*"/& ttl-model="pipe"/' -e '/<expect/,/\/>/d' -e '/<\/scenario>/d' \
		"$(scenario tests/scenarios/forwarding/$1.xml)" >$1-pipe.xml
	printf '<expect flow="vpn-b" time="60s" direction="%s" path="%s"/>\n' forward "$2" reverse "$3" >>$1-pipe.xml
	echo '</scenario>' >>$1-pipe.xml
}

pipe_of chain-a 'ip ttl 64 | [ldp ttl 255][vpn 92 ttl 255] ip ttl 63 | [vpn 92 ttl 255] ip ttl 63 | ip ttl 62 |
	[ldp ttl 255][vpn 29 ttl 255] ip ttl 61 | [vpn 29 ttl 255] ip ttl 61 | ip ttl 60' \
	'ip ttl 64 | [ldp ttl 255][vpn 29 ttl 255] ip ttl 63 | [vpn 29 ttl 255] ip ttl 63 | ip ttl 62 |
	[ldp ttl 255][vpn 92 ttl 255] ip ttl 61 | [vpn 92 ttl 255] ip ttl 61 | ip ttl 60'
pipe_of chain-b 'ip ttl 64 | [static ttl 255][static 203 ttl 255] ip ttl 63 | [static 203 ttl 255] ip ttl 63 |
	[static 202 ttl 254] ip ttl 63 | [static ttl 253][static 29 ttl 253] ip ttl 63 | [static 29 ttl 253] ip ttl 63 | ip ttl 62' \
	'ip ttl 64 | [static ttl 255][static 103 ttl 255] ip ttl 63 | [static 103 ttl 255] ip ttl 63 |
	[static 102 ttl 254] ip ttl 63 | [static ttl 253][static 92 ttl 253] ip ttl 63 | [static 92 ttl 253] ip ttl 63 | ip ttl 62'
pipe_of chain-c 'ip ttl 64 | [static ttl 255][static 203 ttl 255][static 29 ttl 255] ip ttl 63 |
	[static 203 ttl 255][static 29 ttl 255] ip ttl 63 | [static 202 ttl 254][static 29 ttl 255] ip ttl 63 |
	[static ttl 253][static 29 ttl 255] ip ttl 63 | [static 29 ttl 255] ip ttl 63 | ip ttl 62' \
	'ip ttl 64 | [static ttl 255][static 103 ttl 255][static 92 ttl 255] ip ttl 63 |
	[static 103 ttl 255][static 92 ttl 255] ip ttl 63 | [static 102 ttl 254][static 92 ttl 255] ip ttl 63 |
	[static ttl 253][static 92 ttl 255] ip ttl 63 | [static 92 ttl 255] ip ttl 63 | ip ttl 62'

# Labels' TTLs on the wire, and that of IP, as tshark reads them.
declare -A wire=(
	[chain-a]='64 | 63,63 63 | 62 63 | 61 | 60,60 60 | 59 60 | 58'
	[chain-b]='64 | 63,63 63 | 62 63 | 61 63 | 60,60 63 | 59 63 | 58'
	[chain-c]='64 | 63,63,63 63 | 62,63 63 | 61,63 63 | 60,63 63 | 59 63 | 58'
	[chain-a-pipe]='64 | 255,255 63 | 255 63 | 62 | 255,255 61 | 255 61 | 60'
	[chain-b-pipe]='64 | 255,255 63 | 255 63 | 254 63 | 253,253 63 | 253 63 | 62'
	[chain-c-pipe]='64 | 255,255,255 63 | 255,255 63 | 254,255 63 | 253,255 63 | 255 63 | 62'
)
for name in chain-{a,b,c}; do
	run_scenario $name "$(scenario tests/scenarios/forwarding/$name.xml)"
	run_scenario $name-pipe $name-pipe.xml
	for run in $name $name-pipe; do
		same "$run: expectations" 3 "$(sql $run.db 'SELECT count(*) FROM expectation WHERE passed')"
		same "$run: probes that met the path both ways" '21 21' "$(sql $run.db "SELECT group_concat(n, ' ')
			FROM (SELECT count(*) AS n FROM probe WHERE stable AND disagreement IS NULL GROUP BY direction)")"
		if command -v tshark >/dev/null; then
			same "$run: TTLs on the wire" "${wire[$run]}" "$(on_wire $run)"
		fi
	done
done
# Every LSR answers with the labels that it got, by way of the end of the LSP; in the pipe model the ends alone.
traced chain-b '1 192.168.3.1, 2 10.2.1.2 1003/203, 3 10.2.1.6 203, 4 172.16.0.1 202, 5 10.1.1.5 1001/29, 6 10.1.1.1 29, 7 152.12.4.1'
traced chain-c '1 192.168.3.1, 2 10.2.1.2 1003/203/29, 3 10.2.1.6 203/29, 4 172.16.0.1 202/29, 5 10.1.1.5 1001/29, 6 10.1.1.1 29, 7 152.12.4.1'
for name in chain-{b,c}-pipe; do
	traced $name '1 192.168.3.1, 2 10.1.1.1 29, 3 152.12.4.1'
done
same 'chain-a-pipe: one hop per carrier edge' '192.168.3.1 10.2.1.6 192.168.12.1 10.1.1.1 152.12.4.1' \
	"$(sql chain-a-pipe.db "SELECT group_concat(responder, ' ') FROM (SELECT responder FROM traceroute ORDER BY id)")"

# Traffic class (RFC 3270): DSCP ef is precedence 5, in every label pushed, kept where one is swapped, and never
# put into the IP header, in both models.
for name in chain-c chain-c-pipe; do
	file=$name.xml
	[ -f $file ] || file=$(scenario tests/scenarios/forwarding/$file)
	sed -e 's/<flow /&dscp="ef" /; s/<ping /&dscp="ef" /' -e '/static.* ttl/s/ ttl [0-9]*]/&@/g; s/]@/ tc 5]/g' "$file" >tc-$name.xml
	run_scenario tc-$name tc-$name.xml
	same "tc-$name: expectations" 2 "$(sql tc-$name.db "SELECT count(*) FROM expectation WHERE passed AND name LIKE '%tc 5%'")"
	same "tc-$name: probes that met the path" 42 "$(sql tc-$name.db 'SELECT count(*) FROM probe WHERE stable AND disagreement IS NULL')"
	same "tc-$name: the flow's DSCP" 46 "$(sql tc-$name.db 'SELECT dscp FROM flow')"
	command -v tshark >/dev/null || continue
	mergecap -w tc.pcapng tc-$name/*.pcapng
	same "tc-$name: traffic classes and DSCP on the wire" ' 46|5,5,5 46|5,5 46|5,5 46|5,5 46|5 46| 46' "$(tshark -r tc.pcapng \
		-Y 'icmp.type == 8 && icmp.seq == 1 && data.len > 40' -T fields -e mpls.exp -e ip.dsfield.dscp 2>/dev/null |
		tr '\t' ' ' | paste -sd'|')"
done

# Lengths under a stack of three labels, with a link of 1400 bytes in the far carrier: a packet without DF is cut
# there, one with DF is refused from the middle of the LSP, by way of its end. A BGP session between the customer's
# sites, with an UPDATE that fills segments, finds the length by itself (RFC 1191).
{
	sed -e '/<link/s/mpls="yes"/& mtu="1520"/' -e '/a="PE-1:core"/s/1520/1400/' -e '/<probe/d; /<traceroute/d; /<expect/,/\/>/d' \
		-e 's/<customer name="VPN-B"/& asn="65000"/' -e '/<\/scenario>/d' \
		-e '/name="CE-2"/s|</node>|<bgp><neighbor address="152.12.3.1" update-source="lan"/></bgp></node>|' \
		-e '/name="CE-3"/s|</static></node>|@</node>|' "$(scenario tests/scenarios/forwarding/chain-c.xml)" |
		awk '/@/ { for (i = 0; i < 400; i++) {
				prefix = "prefix=\"10." 100 + int(i / 200) "." i % 200 ".0/24\""
				routes = routes "<route " prefix " via=\"192.168.3.1\"/>\n"
				networks = networks "<network " prefix "/>\n"
			}
			sub(/@/, routes "</static>\n<bgp><neighbor address=\"152.12.4.1\" update-source=\"lan\"/>" networks "</bgp>")
		} { print }'
	while read -r name from to time size df result; do
		echo "<ping name=\"$name\" from=\"$from\" to=\"$to\" time=\"${time}s\" count=\"1\" size=\"$size\" df=\"$df\" expect=\"$result\"/>"
	done <<-END
		cut CE-3 152.12.4.1 60 1472 no reply
		refused CE-3 152.12.4.1 62 1472 yes fragmentation-needed
		fits CE-3 152.12.4.1 64 1368 yes reply
		one-more CE-3 152.12.4.1 66 1369 yes fragmentation-needed
		back-fits CE-2 152.12.3.1 68 1360 yes reply
		back-one-more CE-2 152.12.3.1 70 1361 yes fragmentation-needed
	END
	echo '</scenario>'
} >mtu.xml
run_scenario mtu mtu.xml
same 'mtu: pings that came out as expected' 6 "$(sql mtu.db 'SELECT count(*) FROM expectation WHERE passed')"
same 'mtu: pings' 'cut reply 152.12.4.1, refused fragmentation-needed 10.1.1.5, fits reply 152.12.4.1, one-more fragmentation-needed 10.1.1.5, back-fits reply 152.12.3.1, back-one-more fragmentation-needed 192.168.2.1' \
	"$(sql mtu.db "SELECT group_concat(name || ' ' || result || ' ' || responder, ', ')
		FROM (SELECT * FROM ping WHERE sequence = 1 ORDER BY id)")"
same 'mtu: who cannot send on' 'P-1 3 PE-1 1' "$(sql mtu.db "SELECT group_concat(node || ' ' || n, ' ')
	FROM (SELECT node, count(*) AS n FROM packet_drop WHERE reason = 'fragmentation needed' GROUP BY node)")"
same 'mtu: the far site has the 400 networks, over one session' '400 1' "$(sql mtu.db "SELECT (SELECT count(*) FROM rib
	WHERE node = 'CE-2' AND protocol = 'bgp') || ' ' || (SELECT count(*) FROM transition WHERE node = 'CE-2'
	AND to_state = 'Established')")"
if command -v tshark >/dev/null; then
	# frames FILTER FIELD...: of the narrow link, one frame behind the other.
	frames()
	{
		local filter=$1 field fields=()

		for field in "${@:2}"; do
			fields+=(-e "$field")
		done
		tshark -r mtu/PE-1-core--P-1-pe.pcapng -Y "$filter" -T fields "${fields[@]}" 2>/dev/null | tr '\t' ' ' | paste -sd'|'
	}
	# Eight bytes are the unit of offsets; frames are 14 bytes of Ethernet and 4 of the label longer.
	cut='ip.proto == 1 && (ip.flags.mf == 1 || ip.frag_offset > 0)'
	same 'mtu: the fragments, their labels, offsets and lengths' '29 0 1396 1414|29 172 124 142' \
		"$(frames "ip.src == 152.12.3.1 && $cut" mpls.label ip.frag_offset ip.len frame.len)"
	same 'mtu: replies of 1500 and 1396 bytes in fragments under three labels' \
		'1003,103,92 0 1388 1414|1003,103,92 171 132 158|1003,103,92 0 1388 1414|1003,103,92 171 28 54' \
		"$(frames "ip.src == 152.12.4.1 && $cut" mpls.label ip.frag_offset ip.len frame.len)"
	same 'mtu: errors go on along the LSP to its end, and come back as other packets do' '29 64 6 1396|1003,103,92 61,61,61 6,6,6 1396' \
		"$(frames 'icmp.type == 3' mpls.label mpls.ttl mpls.exp icmp.mtu | tr '|' '\n' | sort -ru | paste -sd'|')"
	same 'mtu: the longest segment that arrives' '1396 1356' "$(frames 'tcp.len > 1000' ip.len tcp.len)"
	for file in mtu/*.pcapng; do
		same "$file: malformed frames" '' "$(tshark -r "$file" -o mpls.mplspref.payload:ip -Y _ws.malformed 2>/dev/null)"
	done
fi

# A range of labels that is used up is told, and what goes on without a label goes on.
sed 's|<node name="PE-2"[^>]*>|&<mpls label-first="100" label-last="101"/>|' \
	"$(scenario scenarios/l3vpn/intra-as.xml)" >range.xml
run_scenario range range.xml
same 'labels of a range' '100 101' "$(sql range.db "SELECT group_concat(label, ' ')
	FROM (SELECT label FROM labels WHERE node = 'PE-2' ORDER BY label)")"
same 'FECs for which none was left' '10.0.0.1/32 10.0.0.3/32 10.1.0.0/30' "$(sql range.db "
	SELECT group_concat(prefix, ' ') FROM (SELECT DISTINCT prefix FROM refusal WHERE node = 'PE-2' AND protocol = 'ldp'
		AND reason = 'no label: the label range is used up' ORDER BY prefix)")"
finish
