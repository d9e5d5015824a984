/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_lsdb.h"

#include <string.h>

static void free_lsa(void *data)
{
	OspfLsa *lsa = data;

	sim_timer_stop(&lsa->timer);
	ospf2_lsa_clear(&lsa->content);
	g_free(lsa->bytes);
	g_free(lsa);
}

void ospf_lsdb_init(OspfLsdb *db, Sim *sim, uint32_t router_id, OspfLsaDueFn due, void *owner)
{
	*db = (OspfLsdb){.sim = sim, .router_id = router_id, .due = due, .owner = owner};
	db->lsas = g_ptr_array_new_with_free_func(free_lsa);
	db->keys = g_array_new(FALSE, FALSE, sizeof(Ospf2LsaKey));
}

void ospf_lsdb_clear(OspfLsdb *db)
{
	g_ptr_array_set_size(db->lsas, 0);
	g_array_set_size(db->keys, 0);
	db->n_flushing = 0;
}

void ospf_lsdb_release(OspfLsdb *db)
{
	g_clear_pointer(&db->lsas, g_ptr_array_unref);
	g_clear_pointer(&db->keys, g_array_unref);
}

/* Index of the first LSA whose key is not before key. */
static guint lower_bound(const OspfLsdb *db, const Ospf2LsaKey *key)
{
	guint low = 0, high = db->keys->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;
		if (ospf2_lsa_key_cmp(&g_array_index(db->keys, Ospf2LsaKey, middle), key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

OspfLsa *ospf_lsdb_find(const OspfLsdb *db, const Ospf2LsaKey *key)
{
	guint i = lower_bound(db, key);

	if (i == db->keys->len ||
	    ospf2_lsa_key_cmp(&g_array_index(db->keys, Ospf2LsaKey, i), key) != 0)
		return NULL;
	return g_ptr_array_index(db->lsas, i);
}

static void lsa_due(void *owner)
{
	OspfLsa *lsa = owner;
	lsa->lsdb->due(lsa, lsa->lsdb->owner);
}

static OspfLsa *add(OspfLsdb *db, const Ospf2LsaKey *key)
{
	OspfLsa *lsa = g_new0(OspfLsa, 1);

	lsa->lsdb = db;
	/* Ageing is no work and waits for nothing: it goes on whatever happens, and an LSA whose
	 * router has gone away counts for nothing already before it is removed. */
	sim_timer_init(&lsa->timer, db->sim, SIM_PERIODIC, lsa_due, lsa);
	lsa->originated = OSPF_LONG_AGO;
	guint at = lower_bound(db, key);
	g_ptr_array_insert(db->lsas, (gint)at, lsa);
	g_array_insert_vals(db->keys, at, key, 1);
	return lsa;
}

/* RFC 2328 13.2. */
static gboolean says_the_same(const OspfLsa *old, const Ospf2Lsa *content, const uint8_t *bytes)
{
	const Ospf2LsaHeader *a = &old->content.header, *b = &content->header;

	return a->options == b->options && old->flushing == (b->age >= OSPF2_MAX_AGE) &&
	       a->length == b->length &&
	       memcmp(old->bytes + OSPF2_LSA_HEADER_LEN, bytes + OSPF2_LSA_HEADER_LEN,
		      (size_t)b->length - OSPF2_LSA_HEADER_LEN) == 0;
}

static void set_flushing(OspfLsa *lsa, gboolean flushing)
{
	lsa->lsdb->n_flushing += (unsigned)(flushing - lsa->flushing);
	lsa->flushing = flushing;
}

static void start_timer(OspfLsa *lsa)
{
	SimTime age = lsa->lsdb->sim->now - lsa->born;
	SimTime due = ospf_lsa_is_own(lsa) ? OSPF_LS_REFRESH_TIME : OSPF2_MAX_AGE * SIM_SEC;

	if (lsa->flushing)
		sim_timer_stop(&lsa->timer);
	else
		sim_timer_start(&lsa->timer, MAX(due - age, 0));
}

OspfLsa *ospf_lsdb_install(OspfLsdb *db, Ospf2Lsa *content, const uint8_t *bytes, gboolean received,
			   gboolean *changed)
{
	OspfLsa *lsa = ospf_lsdb_find(db, &content->header.key);

	*changed = !lsa || !says_the_same(lsa, content, bytes);
	if (!lsa)
		lsa = add(db, &content->header.key);
	ospf2_lsa_clear(&lsa->content);
	g_free(lsa->bytes);
	lsa->content = *content;
	lsa->bytes = g_memdup2(bytes, content->header.length);
	lsa->received = received ? db->sim->now : -OSPF_MIN_LS_ARRIVAL;
	lsa->sent = -OSPF_MIN_LS_ARRIVAL;
	lsa->born = db->sim->now - content->header.age * SIM_SEC;
	set_flushing(lsa, content->header.age >= OSPF2_MAX_AGE);
	start_timer(lsa);
	*content = (Ospf2Lsa){0};
	return lsa;
}

void ospf_lsdb_age_out(OspfLsa *lsa)
{
	set_flushing(lsa, TRUE);
	start_timer(lsa);
}

void ospf_lsdb_remove(OspfLsa *lsa)
{
	OspfLsdb *db = lsa->lsdb;

	set_flushing(lsa, FALSE);
	guint at = lower_bound(db, ospf_lsa_key(lsa));
	g_array_remove_index(db->keys, at);
	g_ptr_array_remove_index(db->lsas, at);
}

Ospf2LsaHeader ospf_lsa_header(const OspfLsa *lsa)
{
	Ospf2LsaHeader header = lsa->content.header;
	SimTime age = (lsa->lsdb->sim->now - lsa->born) / SIM_SEC;

	header.age = lsa->flushing ? OSPF2_MAX_AGE : (uint16_t)MIN(age, OSPF2_MAX_AGE);
	return header;
}
