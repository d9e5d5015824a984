/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rip/rip_config.h"

#include "models/rip/rip_iface.h"
#include "models/rip/rip_redistribute.h"

#include <string.h>

static RipInstance *rip_of(ProtoInstance *instance)
{
	return (RipInstance *)instance;
}

const char *rip_config_fault(const RipConfig *config)
{
	if (config->update_interval < SIM_SEC)
		return "update-interval must be at least 1s";
	if (config->timeout <= config->update_interval)
		return "timeout must be longer than update-interval";
	if (config->garbage < SIM_SEC)
		return "garbage must be at least 1s";
	if (config->distance == 0 || config->distance == RIB_DISTANCE_UNUSABLE)
		return "distance must be 1 to 254";
	return NULL;
}

/* ---- Values ---- */

static const char *const split_names[] = {
	[RIP_SPLIT_POISONED] = "poisoned-reverse",
	[RIP_SPLIT_SIMPLE] = "simple",
	[RIP_SPLIT_NONE] = "none",
};

static const char *const auth_names[] = {
	[RIP_AUTH_NONE] = "none",
	[RIP_AUTH_SIMPLE] = "simple",
	[RIP_AUTH_MD5] = "md5",
};

const char *rip_split_name(RipSplit split)
{
	return split_names[split];
}

const char *rip_auth_name(RipAuthType auth)
{
	return auth_names[auth];
}

/* The number of a name; -1 where it is none of them. */
static int find_name(const char *const *names, unsigned n, const char *text)
{
	for (unsigned i = 0; i < n; i++)
		if (g_strcmp0(names[i], text) == 0)
			return (int)i;
	return -1;
}

static gboolean parse_split(const char *text, void *out)
{
	int found = find_name(split_names, G_N_ELEMENTS(split_names), text);

	*(RipSplit *)out = (RipSplit)MAX(found, 0);
	return found >= 0;
}

static const ConfigKind split_kind = {
	.name = "rip-split-horizon",
	.expects = "one of poisoned-reverse, simple, none",
	.parse = parse_split,
};

static gboolean parse_auth(const char *text, void *out)
{
	int found = find_name(auth_names, G_N_ELEMENTS(auth_names), text);

	*(RipAuthType *)out = (RipAuthType)MAX(found, 0);
	return found >= 0;
}

static const ConfigKind auth_kind = {
	.name = "rip-authentication",
	.expects = "one of none, simple, md5",
	.parse = parse_auth,
};

static gboolean parse_key(const char *text, void *out)
{
	RipKey *key = out;

	return g_strlcpy(key->text, text, sizeof(key->text)) < sizeof(key->text);
}

static const ConfigKind key_kind = {
	.name = "rip-key",
	.expects = "at most 16 characters",
	.parse = parse_key,
};

static gboolean parse_metric(const char *text, void *out)
{
	uint8_t *metric = out;

	return config_u8.parse(text, metric) && *metric >= 1 && *metric < RIP_INFINITY;
}

static const ConfigKind metric_kind = {
	.name = "rip-metric",
	.expects = "a number from 1 to 15",
	.parse = parse_metric,
};

/* ---- Items ---- */

static const char *iface_fault(const RipInstance *rip, const FwdIface *fwd,
			       const RipIfaceConfig *config)
{
	NetAddr address = fwd_iface_address(fwd, NET_AF_IPV4);
	gboolean silent = config->passive || fwd->kind == FWD_IFACE_LOOPBACK;

	if (fwd->vrf != rib_vrf(rip->proto.rib))
		return "the interface is in another VRF than RIP";
	if (rip_iface_find(rip, fwd))
		return "RIP runs on the interface already";
	if (!net_addr_is_set(&address) || fwd->lender)
		return "RIP needs an IPv4 address of the interface's own";
	if (config->authentication == RIP_AUTH_NONE && *config->key.text)
		return "a key needs authentication: write simple or md5";
	if (config->authentication != RIP_AUTH_NONE && !*config->key.text && !silent)
		return "authentication needs a key";
	return NULL;
}

static gboolean add_iface(ProtoInstance *proto, FwdIface *fwd, const void *data, GError **error)
{
	RipInstance *rip = rip_of(proto);
	const char *fault = iface_fault(rip, fwd, data);

	if (fault) {
		g_set_error_literal(error, PROTO_ERROR, 0, fault);
		return FALSE;
	}
	g_ptr_array_add(rip->ifaces, rip_iface_new(rip, fwd, data));
	return TRUE;
}

static gboolean add_redistribute(ProtoInstance *proto, FwdIface *fwd, const void *data,
				 GError **error)
{
	RipRedistribute rule = *(const RipRedistribute *)data;

	(void)fwd;
	if (strcmp(rule.from, rip_class.name) == 0) {
		g_set_error_literal(error, PROTO_ERROR, 0, "rip is not redistributed into itself");
		return FALSE;
	}
	if (*rule.map_name) {
		rule.map = policy_set_map(proto->host->policies, rule.map_name, error);
		if (!rule.map)
			return FALSE;
	}
	if (!rip_redistribute_add(rip_of(proto), &rule)) {
		g_set_error(error, PROTO_ERROR, 0, "%s is redistributed already; write it once",
			    rule.from);
		return FALSE;
	}
	return TRUE;
}

typedef struct DefaultConfig {
	uint8_t metric;
} DefaultConfig;

static gboolean add_default(ProtoInstance *proto, FwdIface *fwd, const void *data, GError **error)
{
	RipInstance *rip = rip_of(proto);

	(void)fwd;
	if (rip->default_metric) {
		g_set_error_literal(error, PROTO_ERROR, 0,
				    "there is a default-information already; write one");
		return FALSE;
	}
	rip->default_metric = ((const DefaultConfig *)data)->metric;
	return TRUE;
}

static const ConfigField iface_fields[] = {
	CONFIG_FIELD(RipIfaceConfig, cost, "cost", metric_kind, "1",
		     "what is added to the metrics that neighbours tell of"),
	CONFIG_FIELD(RipIfaceConfig, passive, "passive", config_bool, "no",
		     "others hear of the network, but nothing is said on it"),
	CONFIG_FIELD(RipIfaceConfig, split, "split-horizon", split_kind, "poisoned-reverse",
		     "poisoned-reverse, simple, none"),
	CONFIG_FIELD(RipIfaceConfig, authentication, "authentication", auth_kind, "none",
		     "none, simple, md5; the same for all on the link"),
	CONFIG_FIELD(RipIfaceConfig, key, "key", key_kind, "",
		     "password or key of up to 16 characters"),
	CONFIG_FIELD(RipIfaceConfig, key_id, "key-id", config_u8, "1", "Key ID of a digest"),
};

static const ConfigField redistribute_fields[] = {
	CONFIG_FIELD(RipRedistribute, from, "from", config_source, NULL,
		     "protocol whose routes RIP tells of"),
	CONFIG_FIELD(RipRedistribute, metric, "metric", metric_kind, "1", "metric"),
	CONFIG_FIELD(RipRedistribute, tag, "tag", config_u16, "0", "route tag"),
	CONFIG_FIELD(RipRedistribute, map_name, "route-map", config_text, "",
		     "route map that they pass; empty: none"),
};

static const ConfigField default_fields[] = {
	CONFIG_FIELD(DefaultConfig, metric, "metric", metric_kind, "1", "metric"),
};

const ProtoItem rip_items[RIP_N_ITEMS] = {
	{
		.element = "rip",
		.on_interface = TRUE,
		.doc = "RIP runs on this interface.",
		.fields = iface_fields,
		.n_fields = G_N_ELEMENTS(iface_fields),
		.config_size = sizeof(RipIfaceConfig),
		.add = add_iface,
	},
	{
		.element = "redistribute",
		.doc = "Routes of another protocol that RIP tells of.",
		.fields = redistribute_fields,
		.n_fields = G_N_ELEMENTS(redistribute_fields),
		.config_size = sizeof(RipRedistribute),
		.add = add_redistribute,
	},
	{
		.element = "default-information",
		.doc = "A default route that RIP tells of.",
		.fields = default_fields,
		.n_fields = G_N_ELEMENTS(default_fields),
		.config_size = sizeof(DefaultConfig),
		.add = add_default,
	},
};
