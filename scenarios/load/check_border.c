/* SPDX-License-Identifier: Apache-2.0 */
/* BGP between ASes: paths that come back to the AS that they begin in, routers that keep no VPN routes to pass on, and route
 * reflectors that get into the way of packets. */
#include "models/bgp/bgp_family.h"
#include "models/bgp/bgp_instance.h"
#include "scenarios/load/check_bgp.h"
#include "scenarios/load/check_sessions.h"

#include <string.h>

/* ---- Paths that come back ---- */

/* Parts of an AS, joined by links or internal sessions, to which something leads from the same neighbourhood. */
typedef struct Parts {
	unsigned first; /* of Borders.inside */
	const CheckSpeaker *speaker;
	const CheckSpeaker *other; /* of another part; NULL: there is none */
} Parts;

/* External sessions of a family, and what they lead to. */
typedef struct Borders {
	const CheckNet *net;
	GPtrArray *sessions; /* of CheckSession, borrowed, in the order of the file */
	CheckSets *inside;   /* speakers that links of their carrier or internal sessions join */
	GHashTable *told;    /* sessions that were told of in a family */
} Borders;

/* What a VRF tells of other sites of its neighbour's AS: see check_site.c. */
static gboolean is_global(const CheckSession *session)
{
	return !session->speaker->table->vrf && !session->other->speaker->table->vrf;
}

static void take_sessions(Borders *borders, const CheckSpeaker *speaker, const char *family)
{
	for (unsigned s = 0; s < speaker->sessions->len; s++) {
		CheckSession *session = g_ptr_array_index(speaker->sessions, s);

		if (!check_session_has(session, family) || !is_global(session))
			continue;
		if (session->internal)
			check_sets_join(borders->inside, speaker->id, session->other->speaker->id);
		else if (!session->other->internal && !session->config->options.local_as &&
			 !session->other->config->options.local_as)
			g_ptr_array_add(borders->sessions, session);
	}
}

/* Whom links join may have each other's routes by the IGP; where internal sessions are missing, that is said of them. */
static void join_by_links(const Borders *borders)
{
	GHashTable *known =
		g_hash_table_new(NULL, NULL); /* set of tables -> its first CheckSpeaker */

	for (unsigned i = 0; i < borders->net->sessions->speakers->len; i++) {
		CheckSpeaker *speaker = g_ptr_array_index(borders->net->sessions->speakers, i),
			     *first;
		void *set =
			GUINT_TO_POINTER(check_sets_of(borders->net->inside, speaker->table->id));

		first = g_hash_table_lookup(known, set);
		if (!first)
			g_hash_table_insert(known, set, speaker);
		else if (first->as_number == speaker->as_number)
			check_sets_join(borders->inside, first->id, speaker->id);
	}
	g_hash_table_unref(known);
}

/* ASes with external sessions in several parts, in the order of the file. */
static GArray *divided(const Borders *borders)
{
	GHashTable *parts = g_hash_table_new(NULL, NULL); /* AS number -> its first part */
	GHashTable *known = g_hash_table_new(NULL, NULL);
	GArray *out = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (unsigned i = 0; i < borders->sessions->len; i++) {
		const CheckSession *session = g_ptr_array_index(borders->sessions, i);
		uint32_t as_number = session->speaker->as_number;
		void *as = GUINT_TO_POINTER(as_number), *first;
		void *own = GUINT_TO_POINTER(check_sets_of(borders->inside, session->speaker->id));

		if (!g_hash_table_lookup_extended(parts, as, NULL, &first))
			g_hash_table_insert(parts, as, own);
		else if (first != own && g_hash_table_add(known, as))
			g_array_append_val(out, as_number);
	}
	g_hash_table_unref(known);
	g_hash_table_unref(parts);
	return out;
}

/* Speakers of other ASes, joined by all that does not go through this one. */
static CheckSets *join_others(const Borders *borders, uint32_t as_number)
{
	unsigned n = borders->net->sessions->speakers->len;
	CheckSets *sets = check_sets_new(n);

	for (unsigned i = 0; i < n; i++)
		check_sets_join(sets, i, check_sets_of(borders->inside, i));
	for (unsigned i = 0; i < borders->sessions->len; i++) {
		const CheckSession *session = g_ptr_array_index(borders->sessions, i);
		const CheckSpeaker *a = session->speaker, *b = session->other->speaker;

		if (a->as_number != as_number && b->as_number != as_number)
			check_sets_join(sets, a->id, b->id);
	}
	return sets;
}

/* What is beyond a border (a set of others) -> the Parts that it joins. */
static GHashTable *parts_beyond(const Borders *borders, uint32_t as_number, CheckSets *others)
{
	GHashTable *parts = g_hash_table_new_full(NULL, NULL, NULL, g_free);

	for (unsigned i = 0; i < borders->sessions->len; i++) {
		const CheckSession *session = g_ptr_array_index(borders->sessions, i);
		void *beyond = GUINT_TO_POINTER(check_sets_of(others, session->other->speaker->id));
		unsigned own = check_sets_of(borders->inside, session->speaker->id);
		Parts *known = g_hash_table_lookup(parts, beyond);

		if (session->speaker->as_number != as_number)
			continue;
		if (!known) {
			known = g_new0(Parts, 1);
			known->first = own;
			known->speaker = session->speaker;
			g_hash_table_insert(parts, beyond, known);
		} else if (!known->other && known->first != own) {
			known->other = session->speaker;
		}
	}
	return parts;
}

static gboolean takes_own_as(const CheckSession *session)
{
	const BgpPeerConfig *here = session->config, *there = session->other->config;

	return g_strcmp0(here->allow_as_in, "0") != 0 || there->options.as_override ||
	       (there->remove_private_as && *there->remove_private_as);
}

static void tell_loop(const CheckSession *session, const CheckSpeaker *from, const char *family,
		      LoadErrors *found)
{
	g_autofree char *name = check_session_name(session);
	g_autofree char *where = check_table_name(from->table);
	g_autofree char *line = load_errors_line(found, session->other->element->line);

	load_error(
		found, session->element->line,
		"%s: %s routes of %s, which is in AS %u too, come back with this AS in their path and "
		"are refused; write allow-as-in=\"1\" here, or as-override=\"yes\" at the other end, in %s",
		name, family, where, from->as_number, line);
}

static void look_at_divided(const Borders *borders, uint32_t as_number, const char *family,
			    LoadErrors *found)
{
	CheckSets *others = join_others(borders, as_number);
	GHashTable *parts = parts_beyond(borders, as_number, others);

	for (unsigned i = 0; i < borders->sessions->len && !load_errors_full(found); i++) {
		const CheckSession *session = g_ptr_array_index(borders->sessions, i);
		unsigned beyond = check_sets_of(others, session->other->speaker->id);
		unsigned own = check_sets_of(borders->inside, session->speaker->id);
		const Parts *known = g_hash_table_lookup(parts, GUINT_TO_POINTER(beyond));

		if (session->speaker->as_number == as_number && known->other &&
		    !takes_own_as(session) &&
		    g_hash_table_add(borders->told, (void *)(uintptr_t)session))
			tell_loop(session, own == known->first ? known->other : known->speaker,
				  family, found);
	}
	g_hash_table_unref(parts);
	check_sets_free(others);
}

static void look_at_family(const CheckNet *net, const BgpFamily *family, GHashTable *told,
			   LoadErrors *found)
{
	const GPtrArray *speakers = net->sessions->speakers;
	Borders borders = {.net = net,
			   .sessions = g_ptr_array_new(),
			   .inside = check_sets_new(speakers->len),
			   .told = told};
	GArray *ases;

	for (unsigned i = 0; i < speakers->len; i++)
		take_sessions(&borders, g_ptr_array_index(speakers, i), family->name);
	join_by_links(&borders);
	ases = divided(&borders);
	for (unsigned i = 0; i < ases->len; i++)
		look_at_divided(&borders, g_array_index(ases, uint32_t, i), family->name, found);
	g_array_free(ases, TRUE);
	check_sets_free(borders.inside);
	g_ptr_array_free(borders.sessions, TRUE);
}

/* Of unicast routes it is left to the operator: sites of an AS often do without each other's, for a default route. */
void check_as_comes_back(const CheckNet *net, LoadErrors *found)
{
	GHashTable *told = g_hash_table_new(NULL, NULL);

	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (bgp_families[f].role == BGP_ROLE_LABELLED ||
		    bgp_families[f].role == BGP_ROLE_VPN)
			look_at_family(net, &bgp_families[f], told, found);
	g_hash_table_unref(told);
}

/* ---- VPN routes to pass on ---- */

static const char *vpn_family_of(const CheckSession *session)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (bgp_families[f].role == BGP_ROLE_VPN &&
		    g_strv_contains((const char *const *)session->families, bgp_families[f].name))
			return bgp_families[f].name;
	return NULL;
}

static gboolean has_vrf(const CheckNet *net, const LoadElement *node)
{
	for (unsigned i = 0; i < net->tables->len; i++) {
		const CheckTable *table = g_ptr_array_index(net->tables, i);

		if (table->node == node && table->vrf)
			return TRUE;
	}
	return FALSE;
}

static gboolean passes_on_vpn_routes(const CheckSpeaker *speaker)
{
	for (unsigned s = 0; s < speaker->sessions->len; s++) {
		const CheckSession *session = g_ptr_array_index(speaker->sessions, s);

		if (vpn_family_of(session) && (!session->internal || session->config->rr_client))
			return TRUE;
	}
	return FALSE;
}

void check_vpn_routes_not_kept(const CheckNet *net, LoadErrors *found)
{
	const GPtrArray *speakers = net->sessions->speakers;

	for (unsigned i = 0; i < speakers->len && !load_errors_full(found); i++) {
		const CheckSpeaker *speaker = g_ptr_array_index(speakers, i);
		const BgpKeep *keep = check_value(speaker->element, "keep-all");
		g_autofree char *name = NULL;

		if (*keep != BGP_KEEP_NO || !passes_on_vpn_routes(speaker) ||
		    has_vrf(net, speaker->table->node))
			continue;
		name = check_table_name(speaker->table);
		load_error(
			found, speaker->element->line,
			"BGP of %s keeps no VPN route, as no VRF of the node imports one, so that its "
			"neighbours are told of none; write keep-all=\"yes\"",
			name);
	}
}

/* ---- Route reflectors as next hops ---- */

static gboolean has_client(const CheckSpeaker *speaker, const char *family)
{
	for (unsigned s = 0; s < speaker->sessions->len; s++) {
		const CheckSession *session = g_ptr_array_index(speaker->sessions, s);

		if (session->config->rr_client &&
		    g_strv_contains((const char *const *)session->families, family))
			return TRUE;
	}
	return FALSE;
}

/* A neighbour on the next link is one of a border router's, through which packets go anyway; an export map may
 * do anything to next hops. */
static void look_at_next_hop(const CheckNet *net, const CheckSession *session, LoadErrors *found)
{
	const BgpPeerConfig *config = session->config;
	const char *family = vpn_family_of(session);
	g_autofree char *name = NULL;

	if (!family || session->internal || session->towards || !session->target ||
	    (config->export_map && *config->export_map) ||
	    check_session_says(config->next_hop_unchanged, family) ||
	    check_session_says(config->next_hop_self, family) ||
	    !has_client(session->speaker, family) ||
	    check_distance(net, session->speaker->table, session->target->table, 1) <= 1)
		return;
	name = check_session_name(session);
	load_error(
		found, session->element->line,
		"%s is told this route reflector as the next hop of its clients' %s routes, so that "
		"packets to them have to go through it; write next-hop-unchanged=\"%s\", or "
		"next-hop-self=\"%s\" where they shall",
		name, family, family, family);
}

void check_reflector_as_next_hop(const CheckNet *net, LoadErrors *found)
{
	check_each_session(net, look_at_next_hop, found);
}
