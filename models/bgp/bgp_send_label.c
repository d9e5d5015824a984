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

/* The unicast family with prefixes of the same kind; -1: it is no family of labelled routes. */
static int unicast_of(unsigned family)
{
	const BgpFamily *row = &bgp_families[family];

	return row->role == BGP_ROLE_LABELLED
		       ? bgp_family_for(BGP_ROLE_UNICAST, row->format->prefix)
		       : -1;
}

/* A word such as "ipv4-labelled-unicast:map" would be of no effect. */
static gboolean check_words(const BgpPeerConfig *config, const char *unicast, const char *labelled,
			    GError **error)
{
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
			if (is_about(*word, labelled))
				return bgp_complain(
					error,
					"%s \"%s\": with send-label labelled routes are "
					"those of %s; write %s instead of %s",
					fields[i].field, *word, unicast, unicast, labelled);
	return TRUE;
}

/* Labelled routes of one kind of prefixes. */
static gboolean take_family(BgpPeer *peer, const BgpPeerConfig *config, unsigned f, GError **error)
{
	unsigned unicast = (unsigned)unicast_of(f);
	const char *plain = bgp_families[unicast].name, *labelled = bgp_families[f].name;

	if (peer->families[f].configured)
		return bgp_complain(error,
				    "send-label makes labelled routes a part of family %s, which "
				    "%s keeps apart: write one of both",
				    plain, labelled);
	if (!peer->families[unicast].configured)
		return TRUE;
	if (!check_words(config, plain, labelled, error))
		return FALSE;
	peer->families[f].configured = TRUE;
	peer->families[f].table = unicast;
	peer->families[unicast].configured = config->send_label == BGP_SEND_LABEL_YES;
	peer->send_label = config->send_label;
	return TRUE;
}

gboolean bgp_send_label_take(BgpPeer *peer, const BgpPeerConfig *config, GError **error)
{
	if (config->send_label == BGP_SEND_LABEL_NO)
		return TRUE;
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (unicast_of(f) >= 0 && !take_family(peer, config, f, error))
			return FALSE;
	return peer->send_label != BGP_SEND_LABEL_NO ||
	       bgp_complain(error, "send-label is about the routes of family ipv4: add ipv4 to "
				   "families");
}

char **bgp_send_label_families(const BgpPeerConfig *config)
{
	g_autoptr(GStrvBuilder) out = g_strv_builder_new();

	for (char **name = config->families; name && *name; name++) {
		int family = bgp_family_of_name(*name), labelled = -1;

		if (family >= 0 && bgp_families[family].role == BGP_ROLE_UNICAST)
			labelled = bgp_family_for(BGP_ROLE_LABELLED,
						  bgp_families[family].format->prefix);
		if (labelled < 0 || config->send_label != BGP_SEND_LABEL_ONLY)
			g_strv_builder_add(out, *name);
		if (labelled >= 0 && config->send_label != BGP_SEND_LABEL_NO)
			g_strv_builder_add(out, bgp_families[labelled].name);
	}
	return g_strv_builder_end(out);
}

/* Routes of the family's table are exchanged in another SAFI, too. */
static gboolean is_shared(const BgpPeer *peer, unsigned family)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (f != family && peer->families[f].agreed &&
		    peer->families[f].table == peer->families[family].table)
			return TRUE;
	return FALSE;
}

BgpGroupLabels bgp_send_label_group(const BgpPeer *peer, unsigned family)
{
	gboolean labelled = bgp_families[family].format->labelled;

	if (is_shared(peer, family))
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
