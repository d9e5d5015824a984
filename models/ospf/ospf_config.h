/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration of OSPF: kinds of values, and what is taken from its items after checks (RFC 2328
 * appendix C). */
#ifndef OSPF_OSPF_CONFIG_H
#define OSPF_OSPF_CONFIG_H

#include "models/ospf/ospf_area.h"

/* Configuration of an address range: the item "range". */
typedef struct OspfRangeConfig {
	uint32_t area;
	OspfRange range;
} OspfRangeConfig;

extern const ConfigKind ospf_process_kind;        /* uint16_t, at least 1 */
extern const ConfigKind ospf_network_kind;        /* OspfNetwork */
extern const ConfigKind ospf_choice_kind;         /* OspfChoice; "" is by default */
extern const ConfigKind ospf_cost_kind;           /* uint16_t, at least 1; "" is 0 */
extern const ConfigKind ospf_reference_kind;      /* uint64_t bit/s; "" is 0 */
extern const ConfigKind ospf_distance_kind;       /* uint8_t, at least 1; "" is 0 */
extern const ConfigKind ospf_authentication_kind; /* OspfAuth; "" is by area */
extern const ConfigKind ospf_keys_kind;           /* OspfKeys */
extern const ConfigKind ospf_key_kind;            /* OspfKey */
extern const ConfigKind ospf_metric_type_kind;    /* uint8_t: 1 or 2 */

/* ProtoItem.add() of the items. */
gboolean ospf_add_iface(ProtoInstance *proto, FwdIface *fwd, const void *data, GError **error);
/* The same for what may change of an interface. */
extern const char *const ospf_live_iface_fields[];
gboolean ospf_can_change_iface(ProtoInstance *proto, FwdIface *fwd, const void *data,
			       GError **error);
void ospf_change_iface(ProtoInstance *proto, FwdIface *fwd, const void *data);

gboolean ospf_add_area(ProtoInstance *proto, FwdIface *fwd, const void *data, GError **error);
gboolean ospf_add_range(ProtoInstance *proto, FwdIface *fwd, const void *data, GError **error);
gboolean ospf_add_redistribute(ProtoInstance *proto, FwdIface *fwd, const void *data,
			       GError **error);
gboolean ospf_add_default_information(ProtoInstance *proto, FwdIface *fwd, const void *data,
				      GError **error);
gboolean ospf_add_summary_address(ProtoInstance *proto, FwdIface *fwd, const void *data,
				  GError **error);

#endif
