/* SPDX-License-Identifier: Apache-2.0 */
/* What of a configuration is refused, and with which words. */
#include "models/rip/rip_config.h"
#include "tests/models/rib/rib_lab.h"
#include "tests/testing.h"

#include <string.h>

static RibLab *lab;
static ProtoHost host;
static ProtoInstance *rip;

/* Fields as the scenario has them: "update-interval=5s timeout=4s". */
static void *read_fields(const ConfigField *fields, unsigned n, size_t size, const char *text)
{
	void *config = g_malloc0(size);
	GStrv words = g_strsplit(text, " ", -1);

	config_set_defaults(fields, n, config);
	for (char **word = words; *word && **word; word++) {
		char *value = strchr(*word, '=');
		*value = '\0';
		ck_assert(config_set(config_find(fields, n, *word), value + 1, config));
	}
	g_strfreev(words);
	return config;
}

static ProtoInstance *create(const char *text, GError **error)
{
	void *config =
		read_fields(rip_class.fields, rip_class.n_fields, rip_class.config_size, text);
	ProtoInstance *made = rip_class.create(&host, lab->rib, config, error);

	g_free(config);
	return made;
}

static gboolean add(const char *element, FwdIface *iface, const char *text, GError **error)
{
	const ProtoItem *item = rip_items;

	while (strcmp(item->element, element) != 0)
		item++;
	void *config = read_fields(item->fields, item->n_fields, item->config_size, text);
	gboolean ok = item->add(rip, iface, config, error);
	config_clear(item->fields, item->n_fields, config);
	g_free(config);
	return ok;
}

static void setup(void)
{
	lab = rib_lab_new();
	host = (ProtoHost){
		.sim = lab->sim, .fwd = lab->fwd, .rib_node = lab->node, .node_name = "R"};
	rip = create("", NULL);
}

static void teardown(void)
{
	rip_class.destroy(rip);
	rib_lab_free(lab);
}

static void assert_refused(gboolean ok, GError **error, const char *words)
{
	ck_assert(!ok);
	ck_assert_ptr_nonnull(*error);
	ck_assert_str_eq((*error)->message, words);
	g_clear_error(error);
}

static const char *const instances[][2] = {
	{"update-interval=999ms", "update-interval must be at least 1s"},
	{"timeout=30s", "timeout must be longer than update-interval"},
	{"garbage=0s", "garbage must be at least 1s"},
	{"distance=0", "distance must be 1 to 254"},
	{"distance=255", "distance must be 1 to 254"},
};

START_TEST(instance)
{
	GError *error = NULL;

	assert_refused(create(instances[_i][0], &error) != NULL, &error, instances[_i][1]);
}
END_TEST

START_TEST(interface)
{
	FwdIface *a = rib_lab_iface(lab, "a", NULL, "10.0.1.1/30");
	FwdIface *six = rib_lab_iface(lab, "six", NULL, "2001:db8::1/64");
	FwdIface *red = rib_lab_iface(lab, "red", rib_vrf(rib_lab_vrf(lab, "red")), "10.0.2.1/30");
	GError *error = NULL;

	assert_refused(add("rip", red, "", &error), &error,
		       "the interface is in another VRF than RIP");
	assert_refused(add("rip", six, "", &error), &error,
		       "RIP needs an IPv4 address of the interface's own");
	assert_refused(add("rip", a, "key=x", &error), &error,
		       "a key needs authentication: write simple or md5");
	assert_refused(add("rip", a, "authentication=md5", &error), &error,
		       "authentication needs a key");
	ck_assert(add("rip", a, "authentication=md5 passive=yes", NULL));
	assert_refused(add("rip", a, "", &error), &error, "RIP runs on the interface already");
}
END_TEST

START_TEST(redistribute)
{
	GError *error = NULL;

	assert_refused(add("redistribute", NULL, "from=rip", &error), &error,
		       "rip is not redistributed into itself");
	ck_assert(!add("redistribute", NULL, "from=static route-map=none", &error));
	g_clear_error(&error);
	ck_assert(add("redistribute", NULL, "from=static", NULL));
	assert_refused(add("redistribute", NULL, "from=static metric=3", &error), &error,
		       "static is redistributed already; write it once");
	ck_assert(add("default-information", NULL, "", NULL));
	assert_refused(add("default-information", NULL, "metric=2", &error), &error,
		       "there is a default-information already; write one");
}
END_TEST

static const char *const values[][2] = {
	{"cost", "0"},
	{"cost", "16"},
	{"cost", "x"},
	{"split-horizon", ""},
	{"split-horizon", "yes"},
	{"authentication", ""},
	{"authentication", "1"},
	{"key", "seventeen letters"},
	{"key-id", "256"},
};

START_TEST(value)
{
	const ProtoItem *item = &rip_items[0];
	RipIfaceConfig config;

	config_set_defaults(item->fields, item->n_fields, &config);
	ck_assert(!config_set(config_find(item->fields, item->n_fields, values[_i][0]),
			      values[_i][1], &config));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("rip_config");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, instance, 0, G_N_ELEMENTS(instances));
	tcase_add_test(tc, interface);
	tcase_add_test(tc, redistribute);
	tcase_add_loop_test(tc, value, 0, G_N_ELEMENTS(values));
	return test_main("rip_config", tc);
}
