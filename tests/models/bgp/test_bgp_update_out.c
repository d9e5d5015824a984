/* SPDX-License-Identifier: Apache-2.0 */
/* Peers and the groups that tell them, with maps that change. */
#include "models/bgp/bgp_update_out.h"
#include "tests/models/bgp/bgp_paths.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

enum { IPV4 = BGP_FAMILY_IPV4 };

#define P "10.9.0.0/16"

static Lab *lab;
static PolicySet *set;

static void begin_star(const char *attributes)
{
	lab = lab_star(4, attributes);
	set = policy_set_new(NULL);
}

static void end(void)
{
	lab_free(lab);
	policy_set_free(set);
}

static void run(void)
{
	lab_run(lab, lab->sim->now + SIM_SEC);
}

static unsigned known(unsigned i)
{
	return lab_bgp(lab, i)->tables[IPV4].n_nets;
}

/* Another map while the session is up; of a neighbour that must have one (RFC 8212) it is the beginning. */
START_TEST(maps)
{
	PolicyMap *all;
	BgpPeer *peer;

	begin_star("ebgp-requires-policy=yes");
	all = policy_set_add_map(set, "all", NULL);
	text_entry(all, policy_common_rules, "permit");
	peer = lab_peer(lab, 1, 2);
	paths_put(lab, NULL, IPV4, P, "", 0);
	run();
	ck_assert_uint_eq(known(2), 1);
	/* As if it were of another AS, and had been so from the beginning. */
	bgp_update_leave(peer, IPV4);
	peer->as_number = 65002;
	g_string_truncate(lab->log, 0);
	bgp_update_set_map(peer, IPV4, NULL); /* as before */
	ck_assert_ptr_null(peer->families[IPV4].group);
	bgp_update_set_map(peer, IPV4, all);
	ck_assert_ptr_nonnull(peer->families[IPV4].group);
	run();
	ck_assert_uint_eq(lab_count(lab, "R1 sent update 10.0.0.2"), 2); /* and End-of-RIB */
	/* The same once more changes nothing. */
	bgp_update_set_map(peer, IPV4, all);
	run();
	ck_assert_uint_eq(lab_count(lab, "R1 sent update 10.0.0.2"), 2);
	/* Without one it is not told anything from now on. */
	bgp_update_leave(peer, IPV4);
	bgp_update_set_map(peer, IPV4, NULL);
	ck_assert_ptr_null(peer->families[IPV4].group);
	peer->as_number = 65001;
	end();
}
END_TEST

/* Without a session it is what counts from the next one on. */
START_TEST(maps_without_a_session)
{
	static const uint32_t as_numbers[] = {65001, 65001};
	BgpPeer *peer;

	lab = lab_new(2, as_numbers);
	set = policy_set_new(NULL);
	lab_link(lab, 1, 2);
	peer = lab_neighbor_with(lab, 1, 2, "ipv4", "passive=yes");
	lab_start(lab);
	bgp_update_set_map(peer, IPV4, policy_set_add_map(set, "nothing", NULL));
	ck_assert_ptr_nonnull(peer->families[IPV4].export_map);
	ck_assert_ptr_null(peer->families[IPV4].group);
	bgp_update_move(peer, IPV4);
	bgp_update_refresh(peer, IPV4);
	bgp_update_leave(peer, IPV4);
	ck_assert_uint_eq(lab_bgp(lab, 1)->groups->len, 0);
	end();
}
END_TEST

/* The map of default-originate is of default routes, not of the default membership. */
START_TEST(map_of_default_routes)
{
	enum { MEMBERSHIP = BGP_FAMILY_ROUTE_TARGET };
	const char *families = "ipv4 route-target";
	const PolicyMap *map;
	BgpPeer *peer;

	lab = lab_new(2, (const uint32_t[]){65001, 65001});
	set = policy_set_new(NULL);
	map = policy_set_add_map(set, "map", NULL);
	lab_router(lab, 1)->host.policies = set;
	lab_link(lab, 1, 2);
	peer = lab_neighbor_with(
		lab, 1, 2, families,
		"default-originate=yes default-originate-map=map default-membership=yes");
	lab_neighbor(lab, 2, 1, families);
	lab_start(lab);
	run();
	ck_assert_ptr_eq(peer->families[IPV4].group->key.default_map, map);
	ck_assert_ptr_nonnull(peer->families[IPV4].group->default_net);
	ck_assert_ptr_null(peer->families[MEMBERSHIP].group->key.default_map);
	ck_assert_ptr_nonnull(peer->families[MEMBERSHIP].group->default_net);
	end();
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_update_out");

	tcase_add_test(tc, maps);
	tcase_add_test(tc, maps_without_a_session);
	tcase_add_test(tc, map_of_default_routes);
	return test_main("bgp_update_out", tc);
}
