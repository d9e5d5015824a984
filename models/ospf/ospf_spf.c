/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_spf.h"

#include "models/ospf/ospf_area.h"
#include "models/ospf/ospf_iface.h"
#include "models/ospf/ospf_instance.h"
#include "models/ospf/ospf_originate.h"
#include "models/ospf/ospf_path.h"
#include "models/ospf/ospf_redistribute.h"
#include "models/ospf/ospf_summary.h"
#include "models/spf/spf.h"

/*
 * An area's database as a graph: the vertices are its router-LSAs, then its network-LSAs. An arc
 * stands for a link of a router-LSA, whose index is its tag: of the router that it leaves, or, from a
 * network, of the router that it leads to.
 */
typedef struct Topology {
	const OspfArea *area;
	SpfGraph graph;
	GPtrArray
		*lsas; /* of OspfLsa, borrowed, per vertex; in order of their ids, routers first */
	uint32_t n_routers;
	SpfTree tree;
	GArray *out; /* of OspfHop, per arc that leaves the root; no interface: unusable */
} Topology;

static const OspfLsa *lsa_of(const Topology *t, uint32_t vertex)
{
	return g_ptr_array_index(t->lsas, vertex);
}

static const Ospf2RouterLink *link_of(const OspfLsa *lsa, uint32_t i)
{
	return &g_array_index(lsa->content.links, Ospf2RouterLink, i);
}

/* Among the vertices from low to high. */
static uint32_t find_vertex(const Topology *t, uint32_t low, uint32_t high, uint32_t id)
{
	uint32_t end = high;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (ospf_lsa_key(lsa_of(t, middle))->id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < end && ospf_lsa_key(lsa_of(t, low))->id == id ? low : SPF_NO_VERTEX;
}

static uint32_t find_router(const Topology *t, uint32_t router_id)
{
	return find_vertex(t, 0, t->n_routers, router_id);
}

static uint32_t find_network(const Topology *t, uint32_t dr)
{
	return find_vertex(t, t->n_routers, t->lsas->len, dr);
}

static gint compare_ids(gconstpointer a, gconstpointer b)
{
	const Ospf2LsaKey *x = ospf_lsa_key(*(OspfLsa *const *)a);
	const Ospf2LsaKey *y = ospf_lsa_key(*(OspfLsa *const *)b);

	if (x->type != y->type)
		return x->type < y->type ? -1 : 1;
	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return (x->adv_router > y->adv_router) - (x->adv_router < y->adv_router);
}

static void add_vertices(Topology *t)
{
	const OspfLsdb *db = &t->area->lsdb;

	for (unsigned i = 0; i < db->lsas->len; i++) {
		OspfLsa *lsa = g_ptr_array_index(db->lsas, i);
		const Ospf2LsaKey *key = ospf_lsa_key(lsa);
		if (key->type > OSPF2_LSA_NETWORK)
			break; /* they come first */
		if (lsa->flushing || (key->type == OSPF2_LSA_ROUTER && key->id != key->adv_router))
			continue;
		t->n_routers += key->type == OSPF2_LSA_ROUTER;
		g_ptr_array_add(t->lsas, lsa);
		spf_graph_add_vertex(&t->graph, key->type == OSPF2_LSA_NETWORK);
	}
	/* The database has them in order of advertising routers, which is not that of networks. */
	g_ptr_array_sort(t->lsas, compare_ids);
}

static gboolean has_link_to(const OspfLsa *lsa, uint32_t router_id)
{
	const GArray *links = lsa->content.links;

	for (unsigned i = 0; i < links->len; i++)
		if (link_of(lsa, i)->type == OSPF2_LINK_P2P && link_of(lsa, i)->id == router_id)
			return TRUE;
	return FALSE;
}

static gboolean has_router(const OspfLsa *network, uint32_t router_id)
{
	const GArray *routers = network->content.routers;

	for (unsigned i = 0; i < routers->len; i++)
		if (g_array_index(routers, uint32_t, i) == router_id)
			return TRUE;
	return FALSE;
}

/* RFC 2328 16.1 (2): only links that both ends describe. */
static void add_arcs(Topology *t, uint32_t vertex)
{
	const OspfLsa *lsa = lsa_of(t, vertex);
	uint32_t own_id = ospf_lsa_key(lsa)->id;

	for (unsigned i = 0; i < lsa->content.links->len; i++) {
		const Ospf2RouterLink *link = link_of(lsa, i);
		uint32_t to = SPF_NO_VERTEX;
		if (link->type == OSPF2_LINK_P2P)
			to = find_router(t, link->id);
		else if (link->type == OSPF2_LINK_TRANSIT)
			to = find_network(t, link->id);
		if (to == SPF_NO_VERTEX)
			continue;
		if (to >= t->n_routers && has_router(lsa_of(t, to), own_id)) {
			spf_graph_add_arc(&t->graph, vertex, to, link->metric, i);
			spf_graph_add_arc(&t->graph, to, vertex, 0, i);
		} else if (to < t->n_routers && has_link_to(lsa_of(t, to), own_id)) {
			spf_graph_add_arc(&t->graph, vertex, to, link->metric, i);
		}
	}
}

/* RFC 2328 16.1.1: where a link of our own router-LSA leads; to a network, without a gateway. */
static OspfHop hop_of_link(const OspfArea *area, const Ospf2RouterLink *link)
{
	for (unsigned i = 0; i < area->ifaces->len; i++) {
		const OspfIface *iface = g_ptr_array_index(area->ifaces, i);
		if (!ospf_iface_is_active(iface) || ospf_iface_link_data(iface) != link->data)
			continue;
		if (link->type == OSPF2_LINK_TRANSIT)
			return (OspfHop){.iface = iface->fwd};
		const OspfNeighbor *nbr = ospf_iface_find_neighbor(iface, link->id);
		if (nbr && nbr->full)
			return (OspfHop){.iface = iface->fwd, .gateway = nbr->address};
	}
	return (OspfHop){0};
}

static void find_ways_out(Topology *t, uint32_t root)
{
	for (unsigned i = 0; i < t->graph.arcs->len; i++) {
		const SpfArc *arc = &g_array_index(t->graph.arcs, SpfArc, i);
		OspfHop hop = {0};
		if (arc->from == root)
			hop = hop_of_link(t->area, link_of(lsa_of(t, root), arc->tag));
		g_array_append_val(t->out, hop);
	}
}

/* Over a network the next router's address there is the gateway: its link to the network has it. */
static OspfHop hop_of(const Topology *t, const SpfHop *way)
{
	OspfHop hop = g_array_index(t->out, OspfHop, way->out);
	const SpfArc *last = &g_array_index(t->graph.arcs, SpfArc, way->last);

	if (way->out != way->last && last->from >= t->n_routers)
		hop.gateway = net_addr_ipv4(link_of(lsa_of(t, last->to), last->tag)->data);
	return hop;
}

static void offer(const Topology *t, uint32_t vertex, uint32_t network, uint32_t mask,
		  uint32_t metric, OspfTable *table)
{
	const SpfVertex *v = spf_tree_vertex(&t->tree, vertex);
	uint32_t root = g_array_index(t->tree.order, uint32_t, 0);
	gboolean attached = vertex == root || (vertex >= t->n_routers && v->parent == root);

	OspfRoute *route = ospf_table_offer(table, network, mask, v->distance + metric, attached);
	if (!route)
		return;
	route->area = t->area->id;
	for (uint32_t i = 0; i < v->n_hops && !attached; i++) {
		OspfHop hop = hop_of(t, &spf_tree_hops(&t->tree, v)[i]);
		ospf_table_offer_hop(table, &hop);
	}
}

/* RFC 2328 16.1 (3) and its second stage: a network in the tree, or the stub networks of a router. */
static void offer_networks(const Topology *t, uint32_t vertex, OspfTable *table)
{
	const OspfLsa *lsa = lsa_of(t, vertex);
	uint32_t mask = lsa->content.mask;

	if (vertex >= t->n_routers) {
		offer(t, vertex, ospf_lsa_key(lsa)->id & mask, mask, 0, table);
		return;
	}
	for (unsigned i = 0; i < lsa->content.links->len; i++) {
		const Ospf2RouterLink *link = link_of(lsa, i);
		if (link->type == OSPF2_LINK_STUB)
			offer(t, vertex, link->id, link->data, link->metric, table);
	}
}

/* A router at the border of the area or of the autonomous system. */
static void offer_router(const Topology *t, uint32_t vertex, OspfTable *routers)
{
	const OspfLsa *lsa = lsa_of(t, vertex);
	uint8_t flags = lsa->content.flags & (OSPF2_ROUTER_B | OSPF2_ROUTER_E);

	if (!flags || vertex == g_array_index(t->tree.order, uint32_t, 0))
		return;
	offer(t, vertex, ospf_lsa_key(lsa)->id, UINT32_MAX, 0, routers);
	g_array_index(routers->routes, OspfRoute, routers->routes->len - 1).flags = flags;
}

static void offer_vertex(const Topology *t, uint32_t vertex, OspfTable *table, OspfTable *routers)
{
	offer_networks(t, vertex, table);
	if (vertex < t->n_routers)
		offer_router(t, vertex, routers);
}

/* Returns the number of routers in the area's database. */
static uint32_t calculate_area(const OspfArea *area, OspfTable *table, OspfTable *routers)
{
	Topology t = {.area = area};

	spf_graph_init(&t.graph);
	t.lsas = g_ptr_array_new();
	t.out = g_array_new(FALSE, FALSE, sizeof(OspfHop));
	add_vertices(&t);
	for (uint32_t v = 0; v < t.n_routers; v++)
		add_arcs(&t, v);
	uint32_t root = find_router(&t, area->instance->router_id);
	if (root != SPF_NO_VERTEX) {
		find_ways_out(&t, root);
		spf_tree_init(&t.tree, &t.graph, root);
		for (unsigned i = 0; i < t.tree.order->len; i++)
			offer_vertex(&t, g_array_index(t.tree.order, uint32_t, i), table, routers);
		spf_tree_release(&t.tree);
	}
	spf_graph_release(&t.graph);
	g_ptr_array_unref(t.lsas);
	g_array_unref(t.out);
	return t.n_routers;
}

static void add_to_log(OspfSpf *spf, const OspfSpfRun *run)
{
	if (spf->log->len == OSPF_SPF_LOG_MAX)
		g_array_remove_index(spf->log, 0);
	g_array_append_vals(spf->log, run, 1);
}

/* RFC 2328 16 (3): a border router looks at what the others say in the backbone only. */
static void calculate_inter_area(const OspfInstance *instance, OspfTable *table, OspfTable *routers)
{
	gboolean abr = ospf_is_abr(instance);

	for (unsigned i = 0; i < instance->areas->len; i++) {
		OspfArea *area = g_ptr_array_index(instance->areas, i);
		if (!abr || area->id == OSPF_BACKBONE)
			ospf_offer_inter_area(area, table, routers);
	}
}

#define DISTANCE_OF(config, kind) \
	((config)->distance_##kind ? (config)->distance_##kind : (config)->distance)

/* Takes over new tables. Border routers tell each area what is new in the others. */
static uint32_t replace_tables(OspfInstance *instance, OspfTable *table, OspfTable *routers)
{
	OspfSpf *spf = &instance->spf;
	const OspfConfig *config = &instance->config;
	const uint8_t distance[OSPF_PATHS] = {
		[OSPF_PATH_INTRA] = DISTANCE_OF(config, intra),
		[OSPF_PATH_INTER] = DISTANCE_OF(config, inter),
		[OSPF_PATH_EXTERNAL_1] = DISTANCE_OF(config, external),
		[OSPF_PATH_EXTERNAL_2] = DISTANCE_OF(config, external),
	};
	uint32_t changed = ospf_table_publish(&spf->table, table, instance->proto.rib,
					      &instance->source, distance);

	ospf_table_release(&spf->table);
	ospf_table_release(&spf->routers);
	spf->table = *table;
	spf->routers = *routers;
	if (instance->areas->len > 1)
		ospf_originate_all(instance);
	ospf_redistribute_paths_changed(instance);
	return changed;
}

/* What depends on the best paths inside the autonomous system. */
static void add_to_selected(const OspfInstance *instance, OspfTable *table,
			    const OspfTable *routers)
{
	unsigned n_selected = table->routes->len;

	ospf_offer_ranges(instance, table);
	ospf_offer_summary_addresses(instance, table);
	ospf_offer_external(instance, table, routers);
	if (table->routes->len > n_selected)
		ospf_table_select(table);
}

static void calculate(void *owner)
{
	OspfInstance *instance = owner;
	OspfSpf *spf = &instance->spf;
	OspfTable table, routers;
	OspfSpfRun run = {
		.number = ++spf->n_runs,
		.scheduled = spf->scheduled,
		.time = instance->sim->now,
		.cause = instance->sim->cause,
	};

	spf->last = instance->sim->now;
	ospf_table_init(&table);
	ospf_table_init(&routers);
	for (unsigned i = 0; i < instance->areas->len; i++)
		run.routers +=
			calculate_area(g_ptr_array_index(instance->areas, i), &table, &routers);
	calculate_inter_area(instance, &table, &routers);
	ospf_table_select(&table);
	add_to_selected(instance, &table, &routers);
	run.routes = table.routes->len;
	run.changed = replace_tables(instance, &table, &routers);
	add_to_log(spf, &run);
}

static void calculation_due(void *owner)
{
	OspfInstance *instance = owner;
	FwdNode *node = instance->proto.host->fwd;

	sim_cpu_submit(&node->cpu, &instance->spf.job, node->costs.spf);
}

static void forget_throttling(OspfInstance *instance)
{
	instance->spf.last = -instance->config.spf_max_hold;
	instance->spf.hold_times = 1;
}

void ospf_spf_init(OspfInstance *instance)
{
	forget_throttling(instance);
	ospf_table_init(&instance->spf.table);
	ospf_table_init(&instance->spf.routers);
	instance->spf.log = g_array_new(FALSE, FALSE, sizeof(OspfSpfRun));
	sim_timer_init(&instance->spf.timer, instance->sim, SIM_WORK, calculation_due, instance);
	sim_timer_init(&instance->spf.job, instance->sim, SIM_WORK, calculate, instance);
}

void ospf_spf_release(OspfInstance *instance)
{
	sim_timer_stop(&instance->spf.timer);
	sim_timer_stop(&instance->spf.job);
	ospf_table_release(&instance->spf.table);
	ospf_table_release(&instance->spf.routers);
	g_array_unref(instance->spf.log);
}

void ospf_spf_stop(OspfInstance *instance)
{
	sim_timer_stop(&instance->spf.timer);
	sim_timer_stop(&instance->spf.job);
	ospf_table_release(&instance->spf.table);
	ospf_table_release(&instance->spf.routers);
	rib_source_withdraw_all(instance->proto.rib, &instance->source);
	forget_throttling(instance);
	ospf_table_init(&instance->spf.table);
	ospf_table_init(&instance->spf.routers);
}

void ospf_spf_schedule(OspfInstance *instance)
{
	const OspfConfig *config = &instance->config;
	OspfSpf *spf = &instance->spf;
	SimTime since = instance->sim->now - spf->last;
	SimTime hold = MIN(spf->hold_times * config->spf_hold, config->spf_max_hold);
	SimTime delay = config->spf_delay;

	if (!instance->proto.running || sim_timer_running(&spf->timer) ||
	    sim_timer_running(&spf->job))
		return;
	if (since < hold) {
		spf->hold_times += hold < config->spf_max_hold;
		delay = MAX(delay, hold - since);
	} else {
		spf->hold_times = 1;
	}
	spf->scheduled = instance->sim->now;
	sim_timer_start(&spf->timer, delay);
}
