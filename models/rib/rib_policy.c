/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rib/rib_policy.h"

PolicySubject rib_policy_subject(const RibRoute *route)
{
	const RibHop *hop = &route->hops[0];

	return (PolicySubject){
		.prefix = route->prefix,
		.protocol = route->source->protocol,
		.interface = hop->iface ? hop->iface->name : NULL,
		.next_hop = hop->gateway,
		.label = NET_LABEL_NONE,
		.metric = route->metric,
		.igp_metric = route->metric,
		.tag = route->tag,
	};
}
