/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_family.h"

#include "models/bgp/bgp_lsp.h"
#include "models/bgp/bgp_membership.h"
#include "models/bgp/bgp_rib.h"
#include "models/bgp/bgp_vpn_table.h"

#include <string.h>

const BgpFamily bgp_families[BGP_N_FAMILIES] = {
	[BGP_FAMILY_IPV4] =
		{
			.name = "ipv4",
			.format = &bgp_nlri_ipv4_unicast,
			.role = BGP_ROLE_UNICAST,
			.next_hop_mode = RIB_NHT_ROUTE,
			.third_party = TRUE,
			.multipath = TRUE,
			.changed = bgp_rib_changed,
		},
	[BGP_FAMILY_VPNV4] =
		{
			.name = "vpnv4",
			.format = &bgp_nlri_vpnv4,
			.role = BGP_ROLE_VPN,
			.next_hop_mode = RIB_NHT_LSP,
			.changed = bgp_vpn_changed,
			.considered = bgp_vpn_considered,
		},
	[BGP_FAMILY_IPV4_LABELLED] =
		{
			.name = "ipv4-labelled-unicast",
			.format = &bgp_nlri_ipv4_labelled,
			.role = BGP_ROLE_LABELLED,
			.next_hop_mode = RIB_NHT_LSP,
			.multipath = TRUE,
			.changed = bgp_lsp_changed,
		},
	[BGP_FAMILY_ROUTE_TARGET] =
		{
			.name = "route-target",
			.format = &bgp_nlri_route_target,
			.role = BGP_ROLE_MEMBERSHIP,
			.next_hop_mode = RIB_NHT_ROUTE,
			.considered = bgp_membership_considered,
		},
};

int bgp_family_of_name(const char *name)
{
	for (int i = 0; i < BGP_N_FAMILIES; i++)
		if (strcmp(bgp_families[i].name, name) == 0)
			return i;
	return -1;
}

char *bgp_family_names(void)
{
	GString *names = g_string_new(bgp_families[0].name);

	for (int i = 1; i < BGP_N_FAMILIES; i++)
		g_string_append_printf(names, "%s%s", i + 1 < BGP_N_FAMILIES ? ", " : " or ",
				       bgp_families[i].name);
	return g_string_free(names, FALSE);
}

int bgp_family_of_format(const BgpNlriFormat *format)
{
	for (int i = 0; i < BGP_N_FAMILIES; i++)
		if (bgp_families[i].format == format)
			return i;
	return -1;
}

int bgp_family_for(BgpRole role, NetFamily prefixes)
{
	for (int i = 0; i < BGP_N_FAMILIES; i++)
		if (bgp_families[i].role == role && bgp_families[i].format->prefix == prefixes)
			return i;
	return -1;
}
