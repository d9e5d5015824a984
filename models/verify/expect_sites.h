/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expectations of sites: full reach within groups, isolation between them. A group is what belongs
 * together: the nodes of a customer, usually. Every pair is walked through the tables as they stand at
 * the end of the instant (path_walk()).
 *
 * A site is a node. It sends from the address that a flow would send from (flow_source()); its
 * addresses are those of its loopbacks, or of its first interface where it has none, in the global table.
 */
#ifndef VERIFY_EXPECT_SITES_H
#define VERIFY_EXPECT_SITES_H

#include "models/node/network.h"
#include "models/verify/expect.h"

typedef struct ExpectGroup {
	const char *name;       /* NULL: it is called by its nodes */
	const GPtrArray *nodes; /* of Node; borrowed during the call */
} ExpectGroup;

typedef struct ExpectSites {
	ExpectWhen when;
	const ExpectGroup *groups; /* borrowed during the call; no node is in two */
	unsigned n_groups;
} ExpectSites;

/* The sites of each group reach all addresses of its others. Groups of one site are left out; FALSE and
 * *error where no other is left, or a node has no address. */
gboolean expect_add_reach(ExpectSet *set, const ExpectSites *config, GError **error);
/* What a site sends to an address of another group comes to no node of another one: it is dropped, or
 * arrives at a node that is none of theirs, as of its own group where both have the address. FALSE and
 * *error where there are not two groups, or a node has no address. */
gboolean expect_add_isolation(ExpectSet *set, const ExpectSites *config, GError **error);

#endif
