/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of what a neighbour said: as it came, whatever was made of it (test_bgp_import.c has the results). */
#include "models/bgp/bgp_tables.h"
#include "tests/models/bgp/bgp_script.h"
#include "tests/models/net/table_text.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

static Lab *lab;
static Script *s;
static PolicySet *set;

static void begin(const char *attributes)
{
	static const uint32_t as_numbers[] = {65001, 0};
	uint8_t body[BGP_MESSAGE_MAX];

	lab = lab_new(2, as_numbers);
	set = policy_set_new(NULL);
	text_entry(policy_set_add_map(set, "set", NULL), policy_common_rules,
		   "permit; set-metric value=77; set-next-hop value=10.0.0.7");
	lab_router(lab, 1)->host.policies = set;
	s = script_of(lab);
	lab_link(lab, 1, 2);
	lab_set_lsp(lab, 1, 2, TRUE);
	lab_neighbor_with(lab, 1, 2, "ipv4 vpnv4", attributes);
	lab_start(lab);
	script_advance(s, SIM_SEC);
	script_connect(s);
	script_expect(s, BGP_MESSAGE_OPEN, body);
	script_send_message(s, BGP_MESSAGE_OPEN, OPEN_HEAD "18" CAP_IPV4 CAP_VPNV4 CAP_AS4);
	script_send_message(s, BGP_MESSAGE_KEEPALIVE, "");
	ck_assert_int_eq(lab_state(lab, 1, 2), BGP_STATE_ESTABLISHED);
}

static void end(void)
{
	script_free(s);
	policy_set_free(set);
}

static void expect(const char *columns, const char *text)
{
	ck_assert_str_eq(table_text(&bgp_table_received, lab_router(lab, 1)->bgp, columns), text);
}

#define IPV4_ROUTE ATTRIBUTES "4003040a000002 80040400000007"
#define RT "c01010 0002fde900000008 0003fde900000009"

/* By family, then by prefix; a label and route targets where the family has them. */
START_TEST(rows)
{
	begin("soft-reconfiguration=yes");
	script_send_update(s, "", GOOD_ROUTE RT, "");
	script_send_update(s, "", IPV4_ROUTE, "180a0902 180a0901");
	expect("vrf peer family rd prefix next_hop label med local_pref route_targets",
	       "- | 10.0.0.2 | ipv4 | - | 10.9.1.0/24 | 10.0.0.2 | - | 7 | 100 | -\n"
	       "- | 10.0.0.2 | ipv4 | - | 10.9.2.0/24 | 10.0.0.2 | - | 7 | 100 | -\n"
	       "- | 10.0.0.2 | vpnv4 | 65001:1 | 10.9.0.0/24 | 10.0.0.2 | 29 | - | 100 | 65001:8\n");
	script_send_update(s, "180a0902", "", "");
	expect("prefix", "10.9.1.0/24\n10.9.0.0/24\n");
	end();
}
END_TEST

/* What the map has set is not what was said. */
START_TEST(as_it_came)
{
	begin("import-map=ipv4:set");
	script_send_update(s, "", IPV4_ROUTE, "180a0901");
	script_send_update(s, "", GOOD_ROUTE, "");
	expect("family prefix result next_hop med",
	       "ipv4 | 10.9.1.0/24 | changed | 10.0.0.2 | 7\n");
	ck_assert_str_eq(
		table_text(table_named(bgp_show_tables, "bgp"), lab_router(lab, 1)->bgp,
			   "family prefix next_hop med"),
		"ipv4 | 10.9.1.0/24 | 10.0.0.7 | 77\nvpnv4 | 10.9.0.0/24 | 10.0.0.2 | -\n");
	end();
}
END_TEST

/* Nothing is kept where nothing asks for it, and nothing outlives the session. */
START_TEST(nothing_kept)
{
	begin(_i ? "soft-reconfiguration=yes" : "");
	script_send_update(s, "", IPV4_ROUTE, "180a0901");
	expect("prefix", _i ? "10.9.1.0/24\n" : "");
	script_send_message(s, BGP_MESSAGE_NOTIFICATION, "0604");
	expect("prefix", "");
	end();
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_table_received");

	tcase_add_test(tc, rows);
	tcase_add_test(tc, as_it_came);
	tcase_add_loop_test(tc, nothing_kept, 0, 2);
	return test_main("bgp_table_received", tc);
}
