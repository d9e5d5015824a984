/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Interfaces and the links between them. An interface belongs to one VRF; its state is up when it is
 * not shut, its node has not crashed and, unless it is a loopback, its link has carrier. A VLAN
 * interface is a part of an Ethernet interface: it takes the frames with its 802.1Q tag, sends its own
 * with it, has the other's hardware address and is up when the other is up too.
 *
 * A link joins two Ethernet interfaces, a segment any number of them, as a switch does: group frames
 * go to all others, unicast frames to their addressee. A frame takes the link's delay plus its
 * serialisation time; frames are queued in order behind each other.
 */
#ifndef FWD_IFACE_H
#define FWD_IFACE_H

#include "models/fwd/node.h"
#include "models/net/addr.h"
#include "sim/rng.h"

typedef enum { FWD_IFACE_ETHERNET, FWD_IFACE_LOOPBACK, FWD_IFACE_VLAN } FwdIfaceKind;
const char *fwd_iface_kind_name(FwdIfaceKind kind); /* "ethernet", "loopback", "vlan" */

enum { FWD_VLAN_MIN = 1, FWD_VLAN_MAX = 4094, FWD_VLAN_MASK = 0xfff };

/* Which labels are accepted (accept.h): any of the platform's label space, or only those that were
 * advertised on the interface. By place: the latter in VRFs and towards other ASes. */
typedef enum {
	FWD_LABEL_CHECK_BY_PLACE,
	FWD_LABEL_CHECK_ADVERTISED,
	FWD_LABEL_CHECK_PLATFORM
} FwdLabelCheck;

typedef struct FwdArp FwdArp;

struct FwdIface {
	FwdNode *node;
	char *name;
	unsigned index; /* from 1, in order of creation on the node */
	FwdIfaceKind kind;
	NetMac mac;
	FwdVrf *vrf;
	GArray *addresses; /* of NetPrefix with host bits; the first is the primary one */
	FwdIface *lender;  /* set by fwd_iface_set_unnumbered(); borrowed */
	uint32_t mtu;      /* of the network layer, bytes; 1500 */
	gboolean shut;
	gboolean silent;           /* set by fwd_iface_set_silent() */
	gboolean mpls;             /* sends and accepts labelled packets */
	FwdLabelCheck label_check; /* as configured */
	unsigned borders;          /* neighbours of other ASes that are told of labels there */
	GHashTable *labels;        /* accept.c: those accepted, NULL while none has been */
	FwdIface *parent;          /* of a VLAN interface, borrowed; else NULL */
	uint16_t vlan;             /* of a VLAN interface; else 0 */
	GPtrArray *vlans; /* of FwdIface, borrowed: the VLAN interfaces of an Ethernet interface */
	FwdLink *link;    /* NULL while not attached, and of a VLAN interface */
	unsigned end;     /* index in link->ends */
	GArray *groups;   /* of NetAddr: multicast groups joined, each once per join */
	FwdArp *arp;      /* owned; NULL for a loopback */
	FwdPoint point;   /* depend.h: its state */
	gboolean was_up;  /* last state told to watchers */
};

/* vrf NULL: the global table. mtu 0: 1500. The name is copied, unique on the node. */
FwdIface *fwd_iface_new(FwdNode *node, const char *name, FwdIfaceKind kind, FwdVrf *vrf,
			uint32_t mtu);
/* A VLAN interface of an Ethernet interface; vlan is one that it has none for yet. mtu 0: as it has. */
FwdIface *fwd_iface_new_vlan(FwdIface *parent, const char *name, uint16_t vlan, FwdVrf *vrf,
			     uint32_t mtu);
/* The VLAN interface for a tag; NULL where there is none. */
FwdIface *fwd_iface_vlan(const FwdIface *parent, uint16_t vlan);
/* The link that it is on, be it by the interface that it is part of. NULL where there is none. */
FwdLink *fwd_iface_link(const FwdIface *iface);
/* address with its host bits: 10.0.0.1/30. */
void fwd_iface_add_address(FwdIface *iface, const NetPrefix *address);
/* It has no address of its own and borrows the primary one of another of the node, of the same table: it
 * sends by it and answers ARP for it, but is in no subnet (RFC 1812 2.2.7). NULL: it borrows none. */
void fwd_iface_set_unnumbered(FwdIface *iface, FwdIface *lender);
FwdIface *fwd_node_iface(FwdNode *node, const char *name);
/* The primary address of a family, own or borrowed; an unset address where there is none. */
NetAddr fwd_iface_address(const FwdIface *iface, NetFamily family);
/* TRUE where addr is one of its own addresses. */
gboolean fwd_iface_has_address(const FwdIface *iface, const NetAddr *addr);
/* TRUE where it answers ARP for addr: one of its own, or the one that it borrows. */
gboolean fwd_iface_answers(const FwdIface *iface, const NetAddr *addr);
/* The interface of the node that has the address, NULL where none; vrf NULL: in whatever table. */
const FwdIface *fwd_node_iface_with(const FwdNode *node, const FwdVrf *vrf, const NetAddr *addr);
/* TRUE where addr lies in the subnet of one of its addresses. */
gboolean fwd_iface_on_link(const FwdIface *iface, const NetAddr *addr);
gboolean fwd_iface_is_up(const FwdIface *iface);
void fwd_iface_set_shut(FwdIface *iface, gboolean shut);
/* All interfaces of the table are as shut, or are not any more, whatever each of them is itself. */
void fwd_vrf_set_shut(FwdVrf *vrf, gboolean shut);
gboolean fwd_iface_is_shut(const FwdIface *iface);
/* What it and its VLANs send, and what is sent to them, is lost, or is not any more; nobody is told. */
void fwd_iface_set_silent(FwdIface *iface, gboolean silent);
/* FALSE where one of two interfaces on a link, or what it is part of, is silent. */
gboolean fwd_iface_reaches(const FwdIface *from, const FwdIface *to);
/* Multicast membership; joins are counted. */
void fwd_iface_join(FwdIface *iface, const NetAddr *group);
void fwd_iface_leave(FwdIface *iface, const NetAddr *group);
gboolean fwd_iface_is_member(const FwdIface *iface, const NetAddr *group);

/* Called after an interface has gone up or down. Watchers are called in the order of registration. */
typedef void (*FwdIfaceFn)(FwdIface *iface, gboolean up, void *user);
void fwd_node_watch_ifaces(FwdNode *node, FwdIfaceFn fn, void *user);
void fwd_node_unwatch_ifaces(FwdNode *node, FwdIfaceFn fn, void *user);

typedef enum {
	FWD_LINK_UP,
	FWD_LINK_DOWN,   /* no carrier: both ends know at once */
	FWD_LINK_SILENT, /* carrier, but every frame is lost: nobody is told */
} FwdLinkState;
const char *fwd_link_state_name(FwdLinkState state); /* "up", "down", "silent" */

/* Sees every frame as it is put on the link, with the interface that sent it. */
typedef void (*FwdTapFn)(FwdLink *link, const FwdIface *from, const Packet *frame, void *user);

/* One direction: what an end sends. */
typedef struct FwdLinkSide {
	GPtrArray *in_flight; /* frames under way; lost when the link goes down or silent */
	SimTime busy_until;   /* when the last frame has been put on the link */
	gboolean silent;      /* every frame is lost */
	uint32_t loss;        /* of a million frames, so many are lost */
	SimRng loss_rng;
	uint64_t queue_drops, losses;
} FwdLinkSide;

#define FWD_LOSS_ALWAYS 1000000

struct FwdLink {
	FwdNet *net;
	char *name;         /* "PE-1:core--P:pe1" */
	GPtrArray *ends;    /* of FwdIface, borrowed */
	FwdLinkSide *sides; /* of the ends */
	gboolean segment;
	FwdLinkState state;
	/* The link is not down and has two ends, neither of them shut or without power. That of a
	 * segment is not down: the other ports of a switch stay up. */
	gboolean carrier;
	unsigned n_silent; /* interfaces at its ends, or parts of them, that are silent */
	FwdWatchList taps;
	/* To be set by all, at any time. */
	SimTime delay;
	uint64_t bandwidth;   /* bit/s; 0: no serialisation time, and so no queue */
	uint64_t queue_limit; /* bytes of frames that may wait at an end; 0: no limit */
	uint32_t mtu;         /* longer packets are lost, whatever the ends think; 0: no limit */
};

FwdLink *fwd_link_new(FwdNet *net, SimTime delay, uint64_t bandwidth);
FwdLink *fwd_segment_new(FwdNet *net, SimTime delay, uint64_t bandwidth);
/* Attaches an Ethernet interface; the link's name follows from its ends. */
void fwd_link_attach(FwdLink *link, FwdIface *iface);
void fwd_link_free(FwdLink *link); /* before the nodes of its ends */
void fwd_link_set_state(FwdLink *link, FwdLinkState state);
/* One-way failure: what the end sends is lost, or is not any more; nobody is told. */
void fwd_link_set_silent(FwdLink *link, const FwdIface *from, gboolean silent);
/* Of a million frames that the end sends (NULL: any end) so many are lost from now on. */
void fwd_link_set_loss(FwdLink *link, const FwdIface *from, uint32_t loss);
/* TRUE where frames that the end sends reach the others, losses and silent interfaces apart. */
gboolean fwd_link_carries(const FwdLink *link, const FwdIface *from);
/* Taps are called in the order in which they were added, before the frame can be lost. */
void fwd_link_add_tap(FwdLink *link, FwdTapFn fn, void *user);
void fwd_link_remove_tap(FwdLink *link, FwdTapFn fn, void *user);

/* Puts an Ethernet frame on the interface's link. Takes the caller's reference. Frames sent while
 * the interface is down are dropped. */
void fwd_iface_transmit(FwdIface *iface, Packet *frame);

#endif
