/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/rip.h"
#include "sim/rng.h"
#include "tests/testing.h"

#include <string.h>

/* A response, put together by hand after RFC 2453 4: 193.1.2.0/24 by the sender at 1, and the default
 * route with tag 100 by 193.1.1.9 at 16. */
static const uint8_t response[] = {
	2, 2, 0, 0,                                                              /* */
	0, 2, 0, 0,   193, 1, 2, 0, 255, 255, 255, 0, 0,   0, 0, 0, 0, 0, 0, 1,  /* */
	0, 2, 0, 100, 0,   0, 0, 0, 0,   0,   0,   0, 193, 1, 1, 9, 0, 0, 0, 16, /* */
};
/* Asks for everything (3.9.1). */
static const uint8_t request[] = {1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
				  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16};
static const uint8_t simple[] = {
	2,    2,    0, 0,                                                             /* */
	0xff, 0xff, 0, 2, 's', 'e', 'c', 'r', 'e', 't', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* */
	0,    2,    0, 0, 10,  0,   0,   0,   255, 0,   0, 0, 0, 0, 0, 0, 0, 0, 0, 3, /* */
};
/* Key "secret" of id 5, sequence number 7. The digest: `md5sum` of the rest and the key with ten zeros. */
static const uint8_t signed_[] = {
	2,    2,    0,    0,                                                 /* */
	0xff, 0xff, 0,    3,    0,    44,   5,    16,   0,    0,    0,    7, /* */
	0,    0,    0,    0,    0,    0,    0,    0,                         /* */
	0,    2,    0,    0,    10,   0,    0,    0,    255,  0,    0,    0, /* */
	0,    0,    0,    0,    0,    0,    0,    3,                         /* */
	0xff, 0xff, 0,    1,                                                 /* */
	0x95, 0x14, 0x60, 0x48, 0xae, 0x53, 0x2e, 0x3f, 0x82, 0x48, 0x68, 0x12,
	0x6f, 0x98, 0x6c, 0xde, /* */
};

static void check_again(const RipMessage *m, const char *key, const uint8_t *bytes, size_t len)
{
	WireWriter w;

	wire_writer_init(&w, SIZE_MAX);
	rip_encode(m, key, &w);
	ck_assert_uint_eq(w.len, len);
	ck_assert_mem_eq(w.buf, bytes, len);
	wire_writer_clear(&w);
}

START_TEST(routes)
{
	RipMessage m;

	ck_assert(rip_decode(response, sizeof response, &m, NULL));
	ck_assert_str_eq(rip_command_name(m.command), "response");
	ck_assert_uint_eq(m.version, 2);
	ck_assert_uint_eq(m.auth, RIP_AUTH_NONE);
	ck_assert_uint_eq(m.n_entries, 2);
	ck_assert_uint_eq(m.entries[0].address, 0xc1010200);
	ck_assert_uint_eq(m.entries[0].mask, 0xffffff00);
	ck_assert_uint_eq(m.entries[0].metric, 1);
	ck_assert_uint_eq(m.entries[1].tag, 100);
	ck_assert_uint_eq(m.entries[1].next_hop, 0xc1010109);
	ck_assert_uint_eq(m.entries[1].metric, RIP_INFINITY);
	check_again(&m, NULL, response, sizeof response);
}
END_TEST

START_TEST(everything)
{
	RipMessage m;

	ck_assert(rip_decode(request, sizeof request, &m, NULL));
	ck_assert_str_eq(rip_command_name(m.command), "request");
	ck_assert_uint_eq(m.n_entries, 1);
	ck_assert_uint_eq(m.entries[0].family, RIP_FAMILY_NONE);
	check_again(&m, NULL, request, sizeof request);
}
END_TEST

START_TEST(password)
{
	RipMessage m;

	ck_assert(rip_decode(simple, sizeof simple, &m, NULL));
	ck_assert_uint_eq(m.auth, RIP_AUTH_SIMPLE);
	ck_assert_str_eq((const char *)m.password, "secret");
	ck_assert_uint_eq(m.n_entries, 1);
	ck_assert_uint_eq(m.entries[0].metric, 3);
	check_again(&m, NULL, simple, sizeof simple);
	ck_assert_uint_eq(rip_entries_max(m.auth), 24);
}
END_TEST

START_TEST(digest)
{
	uint8_t bytes[sizeof signed_];
	RipMessage m;

	ck_assert(rip_decode(signed_, sizeof signed_, &m, NULL));
	ck_assert_uint_eq(m.auth, RIP_AUTH_MD5);
	ck_assert_uint_eq(m.key_id, 5);
	ck_assert_uint_eq(m.sequence, 7);
	ck_assert_uint_eq(m.n_entries, 1);
	ck_assert(rip_digest_ok(&m, signed_, "secret"));
	ck_assert(!rip_digest_ok(&m, signed_, "secreT"));
	check_again(&m, "secret", signed_, sizeof signed_);
	memcpy(bytes, signed_, sizeof bytes);
	bytes[43]++; /* the metric */
	ck_assert(rip_decode(bytes, sizeof bytes, &m, NULL));
	ck_assert(!rip_digest_ok(&m, bytes, "secret"));
}
END_TEST

/* Cut anywhere but between entries, and grown by one. */
START_TEST(lengths)
{
	RipMessage m;
	WireError error;

	for (size_t len = 0; len < sizeof response; len++)
		ck_assert_int_eq(rip_decode(response, len, &m, &error),
				 len >= RIP_HEADER_LEN && len % RIP_ENTRY_LEN == RIP_HEADER_LEN);
	for (size_t len = 0; len < sizeof signed_; len++)
		ck_assert_int_eq(rip_decode(signed_, len, &m, &error), len == RIP_HEADER_LEN);
}
END_TEST

typedef struct Fault {
	unsigned at;
	uint8_t value;
	const char *text;
} Fault;

static const Fault faults[] = {
	{0, 3, "RIP command is unknown"},
	{0, 0, "RIP command is unknown"},
	{1, 0, "RIP version is 0"},
	{7, 4, "RIP authentication type is unknown"},
	{9, 43, "RIP digest is not at the end"},
	{9, 24, "RIP digest is not at the end"},
	{11, 15, "RIP digest has another length than MD5"},
	{44, 0, "RIP trailer has no digest"},
	{47, 2, "RIP trailer has no digest"},
};

START_TEST(wrong)
{
	const Fault *fault = &faults[_i];
	uint8_t bytes[sizeof signed_];
	RipMessage m;
	WireError error;

	memcpy(bytes, signed_, sizeof bytes);
	bytes[fault->at] = fault->value;
	ck_assert(!rip_decode(bytes, sizeof bytes, &m, &error));
	ck_assert_str_eq(error.text, fault->text);
}
END_TEST

START_TEST(too_many)
{
	uint8_t bytes[RIP_HEADER_LEN + 26 * RIP_ENTRY_LEN] = {2, 2};
	RipMessage m;
	WireError error;

	ck_assert(rip_decode(bytes, sizeof bytes - RIP_ENTRY_LEN, &m, &error));
	ck_assert_uint_eq(m.n_entries, RIP_ENTRIES_MAX);
	ck_assert(!rip_decode(bytes, sizeof bytes, &m, &error));
	ck_assert_str_eq(error.text, "RIP message has more than 25 entries");
}
END_TEST

/* Bytes changed by chance are read or refused, and what is read can be written. */
START_TEST(by_chance)
{
	SimRng rng;

	sim_rng_init(&rng, 1, "rip", "chance");
	for (unsigned round = 0; round < 50000; round++) {
		uint8_t bytes[sizeof signed_];
		size_t len = sim_rng_below(&rng, sizeof bytes + 1);
		RipMessage m;
		WireWriter w;

		memcpy(bytes, round % 2 ? signed_ : simple,
		       round % 2 ? sizeof signed_ : sizeof simple);
		if (round % 2 == 0)
			len = MIN(len, sizeof simple);
		else if (round % 3)
			len = sizeof bytes;
		for (unsigned n = sim_rng_below(&rng, 4); n > 0; n--)
			bytes[sim_rng_below(&rng, sizeof simple)] = (uint8_t)sim_rng_next(&rng);
		if (!rip_decode(bytes, len, &m, NULL))
			continue;
		ck_assert_uint_le(m.n_entries, rip_entries_max(RIP_AUTH_NONE));
		wire_writer_init(&w, SIZE_MAX);
		rip_encode(&m, "secret", &w);
		ck_assert_uint_eq(w.len, len);
		wire_writer_clear(&w);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("rip");

	tcase_add_test(tc, routes);
	tcase_add_test(tc, everything);
	tcase_add_test(tc, password);
	tcase_add_test(tc, digest);
	tcase_add_test(tc, lengths);
	tcase_add_loop_test(tc, wrong, 0, G_N_ELEMENTS(faults));
	tcase_add_test(tc, too_many);
	tcase_add_test(tc, by_chance);
	return test_main("rip", tc);
}
