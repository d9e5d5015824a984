/* SPDX-License-Identifier: Apache-2.0 */
/* What observers are told of an UPDATE's bytes. */
#include "models/bgp/bgp_advertisement.h"
#include "models/bgp/bgp_peer.h"
#include "models/net/records.h"
#include "tests/models/bgp/bgp_script.h"
#include "tests/testing.h"

static Lab *lab;
static BgpPeer *peer;

static void on_advertisement(const TraceRecord *record, void *user)
{
	const TraceAdvertisement *a = (const void *)record;
	GString *log = user;

	g_string_append_printf(log, "%s %s %s %s ", record->node, a->direction, a->peer, a->family);
	net_rd_append(a->rd, log);
	g_string_append_c(log, ' ');
	net_prefix_append(&a->prefix, log);
	if (a->withdrawn)
		g_string_append(log, " withdrawn");
	g_string_append_printf(log, " path %s next hop ", a->as_path ? a->as_path : "-");
	net_addr_append(&a->next_hop, log);
	if (a->label != NET_LABEL_NONE)
		g_string_append_printf(log, " label %u", a->label);
	for (unsigned i = 0; i < a->route_targets.n; i++) {
		g_string_append(log, " rt ");
		net_rt_append(a->route_targets.rt[i], log);
	}
	g_string_append_printf(log, " because %u\n", (unsigned)record->cause);
}

static void setup(void)
{
	static const uint32_t as_numbers[] = {65001, 0};

	lab = lab_new(2, as_numbers);
	lab_link(lab, 1, 2);
	peer = lab_neighbor(lab, 1, 2, "ipv4 vpnv4");
	peer->session->as_size = 4;
}

static void teardown(void)
{
	lab_free(lab);
}

static void tell(const char *withdrawn, const char *attributes, const char *nlri)
{
	size_t len;
	uint8_t *m = bgp_test_update(withdrawn, attributes, nlri, &len);

	g_string_truncate(lab->log, 0);
	bgp_advertisement_trace(peer->session, "received", m, len, 7);
	g_free(m);
}

static void subscribe(void)
{
	sim_subscribe(lab->sim, &trace_advertisement, on_advertisement, lab->log);
}

#define BASE "40010100 40020602010000fe4d 4003040a000002 40050400000064"

START_TEST(ipv4)
{
	subscribe();
	tell("100a07", BASE, "100a09 180a0801");
	ck_assert_str_eq(lab->log->str,
			 "R1 received 10.0.0.2 ipv4 0:0 10.7.0.0/16 withdrawn path - next hop  "
			 "because 7\n"
			 "R1 received 10.0.0.2 ipv4 0:0 10.9.0.0/16 path 65101 next hop 10.0.0.2 "
			 "because 7\n"
			 "R1 received 10.0.0.2 ipv4 0:0 10.8.1.0/24 path 65101 next hop 10.0.0.2 "
			 "because 7\n");
}
END_TEST

START_TEST(vpnv4)
{
	subscribe();
	tell("", GOOD_ROUTE "c01018 0002fde800000001 0003fde800000009 0002fde800000002", "");
	ck_assert_str_eq(lab->log->str,
			 "R1 received 10.0.0.2 vpnv4 65001:1 10.9.0.0/24 path  next hop 10.0.0.2 "
			 "label 29 rt 65000:1 rt 65000:2 because 7\n");
	/* What stands for a label in a withdrawal is none. */
	tell("", "800f12 000180" NLRI_29, "");
	ck_assert_str_eq(lab->log->str,
			 "R1 received 10.0.0.2 vpnv4 65001:1 10.9.0.0/24 withdrawn path - next hop "
			 " because 7\n");
}
END_TEST

/* Of a family that is not known here nothing can be said. */
START_TEST(another_family)
{
	subscribe();
	tell("", BASE "900e0015 000201 10 00000000000000000000000000000001 00", "100a09");
	ck_assert_str_eq(lab->log->str,
			 "R1 received 10.0.0.2 ipv4 0:0 10.9.0.0/16 path 65101 next hop 10.0.0.2 "
			 "because 7\n");
}
END_TEST

/* The session would end for it: nothing of it counts. */
START_TEST(malformed)
{
	subscribe();
	tell("", BASE, "210a090000");
	ck_assert_str_eq(lab->log->str, "");
}
END_TEST

START_TEST(nobody_listens)
{
	tell("100a07", BASE, "100a09");
	ck_assert_str_eq(lab->log->str, "");
	subscribe();
	sim_unsubscribe(lab->sim, on_advertisement, lab->log);
	tell("100a07", BASE, "100a09");
	ck_assert_str_eq(lab->log->str, "");
}
END_TEST

/* Read as the session has them. */
START_TEST(two_octets)
{
	subscribe();
	peer->session->as_size = 2;
	tell("", "40010100 4002040201fe4d 4003040a000002 40050400000064", "100a09");
	ck_assert_str_eq(lab->log->str,
			 "R1 received 10.0.0.2 ipv4 0:0 10.9.0.0/16 path 65101 next hop 10.0.0.2 "
			 "because 7\n");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_advertisement");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, ipv4);
	tcase_add_test(tc, vpnv4);
	tcase_add_test(tc, another_family);
	tcase_add_test(tc, malformed);
	tcase_add_test(tc, nobody_listens);
	tcase_add_test(tc, two_octets);
	return test_main("bgp_advertisement", tc);
}
