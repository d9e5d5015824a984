/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_vrf.h"

#include "models/bgp/bgp_aggregate.h"
#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_nexthop.h"
#include "models/bgp/bgp_peer.h"
#include "models/bgp/bgp_rib.h"
#include "models/bgp/bgp_vpn_table.h"

static BgpTable *vrf_table(ProtoInstance *bgp, const NetPrefix *prefix)
{
	return bgp_table_for(bgp_of(bgp), BGP_ROLE_UNICAST, prefix->addr.family);
}

/* Redistribution */

void bgp_vrf_redistribute(ProtoInstance *instance, const NetPrefix *prefix, uint32_t med)
{
	Bgp *bgp = bgp_of(instance);
	BgpAttrs attrs = {
		.present = BGP_ATTR_BIT(BGP_ATTR_ORIGIN) | BGP_ATTR_BIT(BGP_ATTR_AS_PATH) |
			   BGP_ATTR_BIT(BGP_ATTR_MED),
		.origin = BGP_ORIGIN_INCOMPLETE,
		.med = med,
		.as_path.as_size = 4,
	};

	if (!bgp_has_network(bgp, prefix))
		bgp_originate(bgp, prefix, &attrs);
}

void bgp_vrf_withdraw(ProtoInstance *instance, const NetPrefix *prefix)
{
	Bgp *bgp = bgp_of(instance);

	if (!bgp_has_network(bgp, prefix))
		bgp_unoriginate(bgp, prefix);
}

/* The chosen paths */

static BgpVrfOrigin origin_of(const Bgp *bgp, const BgpPath *path, const NetPrefix *prefix)
{
	if (bgp_path_leak(path))
		return BGP_VRF_IMPORTED;
	if (path->peer)
		return BGP_VRF_LEARNED;
	if (path->flags & BGP_PATH_AGGREGATE || bgp_has_network(bgp, prefix))
		return BGP_VRF_CONFIGURED;
	return BGP_VRF_REDISTRIBUTED;
}

static void describe(const BgpTable *table, const BgpNet *net, const BgpPath *path, gboolean usable,
		     BgpVrfRoute *out)
{
	NetPrefix prefix = bgp_net_prefix(table, net);

	*out = (BgpVrfRoute){
		.origin = origin_of(table->bgp, path, &prefix),
		.usable = usable && !bgp_aggregates_suppress(table, net),
		.attrs = path->attrs,
		.igp_metric = usable ? bgp_path_igp_metric(table, path) : 0,
		.from = bgp_path_leak(path) ? bgp_path_peer(path) : NULL,
	};
}

void bgp_vrf_changed(const BgpTable *table, const BgpChange *change)
{
	const Bgp *bgp = table->bgp;
	NetPrefix prefix;
	BgpVrfRoute route;

	if (!bgp->vrf_watch.fn)
		return;
	prefix = bgp_net_prefix(table, change->net);
	if (change->after)
		describe(table, change->net, change->after, change->usable_after, &route);
	bgp->vrf_watch.fn(&prefix, change->after ? &route : NULL, bgp->vrf_watch.user);
}

void bgp_vrf_watch(ProtoInstance *bgp, BgpVrfWatchFn fn, void *user)
{
	bgp_of(bgp)->vrf_watch = (BgpVrfWatch){fn, user};
}

gboolean bgp_vrf_lookup(ProtoInstance *bgp, const NetPrefix *prefix, BgpVrfRoute *out)
{
	const BgpTable *table = vrf_table(bgp, prefix);
	const BgpNet *net = bgp_table_find(table, 0, prefix);
	const BgpPath *chosen = net ? bgp_net_chosen(net) : NULL;

	if (!chosen)
		return FALSE;
	describe(table, net, chosen, (chosen->flags & BGP_PATH_TOLD) != 0, out);
	return TRUE;
}

/* Import */

/* Leaked paths of one RD. */
static gboolean is_of(const BgpPath *path, NetRd rd)
{
	const BgpLeak *leak = bgp_path_leak(path);

	return leak && leak->rd == rd && !(path->flags & BGP_PATH_GONE);
}

static unsigned count_of(const BgpNet *net, NetRd rd)
{
	unsigned n = 0;

	for (const BgpPath *path = net->paths; path; path = path->next)
		n += is_of(path, rd);
	return n;
}

typedef struct Importing {
	BgpTable *table; /* of the VRF */
	BgpNet *net;     /* there; NULL while it has no path */
	const BgpTable *vpn;
	NetRd rd;
	const NetPrefix *prefix;
	GPtrArray *sources; /* of BgpPeer, whose paths are wanted; NULL is this node */
	gboolean changed;
} Importing;

static void put(Importing *i, const BgpPath *path, const BgpImport *import)
{
	gboolean labelled = path->peer && import->in != i->table->bgp->instance.rib;
	BgpLeak leak = {
		.path = {.attrs = import->attrs,
			 .cause = path->cause,
			 .label = labelled ? path->label : 0},
		.source = path->peer,
		.in = import->in,
		.rd = i->rd,
	};

	if (!i->net)
		i->net = bgp_table_get(i->table, 0, i->prefix);
	i->changed |= bgp_table_put_leak(i->table, i->net, &leak);
	g_ptr_array_add(i->sources, path->peer);
}

static void put_wanted(Importing *i, BgpImportFn fn, void *user)
{
	const BgpNet *from = bgp_table_find(i->vpn, i->rd, i->prefix);

	if (!from || !i->vpn->bgp->instance.running)
		return;
	for (const BgpPath *path = from->paths; path; path = path->next) {
		BgpImport import = {NULL, NULL};
		BgpVpnRoute route;

		if (path->flags & BGP_PATH_GONE)
			continue;
		bgp_vpn_describe(i->vpn, from, path, &route);
		if (fn(&route, &import, user))
			put(i, path, &import);
	}
}

/* Those that are not wanted, or whose VPN route has gone. */
static void remove_others(Importing *i)
{
	BgpPath *next;

	for (BgpPath *path = i->net ? i->net->paths : NULL; path; path = next) {
		next = path->next;
		if (!is_of(path, i->rd) ||
		    g_ptr_array_find(i->sources, bgp_path_leak(path)->source, NULL))
			continue;
		bgp_table_remove_leak(i->table, bgp_path_leak(path));
		i->changed = TRUE;
	}
}

unsigned bgp_vrf_import(ProtoInstance *bgp, ProtoInstance *global, NetRd rd,
			const NetPrefix *prefix, BgpImportFn fn, void *user)
{
	BgpTable *table = vrf_table(bgp, prefix);
	Importing i = {
		.table = table,
		.net = bgp_table_find(table, 0, prefix),
		.vpn = bgp_table_for(bgp_of(global), BGP_ROLE_VPN, prefix->addr.family),
		.rd = rd,
		.prefix = prefix,
		.sources = g_ptr_array_new(),
	};

	put_wanted(&i, fn, user);
	remove_others(&i);
	if (i.changed)
		bgp_loc_rib_reconsider(table, i.net);
	g_ptr_array_free(i.sources, TRUE);
	return i.net ? count_of(i.net, rd) : 0;
}

gboolean bgp_vrf_imports(ProtoInstance *bgp, NetRd rd, const NetPrefix *prefix)
{
	const BgpNet *net = bgp_table_find(vrf_table(bgp, prefix), 0, prefix);

	return net && count_of(net, rd) > 0;
}

void bgp_vrf_follow(ProtoInstance *bgp, const NetPrefix *prefix)
{
	BgpTable *table = vrf_table(bgp, prefix);
	BgpNet *net = bgp_table_find(table, 0, prefix);
	const BgpPath *chosen = net ? bgp_net_chosen(net) : NULL;

	if (chosen && bgp_path_leak(chosen))
		bgp_rib_install(table, net);
}

static unsigned count_imported(const BgpTable *table)
{
	unsigned n = 0;

	for (const BgpNet *net = bgp_table_from(table, 0); net;
	     net = bgp_table_from(table, net->id + 1)) {
		const BgpPath *path = net->paths;

		while (path && (!bgp_path_leak(path) || path->flags & BGP_PATH_GONE))
			path = path->next;
		n += path != NULL;
	}
	return n;
}

unsigned bgp_vrf_count_imported(ProtoInstance *bgp)
{
	unsigned n = 0;

	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (bgp_families[f].role == BGP_ROLE_UNICAST)
			n += count_imported(&bgp_of(bgp)->tables[f]);
	return n;
}
