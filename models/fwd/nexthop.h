/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Next-hop objects: what a FIB or LFIB entry points at. They are shared and hierarchical: ten
 * thousand VPN routes behind one PE push their own labels and go on through one object, and a core
 * failure changes that one object. Reference-counted; the owner (models/rib) may change an object in
 * place, which takes effect for every entry above it at once.
 *
 * A packet that follows an object gets the object's labels pushed and goes on to what is below, so
 * that the labels of the object nearest to the interface end up on top.
 */
#ifndef FWD_NEXTHOP_H
#define FWD_NEXTHOP_H

#include "models/fwd/depend.h"
#include "models/net/addr.h"
#include "models/net/label.h"

typedef struct FwdIface FwdIface;
typedef struct FwdVrf FwdVrf;
typedef struct FwdNextHop FwdNextHop;

typedef enum {
	FWD_NH_INTERFACE, /* leave through iface towards gateway (unset: the destination itself) */
	FWD_NH_VIA,       /* go on through another object */
	FWD_NH_GROUP,     /* equal-cost members, one of them chosen by flow hash */
	FWD_NH_LOCAL,     /* this node is the destination */
	FWD_NH_LOOKUP,    /* look the IP packet up in vrf: the end of a per-VRF label */
	FWD_NH_DROP,      /* discard, with a reason */
} FwdNextHopKind;

struct FwdNextHop {
	unsigned refs;
	FwdNextHopKind kind;
	LabelStack push;
	FwdPoint point; /* depend.h */
	union {
		struct {
			FwdIface *iface; /* borrowed */
			NetAddr gateway;
		} out;
		FwdNextHop *via; /* owned reference; NULL behaves like FWD_NH_DROP */
		struct {
			unsigned n;
			FwdNextHop **members; /* owned references */
		} group;
		FwdVrf *vrf;        /* borrowed */
		const char *reason; /* static text */
	} u;
};

/* Constructors return one reference. push may be NULL for no labels. Members and via: a reference
 * of its own is taken. */
FwdNextHop *fwd_nexthop_interface(FwdIface *iface, const NetAddr *gateway, const LabelStack *push);
FwdNextHop *fwd_nexthop_via(FwdNextHop *via, const LabelStack *push);
FwdNextHop *fwd_nexthop_group(FwdNextHop *const *members, unsigned n);
FwdNextHop *fwd_nexthop_local(void);
FwdNextHop *fwd_nexthop_lookup(FwdVrf *vrf);
FwdNextHop *fwd_nexthop_drop(const char *reason);

FwdNextHop *fwd_nexthop_ref(FwdNextHop *nh);
void fwd_nexthop_unref(FwdNextHop *nh); /* NULL is fine */

/* TRUE where a packet meets the same at both: equal in every member, what a VIA leads to by identity. */
gboolean fwd_nexthop_equal(const FwdNextHop *a, const FwdNextHop *b);

/* Points a FWD_NH_VIA object at something else (may be NULL), for everything above it at once. */
void fwd_nexthop_set_via(FwdNextHop *nh, FwdNextHop *via);

/* Objects on the way down from an entry to an interface: no sound hierarchy has more. */
#define FWD_NH_MAX_DEPTH 16

/*
 * Where the object leads, and all the labels that are pushed on the way, top first (without implicit
 * null). Of a group the first member is followed. NULL where the way ends in nothing. For tables and
 * texts; packets take fwd_decide().
 */
const FwdNextHop *fwd_nexthop_end(const FwdNextHop *nh, LabelStack *labels);

/* Appends "10.1.0.2 core", members separated by blanks; "local", "VPN-B", "drop". */
void fwd_nexthop_append(const FwdNextHop *nh, GString *out);

#endif
