/* SPDX-License-Identifier: Apache-2.0 */
#include "models/static/static.h"
#include "tests/models/rib/rib_lab.h"
#include "tests/testing.h"

#include <string.h>

static RibLab *lab;
static ProtoHost host;
static ProtoInstance *instance;

static ProtoInstance *create(Rib *rib)
{
	ProtoInstance *made = static_class.create(&host, rib, NULL, NULL);

	ck_assert_ptr_nonnull(made);
	return made;
}

static void setup(void)
{
	lab = rib_lab_new();
	rib_lab_iface(lab, "a", NULL, "10.0.1.1/30");
	rib_lab_iface(lab, "b", NULL, "10.0.2.1/30");
	rib_lab_forget(lab);
	host = (ProtoHost){
		.sim = lab->sim, .fwd = lab->fwd, .rib_node = lab->node, .node_name = "R"};
	instance = create(lab->rib);
}

static void teardown(void)
{
	static_class.destroy(instance);
	rib_lab_free(lab);
}

/* A <route> with attributes as the scenario has them; distance, push NULL: the default. */
static void *configured(const char *prefix, const char *via, const char *distance, const char *push)
{
	const ProtoItem *item = &static_class.items[0];
	const char *const values[][2] = {
		{"prefix", prefix}, {"via", via}, {"distance", distance}, {"push", push}};
	void *config = g_malloc0(item->config_size);

	config_set_defaults(item->fields, item->n_fields, config);
	for (unsigned i = 0; i < G_N_ELEMENTS(values); i++)
		if (values[i][1])
			ck_assert(
				config_set(config_find(item->fields, item->n_fields, values[i][0]),
					   values[i][1], config));
	return config;
}

static void release(void *config)
{
	const ProtoItem *item = &static_class.items[0];

	config_clear(item->fields, item->n_fields, config);
	g_free(config);
}

static gboolean add_pushing(const char *prefix, const char *via, const char *distance,
			    const char *push, GError **error)
{
	void *config = configured(prefix, via, distance, push);
	gboolean ok = static_class.items[0].add(instance, NULL, config, error);

	release(config);
	return ok;
}

static void drop(const char *prefix, const char *via, const char *distance)
{
	void *config = configured(prefix, via, distance, NULL);

	static_class.items[0].remove(instance, NULL, config);
	release(config);
}

static gboolean add(const char *prefix, const char *via, const char *distance, GError **error)
{
	return add_pushing(prefix, via, distance, NULL, error);
}

static void refused(const char *prefix, const char *via, const char *distance, const char *text)
{
	GError *error = NULL;

	ck_assert(!add(prefix, via, distance, &error));
	ck_assert(error->domain == PROTO_ERROR);
	ck_assert_str_eq(error->message, text);
	g_error_free(error);
}

START_TEST(routes_appear_at_start_and_go_at_stop)
{
	ck_assert(add("10.8.0.0/16", "10.0.1.2", NULL, NULL));
	rib_lab_expect(lab, "");
	static_class.start(instance);
	ck_assert(instance->running);
	rib_lab_expect(lab, "route add 10.8.0.0/16 static 10.0.1.2\n");
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, "10.8.0.0/16"), "static 1/0");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "10.0.1.2 a");
	static_class.stop(instance);
	ck_assert(!instance->running);
	rib_lab_expect(lab, "route remove 10.8.0.0/16 static\n");
	static_class.start(instance);
	rib_lab_expect(lab, "route add 10.8.0.0/16 static 10.0.1.2\n");
}
END_TEST

START_TEST(routes_come_and_go_while_it_runs)
{
	static_class.start(instance);
	ck_assert(add("10.8.0.0/16", "10.0.1.2", NULL, NULL));
	ck_assert(add("10.8.0.0/16", "10.0.2.2", NULL, NULL));
	rib_lab_expect(lab, "route add 10.8.0.0/16 static 10.0.1.2\n"
			    "route replace 10.8.0.0/16 static 10.0.1.2 10.0.2.2\n");
	ck_assert(add("10.8.0.0/16", "10.0.1.2", "9", NULL));
	drop("10.8.0.0/16", "10.0.1.2", NULL);
	rib_lab_expect(lab, "route replace 10.8.0.0/16 static 10.0.2.2\n");
	drop("10.8.0.0/16", "10.0.2.2", NULL);
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, "10.8.0.0/16"), "static 9/0");
	drop("10.8.0.0/16", "10.0.1.2", "9");
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, "10.8.0.0/16"), "none");
	/* Nothing is left that would come again. */
	static_class.stop(instance);
	rib_lab_forget(lab);
	static_class.start(instance);
	rib_lab_expect(lab, "");
	ck_assert(add("10.8.0.0/16", "10.0.1.2", NULL, NULL));
	rib_lab_expect(lab, "route add 10.8.0.0/16 static 10.0.1.2\n");
}
END_TEST

START_TEST(what_is_one_route)
{
	const ProtoItem *item = &static_class.items[0];
	void *one = configured("10.8.0.0/16", "10.0.1.2", NULL, NULL);
	void *others[] = {configured("10.8.0.0/16", "10.0.1.2", "1", "17"),
			  configured("10.8.0.0/16", "10.0.1.2", "2", NULL),
			  configured("10.8.0.0/16", "10.0.1.3", NULL, NULL),
			  configured("10.8.0.0/15", "10.0.1.2", NULL, NULL)};

	for (unsigned i = 0; i < G_N_ELEMENTS(others); i++) {
		ck_assert_int_eq(item->same(one, others[i]), i == 0);
		release(others[i]);
	}
	release(one);
}
END_TEST

START_TEST(a_route_goes_with_its_interface)
{
	ck_assert(add("10.8.0.0/16", "10.0.1.2", NULL, NULL));
	static_class.start(instance);
	rib_lab_link(lab, "a", FWD_LINK_DOWN);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "none");
	rib_lab_link(lab, "a", FWD_LINK_UP);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "10.0.1.2 a");
}
END_TEST

START_TEST(several_to_one_prefix_share)
{
	ck_assert(add("10.8.0.0/16", "10.0.1.2", NULL, NULL));
	ck_assert(add("10.7.0.0/16", "10.0.1.2", NULL, NULL));
	ck_assert(add("10.8.0.0/16", "10.0.2.2", NULL, NULL));
	static_class.start(instance);
	rib_lab_expect(lab, "route add 10.8.0.0/16 static 10.0.1.2 10.0.2.2\n"
			    "route add 10.7.0.0/16 static 10.0.1.2\n");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "10.0.1.2 a 10.0.2.2 b");
	rib_lab_link(lab, "a", FWD_LINK_DOWN);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "10.0.2.2 b");
}
END_TEST

START_TEST(a_floating_route_waits_behind)
{
	ck_assert(add("10.8.0.0/16", "10.0.1.2", NULL, NULL));
	ck_assert(add("10.8.0.0/16", "10.0.2.2", "250", NULL));
	static_class.start(instance);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "10.0.1.2 a");
	rib_lab_link(lab, "a", FWD_LINK_DOWN);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "10.0.2.2 b");
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, "10.8.0.0/16"), "static 250/0");
	rib_lab_link(lab, "a", FWD_LINK_UP);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "10.0.1.2 a");
	static_class.stop(instance);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "none");
}
END_TEST

START_TEST(a_route_of_a_vrf_resolves_in_the_vrf)
{
	Rib *vpn = rib_lab_vrf(lab, "VPN");

	rib_lab_iface(lab, "ce", rib_vrf(vpn), "10.0.1.1/30");
	rib_lab_forget(lab);
	static_class.destroy(instance);
	instance = create(vpn);
	ck_assert(add("10.8.0.0/16", "10.0.1.2", NULL, NULL));
	ck_assert(add("10.9.0.0/16", "10.0.2.2", NULL, NULL));
	static_class.start(instance);
	rib_lab_expect(lab, "route add VPN 10.8.0.0/16 static 10.0.1.2\n");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "10.8.0.1"), "10.0.1.2 ce");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "none");
	ck_assert_str_eq(rib_lab_explain(lab, vpn, "10.9.0.1"), "no route to 10.0.2.2");
}
END_TEST

START_TEST(a_route_that_pushes_needs_an_lsp_of_the_global_table)
{
	Rib *vpn = rib_lab_vrf(lab, "VPN");
	GError *error = NULL;

	rib_lab_route(lab->rib, &lab->igp, "10.0.9.9/32", 110, 10, "10.0.1.2 a");
	static_class.destroy(instance);
	instance = create(vpn);
	ck_assert(add_pushing("10.8.0.0/16", "10.0.9.9", NULL, "30 29", NULL));
	static_class.start(instance);
	ck_assert_str_eq(rib_lab_explain(lab, vpn, "10.8.0.1"), "no LSP to 10.0.9.9");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.0.9.9/32", 10, "10.0.1.2 a push 17");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "10.8.0.1"), "10.0.1.2 a push 17/30/29");
	ck_assert(!add_pushing("10.8.0.0/16", "10.0.1.1", NULL, "29", &error));
	g_clear_error(&error);
	ck_assert(!add_pushing("10.9.0.0/16", "10.0.9.9", NULL, "15", &error));
	ck_assert_ptr_nonnull(strstr(error->message, "\"15\" is no label to push"));
	g_clear_error(&error);
}
END_TEST

START_TEST(what_makes_no_sense_is_refused)
{
	GString *via = g_string_new(NULL);

	refused("10.8.0.0/16", "2001:db8::1", NULL,
		"the next hop must be of the prefix's address family");
	refused("10.8.0.0/16", "10.0.1.1", NULL,
		"the next hop is the node itself: write its neighbour's address");
	refused("10.8.0.0/16", "10.0.1.2", "0",
		"the distance is 0: write 1 to 254, where a lower one is preferred");
	refused("10.8.0.0/16", "10.0.1.2", "255",
		"the distance is 255: write 1 to 254, where a lower one is preferred");
	ck_assert(add("10.8.0.0/16", "10.0.1.2", NULL, NULL));
	refused("10.8.0.0/16", "10.0.1.2", NULL,
		"the route to 10.8.0.0/16 by this next hop is given twice");
	for (unsigned i = 1; i < RIB_MAX_HOPS; i++) {
		g_string_printf(via, "10.0.9.%u", i);
		ck_assert(add("10.8.0.0/16", via->str, NULL, NULL));
	}
	refused("10.8.0.0/16", "10.0.2.2", NULL,
		"at most 16 routes to 10.8.0.0/16 can share the load");
	g_string_free(via, TRUE);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("static");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, routes_appear_at_start_and_go_at_stop);
	tcase_add_test(tc, routes_come_and_go_while_it_runs);
	tcase_add_test(tc, what_is_one_route);
	tcase_add_test(tc, a_route_goes_with_its_interface);
	tcase_add_test(tc, several_to_one_prefix_share);
	tcase_add_test(tc, a_floating_route_waits_behind);
	tcase_add_test(tc, a_route_of_a_vrf_resolves_in_the_vrf);
	tcase_add_test(tc, a_route_that_pushes_needs_an_lsp_of_the_global_table);
	tcase_add_test(tc, what_makes_no_sense_is_refused);
	return test_main("static", tc);
}
