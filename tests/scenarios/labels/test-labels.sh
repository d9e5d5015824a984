#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Which labels come in where (RFC 4364 6, 10): those that were advertised there, from customers and other carriers.
# What the walk through the tables says, and what becomes of packets.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# verdicts DB: of each flow at 60 s, from its source.
verdicts()
{
	sql "$1" "SELECT group_concat(flow || ' ' || verdict, ', ') FROM (SELECT * FROM path WHERE direction = 'forward'
		AND from_ns <= 60000000000 AND to_ns > 60000000000 ORDER BY flow)"
}

# drops DB NODE: reasons of pings that the node dropped.
drops()
{
	sql "$1" "SELECT group_concat(interface || ': ' || reason, ', ') FROM (SELECT * FROM packet_drop
		WHERE node = '$2' AND time_ns BETWEEN 60000000000 AND 61000000000 ORDER BY id)"
}

# A customer that switches labels itself.
vrf=$(scenario tests/scenarios/labels/vrf.xml)
status 0 "$program" run "$vrf" -o vrf.db --probe 1s
same 'vrf: expectations that are not met' '' "$(sql vrf.db 'SELECT name FROM expectation WHERE NOT passed')"
same 'vrf: paths' 'core dropped, known delivered, told delivered, under-null dropped, vpn dropped' "$(verdicts vrf.db)"
status 0 "$program" show vrf.db PE-1 accepted-labels --vrf VPN-A --format json
same 'vrf: labels that CE-A may use' '0, 500, other 10.1.0.0/24, other 10.2.0.0/24' "$(sql :memory: "
	SELECT group_concat(line, ', ') FROM (SELECT iif(value ->> 'label' IN (0, 500), value ->> 'label', 'other '
		|| replace(value ->> 'fec', 'VPN-A ', '')) AS line
	FROM json_each(readfile('stdout.txt'), '\$.\"accepted-labels\"') WHERE value ->> 'interface' = 'ce-a' AND value ->> 'checked'
	ORDER BY line)")"
same 'vrf: interfaces that check' 'ce-a advertised, ce-a2 advertised, core platform' \
	"$(sql vrf.db "SELECT group_concat(interface || ' ' || label_check, ', ') FROM (SELECT * FROM interfaces
		WHERE node = 'PE-1' AND label_check IS NOT NULL ORDER BY interface)")"

# A packet of each flow, without probes beside it.
sed '/<expect/d; /<at/d' "$vrf" >packets.xml
status 0 "$program" run packets.xml -o packets.db
same 'vrf: packets that PE-1 dropped' \
	'ce-a: label 29 is not advertised on interface ce-a, ce-a: label 29 is not advertised on interface ce-a, ce-a: label 1002 is not advertised on interface ce-a' \
	"$(drops packets.db PE-1)"

# Why the rule exists: without it they end in the other VPN.
sed '/<expect/d; /<at/d; s|<link a="PE-1:ce-a" |& a-label-check="platform" |' "$vrf" >open.xml
status 0 "$program" run open.xml -o open.db --probe 1s
same 'open: paths' 'core misdelivered, known delivered, told delivered, under-null misdelivered, vpn misdelivered' \
	"$(verdicts open.db)"
same 'open: where they end' 'core CE-B2, under-null CE-B, vpn CE-B' "$(sql open.db "SELECT group_concat(flow || ' ' || node, ', ')
	FROM (SELECT flow, node, max(seq) FROM path JOIN hop USING (path_id) WHERE direction = 'forward' AND verdict = 'misdelivered'
		AND to_ns > 60000000000 GROUP BY flow ORDER BY flow)")"
same 'open: interfaces that check' 'ce-a2' "$(sql open.db "SELECT group_concat(interface) FROM interfaces
	WHERE node = 'PE-1' AND label_check = 'advertised'")"
status 0 "$program" trace open.db CE-A 10.3.0.1 --format json
same 'open: trace' misdelivered "$(sql :memory: "SELECT readfile('stdout.txt') ->> '\$.verdict'")"

# Another carrier at a link with BGP.
ebgp=$(scenario tests/scenarios/labels/ebgp.xml)
status 0 "$program" run "$ebgp" -o ebgp.db --probe 1s
same 'ebgp: expectations that are not met' '' "$(sql ebgp.db 'SELECT name FROM expectation WHERE NOT passed')"
same 'ebgp: interfaces of ASBR-1' 'as2 advertised, core platform' \
	"$(sql ebgp.db "SELECT group_concat(interface || ' ' || label_check, ', ') FROM (SELECT * FROM interfaces
		WHERE node = 'ASBR-1' AND label_check IS NOT NULL ORDER BY interface)")"
same 'ebgp: what ASBR-2 may send' '10.1.0.0/24, 10.1.1.0/24 40, 192.168.1.0/30' "$(sql ebgp.db "
	SELECT group_concat(line, ', ') FROM (SELECT replace(fec, 'VPN-A ', '') || iif(label = 40, ' 40', '') AS line
	FROM accepted_labels WHERE node = 'ASBR-1' AND interface = 'as2' ORDER BY line)")"
sed '/<expect/d; /<at/d' "$ebgp" >packets.xml
status 0 "$program" run packets.xml -o packets.db
same 'ebgp: packets that ASBR-1 dropped' 'as2: label 1001 is not advertised on interface as2' "$(drops packets.db ASBR-1)"
sed 's|<link a="ASBR-1:as2" |& a-label-check="platform" |' packets.xml >open.xml
status 0 "$program" run open.xml -o open.db --probe 1s
same 'ebgp, open: paths' 'core misdelivered, known delivered, told delivered' "$(verdicts open.db)"
same 'ebgp, open: where they end' 'CE-B' "$(sql open.db "SELECT node FROM path JOIN hop USING (path_id)
	WHERE direction = 'forward' AND flow = 'core' AND verdict = 'misdelivered' ORDER BY from_ns DESC, seq DESC LIMIT 1")"

# And inside a carrier, where it may be asked for: P takes from PE-2 only what LDP advertised to it.
sed '/<expect/d; /<at/d; s|b="P:pe2"|& b-label-check="advertised"|' "$vrf" >core.xml
status 0 "$program" run core.xml -o core.db
same 'core: paths' "$(verdicts vrf.db)" "$(verdicts core.db)"
same 'core: interfaces that check' 'pe2' "$(sql core.db "SELECT group_concat(interface) FROM interfaces
	WHERE node = 'P' AND label_check = 'advertised'")"
finish
