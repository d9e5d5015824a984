/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of the forwarding plane, for show and for the end of a recorded run. */
#ifndef FWD_TABLES_H
#define FWD_TABLES_H

#include "models/fwd/nexthop.h"
#include "models/net/table.h"

/* NULL terminated; their instance is a FwdNode. */
extern const TableDef *const fwd_tables[];
extern const TableDef fwd_table_tcp; /* tcp_table.c; one of them */

/* Kinds of members that point at a next-hop object (const FwdNextHop *). */
extern const FieldKind field_next_hop; /* "10.1.0.2 core", members separated by blanks */
/* The labels that a packet gets on the way, "17/29", top first. Where several members push any: one
 * stack for each in the order of field_next_hop, separated by blanks, "-" for none. */
extern const FieldKind field_next_hop_labels;

#endif
