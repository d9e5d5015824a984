/* SPDX-License-Identifier: Apache-2.0 */
/* What an area border router tells one area of the others (RFC 2328 12.4.3). */
#ifndef OSPF_OSPF_SUMMARY_H
#define OSPF_OSPF_SUMMARY_H

#include "models/ospf/ospf_instance.h"

/* Adds routes to nowhere for the ranges of our areas that have networks in them, so that a packet to
 * what is not there does not go back to whom we told of the range. table has been selected; it has to
 * be once more afterwards. */
void ospf_offer_ranges(const OspfInstance *instance, OspfTable *table);

/* Adds the summary-LSAs that the area should have from us to the list of Ospf2Lsa. */
void ospf_want_summaries(const OspfArea *area, GArray *wanted);

#endif
