/* SPDX-License-Identifier: Apache-2.0 */
/* Routing policy of the RIB's routes, as of those that are redistributed. */
#ifndef RIB_RIB_POLICY_H
#define RIB_RIB_POLICY_H

#include "models/policy/policy.h"
#include "models/rib/rib.h"

/* What policy sees of the route; nothing of it is set. Next hop and interface are those of its first
 * hop. Texts are borrowed. */
PolicySubject rib_policy_subject(const RibRoute *route);

#endif
