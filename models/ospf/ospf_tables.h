/* SPDX-License-Identifier: Apache-2.0 */
/* How OSPF shows its state. */
#ifndef OSPF_OSPF_TABLES_H
#define OSPF_OSPF_TABLES_H

#include "models/rib/protocol.h"

extern const TableDef *const ospf_tables[]; /* ProtoClass.tables */

void ospf_foreach_session(const ProtoInstance *proto, ProtoSessionFn fn, void *user);

#endif
