/* SPDX-License-Identifier: Apache-2.0 */
#include "models/oam/fate.h"

#include "models/fwd/arp.h"
#include "models/net/records.h"

#include <string.h>

struct OamFate {
	FwdNode *node;
	GHashTable *
		packets; /* id of a record -> OamPacket that it is about, borrowed; never iterated */
};

struct OamPacket {
	OamFate *fate;
	GArray *ids;                     /* of uint64_t: the records about it and its answers */
	char *at, *reason;               /* of the drop of the packet itself; NULL: none is known */
	gboolean kept_here;              /* that was at the sender, before it was on a link */
	gboolean answered;               /* somebody has sent an answer */
	char *answer_at, *answer_reason; /* of the drop of the answer */
};

static void add_record(OamPacket *packet, uint64_t id)
{
	uint64_t *key = g_memdup2(&id, sizeof id);

	g_array_append_val(packet->ids, id);
	g_hash_table_insert(packet->fate->packets, key, packet);
}

static OamPacket *packet_of(const OamFate *fate, uint64_t record)
{
	return g_hash_table_lookup(fate->packets, &record);
}

static void replace(char **text, const char *with)
{
	g_free(*text);
	*text = g_strdup(with);
}

static void on_drop(const TraceRecord *record, void *user)
{
	const OamFate *fate = user;
	const TraceDrop *drop = (const TraceDrop *)record;
	OamPacket *packet = packet_of(fate, record->cause);

	if (!packet)
		return;
	if (packet->answered) {
		replace(&packet->answer_at, record->node);
		replace(&packet->answer_reason, drop->reason);
	} else {
		replace(&packet->at, record->node);
		replace(&packet->reason, drop->reason);
		packet->kept_here = strcmp(record->node, fate->node->name) == 0 &&
				    drop->kind != TRACE_DROP_ON_LINK &&
				    drop->kind != TRACE_DROP_CUT;
	}
	add_record(packet, record->id);
}

static void on_message(const TraceRecord *record, void *user)
{
	const TraceMessage *message = (const TraceMessage *)record;
	OamPacket *packet = packet_of(user, record->cause);

	if (!packet)
		return;
	packet->answered |= strcmp(message->direction, "sent") == 0;
	add_record(packet, record->id);
}

/* Records are listened to while something is followed: at one time a few of many pings. */
static void listen(OamFate *fate)
{
	sim_subscribe(fate->node->sim, &trace_drop, on_drop, fate);
	sim_subscribe(fate->node->sim, &trace_message, on_message, fate);
}

static void stop_listening(OamFate *fate)
{
	sim_unsubscribe(fate->node->sim, on_drop, fate);
	sim_unsubscribe(fate->node->sim, on_message, fate);
}

OamFate *oam_fate_new(FwdNode *node)
{
	OamFate *fate = g_new0(OamFate, 1);

	fate->node = node;
	fate->packets = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	return fate;
}

void oam_fate_free(OamFate *fate)
{
	if (!fate)
		return;
	g_assert(g_hash_table_size(fate->packets) == 0);
	g_hash_table_destroy(fate->packets);
	g_free(fate);
}

OamPacket *oam_fate_follow(OamFate *fate, uint64_t record)
{
	OamPacket *packet = g_new0(OamPacket, 1);

	if (g_hash_table_size(fate->packets) == 0)
		listen(fate);
	packet->fate = fate;
	packet->ids = g_array_new(FALSE, FALSE, sizeof(uint64_t));
	add_record(packet, record);
	return packet;
}

void oam_fate_forget(OamFate *fate, OamPacket *packet)
{
	if (!packet)
		return;
	for (unsigned i = 0; i < packet->ids->len; i++)
		g_hash_table_remove(fate->packets, &g_array_index(packet->ids, uint64_t, i));
	if (g_hash_table_size(fate->packets) == 0)
		stop_listening(fate);
	g_array_free(packet->ids, TRUE);
	g_free(packet->at);
	g_free(packet->reason);
	g_free(packet->answer_at);
	g_free(packet->answer_reason);
	g_free(packet);
}

/* The record of its sending comes first. */
static gboolean waits_for_arp(const OamPacket *packet, NetAddr *neighbour)
{
	return fwd_arp_holds(packet->fate->node, g_array_index(packet->ids, uint64_t, 0),
			     neighbour);
}

gboolean oam_packet_unsent(const OamPacket *packet)
{
	NetAddr neighbour;

	if (packet->answered)
		return FALSE;
	return packet->reason ? packet->kept_here : waits_for_arp(packet, &neighbour);
}

static char *unsent_reason(const OamPacket *packet)
{
	char text[NET_ADDR_STRLEN];
	NetAddr neighbour;

	if (packet->reason)
		return g_strdup(packet->reason);
	if (packet->fate->node->crashed)
		return g_strdup_printf("%s is down", packet->fate->node->name);
	if (!waits_for_arp(packet, &neighbour))
		return NULL;
	return g_strdup_printf("no ARP reply from %s", net_addr_str(&neighbour, text));
}

char *oam_packet_reason(const OamPacket *packet, OamEnd end)
{
	if (end == OAM_NOT_SENT)
		return unsent_reason(packet);
	if (end == OAM_SILENT && packet->answered)
		return packet->answer_reason
			       ? g_strdup_printf("answer dropped at %s: %s", packet->answer_at,
						 packet->answer_reason)
			       : NULL;
	return packet->reason ? g_strdup_printf("dropped at %s: %s", packet->at, packet->reason)
			      : NULL;
}

static const char *const unreachable_names[] = {
	[ICMP_NET_UNREACHABLE] = "net-unreachable",
	[ICMP_HOST_UNREACHABLE] = "host-unreachable",
	[ICMP_PROTOCOL_UNREACHABLE] = "protocol-unreachable",
	[ICMP_PORT_UNREACHABLE] = "port-unreachable",
	[ICMP_FRAGMENTATION_NEEDED] = "fragmentation-needed",
};

const char *oam_result_of(const IcmpMessage *message)
{
	if (message->type == ICMP_UNREACHABLE && message->code < G_N_ELEMENTS(unreachable_names))
		return unreachable_names[message->code];
	return icmp_type_name(message->type);
}

gboolean oam_is_error(const char *name)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(unreachable_names); i++)
		if (strcmp(unreachable_names[i], name) == 0)
			return TRUE;
	return strcmp(name, icmp_type_name(ICMP_TIME_EXCEEDED)) == 0;
}
