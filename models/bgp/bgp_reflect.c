/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_reflect.h"

#include "models/bgp/bgp_peer.h"

enum { ID_LEN = 4 };

static gboolean contains(BgpSpan list, uint32_t id)
{
	WireReader r;

	wire_reader_init(&r, list.bytes, list.len);
	while (wire_left(&r) >= ID_LEN)
		if (wire_read_u32(&r) == id)
			return TRUE;
	return FALSE;
}

static char *about_id(const char *format, uint32_t id)
{
	char text[NET_ADDR_STRLEN];
	NetAddr addr = net_addr_ipv4(id);

	return g_strdup_printf(format, net_addr_str(&addr, text));
}

char *bgp_reflect_objection(const Bgp *bgp, const BgpAttrs *attrs)
{
	if (bgp_attrs_has(attrs, BGP_ATTR_ORIGINATOR_ID) && attrs->originator_id == bgp->identifier)
		return about_id("reflected to its origin: ORIGINATOR_ID is %s", bgp->identifier);
	if (bgp_attrs_has(attrs, BGP_ATTR_CLUSTER_LIST) &&
	    contains(attrs->cluster_list, bgp->cluster_id))
		return about_id("cluster loop: %s is in the CLUSTER_LIST", bgp->cluster_id);
	return NULL;
}

gboolean bgp_reflect_allowed(const BgpPath *path, gboolean to_client)
{
	if (bgp_path_leak(path) || !path->peer->rr_client)
		return to_client;
	return !to_client || path->peer->bgp->client_to_client;
}

uint32_t bgp_reflect_originator(const BgpPath *path)
{
	const BgpAttrs *attrs = &path->attrs->attrs;

	return bgp_attrs_has(attrs, BGP_ATTR_ORIGINATOR_ID) ? attrs->originator_id
							    : bgp_peer_identifier(path->peer);
}

static BgpSpan with_cluster(const Bgp *bgp, const BgpAttrs *attrs, BgpScratch *scratch)
{
	WireWriter list;

	wire_writer_init(&list, SIZE_MAX);
	wire_write_u32(&list, bgp->cluster_id);
	if (bgp_attrs_has(attrs, BGP_ATTR_CLUSTER_LIST))
		wire_write_bytes(&list, attrs->cluster_list.bytes, attrs->cluster_list.len);
	return bgp_scratch_keep(scratch, &list);
}

void bgp_reflect_attrs(const Bgp *bgp, uint32_t originator, BgpAttrs *attrs, BgpScratch *scratch)
{
	attrs->originator_id = originator;
	attrs->cluster_list = with_cluster(bgp, attrs, scratch);
	attrs->present |=
		BGP_ATTR_BIT(BGP_ATTR_ORIGINATOR_ID) | BGP_ATTR_BIT(BGP_ATTR_CLUSTER_LIST);
}
