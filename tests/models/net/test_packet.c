/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/packet.h"
#include "tests/testing.h"

#include <string.h>

START_TEST(push_and_pull)
{
	Packet *p = packet_new("payload", 7), *zeros = packet_new(NULL, 100);

	ck_assert_uint_eq(packet_len(p), 7);
	memcpy(packet_push(p, 4), "head", 4);
	ck_assert_uint_eq(packet_len(p), 11);
	ck_assert_mem_eq(packet_data(p), "headpayload", 11);
	packet_trim(p, 8);
	packet_pull(p, 4);
	ck_assert_uint_eq(packet_len(p), 4);
	ck_assert_mem_eq(packet_data(p), "payl", 4);
	memset(packet_push(p, PACKET_HEADROOM), 1, PACKET_HEADROOM); /* all the room there is */
	for (unsigned i = 0; i < 100; i++)
		ck_assert_uint_eq(packet_data(zeros)[i], 0);
	packet_unref(p);
	packet_unref(zeros);
	packet_unref(NULL);
}
END_TEST

static unsigned freed;

static void count_free(PacketExtra *extra)
{
	freed++;
	g_free(extra);
}

static PacketExtra *extra_new(void)
{
	PacketExtra *extra = g_new(PacketExtra, 1);

	*extra = (PacketExtra){1, count_free};
	return extra;
}

START_TEST(copies)
{
	Packet *p = packet_new("abc", 3), *alias, *copy;

	freed = 0;
	p->cause = 7;
	p->n_kinds = 1;
	p->kinds[0] = LABEL_KIND_VPN;
	packet_set_extra(p, extra_new());
	ck_assert_ptr_eq(packet_writable(p), p);
	packet_pull(p, 1);
	alias = packet_ref(p);
	copy = packet_writable(alias); /* gives the alias up */
	ck_assert_ptr_ne(copy, p);
	ck_assert_uint_eq(p->refs, 1);
	packet_data(copy)[0] = 'x';
	ck_assert_mem_eq(packet_data(p), "bc", 2);
	ck_assert_mem_eq(packet_data(copy), "xc", 2);
	ck_assert_uint_eq(copy->start, PACKET_HEADROOM);
	ck_assert_uint_eq(copy->cause, 7);
	ck_assert_uint_eq(copy->n_kinds, 1);
	ck_assert_uint_eq(copy->kinds[0], LABEL_KIND_VPN);
	ck_assert_ptr_eq(copy->extra, p->extra);
	packet_unref(p);
	ck_assert_uint_eq(freed, 0);
	packet_unref(copy);
	ck_assert_uint_eq(freed, 1);
}
END_TEST

START_TEST(extra_is_replaced)
{
	Packet *p = packet_new(NULL, 0);

	freed = 0;
	packet_set_extra(p, extra_new());
	packet_set_extra(p, extra_new());
	ck_assert_uint_eq(freed, 1);
	packet_set_extra(p, NULL);
	ck_assert_uint_eq(freed, 2);
	packet_unref(p);
	ck_assert_uint_eq(freed, 2);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("packet");

	tcase_add_test(tc, push_and_pull);
	tcase_add_test(tc, copies);
	tcase_add_test(tc, extra_is_replaced);
	return test_main("packet", tc);
}
