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

#define OSPF_MAX_LINK_METRIC 0xffff /* RFC 6987 2 */

/* An empty database with what origination needs; what is passed is borrowed. area is NULL for
 * AS-external-LSAs. */
void ospf_originate_init_db(OspfLsdb *db, OspfInstance *instance, OspfArea *area,
			    GPtrArray *ifaces);
/* In all databases. */
void ospf_originate_all(OspfInstance *instance);

/* Adds an LSA to a list of Ospf2Lsa that we should say, without sequence number. Good until the next
 * is added. */
Ospf2Lsa *ospf_want(GArray *wanted, Ospf2LsaType type, uint32_t id, uint8_t options,
		    uint32_t router_id);
/* The same for a network, in order of prefixes: where several have one address the link state ids of
 * all but the last have their host bits set (RFC 2328 appendix E). */
Ospf2Lsa *ospf_want_prefix(GArray *wanted, Ospf2LsaType type, const NetPrefix *prefix,
			   uint8_t options, uint32_t router_id);

/* Something that our LSAs in this database describe may have changed. */
void ospf_originate(OspfLsdb *db);
/* An LSA of ours came back newer than we made it, from before a restart: outdoes it, or ends it where
 * we have none of that kind. */
void ospf_originate_again(OspfLsa *lsa);
/* LSRefreshTime has come for our LSA. */
void ospf_originate_refresh(OspfLsa *lsa);

#endif
