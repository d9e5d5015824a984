/* SPDX-License-Identifier: Apache-2.0 */
/* How the members of a codec's struct are named and written in messages: a table per kind of message. */
#ifndef TALK_SLOT_H
#define TALK_SLOT_H

#include "tests/talk/talk_text.h"

#include <stddef.h>
#include <stdint.h>

typedef struct TalkKind TalkKind;
struct TalkKind {
	/* Reads text into the member; a list gets one element more. FALSE where it is no such value. */
	gboolean (*parse)(const TalkKind *kind, const char *text, void *member);
	/* Adds what the member holds: one field, or one for each element of a list. */
	void (*show)(const TalkKind *kind, const void *member, const char *key, TalkMessage *out);
	const char *const *names; /* of flags, by their bits */
};

typedef struct TalkSlot {
	const char *key;
	const TalkKind *kind;
	size_t offset;
} TalkSlot;

/* What is known of a message: its name, and what stands in it. */
typedef struct TalkShape {
	const char *name;
	const TalkSlot *slots; /* ends with TALK_SLOTS_END; NULL: there are none */
} TalkShape;

#define TALK_SLOT(type, member, key, kind)           \
	{                                            \
		key, &(kind), offsetof(type, member) \
	}

#define TALK_SLOTS_END        \
	{                     \
		NULL, NULL, 0 \
	}

/* Sets the member that the field names. FALSE sets *error; *found tells whether there is one. */
gboolean talk_slots_set(const TalkSlot *slots, const TalkField *field, void *base, gboolean *found,
			GError **error);
void talk_slots_show(const TalkSlot *slots, const void *base, TalkMessage *out);

/* Numbers are read as decimals, or as hexadecimals after 0x. */
extern const TalkKind talk_u8, talk_u16, talk_u32;
extern const TalkKind talk_hex32; /* uint32_t, or int32_t, as 0x80000001 */
extern const TalkKind talk_ipv4;  /* uint32_t: an address, router id or mask */
extern const TalkKind talk_addr;  /* NetAddr; an unset one is not shown */
extern const TalkKind talk_text;  /* char *, owned; NULL is not shown */
extern const TalkKind talk_bytes; /* GByteArray *, owned; as hexadecimals. NULL is not shown */

/* uint8_t: names joined by commas, "none", a number for bits without name. */
gboolean talk_flags8_parse(const TalkKind *kind, const char *text, void *member);
void talk_flags8_show(const TalkKind *kind, const void *member, const char *key, TalkMessage *out);
#define TALK_FLAGS8(names)                                   \
	{                                                    \
		talk_flags8_parse, talk_flags8_show, (names) \
	}

gboolean talk_number_parse(const char *text, uint64_t most, uint64_t *out);
/* Appends bytes written as pairs of hexadecimal digits. */
gboolean talk_hex_parse(const char *text, GByteArray *out);
char *talk_hex_str(const uint8_t *bytes, size_t len);

#endif
