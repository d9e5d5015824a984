/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of R1's unicast table as R2 and R3, each of another AS, have them with send-label and without. What comes in which SAFI
 * is in tests/talk/bgp/send-label.talk. */
#include "models/bgp/bgp_import.h"
#include "models/bgp/bgp_label.h"
#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_policy.h"
#include "models/bgp/bgp_refresh.h"
#include "models/bgp/bgp_rib.h"
#include "models/bgp/bgp_send_label.h"
#include "models/bgp/bgp_update_out.h"
#include "models/fwd/lfib.h"
#include "models/rib/label.h"
#include "models/rib/nht.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

#define STUB "10.77.0.1/32"

enum { IPV4 = BGP_FAMILY_IPV4, LABELLED = BGP_FAMILY_IPV4_LABELLED };

static Lab *lab;

static void setup(void)
{
	lab = lab_new(3, (const uint32_t[]){65001, 65002, 65003});
	lab_link(lab, 1, 2);
	lab_link(lab, 2, 3);
	lab_set_lsp(lab, 2, 1, TRUE);
	lab_set_lsp(lab, 3, 2, TRUE);
	lab_add_stub(lab, 1, STUB);
	lab_originate(lab, 1, STUB);
}

static void teardown(void)
{
	lab_free(lab);
}

/* Both ends alike. */
static void join(unsigned a, unsigned b, const char *attributes)
{
	lab_neighbor_with(lab, a, b, "ipv4", attributes);
	lab_neighbor_with(lab, b, a, "ipv4", attributes);
}

static void run(void)
{
	lab_run(lab, lab->sim->now + 10 * SIM_SEC);
}

static const BgpPath *path_at(unsigned router)
{
	NetPrefix p = text_prefix(STUB);
	const BgpNet *net = bgp_table_find(&lab_bgp(lab, router)->tables[IPV4], 0, &p);

	return net ? bgp_net_chosen(net) : NULL;
}

static void assert_label(unsigned router, uint32_t label)
{
	ck_assert_ptr_nonnull(path_at(router));
	ck_assert_uint_eq(bgp_path_label(path_at(router)), label);
	ck_assert_int_eq(bgp_path_has_label(&lab_bgp(lab, router)->tables[IPV4], path_at(router)),
			 label != NET_LABEL_NONE);
}

static void ignore(RibNht *nht, void *user)
{
	(void)nht;
	(void)user;
}

static gboolean has_lsp(unsigned router)
{
	NetPrefix p = text_prefix(STUB);
	RibNht *nht =
		rib_nht_track(lab_router(lab, router)->rib, &p.addr, RIB_NHT_LSP, ignore, NULL);
	gboolean resolved = rib_nht_resolved(nht);

	rib_nht_untrack(nht, ignore, NULL);
	return resolved;
}

/* R1's own prefix ends there; R2 has a label of its own for what it was told with one. All of it is of the unicast
 * table. */
START_TEST(labels_of_the_unicast_table)
{
	const RibRoute *best;
	NetPrefix p = text_prefix(STUB);

	join(1, 2, _i == 0 ? "send-label=yes" : "send-label=only");
	join(2, 3, _i == 0 ? "send-label=yes" : "send-label=only");
	lab_start(lab);
	run();
	assert_label(2, NET_LABEL_IMPLICIT_NULL);
	assert_label(3, 16);
	ck_assert_uint_eq(lab_bgp(lab, 3)->tables[LABELLED].n_nets, 0);
	ck_assert_int_eq(lab_peer(lab, 3, 2)->families[IPV4].agreed, _i == 0);
	ck_assert(lab_peer(lab, 3, 2)->families[LABELLED].agreed);
	ck_assert_uint_eq(lab_peer(lab, 3, 2)->families[IPV4].n_paths, 1);
	best = rib_best(lab_router(lab, 3)->rib, &p);
	ck_assert_ptr_nonnull(best);
	ck_assert_uint_eq(best->hops[0].labels.depth, 1);
	ck_assert_uint_eq(best->hops[0].labels.label[0].value, 16);
	ck_assert(has_lsp(3));
	/* All routes of the table are asked for in each SAFI. */
	ck_assert(bgp_peer_request_refresh(lab_peer(lab, 3, 2), IPV4));
	ck_assert(!bgp_peer_request_refresh(lab_peer(lab, 3, 2), LABELLED));
	run();
	ck_assert_uint_eq(lab_count(lab, "R3 sent route-refresh"), _i == 0 ? 2 : 1);
	/* Without an LSP to its next hop it is of no use. */
	lab_set_lsp(lab, 3, 2, FALSE);
	run();
	ck_assert_ptr_null(rib_best(lab_router(lab, 3)->rib, &p));
	lab_set_lsp(lab, 3, 2, TRUE);
	run();
	/* It goes as it came, and so does the label of R2's. */
	bgp_class.stop(lab_router(lab, 1)->bgp);
	run();
	ck_assert_ptr_null(path_at(3));
	ck_assert(!has_lsp(3));
	ck_assert_uint_eq(bgp_label_of(&lab_bgp(lab, 2)->tables[IPV4], 0), NET_LABEL_NONE);
}
END_TEST

/* What has come with a label is told without to others, and what has come without one with implicit null. */
START_TEST(one_side_without)
{
	join(1, 2, _i == 0 ? "send-label=yes" : "");
	join(2, 3, _i == 0 ? "" : "send-label=yes");
	lab_start(lab);
	run();
	assert_label(2, _i == 0 ? NET_LABEL_IMPLICIT_NULL : NET_LABEL_NONE);
	assert_label(3, _i == 0 ? NET_LABEL_NONE : NET_LABEL_IMPLICIT_NULL);
	ck_assert_int_eq(has_lsp(3), _i == 1);
	ck_assert_uint_eq(bgp_label_of(&lab_bgp(lab, 2)->tables[IPV4], 0), NET_LABEL_NONE);
}
END_TEST

/* An export map has a route told with a label by set-label alone. */
START_TEST(by_map)
{
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *with = policy_set_add_map(set, "with", NULL);
	PolicyMap *without = policy_set_add_map(set, "without", NULL);
	PolicyMap *labelled = policy_set_add_map(set, "labelled", NULL);
	BgpPeer *peer;

	text_entry(with, bgp_policy_label_rules, "permit; set-label");
	text_entry(without, policy_common_rules, "permit");
	text_entry(labelled, policy_common_rules, "permit; match-label");
	join(1, 2, "send-label=yes");
	join(2, 3, "send-label=yes");
	lab_start(lab);
	run();
	peer = lab_peer(lab, 2, 3);
	bgp_update_set_map(peer, IPV4, without);
	run();
	assert_label(3, NET_LABEL_NONE);
	ck_assert(!has_lsp(3));
	bgp_update_set_map(peer, IPV4, with);
	run();
	assert_label(3, 16);
	/* R1's own has none to be matched, R2's has come with one. */
	bgp_update_set_map(peer, IPV4, labelled);
	run();
	assert_label(3, NET_LABEL_NONE);
	bgp_update_set_map(lab_peer(lab, 1, 2), IPV4, labelled);
	run();
	ck_assert_ptr_null(path_at(2));
	lab_free(lab);
	policy_set_free(set);
	setup();
}
END_TEST

/* RFC 8212: the maps are those of IPv4, in both SAFIs. */
START_TEST(policy_required)
{
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *all = policy_set_add_map(set, "all", NULL);

	text_entry(all, bgp_policy_label_rules, "permit; set-label");
	join(1, 2, "send-label=yes");
	join(2, 3, "send-label=yes ebgp-requires-policy=yes");
	lab_start(lab);
	run();
	ck_assert_ptr_null(lab_peer(lab, 2, 3)->families[LABELLED].group);
	bgp_update_set_map(lab_peer(lab, 2, 3), IPV4, all);
	run();
	ck_assert_ptr_nonnull(lab_peer(lab, 2, 3)->families[LABELLED].group);
	ck_assert_ptr_null(path_at(3));
	bgp_import_set_map(lab_peer(lab, 3, 2), IPV4, all);
	run();
	assert_label(3, 16);
	lab_free(lab);
	policy_set_free(set);
	setup();
}
END_TEST

/* Of two paths that are as good otherwise it is not the label that decides. */
START_TEST(no_rule_of_its_own)
{
	BgpPeer *peer;
	NetPrefix p = text_prefix(STUB);

	lab_link(lab, 1, 3);
	lab_set_lsp(lab, 3, 1, TRUE);
	join(1, 2, "send-label=yes");
	join(2, 3, "send-label=yes");
	join(1, 3, "");
	lab_start(lab);
	run();
	assert_label(3, NET_LABEL_NONE); /* the shorter AS path */
	peer = lab_peer(lab, 3, 2);
	peer->weight = 1;
	bgp_loc_rib_reconsider_all(lab_bgp(lab, 3));
	run();
	assert_label(3, 16);
	ck_assert_uint_eq(rib_best(lab_router(lab, 3)->rib, &p)->hops[0].labels.depth, 1);
	ck_assert(has_lsp(3));
	/* But it must be of use. */
	lab_set_lsp(lab, 3, 2, FALSE);
	run();
	assert_label(3, NET_LABEL_NONE);
	lab_set_lsp(lab, 3, 2, TRUE);
	run();
	assert_label(3, 16);
	peer->weight = 0;
	bgp_loc_rib_reconsider_all(lab_bgp(lab, 3));
	run();
	assert_label(3, NET_LABEL_NONE);
	ck_assert_uint_eq(rib_best(lab_router(lab, 3)->rib, &p)->hops[0].labels.depth, 0);
}
END_TEST

/* Labels on receipt: whoever is told. */
START_TEST(on_receipt)
{
	const BgpTable *table = &lab_bgp(lab, 3)->tables[IPV4];
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *plain = policy_set_add_map(set, "plain", NULL);

	text_entry(plain, policy_common_rules, "permit");
	lab_bgp(lab, 3)->label_on_receipt = _i == 0;
	join(1, 2, "send-label=yes");
	join(2, 3, "send-label=yes");
	lab_start(lab);
	run();
	ck_assert_uint_eq(bgp_label_of(table, path_at(3)->id), _i == 0 ? 16 : NET_LABEL_NONE);
	/* Without a label there is none to be swapped. */
	bgp_update_set_map(lab_peer(lab, 2, 3), IPV4, plain);
	run();
	ck_assert_uint_eq(bgp_label_of(table, path_at(3)->id), NET_LABEL_NONE);
	lab_free(lab);
	policy_set_free(set);
	setup();
}
END_TEST

/* The label stays as the router itself originates the route that it was told: it ends here from then on. */
START_TEST(the_label_of_a_route_that_becomes_an_own_one)
{
	LabRouter *r = lab_router(lab, 2);
	RibHop hop = {.kind = RIB_HOP_RECURSIVE, .gateway = lab_loopback(1)};
	RibRoute route = {.prefix = text_prefix(STUB),
			  .source = &r->igp,
			  .distance = 1,
			  .n_hops = 1,
			  .hops = &hop};
	const FwdLfibEntry *entry;

	join(1, 2, "send-label=yes");
	join(2, 3, "send-label=yes");
	lab_start(lab);
	run();
	assert_label(3, 16);
	rib_route_update(lab_bgp(lab, 2)->instance.rib, &route);
	lab_originate(lab, 2, STUB);
	run();
	assert_label(3, 16);
	entry = fwd_lfib_get(r->fwd, 16);
	ck_assert_ptr_nonnull(entry);
	ck_assert_str_eq(fwd_lfib_operation(entry), "pop");
}
END_TEST

/* A prefix that nobody is told of waits for a label, too. */
START_TEST(on_receipt_of_too_many)
{
	const char *const second = "10.0.0.1/32";
	const BgpTable *table = &lab_bgp(lab, 3)->tables[IPV4];
	NetPrefix prefixes[] = {text_prefix(STUB), text_prefix(second)};

	lab_originate(lab, 1, second);
	lab_bgp(lab, 3)->label_on_receipt = TRUE;
	rib_label_set_range(lab_router(lab, 3)->rib_node, 40, 40);
	join(1, 2, "send-label=yes");
	join(2, 3, "send-label=yes");
	lab_start(lab);
	run();
	ck_assert_uint_eq(bgp_label_of(table, bgp_table_find(table, 0, &prefixes[0])->id), 40);
	ck_assert_uint_eq(bgp_label_of(table, bgp_table_find(table, 0, &prefixes[1])->id),
			  NET_LABEL_NONE);
	bgp_network_remove(lab_bgp(lab, 1), &prefixes[0]);
	run();
	ck_assert_uint_eq(bgp_label_of(table, bgp_table_find(table, 0, &prefixes[1])->id), 40);
}
END_TEST

/* In place of null labels: what came without one is popped, and goes on by its address; and the label stays as the
 * route has one. */
START_TEST(egress_labels)
{
	const FwdLfibEntry *entry;

	lab_bgp(lab, 1)->egress_labels = lab_bgp(lab, 2)->egress_labels = TRUE;
	join(1, 2, _i == 0 ? "" : "send-label=yes");
	join(2, 3, "send-label=yes");
	lab_start(lab);
	run();
	assert_label(2, _i == 0 ? NET_LABEL_NONE : 16);
	assert_label(3, 16);
	entry = fwd_lfib_get(lab_router(lab, 2)->fwd, 16);
	ck_assert_ptr_nonnull(entry);
	ck_assert_str_eq(fwd_lfib_operation(entry), _i == 0 ? "pop" : "swap");
	entry = fwd_lfib_get(lab_router(lab, 1)->fwd, 16);
	ck_assert_int_eq(entry != NULL, _i == 1);
	if (entry)
		ck_assert_int_eq(entry->nh->kind, FWD_NH_LOOKUP);
}
END_TEST

START_TEST(mistakes)
{
	static const struct {
		const char *families, *complaint, *field;
	} cases[] = {
		{"ipv4",
		 "export-map \"ipv4-labelled-unicast:x\": with send-label labelled routes are "
		 "those of ipv4; write ipv4 instead of ipv4-labelled-unicast",
		 "export-map"},
		{"ipv4", "maximum-prefix \"ipv4-labelled-unicast:x\"", "maximum-prefix"},
		{"ipv4 ipv4-labelled-unicast", "write one of both", NULL},
		{"ipv4-labelled-unicast", "write one of both", NULL},
		{"vpnv4", "add ipv4 to families", NULL},
	};
	const ProtoItem *item = lab_item("neighbor");

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		BgpPeerConfig config = {0};
		GError *error = NULL;

		config_set_defaults(item->fields, item->n_fields, &config);
		config.address = lab_loopback(2);
		config.send_label = BGP_SEND_LABEL_YES;
		g_strfreev(config.families);
		config.families = g_strsplit(cases[i].families, " ", -1);
		if (cases[i].field)
			ck_assert(config_set(
				config_find(item->fields, item->n_fields, cases[i].field),
				"ipv4-labelled-unicast:x", &config));
		ck_assert(!item->add(lab_router(lab, 1)->bgp, NULL, &config, &error));
		ck_assert_msg(strstr(error->message, cases[i].complaint), "%s", error->message);
		g_error_free(error);
		config_clear(item->fields, item->n_fields, &config);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_send_label");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, labels_of_the_unicast_table, 0, 2);
	tcase_add_loop_test(tc, one_side_without, 0, 2);
	tcase_add_test(tc, by_map);
	tcase_add_test(tc, policy_required);
	tcase_add_test(tc, no_rule_of_its_own);
	tcase_add_loop_test(tc, on_receipt, 0, 2);
	tcase_add_test(tc, on_receipt_of_too_many);
	tcase_add_test(tc, the_label_of_a_route_that_becomes_an_own_one);
	tcase_add_loop_test(tc, egress_labels, 0, 2);
	tcase_add_test(tc, mistakes);
	return test_main("bgp_send_label", tc);
}
