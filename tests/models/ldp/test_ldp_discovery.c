/* SPDX-License-Identifier: Apache-2.0 */
/* What counts as a hello, and for how long. */
#include "models/ldp/ldp_discovery.h"
#include "tests/models/ldp/ldp_script.h"
#include "tests/testing.h"

/* A hello as it comes in on R1's link, from 10.1.1.2. */
static void hear(Script *s, const char *hex)
{
	LdpInstance *ldp = lab_router(s->lab, 1)->ldp;
	IpInfo info = {.iface = g_ptr_array_index(lab_router(s->lab, 1)->fwd->ifaces, 1),
		       .src = net_addr_ipv4(0x0a010102)};
	GByteArray *bytes = g_byte_array_new();

	for (; *hex; hex += 2) {
		guint8 b = g_ascii_xdigit_value(hex[0]) << 4 | g_ascii_xdigit_value(hex[1]);
		g_byte_array_append(bytes, &b, 1);
	}
	ldp_hello_receive(ldp, &info, LDP_PORT, bytes->data, bytes->len);
	g_byte_array_free(bytes, TRUE);
}

/* Says nothing by itself. */
static Script *silent(void)
{
	Script *s = script_new(2);

	script_hush(s);
	script_run(s, 16 * SIM_SEC);
	ck_assert_uint_eq(lab_router(s->lab, 1)->ldp->peers->len, 0);
	return s;
}

#define PDU_FROM_9 "0001001e0a0000090000"
#define HELLO "0100001400000001"
#define TRANSPORT_9 "040100040a000009"

static const struct {
	const char *hello;
	SimTime hold; /* 0: ignored */
} hellos[] = {
	{PDU_FROM_9 HELLO "04000004000f0000" TRANSPORT_9, 15 * SIM_SEC},
	/* the smaller one counts; 0 is the default; longer than ours; for ever is longer too */
	{PDU_FROM_9 HELLO "0400000400060000" TRANSPORT_9, 6 * SIM_SEC},
	{PDU_FROM_9 HELLO "0400000400000000" TRANSPORT_9, 15 * SIM_SEC},
	{PDU_FROM_9 HELLO "04000004002d0000" TRANSPORT_9, 15 * SIM_SEC},
	{PDU_FROM_9 HELLO "04000004ffff0000" TRANSPORT_9, 15 * SIM_SEC},
	/* targeted; our own; with our transport address */
	{PDU_FROM_9 HELLO "04000004000f8000" TRANSPORT_9, 0},
	{"0001001e0a0000010000" HELLO "04000004000f0000" TRANSPORT_9, 0},
	{PDU_FROM_9 HELLO "04000004000f0000"
			  "040100040a000001",
	 0},
	/* no parameters; unknown TLV; cut off; another version; no hello at all */
	{"000100160a0000090000"
	 "0100000c00000001" TRANSPORT_9,
	 0},
	{"000100220a0000090000"
	 "0100001800000001"
	 "04000004000f0000" TRANSPORT_9 "3eee0000",
	 0},
	{PDU_FROM_9 HELLO "04000004000f0000", 0},
	{"0002001e0a0000090000" HELLO "04000004000f0000" TRANSPORT_9, 0},
	{"0001000e0a0000090000" SCRIPT_KEEPALIVE, 0},
};

START_TEST(test_hello)
{
	Script *s = silent();

	hear(s, hellos[_i].hello);
	const GPtrArray *peers = lab_router(s->lab, 1)->ldp->peers;
	ck_assert_uint_eq(peers->len, hellos[_i].hold ? 1 : 0);
	if (hellos[_i].hold) {
		const LdpPeer *peer = g_ptr_array_index(peers, 0);
		const LdpAdjacency *adj = g_ptr_array_index(peer->adjacencies, 0);
		NetAddr nine = lab_loopback(9);
		ck_assert(net_addr_equal(&peer->transport, &nine));
		ck_assert_int_eq(sim_timer_remaining(&adj->timer), hellos[_i].hold);
		script_run(s, hellos[_i].hold - SIM_MSEC);
		ck_assert_uint_eq(peers->len, 1);
		script_run(s, 2 * SIM_MSEC);
	}
	ck_assert_uint_eq(peers->len, 0);
	script_free(s);
}
END_TEST

/* Without a transport address it is that of the hello's packet (RFC 5036 3.5.2). */
START_TEST(test_transport_by_source)
{
	Script *s = silent();
	NetAddr source = net_addr_ipv4(0x0a010102);

	hear(s, "000100160a0000090000"
		"0100000c00000001"
		"04000004000f0000");
	const LdpPeer *peer = g_ptr_array_index(lab_router(s->lab, 1)->ldp->peers, 0);
	ck_assert(net_addr_equal(&peer->transport, &source));
	script_free(s);
}
END_TEST

/* A neighbour that is new is answered, an old one is not. */
START_TEST(test_new_neighbour_is_answered)
{
	Script *s = silent();

	g_string_truncate(s->lab->log, 0);
	hear(s, hellos[0].hello);
	ck_assert_uint_eq(lab_count(s->lab, "R1 sent hello"), 1);
	hear(s, hellos[0].hello);
	ck_assert_uint_eq(lab_count(s->lab, "R1 sent hello"), 1);
	script_free(s);
}
END_TEST

/* RFC 5036 3.5.2: a proposal of 0 means 15 s, also where ours is longer; for ever leaves ours. */
START_TEST(test_default_hold_is_less_than_ours)
{
	Script *s = silent();
	LdpInstance *ldp = lab_router(s->lab, 1)->ldp;
	LdpIface *li = g_ptr_array_index(ldp->ifaces, 0);

	li->hold_s = 40;
	hear(s, PDU_FROM_9 HELLO "0400000400000000" TRANSPORT_9);
	const LdpPeer *peer = g_ptr_array_index(ldp->peers, 0);
	const LdpAdjacency *adj = g_ptr_array_index(peer->adjacencies, 0);
	ck_assert_int_eq(sim_timer_remaining(&adj->timer), 15 * SIM_SEC);
	hear(s, PDU_FROM_9 HELLO "04000004ffff0000" TRANSPORT_9);
	ck_assert_int_eq(sim_timer_remaining(&adj->timer), 40 * SIM_SEC);
	script_free(s);
}
END_TEST

START_TEST(test_interface_without_ldp)
{
	Script *s = silent();
	LdpInstance *ldp = lab_router(s->lab, 1)->ldp;

	ldp_iface_stop(g_ptr_array_index(ldp->ifaces, 0));
	g_string_truncate(s->lab->log, 0);
	hear(s, hellos[0].hello);
	script_run(s, 20 * SIM_SEC);
	ck_assert_uint_eq(ldp->peers->len, 0);
	ck_assert_uint_eq(lab_count(s->lab, "R1"), 0);
	script_free(s);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ldp_discovery");

	tcase_add_loop_test(tc, test_hello, 0, G_N_ELEMENTS(hellos));
	tcase_add_test(tc, test_transport_by_source);
	tcase_add_test(tc, test_new_neighbour_is_answered);
	tcase_add_test(tc, test_default_hold_is_less_than_ours);
	tcase_add_test(tc, test_interface_without_ldp);
	return test_main("ldp_discovery", tc);
}
