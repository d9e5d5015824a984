/* SPDX-License-Identifier: Apache-2.0 */
/* What RIP shows of itself: its routes, interfaces and neighbours. */
#ifndef RIP_RIP_TABLES_H
#define RIP_RIP_TABLES_H

#include "models/net/table.h"

extern const TableDef *const rip_tables[]; /* NULL terminated */

#endif
