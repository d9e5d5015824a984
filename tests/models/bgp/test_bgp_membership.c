/* SPDX-License-Identifier: Apache-2.0 */
/* Memberships of route targets (RFC 4684): R1 reflects, R2 has two VPN routes, R3 and R4 want one or the other. */
#include "models/bgp/bgp_group.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/bgp/vpn_origin.h"
#include "tests/testing.h"

#include <string.h>

static const uint32_t one_as[LAB_ROUTERS] = {65001, 65001, 65001, 65001};

typedef struct Room {
	Lab *lab;
	NetRt wanted[LAB_ROUTERS]; /* by router; 0: none */
} Room;

static NetRt rt(unsigned n)
{
	return UINT64_C(0x0002fde900000000) | n;
}

static void add_target(GArray *rts, void *user)
{
	const NetRt *wanted = user;

	if (*wanted)
		g_array_append_val(rts, *wanted);
}

static void originate(Lab *lab, unsigned i, unsigned n)
{
	NetAddr addr = net_addr_ipv4(0x0a090000 + (n << 8));
	NetRt target = rt(n);
	VpnOrigin route = {.rd = 1,
			   .prefix = net_prefix(&addr, 24),
			   .label = 100 + n,
			   .route_targets = &target,
			   .n_route_targets = 1};

	vpn_origin_put(lab_router(lab, i)->bgp, &route);
}

static void room_init(Room *room, const char *families)
{
	Lab *lab = lab_new(4, one_as);

	*room = (Room){.lab = lab, .wanted = {0, 0, rt(7), rt(8)}};
	for (unsigned i = 1; i <= 4; i++) {
		lab_bgp(lab, i)->need_lsp = FALSE;
		bgp_vpn_set_targets(lab_router(lab, i)->bgp, add_target, &room->wanted[i - 1]);
		if (i == 1)
			continue;
		lab_link(lab, 1, i);
		lab_neighbor(lab, 1, i, families)->rr_client = TRUE;
		lab_neighbor(lab, i, 1, families);
	}
	originate(lab, 2, 7);
	originate(lab, 2, 8);
}

static void run(Room *room)
{
	lab_start(room->lab);
	lab_run(room->lab, 5 * SIM_SEC);
}

static void want(Room *room, unsigned i, NetRt target)
{
	room->wanted[i - 1] = target;
	bgp_vpn_wanted_changed(lab_router(room->lab, i)->bgp, TRUE);
	lab_run(room->lab, room->lab->sim->now + 5 * SIM_SEC);
}

static const BgpNet *net_of(const Room *room, unsigned i, unsigned family, const char *text)
{
	const BgpTable *table = &lab_bgp(room->lab, i)->tables[family];
	char buf[NET_PREFIX_STRLEN];

	for (const BgpNet *net = bgp_table_from(table, 0); net;
	     net = bgp_table_from(table, net->id + 1)) {
		NetPrefix prefix = bgp_net_prefix(table, net);

		if (strcmp(net_prefix_str(&prefix, buf), text) == 0)
			return net;
	}
	return NULL;
}

static gboolean has_route(const Room *room, unsigned i, unsigned n)
{
	g_autofree char *prefix = g_strdup_printf("10.9.%u.0/24", n);

	return net_of(room, i, BGP_FAMILY_VPNV4, prefix) != NULL;
}

static uint32_t n_updates(const Room *room, unsigned to)
{
	return lab_peer(room->lab, 1, to)->sent[BGP_MESSAGE_UPDATE];
}

/* RFC 4684 6: what a peer wants, and the difference where it wants something else. */
START_TEST(what_is_wanted)
{
	Room room;
	uint32_t updates;

	room_init(&room, "vpnv4 route-target");
	run(&room);
	ck_assert(has_route(&room, 1, 7) && has_route(&room, 1, 8));
	ck_assert(has_route(&room, 3, 7) && !has_route(&room, 3, 8));
	ck_assert(!has_route(&room, 4, 7) && has_route(&room, 4, 8));
	updates = n_updates(&room, 3);
	want(&room, 3, rt(8));
	ck_assert(!has_route(&room, 3, 7) && has_route(&room, 3, 8));
	/* The end of one membership for R3, who said it, and two messages of VPN routes. */
	ck_assert_uint_le(n_updates(&room, 3), updates + 4);
	want(&room, 3, 0);
	ck_assert(!has_route(&room, 3, 7) && !has_route(&room, 3, 8));
	ck_assert(has_route(&room, 4, 8));
	lab_free(room.lab);
}
END_TEST

/* Nobody wants it any more: R2 takes back what it has told. */
START_TEST(nobody_wants_it)
{
	Room room;

	room_init(&room, "vpnv4 route-target");
	run(&room);
	want(&room, 3, 0);
	ck_assert(!has_route(&room, 1, 7) && has_route(&room, 1, 8));
	want(&room, 3, rt(7));
	ck_assert(has_route(&room, 1, 7) && has_route(&room, 3, 7));
	lab_free(room.lab);
}
END_TEST

/* A new route goes where it is wanted, and a changed one; others hear nothing. */
START_TEST(new_routes)
{
	Room room;
	uint32_t updates;

	room_init(&room, "vpnv4 route-target");
	room.wanted[2] = rt(9);
	run(&room);
	updates = n_updates(&room, 4);
	ck_assert(!has_route(&room, 3, 9));
	originate(room.lab, 2, 9);
	lab_run(room.lab, 10 * SIM_SEC);
	ck_assert(has_route(&room, 3, 9) && !has_route(&room, 4, 9));
	ck_assert_uint_eq(n_updates(&room, 4), updates);
	lab_free(room.lab);
}
END_TEST

/* Peers that want the same are in one stream. */
START_TEST(streams_are_shared)
{
	Room room;
	const BgpStream *stream;

	room_init(&room, "vpnv4 route-target");
	run(&room);
	stream = lab_peer(room.lab, 1, 3)->families[BGP_FAMILY_VPNV4].stream;
	ck_assert_ptr_ne(stream, lab_peer(room.lab, 1, 4)->families[BGP_FAMILY_VPNV4].stream);
	want(&room, 4, rt(7));
	stream = lab_peer(room.lab, 1, 3)->families[BGP_FAMILY_VPNV4].stream;
	ck_assert_ptr_eq(stream, lab_peer(room.lab, 1, 4)->families[BGP_FAMILY_VPNV4].stream);
	ck_assert_uint_eq(stream->members->len, 2);
	lab_free(room.lab);
}
END_TEST

/* RFC 4684 3.2 i: its own membership comes back to R3 in a form that it takes. */
START_TEST(reflected)
{
	Room room;
	const BgpPath *path;
	NetAddr r1 = lab_loopback(1);

	room_init(&room, "vpnv4 route-target");
	run(&room);
	path = bgp_net_path_of(net_of(&room, 3, BGP_FAMILY_ROUTE_TARGET, "65001:65001:7/96"),
			       lab_only_peer(room.lab, 3));
	ck_assert_ptr_nonnull(path);
	ck_assert_uint_eq(path->attrs->attrs.originator_id, lab_bgp(room.lab, 1)->identifier);
	ck_assert(net_addr_equal(&path->attrs->attrs.next_hop, &r1));
	lab_free(room.lab);
}
END_TEST

/* 4: in the place of all others; R2 then tells all it has. */
START_TEST(default_membership)
{
	Room room;

	room_init(&room, "vpnv4 route-target");
	lab_peer(room.lab, 1, 2)->options.default_membership = TRUE;
	room.wanted[2] = room.wanted[3] = 0;
	run(&room);
	ck_assert_ptr_nonnull(net_of(&room, 2, BGP_FAMILY_ROUTE_TARGET, "0:0:0/0"));
	ck_assert(has_route(&room, 1, 7) && has_route(&room, 1, 8));
	want(&room, 3, rt(7));
	ck_assert_uint_eq(lab_bgp(room.lab, 2)->tables[BGP_FAMILY_ROUTE_TARGET].n_nets, 1);
	ck_assert(has_route(&room, 3, 7));
	lab_free(room.lab);
}
END_TEST

/* Where nothing is waited for, routes follow as memberships come. */
START_TEST(no_wait)
{
	Room room;

	room_init(&room, "vpnv4 route-target");
	for (unsigned i = 2; i <= 4; i++) {
		lab_peer(room.lab, 1, i)->options.membership_wait = 0;
		lab_only_peer(room.lab, i)->options.membership_wait = 0;
	}
	run(&room);
	ck_assert(has_route(&room, 3, 7) && !has_route(&room, 3, 8));
	ck_assert(!has_route(&room, 4, 7) && has_route(&room, 4, 8));
	lab_free(room.lab);
}
END_TEST

/* A session that ends takes its filter along, and the next one has it again. */
START_TEST(session_again)
{
	Room room;

	room_init(&room, "vpnv4 route-target");
	run(&room);
	fwd_link_set_state(g_ptr_array_index(room.lab->links, 1), FWD_LINK_DOWN);
	lab_run(room.lab, 300 * SIM_SEC);
	ck_assert_ptr_null(lab_peer(room.lab, 1, 3)->rt_filter);
	ck_assert(!has_route(&room, 1, 7));
	fwd_link_set_state(g_ptr_array_index(room.lab->links, 1), FWD_LINK_UP);
	lab_run(room.lab, 900 * SIM_SEC);
	ck_assert_int_eq(lab_state(room.lab, 1, 3), BGP_STATE_ESTABLISHED);
	ck_assert(has_route(&room, 3, 7) && !has_route(&room, 3, 8));
	lab_free(room.lab);
}
END_TEST

/* Without the family all is as ever, and there are no memberships. */
START_TEST(not_exchanged)
{
	Room room;

	room_init(&room, "vpnv4");
	run(&room);
	for (unsigned i = 3; i <= 4; i++) {
		ck_assert(has_route(&room, i, 7) && has_route(&room, i, 8));
		ck_assert_uint_eq(lab_bgp(room.lab, i)->tables[BGP_FAMILY_ROUTE_TARGET].n_nets, 0);
	}
	lab_free(room.lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_membership");

	tcase_add_test(tc, what_is_wanted);
	tcase_add_test(tc, nobody_wants_it);
	tcase_add_test(tc, new_routes);
	tcase_add_test(tc, streams_are_shared);
	tcase_add_test(tc, reflected);
	tcase_add_test(tc, default_membership);
	tcase_add_test(tc, no_wait);
	tcase_add_test(tc, session_again);
	tcase_add_test(tc, not_exchanged);
	return test_main("bgp_membership", tc);
}
