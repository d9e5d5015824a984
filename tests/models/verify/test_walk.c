/* SPDX-License-Identifier: Apache-2.0 */
#include "models/oam/ping.h"
#include "tests/models/verify/vpn_net.h"
#include "tests/testing.h"

static VpnNet *net;

static void setup(void)
{
	net = vpn_net_new();
}

static void teardown(void)
{
	vpn_net_free(net);
}

static Path *walk_from(Node *from, FwdVrf *vrf, const NetAddr *src, const NetAddr *dst, uint8_t ttl)
{
	Path *path = path_new(), *copy;

	path_walk(from, vrf, src, dst, ttl, 0, fwd_flow_hash(src, dst, IP_PROTO_ICMP, 0, 0), NULL,
		  path);
	copy = path_copy(path);
	path_free(path);
	return copy;
}

static Path *walk_ttl(unsigned from, const char *src, const char *dst, uint8_t ttl)
{
	NetAddr s = rib_lab_addr(src), d = rib_lab_addr(dst);

	return walk_from(net->nodes[from], NULL, &s, &d, ttl);
}

static void expect_path(Path *path, const char *text, const char *kinds)
{
	char *found = vpn_net_path(path);
	GString *stacks = g_string_new(NULL);

	ck_assert_str_eq(found, text);
	path_append_kinds(path, stacks);
	ck_assert_str_eq(stacks->str, kinds);
	g_string_free(stacks, TRUE);
	g_free(found);
	path_free(path);
}

static void expect_walk(const char *text, const char *kinds)
{
	expect_path(walk_ttl(CE_3, "152.12.3.1", "152.12.4.1", 64), text, kinds);
}

START_TEST(a_vpn_packet_crosses_the_core)
{
	expect_walk("ip 64 | 17/29 63/63 | 29 62 | ip 61 | delivered",
		    "ip · [ldp][vpn] · [vpn] · ip");
	expect_path(walk_ttl(CE_2, "152.12.4.1", "152.12.3.1", 64),
		    "ip 64 | 18/92 63/63 | 92 62 | ip 61 | delivered",
		    "ip · [ldp][vpn] · [vpn] · ip");
}
END_TEST

START_TEST(each_hop_is_described)
{
	static const struct {
		const char *node, *vrf, *in, *out, *action;
		unsigned depth_in, depth_out, ip_ttl;
	} hops[] = {
		{"CE-3", NULL, NULL, "pe", "forward", 0, 0, 64},
		{"PE-2", "VPN-B", "ce", "core", "push", 0, 2, 63},
		{"P", NULL, "pe2", "pe1", "pop", 2, 1, 63},
		{"PE-1", NULL, "core", "ce", "pop", 1, 0, 61},
		{"CE-2", NULL, "pe", NULL, "deliver", 0, 0, 61},
	};
	Path *path = walk_ttl(CE_3, "152.12.3.1", "152.12.4.1", 64);

	ck_assert_uint_eq(path->n_hops, G_N_ELEMENTS(hops));
	for (unsigned i = 0; i < path->n_hops; i++) {
		const PathHop *hop = &path->hops[i];

		ck_assert_str_eq(hop->node->name, hops[i].node);
		ck_assert_pstr_eq(hop->vrf ? hop->vrf->name : NULL, hops[i].vrf);
		ck_assert_pstr_eq(hop->in ? hop->in->name : NULL, hops[i].in);
		ck_assert_pstr_eq(hop->out ? hop->out->name : NULL, hops[i].out);
		ck_assert_str_eq(hop->action, hops[i].action);
		ck_assert_uint_eq(hop->depth_in, hops[i].depth_in);
		ck_assert_uint_eq(hop->depth_out, hops[i].depth_out);
		ck_assert_uint_eq(hop->ip_ttl, hops[i].ip_ttl);
	}
	path_free(path);
}
END_TEST

START_TEST(the_packet_goes_in_its_own_table)
{
	NetAddr src = rib_lab_addr("192.168.3.1"), dst = rib_lab_addr("152.12.4.1");
	FwdVrf *vrf = fwd_node_vrf(net->nodes[PE_2]->fwd, "VPN-B");

	expect_path(walk_from(net->nodes[PE_2], vrf, &src, &dst, 64),
		    "17/29 64/64 | 29 63 | ip 62 | delivered", "[ldp][vpn] · [vpn] · ip");
	expect_path(walk_from(net->nodes[PE_2], NULL, &src, &dst, 64), "dropped at PE-2: no route",
		    "");
}
END_TEST

START_TEST(without_lsp_it_ends_at_the_ingress)
{
	rib_lab_lsp_withdraw(vpn_net_rib(net, PE_2), &net->ldp[PE_2], "10.0.0.1/32");
	expect_walk("ip 64 | dropped at PE-2: no LSP to PE-1", "ip");
	/* The other direction does not care. */
	expect_path(walk_ttl(CE_2, "152.12.4.1", "152.12.3.1", 64),
		    "ip 64 | 18/92 63/63 | 92 62 | ip 61 | delivered",
		    "ip · [ldp][vpn] · [vpn] · ip");
}
END_TEST

START_TEST(a_label_that_nobody_knows)
{
	rib_lab_lsp_withdraw(vpn_net_rib(net, P), &net->ldp[P], "10.0.0.1/32");
	expect_walk("ip 64 | 17/29 63/63 | dropped at P: label 17 unknown", "ip · [ldp][vpn]");
}
END_TEST

START_TEST(a_silent_cut_swallows_what_is_sent_there)
{
	fwd_link_set_state(vpn_net_link(net, P, PE_1), FWD_LINK_SILENT);
	expect_walk("ip 64 | 17/29 63/63 | 29 62 | dropped at P: link P:pe1--PE-1:core is cut",
		    "ip · [ldp][vpn] · [vpn]");
}
END_TEST

START_TEST(a_link_that_fails_one_way)
{
	FwdLink *link = vpn_net_link(net, P, PE_1);

	fwd_link_set_silent(link, network_link_end(link, "PE-1", NULL), TRUE);
	expect_walk("ip 64 | 17/29 63/63 | 29 62 | ip 61 | delivered",
		    "ip · [ldp][vpn] · [vpn] · ip");
	expect_path(walk_ttl(CE_2, "152.12.4.1", "152.12.3.1", 64),
		    "ip 64 | 18/92 63/63 | dropped at PE-1: link P:pe1--PE-1:core is cut",
		    "ip · [ldp][vpn]");
}
END_TEST

/* Two hosts on a segment of three, in the same VLAN; the third has the address in another VLAN. */
START_TEST(a_vlan_of_a_segment)
{
	static const char *const names[] = {"H-1", "H-2", "H-3"};
	static const char *const addresses[] = {"10.9.0.1/24", "10.9.0.2/24", "10.9.0.3/24"};
	FwdIface *ports[3], *vlans[3];
	Node *hosts[3];
	NetAddr src = rib_lab_addr("10.9.0.1"), dst = rib_lab_addr("10.9.0.3");

	for (unsigned i = 0; i < 3; i++) {
		GArray *list = g_array_new(FALSE, FALSE, sizeof(NetPrefix));
		NetPrefix address;

		ck_assert(net_prefix_parse(addresses[i], TRUE, &address));
		g_array_append_val(list, address);
		hosts[i] = network_add_node(net->network, names[i], NODE_CE, 0, NULL, &address.addr,
					    NULL);
		ports[i] = node_add_interface(hosts[i], "e", FWD_IFACE_ETHERNET, NULL, NULL, 0,
					      FALSE, NULL);
		vlans[i] = node_add_vlan(hosts[i], "e.v", ports[i], i == 2 ? 20 : 10, NULL, list, 0,
					 FALSE, NULL);
		fwd_iface_set_shut(ports[i], FALSE);
		fwd_iface_set_shut(vlans[i], FALSE);
		g_array_free(list, TRUE);
	}
	network_add_segment(net->network, ports, 3, SIM_MSEC, 0);
	expect_path(walk_from(hosts[0], NULL, &src, &dst, 64),
		    "ip 64 | dropped at H-1: no answer to ARP for 10.9.0.3", "ip");
	dst = rib_lab_addr("10.9.0.2");
	expect_path(walk_from(hosts[0], NULL, &src, &dst, 64), "ip 64 | delivered", "ip");
	fwd_iface_set_shut(vlans[1], TRUE);
	expect_path(walk_from(hosts[0], NULL, &src, &dst, 64),
		    "ip 64 | dropped at H-1: no answer to ARP for 10.9.0.2", "ip");
}
END_TEST

START_TEST(a_link_without_carrier_is_known_to_its_ends)
{
	fwd_link_set_state(vpn_net_link(net, P, PE_1), FWD_LINK_DOWN);
	expect_walk("ip 64 | 17/29 63/63 | dropped at P: label 17 unknown", "ip · [ldp][vpn]");
}
END_TEST

START_TEST(a_crashed_node_takes_nothing)
{
	fwd_node_crash(net->nodes[P]->fwd);
	fwd_node_forget(net->nodes[P]->fwd); /* PE-2's link loses its carrier */
	expect_walk("ip 64 | dropped at PE-2: no route to PE-1", "ip");
}
END_TEST

START_TEST(a_loop_is_seen_before_the_ttl_ends)
{
	/* P sends what is for PE-1 back to PE-2, which sends it on to P. */
	rib_lab_lsp(vpn_net_rib(net, P), &net->ldp[P], "10.0.0.1/32", 1, "10.0.2.1 pe2 push 500");
	rib_lab_lsp(vpn_net_rib(net, PE_2), &net->igp[PE_2], "10.0.0.9/32", 1,
		    "10.0.2.2 core push 17");
	{
		Fec fec = rib_lab_fec("10.0.0.9/32");
		Rib *rib = vpn_net_rib(net, PE_2);

		ck_assert(rib_label_configure(rib, &fec, 500));
		rib_label_acquire(rib, &fec, "test", RIB_LABEL_TRANSIT);
	}
	expect_walk("ip 64 | 17/29 63/63 | 500/29 62/63 | 17/29 61/63 | looped at PE-2: loop "
		    "through P",
		    "ip · [ldp][vpn] · [ldp][vpn] · [ldp][vpn]");
	expect_path(walk_ttl(CE_3, "152.12.3.1", "152.12.4.1", 2),
		    "ip 2 | 17/29 1/1 | dropped at P: TTL expired", "ip · [ldp][vpn]");
}
END_TEST

START_TEST(nobody_answers_for_the_next_hop)
{
	rib_lab_route(vpn_net_vrf(net, PE_1), &net->fixed[PE_1], "152.12.4.0/24", 1, 0,
		      "192.168.2.3 ce");
	expect_walk("ip 64 | 17/29 63/63 | 29 62 | ip 61 | dropped at PE-1: no answer to ARP for "
		    "192.168.2.3",
		    "ip · [ldp][vpn] · [vpn] · ip");
}
END_TEST

START_TEST(to_the_node_itself)
{
	expect_path(walk_ttl(CE_3, "152.12.3.1", "192.168.3.2", 64), "delivered", "");
	expect_path(walk_ttl(CE_3, "152.12.3.1", "152.12.3.9", 64),
		    "dropped at CE-3: discard route", "");
}
END_TEST

START_TEST(paths_are_compared_in_all_that_shows)
{
	Path *a = walk_ttl(CE_3, "152.12.3.1", "152.12.4.1", 64);
	Path *b = walk_ttl(CE_3, "152.12.3.1", "152.12.4.1", 64);
	Path *ttl = walk_ttl(CE_3, "152.12.3.1", "152.12.4.1", 63), *label, *reason;

	ck_assert(path_equal(a, b));
	ck_assert(!path_equal(a, ttl));
	rib_lab_route(vpn_net_vrf(net, PE_2), &net->bgp[PE_2], "152.12.4.0/24", 200, 0,
		      "lsp 10.0.0.1 vpn 30");
	label = walk_ttl(CE_3, "152.12.3.1", "152.12.4.1", 64);
	ck_assert(!path_equal(a, label));
	rib_lab_route(vpn_net_vrf(net, PE_2), &net->bgp[PE_2], "152.12.4.0/24", 200, 0,
		      "lsp 10.0.0.1 vpn 31");
	reason = walk_ttl(CE_3, "152.12.3.1", "152.12.4.1", 64);
	ck_assert(!path_equal(label, reason));
	path_free(a);
	path_free(b);
	path_free(ttl);
	path_free(label);
	path_free(reason);
	path_free(NULL);
}
END_TEST

/* Real packets meet what the walk says. */

static unsigned ping(void)
{
	PingConfig config = {.src = rib_lab_addr("152.12.3.1"),
			     .dst = rib_lab_addr("152.12.4.1"),
			     .start = net->sim->now + SIM_SEC,
			     .interval = SIM_SEC,
			     .timeout = SIM_SEC,
			     .count = 3,
			     .ttl = 64};
	Ping *p = ping_new(net->nodes[CE_3]->fwd, "p", &config);
	unsigned received;

	vpn_net_run(net, net->sim->now + 10 * SIM_SEC);
	received = ping_result(p).received;
	ping_free(p);
	return received;
}

START_TEST(pings_agree_with_the_walk)
{
	ck_assert_uint_eq(ping(), 3);
	rib_lab_lsp_withdraw(vpn_net_rib(net, PE_2), &net->ldp[PE_2], "10.0.0.1/32");
	ck_assert_uint_eq(ping(), 0);
	rib_lab_lsp(vpn_net_rib(net, PE_2), &net->ldp[PE_2], "10.0.0.1/32", 1,
		    "10.0.2.2 core push 17");
	ck_assert_uint_eq(ping(), 3);
	fwd_link_set_state(vpn_net_link(net, P, PE_1), FWD_LINK_SILENT);
	ck_assert_uint_eq(ping(), 0);
	fwd_link_set_state(vpn_net_link(net, P, PE_1), FWD_LINK_UP);
	ck_assert_uint_eq(ping(), 3);
}
END_TEST

/* The stack of every frame between two routers, with its TTLs, while three pings go by. */
static void see(FwdLink *link, const FwdIface *from, const Packet *frame, void *user)
{
	GString *out = user;
	const uint8_t *p = frame->buf + frame->start;

	(void)link;
	if (p[12] == 0x88 && p[13] == 0x47 && g_str_equal(from->name, "core"))
		g_string_append_printf(out, "%u/%u %u/%u\n", p[14] << 12 | p[15] << 4 | p[16] >> 4,
				       p[18] << 12 | p[19] << 4 | p[20] >> 4, p[17], p[21]);
}

START_TEST(frames_carry_the_stack_of_the_walk)
{
	GString *frames = g_string_new(NULL);

	fwd_link_add_tap(vpn_net_link(net, PE_2, P), see, frames);
	ck_assert_uint_eq(ping(), 3);
	ck_assert_str_eq(frames->str, "17/29 63/63\n17/29 63/63\n17/29 63/63\n");
	g_string_free(frames, TRUE);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("walk");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_vpn_packet_crosses_the_core);
	tcase_add_test(tc, each_hop_is_described);
	tcase_add_test(tc, the_packet_goes_in_its_own_table);
	tcase_add_test(tc, without_lsp_it_ends_at_the_ingress);
	tcase_add_test(tc, a_label_that_nobody_knows);
	tcase_add_test(tc, a_silent_cut_swallows_what_is_sent_there);
	tcase_add_test(tc, a_link_that_fails_one_way);
	tcase_add_test(tc, a_vlan_of_a_segment);
	tcase_add_test(tc, a_link_without_carrier_is_known_to_its_ends);
	tcase_add_test(tc, a_crashed_node_takes_nothing);
	tcase_add_test(tc, a_loop_is_seen_before_the_ttl_ends);
	tcase_add_test(tc, nobody_answers_for_the_next_hop);
	tcase_add_test(tc, to_the_node_itself);
	tcase_add_test(tc, paths_are_compared_in_all_that_shows);
	tcase_add_test(tc, pings_agree_with_the_walk);
	tcase_add_test(tc, frames_carry_the_stack_of_the_walk);
	return test_main("walk", tc);
}
