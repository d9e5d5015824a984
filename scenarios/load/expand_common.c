/* SPDX-License-Identifier: Apache-2.0 */
/* The VPNs that carriers of an <inter-as> have in common. A VPN is VRFs of one name. */
#include "models/net/advice.h"
#include "scenarios/load/expand_inter_as.h"

#include <string.h>

#define LAST_VLAN 4094

/* VPNs of carriers */

static gboolean differ(const xmlNode *a, const xmlNode *b, const char *attribute)
{
	g_autofree char *of_a = load_xml_get(a, attribute);
	g_autofree char *of_b = load_xml_get(b, attribute);

	return strcmp(of_a ? of_a : "", of_b ? of_b : "") != 0;
}

static void note_vrf(ExpandCommon *common, const ExpandCarrier *carrier, xmlNode *vrf)
{
	g_autofree char *name = load_xml_get(vrf, "name");
	g_autofree char *key = name ? expand_vrf_key(carrier->name, name) : NULL;
	const xmlNode *first = key ? g_hash_table_lookup(common->vrfs, key) : NULL;

	if (!name || load_xml_has(vrf, "inter-as-hybrid"))
		return;
	if (!first) {
		g_hash_table_insert(common->vrfs, g_steal_pointer(&key), vrf);
		g_ptr_array_add(common->names, g_steal_pointer(&name));
	} else if (differ(first, vrf, "import") || differ(first, vrf, "export")) {
		g_hash_table_insert(common->odd, g_steal_pointer(&key), vrf);
	}
}

static void note_vrfs(ExpandCommon *common, const ExpandCarrier *carrier)
{
	for (const xmlNode *node = carrier->node->children; node; node = node->next)
		for (xmlNode *child = expand_is(node, "node") ? node->children : NULL; child;
		     child = child->next)
			if (expand_is(child, "vrf"))
				note_vrf(common, carrier, child);
}

xmlNode *expand_common_vrf(const ExpandCommon *common, const ExpandCarrier *carrier,
			   const char *name)
{
	g_autofree char *key = expand_vrf_key(carrier->name, name);

	return g_hash_table_lookup(common->vrfs, key);
}

/* Those that cross borders */

static unsigned n_carriers_with(const ExpandCommon *common, const char *name)
{
	const GArray *carriers = common->inter_as->carriers;
	unsigned n = 0;

	for (unsigned i = 0; i < carriers->len; i++)
		n += expand_common_vrf(common, &g_array_index(carriers, ExpandCarrier, i), name) !=
		     NULL;
	return n;
}

static void choose_common(ExpandCommon *common)
{
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (unsigned i = 0; i < common->names->len; i++) {
		char *name = g_ptr_array_index(common->names, i);

		if (g_hash_table_add(seen, name) && n_carriers_with(common, name) > 1)
			g_ptr_array_add(common->chosen, name);
	}
	g_hash_table_unref(seen);
}

/* What is wrong with a name; NULL: nothing. The caller frees. */
static char *mistake_in(const ExpandCommon *common, char *name, gboolean stands_twice)
{
	unsigned n = n_carriers_with(common, name);
	g_autofree char *quoted = load_quote(name);
	g_autofree char *advice = NULL;

	if (stands_twice)
		return g_strdup_printf("%s stands there twice; leave one out", quoted);
	if (n > 1)
		return NULL;
	if (n == 1)
		return g_strdup_printf("VPN %s has VRFs in one of the carriers alone; write a "
				       "<site> of it in another, or leave it out",
				       quoted);
	advice = net_advise(name, common->names, "the VRFs are");
	return g_strdup_printf("no carrier has a VRF %s; %s", quoted, advice);
}

static void choose_named(ExpandCommon *common)
{
	const ExpandInterAs *inter_as = common->inter_as;
	LoadErrors *errors = inter_as->expansion->errors;
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (char **name = inter_as->config->vpns; *name && !load_errors_full(errors); name++) {
		gboolean stands_twice = !g_hash_table_add(seen, *name);
		g_autofree char *mistake = mistake_in(common, *name, stands_twice);

		if (!stands_twice)
			g_ptr_array_add(common->chosen, *name);
		if (mistake)
			load_error(errors, inter_as->line, "vpns: %s", mistake);
	}
	g_hash_table_unref(seen);
}

static void check_vlans(const ExpandCommon *common)
{
	const ExpandInterAs *inter_as = common->inter_as;

	if (inter_as->config->vlan + common->chosen->len <= LAST_VLAN + 1)
		return;
	load_error(inter_as->expansion->errors, inter_as->line,
		   "vlan: %u VPNs need as many VLANs, and there are fewer from %u to %d; write a "
		   "smaller number, or some VPNs alone in vpns=\"...\"",
		   common->chosen->len, inter_as->config->vlan, LAST_VLAN);
}

void expand_common_init(ExpandCommon *common, ExpandInterAs *inter_as)
{
	*common = (ExpandCommon){.inter_as = inter_as};
	common->vrfs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	common->odd = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	common->names = g_ptr_array_new_with_free_func(g_free);
	common->chosen = g_ptr_array_new();
	for (unsigned i = 0; i < inter_as->carriers->len; i++)
		note_vrfs(common, &g_array_index(inter_as->carriers, ExpandCarrier, i));
	if (*inter_as->config->vpns)
		choose_named(common);
	else
		choose_common(common);
	check_vlans(common);
}

void expand_common_clear(ExpandCommon *common)
{
	g_ptr_array_free(common->chosen, TRUE);
	g_ptr_array_free(common->names, TRUE);
	g_hash_table_unref(common->odd);
	g_hash_table_unref(common->vrfs);
}
