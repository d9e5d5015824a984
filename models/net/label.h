/* SPDX-License-Identifier: Apache-2.0 */
/*
 * MPLS labels (RFC 3032) and what they stand for. A label value is 20 bits; its kind says which
 * protocol's binding it is. The kind never travels on the wire: it is known where the label is
 * pushed or swapped.
 */
#ifndef NET_LABEL_H
#define NET_LABEL_H

#include "models/net/addr.h"
#include "models/net/rd.h"
#include "sim/field.h"

#include <glib.h>
#include <stdint.h>

enum {
	NET_LABEL_IPV4_EXPLICIT_NULL = 0,
	NET_LABEL_ROUTER_ALERT = 1,
	NET_LABEL_IPV6_EXPLICIT_NULL = 2,
	NET_LABEL_IMPLICIT_NULL = 3,
	NET_LABEL_FIRST = 16, /* lowest that is not reserved */
	NET_LABEL_MAX = (1 << 20) - 1,
	NET_LABEL_NONE = 1 << 20, /* no label at all */
};

typedef enum {
	LABEL_KIND_NONE,
	LABEL_KIND_LDP,
	LABEL_KIND_RSVP,
	LABEL_KIND_BGP_LU,
	LABEL_KIND_VPN,
	LABEL_KIND_6PE,
	LABEL_KIND_STATIC,
	LABEL_KIND_EXPLICIT_NULL,
	LABEL_KIND_SR,
	LABEL_KIND_EVPN,
	LABEL_KINDS
} LabelKind;

const char *label_kind_name(LabelKind kind); /* "ldp", "bgp-lu": the names of INTERFACE.md */
gboolean label_kind_parse(const char *text, LabelKind *out); /* never LABEL_KIND_NONE */

typedef struct Label {
	uint32_t value : 24; /* 0 to NET_LABEL_MAX */
	uint32_t kind : 8;   /* LabelKind */
} Label;

#define LABEL_STACK_MAX 8

/* Labels to push, top first. */
typedef struct LabelStack {
	uint8_t depth;
	Label label[LABEL_STACK_MAX]; /* [0] is the top */
} LabelStack;

gboolean label_stack_equal(const LabelStack *a, const LabelStack *b); /* values and kinds */

/* A label stack entry as a packet carries it (RFC 3032 2.1), with what the model knows of it. */
typedef struct MplsEntry {
	uint32_t label;
	uint8_t tc;
	uint8_t ttl;
	uint8_t kind; /* LabelKind; LABEL_KIND_NONE where it is not known */
} MplsEntry;

/*
 * The forwarding equivalence class that a label stands for: a tagged union (RFC 3031 2.1). More tags
 * come with the protocols that need them.
 */
typedef enum {
	FEC_PREFIX, /* of the table that it is looked up in */
	FEC_VPN,    /* a VPN route that no VRF need have (RFC 4364 10, b) */
} FecKind;

typedef struct Fec {
	FecKind kind;
	NetRd rd; /* FEC_VPN; else 0 */
	NetPrefix prefix;
} Fec;

Fec fec_prefix(const NetPrefix *prefix);
Fec fec_vpn(NetRd rd, const NetPrefix *prefix);
int fec_cmp(const Fec *a, const Fec *b); /* by kind, RD, then prefix */
gboolean fec_equal(const Fec *a, const Fec *b);
guint fec_hash(const Fec *f);
void fec_append(const Fec *f, GString *out); /* "10.0.0.1/32", "1:27 10.0.0.0/8" */

extern const FieldKind field_label;       /* of a uint32_t; NET_LABEL_NONE is absent */
extern const FieldKind field_label_stack; /* of a LabelStack: "17/29", top first; empty is "" */

#endif
