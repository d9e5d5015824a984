/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_egress.h"

#include "models/bgp/bgp_as_path.h"
#include "models/bgp/bgp_community.h"

enum { EXT_COMMUNITY_LEN = 8, EXT_COMMUNITY_NON_TRANSITIVE = 0x40 };

gboolean bgp_egress_equal(const BgpEgress *a, const BgpEgress *b)
{
	return a->internal == b->internal && a->next_hop == b->next_hop &&
	       net_addr_equal(&a->self, &b->self) && a->link == b->link &&
	       a->as_number == b->as_number && a->local_as == b->local_as &&
	       a->replace_as == b->replace_as && a->peer_as == b->peer_as &&
	       a->send_communities == b->send_communities && a->private_as == b->private_as &&
	       a->as_override == b->as_override && a->graceful_shutdown == b->graceful_shutdown;
}

/* ---- Next hop ---- */

/* RFC 4271 5.1.3: of an own route it is this router; to an internal peer another's stays, to an external one
 * it stays where it is on the link as well. */
gboolean bgp_egress_is_self(const BgpEgress *e, BgpNextHopRule rule, gboolean reflected,
			    const NetAddr *next_hop)
{
	if (!net_addr_is_set(next_hop))
		return TRUE;
	switch (rule) {
	case BGP_NEXT_HOP_SELF:
		return !reflected;
	case BGP_NEXT_HOP_SELF_ALL:
		return TRUE;
	case BGP_NEXT_HOP_UNCHANGED:
		return FALSE;
	default:
		return !e->internal && !(e->link && fwd_iface_on_link(e->link, next_hop));
	}
}

/* ---- AS path ---- */

static BgpSpan mapped(BgpAsPath path, BgpAsMapFn fn, const BgpEgress *e, BgpScratch *scratch)
{
	WireWriter w;

	wire_writer_init(&w, SIZE_MAX);
	bgp_as_path_map(path, fn, e, &w);
	return bgp_scratch_keep(scratch, &w);
}

static BgpSpan prepended(BgpAsPath path, uint32_t as_number, BgpScratch *scratch)
{
	WireWriter w;

	wire_writer_init(&w, SIZE_MAX);
	bgp_as_path_prepend(path, as_number, &w);
	return bgp_scratch_keep(scratch, &w);
}

static uint32_t without_private(uint32_t as_number, const void *user)
{
	const BgpEgress *e = user;

	if (!bgp_as_is_private(as_number) || as_number == e->peer_as)
		return as_number;
	return e->private_as & BGP_PRIVATE_REPLACE ? e->local_as : 0;
}

static uint32_t overridden(uint32_t as_number, const void *user)
{
	const BgpEgress *e = user;

	return as_number == e->peer_as ? e->local_as : as_number;
}

/* In the order in which FRR does it. */
static void change_as_path(const BgpEgress *e, BgpAsPath *path, BgpScratch *scratch)
{
	gboolean all = (e->private_as & BGP_PRIVATE_ALL) != 0;

	if (e->private_as && (all || bgp_as_path_is_private(*path)))
		path->segments = mapped(*path, without_private, e, scratch);
	if (e->as_override)
		path->segments = mapped(*path, overridden, e, scratch);
	if (e->local_as == e->as_number || !e->replace_as)
		path->segments = prepended(*path, e->as_number, scratch);
	if (e->local_as != e->as_number)
		path->segments = prepended(*path, e->local_as, scratch);
}

/* ---- Communities ---- */

/* RFC 4360 6: others are for this AS alone. */
static BgpSpan transitive_only(BgpSpan span, BgpScratch *scratch)
{
	WireWriter w;

	wire_writer_init(&w, SIZE_MAX);
	for (size_t i = 0; i + EXT_COMMUNITY_LEN <= span.len; i += EXT_COMMUNITY_LEN)
		if (!(span.bytes[i] & EXT_COMMUNITY_NON_TRANSITIVE))
			wire_write_bytes(&w, span.bytes + i, EXT_COMMUNITY_LEN);
	return bgp_scratch_keep(scratch, &w);
}

static void change_communities(const BgpEgress *e, BgpAttrs *out, BgpScratch *scratch)
{
	static const struct {
		uint8_t sent;
		BgpAttrType type;
	} rows[] = {
		{BGP_SEND_STANDARD, BGP_ATTR_COMMUNITIES},
		{BGP_SEND_EXTENDED, BGP_ATTR_EXTENDED_COMMUNITIES},
		{BGP_SEND_LARGE, BGP_ATTR_LARGE_COMMUNITIES},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (!(e->send_communities & rows[i].sent))
			out->present &= ~BGP_ATTR_BIT(rows[i].type);
	if (e->internal || !bgp_attrs_has(out, BGP_ATTR_EXTENDED_COMMUNITIES))
		return;
	out->extended_communities = transitive_only(out->extended_communities, scratch);
	if (out->extended_communities.len == 0)
		out->present &= ~BGP_ATTR_BIT(BGP_ATTR_EXTENDED_COMMUNITIES);
}

/* RFC 8326 4.2. */
static void add_graceful_shutdown(BgpAttrs *out, BgpScratch *scratch)
{
	WireWriter w;

	if (!bgp_attrs_has(out, BGP_ATTR_COMMUNITIES))
		out->communities = (BgpSpan){NULL, 0};
	if (bgp_communities_contain(out->communities, BGP_COMMUNITY_LEN, BGP_GRACEFUL_SHUTDOWN))
		return;
	wire_writer_init(&w, SIZE_MAX);
	wire_write_bytes(&w, out->communities.bytes, out->communities.len);
	wire_write_u32(&w, BGP_GRACEFUL_SHUTDOWN);
	out->communities = bgp_scratch_keep(scratch, &w);
	out->present |= BGP_ATTR_BIT(BGP_ATTR_COMMUNITIES);
}

static void change_for_external(const BgpEgress *e, gboolean own, BgpAttrs *out,
				BgpScratch *scratch)
{
	const uint64_t internal_only = BGP_ATTR_BIT(BGP_ATTR_LOCAL_PREF) |
				       BGP_ATTR_BIT(BGP_ATTR_ORIGINATOR_ID) |
				       BGP_ATTR_BIT(BGP_ATTR_CLUSTER_LIST);

	out->present &= ~internal_only;
	if (!own)
		out->present &= ~BGP_ATTR_BIT(BGP_ATTR_MED);
	change_as_path(e, &out->as_path, scratch);
}

void bgp_egress_attrs(const BgpEgress *e, gboolean reflected, BgpAttrs *out, BgpScratch *scratch)
{
	gboolean own = !net_addr_is_set(&out->next_hop);

	if (bgp_egress_is_self(e, e->next_hop, reflected, &out->next_hop))
		out->next_hop = e->self;
	change_communities(e, out, scratch);
	if (!e->internal) {
		if (e->graceful_shutdown)
			add_graceful_shutdown(out, scratch);
		change_for_external(e, own, out, scratch);
		return;
	}
	/* Within the AS the community asks nobody for anything: as FRR has it the last resort is said so. */
	if (e->graceful_shutdown)
		out->local_pref = 0;
	else if (!bgp_attrs_has(out, BGP_ATTR_LOCAL_PREF))
		out->local_pref = BGP_LOCAL_PREF_DEFAULT;
	out->present |= BGP_ATTR_BIT(BGP_ATTR_LOCAL_PREF);
}
