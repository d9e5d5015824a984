/* SPDX-License-Identifier: Apache-2.0 */
/* The rule of route maps about labels that neighbours are told (bgp_told.h); match-label is one of the common
 * ones. */
#include "models/bgp/bgp_policy.h"

static void set_label(PolicySubject *subject, const PolicyUse *use)
{
	(void)use;
	((BgpPolicyRoute *)subject->own)->labelled = TRUE;
}

const PolicyRule bgp_policy_label_rules[] = {
	{.element = "set-label",
	 .doc = "Has a neighbour with send-label told BGP's route with a label.",
	 .owner = &bgp_policy_owner,
	 .set = set_label},
	{.element = NULL},
};
