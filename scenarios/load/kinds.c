/* SPDX-License-Identifier: Apache-2.0 */
#include "scenarios/load/kinds.h"

#include "models/fwd/accept.h"
#include "models/fwd/icmp.h"
#include "models/node/network.h"
#include "models/oam/ping.h"
#include "models/oam/traceroute.h"
#include "models/verify/expect_flow.h"
#include "sim/simtime.h"

#include <string.h>

#define MAX_NAME 63
#define MAX_TIME (365 * 24 * 3600 * SIM_SEC) /* sums of a few such times are far from overflow */
#define MAX_PROBES 10
#define MIN_MTU 68 /* RFC 791 3.2 */

/* Letters, digits and those of more; a letter or digit first. So that a name can stand in link ends
 * and in the names of files. */
static gboolean is_name(const char *text, const char *more)
{
	size_t length = strlen(text);

	for (const char *p = text; *p; p++)
		if (!g_ascii_isalnum(*p) && !strchr(more, *p))
			return FALSE;
	return length <= MAX_NAME && g_ascii_isalnum(text[0]);
}

static gboolean parse_name(const char *text, void *out)
{
	if (!is_name(text, "-_."))
		return FALSE;
	*(char **)out = g_strdup(text);
	return TRUE;
}

static gboolean parse_optional_name(const char *text, void *out)
{
	if (*text)
		return parse_name(text, out);
	*(char **)out = g_strdup("");
	return TRUE;
}

static gboolean parse_title(const char *text, void *out)
{
	if (*text && !is_name(text, "-_./"))
		return FALSE;
	*(char **)out = g_strdup(text);
	return TRUE;
}

static void clear_name(void *member)
{
	g_clear_pointer((char **)member, g_free);
}

static gboolean parse_role(const char *text, void *out)
{
	return node_role_parse(text, out);
}

static gboolean parse_method(const char *text, void *out)
{
	return traceroute_method_parse(text, out);
}

static gboolean parse_probes(const char *text, void *out)
{
	return config_u8.parse(text, out) && *(uint8_t *)out >= 1 && *(uint8_t *)out <= MAX_PROBES;
}

static gboolean parse_ttl_model(const char *text, void *out)
{
	return fwd_ttl_model_parse(text, out);
}

static gboolean parse_label_check(const char *text, void *out)
{
	return fwd_label_check_parse(text, out);
}

static gboolean parse_choice(const char *text, void *out)
{
	gboolean yes;

	*(LoadChoice *)out = LOAD_AS_ALL;
	if (*text == '\0')
		return TRUE;
	if (!config_bool.parse(text, &yes))
		return FALSE;
	*(LoadChoice *)out = yes ? LOAD_YES : LOAD_NO;
	return TRUE;
}

static gboolean parse_percent(const char *text, void *out)
{
	return config_u8.parse(text, out) && *(uint8_t *)out >= 1 && *(uint8_t *)out <= 100;
}

static gboolean parse_label_mode(const char *text, void *out)
{
	return vpn_label_mode_parse(text, out);
}

static gboolean parse_hybrid_way(const char *text, void *out)
{
	VpnHybrid *hybrid = out;

	*hybrid = (VpnHybrid){.way = VPN_HYBRID_VRF};
	if (strcmp(text, "global") == 0)
		hybrid->way = VPN_HYBRID_GLOBAL;
	else if (*text)
		return load_ipv4_address.parse(text, &hybrid->next_hop);
	return TRUE;
}

static gboolean parse_direction(const char *text, void *out)
{
	static const char *const names[] = {
		[EXPECT_BOTH] = "both",
		[EXPECT_FORWARD] = "forward",
		[EXPECT_REVERSE] = "reverse",
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(names[i], text) == 0) {
			*(ExpectDirection *)out = (ExpectDirection)i;
			return TRUE;
		}
	return FALSE;
}

static gboolean parse_asn(const char *text, void *out)
{
	*(uint32_t *)out = 0;
	return *text == '\0' || (config_u32.parse(text, out) && *(uint32_t *)out > 0);
}

static gboolean parse_ipv4_address(const char *text, void *out)
{
	NetAddr *addr = out;

	return config_address.parse(text, addr) && addr->family != NET_AF_IPV6;
}

/* Of the address before the prefix length. */
static gboolean is_unicast(const char *text)
{
	g_autofree char *bare = g_strndup(text, strcspn(text, "/"));
	NetAddr addr;

	return config_address.parse(bare, &addr);
}

static gboolean parse_address(const char *text, void *out)
{
	NetPrefix *address = out;

	if (!strchr(text, '/') || !net_prefix_parse(text, TRUE, address) ||
	    address->addr.family != NET_AF_IPV4 || address->len == 0)
		return FALSE;
	return is_unicast(text);
}

static void clear_end(void *member)
{
	LoadEnd *end = member;

	g_clear_pointer(&end->node, g_free);
	g_clear_pointer(&end->interface, g_free);
}

static gboolean parse_end(const char *text, void *out)
{
	LoadEnd *end = out;
	const char *colon = strchr(text, ':');
	g_autofree char *node = colon ? g_strndup(text, (gsize)(colon - text)) : NULL;

	if (!colon || !is_name(node, "-_.") || !is_name(colon + 1, "-_."))
		return FALSE;
	end->node = g_steal_pointer(&node);
	end->interface = g_strdup(colon + 1);
	return TRUE;
}

static gboolean parse_border_end(const char *text, void *out)
{
	LoadEnd *end = out;

	if (strchr(text, ':'))
		return parse_end(text, out);
	if (!is_name(text, "-_."))
		return FALSE;
	end->node = g_strdup(text);
	end->interface = g_strdup("");
	return TRUE;
}

static gboolean parse_time(const char *text, void *out)
{
	return sim_time_parse(text, out, NULL) && *(SimTime *)out <= MAX_TIME;
}

static gboolean parse_until(const char *text, void *out)
{
	*(SimTime *)out = SIM_NEVER;
	return *text == '\0' || parse_time(text, out);
}

static gboolean parse_bandwidth(const char *text, void *out)
{
	return config_bandwidth.parse(text, out) && *(uint64_t *)out > 0;
}

static gboolean parse_u32_between(const char *text, uint32_t min, uint32_t max, void *out)
{
	uint32_t *value = out;

	return config_u32.parse(text, value) && *value >= min && *value <= max;
}

static gboolean parse_mtu(const char *text, void *out)
{
	return parse_u32_between(text, MIN_MTU, UINT16_MAX, out);
}

static gboolean parse_inner_mtu(const char *text, void *out)
{
	*(uint32_t *)out = 0;
	return *text == '\0' || parse_mtu(text, out);
}

static gboolean parse_optional_address(const char *text, void *out)
{
	*(NetPrefix *)out = (NetPrefix){0};
	return *text == '\0' || parse_address(text, out);
}

static gboolean parse_vlan(const char *text, void *out)
{
	*(uint32_t *)out = 0;
	return *text == '\0' || parse_u32_between(text, FWD_VLAN_MIN, FWD_VLAN_MAX, out);
}

static gboolean parse_count(const char *text, void *out)
{
	return parse_u32_between(text, 1, UINT16_MAX, out);
}

static gboolean parse_ping_result(const char *text, void *out)
{
	if (*text && !ping_is_result(text))
		return FALSE;
	*(char **)out = g_strdup(text);
	return TRUE;
}

static gboolean parse_ping_size(const char *text, void *out)
{
	return parse_u32_between(text, 0, ICMP_ECHO_MAX, out);
}

static gboolean parse_ttl(const char *text, void *out)
{
	return config_u8.parse(text, out) && *(uint8_t *)out > 0;
}

static gboolean parse_igp(const char *text, void *out)
{
	if (*text && strcmp(text, "ospf") != 0)
		return FALSE;
	*(char **)out = g_strdup(text);
	return TRUE;
}

static gboolean parse_pool(const char *text, void *out)
{
	NetPrefix *pool = out;

	*pool = (NetPrefix){0};
	return *text == '\0' ||
	       (strchr(text, '/') && config_prefix.parse(text, pool) &&
		pool->addr.family == NET_AF_IPV4 && pool->len > 0 && pool->len <= 31);
}

static gboolean parse_site_protocol(const char *text, void *out)
{
	*(LoadSiteProtocol *)out = strcmp(text, "bgp") == 0 ? LOAD_SITE_BGP : LOAD_SITE_STATIC;
	return strcmp(text, "bgp") == 0 || strcmp(text, "static") == 0;
}

static gboolean parse_site_role(const char *text, void *out)
{
	*(LoadSiteRole *)out = strcmp(text, "hub") == 0 ? LOAD_SITE_HUB : LOAD_SITE_SPOKE;
	return strcmp(text, "hub") == 0 || strcmp(text, "spoke") == 0;
}

/* The index of a text in those of a NULL-ended list; FALSE where it is none of them. */
static gboolean parse_one_of(const char *const *texts, const char *text, unsigned *out)
{
	for (*out = 0; texts[*out]; ++*out)
		if (strcmp(texts[*out], text) == 0)
			return TRUE;
	return FALSE;
}

static gboolean parse_option(const char *text, void *out)
{
	static const char *const options[] = {
		[LOAD_OPTION_A] = "a", [LOAD_OPTION_B] = "b",   [LOAD_OPTION_C] = "c",
		[LOAD_OPTION_D] = "d", [LOAD_OPTION_AB] = "ab", NULL};

	return parse_one_of(options, text, out);
}

static gboolean parse_speakers(const char *text, void *out)
{
	static const char *const speakers[] = {
		[LOAD_AUTO] = "", [LOAD_REFLECTORS] = "rr", [LOAD_PES] = "pe", NULL};

	return parse_one_of(speakers, text, out);
}

static gboolean parse_origin(const char *text, void *out)
{
	static const char *const origins[] = {[LOAD_AT_ASBR] = "asbr", [LOAD_AT_PE] = "pe", NULL};

	return parse_one_of(origins, text, out);
}

static gboolean parse_labels(const char *text, void *out)
{
	static const char *const words[] = {
		[LOAD_LABELS_BGP] = "bgp", [LOAD_LABELS_LDP] = "ldp", NULL};

	return parse_one_of(words, text, out);
}

static gboolean parse_same_as(const char *text, void *out)
{
	static const char *const words[] = {[LOAD_ALLOW_AS_IN] = "allow-as-in",
					    [LOAD_AS_OVERRIDE] = "as-override",
					    [LOAD_REFUSED] = "no",
					    NULL};

	return parse_one_of(words, text, out);
}

static gboolean parse_link_length(const char *text, void *out)
{
	return config_u8.parse(text, out) && *(uint8_t *)out >= 24 && *(uint8_t *)out <= 31;
}

#define NAME_EXPECTS "a name of at most 63 letters, digits, \"-\", \"_\" and \".\""
#define TIME_EXPECTS "a time with its unit, such as 10ms or 40s, of at most a year (8760h)"

const ConfigKind load_name = {"name", NAME_EXPECTS, parse_name, clear_name, NULL};
const ConfigKind load_optional_name = {"name", NAME_EXPECTS, parse_optional_name, clear_name, NULL};
const ConfigKind load_title = {
	"title", "a name of at most 63 letters, digits, \"-\", \"_\", \".\" and \"/\"", parse_title,
	clear_name, NULL};
const ConfigKind load_role = {"role", "one of pe, p, asbr, rr, ce", parse_role, NULL, NULL};
const ConfigKind load_method = {"method", "udp or icmp", parse_method, NULL, NULL};
const ConfigKind load_probes = {"number of probes", "a number from 1 to 10", parse_probes, NULL,
				NULL};
const ConfigKind load_ttl_model = {"TTL model", "uniform or pipe", parse_ttl_model, NULL, NULL};
const ConfigKind load_choice = {"choice", "yes or no", parse_choice, NULL, NULL};
const ConfigKind load_percent = {"percent", "a whole number from 1 to 100", parse_percent, NULL,
				 NULL};
const ConfigKind load_label_mode = {"label-mode", "\"per-prefix\", \"per-ce\" or \"per-vrf\"",
				    parse_label_mode, NULL, NULL};
const ConfigKind load_hybrid_way = {"hybrid-next-hop",
				    "an IPv4 unicast address such as 10.0.0.1, or global",
				    parse_hybrid_way, NULL, NULL};
const ConfigKind load_label_check = {"label check", "advertised or platform", parse_label_check,
				     NULL, NULL};
const ConfigKind load_direction = {"direction", "one of both, forward, reverse", parse_direction,
				   NULL, NULL};
const ConfigKind load_asn = {"as-number", "an AS number from 1 to 4294967295", parse_asn, NULL,
			     NULL};
const ConfigKind load_ipv4_address = {"ipv4-address", "an IPv4 unicast address such as 10.0.0.1",
				      parse_ipv4_address, NULL, NULL};
const ConfigKind load_address = {
	"interface-address", "a host's IPv4 address with its prefix length, such as 10.1.0.1/30",
	parse_address, NULL, NULL};
const ConfigKind load_optional_address = {
	"interface-address", "a host's IPv4 address with its prefix length, such as 10.1.0.1/30",
	parse_optional_address, NULL, NULL};
const ConfigKind load_igp = {"igp", "ospf", parse_igp, clear_name, NULL};
const ConfigKind load_site_protocol = {"site-protocol", "bgp or static", parse_site_protocol, NULL,
				       NULL};
const ConfigKind load_site_role = {"site-role", "hub or spoke", parse_site_role, NULL, NULL};
const ConfigKind load_option = {"inter-as-option", "a, ab, b, c or d", parse_option, NULL, NULL};
const ConfigKind load_speakers = {"speakers", "rr or pe", parse_speakers, NULL, NULL};
const ConfigKind load_origin = {"originator", "asbr or pe", parse_origin, NULL, NULL};
const ConfigKind load_labels = {"labels", "bgp or ldp", parse_labels, NULL, NULL};
const ConfigKind load_same_as = {"same-as", "allow-as-in, as-override or no", parse_same_as, NULL,
				 NULL};
const ConfigKind load_border_end = {"border-end",
				    "a node, or node:interface, such as ASBR-1 or ASBR-1:as2",
				    parse_border_end, clear_end, NULL};
const ConfigKind load_pool = {"pool", "an IPv4 prefix such as 10.1.0.0/24, of at most 31 bits",
			      parse_pool, NULL, NULL};
const ConfigKind load_link_length = {"link-length", "a prefix length from 24 to 31",
				     parse_link_length, NULL, NULL};
const ConfigKind load_end = {"link-end", "node:interface, such as PE-1:core", parse_end, clear_end,
			     NULL};
const ConfigKind load_time = {"time", TIME_EXPECTS, parse_time, NULL, NULL};
const ConfigKind load_until = {"time", TIME_EXPECTS, parse_until, NULL, NULL};
const ConfigKind load_bandwidth = {"bandwidth", "a bandwidth such as 10Gbps or 622Mbps",
				   parse_bandwidth, NULL, NULL};
const ConfigKind load_vlan = {"vlan", "a whole number from 1 to 4094", parse_vlan, NULL, NULL};
const ConfigKind load_inner_mtu = {"inner-mtu", "a whole number of bytes from 68 to 65535",
				   parse_inner_mtu, NULL, NULL};
const ConfigKind load_mtu = {"mtu", "a whole number of bytes from 68 to 65535", parse_mtu, NULL,
			     NULL};
const ConfigKind load_ttl = {"ttl", "a whole number from 1 to 255", parse_ttl, NULL, NULL};
const ConfigKind load_ping_result = {
	"ping-result",
	"one of reply, timeout, not-sent, time-exceeded, net-unreachable, host-unreachable, "
	"protocol-unreachable, port-unreachable, fragmentation-needed",
	parse_ping_result, clear_name, NULL};
const ConfigKind load_ping_size = {"ping-size", "a whole number of bytes from 0 to 65507",
				   parse_ping_size, NULL, NULL};
const ConfigKind load_count = {"count", "a whole number from 1 to 65535", parse_count, NULL, NULL};
