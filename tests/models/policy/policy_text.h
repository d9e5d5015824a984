/* SPDX-License-Identifier: Apache-2.0 */
/* Lists and route maps of texts, as a scenario has them: "seq=5 action=deny prefix=10.0.0.0/8". */
#ifndef TESTS_POLICY_TEXT_H
#define TESTS_POLICY_TEXT_H

#include "models/policy/policy_list.h"

#include <check.h>
#include <string.h>

/* A struct of such a text, to be given to text_free(); words of a value are parted by commas. */
static inline void *text_config(const ConfigField *fields, unsigned n, size_t size,
				const char *text)
{
	GStrv words = g_strsplit(text, " ", -1);
	void *config = g_malloc0(size);

	config_set_defaults(fields, n, config);
	for (char **word = words; *word; word++) {
		char *value = strchr(*word, '=');
		const ConfigField *field;

		if (!value)
			continue;
		*value++ = '\0';
		field = config_find(fields, n, *word);
		ck_assert_msg(field, "no field %s", *word);
		ck_assert_msg(config_set(field, g_strdelimit(value, ",", ' '), config),
			      "%s=%s cannot be read", *word, value);
	}
	g_strfreev(words);
	return config;
}

static inline void text_free(const ConfigField *fields, unsigned n, void *config)
{
	config_clear(fields, n, config);
	g_free(config);
}

/* NULL, or what is wrong, which the caller frees. */
static inline char *text_list_entry(PolicyList *list, const PolicyListClass *class_,
				    const char *text)
{
	void *config = text_config(class_->fields, class_->n_fields, class_->config_size, text);
	GError *error = NULL;
	char *wrong = NULL;

	if (!policy_list_add(list, config, &error)) {
		wrong = g_strdup(error->message);
		g_clear_error(&error);
	}
	text_free(class_->fields, class_->n_fields, config);
	return wrong;
}

/* Entries parted by " | ". */
static inline const PolicyList *text_list(PolicySet *set, const PolicyListClass *class_,
					  const char *name, const char *text)
{
	PolicyList *list = policy_set_add_list(set, class_, name, NULL);
	GStrv entries = g_strsplit(text, " | ", -1);

	ck_assert_ptr_nonnull(list);
	for (char **entry = entries; *entry; entry++)
		ck_assert_ptr_null(text_list_entry(list, class_, *entry));
	g_strfreev(entries);
	return list;
}

static inline const PolicyRule *text_rule(const PolicyRule *rules, const char *element)
{
	for (; rules->element; rules++)
		if (strcmp(rules->element, element) == 0)
			return rules;
	ck_abort_msg("no rule %s", element);
	return NULL;
}

/* "match-tag value=5"; NULL, or what is wrong. */
static inline char *text_use(PolicyEntry *entry, const PolicyRule *rules, const char *text)
{
	g_autofree char *element = g_strndup(text, strcspn(text, " "));
	const PolicyRule *rule = text_rule(rules, element);
	void *config = text_config(rule->fields, rule->n_fields, rule->config_size, text);
	GError *error = NULL;
	char *wrong = NULL;

	if (!policy_entry_add(entry, rule, config, &error)) {
		wrong = g_strdup(error->message);
		g_clear_error(&error);
	}
	text_free(rule->fields, rule->n_fields, config);
	return wrong;
}

/* Rules parted by "; ", behind the action: "permit; match-tag value=5; set-tag value=6". */
static inline void text_entry(PolicyMap *map, const PolicyRule *rules, const char *text)
{
	GStrv parts = g_strsplit(text, "; ", -1);
	PolicyEntryConfig config = {.action = strcmp(parts[0], "permit") == 0 ? POLICY_PERMIT
									      : POLICY_DENY};
	PolicyEntry *entry = policy_map_add(map, &config, NULL);

	for (char **part = parts + 1; *part; part++) {
		g_autofree char *wrong = text_use(entry, rules, *part);

		ck_assert_msg(!wrong, "%s: %s", *part, wrong);
	}
	g_strfreev(parts);
}

static inline NetPrefix text_prefix(const char *text)
{
	NetPrefix prefix;

	ck_assert(net_prefix_parse(text, FALSE, &prefix));
	return prefix;
}

#endif
