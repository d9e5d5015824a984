/* SPDX-License-Identifier: Apache-2.0 */
/* Sites of a VPN that are of one AS: each refuses the paths of the others, which have its number in them (RFC 4271 9.1.2). */
#include "scenarios/load/check_sessions.h"
#include "scenarios/load/check_vrf.h"

/* Where sites of an AS are whose routes get a route target. */
typedef struct Sites {
	unsigned first; /* of CheckNet.joined */
	const CheckTable *table;
	const CheckTable *other; /* of a VRF of another site; NULL: there is none */
} Sites;

static char *key_of(NetRt rt, uint32_t as_number)
{
	return g_strdup_printf("%" G_GUINT64_FORMAT " %u", rt, as_number);
}

static void note(GHashTable *sites, const CheckNet *net, const CheckSession *session)
{
	const CheckTable *table = session->speaker->table;
	const GArray *rts = ((const LoadVrf *)table->vrf->config)->export_rts;
	unsigned set = check_sets_of(net->joined, table->id);

	for (unsigned i = 0; i < rts->len; i++) {
		char *key = key_of(g_array_index(rts, NetRt, i), session->remote_as);
		Sites *known = g_hash_table_lookup(sites, key);

		if (!known) {
			known = g_new0(Sites, 1);
			known->first = set;
			known->table = table;
			g_hash_table_insert(sites, key, known);
			continue;
		}
		if (known->first != set && !known->other)
			known->other = table;
		g_free(key);
	}
}

/* The site takes paths with its own number in them, or does not find it there. */
static gboolean is_provided_for(const CheckSession *session)
{
	const BgpPeerConfig *here = session->config, *there = session->other->config;

	return here->options.as_override || (here->remove_private_as && *here->remove_private_as) ||
	       (there->allow_as_in && g_strcmp0(there->allow_as_in, "0") != 0);
}

static void look_at_session(GHashTable *sites, const CheckNet *net, const CheckSession *session,
			    LoadErrors *found)
{
	const CheckTable *table = session->speaker->table;
	const GArray *rts = ((const LoadVrf *)table->vrf->config)->import_rts;
	unsigned set = check_sets_of(net->joined, table->id);
	const CheckTable *there = NULL;
	g_autofree char *name = NULL, *where = NULL;

	for (unsigned i = 0; i < rts->len && !there; i++) {
		g_autofree char *key = key_of(g_array_index(rts, NetRt, i), session->remote_as);
		const Sites *known = g_hash_table_lookup(sites, key);

		if (known)
			there = known->first != set ? known->table : known->other;
	}
	if (!there)
		return;
	name = check_session_name(session);
	where = check_table_name(there);
	load_error(
		found, session->element->line,
		"%s is in AS %u, and so is a site at %s, whose paths it refuses for the number in them; "
		"write as-override=\"yes\" here, or allow-as-in=\"1\" at the site",
		name, session->remote_as, where);
}

/* What is behind a VRF of another carrier is no site: its carrier takes paths from one such VRF to another. */
static gboolean is_of_site(const CheckSession *session)
{
	return session->speaker->table->vrf && !session->internal && session->other &&
	       !session->other->speaker->table->vrf;
}

static void for_each(GHashTable *sites, const CheckNet *net, LoadErrors *found)
{
	const GPtrArray *speakers = net->sessions->speakers;

	for (unsigned i = 0; i < speakers->len; i++) {
		const CheckSpeaker *speaker = g_ptr_array_index(speakers, i);

		for (unsigned s = 0; s < speaker->sessions->len; s++) {
			const CheckSession *session = g_ptr_array_index(speaker->sessions, s);

			if (!is_of_site(session))
				continue;
			if (!found)
				note(sites, net, session);
			else if (!is_provided_for(session) && !load_errors_full(found))
				look_at_session(sites, net, session, found);
		}
	}
}

void check_sites_of_one_as(const CheckNet *net, LoadErrors *found)
{
	GHashTable *sites = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

	for_each(sites, net, NULL);
	for_each(sites, net, found);
	g_hash_table_unref(sites);
}
