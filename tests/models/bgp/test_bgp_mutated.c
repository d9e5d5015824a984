/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UPDATEs with bytes that are changed, cut off or put in by chance, on a session that is up: it stays up, or ends with a
 * NOTIFICATION about an UPDATE (RFC 4271 6.3, RFC 7606). What is passed on of them is well-formed, and
 * nothing of them is left when the session ends.
 */
#include "tests/models/bgp/bgp_script.h"
#include "tests/testing.h"

#include <string.h>

enum { UPDATES = 4000 };

#define OPEN_BOTH OPEN_HEAD "18" CAP_IPV4 CAP_VPNV4 CAP_AS4
#define PATH "40010100 40021002030000fdea0000fdeb0000fdec0100"
#define NEXT_HOP "4003040a000002"
#define PREFERENCE "40050400000064"

static const struct {
	const char *withdrawn, *attributes, *nlri;
} updates[] = {
	{"", GOOD_ROUTE, ""},
	{"", "40010100 40020602010000fdea" NEXT_HOP PREFERENCE, "180a0900 180a0901 20c0000201"},
	{"180a0900", "40010102 400200" NEXT_HOP "80040400000007" PREFERENCE, "180a0a00"},
	{"", "40010100 400200" NEXT_HOP PREFERENCE "400600 c00708 0000fdea 0a000009", "100a0b"},
	{"", "40010100 400200" NEXT_HOP PREFERENCE "c00808 fde90001 ffffff01", "180a0c00"},
	{"", "40010100 400200" NEXT_HOP PREFERENCE "80090 40a000009 800a080a0000070a000008",
	 "180a0d00"},
	{"", GOOD_ROUTE "c01010 0002fde900000001 0003fde900000064", ""},
	{"", GOOD_ROUTE "c0200c 0000fde9 00000001 00000002", ""},
	{"", GOOD_ROUTE "c0110a 0202 0000fdea 0000fdeb", ""},
	{"", "800f17 000180 70 800000 0000fde900000001 0a0900", ""},
	{"", "40010100 40020e02010000fdea01020000fdeb0000fdec" NEXT_HOP PREFERENCE, "080b"},
	{"", GOOD_ROUTE "e0fe03 010203", ""},
	{"", "", ""},
};

static void establish(Script *s)
{
	script_connect(s);
	script_send_message(s, BGP_MESSAGE_OPEN, OPEN_BOTH);
	script_send_message(s, BGP_MESSAGE_KEEPALIVE, "");
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ESTABLISHED);
}

/* R2 is the script, R3 is told what R2 says. */
static Script *begin(void)
{
	static const uint32_t as_numbers[] = {65001, 0, 65001};
	Lab *lab = lab_new(3, as_numbers);
	Script *s = script_of(lab);

	lab_link(lab, 1, 2);
	lab_link(lab, 1, 3);
	lab_set_lsp(lab, 1, 2, TRUE);
	lab_neighbor_with(lab, 1, 2, "ipv4 vpnv4",
			  "damp-peer-oscillations=no route-reflector-client=yes");
	lab_neighbor(lab, 1, 3, "ipv4 vpnv4");
	lab_neighbor(lab, 3, 1, "ipv4 vpnv4");
	lab_start(lab);
	script_advance(s, 10 * SIM_SEC);
	ck_assert_int_eq(lab_state(lab, 3, 1), BGP_STATE_ESTABLISHED);
	establish(s);
	return s;
}

static void mutate_one(GRand *rand, GByteArray *m)
{
	guint at = (guint)g_rand_int_range(rand, BGP_HEADER_LEN, (gint32)m->len);
	uint8_t byte = (uint8_t)g_rand_int(rand);

	switch (g_rand_int_range(rand, 0, 6)) {
	case 0:
		g_byte_array_remove_index(m, at);
		break;
	case 1:
		g_byte_array_append(m, &byte, 1);
		memmove(m->data + at + 1, m->data + at, m->len - 1 - at);
		m->data[at] = byte;
		break;
	case 2:
		m->data[at] ^= (uint8_t)(1 << (byte & 7));
		break;
	case 3:
		m->data[at] = byte & 1 ? 0 : 0xff;
		break;
	default:
		m->data[at] = byte;
	}
}

/* The header is right: what it says wrong has tests of its own. */
static void send_mutated(Script *s, GRand *rand)
{
	guint of = (guint)g_rand_int_range(rand, 0, G_N_ELEMENTS(updates));
	int more = g_rand_int_range(rand, 0, 5);
	GByteArray *m = g_byte_array_new();
	size_t len;
	g_autofree uint8_t *bytes = bgp_test_update(updates[of].withdrawn, updates[of].attributes,
						    updates[of].nlri, &len);

	g_byte_array_append(m, bytes, (guint)len);
	while (more-- > 0 && m->len > BGP_HEADER_LEN + 4)
		mutate_one(rand, m);
	m->data[16] = (uint8_t)(m->len >> 8);
	m->data[17] = (uint8_t)m->len;
	script_send(s, m->data, m->len);
	g_byte_array_free(m, TRUE);
}

/* The last message that R1 sent. */
static const uint8_t *last_message(const Script *s)
{
	const uint8_t *last = NULL;
	size_t len;
	WireError error;

	for (guint at = 0; at < s->received->len; at += (guint)len) {
		last = s->received->data + at;
		ck_assert(bgp_frame(last, s->received->len - at, &len, &error));
		ck_assert(len > 0 && at + len <= s->received->len);
	}
	return last;
}

static void check_end(const Script *s)
{
	const uint8_t *last = last_message(s);

	ck_assert(last && bgp_message_type(last) == BGP_MESSAGE_NOTIFICATION);
	ck_assert_msg(last[BGP_HEADER_LEN] == BGP_ERROR_UPDATE, "%s",
		      bgp_error_name(last[BGP_HEADER_LEN], last[BGP_HEADER_LEN + 1]));
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_IDLE);
	ck_assert_uint_eq(lab_bgp(s->lab, 1)->tables[BGP_FAMILY_IPV4].n_nets, 0);
	ck_assert_uint_eq(lab_bgp(s->lab, 1)->tables[BGP_FAMILY_VPNV4].n_nets, 0);
}

/* What R1 passes on has nothing wrong with it. */
static void check_passed_on(Script *s)
{
	static const char *const kinds[] = {"attribute-discard", "treat-as-withdraw",
					    "session-reset", "family-disable"};

	for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_autofree char *text = g_strdup_printf("R3 10.0.0.1 %s", kinds[i]);

		ck_assert_msg(lab_count(s->lab, text) == 0, "%s", s->lab->log->str);
	}
	ck_assert_int_eq(lab_state(s->lab, 3, 1), BGP_STATE_ESTABLISHED);
	g_string_truncate(s->lab->log, 0);
}

START_TEST(mutated)
{
	Script *s = begin();
	GRand *rand = g_rand_new_with_seed((guint32)_i + 1);
	unsigned ended = 0;

	for (unsigned n = 0; n < UPDATES; n++) {
		g_byte_array_set_size(s->received, 0);
		send_mutated(s, rand);
		if (s->closed) {
			check_end(s);
			ended++;
			script_advance(s, 2 * SIM_SEC);
			establish(s);
		} else {
			ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ESTABLISHED);
		}
		check_passed_on(s);
	}
	ck_assert_uint_gt(ended, UPDATES / 100);
	ck_assert_uint_lt(ended, UPDATES);
	ck_assert_uint_eq(lab_peer(s->lab, 3, 1)->n_lost, 0);
	g_rand_free(rand);
	script_free(s);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_mutated");

	tcase_add_loop_test(tc, mutated, 0, 2);
	return test_main("bgp_mutated", tc);
}
