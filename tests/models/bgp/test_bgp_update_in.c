/* SPDX-License-Identifier: Apache-2.0 */
/* UPDATEs that are malformed: what becomes of the route and of the session (RFC 7606). */
#include "models/bgp/bgp_tables.h"
#include "tests/models/bgp/bgp_script.h"
#include "tests/models/net/table_text.h"
#include "tests/testing.h"

static void expect_log(Script *s, unsigned n, const char *text)
{
	ck_assert_msg(lab_count(s->lab, text) == n, "%s: %u times in\n%s", text,
		      lab_count(s->lab, text), s->lab->log->str);
}

static unsigned n_routes(Script *s)
{
	return lab_bgp(s->lab, 1)->tables[BGP_FAMILY_VPNV4].n_nets;
}

/* A session over which a good route has come. */
static Script *with_a_route(const char *families, const char *attributes)
{
	Script *s = script_new_with(families, attributes);
	script_establish(s);
	script_send_update(s, "", GOOD_ROUTE, "");
	ck_assert_uint_eq(n_routes(s), 1);
	return s;
}

static const struct {
	const char *attributes, *told;
} withdrawals[] = {
	{REACH("0a000002", NLRI_29) ATTRIBUTES "c00803fde900",
	 "COMMUNITIES: Attribute Length Error"},
	{REACH("0a000002", NLRI_29) "40010103 400200 40050400000064",
	 "ORIGIN: Invalid ORIGIN Attribute"},
	{REACH("0a000002", NLRI_29) "40010100 400200",
	 "LOCAL_PREF: mandatory attribute is missing"},
	{REACH("e0000001", NLRI_29) ATTRIBUTES, "MP_REACH_NLRI: Invalid NEXT_HOP Attribute"},
	{REACH("0a000002", NLRI_29) ATTRIBUTES "800408",
	 "MULTI_EXIT_DISC: attribute past the end of the list"},
};

START_TEST(test_treat_as_withdraw)
{
	Script *s = with_a_route("vpnv4", "");
	script_send_update(s, "", withdrawals[_i].attributes, "");
	char *note = g_strdup_printf("R1 10.0.0.2 treat-as-withdraw: %s\n", withdrawals[_i].told);
	char *refusal =
		g_strdup_printf("R1 refuses 10.9.0.0/24 of 10.0.0.2: %s\n", withdrawals[_i].told);
	expect_log(s, 1, note);
	expect_log(s, 1, refusal);
	expect_log(s, 1, "vpn remove");
	ck_assert_uint_eq(n_routes(s), 0);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ESTABLISHED);
	script_send_update(s, "", GOOD_ROUTE, ""); /* all is well again */
	ck_assert_uint_eq(n_routes(s), 1);
	g_free(note);
	g_free(refusal);
	script_free(s);
}
END_TEST

START_TEST(test_attribute_discard)
{
	Script *s = with_a_route("vpnv4", "");
	script_send_update(s, "", REACH("0a000002", NLRI_29) ATTRIBUTES "c00706fde90a000001", "");
	expect_log(s, 1, "R1 10.0.0.2 attribute-discard: AGGREGATOR: Attribute Length Error\n");
	script_send_update(s, "", REACH("0a000002", NLRI_29) ATTRIBUTES "40010102", "");
	expect_log(s, 1, "R1 10.0.0.2 attribute-discard: ORIGIN: attribute appears twice\n");
	expect_log(s, 0, "vpn remove");
	expect_log(s, 0, "vpn replace");
	ck_assert_uint_eq(n_routes(s), 1);
	script_free(s);
}
END_TEST

/* Communities of all kinds are kept, and a bit past the 31st type is one of its own. */
START_TEST(test_communities)
{
	Script *s = with_a_route("vpnv4", "");
	script_send_update(s, "",
			   REACH("0a000002", NLRI_29) ATTRIBUTES
			   "c00804fde90001"
			   "c01010 0002fde900000007 0003fde900000001"
			   "c0200c 0000fde90000000100000002",
			   "");
	ck_assert_str_eq(
		table_text(table_named(bgp_show_tables, "bgp"), lab_router(s->lab, 1)->bgp,
			   "prefix origin communities large_communities route_targets "
			   "extended_communities"),
		"10.9.0.0/24 | igp | 65001:1 | 65001:1:2 | 65001:7 | 0x0003fde900000001\n");
	script_free(s);
}
END_TEST

#define CUT_SHORT "800f07000180 70800000"

/* Prefixes that cannot be read. */
START_TEST(test_session_reset)
{
	Script *s = with_a_route("vpnv4", "");
	script_send_update(s, "", CUT_SHORT, "");
	expect_log(s, 1, "R1 10.0.0.2 session-reset: MP_UNREACH_NLRI: ");
	expect_log(s, 1,
		   "R1 10.0.0.2 session-loss: sent NOTIFICATION UPDATE Message Error/Optional "
		   "Attribute Error\n");
	script_expect_notification(s, BGP_ERROR_UPDATE, BGP_UPDATE_OPTIONAL_ATTRIBUTE,
				   "800f0700018070800000");
	script_free(s);
}
END_TEST

START_TEST(test_family_disable)
{
	Script *s = with_a_route("vpnv4", "disable-family-on-error=yes");
	script_send_update(s, "", CUT_SHORT, "");
	expect_log(s, 1, "R1 10.0.0.2 family-disable: MP_UNREACH_NLRI: ");
	expect_log(s, 1, "vpn remove");
	ck_assert_uint_eq(n_routes(s), 0);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ESTABLISHED);
	script_send_update(s, "", GOOD_ROUTE, ""); /* is not listened to */
	ck_assert_uint_eq(n_routes(s), 0);
	script_send_message(s, BGP_MESSAGE_NOTIFICATION, "0604");
	script_advance(s, 2 * SIM_SEC);
	script_connect(s); /* a new session begins anew */
	script_establish(s);
	script_send_update(s, "", GOOD_ROUTE, "");
	ck_assert_uint_eq(n_routes(s), 1);
	script_free(s);

	/* Where it is not known which family, the session ends all the same. */
	s = with_a_route("vpnv4", "disable-family-on-error=yes");
	script_send_update(s, "", "800f020001", "");
	expect_log(s, 1, "session-reset: MP_UNREACH_NLRI: ");
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_IDLE);
	script_free(s);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_update_in");
	tcase_add_loop_test(tc, test_treat_as_withdraw, 0, G_N_ELEMENTS(withdrawals));
	tcase_add_test(tc, test_attribute_discard);
	tcase_add_test(tc, test_communities);
	tcase_add_test(tc, test_session_reset);
	tcase_add_test(tc, test_family_disable);
	return test_main("bgp_update_in", tc);
}
