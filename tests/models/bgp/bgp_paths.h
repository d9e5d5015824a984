/* SPDX-License-Identifier: Apache-2.0 */
/* Paths of a neighbour of R1 that are put into its table by the test, as if UPDATEs had said so: there need be
 * no session. */
#ifndef TESTS_BGP_PATHS_H
#define TESTS_BGP_PATHS_H

#include "models/bgp/bgp_loc_rib.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/wire/bgp_vectors.h"

#include <check.h>

static inline BgpTable *paths_table(Lab *lab, unsigned family)
{
	return &lab_bgp(lab, 1)->tables[family];
}

static inline BgpNet *paths_net(Lab *lab, unsigned family, const char *prefix)
{
	NetPrefix p;

	ck_assert(net_prefix_parse(prefix, FALSE, &p));
	return bgp_table_find(paths_table(lab, family), 0, &p);
}

/* A path with this next hop, MED and label; peer NULL, next_hop "": the router's own. */
static inline BgpPath *paths_put(Lab *lab, BgpPeer *peer, unsigned family, const char *prefix,
				 const char *next_hop, uint32_t med)
{
	BgpTable *table = paths_table(lab, family);
	BgpAttrs attrs = {
		.present = BGP_ATTR_BIT(BGP_ATTR_ORIGIN) | BGP_ATTR_BIT(BGP_ATTR_AS_PATH) |
			   BGP_ATTR_BIT(BGP_ATTR_MED),
		.med = med,
		.as_path.as_size = 4,
	};
	NetPrefix p;
	BgpNet *net;

	ck_assert(net_prefix_parse(prefix, FALSE, &p));
	if (*next_hop)
		ck_assert(net_addr_parse(next_hop, &attrs.next_hop));
	net = bgp_table_get(table, 0, &p);
	if (bgp_table_put(
		    table, net, peer,
		    bgp_attrset_intern(&lab_bgp(lab, 1)->run->attrs, &attrs, (BgpSpan){NULL, 0}),
		    table->family->format->labelled ? 16 << 4 | 1 : 0)) {
		bgp_loc_rib_reconsider(table, net);
		if (peer)
			peer->families[family].n_paths++;
	}
	return bgp_net_path_of(net, peer);
}

static inline void paths_remove(Lab *lab, BgpPeer *peer, unsigned family, const char *prefix)
{
	BgpTable *table = paths_table(lab, family);
	BgpNet *net = paths_net(lab, family, prefix);

	ck_assert_ptr_nonnull(net);
	ck_assert(bgp_table_remove(table, net, peer));
	bgp_loc_rib_reconsider(table, net);
	if (peer)
		peer->families[family].n_paths--;
}

/* An IPv4 path to 10.9.0.0/16 with these attributes, as bgp_vectors.h has them; peer NULL: the router's own. */
static inline void paths_put_hex(Lab *lab, BgpPeer *peer, const char *attributes)
{
	static BgpUpdate update;
	BgpTable *table = paths_table(lab, BGP_FAMILY_IPV4);
	NetPrefix p;
	BgpNet *net;
	WireError error = {0};
	size_t len;
	uint8_t *m = bgp_test_update("", attributes, "100a09", &len);

	ck_assert(net_prefix_parse("10.9.0.0/16", FALSE, &p));
	net = bgp_table_get(table, 0, &p);
	ck_assert_msg(bgp_update_decode(m, len, 4, FALSE, &update, &error), "%s", error.text);
	if (!peer)
		update.attrs.next_hop = net_addr_none;
	if (bgp_table_put(
		    table, net, peer,
		    bgp_attrset_of_update(&lab_bgp(lab, 1)->run->attrs, &update, &update.attrs),
		    0)) {
		bgp_loc_rib_reconsider(table, net);
		if (peer)
			peer->families[BGP_FAMILY_IPV4].n_paths++;
	}
	g_free(m);
	bgp_loc_rib_run(lab_bgp(lab, 1));
}

#endif
