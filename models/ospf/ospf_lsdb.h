/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A link state database (RFC 2328 12.2) and the ageing of what it holds (RFC 2328 14). Nothing ticks:
 * an LSA keeps the instant at which it was new, and has one timer for the next thing that its age
 * entails, refreshment of an own one or the end of another's.
 */
#ifndef OSPF_OSPF_LSDB_H
#define OSPF_OSPF_LSDB_H

#include "models/ospf/ospf.h"
#include "models/wire/ospf2_lsa.h"
#include "sim/timer.h"

/* Architectural constants, RFC 2328 appendix B. */
#define OSPF_MIN_LS_ARRIVAL (1 * SIM_SEC)
#define OSPF_LONG_AGO (-3600 * SIM_SEC) /* before all that counts now */
#define OSPF_LS_REFRESH_TIME (1800 * SIM_SEC)

typedef struct OspfLsdb OspfLsdb;

/* What the database holds under one key. It stays the same object while instances replace each
 * other; pointers to it are good until it leaves the database (see ospf_flood_sweep()). */
typedef struct OspfLsa {
	OspfLsdb *lsdb;            /* borrowed */
	Ospf2Lsa content;          /* the current instance; for its age ask ospf_lsa_header() */
	uint8_t *bytes;            /* the same as bytes */
	SimTime born;              /* when its age was 0 */
	SimTime received;          /* by flooding; long ago where we made it ourselves */
	SimTime sent;              /* in a Link State Update; long ago where it never was */
	gboolean flushing;         /* at MaxAge */
	unsigned n_unacknowledged; /* retransmission lists that it is on */
	SimTimer timer;
	/* Of our own: when it was last originated, long ago at first; for how long not again; and
	 * that it has to be made anew even where it would say the same. */
	SimTime originated, hold;
	gboolean forced;
} OspfLsa;

/* The timer of an LSA has come: it is our own and due for refreshment, or has reached MaxAge. */
typedef void (*OspfLsaDueFn)(OspfLsa *lsa, void *owner);

struct OspfLsdb {
	Sim *sim;           /* borrowed */
	uint32_t router_id; /* ours */
	GPtrArray *lsas;    /* of OspfLsa, owned, in order of ospf2_lsa_key_cmp() */
	GArray *keys;       /* of Ospf2LsaKey, the same: a search need not touch the LSAs */
	unsigned n_flushing;
	OspfLsaDueFn due;
	void *owner;
	struct OspfInstance *instance; /* borrowed, as are the next two; see ospf_instance.h */
	struct OspfArea *area;
	GPtrArray *ifaces;        /* of OspfIface: where they are flooded */
	SimTimer originate_timer; /* until what we say of ourselves is looked at anew */
};

void ospf_lsdb_init(OspfLsdb *db, Sim *sim, uint32_t router_id, OspfLsaDueFn due, void *owner);
void ospf_lsdb_release(OspfLsdb *db);
void ospf_lsdb_clear(OspfLsdb *db);

OspfLsa *ospf_lsdb_find(const OspfLsdb *db, const Ospf2LsaKey *key); /* NULL where absent */

/*
 * Puts an instance in the place of the former one, if any. content is taken over; bytes, the same
 * LSA with content->header.length bytes, are copied. received: it came by flooding. *changed tells whether it says anything that
 * the former one did not (RFC 2328 13.2), so that routes must be calculated anew.
 */
OspfLsa *ospf_lsdb_install(OspfLsdb *db, Ospf2Lsa *content, const uint8_t *bytes, gboolean received,
			   gboolean *changed);
/* Sets the age to MaxAge before its time (RFC 2328 14.1). */
void ospf_lsdb_age_out(OspfLsa *lsa);
void ospf_lsdb_remove(OspfLsa *lsa); /* frees it */

static inline const Ospf2LsaKey *ospf_lsa_key(const OspfLsa *lsa)
{
	return &lsa->content.header.key;
}
static inline gboolean ospf_lsa_is_own(const OspfLsa *lsa)
{
	return ospf_lsa_key(lsa)->adv_router == lsa->lsdb->router_id;
}
/* The header with the age of now. */
Ospf2LsaHeader ospf_lsa_header(const OspfLsa *lsa);

#endif
