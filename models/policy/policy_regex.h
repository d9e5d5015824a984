/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regular expressions over texts such as AS paths, as routers have them: . [] [^] () | * + ? ^ $ and _,
 * which stands for a space, comma, brace, parenthesis or bracket, or for either end of the text. \ makes
 * the next character stand for itself. An expression is looked for anywhere in the text.
 *
 * Matching takes time in proportion to the text's length, whatever the expression: all ways to read it
 * are followed at once. Expressions are at most POLICY_REGEX_MAX characters long.
 */
#ifndef POLICY_POLICY_REGEX_H
#define POLICY_POLICY_REGEX_H

#include "models/net/config.h"

enum { POLICY_REGEX_MAX = 255 };

typedef struct PolicyRegex PolicyRegex;

/* NULL where the text is no expression. */
PolicyRegex *policy_regex_new(const char *text);
PolicyRegex *policy_regex_ref(PolicyRegex *regex);
void policy_regex_unref(PolicyRegex *regex); /* NULL is fine */
gboolean policy_regex_matches(const PolicyRegex *regex, const char *text);

extern const ConfigKind policy_config_regex; /* PolicyRegex *, owned reference; "" is NULL */

#endif
