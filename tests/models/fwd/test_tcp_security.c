/* SPDX-License-Identifier: Apache-2.0 */
/* Segments that are not to be believed: hop limit security (RFC 5082), signatures (RFC 2385). */
#include "tests/models/fwd/tcp_script.h"
#include "tests/testing.h"

/* ---- Hop limits ---- */

START_TEST(test_ttl)
{
	Talk *talk = talk_new();

	talk_opens(talk);
	ck_assert_uint_eq(talk->heard_ttl, 64);
	talk->pair->a.params.ttl = 1;
	talk_opens(talk);
	ck_assert_uint_eq(talk->heard_ttl, 1);
	talk_free(talk);
}
END_TEST

START_TEST(test_gtsm)
{
	Talk *talk = talk_new();

	talk->pair->a.params.ttl = talk->pair->a.params.min_ttl = 255;
	talk->ttl = 255;
	talk_opens(talk);
	talk_say(talk, TCP_SYN | TCP_ACK, 0, 1);
	talk_hears(talk, "ACK 1 1 0; ");
	ck_assert_uint_eq(talk->heard_ttl, 255);
	talk->ttl = 254; /* somebody behind a router: numbers that fit do not help */
	talk_say(talk, TCP_RST, 1, 0);
	talk_say_text(talk, TCP_ACK, 1, 1, "forged");
	talk_hears_after(talk, SIM_SEC, "");
	ck_assert_str_eq(talk->pair->a.log->str, "connected ");
	ck_assert_uint_eq(talk->pair->a.got->len, 0);
	ck_assert_str_eq(talk->pair->drops->str,
			 "A: TCP segment with TTL 254, at least 255 is required; "
			 "A: TCP segment with TTL 254, at least 255 is required; ");
	talk->ttl = 255;
	talk_say(talk, TCP_RST, 1, 0);
	talk_hears(talk, "");
	ck_assert_str_eq(talk->pair->a.log->str, "connected closed: reset by peer ");
	talk_free(talk);
}
END_TEST

/* A listener makes no connection of a SYN from too far away, nor does it answer. */
START_TEST(test_gtsm_listener)
{
	Pair *pair = pair_new(1);

	pair->b.params.ttl = 255;
	pair->b.params.min_ttl = 254;
	host_listen(&pair->b, 179);
	pair->a.params.ttl = 253;
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, 500 * SIM_MSEC);
	ck_assert_str_eq(pair->a.segments->str, "");
	ck_assert_str_eq(pair->drops->str,
			 "B: TCP segment with TTL 253, at least 254 is required; ");
	ck_assert_uint_eq(pair_sockets(pair), 1);
	tcp_abort(pair->a.socket);
	pair->a.params.ttl = 254;
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->b.log->str, "accepted ");
	pair_free(pair);
}
END_TEST

/* The reset for a segment of no connection must get through the peer's own check. */
START_TEST(test_reset_has_the_listeners_ttl)
{
	Talk *talk = talk_new();

	talk->pair->a.params.ttl = talk->pair->a.params.min_ttl = 255;
	host_listen(&talk->pair->a, PEER_PORT);
	talk->a_port = PEER_PORT;
	talk->ttl = 255;
	talk_say(talk, TCP_ACK, 1, 1);
	talk_hears_after(talk, SIM_SEC, "RST 1 0 0; ");
	ck_assert_uint_eq(talk->heard_ttl, 255);
	talk_free(talk);
}
END_TEST

/* Of two listeners the one for the peer holds, whichever came first. */
START_TEST(test_listener_for_a_peer)
{
	for (unsigned i = 0; i < 2; i++) {
		Pair *pair = pair_new(1);
		TcpParams anyone = {.port = 179, .min_ttl = 255};
		TcpParams peer = {.port = 179, .remote = pair->a.address};

		tcp_listen(pair->b.node, i ? &anyone : &peer, host_on_accept, &pair->b);
		tcp_listen(pair->b.node, i ? &peer : &anyone, host_on_accept, &pair->b);
		ck_assert_ptr_null(tcp_listen(pair->b.node, &peer, host_on_accept, &pair->b));
		host_connect(&pair->a, &pair->b, 179);
		pair_run(pair, SIM_SEC);
		ck_assert_str_eq(pair->b.log->str, "accepted ");
		pair_free(pair);
	}
}
END_TEST

/* ---- Signatures ---- */

START_TEST(test_md5)
{
	Talk *talk = talk_new();

	talk->md5_key = talk->pair->a.params.md5_key = "secret";
	talk_opens(talk);
	ck_assert(talk->heard_signed);
	talk_say(talk, TCP_SYN | TCP_ACK, 0, 1);
	talk_hears(talk, "ACK 1 1 0; ");
	ck_assert(talk->heard_signed);
	talk_say_text(talk, TCP_ACK, 1, 1, "hello");
	pair_run(talk->pair, SIM_SEC);
	ck_assert_uint_eq(talk->pair->a.got->len, 5);
	g_string_truncate(talk->heard, 0);
	host_send_pattern(&talk->pair->a, 1500, 1,
			  5); /* 20 bytes of each segment are the option's */
	talk_hears(talk, "ACK 1 6 980; PSH,ACK 981 6 520; ");
	ck_assert(talk->heard_signed);
	ck_assert_str_eq(talk->pair->drops->str, "");
	talk_free(talk);
}
END_TEST

/* What is not signed with the key is neither taken nor answered: data, a reset, an end. */
START_TEST(test_md5_wrong)
{
	static const char *const keys[] = {"Secret", NULL};
	static const char *const reasons[] = {"with a wrong", "without"};
	Talk *talk = talk_new();
	char *expected;

	talk->md5_key = talk->pair->a.params.md5_key = "secret";
	talk_opens(talk);
	talk_say(talk, TCP_SYN | TCP_ACK, 0, 1);
	talk_hears(talk, "ACK 1 1 0; ");
	talk->md5_key = keys[_i];
	talk_say_text(talk, TCP_ACK, 1, 1, "forged");
	talk_say(talk, TCP_RST, 1, 0);
	talk_say(talk, TCP_FIN | TCP_ACK, 1, 1);
	talk_hears_after(talk, SIM_SEC, "");
	ck_assert_str_eq(talk->pair->a.log->str, "connected ");
	ck_assert_uint_eq(talk->pair->a.got->len, 0);
	expected = g_strdup_printf("A: TCP segment %1$s MD5 signature; A: TCP segment %1$s MD5 "
				   "signature; A: TCP segment %1$s MD5 signature; ",
				   reasons[_i]);
	ck_assert_str_eq(talk->pair->drops->str, expected);
	g_free(expected);
	talk_free(talk);
}
END_TEST

START_TEST(test_md5_not_expected)
{
	Talk *talk = talk_connected();

	talk->md5_key = "secret";
	talk_say_text(talk, TCP_ACK, 1, 1, "hello");
	talk_hears_after(talk, SIM_SEC, "");
	ck_assert_str_eq(talk->pair->drops->str,
			 "A: TCP segment with an MD5 signature: there is no key; ");
	talk_free(talk);
}
END_TEST

/* Two hosts: the same key, another one, none at one end. The one that connects times out. */
START_TEST(test_md5_between_hosts)
{
	static const struct {
		const char *a, *b;
		gboolean agree;
	} rows[] = {{"k", "k", TRUE}, {"k", "l", FALSE}, {"k", NULL, FALSE}, {NULL, "k", FALSE}};
	Pair *pair = pair_new(1);

	pair->a.params.md5_key = rows[_i].a;
	pair->b.params.md5_key = rows[_i].b;
	host_listen(&pair->b, 179);
	host_connect(&pair->a, &pair->b, 179);
	host_send_pattern(&pair->a, 50000, 1, 5);
	pair_run(pair, 300 * SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, rows[_i].agree ? "connected " : "closed: timed out ");
	ck_assert_str_eq(pair->b.log->str, rows[_i].agree ? "accepted " : "");
	ck_assert_uint_eq(pair->b.got->len, rows[_i].agree ? 50000 : 0);
	ck_assert_int_eq(pair->drops->len == 0, rows[_i].agree);
	pair_free(pair);
}
END_TEST

static void note_refused(void *user, const char *reason)
{
	g_string_append_printf(user, "%s; ", reason);
}

/* Whose segments they are, or would be, is told: a listener, a connection, nobody once it is closed. */
START_TEST(test_refused_is_told)
{
	Talk *talk = talk_new();
	GString *told = g_string_new(NULL);
	Host *a = &talk->pair->a;

	talk->md5_key = a->params.md5_key = "secret";
	a->params.refused = note_refused;
	a->params.refused_user = told;
	talk_opens(talk);
	talk_say(talk, TCP_SYN | TCP_ACK, 0, 1);
	pair_run(talk->pair, SIM_SEC);
	ck_assert_str_eq(told->str, "");
	talk->md5_key = NULL;
	talk_say_text(talk, TCP_ACK, 1, 1, "forged");
	pair_run(talk->pair, SIM_SEC);
	ck_assert_str_eq(told->str, "TCP segment without MD5 signature; ");
	talk_say(talk, TCP_RST, 1, 0);
	pair_run(talk->pair, SIM_SEC);
	ck_assert_str_eq(told->str, "TCP segment without MD5 signature; ");
	tcp_close(a->socket);
	talk_say_text(talk, TCP_ACK, 1, 1, "forged");
	pair_run(talk->pair, SIM_SEC);
	ck_assert_str_eq(told->str, "TCP segment without MD5 signature; ");
	talk_free(talk);
	g_string_free(told, TRUE);
}
END_TEST

START_TEST(test_refused_at_a_listener)
{
	Pair *pair = pair_new(1);
	GString *told = g_string_new(NULL);

	pair->a.params.md5_key = "k";
	pair->b.params.refused = note_refused;
	pair->b.params.refused_user = told;
	host_listen(&pair->b, 179);
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, SIM_SEC / 2);
	ck_assert_str_eq(told->str, "TCP segment with an MD5 signature: there is no key; ");
	pair_free(pair);
	g_string_free(told, TRUE);
}
END_TEST

/* A node that has forgotten the connection but still listens for the peer can sign its reset. */
START_TEST(test_md5_half_open)
{
	Pair *pair = pair_new(1);

	pair->a.params.md5_key = pair->b.params.md5_key = "k";
	host_listen(&pair->b, 179);
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, SIM_SEC);
	pair->b.node->crashed = TRUE;
	tcp_abort(pair->b.socket);
	pair_run(pair, SIM_SEC);
	pair->b.node->crashed = FALSE;
	host_send(&pair->a, "hello", 5, 1);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "connected closed: reset by peer ");
	pair_free(pair);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("tcp-security");

	tcase_add_test(tc, test_ttl);
	tcase_add_test(tc, test_gtsm);
	tcase_add_test(tc, test_gtsm_listener);
	tcase_add_test(tc, test_reset_has_the_listeners_ttl);
	tcase_add_test(tc, test_listener_for_a_peer);
	tcase_add_test(tc, test_md5);
	tcase_add_loop_test(tc, test_md5_wrong, 0, 2);
	tcase_add_test(tc, test_md5_not_expected);
	tcase_add_loop_test(tc, test_md5_between_hosts, 0, 4);
	tcase_add_test(tc, test_refused_is_told);
	tcase_add_test(tc, test_refused_at_a_listener);
	tcase_add_test(tc, test_md5_half_open);
	return test_main("tcp-security", tc);
}
