/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/accept.h"
#include "tests/models/fwd/lab.h"
#include "tests/models/fwd/watcher.h"
#include "tests/testing.h"

/* Two protocols may advertise one label; it is accepted until both have taken it back. */
START_TEST(acceptances_are_counted)
{
	Lab *lab = lab_new();
	FwdIface *iface = lab_iface(lab_node(lab, "A"), "e0", NULL, "10.0.0.1/24");

	fwd_iface_set_label_check(iface, FWD_LABEL_CHECK_ADVERTISED);
	ck_assert(!fwd_iface_accepts_label(iface, 17));
	fwd_iface_accept_label(iface, 17);
	fwd_iface_accept_label(iface, 17);
	fwd_iface_accept_label(iface, 0);
	ck_assert(fwd_iface_accepts_label(iface, 17) && fwd_iface_accepts_label(iface, 0));
	fwd_iface_refuse_label(iface, 17);
	ck_assert(fwd_iface_accepts_label(iface, 17));
	fwd_iface_refuse_label(iface, 17);
	ck_assert(!fwd_iface_accepts_label(iface, 17) && fwd_iface_accepts_label(iface, 0));
	lab_free(lab);
}
END_TEST

/* Whatever labels are next to each other, or far apart. */
START_TEST(each_label_by_itself)
{
	static const uint32_t labels[] = {0, 1, 62, 63, 64, 65, 127, 128, 1048574, 1048575};
	Lab *lab = lab_new();
	FwdIface *iface = lab_iface(lab_node(lab, "A"), "e0", NULL, "10.0.0.1/24");

	fwd_iface_set_label_check(iface, FWD_LABEL_CHECK_ADVERTISED);
	for (unsigned i = 0; i < G_N_ELEMENTS(labels); i++) {
		fwd_iface_accept_label(iface, labels[i]);
		for (unsigned k = 0; k < G_N_ELEMENTS(labels); k++)
			ck_assert_int_eq(fwd_iface_accepts_label(iface, labels[k]), k == i);
		fwd_iface_refuse_label(iface, labels[i]);
	}
	lab_free(lab);
}
END_TEST

/* It never stands on a wire: whoever advertises it need not know that. */
START_TEST(implicit_null)
{
	Lab *lab = lab_new();
	FwdIface *iface = lab_iface(lab_node(lab, "A"), "e0", NULL, "10.0.0.1/24");

	fwd_iface_set_label_check(iface, FWD_LABEL_CHECK_ADVERTISED);
	fwd_iface_accept_label(iface, NET_LABEL_IMPLICIT_NULL);
	ck_assert(!fwd_iface_accepts_label(iface, NET_LABEL_IMPLICIT_NULL));
	fwd_iface_refuse_label(iface, NET_LABEL_IMPLICIT_NULL);
	lab_free(lab);
}
END_TEST

/* Customers and other ASes may send what they were told of; either can be configured. */
START_TEST(where_labels_are_checked)
{
	Lab *lab = lab_new();
	FwdNode *node = lab_node(lab, "PE");
	FwdIface *core = lab_iface(node, "core", NULL, "10.0.0.1/24");
	FwdIface *ce = lab_iface(node, "ce", fwd_node_add_vrf(node, "red"), "10.0.1.1/24");

	ck_assert(!fwd_iface_checks_labels(core) && fwd_iface_accepts_label(core, 17));
	ck_assert(fwd_iface_checks_labels(ce) && !fwd_iface_accepts_label(ce, 17));
	fwd_iface_add_border(core);
	fwd_iface_add_border(core);
	fwd_iface_remove_border(core);
	ck_assert(fwd_iface_checks_labels(core) && !fwd_iface_accepts_label(core, 17));
	fwd_iface_set_label_check(core, FWD_LABEL_CHECK_PLATFORM);
	ck_assert(!fwd_iface_checks_labels(core) && fwd_iface_accepts_label(core, 17));
	fwd_iface_set_label_check(core, FWD_LABEL_CHECK_BY_PLACE);
	ck_assert(fwd_iface_checks_labels(core));
	fwd_iface_remove_border(core);
	ck_assert(!fwd_iface_checks_labels(core));
	fwd_iface_set_label_check(core, FWD_LABEL_CHECK_ADVERTISED);
	ck_assert(fwd_iface_checks_labels(core));
	fwd_iface_set_label_check(ce, FWD_LABEL_CHECK_PLATFORM);
	ck_assert(!fwd_iface_checks_labels(ce));
	lab_free(lab);
}
END_TEST

START_TEST(names)
{
	Lab *lab = lab_new();
	FwdIface *iface = lab_iface(lab_node(lab, "A"), "e0", NULL, "10.0.0.1/24");
	FwdLabelCheck check;

	ck_assert(fwd_label_check_parse("", &check) && check == FWD_LABEL_CHECK_BY_PLACE);
	ck_assert(fwd_label_check_parse("platform", &check) && check == FWD_LABEL_CHECK_PLATFORM);
	ck_assert(fwd_label_check_parse("advertised", &check));
	ck_assert_int_eq(check, FWD_LABEL_CHECK_ADVERTISED);
	ck_assert(!fwd_label_check_parse("yes", &check));
	iface->mpls = TRUE;
	ck_assert_str_eq(fwd_iface_label_check_name(iface), "platform");
	fwd_iface_set_label_check(iface, check);
	ck_assert_str_eq(fwd_iface_label_check_name(iface), "advertised");
	iface->mpls = FALSE;
	ck_assert_ptr_null(fwd_iface_label_check_name(iface));
	lab_free(lab);
}
END_TEST

/* Who walked over the interface is told of what changes the answer, and of nothing else. */
START_TEST(watchers)
{
	Lab *lab = lab_new();
	FwdIface *iface = lab_iface(lab_node(lab, "A"), "e0", NULL, "10.0.0.1/24");
	Watcher watcher = WATCHER_INIT;

	fwd_depend_on(&watcher.dependant, &iface->point);
	fwd_iface_accept_label(iface, 17); /* all are accepted anyway */
	fwd_iface_set_label_check(iface, FWD_LABEL_CHECK_PLATFORM);
	fwd_iface_add_border(iface);
	ck_assert_uint_eq(watcher.changes, 0);
	fwd_iface_set_label_check(iface, FWD_LABEL_CHECK_BY_PLACE);
	ck_assert_uint_eq(watcher.changes, 1);
	fwd_iface_accept_label(iface, 17);
	fwd_iface_refuse_label(iface, 17);
	ck_assert_uint_eq(watcher.changes, 1);
	fwd_iface_refuse_label(iface, 17);
	fwd_iface_accept_label(iface, 18);
	ck_assert_uint_eq(watcher.changes, 3);
	fwd_iface_remove_border(iface);
	ck_assert_uint_eq(watcher.changes, 4);
	fwd_dependant_clear(&watcher.dependant);
	lab_free(lab);
}
END_TEST

START_TEST(crash)
{
	Lab *lab = lab_new();
	FwdNode *node = lab_node(lab, "A");
	FwdIface *iface = lab_iface(node, "e0", NULL, "10.0.0.1/24");

	fwd_iface_add_border(iface);
	fwd_iface_accept_label(iface, 17);
	fwd_node_crash(node);
	fwd_node_forget(node);
	fwd_node_restart(node);
	ck_assert(!fwd_iface_checks_labels(iface));
	fwd_iface_add_border(iface);
	ck_assert(!fwd_iface_accepts_label(iface, 17));
	lab_free(lab);
}
END_TEST

static void append_row(const void *row, void *user)
{
	const TableDef *table = &fwd_table_accepted_labels;
	GString *out = user;

	for (unsigned i = 0; i < table->n_fields; i++) {
		g_string_append(out, i > 0 ? " " : "");
		if (!table->fields[i].kind->print(field_at(&table->fields[i], row), out))
			g_string_append_c(out, '-');
	}
	g_string_append_c(out, '\n');
}

/* In the order of interfaces and labels. */
START_TEST(table)
{
	Lab *lab = lab_new();
	FwdNode *node = lab_node(lab, "PE");
	FwdIface *core = lab_iface(node, "core", NULL, "10.0.0.1/24");
	FwdIface *ce = lab_iface(node, "ce", fwd_node_add_vrf(node, "red"), "10.0.1.1/24");
	GString *out = g_string_new(NULL);

	lab_label(node, 300, lab_gateway(core, "10.0.0.2"), FALSE);
	for (uint32_t label = 301; label > 298; label--)
		fwd_iface_accept_label(ce, label);
	fwd_iface_accept_label(ce, 300);
	fwd_iface_refuse_label(ce, 299);
	fwd_iface_accept_label(core, 0);
	fwd_table_accepted_labels.foreach (node, append_row, out);
	ck_assert_str_eq(out->str, "core - no 0 1 - -\n"
				   "ce red yes 300 2 static test\n"
				   "ce red yes 301 1 - -\n");
	g_string_free(out, TRUE);
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("accept");

	tcase_add_test(tc, acceptances_are_counted);
	tcase_add_test(tc, each_label_by_itself);
	tcase_add_test(tc, implicit_null);
	tcase_add_test(tc, where_labels_are_checked);
	tcase_add_test(tc, names);
	tcase_add_test(tc, watchers);
	tcase_add_test(tc, crash);
	tcase_add_test(tc, table);
	return test_main("accept", tc);
}
