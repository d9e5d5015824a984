/* SPDX-License-Identifier: Apache-2.0 */
/* What a neighbour's configuration says about routes, and what it must not say. */
#include "models/bgp/bgp_exchange.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/testing.h"

#include <string.h>

/* Of a neighbour of R1, AS 65001, with these attributes: name, value, name, value. */
static BgpPeer *neighbor(Lab *lab, const char *as_number, const char *const attributes[4],
			 GError **error)
{
	const ProtoItem *item = &bgp_class.items[0];
	LabRouter *r = lab_router(lab, 1);
	BgpPeerConfig config;

	config_set_defaults(item->fields, item->n_fields, &config);
	config.address = lab_loopback(2);
	ck_assert(config_u32.parse(as_number, &config.as_number));
	for (unsigned i = 0; i < 4 && attributes[i]; i += 2) {
		const ConfigField *field = config_find(item->fields, item->n_fields, attributes[i]);
		ck_assert_msg(field && config_set(field, attributes[i + 1], &config), "%s",
			      attributes[i]);
	}
	gboolean ok = item->add(r->bgp, NULL, &config, error);
	config_clear(item->fields, item->n_fields, &config);
	return ok ? bgp_peer_find(lab_bgp(lab, 1), &config.address) : NULL;
}

static const uint32_t ases[] = {65001, 65002};

static const struct {
	const char *as_number;
	const char *attributes[4];
	const char *says;
} mistakes[] = {
	{"65002", {"next-hop-self", "maybe"}, "next-hop-self \"maybe\": write yes, all"},
	{"65002", {"next-hop-self", "vpnv4:some"}, "next-hop-self \"vpnv4:some\": write yes, all"},
	{"65002", {"next-hop-unchanged", "all"}, "next-hop-unchanged \"all\": write yes or"},
	{"65002",
	 {"next-hop-self", "yes", "next-hop-unchanged", "vpnv4"},
	 "next-hop-unchanged \"vpnv4\": next-hop-self says otherwise"},
	{"65002", {"send-community", "both"}, "send-community \"both\": write standard"},
	{"65002", {"remove-private-as", "some"}, "remove-private-as \"some\": write yes"},
	{"65001", {"remove-private-as", "all"}, "10.0.0.2 is internal: as-override and"},
	{"65001", {"as-override", "yes"}, "10.0.0.2 is internal: as-override and"},
	{"65002", {"default-originate", "maybe"}, "default-originate \"maybe\": write yes, no"},
	{"65002",
	 {"default-originate", "ipv4-labelled-unicast"},
	 "default-originate \"ipv4-labelled-unicast\": write yes, no"},
	{"65002", {"default-originate", "yes", "families", "vpnv4"}, "a family that is exchanged"},
	{"65002", {"allow-as-in", "11"}, "allow-as-in \"11\": write 0 to 10, or origin"},
	{"65002", {"local-as-dual-as", "yes"}, "10.0.0.2 has options of local-as and no local-as"},
	{"65001", {"local-as", "65009"}, "10.0.0.2 is internal: local-as is for"},
	{"65002", {"local-as", "65001"}, "10.0.0.2: local-as is this node's own number"},
	{"65002", {"local-as", "65002"}, "10.0.0.2: local-as is the neighbor's number"},
};

START_TEST(test_mistakes)
{
	Lab *lab = lab_new(2, ases);
	GError *error = NULL;

	ck_assert(!neighbor(lab, mistakes[_i].as_number, mistakes[_i].attributes, &error));
	ck_assert_msg(strstr(error->message, mistakes[_i].says) != NULL, "%s", error->message);
	g_clear_error(&error);
	lab_free(lab);
}
END_TEST

START_TEST(test_words)
{
	static const char *const attributes[] = {"next-hop-self", "ipv4:all", "next-hop-unchanged",
						 "vpnv4"};
	static const char *const more[] = {"remove-private-as", "all replace", "send-community",
					   "standard large"};
	Lab *lab = lab_new(2, ases);
	BgpPeer *peer = neighbor(lab, "65002", attributes, NULL);

	ck_assert_ptr_nonnull(peer);
	ck_assert_uint_eq(peer->families[BGP_FAMILY_IPV4].next_hop, BGP_NEXT_HOP_SELF_ALL);
	ck_assert_uint_eq(peer->families[BGP_FAMILY_VPNV4].next_hop, BGP_NEXT_HOP_UNCHANGED);
	ck_assert_uint_eq(peer->options.send_communities, BGP_SEND_ALL);
	ck_assert_uint_eq(peer->options.private_as, 0);
	lab_free(lab);

	lab = lab_new(2, ases);
	peer = neighbor(lab, "65002", more, NULL);
	ck_assert_uint_eq(peer->options.send_communities, BGP_SEND_STANDARD | BGP_SEND_LARGE);
	ck_assert_uint_eq(peer->options.private_as,
			  BGP_PRIVATE_REMOVE | BGP_PRIVATE_ALL | BGP_PRIVATE_REPLACE);
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_exchange");
	tcase_add_loop_test(tc, test_mistakes, 0, G_N_ELEMENTS(mistakes));
	tcase_add_test(tc, test_words);
	return test_main("bgp_exchange", tc);
}
