/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/lfib.h"
#include "models/net/records.h"
#include "tests/models/fwd/lab.h"
#include "tests/models/fwd/watcher.h"
#include "tests/testing.h"

#include <signal.h>

static void record(const TraceRecord *trace, void *user)
{
	const TraceLfib *lfib = (const TraceLfib *)trace;
	GString *out = user;

	g_string_append_printf(out, "%s %u %s %s [", trace->node, lfib->label, lfib->change,
			       lfib->operation);
	field_label_stack.print(&lfib->labels_out, out);
	g_string_append_printf(out, "] %s %s %s\n", lfib->next_hop ? lfib->next_hop : "-",
			       lfib->owner, lfib->fec);
}

static void set(FwdNode *node, uint32_t label, FwdNextHop *nh, const char *fec)
{
	fwd_lfib_set(node, label, nh, "ldp", fec, FALSE);
}

START_TEST(changes_are_told)
{
	Lab *lab = lab_new();
	GString *out = g_string_new(NULL);
	FwdNode *node = lab_node(lab, "P");
	FwdIface *core = lab_iface(node, "core", NULL, "10.0.0.1/24");
	FwdNextHop *swap = lab_hop(core, "10.0.0.2", 1, (Label){40, LABEL_KIND_LDP});
	FwdNextHop *pop = lab_gateway(core, "10.0.0.2");
	Watcher watcher = WATCHER_INIT;

	sim_subscribe(lab->sim, &trace_lfib, record, out);
	set(node, 17, swap, "10.0.0.9/32");
	fwd_depend_on_label(&watcher.dependant, node, 17);
	set(node, 17, swap, "10.0.0.9/32"); /* nothing changed */
	ck_assert_uint_eq(watcher.changes, 0);
	set(node, 17, pop, "10.0.0.9/32");
	ck_assert_uint_eq(watcher.changes, 1);
	fwd_dependant_clear(&watcher.dependant);
	set(node, 17, NULL, "10.0.0.9/32");
	set(node, 17, NULL, "10.0.0.9/32");
	set(node, 99999, NULL, "10.0.0.9/32");
	ck_assert_str_eq(out->str, "P 17 add swap [40] 10.0.0.2 core ldp 10.0.0.9/32\n"
				   "P 17 replace pop [] 10.0.0.2 core ldp 10.0.0.9/32\n"
				   "P 17 remove pop [] 10.0.0.2 core ldp 10.0.0.9/32\n");
	ck_assert_ptr_null(fwd_lfib_get(node, 17));
	ck_assert_uint_eq(swap->refs, 1);
	fwd_nexthop_unref(swap);
	fwd_nexthop_unref(pop);
	lab_free(lab);
	g_string_free(out, TRUE);
}
END_TEST

static gboolean list(uint32_t label, const FwdLfibEntry *entry, void *user)
{
	g_string_append_printf(user, "%u %s\n", label, fwd_lfib_operation(entry));
	return label < 100000;
}

START_TEST(operations_in_order_of_labels)
{
	Lab *lab = lab_new();
	GString *out = g_string_new(NULL);
	FwdNode *node = lab_node(lab, "PE-1");

	lab_label(node, NET_LABEL_MAX, fwd_nexthop_drop(NULL), FALSE);
	lab_label(node, 100000, fwd_nexthop_local(), FALSE);
	lab_label(node, 16, fwd_nexthop_lookup(fwd_node_add_vrf(node, "VPN-B")), TRUE);
	lab_label(node, 300, fwd_nexthop_via(NULL, NULL), FALSE);
	lab_label(node, 299, fwd_nexthop_drop("why"), FALSE);
	fwd_lfib_foreach(node, list, out);
	ck_assert_str_eq(out->str, "16 pop-lookup\n299 drop\n300 drop\n100000 pop-local\n");
	ck_assert(fwd_lfib_get(node, 16)->bottom);
	ck_assert_ptr_nonnull(fwd_lfib_get(node, NET_LABEL_MAX));
	ck_assert_ptr_null(fwd_lfib_get(node, 17));
	ck_assert_ptr_null(fwd_lfib_get(node, 5000));
	lab_free(lab);
	g_string_free(out, TRUE);
}
END_TEST

static void append_number(const FwdLfibOwner *owner, uint32_t key, GString *out)
{
	(void)owner;
	g_string_append_printf(out, "number %u", key);
}

START_TEST(many_share_an_object_and_each_has_a_label)
{
	static const FwdLfibOwner owner = {"bgp-vpn", append_number};
	const Label none = {.value = NET_LABEL_NONE};
	Lab *lab = lab_new();
	GString *out = g_string_new(NULL);
	FwdNode *node = lab_node(lab, "P");
	FwdIface *core = lab_iface(node, "core", NULL, "10.0.0.1/24");
	FwdNextHop *below = lab_hop(core, "10.0.0.2", 1, (Label){40, LABEL_KIND_LDP});

	sim_subscribe(lab->sim, &trace_lfib, record, out);
	fwd_lfib_swap(node, 16, below, (Label){100, LABEL_KIND_VPN}, &owner, 1);
	fwd_lfib_swap(node, 17, below, (Label){101, LABEL_KIND_VPN}, &owner, 2);
	fwd_lfib_swap(node, 17, below, (Label){101, LABEL_KIND_VPN}, &owner, 2);
	fwd_lfib_swap(node, 16, below, (Label){102, LABEL_KIND_VPN}, &owner, 1);
	fwd_lfib_swap(node, 17, below, none, &owner, 2);
	ck_assert_uint_eq(below->refs, 3);
	fwd_lfib_swap(node, 17, NULL, none, &owner, 2);
	set(node, 16, below, "10.0.0.9/32");
	ck_assert_str_eq(out->str, "P 16 add swap [40/100] 10.0.0.2 core bgp-vpn number 1\n"
				   "P 17 add swap [40/101] 10.0.0.2 core bgp-vpn number 2\n"
				   "P 16 replace swap [40/102] 10.0.0.2 core bgp-vpn number 1\n"
				   "P 17 replace swap [40] 10.0.0.2 core bgp-vpn number 2\n"
				   "P 17 remove swap [40] 10.0.0.2 core bgp-vpn number 2\n"
				   "P 16 replace swap [40] 10.0.0.2 core ldp 10.0.0.9/32\n");
	fwd_nexthop_unref(below);
	lab_free(lab);
	g_string_free(out, TRUE);
}
END_TEST

START_TEST(reserved_labels_are_refused)
{
	Lab *lab = lab_new();

	lab_label(lab_node(lab, "P"), NET_LABEL_IMPLICIT_NULL, fwd_nexthop_local(), FALSE);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("lfib");

	tcase_add_test(tc, changes_are_told);
	tcase_add_test(tc, operations_in_order_of_labels);
	tcase_add_test(tc, many_share_an_object_and_each_has_a_label);
	tcase_add_test_raise_signal(tc, reserved_labels_are_refused, SIGABRT);
	return test_main("lfib", tc);
}
