/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_spf.h"

#include "models/ospf/ospf_iface.h"
#include "models/ospf/ospf_instance.h"
#include "models/spf/spf.h"

/* An area's database as a graph: the vertices are its router-LSAs. */
typedef struct Topology {
	const OspfArea *area;
	SpfGraph graph;
	GPtrArray *lsas; /* of OspfLsa, borrowed, per vertex; in order of router ids */
	SpfTree tree;
	GArray *out; /* of OspfHop, per arc that leaves the root; no interface: unusable */
} Topology;

static const OspfLsa *lsa_of(const Topology *t, uint32_t vertex)
{
	return g_ptr_array_index(t->lsas, vertex);
}

static uint32_t find_vertex(const Topology *t, uint32_t router_id)
{
	uint32_t low = 0, high = t->lsas->len;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		uint32_t id = ospf_lsa_key(lsa_of(t, middle))->adv_router;
		if (id == router_id)
			return middle;
		if (id < router_id)
			low = middle + 1;
		else
			high = middle;
	}
	return SPF_NO_VERTEX;
}

static void add_vertices(Topology *t)
{
	const OspfLsdb *db = &t->area->lsdb;

	for (unsigned i = 0; i < db->lsas->len; i++) {
		OspfLsa *lsa = g_ptr_array_index(db->lsas, i);
		const Ospf2LsaKey *key = ospf_lsa_key(lsa);
		if (key->type != OSPF2_LSA_ROUTER)
			break; /* they come first */
		if (lsa->flushing || key->id != key->adv_router)
			continue;
		g_ptr_array_add(t->lsas, lsa);
		spf_graph_add_vertex(&t->graph, FALSE);
	}
}

static gboolean has_link_to(const OspfLsa *lsa, uint32_t router_id)
{
	const GArray *links = lsa->content.links;

	for (unsigned i = 0; i < links->len; i++) {
		const Ospf2RouterLink *link = &g_array_index(links, Ospf2RouterLink, i);
		if (link->type == OSPF2_LINK_P2P && link->id == router_id)
			return TRUE;
	}
	return FALSE;
}

/* RFC 2328 16.1 (2): only links that both ends describe. */
static void add_arcs(Topology *t, uint32_t vertex)
{
	const GArray *links = lsa_of(t, vertex)->content.links;
	uint32_t own_id = ospf_lsa_key(lsa_of(t, vertex))->adv_router;

	for (unsigned i = 0; i < links->len; i++) {
		const Ospf2RouterLink *link = &g_array_index(links, Ospf2RouterLink, i);
		if (link->type != OSPF2_LINK_P2P)
			continue;
		uint32_t to = find_vertex(t, link->id);
		if (to != SPF_NO_VERTEX && has_link_to(lsa_of(t, to), own_id))
			spf_graph_add_arc(&t->graph, vertex, to, link->metric, i);
	}
}

/* RFC 2328 16.1.1: where a link of our own router-LSA leads. */
static OspfHop hop_of_link(const OspfArea *area, const Ospf2RouterLink *link)
{
	for (unsigned i = 0; i < area->ifaces->len; i++) {
		const OspfIface *iface = g_ptr_array_index(area->ifaces, i);
		NetAddr address = fwd_iface_address(iface->fwd, NET_AF_IPV4);
		if (!ospf_iface_is_active(iface) || net_addr_to_ipv4(&address) != link->data)
			continue;
		const OspfNeighbor *nbr = ospf_iface_find_neighbor(iface, link->id);
		if (nbr && nbr->full)
			return (OspfHop){.iface = iface->fwd, .gateway = nbr->address};
	}
	return (OspfHop){0};
}

static void find_ways_out(Topology *t, uint32_t root)
{
	const GArray *links = lsa_of(t, root)->content.links;

	for (unsigned i = 0; i < t->graph.arcs->len; i++) {
		const SpfArc *arc = &g_array_index(t->graph.arcs, SpfArc, i);
		OspfHop hop = {0};
		if (arc->from == root)
			hop = hop_of_link(t->area,
					  &g_array_index(links, Ospf2RouterLink, arc->tag));
		g_array_append_val(t->out, hop);
	}
}

/* RFC 2328 16.1, second stage: the stub networks of a router in the tree. */
static void add_stubs(const Topology *t, uint32_t root, uint32_t vertex, OspfTable *table)
{
	const GArray *links = lsa_of(t, vertex)->content.links;
	const SpfVertex *v = spf_tree_vertex(&t->tree, vertex);

	for (unsigned i = 0; i < links->len; i++) {
		const Ospf2RouterLink *link = &g_array_index(links, Ospf2RouterLink, i);
		if (link->type != OSPF2_LINK_STUB)
			continue;
		if (!ospf_table_offer(table, link->id, link->data, v->distance + link->metric,
				      vertex == root))
			continue;
		for (uint32_t j = 0; j < v->n_hops; j++) {
			uint32_t arc = spf_tree_hops(&t->tree, v)[j].out;
			ospf_table_offer_hop(table, &g_array_index(t->out, OspfHop, arc));
		}
	}
}

/* Returns the number of routers in the area's database. */
static uint32_t calculate_area(const OspfArea *area, OspfTable *table)
{
	Topology t = {.area = area};
	uint32_t n_routers;

	spf_graph_init(&t.graph);
	t.lsas = g_ptr_array_new();
	t.out = g_array_new(FALSE, FALSE, sizeof(OspfHop));
	add_vertices(&t);
	for (uint32_t v = 0; v < t.lsas->len; v++)
		add_arcs(&t, v);
	n_routers = t.lsas->len;
	uint32_t root = find_vertex(&t, area->instance->router_id);
	if (root != SPF_NO_VERTEX) {
		find_ways_out(&t, root);
		spf_tree_init(&t.tree, &t.graph, root);
		for (unsigned i = 0; i < t.tree.order->len; i++)
			add_stubs(&t, root, g_array_index(t.tree.order, uint32_t, i), table);
		spf_tree_release(&t.tree);
	}
	spf_graph_release(&t.graph);
	g_ptr_array_unref(t.lsas);
	g_array_unref(t.out);
	return n_routers;
}

static void add_to_log(OspfSpf *spf, const OspfSpfRun *run)
{
	if (spf->log->len == OSPF_SPF_LOG_MAX)
		g_array_remove_index(spf->log, 0);
	g_array_append_vals(spf->log, run, 1);
}

static void calculate(void *owner)
{
	OspfInstance *instance = owner;
	OspfSpf *spf = &instance->spf;
	OspfTable table;
	OspfSpfRun run = {
		.number = ++spf->n_runs,
		.scheduled = spf->scheduled,
		.time = instance->sim->now,
		.cause = instance->sim->cause,
	};

	spf->last = instance->sim->now;
	ospf_table_init(&table);
	for (unsigned i = 0; i < instance->areas->len; i++)
		run.routers += calculate_area(g_ptr_array_index(instance->areas, i), &table);
	ospf_table_select(&table);
	run.routes = table.routes->len;
	run.changed =
		ospf_table_publish(&spf->table, &table, instance->proto.rib, &instance->source);
	ospf_table_release(&spf->table);
	spf->table = table;
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
	instance->spf.log = g_array_new(FALSE, FALSE, sizeof(OspfSpfRun));
	sim_timer_init(&instance->spf.timer, instance->sim, SIM_WORK, calculation_due, instance);
	sim_timer_init(&instance->spf.job, instance->sim, SIM_WORK, calculate, instance);
}

void ospf_spf_release(OspfInstance *instance)
{
	sim_timer_stop(&instance->spf.timer);
	sim_timer_stop(&instance->spf.job);
	ospf_table_release(&instance->spf.table);
	g_array_unref(instance->spf.log);
}

void ospf_spf_stop(OspfInstance *instance)
{
	sim_timer_stop(&instance->spf.timer);
	sim_timer_stop(&instance->spf.job);
	ospf_table_release(&instance->spf.table);
	rib_source_withdraw_all(instance->proto.rib, &instance->source);
	forget_throttling(instance);
	ospf_table_init(&instance->spf.table);
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
