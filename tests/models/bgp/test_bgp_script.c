/* SPDX-License-Identifier: Apache-2.0 */
/* R1 against a scripted neighbour: what it says and does byte for byte. Its states, timers and errors:
 * tests/talk/bgp. */
#include "models/wire/bgp_update.h"
#include "tests/models/bgp/bgp_script.h"
#include "tests/models/bgp/vpn_origin.h"
#include "tests/testing.h"

#include <string.h>

START_TEST(test_open)
{
	Script *s = script_new("vpnv4");
	uint8_t body[BGP_MESSAGE_MAX];
	size_t len = script_expect(s, BGP_MESSAGE_OPEN, body), own_len;
	uint8_t *own = bgp_test_message(
		BGP_MESSAGE_OPEN, "04fde900b40a000001 18" CAP_VPNV4 "02020200 02024600" CAP_AS4,
		&own_len);
	ck_assert_uint_eq(len + BGP_HEADER_LEN, own_len);
	ck_assert_mem_eq(body, own + BGP_HEADER_LEN, len);
	g_free(own);
	script_free(s);
}
END_TEST

static const struct {
	const char *attributes, *nlri;
	unsigned subcode;
	const char *data;
} bad_updates[] = {
	{"800f03000180 800f03000180", "", BGP_UPDATE_MALFORMED_LIST, ""},
	{"40010103", "", BGP_UPDATE_BAD_ORIGIN, "40010103"},
	{"80010100", "", BGP_UPDATE_ATTRIBUTE_FLAGS, "80010100"},
	{"4001020000", "", BGP_UPDATE_ATTRIBUTE_LENGTH, "4001020000"},
	{"40630100", "", BGP_UPDATE_UNKNOWN_WELL_KNOWN, "40630100"},
	{"40020102", "", BGP_UPDATE_MALFORMED_AS_PATH, ""},
	{ATTRIBUTES "4003040a000002", "210a090000", BGP_UPDATE_BAD_NETWORK, ""},
	{"800f07000180 70800000", "", BGP_UPDATE_OPTIONAL_ATTRIBUTE, "800f0700018070800000"},
};

START_TEST(test_bad_update)
{
	Script *s = script_new("vpnv4");
	script_establish(s);
	script_send_update(s, "", GOOD_ROUTE, "");
	ck_assert_uint_eq(lab_bgp(s->lab, 1)->tables[BGP_FAMILY_VPNV4].n_nets, 1);
	script_send_update(s, "", bad_updates[_i].attributes, bad_updates[_i].nlri);
	script_expect_notification(s, BGP_ERROR_UPDATE, bad_updates[_i].subcode,
				   bad_updates[_i].data);
	ck_assert_uint_eq(lab_bgp(s->lab, 1)->tables[BGP_FAMILY_VPNV4].n_nets, 0);
	script_free(s);
}
END_TEST

START_TEST(test_routes)
{
	Script *s = script_new("vpnv4");
	script_establish(s);
	script_send_update(s, "", GOOD_ROUTE, "");
	ck_assert_uint_eq(
		lab_count(s->lab, "R1 vpn add 65001:1 10.9.0.0/24 via 10.0.0.2 label 29\n"), 1);
	script_send_update(s, "", GOOD_ROUTE, ""); /* says nothing new */
	ck_assert_uint_eq(lab_count(s->lab, "vpn replace"), 0);
	script_send_message(s, BGP_MESSAGE_UPDATE, "0000 0006 800f03000180");
	ck_assert(lab_peer(s->lab, 1, 2)->families[BGP_FAMILY_VPNV4].end_of_rib);
	/* A family that was not agreed on, and one that nobody knows. */
	script_send_update(s, "", ATTRIBUTES "4003040a000002", "180a0900");
	script_send_update(s, "", ATTRIBUTES "800e0900 024502abcd000110", "");
	ck_assert_uint_eq(lab_bgp(s->lab, 1)->tables[BGP_FAMILY_IPV4].n_nets, 0);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ESTABLISHED);
	script_send_update(s, "", "900f0012 000180 70800000 0000fde900000001 0a0900", "");
	ck_assert_uint_eq(lab_count(s->lab, "R1 vpn remove 65001:1 10.9.0.0/24"), 1);
	script_free(s);
}
END_TEST

/* Replaced by what may not be used: as good as withdrawn. */
START_TEST(test_refusals)
{
	static const struct {
		const char *attributes, *reason;
	} cases[] = {
		{REACH("0a000002", NLRI_29) "40010100 40020602010000fde9 40050400000064",
		 "AS loop: 65001 is in the AS path"},
		{REACH("0a000001", NLRI_29) ATTRIBUTES, "next hop is this router itself"},
		{REACH("0a000009", NLRI_29) ATTRIBUTES, "no route to 10.0.0.9"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		Script *s = script_new("vpnv4");
		lab_bgp(s->lab, 1)->internal_loop_check = TRUE;
		script_establish(s);
		script_send_update(s, "", GOOD_ROUTE, "");
		ck_assert_uint_eq(lab_count(s->lab, "refuses"), 0);
		script_send_update(s, "", cases[i].attributes, "");
		char *line = g_strdup_printf("R1 refuses 10.9.0.0/24 of 10.0.0.2: %s\n",
					     cases[i].reason);
		ck_assert_msg(lab_count(s->lab, line) == 1, "%s", s->lab->log->str);
		ck_assert_uint_eq(lab_count(s->lab, "vpn remove") +
					  lab_count(s->lab, "label 29 unusable"),
				  1);
		g_free(line);
		script_free(s);
	}
}
END_TEST

/* One octet at a time, and all at once. */
START_TEST(test_stream)
{
	Script *s = script_new("vpnv4");
	uint8_t body[BGP_MESSAGE_MAX];
	size_t len;
	uint8_t *open = bgp_test_message(BGP_MESSAGE_OPEN, GOOD_OPEN, &len);
	script_expect(s, BGP_MESSAGE_OPEN, body);
	for (size_t i = 0; i < len; i++)
		script_send(s, open + i, 1);
	g_free(open);
	script_expect(s, BGP_MESSAGE_KEEPALIVE, body);
	GByteArray *all = g_byte_array_new();
	uint8_t *m = bgp_test_message(BGP_MESSAGE_KEEPALIVE, "", &len);
	g_byte_array_append(all, m, (guint)len);
	g_free(m);
	m = bgp_test_update("", GOOD_ROUTE, "", &len);
	g_byte_array_append(all, m, (guint)len);
	g_byte_array_append(all, m, (guint)len / 2);
	script_send(s, all->data, all->len);
	ck_assert_uint_eq(lab_count(s->lab, "R1 received update"), 1);
	script_send(s, m + len / 2, len - len / 2);
	ck_assert_uint_eq(lab_count(s->lab, "R1 received update"), 2);
	ck_assert_uint_eq(lab_count(s->lab, "vpn add"), 1);
	g_free(m);
	g_byte_array_free(all, TRUE);
	script_free(s);
}
END_TEST

static void originate(Script *s)
{
	NetRt rt;
	VpnOrigin route = {.label = 29, .route_targets = &rt, .n_route_targets = 1};
	ck_assert(net_rd_parse("65001:1", &route.rd));
	ck_assert(net_rt_parse("65001:1", &rt));
	ck_assert(net_prefix_parse("10.1.1.0/24", FALSE, &route.prefix));
	vpn_origin_put(lab_router(s->lab, 1)->bgp, &route);
	script_advance(s, SIM_SEC);
}

/* What R1 says of its own, byte for byte as a real router does; and again when asked. */
START_TEST(test_own_route_and_refresh)
{
	uint8_t body[BGP_MESSAGE_MAX];
	size_t own_len;
	Script *s = script_new("vpnv4");
	script_establish(s);
	originate(s);
	uint8_t *own = bgp_test_update(
		"",
		"900e00200001800c 0000000000000000 0a000001 00 70 0001d1 0000fde900000001 0a0101"
		"40010102 50020000 80040400000000 40050400000064 c010080002fde900000001",
		"", &own_len);
	for (unsigned i = 0; i < 2; i++) {
		size_t len = script_expect(s, BGP_MESSAGE_UPDATE, body);
		ck_assert_uint_eq(len + BGP_HEADER_LEN, own_len);
		ck_assert_mem_eq(body, own + BGP_HEADER_LEN, len);
		if (i > 0)
			ck_assert_uint_eq(script_expect(s, BGP_MESSAGE_UPDATE, body), 10);
		ck_assert_uint_eq(s->received->len, 0);
		script_send_message(s, BGP_MESSAGE_ROUTE_REFRESH, i > 0 ? "00020001" : "00010080");
	}
	ck_assert_uint_eq(s->received->len, 0); /* a family that nobody knows */
	script_send_message(s, BGP_MESSAGE_ROUTE_REFRESH, "0001008000");
	script_expect_notification(s, BGP_ERROR_ROUTE_REFRESH, BGP_ROUTE_REFRESH_BAD_LENGTH,
				   "ffffffffffffffffffffffffffffffff0018050001008000");
	g_free(own);
	script_free(s);
}
END_TEST

/* Changes wait for MinRouteAdvertisementInterval; who asks for all routes hears of them before. */
START_TEST(test_mrai)
{
	uint8_t body[BGP_MESSAGE_MAX];
	Script *s = script_new("vpnv4");
	lab_peer(s->lab, 1, 2)->mrai = 30 * SIM_SEC;
	script_establish(s);
	originate(s);
	script_advance(s, 22 * SIM_SEC); /* up to a quarter of it is jitter */
	ck_assert_uint_eq(s->received->len, 0);
	script_advance(s, 8 * SIM_SEC);
	script_expect(s, BGP_MESSAGE_UPDATE, body);

	NetRd rd;
	NetPrefix prefix;
	net_rd_parse("65001:1", &rd);
	net_prefix_parse("10.1.1.0/24", FALSE, &prefix);
	bgp_vpn_withdraw(lab_router(s->lab, 1)->bgp, rd, &prefix);
	script_advance(s, SIM_SEC);
	ck_assert_uint_eq(s->received->len, 0);
	script_send_message(s, BGP_MESSAGE_ROUTE_REFRESH, "00010080");
	ck_assert_uint_eq(script_expect(s, BGP_MESSAGE_UPDATE, body), 26); /* the withdrawal */
	ck_assert_uint_eq(lab_bgp(s->lab, 1)->tables[BGP_FAMILY_VPNV4].n_nets, 0);
	script_free(s);
}
END_TEST

/* Who is no neighbour is reset. */
START_TEST(test_stranger)
{
	Script *s = script_new("vpnv4");
	TcpSocket *first = s->socket;
	TcpParams params = {.remote = lab_loopback(1), .port = BGP_PORT};
	s->socket = tcp_connect(lab_router(s->lab, 2)->fwd, &params, &script_handlers, s);
	script_advance(s, SIM_SEC);
	ck_assert(s->closed);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_OPEN_SENT);
	s->socket = first;
	script_free(s);
}
END_TEST

/* The pause before the next try grows with errors. */
START_TEST(test_idle_hold)
{
	uint8_t body[BGP_MESSAGE_MAX];
	Script *s = script_new("vpnv4");
	for (SimTime pause = SIM_SEC; pause < 20 * SIM_SEC; pause *= 2) {
		script_expect(s, BGP_MESSAGE_OPEN, body);
		script_send_message(s, BGP_MESSAGE_OPEN, "04fdea00b40a00000200"); /* another AS */
		script_expect_notification(s, BGP_ERROR_OPEN, BGP_OPEN_BAD_PEER_AS, "");
		script_advance(s, pause - SIM_SEC / 2);
		ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_IDLE);
		script_advance(s, SIM_SEC / 2 + SIM_SEC / 10);
		ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ACTIVE);
		script_connect(s);
	}
	script_free(s);
}
END_TEST

/* A neighbour with AS numbers of two octets, in another AS; ours does not fit. */
START_TEST(test_old_speaker)
{
	static const uint32_t as_numbers[] = {100000, 65002};
	uint8_t body[BGP_MESSAGE_MAX];
	Script *s = script_of(lab_new(2, as_numbers));
	lab_link(s->lab, 1, 2);
	lab_add_stub(s->lab, 1, "10.77.0.1/16");
	lab_neighbor(s->lab, 1, 2, "ipv4");
	lab_originate(s->lab, 1, "10.77.0.0/16");
	bgp_class.destroy(lab_router(s->lab, 2)->bgp);
	lab_router(s->lab, 2)->bgp = NULL;
	lab_start(s->lab);
	script_advance(s, SIM_SEC);
	script_connect(s);
	script_expect(s, BGP_MESSAGE_OPEN, body);
	ck_assert_uint_eq(body[1] << 8 | body[2], BGP_AS_TRANS);
	script_send_message(s, BGP_MESSAGE_OPEN, "04fdea00b40a00000200");
	script_expect(s, BGP_MESSAGE_KEEPALIVE, body);
	script_send_message(s, BGP_MESSAGE_KEEPALIVE, "");
	size_t len = script_expect(s, BGP_MESSAGE_UPDATE, body), own_len;
	uint8_t *own = bgp_test_update("",
				       "40010100 5002000402015ba0 4003040a000001 80040400000000"
				       "c01106 0201 000186a0",
				       "100a4d", &own_len);
	ck_assert_uint_eq(len + BGP_HEADER_LEN, own_len);
	ck_assert_mem_eq(body, own + BGP_HEADER_LEN, len);
	g_free(own);

	/* Its own path through an AS of four octets. */
	script_send_update(
		s, "", "40010100 4002060202fdea5ba0 4003040a000002 c0110a 0202 0000fdea 00030d40",
		"100a4e");
	const BgpTable *table = &lab_bgp(s->lab, 1)->tables[BGP_FAMILY_IPV4];
	NetPrefix prefix;
	net_prefix_parse("10.78.0.0/16", FALSE, &prefix);
	const BgpNet *net = bgp_table_find(table, 0, &prefix);
	ck_assert_ptr_nonnull(net);
	static const uint8_t path[] = {2, 2, 0, 0, 0xfd, 0xea, 0, 3, 0x0d, 0x40};
	ck_assert_uint_eq(bgp_net_chosen(net)->attrs->attrs.as_path.segments.len, sizeof path);
	ck_assert_mem_eq(bgp_net_chosen(net)->attrs->attrs.as_path.segments.bytes, path,
			 sizeof path);
	script_free(s);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_script");
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, test_open);
	tcase_add_loop_test(tc, test_bad_update, 0, G_N_ELEMENTS(bad_updates));
	tcase_add_test(tc, test_routes);
	tcase_add_test(tc, test_refusals);
	tcase_add_test(tc, test_stream);
	tcase_add_test(tc, test_own_route_and_refresh);
	tcase_add_test(tc, test_mrai);
	tcase_add_test(tc, test_stranger);
	tcase_add_test(tc, test_idle_hold);
	tcase_add_test(tc, test_old_speaker);
	return test_main("bgp_script", tc);
}
