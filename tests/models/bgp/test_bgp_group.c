/* SPDX-License-Identifier: Apache-2.0 */
/* Who is told the same as whom, and how peers come to a group, go, and are told everything again. */
#include "models/bgp/bgp_group.h"
#include "models/bgp/bgp_update_out.h"
#include "tests/models/bgp/bgp_paths.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

enum { IPV4 = BGP_FAMILY_IPV4 };

static const uint32_t one_as[] = {65001, 65001, 65001, 65001};

/* R1 with the neighbours R2 and so on, each with attributes; all are up. */
static Lab *star(unsigned n, const char *const *attributes)
{
	Lab *lab = lab_new(n, one_as);

	for (unsigned i = 2; i <= n; i++) {
		lab_link(lab, 1, i);
		lab_neighbor_with(lab, 1, i, "ipv4", attributes ? attributes[i - 2] : "");
		lab_neighbor(lab, i, 1, "ipv4");
	}
	lab_start(lab);
	lab_run(lab, 10 * SIM_SEC);
	for (unsigned i = 2; i <= n; i++)
		ck_assert_int_eq(lab_state(lab, 1, i), BGP_STATE_ESTABLISHED);
	return lab;
}

static void run(Lab *lab, unsigned seconds)
{
	lab_run(lab, lab->sim->now + seconds * SIM_SEC);
}

static BgpGroup *group_of(Lab *lab, unsigned i)
{
	return lab_peer(lab, 1, i)->families[IPV4].group;
}

/* ---- Keys ---- */

static const PolicyMap *some_map(uintptr_t i)
{
	return (const PolicyMap *)(void *)i; /* compared, never looked at */
}

static void other_key(BgpGroupKey *key, int i, const BgpPeer *peer)
{
	switch (i) {
	case 0:
		key->family = BGP_FAMILY_VPNV4;
		break;
	case 1:
		key->egress.internal = TRUE;
		break;
	case 2:
		key->client = TRUE;
		break;
	case 3:
		key->default_originate = TRUE;
		break;
	case 4:
		key->as_size = 2;
		break;
	case 5:
		key->message_max = BGP_EXTENDED_MESSAGE_MAX;
		break;
	case 6:
		key->export_map = some_map(2);
		break;
	case 7:
		key->default_map = some_map(2);
		break;
	case 8:
		key->site_of_origin = 9;
		break;
	case 9:
		key->mrai = SIM_SEC;
		break;
	case 10:
		key->alone = peer;
		break;
	case 11:
		key->egress.send_communities = BGP_SEND_LARGE;
		break;
	case 12:
		key->hybrid = TRUE;
		break;
	default:
		g_assert_not_reached();
	}
}

START_TEST(keys)
{
	Lab *lab = lab_new(2, one_as);
	BgpGroupKey key = {.family = IPV4, .as_size = 4, .message_max = BGP_MESSAGE_MAX};
	BgpGroup *group;

	lab_link(lab, 1, 2);
	lab_neighbor(lab, 1, 2, "ipv4");
	group = bgp_group_get(lab_bgp(lab, 1), &key);
	ck_assert_ptr_eq(bgp_group_get(lab_bgp(lab, 1), &key), group);
	ck_assert_ptr_eq(bgp_group_table(group), paths_table(lab, IPV4));
	ck_assert_ptr_null(group->default_net);
	other_key(&key, _i, lab_peer(lab, 1, 2));
	ck_assert_ptr_ne(bgp_group_get(lab_bgp(lab, 1), &key), group);
	ck_assert_ptr_eq(bgp_group_get(lab_bgp(lab, 1), &key),
			 bgp_group_get(lab_bgp(lab, 1), &key));
	ck_assert_uint_eq(lab_bgp(lab, 1)->groups->len, 2);
	lab_free(lab);
}
END_TEST

/* Its default route is there whatever the table has, and is not one that changes. */
START_TEST(a_default_route)
{
	Lab *lab = lab_new(1, one_as);
	BgpGroupKey key = {.family = IPV4, .as_size = 4, .default_originate = TRUE};
	BgpGroup *group = bgp_group_get(lab_bgp(lab, 1), &key);

	ck_assert_ptr_nonnull(group->default_net);
	ck_assert_uint_eq(group->default_net->pins, 1);
	ck_assert_ptr_null(bgp_net_chosen(group->default_net));
	ck_assert(bgp_group_has_route(group, group->default_net));
	bgp_group_add_stream(group);
	bgp_groups_changed(bgp_group_table(group), group->default_net, FALSE);
	ck_assert(!sim_timer_running(&group->timer));
	lab_free(lab);
}
END_TEST

/* Where nothing but the cost to the next hop is another one, those look at it who are told that cost. */
START_TEST(the_cost_alone)
{
	Lab *lab = lab_new(1, one_as);
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *map = policy_set_add_map(set, "igp", NULL);
	BgpGroupKey key = {.family = IPV4, .as_size = 4};
	BgpGroup *plain = bgp_group_get(lab_bgp(lab, 1), &key), *cost;
	BgpNet *net;

	text_entry(map, policy_common_rules, "permit; set-metric value=igp");
	key.export_map = map;
	cost = bgp_group_get(lab_bgp(lab, 1), &key);
	bgp_group_add_stream(plain);
	bgp_group_add_stream(cost);
	paths_put(lab, NULL, IPV4, "10.9.0.0/16", "", 0);
	net = paths_net(lab, IPV4, "10.9.0.0/16");
	bgp_groups_changed(paths_table(lab, IPV4), net, TRUE);
	ck_assert(!sim_timer_running(&plain->timer));
	ck_assert(sim_timer_running(&cost->timer));
	bgp_groups_changed(paths_table(lab, IPV4), net, FALSE);
	ck_assert(sim_timer_running(&plain->timer));
	lab_free(lab);
	policy_set_free(set);
}
END_TEST

/* ---- Members ---- */

START_TEST(equals_are_together)
{
	static const char *const attributes[] = {"", "", "send-community=none"};
	Lab *lab = star(4, attributes);

	ck_assert_ptr_eq(group_of(lab, 2), group_of(lab, 3));
	ck_assert_ptr_ne(group_of(lab, 2), group_of(lab, 4));
	ck_assert_uint_eq(lab_bgp(lab, 1)->groups->len, 2);
	/* Those who have told everything go on together. */
	ck_assert_uint_eq(group_of(lab, 2)->streams->len, 1);
	ck_assert_ptr_eq(lab_peer(lab, 1, 2)->families[IPV4].stream,
			 lab_peer(lab, 1, 3)->families[IPV4].stream);
	ck_assert_ptr_null(group_of(lab, 2)->joining);
	lab_free(lab);
}
END_TEST

START_TEST(a_peer_leaves)
{
	Lab *lab = star(3, NULL);
	BgpGroup *group = group_of(lab, 2);

	paths_put(lab, NULL, IPV4, "10.8.0.0/16", "", 0);
	bgp_loc_rib_run(lab_bgp(lab, 1));
	bgp_update_leave(lab_peer(lab, 1, 2), IPV4);
	ck_assert_ptr_null(group_of(lab, 2));
	ck_assert_uint_eq(group->streams->len, 1);
	ck_assert(sim_timer_running(&group->timer)); /* the other one waits */
	run(lab, 1);
	ck_assert_uint_eq(lab_bgp(lab, 2)->tables[IPV4].n_nets, 0);
	ck_assert_uint_eq(lab_bgp(lab, 3)->tables[IPV4].n_nets, 1);
	bgp_update_leave(lab_peer(lab, 1, 2), IPV4); /* is none any more */
	paths_put(lab, NULL, IPV4, "10.9.0.0/16", "", 0);
	bgp_loc_rib_run(lab_bgp(lab, 1));
	ck_assert(sim_timer_running(&group->timer));
	/* Nobody is left to be told. */
	bgp_update_leave(lab_peer(lab, 1, 3), IPV4);
	ck_assert_uint_eq(group->streams->len, 0);
	ck_assert(!sim_timer_running(&group->timer));
	run(lab, 5);
	ck_assert_uint_eq(lab_bgp(lab, 2)->tables[IPV4].n_nets, 0);
	lab_free(lab);
}
END_TEST

/* One that has just come and goes at once leaves nothing for the next one to join. */
START_TEST(who_joins_and_leaves)
{
	Lab *lab = star(3, NULL);
	BgpGroup *group = group_of(lab, 2);
	BgpPeer *peer = lab_peer(lab, 1, 2);

	paths_put(lab, NULL, IPV4, "10.9.0.0/16", "", 0);
	run(lab, 1);
	bgp_update_leave(peer, IPV4);
	bgp_update_join(peer, IPV4);
	ck_assert_ptr_nonnull(group->joining);
	ck_assert_uint_eq(group->streams->len, 2);
	bgp_update_leave(peer, IPV4);
	ck_assert_ptr_null(group->joining);
	ck_assert_uint_eq(group->streams->len, 1);
	bgp_update_join(peer, IPV4);
	ck_assert_ptr_nonnull(group->joining);
	/* Another one's going is none of its business; and that one comes with it. */
	bgp_update_leave(lab_peer(lab, 1, 3), IPV4);
	ck_assert_ptr_nonnull(group->joining);
	bgp_update_join(lab_peer(lab, 1, 3), IPV4);
	ck_assert_uint_eq(group->streams->len, 1);
	run(lab, 1);
	ck_assert_ptr_null(group->joining);
	ck_assert_uint_eq(group->streams->len, 1);
	ck_assert_uint_eq(peer->families[IPV4].stream->members->len, 2);
	lab_free(lab);
}
END_TEST

/* Another map, another group: also before it has been told anything. */
START_TEST(who_joins_and_moves)
{
	Lab *lab = star(3, NULL);
	BgpGroup *group = group_of(lab, 2);
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *nothing = policy_set_add_map(set, "nothing", NULL);
	BgpPeer *peer = lab_peer(lab, 1, 2);

	paths_put(lab, NULL, IPV4, "10.9.0.0/16", "", 0);
	run(lab, 1);
	ck_assert_uint_eq(lab_bgp(lab, 2)->tables[IPV4].n_nets, 1);
	bgp_update_leave(peer, IPV4);
	bgp_update_join(peer, IPV4);
	bgp_update_set_map(peer, IPV4, nothing);
	ck_assert_ptr_null(group->joining);
	ck_assert_ptr_ne(group_of(lab, 2), group);
	ck_assert_uint_eq(group->streams->len, 1);
	run(lab, 5);
	/* The other one knows what it knew, and this one is told to forget it. */
	ck_assert_uint_eq(lab_bgp(lab, 3)->tables[IPV4].n_nets, 1);
	bgp_update_set_map(lab_peer(lab, 1, 3), IPV4, nothing);
	run(lab, 5);
	ck_assert_uint_eq(lab_bgp(lab, 3)->tables[IPV4].n_nets, 0);
	ck_assert_ptr_eq(group_of(lab, 2), group_of(lab, 3));
	ck_assert_uint_eq(group->streams->len, 0);
	ck_assert_uint_eq(group_of(lab, 2)->streams->len, 1);
	/* The maps go before the routers: none of them may look at one then. */
	bgp_update_set_map(peer, IPV4, NULL);
	bgp_update_set_map(lab_peer(lab, 1, 3), IPV4, NULL);
	lab_free(lab);
	policy_set_free(set);
}
END_TEST

/* One is told everything again, the others nothing; then they go on together. */
START_TEST(one_is_told_again)
{
	Lab *lab = star(3, NULL);
	BgpGroup *group = group_of(lab, 2);
	unsigned others;

	paths_put(lab, NULL, IPV4, "10.9.0.0/16", "", 0);
	run(lab, 1);
	others = lab_count(lab, "R3 received update");
	bgp_update_refresh(lab_peer(lab, 1, 2), IPV4);
	ck_assert_uint_eq(group->streams->len, 2);
	run(lab, 1);
	ck_assert_uint_eq(group->streams->len, 1);
	ck_assert_uint_eq(lab_count(lab, "R2 received update"), others + 1);
	ck_assert_uint_eq(lab_count(lab, "R3 received update"), others);
	ck_assert_uint_eq(lab_count(lab, "R2 received route-refresh"), 2); /* BoRR, EoRR */
	lab_free(lab);
}
END_TEST

/* RFC 4271 9.2.1.1 and 10: not sooner than 75 to 100 % of the interval after the last time, each by itself. */
START_TEST(an_interval)
{
	static const char *const attributes[] = {"mrai=20s", "mrai=20s"};
	Lab *lab = star(3, attributes);
	BgpGroup *group = group_of(lab, 2);

	ck_assert_ptr_ne(group, group_of(lab, 3));
	run(lab, 30);
	paths_put(lab, NULL, IPV4, "10.9.0.0/16", "", 0);
	run(lab, 1);
	ck_assert_uint_eq(lab_bgp(lab, 2)->tables[IPV4].n_nets, 1); /* at once, after a long time */
	ck_assert_int_ge(group->not_before - lab->sim->now, 14 * SIM_SEC);
	ck_assert_int_le(group->not_before - lab->sim->now, 19 * SIM_SEC);
	paths_put(lab, NULL, IPV4, "10.8.0.0/16", "", 0);
	bgp_loc_rib_run(lab_bgp(lab, 1));
	ck_assert_int_eq(sim_timer_due(&group->timer), group->not_before);
	run(lab, 13);
	ck_assert_uint_eq(lab_bgp(lab, 2)->tables[IPV4].n_nets, 1);
	run(lab, 7);
	ck_assert_uint_eq(lab_bgp(lab, 2)->tables[IPV4].n_nets, 2);
	lab_free(lab);
}
END_TEST

/* A change in one family is no matter of groups of another one. */
START_TEST(other_families)
{
	Lab *lab = star(2, NULL);
	BgpGroup *group = group_of(lab, 2);

	paths_put(lab, NULL, BGP_FAMILY_VPNV4, "10.9.0.0/16", "", 0);
	bgp_loc_rib_run(lab_bgp(lab, 1));
	ck_assert(!sim_timer_running(&group->timer));
	ck_assert_uint_eq(bgp_stream_n_pending(lab_peer(lab, 1, 2)->families[IPV4].stream), 0);
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_group");

	tcase_add_loop_test(tc, keys, 0, 13);
	tcase_add_test(tc, a_default_route);
	tcase_add_test(tc, the_cost_alone);
	tcase_add_test(tc, equals_are_together);
	tcase_add_test(tc, a_peer_leaves);
	tcase_add_test(tc, who_joins_and_leaves);
	tcase_add_test(tc, who_joins_and_moves);
	tcase_add_test(tc, one_is_told_again);
	tcase_add_test(tc, an_interval);
	tcase_add_test(tc, other_families);
	return test_main("bgp_group", tc);
}
