/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/records.h"
#include "models/oam/fate.h"
#include "tests/models/fwd/lab.h"
#include "tests/testing.h"

/* One node; records are made by hand, as its neighbours would make them. */
static Lab *lab;
static FwdNode *node;
static OamFate *fate;
static OamPacket *packet;

static uint64_t message(const char *at, const char *direction, uint64_t cause)
{
	TraceMessage record = {
		.head = {.type = &trace_message, .node = at, .cause = cause},
		.direction = direction,
		.protocol = "icmp",
		.type = "echo",
	};

	return sim_trace(lab->sim, &record.head);
}

static uint64_t drop(const char *at, const char *reason, TraceDropKind kind, uint64_t cause)
{
	TraceDrop record = {
		.head = {.type = &trace_drop, .node = at, .cause = cause},
		.reason = reason,
		.kind = kind,
	};

	return sim_trace(lab->sim, &record.head);
}

static uint64_t sent;

static void setup(void)
{
	lab = lab_new();
	node = lab_node(lab, "h");
	fate = oam_fate_new(node);
	sent = message("h", "sent", 0);
	packet = oam_fate_follow(fate, sent);
}

static void teardown(void)
{
	oam_fate_forget(fate, packet);
	oam_fate_free(fate);
	lab_free(lab);
}

static void check_reason(OamEnd end, const char *text)
{
	char *reason = oam_packet_reason(packet, end);

	ck_assert_pstr_eq(reason, text);
	g_free(reason);
}

START_TEST(nothing_is_known_of_what_is_under_way)
{
	check_reason(OAM_SILENT, NULL);
	check_reason(OAM_NOT_SENT, NULL);
	ck_assert(!oam_packet_unsent(packet));
}
END_TEST

START_TEST(a_drop_elsewhere)
{
	drop("P", "label 17 unknown", TRACE_DROP_DECIDED, sent);
	check_reason(OAM_SILENT, "dropped at P: label 17 unknown");
	ck_assert(!oam_packet_unsent(packet));
}
END_TEST

START_TEST(a_drop_at_the_sender_unless_it_was_on_the_link)
{
	drop("h", "link is cut", TRACE_DROP_CUT, sent);
	ck_assert(!oam_packet_unsent(packet));
	check_reason(OAM_SILENT, "dropped at h: link is cut");
	drop("h", "no ARP reply", TRACE_DROP_UNRESOLVED, sent);
	ck_assert(oam_packet_unsent(packet));
	check_reason(OAM_NOT_SENT, "no ARP reply");
}
END_TEST

/* An error about the packet, and the loss of that error. */
START_TEST(an_answer_hides_the_drop_until_it_is_lost)
{
	uint64_t dropped = drop("P", "TTL expired", TRACE_DROP_DECIDED, sent);
	uint64_t error = message("P", "sent", dropped);

	check_reason(OAM_SILENT, NULL);
	check_reason(OAM_REFUSED, "dropped at P: TTL expired");
	drop("h", "no route", TRACE_DROP_DECIDED, error);
	check_reason(OAM_SILENT, "answer dropped at h: no route");
	ck_assert(!oam_packet_unsent(packet));
}
END_TEST

START_TEST(a_reply_follows_from_what_was_received)
{
	uint64_t received = message("Q", "received", sent);

	check_reason(OAM_SILENT, NULL);
	drop("Q", "too many", TRACE_DROP_DECIDED, message("Q", "sent", received));
	check_reason(OAM_SILENT, "answer dropped at Q: too many");
}
END_TEST

START_TEST(what_is_not_followed_changes_nothing)
{
	uint64_t other = message("h", "sent", 0);

	drop("P", "no route", TRACE_DROP_DECIDED, other);
	check_reason(OAM_SILENT, NULL);
	oam_fate_forget(fate, packet);
	packet = NULL;
	drop("P", "no route", TRACE_DROP_DECIDED, sent);
}
END_TEST

START_TEST(names_of_errors)
{
	const IcmpMessage needed = {.type = ICMP_UNREACHABLE, .code = ICMP_FRAGMENTATION_NEEDED};
	const IcmpMessage odd = {.type = ICMP_UNREACHABLE, .code = 13};

	ck_assert_str_eq(oam_result_of(&needed), "fragmentation-needed");
	ck_assert_str_eq(oam_result_of(&odd), "unreachable");
	ck_assert(oam_is_error("fragmentation-needed") && oam_is_error("time-exceeded"));
	ck_assert(!oam_is_error("echo-reply") && !oam_is_error(""));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("fate");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, nothing_is_known_of_what_is_under_way);
	tcase_add_test(tc, a_drop_elsewhere);
	tcase_add_test(tc, a_drop_at_the_sender_unless_it_was_on_the_link);
	tcase_add_test(tc, an_answer_hides_the_drop_until_it_is_lost);
	tcase_add_test(tc, a_reply_follows_from_what_was_received);
	tcase_add_test(tc, what_is_not_followed_changes_nothing);
	tcase_add_test(tc, names_of_errors);
	return test_main("fate", tc);
}
