/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/records.h"
#include "tests/testing.h"

#include <string.h>

/* Prints every member as "name=value "; absent ones as "name ". */
static char *print(const TraceType *type, const void *record)
{
	GString *s = g_string_new(NULL);

	for (unsigned i = 0; i < type->n_fields; i++) {
		const Field *f = &type->fields[i];
		size_t at;

		g_string_append(s, f->name);
		at = s->len;
		if (f->kind->print(field_at(f, record), s))
			g_string_insert_c(s, (gssize)at, '=');
		g_string_append_c(s, i + 1 < type->n_fields ? ' ' : '\n');
	}
	return g_string_free(s, FALSE);
}

static void expect(const TraceType *type, const void *record, const char *text)
{
	char *printed = print(type, record);

	ck_assert_str_eq(printed, text);
	g_free(printed);
}

START_TEST(columns)
{
	TraceMessage message = {.peer = "10.0.0.2",
				.direction = "sent",
				.protocol = "ldp",
				.type = "hello",
				.bytes = 42};
	TraceRoute route = {.family = "ipv4", .protocol = "bgp", .change = "add"};
	TraceRefusal refusal = {.family = "ipv4", .rd = 27 + (UINT64_C(1) << 32), .reason = "x y"};
	TraceSessionEvent event = {
		.protocol = "bgp", .peer = "10.0.0.2", .kind = "session-loss", .reason = "x y"};
	TraceLfib lfib = {.label = 16, .change = "add", .operation = "swap"};
	TraceAction action = {.kind = "link-down", .target = "P:a--b"};
	TraceDrop drop = {.interface = "core", .reason = "no route"};

	ck_assert(net_prefix_parse("152.12.4.0/24", FALSE, &route.prefix));
	refusal.prefix = route.prefix;
	route.labels = (LabelStack){1, {{29, LABEL_KIND_VPN}}};
	ck_assert(net_addr_parse("10.0.0.9", &drop.destination));
	expect(&trace_message, &message,
	       "peer=10.0.0.2 direction=sent protocol=ldp type=hello bytes=42\n");
	expect(&trace_route, &route,
	       "vrf family=ipv4 prefix=152.12.4.0/24 protocol=bgp change=add next_hop labels=29\n");
	expect(&trace_refusal, &refusal,
	       "vrf family=ipv4 rd=1:27 prefix=152.12.4.0/24 protocol peer reason=x y\n");
	expect(&trace_session_event, &event,
	       "vrf protocol=bgp peer=10.0.0.2 kind=session-loss reason=x y\n");
	expect(&trace_lfib, &lfib,
	       "label=16 change=add operation=swap labels_out= next_hop owner fec\n");
	expect(&trace_action, &action, "kind=link-down target=P:a--b\n");
	expect(&trace_drop, &drop, "vrf interface=core reason=no route destination=10.0.0.9\n");
}
END_TEST

START_TEST(flags)
{
	ck_assert_uint_eq(trace_message.flags, TRACE_DIGEST);
	ck_assert_uint_eq(trace_refusal.flags, TRACE_DIGEST);
	ck_assert_uint_eq(trace_drop.flags, TRACE_DIGEST);
	ck_assert_uint_eq(trace_route.flags, TRACE_CHANGE | TRACE_DIGEST);
	ck_assert_uint_eq(trace_lfib.flags, TRACE_CHANGE | TRACE_DIGEST);
	ck_assert_uint_eq(trace_action.flags, TRACE_CHANGE | TRACE_DIGEST);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("records");

	tcase_add_test(tc, columns);
	tcase_add_test(tc, flags);
	return test_main("records", tc);
}
