/* SPDX-License-Identifier: Apache-2.0 */
/*
 * MPLS label stack entries (RFC 3032 2.1, RFC 5462), one word each: label (20 bits), traffic class
 * (3), bottom of stack (1), TTL (8).
 *
 * On a Packet that starts with its label stack, the kinds of the labels that ride beside the bytes
 * are kept in step: pushed, popped and replaced with the entries.
 */
#ifndef WIRE_MPLS_H
#define WIRE_MPLS_H

#include "models/net/label.h"
#include "models/net/packet.h"
#include "models/wire/cursor.h"

enum { MPLS_ENTRY_LEN = 4 };

/* The kind is LABEL_KIND_NONE. */
gboolean mpls_decode(const uint8_t *bytes, size_t len, MplsEntry *out, gboolean *bottom,
		     WireError *error);
void mpls_encode(const MplsEntry *e, gboolean bottom, uint8_t out[MPLS_ENTRY_LEN]);

/* The top entry with its kind; FALSE where the packet is shorter than an entry. */
gboolean mpls_top(const Packet *p, MplsEntry *out, gboolean *bottom);
/* Prepends an entry; bottom where the packet so far is no label stack. p is writable. */
void mpls_push(Packet *p, const MplsEntry *e, gboolean bottom);
/* Drops the top entry; TRUE where it was the bottom of the stack. p is writable and has an entry. */
gboolean mpls_pop(Packet *p);
/* Replaces the top entry, its bottom of stack bit apart. p is writable and has an entry. */
void mpls_set_top(Packet *p, const MplsEntry *e);

#endif
