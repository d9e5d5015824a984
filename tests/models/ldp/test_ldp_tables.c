/* SPDX-License-Identifier: Apache-2.0 */
/* What LDP shows. */
#include "models/fwd/tables.h"
#include "models/ldp/ldp_tables.h"
#include "tests/models/ldp/ldp_lab.h"
#include "tests/models/net/table_text.h"
#include "tests/testing.h"

/* R1 - R2 - R3. */
static Lab *running_chain(void)
{
	Lab *lab = lab_new(3);

	lab_link(lab, 1, 2);
	lab_link(lab, 2, 3);
	lab_configure(lab, 0);
	lab_route_chain(lab);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	return lab;
}

static const char *text(Lab *lab, unsigned i, const char *table, const char *columns)
{
	return table_text(table_named(ldp_tables, table), lab_router(lab, i)->ldp, columns);
}

START_TEST(tables)
{
	Lab *lab = running_chain();

	ck_assert_str_eq(text(lab, 2, "ldp-discovery", "interface active peer transport hold_ns"),
			 "to-R1 | yes | 10.0.0.1 | 10.0.0.1 | 15\n"
			 "to-R3 | yes | 10.0.0.3 | 10.0.0.3 | 15\n");
	ck_assert_str_eq(text(lab, 2, "ldp-sessions",
			      "peer local transport role state keepalive_s adjacencies"),
			 "10.0.0.1 | 10.0.0.2 | 10.0.0.1 | active | OPERATIONAL | 180 | 1\n"
			 "10.0.0.3 | 10.0.0.2 | 10.0.0.3 | passive | OPERATIONAL | 180 | 1\n");
	lab_free(lab);
}
END_TEST

/* R2 gets a label for R3's loopback from both; it uses the one of R3, implicit null. */
START_TEST(bindings_and_the_one_in_use)
{
	Lab *lab = running_chain();
	const char *all = text(lab, 2, "ldp-bindings", "fec local peer received sent in_use");
	char *want =
		g_strdup_printf("10.0.0.3/32 | %u | 10.0.0.1 | %u | %u | no\n"
				"10.0.0.3/32 | %u | 10.0.0.3 | 3 | %u | yes\n",
				lab_label(lab, 2, "10.0.0.3/32"), lab_label(lab, 1, "10.0.0.3/32"),
				lab_label(lab, 2, "10.0.0.3/32"), lab_label(lab, 2, "10.0.0.3/32"),
				lab_label(lab, 2, "10.0.0.3/32"));

	ck_assert_msg(g_strstr_len(all, -1, want) != NULL, "%s", all);
	g_free(want);
	lab_free(lab);
}
END_TEST

START_TEST(nobody_is_heard)
{
	Lab *lab = running_chain();

	fwd_link_set_state(g_ptr_array_index(lab->links, 0), FWD_LINK_SILENT);
	lab_run(lab, 200 * SIM_SEC);
	ck_assert_str_eq(text(lab, 1, "ldp-discovery", "interface active peer hold_ns expires_ns"),
			 "to-R2 | yes | - | - | -\n");
	ck_assert_str_eq(text(lab, 1, "ldp-sessions", "peer"), "");
	ck_assert_ptr_nonnull(g_strstr_len(text(lab, 1, "ldp-bindings", "fec peer received in_use"),
					   -1, "10.0.0.3/32 | - | - | no\n"));
	lab_free(lab);
}
END_TEST

/* LDP's connection as TCP shows it. */
START_TEST(tcp)
{
	Lab *lab = running_chain();
	const char *sockets =
		table_text(&fwd_table_tcp, lab_router(lab, 1)->fwd,
			   "local_port remote state unacknowledged_bytes retransmit_ns rto_ns");

	ck_assert_msg(g_strstr_len(sockets, -1, "646 | - | LISTEN | - | - | -\n") ||
			      g_strstr_len(sockets, -1, "646 | 10.0.0.2 | LISTEN | - | - | -\n"),
		      "%s", sockets);
	ck_assert_msg(g_strstr_len(sockets, -1, "646 | 10.0.0.2 | ESTABLISHED | 0 | - | 1\n") !=
			      NULL,
		      "%s", sockets);
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("tables");

	tcase_add_test(tc, tables);
	tcase_add_test(tc, bindings_and_the_one_in_use);
	tcase_add_test(tc, nobody_is_heard);
	tcase_add_test(tc, tcp);
	return test_main("ldp tables", tc);
}
