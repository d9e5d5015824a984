/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Aggregation (RFC 4271 9.2.2.2): a prefix that the router originates as long as it has a usable route to part
 * of it. Which routes these are is kept as they change; the aggregate is made anew once after each run of the
 * decision process that has changed one of them. Aggregates are no part of other ones.
 */
#ifndef BGP_BGP_AGGREGATE_H
#define BGP_BGP_AGGREGATE_H

#include "models/bgp/bgp_instance.h"
#include "models/net/config.h"

typedef struct BgpAggregateConfig {
	NetPrefix prefix;
	gboolean summary_only; /* what it is made of is not told */
	gboolean as_set;       /* its path has the ASes of what it is made of */
} BgpAggregateConfig;

enum { BGP_N_AGGREGATE_FIELDS = 3 };
extern const ConfigField bgp_aggregate_fields[BGP_N_AGGREGATE_FIELDS];

typedef struct BgpAggregate {
	BgpAggregateConfig config;
	GArray *parts; /* of uint32_t, ascending: ids of prefixes with usable routes */
	gboolean dirty;
	uint64_t cause; /* of its being dirty */
} BgpAggregate;

/* FALSE and *error (PROTO_ERROR) where it makes no sense, or is there already. */
gboolean bgp_aggregate_add(Bgp *bgp, const BgpAggregateConfig *config, GError **error);
void bgp_aggregate_free(gpointer aggregate);

/* The chosen path of a prefix of a unicast family has changed. */
void bgp_aggregates_changed(const BgpTable *table, const BgpChange *change);
/* Makes those anew that have changed. */
void bgp_aggregates_run(Bgp *bgp);
/* Whether the prefix is not told, as an aggregate is in its place. */
gboolean bgp_aggregates_suppress(const BgpTable *table, const BgpNet *net);

#endif
