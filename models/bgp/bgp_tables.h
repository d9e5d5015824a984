/* SPDX-License-Identifier: Apache-2.0 */
/* How BGP shows its state. */
#ifndef BGP_BGP_TABLES_H
#define BGP_BGP_TABLES_H

#include "models/bgp/bgp_table.h"
#include "models/rib/protocol.h"

extern const TableDef *const bgp_show_tables[]; /* ProtoClass.tables */
/* Some of them: bgp_table_neighbors.c, bgp_table_received.c, bgp_table_out.c. */
extern const TableDef bgp_table_neighbors, bgp_table_families, bgp_table_received, bgp_table_out;

void bgp_foreach_session(const ProtoInstance *proto, ProtoSessionFn fn, void *user);

/* The prefixes of a table in the order of RD and prefix (of BgpNet, borrowed). */
GPtrArray *bgp_nets_sorted(const BgpTable *table);

#endif
