/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/ospf/ospf_peer.h"

#include "models/ospf/ospf_packet.h"

#include <check.h>
#include <string.h>

static void begin_item(Peer *peer)
{
	if (peer->heard->len > 0)
		g_string_append(peer->heard, "; ");
}

static void append_header(GString *out, const Ospf2LsaHeader *h)
{
	char id[OSPF_ID_STRLEN];
	g_string_append_printf(out, " [%s %d", ospf_id_str(h->key.adv_router, id),
			       (int)(h->seq - OSPF2_SEQ_INITIAL + 1));
}

static void hear_headers(Peer *peer, const Ospf2Packet *p)
{
	for (unsigned i = 0; i < p->list->len; i++) {
		append_header(peer->heard, &g_array_index(p->list, Ospf2LsaHeader, i));
		g_string_append_c(peer->heard, ']');
	}
}

static void hear_dd(Peer *peer, const Ospf2Packet *p)
{
	peer->dd_seq = p->dd.seq;
	g_string_append_printf(peer->heard, "dd %s%s%s", p->dd.flags & OSPF2_DD_INIT ? "I" : "",
			       p->dd.flags & OSPF2_DD_MORE ? "M" : "",
			       p->dd.flags & OSPF2_DD_MASTER ? "Ms" : "-");
	hear_headers(peer, p);
}

static void hear_request(Peer *peer, const Ospf2Packet *p)
{
	char id[OSPF_ID_STRLEN];

	g_string_append(peer->heard, "request");
	for (unsigned i = 0; i < p->list->len; i++)
		g_string_append_printf(
			peer->heard, " [%s]",
			ospf_id_str(g_array_index(p->list, Ospf2LsaKey, i).adv_router, id));
}

static void hear_update(Peer *peer, const Ospf2Packet *p)
{
	g_string_append(peer->heard, "update");
	for (unsigned i = 0; i < p->list->len; i++) {
		const Ospf2LsaBytes *lsa = &g_array_index(p->list, Ospf2LsaBytes, i);
		ck_assert(ospf2_lsa_checksum_ok(lsa->bytes, lsa->header.length));
		append_header(peer->heard, &lsa->header);
		g_string_append_printf(peer->heard, " age %u]", lsa->header.age);
	}
}

static void hear(void *user, const IpInfo *info, Packet *payload)
{
	Peer *peer = user;
	Ospf2Packet p;

	ck_assert_uint_eq(info->ttl, 1);
	ck_assert_uint_eq(info->tos, 0xc0);
	ck_assert(net_addr_equal(&info->dst, &ospf_all_spf_routers) ||
		  (peer->broadcast && fwd_iface_has_address(peer->iface, &info->dst)));
	ck_assert(ospf2_packet_decode(packet_data(payload), packet_len(payload), &p, NULL));
	if (p.type != OSPF2_HELLO)
		begin_item(peer);
	if (p.type == OSPF2_DATABASE_DESCRIPTION) {
		hear_dd(peer, &p);
	} else if (p.type == OSPF2_LS_REQUEST) {
		hear_request(peer, &p);
	} else if (p.type == OSPF2_LS_UPDATE) {
		hear_update(peer, &p);
	} else if (p.type == OSPF2_LS_ACK) {
		g_string_append(peer->heard, "ack");
		hear_headers(peer, &p);
	}
	ospf2_packet_clear(&p);
}

static void hear_drop(const TraceRecord *record, void *user)
{
	Peer *peer = user;
	const TraceDrop *drop = (const TraceDrop *)(const void *)record;

	if (strcmp(record->node, "A") == 0)
		g_string_append_printf(peer->drops, "%s\n", drop->reason);
}

static void hello_due(void *owner)
{
	Peer *peer = owner;

	if (!peer->silent)
		peer_say_hello(peer, TRUE);
	sim_timer_start(&peer->hello_timer, 10 * SIM_SEC);
}

Peer *peer_new(void)
{
	Peer *peer = g_new0(Peer, 1);
	NetPrefix address;

	peer->net = net_new();
	peer->a = net_router(peer->net, "A", "10.0.0.1");
	peer->fwd = fwd_node_new(peer->net->fwd, "peer");
	peer->iface = fwd_iface_new(peer->fwd, "a", FWD_IFACE_ETHERNET, NULL, 0);
	net_prefix_parse("10.1.0.2/30", TRUE, &address);
	fwd_iface_add_address(peer->iface, &address);
	fwd_iface_join(peer->iface, &ospf_all_spf_routers);
	ip_register(peer->fwd, OSPF2_IP_PROTOCOL, hear, peer);
	peer->router_id = 0x0a000009;
	peer->hello = (Ospf2Hello){.mask = 0xfffffffc,
				   .hello_interval = 10,
				   .dead_interval = 40,
				   .options = OSPF2_OPTION_E,
				   .priority = 1};
	peer->heard = g_string_new(NULL);
	peer->drops = g_string_new(NULL);
	sim_subscribe(peer->net->sim, &trace_drop, hear_drop, peer);

	OspfIfaceConfig config = net_iface_config();
	FwdLink *link = fwd_link_new(peer->net->fwd, SIM_MSEC, 0);
	fwd_link_attach(link, net_iface(peer->a, "peer", "10.1.0.1/30", &config));
	fwd_link_attach(link, peer->iface);
	g_ptr_array_add(peer->net->links, link);
	sim_timer_init(&peer->hello_timer, peer->net->sim, SIM_PERIODIC, hello_due, peer);
	sim_timer_start(&peer->hello_timer, SIM_SEC);
	net_start(peer->net);
	return peer;
}

void peer_make_broadcast(Peer *peer)
{
	OspfIface *iface = net_end(peer->a, "peer");

	fwd_iface_set_shut(iface->fwd, TRUE);
	iface->config.network = OSPF_NETWORK_BROADCAST;
	peer->broadcast = TRUE;
	fwd_iface_set_shut(iface->fwd, FALSE);
}

void peer_free(Peer *peer)
{
	sim_timer_stop(&peer->hello_timer);
	g_ptr_array_set_size(peer->net->links, 0);
	fwd_node_free(peer->fwd);
	net_free(peer->net);
	g_string_free(peer->heard, TRUE);
	g_string_free(peer->drops, TRUE);
	g_free(peer);
}

void peer_run(Peer *peer, SimTime duration)
{
	net_run(peer->net, duration);
}

const char *peer_state(const Peer *peer)
{
	return net_state(peer->a, "peer");
}

const char *peer_heard(Peer *peer)
{
	/* The text stays where it is until something more is heard. */
	static const char nothing[] = "";
	if (peer->heard->len == 0)
		return nothing;
	peer->heard->len = 0;
	return peer->heard->str;
}

static void peer_send(Peer *peer, const Ospf2Packet *p)
{
	IpInfo info = {.iface = peer->iface,
		       .src = peer->from,
		       .dst = net_addr_is_set(&peer->to) ? peer->to : ospf_all_spf_routers,
		       .protocol = OSPF2_IP_PROTOCOL,
		       .ttl = 1,
		       .tos = 0xc0};
	WireWriter w;
	size_t len;

	wire_writer_init(&w, SIZE_MAX);
	ospf2_packet_encode(p, &w);
	uint8_t *bytes = wire_writer_take(&w, &len);
	ip_send(peer->fwd, &info, packet_new(bytes, len));
	g_free(bytes);
}

static void send_and_clear(Peer *peer, Ospf2Packet *p)
{
	peer_send(peer, p);
	ospf2_packet_clear(p);
}

void peer_say_hello(Peer *peer, gboolean lists_a)
{
	Ospf2Packet p;

	ospf2_packet_init(&p, OSPF2_HELLO, peer->router_id, peer->area);
	p.hello = peer->hello;
	if (lists_a)
		g_array_append_val(p.list, peer->a->ospf->router_id);
	send_and_clear(peer, &p);
}

void peer_say_dd(Peer *peer, unsigned flags, uint32_t seq, uint16_t mtu, const Ospf2LsaHeader *lsa)
{
	Ospf2Packet p;

	ospf2_packet_init(&p, OSPF2_DATABASE_DESCRIPTION, peer->router_id, peer->area);
	p.dd = (Ospf2Dd){
		.mtu = mtu, .options = OSPF2_OPTION_E, .flags = (uint8_t)flags, .seq = seq};
	if (lsa)
		g_array_append_vals(p.list, lsa, 1);
	send_and_clear(peer, &p);
}

void peer_say_request(Peer *peer, uint32_t router_id)
{
	Ospf2Packet p;
	Ospf2LsaKey key = {.type = OSPF2_LSA_ROUTER, .id = router_id, .adv_router = router_id};

	ospf2_packet_init(&p, OSPF2_LS_REQUEST, peer->router_id, peer->area);
	g_array_append_val(p.list, key);
	send_and_clear(peer, &p);
}

void peer_say_ack(Peer *peer, const Ospf2LsaHeader *lsa)
{
	Ospf2Packet p;

	ospf2_packet_init(&p, OSPF2_LS_ACK, peer->router_id, peer->area);
	g_array_append_vals(p.list, lsa, 1);
	send_and_clear(peer, &p);
}

static uint8_t *peer_make_lsa(const Peer *peer, uint32_t router_id, int n, uint16_t age,
			      Ospf2LsaHeader *header)
{
	Ospf2Lsa lsa;
	Ospf2RouterLink links[] = {
		{.id = 0xc0000200 + (uint32_t)n, .data = UINT32_MAX, .type = OSPF2_LINK_STUB},
		{.id = peer->a->ospf->router_id,
		 .data = 0x0a010002,
		 .type = OSPF2_LINK_P2P,
		 .metric = 10},
	};
	size_t len;

	ospf2_lsa_init(&lsa, OSPF2_LSA_ROUTER);
	lsa.header.key = (Ospf2LsaKey){OSPF2_LSA_ROUTER, router_id, router_id};
	lsa.header.options = OSPF2_OPTION_E;
	lsa.header.age = age;
	lsa.header.seq = OSPF2_SEQ_INITIAL + n - 1;
	g_array_append_vals(lsa.links, links, G_N_ELEMENTS(links));
	uint8_t *bytes = ospf2_lsa_encode(&lsa, &len);
	*header = lsa.header;
	ospf2_lsa_clear(&lsa);
	return bytes;
}

void peer_say_lsa(Peer *peer, uint32_t router_id, int n, uint16_t age)
{
	Ospf2Packet p;
	Ospf2LsaBytes lsa;
	uint8_t *bytes = peer_make_lsa(peer, router_id, n, age, &lsa.header);

	lsa.bytes = bytes;
	ospf2_packet_init(&p, OSPF2_LS_UPDATE, peer->router_id, peer->area);
	g_array_append_val(p.list, lsa);
	send_and_clear(peer, &p);
	g_free(bytes);
}

Ospf2LsaHeader peer_lsa_of_a(const Peer *peer)
{
	const OspfArea *area = g_ptr_array_index(peer->a->ospf->areas, 0);
	uint32_t id = peer->a->ospf->router_id;
	const OspfLsa *lsa = ospf_lsdb_find(&area->lsdb, &(Ospf2LsaKey){OSPF2_LSA_ROUTER, id, id});

	ck_assert_ptr_nonnull(lsa);
	return ospf_lsa_header(lsa);
}

void peer_become_full(Peer *peer)
{
	const unsigned claim = OSPF2_DD_INIT | OSPF2_DD_MORE | OSPF2_DD_MASTER;

	peer_run(peer, 12 * SIM_SEC);
	/* The higher router id makes it master. */
	peer_say_dd(peer, claim, 100, 1500, NULL);
	peer_run(peer, 10 * SIM_MSEC);
	peer_say_dd(peer, OSPF2_DD_MASTER, 101, 1500, NULL);
	peer_run(peer, 10 * SIM_MSEC);
	ck_assert_str_eq(peer_state(peer), "Full");
	Ospf2LsaHeader lsa = peer_lsa_of_a(peer);
	peer_say_ack(peer, &lsa);
	peer_run(peer, 10 * SIM_MSEC);
	peer_heard(peer);
}
