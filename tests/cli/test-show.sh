#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The verb show: what the tables of a run that works, and of one that does not, say.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

status 0 "$program" run "$(scenario scenarios/l3vpn/intra-as.xml)" -o run.db

# row TEXT: a line of the last output is this one, blanks apart.
row()
{
	tr -s ' ' <stdout.txt | sed 's/^ //' | grep -qxF -- "$1" || fail "no row '$1' in: $(cat stdout.txt)"
}
# json QUERY: a query of the last output.
json()
{
	sql :memory: "SELECT json_extract(readfile('stdout.txt'), '$1')"
}
# says TEXT COMMAND...: refused with the text, nothing on stdout.
says()
{
	status 2 "${@:2}"
	grep -qF -- "$1" stderr.txt || fail "stderr of '${*:2}' does not say: $1 ($(cat stderr.txt))"
	[ ! -s stdout.txt ] || fail "stdout of '${*:2}' is not empty"
}

status 0 "$program" show run.db
row 'PE-2 pe 1 carrier-1 10.0.0.2'
status 0 "$program" show run.db PE-2
row 'routes 11 all candidates of the routing tables, and why some are not used'
status 0 "$program" show run.db P
row 'bgp 0 all paths of BGP, the best ones and the rules that they won by'

status 0 "$program" show run.db PE-2 routes
row 'vrf family prefix protocol best distance metric tag next_hop labels'
row '- ipv4 10.0.0.1/32 ospf yes 110 20 0 10.1.0.6 core -'
row 'VPN-B ipv4 152.12.4.0/24 bgp yes 200 0 0 10.0.0.1 17'
status 0 "$program" show run.db PE-2 routes --vrf VPN-B
[ "$(grep -c VPN-B stdout.txt)" -eq 5 ] || fail '--vrf VPN-B does not show five routes'
grep -q ospf stdout.txt && fail '--vrf VPN-B shows routes of the global table'
status 0 "$program" show run.db PE-2 routes --vrf global
grep -q VPN-B stdout.txt && fail '--vrf global shows routes of a VRF'
row 'family prefix protocol best distance metric tag next_hop' # columns without a value are left out
row 'ipv4 10.0.0.1/32 ospf yes 110 20 0 10.1.0.6 core'
status 0 "$program" show run.db PE-2 fib
row 'VPN-B ipv4 152.12.4.0/24 10.1.0.6 core 16/17'
status 0 "$program" show run.db PE-2 lfib
row '20 swap 16 10.1.0.6 core ldp 10.0.0.1/32'
row '17 pop - 192.168.3.2 ce3 vpn VPN-B 152.12.3.0/24'
status 0 "$program" show run.db PE-2 vrf
row 'VPN-B 1:27 1:222 1:222 connected static per-prefix 5 2 2'
status 0 "$program" show run.db P ospf-database
grep -q 'p2p 10.0.0.1 10.1.0.2 cost 10, stub 10.1.0.0 255.255.255.252 cost 10' stdout.txt ||
	fail 'ospf-database does not list the links of P'

# A protocol's name stands for all its tables.
status 0 "$program" show run.db PE-2 ldp
for table in discovery sessions bindings; do
	grep -q "^PE-2 ldp-$table at " stdout.txt || fail "show ldp lacks $table"
done
row '10.0.0.1/32 20 10.0.0.3 16 20 yes'

status 0 "$program" show run.db PE-2 sessions --format json
same 'JSON: node' PE-2 "$(json '$.node')"
same 'JSON: time' 66 "$(json '$.time_s')"
same 'JSON: sessions' 'ospf Full 1,ldp OPERATIONAL 1,bgp Established 1' "$(sql :memory: \
	"SELECT group_concat(json_extract(value, '\$.protocol') || ' ' || json_extract(value, '\$.state') || ' ' ||
	json_extract(value, '\$.up')) FROM json_each(readfile('stdout.txt'), '\$.sessions')")"
status 0 "$program" show run.db P bgp --format json
same 'JSON: no rows' '[]' "$(json '$.bgp')"
status 0 "$program" show run.db P bgp
row '(none)'
status 0 "$program" show run.db PE-2 ldp --format json
same 'JSON: group' 5 \
	"$(sql :memory: "SELECT json_array_length(readfile('stdout.txt'), '\$.\"ldp-bindings\"')")"
status 0 "$program" show run.db --format json
same 'JSON: nodes' 5 "$(sql :memory: "SELECT json_array_length(readfile('stdout.txt'), '\$.nodes')")"

says 'there is no node "PE2"; did you mean "PE-2"?' "$program" show run.db PE2 routes
says 'there is no table "rotes"; did you mean "routes"?' "$program" show run.db PE-2 rotes
says 'there is no VRF "VPN-A"; did you mean "VPN-B"?' "$program" show run.db PE-2 routes --vrf VPN-A
says 'there is no VRF "VPN-A"; there are none' "$program" show run.db P routes --vrf VPN-A
says 'is not of VRFs' "$program" show run.db PE-2 lfib --vrf VPN-B
says 'RUN.db is missing' "$program" show
says 'too many arguments' "$program" show run.db PE-2 routes more
says '--format is text or json' "$program" show run.db PE-2 routes --format yaml

# Without LDP the VPN routes stay, and say why they are of no use.
status 1 "$program" run "$(scenario tests/scenarios/first-light/ldp-off.xml)" -o broken.db --until 200s
status 0 "$program" show broken.db PE-2 routes --vrf VPN-B
row 'VPN-B ipv4 152.12.4.0/24 bgp no 200 0 0 10.0.0.1 17 no LSP to PE-1'
status 0 "$program" show broken.db PE-2 bgp
grep '152.12.4.0/24' stdout.txt | grep -q 'no LSP to PE-1' || fail 'bgp does not say why a path is of no use'

# The same tables at every level of recording, and in every run of one seed.
views=$(sql run.db "SELECT DISTINCT view FROM final_table")
status 0 "$program" run "$(scenario scenarios/l3vpn/intra-as.xml)" -o summary.db --record summary
for view in $views; do
	same "$view at level summary" "$(sql run.db "SELECT * FROM $view")" "$(sql summary.db "SELECT * FROM $view")"
done
same 'the digest does not depend on the level' "$(sql run.db "SELECT digest FROM run")" \
	"$(sql summary.db "SELECT digest FROM run")"

# What the UPDATEs said: each prefix sent and received once, caused by its message.
same 'advertisements' '8 2 10.0.0.1' "$(sql run.db "SELECT count(*), count(DISTINCT a.direction) || ' ' || (SELECT next_hop
	FROM advertisement WHERE node = 'PE-2' AND direction = 'received' AND prefix = '152.12.4.0/24' AND label = 17)
	FROM advertisement AS a JOIN message AS m ON m.id = a.cause_id AND m.node = a.node AND m.type = 'update'" | tr '|' ' ')"
same 'no advertisements at level summary' 0 "$(sql summary.db 'SELECT count(*) FROM advertisement')"
finish
