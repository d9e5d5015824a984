/* SPDX-License-Identifier: Apache-2.0 */
/* What TCP sends to a scripted peer: segments, windows, retransmissions. */
#include "tests/models/fwd/tcp_script.h"
#include "tests/testing.h"

START_TEST(test_mss)
{
	Talk *talk = talk_connected();

	host_send_pattern(&talk->pair->a, 1500, 1, 5);
	talk_hears(talk, "ACK 1 1 1000; PSH,ACK 1001 1 500; ");
	ck_assert_uint_eq(talk->heard_cause, 5);
	talk_free(talk);
}
END_TEST

START_TEST(test_mss_not_named)
{
	Talk *talk = talk_new();

	talk->no_mss = TRUE;
	talk_opens(talk);
	talk_say(talk, TCP_SYN | TCP_ACK, 0, 1);
	talk_hears(talk, "ACK 1 1 0; ");
	host_send_pattern(&talk->pair->a, 600, 1, 5);
	talk_hears(talk, "ACK 1 1 536; PSH,ACK 537 1 64; ");
	talk_free(talk);
}
END_TEST

START_TEST(test_window_limits)
{
	Talk *talk = talk_new();

	talk->window = 2500;
	talk_opens(talk);
	talk_say(talk, TCP_SYN | TCP_ACK, 0, 1);
	talk_hears(talk, "ACK 1 1 0; ");
	host_send_pattern(&talk->pair->a, 10000, 1, 5);
	/* The 500 left are less than a segment and less than half of the window. */
	talk_hears(talk, "ACK 1 1 1000; ACK 1001 1 1000; ");
	talk_say(talk, TCP_ACK, 1, 1001);
	talk_hears(talk, "ACK 2001 1 1000; ");
	talk->window = 1500; /* shrinks, and holds what is in flight */
	talk_say(talk, TCP_ACK, 1, 2001);
	talk_hears(talk, "");
	talk_say(talk, TCP_ACK, 1, 3001);
	talk_hears(talk, "ACK 3001 1 1000; ");
	talk_free(talk);
}
END_TEST

/* The window of a SYN is not scaled, those after it are (RFC 7323 2.2); more than 14 is 14. */
START_TEST(test_scaled_window)
{
	Talk *talk = talk_new();

	talk->window = 1000;
	talk->scales = TRUE;
	talk->scale = 2;
	talk_opens(talk);
	talk_say(talk, TCP_SYN | TCP_ACK, 0, 1);
	talk_hears(talk, "ACK 1 1 0; ");
	host_send_pattern(&talk->pair->a, 100000, 1, 5);
	talk_hears(talk, "ACK 1 1 1000; ");
	talk_say(talk, TCP_ACK, 1, 1001);
	talk_hears(talk, "ACK 1001 1 1000; ACK 2001 1 1000; ACK 3001 1 1000; ACK 4001 1 1000; ");
	talk_free(talk);
}
END_TEST

START_TEST(test_scale_too_large)
{
	Talk *talk = talk_new();

	talk->window = 1;
	talk->scales = TRUE;
	talk->scale = 255;
	talk_opens(talk);
	talk_say(talk, TCP_SYN | TCP_ACK, 0, 1);
	talk_say(talk, TCP_ACK, 1, 1);
	talk_hears(talk, "ACK 1 1 0; ");
	host_send_pattern(&talk->pair->a, 10000, 1, 5);
	pair_run(talk->pair, 21 * SIM_MSEC);
	ck_assert(g_str_has_suffix(talk->heard->str, "PSH,ACK 9001 1 1000; "));
	talk_free(talk);
}
END_TEST

/* A shut window is probed with a byte, ever more rarely but for as long as the peer answers. */
START_TEST(test_zero_window)
{
	Talk *talk = talk_new();

	talk->window = 0;
	talk_opens(talk);
	talk_say(talk, TCP_SYN | TCP_ACK, 0, 1);
	talk_hears(talk, "ACK 1 1 0; ");
	host_send_pattern(&talk->pair->a, 3000, 1, 5);
	talk_hears_after(talk, 999 * SIM_MSEC, "");
	talk_hears(talk, "ACK 1 1 1; ");
	for (unsigned i = 0; i < 4; i++) /* no sign of a loss */
		talk_say(talk, TCP_ACK, 1, 1);
	talk_hears_after(talk, 1900 * SIM_MSEC, "");
	talk_hears_after(talk, 200 * SIM_MSEC, "ACK 1 1 1; ");
	for (unsigned i = 0; i < 60; i++) {
		talk_say(talk, TCP_ACK, 1, 1);
		pair_run(talk->pair, 60 * SIM_SEC);
	}
	ck_assert_str_eq(talk->pair->a.log->str, "connected ");
	g_string_truncate(talk->heard, 0);
	talk->window = 20000;
	talk_say(talk, TCP_ACK, 1, 1);
	talk_hears(talk, "ACK 1 1 1000; ACK 1001 1 1000; PSH,ACK 2001 1 1000; ");
	talk_free(talk);
}
END_TEST

START_TEST(test_zero_window_of_the_dead)
{
	Talk *talk = talk_new();

	talk->window = 0;
	talk_opens(talk);
	talk_say(talk, TCP_SYN | TCP_ACK, 0, 1);
	talk_hears(talk, "ACK 1 1 0; ");
	host_send_pattern(&talk->pair->a, 3000, 1, 5);
	pair_run(talk->pair, 700 * SIM_SEC);
	ck_assert_str_eq(talk->pair->a.log->str, "connected closed: timed out ");
	talk_free(talk);
}
END_TEST

/* After the timeout one segment, then what acknowledgements let out, from the loss on. */
START_TEST(test_timeout_goes_back)
{
	Talk *talk = talk_connected();

	host_send_pattern(&talk->pair->a, 4000, 1, 5);
	talk_hears(talk, "ACK 1 1 1000; ACK 1001 1 1000; ACK 2001 1 1000; PSH,ACK 3001 1 1000; ");
	talk_hears_after(talk, SIM_SEC, "ACK 1 1 1000; ");
	talk_say(talk, TCP_ACK, 1, 1001);
	talk_hears(talk, "ACK 1001 1 1000; ACK 2001 1 1000; ");
	talk_say(talk, TCP_ACK, 1, 4001); /* it had the others */
	talk_hears(talk, "");
	ck_assert_uint_eq(tcp_unacknowledged(talk->pair->a.socket), 0);
	talk_hears_after(talk, 10 * SIM_SEC, "");
	talk_free(talk);
}
END_TEST

/* NewReno: an acknowledgement of a part brings the next hole at once. */
START_TEST(test_partial_acknowledgement)
{
	Talk *talk = talk_connected();

	host_send_pattern(&talk->pair->a, 6000, 1, 5);
	pair_run(talk->pair, 21 * SIM_MSEC);
	g_string_truncate(talk->heard, 0);
	for (unsigned i = 0; i < 3; i++)
		talk_say(talk, TCP_ACK, 1, 1);
	talk_hears(talk, "ACK 1 1 1000; ");
	talk_say(talk, TCP_ACK, 1, 3001);
	talk_hears(talk, "ACK 3001 1 1000; ");
	talk_say(talk, TCP_ACK, 1, 6001);
	talk_hears(talk, "");
	talk_hears_after(talk, 10 * SIM_SEC, "");
	talk_free(talk);
}
END_TEST

/* RFC 5681 2: what tells a new window is no duplicate acknowledgement. */
START_TEST(test_window_updates_are_no_duplicates)
{
	Talk *talk = talk_connected();

	host_send_pattern(&talk->pair->a, 2000, 1, 5);
	talk_hears(talk, "ACK 1 1 1000; PSH,ACK 1001 1 1000; ");
	for (unsigned i = 0; i < 5; i++) {
		talk->window += 100;
		talk_say(talk, TCP_ACK, 1, 1);
	}
	talk_hears(talk, "");
	talk_free(talk);
}
END_TEST

/* The last segment is sent again with its FIN. */
START_TEST(test_fast_retransmit_with_fin)
{
	Talk *talk = talk_connected();

	host_send_pattern(&talk->pair->a, 3500, 1, 5);
	tcp_close(talk->pair->a.socket);
	talk_hears(talk,
		   "ACK 1 1 1000; ACK 1001 1 1000; ACK 2001 1 1000; FIN,PSH,ACK 3001 1 500; ");
	for (unsigned i = 0; i < 4; i++)
		talk_say(talk, TCP_ACK, 1, 3001);
	talk_hears(talk, "FIN,PSH,ACK 3001 1 500; ");
	talk_free(talk);
}
END_TEST

/* RFC 6298 5.7, RFC 5681 3.1: after a lost SYN a longer timeout and a window of one segment. */
START_TEST(test_start_after_lost_syn)
{
	Talk *talk = talk_new();

	talk_opens(talk);
	talk_hears_after(talk, SIM_SEC, "SYN 0 0 0; ");
	talk_say(talk, TCP_SYN | TCP_ACK, 0, 1);
	talk_hears(talk, "ACK 1 1 0; ");
	host_send_pattern(&talk->pair->a, 2500, 1, 5);
	talk_hears(talk, "ACK 1 1 1000; ");
	talk_hears_after(talk, 2900 * SIM_MSEC, "");
	talk_hears_after(talk, 100 * SIM_MSEC, "ACK 1 1 1000; ");
	talk_free(talk);
}
END_TEST

/* News that had to wait for a window are work when they go, whatever let them out. */
START_TEST(test_class_of_a_segment)
{
	Talk *talk = talk_new();

	talk->window = 0;
	talk_opens(talk);
	talk_say(talk, TCP_SYN | TCP_ACK, 0, 1);
	talk_hears(talk, "ACK 1 1 0; ");
	host_send_pattern(&talk->pair->a, 100, 1, 5);
	talk_hears(talk, "");
	ck_assert_uint_eq(talk->pair->sim->pending_work, 1); /* the timer */
	talk->window = 20000;
	talk->pair->sim->class_ = SIM_PERIODIC;
	talk_say(talk, TCP_ACK, 1, 1);
	pair_run(talk->pair, 15 * SIM_MSEC);
	ck_assert_uint_eq(talk->pair->sim->pending_work, 2); /* and the frame */
	talk_hears(talk, "PSH,ACK 1 1 100; ");
	talk_free(talk);
}
END_TEST

/* Data and FIN in one segment, sent again together. */
START_TEST(test_data_with_fin)
{
	Talk *talk = talk_connected();

	host_send_pattern(&talk->pair->a, 1200, 1, 5);
	tcp_close(talk->pair->a.socket);
	talk_hears(talk, "ACK 1 1 1000; FIN,PSH,ACK 1001 1 200; ");
	talk_say(talk, TCP_ACK, 1, 1001);
	talk_hears(talk, "");
	talk_hears_after(talk, SIM_SEC, "FIN,PSH,ACK 1001 1 200; ");
	talk_say(talk, TCP_ACK, 1, 1201); /* of the data alone */
	talk_hears(talk, "");
	talk_hears_after(talk, SIM_SEC, "FIN,ACK 1201 1 0; ");
	talk_say(talk, TCP_ACK, 1, 1202);
	talk_hears_after(talk, 59 * SIM_SEC, "");
	ck_assert_uint_eq(pair_sockets(talk->pair), 1);
	pair_run(talk->pair, 2 * SIM_SEC); /* the peer never closes: FIN-WAIT-2 ends */
	ck_assert_uint_eq(pair_sockets(talk->pair), 0);
	talk_free(talk);
}
END_TEST

/* A socket without an owner gives up too. */
START_TEST(test_orphan_times_out)
{
	Talk *talk = talk_connected();

	tcp_close(talk->pair->a.socket);
	pair_run(talk->pair, 600 * SIM_SEC);
	ck_assert(sim_is_quiet(talk->pair->sim));
	ck_assert_uint_eq(pair_sockets(talk->pair), 1);
	pair_run(talk->pair, 60 * SIM_SEC);
	ck_assert_uint_eq(pair_sockets(talk->pair), 0);
	talk_free(talk);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("tcp-output");

	tcase_add_test(tc, test_mss);
	tcase_add_test(tc, test_mss_not_named);
	tcase_add_test(tc, test_window_limits);
	tcase_add_test(tc, test_scaled_window);
	tcase_add_test(tc, test_scale_too_large);
	tcase_add_test(tc, test_zero_window);
	tcase_add_test(tc, test_zero_window_of_the_dead);
	tcase_add_test(tc, test_timeout_goes_back);
	tcase_add_test(tc, test_partial_acknowledgement);
	tcase_add_test(tc, test_window_updates_are_no_duplicates);
	tcase_add_test(tc, test_fast_retransmit_with_fin);
	tcase_add_test(tc, test_start_after_lost_syn);
	tcase_add_test(tc, test_class_of_a_segment);
	tcase_add_test(tc, test_data_with_fin);
	tcase_add_test(tc, test_orphan_times_out);
	return test_main("tcp-output", tc);
}
