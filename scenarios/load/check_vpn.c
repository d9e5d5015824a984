/* SPDX-License-Identifier: Apache-2.0 */
/* VPNs between nodes: route targets, and the VRFs of a link. */
#include "scenarios/load/check_vpn.h"

#include "models/bgp/bgp_family.h"
#include "scenarios/load/check_sessions.h"

#include <string.h>

/* A link in a VRF at one end alone */

static const LoadElement *node_of(const Loader *loader, const LoadLinkEnd *end)
{
	return g_hash_table_lookup(loader->nodes.elements, end->at.node);
}

/* A carrier's own router: a customer edge, even a carrier's, has the far end of a VRF's link in its global
 * table. */
static gboolean is_carriers(const LoadElement *node)
{
	return node->parent->shape.kind == LOAD_CARRIER &&
	       ((const LoadNode *)node->config)->role != NODE_CE;
}

static gboolean has_vrf(const LoadElement *node, const char *name)
{
	return fwd_node_vrf(((const Node *)node->built)->fwd, name) != NULL;
}

static void look_at_link(const Loader *loader, const LoadElement *element, LoadErrors *found)
{
	const LoadLink *config = element->config;
	unsigned without = *config->ends[0].vrf ? 1 : 0;
	const LoadLinkEnd *in = &config->ends[1 - without], *out = &config->ends[without];
	g_autofree char *first = NULL;

	if (!*in->vrf || *out->vrf || !is_carriers(node_of(loader, in)) ||
	    !is_carriers(node_of(loader, out)))
		return;
	if (!has_vrf(node_of(loader, out), in->vrf))
		first = g_strdup_printf("a <vrf name=\"%s\"> in node \"%s\" and ", in->vrf,
					out->at.node);
	load_error(found, element->line,
		   "%s:%s is in VRF \"%s\", the other end %s:%s in the global table, so that the "
		   "VPN ends here; write %s%c-vrf=\"%s\"",
		   in->at.node, in->at.interface, in->vrf, out->at.node, out->at.interface,
		   first ? first : "", 'a' + without, in->vrf);
}

void check_vrf_at_one_end(const CheckNet *net, LoadErrors *found)
{
	const Loader *loader = net->loader;
	GPtrArray *links = g_ptr_array_new();

	load_elements(loader->root, LOAD_LINK, links);
	for (unsigned i = 0; i < links->len; i++)
		look_at_link(loader, g_ptr_array_index(links, i), found);
	g_ptr_array_free(links, TRUE);
}

/* Route targets that have no other side */

typedef enum { IMPORT, EXPORT } Direction;

static const GArray *rts_of(const LoadElement *vrf, Direction direction)
{
	const LoadVrf *config = vrf->config;

	return direction == IMPORT ? config->import_rts : config->export_rts;
}

static void add_rts(GHashTable *set, const GArray *rts)
{
	for (unsigned i = 0; i < rts->len; i++)
		g_hash_table_add(set, &g_array_index(rts, NetRt, i));
}

/* The route targets that every element of a kind has in its attribute of that name, where it has one. */
static void add_rts_of_elements(GHashTable *set, const Loader *loader, LoadKind kind,
				const char *attribute)
{
	GPtrArray *elements = g_ptr_array_new();

	load_elements(loader->root, kind, elements);
	for (unsigned i = 0; i < elements->len; i++) {
		const LoadElement *element = g_ptr_array_index(elements, i);
		char *config = element->config ? element->config : element->built;
		const ConfigField *field =
			config_find(element->shape.fields, element->shape.n_fields, attribute);

		if (field && field->kind == &config_rts)
			add_rts(set, *(GArray **)(void *)(config + field->offset));
	}
	g_ptr_array_free(elements, TRUE);
}

/* Set of the route targets that route maps give to routes. */
static GHashTable *rts_of_maps(const Loader *loader)
{
	GHashTable *set = g_hash_table_new(g_int64_hash, g_int64_equal);

	add_rts_of_elements(set, loader, LOAD_POLICY_RULE, "route-targets");
	return set;
}

/* Set of the route targets (NetRt, borrowed) that any VRF imports or exports, now or when an operator has changed
 * it. */
static GHashTable *all_rts(const Loader *loader, const GPtrArray *vrfs, Direction direction)
{
	GHashTable *set = direction == EXPORT ? rts_of_maps(loader)
					      : g_hash_table_new(g_int64_hash, g_int64_equal);

	for (unsigned i = 0; i < vrfs->len; i++)
		add_rts(set, rts_of(g_ptr_array_index(vrfs, i), direction));
	add_rts_of_elements(set, loader, LOAD_ACTION, direction == IMPORT ? "import" : "export");
	return set;
}

/* Where route maps change route targets, nobody can tell by a VRF's who gets its routes. */
static gboolean maps_set_rts(const Loader *loader)
{
	GHashTable *set = rts_of_maps(loader);
	gboolean any = g_hash_table_size(set) > 0;

	g_hash_table_unref(set);
	return any;
}

static const char *vrf_name(const LoadElement *vrf)
{
	return ((const LoadVrf *)vrf->config)->name;
}

static const char *vrf_node(const LoadElement *vrf)
{
	return ((const LoadNode *)vrf->parent->config)->name;
}

/* Of the VRFs of this one's name on other nodes the first that imports, or exports, anything; one of the same
 * carrier rather than of another, whose route targets may be others. NULL where there is none. */
static const LoadElement *namesake(const LoadElement *vrf, const GPtrArray *vrfs,
				   Direction direction)
{
	const LoadElement *elsewhere = NULL;

	for (unsigned i = 0; i < vrfs->len; i++) {
		const LoadElement *other = g_ptr_array_index(vrfs, i);

		if (other->parent == vrf->parent || rts_of(other, direction)->len == 0 ||
		    strcmp(vrf_name(other), vrf_name(vrf)) != 0)
			continue;
		if (other->parent->parent == vrf->parent->parent)
			return other;
		if (!elsewhere)
			elsewhere = other;
	}
	return elsewhere;
}

/* What to write: "1:222, which VRF "V" of node "N" imports". The caller frees. */
static char *advise(const LoadElement *vrf, const GPtrArray *vrfs, Direction direction)
{
	const char *does = direction == IMPORT ? "imports" : "exports";
	const LoadElement *other = namesake(vrf, vrfs, direction);
	GString *out;

	if (!other)
		return g_strdup_printf("one that some VRF %s", does);
	out = g_string_new(NULL);
	net_rt_append(g_array_index(rts_of(other, direction), NetRt, 0), out);
	g_string_append_printf(out, ", which VRF \"%s\" of node \"%s\" %s", vrf_name(other),
			       vrf_node(other), does);
	return g_string_free(out, FALSE);
}

static void append_rts(GString *out, const GArray *rts)
{
	for (unsigned i = 0; i < rts->len; i++) {
		g_string_append(out, i > 0 ? " " : "");
		net_rt_append(g_array_index(rts, NetRt, i), out);
	}
}

static gboolean any_in(GHashTable *set, const GArray *rts)
{
	for (unsigned i = 0; i < rts->len; i++)
		if (g_hash_table_contains(set, &g_array_index(rts, NetRt, i)))
			return TRUE;
	return FALSE;
}

void check_export_without_import(const CheckNet *net, LoadErrors *found)
{
	const Loader *loader = net->loader;
	GPtrArray *vrfs;
	GHashTable *imported;

	if (maps_set_rts(loader))
		return;
	vrfs = g_ptr_array_new();
	load_elements(loader->root, LOAD_VRF, vrfs);
	imported = all_rts(loader, vrfs, IMPORT);
	for (unsigned i = 0; i < vrfs->len && !load_errors_full(found); i++) {
		const LoadElement *vrf = g_ptr_array_index(vrfs, i);
		const GArray *rts = rts_of(vrf, EXPORT);
		g_autofree char *advice = NULL;
		GString *text;

		if (rts->len == 0 || any_in(imported, rts))
			continue;
		text = g_string_new(NULL);
		append_rts(text, rts);
		advice = advise(vrf, vrfs, IMPORT);
		load_error(found, vrf->line,
			   "no VRF imports what VRF \"%s\" of node \"%s\" exports, %s; write %s",
			   vrf_name(vrf), vrf_node(vrf), text->str, advice);
		g_string_free(text, TRUE);
	}
	g_hash_table_unref(imported);
	g_ptr_array_free(vrfs, TRUE);
}

static void look_at_imports(const LoadElement *vrf, const GPtrArray *vrfs, GHashTable *exported,
			    LoadErrors *found)
{
	const GArray *rts = rts_of(vrf, IMPORT);

	for (unsigned i = 0; i < rts->len && !load_errors_full(found); i++) {
		GString *text;
		g_autofree char *advice = NULL;

		if (g_hash_table_contains(exported, &g_array_index(rts, NetRt, i)))
			continue;
		text = g_string_new(NULL);
		net_rt_append(g_array_index(rts, NetRt, i), text);
		advice = advise(vrf, vrfs, EXPORT);
		load_error(found, vrf->line,
			   "no VRF exports %s, which VRF \"%s\" of node \"%s\" imports; write %s",
			   text->str, vrf_name(vrf), vrf_node(vrf), advice);
		g_string_free(text, TRUE);
	}
}

void check_import_without_export(const CheckNet *net, LoadErrors *found)
{
	const Loader *loader = net->loader;
	GPtrArray *vrfs = g_ptr_array_new();
	GHashTable *exported;

	load_elements(loader->root, LOAD_VRF, vrfs);
	exported = all_rts(loader, vrfs, EXPORT);
	for (unsigned i = 0; i < vrfs->len; i++)
		look_at_imports(g_ptr_array_index(vrfs, i), vrfs, exported, found);
	g_hash_table_unref(exported);
	g_ptr_array_free(vrfs, TRUE);
}

/* VRFs of one name that nothing joins */

static gboolean actions_set_rts(const Loader *loader)
{
	GHashTable *set = g_hash_table_new(g_int64_hash, g_int64_equal);
	gboolean any;

	add_rts_of_elements(set, loader, LOAD_ACTION, "import");
	add_rts_of_elements(set, loader, LOAD_ACTION, "export");
	any = g_hash_table_size(set) > 0;
	g_hash_table_unref(set);
	return any;
}

/* Joins the table to the first one that exports any of its route targets (NetRt -> CheckTable), or makes it that. */
static void join_by_rts(CheckSets *sets, GHashTable *exporters, const CheckTable *table,
			Direction direction)
{
	const GArray *rts = rts_of(table->vrf, direction);

	for (unsigned i = 0; i < rts->len; i++) {
		NetRt *rt = &g_array_index(rts, NetRt, i);
		const CheckTable *first = g_hash_table_lookup(exporters, rt);

		if (first)
			check_sets_join(sets, table->id, first->id);
		else if (direction == EXPORT)
			g_hash_table_insert(exporters, rt, (void *)(uintptr_t)table);
	}
}

/* VRFs that export, or import, the same. */
static void join_vrfs(const CheckNet *net, CheckSets *sets)
{
	static const Direction directions[] = {EXPORT, IMPORT};
	GHashTable *exporters = g_hash_table_new(g_int64_hash, g_int64_equal);

	for (unsigned d = 0; d < G_N_ELEMENTS(directions); d++)
		for (unsigned i = 0; i < net->tables->len; i++) {
			const CheckTable *table = g_ptr_array_index(net->tables, i);

			if (table->vrf)
				join_by_rts(sets, exporters, table, directions[d]);
		}
	g_hash_table_unref(exporters);
}

static unsigned global_id(const CheckNet *net, const CheckTable *table)
{
	const CheckTable *global =
		g_hash_table_lookup(net->by_vrf, fwd_node_global(check_node(table)->fwd));

	return global->id;
}

static void tell_apart(const LoadElement *vrf, const LoadElement *other, LoadErrors *found)
{
	GString *here = g_string_new(NULL), *there = g_string_new(NULL);

	append_rts(here, rts_of(vrf, IMPORT));
	append_rts(there, rts_of(other, EXPORT));
	load_error(found, vrf->line,
		   "VRF \"%s\" of node \"%s\" imports %s, and that of node \"%s\" exports %s: no "
		   "route of one comes to the other; write route targets that both have",
		   vrf_name(vrf), vrf_node(vrf), here->str, vrf_node(other), there->str);
	g_string_free(there, TRUE);
	g_string_free(here, TRUE);
}

/* Each VRF is compared with the first of its name to which VPN routes go. */
static void look_at_namesakes(const CheckNet *net, CheckSets *vrfs, CheckSets *sessions,
			      LoadErrors *found)
{
	GHashTable *first = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (unsigned i = 0; i < net->tables->len && !load_errors_full(found); i++) {
		CheckTable *table = g_ptr_array_index(net->tables, i);
		const CheckTable *known;
		char *key;

		if (!table->vrf || rts_of(table->vrf, IMPORT)->len == 0 ||
		    rts_of(table->vrf, EXPORT)->len == 0)
			continue;
		key = g_strdup_printf("%u %s", check_sets_of(sessions, global_id(net, table)),
				      vrf_name(table->vrf));
		known = g_hash_table_lookup(first, key);
		if (!known) {
			g_hash_table_insert(first, key, table);
			continue;
		}
		g_free(key);
		if (!check_sets_same(vrfs, known->id, table->id)) {
			check_sets_join(vrfs, known->id, table->id);
			tell_apart(table->vrf, known->vrf, found);
		}
	}
	g_hash_table_unref(first);
}

void check_vrfs_apart(const CheckNet *net, LoadErrors *found)
{
	CheckSets *vrfs, *sessions;

	if (maps_set_rts(net->loader) || actions_set_rts(net->loader))
		return;
	vrfs = check_sets_new(net->tables->len);
	for (unsigned i = 0; i < net->tables->len; i++)
		check_sets_join(vrfs, i, check_sets_of(net->joined, i));
	join_vrfs(net, vrfs);
	sessions = check_sets_new(net->tables->len);
	check_sessions_join(net, BGP_ROLE_VPN, sessions);
	look_at_namesakes(net, vrfs, sessions, found);
	check_sets_free(sessions);
	check_sets_free(vrfs);
}

/* VRFs of one VPN in several carriers that nothing leads between */

static gboolean is_core(const CheckIface *iface)
{
	return !iface->table->vrf && is_carriers(iface->table->node);
}

/* Where routes of VPNs go on a link: all but those between the routers of carriers themselves. */
static void join_by_link(CheckSets *sets, const CheckWire *wire)
{
	const CheckIface *first = NULL;

	for (unsigned i = 0; i < wire->ends->len; i++) {
		const CheckIface *end = g_ptr_array_index(wire->ends, i);

		if (is_core(end))
			continue;
		if (first)
			check_sets_join(sets, first->table->id, end->table->id);
		first = end;
	}
}

static gboolean wants_vpns(const CheckSession *session)
{
	const char *const *families = (const char *const *)session->families;

	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (bgp_families[f].role == BGP_ROLE_VPN &&
		    g_strv_contains(families, bgp_families[f].name))
			return TRUE;
	return FALSE;
}

/* Tables that a <neighbor> for VPN routes leads between, be it at one end alone: that is said of the session. */
static void join_by_intent(const CheckNet *net, CheckSets *sets)
{
	for (unsigned i = 0; i < net->sessions->speakers->len; i++) {
		const CheckSpeaker *speaker = g_ptr_array_index(net->sessions->speakers, i);

		for (unsigned s = 0; s < speaker->sessions->len; s++) {
			const CheckSession *session = g_ptr_array_index(speaker->sessions, s);

			if (session->target && wants_vpns(session))
				check_sets_join(sets, speaker->table->id,
						session->target->table->id);
		}
	}
}

/* VRFs that neighbours for VPN routes lead between, and that route targets join. */
static void join_by_sessions(const CheckNet *net, CheckSets *sets)
{
	CheckSets *vpns = check_sets_new(net->tables->len);
	CheckSets *sessions = check_sets_new(net->tables->len);
	GHashTable *first = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	join_vrfs(net, vpns);
	join_by_intent(net, sessions);
	for (unsigned i = 0; i < net->tables->len; i++) {
		const CheckTable *table = g_ptr_array_index(net->tables, i), *known;
		char *key;

		if (!table->vrf)
			continue;
		key = g_strdup_printf("%u %u", check_sets_of(sessions, global_id(net, table)),
				      check_sets_of(vpns, i));
		known = g_hash_table_lookup(first, key);
		if (known)
			check_sets_join(sets, known->id, i);
		g_hash_table_insert(first, key, (void *)(uintptr_t)table);
	}
	g_hash_table_unref(first);
	check_sets_free(sessions);
	check_sets_free(vpns);
}

/* Tables between which routes of a VPN go. */
static CheckSets *join_ways(const CheckNet *net)
{
	CheckSets *sets = check_sets_new(net->tables->len);

	join_by_sessions(net, sets);
	for (unsigned i = 0; i < net->wires->len; i++)
		join_by_link(sets, g_ptr_array_index(net->wires, i));
	return sets;
}

static gboolean imports_from(const LoadElement *vrf, const LoadElement *other)
{
	GHashTable *exported = g_hash_table_new(g_int64_hash, g_int64_equal);
	gboolean any;

	add_rts(exported, rts_of(other, EXPORT));
	any = any_in(exported, rts_of(vrf, IMPORT));
	g_hash_table_unref(exported);
	return any;
}

static void tell_without_way(const LoadElement *vrf, const LoadElement *other, LoadErrors *found)
{
	const LoadGroup *carrier = other->parent->parent->config;

	load_error(
		found, vrf->line,
		"VRF \"%s\" of node \"%s\" imports what that of node \"%s\" in carrier \"%s\" "
		"exports, and nothing leads there; write neighbors for VPN routes on the way, or, in "
		"each carrier between them, this VRF at its borders",
		vrf_name(vrf), vrf_node(vrf), vrf_node(other), carrier->name);
}

/* Each VRF is compared with the first of its name. */
void check_vrfs_without_way(const CheckNet *net, LoadErrors *found)
{
	CheckSets *ways = join_ways(net);
	GHashTable *first = g_hash_table_new(g_str_hash, g_str_equal);

	for (unsigned i = 0; i < net->tables->len && !load_errors_full(found); i++) {
		CheckTable *table = g_ptr_array_index(net->tables, i);
		const CheckTable *known =
			table->vrf ? g_hash_table_lookup(first, vrf_name(table->vrf)) : NULL;

		if (table->vrf && !known)
			g_hash_table_insert(first, (void *)(uintptr_t)vrf_name(table->vrf), table);
		if (!known || check_group(known) == check_group(table) ||
		    check_sets_same(ways, known->id, table->id) ||
		    !imports_from(table->vrf, known->vrf))
			continue;
		check_sets_join(ways, known->id, table->id);
		tell_without_way(table->vrf, known->vrf, found);
	}
	g_hash_table_unref(first);
	check_sets_free(ways);
}
