/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LSAs of this router's own (RFC 2328 12.4, 13.4).
 *
 * What we should say is worked out as a whole, and compared with what the database has of us: what
 * differs is made anew, what is not to be said any more is flushed.
 *
 * The first change of an LSA after a calm is acted on after lsa_delay. The next instance of it comes
 * no sooner than lsa_hold later; changes that had to wait for that double the time, up to
 * lsa_max_hold. Where all are 0 s, 5 s, 5 s, this is MinLSInterval.
 */
#ifndef OSPF_OSPF_ORIGINATE_H
#define OSPF_OSPF_ORIGINATE_H

#include "models/ospf/ospf_instance.h"

void ospf_originate_init(OspfLsdb *db);

/* Something that our LSAs in this database describe may have changed. */
void ospf_originate(OspfLsdb *db);
/* An LSA of ours came back newer than we made it, from before a restart: outdoes it, or ends it where
 * we have none of that kind. */
void ospf_originate_again(OspfLsa *lsa);
/* LSRefreshTime has come for our LSA. */
void ospf_originate_refresh(OspfLsa *lsa);

#endif
