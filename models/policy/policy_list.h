/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists that rules of route maps refer to by name: of prefixes, communities, AS paths and so on. The
 * entries are in order; the first that matches says whether the list permits the route. Where none
 * matches it does not.
 */
#ifndef POLICY_POLICY_LIST_H
#define POLICY_POLICY_LIST_H

#include "models/policy/policy.h"

/* How a list is looked at. */
typedef enum {
	POLICY_LIST_EXACT = 1 << 0,    /* the route has what the entry says and nothing more */
	POLICY_LIST_NEXT_HOP = 1 << 1, /* prefixes: the next hop instead of the destination */
	POLICY_LIST_PEER = 1 << 2,     /* prefixes: the peer's address */
} PolicyListFlags;

/* A sort of lists. */
struct PolicyListClass {
	const char *element; /* "prefix-list" */
	const char *doc;
	const char *entry_doc;
	/* Of an entry, whose struct begins with a PolicyEntryConfig. */
	const ConfigField *fields;
	unsigned n_fields;
	size_t config_size;
	const PolicyOwner *owner; /* as in PolicyRule */
	/* What cannot be seen from one value alone; may be NULL. */
	gboolean (*check)(const void *config, GError **error);
	gboolean (*matches)(const void *config, const PolicySubject *subject, unsigned flags);
};

/* Errors as in policy.h. */
PolicyList *policy_set_add_list(PolicySet *set, const PolicyListClass *class_, const char *name,
				GError **error);
gboolean policy_list_add(PolicyList *list, const void *config, GError **error);
const PolicyList *policy_set_list(const PolicySet *set, const PolicyListClass *class_,
				  const char *name, GError **error);

gboolean policy_list_permits(const PolicyList *list, const PolicySubject *subject, unsigned flags);
/* One of the lists that the rule names permits the subject. */
gboolean policy_use_lists_permit(const PolicyUse *use, const PolicySubject *subject,
				 unsigned flags);
/* The first entry whose configuration fn is true of decides, whatever the class matches by: for rules
 * that ask about one member of a list. */
gboolean policy_list_permits_by(const PolicyList *list,
				gboolean (*fn)(const void *config, const void *user),
				const void *user);

/* PolicyRule.check of rules whose struct begins with a GStrv: there must be a name in it. */
gboolean policy_has_names(const void *config, GError **error);

/* The lists that are about every protocol's routes. */
extern const PolicyListClass policy_prefix_list, policy_rd_list;

#endif
