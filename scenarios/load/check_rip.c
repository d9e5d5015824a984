/* SPDX-License-Identifier: Apache-2.0 */
/* RIP as it is configured on a node and at the ends of a link. */
#include "scenarios/load/check_rip.h"

#include "models/rip/rip.h"
#include "models/rip/rip_config.h"

#include <string.h>

static const RipIfaceConfig *config_of(const CheckIface *iface)
{
	const LoadElement *item = check_item(iface, &rip_class);

	return item ? item->config : NULL;
}

void check_rip_without_link(const CheckNet *net, LoadErrors *found)
{
	for (unsigned i = 0; i < net->tables->len && !load_errors_full(found); i++) {
		const CheckTable *table = g_ptr_array_index(net->tables, i);
		const LoadElement *rip = check_protocol(table, &rip_class);
		g_autofree char *name = check_table_name(table);
		gboolean runs = FALSE;

		for (unsigned j = 0; j < table->ifaces->len; j++)
			runs |= config_of(g_ptr_array_index(table->ifaces, j)) != NULL;
		if (rip && !runs)
			load_error(
				found, rip->line,
				"RIP of %s runs on none of its interfaces, so that it tells nobody "
				"anything; write <rip/> in a <link>",
				name);
	}
}

static gboolean is_alike(const RipIfaceConfig *a, const RipIfaceConfig *b)
{
	return a->authentication == b->authentication && strcmp(a->key.text, b->key.text) == 0 &&
	       (a->authentication != RIP_AUTH_MD5 || a->key_id == b->key_id);
}

static void compare(const CheckIface *a, const CheckIface *b, LoadErrors *found)
{
	const RipIfaceConfig *here = config_of(a), *there = config_of(b);
	g_autofree char *first = check_iface_name(a), *second = check_iface_name(b);

	if (here->authentication != there->authentication)
		load_error(found, check_item(b, &rip_class)->line,
			   "%s has authentication %s, %s has %s, so that they do not believe each "
			   "other; write the same at both ends",
			   first, rip_auth_name(here->authentication), second,
			   rip_auth_name(there->authentication));
	else if (!is_alike(here, there))
		load_error(found, check_item(b, &rip_class)->line,
			   "%s and %s have different keys, so that they do not believe each other; "
			   "write the same key%s at both ends",
			   first, second,
			   here->authentication == RIP_AUTH_MD5 ? " and key-id" : "");
}

static gboolean speaks(const CheckIface *iface)
{
	const RipIfaceConfig *config = config_of(iface);

	return config && !config->passive;
}

/* Each end with the first one. */
static void look_at_wire(const CheckWire *wire, LoadErrors *found)
{
	const CheckIface *first = NULL;

	for (unsigned i = 0; i < wire->ends->len; i++) {
		const CheckIface *end = g_ptr_array_index(wire->ends, i);

		if (speaks(end) && first)
			compare(first, end, found);
		else if (speaks(end))
			first = end;
	}
}

void check_rip_authentication(const CheckNet *net, LoadErrors *found)
{
	for (unsigned i = 0; i < net->wires->len && !load_errors_full(found); i++)
		look_at_wire(g_ptr_array_index(net->wires, i), found);
}
