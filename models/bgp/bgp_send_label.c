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

gboolean bgp_send_label_take(BgpPeer *peer, BgpSendLabel how, GError **error)
{
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
