/* SPDX-License-Identifier: Apache-2.0 */
/* Which labels R1 accepts on its interfaces, as it tells neighbours of them. */
#include "models/bgp/bgp_accept.h"
#include "models/bgp/bgp_update_out.h"
#include "models/fwd/accept.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/bgp/vpn_origin.h"
#include "tests/testing.h"

#include <string.h>

static const uint32_t two_as[] = {65001, 65002}, one_as[] = {65001, 65001, 65001, 65001};

static NetRd rd(void)
{
	NetRd out;

	ck_assert(net_rd_parse("65001:1", &out));
	return out;
}

static void originate(Lab *lab, const char *prefix, uint32_t label)
{
	NetRt rt;
	VpnOrigin route = {.rd = rd(), .label = label, .route_targets = &rt, .n_route_targets = 1};

	ck_assert(net_rt_parse("65001:7", &rt));
	ck_assert(net_prefix_parse(prefix, FALSE, &route.prefix));
	vpn_origin_put(lab_router(lab, 1)->bgp, &route);
}

static void withdraw(Lab *lab, const char *prefix)
{
	NetPrefix p;

	ck_assert(net_prefix_parse(prefix, FALSE, &p));
	bgp_vpn_withdraw(lab_router(lab, 1)->bgp, rd(), &p);
}

/* The end at a of the link to b. */
static FwdIface *end_of(Lab *lab, unsigned a, unsigned b)
{
	g_autofree char *name = g_strdup_printf("r%u", b);

	return fwd_node_iface(lab_router(lab, a)->fwd, name);
}

/* A neighbour by its address on the link. */
static void add_on_link(Lab *lab, unsigned a, unsigned b, const char *families)
{
	const ProtoItem *item = bgp_class.items;
	BgpPeerConfig config = {0};

	while (strcmp(item->element, "neighbor") != 0)
		item++;
	config_set_defaults(item->fields, item->n_fields, &config);
	config.address = fwd_iface_address(end_of(lab, b, a), NET_AF_IPV4);
	config.as_number = lab_router(lab, b)->host.asn;
	g_strfreev(config.families);
	config.families = g_strsplit(families, " ", -1);
	ck_assert(item->add(lab_router(lab, a)->bgp, NULL, &config, NULL));
	config_clear(item->fields, item->n_fields, &config);
}

static Lab *on_link(const uint32_t *as_numbers, const char *families)
{
	Lab *lab = lab_new(2, as_numbers);

	lab_link(lab, 1, 2);
	add_on_link(lab, 1, 2, families);
	add_on_link(lab, 2, 1, families);
	return lab;
}

static BgpPeer *peer(Lab *lab)
{
	return g_ptr_array_index(lab_bgp(lab, 1)->peers, 0);
}

static gboolean is_up(Lab *lab)
{
	return bgp_session_state(peer(lab)->session) == BGP_STATE_ESTABLISHED;
}

static gboolean accepts(Lab *lab, uint32_t label)
{
	return fwd_iface_accepts_label(end_of(lab, 1, 2), label);
}

static void run_for(Lab *lab, SimTime duration)
{
	lab_run(lab, lab->sim->now + duration);
}

/* From the start on nothing comes in but what has been told. */
START_TEST(test_told)
{
	Lab *lab = on_link(two_as, "ipv4 vpnv4");

	originate(lab, "10.77.0.0/16", 100);
	originate(lab, "10.78.0.0/16", 100);
	ck_assert(accepts(lab, 100));
	lab_start(lab);
	ck_assert(!is_up(lab) && !accepts(lab, 100));
	run_for(lab, 10 * SIM_SEC);
	ck_assert(is_up(lab) && accepts(lab, 100) && !accepts(lab, 101));
	originate(lab, "10.77.0.0/16", 101);
	run_for(lab, SIM_SEC);
	ck_assert(accepts(lab, 100) && accepts(lab, 101));
	withdraw(lab, "10.78.0.0/16");
	run_for(lab, SIM_SEC);
	ck_assert(!accepts(lab, 100) && accepts(lab, 101));
	/* A request for everything again (RFC 2918) changes nothing. */
	bgp_update_refresh(peer(lab), BGP_FAMILY_VPNV4);
	run_for(lab, SIM_SEC);
	ck_assert(accepts(lab, 101));
	withdraw(lab, "10.77.0.0/16");
	run_for(lab, SIM_SEC);
	ck_assert(!accepts(lab, 101));
	lab_free(lab);
}
END_TEST

START_TEST(test_session_down)
{
	Lab *lab = on_link(two_as, "vpnv4");
	FwdLink *link = g_ptr_array_index(lab->links, 0);

	originate(lab, "10.77.0.0/16", 100);
	lab_start(lab);
	run_for(lab, 10 * SIM_SEC);
	ck_assert(is_up(lab) && accepts(lab, 100));
	fwd_link_set_state(link, FWD_LINK_SILENT);
	run_for(lab, 190 * SIM_SEC);
	ck_assert(!is_up(lab) && !accepts(lab, 100));
	fwd_link_set_state(link, FWD_LINK_UP);
	run_for(lab, 300 * SIM_SEC);
	ck_assert(is_up(lab) && accepts(lab, 100));
	bgp_class.stop(lab_router(lab, 2)->bgp);
	run_for(lab, SIM_SEC);
	ck_assert(!is_up(lab) && !accepts(lab, 100));
	/* Without a neighbour of another AS it is an interface as others. */
	bgp_class.stop(lab_router(lab, 1)->bgp);
	ck_assert(!fwd_iface_checks_labels(end_of(lab, 1, 2)));
	bgp_class.start(lab_router(lab, 1)->bgp);
	ck_assert(fwd_iface_checks_labels(end_of(lab, 1, 2)) && !accepts(lab, 100));
	lab_free(lab);
}
END_TEST

/* Of another AS, on the link, told of labels: else it is no border. */
START_TEST(test_no_border)
{
	Lab *internal = on_link(one_as, "vpnv4"), *unlabelled = on_link(two_as, "ipv4");
	Lab *beyond = lab_new(2, two_as);

	lab_link(beyond, 1, 2);
	lab_neighbor(beyond, 1, 2, "vpnv4");
	lab_neighbor(beyond, 2, 1, "vpnv4");
	originate(internal, "10.77.0.0/16", 100);
	originate(beyond, "10.77.0.0/16", 100);
	for (Lab **lab = (Lab *[]){internal, unlabelled, beyond, NULL}; *lab; lab++) {
		lab_start(*lab);
		run_for(*lab, 10 * SIM_SEC);
		ck_assert(is_up(*lab) && !fwd_iface_checks_labels(end_of(*lab, 1, 2)));
		fwd_iface_set_label_check(end_of(*lab, 1, 2), FWD_LABEL_CHECK_ADVERTISED);
	}
	/* Where labels are checked all the same, a neighbour on the link may send what it was told. */
	ck_assert(accepts(internal, 100));
	ck_assert(!accepts(beyond, 100));
	lab_free(internal);
	lab_free(unlabelled);
	lab_free(beyond);
}
END_TEST

/* Between loopbacks: where configuration says that the neighbour's packets come in. */
START_TEST(test_named_interfaces)
{
	Lab *lab = lab_new(3, (const uint32_t[]){65001, 65002, 65002});
	char *names[] = {"r2", "r3", "r2", NULL}, *wrong[] = {"r2", "r9", NULL};
	GError *error = NULL;

	lab_link(lab, 1, 2);
	lab_link(lab, 1, 3);
	lab_neighbor(lab, 1, 2, "vpnv4");
	lab_neighbor(lab, 2, 1, "vpnv4");
	for (unsigned i = 1; i <= 2; i++)
		((BgpPeer *)g_ptr_array_index(lab_bgp(lab, i)->peers, 0))
			->options.disable_connected_check = TRUE;
	ck_assert(!bgp_accept_configure(peer(lab), wrong, &error));
	ck_assert_str_eq(error->message,
			 "no interface \"r9\" for label-interfaces; did you mean \"r2\"?");
	g_error_free(error);
	ck_assert(bgp_accept_configure(peer(lab), names, NULL));
	originate(lab, "10.77.0.0/16", 100);
	lab_start(lab);
	run_for(lab, 10 * SIM_SEC);
	ck_assert(is_up(lab));
	for (unsigned i = 2; i <= 3; i++) {
		ck_assert(fwd_iface_checks_labels(end_of(lab, 1, i)));
		ck_assert(fwd_iface_accepts_label(end_of(lab, 1, i), 100));
	}
	withdraw(lab, "10.77.0.0/16");
	run_for(lab, SIM_SEC);
	ck_assert(!fwd_iface_accepts_label(end_of(lab, 1, 2), 100));
	ck_assert(!fwd_iface_accepts_label(end_of(lab, 1, 3), 100));
	bgp_class.stop(lab_router(lab, 1)->bgp);
	ck_assert(!fwd_iface_checks_labels(end_of(lab, 1, 2)));
	ck_assert(!fwd_iface_checks_labels(end_of(lab, 1, 3)));
	lab_free(lab);
}
END_TEST

/* R2 reflects a route of R1 to R3: the label is R1's, and R2 has nothing to accept. */
START_TEST(test_label_of_another_node)
{
	Lab *lab = lab_new(3, one_as);

	lab_link(lab, 1, 2);
	lab_link(lab, 2, 3);
	lab_set_lsp(lab, 2, 1, TRUE);
	for (unsigned i = 1; i <= 3; i += 2) {
		add_on_link(lab, i, 2, "vpnv4");
		add_on_link(lab, 2, i, "vpnv4");
		((BgpPeer *)g_ptr_array_index(lab_bgp(lab, 2)->peers, i / 2))->rr_client = TRUE;
	}
	for (unsigned i = 1; i <= 3; i += 2)
		fwd_iface_set_label_check(end_of(lab, 2, i), FWD_LABEL_CHECK_ADVERTISED);
	originate(lab, "10.77.0.0/16", 100);
	lab_start(lab);
	run_for(lab, 10 * SIM_SEC);
	NetPrefix p;
	ck_assert(net_prefix_parse("10.77.0.0/16", FALSE, &p));
	ck_assert_ptr_nonnull(bgp_table_find(&lab_bgp(lab, 3)->tables[BGP_FAMILY_VPNV4], rd(), &p));
	ck_assert(!fwd_iface_accepts_label(end_of(lab, 2, 3), 100));
	ck_assert(!fwd_iface_accepts_label(end_of(lab, 2, 1), 100));
	lab_free(lab);
}
END_TEST

/* R1 tells R2, R3 and R4 the same; where R4's packets come in is not known. Labels are checked everywhere. */
static Lab *star(void)
{
	static const char *const interfaces[] = {"label-interfaces=r2", "label-interfaces=r3", ""};
	Lab *lab = lab_new(4, one_as);

	for (unsigned i = 2; i <= 4; i++) {
		lab_link(lab, 1, i);
		lab_neighbor_with(lab, 1, i, "vpnv4", interfaces[i - 2]);
		lab_neighbor(lab, i, 1, "vpnv4");
		fwd_iface_set_label_check(end_of(lab, 1, i), FWD_LABEL_CHECK_ADVERTISED);
	}
	return lab;
}

static BgpGroup *only_group(Lab *lab)
{
	ck_assert_uint_eq(lab_bgp(lab, 1)->groups->len, 1);
	return g_ptr_array_index(lab_bgp(lab, 1)->groups, 0);
}

static void set_link(Lab *lab, unsigned i, FwdLinkState state)
{
	fwd_link_set_state(g_ptr_array_index(lab->links, i - 2), state);
}

/* On which of the interfaces to R2, R3 and R4 the label is accepted: "2 3". */
static void assert_accepted(Lab *lab, uint32_t label, const char *expected)
{
	g_autoptr(GString) found = g_string_new(NULL);

	for (unsigned i = 2; i <= 4; i++)
		if (fwd_iface_accepts_label(end_of(lab, 1, i), label))
			g_string_append_printf(found, "%s%u", found->len ? " " : "", i);
	ck_assert_str_eq(found->str, expected);
}

/* One of several that are told the same goes, and comes back. */
START_TEST(test_one_of_several)
{
	Lab *lab = star();

	originate(lab, "10.77.0.0/16", 100);
	lab_start(lab);
	run_for(lab, 10 * SIM_SEC);
	ck_assert_uint_eq(only_group(lab)->streams->len, 1);
	assert_accepted(lab, 100, "2 3");
	bgp_class.stop(lab_router(lab, 2)->bgp);
	run_for(lab, SIM_SEC);
	assert_accepted(lab, 100, "3");
	originate(lab, "10.78.0.0/16", 101);
	run_for(lab, SIM_SEC);
	assert_accepted(lab, 101, "3");
	bgp_class.stop(lab_router(lab, 3)->bgp); /* R4 is left */
	run_for(lab, SIM_SEC);
	assert_accepted(lab, 100, "");
	withdraw(lab, "10.77.0.0/16");
	originate(lab, "10.78.0.0/16", 102);
	run_for(lab, SIM_SEC);
	bgp_class.start(lab_router(lab, 2)->bgp);
	run_for(lab, 300 * SIM_SEC);
	ck_assert_uint_eq(only_group(lab)->streams->len, 1);
	assert_accepted(lab, 100, "");
	assert_accepted(lab, 101, "");
	assert_accepted(lab, 102, "2");
	withdraw(lab, "10.78.0.0/16");
	run_for(lab, SIM_SEC);
	assert_accepted(lab, 102, "");
	lab_free(lab);
}
END_TEST

/* A slow peer goes on alone: what it has been told it may send yet. */
START_TEST(test_left_behind)
{
	Lab *lab = star();
	unsigned slow = 2 + (unsigned)_i;

	originate(lab, "10.77.0.0/16", 100);
	originate(lab, "10.78.0.0/16", 101);
	lab_start(lab);
	run_for(lab, 10 * SIM_SEC);
	only_group(lab)->log_max = 100000;
	set_link(lab, slow, FWD_LINK_SILENT);
	for (unsigned i = 0; i < 50000; i++) {
		g_autofree char *prefix = g_strdup_printf("11.%u.%u.0/24", i / 256, i % 256);

		originate(lab, prefix, 200);
		if (i % 10000 == 9999)
			run_for(lab, SIM_SEC);
	}
	ck_assert_uint_eq(only_group(lab)->streams->len, 2);
	withdraw(lab, "10.77.0.0/16");
	run_for(lab, SIM_SEC);
	assert_accepted(lab, 100, slow == 2 ? "2" : slow == 3 ? "3" : "");
	assert_accepted(lab, 101, "2 3");
	set_link(lab, slow, FWD_LINK_UP);
	run_for(lab, 100 * SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "Established -> "), 0);
	ck_assert_uint_eq(only_group(lab)->streams->len, 1);
	assert_accepted(lab, 100, "");
	assert_accepted(lab, 101, "2 3");
	assert_accepted(lab, 200, "2 3");
	withdraw(lab, "10.78.0.0/16");
	run_for(lab, SIM_SEC);
	assert_accepted(lab, 101, "");
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp-accept");

	tcase_add_test(tc, test_told);
	tcase_add_test(tc, test_session_down);
	tcase_add_test(tc, test_no_border);
	tcase_add_test(tc, test_named_interfaces);
	tcase_add_test(tc, test_label_of_another_node);
	tcase_add_test(tc, test_one_of_several);
	tcase_add_loop_test(tc, test_left_behind, 0, 3);
	return test_main("bgp-accept", tc);
}
