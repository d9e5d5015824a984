/* SPDX-License-Identifier: Apache-2.0 */
/* How LDP shows its state. */
#ifndef LDP_LDP_TABLES_H
#define LDP_LDP_TABLES_H

#include "models/rib/protocol.h"

extern const TableDef *const ldp_tables[]; /* ProtoClass.tables */

void ldp_foreach_session(const ProtoInstance *proto, ProtoSessionFn fn, void *user);

#endif
