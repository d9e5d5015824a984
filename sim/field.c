/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/field.h"

#include "sim/simtime.h"

/* A kind of field for integers of one C type, with its format. */
#define INTEGER_KIND(kind, type, label, format)                            \
	static int64_t kind##_to_int(const void *p)                        \
	{                                                                  \
		return (int64_t) * (const type *)p;                        \
	}                                                                  \
	static gboolean kind##_print(const void *p, GString *out)          \
	{                                                                  \
		g_string_append_printf(out, "%" format, *(const type *)p); \
		return TRUE;                                               \
	}                                                                  \
	const FieldKind kind = {                                           \
		.name = label,                                             \
		.storage = FIELD_STORE_INT,                                \
		.to_int = kind##_to_int,                                   \
		.print = kind##_print,                                     \
	}

INTEGER_KIND(field_u8, uint8_t, "u8", "u");
INTEGER_KIND(field_u16, uint16_t, "u16", "u");
INTEGER_KIND(field_u32, uint32_t, "u32", "u");
INTEGER_KIND(field_u64, uint64_t, "u64", G_GUINT64_FORMAT);
INTEGER_KIND(field_i64, int64_t, "i64", G_GINT64_FORMAT);

static gboolean number_is_set(const void *p)
{
	return *(const int64_t *)p >= 0;
}

static gboolean number_print(const void *p, GString *out)
{
	return number_is_set(p) && field_i64_print(p, out);
}

const FieldKind field_number = {
	.name = "number",
	.storage = FIELD_STORE_INT,
	.to_int = field_i64_to_int,
	.is_set = number_is_set,
	.print = number_print,
};

static gboolean time_print(const void *p, GString *out)
{
	sim_time_append(out, *(const SimTime *)p);
	return TRUE;
}

const FieldKind field_time = {
	.name = "time",
	.storage = FIELD_STORE_INT,
	.to_int = field_i64_to_int,
	.print = time_print,
};

static gboolean time_is_set(const void *p)
{
	return *(const SimTime *)p != SIM_NEVER;
}

static gboolean time_or_never_print(const void *p, GString *out)
{
	return time_is_set(p) && time_print(p, out);
}

const FieldKind field_time_or_never = {
	.name = "time",
	.storage = FIELD_STORE_INT,
	.to_int = field_i64_to_int,
	.is_set = time_is_set,
	.print = time_or_never_print,
};

static int64_t bool_to_int(const void *p)
{
	return *(const gboolean *)p != FALSE;
}

static gboolean bool_print(const void *p, GString *out)
{
	g_string_append(out, *(const gboolean *)p ? "yes" : "no");
	return TRUE;
}

const FieldKind field_bool = {
	.name = "bool",
	.storage = FIELD_STORE_INT,
	.to_int = bool_to_int,
	.print = bool_print,
};

static gboolean text_print(const void *p, GString *out)
{
	const char *text = *(const char *const *)p;
	if (text)
		g_string_append(out, text);
	return text != NULL;
}

static void text_digest(const void *p, Digest *d)
{
	digest_text(d, *(const char *const *)p);
}

const FieldKind field_text = {
	.name = "text",
	.storage = FIELD_STORE_TEXT,
	.print = text_print,
	.digest = text_digest,
};

static gboolean id_is_set(const void *p)
{
	return *(const uint64_t *)p != 0;
}

static gboolean id_print(const void *p, GString *out)
{
	return id_is_set(p) && field_u64_print(p, out);
}

const FieldKind field_id = {
	.name = "id",
	.storage = FIELD_STORE_INT,
	.to_int = field_u64_to_int,
	.is_set = id_is_set,
	.print = id_print,
};

void field_digest(const Field *f, const void *base, Digest *d, GString *scratch)
{
	const void *p = field_at(f, base);

	if (f->kind->digest) {
		f->kind->digest(p, d);
	} else if (f->kind->storage == FIELD_STORE_INT) {
		digest_u64(d, (uint64_t)f->kind->to_int(p));
	} else {
		g_string_truncate(scratch, 0);
		digest_text(d, f->kind->print(p, scratch) ? scratch->str : NULL);
	}
}
