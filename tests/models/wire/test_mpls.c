/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/mpls.h"
#include "tests/testing.h"

START_TEST(entry)
{
	MplsEntry e = {.label = 0xabcde, .tc = 5, .ttl = 63, .kind = LABEL_KIND_LDP}, out;
	uint8_t bytes[MPLS_ENTRY_LEN];
	gboolean bottom;

	mpls_encode(&e, TRUE, bytes);
	ck_assert_mem_eq(bytes, "\xab\xcd\xeb\x3f", 4);
	ck_assert(mpls_decode(bytes, 4, &out, &bottom, NULL));
	ck_assert_uint_eq(out.label, 0xabcde);
	ck_assert_uint_eq(out.tc, 5);
	ck_assert_uint_eq(out.ttl, 63);
	ck_assert_uint_eq(out.kind, LABEL_KIND_NONE);
	ck_assert(bottom);
	mpls_encode(&e, FALSE, bytes);
	ck_assert(mpls_decode(bytes, 4, &out, &bottom, NULL));
	ck_assert(!bottom);
	for (size_t len = 0; len < 4; len++)
		ck_assert(!mpls_decode(bytes, len, &out, &bottom, NULL));
}
END_TEST

static void expect_top(const Packet *p, uint32_t label, LabelKind kind, gboolean is_bottom)
{
	MplsEntry e;
	gboolean bottom;

	ck_assert(mpls_top(p, &e, &bottom));
	ck_assert_uint_eq(e.label, label);
	ck_assert_uint_eq(e.kind, kind);
	ck_assert_int_eq(bottom, is_bottom);
}

START_TEST(stack)
{
	Packet *p = packet_new("ip", 2);
	MplsEntry vpn = {.label = 29, .ttl = 64, .kind = LABEL_KIND_VPN};
	MplsEntry ldp = {.label = 17, .ttl = 64, .kind = LABEL_KIND_LDP};
	gboolean bottom;
	MplsEntry e;

	ck_assert(!mpls_top(p, &e, &bottom)); /* shorter than an entry */
	mpls_push(p, &vpn, TRUE);
	mpls_push(p, &ldp, FALSE);
	expect_top(p, 17, LABEL_KIND_LDP, FALSE);
	ldp.label = 18;
	mpls_set_top(p, &ldp);
	expect_top(p, 18, LABEL_KIND_LDP, FALSE);
	ck_assert(!mpls_pop(p));
	expect_top(p, 29, LABEL_KIND_VPN, TRUE);
	vpn.label = 30;
	vpn.kind = LABEL_KIND_BGP_LU;
	mpls_set_top(p, &vpn); /* stays the bottom */
	expect_top(p, 30, LABEL_KIND_BGP_LU, TRUE);
	ck_assert(mpls_pop(p));
	ck_assert_uint_eq(p->n_kinds, 0);
	ck_assert_mem_eq(packet_data(p), "ip", 2);
	packet_unref(p);
}
END_TEST

/* A frame from outside: nobody knows its kinds until a router writes one. */
START_TEST(unknown_kinds)
{
	Packet *p = packet_new("\x00\x01\x00\x40\x00\x01\xd1\x40", 8);
	MplsEntry e = {.label = 99, .ttl = 63, .kind = LABEL_KIND_LDP};

	expect_top(p, 16, LABEL_KIND_NONE, FALSE);
	mpls_set_top(p, &e);
	expect_top(p, 99, LABEL_KIND_LDP, FALSE);
	mpls_pop(p);
	expect_top(p, 29, LABEL_KIND_NONE, TRUE);
	mpls_pop(p);
	packet_unref(p);
}
END_TEST

/* More labels than kinds are kept for: the bytes are right, the deepest kinds are lost. */
START_TEST(deep_stack)
{
	Packet *p = packet_new(NULL, 0);

	for (unsigned i = 0; i < LABEL_STACK_MAX + 2; i++) {
		MplsEntry e = {.label = 100 + i, .ttl = 1, .kind = LABEL_KIND_STATIC};

		mpls_push(p, &e, i == 0);
	}
	for (unsigned i = LABEL_STACK_MAX + 2; i-- > 0;) {
		expect_top(p, 100 + i, i < 2 ? LABEL_KIND_NONE : LABEL_KIND_STATIC, i == 0);
		ck_assert_int_eq(mpls_pop(p), i == 0);
	}
	packet_unref(p);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("mpls");

	tcase_add_test(tc, entry);
	tcase_add_test(tc, stack);
	tcase_add_test(tc, unknown_kinds);
	tcase_add_test(tc, deep_stack);
	return test_main("mpls", tc);
}
