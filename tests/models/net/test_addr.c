/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/addr.h"
#include "tests/testing.h"

#include <string.h>

static NetAddr addr(const char *text)
{
	NetAddr a;

	ck_assert_msg(net_addr_parse(text, &a), "%s", text);
	return a;
}

static NetPrefix prefix(const char *text)
{
	NetPrefix p;

	ck_assert_msg(net_prefix_parse(text, FALSE, &p), "%s", text);
	return p;
}

START_TEST(text_round_trip)
{
	/* text, and how RFC 5952 writes it */
	static const char *const pairs[][2] = {
		{"0.0.0.0", "0.0.0.0"},
		{"10.0.0.1", "10.0.0.1"},
		{"255.255.255.255", "255.255.255.255"},
		{"::", "::"},
		{"2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
		{"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
		{"::ffff:10.0.0.1", "::ffff:10.0.0.1"},
		{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		 "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
	};
	char buf[NET_ADDR_STRLEN];

	for (unsigned i = 0; i < G_N_ELEMENTS(pairs); i++) {
		NetAddr a = addr(pairs[i][0]);

		ck_assert_str_eq(net_addr_str(&a, buf), pairs[i][1]);
	}
	ck_assert_str_eq(net_addr_str(&net_addr_none, buf), "");
}
END_TEST

START_TEST(text_refused)
{
	static const char *const bad[] = {"",          "10",        "10.0.0",      "10.0.0.256",
					  "10.0.0.01", "10.0.0.1 ", " 10.0.0.1",   "10.0.0.1/32",
					  ":",         "1::2::3",   "2001:db8::g", "::1%eth0"};
	NetAddr a = addr("1.2.3.4");

	for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++)
		ck_assert_msg(!net_addr_parse(bad[i], &a), "\"%s\"", bad[i]);
	ck_assert_uint_eq(net_addr_to_ipv4(&a), 0x01020304);
}
END_TEST

START_TEST(prefix_text)
{
	static const char *const good[] = {"0.0.0.0/0",   "10.0.0.0/8", "10.1.2.128/25",
					   "10.0.0.1/32", "::/0",       "2001:db8::/33",
					   "::1/128"};
	static const char *const bad[] = {
		"10.0.0.0/33", "10.0.0.0/",     "10.0.0.0/08",    "10.0.0.0/-1",
		"10.0.0.0/8x", "10.0.0.1/31",   "::/129",         "/8",
		"x/8",         "10.0.0.0/1000", "2001:db8::1/127"};
	char buf[NET_PREFIX_STRLEN];
	NetPrefix p;

	for (unsigned i = 0; i < G_N_ELEMENTS(good); i++) {
		p = prefix(good[i]);
		ck_assert_str_eq(net_prefix_str(&p, buf), good[i]);
	}
	for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++)
		ck_assert_msg(!net_prefix_parse(bad[i], FALSE, &p), "\"%s\"", bad[i]);
	p = prefix("10.0.0.1");
	ck_assert_uint_eq(p.len, 32);
	p = prefix("2001:db8::1");
	ck_assert_uint_eq(p.len, 128);
}
END_TEST

START_TEST(interface_address)
{
	NetPrefix p, network = prefix("10.1.2.0/24"), cut;
	char buf[NET_PREFIX_STRLEN];

	ck_assert(net_prefix_parse("10.1.2.3/24", TRUE, &p));
	ck_assert_str_eq(net_prefix_str(&p, buf), "10.1.2.3/24");
	cut = net_prefix_network(&p);
	ck_assert(net_prefix_equal(&cut, &network));
	ck_assert_uint_eq(net_prefix_hash(&cut), net_prefix_hash(&network));
}
END_TEST

/* Every length of both families: the bits past it are zero, those before it untouched. */
START_TEST(cuts_bits)
{
	NetAddr ones = addr("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), ones4 = {NET_AF_IPV4, {0}};

	for (unsigned len = 0; len <= 128; len++) {
		NetPrefix p = net_prefix(&ones, len);

		for (unsigned i = 0; i < 128; i++)
			ck_assert_uint_eq(p.addr.bytes[i / 8] >> (7 - i % 8) & 1, i < len);
	}
	ones4 = net_addr_ipv4(UINT32_MAX);
	for (unsigned len = 0; len <= 32; len++) {
		NetPrefix p = net_prefix(&ones4, len);

		ck_assert_uint_eq(net_addr_to_ipv4(&p.addr), (uint32_t)(UINT64_MAX << (32 - len)));
		for (unsigned i = 4; i < 16; i++)
			ck_assert_uint_eq(p.addr.bytes[i], 0);
	}
}
END_TEST

START_TEST(contains)
{
	NetPrefix p = prefix("10.128.0.0/9"), all = prefix("0.0.0.0/0"), host = prefix("10.0.0.1");
	NetAddr in = addr("10.255.0.1"), out = addr("10.127.255.255"), six = addr("a80::");

	ck_assert(net_prefix_contains(&p, &in));
	ck_assert(!net_prefix_contains(&p, &out));
	ck_assert(!net_prefix_contains(&p, &six));
	ck_assert(net_prefix_contains(&all, &out));
	ck_assert(!net_prefix_contains(&all, &six));
	ck_assert(net_prefix_contains(&host, &host.addr));
	ck_assert(!net_prefix_contains(&host, &in));
	ck_assert(net_prefix_is_host(&host));
	ck_assert(!net_prefix_is_host(&p));
	p = net_prefix_host(&six);
	ck_assert(net_prefix_is_host(&p));
	ck_assert(net_prefix_contains(&p, &six));
}
END_TEST

START_TEST(order)
{
	static const char *const rising[] = {"0.0.0.0/0",   "10.0.0.0/8",  "10.0.0.0/16",
					     "10.0.1.0/24", "127.0.0.0/8", "128.0.0.0/1",
					     "::/0",        "::/1",        "2001:db8::/32"};

	for (unsigned i = 0; i < G_N_ELEMENTS(rising); i++) {
		for (unsigned j = 0; j < G_N_ELEMENTS(rising); j++) {
			NetPrefix a = prefix(rising[i]), b = prefix(rising[j]);
			int cmp = net_prefix_cmp(&a, &b);

			ck_assert_int_eq((cmp > 0) - (cmp < 0), (i > j) - (i < j));
			ck_assert_int_eq(net_prefix_equal(&a, &b), i == j);
		}
	}
}
END_TEST

START_TEST(multicast)
{
	NetAddr ospf = addr("224.0.0.5"), high = addr("239.255.1.2"), six = addr("ff02::1:ff00:1");
	NetAddr unicast = addr("223.255.255.255");
	GString *s = g_string_new(NULL);
	NetMac mac;

	ck_assert(net_addr_is_multicast(&ospf) && net_addr_is_multicast(&six));
	ck_assert(!net_addr_is_multicast(&unicast) && !net_addr_is_multicast(&net_addr_none));
	mac = net_mac_multicast(&ospf);
	net_mac_append(&mac, s);
	mac = net_mac_multicast(&high); /* the upper bit of the 24 is lost */
	net_mac_append(&mac, s);
	mac = net_mac_multicast(&six);
	net_mac_append(&mac, s);
	ck_assert_str_eq(s->str, "01:00:5e:00:00:05"
				 "01:00:5e:7f:01:02"
				 "33:33:ff:00:00:01");
	ck_assert(net_mac_is_group(&mac) && net_mac_is_group(&net_mac_broadcast));
	ck_assert(!net_mac_equal(&mac, &net_mac_broadcast));
	g_string_free(s, TRUE);
}
END_TEST

START_TEST(fields)
{
	NetPrefix p = prefix("10.0.0.0/8"), none = {.len = 0};
	GString *s = g_string_new(NULL);
	Digest d, e;

	ck_assert(field_prefix.print(&p, s));
	ck_assert(field_addr.print(&p.addr, s));
	ck_assert_str_eq(s->str, "10.0.0.0/810.0.0.0");
	ck_assert(!field_prefix.print(&none, s));
	ck_assert(!field_addr.print(&none.addr, s));
	ck_assert_uint_eq(s->len, strlen("10.0.0.0/810.0.0.0"));
	digest_init(&d);
	digest_init(&e);
	field_prefix.digest(&p, &d);
	p.len = 9;
	field_prefix.digest(&p, &e);
	ck_assert(digest_value(&d) != digest_value(&e));
	g_string_free(s, TRUE);
}
END_TEST

/* Whatever room the text before leaves. */
START_TEST(appends)
{
	NetAddr a = addr("10.0.0.1"), a6 = addr("2001:db8::1");
	NetPrefix p = net_prefix_host(&a6);

	for (guint before = 0; before < 300; before++) {
		g_autoptr(GString) text = g_string_new(NULL);

		for (guint i = 0; i < before; i++)
			g_string_append_c(text, '-');
		net_addr_append(&a, text);
		ck_assert_uint_lt(text->len, text->allocated_len);
		net_prefix_append(&p, text);
		ck_assert_uint_lt(text->len, text->allocated_len);
		ck_assert_str_eq(text->str + before, "10.0.0.12001:db8::1/128");
		ck_assert_uint_eq(text->len, strlen(text->str));
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("addr");

	tcase_add_test(tc, text_round_trip);
	tcase_add_test(tc, text_refused);
	tcase_add_test(tc, prefix_text);
	tcase_add_test(tc, interface_address);
	tcase_add_test(tc, cuts_bits);
	tcase_add_test(tc, appends);
	tcase_add_test(tc, contains);
	tcase_add_test(tc, order);
	tcase_add_test(tc, multicast);
	tcase_add_test(tc, fields);
	return test_main("addr", tc);
}
