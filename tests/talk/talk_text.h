/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages as text: a word for the type, then key=value in the order of the protocol's fields, where a
 * key may repeat and a value in braces is a message of its own:
 *
 *     dd flags=I,M,MS seq=100 lsa={router id=10.0.0.9 adv=10.0.0.9}
 */
#ifndef TALK_TEXT_H
#define TALK_TEXT_H

#include <glib.h>

#define TALK_ERROR g_quark_from_static_string("talk")

/* Words between blanks. Braces and double quotes keep blanks together; quotes are taken off where a
 * word or a value begins and ends with them. "#" at the beginning of a word starts a comment. */
GStrv talk_words(const char *line, GError **error);

typedef struct TalkField {
	char *key, *value;
} TalkField;

typedef struct TalkMessage {
	char *type;
	GArray *fields; /* of TalkField, owned */
} TalkMessage;

TalkMessage *talk_message_new(const char *type);
void talk_message_free(TalkMessage *m); /* NULL is fine */
/* The first word is the type, the others are fields. NULL sets *error. */
TalkMessage *talk_message_parse(char *const *words, GError **error);
/* The same from a value in braces. */
TalkMessage *talk_message_parse_value(const char *value, GError **error);
void talk_message_add(TalkMessage *m, const char *key, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* Adds a message as a value in braces; takes it over. */
void talk_message_add_message(TalkMessage *m, const char *key, TalkMessage *value);
const char *talk_message_get(const TalkMessage *m, const char *key); /* the first; NULL: none */
void talk_message_append(const TalkMessage *m, GString *out);

/*
 * Whether a message is as expected: of that type, and for each key that is expected with as many values,
 * in order, each matching its pattern. Patterns have "*" and "?"; "-" stands for no value; "=name" takes
 * what is there and, if names is not NULL, puts it there (texts, owned); a message in braces is matched
 * field by field. Numbers are compared as texts.
 */
gboolean talk_message_match(const TalkMessage *expected, const TalkMessage *heard,
			    GHashTable *names);

/* Replaces "$name" by its text, and "$name+1" by the number of that text and one. FALSE sets *error. */
char *talk_substitute(const char *line, GHashTable *names, GError **error);

#endif
