/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/arp.h"

#include "models/fwd/drop.h"
#include "models/fwd/output.h"
#include "models/wire/arp.h"
#include "models/wire/ethernet.h"
#include "sim/timer.h"

#define RETRY_INTERVAL (1 * SIM_SEC)
#define LIFETIME (4 * 3600 * SIM_SEC)
enum { TRIES_MAX = 3, PENDING_MAX = 64 };

/* A packet that waits for an address. */
typedef struct Pending {
	Packet *packet; /* owned reference */
	FwdIface *in;
	FwdVrf *vrf; /* for errors, see fwd_output_unresolved() */
	uint16_t type;
	SimEventClass class_; /* in which it was sent */
} Pending;

typedef struct Entry {
	SimTimer timer; /* unresolved: to ask again; resolved: the end of its life */
	FwdArp *arp;
	NetAddr addr;
	NetMac mac;
	gboolean resolved;
	unsigned tries;
	GArray *pending; /* of Pending */
} Entry;

struct FwdArp {
	FwdIface *iface;
	GPtrArray *entries; /* of Entry, owned, in the order of net_addr_cmp() */
	Entry *last;        /* the one used last; may be NULL */
};

static void timer_expired(void *owner);

FwdArp *fwd_arp_new(FwdIface *iface)
{
	FwdArp *arp = g_new0(FwdArp, 1);

	arp->iface = iface;
	arp->entries = g_ptr_array_new();
	return arp;
}

/* Where addr stands or would stand. */
static guint position(const FwdArp *arp, const NetAddr *addr)
{
	guint low = 0, high = arp->entries->len;

	while (low < high) {
		guint middle = (low + high) / 2;
		const Entry *entry = g_ptr_array_index(arp->entries, middle);

		if (net_addr_cmp(&entry->addr, addr) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static Entry *find(FwdArp *arp, const NetAddr *addr)
{
	Entry *entry = arp->last;
	guint at;

	if (entry && net_addr_equal(&entry->addr, addr))
		return entry;
	at = position(arp, addr);
	if (at == arp->entries->len)
		return NULL;
	entry = g_ptr_array_index(arp->entries, at);
	if (!net_addr_equal(&entry->addr, addr))
		return NULL;
	arp->last = entry;
	return entry;
}

static Entry *add(FwdArp *arp, const NetAddr *addr)
{
	Entry *entry = g_new0(Entry, 1);

	entry->arp = arp;
	entry->addr = *addr;
	entry->pending = g_array_new(FALSE, FALSE, sizeof(Pending));
	sim_timer_init(&entry->timer, arp->iface->node->sim, SIM_GUARD, timer_expired, entry);
	g_ptr_array_insert(arp->entries, (gint)position(arp, addr), entry);
	return entry;
}

/* Frees the entry. What waits there is the caller's: an array of Pending. */
static GArray *take_out(Entry *entry)
{
	FwdArp *arp = entry->arp;
	GArray *pending = entry->pending;

	sim_timer_stop(&entry->timer);
	g_ptr_array_remove_index(arp->entries, position(arp, &entry->addr));
	if (arp->last == entry)
		arp->last = NULL;
	g_free(entry);
	return pending;
}

void fwd_arp_free(FwdArp *arp)
{
	if (!arp)
		return;
	while (arp->entries->len > 0) {
		GArray *pending = take_out(g_ptr_array_index(arp->entries, arp->entries->len - 1));

		for (guint i = 0; i < pending->len; i++)
			packet_unref(g_array_index(pending, Pending, i).packet);
		g_array_free(pending, TRUE);
	}
	g_ptr_array_free(arp->entries, TRUE);
	g_free(arp);
}

static void drop_pending(FwdArp *arp, GArray *pending, const char *reason)
{
	FwdNode *node = arp->iface->node;
	uint64_t cause = node->sim->cause;

	for (guint i = 0; i < pending->len; i++) {
		Pending *p = &g_array_index(pending, Pending, i);

		sim_set_cause(node->sim, p->packet->cause);
		fwd_output_unresolved(node, p->in, p->vrf, p->type, p->packet, reason);
	}
	sim_set_cause(node->sim, cause);
	g_array_free(pending, TRUE);
}

void fwd_arp_flush(FwdArp *arp)
{
	char *reason = g_strdup_printf("interface %s down", arp->iface->name);

	while (arp->entries->len > 0)
		drop_pending(arp, take_out(g_ptr_array_index(arp->entries, 0)), reason);
	g_free(reason);
}

static void fail(Entry *entry)
{
	FwdArp *arp = entry->arp;
	GString *reason = g_string_new("no ARP reply from ");

	net_addr_append(&entry->addr, reason);
	drop_pending(arp, take_out(entry), reason->str);
	g_string_free(reason, TRUE);
}

/* The interface's own address in the subnet of addr, or else its primary one. */
static NetAddr own_address(const FwdIface *iface, const NetAddr *addr)
{
	for (guint i = 0; i < iface->addresses->len; i++) {
		const NetPrefix *own = &g_array_index(iface->addresses, NetPrefix, i);
		NetPrefix subnet = net_prefix_network(own);

		if (net_prefix_contains(&subnet, addr))
			return own->addr;
	}
	return fwd_iface_address(iface, addr->family);
}

static void send_arp(FwdIface *iface, const ArpPacket *arp, const NetMac *dst)
{
	Packet *packet = packet_new(NULL, 0);

	packet->cause = iface->node->sim->cause;
	arp_push(packet, arp);
	fwd_output_frame(iface, dst, ETHERNET_TYPE_ARP, packet);
}

static void send_request(Entry *entry)
{
	FwdIface *iface = entry->arp->iface;
	ArpPacket request = {
		.operation = ARP_REQUEST,
		.sender_mac = iface->mac,
		.sender_ip = own_address(iface, &entry->addr),
		.target_ip = entry->addr,
	};

	entry->tries++;
	sim_timer_start(&entry->timer, RETRY_INTERVAL);
	send_arp(iface, &request, &net_mac_broadcast);
}

static void timer_expired(void *owner)
{
	Entry *entry = owner;

	if (entry->resolved)
		g_array_free(take_out(entry), TRUE);
	else if (entry->tries < TRIES_MAX)
		send_request(entry);
	else
		fail(entry);
}

/* News that waits makes the question itself work: the network is not quiet until it is answered. */
static void inherit_class(Entry *entry, SimEventClass class_)
{
	if (class_ != SIM_WORK || entry->timer.class_ == SIM_WORK)
		return;
	entry->timer.class_ = SIM_WORK;
	if (sim_timer_running(&entry->timer))
		sim_timer_start(&entry->timer, sim_timer_remaining(&entry->timer));
}

static void wait_for(Entry *entry, const Pending *pending)
{
	if (entry->pending->len == PENDING_MAX) {
		fwd_output_unresolved(entry->arp->iface->node, pending->in, pending->vrf,
				      pending->type, pending->packet,
				      "too many packets wait for ARP");
		return;
	}
	g_array_append_vals(entry->pending, pending, 1);
	inherit_class(entry, pending->class_);
	if (!sim_timer_running(&entry->timer))
		send_request(entry);
}

static gboolean can_ask(const FwdArp *arp, const NetAddr *addr)
{
	NetAddr own = own_address(arp->iface, addr);

	return addr->family == NET_AF_IPV4 && own.family == NET_AF_IPV4;
}

void fwd_arp_send(FwdArp *arp, const NetAddr *addr, FwdIface *in, FwdVrf *vrf, uint16_t type,
		  Packet *packet)
{
	FwdNode *node = arp->iface->node;
	Entry *entry = find(arp, addr);

	if (entry && entry->resolved)
		fwd_output_frame(arp->iface, &entry->mac, type, packet);
	else if (entry || can_ask(arp, addr))
		wait_for(entry ? entry : add(arp, addr),
			 &(Pending){packet, in, vrf, type, node->sim->class_});
	else
		fwd_output_unresolved(node, in, vrf, type, packet, "no address to send ARP from");
}

static gboolean entry_holds(const Entry *entry, uint64_t cause)
{
	for (guint i = 0; i < entry->pending->len; i++)
		if (g_array_index(entry->pending, Pending, i).packet->cause == cause)
			return TRUE;
	return FALSE;
}

static const Entry *holder(const FwdArp *arp, uint64_t cause)
{
	for (guint i = 0; arp && i < arp->entries->len; i++) {
		const Entry *entry = g_ptr_array_index(arp->entries, i);

		if (entry_holds(entry, cause))
			return entry;
	}
	return NULL;
}

gboolean fwd_arp_holds(const FwdNode *node, uint64_t cause, NetAddr *neighbour)
{
	for (guint i = 0; i < node->ifaces->len; i++) {
		const FwdIface *iface = g_ptr_array_index(node->ifaces, i);
		const Entry *entry = holder(iface->arp, cause);

		if (entry) {
			*neighbour = entry->addr;
			return TRUE;
		}
	}
	return FALSE;
}

const NetMac *fwd_arp_lookup(FwdArp *arp, const NetAddr *addr)
{
	const Entry *entry = find(arp, addr);

	return entry && entry->resolved ? &entry->mac : NULL;
}

/* Sends what has waited, each packet in the class in which it was sent. */
static void send_pending(Entry *entry)
{
	FwdIface *iface = entry->arp->iface;
	Sim *sim = iface->node->sim;
	SimEventClass class_ = sim->class_;

	for (guint i = 0; i < entry->pending->len; i++) {
		Pending *p = &g_array_index(entry->pending, Pending, i);

		sim->class_ = p->class_;
		fwd_output_frame(iface, &entry->mac, p->type, p->packet);
	}
	g_array_set_size(entry->pending, 0);
	sim->class_ = class_;
}

static void learn(Entry *entry, const NetMac *mac)
{
	entry->mac = *mac;
	entry->resolved = TRUE;
	entry->timer.class_ = SIM_PERIODIC;
	sim_timer_start(&entry->timer, LIFETIME);
	send_pending(entry);
}

static void reply(FwdIface *iface, const ArpPacket *request)
{
	ArpPacket answer = {
		.operation = ARP_REPLY,
		.sender_mac = iface->mac,
		.sender_ip = request->target_ip,
		.target_mac = request->sender_mac,
		.target_ip = request->sender_ip,
	};

	send_arp(iface, &answer, &request->sender_mac);
}

/* RFC 826, "Packet Reception". */
static void receive(FwdArp *arp, const ArpPacket *packet)
{
	FwdIface *iface = arp->iface;
	gboolean for_us = fwd_iface_answers(iface, &packet->target_ip);
	Entry *sender = find(arp, &packet->sender_ip);

	if (fwd_iface_answers(iface, &packet->sender_ip))
		return; /* somebody has our address, or our own request came back */
	if (!sender && for_us)
		sender = add(arp, &packet->sender_ip);
	if (sender)
		learn(sender, &packet->sender_mac);
	if (for_us && packet->operation == ARP_REQUEST)
		reply(iface, packet);
}

void fwd_arp_input(FwdArp *arp, Packet *packet)
{
	ArpPacket decoded;

	if (!arp->iface->node->crashed &&
	    arp_decode(packet_data(packet), packet_len(packet), &decoded, NULL))
		receive(arp, &decoded);
	packet_unref(packet);
}

void fwd_arp_foreach(const FwdArp *arp, TableRowFn fn, void *user)
{
	for (guint i = 0; i < arp->entries->len; i++) {
		const Entry *entry = g_ptr_array_index(arp->entries, i);
		FwdArpRow row = {
			.interface = arp->iface->name,
			.vrf = arp->iface->vrf->name,
			.address = entry->addr,
			.state = entry->resolved ? "resolved" : "incomplete",
			.expires_ns = sim_timer_due(&entry->timer),
		};

		if (entry->resolved)
			row.mac = entry->mac;
		fn(&row, user);
	}
}
