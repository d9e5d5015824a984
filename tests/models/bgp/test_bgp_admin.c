/* SPDX-License-Identifier: Apache-2.0 */
/* What an operator does to a neighbour, as the neighbour sees it. */
#include "models/bgp/bgp_admin.h"
#include "tests/models/bgp/bgp_script.h"
#include "tests/testing.h"

static void expect_log(Script *s, unsigned n, const char *text)
{
	ck_assert_msg(lab_count(s->lab, text) == n, "%s: %u times in\n%s", text,
		      lab_count(s->lab, text), s->lab->log->str);
}

static void apply(Script *s, BgpAdmin admin, const char *text)
{
	bgp_admin_apply(lab_peer(s->lab, 1, 2), admin, text);
	script_advance(s, SIM_SEC / 10);
}

START_TEST(test_shutdown)
{
	Script *s = script_new("vpnv4");
	script_establish(s);
	apply(s, BGP_ADMIN_SHUTDOWN, "back at 6");
	script_expect_notification(s, BGP_ERROR_CEASE, BGP_CEASE_SHUTDOWN, "096261636b2061742036");
	expect_log(s, 1,
		   "R1 10.0.0.2 session-loss: sent NOTIFICATION Cease/Administrative Shutdown "
		   "\"back at 6\"\n");
	apply(s, BGP_ADMIN_SHUTDOWN, NULL); /* it is */
	apply(s, BGP_ADMIN_CLEAR, NULL);    /* is no way out */
	script_advance(s, 300 * SIM_SEC);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_IDLE);
	script_connect(s);
	ck_assert(s->closed);
	apply(s, BGP_ADMIN_NO_SHUTDOWN, NULL);
	apply(s, BGP_ADMIN_NO_SHUTDOWN, NULL);
	script_advance(s, SIM_SEC);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ACTIVE);
	script_connect(s);
	script_establish(s);
	expect_log(s, 0, "unexpected");
	script_free(s);
}
END_TEST

/* From the configuration on. */
START_TEST(test_configured_shutdown)
{
	static const uint32_t as_numbers[] = {65001, 0};
	Script *s = script_of(lab_new(2, as_numbers));
	lab_link(s->lab, 1, 2);
	lab_neighbor_with(s->lab, 1, 2, "vpnv4", "shutdown=yes");
	lab_start(s->lab);
	script_advance(s, 300 * SIM_SEC);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_IDLE);
	apply(s, BGP_ADMIN_NO_SHUTDOWN, NULL);
	ck_assert_int_ne(lab_state(s->lab, 1, 2), BGP_STATE_IDLE);
	script_free(s);
}
END_TEST

START_TEST(test_clear)
{
	Script *s = script_new("vpnv4");
	script_establish(s);
	apply(s, BGP_ADMIN_CLEAR, NULL);
	script_expect_notification(s, BGP_ERROR_CEASE, BGP_CEASE_RESET, "");
	script_advance(s, 2 * SIM_SEC);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ACTIVE);
	script_connect(s);
	script_establish(s);

	/* It does not wait for its pause where it is in one. */
	script_send_message(s, BGP_MESSAGE_NOTIFICATION, "0604");
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_IDLE);
	apply(s, BGP_ADMIN_CLEAR, NULL);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ACTIVE);
	script_advance(s, 2 * SIM_SEC);
	expect_log(s, 0, "unexpected");
	script_free(s);
}
END_TEST

START_TEST(test_soft)
{
	uint8_t body[BGP_MESSAGE_MAX];
	Script *s = script_new("vpnv4");
	script_expect(s, BGP_MESSAGE_OPEN, body);
	script_send_message(s, BGP_MESSAGE_OPEN, OPEN_HEAD "14" CAP_VPNV4 "02020200" CAP_AS4);
	script_expect(s, BGP_MESSAGE_KEEPALIVE, body);
	script_send_message(s, BGP_MESSAGE_KEEPALIVE, "");
	script_expect(s, BGP_MESSAGE_UPDATE, body);
	apply(s, BGP_ADMIN_CLEAR_IN, NULL);
	ck_assert_uint_eq(script_expect(s, BGP_MESSAGE_ROUTE_REFRESH, body), 4);
	apply(s, BGP_ADMIN_CLEAR_OUT, NULL);
	ck_assert_uint_eq(script_expect(s, BGP_MESSAGE_UPDATE, body), 10);
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ESTABLISHED);
	script_free(s);
}
END_TEST

/* What the peer says when it is the one. */
START_TEST(test_heard)
{
	static const struct {
		const char *body, *reason;
	} cases[] = {
		{"0602", "Cease/Administrative Shutdown"},
		{"0602 026869", "Cease/Administrative Shutdown \"hi\""},
		{"0602 0a6869", "Cease/Administrative Shutdown"}, /* longer than it is */
		{"0602 02ff69", "Cease/Administrative Shutdown"}, /* no UTF-8 */
		{"0604 026869", "Cease/Administrative Reset \"hi\""},
		{"0605 026869", "Cease/Connection Rejected"},
		{"0609 0602 026869", "Cease/Hard Reset: Cease/Administrative Shutdown \"hi\""},
		{"0609", "Cease/Hard Reset"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		Script *s = script_new("vpnv4");
		script_establish(s);
		script_send_message(s, BGP_MESSAGE_NOTIFICATION, cases[i].body);
		char *line = g_strdup_printf("R1 10.0.0.2 session-loss: received NOTIFICATION %s\n",
					     cases[i].reason);
		expect_log(s, 1, line);
		g_free(line);
		script_free(s);
	}
}
END_TEST

/* What an operator says of a session counts after a crash, too: it is the configuration from then on. */
START_TEST(test_configure)
{
	BgpPeerConfig config = {0};

	bgp_admin_configure(&config, BGP_ADMIN_SHUTDOWN);
	ck_assert(config.options.shutdown);
	bgp_admin_configure(&config, BGP_ADMIN_GRACEFUL_SHUTDOWN);
	ck_assert(config.options.graceful_shutdown);
	ck_assert(config.options.shutdown);
	bgp_admin_configure(&config, BGP_ADMIN_CLEAR);
	ck_assert(config.options.shutdown);
	bgp_admin_configure(&config, BGP_ADMIN_NO_SHUTDOWN);
	ck_assert(!config.options.shutdown);
	ck_assert(config.options.graceful_shutdown);
	bgp_admin_configure(&config, BGP_ADMIN_NO_GRACEFUL_SHUTDOWN);
	ck_assert(!config.options.graceful_shutdown);
}
END_TEST

/* Said twice it is done once. */
START_TEST(test_graceful_twice)
{
	Script *s = script_new("vpnv4");

	script_establish(s);
	apply(s, BGP_ADMIN_GRACEFUL_SHUTDOWN, NULL);
	ck_assert_uint_eq(lab_count(s->lab, "R1 sent update"), 2); /* End-of-RIB, and again */
	apply(s, BGP_ADMIN_GRACEFUL_SHUTDOWN, NULL);
	script_advance(s, SIM_SEC);
	ck_assert_uint_eq(lab_count(s->lab, "R1 sent update"), 2);
	script_free(s);
}
END_TEST

START_TEST(test_names)
{
	for (unsigned i = 0; i < BGP_ADMINS; i++) {
		BgpAdmin admin;
		ck_assert(bgp_admin_parse(bgp_admin_name(i), &admin));
		ck_assert_int_eq(admin, i);
	}
	BgpAdmin admin;
	ck_assert(!bgp_admin_parse("restart", &admin));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_admin");
	tcase_add_test(tc, test_shutdown);
	tcase_add_test(tc, test_configured_shutdown);
	tcase_add_test(tc, test_clear);
	tcase_add_test(tc, test_soft);
	tcase_add_test(tc, test_heard);
	tcase_add_test(tc, test_configure);
	tcase_add_test(tc, test_graceful_twice);
	tcase_add_test(tc, test_names);
	return test_main("bgp_admin", tc);
}
