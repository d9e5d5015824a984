/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_area.h"

#include "models/ospf/ospf_flood.h"
#include "models/ospf/ospf_iface.h"
#include "models/ospf/ospf_originate.h"

static void free_iface(void *iface)
{
	ospf_iface_free(iface);
}

OspfArea *ospf_area_find(const OspfInstance *instance, uint32_t id)
{
	for (unsigned i = 0; i < instance->areas->len; i++) {
		OspfArea *area = g_ptr_array_index(instance->areas, i);
		if (area->id == id)
			return area;
	}
	return NULL;
}

OspfArea *ospf_area_get(OspfInstance *instance, uint32_t id)
{
	OspfArea *area = ospf_area_find(instance, id);

	if (area)
		return area;
	area = g_new0(OspfArea, 1);
	area->instance = instance;
	area->id = id;
	area->ifaces = g_ptr_array_new_with_free_func(free_iface);
	area->ranges = g_array_new(FALSE, FALSE, sizeof(OspfRange));
	ospf_originate_init_db(&area->lsdb, instance, area, area->ifaces);
	g_ptr_array_add(instance->areas, area);
	return area;
}

void ospf_area_free(OspfArea *area)
{
	sim_timer_stop(&area->lsdb.originate_timer);
	g_ptr_array_unref(area->ifaces);
	g_array_unref(area->ranges);
	ospf_lsdb_release(&area->lsdb);
	g_free(area);
}

OspfLsdb *ospf_area_db(OspfArea *area, uint32_t lsa_type)
{
	if (lsa_type != OSPF2_LSA_EXTERNAL)
		return &area->lsdb;
	return area->config.stub ? NULL : &area->instance->externals;
}

uint8_t ospf_area_options(const OspfArea *area)
{
	return area->config.stub ? 0 : OSPF2_OPTION_E;
}

static gboolean is_active(const OspfArea *area)
{
	for (unsigned i = 0; i < area->ifaces->len; i++) {
		const OspfIface *iface = g_ptr_array_index(area->ifaces, i);
		if (iface->fsm.state != OSPF_IFACE_DOWN)
			return TRUE;
	}
	return FALSE;
}

gboolean ospf_is_abr(const OspfInstance *instance)
{
	const OspfArea *backbone = ospf_area_find(instance, OSPF_BACKBONE);
	unsigned n_active = 0;

	if (!backbone || instance->areas->len < 2)
		return FALSE;
	for (unsigned i = 0; i < instance->areas->len; i++)
		n_active += is_active(g_ptr_array_index(instance->areas, i)) != 0;
	return n_active > 1 && is_active(backbone);
}

const OspfRange *ospf_area_range(const OspfArea *area, const NetPrefix *network)
{
	const OspfRange *found = NULL;

	for (unsigned i = 0; i < area->ranges->len; i++) {
		const OspfRange *range = &g_array_index(area->ranges, OspfRange, i);
		if (range->prefix.len <= network->len &&
		    net_prefix_contains(&range->prefix, &network->addr) &&
		    (!found || range->prefix.len > found->prefix.len))
			found = range;
	}
	return found;
}
