/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_multipath.h"
#include "models/bgp/bgp_nexthop.h"
#include "tests/models/bgp/bgp_candidate.h"
#include "tests/testing.h"

static Bgp bgp;
static BgpTable table = {.bgp = &bgp, .family = &bgp_families[BGP_FAMILY_IPV4]};

static unsigned beside(Candidate *c, unsigned n, BgpPath **paths)
{
	for (unsigned i = 0; i < n; i++)
		paths[i] = &c[i].path;
	return bgp_multipath(&table, &c[0].path, paths, n);
}

/* Which paths are as good as the first of four. */
START_TEST(test_multipath)
{
	static const uint8_t as_path[] = {BGP_AS_SEQUENCE, 1, 0, 0, 0xff, 0};
	Candidate c[4];
	BgpPath *paths[4];
	for (unsigned i = 0; i < 4; i++) {
		candidate_init(&c[i], &bgp, i < 3 ? 65101 : 65102, 9 - i, i + 1);
		c[i].path.cause = i + 1;
	}
	bgp.decision.maximum_paths = 1;
	bgp.decision.maximum_paths_ibgp = 1;
	ck_assert_uint_eq(beside(c, 4, paths), 0);
	bgp.decision.maximum_paths = 8;
	ck_assert_uint_eq(beside(c, 4, paths), 0); /* all lead to the same next hop */
	/* Which next hop it is counts; whether it can be reached is not asked for here. */
	BgpNextHop *next_hops[5] = {NULL};
	GPtrArray array = {(gpointer *)next_hops, 5};
	table.next_hops = &array;
	for (unsigned i = 0; i < 4; i++)
		c[i].attrs.next_hop_id = i + 1;
	ck_assert_uint_eq(beside(c, 4, paths), 2);
	ck_assert_ptr_eq(paths[0], &c[2].path); /* the lower router id */
	ck_assert_ptr_eq(paths[1], &c[1].path);
	bgp.decision.multipath_relax = TRUE;
	ck_assert_uint_eq(beside(c, 4, paths), 3);
	bgp.decision.maximum_paths = 3;
	ck_assert_uint_eq(beside(c, 4, paths), 2);
	c[2].attrs.attrs.med = 5;
	ck_assert_uint_eq(beside(c, 4, paths), 2);
	c[1].attrs.as_path_length = 3;
	ck_assert_uint_eq(beside(c, 4, paths), 1);
	ck_assert_ptr_eq(paths[0], &c[3].path);

	for (unsigned i = 0; i < 4; i++) {
		c[i].peer.as_number = 65001;
		c[i].attrs.as_path_length = 2;
		c[i].attrs.attrs.med = 0;
	}
	ck_assert_uint_eq(beside(c, 4, paths), 0); /* internal ones are counted apart */
	bgp.decision.maximum_paths_ibgp = 4;
	bgp.decision.multipath_relax = FALSE;
	c[3].attrs.attrs.as_path.segments = (BgpSpan){as_path, sizeof as_path};
	ck_assert_uint_eq(beside(c, 4, paths), 2);
	bgp.decision = (BgpDecision){0};
	table.next_hops = NULL;
}
END_TEST

/* An external path and three imported ones of internal peers, each with a next hop of its own. */
typedef struct Vrf {
	struct {
		BgpLeak leak;
		BgpPeer peer;
		BgpAttrSet attrs;
	} imported[3];
	BgpNextHop *next_hops[8];
	GPtrArray array;
	Candidate external; /* ends in a member of any size */
} Vrf;

static void vrf_init(Vrf *v)
{
	static Rib *const core =
		(Rib *)&bgp; /* another table than the VRF's, which nobody looks into */

	memset(v, 0, sizeof *v);
	candidate_init(&v->external, &bgp, 65101, 9, 1);
	v->external.attrs.next_hop_id = 1;
	for (unsigned i = 0; i < G_N_ELEMENTS(v->imported); i++) {
		Candidate c;

		candidate_init(&c, &bgp, 65001, 8 - i, 10 + i);
		v->imported[i].peer = c.peer;
		v->imported[i].peer.session = &v->imported[i].peer.sessions[0];
		v->imported[i].attrs = c.attrs;
		v->imported[i].attrs.next_hop_id =
			i + 1; /* the first: the address of the CE, in the core */
		v->imported[i].leak = (BgpLeak){
			.path = {.attrs = &v->imported[i].attrs, .flags = BGP_PATH_LEAKED},
			.source = &v->imported[i].peer,
			.in = core,
		};
	}
	v->array = (GPtrArray){(gpointer *)v->next_hops, G_N_ELEMENTS(v->next_hops)};
	table.next_hops = table.leaked_next_hops = &v->array;
}

static unsigned beside_external(Vrf *v, BgpPath **paths)
{
	paths[0] = &v->imported[0].leak.path;
	paths[1] = &v->external.path;
	paths[2] = &v->imported[1].leak.path;
	paths[3] = &v->imported[2].leak.path;
	return bgp_multipath(&table, &v->external.path, paths, 4);
}

START_TEST(test_external_and_imported)
{
	static const uint8_t as_path[] = {BGP_AS_SEQUENCE, 1, 0, 0, 0xff, 0};
	BgpPath *paths[4];
	Vrf v;

	vrf_init(&v);
	bgp.decision = (BgpDecision){.maximum_paths = 4, .maximum_paths_ibgp = 4};
	ck_assert_uint_eq(beside_external(&v, paths), 0);
	bgp.decision = (BgpDecision){
		.maximum_paths = 1, .maximum_paths_ibgp = 1, .maximum_paths_eibgp = 4};
	ck_assert_uint_eq(beside_external(&v, paths), 3);
	ck_assert_ptr_eq(paths[0], &v.imported[2].leak.path); /* the lowest router id */
	bgp.decision.maximum_paths_eibgp = 3;
	ck_assert_uint_eq(beside_external(&v, paths), 2);
	v.imported[2].attrs.attrs.as_path.segments = (BgpSpan){as_path, sizeof as_path};
	ck_assert_uint_eq(beside_external(&v, paths), 2);
	ck_assert_ptr_eq(paths[0], &v.imported[1].leak.path);
	v.imported[1].attrs.attrs.med = 1;
	ck_assert_uint_eq(beside_external(&v, paths), 1);
	ck_assert_ptr_eq(paths[0], &v.imported[0].leak.path);
	bgp.decision.multipath_relax = TRUE;
	ck_assert_uint_eq(beside_external(&v, paths), 2);
	bgp.decision = (BgpDecision){0};
	table.next_hops = table.leaked_next_hops = NULL;
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_multipath");

	tcase_add_test(tc, test_multipath);
	tcase_add_test(tc, test_external_and_imported);
	return test_main("bgp_multipath", tc);
}
