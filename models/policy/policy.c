/* SPDX-License-Identifier: Apache-2.0 */
#include "models/policy/policy.h"

#include "models/net/advice.h"
#include "models/policy/policy_list.h"
#include "models/policy/policy_private.h"

#include <string.h>

#define SEQ_STEP 10

G_DEFINE_QUARK(policy - error, policy_error)

struct PolicyMap {
	const PolicySet *set;
	char *name;
	GPtrArray *entries; /* of PolicyEntry, owned, in order of seq */
};

struct PolicyEntry {
	const PolicyMap *map;
	uint32_t seq;
	PolicyAction action;
	GArray *matches, *sets; /* of PolicyUse */
};

static gboolean parse_action(const char *text, void *out)
{
	*(PolicyAction *)out = strcmp(text, "permit") == 0 ? POLICY_PERMIT : POLICY_DENY;
	return *(PolicyAction *)out == POLICY_PERMIT || strcmp(text, "deny") == 0;
}

const ConfigKind policy_config_action = {"action", "permit or deny", parse_action, NULL, NULL};

const ConfigField policy_map_entry_fields[POLICY_N_MAP_ENTRY_FIELDS] = {
	{"seq", &config_u32, offsetof(PolicyEntryConfig, seq), "0",
	 "place among the entries; 0: 10 more than the one before"},
	{"action", &policy_config_action, offsetof(PolicyEntryConfig, action), "permit",
	 "permit or deny what matches"},
};

gboolean policy_complain(GError **error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_propagate_error(error, g_error_new_valist(POLICY_ERROR, 0, format, args));
	va_end(args);
	return FALSE;
}

/* ---- Sets ---- */

static void free_uses(GArray *uses)
{
	for (unsigned i = 0; i < uses->len; i++) {
		PolicyUse *use = &g_array_index(uses, PolicyUse, i);

		config_clear(use->rule->fields, use->rule->n_fields, use->config);
		g_free(use->config);
		g_free(use->lists);
	}
	g_array_free(uses, TRUE);
}

static void free_entry(void *data)
{
	PolicyEntry *entry = data;

	free_uses(entry->matches);
	free_uses(entry->sets);
	g_free(entry);
}

static void free_map(void *data)
{
	PolicyMap *map = data;

	g_ptr_array_free(map->entries, TRUE);
	g_free(map->name);
	g_free(map);
}

PolicySet *policy_set_new(const PolicySet *above)
{
	PolicySet *set = g_new0(PolicySet, 1);

	set->above = above;
	set->lists = g_ptr_array_new_with_free_func(policy_list_free);
	set->maps = g_ptr_array_new_with_free_func(free_map);
	return set;
}

void policy_set_free(PolicySet *set)
{
	if (!set)
		return;
	g_ptr_array_free(set->maps, TRUE);
	g_ptr_array_free(set->lists, TRUE);
	g_free(set);
}

void policy_set_put_above(PolicySet *set, const PolicySet *above)
{
	set->above = above;
}

static PolicyMap *find_map(const PolicySet *set, const char *name)
{
	for (unsigned i = 0; i < set->maps->len; i++) {
		PolicyMap *map = g_ptr_array_index(set->maps, i);

		if (strcmp(map->name, name) == 0)
			return map;
	}
	return NULL;
}

PolicyMap *policy_set_add_map(PolicySet *set, const char *name, GError **error)
{
	PolicyMap *map;

	if (find_map(set, name)) {
		policy_complain(error, "a route-map \"%s\" is there already; write another name",
				name);
		return NULL;
	}
	if (set->maps->len == POLICY_MOST) {
		policy_complain(error, "there are %d route-maps already", POLICY_MOST);
		return NULL;
	}
	map = g_new0(PolicyMap, 1);
	map->set = set;
	map->name = g_strdup(name);
	map->entries = g_ptr_array_new_with_free_func(free_entry);
	g_ptr_array_add(set->maps, map);
	return map;
}

static void no_map(const PolicySet *set, const char *name, GError **error)
{
	GPtrArray *names = g_ptr_array_new();
	g_autofree char *advice = NULL;

	for (; set; set = set->above)
		for (unsigned i = 0; i < set->maps->len; i++)
			g_ptr_array_add(names, ((PolicyMap *)set->maps->pdata[i])->name);
	advice = net_advise(name, names, "the route-maps are");
	policy_complain(error, "there is no route-map \"%s\"; %s", name, advice);
	g_ptr_array_free(names, TRUE);
}

const PolicyMap *policy_set_map(const PolicySet *set, const char *name, GError **error)
{
	for (const PolicySet *at = set; at; at = at->above) {
		const PolicyMap *map = find_map(at, name);

		if (map)
			return map;
	}
	no_map(set, name, error);
	return NULL;
}

const char *policy_map_name(const PolicyMap *map)
{
	return map->name;
}

/* ---- Entries ---- */

PolicyEntry *policy_map_add(PolicyMap *map, const PolicyEntryConfig *config, GError **error)
{
	uint32_t seq = config->seq, last = 0;
	unsigned at = 0;
	PolicyEntry *entry;

	for (; at < map->entries->len; at++) {
		last = ((PolicyEntry *)map->entries->pdata[at])->seq;
		if (seq != 0 && last >= seq)
			break;
	}
	if (!policy_next_seq(&seq, last, at < map->entries->len, SEQ_STEP, error))
		return NULL;
	entry = g_new0(PolicyEntry, 1);
	entry->map = map;
	entry->seq = seq;
	entry->action = config->action;
	entry->matches = g_array_new(FALSE, FALSE, sizeof(PolicyUse));
	entry->sets = g_array_new(FALSE, FALSE, sizeof(PolicyUse));
	g_ptr_array_insert(map->entries, (gint)at, entry);
	return entry;
}

/* The lists that a rule names. */
static gboolean find_lists(const PolicySet *set, PolicyUse *use, GError **error)
{
	const PolicyRule *rule = use->rule;
	char **names = rule->lists ? *(char ***)((char *)use->config + rule->names) : NULL;
	unsigned n = names ? g_strv_length(names) : 0;

	use->lists = g_new0(const PolicyList *, n);
	for (; use->n_lists < n; use->n_lists++) {
		use->lists[use->n_lists] =
			policy_set_list(set, rule->lists, names[use->n_lists], error);
		if (!use->lists[use->n_lists])
			return FALSE;
	}
	return TRUE;
}

gboolean policy_entry_add(PolicyEntry *entry, const PolicyRule *rule, const void *config,
			  GError **error)
{
	GArray *uses = rule->match ? entry->matches : entry->sets;
	PolicyUse use = {.rule = rule};

	if (rule->check && !rule->check(config, error))
		return FALSE;
	use.config = config_copy(rule->fields, rule->n_fields, rule->config_size, config);
	if (find_lists(entry->map->set, &use, error)) {
		g_array_append_val(uses, use);
		return TRUE;
	}
	config_clear(rule->fields, rule->n_fields, use.config);
	g_free(use.config);
	g_free(use.lists);
	return FALSE;
}

gboolean policy_map_sets_igp_metric(const PolicyMap *map)
{
	for (unsigned i = 0; i < map->entries->len; i++) {
		const PolicyEntry *entry = g_ptr_array_index(map->entries, i);

		for (unsigned j = 0; j < entry->sets->len; j++)
			if (policy_is_set_igp_metric(&g_array_index(entry->sets, PolicyUse, j)))
				return TRUE;
	}
	return FALSE;
}

gboolean policy_map_keeps_next_hops(const PolicyMap *map)
{
	const PolicyEntry *first = map->entries->len ? g_ptr_array_index(map->entries, 0) : NULL;

	if (!first || first->action != POLICY_PERMIT || first->matches->len)
		return FALSE;
	for (unsigned i = 0; i < first->sets->len; i++)
		if (policy_is_set_next_hop(&g_array_index(first->sets, PolicyUse, i)))
			return FALSE;
	return TRUE;
}

/* ---- What becomes of a route ---- */

static gboolean is_about(const PolicyRule *rule, const PolicySubject *subject)
{
	return !rule->owner || rule->owner == subject->owner;
}

static gboolean entry_matches(const PolicyEntry *entry, const PolicySubject *subject)
{
	for (unsigned i = 0; i < entry->matches->len; i++) {
		const PolicyUse *use = &g_array_index(entry->matches, PolicyUse, i);

		if (!is_about(use->rule, subject) || !use->rule->match(subject, use))
			return FALSE;
	}
	return TRUE;
}

static void entry_set(const PolicyEntry *entry, PolicySubject *subject)
{
	for (unsigned i = 0; i < entry->sets->len; i++) {
		const PolicyUse *use = &g_array_index(entry->sets, PolicyUse, i);

		if (is_about(use->rule, subject))
			use->rule->set(subject, use);
	}
}

PolicyResult policy_map_apply(const PolicyMap *map, PolicySubject *subject)
{
	PolicyResult result = {.permit = !map, .map = map};

	for (unsigned i = 0; map && i < map->entries->len; i++) {
		const PolicyEntry *entry = g_ptr_array_index(map->entries, i);

		if (!entry_matches(entry, subject))
			continue;
		result.permit = entry->action == POLICY_PERMIT;
		result.seq = entry->seq;
		if (result.permit)
			entry_set(entry, subject);
		break;
	}
	return result;
}

char *policy_result_text(const PolicyResult *result)
{
	if (!result->map)
		return g_strdup("permitted");
	if (result->seq == 0)
		return g_strdup_printf("route-map %s: no entry matches", result->map->name);
	return g_strdup_printf("%s by route-map %s entry %u",
			       result->permit ? "permitted" : "denied", result->map->name,
			       result->seq);
}
