/* SPDX-License-Identifier: Apache-2.0 */
/* Authentication between routers, and what is peculiar to a router: stub router, VRF. */
#include "models/ospf/ospf_config.h"
#include "models/wire/ospf2.h"
#include "tests/models/ospf/ospf_net.h"
#include "tests/testing.h"

#include <string.h>

#define SETTLED (30 * SIM_SEC)

typedef struct Pair {
	Net *net;
	Router *a, *b;
	OspfIface *at_a, *at_b;
	GString *drops;
} Pair;

static void note_drop(const TraceRecord *record, void *user)
{
	GString *drops = user;
	const TraceDrop *drop = (const TraceDrop *)(const void *)record;

	if (!strstr(drop->reason, "MinLSArrival") && !strstr(drops->str, drop->reason))
		g_string_append_printf(drops, "%s: %s\n", record->node, drop->reason);
}

static Pair pair_new(OspfAuth authentication, const char *key)
{
	Pair p = {.net = net_new(), .drops = g_string_new(NULL)};

	p.a = net_router(p.net, "A", "10.0.0.1");
	p.b = net_router(p.net, "B", "10.0.0.2");
	net_join(p.a, p.b, 10);
	p.at_a = net_end(p.a, "B");
	p.at_b = net_end(p.b, "A");
	for (unsigned i = 0; i < 2; i++) {
		OspfIfaceConfig *config = i ? &p.at_a->config : &p.at_b->config;
		config->authentication = authentication;
		g_strlcpy(config->key.text, key, sizeof(config->key.text));
	}
	sim_subscribe(p.net->sim, &trace_drop, note_drop, p.drops);
	return p;
}

static void pair_run(Pair *p)
{
	net_start(p->net);
	net_run(p->net, SETTLED);
}

static void pair_free(Pair *p)
{
	net_free(p->net);
	g_string_free(p->drops, TRUE);
}

START_TEST(same_key)
{
	static const OspfAuth types[] = {OSPF_AUTH_SIMPLE,       OSPF_AUTH_MD5,
					 OSPF_AUTH_HMAC_SHA_1,   OSPF_AUTH_HMAC_SHA_256,
					 OSPF_AUTH_HMAC_SHA_384, OSPF_AUTH_HMAC_SHA_512};
	Pair p = pair_new(types[_i], "secret");

	pair_run(&p);
	ck_assert_str_eq(net_state(p.a, "B"), "Full");
	ck_assert(net_same_database(p.a, p.b));
	ck_assert_str_eq(p.drops->str, "");
	pair_free(&p);
}
END_TEST

static void assert_refused(Pair *p, const char *reason)
{
	pair_run(p);
	ck_assert_str_eq(net_state(p->a, "B"), "none");
	ck_assert_msg(strstr(p->drops->str, reason) != NULL, "%s", p->drops->str);
	pair_free(p);
}

START_TEST(wrong_password)
{
	Pair p = pair_new(OSPF_AUTH_SIMPLE, "secret");
	g_strlcpy(p.at_b->config.key.text, "Secret", sizeof(p.at_b->config.key.text));
	assert_refused(&p, "OSPF password is wrong\n");
}
END_TEST

START_TEST(wrong_key)
{
	Pair p = pair_new(OSPF_AUTH_MD5, "secret");
	g_strlcpy(p.at_b->config.key.text, "Secret", sizeof(p.at_b->config.key.text));
	assert_refused(&p, "OSPF digest is wrong\n");
}
END_TEST

START_TEST(wrong_key_id)
{
	Pair p = pair_new(OSPF_AUTH_MD5, "secret");
	p.at_b->config.key_id = 2;
	assert_refused(&p, "A: OSPF key 2, but here it is key 1\n");
}
END_TEST

START_TEST(wrong_type)
{
	Pair p = pair_new(OSPF_AUTH_MD5, "secret");
	p.at_b->config.authentication = OSPF_AUTH_NONE;
	assert_refused(&p, "A: OSPF authentication none, but here it is md5\n");
}
END_TEST

START_TEST(wrong_digest)
{
	Pair p = pair_new(OSPF_AUTH_HMAC_SHA_256, "secret");
	p.at_b->config.authentication = OSPF_AUTH_MD5;
	assert_refused(&p, "A: OSPF authentication md5, but here it is hmac-sha-256\n");
}
END_TEST

/* An interface that says nothing does as the area. */
START_TEST(area_default)
{
	Pair p = pair_new(OSPF_AUTH_BY_AREA, "secret");
	ck_assert(net_configure(p.a, "area", "id=0 authentication=md5"));
	ck_assert(net_configure(p.b, "area", "id=0 authentication=md5"));
	pair_run(&p);
	ck_assert_str_eq(net_state(p.a, "B"), "Full");
	ck_assert_str_eq(p.drops->str, "");
	pair_free(&p);
	p = pair_new(OSPF_AUTH_BY_AREA, "secret");
	ck_assert(net_configure(p.a, "area", "id=0 authentication=md5"));
	assert_refused(&p, "A: OSPF authentication none, but here it is md5\n");
}
END_TEST

static void count_hellos(const TraceRecord *record, void *user)
{
	const TraceMessage *message = (const TraceMessage *)(const void *)record;
	unsigned *n = user;

	if (strcmp(message->direction, "sent") == 0 && strcmp(message->type, "hello") == 0)
		n[strcmp(record->node, "A") != 0]++;
}

/* Hellos that A and B send within a minute from now. */
static void assert_hellos(Pair *p, unsigned *n, unsigned of_a, unsigned of_b)
{
	n[0] = n[1] = 0;
	net_run(p->net, 60 * SIM_SEC);
	ck_assert_uint_eq(n[0], of_a);
	ck_assert_uint_eq(n[1], of_b);
	ck_assert_str_eq(net_state(p->a, "B"), "Full");
}

/* A gets a new key at 100 s, B at 200 s. Between them A says everything twice. */
START_TEST(change_of_keys)
{
	Pair p = pair_new(OSPF_AUTH_MD5, "");
	unsigned n[2];

	sim_subscribe(p.net->sim, &trace_message, count_hellos, n);
	ck_assert(ospf_keys_kind.parse("1:old 2:new@100s", &p.at_a->config.keys));
	ck_assert(ospf_keys_kind.parse("1:old  2:new@200s", &p.at_b->config.keys));
	net_start(p.net);
	net_run(p.net, 39500 * SIM_MSEC);
	assert_hellos(&p, n, 6, 6); /* from 39.5 s on */
	net_run(p.net, 2 * SIM_SEC);
	assert_hellos(&p, n, 12, 6); /* from 101.5 s on */
	ck_assert_ptr_nonnull(strstr(p.drops->str, "B: OSPF key 2, but here it is key 1\n"));
	net_run(p.net, 60 * SIM_SEC);
	g_string_truncate(p.drops, 0);
	assert_hellos(&p, n, 6, 6); /* from 221.5 s on */
	ck_assert_str_eq(p.drops->str, "");
	const OspfNeighbor *b = g_ptr_array_index(p.at_a->neighbors, 0);
	ck_assert_uint_eq(b->key_id, 2);
	pair_free(&p);
}
END_TEST

START_TEST(keys_as_text)
{
	static const char *const wrong[] = {"secret",
					    "1:",
					    "256:a",
					    "1:a@",
					    "1:a@soon",
					    "1:seventeen letters",
					    "1:aaaaaaaaaaaaaaaaa",
					    "1:a 2:b 3:c 4:d 5:e 6:f 7:g 8:h 9:i"};
	OspfKeys keys;

	ck_assert(ospf_keys_kind.parse(" 7:a:b@c@2s ", &keys));
	ck_assert_uint_eq(keys.n, 1);
	ck_assert_uint_eq(keys.all[0].id, 7);
	ck_assert_str_eq(keys.all[0].key.text, "a:b@c");
	ck_assert_int_eq(keys.all[0].from, 2 * SIM_SEC);
	for (unsigned i = 0; i < G_N_ELEMENTS(wrong); i++)
		ck_assert_msg(!ospf_keys_kind.parse(wrong[i], &keys), "%s", wrong[i]);
}
END_TEST

/* A packet from the past: it is not taken a second time. */
START_TEST(replay)
{
	Pair p = pair_new(OSPF_AUTH_MD5, "secret");

	pair_run(&p);
	OspfNeighbor *b = g_ptr_array_index(p.at_a->neighbors, 0);
	ck_assert_uint_ge(b->auth_seq, 20);
	b->auth_seq += 1000;
	net_run(p.net, 11 * SIM_SEC);
	ck_assert_msg(strstr(p.drops->str, "A: OSPF cryptographic sequence number") != NULL, "%s",
		      p.drops->str);
	/* The neighbour falls for want of Hellos, and begins anew. */
	net_run(p.net, 70 * SIM_SEC);
	ck_assert_str_eq(net_state(p.a, "B"), "Full");
	pair_free(&p);
}
END_TEST

static Ospf2Packet hello_with_digest(void)
{
	Ospf2Packet p;

	ospf2_packet_init(&p, OSPF2_HELLO, 0x0a000001, 0);
	p.hello = (Ospf2Hello){.mask = 0xfffffffc,
			       .hello_interval = 10,
			       .options = OSPF2_OPTION_E,
			       .priority = 1,
			       .dead_interval = 40};
	p.auth_type = OSPF2_AUTH_CRYPTOGRAPHIC;
	p.key_id = 7;
	p.auth_seq = 0x01020304;
	p.key = "secret";
	return p;
}

/* The digest was computed by other means. */
START_TEST(digest_on_the_wire)
{
	static const uint8_t digest[] = {0x05, 0xda, 0x96, 0xdc, 0x2b, 0xb5, 0x48, 0x25,
					 0x21, 0x6a, 0x05, 0x5a, 0x58, 0x50, 0x32, 0xd8};
	Ospf2Packet p = hello_with_digest(), back;
	WireWriter w;
	size_t len;

	wire_writer_init(&w, SIZE_MAX);
	ospf2_packet_encode(&p, &w);
	ospf2_packet_clear(&p);
	uint8_t *bytes = wire_writer_take(&w, &len);
	ck_assert_uint_eq(len, 44 + 16);
	ck_assert_mem_eq(bytes + 44, digest, sizeof digest);
	ck_assert(ospf2_packet_decode(bytes, len, &back, NULL));
	ck_assert_uint_eq(back.key_id, 7);
	ck_assert_uint_eq(back.auth_seq, 0x01020304);
	ck_assert(ospf2_packet_digest_ok(&back, bytes, OSPF2_DIGEST_MD5, "secret"));
	ck_assert(!ospf2_packet_digest_ok(&back, bytes, OSPF2_DIGEST_MD5, "secre"));
	ospf2_packet_clear(&back);
	for (size_t cut = 0; cut < len; cut++)
		ck_assert(!ospf2_packet_decode(bytes, cut, &back, NULL));
	g_free(bytes);
}
END_TEST

/* A - B - D and A - C - D: B is a stub router. */
START_TEST(stub_router)
{
	Net *net = net_new();
	Router *a = net_router(net, "A", "10.0.0.1"), *b = net_router(net, "B", "10.0.0.2");
	Router *c = net_router(net, "C", "10.0.0.3"), *d = net_router(net, "D", "10.0.0.4");

	net_join(a, b, 10);
	net_join(b, d, 10);
	net_join(a, c, 20);
	net_join(c, d, 20);
	b->ospf->config.max_metric_startup = 60 * SIM_SEC;
	net_start(net);
	net_run(net, 50 * SIM_SEC);
	char *routes = net_routes(a);
	ck_assert_ptr_nonnull(strstr(routes, "10.0.0.2/32 metric 10 via 10.1.0.2 B\n"));
	ck_assert_ptr_nonnull(strstr(routes, "10.0.0.4/32 metric 40 via 10.1.2.2 C\n"));
	g_free(routes);
	net_run(net, 20 * SIM_SEC);
	routes = net_routes(a);
	ck_assert_ptr_nonnull(strstr(routes, "10.0.0.4/32 metric 20 via 10.1.0.2 B\n"));
	g_free(routes);
	net_free(net);
}
END_TEST

typedef struct InVrf {
	Rib *rib;
	FwdIface *iface;
	OspfInstance *ospf;
} InVrf;

/* A second instance on the router, in a VRF, on a link of its own. */
static InVrf add_instance(Router *r, FwdLink *link, const char *address)
{
	InVrf v = {0};
	OspfConfig config;
	OspfIfaceConfig iface_config = net_iface_config();
	FwdVrf *vrf = fwd_node_add_vrf(r->fwd, "red");
	NetPrefix prefix;

	config_set_defaults(ospf_class.fields, ospf_class.n_fields, &config);
	v.rib = rib_add(r->rib, vrf);
	v.iface = fwd_iface_new(r->fwd, "red", FWD_IFACE_ETHERNET, vrf, 0);
	net_prefix_parse(address, TRUE, &prefix);
	fwd_iface_add_address(v.iface, &prefix);
	v.ospf = (OspfInstance *)ospf_class.create(&r->host, v.rib, &config, NULL);
	ck_assert_ptr_nonnull(v.ospf);
	ck_assert(ospf_class.items[0].add(&v.ospf->proto, v.iface, &iface_config, NULL));
	fwd_link_attach(link, v.iface);
	return v;
}

/* The instances hear each other's packets only where they are in one table. */
START_TEST(instance_in_a_vrf)
{
	Net *net = net_new();
	Router *a = net_router(net, "A", "10.0.0.1"), *b = net_router(net, "B", "10.0.0.2");
	Router *ce = net_router(net, "CE", "10.0.0.9");
	FwdLink *link = fwd_link_new(net->fwd, SIM_MSEC, 0);
	OspfIfaceConfig config = net_iface_config();

	net_join(a, b, 10);
	InVrf v = add_instance(a, link, "10.9.0.1/30");
	fwd_link_attach(link, net_iface(ce, "A", "10.9.0.2/30", &config));
	g_ptr_array_add(net->links, link);
	net_start(net);
	ospf_class.start(&v.ospf->proto);
	net_run(net, SETTLED);
	ck_assert_str_eq(net_state(a, "B"), "Full");
	ck_assert_str_eq(net_state(ce, "A"), "Full");
	char *global = net_routes(a), *of_ce = net_routes(ce);
	ck_assert_str_eq(global, "10.0.0.2/32 metric 10 via 10.1.0.2 B\n");
	ck_assert_str_eq(of_ce, "");
	NetAddr host = net_addr_ipv4(0x0a000009);
	NetPrefix prefix = net_prefix_host(&host);
	const RibRoute *route = rib_best(v.rib, &prefix);
	ck_assert_ptr_nonnull(route);
	ck_assert_uint_eq(route->metric, 10);
	ospf_class.stop(&v.ospf->proto);
	ck_assert_ptr_null(rib_best(v.rib, &prefix));
	ck_assert_str_eq(net_state(a, "B"), "Full");
	ospf_class.destroy(&v.ospf->proto);
	g_free(global);
	g_free(of_ce);
	net_free(net);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf_auth");
	tcase_add_loop_test(tc, same_key, 0, 6);
	tcase_add_test(tc, wrong_password);
	tcase_add_test(tc, wrong_key);
	tcase_add_test(tc, wrong_key_id);
	tcase_add_test(tc, wrong_type);
	tcase_add_test(tc, wrong_digest);
	tcase_add_test(tc, area_default);
	tcase_add_test(tc, change_of_keys);
	tcase_add_test(tc, keys_as_text);
	tcase_add_test(tc, replay);
	tcase_add_test(tc, digest_on_the_wire);
	tcase_add_test(tc, stub_router);
	tcase_add_test(tc, instance_in_a_vrf);
	return test_main("ospf_auth", tc);
}
