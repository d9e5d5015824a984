/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/nexthop.h"
#include "tests/models/fwd/lab.h"
#include "tests/testing.h"

static const Label ldp17 = {17, LABEL_KIND_LDP}, vpn29 = {29, LABEL_KIND_VPN};
static const Label implicit = {NET_LABEL_IMPLICIT_NULL, LABEL_KIND_LDP};

static void check_text(const FwdNextHop *nh, const char *expected)
{
	GString *text = g_string_new(NULL);

	fwd_nexthop_append(nh, text);
	ck_assert_str_eq(text->str, expected);
	g_string_free(text, TRUE);
}

START_TEST(texts)
{
	Lab *lab = lab_new();
	FwdNode *node = lab_node(lab, "A");
	FwdIface *core = lab_iface(node, "core", NULL, "10.0.0.1/24");
	FwdNextHop *all[] = {
		lab_gateway(core, "10.0.0.2"),
		fwd_nexthop_interface(core, NULL, NULL),
		fwd_nexthop_local(),
		fwd_nexthop_drop("blackhole"),
		fwd_nexthop_lookup(fwd_node_add_vrf(node, "VPN-B")),
		fwd_nexthop_lookup(fwd_node_global(node)),
		fwd_nexthop_via(NULL, NULL),
	};
	static const char *const expected[] = {"10.0.0.2 core", "core",   "local", "drop",
					       "VPN-B",         "global", "drop"};
	FwdNextHop *group = fwd_nexthop_group(all, 2), *via = fwd_nexthop_via(group, NULL);

	for (unsigned i = 0; i < G_N_ELEMENTS(all); i++)
		check_text(all[i], expected[i]);
	check_text(via, "10.0.0.2 core core");
	for (unsigned i = 0; i < G_N_ELEMENTS(all); i++)
		fwd_nexthop_unref(all[i]);
	fwd_nexthop_unref(group);
	fwd_nexthop_unref(via);
	fwd_nexthop_unref(NULL);
	lab_free(lab);
}
END_TEST

START_TEST(references)
{
	FwdNextHop *below = fwd_nexthop_local(), *other = fwd_nexthop_local();
	FwdNextHop *via = fwd_nexthop_via(below, NULL), *group;

	ck_assert_uint_eq(below->refs, 2);
	fwd_nexthop_set_via(via, other);
	ck_assert_uint_eq(below->refs, 1);
	ck_assert_uint_eq(other->refs, 2);
	fwd_nexthop_set_via(via, other); /* the same: not freed in between */
	ck_assert_uint_eq(other->refs, 2);
	fwd_nexthop_set_via(via, NULL);
	ck_assert_uint_eq(other->refs, 1);
	group = fwd_nexthop_group((FwdNextHop *[]){below, below, other}, 3);
	ck_assert_uint_eq(below->refs, 3);
	fwd_nexthop_unref(group);
	ck_assert_uint_eq(below->refs, 1);
	ck_assert_ptr_eq(fwd_nexthop_ref(below), below);
	fwd_nexthop_unref(below);
	fwd_nexthop_unref(below);
	fwd_nexthop_unref(other);
	fwd_nexthop_unref(via);
}
END_TEST

/* The label of the object nearest to the interface is on top; implicit null is none. */
START_TEST(end_and_labels)
{
	Lab *lab = lab_new();
	FwdIface *core = lab_iface(lab_node(lab, "A"), "core", NULL, "10.0.0.1/24");
	FwdNextHop *lsp = lab_hop(core, "10.0.0.2", 1, ldp17);
	FwdNextHop *php = lab_hop(core, "10.0.0.3", 1, implicit);
	FwdNextHop *group = fwd_nexthop_group((FwdNextHop *[]){lsp, php}, 2);
	FwdNextHop *vpn = fwd_nexthop_via(group, &(LabelStack){1, {vpn29}});
	LabelStack labels;

	ck_assert_ptr_eq(fwd_nexthop_end(vpn, &labels), lsp);
	ck_assert_uint_eq(labels.depth, 2);
	ck_assert_uint_eq(labels.label[0].value, 17);
	ck_assert_uint_eq(labels.label[1].value, 29);
	ck_assert_uint_eq(labels.label[1].kind, LABEL_KIND_VPN);
	fwd_nexthop_set_via(vpn, php);
	ck_assert_ptr_eq(fwd_nexthop_end(vpn, &labels), php);
	ck_assert_uint_eq(labels.depth, 1);
	ck_assert_uint_eq(labels.label[0].value, 29);
	fwd_nexthop_set_via(vpn, NULL);
	ck_assert_ptr_null(fwd_nexthop_end(vpn, &labels));
	fwd_nexthop_unref(vpn);
	fwd_nexthop_unref(group);
	fwd_nexthop_unref(lsp);
	fwd_nexthop_unref(php);
	lab_free(lab);
}
END_TEST

START_TEST(circle_ends)
{
	FwdNextHop *a = fwd_nexthop_via(NULL, &(LabelStack){1, {vpn29}});
	FwdNextHop *b = fwd_nexthop_via(a, NULL);
	LabelStack labels;

	fwd_nexthop_set_via(a, b);
	ck_assert_ptr_null(fwd_nexthop_end(a, &labels));
	ck_assert_uint_eq(labels.depth, LABEL_STACK_MAX);
	check_text(a, "drop");
	fwd_nexthop_set_via(a, NULL);
	fwd_nexthop_unref(a);
	fwd_nexthop_unref(b);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("nexthop");

	tcase_add_test(tc, texts);
	tcase_add_test(tc, references);
	tcase_add_test(tc, end_and_labels);
	tcase_add_test(tc, circle_ends);
	return test_main("nexthop", tc);
}
