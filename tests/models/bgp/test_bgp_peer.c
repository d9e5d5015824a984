/* SPDX-License-Identifier: Apache-2.0 */
/* A neighbour: what it may be configured with, and which of two connections goes on. */
#include "models/bgp/bgp_fsm.h"
#include "models/bgp/bgp_peer.h"
#include "models/net/table.h"
#include "tests/models/bgp/bgp_paths.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

static Lab *lab;
static Bgp *bgp;
static PolicySet *set;

static void setup(void)
{
	static const uint32_t as_numbers[] = {65001, 0};

	lab = lab_new(2, as_numbers);
	bgp = lab_bgp(lab, 1);
	set = policy_set_new(NULL);
	lab_router(lab, 1)->host.policies = set;
	lab_link(lab, 1, 2);
}

static void teardown(void)
{
	lab_free(lab);
	policy_set_free(set);
}

/* A neighbour of attributes; NULL, and what is wrong is logged. */
static BgpPeer *make(const char *attributes)
{
	const ProtoItem *item = lab_item("neighbor");
	void *config = text_config(item->fields, item->n_fields, item->config_size, attributes);
	GError *error = NULL;
	BgpPeer *peer = bgp_peer_new(bgp, config, &error);

	g_string_assign(lab->log, error ? error->message : "");
	g_clear_error(&error);
	text_free(item->fields, item->n_fields, config);
	return peer;
}

START_TEST(defaults)
{
	BgpPeer *peer = make("address=10.0.0.2");

	ck_assert_ptr_nonnull(peer);
	ck_assert_str_eq(bgp_peer_name(peer), "10.0.0.2");
	ck_assert_uint_eq(peer->as_number, 65001);
	ck_assert(bgp_peer_is_internal(peer));
	ck_assert_uint_eq(bgp_peer_local_as(peer), 65001);
	ck_assert(peer->families[BGP_FAMILY_IPV4].configured);
	ck_assert(!peer->families[BGP_FAMILY_VPNV4].configured);
	ck_assert_ptr_null(peer->password);
	ck_assert_ptr_null(peer->source);
	ck_assert_ptr_eq(peer->session, &peer->sessions[0]);
	ck_assert_int_eq(bgp_session_state(peer->session), BGP_STATE_IDLE);
	bgp_peer_free(peer);
}
END_TEST

START_TEST(configured)
{
	BgpPeer *peer = make("address=10.0.0.2 remote-as=65002 families=ipv4,vpnv4 password=key "
			     "update-source=lo weight=7 mrai=5s site-of-origin=1:9 local-as=65099");

	ck_assert_ptr_nonnull(peer);
	ck_assert(!bgp_peer_is_internal(peer));
	ck_assert_uint_eq(bgp_peer_local_as(peer), 65099);
	peer->own_as = TRUE;
	ck_assert_uint_eq(bgp_peer_local_as(peer), 65001);
	ck_assert(peer->families[BGP_FAMILY_VPNV4].configured);
	ck_assert_str_eq(peer->password, "key");
	ck_assert_str_eq(peer->source->name, "lo");
	ck_assert_uint_eq(peer->weight, 7);
	ck_assert_int_eq(peer->mrai, 5 * SIM_SEC);
	ck_assert(peer->site_of_origin != 0);
	bgp_peer_free(peer);
}
END_TEST

static const struct {
	const char *attributes, *wrong;
} mistakes[] = {
	{"address=2001:db8::1", "a neighbor needs an IPv4 address"},
	{"address=10.0.0.1", "neighbor 10.0.0.1 is the node itself: write the other's address"},
	{"address=10.0.0.3", "neighbor 10.0.0.3 is there twice"},
	{"address=10.0.0.2 remote-as=65002 route-reflector-client=yes",
	 "neighbor 10.0.0.2 is external: only an internal one can be a route-reflector-client"},
	{"address=10.0.0.2 families=", "a neighbor needs at least one address family"},
	{"address=10.0.0.2 families=ipv4,vpnv5",
	 "no address family \"vpnv5\": write ipv4, "}, /* and what else there is */
	{"address=10.0.0.2 update-source=lo9", "no interface \"lo9\" for update-source"},
	{"address=10.0.0.2 import-map=inn",
	 "import-map: there is no route-map \"inn\"; did you mean \"in\"?"},
	{"address=10.0.0.2 export-map=inn",
	 "export-map: there is no route-map \"inn\"; did you mean \"in\"?"},
	{"address=10.0.0.2 import-map=igp",
	 "import-map: route-map \"igp\" has set-metric value=\"igp\", but the cost to the next hop is not "
	 "known as a path comes in: write a number, or set it in an export-map"},
	{"address=10.0.0.2 default-originate-map=in",
	 "default-originate-map is of use with default-originate=\"yes\" alone"},
	{"address=10.0.0.2 default-originate=yes default-originate-map=inn",
	 "there is no route-map \"inn\"; did you mean \"in\"?"},
	{"address=10.0.0.2 ebgp-multihop=2 ttl-security=2",
	 "write ebgp-multihop or ttl-security, not both"},
	{"address=10.0.0.2 maximum-prefix=vpnv5:3", NULL},
	{"address=10.0.0.2 allow-as-in=11", NULL},
	{"address=10.0.0.2 label-interfaces=lo9", NULL},
};

START_TEST(wrong)
{
	text_entry(policy_set_add_map(set, "in", NULL), policy_common_rules, "permit");
	text_entry(policy_set_add_map(set, "igp", NULL), policy_common_rules,
		   "permit; set-metric value=igp");
	BgpPeer *known = make("address=10.0.0.3");

	g_ptr_array_add(bgp->peers, known);
	g_hash_table_insert(bgp->peer_index, &known->address, known);
	ck_assert_ptr_null(make(mistakes[_i].attributes));
	ck_assert_str_ne(lab->log->str, "");
	if (mistakes[_i].wrong)
		ck_assert_msg(g_str_has_prefix(lab->log->str, mistakes[_i].wrong), "%s",
			      lab->log->str);
}
END_TEST

START_TEST(found)
{
	NetAddr second = lab_loopback(2), third = lab_loopback(3);
	BgpPeer *peer = lab_neighbor(lab, 1, 2, "ipv4");

	ck_assert_ptr_eq(bgp_peer_find(bgp, &second), peer);
	ck_assert_ptr_null(bgp_peer_find(bgp, &third));
}
END_TEST

/* RFC 8212: an external neighbour's families without a policy, where that is asked for. */
START_TEST(policies)
{
	static const struct {
		const char *attributes;
		gboolean lacks_import, lacks_export;
	} cases[] = {
		{"remote-as=65002", FALSE, FALSE},
		{"remote-as=65002 ebgp-requires-policy=yes", TRUE, TRUE},
		{"remote-as=65002 ebgp-requires-policy=yes import-map=in", FALSE, TRUE},
		{"remote-as=65002 ebgp-requires-policy=yes export-map=ipv4:in", TRUE, FALSE},
		{"remote-as=65002 ebgp-requires-policy=yes import-map=vpnv4:in", TRUE, TRUE},
		{"ebgp-requires-policy=yes", FALSE, FALSE},
	};
	g_autofree char *attributes = g_strconcat("address=10.0.0.2 ", cases[_i].attributes, NULL);
	BgpPeer *peer;

	policy_set_add_map(set, "in", NULL);
	peer = make(attributes);
	ck_assert_int_eq(bgp_peer_lacks_import(peer, BGP_FAMILY_IPV4), cases[_i].lacks_import);
	ck_assert_int_eq(bgp_peer_lacks_export(peer, BGP_FAMILY_IPV4), cases[_i].lacks_export);
	bgp_peer_free(peer);
}
END_TEST

START_TEST(wanted)
{
	BgpPeer *peer = lab_neighbor_with(lab, 1, 2, "ipv4", "shutdown=yes");

	ck_assert(!bgp_peer_is_wanted(peer)); /* nothing runs */
	lab_start(lab);
	ck_assert(!bgp_peer_is_wanted(peer));
	ck_assert_ptr_null(peer->listener);
	peer->shut = FALSE;
	ck_assert(bgp_peer_is_wanted(peer));
	peer->held = TRUE;
	ck_assert(!bgp_peer_is_wanted(peer));
}
END_TEST

/* Two connections: the one that the speaker with the higher identifier opened goes on (RFC 4271 6.8); of equal
 * ones that of the higher AS number (RFC 6286 2.3); an established one stays unless it may lose. */
static const struct {
	uint32_t identifier; /* the peer's last octet, this router's is 1 */
	uint32_t remote_as;
	gboolean incoming; /* the session that the OPEN is from */
	BgpState other;
	gboolean may_lose; /* collision-detect-established */
	gboolean goes_on;
} collisions[] = {
	{9, 65002, TRUE, BGP_STATE_OPEN_SENT, FALSE, TRUE},
	{9, 65002, FALSE, BGP_STATE_OPEN_SENT, FALSE, FALSE},
	{0, 65002, TRUE, BGP_STATE_OPEN_CONFIRM, FALSE, FALSE},
	{0, 65002, FALSE, BGP_STATE_OPEN_CONFIRM, FALSE, TRUE},
	{1, 65002, TRUE, BGP_STATE_OPEN_SENT, FALSE, TRUE},
	{1, 65000, TRUE, BGP_STATE_OPEN_SENT, FALSE, FALSE},
	{1, 65000, FALSE, BGP_STATE_OPEN_SENT, FALSE, TRUE},
	/* One that has said nothing yet is no rival. */
	{0, 65002, TRUE, BGP_STATE_CONNECT, FALSE, TRUE},
	{0, 65002, TRUE, BGP_STATE_ACTIVE, FALSE, TRUE},
	{9, 65002, TRUE, BGP_STATE_ESTABLISHED, FALSE, FALSE},
	{9, 65002, TRUE, BGP_STATE_ESTABLISHED, TRUE, TRUE},
	{0, 65002, TRUE, BGP_STATE_ESTABLISHED, TRUE, FALSE},
};

/* Whichever of both is the main one. */
static void collide(const char *attributes, unsigned which, unsigned i)
{
	BgpPeer *peer = make(attributes);
	BgpSession *session = &peer->sessions[which], *other = &peer->sessions[!which];
	BgpOpen open = {.identifier = 0x0a000000 | collisions[i].identifier};
	gboolean goes_on = collisions[i].goes_on;

	session->incoming = collisions[i].incoming;
	session->fsm.state = BGP_STATE_OPEN_SENT;
	other->fsm.state = collisions[i].other;
	ck_assert_int_eq(bgp_peer_resolve_collision(session, &open), goes_on);
	if (collisions[i].other >= BGP_STATE_OPEN_SENT) {
		ck_assert_ptr_eq(peer->session, goes_on ? session : other);
		ck_assert_int_eq(bgp_session_state(goes_on ? other : session), BGP_STATE_IDLE);
	}
	bgp_peer_free(peer);
}

START_TEST(collision)
{
	g_autofree char *attributes =
		g_strdup_printf("address=10.0.0.2 remote-as=%u collision-detect-established=%s",
				collisions[_i].remote_as, collisions[_i].may_lose ? "yes" : "no");

	collide(attributes, 0, (unsigned)_i);
	collide(attributes, 1, (unsigned)_i);
}
END_TEST

/* What the peer has said goes, and is counted. */
START_TEST(routes)
{
	enum { IPV4 = BGP_FAMILY_IPV4 };
	BgpPeer *peer = lab_neighbor_with(lab, 1, 2, "ipv4", "passive=yes");
	BgpPeerFamily *family = &peer->families[IPV4];

	lab_start(lab);
	paths_put(lab, peer, IPV4, "10.1.0.0/16", "10.0.0.2", 0);
	paths_put(lab, peer, IPV4, "10.2.0.0/16", "10.0.0.2", 0);
	paths_put(lab, NULL, IPV4, "10.3.0.0/16", "", 0);
	bgp_loc_rib_run(bgp);
	bgp_peer_withdraw(peer, IPV4, paths_net(lab, IPV4, "10.1.0.0/16"));
	ck_assert_uint_eq(family->n_paths, 1);
	bgp_peer_withdraw(peer, IPV4, paths_net(lab, IPV4, "10.3.0.0/16")); /* none of its */
	ck_assert_uint_eq(family->n_paths, 1);
	bgp_peer_forget_routes(peer, IPV4);
	ck_assert_uint_eq(family->n_paths, 0);
	bgp_loc_rib_run(bgp);
	ck_assert_ptr_null(paths_net(lab, IPV4, "10.2.0.0/16"));
	ck_assert_ptr_nonnull(paths_net(lab, IPV4, "10.3.0.0/16"));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_peer");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, defaults);
	tcase_add_test(tc, configured);
	tcase_add_loop_test(tc, wrong, 0, G_N_ELEMENTS(mistakes));
	tcase_add_test(tc, found);
	tcase_add_loop_test(tc, policies, 0, 6);
	tcase_add_test(tc, wanted);
	tcase_add_loop_test(tc, collision, 0, G_N_ELEMENTS(collisions));
	tcase_add_test(tc, routes);
	return test_main("bgp_peer", tc);
}
