/* SPDX-License-Identifier: Apache-2.0 */
/* The table "ospf-database": every LSA and all that it says. */
#ifndef OSPF_OSPF_TABLE_LSDB_H
#define OSPF_OSPF_TABLE_LSDB_H

#include "models/net/table.h"
#include "models/ospf/ospf_instance.h"

extern const TableDef ospf_table_database;

extern const FieldKind ospf_field_id; /* uint32_t in dotted form: router ids, area ids */

/* Options as text: "E", "E DC"; "" where there are none. */
#define OSPF_OPTIONS_LEN 32
void ospf_options_str(uint8_t options, char buf[OSPF_OPTIONS_LEN]);

#endif
