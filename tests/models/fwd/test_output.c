/* SPDX-License-Identifier: Apache-2.0 */
/* Packets over label paths, looked at on every link. */
#include "models/fwd/icmp.h"
#include "models/fwd/output.h"
#include "tests/models/fwd/vpn_path.h"
#include "tests/testing.h"

#include <string.h>

#define LDP(value) ((Label){value, LABEL_KIND_LDP})

static void record(void *user, const IpInfo *info, const IcmpMessage *message)
{
	g_string_append_printf(user, "%s ttl %u\n", icmp_type_name(message->type), info->ttl);
}

static void ping_ttl(VpnPath *t, uint8_t ttl)
{
	NetAddr to = lab_addr("10.1.0.2");

	icmp_watch(t->ce3, record, t->seen);
	icmp_send_echo(t->ce3,
		       &(IcmpEcho){.dst = to, .id = 1, .sequence = 1, .ttl = ttl, .size = 56});
	lab_run(t->lab, 10 * SIM_SEC);
	icmp_unwatch(t->ce3, record, t->seen);
}

static void ping(VpnPath *t)
{
	ping_ttl(t, 0);
}

START_TEST(there_and_back)
{
	VpnPath t;

	vpn_path_init(&t);
	ping(&t);
	ck_assert_str_eq(t.wire->str, "CE-3: ip 64\n"
				      "PE-2: ldp:17/vpn:29 ttl 63/63 ip 63\n"
				      "P: vpn:29 ttl 62 ip 63\n"
				      "PE-1: ip 61\n"
				      "CE-2: ip 64\n"
				      "PE-1: ldp:18/vpn:31 ttl 63/63 ip 63\n"
				      "P: vpn:31 ttl 62 ip 63\n"
				      "PE-2: ip 61\n");
	ck_assert_str_eq(t.seen->str, "echo-reply ttl 61\n");
	ck_assert_str_eq(t.lab->drops->str, "");
	vpn_path_release(&t);
}
END_TEST

/* As real routers did on the same path: 255/255, 255, IP 62 at the CE. */
START_TEST(there_and_back_by_pipe)
{
	VpnPath t;

	vpn_path_init(&t);
	for (guint i = 0; i < t.lab->nodes->len; i++)
		((FwdNode *)g_ptr_array_index(t.lab->nodes, i))->ttl_model = FWD_TTL_PIPE;
	ping(&t);
	ck_assert_str_eq(t.wire->str, "CE-3: ip 64\n"
				      "PE-2: ldp:17/vpn:29 ttl 255/255 ip 63\n"
				      "P: vpn:29 ttl 255 ip 63\n"
				      "PE-1: ip 62\n"
				      "CE-2: ip 64\n"
				      "PE-1: ldp:18/vpn:31 ttl 255/255 ip 63\n"
				      "P: vpn:31 ttl 255 ip 63\n"
				      "PE-2: ip 62\n");
	ck_assert_str_eq(t.seen->str, "echo-reply ttl 62\n");
	vpn_path_release(&t);
}
END_TEST

START_TEST(swap_keeps_what_is_below)
{
	VpnPath t;

	vpn_path_init(&t);
	lab_label(t.p, 17, lab_hop(t.p_pe1, "10.0.1.1", 1, LDP(40)), FALSE);
	lab_label(t.pe1, 40, fwd_nexthop_local(), FALSE);
	ping(&t);
	ck_assert(g_str_has_prefix(t.wire->str, "CE-3: ip 64\n"
						"PE-2: ldp:17/vpn:29 ttl 63/63 ip 63\n"
						"P: ldp:40/vpn:29 ttl 62/63 ip 63\n"
						"PE-1: ip 61\n"
						"CE-2: ip 64\n"));
	ck_assert_str_eq(t.seen->str, "echo-reply ttl 61\n");
	vpn_path_release(&t);
}
END_TEST

START_TEST(explicit_null_is_taken_off)
{
	const Label null = {NET_LABEL_IPV4_EXPLICIT_NULL, LABEL_KIND_EXPLICIT_NULL};
	VpnPath t;

	vpn_path_init(&t);
	lab_label(t.p, 17, lab_hop(t.p_pe1, "10.0.1.1", 1, null), FALSE);
	ping(&t);
	ck_assert(strstr(t.wire->str, "P: explicit-null:0/vpn:29 ttl 62/63 ip 63\nPE-1: ip 61\n"));
	ck_assert_str_eq(t.seen->str, "echo-reply ttl 61\n");
	vpn_path_release(&t);
}
END_TEST

START_TEST(unknown_label)
{
	VpnPath t;

	vpn_path_init(&t);
	fwd_lfib_set(t.p, 17, NULL, "static", "test", FALSE);
	ping(&t);
	ck_assert_str_eq(t.lab->drops->str, "P: label 17 unknown\n");
	ck_assert_str_eq(t.seen->str, "");
	vpn_path_release(&t);
}
END_TEST

static void record_error(void *user, const IpInfo *info, const IcmpMessage *message)
{
	char text[NET_ADDR_STRLEN];

	g_string_append_printf(user, "%s %s", net_addr_str(&info->src, text),
			       icmp_type_name(message->type));
	for (unsigned i = 0; i < message->depth; i++)
		g_string_append_printf(user, " %u ttl %u", message->stack[i].label,
				       message->stack[i].ttl);
	g_string_append_c(user, '\n');
}

static const char *errors_to(VpnPath *t, uint8_t ttl)
{
	NetAddr to = lab_addr("10.1.0.2");

	g_string_truncate(t->seen, 0);
	g_string_truncate(t->wire, 0);
	icmp_watch(t->ce3, record_error, t->seen);
	icmp_send_echo(t->ce3,
		       &(IcmpEcho){.dst = to, .id = 1, .sequence = 1, .ttl = ttl, .size = 56});
	lab_run(t->lab, 10 * SIM_SEC);
	icmp_unwatch(t->ce3, record_error, t->seen);
	return t->seen->str;
}

/* RFC 3032 2.3.2: P does not know the sender. Its error goes on to the end of the LSP, and back. */
START_TEST(ttl_expires_under_labels)
{
	VpnPath t;

	vpn_path_init(&t);
	ck_assert_str_eq(errors_to(&t, 2), "10.0.2.2 time-exceeded 17 ttl 1 29 ttl 1\n");
	ck_assert_str_eq(t.lab->drops->str, "P: TTL expired\n");
	ck_assert_str_eq(t.wire->str, "CE-3: ip 2\n"
				      "PE-2: ldp:17/vpn:29 ttl 1/1 ip 1\n"
				      "P: vpn:29 ttl 64 ip 64\n"
				      "PE-1: ip 63\n"
				      "CE-2: ip 62\n"
				      "PE-1: ldp:18/vpn:31 ttl 61/61 ip 61\n"
				      "P: vpn:31 ttl 60 ip 61\n"
				      "PE-2: ip 59\n");
	vpn_path_release(&t);
}
END_TEST

/* PE-1 is the end of the LSP: the VRF knows the way back, whether its label says so or not. */
START_TEST(ttl_expires_at_the_end)
{
	VpnPath t;

	vpn_path_init(&t);
	ck_assert_str_eq(errors_to(&t, 3), "10.0.1.1 time-exceeded 29 ttl 1\n");
	ck_assert_str_eq(t.wire->str, "CE-3: ip 3\n"
				      "PE-2: ldp:17/vpn:29 ttl 2/2 ip 2\n"
				      "P: vpn:29 ttl 1 ip 2\n"
				      "PE-1: ldp:18/vpn:31 ttl 64/64 ip 64\n"
				      "P: vpn:31 ttl 63 ip 64\n"
				      "PE-2: ip 62\n");
	lab_label(t.pe1, 29, fwd_nexthop_lookup(t.vpn1), TRUE);
	ck_assert_str_eq(errors_to(&t, 3), "10.0.1.1 time-exceeded 29 ttl 1\n");
	ck_assert_str_eq(t.lab->drops->str, "PE-1: TTL expired\nPE-1: TTL expired\n");
	vpn_path_release(&t);
}
END_TEST

/* In the pipe model the core is one hop, and fresh labels start with 255. */
START_TEST(ttl_expires_in_the_pipe_model)
{
	VpnPath t;

	vpn_path_init(&t);
	for (guint i = 0; i < t.lab->nodes->len; i++)
		((FwdNode *)g_ptr_array_index(t.lab->nodes, i))->ttl_model = FWD_TTL_PIPE;
	ck_assert_str_eq(errors_to(&t, 1), "10.2.0.1 time-exceeded\n");
	ck_assert_str_eq(errors_to(&t, 2), "10.0.1.1 time-exceeded 29 ttl 255\n");
	ck_assert_str_eq(errors_to(&t, 3), "10.1.0.2 echo-reply\n");
	vpn_path_release(&t);
}
END_TEST

/* What cannot go on cannot be told either, where only the end of the LSP knows the way back. */
START_TEST(error_that_cannot_go_on)
{
	VpnPath t;

	vpn_path_init(&t);
	fwd_link_set_state(t.links[2], FWD_LINK_DOWN);
	ck_assert_str_eq(errors_to(&t, 0), "");
	ck_assert_str_eq(t.lab->drops->str, "P: interface pe1 down\n");
	vpn_path_release(&t);
}
END_TEST

/* The egress finds nobody at the end: its answer goes by the VRF, never by the global table. */
START_TEST(unreachable_behind_the_egress)
{
	VpnPath t;

	vpn_path_init(&t);
	fwd_link_set_state(t.links[3], FWD_LINK_SILENT);
	ck_assert_str_eq(errors_to(&t, 0), "10.0.1.1 unreachable\n");
	ck_assert_str_eq(t.lab->drops->str, "PE-1: link PE-1:ce--CE-2:pe is cut\n"
					    "PE-1: link PE-1:ce--CE-2:pe is cut\n"
					    "PE-1: link PE-1:ce--CE-2:pe is cut\n"
					    "PE-1: no ARP reply from 10.1.0.2\n");
	fwd_link_set_state(t.links[3], FWD_LINK_DOWN);
	ck_assert_str_eq(errors_to(&t, 0), "10.0.1.1 unreachable 29 ttl 62\n");
	vpn_path_release(&t);
}
END_TEST

/* A packet to the PE's own address in the VRF. */
START_TEST(refused_in_a_vrf)
{
	IpInfo info = {.dst = lab_addr("10.1.0.1"), .protocol = 200};
	VpnPath t;

	vpn_path_init(&t);
	lab_label(t.pe1, 29, fwd_nexthop_lookup(t.vpn1), TRUE);
	icmp_watch(t.ce3, record_error, t.seen);
	ip_send(t.ce3, &info, packet_new("payload", 7));
	lab_run(t.lab, SIM_SEC);
	ck_assert_str_eq(t.lab->drops->str, "PE-1: no receiver for IP protocol 200\n");
	ck_assert_str_eq(t.seen->str, "10.1.0.1 unreachable\n");
	vpn_path_release(&t);
}
END_TEST

START_TEST(mpls_is_needed)
{
	VpnPath t;

	vpn_path_init(&t);
	t.p_pe1->mpls = FALSE;
	ping(&t);
	t.p_pe2->mpls = FALSE;
	ping(&t);
	ck_assert_str_eq(t.lab->drops->str,
			 "P: no MPLS on interface pe1\nP: no MPLS on interface pe2\n");
	vpn_path_release(&t);
}
END_TEST

static void record_too_big(void *user, const IpInfo *info, const IcmpMessage *message)
{
	char text[NET_ADDR_STRLEN];

	g_string_append_printf(user, "%s mtu %u labels %u\n", net_addr_str(&info->src, text),
			       message->next_hop_mtu, message->depth);
}

/* The length that fits without labels does not with two: the sender learns what does. */
START_TEST(too_big)
{
	NetAddr to = lab_addr("10.1.0.2");
	IpInfo info = {.dst = to, .protocol = 200, .df = TRUE};
	VpnPath t;

	vpn_path_init(&t);
	icmp_watch(t.ce3, record_too_big, t.seen);
	ck_assert_uint_eq(ip_mtu_for(t.ce3, NULL, &to), 1500);
	ck_assert_uint_eq(ip_mtu_for(t.pe2, t.vpn2, &to), 1492);
	ip_send(t.ce3, &info, packet_new(NULL, 1480));
	lab_run(t.lab, SIM_SEC);
	ck_assert_str_eq(t.lab->drops->str, "PE-2: fragmentation needed\n");
	ck_assert_str_eq(t.seen->str, "10.2.0.1 mtu 1492 labels 0\n");
	ip_send(t.ce3, &info, packet_new(NULL, 1472)); /* as it said */
	lab_run(t.lab, SIM_SEC);
	ck_assert_str_eq(t.lab->drops->str, "PE-2: fragmentation needed\n"
					    "CE-2: no receiver for IP protocol 200\n");
	vpn_path_release(&t);
}
END_TEST

/* In the middle of the LSP, where one label is left: told on along the LSP (RFC 3032 3.5). */
START_TEST(too_big_in_the_middle)
{
	IpInfo info = {.dst = lab_addr("10.1.0.2"), .protocol = 200, .df = TRUE};
	VpnPath t;

	vpn_path_init(&t);
	icmp_watch(t.ce3, record_too_big, t.seen);
	t.p_pe1->mtu = 1000;
	ip_send(t.ce3, &info, packet_new(NULL, 996 - 20 + 1));
	lab_run(t.lab, SIM_SEC);
	ck_assert_str_eq(t.lab->drops->str, "P: fragmentation needed\n");
	ck_assert_str_eq(t.seen->str, "10.0.2.2 mtu 996 labels 2\n");
	ip_send(t.ce3, &info, packet_new(NULL, 996 - 20));
	lab_run(t.lab, SIM_SEC);
	ck_assert_str_eq(t.lab->drops->str, "P: fragmentation needed\n"
					    "CE-2: no receiver for IP protocol 200\n");
	vpn_path_release(&t);
}
END_TEST

/* RFC 3032 3.4: each fragment gets the labels; the destination puts them together. */
START_TEST(fragments_under_labels)
{
	NetAddr to = lab_addr("10.1.0.2");
	VpnPath t;

	vpn_path_init(&t);
	t.p_pe1->mtu = 1000;
	icmp_watch(t.ce3, record, t.seen);
	icmp_send_echo(t.ce3, &(IcmpEcho){.dst = to, .id = 1, .sequence = 1, .size = 1480 - 8});
	lab_run(t.lab, SIM_SEC);
	ck_assert_str_eq(t.seen->str, "echo-reply ttl 61\n");
	ck_assert_str_eq(t.wire->str, "CE-3: ip 64\n"
				      "PE-2: ldp:17/vpn:29 ttl 63/63 ip 63\n"
				      "PE-2: ldp:17/vpn:29 ttl 63/63 ip 63\n"
				      "P: vpn:29 ttl 62 ip 63\n" /* 1472 and 8 bytes, */
				      "P: vpn:29 ttl 62 ip 63\n" /* 976, 496 and 8 */
				      "P: vpn:29 ttl 62 ip 63\n"
				      "PE-1: ip 61\nPE-1: ip 61\nPE-1: ip 61\n"
				      "CE-2: ip 64\n"
				      "PE-1: ldp:18/vpn:31 ttl 63/63 ip 63\n"
				      "PE-1: ldp:18/vpn:31 ttl 63/63 ip 63\n"
				      "P: vpn:31 ttl 62 ip 63\nP: vpn:31 ttl 62 ip 63\n"
				      "PE-2: ip 61\nPE-2: ip 61\n");
	ck_assert_str_eq(t.lab->drops->str, "");
	vpn_path_release(&t);
}
END_TEST

START_TEST(link_down_and_silent)
{
	VpnPath t;

	vpn_path_init(&t);
	ping(&t);
	fwd_link_set_state(t.links[2], FWD_LINK_SILENT);
	ping(&t); /* on its way into nothing: no router is told */
	ck_assert_str_eq(t.lab->drops->str, "P: link P:pe1--PE-1:core is cut\n");
	g_string_truncate(t.lab->drops, 0);
	fwd_link_set_state(t.links[2], FWD_LINK_DOWN);
	ping(&t);
	ck_assert_str_eq(t.lab->drops->str, "P: interface pe1 down\n");
	fwd_link_set_state(t.links[2], FWD_LINK_UP);
	ping(&t);
	ck_assert_str_eq(t.seen->str, "echo-reply ttl 61\necho-reply ttl 61\n");
	vpn_path_release(&t);
}
END_TEST

START_TEST(crashed_node)
{
	VpnPath t;

	vpn_path_init(&t);
	ping(&t);
	fwd_node_crash(t.p);
	fwd_node_forget(t.p);
	ping(&t);
	ck_assert_str_eq(t.lab->drops->str, "PE-2: interface core down\n");
	g_string_truncate(t.lab->drops, 0);
	fwd_node_restart(t.p);
	ping(&t);
	ck_assert_str_eq(t.lab->drops->str, "");
	ck_assert_str_eq(t.seen->str, "echo-reply ttl 61\nunreachable ttl 64\n"
				      "echo-reply ttl 61\n");
	vpn_path_release(&t);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("output");

	tcase_add_test(tc, there_and_back);
	tcase_add_test(tc, there_and_back_by_pipe);
	tcase_add_test(tc, swap_keeps_what_is_below);
	tcase_add_test(tc, explicit_null_is_taken_off);
	tcase_add_test(tc, unknown_label);
	tcase_add_test(tc, ttl_expires_under_labels);
	tcase_add_test(tc, ttl_expires_at_the_end);
	tcase_add_test(tc, ttl_expires_in_the_pipe_model);
	tcase_add_test(tc, error_that_cannot_go_on);
	tcase_add_test(tc, unreachable_behind_the_egress);
	tcase_add_test(tc, refused_in_a_vrf);
	tcase_add_test(tc, mpls_is_needed);
	tcase_add_test(tc, too_big);
	tcase_add_test(tc, too_big_in_the_middle);
	tcase_add_test(tc, fragments_under_labels);
	tcase_add_test(tc, link_down_and_silent);
	tcase_add_test(tc, crashed_node);
	return test_main("output", tc);
}
