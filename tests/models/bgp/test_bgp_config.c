/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_config.h"
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

int main(void)
{
	TCase *tc = tcase_create("bgp_config");
	tcase_add_test(tc, test_check);
	return test_main("bgp_config", tc);
}
