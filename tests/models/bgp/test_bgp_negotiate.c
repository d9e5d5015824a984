/* SPDX-License-Identifier: Apache-2.0 */
/* Capabilities: what is offered, and what comes of the peer's. */
#include "models/bgp/bgp_negotiate.h"
#include "tests/models/bgp/bgp_script.h"
#include "tests/testing.h"

#include <string.h>

#define CAP_EXTENDED "02020600"
#define EXTENDED_OPEN OPEN_HEAD "14" CAP_VPNV4 CAP_EXTENDED CAP_AS4

START_TEST(test_offer)
{
	static const struct {
		const char *attributes;
		BgpCapabilityCode code;
		gboolean offered;
	} cases[] = {
		{"", BGP_CAP_ROUTE_REFRESH, TRUE},
		{"", BGP_CAP_ENHANCED_REFRESH, TRUE},
		{"enhanced-refresh=no", BGP_CAP_ENHANCED_REFRESH, FALSE},
		{"", BGP_CAP_EXTENDED_MESSAGE, FALSE},
		{"extended-messages=yes", BGP_CAP_EXTENDED_MESSAGE, TRUE},
		{"", BGP_CAP_FOUR_OCTET_AS, TRUE},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		BgpOpen open;
		Script *s = script_new_with("vpnv4", cases[i].attributes);
		bgp_negotiate_offer(lab_peer(s->lab, 1, 2), &open);
		ck_assert_int_eq(bgp_open_find(&open, cases[i].code) != NULL, cases[i].offered);
		script_free(s);
	}
}
END_TEST

static void open_with(Script *s, const char *open)
{
	uint8_t body[BGP_MESSAGE_MAX];
	script_expect(s, BGP_MESSAGE_OPEN, body);
	script_send_message(s, BGP_MESSAGE_OPEN, open);
	script_expect(s, BGP_MESSAGE_KEEPALIVE, body);
	script_send_message(s, BGP_MESSAGE_KEEPALIVE, "");
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ESTABLISHED);
	while (s->received->len > 0)
		script_expect(s, BGP_MESSAGE_UPDATE, body);
}

/* An UPDATE of 5018 octets: too long for R1, unless both have said that it is not. */
static void send_long_update(Script *s)
{
	GString *attributes = g_string_new(REACH("0a000002", NLRI_29) ATTRIBUTES "d0631332");
	for (unsigned i = 0; i < 0x1332; i++)
		g_string_append(attributes, "00");
	script_send_update(s, "", attributes->str, "");
	g_string_free(attributes, TRUE);
}

START_TEST(test_extended_messages)
{
	static const struct {
		const char *attributes, *open;
		gboolean agreed;
	} cases[] = {
		{"extended-messages=yes", EXTENDED_OPEN, TRUE},
		{"extended-messages=no", EXTENDED_OPEN, FALSE},
		{"extended-messages=yes", GOOD_OPEN, FALSE},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		Script *s = script_new_with("vpnv4", cases[i].attributes);
		open_with(s, cases[i].open);
		send_long_update(s);
		ck_assert_uint_eq(lab_count(s->lab, "vpn add"), cases[i].agreed);
		if (cases[i].agreed)
			ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ESTABLISHED);
		else
			ck_assert_uint_eq(
				lab_count(s->lab, "Message Header Error/Bad Message Length"), 1);
		script_free(s);
	}
}
END_TEST

/* A malformed attribute that is longer than a NOTIFICATION may be. */
START_TEST(test_long_data)
{
	uint8_t body[BGP_MESSAGE_MAX];
	Script *s = script_new_with("vpnv4", "extended-messages=yes");
	open_with(s, EXTENDED_OPEN);
	GString *attributes = g_string_new("50012000");
	for (unsigned i = 0; i < 0x2000; i++)
		g_string_append(attributes, "00");
	script_send_update(s, "", attributes->str, "");
	g_string_free(attributes, TRUE);
	ck_assert_uint_eq(lab_count(s->lab, "session-reset: ORIGIN: Attribute Length Error"), 1);
	size_t len;
	WireError error;
	ck_assert(bgp_frame_within(BGP_EXTENDED_MESSAGE_MAX, s->received->data, s->received->len,
				   &len, &error));
	ck_assert_uint_eq(len, BGP_HEADER_LEN + 2 + 0x2004);
	(void)body;
	script_free(s);
}
END_TEST

/* The peer lacks one of two families: the session is up with the other. */
START_TEST(test_family_not_agreed)
{
	Script *s = script_new("ipv4 vpnv4");
	open_with(s, GOOD_OPEN);
	const BgpPeer *peer = lab_peer(s->lab, 1, 2);
	ck_assert(!peer->families[BGP_FAMILY_IPV4].agreed);
	ck_assert(peer->families[BGP_FAMILY_VPNV4].agreed);
	ck_assert_uint_eq(
		lab_count(s->lab, "R1 10.0.0.2 family-not-agreed: the peer does not offer ipv4\n"),
		1);
	script_free(s);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_negotiate");
	tcase_add_test(tc, test_offer);
	tcase_add_test(tc, test_extended_messages);
	tcase_add_test(tc, test_long_data);
	tcase_add_test(tc, test_family_not_agreed);
	return test_main("bgp_negotiate", tc);
}
