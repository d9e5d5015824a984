/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expectations of the sites of customers: full reach within each, isolation between them. Every pair is
 * walked through the tables as they stand at the end of the instant (path_walk()).
 *
 * A site is a node of the customer. It sends from the address that a flow would send from
 * (flow_source()); its addresses are those of its loopbacks, or of its first interface where it has none, in the
 * global table.
 */
#ifndef VERIFY_EXPECT_SITES_H
#define VERIFY_EXPECT_SITES_H

#include "models/node/network.h"
#include "models/verify/expect.h"

typedef struct ExpectCustomer {
	const char *name;
	const GPtrArray *nodes; /* of Node; borrowed during the call */
} ExpectCustomer;

typedef struct ExpectSites {
	ExpectWhen when;
	const ExpectCustomer *customers; /* borrowed during the call */
	unsigned n_customers;
} ExpectSites;

/* Each customer's sites reach all addresses of its other sites. Customers of one site are left out; FALSE and *error
 * where no other is left, or a node has no address. */
gboolean expect_add_reach(ExpectSet *set, const ExpectSites *config, GError **error);
/* What a customer's site sends to an address of another customer comes to no node of another one: it is dropped, or
 * arrives at a node that is none of theirs, as of its own customer where both have the address. FALSE and
 * *error where there are not two customers, or a node has no address. */
gboolean expect_add_isolation(ExpectSet *set, const ExpectSites *config, GError **error);

#endif
