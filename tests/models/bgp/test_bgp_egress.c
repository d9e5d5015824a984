/* SPDX-License-Identifier: Apache-2.0 */
/* What routes are told with: next hops, AS paths, communities. R1, R2 and R3 are in a row. */
#include "models/bgp/bgp_admin.h"
#include "models/bgp/bgp_tables.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/net/table_text.h"
#include "tests/testing.h"

#include <string.h>

/* R1 with a network, told to R2, which tells R3 with what the attributes say. */
static Lab *row_of(const uint32_t ases[3], const char *from, const char *to)
{
	Lab *lab = lab_new(3, ases);

	lab_link(lab, 1, 2);
	lab_link(lab, 2, 3);
	lab_add_stub(lab, 1, "10.9.0.1/24");
	lab_originate(lab, 1, "10.9.0.0/24");
	for (unsigned i = 1; i <= 3; i += 2) {
		const char *attributes = i == 1 ? from : to;
		lab_neighbor_with(lab, i, 2, "ipv4", "disable-connected-check=yes");
		lab_neighbor_with(lab, 2, i, "ipv4", attributes);
	}
	return lab;
}

static void run(Lab *lab)
{
	lab_start(lab);
	lab_run(lab, lab->sim->now + 10 * SIM_SEC);
}

/* What R3 is told. */
static const char *told(Lab *lab, const char *columns)
{
	return table_text(table_named(bgp_show_tables, "bgp-out"), lab_router(lab, 2)->bgp,
			  columns);
}

#define CHECK "disable-connected-check=yes"
static const uint32_t inside[] = {65001, 65001, 65001}, entry[] = {65010, 65001, 65001},
		      exit_[] = {65001, 65001, 65020}, transit[] = {65010, 65001, 65020},
		      same_as[] = {65010, 65001, 65010};

static const struct {
	const uint32_t *ases;
	const char *from, *to, *next_hop;
} next_hops[] = {
	{entry, CHECK, "", "10.0.0.1"},
	{entry, CHECK, "next-hop-self=yes", "10.0.0.2"},
	{entry, CHECK, "next-hop-self=vpnv4", "10.0.0.1"},
	{entry, CHECK, "next-hop-self=ipv4", "10.0.0.2"},
	{transit, CHECK, CHECK, "10.0.0.2"},
	{transit, CHECK, CHECK " next-hop-unchanged=yes", "10.0.0.1"},
	{transit, CHECK, CHECK " next-hop-unchanged=vpnv4", "10.0.0.2"},
	{exit_, "", CHECK, "10.0.0.2"},
	{exit_, "", CHECK " next-hop-unchanged=ipv4", "10.0.0.1"},
	/* What is reflected keeps its next hop, unless all of them are meant. */
	{inside, "route-reflector-client=yes", "", "10.0.0.1"},
	{inside, "route-reflector-client=yes", "next-hop-self=yes", "10.0.0.1"},
	{inside, "route-reflector-client=yes", "next-hop-self=ipv4:all", "10.0.0.2"},
};

START_TEST(test_next_hop)
{
	Lab *lab = row_of(next_hops[_i].ases, next_hops[_i].from, next_hops[_i].to);
	char *row = g_strdup_printf("10.0.0.3 | 10.9.0.0/24 | %s\n", next_hops[_i].next_hop);

	run(lab);
	ck_assert_msg(strstr(told(lab, "peers prefix next_hop"), row), "%s not in\n%s", row,
		      told(lab, "peers prefix next_hop"));
	g_free(row);
	lab_free(lab);
}
END_TEST

static const struct {
	const uint32_t *ases;
	const char *to, *as_path;
} as_paths[] = {
	{transit, CHECK, "65001 65010"},
	{transit, CHECK " local-as=65099", "65099 65001 65010"},
	{transit, CHECK " local-as=65099 local-as-replace-as=yes", "65099 65010"},
	{transit, CHECK " remove-private-as=yes", "65001"},
	{transit, CHECK " remove-private-as=replace", "65001 65001"},
	{same_as, CHECK " remove-private-as=all", "65001 65010"},
	{transit, CHECK " as-override=yes", "65001 65010"},
};

START_TEST(test_as_path)
{
	Lab *lab = row_of(as_paths[_i].ases, CHECK, as_paths[_i].to);
	char *row = g_strdup_printf("10.0.0.3 | 10.9.0.0/24 | %s\n", as_paths[_i].as_path);

	lab_peer(lab, 3, 2)->as_number = strstr(as_paths[_i].to, "65099") ? 65099 : 65001;
	run(lab);
	ck_assert_msg(strstr(told(lab, "peers prefix as_path"), row), "%s not in\n%s", row,
		      told(lab, "peers prefix as_path"));
	lab_free(lab);
	g_free(row);
}
END_TEST

/* Two sites of a customer with one AS number: R3 takes R1's route as R2 has put its own number there, or as
 * it allows for its own. */
START_TEST(test_one_as_twice)
{
	static const uint32_t sites[] = {65010, 65001, 65010};
	Lab *lab = row_of(sites, CHECK, CHECK);

	run(lab);
	ck_assert_uint_eq(lab_count(lab, "R3 refuses 10.9.0.0/24 of 10.0.0.2: AS loop: 65010 is in "
					 "the AS path\n"),
			  1);
	lab_free(lab);

	lab = row_of(sites, CHECK, CHECK " as-override=yes");
	run(lab);
	ck_assert_str_eq(table_text(table_named(bgp_show_tables, "bgp"), lab_router(lab, 3)->bgp,
				    "prefix best as_path"),
			 "10.9.0.0/24 | yes | 65001 65001\n");
	lab_free(lab);

	lab = row_of(sites, CHECK, CHECK);
	lab_peer(lab, 3, 2)->options.allow_as_in = 1;
	run(lab);
	ck_assert_str_eq(table_text(table_named(bgp_show_tables, "bgp"), lab_router(lab, 3)->bgp,
				    "prefix best as_path"),
			 "10.9.0.0/24 | yes | 65001 65010\n");
	lab_free(lab);
}
END_TEST

/* R2 has a number of its own for R1, and adds it to what R1 says unless it shall not. */
START_TEST(test_local_as_received)
{
	static const struct {
		const char *options, *as_path;
	} cases[] = {
		{"", "65099 65010"},
		{" local-as-no-prepend=yes", "65010"},
		{" local-as-replace-as=yes", "65099 65010"},
	};
	char *from = g_strconcat(CHECK " local-as=65099", cases[_i].options, NULL);
	char *row = g_strconcat("10.9.0.0/24 | ", cases[_i].as_path, "\n", NULL);
	Lab *lab = row_of(transit, from, CHECK);

	lab_peer(lab, 1, 2)->as_number = 65099;
	run(lab);
	ck_assert_str_eq(table_text(table_named(bgp_show_tables, "bgp"), lab_router(lab, 2)->bgp,
				    "prefix as_path"),
			 row);
	lab_free(lab);
	g_free(from);
	g_free(row);
}
END_TEST

/* R1 knows R2 by its own number: after the first refusal R2 says that one, and it counts. */
START_TEST(test_dual_as)
{
	Lab *lab = row_of(transit, CHECK " local-as=65099 local-as-dual-as=yes", CHECK);

	run(lab);
	ck_assert_int_eq(lab_state(lab, 2, 1), BGP_STATE_ESTABLISHED);
	ck_assert_str_eq(table_text(table_named(bgp_show_tables, "bgp"), lab_router(lab, 2)->bgp,
				    "prefix as_path"),
			 "10.9.0.0/24 | 65010\n");
	lab_free(lab);
}
END_TEST

/* R3 alone is told a default route, which R2 has not. */
START_TEST(test_default_originate)
{
	Lab *lab = row_of(transit, CHECK, CHECK " default-originate=yes");

	run(lab);
	ck_assert_str_eq(told(lab, "peers prefix next_hop as_path origin med"),
			 "10.0.0.3 | 0.0.0.0/0 | 10.0.0.2 | 65001 | igp | -\n"
			 "10.0.0.3 | 10.9.0.0/24 | 10.0.0.2 | 65001 65010 | igp | -\n");
	ck_assert_str_eq(table_text(table_named(bgp_show_tables, "bgp"), lab_router(lab, 3)->bgp,
				    "prefix best as_path"),
			 "0.0.0.0/0 | yes | 65001\n10.9.0.0/24 | yes | 65001 65010\n");
	ck_assert_str_eq(
		table_text(table_named(bgp_show_tables, "bgp"), lab_router(lab, 2)->bgp, "prefix"),
		"10.9.0.0/24\n");
	lab_free(lab);
}
END_TEST

static const char *of_peer(Lab *lab, unsigned i, const char *columns)
{
	return table_text(table_named(bgp_show_tables, "bgp"), lab_router(lab, i)->bgp, columns);
}

static void operate(Lab *lab, BgpAdmin admin)
{
	bgp_admin_apply(lab_peer(lab, 2, 3), admin, NULL);
	lab_run(lab, lab->sim->now + 2 * SIM_SEC);
}

#define BEFORE                             \
	"10.9.0.0/24 | 10.0.0.1 | - | -\n" \
	"10.9.1.0/24 | 10.0.0.3 | - | -\n"

/* The session between R2 and R3 is to end: at both ends its routes become worth nothing, and are again what
 * they were when it does not (RFC 8326). */
START_TEST(test_graceful_shutdown)
{
	static const char columns[] = "prefix peer local_pref communities";
	Lab *lab = row_of(transit, CHECK, CHECK);

	lab_add_stub(lab, 3, "10.9.1.1/24");
	lab_originate(lab, 3, "10.9.1.0/24");
	run(lab);
	ck_assert_str_eq(of_peer(lab, 2, columns), BEFORE);
	for (unsigned twice = 0; twice < 2; twice++) {
		operate(lab, BGP_ADMIN_GRACEFUL_SHUTDOWN);
		ck_assert_str_eq(of_peer(lab, 2, columns), "10.9.0.0/24 | 10.0.0.1 | - | -\n"
							   "10.9.1.0/24 | 10.0.0.3 | 0 | -\n");
		ck_assert_str_eq(of_peer(lab, 3, columns), "10.9.0.0/24 | 10.0.0.2 | 0 | 65535:0\n"
							   "10.9.1.0/24 | - | - | -\n");
		ck_assert_msg(strstr(told(lab, "peers prefix communities"),
				     "10.0.0.1 | 10.9.1.0/24 | -\n"
				     "10.0.0.3 | 10.9.0.0/24 | 65535:0\n") != NULL,
			      "%s", told(lab, "peers prefix communities"));
		operate(lab, BGP_ADMIN_NO_GRACEFUL_SHUTDOWN);
		ck_assert_str_eq(of_peer(lab, 2, columns), BEFORE);
		ck_assert_str_eq(of_peer(lab, 3, columns), "10.9.0.0/24 | 10.0.0.2 | - | -\n"
							   "10.9.1.0/24 | - | - | -\n");
	}
	/* A route that goes then is withdrawn as any other. */
	operate(lab, BGP_ADMIN_GRACEFUL_SHUTDOWN);
	fwd_iface_set_shut(fwd_node_iface(lab_router(lab, 1)->fwd, "stub"), TRUE);
	lab_run(lab, lab->sim->now + SIM_SEC);
	ck_assert_str_eq(of_peer(lab, 3, columns), "10.9.1.0/24 | - | - | -\n");
	lab_free(lab);
}
END_TEST

/* Within the AS R3 is told the LOCAL_PREF, which the community does not make it choose. */
START_TEST(test_graceful_shutdown_internal)
{
	static const char columns[] = "prefix peer local_pref communities";
	Lab *lab = row_of(entry, CHECK, "next-hop-self=yes");

	run(lab);
	ck_assert_str_eq(of_peer(lab, 3, columns), "10.9.0.0/24 | 10.0.0.2 | 100 | -\n");
	operate(lab, BGP_ADMIN_GRACEFUL_SHUTDOWN);
	ck_assert_str_eq(of_peer(lab, 3, columns), "10.9.0.0/24 | 10.0.0.2 | 0 | -\n");
	operate(lab, BGP_ADMIN_NO_GRACEFUL_SHUTDOWN);
	ck_assert_str_eq(of_peer(lab, 3, columns), "10.9.0.0/24 | 10.0.0.2 | 100 | -\n");
	lab_free(lab);
}
END_TEST

static BgpSpan hex(GByteArray *bytes, const char *text)
{
	g_byte_array_set_size(bytes, 0);
	for (; text[0]; text += 2) {
		uint8_t b = (uint8_t)(g_ascii_xdigit_value(text[0]) << 4 |
				      g_ascii_xdigit_value(text[1]));
		g_byte_array_append(bytes, &b, 1);
	}
	return (BgpSpan){bytes->data, bytes->len};
}

static const struct {
	gboolean internal;
	uint8_t sent;
	unsigned standard, extended, large; /* octets that are left */
} communities[] = {
	{TRUE, BGP_SEND_ALL, 4, 16, 12},
	{FALSE, BGP_SEND_ALL, 4, 8, 12}, /* RFC 4360 6: one of them is for this AS alone */
	{TRUE, BGP_SEND_STANDARD, 4, 0, 0},
	{TRUE, BGP_SEND_EXTENDED, 0, 16, 0},
	{FALSE, BGP_SEND_LARGE, 0, 0, 12},
	{FALSE, 0, 0, 0, 0},
};

START_TEST(test_communities)
{
	GByteArray *standard = g_byte_array_new(), *extended = g_byte_array_new(),
		   *large = g_byte_array_new();
	BgpEgress egress = {.internal = communities[_i].internal,
			    .send_communities = communities[_i].sent,
			    .as_number = 65001,
			    .local_as = 65001};
	BgpAttrs attrs = {
		.present = BGP_ATTR_BIT(BGP_ATTR_COMMUNITIES) |
			   BGP_ATTR_BIT(BGP_ATTR_EXTENDED_COMMUNITIES) |
			   BGP_ATTR_BIT(BGP_ATTR_LARGE_COMMUNITIES),
		.as_path.as_size = 4,
		.communities = hex(standard, "fde90001"),
		.extended_communities = hex(extended, "0002fde900000007"
						      "4300000000000000"),
		.large_communities = hex(large, "0000fde90000000100000002"),
	};
	BgpScratch scratch;

	bgp_scratch_init(&scratch);
	bgp_egress_attrs(&egress, FALSE, &attrs, &scratch);
	ck_assert_int_eq(bgp_attrs_has(&attrs, BGP_ATTR_COMMUNITIES), communities[_i].standard > 0);
	ck_assert_int_eq(bgp_attrs_has(&attrs, BGP_ATTR_LARGE_COMMUNITIES),
			 communities[_i].large > 0);
	ck_assert_int_eq(bgp_attrs_has(&attrs, BGP_ATTR_EXTENDED_COMMUNITIES),
			 communities[_i].extended > 0);
	if (communities[_i].extended)
		ck_assert_uint_eq(attrs.extended_communities.len, communities[_i].extended);
	bgp_scratch_clear(&scratch);
	g_byte_array_free(standard, TRUE);
	g_byte_array_free(extended, TRUE);
	g_byte_array_free(large, TRUE);
}
END_TEST

/* RFC 4360 6: where none of them is for other ASes the attribute is not there; RFC 8326: one is enough. */
START_TEST(test_communities_that_go)
{
	GByteArray *standard = g_byte_array_new(), *extended = g_byte_array_new();
	BgpEgress egress = {.send_communities = BGP_SEND_ALL,
			    .as_number = 65001,
			    .local_as = 65001,
			    .graceful_shutdown = TRUE};
	BgpAttrs attrs = {
		.present = BGP_ATTR_BIT(BGP_ATTR_COMMUNITIES) |
			   BGP_ATTR_BIT(BGP_ATTR_EXTENDED_COMMUNITIES),
		.as_path.as_size = 4,
		.communities = hex(standard, "fde90001ffff0000"),
		.extended_communities = hex(extended, "4300000000000000"),
	};
	BgpScratch scratch;

	bgp_scratch_init(&scratch);
	bgp_egress_attrs(&egress, FALSE, &attrs, &scratch);
	ck_assert(!bgp_attrs_has(&attrs, BGP_ATTR_EXTENDED_COMMUNITIES));
	ck_assert_uint_eq(attrs.communities.len, 8);
	bgp_scratch_clear(&scratch);
	g_byte_array_free(standard, TRUE);
	g_byte_array_free(extended, TRUE);
}
END_TEST

/* A third party's address stays where the peer can reach it on the same link. */
START_TEST(test_third_party)
{
	static const uint32_t two[] = {65001, 65002};
	Lab *lab = lab_new(2, two);
	NetAddr self = lab_link_address(1, 2), third, elsewhere;

	lab_link(lab, 1, 2);
	lab_start(lab);
	ck_assert(net_addr_parse("10.1.12.7", &third));
	ck_assert(net_addr_parse("10.2.0.7", &elsewhere));
	for (unsigned i = 0; i < 4; i++) {
		BgpEgress egress = {.self = self,
				    .internal = i == 3,
				    .link = i == 2 ? NULL
						   : fwd_node_iface(lab_router(lab, 1)->fwd, "r2"),
				    .as_number = 65001,
				    .local_as = 65001};
		BgpAttrs attrs = {.next_hop = i == 1 ? elsewhere : third, .as_path.as_size = 4};
		const NetAddr *expected = i == 0 || i == 3 ? &third : &self;
		BgpScratch scratch;

		bgp_scratch_init(&scratch);
		bgp_egress_attrs(&egress, FALSE, &attrs, &scratch);
		ck_assert(net_addr_equal(&attrs.next_hop, expected));
		bgp_scratch_clear(&scratch);
	}
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_egress");
	tcase_add_loop_test(tc, test_next_hop, 0, G_N_ELEMENTS(next_hops));
	tcase_add_loop_test(tc, test_as_path, 0, G_N_ELEMENTS(as_paths));
	tcase_add_test(tc, test_one_as_twice);
	tcase_add_loop_test(tc, test_local_as_received, 0, 3);
	tcase_add_test(tc, test_dual_as);
	tcase_add_test(tc, test_default_originate);
	tcase_add_test(tc, test_graceful_shutdown);
	tcase_add_test(tc, test_graceful_shutdown_internal);
	tcase_add_loop_test(tc, test_communities, 0, G_N_ELEMENTS(communities));
	tcase_add_test(tc, test_communities_that_go);
	tcase_add_test(tc, test_third_party);
	return test_main("bgp_egress", tc);
}
