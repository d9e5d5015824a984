/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/accept.h"
#include "models/fwd/lfib.h"
#include "models/static/mpls.h"
#include "tests/models/rib/rib_lab.h"
#include "tests/testing.h"

#include <stdarg.h>
#include <string.h>

static RibLab *lab;
static ProtoHost host;
static ProtoInstance *instance;

/* Attributes as the scenario has them: names and values, NULL terminated. */
static void *config_of(const ConfigField *fields, unsigned n, size_t size, va_list args)
{
	void *config = g_malloc0(size);
	const char *name;

	config_set_defaults(fields, n, config);
	while ((name = va_arg(args, const char *))) {
		const char *value = va_arg(args, const char *);

		ck_assert(config_set(config_find(fields, n, name), value, config));
	}
	return config;
}

static ProtoInstance *create(Rib *rib, GError **error, ...)
{
	const ProtoClass *c = &static_mpls_class;
	ProtoInstance *made;
	void *config;
	va_list args;

	va_start(args, error);
	config = config_of(c->fields, c->n_fields, c->config_size, args);
	va_end(args);
	made = c->create(&host, rib, config, error);
	config_clear(c->fields, c->n_fields, config);
	g_free(config);
	return made;
}

static gboolean add(GError **error, const char *element, ...)
{
	const ProtoItem *item = static_mpls_class.items;
	gboolean ok;
	void *config;
	va_list args;

	while (strcmp(item->element, element) != 0)
		item++;
	va_start(args, element);
	config = config_of(item->fields, item->n_fields, item->config_size, args);
	va_end(args);
	ok = item->add(instance, NULL, config, error);
	config_clear(item->fields, item->n_fields, config);
	g_free(config);
	return ok;
}

static void expect_error(gboolean result, GError **error, const char *text)
{
	ck_assert(!result && (*error)->domain == PROTO_ERROR);
	ck_assert_str_eq((*error)->message, text);
	g_clear_error(error);
}

static void setup(void)
{
	lab = rib_lab_new();
	rib_lab_iface(lab, "a", NULL, "10.0.1.1/30");
	rib_lab_iface(lab, "b", NULL, "10.0.2.1/30");
	rib_lab_forget(lab);
	host = (ProtoHost){
		.sim = lab->sim, .fwd = lab->fwd, .rib_node = lab->node, .node_name = "R"};
	instance = create(lab->rib, NULL, NULL);
}

static void teardown(void)
{
	static_mpls_class.destroy(instance);
	rib_lab_free(lab);
}

START_TEST(cross_connects)
{
	Fec fec = rib_lab_fec("10.0.0.9/32");

	ck_assert(add(NULL, "cross-connect", "label", "1001", "via", "10.0.1.2", "out", "1002",
		      NULL));
	ck_assert(add(NULL, "cross-connect", "label", "16", "via", "10.0.2.2", NULL));
	ck_assert(add(NULL, "cross-connect", "label", "1003", "via", "10.0.2.2", "out",
		      "explicit-null 1004", NULL));
	rib_lab_expect(lab, "");
	static_mpls_class.start(instance);
	rib_lab_expect(lab, "lfib add 1001 swap 1002 10.0.1.2 a cross-connect\n"
			    "lfib add 16 pop 10.0.2.2 b cross-connect\n"
			    "lfib add 1003 swap 0/1004 10.0.2.2 b cross-connect\n");
	/* No FEC gets what a cross-connect has. */
	ck_assert_uint_eq(rib_label_acquire(lab->rib, &fec, "ldp", RIB_LABEL_TRANSIT), 17);
	rib_label_release(lab->rib, &fec);
	static_mpls_class.stop(instance);
	ck_assert_ptr_null(fwd_lfib_get(lab->fwd, 1001));
	ck_assert_ptr_null(fwd_lfib_get(lab->fwd, 1003));
	static_mpls_class.start(instance);
	ck_assert_str_eq(fwd_lfib_operation(fwd_lfib_get(lab->fwd, 16)), "pop");
}
END_TEST

/* A route by the same neighbour takes the labels; so does what needs an LSP. LDP comes second. */
START_TEST(lsps)
{
	rib_lab_route(lab->rib, &lab->igp, "10.0.0.9/32", 110, 10, "10.0.1.2 a");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.0.0.9/32", 9, "10.0.1.2 a push 17");
	rib_lab_route(lab->rib, &lab->ibgp, "10.8.0.0/16", 200, 0, "lsp 10.0.0.9 vpn 29");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "10.0.1.2 a push 17/29");
	ck_assert(
		add(NULL, "lsp", "prefix", "10.0.0.9/32", "via", "10.0.1.2", "push", "1002", NULL));
	static_mpls_class.start(instance);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "10.0.1.2 a push 1002/29");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.0.0.9"), "10.0.1.2 a push 1002");
	rib_lab_link(lab, "a", FWD_LINK_DOWN);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "none");
	rib_lab_link(lab, "a", FWD_LINK_UP);
	static_mpls_class.stop(instance);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "10.0.1.2 a push 17/29");
}
END_TEST

START_TEST(lsps_share_the_load)
{
	ck_assert(add(NULL, "lsp", "prefix", "10.0.0.9/32", "via", "10.0.1.2", "push", "1002 1003",
		      NULL));
	ck_assert(add(NULL, "lsp", "prefix", "10.0.0.9/32", "via", "10.0.2.2", NULL));
	static_mpls_class.start(instance);
	rib_lab_route(lab->rib, &lab->igp, "10.0.0.9/32", 110, 10, "10.0.1.2 a, 10.0.2.2 b");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.0.0.9"),
			 "10.0.1.2 a 10.0.2.2 b push 1002/1003");
}
END_TEST

START_TEST(values_of_fecs)
{
	Rib *vpn = rib_lab_vrf(lab, "VPN");
	Fec loopback = rib_lab_fec("10.0.0.9/32"), site = rib_lab_fec("152.12.4.0/24");
	GError *error = NULL;

	ck_assert(add(NULL, "label", "prefix", "10.0.0.9/32", "value", "1006", NULL));
	ck_assert(add(NULL, "label", "prefix", "152.12.4.0/24", "value", "29", "vrf", "VPN", NULL));
	ck_assert_uint_eq(rib_label_acquire(lab->rib, &loopback, "ldp", RIB_LABEL_TRANSIT), 1006);
	ck_assert_uint_eq(rib_label_acquire(vpn, &site, "vpn", RIB_LABEL_EGRESS), 29);
	ck_assert_uint_eq(rib_label_acquire(lab->rib, &site, "ldp", RIB_LABEL_TRANSIT), 16);
	expect_error(add(&error, "label", "prefix", "10.0.0.8/32", "value", "29", NULL), &error,
		     "label 29 or the prefix has been given away already; write another one");
	expect_error(add(&error, "label", "prefix", "10.0.0.8/32", "value", "30", "vrf", "X", NULL),
		     &error, "there is no VRF \"X\" on this node; its VRFs are \"VPN\"");
}
END_TEST

static gboolean accepts(const char *name, uint32_t label)
{
	FwdIface *iface = fwd_node_iface(lab->fwd, name);

	fwd_iface_set_label_check(iface, FWD_LABEL_CHECK_ADVERTISED);
	return fwd_iface_accepts_label(iface, label);
}

/* Where the operator says that neighbours have been told. */
START_TEST(accepted_on_named_interfaces)
{
	ck_assert(add(NULL, "cross-connect", "label", "1001", "via", "10.0.1.2", NULL));
	ck_assert(add(NULL, "cross-connect", "label", "1002", "via", "10.0.1.2", "interface", "b",
		      NULL));
	ck_assert(add(NULL, "label", "prefix", "10.0.0.9/32", "value", "1003", "interface", "a b",
		      NULL));
	ck_assert(add(NULL, "label", "prefix", "10.0.0.8/32", "value", "1004", NULL));
	ck_assert(!accepts("b", 1002));
	static_mpls_class.start(instance);
	ck_assert(!accepts("a", 1001) && !accepts("b", 1001));
	ck_assert(!accepts("a", 1002) && accepts("b", 1002));
	ck_assert(accepts("a", 1003) && accepts("b", 1003));
	ck_assert(!accepts("a", 1004) && !accepts("b", 1004));
	static_mpls_class.stop(instance);
	ck_assert(!accepts("b", 1002) && !accepts("a", 1003) && !accepts("b", 1003));
	static_mpls_class.start(instance);
	ck_assert(accepts("b", 1002) && accepts("a", 1003));
}
END_TEST

/* A cross-connect of a VRF is for the whole VRF, unless it names interfaces. */
START_TEST(accepted_in_a_vrf)
{
	Rib *vpn = rib_lab_vrf(lab, "VPN");
	ProtoInstance *global = instance;

	rib_lab_iface(lab, "c", rib_vrf(vpn), "10.0.3.1/30");
	rib_lab_iface(lab, "d", rib_vrf(vpn), "10.0.4.1/30");
	instance = create(vpn, NULL, NULL);
	ck_assert(add(NULL, "cross-connect", "label", "1001", "via", "10.0.3.2", NULL));
	ck_assert(add(NULL, "cross-connect", "label", "1002", "via", "10.0.3.2", "interface", "d",
		      NULL));
	ck_assert(add(NULL, "label", "prefix", "10.0.0.8/32", "value", "1003", NULL));
	static_mpls_class.start(instance);
	ck_assert(accepts("c", 1001) && accepts("d", 1001) && !accepts("a", 1001));
	ck_assert(!accepts("c", 1002) && accepts("d", 1002));
	ck_assert(!accepts("c", 1003) && !accepts("d", 1003));
	static_mpls_class.destroy(instance);
	instance = global;
}
END_TEST

START_TEST(range)
{
	Fec one = rib_lab_fec("10.0.0.1/32"), two = rib_lab_fec("10.0.0.2/32");
	Rib *vpn = rib_lab_vrf(lab, "VPN");
	GError *error = NULL;

	static_mpls_class.destroy(instance);
	instance = create(lab->rib, NULL, "label-first", "1000", "label-last", "1001", NULL);
	ck_assert(add(NULL, "label", "prefix", "10.0.0.2/32", "value", "5000", NULL));
	ck_assert_uint_eq(rib_label_acquire(lab->rib, &one, "ldp", RIB_LABEL_TRANSIT), 1000);
	ck_assert_uint_eq(rib_label_acquire(lab->rib, &two, "ldp", RIB_LABEL_TRANSIT), 5000);
	expect_error(create(lab->rib, &error, "label-first", "20", "label-last", "19", NULL) !=
			     NULL,
		     &error, "label-first is 20, label-last 19; write a range that is not empty");
	expect_error(create(vpn, &error, "label-first", "20", NULL) != NULL, &error,
		     "the label range is the whole node's; write it in the <mpls> outside of the "
		     "VRF");
}
END_TEST

START_TEST(mistakes)
{
	static const char no_neighbour[] =
		"no neighbour can have the address %s; write one in the subnet of an interface of "
		"the table";
	char *text = g_strdup_printf(no_neighbour, "10.9.9.9");
	char *own = g_strdup_printf(no_neighbour, "10.0.1.1");
	GError *error = NULL;

	expect_error(add(&error, "cross-connect", "label", "17", "via", "10.9.9.9", NULL), &error,
		     text);
	expect_error(add(&error, "lsp", "prefix", "10.8.0.0/16", "via", "10.0.1.1", NULL), &error,
		     own);
	expect_error(add(&error, "cross-connect", "label", "17", "via", "10.0.1.2", "out", "17 15",
			 NULL),
		     &error,
		     "\"15\" is no label to push; write at most 8 from 16 to 1048575, "
		     "explicit-null, or implicit-null for none");
	expect_error(add(&error, "lsp", "prefix", "2001:db8::/32", "via", "10.0.1.2", NULL), &error,
		     "the next hop must be of the prefix's address family");
	expect_error(add(&error, "cross-connect", "label", "17", "via", "10.0.1.2", "interface",
			 "a x", NULL),
		     &error, "there is no interface \"x\" on this node; did you mean \"a\"?");
	expect_error(add(&error, "label", "prefix", "10.8.0.0/16", "value", "17", "interface", "x",
			 NULL),
		     &error, "there is no interface \"x\" on this node; did you mean \"a\"?");
	ck_assert(add(NULL, "cross-connect", "label", "17", "via", "10.0.1.2", NULL));
	expect_error(add(&error, "cross-connect", "label", "17", "via", "10.0.1.2", NULL), &error,
		     "label 17 has been given away already; write another one");
	g_free(text);
	g_free(own);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("mpls");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, cross_connects);
	tcase_add_test(tc, lsps);
	tcase_add_test(tc, lsps_share_the_load);
	tcase_add_test(tc, values_of_fecs);
	tcase_add_test(tc, accepted_on_named_interfaces);
	tcase_add_test(tc, accepted_in_a_vrf);
	tcase_add_test(tc, range);
	tcase_add_test(tc, mistakes);
	return test_main("mpls", tc);
}
