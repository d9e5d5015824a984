/* SPDX-License-Identifier: Apache-2.0 */
/* Routes and labels rest on several records: an announcement, and what its next hop resolves through. */
#include "models/net/records.h"
#include "tests/models/rib/rib_lab.h"
#include "tests/testing.h"

static RibLab *lab;

/* Records go into lab->text, a line each: "172.16.0.0/16: update and mapping" is a route's, its cause and a
 * further one. */
static GHashTable *names; /* id -> name */

static const char *name_of(uint64_t id)
{
	const char *name = g_hash_table_lookup(names, GSIZE_TO_POINTER(id));

	return name ? name : "?";
}

static void remember(uint64_t id, char *name)
{
	g_hash_table_insert(names, GSIZE_TO_POINTER(id), name);
}

static void note(const TraceRecord *record, char *name)
{
	g_string_append_printf(lab->text, "%s%s: %s", lab->text->len > 0 ? "\n" : "", name,
			       name_of(record->cause));
	remember(record->id, name);
}

static void on_record(const TraceRecord *record, void *user)
{
	(void)user;
	if (record->type == &trace_cause) {
		g_string_append_printf(lab->text, " and %s", name_of(record->cause));
	} else if (record->type == &trace_route) {
		GString *name = g_string_new(NULL);

		net_prefix_append(&((const TraceRoute *)record)->prefix, name);
		note(record, g_string_free(name, FALSE));
	} else if (record->type == &trace_lfib) {
		note(record, g_strdup_printf("label %u", ((const TraceLfib *)record)->label));
	}
}

/* A message comes in: what follows has it as cause. */
static void receive(const char *name)
{
	TraceMessage message = {.head = {.type = &trace_message, .node = "R"}, .type = name};

	sim_set_cause(lab->sim, 0);
	sim_set_cause(lab->sim, sim_trace(lab->sim, &message.head));
	remember(message.head.id, g_strdup(name));
}

static void expect(const char *text)
{
	ck_assert_str_eq(lab->text->str, text);
	g_string_truncate(lab->text, 0);
}

static void setup(void)
{
	lab = rib_lab_new();
	rib_lab_iface(lab, "a", NULL, "10.0.1.1/30");
	names = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	g_string_truncate(lab->text, 0);
	sim_subscribe(lab->sim, NULL, on_record, NULL);
}

static void teardown(void)
{
	rib_lab_free(lab);
	g_hash_table_destroy(names);
}

static void igp_route(void)
{
	receive("ls-update");
	rib_lab_route(lab->rib, &lab->igp, "10.9.9.9/32", 110, 10, "10.0.1.2 a");
}

static void mapping(void)
{
	receive("mapping");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.9.9/32", 9, "10.0.1.2 a push 17");
}

static void vpn_route(void)
{
	receive("update");
	rib_lab_route(lab->rib, &lab->ibgp, "172.16.0.0/16", 200, 0, "lsp 10.9.9.9 push 99");
}

START_TEST(route_after_lsp)
{
	igp_route();
	mapping();
	expect("10.9.9.9/32: ls-update");
	vpn_route();
	expect("172.16.0.0/16: update and mapping");
}
END_TEST

START_TEST(lsp_after_route)
{
	vpn_route();
	igp_route();
	expect("10.9.9.9/32: ls-update");
	mapping();
	expect("172.16.0.0/16: mapping and update");
}
END_TEST

START_TEST(route_of_next_hop_last)
{
	vpn_route();
	mapping();
	igp_route();
	expect("10.9.9.9/32: ls-update\n172.16.0.0/16: 10.9.9.9/32 and update and mapping");
}
END_TEST

START_TEST(unlabelled_route_through_a_route)
{
	igp_route();
	expect("10.9.9.9/32: ls-update");
	receive("update");
	rib_lab_route(lab->rib, &lab->ibgp, "172.16.0.0/16", 200, 0, "via 10.9.9.9");
	expect("172.16.0.0/16: update and 10.9.9.9/32");
}
END_TEST

/* LSP over LSP, as in option C: the labels of both. */
START_TEST(recursive_lsp)
{
	igp_route();
	mapping();
	receive("labelled update");
	rib_lab_route(lab->rib, &lab->ibgp, "10.8.8.8/32", 200, 0, "lsp 10.9.9.9");
	rib_lab_lsp(lab->rib, &lab->ibgp, "10.8.8.8/32", 20, "lsp 10.9.9.9 push 27");
	g_string_truncate(lab->text, 0);
	receive("update");
	rib_lab_route(lab->rib, &lab->ibgp, "172.16.0.0/16", 200, 0, "lsp 10.8.8.8 push 99");
	expect("172.16.0.0/16: update and labelled update and mapping");
}
END_TEST

START_TEST(removal_has_one_cause)
{
	igp_route();
	mapping();
	vpn_route();
	g_string_truncate(lab->text, 0);
	receive("withdraw");
	rib_lab_lsp_withdraw(lab->rib, &lab->ldp, "10.9.9.9/32");
	expect("172.16.0.0/16: withdraw");
}
END_TEST

START_TEST(label_rests_on_lsp)
{
	Fec fec = rib_lab_fec("10.9.9.9/32");

	mapping();
	igp_route();
	expect("10.9.9.9/32: ls-update");
	receive("request");
	rib_label_acquire(lab->rib, &fec, "ldp", RIB_LABEL_TRANSIT);
	expect("label 16: request and mapping");
}
END_TEST

/* What a source itself says of the announcement counts, not when it came to say so. */
START_TEST(announcement_named_by_source)
{
	RibHop hop = {.kind = RIB_HOP_DISCARD};
	RibRoute route = {.prefix = rib_lab_prefix("172.16.0.0/16"),
			  .source = &lab->ibgp,
			  .distance = 200,
			  .n_hops = 1,
			  .hops = &hop};

	receive("update");
	route.cause = lab->sim->cause;
	receive("decision");
	rib_route_update(lab->rib, &route);
	expect("172.16.0.0/16: decision and update");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("causes");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, route_after_lsp);
	tcase_add_test(tc, lsp_after_route);
	tcase_add_test(tc, route_of_next_hop_last);
	tcase_add_test(tc, unlabelled_route_through_a_route);
	tcase_add_test(tc, recursive_lsp);
	tcase_add_test(tc, removal_has_one_cause);
	tcase_add_test(tc, label_rests_on_lsp);
	tcase_add_test(tc, announcement_named_by_source);
	return test_main("rib_cause", tc);
}
