/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/accept.h"
#include "models/net/advice.h"
#include "scenarios/load/loader.h"

#include <string.h>

char *load_scope(const LoadElement *node, const char *vrf)
{
	const LoadNode *config = node->config;
	const LoadGroup *group = node->parent->config;

	if (*vrf)
		return g_strdup_printf("VRF \"%s\" of node \"%s\"", vrf, config->name);
	return g_strdup_printf("%s \"%s\"", node->parent->shape.element, group->name);
}

/* A host of a subnet that can have hosts beside the two addresses that mean all or none of them. */
static gboolean is_host(const NetPrefix *address)
{
	uint32_t host_mask = address->len >= 31 ? 0 : UINT32_MAX >> address->len;
	uint32_t host = net_addr_to_ipv4(&address->addr) & host_mask;

	return host_mask == 0 || (host != 0 && host != host_mask);
}

static void check_address(Loader *loader, const char *scope, const NetPrefix *address,
			  LoadElement *element)
{
	char text[NET_PREFIX_STRLEN], host[NET_ADDR_STRLEN];
	g_autofree char *key = g_strdup_printf("%s %s", scope, net_addr_str(&address->addr, host));
	const LoadElement *other = g_hash_table_lookup(loader->addresses, key);

	net_prefix_str(address, text);
	if (!is_host(address))
		load_error(loader->errors, element->line,
			   "%s is the subnet's own or broadcast address; write a host's", text);
	if (other == element) {
		load_error(loader->errors, element->line,
			   "both ends have the address %s; write another for one of them", host);
	} else if (other) {
		g_autofree char *line = load_errors_line(loader->errors, other->line);

		load_error(loader->errors, element->line,
			   "%s of %s stands in %s already; write another address", host, scope,
			   line);
	} else {
		g_hash_table_insert(loader->addresses, g_steal_pointer(&key), element);
	}
}

static FwdIface *add_to_node(Node *node, const LoadInterface *config, const GArray *addresses,
			     GError **error)
{
	const char *vrf = *config->vrf ? config->vrf : NULL;

	if (config->kind == FWD_IFACE_VLAN)
		return node_add_vlan(node, config->name, config->parent, config->vlan, vrf,
				     addresses, config->mtu, config->mpls, error);
	return node_add_interface(node, config->name, config->kind, vrf, addresses, config->mtu,
				  config->mpls, error);
}

FwdIface *load_add_interface(Loader *loader, LoadElement *element, const LoadElement *node,
			     const LoadInterface *config)
{
	Node *on = node->built;
	g_autofree char *scope = load_scope(node, config->vrf);
	GArray *addresses;
	FwdIface *iface;
	GError *error = NULL;

	if (on->fwd->ifaces->len >= LOAD_MAX_INTERFACES) {
		load_error(loader->errors, element->line,
			   "node \"%s\" has %d interfaces already; write another node", on->name,
			   LOAD_MAX_INTERFACES);
		return NULL;
	}
	addresses = g_array_new(FALSE, FALSE, sizeof(NetPrefix));
	if (config->address) {
		check_address(loader, scope, config->address, element);
		g_array_append_vals(addresses, config->address, 1);
	}
	iface = add_to_node(on, config, addresses, &error);
	g_array_free(addresses, TRUE);
	if (iface)
		fwd_iface_set_label_check(iface, config->label_check);
	else
		load_gerror(loader, element->line, &error, "write another name");
	return iface;
}

/* vrf "": global. */
static void add_loopback(Loader *loader, LoadElement *element, const LoadElement *node,
			 const char *vrf)
{
	const LoadLoopback *config = element->config;
	LoadInterface loopback = {
		.name = config->name,
		.vrf = vrf,
		.kind = FWD_IFACE_LOOPBACK,
		.address = &config->address,
	};

	if (element->sound)
		load_add_interface(loader, element, node, &loopback);
}

/* The name of an instance by its number: "ospf:2". */
static gboolean is_process(const char *name)
{
	for (unsigned i = 0; proto_classes[i]; i++) {
		size_t len = strlen(proto_classes[i]->name);
		uint16_t process;

		if (proto_classes[i]->process_of &&
		    g_str_has_prefix(name, proto_classes[i]->name) && name[len] == ':' &&
		    config_u16.parse(name + len + 1, &process) && process > PROTO_PROCESS_FIRST)
			return TRUE;
	}
	return FALSE;
}

static void check_source(Loader *loader, const LoadElement *element, const char *field,
			 const char *word)
{
	GPtrArray *names = g_ptr_array_new();

	g_ptr_array_add(names, (void *)(uintptr_t) "connected");
	for (unsigned i = 0; proto_classes[i]; i++)
		if (!proto_classes[i]->labels_only)
			g_ptr_array_add(names, (void *)(uintptr_t)proto_classes[i]->name);
	if (!g_ptr_array_find_with_equal_func(names, word, g_str_equal, NULL) &&
	    !is_process(word)) {
		g_autofree char *quoted = load_quote(word);
		g_autofree char *advice = net_advise(word, names, "there are");

		load_error(loader->errors, element->line,
			   "%s: there is no protocol %s with routes; %s", field, quoted, advice);
	}
	g_ptr_array_free(names, TRUE);
}

void load_check_sources(Loader *loader, const LoadElement *element)
{
	for (unsigned i = 0; i < element->shape.n_fields; i++) {
		const ConfigField *field = &element->shape.fields[i];
		const void *member = (const char *)element->config + field->offset;

		if (field->kind == &config_source)
			check_source(loader, element, field->name, *(char *const *)member);
		else if (field->kind == &config_sources)
			for (char **word = *(char **const *)member;
			     *word && !load_errors_full(loader->errors); word++)
				check_source(loader, element, field->name, *word);
	}
}

static gboolean names_hybrid_way(const LoadVrf *config)
{
	return config->hybrid.way == VPN_HYBRID_GLOBAL || net_addr_is_set(&config->hybrid.next_hop);
}

static void add_vrf(Loader *loader, Node *node, const LoadElement *element)
{
	const LoadVrf *config = element->config;
	NodeVrfConfig vrf;
	GError *error = NULL;

	if (!element->sound)
		return;
	if (node->fwd->vrfs->len > LOAD_MAX_VRFS) {
		load_error(loader->errors, element->line,
			   "node \"%s\" has %d VRFs already; write another node", node->name,
			   LOAD_MAX_VRFS);
		return;
	}
	load_check_sources(loader, element);
	if (!config->inter_as_hybrid && names_hybrid_way(config))
		load_error(
			loader->errors, element->line,
			"hybrid-next-hop is of use with inter-as-hybrid=\"yes\" alone; write that, "
			"or leave it out");
	vrf = (NodeVrfConfig){
		.name = config->name,
		.rd = config->rd,
		.site_of_origin = config->site_of_origin,
		.label_mode = config->label_mode,
		.limit = config->limit,
		.hybrid = config->inter_as_hybrid ? config->hybrid
						  : (VpnHybrid){.way = VPN_HYBRID_NO},
		.import_rts = config->import_rts,
		.export_rts = config->export_rts,
		.redistribute = (const char *const *)config->redistribute,
	};
	if (!node_add_vrf(node, &vrf, &error)) {
		load_gerror(loader, element->line, &error, "write another");
		return;
	}
	for (unsigned i = 0; i < element->children->len; i++) {
		LoadElement *child = g_ptr_array_index(element->children, i);

		if (child->shape.kind == LOAD_LOOPBACK)
			add_loopback(loader, child, element->parent, config->name);
	}
}

/* The address of the first loopback, else of the first link of the global table, else unset. */
static NetAddr default_router_id(const LoadElement *element, GHashTable *first_links)
{
	const LoadNode *config = element->config;
	const NetAddr *link = g_hash_table_lookup(first_links, config->name);

	for (unsigned i = 0; i < element->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(element->children, i);

		if (child->shape.kind == LOAD_LOOPBACK && child->sound)
			return ((const LoadLoopback *)child->config)->address.addr;
	}
	return link ? *link : net_addr_none;
}

static void note_address(GHashTable *out, LoadLinkEnd *end)
{
	if (!*end->vrf && net_addr_is_set(&end->address.addr) &&
	    !g_hash_table_contains(out, end->at.node))
		g_hash_table_insert(out, end->at.node, &end->address.addr);
}

/* Node name -> NetAddr, both borrowed: the first address of a link, else of a segment, in the global
 * table. */
static GHashTable *first_link_addresses(Loader *loader)
{
	GHashTable *out = g_hash_table_new(g_str_hash, g_str_equal);
	GPtrArray *links = g_ptr_array_new(), *ports = g_ptr_array_new();

	load_elements(loader->root, LOAD_LINK, links);
	for (unsigned i = 0; i < links->len; i++) {
		const LoadElement *element = g_ptr_array_index(links, i);
		LoadLink *config = element->config;

		for (unsigned e = 0; element->sound && e < 2; e++)
			note_address(out, &config->ends[e]);
	}
	load_elements(loader->root, LOAD_PORT, ports);
	for (unsigned i = 0; i < ports->len; i++) {
		const LoadElement *element = g_ptr_array_index(ports, i);

		if (element->sound)
			note_address(out, &((LoadPort *)element->config)->end);
	}
	g_ptr_array_free(links, TRUE);
	g_ptr_array_free(ports, TRUE);
	return out;
}

static Node *add_node(Loader *loader, LoadElement *element, const NetAddr *router_id)
{
	const LoadNode *config = element->config;
	const LoadElement *parent = element->parent;
	const LoadGroup *group = parent->config;
	gboolean of_carrier = parent->shape.kind == LOAD_CARRIER;
	GError *error = NULL;
	Node *node = network_add_node(loader->scenario->network, config->name, config->role,
				      config->asn ? config->asn : group->asn,
				      of_carrier ? group->name : NULL, router_id, &error);

	if (!node) {
		load_gerror(loader, element->line, &error, NULL);
		return NULL;
	}
	node->fwd->ttl_model = config->ttl_model;
	node->fwd->costs = config->costs;
	return node;
}

static gboolean router_id_written(const LoadElement *node)
{
	return net_addr_is_set(&((const LoadNode *)node->config)->router_id);
}

/* Routers of one carrier or customer know each other by it. Where both have it from an address, that
 * is the mistake to tell. */
static void check_router_id(Loader *loader, LoadElement *element, const NetAddr *router_id)
{
	char text[NET_ADDR_STRLEN];
	g_autofree char *scope = load_scope(element, "");
	g_autofree char *key =
		g_strdup_printf("router-id %s %s", scope, net_addr_str(router_id, text));
	const LoadElement *other = g_hash_table_lookup(loader->addresses, key);

	if (!net_addr_is_set(router_id))
		return;
	if (other && (router_id_written(element) || router_id_written(other))) {
		g_autofree char *line = load_errors_line(loader->errors, other->line);

		load_error(loader->errors, element->line,
			   "the node of %s has the router ID %s already; write another "
			   "router-id",
			   line, text);
	} else if (!other) {
		g_hash_table_insert(loader->addresses, g_steal_pointer(&key), element);
	}
}

static void build_node(Loader *loader, LoadElement *element, GHashTable *first_links)
{
	const LoadNode *config = element->config;
	NetAddr router_id = config->router_id;
	Node *node;

	if (!net_addr_is_set(&router_id))
		router_id = default_router_id(element, first_links);
	check_router_id(loader, element, &router_id);
	node = add_node(loader, element, &router_id);
	element->built = node;
	for (unsigned i = 0;
	     node && i < element->children->len && !load_errors_full(loader->errors); i++) {
		LoadElement *child = g_ptr_array_index(element->children, i);

		if (child->shape.kind == LOAD_LOOPBACK)
			add_loopback(loader, child, element, "");
		else if (child->shape.kind == LOAD_VRF)
			add_vrf(loader, node, child);
	}
}

/* Carriers and customers each have a name of their own. */
static void check_groups(Loader *loader, LoadKind kind, LoadNames *names)
{
	GPtrArray *groups = g_ptr_array_new();

	load_elements(loader->root, kind, groups);
	for (unsigned i = 0; i < groups->len && !load_errors_full(loader->errors); i++) {
		LoadElement *element = g_ptr_array_index(groups, i);
		const LoadGroup *config = element->config;

		load_names_add(names, element->shape.element, config->name, element,
			       loader->errors);
	}
	g_ptr_array_free(groups, TRUE);
}

void load_nodes(Loader *loader)
{
	GPtrArray *elements = g_ptr_array_new();
	GHashTable *first_links = first_link_addresses(loader);
	LoadNames carriers;

	load_names_init(&carriers);
	check_groups(loader, LOAD_CARRIER, &carriers);
	check_groups(loader, LOAD_CUSTOMER, &loader->customers);
	load_names_clear(&carriers);
	load_elements(loader->root, LOAD_NODE, elements);
	for (unsigned i = 0; i < elements->len && !load_errors_full(loader->errors); i++) {
		LoadElement *element = g_ptr_array_index(elements, i);
		const LoadNode *config = element->config;

		if (i == LOAD_MAX_NODES) {
			load_error(loader->errors, element->line,
				   "more than %d nodes; split the scenario", LOAD_MAX_NODES);
			break;
		}
		if (load_names_add(&loader->nodes, "node", config->name, element, loader->errors) &&
		    element->sound && element->parent->sound)
			build_node(loader, element, first_links);
	}
	g_hash_table_unref(first_links);
	g_ptr_array_free(elements, TRUE);
}
