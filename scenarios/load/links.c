/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/advise.h"
#include "models/net/advice.h"
#include "scenarios/load/loader.h"

#include <string.h>

/* The node of an end; NULL where it is unknown (which is told) or has not been built (which was). */
static Node *end_node(Loader *loader, const LoadElement *element, const LoadLinkEnd *end)
{
	const LoadElement *node = load_names_find(&loader->nodes, "node", end->at.node,
						  element->line, loader->errors);

	return node ? node->built : NULL;
}

/* A link or segment in a carrier or customer joins its own nodes. */
static void check_group(Loader *loader, const LoadElement *element, const LoadElement *of,
			const LoadLinkEnd *end)
{
	const LoadElement *node = g_hash_table_lookup(loader->nodes.elements, end->at.node);
	const LoadElement *group = of->parent;

	if (group->shape.kind != LOAD_SCENARIO && node->parent != group)
		load_error(loader->errors, element->line,
			   "node \"%s\" is not of this %s; write the %s outside of it",
			   end->at.node, group->shape.element, of->shape.element);
}

/* Where the node lacks a VRF that is in the file, what is wrong with that has been told. */
static gboolean has_vrf_in_file(const LoadElement *node, const char *name)
{
	for (unsigned i = 0; i < node->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(node->children, i);

		if (child->shape.kind == LOAD_VRF &&
		    g_strcmp0(((const LoadVrf *)child->config)->name, name) == 0)
			return TRUE;
	}
	return FALSE;
}

static gboolean check_vrf(Loader *loader, const LoadElement *element, const LoadLinkEnd *end,
			  const Node *node)
{
	g_autofree char *advice = NULL;

	if (!*end->vrf || fwd_node_vrf(node->fwd, end->vrf))
		return TRUE;
	if (has_vrf_in_file(g_hash_table_lookup(loader->nodes.elements, end->at.node), end->vrf))
		return FALSE;
	advice = fwd_advise_vrf(node->fwd, end->vrf);
	load_error(loader->errors, element->line, "node \"%s\" has no VRF \"%s\"; %s", node->name,
		   end->vrf, advice);
	return FALSE;
}

/* Each end has an address of its own, or each borrows one. FALSE where not, which is told. */
static gboolean check_addresses(Loader *loader, const LoadElement *element)
{
	const LoadLink *config = element->config;

	for (unsigned i = 0; i < 2; i++) {
		const LoadLinkEnd *end = &config->ends[i];
		gboolean numbered = net_addr_is_set(&end->address.addr);

		if (numbered && !*end->unnumbered)
			continue;
		if (numbered || !*end->unnumbered) {
			load_error(loader->errors, element->line,
				   "%s:%s has %s; write either %c-address or %c-unnumbered",
				   end->at.node, end->at.interface,
				   numbered ? "an address and borrows one" : "no address", 'a' + i,
				   'a' + i);
			return FALSE;
		}
	}
	if (!*config->ends[0].unnumbered == !*config->ends[1].unnumbered)
		return TRUE;
	load_error(loader->errors, element->line,
		   "one end of the link has an address, the other borrows one; write a-unnumbered "
		   "and b-unnumbered, or an address for both");
	return FALSE;
}

static void check_subnets(Loader *loader, const LoadElement *element)
{
	const LoadLink *config = element->config;
	NetPrefix a = net_prefix_network(&config->ends[0].address);
	NetPrefix b = net_prefix_network(&config->ends[1].address);
	char a_text[NET_PREFIX_STRLEN], b_text[NET_PREFIX_STRLEN];

	if (*config->ends[0].unnumbered)
		return;
	net_prefix_str(&a, a_text);
	net_prefix_str(&b, b_text);
	if (net_prefix_is_host(&a) || net_prefix_is_host(&b))
		load_error(loader->errors, element->line,
			   "a link needs a subnet for two; write a prefix length of at most 31");
	else if (!net_prefix_equal(&a, &b))
		load_error(loader->errors, element->line,
			   "a-address lies in %s, b-address in %s; write two addresses of one "
			   "subnet",
			   a_text, b_text);
}

/* Two interfaces of one table in one subnet: the node could not tell where to send. FALSE where it is so,
 * which is told. */
static gboolean check_subnet_of_table(Loader *loader, LoadElement *element, const LoadLinkEnd *end,
				      const char *attribute)
{
	NetPrefix subnet = net_prefix_network(&end->address);
	char text[NET_PREFIX_STRLEN];
	g_autofree char *key = g_strdup_printf("subnet %s %s %s", end->at.node, end->vrf,
					       net_prefix_str(&subnet, text));
	const LoadElement *other = g_hash_table_lookup(loader->addresses, key);

	if (other) {
		g_autofree char *line = load_errors_line(loader->errors, other->line);

		load_error(loader->errors, element->line,
			   "node \"%s\" is in %s by the link of %s already; write another "
			   "%s",
			   end->at.node, text, line, attribute);
		return FALSE;
	}
	g_hash_table_insert(loader->addresses, g_steal_pointer(&key), element);
	return TRUE;
}

char *load_link_interface(const LoadLink *link, unsigned end)
{
	const char *port = link->ends[end].at.interface;

	return link->vlan ? g_strdup_printf("%s.%u", port, link->vlan) : g_strdup(port);
}

/* The loopback that the end borrows its address of; NULL where there is none, which is told. */
static FwdIface *find_lender(Loader *loader, const LoadElement *element, const LoadLinkEnd *end,
			     const Node *node)
{
	const FwdVrf *vrf = fwd_node_vrf(node->fwd, *end->vrf ? end->vrf : NULL);
	GPtrArray *names = g_ptr_array_new();
	FwdIface *found = NULL;

	for (unsigned i = 0; i < node->fwd->ifaces->len; i++) {
		FwdIface *iface = g_ptr_array_index(node->fwd->ifaces, i);

		if (iface->kind != FWD_IFACE_LOOPBACK || iface->vrf != vrf)
			continue;
		g_ptr_array_add(names, iface->name);
		if (strcmp(iface->name, end->unnumbered) == 0)
			found = iface;
	}
	if (!found) {
		g_autofree char *advice = net_advise(end->unnumbered, names, "they are");

		load_error(loader->errors, element->line,
			   "node \"%s\" has no loopback \"%s\" in that table; %s", node->name,
			   end->unnumbered, advice);
	}
	g_ptr_array_free(names, TRUE);
	return found;
}

const LoadElement *load_side(const LoadElement *link, unsigned end)
{
	const LoadLink *config = link->config;

	for (unsigned i = 0; i < link->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(link->children, i);

		if (child->shape.kind == LOAD_SIDE && child->sound &&
		    strcmp(((const LoadSide *)child->config)->node, config->ends[end].at.node) == 0)
			return child;
	}
	return NULL;
}

static void check_sides(Loader *loader, const LoadElement *link)
{
	const LoadLink *config = link->config;

	for (unsigned i = 0; i < link->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(link->children, i);
		const LoadSide *side = child->config;
		unsigned end;

		if (child->shape.kind != LOAD_SIDE || !child->sound)
			continue;
		end = strcmp(side->node, config->ends[1].at.node) == 0;
		if (strcmp(side->node, config->ends[end].at.node) != 0)
			load_error(loader->errors, child->line,
				   "the link has no end on a node \"%s\"; write \"%s\" or \"%s\"",
				   side->node, config->ends[0].at.node, config->ends[1].at.node);
		else if (load_side(link, end) != child)
			load_error(loader->errors, child->line,
				   "the end on node \"%s\" stands there already; write it once",
				   side->node);
	}
}

static void set_own(LoadInterface *interface, const LoadOwn *own)
{
	if (own->mtu)
		interface->mtu = own->mtu;
	if (own->mpls != LOAD_AS_ALL)
		interface->mpls = own->mpls == LOAD_YES;
}

static FwdIface *add_end(Loader *loader, LoadElement *element, unsigned which, FwdIface *port)
{
	static const char *const attributes[2] = {"a-address", "b-address"};
	const LoadLink *config = element->config;
	const LoadLinkEnd *end = &config->ends[which];
	const LoadElement *node = g_hash_table_lookup(loader->nodes.elements, end->at.node);
	g_autofree char *name = load_link_interface(config, which);
	LoadInterface interface = {
		.name = name,
		.vrf = end->vrf,
		.kind = port ? FWD_IFACE_VLAN : FWD_IFACE_ETHERNET,
		.address = *end->unnumbered ? NULL : &end->address,
		.mtu = config->line.mtu,
		.mpls = config->line.mpls,
		.label_check = end->label_check,
		.parent = port,
		.vlan = (uint16_t)config->vlan,
	};
	const LoadElement *side = load_side(element, which);
	FwdIface *lender = NULL, *iface;

	if (side)
		set_own(&interface, &((const LoadSide *)side->config)->own);
	check_group(loader, element, element, end);
	if (!check_vrf(loader, element, end, node->built))
		return NULL;
	if (*end->unnumbered)
		lender = find_lender(loader, element, end, node->built);
	if (*end->unnumbered ? !lender
			     : !check_subnet_of_table(loader, element, end, attributes[which]))
		return NULL;
	iface = load_add_interface(loader, element, node, &interface);
	if (iface && lender)
		fwd_iface_set_unnumbered(iface, lender);
	return iface;
}

static void set_line(FwdLink *link, const LoadLine *line)
{
	link->queue_limit = line->queue;
	fwd_link_set_loss(link, NULL, line->loss);
	link->mtu = line->inner_mtu;
}

static FwdLink *add_link(Loader *loader, const LoadElement *element, FwdIface *const ifaces[2])
{
	const LoadLine *line = &((const LoadLink *)element->config)->line;
	FwdLink *link = network_add_link(loader->scenario->network, ifaces[0], ifaces[1],
					 line->delay, line->bandwidth);

	set_line(link, line);
	return link;
}

/* The link that carries the VLAN: the one between the ends, made where it is not there yet. FALSE where
 * the ends are of other links, which is told. */
static FwdLink *link_of_vlan(Loader *loader, LoadElement *element, Node *const nodes[2],
			     FwdIface *ports[2])
{
	const LoadLink *config = element->config;

	for (unsigned i = 0; i < 2; i++)
		ports[i] = fwd_node_iface(nodes[i]->fwd, config->ends[i].at.interface);
	if (ports[0] && ports[1] && ports[0]->link && ports[0]->link == ports[1]->link)
		return ports[0]->link;
	for (unsigned i = 0; i < 2; i++) {
		const LoadLinkEnd *end = &config->ends[i];
		LoadInterface port = {.name = end->at.interface,
				      .vrf = "",
				      .kind = FWD_IFACE_ETHERNET,
				      .mtu = config->line.mtu};

		if (ports[i]) {
			load_error(loader->errors, element->line,
				   "%s:%s is no end of a link between these two; write the same "
				   "ends for all VLANs of a link",
				   end->at.node, end->at.interface);
			return NULL;
		}
		ports[i] = load_add_interface(
			loader, element, g_hash_table_lookup(loader->nodes.elements, end->at.node),
			&port);
	}
	return ports[0] && ports[1] ? add_link(loader, element, ports) : NULL;
}

static void build_link(Loader *loader, LoadElement *element)
{
	const LoadLink *config = element->config;
	Node *nodes[2] = {end_node(loader, element, &config->ends[0]),
			  end_node(loader, element, &config->ends[1])};
	FwdIface *ifaces[2] = {NULL, NULL}, *ports[2] = {NULL, NULL};
	FwdLink *link = NULL;

	if (!check_addresses(loader, element))
		return;
	check_subnets(loader, element);
	check_sides(loader, element);
	if (nodes[0] && nodes[0] == nodes[1]) {
		load_error(loader->errors, element->line,
			   "both ends are on node \"%s\"; write two nodes", nodes[0]->name);
		return;
	}
	if (config->vlan && nodes[0] && nodes[1]) {
		link = link_of_vlan(loader, element, nodes, ports);
		if (!link)
			return;
	}
	for (unsigned i = 0; i < 2; i++)
		if (nodes[i])
			ifaces[i] = add_end(loader, element, i, ports[i]);
	if (ifaces[0] && ifaces[1])
		element->built = link ? link : add_link(loader, element, ifaces);
}

static FwdIface *add_port(Loader *loader, LoadElement *element, const LoadLine *line)
{
	const LoadPort *config = element->config;
	const LoadLinkEnd *end = &config->end;
	const LoadElement *node = load_names_find(&loader->nodes, "node", end->at.node,
						  element->line, loader->errors);
	LoadInterface interface = {
		.name = end->at.interface,
		.vrf = end->vrf,
		.kind = FWD_IFACE_ETHERNET,
		.address = &end->address,
		.mtu = line->mtu,
		.mpls = line->mpls,
		.label_check = end->label_check,
	};

	if (!node || !node->built)
		return NULL;
	set_own(&interface, &config->own);
	check_group(loader, element, element->parent, end);
	if (!check_vrf(loader, element, end, node->built))
		return NULL;
	if (!check_subnet_of_table(loader, element, end, "address"))
		return NULL;
	return load_add_interface(loader, element, node, &interface);
}

/* All ports in one subnet: that of the first. */
static void check_port_subnet(Loader *loader, const LoadElement *element, const LoadElement *first)
{
	NetPrefix own = net_prefix_network(&((const LoadPort *)element->config)->end.address);
	NetPrefix other = net_prefix_network(&((const LoadPort *)first->config)->end.address);
	char text[NET_PREFIX_STRLEN];

	if (!net_prefix_equal(&own, &other))
		load_error(loader->errors, element->line,
			   "the first port's address lies in %s; write one of that subnet",
			   net_prefix_str(&other, text));
}

static void build_segment(Loader *loader, LoadElement *element)
{
	const LoadSegment *config = element->config;
	GPtrArray *ifaces = g_ptr_array_new();
	const LoadElement *first = NULL;
	FwdLink *segment;

	for (unsigned i = 0; i < element->children->len && !load_errors_full(loader->errors); i++) {
		LoadElement *port = g_ptr_array_index(element->children, i);

		if (port->shape.kind != LOAD_PORT || !port->sound)
			continue;
		first = first ? first : port;
		check_port_subnet(loader, port, first);
		port->built = add_port(loader, port, &config->line);
		if (port->built)
			g_ptr_array_add(ifaces, port->built);
	}
	if (ifaces->len == 0) {
		if (!first)
			load_error(loader->errors, element->line,
				   "nobody is at the segment; write a <port> in it");
		g_ptr_array_free(ifaces, TRUE);
		return;
	}
	segment = network_add_segment(loader->scenario->network,
				      (FwdIface *const *)(void *)ifaces->pdata, ifaces->len,
				      config->line.delay, config->line.bandwidth);
	set_line(segment, &config->line);
	g_ptr_array_free(ifaces, TRUE);
	element->built = segment;
}

static void for_each(Loader *loader, LoadKind kind, void (*fn)(Loader *, LoadElement *))
{
	GPtrArray *elements = g_ptr_array_new();

	load_elements(loader->root, kind, elements);
	for (unsigned i = 0; i < elements->len && !load_errors_full(loader->errors); i++) {
		LoadElement *element = g_ptr_array_index(elements, i);

		if (element->sound)
			fn(loader, element);
	}
	g_ptr_array_free(elements, TRUE);
}

void load_links(Loader *loader)
{
	for_each(loader, LOAD_LINK, build_link);
	for_each(loader, LOAD_SEGMENT, build_segment);
}
