/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/tcp_icmp.h"

#include "models/fwd/tcp_path.h"
#include "models/fwd/tcp_seq.h"
#include "models/fwd/tcp_socket.h"
#include "models/wire/icmp_quote.h"

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

/* The socket that sent the segment which the message is about; *quote tells more of it. NULL where there
 * is none that has it under way. */
static TcpSocket *socket_of(const FwdTcp *tcp, const IpInfo *info, const IcmpMessage *message,
			    IcmpQuote *quote)
{
	TcpKey key = {.vrf = info->vrf};
	TcpSocket *s;

	if (!icmp_is_error(message->type) || !icmp_quote_read(message, quote) ||
	    quote->protocol != IP_PROTO_TCP)
		return NULL;
	key.local = quote->src;
	key.remote = quote->dst;
	key.local_port = wire_get_u16(quote->head);
	key.remote_port = wire_get_u16(quote->head + 2);
	s = g_hash_table_lookup(tcp->connections, &key);
	return s && is_under_way(&s->tx, wire_get_u32(quote->head + 4)) ? s : NULL;
}

static void reduce_path(TcpSocket *s, uint32_t len, uint32_t mtu)
{
	if (tcp_path_reduce(&s->node->tcp->paths, s->key.vrf, &s->key.remote, len, mtu))
		tcp_sender_too_long(s);
}

void tcp_icmp_received(void *user, const IpInfo *info, const IcmpMessage *message)
{
	IcmpQuote quote;
	TcpSocket *s = socket_of(user, info, message, &quote);

	if (!s)
		return;
	if (message->type == ICMP_UNREACHABLE && message->code == ICMP_FRAGMENTATION_NEEDED)
		reduce_path(s, quote.len, message->next_hop_mtu);
	else if (is_hard(s, message))
		fsm_event(&s->fsm, TCP_EVENT_UNREACHABLE, NULL);
	else
		s->tx.unreachable = TRUE;
}
