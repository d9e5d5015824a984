/* SPDX-License-Identifier: Apache-2.0 */
#include "models/policy/policy_list.h"

#include "models/net/advice.h"
#include "models/policy/policy_private.h"

#include <string.h>

#define SEQ_STEP 5

struct PolicyList {
	const PolicyListClass *class_;
	char *name;
	GPtrArray *entries; /* of the class's structs, owned, in order of seq */
};

void policy_list_free(void *data)
{
	PolicyList *list = data;

	for (unsigned i = 0; i < list->entries->len; i++) {
		void *config = g_ptr_array_index(list->entries, i);

		config_clear(list->class_->fields, list->class_->n_fields, config);
		g_free(config);
	}
	g_ptr_array_free(list->entries, TRUE);
	g_free(list->name);
	g_free(list);
}

static PolicyList *find(const PolicySet *set, const PolicyListClass *class_, const char *name)
{
	for (unsigned i = 0; i < set->lists->len; i++) {
		PolicyList *list = g_ptr_array_index(set->lists, i);

		if (list->class_ == class_ && strcmp(list->name, name) == 0)
			return list;
	}
	return NULL;
}

PolicyList *policy_set_add_list(PolicySet *set, const PolicyListClass *class_, const char *name,
				GError **error)
{
	PolicyList *list;

	if (find(set, class_, name)) {
		policy_complain(error, "a %s \"%s\" is there already; write another name",
				class_->element, name);
		return NULL;
	}
	if (set->lists->len == POLICY_MOST) {
		policy_complain(error, "there are %d lists already", POLICY_MOST);
		return NULL;
	}
	list = g_new0(PolicyList, 1);
	list->class_ = class_;
	list->name = g_strdup(name);
	list->entries = g_ptr_array_new();
	g_ptr_array_add(set->lists, list);
	return list;
}

gboolean policy_next_seq(uint32_t *seq, uint32_t last, gboolean is_found, uint32_t step,
			 GError **error)
{
	if (is_found && last == *seq)
		return policy_complain(error, "an entry %u is there already; write another seq",
				       *seq);
	if (*seq != 0)
		return TRUE;
	if (last > UINT32_MAX - step)
		return policy_complain(error, "no entry comes behind %u; write seq", last);
	*seq = last + step;
	return TRUE;
}

static PolicyEntryConfig *entry_at(const PolicyList *list, unsigned i)
{
	return g_ptr_array_index(list->entries, i);
}

gboolean policy_list_add(PolicyList *list, const void *config, GError **error)
{
	const PolicyListClass *class_ = list->class_;
	uint32_t seq = ((const PolicyEntryConfig *)config)->seq, last = 0;
	PolicyEntryConfig *added;
	unsigned at = 0;

	if (class_->check && !class_->check(config, error))
		return FALSE;
	for (; at < list->entries->len; at++) {
		last = entry_at(list, at)->seq;
		if (seq != 0 && last >= seq)
			break;
	}
	if (!policy_next_seq(&seq, last, at < list->entries->len, SEQ_STEP, error))
		return FALSE;
	added = config_copy(class_->fields, class_->n_fields, class_->config_size, config);
	added->seq = seq;
	g_ptr_array_insert(list->entries, (gint)at, added);
	return TRUE;
}

static void no_list(const PolicySet *set, const PolicyListClass *class_, const char *name,
		    GError **error)
{
	GPtrArray *names = g_ptr_array_new();
	g_autofree char *what = g_strdup_printf("the %ss are", class_->element);
	g_autofree char *advice = NULL;

	for (; set; set = set->above)
		for (unsigned i = 0; i < set->lists->len; i++) {
			const PolicyList *list = g_ptr_array_index(set->lists, i);

			if (list->class_ == class_)
				g_ptr_array_add(names, list->name);
		}
	advice = net_advise(name, names, what);
	policy_complain(error, "there is no %s \"%s\"; %s", class_->element, name, advice);
	g_ptr_array_free(names, TRUE);
}

const PolicyList *policy_set_list(const PolicySet *set, const PolicyListClass *class_,
				  const char *name, GError **error)
{
	for (const PolicySet *at = set; at; at = at->above) {
		const PolicyList *list = find(at, class_, name);

		if (list)
			return list;
	}
	no_list(set, class_, name, error);
	return NULL;
}

gboolean policy_list_permits(const PolicyList *list, const PolicySubject *subject, unsigned flags)
{
	if (list->class_->owner && list->class_->owner != subject->owner)
		return FALSE;
	for (unsigned i = 0; i < list->entries->len; i++)
		if (list->class_->matches(entry_at(list, i), subject, flags))
			return entry_at(list, i)->action == POLICY_PERMIT;
	return FALSE;
}

gboolean policy_use_lists_permit(const PolicyUse *use, const PolicySubject *subject, unsigned flags)
{
	for (unsigned i = 0; i < use->n_lists; i++)
		if (policy_list_permits(use->lists[i], subject, flags))
			return TRUE;
	return FALSE;
}

gboolean policy_list_permits_by(const PolicyList *list,
				gboolean (*fn)(const void *config, const void *user),
				const void *user)
{
	for (unsigned i = 0; i < list->entries->len; i++)
		if (fn(entry_at(list, i), user))
			return entry_at(list, i)->action == POLICY_PERMIT;
	return FALSE;
}

/* ---- Prefixes ---- */

/* 0 for ge and le: not given. */
typedef struct PrefixEntry {
	PolicyEntryConfig entry;
	NetPrefix prefix;
	uint8_t ge, le;
} PrefixEntry;

static const ConfigField prefix_fields[] = {
	POLICY_ENTRY_FIELDS(PrefixEntry, entry, "5"),
	CONFIG_FIELD(PrefixEntry, prefix, "prefix", config_prefix, NULL,
		     "prefix that the route's lies in"),
	CONFIG_FIELD(PrefixEntry, ge, "ge", config_u8, "0",
		     "least length of the route's prefix; 0 without le: that of prefix alone"),
	CONFIG_FIELD(PrefixEntry, le, "le", config_u8, "0",
		     "greatest length; 0: with ge any, else that of prefix alone"),
};

static gboolean check_prefix(const void *config, GError **error)
{
	const PrefixEntry *e = config;
	unsigned most = net_family_bits(e->prefix.addr.family);

	if (e->ge > most || e->le > most)
		return policy_complain(error, "ge and le must be at most %u", most);
	if ((e->ge && e->ge < e->prefix.len) || (e->le && e->le < e->prefix.len))
		return policy_complain(error,
				       "ge and le must not be less than the prefix's length %u",
				       e->prefix.len);
	if (e->ge && e->le && e->ge > e->le)
		return policy_complain(error, "ge must not be more than le");
	return TRUE;
}

static gboolean is_in(const PrefixEntry *e, const NetPrefix *prefix)
{
	unsigned least = e->ge ? e->ge : e->prefix.len;
	unsigned most = e->le   ? e->le
			: e->ge ? net_family_bits(e->prefix.addr.family)
				: e->prefix.len;

	return prefix->addr.family == e->prefix.addr.family && prefix->len >= least &&
	       prefix->len <= most && net_prefix_contains(&e->prefix, &prefix->addr);
}

static gboolean prefix_matches(const void *config, const PolicySubject *subject, unsigned flags)
{
	NetPrefix host;

	if (!(flags & (POLICY_LIST_NEXT_HOP | POLICY_LIST_PEER)))
		return is_in(config, &subject->prefix);
	host = net_prefix_host(flags & POLICY_LIST_PEER ? &subject->peer : &subject->next_hop);
	return is_in(config, &host);
}

const PolicyListClass policy_prefix_list = {
	.element = "prefix-list",
	.doc = "Prefixes, for match rules of route maps.",
	.entry_doc = "Permits or denies the prefixes that lie in one.",
	.fields = prefix_fields,
	.n_fields = G_N_ELEMENTS(prefix_fields),
	.config_size = sizeof(PrefixEntry),
	.check = check_prefix,
	.matches = prefix_matches,
};

/* ---- Route distinguishers ---- */

typedef struct RdEntry {
	PolicyEntryConfig entry;
	NetRd rd;
} RdEntry;

static const ConfigField rd_fields[] = {
	POLICY_ENTRY_FIELDS(RdEntry, entry, "5"),
	CONFIG_FIELD(RdEntry, rd, "rd", config_rd, NULL, "route distinguisher of the route"),
};

static gboolean rd_matches(const void *config, const PolicySubject *subject, unsigned flags)
{
	(void)flags;
	return ((const RdEntry *)config)->rd == subject->rd;
}

const PolicyListClass policy_rd_list = {
	.element = "rd-list",
	.doc = "Route distinguishers, for match rules of route maps.",
	.entry_doc = "Permits or denies VPN routes with a route distinguisher.",
	.fields = rd_fields,
	.n_fields = G_N_ELEMENTS(rd_fields),
	.config_size = sizeof(RdEntry),
	.matches = rd_matches,
};
