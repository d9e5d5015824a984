/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_keep.h"

#include "models/bgp/bgp_import.h"
#include "models/bgp/bgp_membership.h"
#include "models/bgp/bgp_vpn.h"

#include <string.h>

static const char *const keep_names[BGP_KEEPS] = {
	[BGP_KEEP_NO] = "no",
	[BGP_KEEP_YES] = "yes",
	[BGP_KEEP_AUTO] = "auto",
};

static gboolean parse_keep(const char *text, void *out)
{
	for (unsigned i = 0; i < BGP_KEEPS; i++)
		if (strcmp(text, keep_names[i]) == 0) {
			*(BgpKeep *)out = (BgpKeep)i;
			return TRUE;
		}
	return FALSE;
}

const ConfigKind bgp_config_keep = {"keep", "yes, no or auto", parse_keep, NULL, NULL};

/* A reflector or border router, which has others to tell. */
static gboolean passes_on(const Bgp *bgp, unsigned family)
{
	for (guint i = 0; i < bgp->peers->len; i++) {
		const BgpPeer *peer = g_ptr_array_index(bgp->peers, i);

		if (peer->families[family].configured &&
		    (peer->rr_client || !bgp_peer_is_internal(peer)))
			return TRUE;
	}
	return FALSE;
}

static gboolean keeps_all(const Bgp *bgp, unsigned family)
{
	return bgp->keep == BGP_KEEP_YES || bgp_families[family].role != BGP_ROLE_VPN ||
	       (bgp->keep == BGP_KEEP_AUTO && passes_on(bgp, family));
}

gboolean bgp_keeps(const BgpPeer *peer, unsigned family, const BgpAttrSet *attrs)
{
	const BgpVpnWanted *wanted = &peer->bgp->vpn_wanted;

	return keeps_all(peer->bgp, family) ||
	       (wanted->fn &&
		wanted->fn(attrs->route_targets, attrs->n_route_targets, wanted->user));
}

char *bgp_keep_reason(const BgpAttrSet *attrs)
{
	GString *reason = g_string_new("not kept: no VRF imports any of its route targets (");

	for (unsigned i = 0; i < attrs->n_route_targets; i++) {
		if (i > 0)
			g_string_append_c(reason, ' ');
		net_rt_append(attrs->route_targets[i], reason);
	}
	g_string_append(reason, attrs->n_route_targets > 0 ? ")" : "it has none)");
	return g_string_free(reason, FALSE);
}

void bgp_vpn_set_wanted(ProtoInstance *bgp, BgpVpnWantedFn fn, void *user)
{
	bgp_of(bgp)->vpn_wanted = (BgpVpnWanted){fn, user};
}

void bgp_vpn_set_targets(ProtoInstance *bgp, BgpVpnTargetsFn fn, void *user)
{
	bgp_of(bgp)->vpn_targets = (BgpVpnTargets){fn, user};
}

gboolean bgp_vpn_keeps_all(ProtoInstance *bgp)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (!keeps_all(bgp_of(bgp), f))
			return FALSE;
	return TRUE;
}

void bgp_vpn_wanted_changed(ProtoInstance *instance, gboolean more)
{
	Bgp *bgp = bgp_of(instance);

	bgp_membership_originate(bgp);
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		for (guint i = 0; i < bgp->peers->len && !keeps_all(bgp, f); i++)
			bgp_import_wanted_changed(g_ptr_array_index(bgp->peers, i), f, more);
}
