/* SPDX-License-Identifier: Apache-2.0 */
/* What is recorded of a neighbour, and which of several faults the rest follows from. */
#include "models/bgp/bgp_trace.h"
#include "models/net/records.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/testing.h"

#include <string.h>

static Lab *lab;
static BgpPeer *peer;

static void setup(void)
{
	static const uint32_t as_numbers[] = {65001, 65002};

	lab = lab_new(2, as_numbers);
	lab_link(lab, 1, 2);
	peer = lab_neighbor(lab, 1, 2, "ipv4");
}

static void teardown(void)
{
	lab_free(lab);
}

START_TEST(notes)
{
	static const struct {
		BgpNote note;
		const char *kind;
	} kinds[] = {
		{BGP_NOTE_LOSS, "session-loss"},
		{BGP_NOTE_REFUSAL, "session-refusal"},
		{BGP_NOTE_DISCARD, "attribute-discard"},
		{BGP_NOTE_WITHDRAW, "treat-as-withdraw"},
		{BGP_NOTE_DISABLE, "family-disable"},
		{BGP_NOTE_RESET, "session-reset"},
		{BGP_NOTE_FAMILY, "family-not-agreed"},
		{BGP_NOTE_STALE, "stale-paths"},
		{BGP_NOTE_SEGMENT, "segments-dropped"},
		{BGP_NOTE_NO_REFRESH, "refresh-not-agreed"},
		{BGP_NOTE_MEMBERSHIP, "memberships-late"},
		{BGP_NOTE_LIMIT, "maximum-prefix"},
	};

	ck_assert_uint_eq(G_N_ELEMENTS(kinds), BGP_NOTES);
	for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_autofree char *line =
			g_strdup_printf("R1 10.0.0.2 %s: why %u\n", kinds[i].kind, i);
		g_autofree char *why = g_strdup_printf("why %u", i);

		ck_assert_uint_gt(bgp_trace_note(peer, kinds[i].note, why), 0);
		ck_assert_uint_eq(lab_count(lab, line), 1);
	}
}
END_TEST

/* A note is of the VRF that the session is in. */
static void on_event(const TraceRecord *record, void *user)
{
	const TraceSessionEvent *e = (const void *)record;

	ck_assert_ptr_null(e->vrf);
	ck_assert_str_eq(e->protocol, "bgp");
	*(const char **)user = record->node;
}

START_TEST(whose)
{
	const char *node = NULL;

	sim_subscribe(lab->sim, &trace_session_event, on_event, &node);
	bgp_trace_note(peer, BGP_NOTE_LOSS, "why");
	ck_assert_str_eq(node, "R1");
	sim_unsubscribe(lab->sim, on_event, &node);
}
END_TEST

START_TEST(texts)
{
	static const struct {
		uint8_t type;
		const char *error, *text;
	} cases[] = {
		{BGP_ATTR_COMMUNITIES, "UPDATE Message Error/Attribute Length Error",
		 "COMMUNITIES: Attribute Length Error"},
		{0, "UPDATE Message Error/Invalid Network Field", "Invalid Network Field"},
		{0, "no slash", "no slash"},
		{99, "UPDATE Message Error/Attribute Flags Error",
		 "attribute 99: Attribute Flags Error"},
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		BgpFault fault = {.type = cases[i].type, .error.text = cases[i].error};
		g_autofree char *text = bgp_fault_text(&fault);

		ck_assert_str_eq(text, cases[i].text);
	}
}
END_TEST

static BgpFault fault_of(BgpReaction reaction, uint8_t type)
{
	return (BgpFault){.reaction = reaction, .type = type, .error.text = "x/wrong"};
}

/* Each fault is recorded, and what is done follows from the strongest. */
START_TEST(faults)
{
	static BgpUpdate update;
	uint64_t first, cause;

	update.faults[0] = fault_of(BGP_REACT_DISCARD, BGP_ATTR_AGGREGATOR);
	update.faults[1] = fault_of(BGP_REACT_WITHDRAW, BGP_ATTR_ORIGIN);
	update.faults[2] = fault_of(BGP_REACT_DISCARD, BGP_ATTR_ATOMIC_AGGREGATE);
	update.n_faults = 3;
	update.reaction = BGP_REACT_WITHDRAW;
	first = bgp_trace_note(peer, BGP_NOTE_LOSS, "before");
	cause = bgp_trace_faults(peer, &update);
	ck_assert_uint_eq(cause, first + 2);
	ck_assert_uint_eq(lab_count(lab,
				    "attribute-discard: AGGREGATOR: wrong\n"
				    "R1 10.0.0.2 treat-as-withdraw: ORIGIN: wrong\n"
				    "R1 10.0.0.2 attribute-discard: ATOMIC_AGGREGATE: wrong\n"),
			  1);
}
END_TEST

START_TEST(no_faults)
{
	static const BgpUpdate update;
	uint64_t id = bgp_trace_note(peer, BGP_NOTE_LOSS, "before");
	uint64_t former = sim_set_cause(lab->sim, id);

	ck_assert_uint_eq(bgp_trace_faults(peer, &update), id);
	sim_set_cause(lab->sim, former);
	ck_assert_uint_eq(lab_count(lab, "R1 10.0.0.2"), 1);
}
END_TEST

/* A family is disabled only where that is wanted: else the session ends for it, which is what is told. */
START_TEST(disabled_or_reset)
{
	static BgpUpdate update;

	update.faults[0] = fault_of(BGP_REACT_DISABLE, BGP_ATTR_MP_REACH_NLRI);
	update.n_faults = 1;
	update.reaction = BGP_REACT_DISABLE;
	bgp_trace_faults(peer, &update);
	ck_assert_uint_eq(lab_count(lab, "session-reset: MP_REACH_NLRI: wrong\n"), 1);
	peer->options.disable_family = TRUE;
	bgp_trace_faults(peer, &update); /* of no family that is known */
	ck_assert_uint_eq(lab_count(lab, "session-reset"), 2);
	update.attrs.mp_reach.afi = 1;
	update.attrs.mp_reach.safi = 128;
	bgp_trace_faults(peer, &update);
	ck_assert_uint_eq(lab_count(lab, "session-reset"), 2);
	ck_assert_uint_eq(lab_count(lab, "family-disable: MP_REACH_NLRI: wrong\n"), 1);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_trace");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, notes);
	tcase_add_test(tc, whose);
	tcase_add_test(tc, texts);
	tcase_add_test(tc, faults);
	tcase_add_test(tc, no_faults);
	tcase_add_test(tc, disabled_or_reset);
	return test_main("bgp_trace", tc);
}
