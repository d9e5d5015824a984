/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of BGP that come back into it by way of OSPF, with an AS path that begins anew. */
#include "models/bgp/bgp.h"
#include "models/ospf/ospf.h"
#include "scenarios/load/check_bgp.h"
#include "scenarios/load/check_sessions.h"

#include <string.h>

/* The protocol's first <redistribute> of all routes of a protocol, whatever the number of its instance; NULL: it has
 * none, or maps say which routes. */
static const LoadElement *takes_all(const LoadElement *protocol, const ProtoClass *from)
{
	size_t n = strlen(from->name);

	for (unsigned i = 0; protocol && i < protocol->children->len; i++) {
		const LoadElement *item = g_ptr_array_index(protocol->children, i);
		const char *name;

		if (!item->sound || strcmp(item->shape.element, "redistribute") != 0)
			continue;
		name = *(char *const *)check_value(item, "from");
		if (strncmp(name, from->name, n) == 0 && (name[n] == '\0' || name[n] == ':') &&
		    !**(char *const *)check_value(item, "route-map"))
			return item;
	}
	return NULL;
}

static gboolean has_external(const CheckSpeaker *speaker)
{
	for (unsigned s = 0; s < speaker->sessions->len; s++)
		if (!((const CheckSession *)g_ptr_array_index(speaker->sessions, s))->internal)
			return TRUE;
	return FALSE;
}

/* Of OSPF, by the set of the tables that it joins: the first two tables that tell it of what external neighbours say. */
typedef struct Tellers {
	const CheckTable *table[2];
	const LoadElement *item[2];
} Tellers;

static GHashTable *tellers_by_set(const CheckNet *net, CheckSets *sets)
{
	GHashTable *out = g_hash_table_new_full(NULL, NULL, NULL, g_free);

	for (unsigned i = 0; i < net->sessions->speakers->len; i++) {
		const CheckSpeaker *speaker = g_ptr_array_index(net->sessions->speakers, i);
		const LoadElement *item =
			takes_all(check_protocol(speaker->table, &ospf_class), &bgp_class);
		gpointer key = GUINT_TO_POINTER(check_sets_of(sets, speaker->table->id));
		Tellers *known;
		unsigned at;

		if (!item || !has_external(speaker))
			continue;
		known = g_hash_table_lookup(out, key);
		if (!known)
			g_hash_table_insert(out, key, known = g_new0(Tellers, 1));
		at = known->table[0] != NULL;
		known->table[at] = speaker->table;
		known->item[at] = item;
	}
	return out;
}

static void look_at(const CheckSpeaker *speaker, const Tellers *tellers, LoadErrors *found)
{
	const LoadElement *item = takes_all(speaker->element, &ospf_class);
	unsigned other = tellers && tellers->table[0] == speaker->table;
	g_autofree char *here = NULL, *there = NULL, *line = NULL;

	if (!item || !tellers || !tellers->table[other] || !has_external(speaker))
		return;
	here = check_table_name(speaker->table);
	there = check_table_name(tellers->table[other]);
	line = load_errors_line(found, tellers->item[other]->line);
	load_error(
		found, item->line,
		"BGP of %s takes from OSPF what %s has put there from BGP, in %s, and tells other "
		"ASes with an AS path that begins anew; write a route-map here that denies it, as by "
		"<match-tag> of a tag that is set there",
		here, there, line);
}

void check_routes_come_back(const CheckNet *net, LoadErrors *found)
{
	CheckSets *sets = check_joined_by(net, &ospf_class);
	GHashTable *tellers = tellers_by_set(net, sets);

	for (unsigned i = 0; i < net->sessions->speakers->len && !load_errors_full(found); i++) {
		const CheckSpeaker *speaker = g_ptr_array_index(net->sessions->speakers, i);

		look_at(speaker,
			g_hash_table_lookup(
				tellers, GUINT_TO_POINTER(check_sets_of(sets, speaker->table->id))),
			found);
	}
	g_hash_table_unref(tellers);
	check_sets_free(sets);
}
