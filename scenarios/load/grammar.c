/* SPDX-License-Identifier: Apache-2.0 */
#include "scenarios/load/grammar.h"

#include "models/net/dscp.h"
#include "scenarios/load/shapes.h"

static const ConfigField scenario_fields[] = {
	CONFIG_FIELD(LoadScenario, name, "name", load_title, "",
		     "name; else that of the file without .xml"),
	CONFIG_FIELD(LoadScenario, until, "until", load_until, "",
		     "end of the run; else when the network is quiet"),
};

static const ConfigField carrier_fields[] = {
	CONFIG_FIELD(LoadGroup, name, "name", load_name, NULL, "name of the carrier"),
	CONFIG_FIELD(LoadGroup, asn, "asn", load_asn, NULL, "AS number of its nodes"),
	CONFIG_FIELD(LoadGroup, intent.igp, "igp", load_igp, "",
		     "routing protocol between its nodes: ospf; else as each says"),
	CONFIG_FIELD(LoadGroup, intent.area, "igp-area", config_area, "0",
		     "OSPF area of its links and loopbacks"),
	CONFIG_FIELD(LoadGroup, intent.ldp, "ldp", config_bool, "no",
		     "yes: LDP between its nodes, on links with mpls"),
	CONFIG_FIELD(LoadGroup, intent.loopbacks, "loopbacks", load_pool, "",
		     "addresses for nodes without a loopback"),
	CONFIG_FIELD(LoadGroup, intent.links, "links", load_pool, "",
		     "subnets for links without addresses"),
	CONFIG_FIELD(LoadGroup, intent.link_length, "link-length", load_link_length, "30",
		     "prefix length of these subnets"),
};

static const ConfigField customer_fields[] = {
	CONFIG_FIELD(LoadGroup, name, "name", load_name, NULL, "name of the customer"),
	CONFIG_FIELD(LoadGroup, asn, "asn", load_asn, "", "AS number of its nodes; else none"),
};

static const ConfigField node_fields[] = {
	CONFIG_FIELD(LoadNode, name, "name", load_name, NULL, "name, unique in the scenario"),
	CONFIG_FIELD(LoadNode, role, "role", load_role, NULL, "pe, p, asbr, rr or ce"),
	CONFIG_FIELD(LoadNode, router_id, "router-id", load_ipv4_address, "",
		     "router ID; else the first loopback's address, else the first link's"),
	CONFIG_FIELD(LoadNode, asn, "asn", load_asn, "",
		     "AS number; else that of the carrier or customer"),
	CONFIG_FIELD(LoadNode, ttl_model, "ttl-model", load_ttl_model, "uniform",
		     "TTLs of labels (RFC 3443): uniform or pipe"),
	CONFIG_FIELD(LoadNode, costs.message, "cpu-message", load_time, "0",
		     "time of the control processor for each packet to the node itself"),
	CONFIG_FIELD(LoadNode, costs.spf, "cpu-spf", load_time, "0",
		     "time of the control processor for each calculation of shortest paths"),
	CONFIG_FIELD(LoadNode, costs.fib, "cpu-fib", load_time, "0",
		     "time of the control processor to write each entry of a forwarding table"),
	CONFIG_FIELD(LoadNode, runs.igp, "igp", load_choice, "",
		     "whether it runs the carrier's igp; else unless it is a CE"),
	CONFIG_FIELD(LoadNode, runs.ldp, "ldp", load_choice, "",
		     "whether it runs the carrier's LDP; else unless it is a CE"),
};

static const ConfigField policy_fields[] = {
	CONFIG_FIELD(LoadPolicy, name, "name", load_name, NULL, "name, by which it is referred to"),
};

static const ConfigField loopback_fields[] = {
	CONFIG_FIELD(LoadLoopback, name, "name", load_name, "lo", "name of the interface"),
	CONFIG_FIELD(LoadLoopback, address, "address", load_address, NULL,
		     "address with its prefix length"),
};

static const ConfigField vrf_fields[] = {
	CONFIG_FIELD(LoadVrf, name, "name", load_name, NULL, "name, unique on the node"),
	CONFIG_FIELD(LoadVrf, rd, "rd", config_rd, NULL, "route distinguisher"),
	CONFIG_FIELD(LoadVrf, import_rts, "import", config_rts, "",
		     "route targets of the VPN routes that it takes in"),
	CONFIG_FIELD(LoadVrf, export_rts, "export", config_rts, "",
		     "route targets of the VPN routes that it gives out"),
	CONFIG_FIELD(LoadVrf, import_map, "import-map", config_text, "",
		     "route map that VPN routes pass which it takes in; empty: none"),
	CONFIG_FIELD(LoadVrf, export_map, "export-map", config_text, "",
		     "route map that its routes pass as VPN routes; empty: none"),
	CONFIG_FIELD(LoadVrf, redistribute, "redistribute", config_sources, "",
		     "whose routes it gives out: connected, or protocols"),
	CONFIG_FIELD(LoadVrf, label_mode, "label-mode", load_label_mode, "per-prefix",
		     "which prefixes share a label: per-prefix, per-ce, per-vrf"),
	CONFIG_FIELD(LoadVrf, inter_as_hybrid, "inter-as-hybrid", config_bool, "no",
		     "option AB: exports anew what it imports, to and from hybrid neighbours"),
	CONFIG_FIELD(
		LoadVrf, hybrid, "hybrid-next-hop", load_hybrid_way, "",
		"where routes of hybrid neighbours lead: an address in the VRF, or global; empty: "
		"the next hop that is told, in the VRF"),
	CONFIG_FIELD(LoadVrf, limit.most, "maximum-routes", config_u32, "0",
		     "most routes that it may have; 0: any number"),
	CONFIG_FIELD(LoadVrf, limit.threshold, "maximum-routes-threshold", load_percent, "75",
		     "percent of them from which it is recorded"),
	CONFIG_FIELD(LoadVrf, limit.warns, "maximum-routes-warning-only", config_bool, "no",
		     "more are recorded, no more; else they are refused"),
	CONFIG_FIELD(LoadVrf, site_of_origin, "site-of-origin", config_soo, "",
		     "site that the VRF is of: its routes are marked so and do not come back"),
};

#define LINE_FIELDS(struct_type, mpls_)                                                         \
	CONFIG_FIELD(struct_type, line.delay, "delay", load_time, "1ms",                        \
		     "propagation delay, one way"),                                             \
		CONFIG_FIELD(struct_type, line.bandwidth, "bandwidth", load_bandwidth, "1Gbps", \
			     "rate in each direction"),                                         \
		CONFIG_FIELD(struct_type, line.mpls, "mpls", config_bool, "no", mpls_),         \
		CONFIG_FIELD(struct_type, line.mtu, "mtu", load_mtu, "1500",                    \
			     "MTU of the network layer, bytes"),                                \
		CONFIG_FIELD(struct_type, line.queue, "queue", config_u32, "0",                 \
			     "bytes of frames that wait at an end at most; 0: no limit"),       \
		CONFIG_FIELD(struct_type, line.loss, "loss", config_share, "0%",                \
			     "share of the frames that are lost"),                              \
		CONFIG_FIELD(struct_type, line.inner_mtu, "inner-mtu", load_inner_mtu, "",      \
			     "longer packets are lost on the way, which nobody is told"),       \
		CONFIG_FIELD(struct_type, line.runs.igp, "igp", load_choice, "",                \
			     "whether the carrier's igp runs on it; else where its nodes do"),  \
		CONFIG_FIELD(struct_type, line.runs.ldp, "ldp", load_choice, "",                \
			     "whether the carrier's LDP runs on it; else where its nodes do")

static const ConfigField link_fields[] = {
	CONFIG_FIELD(LoadLink, ends[0].at, "a", load_end, NULL, "one end, node:interface"),
	CONFIG_FIELD(LoadLink, ends[0].address, "a-address", load_optional_address, "",
		     "address of that end with its prefix length"),
	CONFIG_FIELD(LoadLink, ends[0].unnumbered, "a-unnumbered", load_optional_name, "",
		     "instead of it: loopback whose address that end borrows"),
	CONFIG_FIELD(LoadLink, ends[0].vrf, "a-vrf", load_optional_name, "",
		     "VRF of that end; else the global table"),
	CONFIG_FIELD(LoadLink, ends[0].label_check, "a-label-check", load_label_check, "",
		     "labels that it accepts: advertised there, or any of the platform"),
	CONFIG_FIELD(LoadLink, ends[1].at, "b", load_end, NULL, "the other end"),
	CONFIG_FIELD(LoadLink, ends[1].address, "b-address", load_optional_address, "",
		     "address of the other end"),
	CONFIG_FIELD(LoadLink, ends[1].unnumbered, "b-unnumbered", load_optional_name, "",
		     "instead of it: loopback whose address the other end borrows"),
	CONFIG_FIELD(LoadLink, ends[1].vrf, "b-vrf", load_optional_name, "",
		     "VRF of the other end; else the global table"),
	CONFIG_FIELD(LoadLink, ends[1].label_check, "b-label-check", load_label_check, "",
		     "labels that the other end accepts"),
	LINE_FIELDS(LoadLink, "both ends send and accept labelled packets"),
	CONFIG_FIELD(LoadLink, vlan, "vlan", load_vlan, "",
		     "VLAN of the link: another link between the same interfaces, with this tag"),
};

#define OWN_FIELDS(struct_type)                                                         \
	CONFIG_FIELD(struct_type, own.mpls, "mpls", load_choice, "",                    \
		     "yes, no: it sends and accepts labelled packets; else as all do"), \
		CONFIG_FIELD(struct_type, own.mtu, "mtu", load_inner_mtu, "",           \
			     "its MTU of the network layer, bytes; else that of all")

static const ConfigField side_fields[] = {
	CONFIG_FIELD(LoadSide, node, "node", load_name, NULL, "node whose end it is"),
	OWN_FIELDS(LoadSide),
};

static const ConfigField segment_fields[] = {
	LINE_FIELDS(LoadSegment, "all ports send and accept labelled packets"),
};

static const ConfigField port_fields[] = {
	CONFIG_FIELD(LoadPort, end.at, "at", load_end, NULL, "node:interface"),
	CONFIG_FIELD(LoadPort, end.address, "address", load_address, NULL,
		     "its address with its prefix length"),
	CONFIG_FIELD(LoadPort, end.vrf, "vrf", load_optional_name, "",
		     "its VRF; else the global table"),
	CONFIG_FIELD(LoadPort, end.label_check, "label-check", load_label_check, "",
		     "labels that it accepts: advertised there, or any of the platform"),
	OWN_FIELDS(LoadPort),
};

static const ConfigField flow_fields[] = {
	CONFIG_FIELD(LoadFlow, name, "name", load_name, NULL, "name, unique in the scenario"),
	CONFIG_FIELD(LoadFlow, from, "from", load_name, NULL, "node that sends"),
	CONFIG_FIELD(LoadFlow, vrf, "vrf", load_optional_name, "",
		     "its VRF; else the global table"),
	CONFIG_FIELD(LoadFlow, source, "source", config_address, "",
		     "source address; else of the node's first loopback, else first interface"),
	CONFIG_FIELD(LoadFlow, to, "to", config_address, NULL, "destination address"),
	CONFIG_FIELD(LoadFlow, to_node, "to-node", load_optional_name, "",
		     "node that has it, where several have that address"),
	CONFIG_FIELD(LoadFlow, ttl, "ttl", load_ttl, "64", "TTL at the source"),
	CONFIG_FIELD(LoadFlow, dscp, "dscp", config_dscp, "0", "DSCP of its packets (RFC 2474)"),
};

#define PROBE_FIELDS(struct_type, timeout_)                                                      \
	CONFIG_FIELD(struct_type, probe.name, "name", load_optional_name, "",                    \
		     "name; else the flow's, else from and to"),                                 \
		CONFIG_FIELD(struct_type, probe.flow, "flow", load_optional_name, "",            \
			     "flow whose ends and source it uses; else from and to are needed"), \
		CONFIG_FIELD(struct_type, probe.from, "from", load_optional_name, "",            \
			     "node that sends"),                                                 \
		CONFIG_FIELD(struct_type, probe.vrf, "vrf", load_optional_name, "",              \
			     "its VRF; else the global table"),                                  \
		CONFIG_FIELD(struct_type, probe.source, "source", config_address, "",            \
			     "source address; else as for a flow"),                              \
		CONFIG_FIELD(struct_type, probe.to, "to", load_ipv4_address, "",                 \
			     "destination address"),                                             \
		CONFIG_FIELD(struct_type, probe.time, "time", load_time, NULL,                   \
			     "time of the first packet"),                                        \
		CONFIG_FIELD(struct_type, probe.timeout, "timeout", load_time, timeout_,         \
			     "how long an answer may take")

static const ConfigField ping_fields[] = {
	PROBE_FIELDS(LoadPing, "2s"),
	CONFIG_FIELD(LoadPing, count, "count", load_count, "5", "number of echo requests"),
	CONFIG_FIELD(LoadPing, interval, "interval", load_time, "1s", "time between requests"),
	CONFIG_FIELD(LoadPing, ttl, "ttl", load_ttl, "64", "TTL of the requests"),
	CONFIG_FIELD(LoadPing, size, "size", load_ping_size, "56", "bytes of data of a request"),
	CONFIG_FIELD(LoadPing, df, "df", config_bool, "no", "yes: never fragmented"),
	CONFIG_FIELD(LoadPing, dscp, "dscp", config_dscp, "0", "DSCP of the requests (RFC 2474)"),
	CONFIG_FIELD(LoadPing, expect, "expect", load_ping_result, "",
		     "result that every request must have; else any"),
};

static const ConfigField traceroute_fields[] = {
	PROBE_FIELDS(LoadTraceroute, "3s"),
	CONFIG_FIELD(LoadTraceroute, method, "method", load_method, "udp",
		     "udp: to unused ports; icmp: echo requests"),
	CONFIG_FIELD(LoadTraceroute, max_ttl, "max-ttl", load_ttl, "30", "greatest TTL"),
	CONFIG_FIELD(LoadTraceroute, probes, "probes", load_probes, "3", "probes of each TTL"),
};

static const ConfigField probe_fields[] = {
	CONFIG_FIELD(LoadFlowProbe, flow, "flow", load_name, NULL, "name of the flow"),
	CONFIG_FIELD(LoadFlowProbe, interval, "interval", load_time, "100ms",
		     "time between the packets of a direction"),
	CONFIG_FIELD(LoadFlowProbe, from, "from", load_time, "0s", "time of the first packet"),
	CONFIG_FIELD(LoadFlowProbe, to, "to", load_until, "",
		     "none is sent later; else until the run ends"),
	CONFIG_FIELD(LoadFlowProbe, timeout, "timeout", load_time, "10s",
		     "nothing heard for so long: it is lost"),
};

static const ConfigField at_fields[] = {
	CONFIG_FIELD(LoadAt, time, "time", load_time, NULL, "when it is done"),
};

#define SHAPE(kind_, element_, struct_type, table, holds_, doc_) \
	[kind_] = LOAD_SHAPE(kind_, element_, struct_type, table, holds_, doc_)

#define REUSE (HOLDS(LOAD_TEMPLATE) | HOLDS(LOAD_DEFAULTS))
#define POLICIES (HOLDS(LOAD_ROUTE_MAP) | HOLDS(LOAD_POLICY_LIST))

static const LoadShape own_shapes[LOAD_IBGP] = {
	SHAPE(LOAD_SCENARIO, "scenario", LoadScenario, scenario_fields,
	      HOLDS(LOAD_CARRIER) | HOLDS(LOAD_CUSTOMER) | HOLDS(LOAD_LINK) | HOLDS(LOAD_SEGMENT) |
		      HOLDS(LOAD_FLOW) | HOLDS(LOAD_PING) | HOLDS(LOAD_TRACEROUTE) |
		      HOLDS(LOAD_PROBE) | HOLDS(LOAD_AT) | HOLDS(LOAD_VPN) | HOLDS(LOAD_INTER_AS) |
		      HOLDS(LOAD_EXPECT) | REUSE,
	      "A network, what is done to it, and what must be seen."),
	SHAPE(LOAD_CARRIER, "carrier", LoadGroup, carrier_fields,
	      HOLDS(LOAD_NODE) | HOLDS(LOAD_LINK) | HOLDS(LOAD_SEGMENT) | POLICIES |
		      HOLDS(LOAD_IBGP) | REUSE,
	      "A carrier: nodes of one AS and their links."),
	SHAPE(LOAD_CUSTOMER, "customer", LoadGroup, customer_fields,
	      HOLDS(LOAD_NODE) | HOLDS(LOAD_LINK) | HOLDS(LOAD_SEGMENT) | POLICIES | REUSE,
	      "A customer: its nodes, at one site or several."),
	SHAPE(LOAD_NODE, "node", LoadNode, node_fields,
	      HOLDS(LOAD_LOOPBACK) | HOLDS(LOAD_VRF) | HOLDS(LOAD_PROTOCOL) | POLICIES |
		      HOLDS(LOAD_DEFAULTS),
	      "A router or host, with the protocols of its global table."),
	SHAPE(LOAD_ROUTE_MAP, "route-map", LoadPolicy, policy_fields, HOLDS(LOAD_MAP_ENTRY),
	      "A routing policy: entries that permit or deny routes and change them."),
	SHAPE(LOAD_MAP_ENTRY, "entry", PolicyEntryConfig, policy_map_entry_fields,
	      HOLDS(LOAD_POLICY_RULE),
	      "What becomes of routes that all its match rules are true of."),
	SHAPE(LOAD_LOOPBACK, "loopback", LoadLoopback, loopback_fields, HOLDS(LOAD_INTERFACE_ITEM),
	      "A loopback interface of the table that it stands in."),
	SHAPE(LOAD_VRF, "vrf", LoadVrf, vrf_fields,
	      HOLDS(LOAD_LOOPBACK) | HOLDS(LOAD_PROTOCOL) | HOLDS(LOAD_DEFAULTS),
	      "A VPN routing and forwarding table (RFC 4364), with its protocols."),
	SHAPE(LOAD_LINK, "link", LoadLink, link_fields,
	      HOLDS(LOAD_SIDE) | HOLDS(LOAD_INTERFACE_ITEM),
	      "A point-to-point Ethernet link and the interfaces at its two ends."),
	SHAPE(LOAD_SIDE, "end", LoadSide, side_fields, HOLDS(LOAD_INTERFACE_ITEM),
	      "What one end of the link has otherwise than the other."),
	SHAPE(LOAD_SEGMENT, "segment", LoadSegment, segment_fields,
	      HOLDS(LOAD_PORT) | HOLDS(LOAD_INTERFACE_ITEM) | HOLDS(LOAD_DEFAULTS),
	      "A broadcast segment: Ethernet interfaces at a switch."),
	SHAPE(LOAD_PORT, "port", LoadPort, port_fields, HOLDS(LOAD_INTERFACE_ITEM),
	      "An interface at the segment, and what it has otherwise than the others."),
	SHAPE(LOAD_FLOW, "flow", LoadFlow, flow_fields, 0,
	      "A watched flow: its label path, both ways, at every instant."),
	SHAPE(LOAD_PING, "ping", LoadPing, ping_fields, 0, "ICMP echo requests."),
	SHAPE(LOAD_TRACEROUTE, "traceroute", LoadTraceroute, traceroute_fields, 0,
	      "Probes with rising TTL, which the routers on the way answer."),
	SHAPE(LOAD_PROBE, "probe", LoadFlowProbe, probe_fields, 0,
	      "Packets of a flow at an interval, both ways, compared with its path."),
	SHAPE(LOAD_AT, "at", LoadAt, at_fields, HOLDS(LOAD_ACTION), "What an operator does."),
};

LoadShape load_shape_own(LoadKind kind)
{
	g_assert(kind < LOAD_OWN_KINDS);
	return kind < LOAD_IBGP ? own_shapes[kind] : load_intent_shapes[kind - LOAD_IBGP];
}

LoadShape load_shape_root(void)
{
	return own_shapes[LOAD_SCENARIO];
}

static void append_protocols(GArray *out)
{
	for (unsigned i = 0; proto_classes[i]; i++) {
		const ProtoClass *class_ = proto_classes[i];
		LoadShape shape = {
			.kind = LOAD_PROTOCOL,
			.element = class_->name,
			.doc = class_->doc,
			.fields = class_->fields,
			.n_fields = class_->n_fields,
			.config_size = class_->config_size,
			.holds = HOLDS(LOAD_ITEM),
			.protocol = class_,
		};

		g_array_append_val(out, shape);
	}
}

static void append_items(GArray *out, const ProtoClass *class_, gboolean on_interface)
{
	for (unsigned i = 0; i < class_->n_items; i++) {
		const ProtoItem *item = &class_->items[i];
		LoadShape shape = {
			.kind = on_interface ? LOAD_INTERFACE_ITEM : LOAD_ITEM,
			.element = item->element,
			.doc = item->doc,
			.fields = item->fields,
			.n_fields = item->n_fields,
			.config_size = item->config_size,
			.protocol = class_,
			.item = item,
		};

		if (item->on_interface == on_interface)
			g_array_append_val(out, shape);
	}
}

static void append_actions(GArray *out)
{
	for (unsigned i = 0; action_classes[i]; i++) {
		const ActionClass *class_ = action_classes[i];
		LoadShape shape = {
			.kind = LOAD_ACTION,
			.element = class_->element,
			.doc = class_->doc,
			.fields = class_->fields,
			.n_fields = class_->n_fields,
			.config_size = class_->config_size,
			.action = class_,
		};

		g_array_append_val(out, shape);
	}
}

static void append_expectations(GArray *out)
{
	for (unsigned i = 0; load_expect_classes[i]; i++) {
		const LoadExpectClass *class_ = load_expect_classes[i];
		LoadShape shape = {
			.kind = LOAD_EXPECT,
			.element = class_->element,
			.doc = class_->doc,
			.fields = class_->fields,
			.n_fields = class_->n_fields,
			.config_size = class_->config_size,
			.expect = class_,
		};

		g_array_append_val(out, shape);
	}
}

static void append_lists(GArray *out)
{
	for (unsigned i = 0; policy_list_classes[i]; i++) {
		const PolicyListClass *class_ = policy_list_classes[i];
		LoadShape shape = {
			.kind = LOAD_POLICY_LIST,
			.element = class_->element,
			.doc = class_->doc,
			.fields = policy_fields,
			.n_fields = G_N_ELEMENTS(policy_fields),
			.config_size = sizeof(LoadPolicy),
			.holds = HOLDS(LOAD_LIST_ENTRY),
			.list = class_,
		};

		g_array_append_val(out, shape);
	}
}

static void append_list_entry(GArray *out, const PolicyListClass *class_)
{
	LoadShape shape = {
		.kind = LOAD_LIST_ENTRY,
		.element = "entry",
		.doc = class_->entry_doc,
		.fields = class_->fields,
		.n_fields = class_->n_fields,
		.config_size = class_->config_size,
		.list = class_,
	};

	g_array_append_val(out, shape);
}

static void append_rules(GArray *out)
{
	for (unsigned i = 0; policy_rules[i]; i++)
		for (const PolicyRule *rule = policy_rules[i]; rule->element; rule++) {
			LoadShape shape = {
				.kind = LOAD_POLICY_RULE,
				.element = rule->element,
				.doc = rule->doc,
				.fields = rule->fields,
				.n_fields = rule->n_fields,
				.config_size = rule->config_size,
				.rule = rule,
			};

			g_array_append_val(out, shape);
		}
}

static void append_shape(GArray *out, LoadKind kind)
{
	LoadShape shape = load_shape_own(kind);

	g_array_append_val(out, shape);
}

static void append_own(GArray *out, const LoadShape *shape, unsigned from, unsigned to)
{
	for (unsigned kind = from; kind < to; kind++)
		if (shape->holds & HOLDS(kind))
			append_shape(out, kind);
}

GArray *load_shape_inside(const LoadShape *shape)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(LoadShape));

	append_own(out, shape, 0, LOAD_IBGP);
	if (shape->holds & HOLDS(LOAD_PROTOCOL))
		append_protocols(out);
	if (shape->holds & HOLDS(LOAD_ITEM))
		append_items(out, shape->protocol, FALSE);
	if (shape->holds & HOLDS(LOAD_ACTION))
		append_actions(out);
	if (shape->holds & HOLDS(LOAD_EXPECT))
		append_expectations(out);
	if (shape->holds & HOLDS(LOAD_POLICY_LIST))
		append_lists(out);
	if (shape->holds & HOLDS(LOAD_LIST_ENTRY))
		append_list_entry(out, shape->list);
	if (shape->holds & HOLDS(LOAD_POLICY_RULE))
		append_rules(out);
	for (unsigned i = 0; (shape->holds & HOLDS(LOAD_INTERFACE_ITEM)) && proto_classes[i]; i++)
		append_items(out, proto_classes[i], TRUE);
	append_own(out, shape, LOAD_IBGP, LOAD_OWN_KINDS);
	if (shape->holds) {
		append_shape(out, LOAD_INCLUDE);
		append_shape(out, LOAD_USE);
	}
	return out;
}
