/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the sources of models/policy alone. */
#ifndef POLICY_POLICY_PRIVATE_H
#define POLICY_POLICY_PRIVATE_H

#include "models/policy/policy.h"

/* Names are looked for one by one; this bounds it. */
enum { POLICY_MOST = 4096 };

struct PolicySet {
	const PolicySet *above; /* borrowed, may be NULL */
	GPtrArray *lists;       /* of PolicyList, owned */
	GPtrArray *maps;        /* of PolicyMap, owned */
};

void policy_list_free(void *list);

/* It is set-metric with "igp". */
gboolean policy_is_set_igp_metric(const PolicyUse *use);
gboolean policy_is_set_next_hop(const PolicyUse *use);

/* Sets *error (POLICY_ERROR); FALSE. */
gboolean policy_complain(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The place of a new entry. *seq 0 becomes a step more than last, that of the last entry. Else last is
 * that of the first entry that is not before it, where there is one (is_found). */
gboolean policy_next_seq(uint32_t *seq, uint32_t last, gboolean is_found, uint32_t step,
			 GError **error);

#endif
