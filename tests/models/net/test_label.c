/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/label.h"
#include "tests/testing.h"

START_TEST(kinds)
{
	LabelKind kind;

	for (int k = LABEL_KIND_NONE + 1; k < LABEL_KINDS; k++) {
		ck_assert(label_kind_parse(label_kind_name((LabelKind)k), &kind));
		ck_assert_int_eq(kind, k);
	}
	ck_assert_str_eq(label_kind_name(LABEL_KIND_BGP_LU), "bgp-lu");
	ck_assert(!label_kind_parse("none", &kind));
	ck_assert(!label_kind_parse("LDP", &kind));
	ck_assert(!label_kind_parse("", &kind));
}
END_TEST

START_TEST(fec)
{
	GString *s = g_string_new(NULL);
	NetPrefix p, q;
	NetRd rd;
	Fec a, b, c;

	ck_assert(net_rd_parse("1:27", &rd));
	ck_assert(net_prefix_parse("10.0.0.1/32", FALSE, &p));
	ck_assert(net_prefix_parse("10.0.0.0/31", FALSE, &q));
	a = fec_prefix(&p);
	b = fec_prefix(&p);
	ck_assert(fec_equal(&a, &b));
	ck_assert_uint_eq(fec_hash(&a), fec_hash(&b));
	b = fec_prefix(&q);
	ck_assert(!fec_equal(&a, &b));
	ck_assert_int_eq(fec_cmp(&a, &b), net_prefix_cmp(&p, &q));
	b = fec_vpn(rd, &p);
	ck_assert(!fec_equal(&a, &b));
	ck_assert_int_lt(fec_cmp(&a, &b), 0);
	c = fec_vpn(rd + 1, &p);
	ck_assert(!fec_equal(&b, &c));
	ck_assert_int_lt(fec_cmp(&b, &c), 0);
	fec_append(&b, s);
	ck_assert_str_eq(s->str, "1:27 10.0.0.1/32");
	g_string_truncate(s, 0);
	fec_append(&a, s);
	ck_assert_str_eq(s->str, "10.0.0.1/32");
	g_string_free(s, TRUE);
}
END_TEST

START_TEST(stacks_are_equal_in_values_and_kinds)
{
	const LabelStack a = {2, {{17, LABEL_KIND_LDP}, {29, LABEL_KIND_VPN}}};
	LabelStack b = a;

	ck_assert(label_stack_equal(&a, &b));
	b.label[2].value = 5; /* beyond its depth */
	ck_assert(label_stack_equal(&a, &b));
	b.depth = 1;
	ck_assert(!label_stack_equal(&a, &b));
	b = a;
	b.label[1].value = 30;
	ck_assert(!label_stack_equal(&a, &b));
	b = a;
	b.label[1].kind = LABEL_KIND_STATIC;
	ck_assert(!label_stack_equal(&a, &b));
}
END_TEST

START_TEST(label_field)
{
	GString *s = g_string_new(NULL);
	uint32_t label = NET_LABEL_NONE;

	ck_assert(!field_label.print(&label, s));
	label = NET_LABEL_IPV4_EXPLICIT_NULL;
	ck_assert(field_label.print(&label, s));
	ck_assert_str_eq(s->str, "0");
	label = NET_LABEL_MAX;
	ck_assert_int_eq(field_label.to_int(&label), 1048575);
	g_string_free(s, TRUE);
}
END_TEST

static uint64_t stack_digest(const LabelStack *stack)
{
	Digest d;

	digest_init(&d);
	field_label_stack.digest(stack, &d);
	return digest_value(&d);
}

START_TEST(stack_field)
{
	LabelStack stack = {2, {{17, LABEL_KIND_LDP}, {29, LABEL_KIND_VPN}}}, none = {.depth = 0};
	GString *s = g_string_new(NULL);

	ck_assert(field_label_stack.print(&none, s));
	ck_assert_str_eq(s->str, "");
	ck_assert(field_label_stack.print(&stack, s));
	ck_assert_str_eq(s->str, "17/29");
	ck_assert(stack_digest(&stack) != stack_digest(&none));
	none = stack;
	none.label[7].value = 1; /* past the depth: not part of the value */
	ck_assert_uint_eq(stack_digest(&stack), stack_digest(&none));
	none.label[1].value = 30;
	ck_assert(stack_digest(&stack) != stack_digest(&none));
	g_string_free(s, TRUE);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("label");

	tcase_add_test(tc, kinds);
	tcase_add_test(tc, fec);
	tcase_add_test(tc, stacks_are_equal_in_values_and_kinds);
	tcase_add_test(tc, label_field);
	tcase_add_test(tc, stack_field);
	return test_main("label", tc);
}
