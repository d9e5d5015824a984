/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_sync.h"

#include "models/ospf/ospf_area.h"
#include "models/ospf/ospf_originate.h"
#include "models/rib/rib_sync.h"

static RibSyncState state_of(const OspfIface *iface)
{
	return rib_sync_get(iface->area->instance->proto.host->rib_node, iface->fwd);
}

gboolean ospf_sync_is_on(const OspfIface *iface)
{
	return iface->config.ldp_sync == OSPF_BY_DEFAULT ? iface->area->instance->config.ldp_sync
							 : iface->config.ldp_sync == OSPF_YES;
}

gboolean ospf_sync_is_awaited(const OspfIface *iface)
{
	return iface->fsm.state == OSPF_IFACE_P2P && ospf_sync_is_on(iface) &&
	       !iface->sync_given_up && state_of(iface) == RIB_SYNC_WAITING;
}

static void give_up(void *owner)
{
	OspfIface *iface = owner;

	iface->sync_given_up = TRUE;
	ospf_originate(&iface->area->lsdb);
}

void ospf_sync_init(OspfIface *iface)
{
	sim_timer_init(&iface->sync_timer, iface->area->instance->sim, SIM_GUARD, give_up, iface);
}

void ospf_sync_stop(OspfIface *iface)
{
	sim_timer_stop(&iface->sync_timer);
	iface->sync_given_up = FALSE;
}

void ospf_sync_begin(OspfIface *iface)
{
	SimTime holddown = iface->area->instance->config.ldp_sync_holddown;

	ospf_sync_stop(iface);
	if (holddown > 0 && ospf_sync_is_awaited(iface))
		sim_timer_start(&iface->sync_timer, holddown);
}

static void on_change(FwdIface *fwd, void *user)
{
	OspfIface *iface = ospf_find_iface(user, fwd);

	if (!iface || !ospf_sync_is_on(iface) || iface->fsm.state == OSPF_IFACE_DOWN)
		return;
	ospf_sync_begin(iface);
	ospf_originate(&iface->area->lsdb);
}

static gboolean is_on_anywhere(const OspfInstance *instance)
{
	for (unsigned i = 0; i < instance->areas->len; i++) {
		const OspfArea *area = g_ptr_array_index(instance->areas, i);

		for (unsigned j = 0; j < area->ifaces->len; j++)
			if (ospf_sync_is_on(g_ptr_array_index(area->ifaces, j)))
				return TRUE;
	}
	return FALSE;
}

void ospf_sync_start(OspfInstance *instance)
{
	if (!is_on_anywhere(instance))
		return;
	rib_sync_watch(instance->proto.host->rib_node, on_change, instance);
}

void ospf_sync_end(OspfInstance *instance)
{
	rib_sync_unwatch(instance->proto.host->rib_node, on_change, instance);
}

typedef struct SyncRow {
	const char *vrf;
	uint16_t process;
	const char *interface;
	gboolean enabled;
	const char *ldp;     /* RibSyncState */
	gboolean max_metric; /* the link is advertised so for want of LDP */
	SimTime holddown_ns; /* when that ends in any case */
} SyncRow;

static const Field sync_fields[] = {
	FIELD(SyncRow, vrf, field_text),
	FIELD(SyncRow, process, field_u16),
	FIELD(SyncRow, interface, field_text),
	FIELD(SyncRow, enabled, field_bool),
	FIELD(SyncRow, ldp, field_text),
	FIELD(SyncRow, max_metric, field_bool),
	FIELD(SyncRow, holddown_ns, field_time_or_never),
};

static void put_sync(const OspfIface *iface, TableRowFn fn, void *user)
{
	const OspfInstance *instance = iface->area->instance;
	RibSyncState state = rib_sync_get(instance->proto.host->rib_node, iface->fwd);
	SyncRow row = {
		.vrf = rib_name(instance->proto.rib),
		.process = instance->config.process,
		.interface = iface->fwd->name,
		.enabled = ospf_sync_is_on(iface),
		.ldp = rib_sync_state_name(state),
		.max_metric = ospf_sync_is_awaited(iface),
		.holddown_ns = sim_timer_due(&iface->sync_timer),
	};

	if (iface->fwd->kind != FWD_IFACE_LOOPBACK)
		fn(&row, user);
}

static void each_sync(const void *data, TableRowFn fn, void *user)
{
	const OspfInstance *instance = data;

	for (unsigned i = 0; i < instance->areas->len; i++) {
		const OspfArea *area = g_ptr_array_index(instance->areas, i);

		for (unsigned j = 0; j < area->ifaces->len; j++)
			put_sync(g_ptr_array_index(area->ifaces, j), fn, user);
	}
}

const TableDef ospf_sync_table =
	TABLE_DEF("ospf-ldp-sync", "whether LDP is there on interfaces (RFC 5443)", sync_fields,
		  SyncRow, each_sync);
