/* SPDX-License-Identifier: Apache-2.0 */
/* The registry of the tables by which a node shows its state: those of the layers that every node has,
 * then those of the protocols. */
#ifndef NODE_TABLES_H
#define NODE_TABLES_H

#include "models/net/table.h"
#include "models/node/network.h"

/* All tables (of const TableDef) in the order in which docs list them. The caller frees the array. */
GPtrArray *node_tables(void);
/* NULL where there is none of that name. */
const TableDef *node_table(const char *name);

/* Calls fn for each row that the table has on the node: none where what it is about is not there. */
void node_table_foreach(const Node *node, const TableDef *table, TableRowFn fn, void *user);

#endif
