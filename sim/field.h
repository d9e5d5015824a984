/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Field descriptors: how a member of a C struct is named, shown, hashed and stored. Trace records
 * describe themselves with them, so that the recorder, the digest and the printers need no code per
 * record type. models/net adds kinds for addresses, prefixes and label stacks.
 */
#ifndef SIM_FIELD_H
#define SIM_FIELD_H

#include "sim/digest.h"

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
	FIELD_STORE_INT,  /* to_int() gives the value */
	FIELD_STORE_TEXT, /* print() gives the value */
} FieldStorage;

typedef struct FieldKind {
	const char *name; /* "u32", "time", "text", "address" ... */
	FieldStorage storage;
	/* FIELD_STORE_INT only. p points at the member. */
	int64_t (*to_int)(const void *p);
	/* FIELD_STORE_INT only: FALSE where the value is absent. NULL: it never is. */
	gboolean (*is_set)(const void *p);
	/* Appends the value as people read it; returns FALSE, appending nothing, where it is absent
	 * (SQL NULL, JSON null). Every kind has it. */
	gboolean (*print)(const void *p, GString *out);
	/* Feeds the value to the digest, where that is faster than what it stands for: the integer
	 * or the printed text. Must not depend on byte order or addresses. May be NULL. */
	void (*digest)(const void *p, Digest *d);
} FieldKind;

typedef struct Field {
	const char *name; /* column name, lower case with underscores */
	const FieldKind *kind;
	size_t offset; /* of the member in the struct */
} Field;

#define FIELD(struct_type, member, kind_)                                                  \
	{                                                                                  \
		.name = #member, .kind = &(kind_), .offset = offsetof(struct_type, member) \
	}

extern const FieldKind field_u8, field_u16, field_u32, field_u64, field_i64;
extern const FieldKind field_number; /* int64_t; a negative one is absent */
extern const FieldKind field_time; /* SimTime; printed in seconds, stored as integer nanoseconds */
extern const FieldKind field_time_or_never; /* the same; SIM_NEVER is absent */
extern const FieldKind field_bool;          /* gboolean; printed as yes or no, stored as 0 or 1 */
extern const FieldKind field_text;          /* const char *; NULL is absent */
extern const FieldKind field_id;            /* uint64_t id of a trace record; 0 is absent */

/* The member that f describes in the struct at base. */
static inline const void *field_at(const Field *f, const void *base)
{
	return (const char *)base + f->offset;
}

/* Feeds the member to the digest. scratch is room for text and left with any content. */
void field_digest(const Field *f, const void *base, Digest *d, GString *scratch);

#endif
