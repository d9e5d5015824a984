/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_ingress.h"

#include "models/bgp/bgp_as_path.h"
#include "models/bgp/bgp_reflect.h"
#include "models/fwd/ip.h"

/* RFC 4271 5.1.5, RFC 7606 7.9 and 7.10: what another AS must not say counts for nothing. */
static void drop_internal(BgpAttrs *attrs)
{
	attrs->present &=
		~(BGP_ATTR_BIT(BGP_ATTR_LOCAL_PREF) | BGP_ATTR_BIT(BGP_ATTR_ORIGINATOR_ID) |
		  BGP_ATTR_BIT(BGP_ATTR_CLUSTER_LIST));
}

/* RFC 7705 3.1: the path as it would be had this router the number for all. */
static void prepend_local_as(const BgpPeer *peer, BgpAttrs *attrs, BgpScratch *scratch)
{
	uint32_t local_as = bgp_peer_local_as(peer);
	WireWriter w;

	if (local_as == peer->bgp->as_number || peer->options.local_as_no_prepend)
		return;
	wire_writer_init(&w, SIZE_MAX);
	bgp_as_path_prepend(attrs->as_path, local_as, &w);
	attrs->as_path.segments = bgp_scratch_keep(scratch, &w);
}

/* RFC 4364 7: what the neighbour says is of its site, whatever it says itself. */
static void mark_site(const BgpPeer *peer, BgpAttrs *attrs, BgpScratch *scratch)
{
	WireWriter w;

	if (!peer->site_of_origin)
		return;
	wire_writer_init(&w, SIZE_MAX);
	if (bgp_attrs_has(attrs, BGP_ATTR_EXTENDED_COMMUNITIES))
		bgp_ext_communities_without(attrs->extended_communities, net_ext_community_is_soo,
					    &w);
	wire_write_u64(&w, peer->site_of_origin);
	attrs->extended_communities = bgp_scratch_keep(scratch, &w);
	attrs->present |= BGP_ATTR_BIT(BGP_ATTR_EXTENDED_COMMUNITIES);
}

/* The number that is in the path more often than it may be; 0: none. */
static uint32_t looping_as(const BgpPeer *peer, BgpAsPath path)
{
	const BgpPeerOptions *o = &peer->options;
	uint32_t own = peer->bgp->as_number, local = bgp_peer_local_as(peer);

	if (bgp_peer_is_internal(peer) && !peer->bgp->internal_loop_check)
		return 0;
	if (o->allow_as_in_origin && bgp_as_path_last(path) == own)
		return 0;
	if (bgp_as_path_count(path, own) > o->allow_as_in)
		return own;
	return bgp_as_path_count(path, local) > o->allow_as_in ? local : 0;
}

static char *as_path_objection(const BgpPeer *peer, BgpAsPath path)
{
	uint32_t looping = looping_as(peer, path);

	if (looping)
		return g_strdup_printf("AS loop: %u is in the AS path", looping);
	if (!bgp_peer_is_internal(peer) && peer->options.enforce_first_as &&
	    bgp_as_path_first(path) != peer->as_number)
		return g_strdup_printf("AS path does not begin with the neighbor's AS %u",
				       peer->as_number);
	return NULL;
}

static char *objection_to(const BgpPeer *peer, const BgpAttrs *attrs)
{
	const ProtoInstance *instance = &peer->bgp->instance;
	char *objection = as_path_objection(peer, attrs->as_path);

	if (objection)
		return objection;
	if (bgp_peer_is_internal(peer))
		objection = bgp_reflect_objection(peer->bgp, attrs);
	if (!objection &&
	    ip_is_local(instance->host->fwd, rib_vrf(instance->rib), &attrs->next_hop))
		objection = g_strdup("next hop is this router itself");
	return objection;
}

char *bgp_ingress(const BgpPeer *peer, BgpAttrs *attrs, BgpScratch *scratch)
{
	WireWriter w;
	char *objection;

	wire_writer_init(&w, SIZE_MAX);
	bgp_attrs_normalise(attrs, &w);
	bgp_scratch_keep(scratch, &w);
	if (!bgp_peer_is_internal(peer))
		drop_internal(attrs);
	objection = objection_to(peer, attrs);
	if (!objection) {
		prepend_local_as(peer, attrs, scratch);
		mark_site(peer, attrs, scratch);
	}
	return objection;
}
