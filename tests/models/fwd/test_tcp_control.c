/* SPDX-License-Identifier: Apache-2.0 */
/* The retransmission timeout, the congestion window and the state machine's table. */
#include "models/fwd/tcp_congestion.h"
#include "models/fwd/tcp_rtt.h"
#include "models/fwd/tcp_seq.h"
#include "models/fwd/tcp_socket.h"
#include "tests/support/golden.h"
#include "tests/testing.h"

/* ---- RFC 6298 ---- */

START_TEST(test_timeout)
{
	TcpRtt rtt;

	tcp_rtt_init(&rtt);
	ck_assert_int_eq(tcp_rtt_timeout(&rtt), SIM_SEC);
	tcp_rtt_sample(&rtt, 10 * SIM_MSEC); /* 10 + 4 * 5 ms, which is below the bound */
	ck_assert_int_eq(rtt.smoothed, 10 * SIM_MSEC);
	ck_assert_int_eq(rtt.variation, 5 * SIM_MSEC);
	ck_assert_int_eq(tcp_rtt_timeout(&rtt), SIM_SEC);
	tcp_rtt_sample(&rtt, 810 * SIM_MSEC);
	/* variation 3/4 * 5 + 1/4 * 800, smoothed 7/8 * 10 + 1/8 * 810 */
	ck_assert_int_eq(rtt.variation, 203750 * SIM_USEC);
	ck_assert_int_eq(rtt.smoothed, 110 * SIM_MSEC);
	tcp_rtt_sample(&rtt, 10 * SIM_MSEC); /* off by 100 ms to the other side */
	ck_assert_int_eq(rtt.variation, 177812500);
	ck_assert_int_eq(rtt.smoothed, 97500 * SIM_USEC);
	for (unsigned i = 0; i < 100; i++)
		tcp_rtt_sample(&rtt, 2 * SIM_SEC);
	ck_assert_int_gt(tcp_rtt_timeout(&rtt), 1999 * SIM_MSEC);
	ck_assert_int_lt(tcp_rtt_timeout(&rtt), 2001 * SIM_MSEC);
	tcp_rtt_sample(&rtt, 1000 * SIM_SEC);
	ck_assert_int_eq(tcp_rtt_timeout(&rtt), 120 * SIM_SEC);
}
END_TEST

START_TEST(test_back_off)
{
	static const int expected[] = {2, 4, 8, 16, 32, 64, 120, 120, 120};
	TcpRtt rtt;

	tcp_rtt_init(&rtt);
	for (unsigned i = 0; i < G_N_ELEMENTS(expected); i++) {
		tcp_rtt_back_off(&rtt);
		ck_assert_int_eq(tcp_rtt_timeout(&rtt), expected[i] * SIM_SEC);
	}
	for (unsigned i = 0; i < 1000; i++) /* does not overflow */
		tcp_rtt_back_off(&rtt);
	ck_assert_int_eq(tcp_rtt_timeout(&rtt), 120 * SIM_SEC);
	tcp_rtt_progress(&rtt);
	ck_assert_int_eq(tcp_rtt_timeout(&rtt), SIM_SEC);
}
END_TEST

/* ---- RFC 5681, 6582, 6928 ---- */

START_TEST(test_initial_window)
{
	static const struct {
		uint32_t mss, window;
	} rows[] = {{536, 5360}, {1460, 14600}, {4000, 14600}, {8960, 17920}};
	TcpCongestion c;

	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
		tcp_congestion_init(&c, rows[i].mss, 0, FALSE);
		ck_assert_uint_eq(c.window, rows[i].window);
	}
	tcp_congestion_init(&c, 1460, 0, TRUE);
	ck_assert_uint_eq(c.window, 1460);
}
END_TEST

START_TEST(test_slow_start_then_avoidance)
{
	TcpCongestion c;
	uint32_t una = 0;

	tcp_congestion_init(&c, 1000, una, FALSE);
	tcp_congestion_timeout(&c, una, una + 8000, TRUE);
	ck_assert_uint_eq(c.threshold, 4000);
	ck_assert_uint_eq(c.window, 1000);
	tcp_congestion_timeout(&c, una, una + 1000, FALSE); /* the same loss */
	ck_assert_uint_eq(c.threshold, 4000);
	for (unsigned i = 0; i < 3; i++) {
		una += 1000;
		ck_assert(!tcp_congestion_acked(&c, una, una, 1000));
	}
	ck_assert_uint_eq(c.window, 4000);
	for (unsigned i = 0; i < 4; i++) { /* a segment more per round trip */
		una += 1000;
		tcp_congestion_acked(&c, una, una, 1000);
	}
	ck_assert_uint_gt(c.window, 4850);
	ck_assert_uint_le(c.window, 5000);
}
END_TEST

START_TEST(test_recovery)
{
	TcpCongestion c;
	uint32_t una = 0xfffff000u, nxt = una + 10000; /* wraps around */

	tcp_congestion_init(&c, 1000, una, FALSE);
	ck_assert(!tcp_congestion_duplicate(&c, una, nxt));
	ck_assert(!tcp_congestion_duplicate(&c, una, nxt));
	ck_assert(tcp_congestion_duplicate(&c, una, nxt));
	ck_assert_uint_eq(c.threshold, 5000);
	ck_assert_uint_eq(c.window, 8000);
	ck_assert(!tcp_congestion_duplicate(&c, una, nxt));
	ck_assert_uint_eq(c.window, 9000);
	ck_assert(tcp_congestion_acked(&c, una + 3000, nxt, 3000)); /* a part */
	ck_assert_uint_eq(c.window, 7000);
	ck_assert(!tcp_congestion_acked(&c, nxt, nxt, 7000)); /* all */
	ck_assert(!c.recovering);
	ck_assert_uint_eq(c.window, 2000); /* nothing is in flight: no burst */
}
END_TEST

/* Duplicates that the resent segments themselves bring do not halve the window again. */
START_TEST(test_duplicates_after_timeout)
{
	TcpCongestion c;
	uint32_t una = 100, nxt = 10100;

	tcp_congestion_init(&c, 1000, una, FALSE);
	tcp_congestion_timeout(&c, una, nxt, TRUE);
	for (unsigned i = 0; i < 10; i++)
		ck_assert(!tcp_congestion_duplicate(&c, una, nxt));
	ck_assert_uint_eq(c.window, 1000);
}
END_TEST

START_TEST(test_sequence_numbers)
{
	ck_assert(tcp_seq_lt(1, 2));
	ck_assert(!tcp_seq_lt(2, 2));
	ck_assert(tcp_seq_le(2, 2));
	ck_assert(tcp_seq_lt(0xffffffffu, 0));
	ck_assert(!tcp_seq_lt(0, 0xffffffffu));
}
END_TEST

/* ---- RFC 9293 3.3.2 ---- */

START_TEST(test_table)
{
	GString *text = g_string_new(NULL);

	fsm_append_matrix(&tcp_fsm_type, text);
	golden_check("tests/models/fwd/tcp.fsm", text->str);
	g_string_free(text, TRUE);
}
END_TEST

START_TEST(test_names)
{
	ck_assert_str_eq(tcp_close_reason_name(TCP_CLOSED_BY_PEER), "closed by peer");
	ck_assert_str_eq(tcp_close_reason_name(TCP_CLOSED_NO_ROUTE), "no route");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("control");

	tcase_add_test(tc, test_timeout);
	tcase_add_test(tc, test_back_off);
	tcase_add_test(tc, test_initial_window);
	tcase_add_test(tc, test_slow_start_then_avoidance);
	tcase_add_test(tc, test_recovery);
	tcase_add_test(tc, test_duplicates_after_timeout);
	tcase_add_test(tc, test_sequence_numbers);
	tcase_add_test(tc, test_table);
	tcase_add_test(tc, test_names);
	return test_main("tcp-control", tc);
}
