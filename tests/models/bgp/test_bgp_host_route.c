/* SPDX-License-Identifier: Apache-2.0 */
/* What R1 has of the address of R2, its neighbour on a link. */
#include "models/bgp/bgp_host_route.h"
#include "models/fwd/lfib.h"
#include "models/rib/label.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/testing.h"

#include <string.h>

#define R2_ON_LINK "10.1.12.2/32"

/* R1 and R2 by their addresses on the link; attributes are R1's. */
static Lab *joined(uint32_t as_number, const char *families, const char *attributes)
{
	Lab *lab = lab_new(2, (const uint32_t[]){65001, as_number});

	lab_link(lab, 1, 2);
	for (unsigned i = 1; i <= 2; i++) {
		g_autofree char *all = g_strdup_printf("address=10.1.12.%u update-source= "
						       "disable-connected-check=no %s",
						       3 - i, i == 1 ? attributes : "");

		lab_neighbor_with(lab, i, 3 - i, families, all);
	}
	return lab;
}

static void start(Lab *lab)
{
	lab_start(lab);
	lab_run(lab, 10 * SIM_SEC);
	ck_assert_int_eq(bgp_session_state(lab_only_peer(lab, 1)->session), BGP_STATE_ESTABLISHED);
}

static const RibRoute *host_route(Lab *lab)
{
	NetPrefix prefix;

	ck_assert(net_prefix_parse(R2_ON_LINK, FALSE, &prefix));
	return rib_best(lab_router(lab, 1)->rib, &prefix);
}

START_TEST(with_labelled_routes)
{
	static const struct {
		const char *families, *attributes;
		uint32_t as_number;
		gboolean is_there;
	} cases[] = {
		{"vpnv4", "", 65002, TRUE},
		{"ipv4 ipv4-labelled-unicast", "", 65002, TRUE},
		{"ipv4", "", 65002, FALSE},
		{"vpnv4", "host-route=no", 65002, FALSE},
		{"vpnv4", "ebgp-multihop=2", 65002, FALSE},
		{"vpnv4", "", 65001, FALSE},
	};
	Lab *lab = joined(cases[_i].as_number, cases[_i].families, cases[_i].attributes);

	start(lab);
	ck_assert_int_eq(host_route(lab) != NULL, cases[_i].is_there);
	lab_free(lab);
}
END_TEST

START_TEST(not_without_mpls)
{
	Lab *lab = joined(65002, "vpnv4", "");

	fwd_node_iface(lab_router(lab, 1)->fwd, "r2")->mpls = FALSE;
	start(lab);
	ck_assert_ptr_null(host_route(lab));
	lab_free(lab);
}
END_TEST

/* It is as a connected one, and its label is popped on the way out to the neighbour. */
START_TEST(route_and_lsp)
{
	Lab *lab = joined(65002, "vpnv4", "");
	LabRouter *r1 = lab_router(lab, 1);

	start(lab);
	const RibRoute *route = host_route(lab);
	ck_assert_str_eq(route->source->protocol, "connected");
	ck_assert_uint_eq(route->distance, RIB_DISTANCE_CONNECTED);
	ck_assert_int_eq(route->hops[0].kind, RIB_HOP_INTERFACE);
	ck_assert(!net_addr_is_set(&route->hops[0].gateway));
	ck_assert(rib_route_has_lsp(r1->rib, route));
	Fec fec = fec_prefix(&route->prefix);
	uint32_t label = rib_label_acquire(r1->rib, &fec, "test", RIB_LABEL_TRANSIT);
	const FwdLfibEntry *entry = fwd_lfib_get(r1->fwd, label);
	ck_assert_str_eq(fwd_lfib_operation(entry), "pop");
	ck_assert(net_addr_equal(&entry->nh->u.out.gateway, &lab_only_peer(lab, 1)->address));
	rib_label_release(r1->rib, &fec);
	lab_free(lab);
}
END_TEST

static gboolean has_lsp(Lab *lab)
{
	RibRoute route = {.source = &lab_bgp(lab, 1)->connected_source};

	ck_assert(net_prefix_parse(R2_ON_LINK, FALSE, &route.prefix));
	return rib_route_has_lsp(lab_router(lab, 1)->rib, &route);
}

/* With the session, whatever becomes of the link. */
START_TEST(comes_and_goes)
{
	Lab *lab = joined(65002, "vpnv4", "");
	NetAddr address = lab_link_address(2, 1);

	start(lab);
	ck_assert_ptr_nonnull(host_route(lab));
	bgp_class.stop(lab_router(lab, 2)->bgp);
	lab_run(lab, 20 * SIM_SEC);
	ck_assert_ptr_null(host_route(lab));
	ck_assert(!has_lsp(lab));
	ck_assert_uint_eq(rib_match(lab_router(lab, 1)->rib, &address)->prefix.len, 24);
	bgp_class.start(lab_router(lab, 2)->bgp);
	lab_run(lab, 200 * SIM_SEC);
	ck_assert_ptr_nonnull(host_route(lab));
	ck_assert(has_lsp(lab));
	bgp_class.stop(lab_router(lab, 1)->bgp);
	ck_assert_ptr_null(host_route(lab));
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_host_route");

	tcase_add_loop_test(tc, with_labelled_routes, 0, 6);
	tcase_add_test(tc, not_without_mpls);
	tcase_add_test(tc, route_and_lsp);
	tcase_add_test(tc, comes_and_goes);
	return test_main("bgp_host_route", tc);
}
