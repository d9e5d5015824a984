/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two hosts A (10.0.0.1) and B (10.0.0.2) on a link of 10 ms, each with an application that keeps
 * what it is told, and a filter in front of each host's TCP that may lose or delay segments.
 */
#ifndef TESTS_TCP_PAIR_H
#define TESTS_TCP_PAIR_H

#include "models/fwd/iface.h"
#include "models/fwd/tcp.h"
#include "models/wire/tcp.h"
#include "sim/rng.h"

#define LINK_DELAY (10 * SIM_MSEC)

enum { PASS = 0, LOSE = -1 }; /* what a filter returns, or a delay in nanoseconds */

typedef struct Pair Pair;
typedef struct Host Host;
/* n counts the segments that have come to this host, from 1; host->n_data those with data. */
typedef SimTime (*Filter)(Host *host, const TcpHeader *h, size_t len, unsigned n);

struct Host {
	Pair *pair;
	FwdNode *node;
	FwdIface *iface;
	NetAddr address;
	TcpParams params; /* of host_listen() and host_connect(), without the addresses and ports */
	TcpListener *listener;
	TcpSocket *socket; /* NULL: none */
	GByteArray *got;
	GString *log;        /* "connected", "accepted", "closed: ..." each with a blank */
	GString *causes;     /* of what was received: "7:12 8:3 ", cause and length */
	GString *segments;   /* that came in: time in ms, flags, length */
	uint64_t told_cause; /* sim->cause at the last connected, accepted or closed */
	SimTime told_at;     /* when that was */
	gboolean abort_when_received, close_when_received;
	unsigned n_segments, n_data;
	Filter filter;         /* NULL passes all */
	SimTime doubled_after; /* set by the filter, not 0: the segment comes once more, so late */
	GPtrArray *delayed;
};

struct Pair {
	Sim *sim;
	FwdNet *net;
	FwdLink *link;
	Host a, b;
	GString *drops; /* "B: reason", each with a semicolon */
	SimRng rng;
	void *user; /* of the filters */
};

Pair *pair_new(uint64_t seed);
/* A connects to B's port 179. Both ends know when it returns, and what was kept is forgotten. */
Pair *pair_connected(uint64_t seed);
void pair_free(Pair *pair);
void pair_run(Pair *pair, SimTime duration);
/* How many sockets there are, owned or not. */
guint pair_sockets(const Pair *pair);

SimTime pair_lose_all(Host *host, const TcpHeader *h, size_t len, unsigned n);
SimTime pair_lose_first_data(Host *host, const TcpHeader *h, size_t len, unsigned n);
SimTime pair_delay_first_data(Host *host, const TcpHeader *h, size_t len, unsigned n);

/* The application's; user is the Host. */
extern const TcpHandlers host_handlers;
void host_on_accept(void *user, TcpSocket *socket);

void host_listen(Host *host, uint16_t port);
void host_connect(Host *host, const Host *to, uint16_t port);
void host_send(Host *host, const void *bytes, size_t len, uint64_t cause);
/* len bytes that are a function of seed and their place; to be freed with g_free(). */
uint8_t *host_pattern(size_t len, unsigned seed);
void host_send_pattern(Host *host, size_t len, unsigned seed, uint64_t cause);
/* All that the host has received is the pattern. */
void ck_host_got(const Host *host, size_t len, unsigned seed);

#endif
