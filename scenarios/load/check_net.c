/* SPDX-License-Identifier: Apache-2.0 */
#include "scenarios/load/check_net.h"

#include <string.h>

static void free_table(void *data)
{
	CheckTable *table = data;

	g_ptr_array_free(table->ifaces, TRUE);
	g_free(table);
}

static void free_iface(void *data)
{
	CheckIface *iface = data;

	g_ptr_array_free(iface->items, TRUE);
	g_free(iface);
}

static void free_wire(void *data)
{
	CheckWire *wire = data;

	g_ptr_array_free(wire->ends, TRUE);
	g_free(wire);
}

static void free_list(void *data)
{
	g_ptr_array_free(data, TRUE);
}

static void add_table(CheckNet *net, const LoadElement *node, const LoadElement *vrf)
{
	const char *name = vrf ? ((const LoadVrf *)vrf->config)->name : NULL;
	FwdVrf *fwd = fwd_node_vrf(((const Node *)node->built)->fwd, name);
	CheckTable *table;

	if (!fwd)
		return;
	table = g_new0(CheckTable, 1);
	table->node = node;
	table->vrf = vrf;
	table->ifaces = g_ptr_array_new();
	table->id = net->tables->len;
	g_ptr_array_add(net->tables, table);
	g_hash_table_insert(net->by_vrf, fwd, table);
}

static void add_tables(CheckNet *net, const LoadElement *node)
{
	if (!node->built)
		return;
	add_table(net, node, NULL);
	for (unsigned i = 0; i < node->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(node->children, i);

		if (child->shape.kind == LOAD_VRF && child->sound)
			add_table(net, node, child);
	}
}

static void note_address(CheckNet *net, CheckIface *iface, const NetAddr *address)
{
	GPtrArray *list = g_hash_table_lookup(net->by_address, address);

	if (!list) {
		list = g_ptr_array_new();
		g_hash_table_insert(net->by_address, (void *)(uintptr_t)address, list);
	}
	g_ptr_array_add(list, iface);
}

/* all, own: where protocols on the interface stand (load_interface_items). */
static CheckIface *add_iface(CheckNet *net, const LoadElement *element, const FwdIface *fwd,
			     const LoadElement *all, const LoadElement *own)
{
	CheckIface *iface = g_new0(CheckIface, 1);

	iface->table = g_hash_table_lookup(net->by_vrf, fwd->vrf);
	iface->element = element;
	iface->fwd = fwd;
	iface->items = g_ptr_array_new();
	load_interface_items(all, own, iface->items);
	g_ptr_array_add(net->ifaces, iface);
	g_ptr_array_add(iface->table->ifaces, iface);
	for (unsigned i = 0; i < fwd->addresses->len; i++)
		note_address(net, iface, &g_array_index(fwd->addresses, NetPrefix, i).addr);
	return iface;
}

static void add_loopback(CheckNet *net, const LoadElement *element)
{
	const LoadElement *parent = element->parent;
	const LoadElement *node = parent->shape.kind == LOAD_VRF ? parent->parent : parent;
	const LoadLoopback *config = element->config;
	const FwdIface *fwd = element->sound && node->built
				      ? fwd_node_iface(((Node *)node->built)->fwd, config->name)
				      : NULL;

	if (fwd)
		add_iface(net, element, fwd, element, NULL);
}

static CheckWire *add_wire(CheckNet *net, const LoadElement *element, const LoadLine *line)
{
	CheckWire *wire = g_new0(CheckWire, 1);

	wire->element = element;
	wire->line = line;
	wire->ends = g_ptr_array_new();
	wire->id = net->wires->len;
	g_ptr_array_add(net->wires, wire);
	return wire;
}

static void add_end(CheckWire *wire, CheckIface *iface)
{
	iface->wire = wire;
	g_ptr_array_add(wire->ends, iface);
}

static void add_link(CheckNet *net, const LoadElement *element)
{
	const LoadLink *config = element->config;
	CheckWire *wire;

	if (!element->built)
		return;
	wire = add_wire(net, element, &config->line);
	for (unsigned i = 0; i < 2; i++) {
		const LoadElement *node =
			g_hash_table_lookup(net->loader->nodes.elements, config->ends[i].at.node);
		g_autofree char *name = load_link_interface(config, i);
		const FwdIface *fwd = fwd_node_iface(((Node *)node->built)->fwd, name);

		add_end(wire, add_iface(net, element, fwd, element, load_side(element, i)));
	}
}

static void add_segment(CheckNet *net, const LoadElement *element)
{
	const LoadSegment *config = element->config;
	CheckWire *wire;

	if (!element->built)
		return;
	wire = add_wire(net, element, &config->line);
	for (unsigned i = 0; i < element->children->len; i++) {
		const LoadElement *port = g_ptr_array_index(element->children, i);

		if (port->shape.kind == LOAD_PORT && port->built)
			add_end(wire, add_iface(net, port, port->built, element, port));
	}
}

static void for_each(CheckNet *net, LoadKind kind, void (*fn)(CheckNet *, const LoadElement *))
{
	GPtrArray *elements = g_ptr_array_new();

	load_elements(net->loader->root, kind, elements);
	for (unsigned i = 0; i < elements->len; i++)
		fn(net, g_ptr_array_index(elements, i));
	g_ptr_array_free(elements, TRUE);
}

static void note_sites(CheckNet *net)
{
	net->sites = g_hash_table_new(NULL, NULL);
	for (unsigned i = 0; i < net->tables->len; i++)
		if (((const CheckTable *)g_ptr_array_index(net->tables, i))->vrf)
			g_hash_table_add(net->sites,
					 GUINT_TO_POINTER(check_sets_of(net->joined, i)));
}

gboolean check_is_site(const CheckNet *net, const CheckTable *table)
{
	return g_hash_table_contains(net->sites,
				     GUINT_TO_POINTER(check_sets_of(net->joined, table->id)));
}

CheckSets *check_joined_by(const CheckNet *net, const ProtoClass *class_)
{
	CheckSets *sets = check_sets_new(net->tables->len);

	for (unsigned i = 0; i < net->wires->len; i++) {
		const CheckWire *wire = g_ptr_array_index(net->wires, i);
		const CheckTable *first = NULL;

		for (unsigned e = 0; e < wire->ends->len; e++) {
			const CheckIface *end = g_ptr_array_index(wire->ends, e);

			if (!check_item(end, class_))
				continue;
			if (first)
				check_sets_join(sets, first->id, end->table->id);
			else
				first = end->table;
		}
	}
	return sets;
}

static void join(CheckNet *net)
{
	net->joined = check_sets_new(net->tables->len);
	net->inside = check_sets_new(net->tables->len);
	for (unsigned i = 0; i < net->wires->len; i++) {
		const CheckWire *wire = g_ptr_array_index(net->wires, i);
		const CheckIface *first = g_ptr_array_index(wire->ends, 0);

		for (unsigned e = 1; e < wire->ends->len; e++) {
			const CheckIface *end = g_ptr_array_index(wire->ends, e);

			check_sets_join(net->joined, first->table->id, end->table->id);
			if (check_group(first->table) == check_group(end->table))
				check_sets_join(net->inside, first->table->id, end->table->id);
		}
	}
}

CheckNet *check_net_new(const Loader *loader)
{
	CheckNet *net = g_new0(CheckNet, 1);

	net->loader = loader;
	net->tables = g_ptr_array_new_with_free_func(free_table);
	net->ifaces = g_ptr_array_new_with_free_func(free_iface);
	net->wires = g_ptr_array_new_with_free_func(free_wire);
	net->by_vrf = g_hash_table_new(NULL, NULL);
	net->by_address = g_hash_table_new_full((GHashFunc)net_addr_hash,
						(GEqualFunc)net_addr_equal, NULL, free_list);
	for_each(net, LOAD_NODE, add_tables);
	for_each(net, LOAD_LOOPBACK, add_loopback);
	for_each(net, LOAD_LINK, add_link);
	for_each(net, LOAD_SEGMENT, add_segment);
	join(net);
	note_sites(net);
	return net;
}

void check_net_free(CheckNet *net)
{
	check_sets_free(net->joined);
	check_sets_free(net->inside);
	g_hash_table_unref(net->sites);
	g_hash_table_unref(net->by_address);
	g_hash_table_unref(net->by_vrf);
	g_ptr_array_free(net->wires, TRUE);
	g_ptr_array_free(net->ifaces, TRUE);
	g_ptr_array_free(net->tables, TRUE);
	g_free(net);
}

const LoadElement *check_protocol(const CheckTable *table, const ProtoClass *class_)
{
	const LoadElement *holder = table->vrf ? table->vrf : table->node;

	for (unsigned i = 0; i < holder->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(holder->children, i);

		if (child->shape.kind == LOAD_PROTOCOL && child->shape.protocol == class_ &&
		    child->sound)
			return child;
	}
	return NULL;
}

const LoadElement *check_item(const CheckIface *iface, const ProtoClass *class_)
{
	for (unsigned i = 0; i < iface->items->len; i++) {
		const LoadElement *item = g_ptr_array_index(iface->items, i);

		if (item->shape.protocol == class_)
			return item;
	}
	return NULL;
}

gboolean check_has_item(const LoadElement *protocol, const char *element)
{
	for (unsigned i = 0; protocol && i < protocol->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(protocol->children, i);

		if (child->shape.kind == LOAD_ITEM && strcmp(child->shape.element, element) == 0)
			return TRUE;
	}
	return FALSE;
}

gboolean check_redistributes(const LoadElement *protocol, const char *from)
{
	for (unsigned i = 0; protocol && i < protocol->children->len; i++) {
		const LoadElement *item = g_ptr_array_index(protocol->children, i);
		char *const *source = strcmp(item->shape.element, "redistribute") == 0
					      ? check_value(item, "from")
					      : NULL;

		if (source && strcmp(*source, from) == 0)
			return TRUE;
	}
	return FALSE;
}

const void *check_value(const LoadElement *element, const char *attribute)
{
	const ConfigField *field =
		config_find(element->shape.fields, element->shape.n_fields, attribute);

	return field ? (const char *)element->config + field->offset : NULL;
}

const LoadElement *check_group(const CheckTable *table)
{
	return table->node->parent;
}

const Node *check_node(const CheckTable *table)
{
	return table->node->built;
}

char *check_table_name(const CheckTable *table)
{
	const char *node = check_node(table)->name;

	if (!table->vrf)
		return g_strdup_printf("node \"%s\"", node);
	return g_strdup_printf("VRF \"%s\" of node \"%s\"",
			       ((const LoadVrf *)table->vrf->config)->name, node);
}

char *check_iface_name(const CheckIface *iface)
{
	return g_strdup_printf("%s:%s", check_node(iface->table)->name, iface->fwd->name);
}

const CheckIface *check_connected(const CheckTable *table, const NetAddr *address)
{
	for (unsigned i = 0; i < table->ifaces->len; i++) {
		const CheckIface *iface = g_ptr_array_index(table->ifaces, i);

		if (iface->wire && fwd_iface_on_link(iface->fwd, address))
			return iface;
	}
	return NULL;
}

/* The end of the wire with the address. */
static const CheckIface *end_with(const CheckWire *wire, const NetAddr *address)
{
	for (unsigned i = 0; i < wire->ends->len; i++) {
		const CheckIface *end = g_ptr_array_index(wire->ends, i);

		if (fwd_iface_has_address(end->fwd, address))
			return end;
	}
	return NULL;
}

const CheckIface *check_find(const CheckNet *net, const CheckTable *from, const NetAddr *address,
			     gboolean *known)
{
	const GPtrArray *all = g_hash_table_lookup(net->by_address, address);
	const CheckIface *connected = check_connected(from, address);
	const CheckIface *found = NULL;
	unsigned n = 0;

	*known = all && check_is_site(net, from);
	if (connected && end_with(connected->wire, address))
		return end_with(connected->wire, address);
	for (unsigned i = 0; all && i < all->len; i++) {
		const CheckIface *iface = g_ptr_array_index(all, i);

		if (!check_sets_same(net->joined, iface->table->id, from->id))
			continue;
		if (check_group(iface->table) == check_group(from))
			return iface;
		found = iface;
		n++;
	}
	*known = *known || n > 1;
	return n == 1 ? found : NULL;
}

/* The tables that links lead to from those of now, and that have not been seen, go to next. */
static void go_on(const GPtrArray *now, GPtrArray *next, uint8_t *seen_tables, uint8_t *seen_wires)
{
	for (unsigned i = 0; i < now->len; i++) {
		const CheckTable *table = g_ptr_array_index(now, i);

		for (unsigned j = 0; j < table->ifaces->len; j++) {
			const CheckWire *wire =
				((const CheckIface *)g_ptr_array_index(table->ifaces, j))->wire;

			for (unsigned e = 0; wire && !seen_wires[wire->id] && e < wire->ends->len;
			     e++) {
				const CheckIface *end = g_ptr_array_index(wire->ends, e);

				if (!seen_tables[end->table->id])
					g_ptr_array_add(next, end->table);
				seen_tables[end->table->id] = TRUE;
			}
			if (wire)
				seen_wires[wire->id] = TRUE;
		}
	}
}

unsigned check_distance(const CheckNet *net, const CheckTable *from, const CheckTable *to,
			unsigned most)
{
	g_autofree uint8_t *seen_tables = g_malloc0(net->tables->len);
	g_autofree uint8_t *seen_wires = g_malloc0(MAX(net->wires->len, 1));
	GPtrArray *now = g_ptr_array_new(), *next = g_ptr_array_new();
	unsigned hops = 0;

	g_ptr_array_add(now, (void *)(uintptr_t)from);
	seen_tables[from->id] = TRUE;
	for (; hops <= most && !seen_tables[to->id]; hops++) {
		GPtrArray *reached = next;

		go_on(now, reached, seen_tables, seen_wires);
		next = now;
		now = reached;
		g_ptr_array_set_size(next, 0);
	}
	g_ptr_array_free(now, TRUE);
	g_ptr_array_free(next, TRUE);
	return hops;
}
