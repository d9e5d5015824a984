/* SPDX-License-Identifier: Apache-2.0 */
/* One log of messages and a place for each peer: those who are slow, late, or ask again. */
#include "models/bgp/bgp_group.h"
#include "models/bgp/bgp_packing.h"
#include "models/bgp/bgp_update_out.h"
#include "models/net/records.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/bgp/vpn_origin.h"
#include "tests/testing.h"

static const uint32_t one_as[LAB_ROUTERS] = {65001, 65001, 65001, 65001};

enum { BATCH = 10000, LOG_MAX = 100000 };

static NetPrefix prefix_of(unsigned i)
{
	NetAddr addr = net_addr_ipv4(0x0a000000 + (i << 8));
	return net_prefix(&addr, 24);
}

/* R1 originates n routes from the first on. */
static void originate(Lab *lab, unsigned first, unsigned n, uint32_t label)
{
	for (unsigned i = first; i < first + n; i++) {
		VpnOrigin route = {.rd = 1, .prefix = prefix_of(i), .label = label};
		vpn_origin_put(lab_router(lab, 1)->bgp, &route);
	}
}

static void withdraw(Lab *lab, unsigned first, unsigned n)
{
	for (unsigned i = first; i < first + n; i++) {
		NetPrefix prefix = prefix_of(i);
		bgp_vpn_withdraw(lab_router(lab, 1)->bgp, 1, &prefix);
	}
}

/* R1 has the neighbours R2 and R3, which are up. */
static Lab *star(void)
{
	Lab *lab = lab_new(3, one_as);
	lab_join(lab, 1, 2);
	lab_join(lab, 1, 3);
	lab_start(lab);
	lab_run(lab, 5 * SIM_SEC);
	return lab;
}

static BgpGroup *group_of(Lab *lab)
{
	ck_assert_uint_eq(lab_bgp(lab, 1)->groups->len, 1);
	return g_ptr_array_index(lab_bgp(lab, 1)->groups, 0);
}

static const BgpTable *table_at(Lab *lab, unsigned i)
{
	return &lab_bgp(lab, i)->tables[BGP_FAMILY_VPNV4];
}

static void set_link(Lab *lab, unsigned i, FwdLinkState state)
{
	fwd_link_set_state(g_ptr_array_index(lab->links, i), state);
}

static void assert_same_routes(Lab *lab, unsigned a, unsigned b)
{
	const BgpTable *x = table_at(lab, a), *y = table_at(lab, b);

	ck_assert_uint_eq(x->n_nets, y->n_nets);
	for (const BgpNet *net = bgp_table_from(x, 0); net; net = bgp_table_from(x, net->id + 1)) {
		const BgpNet *other = bgp_table_at(y, net->id);
		ck_assert_ptr_nonnull(other);
		ck_assert_uint_eq(net->paths->label, other->paths->label);
		ck_assert_ptr_eq(net->paths->attrs, other->paths->attrs);
	}
}

/* Nothing gets through to R2 for a minute. R3 does not wait for it, R1 does not keep what R2 has not
 * taken, and when R2 is back it is told how things are by then. */
START_TEST(test_slow_peer)
{
	Lab *lab = star();
	BgpGroup *group = group_of(lab);

	group->log_max = LOG_MAX;
	originate(lab, 0, 1000, 17);
	lab_run(lab, 6 * SIM_SEC);
	ck_assert_uint_eq(group->streams->len, 1);
	set_link(lab, 0, FWD_LINK_SILENT);
	for (unsigned i = 0; i < 6; i++) {
		originate(lab, 1000 + i * BATCH, BATCH, 20 + i);
		lab_run(lab, (10 + i) * SIM_SEC);
		ck_assert_uint_eq(table_at(lab, 3)->n_nets, 1000 + (i + 1) * BATCH);
	}
	ck_assert_uint_eq(table_at(lab, 2)->n_nets, 1000);
	ck_assert_uint_eq(group->streams->len, 2);
	withdraw(lab, 500, 1000);    /* of which it knows one half */
	originate(lab, 200, 50, 99); /* changed */
	withdraw(lab, 30000, 5);
	lab_run(lab, 20 * SIM_SEC);
	for (unsigned i = 0; i < group->streams->len; i++) {
		const BgpStream *stream = g_ptr_array_index(group->streams, i);
		ck_assert_uint_le(stream->log_bytes, 2 * TCP_HIGH_WATER);
	}
	set_link(lab, 0, FWD_LINK_UP);
	lab_run(lab, 100 * SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "Established -> "), 0);
	ck_assert_uint_eq(table_at(lab, 2)->n_nets, 60000 - 5);
	assert_same_routes(lab, 2, 3);
	ck_assert_uint_eq(group->streams->len, 1);
	ck_assert_uint_eq(((BgpStream *)g_ptr_array_index(group->streams, 0))->log_bytes, 0);

	withdraw(lab, 0, 61000);
	lab_run(lab, 110 * SIM_SEC);
	for (unsigned i = 1; i <= 3; i++)
		ck_assert_uint_eq(table_at(lab, i)->n_nets, 0);
	lab_free(lab);
}
END_TEST

/* What R2 does not take yet is not made yet: of ten changes it hears of the last one. */
START_TEST(test_changes_while_slow)
{
	Lab *lab = lab_new(2, one_as);

	lab_join(lab, 1, 2);
	lab_watch_vpn(lab, 2);
	lab_start(lab);
	lab_run(lab, 5 * SIM_SEC);
	set_link(lab, 0, FWD_LINK_SILENT);
	originate(lab, 0, 40000, 17); /* more than TCP takes */
	lab_run(lab, 6 * SIM_SEC);
	for (unsigned i = 0; i < 10; i++) {
		originate(lab, 39999, 1, 100 + i);
		lab_run(lab, (7 + i) * SIM_SEC);
	}
	set_link(lab, 0, FWD_LINK_UP);
	lab_run(lab, 100 * SIM_SEC);
	ck_assert_uint_eq(table_at(lab, 2)->n_nets, 40000);
	ck_assert_uint_eq(lab_count(lab, "R2 vpn add 0:1 10.156.63.0/24"), 1);
	ck_assert_uint_eq(lab_count(lab, "R2 vpn add 0:1 10.156.63.0/24 via 10.0.0.1 label 109"),
			  1);
	ck_assert_uint_eq(lab_count(lab, "R2 vpn replace"), 0);
	lab_free(lab);
}
END_TEST

/* R3 comes back: it is told all, R2 nothing, and then they go on together. */
START_TEST(test_late_peer)
{
	Lab *lab = star();

	originate(lab, 0, 50000, 17);
	lab_run(lab, 10 * SIM_SEC);
	bgp_class.stop(lab_router(lab, 3)->bgp);
	lab_run(lab, 11 * SIM_SEC);
	unsigned before = lab_count(lab, "R2 received update");
	bgp_class.start(lab_router(lab, 3)->bgp);
	lab_run(lab, 60 * SIM_SEC);
	assert_same_routes(lab, 2, 3);
	ck_assert_uint_eq(table_at(lab, 3)->n_nets, 50000);
	ck_assert(lab_peer(lab, 3, 1)->families[BGP_FAMILY_VPNV4].end_of_rib);
	ck_assert_uint_eq(lab_count(lab, "R2 received update"), before);
	ck_assert_uint_eq(group_of(lab)->streams->len, 1);
	originate(lab, 60000, 1, 18);
	lab_run(lab, 61 * SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "R2 received update"), before + 1);
	assert_same_routes(lab, 2, 3);
	lab_free(lab);
}
END_TEST

/* Changes while a walk is under way, before it and behind it. */
START_TEST(test_changes_during_walk)
{
	Lab *lab = star();

	originate(lab, 0, 50000, 17);
	lab_run(lab, 10 * SIM_SEC);
	bgp_class.stop(lab_router(lab, 3)->bgp);
	lab_run(lab, 11 * SIM_SEC);
	bgp_class.start(lab_router(lab, 3)->bgp);
	for (SimTime t = 11 * SIM_SEC; group_of(lab)->streams->len == 1; t += SIM_MSEC / 4)
		lab_run(lab, t);
	const BgpStream *walker = g_ptr_array_index(group_of(lab)->streams, 1);
	lab_run(lab, lab->sim->now + 5 * SIM_MSEC);
	ck_assert(walker->walking && walker->next > 1000);
	withdraw(lab, 0, 100);
	withdraw(lab, 49900, 50);
	originate(lab, 100, 10, 99);
	originate(lab, 49950, 10, 99);
	originate(lab, 55000, 10, 99);
	lab_run(lab, 60 * SIM_SEC);
	ck_assert_uint_eq(table_at(lab, 3)->n_nets, 50000 - 150 + 10);
	assert_same_routes(lab, 2, 3);
	ck_assert_uint_eq(group_of(lab)->streams->len, 1);
	lab_free(lab);
}
END_TEST

/* R3 asks for everything again: only it is told. */
START_TEST(test_refresh_of_one)
{
	Lab *lab = star();

	originate(lab, 0, 2000, 17);
	lab_run(lab, 6 * SIM_SEC);
	unsigned two = lab_count(lab, "R2 received update");
	unsigned three = lab_count(lab, "R3 received update");
	bgp_update_refresh(lab_peer(lab, 1, 3), BGP_FAMILY_VPNV4);
	lab_run(lab, 7 * SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "R2 received update"), two);
	ck_assert_uint_ge(lab_count(lab, "R3 received update"), three + 5);
	ck_assert_uint_eq(group_of(lab)->streams->len, 1);
	withdraw(lab, 0, 2000);
	lab_run(lab, 8 * SIM_SEC);
	for (unsigned i = 1; i <= 3; i++)
		ck_assert_uint_eq(table_at(lab, i)->n_nets, 0);
	lab_free(lab);
}
END_TEST

/* The first walk of a peer ends in End-of-RIB (RFC 4724 2), also where it is asked for everything again before
 * that; an enhanced refresh later on does not. */
START_TEST(test_refresh_before_end_of_rib)
{
	Lab *lab = star();
	BgpStream *stream;

	lab_run(lab, 6 * SIM_SEC);
	stream = g_ptr_array_index(group_of(lab)->streams, 0);
	bgp_stream_walk(stream);
	bgp_stream_repeat(stream, TRUE);
	ck_assert(stream->owes_end_of_rib && stream->owes_refresh_end);
	stream->walking = stream->owes_end_of_rib = FALSE;
	bgp_stream_repeat(stream, TRUE);
	ck_assert(!stream->owes_end_of_rib && stream->owes_refresh_end);
	lab_free(lab);
}
END_TEST

/* The end of a refresh is among what R2 does not take: it is told all again, from the beginning. */
START_TEST(test_refresh_of_one_left_behind)
{
	Lab *lab = star();
	BgpGroup *group = group_of(lab);

	group->log_max = LOG_MAX;
	originate(lab, 0, 1000, 17);
	lab_run(lab, 6 * SIM_SEC);
	set_link(lab, 0, FWD_LINK_SILENT);
	for (unsigned i = 0; i < 2; i++) {
		originate(lab, 1000 + i * BATCH, BATCH, 20);
		lab_run(lab, (7 + i) * SIM_SEC);
	}
	ck_assert_uint_eq(group->streams->len, 1);
	bgp_packing_refresh(g_ptr_array_index(group->streams, 0), BGP_REFRESH_END, 0);
	originate(lab, 1000 + 2 * BATCH, BATCH, 21);
	lab_run(lab, 20 * SIM_SEC);
	ck_assert_uint_eq(group->streams->len, 2);
	set_link(lab, 0, FWD_LINK_UP);
	lab_run(lab, 100 * SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "R3 received route-refresh 10.0.0.1"), 1);
	ck_assert_uint_eq(lab_count(lab, "R2 received route-refresh 10.0.0.1"), 2);
	ck_assert_uint_eq(table_at(lab, 2)->n_nets, 1000 + 3 * BATCH);
	assert_same_routes(lab, 2, 3);
	lab_free(lab);
}
END_TEST

static gboolean heard_end(Lab *lab, unsigned i)
{
	return lab_peer(lab, i, 1)->families[BGP_FAMILY_VPNV4].end_of_rib;
}

/* RFC 4724 2: R2 has not taken the End-of-RIB when it is left behind; it still hears it, after the routes. */
START_TEST(test_end_of_rib_left_behind)
{
	Lab *lab = lab_new(3, one_as);

	lab_join(lab, 1, 2);
	lab_join(lab, 1, 3);
	originate(lab, 0, 4 * BATCH, 17); /* more than TCP takes */
	lab_start(lab);
	while (lab_bgp(lab, 1)->groups->len == 0)
		lab_run(lab, lab->sim->now + SIM_MSEC / 4);
	set_link(lab, 0, FWD_LINK_SILENT);
	lab_run(lab, 20 * SIM_SEC);
	BgpGroup *group = group_of(lab);
	ck_assert_uint_eq(group->streams->len, 1); /* in which both stand */
	ck_assert(heard_end(lab, 3));
	ck_assert(!heard_end(lab, 2));
	group->log_max = LOG_MAX;
	originate(lab, 4 * BATCH, 1, 18);
	lab_run(lab, 21 * SIM_SEC);
	ck_assert_uint_eq(group->streams->len, 2);
	ck_assert(!heard_end(lab, 2));
	set_link(lab, 0, FWD_LINK_UP);
	while (!heard_end(lab, 2) && lab->sim->now < 100 * SIM_SEC)
		lab_run(lab, lab->sim->now + SIM_MSEC / 4);
	ck_assert(heard_end(lab, 2));
	ck_assert_uint_eq(table_at(lab, 2)->n_nets, 4 * BATCH + 1);
	lab_run(lab, 110 * SIM_SEC);
	assert_same_routes(lab, 2, 3);
	ck_assert_uint_eq(group->streams->len, 1);
	lab_free(lab);
}
END_TEST

/* What is gone before the walk gets there has been told before, and must be withdrawn: R3, which knows no
 * EoRR (RFC 7313), would keep it. */
START_TEST(test_withdrawal_during_refresh)
{
	Lab *lab = lab_new(3, one_as);

	lab_join(lab, 1, 2);
	lab_join(lab, 1, 3);
	lab_peer(lab, 1, 3)->options.enhanced_refresh = FALSE;
	lab_start(lab);
	lab_run(lab, 5 * SIM_SEC);
	originate(lab, 0, 50000, 17);
	lab_run(lab, 10 * SIM_SEC);
	bgp_update_refresh(lab_peer(lab, 1, 3), BGP_FAMILY_VPNV4);
	lab_run(lab, 10 * SIM_SEC + 3 * SIM_MSEC);
	ck_assert_uint_eq(group_of(lab)->streams->len, 2);
	const BgpStream *walker = g_ptr_array_index(group_of(lab)->streams, 1);
	ck_assert(walker->walking && walker->next < 49900);
	withdraw(lab, 49900, 100);
	lab_run(lab, 20 * SIM_SEC);
	ck_assert_uint_eq(table_at(lab, 3)->n_nets, 49900);
	assert_same_routes(lab, 2, 3);
	lab_free(lab);
}
END_TEST

/* RFC 8654 4: attributes that fill a message are not told, and what was told before is withdrawn. */
START_TEST(test_too_long)
{
	static const unsigned sizes[] = {1, 600, 600, 1}; /* of 8 octets each */
	NetRt targets[600];
	Lab *lab = star();

	for (unsigned i = 0; i < G_N_ELEMENTS(targets); i++)
		targets[i] = UINT64_C(0x0002fde900000000) + i;
	for (unsigned i = 0; i < G_N_ELEMENTS(sizes); i++) {
		VpnOrigin route = {.rd = 1, .prefix = prefix_of(1), .label = 17 + i};
		route.route_targets = targets;
		route.n_route_targets = sizes[i];
		vpn_origin_put(lab_router(lab, 1)->bgp, &route);
		lab_run(lab, (6 + i) * SIM_SEC);
		ck_assert_uint_eq(table_at(lab, 2)->n_nets, sizes[i] == 1);
	}
	ck_assert_uint_eq(
		lab_count(lab, "not told to 10.0.0.2 and 1 more: its attributes fill a message"),
		2);
	ck_assert_uint_eq(lab_count(lab, "R2 received update"), 1 + 3); /* after End-of-RIB */
	assert_same_routes(lab, 2, 3);
	lab_free(lab);
}
END_TEST

/* A slow peer's session ends, and a slow peer's router: nothing of its stream is left. */
START_TEST(test_slow_peer_goes)
{
	Lab *lab = star();

	group_of(lab)->log_max = LOG_MAX;
	set_link(lab, 0, FWD_LINK_SILENT);
	originate(lab, 0, 60000, 17);
	lab_run(lab, 10 * SIM_SEC);
	ck_assert_uint_eq(group_of(lab)->streams->len, 2);
	withdraw(lab, 0, 60000);
	lab_run(lab, 11 * SIM_SEC);
	ck_assert_uint_gt(table_at(lab, 1)->n_nets, 0); /* R2 has yet to hear of them */
	if (_i == 0) {
		bgp_class.stop(lab_router(lab, 1)->bgp);
		ck_assert_uint_eq(table_at(lab, 1)->n_nets, 0);
	}
	lab_free(lab);
}
END_TEST

typedef struct Heard {
	const char *node;
	SimTime first, second;
} Heard;

static void on_message(const TraceRecord *record, void *user)
{
	const TraceMessage *m = (const void *)record;
	Heard *heard = user;
	if (g_strcmp0(m->direction, "sent") != 0 || g_strcmp0(m->type, "update") != 0 ||
	    g_strcmp0(m->peer, heard->node) != 0)
		return;
	heard->first = heard->second;
	heard->second = record->time;
}

/* RFC 4271 10: each peer's interval is of its own length, 0.75 to 1 of what is configured. */
START_TEST(test_mrai_of_each)
{
	Lab *lab = lab_new(3, one_as);
	Heard heard[2] = {{.node = "10.0.0.2"}, {.node = "10.0.0.3"}};

	lab_join(lab, 1, 2);
	lab_join(lab, 1, 3);
	for (unsigned i = 0; i < 2; i++) {
		lab_peer(lab, 1, 2 + i)->mrai = 40 * SIM_SEC;
		sim_subscribe(lab->sim, &trace_message, on_message, &heard[i]);
	}
	lab_start(lab);
	lab_run(lab, 60 * SIM_SEC);
	ck_assert_uint_eq(lab_bgp(lab, 1)->groups->len, 2);
	originate(lab, 0, 1, 17);
	lab_run(lab, 61 * SIM_SEC);
	for (unsigned i = 0; i < 30; i++) {
		originate(lab, 0, 1, 20 + i);
		lab_run(lab, (62 + i) * SIM_SEC);
	}
	lab_run(lab, 110 * SIM_SEC);
	for (unsigned i = 0; i < 2; i++) {
		ck_assert_int_eq(heard[i].first, 60 * SIM_SEC);
		ck_assert_int_ge(heard[i].second - heard[i].first, 30 * SIM_SEC);
		ck_assert_int_le(heard[i].second - heard[i].first, 40 * SIM_SEC);
	}
	ck_assert_int_ne(heard[0].second, heard[1].second);
	ck_assert_uint_eq(table_at(lab, 2)->n_nets, 1);
	assert_same_routes(lab, 2, 3);
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_stream");
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, test_slow_peer);
	tcase_add_test(tc, test_changes_while_slow);
	tcase_add_test(tc, test_late_peer);
	tcase_add_test(tc, test_changes_during_walk);
	tcase_add_test(tc, test_refresh_of_one);
	tcase_add_test(tc, test_refresh_before_end_of_rib);
	tcase_add_test(tc, test_refresh_of_one_left_behind);
	tcase_add_test(tc, test_end_of_rib_left_behind);
	tcase_add_test(tc, test_withdrawal_during_refresh);
	tcase_add_test(tc, test_too_long);
	tcase_add_loop_test(tc, test_slow_peer_goes, 0, 2);
	tcase_add_test(tc, test_mrai_of_each);
	return test_main("bgp_stream", tc);
}
