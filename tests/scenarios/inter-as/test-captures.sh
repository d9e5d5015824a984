#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What another dissector makes of the captures of inter-AS options: nothing is wrong in them; the labelled routes in BGP's UPDATEs are those
# that the record has, and so are labels, TTLs and ends of stacks of packets on every link.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"
. "$source_dir/tests/cli/tshark.sh"

here=$source_dir/tests/scenarios/inter-as

# routes: what each session was told in labelled families, as in updates.awk.
routes()
{
	sql run.db "SELECT DISTINCT s.local, a.peer, iif(a.family = 'vpnv4', 128, 4), a.next_hop, coalesce(a.rd, '-'), a.prefix, a.label || ' (bottom)'
		FROM advertisement AS a JOIN bgp_sessions AS s ON s.node = a.node AND s.peer = a.peer AND s.vrf IS NULL
		WHERE a.direction = 'sent' AND a.family <> 'ipv4' AND NOT a.withdrawn" | tr '|' ' ' | sort
}

# packets: the paths of flows that are pinged, as in packets.awk; of those that do not arrive nothing comes back.
packets()
{
	sql run.db "WITH hops AS (SELECT iif(p.direction = 'forward', f.source || ' ' || f.destination, f.destination || ' ' || f.source) AS ends,
			replace(iif(h.stack_out = '', '- -', h.stack_out || ' ' || h.ttls_out), '/', ',') || ' ' || h.ip_ttl AS link
		FROM flow AS f JOIN path AS p USING (flow) JOIN hop AS h USING (path_id)
		WHERE p.from_ns <= 60e9 AND p.to_ns > 60e9 AND flow IN (SELECT name FROM ping) AND h.action NOT IN ('deliver', 'drop')
			AND (p.direction = 'forward' OR p.verdict = 'delivered') ORDER BY p.path_id, h.seq)
		SELECT ends || ': ' || group_concat(link, ' | ') FROM hops GROUP BY ends" | sort
}

# Frames have after the columns that tshark.awk reads: 10 time, source, destination, type of ICMP, sequence, labels, TTLs, bottoms, TTL of IP, 19
# SAFI and 20 next hop of each MP_REACH_NLRI.
columns='-e frame.time_epoch -e ip.src -e ip.dst -e icmp.type -e icmp.seq -e mpls.label -e mpls.ttl -e mpls.bottom -e ip.ttl
	-e bgp.update.path_attribute.mp_reach_nlri.safi -e bgp.update.path_attribute.mp_reach_nlri.next_hop'

# pinged: the first echo requests and replies, one link after the other, as packets.awk wants them.
pinged()
{
	awk -F '\t' -v OFS='\t' '($13 == 8 || $13 == 0) && $13 != "" && $14 == 1 { print $10, $11, $12, $15, $16, $17, $18 }' frames.txt |
		sort -n | cut -f 2- | tr '~' ',' | awk -f "$here/packets.awk" | sort
}

# wrong_lengths: next hops that are not an address (RFC 8277), or an RD and an address (RFC 4364 4.3.2), by their SAFI.
wrong_lengths()
{
	cut -f 19,20 frames.txt | awk -F '\t' '{
		n = split($1, safi, "~")
		split($2, next_hop, "~")
		for (i = 1; i <= n; i++) {
			start = safi[i] == 4 ? "04" : "0c0000000000000000"
			if (index(next_hop[i], start) != 1 || length(next_hop[i]) != length(start) + 8)
				print safi[i], next_hop[i]
		}
	}'
}

# option NAME PATTERN: how VPN-B's packets to 152.12.4.1 go, link by link: labels, their TTLs, TTL of IP. All other packets that arrive have the same TTLs.
option()
{
	local found

	echo "$1" >>looked-at.txt
	# shellcheck disable=SC2086 # options
	look "scenarios/inter-as/$1.xml" reset 'ldp:0x0400 bgp:1 bgp:2 bgp:4' $columns
	awk -f "$here/updates.awk" details.txt | sort -u >told.txt
	[ "$(grep -c '^[0-9.]* [0-9.]* 128 ' told.txt)" -gt 0 ] || fail "$1: no VPN route in the captures"
	same "$1: labelled routes in UPDATEs" "$(routes)" "$(cat told.txt)"
	same "$1: next hops of another length" '' "$(wrong_lengths)"
	pinged >pinged.txt
	same "$1: packets" "$(packets)" "$(cat pinged.txt)"
	found=$(sed -n 's/^152.12.3.1 152.12.4.1: //p' pinged.txt)
	# shellcheck disable=SC2053 # a pattern
	[[ $found == $2 ]] || fail "$1: VPN-B's packets are $found instead of $2"
	same "$1: ways that TTLs go" 1 "$(sed -n '/|/s/^[^:]*: //p' pinged.txt | sed 's/^[^ ]* //; s/| [^ ]* /| /g' | sort -u | wc -l)"
}

# "*" is any label; the others are those of the slides that the options are taught with.
transit='- - 64 | *,*,29 63,63,63 63 | *,29 62,63 63 | *,29 61,63 63 | *,*,29 60,60,63 63 | *,29 59,63 63 | *,29 58,63 63 | *,29 57,63 63 | 29 56 63 | - - 55'
without_values=${transit//29 /'* '}
while read -r name path; do
	option "$name" "$path"
done <<-END
	option-a-static              - - 64 | *,92 63,63 63 | 92 62 63 | - - 61 | *,29 60,60 60 | 29 59 60 | - - 58
	option-a                     - - 64 | *,92 63,63 63 | 92 62 63 | - - 61 | *,29 60,60 60 | 29 59 60 | - - 58
	option-ab                    - - 64 | *,92 63,63 63 | 92 62 63 | - - 61 | *,29 60,60 60 | 29 59 60 | - - 58
	option-b                     - - 64 | *,* 63,63 63 | * 62 63 | * 61 63 | *,29 60,60 63 | 29 59 63 | - - 58
	option-b-next-hop-unchanged  - - 64 | *,* 63,63 63 | *,* 62,63 63 | * 61 63 | *,29 60,60 63 | 29 59 63 | - - 58
	option-c                     - - 64 | *,*,29 63,63,63 63 | *,29 62,63 63 | *,29 61,63 63 | *,29 60,63 63 | 29 59 63 | - - 58
	option-c-rr                  - - 64 | *,*,29 63,63,63 63 | *,29 62,63 63 | *,29 61,63 63 | *,29 60,63 63 | 29 59 63 | - - 58
	option-c-ldp                 - - 64 | *,29 63,63 63 | *,29 62,63 63 | *,29 61,63 63 | *,29 60,63 63 | 29 59 63 | - - 58
	option-d-transit             $transit
	option-d-transit-one-as      $transit
	option-d-transit-as-override $without_values
END
same 'scenarios that were not looked at' '' "$(comm -3 <(basename -s .xml "$source_dir"/scenarios/inter-as/*.xml | sort) <(sort looked-at.txt))"
finish
