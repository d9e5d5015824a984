/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of models/rib: routes, LSPs, local labels, tracked next hops. */
#ifndef RIB_RIB_TABLES_H
#define RIB_RIB_TABLES_H

#include "models/net/table.h"

extern const TableDef *const rib_tables[]; /* NULL terminated; their instance is a RibNode */

#endif
