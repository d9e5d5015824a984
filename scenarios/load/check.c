/* SPDX-License-Identifier: Apache-2.0 */
#include "scenarios/load/check.h"

#include "scenarios/load/check_address.h"
#include "scenarios/load/check_bgp.h"
#include "scenarios/load/check_hybrid.h"
#include "scenarios/load/check_mpls.h"
#include "scenarios/load/check_ospf.h"
#include "scenarios/load/check_rip.h"
#include "scenarios/load/check_sessions.h"
#include "scenarios/load/check_vpn.h"
#include "scenarios/load/check_vrf.h"

const LoadCheck load_checks[] = {
	{"subnets-overlap", SCENARIO_WARNING, check_subnets_overlap, FALSE,
	 "a table with two subnets one of which is part of the other, loopbacks of 32 bits aside"},
	{"subnet-twice", SCENARIO_WARNING, check_subnet_twice, FALSE,
	 "one subnet on two links, segments or loopbacks that links of a carrier or customer join: "
	 "routers tell of it from both places"},
	{"address-of-site-twice", SCENARIO_WARNING, check_address_of_site, FALSE,
	 "an address that two interfaces of a VPN's site have: a VRF and what links join to it"},
	{"vrf-at-one-end", SCENARIO_WARNING, check_vrf_at_one_end, FALSE,
	 "a link between two routers of carriers, none of them a CE, that is in a VRF at one end and "
	 "in the global table at the other: between carriers (option A) a VPN needs its VRF on both "
	 "sides"},
	{"export-without-import", SCENARIO_WARNING, check_export_without_import, FALSE,
	 "a VRF none of whose export route targets is imported by any VRF, nor will be by a "
	 "`<route-target>`; not looked for where a route map sets route targets"},
	{"import-without-export", SCENARIO_WARNING, check_import_without_export, FALSE,
	 "an import route target that no VRF exports, nor will, and that no route map sets"},
	{"vrfs-apart", SCENARIO_WARNING, check_vrfs_apart, FALSE,
	 "two VRFs of one name, between whose nodes VPN routes go from neighbour to neighbour, and "
	 "that neither route targets nor links join, be it by others; not looked for where route maps or "
	 "actions set route targets"},
	{"vrfs-without-way", SCENARIO_WARNING, check_vrfs_without_way, FALSE,
	 "VRFs of one name in two carriers, one of which imports what the other exports, that neither sessions "
	 "for VPN routes nor links of VRFs join, be it by others"},
	{"vrf-without-interface", SCENARIO_WARNING, check_vrf_without_interface, FALSE,
	 "a VRF with no link and no loopback in it"},
	{"vrf-gives-nothing-out", SCENARIO_WARNING, check_vrf_gives_nothing_out, FALSE,
	 "a VRF with export route targets that redistributes nothing"},
	{"vrf-keeps-routes", SCENARIO_WARNING, check_vrf_keeps_routes, FALSE,
	 "a VRF that exports routes, but not those of a protocol that runs in it: BGP with its CEs, "
	 "OSPF, RIP, static routes"},
	{"site-without-routes", SCENARIO_WARNING, check_site_without_routes, FALSE,
	 "OSPF or RIP between a VRF that imports routes and its site, which is told of none of them"},
	{"sites-of-one-as", SCENARIO_WARNING, check_sites_of_one_as, FALSE,
	 "an external neighbour in a VRF that gets paths of another site of its AS, without "
	 "`as-override` or `remove-private-as` here or `allow-as-in` there; routers that links join are "
	 "one site, and another carrier's VRF (option A) is none"},
	{"vpn-without-session", SCENARIO_WARNING, check_vpn_without_session, FALSE,
	 "a VRF that imports what other nodes of its carrier export, on a node without a BGP neighbour "
	 "for VPN routes"},
	{"ospf-without-link", SCENARIO_WARNING, check_ospf_without_link, FALSE,
	 "OSPF on none of a router's links, one of which leads to another router of its carrier or "
	 "customer with OSPF"},
	{"ospf-at-one-end", SCENARIO_WARNING, check_ospf_at_one_end, FALSE,
	 "a link on which OSPF looks for neighbours at one end, and does not run, or is passive, at "
	 "the others"},
	{"ospf-area", SCENARIO_WARNING, check_ospf_area, TRUE,
	 "a link whose ends are in different areas, or take an area for a stub area at one end alone"},
	{"ospf-timers", SCENARIO_WARNING, check_ospf_timers, TRUE,
	 "different `hello-interval` or `dead-interval` at the ends of a link"},
	{"ospf-network", SCENARIO_WARNING, check_ospf_network, TRUE,
	 "a link that is a broadcast network to one end and point-to-point to another"},
	{"ospf-authentication", SCENARIO_WARNING, check_ospf_authentication, TRUE,
	 "different authentication at the ends of a link, or no key that both have"},
	{"ospf-mtu", SCENARIO_WARNING, check_ospf_mtu, TRUE,
	 "different MTUs at the ends of a link, without `mtu-ignore` at the smaller one"},
	{"ospf-no-router-elected", SCENARIO_WARNING, check_ospf_no_router_elected, TRUE,
	 "a broadcast network all of whose routers have priority 0"},
	{"ospf-backbone", SCENARIO_WARNING, check_ospf_backbone, FALSE,
	 "a router between areas none of which is area 0, and an area 0 whose parts only other areas "
	 "join"},
	{"ospf-router-id", SCENARIO_WARNING, check_ospf_router_id, FALSE,
	 "a Router ID that two routers have which links of OSPF join"},
	{"rip-without-link", SCENARIO_WARNING, check_rip_without_link, TRUE,
	 "a node or VRF with RIP that runs on none of its interfaces"},
	{"rip-authentication", SCENARIO_WARNING, check_rip_authentication, TRUE,
	 "different authentication of RIP, or different keys, at the ends of a link"},
	{"session-address", SCENARIO_WARNING, check_session_address, FALSE,
	 "a BGP neighbour with an address that nobody has whom links lead to; through a VPN, nobody "
	 "at all"},
	{"session-at-one-end", SCENARIO_WARNING, check_session_at_one_end, FALSE,
	 "a BGP neighbour that does not run BGP there, or has no neighbour on this node"},
	{"session-as", SCENARIO_WARNING, check_session_as, TRUE,
	 "a `remote-as` other than the neighbour's AS, or its `local-as`"},
	{"session-families", SCENARIO_WARNING, check_session_families, TRUE,
	 "a session whose ends have no address family in common"},
	{"session-passive", SCENARIO_WARNING, check_session_passive, TRUE,
	 "a session both ends of which are passive"},
	{"session-source", SCENARIO_WARNING, check_session_source, FALSE,
	 "a session that neither end can open: it comes from another address than the other end has "
	 "for it"},
	{"session-password", SCENARIO_WARNING, check_session_password, TRUE,
	 "different passwords at the ends of a session, or one at one end"},
	{"session-hold-time", SCENARIO_WARNING, check_session_hold_time, TRUE,
	 "a `hold-time` below the `minimum-hold-time` of the other end"},
	{"session-multihop", SCENARIO_WARNING, check_session_multihop, FALSE,
	 "an external neighbour that is on no link of the node, without `ebgp-multihop`, "
	 "`ttl-security` or `disable-connected-check`"},
	{"session-hops", SCENARIO_WARNING, check_session_hops, FALSE,
	 "a session over more links than `ebgp-multihop` or `ttl-security` allow, or with "
	 "`ttl-security` at one end alone; of those that are on no link the first 1,000, and none "
	 "where a node has the pipe model"},
	{"session-route", SCENARIO_WARNING, check_session_route, FALSE,
	 "a neighbour that is on no link, and to whose address nothing leads: OSPF, RIP, a static "
	 "route here, a `<network>`, what somebody redistributes, a default route. Not through a VPN"},
	{"network-without-route", SCENARIO_WARNING, check_network_without_route, FALSE,
	 "a `<network>` that no interface's subnet and no static route of its table is, where no protocol runs that could learn one"},
	{"as-comes-back", SCENARIO_WARNING, check_as_comes_back, FALSE,
	 "an external neighbour that brings labelled or VPN routes of another part of this AS, which "
	 "neither links of their carrier nor internal sessions join to this one, without `allow-as-in` here or `as-override` or "
	 "`remove-private-as` there"},
	{"reflector-as-next-hop", SCENARIO_WARNING, check_reflector_as_next_hop, FALSE,
	 "an external neighbour several links away that a route reflector tells its clients' VPN "
	 "routes with itself as next hop: without `next-hop-unchanged`, `next-hop-self` or an "
	 "`export-map`"},
	{"next-hop-without-lsp", SCENARIO_WARNING, check_next_hop_without_lsp, FALSE,
	 "routes with labels that a border router tells its AS with the next hop of the other one, a "
	 "neighbour on a link, to which no LSP leads there: neither `next-hop-self` nor a host route that "
	 "OSPF or RIP is told of (`host-route`, `<redistribute from=\"connected\">`); not looked for with "
	 "route maps that match, deny or set next hops, and without an IGP"},
	{"vpn-routes-not-kept", SCENARIO_WARNING, check_vpn_routes_not_kept, FALSE,
	 "`keep-all=\"no\"` on a node without VRFs that has an external neighbour, or a client, for VPN "
	 "routes: it drops them all, and has none to tell"},
	{"routes-come-back", SCENARIO_WARNING, check_routes_come_back, FALSE,
	 "a `<redistribute>` of OSPF in BGP, without a route map, of a router with external neighbours, "
	 "where another such router tells the same OSPF of all its BGP routes: AS paths begin anew, so "
	 "that the AS that a route is of may take it back, and prefer it by distance"},
	{"mesh", SCENARIO_WARNING, check_mesh, FALSE,
	 "routers of an AS that internal BGP does not bring each other's routes: no session, and no "
	 "reflector between them. Of IPv4 those that have routes, and those that are no reflectors; of "
	 "labelled unicast not two that have internal sessions alone and OSPF, which leads to what they tell; of VPN routes those with VRFs or external sessions. A search ends after 20 million steps"},
	{"reflector-without-clients", SCENARIO_WARNING, check_reflector_without_clients, FALSE,
	 "a node whose role is `rr` and that has no clients"},
	{"mpls-at-one-end", SCENARIO_WARNING, check_mpls_at_one_end, TRUE,
	 "a link whose ends do not both take labelled packets"},
	{"link-without-ldp", SCENARIO_WARNING, check_link_without_ldp, FALSE,
	 "a link on which LDP runs at one end alone; one over which OSPF leads between routers that run "
	 "LDP, but not there, and have no labels by configuration"},
	{"ldp-without-routes", SCENARIO_WARNING, check_ldp_without_routes, FALSE,
	 "a link of a carrier or customer on which LDP runs, between routers with OSPF, and OSPF does "
	 "not"},
	{"ldp-transport", SCENARIO_WARNING, check_ldp_transport, FALSE,
	 "a transport address of LDP that no interface has, or one that OSPF does not run on"},
	{"ldp-password", SCENARIO_WARNING, check_ldp_password, TRUE,
	 "different passwords of LDP at the ends of a link"},
	{"ldp-targeted", SCENARIO_WARNING, check_ldp_targeted, FALSE,
	 "a `<targeted>` router that nobody is, that does not run LDP, or that neither names this one "
	 "nor accepts all"},
	{"vpn-without-lsp", SCENARIO_WARNING, check_vpn_without_lsp, FALSE,
	 "a VRF that imports routes of a node of its carrier to which links lead and LDP does not; not "
	 "where the carrier has labels of other protocols, families or by configuration"},
	{"reflector-without-lsp", SCENARIO_WARNING, check_reflector_without_lsp, FALSE,
	 "a route reflector for VPN routes without `need-lsp=\"no\"`, and a client to which links lead "
	 "and LDP does not; not where the carrier has other labels, as above"},
	{"vpn-session-without-lsp", SCENARIO_WARNING, check_vpn_session_without_lsp, FALSE,
	 "a neighbour for VPN routes in another carrier, to which neither links with LDP nor sessions of labelled "
	 "unicast lead, or none of these sessions is this node's own and no OSPF of its carrier has routes of BGP; "
	 "not for a customer's, nor where there are LSPs by configuration"},
	{"session-without-labels", SCENARIO_WARNING, check_session_without_labels, FALSE,
	 "an external neighbour that is told routes with labels over a link without `mpls`"},
	{"hybrid-vrf-alone", SCENARIO_WARNING, check_hybrid_vrf_alone, FALSE,
	 "a VRF with `inter-as-hybrid` on a node none of whose neighbours has it"},
	{"hybrid-neighbor-alone", SCENARIO_WARNING, check_hybrid_neighbor_alone, FALSE,
	 "a neighbour with `inter-as-hybrid` on a node none of whose VRFs has it"},
	{"hybrid-at-one-end", SCENARIO_WARNING, check_hybrid_at_one_end, FALSE,
	 "a session that one end alone has `inter-as-hybrid` for"},
	{"hybrid-next-hop", SCENARIO_WARNING, check_hybrid_next_hop, FALSE,
	 "a VRF's `hybrid-next-hop`, or without one the address of the hybrid neighbour, that is on no "
	 "link of the VRF, or its own address"},
	{"mtu", SCENARIO_WARNING, check_mtu, FALSE,
	 "a carrier's link with labels that cannot carry what its links of VRFs take, with 4 bytes for "
	 "each of two labels; not looked for where both have the MTU of 1500 that they have by default"},
	{0},
};

void load_check(Loader *loader, gboolean whole)
{
	LoadErrors warnings = *loader->errors;
	CheckNet *net = check_net_new(loader);

	net->sessions = check_sessions_new(net);
	warnings.list = loader->scenario->warnings;
	warnings.are_warnings = TRUE;
	for (const LoadCheck *check = load_checks; check->name; check++) {
		LoadErrors *found =
			check->severity == SCENARIO_WARNING ? &warnings : loader->errors;

		if (!whole && !check->of_parts)
			continue;
		found->check = check->name;
		check->look(net, found);
		found->check = NULL;
	}
	check_sessions_free(net->sessions);
	check_net_free(net);
	load_errors_sort(&warnings);
}
