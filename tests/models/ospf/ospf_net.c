/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/ospf/ospf_net.h"

#include <string.h>

static void free_router(void *data)
{
	Router *r = data;

	ospf_class.destroy(&r->ospf->proto);
	rib_node_free(r->rib);
	fwd_node_free(r->fwd);
	g_free(r);
}

static void free_link(void *link)
{
	fwd_link_free(link);
}

Net *net_new(void)
{
	Net *net = g_new0(Net, 1);

	net->sim = sim_new(1);
	net->fwd = fwd_net_new(net->sim);
	net->routers = g_ptr_array_new_with_free_func(free_router);
	net->links = g_ptr_array_new_with_free_func(free_link);
	return net;
}

void net_free(Net *net)
{
	g_ptr_array_unref(net->links);
	g_ptr_array_unref(net->routers);
	fwd_net_free(net->fwd);
	sim_free(net->sim);
	g_free(net);
}

OspfIfaceConfig net_iface_config(void)
{
	OspfIfaceConfig config;
	const ProtoItem *item = &ospf_class.items[0];

	config_set_defaults(item->fields, item->n_fields, &config);
	return config;
}

static FwdIface *add_iface(Router *r, const char *name, FwdIfaceKind kind, const char *address,
			   const OspfIfaceConfig *config)
{
	FwdIface *iface = fwd_iface_new(r->fwd, name, kind, NULL, 0);
	NetPrefix prefix;

	g_assert(net_prefix_parse(address, TRUE, &prefix));
	fwd_iface_add_address(iface, &prefix);
	g_assert(ospf_class.items[0].add(&r->ospf->proto, iface, config, NULL));
	return iface;
}

FwdIface *net_iface(Router *r, const char *name, const char *address, const OspfIfaceConfig *config)
{
	return add_iface(r, name, FWD_IFACE_ETHERNET, address, config);
}

Router *net_router(Net *net, const char *name, const char *router_id)
{
	Router *r = g_new0(Router, 1);
	OspfConfig config;
	OspfIfaceConfig iface_config = net_iface_config();

	r->net = net;
	r->fwd = fwd_node_new(net->fwd, name);
	r->rib = rib_node_new(r->fwd);
	r->host = (ProtoHost){
		.sim = net->sim, .fwd = r->fwd, .rib_node = r->rib, .node_name = r->fwd->name};
	g_assert(net_addr_parse(router_id, &r->host.router_id));
	config_set_defaults(ospf_class.fields, ospf_class.n_fields, &config);
	r->ospf = (OspfInstance *)ospf_class.create(&r->host, rib_global(r->rib), &config, NULL);
	add_iface(r, "lo", FWD_IFACE_LOOPBACK, router_id, &iface_config);
	g_ptr_array_add(net->routers, r);
	return r;
}

static FwdIface *add_end(Router *r, const Router *other, unsigned host, uint16_t cost)
{
	OspfIfaceConfig config = net_iface_config();
	char *address = g_strdup_printf("10.%u.%u.%u/30", 1 + r->net->n_subnets / 256,
					r->net->n_subnets % 256, host);

	config.cost = cost;
	gboolean taken = fwd_node_iface(r->fwd, other->fwd->name) != NULL;
	char *name = g_strconcat(other->fwd->name, taken ? "2" : NULL, NULL);
	FwdIface *iface = net_iface(r, name, address, &config);
	g_free(name);
	g_free(address);
	return iface;
}

FwdLink *net_join(Router *a, Router *b, uint16_t cost)
{
	Net *net = a->net;
	FwdLink *link = fwd_link_new(net->fwd, SIM_MSEC, 0);

	fwd_link_attach(link, add_end(a, b, 1, cost));
	fwd_link_attach(link, add_end(b, a, 2, cost));
	g_ptr_array_add(net->links, link);
	net->n_subnets++;
	return link;
}

FwdLink *net_segment(Net *net)
{
	FwdLink *link = fwd_segment_new(net->fwd, SIM_MSEC, 0);

	g_ptr_array_add(net->links, link);
	net->n_subnets++;
	return link;
}

OspfIface *net_attach(FwdLink *segment, Router *r, unsigned host, uint8_t priority)
{
	OspfIfaceConfig config = net_iface_config();
	unsigned subnet = 0;

	while (g_ptr_array_index(r->net->links, subnet) != segment)
		subnet++;
	char *address = g_strdup_printf("10.1.%u.%u/24", subnet, host);
	config.priority = priority;
	FwdIface *iface = net_iface(r, "lan", address, &config);
	fwd_link_attach(segment, iface);
	g_free(address);
	return ospf_find_iface(r->ospf, iface);
}

static const ProtoItem *item_named(const char *element)
{
	for (unsigned i = 0; i < ospf_class.n_items; i++)
		if (!ospf_class.items[i].on_interface &&
		    strcmp(ospf_class.items[i].element, element) == 0)
			return &ospf_class.items[i];
	g_assert_not_reached();
}

gboolean net_configure(Router *r, const char *element, const char *attributes)
{
	const ProtoItem *item = item_named(element);
	void *config = g_malloc0(item->config_size);
	GStrv words = g_strsplit(attributes, " ", -1);

	config_set_defaults(item->fields, item->n_fields, config);
	for (unsigned i = 0; words[i]; i++) {
		char *value = strchr(words[i], '=');
		*value++ = '\0';
		const ConfigField *field = config_find(item->fields, item->n_fields, words[i]);
		gboolean set = config_set(field, value, config);
		g_assert(set);
	}
	gboolean ok = item->add(&r->ospf->proto, NULL, config, NULL);
	config_clear(item->fields, item->n_fields, config);
	g_strfreev(words);
	g_free(config);
	return ok;
}

void net_set(Router *r, const char *field, const char *value)
{
	const ConfigField *found = config_find(ospf_class.fields, ospf_class.n_fields, field);
	gboolean set = config_set(found, value, &r->ospf->config);

	g_assert(set);
}

void net_start(Net *net)
{
	for (unsigned i = 0; i < net->routers->len; i++) {
		Router *r = g_ptr_array_index(net->routers, i);
		ospf_class.start(&r->ospf->proto);
	}
}

void net_run(Net *net, SimTime duration)
{
	sim_run(net->sim, net->sim->now + duration);
}

OspfIface *net_end(Router *r, const char *name)
{
	return ospf_find_iface(r->ospf, fwd_node_iface(r->fwd, name));
}

const char *net_state(Router *r, const char *name)
{
	const OspfIface *iface = net_end(r, name);

	if (iface->neighbors->len == 0)
		return "none";
	const OspfNeighbor *nbr = g_ptr_array_index(iface->neighbors, 0);
	return fsm_state_name(&nbr->fsm);
}

const char *net_state_of(const OspfIface *iface, const char *router_id)
{
	NetAddr id;

	g_assert(net_addr_parse(router_id, &id));
	const OspfNeighbor *nbr = ospf_iface_find_neighbor(iface, net_addr_to_ipv4(&id));
	return nbr ? fsm_state_name(&nbr->fsm) : "none";
}

static gboolean append_route(const RibRoute *route, void *user)
{
	GString *out = user;

	if (strcmp(route->source->protocol, "ospf") != 0)
		return TRUE;
	net_prefix_append(&route->prefix, out);
	g_string_append_printf(out, " metric %u via", route->metric);
	for (unsigned i = 0; i < route->n_hops; i++) {
		g_string_append_c(out, ' ');
		net_addr_append(&route->hops[i].gateway, out);
		g_string_append_printf(out, " %s", route->hops[i].iface->name);
	}
	g_string_append_c(out, '\n');
	return TRUE;
}

char *net_routes(Router *r)
{
	GString *out = g_string_new(NULL);

	rib_foreach(rib_global(r->rib), NET_AF_IPV4, append_route, out);
	return g_string_free(out, FALSE);
}

static const OspfLsdb *database(const Router *r)
{
	return &((const OspfArea *)g_ptr_array_index(r->ospf->areas, 0))->lsdb;
}

gboolean net_same_database(Router *a, Router *b)
{
	const GPtrArray *x = database(a)->lsas, *y = database(b)->lsas;

	if (x->len != y->len)
		return FALSE;
	for (unsigned i = 0; i < x->len; i++) {
		Ospf2LsaHeader p = ospf_lsa_header(g_ptr_array_index(x, i));
		Ospf2LsaHeader q = ospf_lsa_header(g_ptr_array_index(y, i));
		if (ospf2_lsa_key_cmp(&p.key, &q.key) != 0 || ospf2_lsa_compare(&p, &q) != 0)
			return FALSE;
	}
	return TRUE;
}
