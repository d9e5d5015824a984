/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/tables.h"
#include "models/rib/rib_tables.h"
#include "tests/models/net/table_text.h"
#include "tests/models/rib/rib_lab.h"
#include "tests/testing.h"

static RibLab *lab;

static void setup(void)
{
	lab = rib_lab_new();
	rib_lab_iface(lab, "a", NULL, "10.0.1.1/30");
	rib_lab_iface(lab, "b", NULL, "10.0.2.1/30");
}

static void teardown(void)
{
	rib_lab_free(lab);
}

static const char *rib_text(const char *table, const char *columns)
{
	return table_text(table_named(rib_tables, table), lab->node, columns);
}

static const char *fwd_text(const char *table, const char *columns)
{
	return table_text(table_named(fwd_tables, table), lab->fwd, columns);
}

/* The lines of text that contain a word; borrowed until the next call. */
static const char *lines_with(const char *text, const char *word)
{
	static GString *found;
	char **lines = g_strsplit(text, "\n", -1);

	if (found)
		g_string_free(found, TRUE);
	found = g_string_new(NULL);
	for (char **line = lines; *line; line++)
		if (g_strstr_len(*line, -1, word))
			g_string_append_printf(found, "%s\n", *line);
	g_strfreev(lines);
	return found->str;
}

START_TEST(every_candidate_and_why_it_is_not_used)
{
	rib_lab_route(lab->rib, &lab->ibgp, "10.1.0.0/16", 200, 0, "via 10.9.9.9");
	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 110, 5, "10.0.1.2 a");
	rib_lab_route(lab->rib, &lab->ebgp, "10.1.0.0/16", 110, 7, "10.0.2.2 b");
	ck_assert_str_eq(
		lines_with(rib_text("routes", "prefix protocol best metric next_hop reason"),
			   "10.1."),
		"10.1.0.0/16 | ospf | yes | 5 | 10.0.1.2 a | -\n"
		"10.1.0.0/16 | ebgp | no | 7 | 10.0.2.2 b | metric 5 is lower\n"
		"10.1.0.0/16 | ibgp | no | 0 | 10.9.9.9 | no route to 10.9.9.9\n");

	rib_lab_route(lab->rib, &lab->igp, "10.9.9.0/24", 110, 1, "10.0.1.2 a");
	rib_lab_link(lab, "a", FWD_LINK_DOWN);
	ck_assert_str_eq(lines_with(rib_text("routes", "prefix protocol best reason"), "10.1."),
			 "10.1.0.0/16 | ospf | no | interface a down\n"
			 "10.1.0.0/16 | ebgp | yes | -\n"
			 "10.1.0.0/16 | ibgp | no | no route to 10.9.9.9\n");
	rib_lab_link(lab, "a", FWD_LINK_UP);
	rib_lab_route(lab->rib, &lab->igp, "10.2.0.0/16", 255, 5, "10.0.1.2 a");
	ck_assert_str_eq(lines_with(rib_text("routes", "prefix protocol best reason"), "10.2."),
			 "10.2.0.0/16 | ospf | no | distance 255 is not used\n");
	ck_assert_str_eq(lines_with(rib_text("routes", "protocol best reason"), "ibgp"),
			 "ibgp | no | distance 110 of ospf is lower\n");
}
END_TEST

START_TEST(showing_changes_nothing)
{
	char *before;

	rib_lab_route(lab->rib, &lab->ibgp, "10.1.0.0/16", 200, 0, "via 10.1.2.3");
	before = g_strdup(rib_text("routes", "prefix protocol best reason"));
	rib_lab_forget(lab);
	ck_assert_str_eq(rib_text("routes", "prefix protocol best reason"), before);
	rib_lab_expect(lab, "");
	g_free(before);
}
END_TEST

START_TEST(labels_of_equal_cost_next_hops)
{
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 1, "10.0.1.2 a, 10.0.2.2 b");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 9, "10.0.1.2 a push 17, 10.0.2.2 b");
	ck_assert_str_eq(rib_text("lsps", "fec protocol best next_hop labels reason"),
			 "10.9.0.1/32 | ldp | yes | 10.0.1.2 a 10.0.2.2 b | 17 - | -\n");
	ck_assert_str_eq(lines_with(fwd_text("fib", "prefix next_hop labels"), "10.9."),
			 "10.9.0.1/32 | 10.0.1.2 a 10.0.2.2 b | 17 -\n");

	/* What a route above pushes stands below the labels of each member. */
	rib_lab_route(rib_lab_vrf(lab, "V"), &lab->ibgp, "10.1.0.0/16", 200, 0,
		      "lsp 10.9.0.1 vpn 29");
	ck_assert_str_eq(lines_with(fwd_text("fib", "vrf prefix next_hop labels"), "V | "),
			 "V | 10.1.0.0/16 | 10.0.1.2 a 10.0.2.2 b | 17/29 29\n");
	ck_assert_str_eq(lines_with(rib_text("routes", "vrf prefix next_hop labels"), "V | "),
			 "V | 10.1.0.0/16 | 10.9.0.1 | 29\n");
	ck_assert_str_eq(
		rib_text("nht", "address needs resolved metric via routes watchers reason"),
		"10.9.0.1 | lsp | yes | 1 | 10.9.0.1/32 | 1 | 0 | -\n");
	rib_lab_lsp_withdraw(lab->rib, &lab->ldp, "10.9.0.1/32");
	ck_assert_str_eq(rib_text("nht", "address needs resolved metric via next_hop reason"),
			 "10.9.0.1 | lsp | no | - | - | - | no LSP to 10.9.0.1\n");
}
END_TEST

START_TEST(local_labels)
{
	Fec fec = rib_lab_fec("10.9.0.1/32"), other = rib_lab_fec("10.9.0.2/32");

	ck_assert(rib_label_configure(lab->rib, &other, 92));
	rib_label_acquire(lab->rib, &fec, "ldp", RIB_LABEL_TRANSIT);
	rib_label_acquire(lab->rib, &fec, "vpn", RIB_LABEL_EGRESS);
	ck_assert_str_eq(rib_text("labels", "label fec owner configured egress holds"),
			 "16 | 10.9.0.1/32 | ldp | no | yes | 2\n"
			 "92 | 10.9.0.2/32 | - | yes | no | 0\n");
	rib_label_release(lab->rib, &fec);
	rib_label_release(lab->rib, &fec);
	ck_assert_str_eq(rib_text("labels", "label"), "92\n");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("tables");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, every_candidate_and_why_it_is_not_used);
	tcase_add_test(tc, showing_changes_nothing);
	tcase_add_test(tc, labels_of_equal_cost_next_hops);
	tcase_add_test(tc, local_labels);
	return test_main("rib tables", tc);
}
