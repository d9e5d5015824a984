/* SPDX-License-Identifier: Apache-2.0 */
/* The rules that are about every protocol's routes. */
#include "models/net/label.h"
#include "models/policy/policy_list.h"
#include "models/policy/policy_private.h"

#include <string.h>

/* ---- What a route is matched by ---- */

typedef struct Names {
	GStrv names;
} Names;

static const ConfigField prefix_list_fields[] = {
	CONFIG_FIELD(Names, names, "names", config_words, NULL,
		     "prefix lists, one of which permits it"),
};

static gboolean match_lists(const PolicySubject *subject, const PolicyUse *use)
{
	return policy_use_lists_permit(use, subject, 0);
}

static gboolean match_next_hop(const PolicySubject *subject, const PolicyUse *use)
{
	return net_addr_is_set(&subject->next_hop) &&
	       policy_use_lists_permit(use, subject, POLICY_LIST_NEXT_HOP);
}

static gboolean match_peer(const PolicySubject *subject, const PolicyUse *use)
{
	return net_addr_is_set(&subject->peer) &&
	       policy_use_lists_permit(use, subject, POLICY_LIST_PEER);
}

static const ConfigField rd_list_fields[] = {
	CONFIG_FIELD(Names, names, "names", config_words, NULL,
		     "RD lists, one of which permits it"),
};

typedef struct Range {
	uint32_t least, most;
} Range;

static const ConfigField label_fields[] = {
	CONFIG_FIELD(Range, least, "least", config_u32, "0", "lowest label"),
	CONFIG_FIELD(Range, most, "most", config_u32, "1048575", "highest label"),
};

static gboolean match_label(const PolicySubject *subject, const PolicyUse *use)
{
	const Range *range = use->config;

	return subject->label != NET_LABEL_NONE && subject->label >= range->least &&
	       subject->label <= range->most;
}

typedef struct Number {
	uint32_t value;
} Number;

static const ConfigField match_metric_fields[] = {
	CONFIG_FIELD(Number, value, "value", config_u32, NULL,
		     "metric of the route; of BGP's the MULTI_EXIT_DISC"),
};

static gboolean match_metric(const PolicySubject *subject, const PolicyUse *use)
{
	return subject->metric == ((const Number *)use->config)->value;
}

static const ConfigField match_tag_fields[] = {
	CONFIG_FIELD(Number, value, "value", config_u32, NULL, "tag of the route"),
};

static gboolean match_tag(const PolicySubject *subject, const PolicyUse *use)
{
	return subject->tag == ((const Number *)use->config)->value;
}

static const ConfigField protocol_fields[] = {
	CONFIG_FIELD(Names, names, "protocols", config_sources, NULL,
		     "protocols that the route may be from: connected, static, ospf, bgp"),
};

static gboolean match_protocol(const PolicySubject *subject, const PolicyUse *use)
{
	const Names *config = use->config;

	return subject->protocol &&
	       g_strv_contains((const char *const *)config->names, subject->protocol);
}

static const ConfigField interface_fields[] = {
	CONFIG_FIELD(Names, names, "names", config_words, NULL,
		     "interfaces that the route may lead to"),
};

static gboolean match_interface(const PolicySubject *subject, const PolicyUse *use)
{
	const Names *config = use->config;

	return subject->interface &&
	       g_strv_contains((const char *const *)config->names, subject->interface);
}

gboolean policy_has_names(const void *config, GError **error)
{
	if (*((const Names *)config)->names)
		return TRUE;
	return policy_complain(error, "a match rule needs at least one name");
}

/* ---- What is set ---- */

typedef enum { METRIC_VALUE, METRIC_MORE, METRIC_LESS, METRIC_IGP } MetricHow;

typedef struct Metric {
	MetricHow how;
	uint32_t value;
} Metric;

static gboolean parse_metric(const char *text, void *out)
{
	Metric *metric = out;

	*metric = (Metric){METRIC_VALUE, 0};
	if (strcmp(text, "igp") == 0) {
		metric->how = METRIC_IGP;
		return TRUE;
	}
	if (*text == '+' || *text == '-') {
		metric->how = *text == '+' ? METRIC_MORE : METRIC_LESS;
		text++;
	}
	return config_u32.parse(text, &metric->value);
}

static const ConfigKind config_metric = {
	"metric", "a number such as 50, +10 or -10, or igp: the cost to the next hop", parse_metric,
	NULL, NULL};

static const ConfigField set_metric_fields[] = {
	{"value", &config_metric, 0, NULL,
	 "metric: a number, +n or -n to change it, or igp; of BGP's routes MULTI_EXIT_DISC"},
};

static uint32_t new_metric(const Metric *metric, const PolicySubject *subject)
{
	uint32_t old = subject->metric;

	switch (metric->how) {
	case METRIC_MORE:
		return old > UINT32_MAX - metric->value ? UINT32_MAX : old + metric->value;
	case METRIC_LESS:
		return old > metric->value ? old - metric->value : 0;
	case METRIC_IGP:
		return subject->igp_metric;
	case METRIC_VALUE:
		break;
	}
	return metric->value;
}

static void set_metric(PolicySubject *subject, const PolicyUse *use)
{
	subject->metric = new_metric(use->config, subject);
	subject->set |= POLICY_SET_METRIC;
}

gboolean policy_is_set_igp_metric(const PolicyUse *use)
{
	return use->rule->set == set_metric && ((const Metric *)use->config)->how == METRIC_IGP;
}

static const ConfigField set_tag_fields[] = {
	CONFIG_FIELD(Number, value, "value", config_u32, NULL, "tag of the route"),
};

static void set_tag(PolicySubject *subject, const PolicyUse *use)
{
	subject->tag = ((const Number *)use->config)->value;
	subject->set |= POLICY_SET_TAG;
}

static const ConfigField metric_type_fields[] = {
	CONFIG_FIELD(Number, value, "value", config_u32, NULL,
		     "type of an external route of OSPF, 1 or 2"),
};

static gboolean check_metric_type(const void *config, GError **error)
{
	uint32_t value = ((const Number *)config)->value;

	return value == 1 || value == 2 || policy_complain(error, "a metric type is 1 or 2");
}

static void set_metric_type(PolicySubject *subject, const PolicyUse *use)
{
	subject->metric_type = (uint8_t)((const Number *)use->config)->value;
	subject->set |= POLICY_SET_METRIC_TYPE;
}

typedef struct NextHop {
	PolicyNextHop rule;
	NetAddr address;
} NextHop;

static gboolean parse_next_hop(const char *text, void *out)
{
	NextHop *hop = out;

	*hop = (NextHop){.rule = POLICY_NEXT_HOP_ADDRESS};
	if (strcmp(text, "self") == 0)
		hop->rule = POLICY_NEXT_HOP_SELF;
	else if (strcmp(text, "unchanged") == 0)
		hop->rule = POLICY_NEXT_HOP_UNCHANGED;
	else
		return config_address.parse(text, &hop->address) && net_addr_is_set(&hop->address);
	return TRUE;
}

static const ConfigKind config_next_hop = {
	"next-hop", "an address such as 10.0.0.1, self or unchanged", parse_next_hop, NULL, NULL};

static const ConfigField set_next_hop_fields[] = {
	{"value", &config_next_hop, 0, NULL,
	 "next hop: an address; self: this node; unchanged: also where it would be this node"},
};

static void set_next_hop(PolicySubject *subject, const PolicyUse *use)
{
	const NextHop *hop = use->config;

	subject->next_hop_rule = hop->rule;
	if (hop->rule == POLICY_NEXT_HOP_ADDRESS)
		subject->next_hop = hop->address;
	subject->set |= POLICY_SET_NEXT_HOP;
}

gboolean policy_is_set_next_hop(const PolicyUse *use)
{
	return use->rule->set == set_next_hop;
}

#define FIELDS(table, struct_type) \
	.fields = table, .n_fields = G_N_ELEMENTS(table), .config_size = sizeof(struct_type)
#define LISTS(class_) .lists = &(class_), .names = offsetof(Names, names), .check = policy_has_names

const PolicyRule policy_common_rules[] = {
	{.element = "match-prefix-list",
	 .doc = "True of routes whose prefix one of the lists permits.",
	 FIELDS(prefix_list_fields, Names),
	 LISTS(policy_prefix_list),
	 .match = match_lists},
	{.element = "match-next-hop",
	 .doc = "True of routes whose next hop one of the prefix lists permits, as a host's.",
	 FIELDS(prefix_list_fields, Names),
	 LISTS(policy_prefix_list),
	 .match = match_next_hop},
	{.element = "match-peer",
	 .doc = "True of routes that came from a neighbour whose address one of the lists permits.",
	 FIELDS(prefix_list_fields, Names),
	 LISTS(policy_prefix_list),
	 .match = match_peer},
	{.element = "match-rd",
	 .doc = "True of VPN routes whose route distinguisher one of the lists permits.",
	 FIELDS(rd_list_fields, Names),
	 LISTS(policy_rd_list),
	 .match = match_lists},
	{.element = "match-label",
	 .doc = "True of routes with a label in the range.",
	 FIELDS(label_fields, Range),
	 .match = match_label},
	{.element = "match-metric",
	 .doc = "True of routes with that metric.",
	 FIELDS(match_metric_fields, Number),
	 .match = match_metric},
	{.element = "match-tag",
	 .doc = "True of routes with that tag.",
	 FIELDS(match_tag_fields, Number),
	 .match = match_tag},
	{.element = "match-source-protocol",
	 .doc = "True of routes of one of the protocols.",
	 FIELDS(protocol_fields, Names),
	 .check = policy_has_names,
	 .match = match_protocol},
	{.element = "match-interface",
	 .doc = "True of routes that lead to one of the interfaces.",
	 FIELDS(interface_fields, Names),
	 .check = policy_has_names,
	 .match = match_interface},
	{.element = "set-metric",
	 .doc = "Gives the route a metric.",
	 FIELDS(set_metric_fields, Metric),
	 .set = set_metric},
	{.element = "set-tag",
	 .doc = "Gives the route a tag.",
	 FIELDS(set_tag_fields, Number),
	 .set = set_tag},
	{.element = "set-metric-type",
	 .doc = "Makes the route an external route of type 1 or 2.",
	 FIELDS(metric_type_fields, Number),
	 .check = check_metric_type,
	 .set = set_metric_type},
	{.element = "set-next-hop",
	 .doc = "Gives the route a next hop.",
	 FIELDS(set_next_hop_fields, NextHop),
	 .set = set_next_hop},
	{.element = NULL},
};
