/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_config.h"

#include "models/ospf/ospf_auth.h"
#include "models/ospf/ospf_iface.h"
#include "models/ospf/ospf_originate.h"
#include "models/ospf/ospf_redistribute.h"

#include <string.h>

#define MAX_TRANSMIT_DELAY (3600 * SIM_SEC) /* MaxAge */

static OspfInstance *instance_of(ProtoInstance *instance)
{
	return (OspfInstance *)instance;
}

static gboolean whole_seconds(SimTime t, SimTime max)
{
	return t >= SIM_SEC && t <= max && t % SIM_SEC == 0;
}

/* A loopback, or a passive interface, has nothing to authenticate. */
static gboolean is_silent(const OspfInstance *instance, const FwdIface *iface,
			  const OspfIfaceConfig *config)
{
	return iface->kind == FWD_IFACE_LOOPBACK || config->passive == OSPF_YES ||
	       (config->passive == OSPF_BY_DEFAULT && instance->config.passive_default);
}

static const char *what_is_wrong_with_keys(const OspfInstance *instance, const FwdIface *iface,
					   const OspfIfaceConfig *config)
{
	const OspfArea *area = ospf_area_find(instance, config->area);
	OspfAuth auth = ospf_auth_of(config, area ? &area->config : &(OspfAreaConfig){0});
	gboolean has_key = *config->key.text || config->keys.n > 0;

	if (*config->key.text && config->keys.n > 0)
		return "there is a key and a list of keys; write one of them";
	if (config->keys.n > 0 && config->keys.all[0].from > 0)
		return "the first of the keys must be there from the beginning";
	if (auth == OSPF_AUTH_NONE && has_key)
		return "a key needs authentication, such as simple or md5";
	if (auth != OSPF_AUTH_NONE && !has_key && !is_silent(instance, iface, config))
		return "authentication needs a key";
	if (auth == OSPF_AUTH_SIMPLE && config->keys.n > 0)
		return "a list of keys needs authentication with digests, such as md5";
	if (auth == OSPF_AUTH_SIMPLE && strlen(config->key.text) > OSPF2_PASSWORD_LEN)
		return "the key of simple authentication has at most 8 characters";
	return NULL;
}

static const char *what_is_wrong_with_values(const OspfInstance *instance, const FwdIface *iface,
					     const OspfIfaceConfig *config)
{
	if (!whole_seconds(config->hello_interval, UINT16_MAX * SIM_SEC))
		return "hello-interval must be whole seconds, from 1s to 65535s";
	if (!whole_seconds(config->dead_interval, UINT32_MAX * SIM_SEC))
		return "dead-interval must be whole seconds, from 1s on";
	if (config->dead_interval <= config->hello_interval)
		return "dead-interval must be longer than hello-interval";
	if (config->retransmit_interval < SIM_SEC)
		return "retransmit-interval must be at least 1s";
	if (!whole_seconds(config->transmit_delay, MAX_TRANSMIT_DELAY))
		return "transmit-delay must be whole seconds, from 1s to 1h";
	return what_is_wrong_with_keys(instance, iface, config);
}

static const char *what_is_wrong(const OspfInstance *instance, const FwdIface *iface,
				 const OspfIfaceConfig *config)
{
	NetAddr address = fwd_iface_address(iface, NET_AF_IPV4);

	if (iface->vrf != rib_vrf(instance->proto.rib))
		return "the interface is in another VRF than OSPF";
	if (ospf_find_iface(instance, iface))
		return "OSPF runs on the interface already";
	if (!net_addr_is_set(&address))
		return "OSPF needs an IPv4 address on the interface";
	if (iface->lender && config->network == OSPF_NETWORK_BROADCAST)
		return "an unnumbered interface must be point-to-point";
	return what_is_wrong_with_values(instance, iface, config);
}

gboolean ospf_add_iface(ProtoInstance *proto, FwdIface *fwd, const void *data, GError **error)
{
	OspfInstance *instance = instance_of(proto);
	const OspfIfaceConfig *config = data;
	const char *wrong = what_is_wrong(instance, fwd, config);

	if (wrong) {
		g_set_error_literal(error, PROTO_ERROR, 0, wrong);
		return FALSE;
	}
	OspfArea *area = ospf_area_get(instance, config->area);
	OspfIface *iface = ospf_iface_new(area, fwd, config);
	g_ptr_array_add(area->ifaces, iface);
	if (instance->by_index->len <= fwd->index)
		g_ptr_array_set_size(instance->by_index, (gint)fwd->index + 1);
	g_ptr_array_index(instance->by_index, fwd->index) = iface;
	return TRUE;
}

const char *const ospf_live_iface_fields[] = {"cost", "retransmit-interval", "transmit-delay",
					      "mtu-ignore", NULL};

gboolean ospf_can_change_iface(ProtoInstance *proto, FwdIface *fwd, const void *data,
			       GError **error)
{
	const char *wrong = what_is_wrong_with_values(instance_of(proto), fwd, data);

	if (wrong)
		g_set_error_literal(error, PROTO_ERROR, 0, wrong);
	return !wrong;
}

void ospf_change_iface(ProtoInstance *proto, FwdIface *fwd, const void *data)
{
	OspfIface *iface = ospf_find_iface(instance_of(proto), fwd);

	iface->config = *(const OspfIfaceConfig *)data;
	if (proto->running)
		ospf_originate(&iface->area->lsdb);
}

gboolean ospf_add_area(ProtoInstance *proto, FwdIface *fwd, const void *data, GError **error)
{
	const OspfAreaConfig *config = data;
	OspfArea *area = ospf_area_get(instance_of(proto), config->id);

	(void)fwd;
	if (config->stub && config->id == OSPF_BACKBONE) {
		g_set_error_literal(error, PROTO_ERROR, 0, "the backbone cannot be a stub area");
		return FALSE;
	}
	if (config->no_summary && !config->stub) {
		g_set_error_literal(error, PROTO_ERROR, 0, "no-summary is for stub areas");
		return FALSE;
	}
	if (config->default_cost >= OSPF2_LSA_INFINITY) {
		g_set_error_literal(error, PROTO_ERROR, 0, "default-cost must be below 16777215");
		return FALSE;
	}
	area->config = *config;
	if (config->authentication == OSPF_AUTH_BY_AREA)
		area->config.authentication = OSPF_AUTH_NONE;
	return TRUE;
}

gboolean ospf_add_range(ProtoInstance *proto, FwdIface *fwd, const void *data, GError **error)
{
	const OspfRangeConfig *config = data;
	OspfArea *area = ospf_area_get(instance_of(proto), config->area);

	(void)fwd;
	if (config->range.prefix.addr.family != NET_AF_IPV4) {
		g_set_error_literal(error, PROTO_ERROR, 0, "the range must be of IPv4 addresses");
		return FALSE;
	}
	for (unsigned i = 0; i < area->ranges->len; i++)
		if (net_prefix_equal(&g_array_index(area->ranges, OspfRange, i).prefix,
				     &config->range.prefix)) {
			g_set_error_literal(
				error, PROTO_ERROR, 0,
				"the area has a range with this prefix already; write one");
			return FALSE;
		}
	g_array_append_val(area->ranges, config->range);
	return TRUE;
}

gboolean ospf_add_redistribute(ProtoInstance *proto, FwdIface *fwd, const void *data,
			       GError **error)
{
	const OspfRedistribute *config = data;

	(void)fwd;
	if (strcmp(config->from, instance_of(proto)->name) == 0) {
		g_set_error(error, PROTO_ERROR, 0, "%s is not redistributed into itself",
			    config->from);
		return FALSE;
	}
	if (config->metric >= OSPF2_LSA_INFINITY) {
		g_set_error_literal(error, PROTO_ERROR, 0, "metric must be below 16777215");
		return FALSE;
	}
	OspfRedistribute rule = *config;
	if (*config->map_name) {
		rule.map = policy_set_map(proto->host->policies, config->map_name, error);
		if (!rule.map)
			return FALSE;
	}
	if (!ospf_redistribute_add(instance_of(proto), &rule)) {
		g_set_error(error, PROTO_ERROR, 0, "%s is redistributed already; write it once",
			    config->from);
		return FALSE;
	}
	return TRUE;
}

gboolean ospf_add_default_information(ProtoInstance *proto, FwdIface *fwd, const void *data,
				      GError **error)
{
	OspfDefaultInformation *config = &instance_of(proto)->default_information;

	(void)fwd;
	if (config->on) {
		g_set_error_literal(error, PROTO_ERROR, 0,
				    "there is a default-information already; write one");
		return FALSE;
	}
	*config = *(const OspfDefaultInformation *)data;
	config->on = TRUE;
	if (config->metric < OSPF2_LSA_INFINITY)
		return TRUE;
	g_set_error_literal(error, PROTO_ERROR, 0, "metric must be below 16777215");
	return FALSE;
}

gboolean ospf_add_summary_address(ProtoInstance *proto, FwdIface *fwd, const void *data,
				  GError **error)
{
	const OspfSummaryAddress *config = data;

	(void)fwd;
	if (config->prefix.addr.family != NET_AF_IPV4 || config->prefix.len == 0) {
		g_set_error_literal(error, PROTO_ERROR, 0,
				    "the summary must be of IPv4 addresses, and not of all");
		return FALSE;
	}
	GArray *known = instance_of(proto)->summary_addresses;

	for (unsigned i = 0; i < known->len; i++)
		if (net_prefix_equal(&g_array_index(known, OspfSummaryAddress, i).prefix,
				     &config->prefix)) {
			g_set_error_literal(
				error, PROTO_ERROR, 0,
				"there is a summary-address with this prefix already; write one");
			return FALSE;
		}
	g_array_append_vals(known, config, 1);
	return TRUE;
}

static gboolean parse_process(const char *text, void *out)
{
	return config_u16.parse(text, out) && *(uint16_t *)out >= PROTO_PROCESS_FIRST;
}

const ConfigKind ospf_process_kind = {
	.name = "ospf-process",
	.expects = "a number from 1 to 65535",
	.parse = parse_process,
};

static gboolean parse_choice(const char *text, void *out)
{
	gboolean yes;

	if (*text == '\0')
		*(OspfChoice *)out = OSPF_BY_DEFAULT;
	else if (config_bool.parse(text, &yes))
		*(OspfChoice *)out = yes ? OSPF_YES : OSPF_NO;
	else
		return FALSE;
	return TRUE;
}

const ConfigKind ospf_choice_kind = {
	.name = "ospf-choice",
	.expects = "\"yes\" or \"no\"",
	.parse = parse_choice,
};

static gboolean parse_cost(const char *text, void *out)
{
	*(uint16_t *)out = 0;
	return *text == '\0' || (config_u16.parse(text, out) && *(uint16_t *)out > 0);
}

const ConfigKind ospf_cost_kind = {
	.name = "ospf-cost",
	.expects = "a number from 1 to 65535",
	.parse = parse_cost,
};

static gboolean parse_reference(const char *text, void *out)
{
	*(uint64_t *)out = 0;
	return *text == '\0' || config_bandwidth.parse(text, out);
}

const ConfigKind ospf_reference_kind = {
	.name = "ospf-reference-bandwidth",
	.expects = "a bandwidth such as 100Mbps",
	.parse = parse_reference,
};

static gboolean parse_distance(const char *text, void *out)
{
	*(uint8_t *)out = 0;
	return *text == '\0' || (config_u8.parse(text, out) && *(uint8_t *)out > 0);
}

const ConfigKind ospf_distance_kind = {
	.name = "ospf-distance",
	.expects = "a number from 1 to 255",
	.parse = parse_distance,
};

static gboolean parse_network(const char *text, void *out)
{
	static const char *const names[] = {
		[OSPF_NETWORK_BY_LINK] = "",
		[OSPF_NETWORK_P2P] = "point-to-point",
		[OSPF_NETWORK_BROADCAST] = "broadcast",
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(text, names[i]) == 0) {
			*(OspfNetwork *)out = (OspfNetwork)i;
			return TRUE;
		}
	return FALSE;
}

const ConfigKind ospf_network_kind = {
	.name = "ospf-network",
	.expects = "\"point-to-point\" or \"broadcast\"",
	.parse = parse_network,
};

static gboolean parse_authentication(const char *text, void *out)
{
	return ospf_auth_parse(text, out);
}

const ConfigKind ospf_authentication_kind = {
	.name = "ospf-authentication",
	.expects = "one of none, simple, md5, hmac-sha-1, hmac-sha-256, hmac-sha-384, hmac-sha-512",
	.parse = parse_authentication,
};

static gboolean parse_key(const char *text, void *out)
{
	OspfKey *key = out;

	return g_strlcpy(key->text, text, sizeof(key->text)) < sizeof(key->text);
}

const ConfigKind ospf_key_kind = {
	.name = "ospf-key",
	.expects = "at most 16 characters",
	.parse = parse_key,
};

/* "2:secret", or "2:secret@60s" where it is configured then. */
static gboolean parse_one_key(const char *word, OspfKeys *keys)
{
	const char *colon = strchr(word, ':'), *at = strrchr(word, '@');
	SimTime from = 0;

	if (!colon || keys->n == OSPF_KEYS_MAX || (at && !config_duration.parse(at + 1, &from)))
		return FALSE;
	g_autofree char *id = g_strndup(word, (gsize)(colon - word));
	g_autofree char *key =
		at ? g_strndup(colon + 1, (gsize)(at - colon - 1)) : g_strdup(colon + 1);
	keys->all[keys->n].from = from;
	return *key && config_u8.parse(id, &keys->all[keys->n].id) &&
	       parse_key(key, &keys->all[keys->n++].key);
}

static gboolean parse_keys(const char *text, void *out)
{
	GStrv words = g_strsplit_set(text, " \t\n", -1);
	OspfKeys *keys = out;
	gboolean ok = TRUE;

	*keys = (OspfKeys){0};
	for (char **word = words; ok && *word; word++)
		ok = !**word || parse_one_key(*word, keys);
	g_strfreev(words);
	return ok;
}

const ConfigKind ospf_keys_kind = {
	.name = "ospf-keys",
	.expects = "at most 8 keys between blanks, such as 1:old 2:new@60s",
	.parse = parse_keys,
};

static gboolean parse_metric_type(const char *text, void *out)
{
	return config_u8.parse(text, out) && *(uint8_t *)out >= 1 && *(uint8_t *)out <= 2;
}

const ConfigKind ospf_metric_type_kind = {
	.name = "ospf-metric-type",
	.expects = "\"1\" or \"2\"",
	.parse = parse_metric_type,
};
