/* SPDX-License-Identifier: Apache-2.0 */
/* OSPF as it is configured at the ends of a link. */
#ifndef LOAD_CHECK_OSPF_ENDS_H
#define LOAD_CHECK_OSPF_ENDS_H

#include "models/ospf/ospf.h"
#include "scenarios/load/check_net.h"

typedef struct CheckOspfEnd {
	const CheckIface *iface;
	const LoadElement *item;     /* what says that OSPF runs there */
	const LoadElement *instance; /* that it belongs to */
	const OspfIfaceConfig *config;
	gboolean passive;
	OspfAuth authentication; /* the area's, where the interface says nothing */
	gboolean stub;
} CheckOspfEnd;

/* FALSE where OSPF does not run on the interface. */
gboolean check_ospf_end(const CheckIface *iface, CheckOspfEnd *out);
/* The instance of the table with that number; NULL where there is none. */
const LoadElement *check_ospf_instance(const CheckTable *table, unsigned process);

/* Called with the first end at which OSPF looks for neighbours and, in turn, each other one of the link. */
typedef void (*CheckOspfPairFn)(const CheckOspfEnd *a, const CheckOspfEnd *b, LoadErrors *found);
void check_ospf_pairs(const CheckNet *net, CheckOspfPairFn fn, LoadErrors *found);

#endif
