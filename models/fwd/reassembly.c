/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/reassembly.h"

#include "models/fwd/drop.h"
#include "models/fwd/icmp_error.h"
#include "sim/timer.h"

#include <string.h>

#define TIMEOUT (30 * SIM_SEC) /* RFC 791 asks for 15 s at least, RFC 1122 for 60 s at most */
enum {
	UNIT = 8,
	PAYLOAD_MAX = IPV4_TOTAL_MAX - IPV4_HEADER_LEN,
	UNITS_MAX = PAYLOAD_MAX / UNIT + 1,
	DATAGRAMS_MAX = 256, /* of a node; the oldest makes room */
};

/* A packet of which some fragments have come. */
typedef struct Datagram {
	SimTimer timer;
	FwdReassembly *owner;
	FwdVrf *vrf;
	FwdIface *in; /* of the first fragment that came */
	NetAddr src, dst;
	uint16_t id;
	uint8_t protocol;
	Packet *first; /* owned: the fragment with the head of the packet; NULL: not come yet */
	size_t payload_len;             /* 0 while the last one has not come */
	unsigned units;                 /* how many have come */
	uint8_t has[UNITS_MAX / 8 + 1]; /* which: a bit each */
	uint8_t payload[UNITS_MAX * UNIT];
} Datagram;

struct FwdReassembly {
	FwdNode *node;
	GPtrArray *datagrams; /* of Datagram, oldest first */
};

FwdReassembly *fwd_reassembly_new(FwdNode *node)
{
	FwdReassembly *r = g_new0(FwdReassembly, 1);

	r->node = node;
	r->datagrams = g_ptr_array_new();
	return r;
}

static void datagram_free(Datagram *d)
{
	sim_timer_stop(&d->timer);
	g_ptr_array_remove(d->owner->datagrams, d);
	packet_unref(d->first);
	g_free(d);
}

void fwd_reassembly_forget(FwdReassembly *r)
{
	while (r->datagrams->len > 0)
		datagram_free(g_ptr_array_index(r->datagrams, r->datagrams->len - 1));
}

void fwd_reassembly_free(FwdReassembly *r)
{
	if (!r)
		return;
	fwd_reassembly_forget(r);
	g_ptr_array_free(r->datagrams, TRUE);
	g_free(r);
}

static void give_up(Datagram *d, const char *reason)
{
	FwdNode *node = d->owner->node;
	const IpInfo info = {.vrf = d->vrf, .iface = d->in, .src = d->src, .dst = d->dst};
	const IcmpMessage error = {.type = ICMP_TIME_EXCEEDED, .code = ICMP_REASSEMBLY_EXCEEDED};

	if (d->first)
		fwd_icmp_refuse(node, &info, &error, reason, d->first);
	else
		fwd_trace_drop(node, d->vrf, d->in, &d->dst, reason);
	datagram_free(d);
}

static void timer_expired(void *owner)
{
	give_up(owner, "fragments missing after 30 s");
}

static Datagram *find(const FwdReassembly *r, const FwdVrf *vrf, const Ipv4Header *ip)
{
	for (guint i = 0; i < r->datagrams->len; i++) {
		Datagram *d = g_ptr_array_index(r->datagrams, i);

		if (d->id == ip->id && d->vrf == vrf && d->protocol == ip->protocol &&
		    net_addr_equal(&d->src, &ip->src) && net_addr_equal(&d->dst, &ip->dst))
			return d;
	}
	return NULL;
}

static Datagram *add(FwdReassembly *r, FwdVrf *vrf, FwdIface *in, const Ipv4Header *ip)
{
	Datagram *d = g_new0(Datagram, 1);

	if (r->datagrams->len == DATAGRAMS_MAX)
		give_up(g_ptr_array_index(r->datagrams, 0), "too many packets in fragments");
	d->owner = r;
	d->vrf = vrf;
	d->in = in;
	d->src = ip->src;
	d->dst = ip->dst;
	d->id = ip->id;
	d->protocol = ip->protocol;
	sim_timer_init(&d->timer, r->node->sim, SIM_GUARD, timer_expired, d);
	sim_timer_start(&d->timer, TIMEOUT);
	g_ptr_array_add(r->datagrams, d);
	return d;
}

/* Where fragments overlap the later one counts (RFC 791). Takes the fragment. */
static void put(Datagram *d, const Ipv4Header *ip, Packet *fragment)
{
	size_t len = ipv4_payload_len(ip), end = (size_t)ip->fragment_offset * UNIT + len;

	memcpy(d->payload + (size_t)ip->fragment_offset * UNIT,
	       packet_data(fragment) + ip->header_len, len);
	for (size_t unit = ip->fragment_offset; unit * UNIT < end; unit++) {
		uint8_t bit = (uint8_t)(1 << unit % 8);

		d->units += (d->has[unit / 8] & bit) == 0;
		d->has[unit / 8] |= bit;
	}
	if (!(ip->flags & IPV4_MF))
		d->payload_len = end;
	if (ip->fragment_offset == 0 && !d->first)
		d->first = fragment;
	else
		packet_unref(fragment);
}

static Packet *finish(Datagram *d, uint64_t cause)
{
	Packet *whole = packet_new(d->payload, d->payload_len);
	Ipv4Header ip;

	ipv4_decode(packet_data(d->first), packet_len(d->first), &ip, NULL);
	ip.flags = 0;
	ipv4_push(whole, &ip);
	whole->cause = cause;
	datagram_free(d);
	return whole;
}

Packet *fwd_reassemble(FwdReassembly *r, FwdVrf *vrf, FwdIface *in, const Ipv4Header *ip,
		       Packet *fragment)
{
	size_t len = ipv4_payload_len(ip), end = (size_t)ip->fragment_offset * UNIT + len;
	uint64_t cause = fragment->cause;
	Datagram *d;

	if (len == 0 || (len % UNIT != 0 && ip->flags & IPV4_MF) ||
	    end + ip->header_len > IPV4_TOTAL_MAX) {
		fwd_trace_drop(r->node, vrf, in, &ip->dst, "fragment has a wrong length");
		packet_unref(fragment);
		return NULL;
	}
	d = find(r, vrf, ip);
	if (!d)
		d = add(r, vrf, in, ip);
	put(d, ip, fragment);
	if (!d->first || d->payload_len == 0 || d->units != (d->payload_len + UNIT - 1) / UNIT)
		return NULL;
	return finish(d, cause);
}
