/* SPDX-License-Identifier: Apache-2.0 */
/* VRFs and what is in them: interfaces, protocols, and whose routes go out and come in. */
#include "scenarios/load/check_vrf.h"

#include "models/bgp/bgp.h"
#include "models/bgp/bgp_config.h"
#include "models/ospf/ospf.h"
#include "models/rip/rip.h"
#include "models/static/static.h"

#include <string.h>

typedef void (*VrfFn)(const CheckNet *net, const CheckTable *table, const LoadVrf *config,
		      LoadErrors *found);

static void for_each_vrf(const CheckNet *net, VrfFn fn, LoadErrors *found)
{
	for (unsigned i = 0; i < net->tables->len && !load_errors_full(found); i++) {
		const CheckTable *table = g_ptr_array_index(net->tables, i);

		if (table->vrf)
			fn(net, table, table->vrf->config, found);
	}
}

/* A VRF that shares routes of others, a hub of route targets, needs no interface; one that does neither is left
 * over, or its link was given to another table. */
static void look_for_interface(const CheckNet *net, const CheckTable *table, const LoadVrf *config,
			       LoadErrors *found)
{
	(void)net;
	if (table->ifaces->len == 0)
		load_error(
			found, table->vrf->line,
			"VRF \"%s\" of node \"%s\" has no interface; write a-vrf=\"%s\" or b-vrf=\"%s\" "
			"in a <link>, or a <loopback> in the VRF",
			config->name, check_node(table)->name, config->name, config->name);
}

void check_vrf_without_interface(const CheckNet *net, LoadErrors *found)
{
	for_each_vrf(net, look_for_interface, found);
}

static void look_for_source(const CheckNet *net, const CheckTable *table, const LoadVrf *config,
			    LoadErrors *found)
{
	(void)net;
	if (config->export_rts->len > 0 && !*config->redistribute && !config->inter_as_hybrid)
		load_error(
			found, table->vrf->line,
			"VRF \"%s\" of node \"%s\" has route targets to export and no routes that get "
			"them; write redistribute=\"connected\", or the protocols whose routes they "
			"are",
			config->name, check_node(table)->name);
}

void check_vrf_gives_nothing_out(const CheckNet *net, LoadErrors *found)
{
	for_each_vrf(net, look_for_source, found);
}

/* An interface that belongs to this one of the instances. */
static gboolean is_of(const LoadElement *item, const LoadElement *protocol)
{
	const ProtoClass *class_ = protocol->shape.protocol;

	return item && (!class_->process_of || item->shape.item->process_of(item->config) ==
						       class_->process_of(protocol->config));
}

/* What the protocol has routes of: neighbours of BGP, interfaces of OSPF and RIP, routes. */
static gboolean has_routes(const CheckTable *table, const LoadElement *protocol)
{
	const ProtoClass *class_ = protocol->shape.protocol;

	for (unsigned i = 0; i < table->ifaces->len; i++)
		if (is_of(check_item(g_ptr_array_index(table->ifaces, i), class_), protocol))
			return TRUE;
	return check_has_item(protocol, "neighbor") || check_has_item(protocol, "route") ||
	       check_has_item(protocol, "network");
}

/* A <network> in the VRF's BGP takes a static route along. */
static void look_at_protocols(const CheckNet *net, const CheckTable *table, const LoadVrf *config,
			      LoadErrors *found)
{
	const LoadElement *bgp = check_protocol(table, &bgp_class);

	(void)net;
	for (unsigned i = 0; i < table->vrf->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(table->vrf->children, i);
		const ProtoClass *class_ = child->shape.protocol;
		g_autofree char *name = NULL;

		if (child->shape.kind != LOAD_PROTOCOL || class_->labels_only ||
		    config->export_rts->len == 0 || !*config->redistribute ||
		    !has_routes(table, child))
			continue;
		name = proto_instance_name(class_, class_->process_of
							   ? class_->process_of(child->config)
							   : PROTO_PROCESS_FIRST);
		if (!g_strv_contains((const char *const *)config->redistribute, name) &&
		    !(class_ == &static_class && check_has_item(bgp, "network")))
			load_error(
				found, table->vrf->line,
				"VRF \"%s\" of node \"%s\" runs %s, whose routes stay in it; write %s "
				"among what it redistributes",
				config->name, check_node(table)->name, name, name);
	}
}

void check_vrf_keeps_routes(const CheckNet *net, LoadErrors *found)
{
	for_each_vrf(net, look_at_protocols, found);
}

static gboolean speaks_vpn(const LoadElement *bgp)
{
	for (unsigned i = 0; bgp && i < bgp->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(bgp->children, i);

		if (strcmp(child->shape.element, "neighbor") != 0 || !child->sound)
			continue;
		for (char **family = ((const BgpPeerConfig *)child->config)->families; *family;
		     family++)
			if (strcmp(*family, "ipv4") != 0)
				return TRUE;
	}
	return FALSE;
}

/* Who of a carrier exports a route target. */
typedef struct Exporter {
	const LoadElement *node; /* the first */
	gboolean several;
} Exporter;

static char *key_of(const CheckTable *table, NetRt rt)
{
	return g_strdup_printf("%" G_GUINT64_FORMAT " %s", rt,
			       ((const LoadGroup *)check_group(table)->config)->name);
}

static void note_exporters(GHashTable *out, const CheckTable *table)
{
	const GArray *rts = table->vrf ? ((const LoadVrf *)table->vrf->config)->export_rts : NULL;

	for (unsigned i = 0; rts && i < rts->len; i++) {
		char *key = key_of(table, g_array_index(rts, NetRt, i));
		Exporter *exporter = g_hash_table_lookup(out, key);

		if (!exporter) {
			exporter = g_new0(Exporter, 1);
			exporter->node = table->node;
			g_hash_table_insert(out, key, exporter);
			continue;
		}
		exporter->several |= exporter->node != table->node;
		g_free(key);
	}
}

/* Whether the VRF imports what other nodes of its carrier export. */
static gboolean imports_of_others(GHashTable *exporters, const CheckTable *table)
{
	const GArray *rts = ((const LoadVrf *)table->vrf->config)->import_rts;

	for (unsigned i = 0; i < rts->len; i++) {
		g_autofree char *key = key_of(table, g_array_index(rts, NetRt, i));
		const Exporter *exporter = g_hash_table_lookup(exporters, key);

		if (exporter && (exporter->node != table->node || exporter->several))
			return TRUE;
	}
	return FALSE;
}

static const CheckTable *global_of(const CheckNet *net, const CheckTable *table)
{
	return g_hash_table_lookup(net->by_vrf, fwd_node_global(check_node(table)->fwd));
}

void check_vpn_without_session(const CheckNet *net, LoadErrors *found)
{
	GHashTable *exporters = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	const LoadElement *told = NULL;

	for (unsigned i = 0; i < net->tables->len; i++)
		note_exporters(exporters, g_ptr_array_index(net->tables, i));
	for (unsigned i = 0; i < net->tables->len && !load_errors_full(found); i++) {
		const CheckTable *table = g_ptr_array_index(net->tables, i);

		if (!table->vrf || told == table->node || !imports_of_others(exporters, table) ||
		    speaks_vpn(check_protocol(global_of(net, table), &bgp_class)))
			continue;
		told = table->node;
		load_error(
			found, table->vrf->line,
			"VRF \"%s\" imports routes of other nodes, which node \"%s\" has no session "
			"for; write <neighbor families=\"vpnv4\" .../> in its <bgp>",
			((const LoadVrf *)table->vrf->config)->name, check_node(table)->name);
	}
	g_hash_table_unref(exporters);
}

/* Protocols whose interfaces lead to sites. */
static gboolean is_of_sites(const ProtoClass *class_)
{
	return class_ == &ospf_class || class_ == &rip_class;
}

/* OSPF or RIP of a VRF whose sites are not told what the VPN has. */
static void look_at_site(const CheckNet *net, const CheckTable *table, const LoadVrf *config,
			 LoadErrors *found)
{
	(void)net;
	for (unsigned i = 0; i < table->vrf->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(table->vrf->children, i);

		if (child->shape.kind != LOAD_PROTOCOL || !is_of_sites(child->shape.protocol) ||
		    config->import_rts->len == 0 || !has_routes(table, child) ||
		    check_has_item(child, "redistribute") ||
		    check_has_item(child, "default-information"))
			continue;
		load_error(
			found, child->line,
			"%s in VRF \"%s\" of node \"%s\" tells its site nothing of the VPN; write "
			"<redistribute from=\"bgp\"/> in it, or <default-information/>",
			child->shape.protocol == &rip_class ? "RIP" : "OSPF", config->name,
			check_node(table)->name);
	}
}

void check_site_without_routes(const CheckNet *net, LoadErrors *found)
{
	for_each_vrf(net, look_at_site, found);
}
