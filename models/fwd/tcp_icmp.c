/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/tcp_icmp.h"

#include "models/fwd/tcp_path.h"
#include "models/fwd/tcp_seq.h"
#include "models/fwd/tcp_socket.h"

/* What an error tells of the segment that it is about. */
typedef struct Quoted {
	TcpKey key;
	uint32_t seq;
	uint32_t len; /* of the IP packet */
} Quoted;

/* The IP header and the first eight bytes of TCP's: all that a router must quote (RFC 792). */
static gboolean read_quoted(const IcmpMessage *message, Quoted *quoted)
{
	WireReader r;
	unsigned header_len;
	uint8_t protocol;

	wire_reader_init(&r, message->payload, message->payload_len);
	header_len = (wire_read_u8(&r) & 0x0fU) * 4;
	wire_skip(&r, 1);
	quoted->len = wire_read_u16(&r);
	wire_skip(&r, 5);
	protocol = wire_read_u8(&r);
	wire_skip(&r, 2);
	quoted->key.local = wire_read_ipv4(&r);
	quoted->key.remote = wire_read_ipv4(&r);
	if (protocol != IP_PROTO_TCP || header_len < 20)
		return FALSE;
	wire_skip(&r, header_len - 20);
	quoted->key.local_port = wire_read_u16(&r);
	quoted->key.remote_port = wire_read_u16(&r);
	quoted->seq = wire_read_u32(&r);
	return wire_ok(&r);
}

/* RFC 5927 4.1: somebody who guesses would have to guess this too. */
static gboolean is_under_way(const TcpSender *tx, uint32_t seq)
{
	return tcp_seq_le(tx->snd_una, seq) && tcp_seq_lt(seq, tx->snd_nxt);
}

static gboolean is_hard(const TcpSocket *s, const IcmpMessage *message)
{
	return s->fsm.state == TCP_STATE_SYN_SENT && message->type == ICMP_UNREACHABLE &&
	       (message->code == ICMP_PROTOCOL_UNREACHABLE ||
		message->code == ICMP_PORT_UNREACHABLE);
}

static void reduce_path(TcpSocket *s, const Quoted *quoted, uint32_t mtu)
{
	if (tcp_path_reduce(&s->node->tcp->paths, s->key.vrf, &s->key.remote, quoted->len, mtu))
		tcp_sender_too_long(s);
}

void tcp_icmp_received(void *user, const IpInfo *info, const IcmpMessage *message)
{
	FwdTcp *tcp = user;
	Quoted quoted;
	TcpSocket *s;

	if (!icmp_is_error(message->type) || !read_quoted(message, &quoted))
		return;
	quoted.key.vrf = info->vrf;
	s = g_hash_table_lookup(tcp->connections, &quoted.key);
	if (!s || !is_under_way(&s->tx, quoted.seq))
		return;
	if (message->type == ICMP_UNREACHABLE && message->code == ICMP_FRAGMENTATION_NEEDED)
		reduce_path(s, &quoted, message->next_hop_mtu);
	else if (is_hard(s, message))
		fsm_event(&s->fsm, TCP_EVENT_UNREACHABLE, NULL);
	else
		s->tx.unreachable = TRUE;
}
