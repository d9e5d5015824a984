/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/arp.h"
#include "tests/testing.h"

/* who has 10.0.0.2, tell 10.0.0.1 at 02:00:00:00:00:01 */
static const uint8_t request[ARP_LEN] = {0,  1, 8, 0, 6, 4, 0, 1, 2, 0, 0,  0, 0, 1,
					 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10, 0, 0, 2};

START_TEST(round_trip)
{
	ArpPacket a;
	WireError error;
	Packet *p = packet_new(NULL, 0);

	ck_assert(arp_decode(request, sizeof request, &a, &error));
	ck_assert_uint_eq(a.operation, ARP_REQUEST);
	ck_assert_uint_eq(a.sender_mac.bytes[5], 1);
	ck_assert_uint_eq(net_addr_to_ipv4(&a.sender_ip), 0x0a000001);
	ck_assert_uint_eq(net_addr_to_ipv4(&a.target_ip), 0x0a000002);
	arp_push(p, &a);
	ck_assert_uint_eq(packet_len(p), ARP_LEN);
	ck_assert_mem_eq(packet_data(p), request, ARP_LEN);
	packet_unref(p);
	for (size_t len = 0; len < sizeof request; len++)
		ck_assert(!arp_decode(request, len, &a, &error));
}
END_TEST

/* Each of the six bytes that say Ethernet and IPv4. */
START_TEST(other_types)
{
	for (unsigned i = 0; i < 6; i++) {
		uint8_t bytes[ARP_LEN];
		ArpPacket a;

		for (unsigned j = 0; j < ARP_LEN; j++)
			bytes[j] = (uint8_t)(request[j] + (i == j));
		ck_assert(!arp_decode(bytes, sizeof bytes, &a, NULL));
	}
}
END_TEST

START_TEST(names)
{
	ck_assert_str_eq(arp_operation_name(ARP_REQUEST), "request");
	ck_assert_str_eq(arp_operation_name(ARP_REPLY), "reply");
	ck_assert_ptr_null(arp_operation_name(3));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("arp");

	tcase_add_test(tc, round_trip);
	tcase_add_test(tc, other_types);
	tcase_add_test(tc, names);
	return test_main("arp", tc);
}
