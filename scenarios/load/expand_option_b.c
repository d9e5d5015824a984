/* SPDX-License-Identifier: Apache-2.0 */
/* Option B (RFC 4364 10, b): ASBRs tell each other VPN routes, and their own routers, with themselves as next hop. */
#include "scenarios/load/expand_inter_as.h"

static void become_next_hop(ExpandInterAs *inter_as, const ExpandEnd *end)
{
	xmlNode *bgp = expand_child(end->node, "bgp");

	for (xmlNode *child = bgp ? bgp->children : NULL; child; child = child->next)
		if (expand_is(child, "neighbor") && expand_is_internal(child, end->asn, "vpnv4"))
			expand_set_unstated(inter_as, child, "next-hop-self", "vpnv4");
}

void expand_option_b(ExpandInterAs *inter_as)
{
	for (unsigned i = 0; i < inter_as->borders->len; i++) {
		ExpandBorder *border = g_ptr_array_index(inter_as->borders, i);
		xmlNode *link = expand_border_link(inter_as, border);

		if (!link)
			continue;
		expand_set_unstated(inter_as, link, "mpls", "yes");
		expand_border_session(inter_as, border, "vpnv4");
		become_next_hop(inter_as, &border->ends[0]);
		become_next_hop(inter_as, &border->ends[1]);
	}
}
