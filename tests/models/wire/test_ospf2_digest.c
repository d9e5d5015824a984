/* SPDX-License-Identifier: Apache-2.0 */
/* Digests against values that were computed by other means. */
#include "models/wire/ospf2_digest.h"
#include "tests/testing.h"

#include <string.h>

static const struct {
	Ospf2Digest digest;
	const char *hex;
} all[] = {
	{OSPF2_DIGEST_MD5, "3932c3f1c5ba0233dde7078f3d0644d8"},
	{OSPF2_DIGEST_SHA1, "01151d6dc521a190a1bcfd9b80b25e96a7d7526d"},
	{OSPF2_DIGEST_SHA256, "cb4e6ca9b100f18aa15378ff7452b5eb34fff6ab57410a05a20ca8cda1b6dfca"},
	{OSPF2_DIGEST_SHA384,
	 "e05b2925b53eec7eafeb0e87b00758b5ccf334b96f0587f9974a359107432c0b661822cb270d180927771d62678dd932"},
	{OSPF2_DIGEST_SHA512,
	 "56cb90b3c2dffce954360e933ce06d4b87a07f4f46a947d2cd4366396c2b9ca52363f9fa3239ec5cb0d9253d98130751ccee43feb927c7f729609781a5f899d5"},
};

START_TEST(known_values)
{
	const char *text = "a packet of OSPF";
	uint8_t out[OSPF2_DIGEST_MAX];
	GString *hex = g_string_new(NULL);

	ospf2_digest_compute(all[_i].digest, (const uint8_t *)text, strlen(text), "secret", out);
	for (size_t i = 0; i < ospf2_digest_len(all[_i].digest); i++)
		g_string_append_printf(hex, "%02x", out[i]);
	ck_assert_str_eq(hex->str, all[_i].hex);
	g_string_free(hex, TRUE);
}
END_TEST

START_TEST(lengths)
{
	unsigned n = 0;

	for (size_t len = 0; len < 256; len++)
		n += ospf2_digest_len_known(len);
	ck_assert_uint_eq(n, OSPF2_DIGESTS);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf2_digest");
	tcase_add_loop_test(tc, known_values, 0, G_N_ELEMENTS(all));
	tcase_add_test(tc, lengths);
	return test_main("ospf2_digest", tc);
}
