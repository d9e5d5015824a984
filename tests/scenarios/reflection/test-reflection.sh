#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A VPN that hangs on two route reflectors of one cluster: what they say of a route, and that either may be lost.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

status 0 "$program" run "$(scenario tests/scenarios/reflection/redundant.xml)" -o rr.db --record all
same 'expectations that are not met' '' "$(sql rr.db 'SELECT name FROM expectation WHERE NOT passed')"
same 'unexpected events' '' \
	"$(sql rr.db 'SELECT node, protocol, from_state, event FROM transition WHERE unexpected')"

# RR-2 is lost at the end: what PE-2 has is of RR-1, reflected once, and leads to PE-1 all the same.
same 'the route at PE-2' '10.0.0.4|10.0.0.1|10.0.0.1|10.10.10.10' \
	"$(sql rr.db "SELECT peer, next_hop, originator_id, cluster_list FROM bgp
		WHERE node = 'PE-2' AND family = 'vpnv4' AND prefix = '152.12.4.0/24' AND best")"
# Reflectors of one cluster refuse what the other reflects; a PE refuses its own routes.
same 'who refuses what' 'PE-1|reflected to its origin: ORIGINATOR_ID is 10.0.0.1
PE-2|reflected to its origin: ORIGINATOR_ID is 10.0.0.2
RR-1|cluster loop: 10.10.10.10 is in the CLUSTER_LIST
RR-2|cluster loop: 10.10.10.10 is in the CLUSTER_LIST' \
	"$(sql rr.db "SELECT DISTINCT node, reason FROM refusal WHERE reason LIKE '%loop%' OR reason LIKE 'reflected%'
		ORDER BY node")"
# A reflector is not on the way: the flow does not notice.
same 'outages after the start' 0 "$(sql rr.db 'SELECT count(*) FROM outage WHERE start_ns > 60e9')"

# The same where the label switching network ends before the reflectors: P is the egress of their addresses, and the
# sessions with them come up through it.
# The reflectors then pass on routes to whose next hops they have no LSP.
sed -e '/link a="RR-/ s| mpls="yes"><ospf/> <ldp/>|><ospf/>|' -e 's|<bgp cluster-id|<bgp need-lsp="no" cluster-id|' \
	"$(scenario tests/scenarios/reflection/redundant.xml)" > plain.xml
same 'links to reflectors without LDP' 2 "$(grep -c 'link a="RR-.*"><ospf/></link>' plain.xml)"
status 0 "$program" run plain.xml -o plain.db
same 'without LDP: expectations that are not met' '' "$(sql plain.db 'SELECT name FROM expectation WHERE NOT passed')"
same 'what PE-1 is told by P for the reflector that is there' 3 "$(sql plain.db "SELECT received FROM ldp_bindings
	WHERE node = 'PE-1' AND peer = '10.0.0.3' AND fec = '10.0.0.4/32'")"
same 'packets lost for want of a label' 0 "$(sql plain.db "SELECT count(*) FROM packet_drop WHERE reason LIKE 'label%'")"
finish
