/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_config.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

#include <string.h>

/* What is wrong with the defaults and one attribute or two; "" where nothing is. */
static char *complaint(const char *const attributes[4])
{
	BgpPeerConfig config;
	GError *error = NULL;
	config_set_defaults(bgp_neighbor_fields, BGP_N_NEIGHBOR_FIELDS, &config);
	for (unsigned i = 0; i < 4 && attributes[i]; i += 2) {
		const ConfigField *field =
			config_find(bgp_neighbor_fields, BGP_N_NEIGHBOR_FIELDS, attributes[i]);
		ck_assert_msg(field && config_set(field, attributes[i + 1], &config), "%s",
			      attributes[i]);
	}
	gboolean ok = bgp_options_check(&config.options, &error);
	ck_assert(ok == (error == NULL));
	char *text = g_strdup(error ? error->message : "");
	g_clear_error(&error);
	config_clear(bgp_neighbor_fields, BGP_N_NEIGHBOR_FIELDS, &config);
	return text;
}

START_TEST(test_check)
{
	static const struct {
		const char *attributes[4];
		const char *says;
	} cases[] = {
		{{NULL}, ""},
		{{"hold-time", "0s"}, ""},
		{{"hold-time", "2s"}, "hold-time must be"},
		{{"hold-time", "3500ms"}, "hold-time must be"},
		{{"minimum-hold-time", "1s"}, "minimum-hold-time must be"},
		{{"minimum-hold-time", "200s"}, "not be less than minimum-hold-time"},
		{{"connect-retry", "0s"}, "connect-retry must be"},
		{{"keepalive", "0s"}, "keepalive and connect-retry must be"},
		{{"delay-open", "1us"}, "delay-open must be"},
		{{"delay-open", "1ms"}, ""},
		{{"hold-time", "65535s"}, ""},
		{{"hold-time", "65536s"}, "hold-time must be"},
		{{"maximum-prefix-threshold", "0"}, "maximum-prefix-threshold must be 1 to 100"},
		{{"maximum-prefix-threshold", "1"}, ""},
		{{"maximum-prefix-threshold", "100"}, ""},
		{{"maximum-prefix-threshold", "101"}, "maximum-prefix-threshold must be 1 to 100"},
		{{"ebgp-multihop", "255"}, ""},
		{{"ttl-security", "254"}, ""},
		{{"ttl-security", "255"}, "ttl-security must be"},
		{{"ttl-security", "1", "ebgp-multihop", "2"}, "not both"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *text = complaint(cases[i].attributes);
		ck_assert_msg(*cases[i].says ? strstr(text, cases[i].says) != NULL : !*text,
			      "%s: \"%s\"", cases[i].attributes[0], text);
		g_free(text);
	}
}
END_TEST

/* What is wrong with a speaker of these attributes, "name=value" between blanks; the caller frees. */
static char *complaint_of_speaker(const ProtoHost *host, Rib *rib, const char *attributes)
{
	void *config = text_config(bgp_class.fields, bgp_class.n_fields, bgp_class.config_size,
				   attributes);
	GError *error = NULL;
	ProtoInstance *bgp = bgp_class.create(host, rib, config, &error);
	char *text = g_strdup(error ? error->message : "");

	ck_assert_int_eq(bgp != NULL, error == NULL);
	if (bgp)
		bgp_class.destroy(bgp);
	g_clear_error(&error);
	text_free(bgp_class.fields, bgp_class.n_fields, config);
	return text;
}

START_TEST(test_bad_speaker)
{
	static const struct {
		const char *attributes, *says;
	} cases[] = {
		{"", ""},
		{"cluster-id=10.0.0.9", ""},
		{"cluster-id=2001:db8::1", "a cluster-id is written as an IPv4 address"},
		{"maximum-paths=0", "maximum-paths and maximum-paths-ibgp must be 1 to 16"},
		{"maximum-paths=16 maximum-paths-ibgp=16", ""},
		{"maximum-paths=17", "maximum-paths and maximum-paths-ibgp must be 1 to 16"},
		{"maximum-paths-ibgp=17", "maximum-paths and maximum-paths-ibgp must be 1 to 16"},
		{"distance-external=0", "a distance must be 1 to 255"},
		{"distance-internal=0", "a distance must be 1 to 255"},
		{"distance-local=0", "a distance must be 1 to 255"},
		{"maximum-paths-eibgp=2", "maximum-paths-eibgp is for the BGP of a VRF"},
		{"maximum-paths-eibgp=17", "maximum-paths-eibgp must be 1 to 16"},
		{"maximum-paths-eibgp=2 maximum-paths=2",
		 "maximum-paths-eibgp counts external and imported paths: write no maximum-paths "
		 "and maximum-paths-ibgp beside it"},
	};
	const uint32_t as_number = 65001;
	Lab *lab = lab_new(1, &as_number);
	LabRouter *router = lab_router(lab, 1);
	ProtoHost host = router->host;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text =
			complaint_of_speaker(&host, router->rib, cases[i].attributes);
		ck_assert_str_eq(text, cases[i].says);
	}
	host.asn = 0;
	g_autofree char *no_as = complaint_of_speaker(&host, router->rib, "");
	ck_assert_str_eq(
		no_as,
		"BGP needs an AS number on the node; write asn=\"...\" there, or in its carrier or customer");
	host.asn = 1;
	host.router_id = net_addr_none;
	g_autofree char *no_id = complaint_of_speaker(&host, router->rib, "");
	ck_assert_str_eq(no_id, "BGP needs a router id on the node");
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_config");
	tcase_add_test(tc, test_check);
	tcase_add_test(tc, test_bad_speaker);
	return test_main("bgp_config", tc);
}
