/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/bgp/border_lab.h"

#include "models/fwd/lfib.h"
#include "tests/models/bgp/vpn_origin.h"
#include "tests/testing.h"

Lab *border_lab_new(BgpLabelMode mode)
{
	const char *families = "vpnv4";
	Lab *lab = lab_new(4, (const uint32_t[]){65001, 65001, 65003, 65003});

	lab_link(lab, 1, 2);
	lab_link(lab, 2, 3);
	lab_link(lab, 2, 4);
	lab_set_lsp(lab, 2, 1, TRUE);
	lab_set_lsp(lab, 3, 2, TRUE);
	lab_neighbor(lab, 1, 2, families);
	lab_neighbor(lab, 2, 1, families);
	lab_neighbor_with(lab, 2, 3, families, "disable-connected-check=yes");
	lab_neighbor_with(lab, 3, 2, families, "disable-connected-check=yes");
	lab_neighbor_with(lab, 2, 4, families, "disable-connected-check=yes shutdown=yes");
	lab_neighbor_with(lab, 4, 2, families, "disable-connected-check=yes");
	lab_bgp(lab, 2)->label_mode = mode;
	lab_start(lab);
	return lab;
}

NetPrefix border_prefix(const char *text)
{
	NetPrefix p;

	ck_assert(net_prefix_parse(text, FALSE, &p));
	return p;
}

NetRd border_rd(void)
{
	NetRd out;

	ck_assert(net_rd_parse("65001:1", &out));
	return out;
}

void border_run(Lab *lab)
{
	lab_run(lab, lab->sim->now + 5 * SIM_SEC);
}

void border_originate(Lab *lab, const char *text, uint32_t label)
{
	NetRt rt;
	VpnOrigin route = {.rd = border_rd(),
			   .prefix = border_prefix(text),
			   .label = label,
			   .route_targets = &rt,
			   .n_route_targets = 1};

	ck_assert(net_rt_parse("65001:7", &rt));
	vpn_origin_put(lab_router(lab, 1)->bgp, &route);
	border_run(lab);
}

void border_withdraw(Lab *lab, const char *text)
{
	NetPrefix p = border_prefix(text);

	bgp_vpn_withdraw(lab_router(lab, 1)->bgp, border_rd(), &p);
	border_run(lab);
}

const BgpPath *border_path_at(Lab *lab, unsigned router, const char *text)
{
	NetPrefix p = border_prefix(text);
	const BgpNet *net =
		bgp_table_find(&lab_bgp(lab, router)->tables[BGP_FAMILY_VPNV4], border_rd(), &p);

	return net ? bgp_net_chosen(net) : NULL;
}

uint32_t border_told(Lab *lab, const char *text)
{
	const BgpPath *path = border_path_at(lab, 3, text);
	NetAddr r2 = lab_loopback(2);

	if (!path)
		return NET_LABEL_NONE;
	ck_assert(net_addr_equal(&path->attrs->attrs.next_hop, &r2));
	return bgp_label_value(path->label);
}

uint32_t border_swapped(Lab *lab, uint32_t label)
{
	const FwdLfibEntry *entry = fwd_lfib_get(lab_router(lab, 2)->fwd, label);
	LabelStack labels;
	FwdNextHop space;

	if (!entry)
		return NET_LABEL_NONE;
	fwd_nexthop_end(fwd_lfib_next_hop(entry, &space), &labels);
	return labels.label[labels.depth - 1].value;
}
