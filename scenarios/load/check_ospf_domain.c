/* SPDX-License-Identifier: Apache-2.0 */
/* OSPF as a whole: backbones and Router IDs of the instances that links join. */
#include "scenarios/load/check_ospf.h"
#include "scenarios/load/check_ospf_ends.h"

typedef struct Instance {
	const CheckTable *table;
	const LoadElement *element;
	gboolean in_backbone, is_border;
	uint32_t area; /* one that it is in, other than the backbone where there is one */
	uint32_t other;
	gboolean in_area;
} Instance;

typedef struct Domains {
	GArray *instances;   /* of Instance, in the order of the file */
	GHashTable *numbers; /* element -> index + 1 */
	CheckSets *all;      /* instances that links join */
	CheckSets *backbone; /* those that links of area 0 join */
} Domains;

static void add_instances(Domains *domains, const CheckTable *table)
{
	const LoadElement *holder = table->vrf ? table->vrf : table->node;

	for (unsigned i = 0; i < holder->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(holder->children, i);
		Instance instance = {.table = table, .element = child};

		if (child->shape.kind != LOAD_PROTOCOL || child->shape.protocol != &ospf_class ||
		    !child->sound)
			continue;
		g_array_append_val(domains->instances, instance);
		g_hash_table_insert(domains->numbers, (void *)(uintptr_t)child,
				    GUINT_TO_POINTER(domains->instances->len));
	}
}

static unsigned number_of(const Domains *domains, const CheckOspfEnd *end)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(domains->numbers, end->instance)) - 1;
}

static Instance *instance_at(const Domains *domains, unsigned i)
{
	return &g_array_index(domains->instances, Instance, i);
}

static void note_area(Instance *instance, uint32_t area)
{
	if (area == 0) {
		instance->in_backbone = TRUE;
	} else if (!instance->in_area) {
		instance->in_area = TRUE;
		instance->area = area;
	} else if (area != instance->area && !instance->is_border) {
		instance->is_border = TRUE;
		instance->other = area;
	}
}

/* Joins the ends of a link at which neighbours are looked for. */
static void join(Domains *domains, const CheckWire *wire)
{
	CheckOspfEnd end, first[2];
	gboolean has[2] = {FALSE, FALSE};

	for (unsigned i = 0; i < wire->ends->len; i++) {
		if (!check_ospf_end(g_ptr_array_index(wire->ends, i), &end) || end.passive)
			continue;
		for (unsigned s = 0; s < 2; s++) {
			if (s == 1 && end.config->area != 0)
				continue;
			if (has[s])
				check_sets_join(s ? domains->backbone : domains->all,
						number_of(domains, &first[s]),
						number_of(domains, &end));
			else
				first[s] = end;
			has[s] = TRUE;
		}
	}
}

static void domains_init(Domains *domains, const CheckNet *net)
{
	domains->instances = g_array_new(FALSE, FALSE, sizeof(Instance));
	domains->numbers = g_hash_table_new(NULL, NULL);
	for (unsigned i = 0; i < net->tables->len; i++)
		add_instances(domains, g_ptr_array_index(net->tables, i));
	domains->all = check_sets_new(domains->instances->len);
	domains->backbone = check_sets_new(domains->instances->len);
	for (unsigned i = 0; i < net->ifaces->len; i++) {
		CheckOspfEnd end;

		if (check_ospf_end(g_ptr_array_index(net->ifaces, i), &end))
			note_area(instance_at(domains, number_of(domains, &end)), end.config->area);
	}
	for (unsigned i = 0; i < net->wires->len; i++)
		join(domains, g_ptr_array_index(net->wires, i));
}

static void domains_clear(Domains *domains)
{
	check_sets_free(domains->all);
	check_sets_free(domains->backbone);
	g_hash_table_unref(domains->numbers);
	g_array_free(domains->instances, TRUE);
}

/* A border router that the backbone does not reach. The PEs of a VPN are themselves a backbone to its sites
 * (RFC 4577 4.1.4). */
static void look_for_backbone(const Instance *instance, LoadErrors *found)
{
	g_autofree char *name = check_table_name(instance->table);

	if (instance->is_border && !instance->in_backbone && !instance->table->vrf)
		load_error(
			found, instance->element->line,
			"OSPF of %s is in the areas %u and %u and not in area 0, so that it tells "
			"neither of the other; write area=\"0\" for one of its links",
			name, instance->area, instance->other);
}

/* The backbone has a part that only other areas join to the rest. first: domain -> index + 1 of the first instance
 * in it that is in the backbone. */
static void look_for_parts(const Domains *domains, unsigned i, GHashTable *first, LoadErrors *found)
{
	unsigned domain = check_sets_of(domains->all, i);
	unsigned other = GPOINTER_TO_UINT(g_hash_table_lookup(first, GUINT_TO_POINTER(domain + 1)));
	g_autofree char *here = NULL, *there = NULL;

	if (!instance_at(domains, i)->in_backbone)
		return;
	if (other == 0) {
		g_hash_table_insert(first, GUINT_TO_POINTER(domain + 1), GUINT_TO_POINTER(i + 1));
		return;
	}
	/* A part is told once, for the first one in it. */
	if (check_sets_same(domains->backbone, i, other - 1) ||
	    check_sets_of(domains->backbone, i) != i)
		return;
	here = check_table_name(instance_at(domains, i)->table);
	there = check_table_name(instance_at(domains, other - 1)->table);
	load_error(found, instance_at(domains, i)->element->line,
		   "no links of area 0 lead from %s to %s, so that the backbone is in parts; write "
		   "area=\"0\" for a link between them",
		   here, there);
}

void check_ospf_backbone(const CheckNet *net, LoadErrors *found)
{
	GHashTable *first = g_hash_table_new(NULL, NULL);
	Domains domains;

	domains_init(&domains, net);
	for (unsigned i = 0; i < domains.instances->len; i++) {
		look_for_backbone(instance_at(&domains, i), found);
		look_for_parts(&domains, i, first, found);
	}
	domains_clear(&domains);
	g_hash_table_unref(first);
}

static NetAddr router_id(const Instance *instance)
{
	const OspfConfig *config = instance->element->config;

	return net_addr_is_set(&config->router_id) ? config->router_id
						   : check_node(instance->table)->host.router_id;
}

void check_ospf_router_id(const CheckNet *net, LoadErrors *found)
{
	GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Domains domains;

	domains_init(&domains, net);
	for (unsigned i = 0; i < domains.instances->len; i++) {
		const Instance *instance = instance_at(&domains, i), *other;
		NetAddr id = router_id(instance);
		char text[NET_ADDR_STRLEN];
		char *key = g_strdup_printf("%u %s", check_sets_of(domains.all, i),
					    net_addr_str(&id, text));
		g_autofree char *here = check_table_name(instance->table);
		g_autofree char *there = NULL;

		other = g_hash_table_lookup(seen, key);
		if (!other) {
			g_hash_table_insert(seen, key, (void *)(uintptr_t)instance);
			continue;
		}
		g_free(key);
		there = check_table_name(other->table);
		load_error(
			found, instance->element->line,
			"OSPF of %s has the Router ID %s of %s, so that others take them for one "
			"router; write another router-id",
			here, text, there);
	}
	domains_clear(&domains);
	g_hash_table_unref(seen);
}
