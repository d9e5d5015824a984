/* SPDX-License-Identifier: Apache-2.0 */
#include "scenarios/load/check_ospf_ends.h"

#include <string.h>

const LoadElement *check_ospf_instance(const CheckTable *table, unsigned process)
{
	const LoadElement *holder = table->vrf ? table->vrf : table->node;

	for (unsigned i = 0; i < holder->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(holder->children, i);

		if (child->shape.kind == LOAD_PROTOCOL && child->shape.protocol == &ospf_class &&
		    child->sound && ((const OspfConfig *)child->config)->process == process)
			return child;
	}
	return NULL;
}

/* What the instance says of an area; NULL where nothing. */
static const OspfAreaConfig *area_of(const LoadElement *instance, uint32_t id)
{
	for (unsigned i = 0; i < instance->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(instance->children, i);

		if (child->sound && strcmp(child->shape.element, "area") == 0 &&
		    ((const OspfAreaConfig *)child->config)->id == id)
			return child->config;
	}
	return NULL;
}

gboolean check_ospf_end(const CheckIface *iface, CheckOspfEnd *out)
{
	const LoadElement *item = check_item(iface, &ospf_class);
	const OspfIfaceConfig *config = item ? item->config : NULL;
	const LoadElement *instance =
		config ? check_ospf_instance(iface->table, config->process) : NULL;
	const OspfAreaConfig *area;

	if (!instance)
		return FALSE;
	area = area_of(instance, config->area);
	*out = (CheckOspfEnd){
		.iface = iface,
		.item = item,
		.instance = instance,
		.config = config,
		.passive = config->passive == OSPF_BY_DEFAULT
				   ? ((const OspfConfig *)instance->config)->passive_default
				   : config->passive == OSPF_YES,
		.authentication = config->authentication != OSPF_AUTH_BY_AREA
					  ? config->authentication
					  : (area ? area->authentication : OSPF_AUTH_NONE),
		.stub = area && area->stub,
	};
	return TRUE;
}

static void look_at_wire(const CheckWire *wire, CheckOspfPairFn fn, LoadErrors *found)
{
	CheckOspfEnd first, other;
	gboolean has_first = FALSE;

	for (unsigned i = 0; i < wire->ends->len; i++) {
		if (!check_ospf_end(g_ptr_array_index(wire->ends, i), &other) || other.passive)
			continue;
		if (has_first)
			fn(&first, &other, found);
		else
			first = other;
		has_first = TRUE;
	}
}

void check_ospf_pairs(const CheckNet *net, CheckOspfPairFn fn, LoadErrors *found)
{
	for (unsigned i = 0; i < net->wires->len && !load_errors_full(found); i++)
		look_at_wire(g_ptr_array_index(net->wires, i), fn, found);
}
