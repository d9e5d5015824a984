/* SPDX-License-Identifier: Apache-2.0 */
/* A <site> of a <vpn>: the VRF at its PE, its CE, the link, and the routes that both have. */
#include "models/net/advice.h"
#include "scenarios/load/expand_vpn.h"

#include <string.h>

typedef struct Site {
	const LoadSite *config;
	const xmlNode *node; /* the <site> */
	xmlNode *pe, *ce, *vrf;
	char *pe_address, *ce_address; /* without length */
	unsigned line;
	gboolean made_ce;
} Site;

/* Elements */

static xmlNode *add(const ExpandVpn *vpn, xmlNode *parent, const char *name, unsigned line)
{
	return parent ? expand_add(vpn->expansion, (ExpandAt){.parent = parent}, name, line) : NULL;
}

/* Beside the <vpn>, before it. */
static xmlNode *add_beside(const ExpandVpn *vpn, const char *name, unsigned line)
{
	ExpandAt at = {.parent = vpn->expansion->root, .before = vpn->node};

	return expand_add(vpn->expansion, at, name, line);
}

static xmlNode *find_or_add(const ExpandVpn *vpn, xmlNode *parent, const char *name, unsigned line)
{
	xmlNode *found = parent ? expand_child(parent, name) : NULL;

	return found ? found : add(vpn, parent, name, line);
}

static void set(const ExpandVpn *vpn, xmlNode *element, const char *attribute, const char *value)
{
	if (element)
		expand_set(vpn->expansion, element, attribute, value);
}

static void copy(const ExpandVpn *vpn, xmlNode *to, const char *attribute, const char *from)
{
	g_autofree char *value = load_xml_get(vpn->node, from);

	set(vpn, to, attribute, value);
}

/* The VRF */

/* Its routes are those of connected networks, and what the sites there have. */
static void add_source(const ExpandVpn *vpn, xmlNode *vrf, LoadSiteProtocol protocol)
{
	expand_add_word(vpn->expansion, vrf, "redistribute",
			protocol == LOAD_SITE_BGP ? "bgp" : "static");
}

/* Spokes have the routes of hubs, and hubs those of all. */
static void set_route_targets(const ExpandVpn *vpn, xmlNode *vrf, LoadSiteRole role)
{
	g_autofree char *rt = load_xml_get(vpn->node, "rt");
	g_autofree char *spoke = load_xml_get(vpn->node, "spoke-rt");
	g_autofree char *both =
		spoke && *spoke ? g_strdup_printf("%s %s", rt, spoke) : g_strdup(rt);

	set(vpn, vrf, "import", role == LOAD_SITE_HUB ? both : rt);
	set(vpn, vrf, "export", role == LOAD_SITE_HUB ? rt : spoke);
}

static xmlNode *make_vrf(const ExpandVpn *vpn, const Site *site)
{
	xmlNode *vrf = add(vpn, site->pe, "vrf", load_xml_line(vpn->node));

	copy(vpn, vrf, "name", "name");
	copy(vpn, vrf, "rd", "rd");
	set_route_targets(vpn, vrf, site->config->role);
	set(vpn, vrf, "redistribute", "connected");
	if (vrf)
		g_hash_table_insert(vpn->expansion->made, vrf,
				    GUINT_TO_POINTER(site->config->role));
	return vrf;
}

static xmlNode *vrf_at(const ExpandVpn *vpn, const Site *site)
{
	g_autofree char *key = expand_vrf_key(site->config->pe, vpn->config->name);
	xmlNode *vrf = g_hash_table_lookup(vpn->vrfs, key);

	if (!vrf) {
		vrf = make_vrf(vpn, site);
		g_hash_table_insert(vpn->vrfs, g_steal_pointer(&key), vrf);
	}
	if (vrf && g_hash_table_contains(vpn->expansion->made, vrf))
		add_source(vpn, vrf, site->config->protocol);
	return vrf;
}

/* The CE */

static xmlNode *customer_of(ExpandVpn *vpn)
{
	xmlNode *customer = g_hash_table_lookup(vpn->customers, vpn->config->name);

	if (!customer) {
		customer = add_beside(vpn, "customer", load_xml_line(vpn->node));
		copy(vpn, customer, "name", "name");
		g_hash_table_insert(vpn->customers, g_strdup(vpn->config->name), customer);
	}
	return customer;
}

static void add_lans(const ExpandVpn *vpn, const Site *site)
{
	for (unsigned i = 0; site->config->lan[i]; i++) {
		g_autofree char *name = i > 0 ? g_strdup_printf("lan%u", i + 1) : g_strdup("lan");
		xmlNode *loopback = add(vpn, site->ce, "loopback", site->line);
		NetPrefix lan;

		if (!loopback)
			return;
		net_prefix_parse(site->config->lan[i], FALSE, &lan);
		set(vpn, loopback, "name", name);
		expand_set_address(vpn->expansion, loopback, "address",
				   expand_interval(&lan).first + (lan.len < 31), lan.len);
	}
}

static xmlNode *make_ce(ExpandVpn *vpn, Site *site)
{
	site->made_ce = TRUE;
	site->ce = add(vpn, customer_of(vpn), "node", site->line);
	set(vpn, site->ce, "name", site->config->ce);
	set(vpn, site->ce, "role", "ce");
	if (site->config->asn) {
		g_autofree char *asn = g_strdup_printf("%u", site->config->asn);

		set(vpn, site->ce, "asn", asn);
	}
	add_lans(vpn, site);
	if (site->ce)
		g_hash_table_insert(vpn->nodes, g_strdup(site->config->ce), site->ce);
	return site->ce;
}

/* What is between them */

/* Takes the subnet of the link and adds it. */
static gboolean add_link(const ExpandVpn *vpn, Site *site, uint64_t first, unsigned length)
{
	const LoadSite *config = site->config;
	g_autofree char *a = g_strdup_printf("%s:%s", config->pe, config->ce);
	g_autofree char *b = g_strdup_printf("%s:%s", config->ce, config->pe);
	xmlNode *link = add_beside(vpn, "link", site->line);

	if (!link)
		return FALSE;
	first += length < 31;
	set(vpn, link, "a", a);
	expand_set_address(vpn->expansion, link, "a-address", first, length);
	set(vpn, link, "a-vrf", vpn->config->name);
	set(vpn, link, "b", b);
	expand_set_address(vpn->expansion, link, "b-address", first + 1, length);
	site->pe_address = load_xml_get(link, "a-address");
	site->ce_address = load_xml_get(link, "b-address");
	if (!site->pe_address || !site->ce_address)
		return FALSE;
	site->pe_address[strcspn(site->pe_address, "/")] = '\0';
	site->ce_address[strcspn(site->ce_address, "/")] = '\0';
	return TRUE;
}

static void add_neighbor(const ExpandVpn *vpn, const Site *site, xmlNode *table,
			 const char *address, const char *asn)
{
	xmlNode *neighbor =
		add(vpn, find_or_add(vpn, table, "bgp", site->line), "neighbor", site->line);

	set(vpn, neighbor, "address", address);
	if (asn)
		set(vpn, neighbor, "remote-as", asn);
}

static void add_bgp(const ExpandVpn *vpn, const Site *site)
{
	g_autofree char *ce_asn = g_strdup_printf("%u", site->config->asn);
	g_autofree char *pe_asn = expand_asn(site->pe);
	xmlNode *bgp;

	add_neighbor(vpn, site, site->vrf, site->ce_address, ce_asn);
	add_neighbor(vpn, site, site->ce, site->pe_address, pe_asn);
	bgp = expand_child(site->ce, "bgp");
	for (char **lan = site->config->lan; site->made_ce && bgp && *lan; lan++)
		set(vpn, add(vpn, bgp, "network", site->line), "prefix", *lan);
}

static void add_route(const ExpandVpn *vpn, const Site *site, xmlNode *table, const char *prefix,
		      const char *via)
{
	xmlNode *route =
		add(vpn, find_or_add(vpn, table, "static", site->line), "route", site->line);

	set(vpn, route, "prefix", prefix);
	set(vpn, route, "via", via);
}

static void add_static(const ExpandVpn *vpn, const Site *site)
{
	for (char **lan = site->config->lan; *lan; lan++)
		add_route(vpn, site, site->vrf, *lan, site->ce_address);
	add_route(vpn, site, site->ce, "0.0.0.0/0", site->pe_address);
}

/* A site */

static gboolean check_pe(const ExpandVpn *vpn, Site *site)
{
	GPtrArray *names;
	GList *keys;
	g_autofree char *advice = NULL;

	site->pe = g_hash_table_lookup(vpn->nodes, site->config->pe);
	if (site->pe)
		return TRUE;
	keys = g_list_sort(g_hash_table_get_keys(vpn->nodes), (GCompareFunc)strcmp);
	names = g_ptr_array_new();
	for (const GList *key = keys; key; key = key->next)
		g_ptr_array_add(names, key->data);
	advice = net_advise(site->config->pe, names, "the nodes are");
	load_error(vpn->expansion->errors, site->line, "there is no node \"%s\"; %s",
		   site->config->pe, advice);
	g_ptr_array_free(names, TRUE);
	g_list_free(keys);
	return FALSE;
}

/* The VRF of a PE is that of hubs or that of spokes. */
static gboolean check_role(const ExpandVpn *vpn, const Site *site)
{
	const LoadSite *config = site->config;
	g_autofree char *key = expand_vrf_key(config->pe, vpn->config->name);
	xmlNode *vrf = g_hash_table_lookup(vpn->vrfs, key);
	void *role;

	if (config->role == LOAD_SITE_SPOKE && vpn->config->spoke_rts->len == 0) {
		load_error(
			vpn->expansion->errors, site->line,
			"a spoke, but VPN \"%s\" says nothing of spokes; write spoke-rt=\"...\" in "
			"<vpn>",
			vpn->config->name);
		return FALSE;
	}
	if (!vrf || !g_hash_table_lookup_extended(vpn->expansion->made, vrf, NULL, &role) ||
	    GPOINTER_TO_UINT(role) == config->role)
		return TRUE;
	load_error(
		vpn->expansion->errors, site->line,
		"PE \"%s\" has hubs and spokes of VPN \"%s\", which share a VRF; write another PE for "
		"one of them",
		config->pe, vpn->config->name);
	return FALSE;
}

static gboolean check_site(const ExpandVpn *vpn, Site *site)
{
	const LoadSite *config = site->config;
	LoadErrors *errors = vpn->expansion->errors;

	for (char **lan = config->lan; *lan; lan++) {
		g_autofree char *quoted = load_quote(*lan);
		NetPrefix prefix;

		if (load_pool.parse(*lan, &prefix))
			continue;
		load_error(errors, site->line, "lan: %s of <site> is no prefix; write %s", quoted,
			   load_pool.expects);
		return FALSE;
	}
	if (config->protocol == LOAD_SITE_BGP && !config->asn) {
		load_error(errors, site->line,
			   "BGP to CE \"%s\" needs its AS number; write asn=\"65001\", or "
			   "protocol=\"static\"",
			   config->ce);
		return FALSE;
	}
	return check_pe(vpn, site) && check_role(vpn, site);
}

static gboolean take_subnet(ExpandVpn *vpn, const Site *site, uint64_t *first, unsigned *length)
{
	const NetPrefix *subnet = &site->config->subnet;

	*length = vpn->config->link_length;
	if (net_addr_is_set(&subnet->addr)) {
		*first = expand_interval(subnet).first;
		*length = subnet->len;
		return TRUE;
	}
	if (net_addr_is_set(&vpn->config->links.addr))
		return expand_pool_take(&vpn->pool, site->node, UINT64_C(1) << (32 - *length),
					first);
	load_error(
		vpn->expansion->errors, site->line,
		"the link to CE \"%s\" has no addresses; write links=\"192.168.0.0/24\" in <vpn>, or "
		"subnet=\"192.168.0.0/30\" here",
		site->config->ce);
	return FALSE;
}

static void build(ExpandVpn *vpn, Site *site)
{
	uint64_t first;
	unsigned length;

	if (!check_site(vpn, site) || !take_subnet(vpn, site, &first, &length))
		return;
	site->ce = g_hash_table_lookup(vpn->nodes, site->config->ce);
	if (!site->ce && !make_ce(vpn, site))
		return;
	site->vrf = vrf_at(vpn, site);
	if (!site->vrf || !add_link(vpn, site, first, length))
		return;
	if (site->config->protocol == LOAD_SITE_BGP)
		add_bgp(vpn, site);
	else
		add_static(vpn, site);
}

void expand_site(ExpandVpn *vpn, const xmlNode *node)
{
	LoadElement *read = expand_read(vpn->expansion, node, LOAD_SITE);
	Site site = {.node = node};

	if (!read)
		return;
	site.config = read->config;
	site.line = read->line;
	build(vpn, &site);
	g_free(site.pe_address);
	g_free(site.ce_address);
	load_element_free(read);
}
