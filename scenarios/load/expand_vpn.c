/* SPDX-License-Identifier: Apache-2.0 */
/*
 * <vpn> and its <site>s: at each site's PE a VRF of the VPN's name, in a customer of its name the CE with
 * its LANs, the link between them, and eBGP or static routes both ways. A VRF, customer or CE of that name
 * that is there already is used and gets what it lacks. expand_site.c writes a site out.
 */
#include "scenarios/load/expand_vpn.h"

/* The subnets that its sites state. */
static GArray *used_by(const xmlNode *vpn)
{
	GArray *used = g_array_new(FALSE, FALSE, sizeof(ExpandInterval));

	for (const xmlNode *site = vpn->children; site; site = site->next) {
		g_autofree char *text = load_xml_get(site, "subnet");
		NetPrefix subnet;

		if (text && *text && load_pool.parse(text, &subnet)) {
			ExpandInterval interval = expand_interval(&subnet);

			g_array_append_val(used, interval);
		}
	}
	expand_sort_intervals(used);
	return used;
}

static void expand_vpn(ExpandVpn *vpn)
{
	LoadElement *read = expand_read(vpn->expansion, vpn->node, LOAD_VPN);
	GArray *used;

	if (!read)
		return;
	vpn->config = read->config;
	used = used_by(vpn->node);
	vpn->pool = (ExpandPool){.expansion = vpn->expansion,
				 .owner = "VPN",
				 .name = vpn->config->name,
				 .used = used};
	if (net_addr_is_set(&vpn->config->links.addr))
		expand_pool_start(&vpn->pool, "links", &vpn->config->links);
	for (const xmlNode *child = vpn->node->children; child; child = child->next)
		if (expand_is(child, "site") && !vpn->expansion->full &&
		    !load_errors_full(vpn->expansion->errors))
			expand_site(vpn, child);
	g_array_free(used, TRUE);
	load_element_free(read);
}

static void note_node(ExpandVpn *vpn, xmlNode *node)
{
	char *name = load_xml_get(node, "name");

	if (!name)
		return;
	for (xmlNode *child = node->children; child; child = child->next) {
		g_autofree char *vrf = expand_is(child, "vrf") ? load_xml_get(child, "name") : NULL;

		if (vrf)
			g_hash_table_replace(vpn->vrfs, expand_vrf_key(name, vrf), child);
	}
	g_hash_table_replace(vpn->nodes, name, node);
}

static void note_customer(ExpandVpn *vpn, xmlNode *customer)
{
	char *name = load_xml_get(customer, "name");

	if (name)
		g_hash_table_replace(vpn->customers, name, customer);
}

static void note_nodes(ExpandVpn *vpn)
{
	for (xmlNode *group = vpn->expansion->root->children; group; group = group->next) {
		if (!expand_is(group, "carrier") && !expand_is(group, "customer"))
			continue;
		if (expand_is(group, "customer"))
			note_customer(vpn, group);
		for (xmlNode *child = group->children; child; child = child->next)
			if (expand_is(child, "node"))
				note_node(vpn, child);
	}
}

/* Those with mistakes stay in the tree, which nobody looks at then. */
void expand_vpns(Expansion *expansion)
{
	ExpandVpn shared = {.expansion = expansion};
	xmlNode *next;

	if (!expand_child(expansion->root, "vpn"))
		return;
	shared.customers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	shared.nodes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	shared.vrfs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	note_nodes(&shared);
	for (xmlNode *child = expansion->root->children; child; child = next) {
		ExpandVpn vpn = shared;

		if (expand_is(child, "vpn")) {
			vpn.node = child;
			expand_vpn(&vpn);
		}
		next = child->next;
		if (expand_is(child, "vpn") && expand_is_sound(expansion))
			expand_remove(child);
	}
	g_hash_table_unref(shared.customers);
	g_hash_table_unref(shared.nodes);
	g_hash_table_unref(shared.vrfs);
}
