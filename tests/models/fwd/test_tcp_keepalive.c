/* SPDX-License-Identifier: Apache-2.0 */
/* Keepalives to a scripted peer, and between two hosts of which one crashes. */
#include "tests/models/fwd/tcp_script.h"
#include "tests/testing.h"

static Talk *talk_with_keepalives(void)
{
	Talk *talk = talk_new();
	TcpParams *params = &talk->pair->a.params;

	params->keepalive_idle = 10 * SIM_SEC;
	params->keepalive_interval = 2 * SIM_SEC;
	params->keepalive_count = 3;
	talk_opens(talk);
	talk_say(talk, TCP_SYN | TCP_ACK, 0, 1);
	talk_hears(talk, "ACK 1 1 0; ");
	g_string_truncate(talk->pair->a.log, 0);
	return talk;
}

START_TEST(test_off_by_default)
{
	Talk *talk = talk_connected();

	talk_hears_after(talk, 100000 * SIM_SEC, "");
	ck_assert_str_eq(talk->pair->a.log->str, "");
	talk_free(talk);
}
END_TEST

START_TEST(test_probes_of_the_dead)
{
	Talk *talk = talk_with_keepalives();
	SimTime start = talk->pair->sim->now;

	talk_hears_after(talk, 9970 * SIM_MSEC, "");
	talk_hears_after(talk, 30 * SIM_MSEC, "ACK 0 1 0; ");
	talk_hears_after(talk, 1970 * SIM_MSEC, "");
	talk_hears_after(talk, 30 * SIM_MSEC, "ACK 0 1 0; ");
	talk_hears_after(talk, 2 * SIM_SEC, "ACK 0 1 0; ");
	ck_assert_str_eq(talk->pair->a.log->str, "");
	talk_hears_after(talk, 100 * SIM_SEC, "");
	ck_assert_str_eq(talk->pair->a.log->str, "closed: timed out ");
	ck_assert_int_eq((talk->pair->a.told_at - start + 100 * SIM_MSEC) / SIM_SEC, 16);
	ck_assert_uint_eq(pair_sockets(talk->pair), 0);
	talk_free(talk);
}
END_TEST

/* An answer begins the idle time anew, for as long as the peer lives. */
START_TEST(test_answers)
{
	Talk *talk = talk_with_keepalives();

	talk_hears_after(talk, 10 * SIM_SEC, "ACK 0 1 0; ");
	for (unsigned i = 0; i < 20; i++) {
		talk_hears_after(talk, 2 * SIM_SEC, "ACK 0 1 0; ");
		talk_say(talk, TCP_ACK, 1, 1);
		talk_hears_after(talk, 9 * SIM_SEC, "");
		talk_hears_after(talk, 1500 * SIM_MSEC, "ACK 0 1 0; ");
	}
	ck_assert_str_eq(talk->pair->a.log->str, "");
	talk_free(talk);
}
END_TEST

/* Data from the peer does so too; while data of ours is under way there are no probes. */
START_TEST(test_not_idle)
{
	Talk *talk = talk_with_keepalives();

	talk_hears_after(talk, 6 * SIM_SEC, "");
	talk_say_text(talk, TCP_ACK, 1, 1, "hello");
	talk_hears_after(talk, 9 * SIM_SEC, "ACK 1 6 0; ");
	talk_hears_after(talk, 1100 * SIM_MSEC, "ACK 0 6 0; ");
	talk_say(talk, TCP_ACK, 6, 1);
	pair_run(talk->pair, 5 * SIM_SEC);
	host_send_pattern(&talk->pair->a, 100, 1, 5);
	talk_hears_after(talk, 30 * SIM_SEC,
			 "PSH,ACK 1 6 100; PSH,ACK 1 6 100; PSH,ACK 1 6 100; PSH,ACK 1 6 100; "
			 "PSH,ACK 1 6 100; ");
	ck_assert_str_eq(talk->pair->a.log->str, "");
	talk_free(talk);
}
END_TEST

/* A keepalive and its answer leave the network quiet. */
START_TEST(test_class)
{
	Pair *pair = pair_new(1);

	pair->a.params.keepalive_idle = SIM_SEC;
	host_listen(&pair->b, 179);
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, SIM_SEC);
	pair->a.n_segments = 0;
	for (unsigned i = 0; i < 10000; i++) {
		pair_run(pair, SIM_MSEC);
		ck_assert_uint_eq(pair->sim->pending_work, 0);
	}
	ck_assert_uint_ge(pair->a.n_segments, 9); /* answers */
	ck_assert_str_eq(pair->a.log->str, "connected ");
	pair_free(pair);
}
END_TEST

/* Neither end has anything to say: the one that asks notices that the other has forgotten. */
START_TEST(test_half_open)
{
	Pair *pair = pair_new(1);

	pair->a.params.keepalive_idle = 100 * SIM_SEC;
	host_listen(&pair->b, 179);
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, SIM_SEC);
	pair->b.node->crashed = TRUE;
	tcp_abort(pair->b.socket);
	pair_run(pair, SIM_SEC);
	pair->b.node->crashed = FALSE;
	pair_run(pair, 90 * SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "connected ");
	pair_run(pair, 10 * SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "connected closed: reset by peer ");
	pair_free(pair);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("tcp-keepalive");

	tcase_add_test(tc, test_off_by_default);
	tcase_add_test(tc, test_probes_of_the_dead);
	tcase_add_test(tc, test_answers);
	tcase_add_test(tc, test_not_idle);
	tcase_add_test(tc, test_class);
	tcase_add_test(tc, test_half_open);
	return test_main("tcp-keepalive", tc);
}
