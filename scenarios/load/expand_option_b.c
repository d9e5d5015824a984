/* SPDX-License-Identifier: Apache-2.0 */
/* Option B (RFC 4364 10, b): ASBRs tell each other VPN routes, and their own routers, with themselves as next hop. */
#include "scenarios/load/expand_inter_as.h"

void expand_option_b(ExpandInterAs *inter_as)
{
	for (unsigned i = 0; i < inter_as->borders->len; i++) {
		ExpandBorder *border = g_ptr_array_index(inter_as->borders, i);
		xmlNode *link = expand_border_link(inter_as, border), *neighbors[2];

		if (!link)
			continue;
		expand_set_unstated(inter_as, link, "mpls", "yes");
		expand_border_session(inter_as, border, "vpnv4", neighbors);
		expand_next_hop_self(inter_as, &border->ends[0], "vpnv4");
		expand_next_hop_self(inter_as, &border->ends[1], "vpnv4");
	}
}
