/* SPDX-License-Identifier: Apache-2.0 */
/* Two and three routers on modelled links: sessions, VPN routes, losses and recoveries. */
#include "tests/models/bgp/bgp_lab.h"
#include "tests/testing.h"

#include <string.h>

static const uint32_t one_as[LAB_ROUTERS] = {65001, 65001, 65001, 65001};

static void originate(Lab *lab, unsigned i, const char *prefix, uint32_t label)
{
	NetRt rt;
	BgpVpnOrigin route = {.label = label, .route_targets = &rt, .n_route_targets = 1};
	ck_assert(net_rd_parse("65001:1", &route.rd));
	ck_assert(net_rt_parse("65001:7", &rt));
	ck_assert(net_prefix_parse(prefix, FALSE, &route.prefix));
	bgp_vpn_originate(lab_router(lab, i)->bgp, &route);
}

static void withdraw(Lab *lab, unsigned i, const char *prefix)
{
	NetRd rd;
	NetPrefix p;
	ck_assert(net_rd_parse("65001:1", &rd));
	ck_assert(net_prefix_parse(prefix, FALSE, &p));
	bgp_vpn_withdraw(lab_router(lab, i)->bgp, rd, &p);
}

#define ADD "R2 vpn add 65001:1 10.9.0.0/16 via 10.0.0.1 label 29 rt 65001:7\n"
#define REMOVE "R2 vpn remove 65001:1 10.9.0.0/16 via 10.0.0.1 label 29"

static Lab *pair(void)
{
	Lab *lab = lab_new(2, one_as);
	lab_join(lab, 1, 2);
	lab_watch_vpn(lab, 2);
	originate(lab, 1, "10.9.0.0/16", 29);
	lab_start(lab);
	return lab;
}

static void assert_established(Lab *lab, unsigned a, unsigned b)
{
	ck_assert_msg(lab_state(lab, a, b) == BGP_STATE_ESTABLISHED, "%s", lab->log->str);
	ck_assert_msg(lab_state(lab, b, a) == BGP_STATE_ESTABLISHED, "%s", lab->log->str);
}

START_TEST(test_exchange)
{
	Lab *lab = pair();
	lab_run(lab, 5 * SIM_SEC);
	assert_established(lab, 1, 2);
	ck_assert_msg(lab_count(lab, ADD) == 1, "%s", lab->log->str);
	ck_assert(lab_peer(lab, 1, 2)->families[BGP_FAMILY_VPNV4].end_of_rib);
	ck_assert(lab_peer(lab, 2, 1)->families[BGP_FAMILY_VPNV4].end_of_rib);
	ck_assert_uint_eq(lab_count(lab, "unexpected"), 0);

	originate(lab, 1, "10.9.0.0/16", 30);
	lab_run(lab, 6 * SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "vpn replace 65001:1 10.9.0.0/16 via 10.0.0.1 label 30"),
			  1);
	withdraw(lab, 1, "10.9.0.0/16");
	lab_run(lab, 7 * SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "R2 vpn remove 65001:1 10.9.0.0/16"), 1);
	ck_assert_uint_eq(lab_bgp(lab, 1)->tables[BGP_FAMILY_VPNV4].n_nets, 0);
	ck_assert_uint_eq(lab_bgp(lab, 2)->tables[BGP_FAMILY_VPNV4].n_nets, 0);
	ck_assert_uint_eq(bgp_attr_table_size(&lab_bgp(lab, 1)->attr_table), 0);
	ck_assert_uint_eq(bgp_attr_table_size(&lab_bgp(lab, 2)->attr_table), 0);
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp");
	tcase_add_test(tc, test_exchange);
	return test_main("bgp", tc);
}
