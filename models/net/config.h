/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Configuration fields: how a member of a configuration struct is named, read from text and
 * defaulted. Protocols list theirs; the loader fills the structs without knowing any protocol.
 */
#ifndef NET_CONFIG_H
#define NET_CONFIG_H

#include <glib.h>
#include <stddef.h>

typedef struct ConfigKind {
	const char *name; /* "duration", "address" ... */
	/* What to write, for messages: "a duration such as 10ms or 40s". */
	const char *expects;
	/* Reads text into the member at out; FALSE where it is no such value. */
	gboolean (*parse)(const char *text, void *out);
	/* Frees what parse() allocated in the member; NULL where nothing. */
	void (*clear)(void *member);
	/* Makes a member that was copied bit by bit own what it holds. NULL where clear is, and for
	 * kinds whose structs are not copied. */
	void (*own)(void *member);
} ConfigKind;

typedef struct ConfigField {
	const char *name; /* attribute name: "hello-interval" */
	const ConfigKind *kind;
	size_t offset;
	const char *fallback; /* text of the default; NULL: the attribute is required */
	const char *doc;      /* one line: meaning, unit, RFC term */
} ConfigField;

#define CONFIG_FIELD(struct_type, member, name_, kind_, fallback_, doc_)        \
	{                                                                       \
		name_, &(kind_), offsetof(struct_type, member), fallback_, doc_ \
	}

extern const ConfigKind config_bool;      /* gboolean: "yes", "no", "true", "false" */
extern const ConfigKind config_u8;        /* uint8_t */
extern const ConfigKind config_u16;       /* uint16_t */
extern const ConfigKind config_u32;       /* uint32_t; also an AS number */
extern const ConfigKind config_label;     /* uint32_t, 16 to 1048575 */
extern const ConfigKind config_duration;  /* SimTime */
extern const ConfigKind config_bandwidth; /* uint64_t bit/s: "10Gbps", "622Mbps", "64kbps" */
extern const ConfigKind config_share;     /* uint32_t, of a million: "0.1%", at most 100% */
extern const ConfigKind config_text;      /* char *, owned */
extern const ConfigKind config_source;  /* char *, owned: whose routes, as "connected", "ospf:2" */
extern const ConfigKind config_sources; /* GStrv, owned: such words between blanks */
extern const ConfigKind config_words;   /* GStrv, owned: words between blanks; "" is none */
extern const ConfigKind config_address; /* NetAddr: unicast; "" is unset */
extern const ConfigKind config_prefix;  /* NetPrefix, no bits past its length */
extern const ConfigKind config_interface_address; /* NetPrefix with host bits */
extern const ConfigKind config_area;              /* uint32_t: "0" or "0.0.0.0" */
extern const ConfigKind config_rd;                /* NetRd */
extern const ConfigKind config_soo;               /* NetSoo: a site of origin; "" is none */
extern const ConfigKind config_rts; /* GArray of NetRt, owned: route targets between blanks */

/* Parses every field's fallback into the struct at base, which is zeroed before. A field that is then
 * parsed anew must be cleared first: config_set() does. */
void config_set_defaults(const ConfigField *fields, unsigned n, void *base);
void config_clear(const ConfigField *fields, unsigned n, void *base);
/* Replaces the value of one field. FALSE where text is no such value; the field then has no
 * meaning, but may be set again or cleared. */
gboolean config_set(const ConfigField *field, const char *text, void *base);
/* A copy of the struct of size bytes at base; to be cleared with config_clear(), then g_free(). */
void *config_copy(const ConfigField *fields, unsigned n, size_t size, const void *base);
/* NULL where there is no such field. */
const ConfigField *config_find(const ConfigField *fields, unsigned n, const char *name);

#endif
