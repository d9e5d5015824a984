/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/addr.h"
#include "models/net/config.h"
#include "models/net/rd.h"
#include "sim/simtime.h"
#include "tests/testing.h"

typedef struct Sample {
	gboolean flag;
	uint8_t u8;
	uint16_t u16;
	uint32_t u32, label, area;
	SimTime duration;
	uint64_t bandwidth;
	char *text;
	GStrv words;
	NetAddr address;
	NetPrefix prefix, interface;
	NetRd rd;
	GArray *rts;
} Sample;

static const ConfigField fields[] = {
	CONFIG_FIELD(Sample, flag, "flag", config_bool, "yes", "a switch"),
	CONFIG_FIELD(Sample, u8, "u8", config_u8, "255", "a byte"),
	CONFIG_FIELD(Sample, u16, "u16", config_u16, "65535", "a port"),
	CONFIG_FIELD(Sample, u32, "u32", config_u32, "4294967295", "an AS number"),
	CONFIG_FIELD(Sample, label, "label", config_label, "16", "a label"),
	CONFIG_FIELD(Sample, area, "area", config_area, "0.0.0.1", "an area"),
	CONFIG_FIELD(Sample, duration, "duration", config_duration, "40s", "an interval"),
	CONFIG_FIELD(Sample, bandwidth, "bandwidth", config_bandwidth, "10Gbps", "a rate"),
	CONFIG_FIELD(Sample, text, "text", config_text, "some text", "a name"),
	CONFIG_FIELD(Sample, words, "words", config_words, " a  bc\t", "names"),
	CONFIG_FIELD(Sample, address, "address", config_address, "10.0.0.1", "a next hop"),
	CONFIG_FIELD(Sample, prefix, "prefix", config_prefix, "10.0.0.0/8", "a destination"),
	CONFIG_FIELD(Sample, interface, "interface", config_interface_address, "10.0.0.1/8",
		     "an interface's address"),
	CONFIG_FIELD(Sample, rd, "rd", config_rd, "1:27", "a route distinguisher"),
	CONFIG_FIELD(Sample, rts, "rts", config_rts, "1:222 10.0.0.1:3", "route targets"),
};

START_TEST(defaults)
{
	Sample s = {.flag = FALSE};

	config_set_defaults(fields, G_N_ELEMENTS(fields), &s);
	ck_assert(s.flag);
	ck_assert_uint_eq(s.u8, 255);
	ck_assert_uint_eq(s.u16, 65535);
	ck_assert_uint_eq(s.u32, UINT32_MAX);
	ck_assert_uint_eq(s.label, 16);
	ck_assert_uint_eq(s.area, 1);
	ck_assert_int_eq(s.duration, 40 * SIM_SEC);
	ck_assert_uint_eq(s.bandwidth, UINT64_C(10000000000));
	ck_assert_str_eq(s.text, "some text");
	ck_assert_uint_eq(g_strv_length(s.words), 2);
	ck_assert_str_eq(s.words[0], "a");
	ck_assert_str_eq(s.words[1], "bc");
	ck_assert_uint_eq(net_addr_to_ipv4(&s.address), 0x0a000001);
	ck_assert_uint_eq(s.prefix.len, 8);
	ck_assert_uint_eq(net_addr_to_ipv4(&s.interface.addr), 0x0a000001);
	ck_assert_uint_eq(s.rd, UINT64_C(0x10000001b));
	ck_assert_uint_eq(s.rts->len, 2);
	ck_assert_uint_eq(g_array_index(s.rts, NetRt, 0), UINT64_C(0x00020001000000de));
	config_clear(fields, G_N_ELEMENTS(fields), &s);
	ck_assert_ptr_null(s.text);
	ck_assert_ptr_null(s.words);
	ck_assert_ptr_null(s.rts);
}
END_TEST

/* Whatever is set over and over leaks nothing, and what is refused leaves nothing to free. */
START_TEST(set_again)
{
	Sample s = {.flag = FALSE};
	const ConfigField *text = config_find(fields, G_N_ELEMENTS(fields), "text");
	const ConfigField *rts = config_find(fields, G_N_ELEMENTS(fields), "rts");

	ck_assert_ptr_null(config_find(fields, G_N_ELEMENTS(fields), "Text"));
	config_set_defaults(fields, G_N_ELEMENTS(fields), &s);
	ck_assert(config_set(text, "other", &s));
	ck_assert_str_eq(s.text, "other");
	ck_assert(config_set(rts, "", &s));
	ck_assert_uint_eq(s.rts->len, 0);
	ck_assert(!config_set(rts, "1:222 nonsense", &s));
	ck_assert_ptr_null(s.rts);
	config_clear(fields, G_N_ELEMENTS(fields), &s);
}
END_TEST

typedef struct Refused {
	const char *field, *text;
} Refused;

START_TEST(refused)
{
	static const Refused bad[] = {
		{"flag", "1"},
		{"flag", ""},
		{"flag", "Yes"},
		{"u8", "256"},
		{"u8", "-1"},
		{"u8", "+1"},
		{"u8", " 1"},
		{"u8", "1 "},
		{"u8", ""},
		{"u16", "65536"},
		{"u16", "0x10"},
		{"u32", "4294967296"},
		{"label", "15"},
		{"label", "1048576"},
		{"area", "1.2.3"},
		{"area", "::1"},
		{"duration", "40"},
		{"duration", "-1s"},
		{"bandwidth", "10"},
		{"bandwidth", "Gbps"},
		{"bandwidth", "10gbps"},
		{"bandwidth", "99999999999Gbps"},
		{"bandwidth", "99999999999999999999bps"},
		{"address", "10.0.0"},
		{"address", "0.0.0.0"},
		{"address", "127.0.0.1"},
		{"address", "224.0.0.5"},
		{"address", "255.255.255.255"},
		{"address", "::"},
		{"address", "::1"},
		{"address", "ff02::5"},
		{"prefix", "10.0.0.1/8"},
		{"interface", "10.0.0.1/33"},
		{"rd", "27"},
		{"rts", "1:222,1:223"},
	};
	Sample s = {.flag = FALSE};

	for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++) {
		const ConfigField *f = config_find(fields, G_N_ELEMENTS(fields), bad[i].field);

		ck_assert_ptr_nonnull(f);
		ck_assert_msg(!config_set(f, bad[i].text, &s), "%s=\"%s\"", f->name, bad[i].text);
	}
	config_clear(fields, G_N_ELEMENTS(fields), &s);
}
END_TEST

/* A copy has what the original had, and lives without it. */
START_TEST(copied)
{
	Sample s = {.flag = FALSE}, *copy;

	config_set_defaults(fields, G_N_ELEMENTS(fields), &s);
	copy = config_copy(fields, G_N_ELEMENTS(fields), sizeof s, &s);
	config_clear(fields, G_N_ELEMENTS(fields), &s);
	ck_assert_uint_eq(copy->u32, UINT32_MAX);
	ck_assert_str_eq(copy->text, "some text");
	ck_assert_uint_eq(g_strv_length(copy->words), 2);
	ck_assert_str_eq(copy->words[1], "bc");
	ck_assert_uint_eq(copy->rts->len, 2);
	ck_assert_uint_eq(copy->prefix.len, 8);
	config_clear(fields, G_N_ELEMENTS(fields), copy);
	g_free(copy);
}
END_TEST

/* Members that were never set, or cleared, own nothing. */
START_TEST(copied_empty)
{
	Sample s = {.flag = TRUE}, *copy;

	copy = config_copy(fields, G_N_ELEMENTS(fields), sizeof s, &s);
	ck_assert(copy->flag);
	ck_assert_ptr_null(copy->text);
	ck_assert_ptr_null(copy->words);
	ck_assert_ptr_null(copy->rts);
	g_free(copy);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("config");

	tcase_add_test(tc, defaults);
	tcase_add_test(tc, set_again);
	tcase_add_test(tc, refused);
	tcase_add_test(tc, copied);
	tcase_add_test(tc, copied_empty);
	return test_main("config", tc);
}
