/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_send_label.h"

#include "models/bgp/bgp_import.h"

#include <string.h>

static const char *const names[] = {
	[BGP_SEND_LABEL_NO] = "no",
	[BGP_SEND_LABEL_YES] = "yes",
	[BGP_SEND_LABEL_ONLY] = "only",
};

static gboolean parse(const char *text, void *out)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(text, names[i]) == 0) {
			*(BgpSendLabel *)out = (BgpSendLabel)i;
			return TRUE;
		}
	return FALSE;
}

const ConfigKind bgp_config_send_label = {"send-label", "yes, no or only", parse, NULL, NULL};

static gboolean is_about(const char *word, const char *family)
{
	size_t len = strlen(family);

	return strncmp(word, family, len) == 0 && (word[len] == '\0' || word[len] == ':');
}

/* A word such as "ipv4-labelled-unicast:map" would be of no effect. */
static gboolean check_words(const BgpPeerConfig *config, GError **error)
{
	const char *family = bgp_families[BGP_FAMILY_IPV4_LABELLED].name;
	const struct {
		const char *field;
		char **words;
	} fields[] = {
		{"import-map", config->import_map},
		{"export-map", config->export_map},
		{"next-hop-self", config->next_hop_self},
		{"next-hop-unchanged", config->next_hop_unchanged},
		{"maximum-prefix", config->limits},
		{"default-originate", config->default_originate},
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(fields); i++)
		for (char **word = fields[i].words; word && *word; word++)
			if (is_about(*word, family))
				return bgp_complain(
					error,
					"%s \"%s\": with send-label labelled routes are "
					"those of ipv4; write ipv4 instead of %s",
					fields[i].field, *word, family);
	return TRUE;
}

gboolean bgp_send_label_take(BgpPeer *peer, const BgpPeerConfig *config, GError **error)
{
	BgpSendLabel how = config->send_label;
	BgpPeerFamily *plain = &peer->families[BGP_FAMILY_IPV4];
	BgpPeerFamily *labelled = &peer->families[BGP_FAMILY_IPV4_LABELLED];

	if (how == BGP_SEND_LABEL_NO)
		return TRUE;
	if (labelled->configured)
		return bgp_complain(error,
				    "send-label makes labelled routes a part of family ipv4, which "
				    "ipv4-labelled-unicast keeps apart: write one of both");
	if (!plain->configured)
		return bgp_complain(error,
				    "send-label is about the routes of family ipv4: add ipv4 to "
				    "families");
	if (!check_words(config, error))
		return FALSE;
	labelled->configured = TRUE;
	labelled->table = BGP_FAMILY_IPV4;
	plain->configured = how == BGP_SEND_LABEL_YES;
	peer->send_label = how;
	return TRUE;
}

char **bgp_send_label_families(const BgpPeerConfig *config)
{
	const char *plain = bgp_families[BGP_FAMILY_IPV4].name;
	g_autoptr(GStrvBuilder) out = g_strv_builder_new();

	for (char **name = config->families; name && *name; name++)
		if (config->send_label != BGP_SEND_LABEL_ONLY || strcmp(*name, plain) != 0)
			g_strv_builder_add(out, *name);
	if (config->send_label != BGP_SEND_LABEL_NO)
		g_strv_builder_add(out, bgp_families[BGP_FAMILY_IPV4_LABELLED].name);
	return g_strv_builder_end(out);
}

BgpGroupLabels bgp_send_label_group(const BgpPeer *peer, unsigned family)
{
	gboolean labelled = bgp_families[family].format->labelled;
	gboolean both = peer->families[BGP_FAMILY_IPV4].agreed &&
			peer->families[BGP_FAMILY_IPV4_LABELLED].agreed;

	if (peer->send_label == BGP_SEND_LABEL_NO ||
	    peer->families[family].table != BGP_FAMILY_IPV4)
		return labelled ? BGP_GROUP_LABELS_ALL : BGP_GROUP_LABELS_NONE;
	if (both)
		return labelled ? BGP_GROUP_LABELS_CHOSEN : BGP_GROUP_LABELS_OTHERS;
	return labelled ? BGP_GROUP_LABELS_ALL : BGP_GROUP_LABELS_NONE;
}

/* Zero: nothing has been said. */
static uint32_t label_said(const BgpPeer *peer, unsigned table, const BgpNet *net)
{
	const BgpReceived *received = bgp_import_received(peer, table, net);
	const BgpPath *path = bgp_net_path_of(net, peer);

	return received ? received->label : path ? path->label : 0;
}

gboolean bgp_send_label_came_in(const BgpPeer *peer, unsigned family, const BgpNet *net)
{
	gboolean labelled = bgp_families[family].format->labelled;

	return peer->send_label == BGP_SEND_LABEL_NO ||
	       (label_said(peer, peer->families[family].table, net) != 0) == labelled;
}
