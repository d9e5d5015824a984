/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/bench/bgp_rig.h"

#include "models/bgp/bgp.h"
#include "models/wire/bgp_open.h"
#include "tests/models/bgp/vpn_origin.h"

#include <malloc.h>
#include <string.h>

enum {
	AS = 65001,
	OTHER_AS = 65002,
	ROUTES_PER_SET = 1000,
	SPEAKER = 0x0a000001,
	TALKERS = 0x0a010000,
	LOOPBACKS = 0x14000000
};

size_t rig_memory(void)
{
	struct mallinfo2 m = mallinfo2();

	return m.uordblks + m.hblkhd;
}

/* ---- A network ---- */

static Node *add_node(Network *network, const char *name, uint32_t id, uint32_t asn)
{
	NetAddr address = net_addr_ipv4(id);
	GError *error = NULL;
	Node *node = network_add_node(network, name, NODE_RR, asn, NULL, &address, &error);

	g_assert_no_error(error);
	return node;
}

static FwdIface *add_iface(Node *node, FwdIfaceKind kind, uint32_t first, unsigned n)
{
	GArray *addresses = g_array_new(FALSE, FALSE, sizeof(NetPrefix));
	GError *error = NULL;
	FwdIface *iface;

	for (unsigned i = 0; i < n; i++) {
		NetPrefix address = {net_addr_ipv4(first + i), 8};

		g_array_append_val(addresses, address);
	}
	iface = node_add_interface(node, kind == FWD_IFACE_LOOPBACK ? "lo" : "eth0", kind, NULL,
				   addresses, 0, TRUE, &error);
	g_assert_no_error(error);
	g_array_free(addresses, TRUE);
	return iface;
}

static ProtoInstance *add_bgp(Node *node)
{
	void *config = g_malloc0(bgp_class.config_size);
	GError *error = NULL;
	ProtoInstance *bgp;

	config_set_defaults(bgp_class.fields, bgp_class.n_fields, config);
	config_set(config_find(bgp_class.fields, bgp_class.n_fields, "install"), "no", config);
	config_set(config_find(bgp_class.fields, bgp_class.n_fields, "keep-all"), "yes", config);
	bgp = node_add_protocol(node, &bgp_class, NULL, config, &error);
	g_assert_no_error(error);
	config_clear(bgp_class.fields, bgp_class.n_fields, config);
	g_free(config);
	return bgp;
}

typedef struct Neighbor {
	NetAddr address;
	uint32_t as_number;
	gboolean client, next_hop_self;
} Neighbor;

static void add_neighbor(Node *node, ProtoInstance *bgp, const char *family, const Neighbor *n)
{
	const ProtoItem *item = &bgp_class.items[0];
	BgpPeerConfig config = {0};
	GError *error = NULL;

	config_set_defaults(item->fields, item->n_fields, &config);
	config.address = n->address;
	config.as_number = n->as_number;
	config.options.hold_time = 0;
	config.rr_client = n->client;
	if (n->next_hop_self)
		config_set(config_find(item->fields, item->n_fields, "next-hop-self"), "yes",
			   &config);
	g_strfreev(config.families);
	config.families = g_strsplit(family, " ", -1);
	node_add_item(node, bgp, item, NULL, &config, &error);
	g_assert_no_error(error);
	config_clear(item->fields, item->n_fields, &config);
}

/* ---- Neighbours by script ---- */

static void send_message(Talker *t, const uint8_t *bytes, size_t len)
{
	tcp_send(t->socket, tcp_message_new(bytes, len, 0));
}

static void answer_open(Talker *t)
{
	WireWriter w;
	BgpOpen open = {
		.version = BGP_VERSION,
		.my_as = (uint16_t)t->as_number,
		.identifier = net_addr_to_ipv4(&t->address),
	};

	bgp_open_add_family(&open, t->format->afi, t->format->safi);
	bgp_open_add_four_octet_as(&open, t->as_number);
	wire_writer_init(&w, SIZE_MAX);
	bgp_open_encode(&open, &w);
	bgp_keepalive_encode(&w);
	send_message(t, w.buf, w.len);
	wire_writer_clear(&w);
}

static void take_message(Talker *t, const uint8_t *message, size_t len)
{
	switch (bgp_message_type(message)) {
	case BGP_MESSAGE_OPEN:
		answer_open(t);
		break;
	case BGP_MESSAGE_UPDATE:
		t->updates++;
		t->bytes += len;
		break;
	default:
		break;
	}
}

static void on_received(void *user, TcpSocket *socket, const uint8_t *bytes, size_t len,
			const TcpMessage *message, size_t offset)
{
	Talker *t = user;
	size_t at = 0, message_len;
	WireError error;
	(void)socket;
	(void)message;
	(void)offset;

	g_byte_array_append(t->rest, bytes, (guint)len);
	while (bgp_frame(t->rest->data + at, t->rest->len - at, &message_len, &error) &&
	       message_len > 0 && message_len <= t->rest->len - at) {
		take_message(t, t->rest->data + at, message_len);
		at += message_len;
	}
	g_byte_array_remove_range(t->rest, 0, (guint)at);
}

static void on_closed(void *user, TcpSocket *socket, TcpCloseReason reason)
{
	(void)user;
	(void)socket;
	g_error("the session ends: %s", tcp_close_reason_name(reason));
}

static const TcpHandlers handlers = {.received = on_received, .closed = on_closed};

static void on_accept(void *user, TcpSocket *socket)
{
	Talker *t = user;

	t->socket = socket;
	tcp_accept(socket, &handlers, t);
}

static void talker_listen(Talker *t, Node *node)
{
	TcpParams params = {.local = t->address, .port = BGP_PORT, .ttl = 255};

	t->rest = g_byte_array_new();
	t->listener = tcp_listen(node->fwd, &params, on_accept, t);
}

void rig_settle(Rig *rig)
{
	gboolean quiet = sim_run_quiet(rig->sim, rig->sim->now + 3600 * SIM_SEC);

	g_assert(quiet);
}

static Neighbor neighbor(RigKind kind, unsigned i)
{
	gboolean border = kind == RIG_BORDER;

	return (Neighbor){
		.address = net_addr_ipv4((border && i > 0 ? LOOPBACKS : TALKERS) + i),
		.as_number = border && i == 0 ? OTHER_AS : AS,
		.client = !border && i > 0,
		.next_hop_self = border && i > 0,
	};
}

static void add_talker(Rig *rig, const BgpNlriFormat *format, Node *speaker, const Neighbor *n)
{
	Talker *t = &rig->talkers[rig->n_talkers++];

	t->format = format;
	t->address = n->address;
	t->as_number = n->as_number;
	add_neighbor(speaker, &rig->bgp->instance, format->name, n);
}

static void add_route(Rig *rig, Node *speaker)
{
	RibHop hop = {.kind = RIB_HOP_RECURSIVE, .gateway = net_addr_ipv4(TALKERS)};
	RibRoute route = {
		.prefix = {net_addr_ipv4(LOOPBACKS), 8},
		.source = &rig->loopbacks,
		.distance = RIB_DISTANCE_STATIC,
		.n_hops = 1,
		.hops = &hop,
	};

	rib_source_init(speaker->rib, &rig->loopbacks, "static", NULL);
	rib_route_update(rib_global(speaker->rib), &route);
}

Rig *rig_new(RigKind kind, const BgpNlriFormat *format, unsigned n)
{
	Rig *rig = g_new0(Rig, 1);
	Node *speaker, *others;

	rig->sim = sim_new(1);
	rig->network = network_new(rig->sim);
	speaker = add_node(rig->network, "speaker", SPEAKER, AS);
	others = add_node(rig->network, "others", TALKERS, 0);
	network_add_link(rig->network, add_iface(speaker, FWD_IFACE_ETHERNET, SPEAKER, 1),
			 add_iface(others, FWD_IFACE_ETHERNET, TALKERS, n), SIM_MSEC, 0);
	add_iface(others, FWD_IFACE_LOOPBACK, LOOPBACKS, n);
	rig->bgp = bgp_of(add_bgp(speaker));
	rig->talkers = g_new0(Talker, n);
	for (unsigned i = 0; i < n; i++) {
		Neighbor next = neighbor(kind, i);

		add_talker(rig, format, speaker, &next);
		talker_listen(&rig->talkers[i], others);
	}
	network_start(rig->network);
	add_route(rig, speaker);
	rig_settle(rig);
	for (unsigned i = 0; i < n; i++) {
		const BgpPeer *peer = g_ptr_array_index(rig->bgp->peers, i);

		g_assert(peer->session->established);
	}
	return rig;
}

void rig_free(Rig *rig)
{
	for (unsigned i = 0; i < rig->n_talkers; i++) {
		tcp_abort(rig->talkers[i].socket);
		tcp_unlisten(rig->talkers[i].listener);
		g_byte_array_free(rig->talkers[i].rest, TRUE);
	}
	network_free(rig->network);
	sim_free(rig->sim);
	g_free(rig->talkers);
	g_free(rig);
}

/* ---- Routes ---- */

static BgpNlri route(const BgpNlriFormat *format, unsigned i)
{
	NetAddr addr = net_addr_ipv4(format->has_rd ? 0x0a000000 + (i % ROUTES_PER_SET << 8)
						    : 0x0b000000 + (i << 8));
	BgpNlri nlri = {.prefix = net_prefix(&addr, 24)};

	if (format->has_rd)
		nlri.rd = UINT64_C(65001) << 32 | (i / ROUTES_PER_SET + 1);
	if (format->labelled)
		nlri.label = bgp_label_entry(16 + i % 1000000);
	return nlri;
}

static void write_extras(const Talker *t, unsigned set, WireWriter *path, WireWriter *rts)
{
	wire_write_u8(path, BGP_AS_SEQUENCE);
	wire_write_u8(path, 2);
	wire_write_u32(path, t->as_number == AS ? 65101 : t->as_number);
	wire_write_u32(path, 100000 + set);
	if (t->format->has_rd)
		wire_write_u64(rts, UINT64_C(0x0002fde9) << 32 | (set + 1));
}

/* One message from route *i on. */
static TcpMessage *update(const BgpNlriFormat *format, const BgpAttrs *attrs, unsigned *i,
			  unsigned end)
{
	BgpUpdateWriter u;
	TcpMessage *message;
	uint8_t *bytes;
	size_t len;

	bgp_update_begin(&u, format, attrs, (BgpSpan){NULL, 0});
	for (; *i < end; ++*i) {
		BgpNlri nlri = route(format, *i);

		if (!attrs && format->labelled)
			nlri.label = BGP_LABEL_WITHDRAWN;
		if (!bgp_update_add(&u, &nlri))
			break;
	}
	bytes = bgp_update_finish(&u, &len);
	message = tcp_message_new(bytes, len, 0);
	g_free(bytes);
	return message;
}

static void announce_set(const Rig *rig, unsigned first, unsigned end, GPtrArray *out)
{
	const BgpNlriFormat *format = rig->talkers[0].format;
	WireWriter path, rts;
	BgpAttrs attrs = {
		.present = BGP_ATTR_BIT(BGP_ATTR_ORIGIN) | BGP_ATTR_BIT(BGP_ATTR_AS_PATH) |
			   BGP_ATTR_BIT(BGP_ATTR_NEXT_HOP) | BGP_ATTR_BIT(BGP_ATTR_LOCAL_PREF),
		.local_pref = 100,
		.next_hop = rig->talkers[0].address,
		.as_path.as_size = 4,
	};

	wire_writer_init(&path, SIZE_MAX);
	wire_writer_init(&rts, SIZE_MAX);
	write_extras(&rig->talkers[0], first / ROUTES_PER_SET, &path, &rts);
	attrs.as_path.segments = (BgpSpan){path.buf, path.len};
	attrs.extended_communities = (BgpSpan){rts.buf, rts.len};
	if (rts.len > 0)
		attrs.present |= BGP_ATTR_BIT(BGP_ATTR_EXTENDED_COMMUNITIES);
	while (first < end)
		g_ptr_array_add(out, update(format, &attrs, &first, end));
	wire_writer_clear(&path);
	wire_writer_clear(&rts);
}

GPtrArray *rig_updates(const Rig *rig, unsigned n, gboolean withdraw)
{
	GPtrArray *out = g_ptr_array_new();

	for (unsigned first = 0; first < n && !withdraw; first += ROUTES_PER_SET)
		announce_set(rig, first, MIN(first + ROUTES_PER_SET, n), out);
	for (unsigned i = 0; i < n && withdraw;)
		g_ptr_array_add(out, update(rig->talkers[0].format, NULL, &i, n));
	return out;
}

void rig_say(Rig *rig, GPtrArray *updates)
{
	for (unsigned i = 0; i < updates->len; i++)
		tcp_send(rig->talkers[0].socket, g_ptr_array_index(updates, i));
	g_ptr_array_free(updates, TRUE);
}

/* ---- A full mesh ---- */

Network *rig_mesh(Sim *sim, unsigned n)
{
	Network *network = network_new(sim);
	FwdIface **ifaces = g_new(FwdIface *, n);

	for (unsigned i = 0; i < n; i++) {
		char *name = g_strdup_printf("R%u", i);
		Node *node = add_node(network, name, SPEAKER + i, AS);

		ifaces[i] = add_iface(node, FWD_IFACE_ETHERNET, SPEAKER + i, 1);
		ProtoInstance *bgp = add_bgp(node);
		for (unsigned k = 0; k < n; k++)
			if (k != i)
				add_neighbor(node, bgp, "vpnv4",
					     &(Neighbor){.address = net_addr_ipv4(SPEAKER + k)});
		g_free(name);
	}
	network_add_segment(network, ifaces, n, SIM_MSEC, 0);
	g_free(ifaces);
	return network;
}

void rig_mesh_originate(Network *network, unsigned n)
{
	unsigned n_nodes = network->nodes->len;

	for (unsigned i = 0; i < n; i++) {
		const Node *node = g_ptr_array_index(network->nodes, i / (n / n_nodes) % n_nodes);
		BgpNlri nlri = route(&bgp_nlri_vpnv4, i);
		NetRt rt = UINT64_C(0x0002fde9) << 32 | (i / ROUTES_PER_SET + 1);
		VpnOrigin origin = {
			.rd = nlri.rd,
			.prefix = nlri.prefix,
			.label = 16 + i,
			.route_targets = &rt,
			.n_route_targets = 1,
		};

		vpn_origin_put(node_protocol(node, "bgp", NULL), &origin);
	}
}
