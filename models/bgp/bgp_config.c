/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_config.h"

#include "models/bgp/bgp_send_label.h"
#include "models/rib/protocol.h"

#define HOLD_TIME_LEAST (3 * SIM_SEC)
#define HOLD_TIME_MOST (UINT16_MAX * SIM_SEC)

const ConfigField bgp_neighbor_fields[] = {
	CONFIG_FIELD(BgpPeerConfig, address, "address", config_address, NULL,
		     "address of the neighbour"),
	CONFIG_FIELD(BgpPeerConfig, as_number, "remote-as", config_u32, "0",
		     "its AS number; 0: this node's, an internal session"),
	CONFIG_FIELD(BgpPeerConfig, update_source, "update-source", config_text, "",
		     "interface whose address the session uses; empty: by route"),
	CONFIG_FIELD(
		BgpPeerConfig, families, "families", config_words, "ipv4",
		"address families to exchange: ipv4, vpnv4, ipv4-labelled-unicast, route-target"),
	CONFIG_FIELD(BgpPeerConfig, send_label, "send-label", bgp_config_send_label, "no",
		     "yes: routes of ipv4 are exchanged with labels, too; only: with labels alone"),
	CONFIG_FIELD(BgpPeerConfig, label_interfaces, "label-interfaces", config_words, "",
		     "where packets with labels told to it come in; else the link that it is on"),
	CONFIG_FIELD(BgpPeerConfig, mrai, "mrai", config_duration, "0s",
		     "MinRouteAdvertisementIntervalTimer; 0: changes are told at once"),
	CONFIG_FIELD(BgpPeerConfig, rr_client, "route-reflector-client", config_bool, "no",
		     "routes are reflected to and from it (RFC 4456)"),
	CONFIG_FIELD(BgpPeerConfig, weight, "weight", config_u16, "0",
		     "weight of its routes in this router's own decision; own routes have 32768"),
	CONFIG_FIELD(BgpPeerConfig, password, "password", config_text, "",
		     "key of TCP's MD5 signatures (RFC 2385); empty: none"),
	CONFIG_FIELD(BgpPeerConfig, options.multihop, "ebgp-multihop", config_u8, "0",
		     "hops that an external peer may be away, the TTL; 0: one"),
	CONFIG_FIELD(BgpPeerConfig, options.ttl_security, "ttl-security", config_u8, "0",
		     "hops that the peer may be away, checked by TTL (RFC 5082); 0: not checked"),
	CONFIG_FIELD(BgpPeerConfig, options.disable_connected_check, "disable-connected-check",
		     config_bool, "no",
		     "an external peer one hop away need not be on a connected subnet"),
	CONFIG_FIELD(BgpPeerConfig, options.fast_fallover, "fast-external-fallover", config_bool,
		     "yes", "the session with such a peer ends when its interface goes down"),
	CONFIG_FIELD(BgpPeerConfig, options.host_route, "host-route", config_bool, "yes",
		     "such a peer has a host route while labelled routes are exchanged with it"),
	CONFIG_FIELD(BgpPeerConfig, options.hold_time, "hold-time", config_duration, "180s",
		     "HoldTime that is offered (RFC 4271 4.2); 0: none"),
	CONFIG_FIELD(BgpPeerConfig, options.minimum_hold, "minimum-hold-time", config_duration,
		     "0s", "least HoldTime that the peer may offer; 0: any that RFC 4271 allows"),
	CONFIG_FIELD(BgpPeerConfig, options.keepalive, "keepalive", config_duration, "60s",
		     "KeepaliveTime; at most a third of the agreed hold time"),
	CONFIG_FIELD(BgpPeerConfig, options.connect_retry, "connect-retry", config_duration, "120s",
		     "ConnectRetryTime"),
	CONFIG_FIELD(BgpPeerConfig, options.passive, "passive", config_bool, "no",
		     "PassiveTcpEstablishment: the peer opens connections, this node none"),
	CONFIG_FIELD(BgpPeerConfig, options.delay_open, "delay-open", config_duration, "0s",
		     "DelayOpenTime: how long the peer's OPEN is waited for; 0: not at all"),
	CONFIG_FIELD(BgpPeerConfig, options.damp, "damp-peer-oscillations", config_bool, "yes",
		     "DampPeerOscillations: the pause after an error grows; no: it is 1 s"),
	CONFIG_FIELD(
		BgpPeerConfig, options.collide_established, "collision-detect-established",
		config_bool, "no",
		"CollisionDetectEstablishedState: an established session may lose a collision"),
	CONFIG_FIELD(BgpPeerConfig, options.notify_without_open, "notification-without-open",
		     config_bool, "no", "SendNOTIFICATIONwithoutOPEN: also before OPEN was sent"),
	CONFIG_FIELD(BgpPeerConfig, options.shutdown, "shutdown", config_bool, "no",
		     "administratively down until an action says otherwise"),
	CONFIG_FIELD(BgpPeerConfig, options.graceful_shutdown, "graceful-shutdown", config_bool,
		     "no", "the session is to end: both ends shall prefer other paths (RFC 8326)"),
	CONFIG_FIELD(BgpPeerConfig, limits, "maximum-prefix", config_words, "",
		     "most prefixes that the peer may announce: 1000, or by family vpnv4:200"),
	CONFIG_FIELD(BgpPeerConfig, options.limit_threshold, "maximum-prefix-threshold", config_u8,
		     "75", "percent of them from which it is recorded"),
	CONFIG_FIELD(BgpPeerConfig, options.limit_warns, "maximum-prefix-warning-only", config_bool,
		     "no", "too many are recorded, no more; else the session ends"),
	CONFIG_FIELD(BgpPeerConfig, options.limit_restart, "maximum-prefix-restart",
		     config_duration, "0s",
		     "how long the session then stays down; 0: until it is cleared"),
	CONFIG_FIELD(BgpPeerConfig, import_map, "import-map", config_words, "",
		     "route map that its routes pass, or by family vpnv4:name; empty: none"),
	CONFIG_FIELD(BgpPeerConfig, export_map, "export-map", config_words, "",
		     "route map that routes pass which it is told; likewise"),
	CONFIG_FIELD(BgpPeerConfig, options.soft_reconfiguration, "soft-reconfiguration",
		     config_bool, "no",
		     "what it says is kept as it came, also what is not used, and shown"),
	CONFIG_FIELD(BgpPeerConfig, options.requires_policy, "ebgp-requires-policy", config_bool,
		     "no", "no routes from and to an external peer without a policy (RFC 8212)"),
	CONFIG_FIELD(BgpPeerConfig, next_hop_self, "next-hop-self", config_words, "",
		     "this router is the next hop of what it is told: yes, all (what is reflected, "
		     "too), a family, or family:all"),
	CONFIG_FIELD(BgpPeerConfig, next_hop_unchanged, "next-hop-unchanged", config_words, "",
		     "next hops stay as they are, also for an external peer: yes, or families"),
	CONFIG_FIELD(
		BgpPeerConfig, options.inter_as_hybrid, "inter-as-hybrid", config_bool, "no",
		"option AB: VPN routes of hybrid VRFs end and begin there, and packets go over "
		"interfaces of the VRFs"),
	CONFIG_FIELD(
		BgpPeerConfig, default_originate, "default-originate", config_words, "no",
		"it is told a default route to this router, whatever there is: yes, no, families"),
	CONFIG_FIELD(BgpPeerConfig, default_map, "default-originate-map", config_text, "",
		     "route map that this default route passes; empty: none"),
	CONFIG_FIELD(BgpPeerConfig, options.default_membership, "default-membership", config_bool,
		     "no",
		     "it is told that VPN routes of any route target are wanted (RFC 4684 4)"),
	CONFIG_FIELD(BgpPeerConfig, options.membership_wait, "membership-wait", config_duration,
		     "60s",
		     "how long VPN routes wait for its memberships (RFC 4684 6); 0: not at all"),
	CONFIG_FIELD(BgpPeerConfig, options.local_as, "local-as", config_u32, "0",
		     "this router's AS number for an external peer (RFC 7705); 0: its own"),
	CONFIG_FIELD(BgpPeerConfig, options.local_as_no_prepend, "local-as-no-prepend", config_bool,
		     "no", "that number is not put before the peer's paths"),
	CONFIG_FIELD(BgpPeerConfig, options.local_as_replace_as, "local-as-replace-as", config_bool,
		     "no", "that number alone is put before paths that it is told"),
	CONFIG_FIELD(BgpPeerConfig, options.local_as_dual_as, "local-as-dual-as", config_bool, "no",
		     "the peer may know this router by its own number instead"),
	CONFIG_FIELD(BgpPeerConfig, options.as_override, "as-override", config_bool, "no",
		     "the peer's number in paths that it is told becomes this router's"),
	CONFIG_FIELD(BgpPeerConfig, allow_as_in, "allow-as-in", config_text, "0",
		     "how often this router's number may be in the peer's paths, 0 to 10; origin: "
		     "in those that begin in its AS"),
	CONFIG_FIELD(BgpPeerConfig, remove_private_as, "remove-private-as", config_words, "",
		     "private AS numbers are taken off: yes, all, replace, or all replace"),
	CONFIG_FIELD(BgpPeerConfig, options.enforce_first_as, "enforce-first-as", config_bool,
		     "yes", "an external peer's paths must begin with its number"),
	CONFIG_FIELD(BgpPeerConfig, send_community, "send-community", config_words, "all",
		     "communities that it is told: standard, extended, large, all, none"),
	CONFIG_FIELD(BgpPeerConfig, site_of_origin, "site-of-origin", config_soo, "",
		     "site that it is of: its routes are marked so, and none of them is told it"),
	CONFIG_FIELD(BgpPeerConfig, options.enhanced_refresh, "enhanced-refresh", config_bool,
		     "yes", "announce enhanced route refresh (RFC 7313)"),
	CONFIG_FIELD(BgpPeerConfig, options.stale_time, "refresh-stalepath-time", config_duration,
		     "360s", "how long a refresh may take before stale paths go; 0: for ever"),
	CONFIG_FIELD(BgpPeerConfig, options.extended_messages, "extended-messages", config_bool,
		     "no", "announce messages of up to 65535 octets (RFC 8654)"),
	CONFIG_FIELD(BgpPeerConfig, options.disable_family, "disable-family-on-error", config_bool,
		     "no", "prefixes that cannot be read end the exchange of their family alone"),
};

gboolean bgp_complain(GError **error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error_literal(error, PROTO_ERROR, 0, text);
	return FALSE;
}

static gboolean is_hold_time(SimTime time)
{
	return time % SIM_SEC == 0 &&
	       (time == 0 || (time >= HOLD_TIME_LEAST && time <= HOLD_TIME_MOST));
}

static gboolean check_timers(const BgpPeerOptions *o, GError **error)
{
	if (o->connect_retry < SIM_MSEC || o->keepalive < SIM_MSEC)
		return bgp_complain(error, "keepalive and connect-retry must be at least 1ms");
	if (o->delay_open != 0 && o->delay_open < SIM_MSEC)
		return bgp_complain(error, "delay-open must be 0 or at least 1ms");
	if (!is_hold_time(o->hold_time))
		return bgp_complain(error, "hold-time must be 0 or 3s to 65535s in whole seconds");
	if (!is_hold_time(o->minimum_hold))
		return bgp_complain(error,
				    "minimum-hold-time must be 0 or 3s to 65535s in whole seconds");
	if (o->hold_time < o->minimum_hold)
		return bgp_complain(error, "hold-time must not be less than minimum-hold-time");
	return TRUE;
}

gboolean bgp_options_check(const BgpPeerOptions *options, GError **error)
{
	if (options->multihop > 0 && options->ttl_security > 0)
		return bgp_complain(error, "write ebgp-multihop or ttl-security, not both");
	if (options->limit_threshold < 1 || options->limit_threshold > 100)
		return bgp_complain(error, "maximum-prefix-threshold must be 1 to 100");
	if (options->ttl_security == UINT8_MAX)
		return bgp_complain(error, "ttl-security must be 0 to 254");
	return check_timers(options, error);
}
