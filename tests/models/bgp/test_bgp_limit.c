/* SPDX-License-Identifier: Apache-2.0 */
/* Too many prefixes (RFC 4271 6.7). */
#include "models/bgp/bgp_admin.h"
#include "models/bgp/bgp_limit.h"
#include "tests/models/bgp/bgp_script.h"
#include "tests/testing.h"

static void expect_log(Script *s, unsigned n, const char *text)
{
	ck_assert_msg(lab_count(s->lab, text) == n, "%s: %u times in\n%s", text,
		      lab_count(s->lab, text), s->lab->log->str);
}

static const BgpPeerFamily *family(Script *s)
{
	return &lab_peer(s->lab, 1, 2)->families[BGP_FAMILY_VPNV4];
}

/* Prefixes 10.9.first.0/24 and the n - 1 after it, in one UPDATE; or their withdrawal. */
static void say(Script *s, unsigned first, unsigned n, gboolean withdraw)
{
	GString *nlri = g_string_new(NULL), *all = g_string_new(NULL);
	for (unsigned i = first; i < first + n; i++)
		g_string_append_printf(nlri, "70 0001d1 0000fde900000001 0a09%02x", i);
	if (withdraw)
		g_string_printf(all, "900f%04x 000180", 3 + n * 15);
	else
		g_string_printf(all, "900e%04x 000180 0c 00000000000000000a000002 00", 17 + n * 15);
	g_string_append(all, nlri->str);
	if (!withdraw)
		g_string_append(all, ATTRIBUTES);
	script_send_update(s, "", all->str, "");
	g_string_free(nlri, TRUE);
	g_string_free(all, TRUE);
}

START_TEST(test_count)
{
	Script *s = script_new("vpnv4");
	script_establish(s);
	say(s, 0, 3, FALSE);
	ck_assert_uint_eq(family(s)->n_paths, 3);
	say(s, 2, 3, FALSE); /* one of them again */
	ck_assert_uint_eq(family(s)->n_paths, 5);
	say(s, 4, 2, TRUE); /* one that is not there */
	ck_assert_uint_eq(family(s)->n_paths, 4);
	script_send_message(s, BGP_MESSAGE_NOTIFICATION, "0604");
	ck_assert_uint_eq(family(s)->n_paths, 0);
	script_free(s);
}
END_TEST

START_TEST(test_exceeded)
{
	Script *s = script_new_with("vpnv4", "maximum-prefix=vpnv4:4");
	script_establish(s);
	say(s, 0, 4, FALSE);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ESTABLISHED);
	expect_log(s, 1, "R1 10.0.0.2 maximum-prefix: 4 prefixes of vpnv4, 4 may be\n");
	say(s, 4, 3, FALSE);
	expect_log(s, 1, "R1 10.0.0.2 maximum-prefix: 5 prefixes of vpnv4, 4 may be\n");
	expect_log(s, 1, "Established -> Idle (AutomaticStop)");
	expect_log(s, 1,
		   "session-loss: sent NOTIFICATION Cease/Maximum Number of Prefixes Reached\n");
	script_expect_notification(s, BGP_ERROR_CEASE, BGP_CEASE_MAX_PREFIXES, "00018000000004");
	ck_assert_uint_eq(family(s)->n_paths, 0);
	ck_assert_uint_eq(lab_bgp(s->lab, 1)->tables[BGP_FAMILY_VPNV4].n_nets, 0);

	/* For good, until somebody clears it. */
	script_advance(s, 3600 * SIM_SEC);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_IDLE);
	bgp_admin_apply(lab_peer(s->lab, 1, 2), BGP_ADMIN_CLEAR, NULL);
	script_advance(s, SIM_SEC);
	script_connect(s);
	script_establish(s);
	script_free(s);
}
END_TEST

START_TEST(test_restart)
{
	Script *s = script_new_with("vpnv4", "maximum-prefix=2 maximum-prefix-restart=300s");
	script_establish(s);
	say(s, 0, 3, FALSE);
	script_advance(s, 299 * SIM_SEC);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_IDLE);
	script_advance(s, 2 * SIM_SEC);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ACTIVE);
	script_connect(s);
	script_establish(s);
	expect_log(s, 0, "unexpected");
	script_free(s);
}
END_TEST

START_TEST(test_warnings)
{
	Script *s = script_new_with(
		"vpnv4",
		"maximum-prefix=4 maximum-prefix-threshold=50 maximum-prefix-warning-only=yes");
	script_establish(s);
	say(s, 0, 2, FALSE);
	expect_log(s, 0, "maximum-prefix");
	say(s, 2, 1, FALSE);
	say(s, 3, 1, FALSE);
	expect_log(s, 1, "maximum-prefix");
	say(s, 4, 3, FALSE);
	expect_log(s, 1, "maximum-prefix: 7 prefixes of vpnv4, 4 may be\n");
	ck_assert_uint_eq(family(s)->n_paths, 7);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ESTABLISHED);
	say(s, 0, 6, TRUE);
	say(s, 0, 6, FALSE); /* once more for each time */
	expect_log(s, 2, "maximum-prefix: 7 prefixes of vpnv4, 4 may be\n");
	script_free(s);
}
END_TEST

START_TEST(test_words)
{
	static const struct {
		const char *words;
		gboolean ok;
		uint32_t ipv4, vpnv4;
	} cases[] = {
		{"", TRUE, 0, 0},          {"10", TRUE, 10, 10},
		{"vpnv4:20", TRUE, 0, 20}, {"10 vpnv4:20", TRUE, 10, 20},
		{"0", FALSE, 0, 0},        {"ten", FALSE, 0, 0},
		{"l2vpn:5", FALSE, 0, 0},  {"vpnv4:", FALSE, 0, 0},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		BgpPeer peer = {0};
		GError *error = NULL;
		char **words = g_strsplit(cases[i].words, " ", -1);
		ck_assert_msg(bgp_limit_take(&peer, words, &error) == cases[i].ok, "%s",
			      cases[i].words);
		ck_assert((error == NULL) == cases[i].ok);
		if (cases[i].ok) {
			ck_assert_uint_eq(peer.families[BGP_FAMILY_IPV4].maximum, cases[i].ipv4);
			ck_assert_uint_eq(peer.families[BGP_FAMILY_VPNV4].maximum, cases[i].vpnv4);
		}
		g_clear_error(&error);
		g_strfreev(words);
	}
}
END_TEST

/* RFC 8212: nothing is taken from, or told to, an external peer. */
START_TEST(test_requires_policy)
{
	gboolean required = _i == 0;
	static const uint32_t as_numbers[] = {65001, 65002};
	Lab *lab = lab_new(2, as_numbers);
	lab_link(lab, 1, 2);
	lab_add_stub(lab, 2, "10.9.0.1/24");
	lab_add_stub(lab, 1, "10.8.0.1/24");
	lab_neighbor_with(lab, 1, 2, "ipv4", required ? "ebgp-requires-policy=yes" : "");
	lab_neighbor(lab, 2, 1, "ipv4");
	lab_originate(lab, 1, "10.8.0.0/24");
	lab_originate(lab, 2, "10.9.0.0/24");
	lab_start(lab);
	lab_run(lab, 5 * SIM_SEC);
	ck_assert_int_eq(lab_state(lab, 1, 2), BGP_STATE_ESTABLISHED);
	ck_assert_uint_eq(lab_count(lab, "R1 refuses 10.9.0.0/24 of 10.0.0.2: no import policy"),
			  required);
	ck_assert_uint_eq(lab_peer(lab, 1, 2)->families[BGP_FAMILY_IPV4].n_paths, !required);
	ck_assert_uint_eq(lab_peer(lab, 2, 1)->families[BGP_FAMILY_IPV4].n_paths, !required);
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_limit");
	tcase_add_test(tc, test_count);
	tcase_add_test(tc, test_exceeded);
	tcase_add_test(tc, test_restart);
	tcase_add_test(tc, test_warnings);
	tcase_add_test(tc, test_words);
	tcase_add_loop_test(tc, test_requires_policy, 0, 2);
	return test_main("bgp_limit", tc);
}
