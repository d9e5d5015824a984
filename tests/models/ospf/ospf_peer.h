/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One router, A (10.0.0.1, loopback of the same address), and at the other end of its only link
 * (10.1.0.0/30, interface "peer", 1 ms) a scripted neighbour at 10.1.0.2 that says what the test
 * tells it to, and writes down what it hears. Its router id is 10.0.0.9 unless the test changes it.
 */
#ifndef TESTS_OSPF_PEER_H
#define TESTS_OSPF_PEER_H

#include "models/fwd/ip.h"
#include "models/wire/ospf2.h"
#include "tests/models/ospf/ospf_net.h"

typedef struct Peer {
	Net *net;
	Router *a;
	FwdNode *fwd;
	FwdIface *iface;
	uint32_t router_id;
	uint32_t area;
	Ospf2Hello hello;   /* what it says in Hellos */
	gboolean silent;    /* sends no Hellos by itself */
	NetAddr from, to;   /* of its packets; unset: its address, AllSPFRouters */
	gboolean broadcast; /* see peer_make_broadcast() */
	SimTimer hello_timer;
	GString *heard;  /* since it was last looked at: peer_heard() */
	GString *drops;  /* reasons of what A discarded */
	uint32_t dd_seq; /* of the last Database Description from A */
} Peer;

/* Starts A. The peer says Hello every 10 s from 1 s on, and lists A. */
Peer *peer_new(void);
void peer_free(Peer *peer);
/* The link is a broadcast network; A, which is not the peer's neighbour yet, begins anew on it. */
void peer_make_broadcast(Peer *peer);
void peer_run(Peer *peer, SimTime duration);

/* State of A's neighbour. */
const char *peer_state(const Peer *peer);
/* What was heard but for Hellos, separated by "; ":
 *   "dd IMMs", "dd M- [10.0.0.1 1]"   flags, headers as router id and sequence number from the first
 *   "request [10.0.0.1]", "update [10.0.0.1 1 age 2]", "ack [10.0.0.9 1]"
 * Cleared by looking; good until the next look. */
const char *peer_heard(Peer *peer);

void peer_say_hello(Peer *peer, gboolean lists_a);
/* A Database Description with the header of lsa (NULL: none). */
void peer_say_dd(Peer *peer, unsigned flags, uint32_t seq, uint16_t mtu, const Ospf2LsaHeader *lsa);
void peer_say_request(Peer *peer, uint32_t router_id);
void peer_say_ack(Peer *peer, const Ospf2LsaHeader *lsa);

/* An update with a router-LSA, number n from the first, with a stub network 192.0.2.n/32 and a link to A. */
void peer_say_lsa(Peer *peer, uint32_t router_id, int n, uint16_t age);

/* Goes through an exchange, as master of A with nothing in its own database, until A is Full, and
 * acknowledges what A floods then. */
void peer_become_full(Peer *peer);
/* A's own LSA as A has it now. */
Ospf2LsaHeader peer_lsa_of_a(const Peer *peer);

#endif
