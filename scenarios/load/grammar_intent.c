/* SPDX-License-Identifier: Apache-2.0 */
/* The elements that stand for others: what they may say. expand.c writes them out. */
#include "scenarios/load/shapes.h"

static const ConfigField ibgp_fields[] = {
	CONFIG_FIELD(LoadIbgp, families, "families", config_words, "vpnv4",
		     "address families of the sessions"),
	CONFIG_FIELD(LoadIbgp, reflectors, "reflectors", config_words, "",
		     "nodes whose clients the others are; else all have sessions with all"),
};

static const ConfigField vpn_fields[] = {
	CONFIG_FIELD(LoadVpn, name, "name", load_name, NULL, "name of its VRFs and its customer"),
	CONFIG_FIELD(LoadVpn, rd, "rd", config_rd, NULL, "route distinguisher of its VRFs"),
	CONFIG_FIELD(LoadVpn, rts, "rt", config_rts, NULL,
		     "route targets that they import and export"),
	CONFIG_FIELD(LoadVpn, spoke_rts, "spoke-rt", config_rts, "",
		     "route targets that spokes export instead, and hubs import too"),
	CONFIG_FIELD(LoadVpn, links, "links", load_pool, "", "subnets for the links of its sites"),
	CONFIG_FIELD(LoadVpn, link_length, "link-length", load_link_length, "30",
		     "prefix length of these subnets"),
};

static const ConfigField site_fields[] = {
	CONFIG_FIELD(LoadSite, ce, "ce", load_name, NULL, "node at the site"),
	CONFIG_FIELD(LoadSite, pe, "pe", load_name, NULL, "node of a carrier that it is linked to"),
	CONFIG_FIELD(LoadSite, asn, "asn", load_asn, "", "AS number of the CE; BGP needs one"),
	CONFIG_FIELD(LoadSite, lan, "lan", config_words, "", "prefixes at the site"),
	CONFIG_FIELD(LoadSite, protocol, "protocol", load_site_protocol, "bgp",
		     "how PE and CE know each other's routes: bgp or static"),
	CONFIG_FIELD(LoadSite, role, "role", load_site_role, "hub",
		     "hub: reaches all sites; spoke: hubs alone"),
	CONFIG_FIELD(LoadSite, subnet, "subnet", load_pool, "",
		     "of the link; else the next one of the VPN's links"),
};

static const ConfigField inter_as_fields[] = {
	CONFIG_FIELD(LoadInterAs, option, "option", load_option, NULL,
		     "how they exchange VPN routes (RFC 4364 10)"),
	CONFIG_FIELD(LoadInterAs, carriers, "carriers", config_words, NULL,
		     "carriers that exchange them"),
	CONFIG_FIELD(LoadInterAs, transit, "transit", config_words, "",
		     "option d: carriers between them, without VPNs"),
	CONFIG_FIELD(LoadInterAs, links, "links", load_pool, "",
		     "subnets for links at its borders that have no addresses"),
	CONFIG_FIELD(LoadInterAs, link_length, "link-length", load_link_length, "30",
		     "prefix length of these subnets"),
	CONFIG_FIELD(
		LoadInterAs, vpns, "vpns", config_words, "",
		"options a, ab: VPNs that cross the borders; else all that carriers have in common"),
	CONFIG_FIELD(LoadInterAs, vlan, "vlan", load_vlan, "100",
		     "options a, ab: VLAN of the first VPN, those of the others follow"),
	CONFIG_FIELD(LoadInterAs, protocol, "protocol", load_site_protocol, "bgp",
		     "option a: how ASBRs know each other's routes in a VPN: bgp or static"),
	CONFIG_FIELD(LoadInterAs, next_hop_self, "next-hop-self", config_bool, "yes",
		     "option b: no: routers of a carrier have the other one's ASBR as next hop"),
	CONFIG_FIELD(
		LoadInterAs, speakers, "sessions", load_speakers, "",
		"options c, d: who exchanges VPN routes, rr or pe; else rr where there are any"),
	CONFIG_FIELD(LoadInterAs, origin, "originate", load_origin, "asbr",
		     "options c, d: who announces loopbacks with labels, asbr or pe"),
	CONFIG_FIELD(LoadInterAs, labels, "labels", load_labels, "bgp",
		     "options c, d: how they get from ASBRs to others of the carrier, bgp or ldp"),
	CONFIG_FIELD(LoadInterAs, multihop, "ebgp-multihop", load_ttl, "255",
		     "options c, d: hops that the sessions for VPN routes may take"),
	CONFIG_FIELD(LoadInterAs, same_as, "same-as", load_same_as, "allow-as-in",
		     "option d: how carriers of one AS take each other's loopbacks: allow-as-in, "
		     "as-override, no"),
};

static const ConfigField border_fields[] = {
	CONFIG_FIELD(LoadBorder, ends[0], "a", load_border_end, NULL,
		     "ASBR of one carrier, or its interface"),
	CONFIG_FIELD(LoadBorder, ends[1], "b", load_border_end, NULL,
		     "ASBR of another carrier, or its interface"),
	CONFIG_FIELD(LoadBorder, links, "links", load_pool, "",
		     "subnets for its links; else the next ones of the <inter-as>"),
};

static const ConfigField include_fields[] = {
	CONFIG_FIELD(LoadInclude, file, "file", load_name, NULL,
		     "name of a file in the folder of the scenario"),
};

static const ConfigField use_fields[] = {
	CONFIG_FIELD(LoadUse, template, "template", load_name, NULL, "name of the template"),
};

static const ConfigField template_fields[] = {
	CONFIG_FIELD(LoadTemplate, name, "name", load_name, NULL, "name, by which it is used"),
};

static const ConfigField parameter_fields[] = {
	CONFIG_FIELD(LoadParameter, name, "name", load_name, NULL,
		     "name: an attribute of <use>, {name} in values"),
	CONFIG_FIELD(LoadParameter, fallback, "default", config_text, "",
		     "value where <use> gives none; else it has to"),
};

/* Kinds count from the first of them. */
#define INTENT(kind_, element_, struct_type, table, holds_, doc_) \
	[(kind_)-LOAD_IBGP] = LOAD_SHAPE(kind_, element_, struct_type, table, holds_, doc_)

const LoadShape load_intent_shapes[LOAD_OWN_KINDS - LOAD_IBGP] = {
	INTENT(LOAD_IBGP, "ibgp", LoadIbgp, ibgp_fields, 0,
	       "BGP sessions between the PEs, ASBRs and route reflectors of the carrier."),
	INTENT(LOAD_VPN, "vpn", LoadVpn, vpn_fields, HOLDS(LOAD_SITE) | HOLDS(LOAD_DEFAULTS),
	       "A VPN: a VRF of its name at the PE of each of its sites."),
	INTENT(LOAD_SITE, "site", LoadSite, site_fields, 0,
	       "A site: its CE, the link to the PE, and the routes that both have."),
	INTENT(LOAD_INTER_AS, "inter-as", LoadInterAs, inter_as_fields, HOLDS(LOAD_BORDER),
	       "Carriers whose VPNs reach each other, and where they meet."),
	INTENT(LOAD_BORDER, "border", LoadBorder, border_fields, 0,
	       "Where two carriers meet: an ASBR of each, and the link between them."),
	INTENT(LOAD_INCLUDE, "include", LoadInclude, include_fields, 0,
	       "What stands in the <fragment> of another file."),
	INTENT(LOAD_USE, "use", LoadUse, use_fields, 0, "What stands in a template."),
	[LOAD_TEMPLATE - LOAD_IBGP] =
		{
			.kind = LOAD_TEMPLATE,
			.element = "template",
			.doc = "Elements to be used at several places, with parameters.",
			.fields = template_fields,
			.n_fields = G_N_ELEMENTS(template_fields),
			.config_size = sizeof(LoadTemplate),
			.holds = HOLDS(LOAD_PARAMETER),
			.open = TRUE,
		},
	INTENT(LOAD_PARAMETER, "parameter", LoadParameter, parameter_fields, 0,
	       "A parameter of the template."),
	[LOAD_DEFAULTS - LOAD_IBGP] =
		{
			.kind = LOAD_DEFAULTS,
			.element = "defaults",
			.doc = "Attributes that elements have which do not state them.",
			.open = TRUE,
		},
};
