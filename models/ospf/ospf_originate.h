/* SPDX-License-Identifier: Apache-2.0 */
/* LSAs of this router's own (RFC 2328 12.4, 13.4). */
#ifndef OSPF_OSPF_ORIGINATE_H
#define OSPF_OSPF_ORIGINATE_H

#include "models/ospf/ospf_instance.h"

void ospf_originate_init(OspfArea *area);

/* Something that the router-LSA describes may have changed: makes a new instance where it has, at the
 * end of this instant, but not within MinLSInterval of the last one. */
void ospf_originate(OspfArea *area);
/* An LSA of ours came back newer than we made it, from before a restart: outdoes it, or ends it where
 * we have none of that kind. */
void ospf_originate_again(OspfArea *area, OspfLsa *lsa);
/* LSRefreshTime has come for our LSA. */
void ospf_originate_refresh(OspfArea *area);

#endif
