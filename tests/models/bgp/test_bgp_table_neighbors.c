/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_admin.h"
#include "models/bgp/bgp_tables.h"
#include "tests/models/bgp/bgp_script.h"
#include "tests/models/net/table_text.h"
#include "tests/testing.h"

static void expect(Script *s, const TableDef *table, const char *columns, const char *text)
{
	ck_assert_str_eq(table_text(table, lab_router(s->lab, 1)->bgp, columns), text);
}

START_TEST(test_neighbor)
{
	Script *s = script_new_with("ipv4 vpnv4", "passive=yes ttl-security=2");
	expect(s, &bgp_table_neighbors, "peer state admin ttl min_ttl password capabilities",
	       "10.0.0.2 | OpenSent | up | 255 | 254 | no | -\n");
	script_free(s);

	s = script_new("ipv4 vpnv4");
	script_establish(s);
	script_send_update(s, "", GOOD_ROUTE, "");
	expect(s, &bgp_table_neighbors,
	       "state established lost last_error capabilities messages_sent messages_received "
	       "updates_sent updates_received",
	       "Established | 1 | 0 | - | four-octet-as | 3 | 3 | 1 | 1\n");
	expect(s, &bgp_table_families, "peer family state received maximum end_of_rib stale",
	       "10.0.0.2 | ipv4 | not agreed | 0 | 0 | no | 0\n"
	       "10.0.0.2 | vpnv4 | agreed | 1 | 0 | no | 0\n");
	bgp_admin_apply(lab_peer(s->lab, 1, 2), BGP_ADMIN_SHUTDOWN, NULL);
	expect(s, &bgp_table_neighbors, "state admin established lost errors last_error",
	       "Idle | shutdown | 1 | 1 | 0 | sent NOTIFICATION Cease/Administrative Shutdown\n");
	expect(s, &bgp_table_families, "family state received",
	       "ipv4 | down | 0\nvpnv4 | down | 0\n");
	script_free(s);
}
END_TEST

START_TEST(test_states_of_families)
{
	Script *s = script_new_with("vpnv4", "disable-family-on-error=yes maximum-prefix=7");
	script_establish(s);
	script_send_message(s, BGP_MESSAGE_UPDATE, "0000 0006 800f03000180");
	expect(s, &bgp_table_families, "state maximum end_of_rib", "agreed | 7 | yes\n");
	script_send_update(s, "", "800f07000180 70800000", "");
	expect(s, &bgp_table_families, "state received", "disabled | 0\n");
	script_free(s);
}
END_TEST

/* Each timer where it runs. */
START_TEST(test_timers)
{
	Script *s = script_new_with("vpnv4", "delay-open=8s");
	const char *text = table_text(&bgp_table_neighbors, lab_router(s->lab, 1)->bgp,
				      "retry_ns idle_ns open_ns");
	ck_assert_msg(g_str_has_prefix(text, "- | - | ") && text[8] != '-', "%s", text);
	script_send_message(s, BGP_MESSAGE_KEEPALIVE, "");
	text = table_text(&bgp_table_neighbors, lab_router(s->lab, 1)->bgp, "state errors open_ns");
	ck_assert_str_eq(text, "Idle | 1 | -\n");
	script_free(s);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_table_neighbors");
	tcase_add_test(tc, test_neighbor);
	tcase_add_test(tc, test_states_of_families);
	tcase_add_test(tc, test_timers);
	return test_main("bgp_table_neighbors", tc);
}
