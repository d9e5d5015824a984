/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_exchange.h"

#include "models/bgp/bgp_reach.h"

#include <string.h>

enum { ALLOW_AS_IN_MOST = 10 };

/* A word and what it stands for. */
typedef struct Word {
	const char *text;
	uint8_t value;
} Word;

static const Word *find_word(const Word *words, const char *text)
{
	for (; words->text; words++)
		if (strcmp(words->text, text) == 0)
			return words;
	return NULL;
}

/* ---- Next hops ---- */

/* FALSE where there is another one already. */
static gboolean set_rule(BgpPeer *peer, int only, BgpNextHopRule rule)
{
	for (int f = 0; f < BGP_N_FAMILIES; f++) {
		BgpNextHopRule *at = &peer->families[f].next_hop;

		if ((only >= 0 && f != only) || rule == BGP_NEXT_HOP_BY_RULE)
			continue;
		if (*at != BGP_NEXT_HOP_BY_RULE && *at != rule)
			return FALSE;
		*at = rule;
	}
	return TRUE;
}

/* "yes" of all families; "vpnv4" of one; "all" and "vpnv4:all" of a rule that knows it. complaint is about a
 * word that is none of these. */
static gboolean take_rule(BgpPeer *peer, const char *text, const Word *rules, const char *complaint,
			  GError **error)
{
	char **parts = g_strsplit(text, ":", 2);
	int only = bgp_family_of_name(parts[0]);
	const char *name = only < 0 ? text : parts[1] ? parts[1] : "yes";
	const Word *word = find_word(rules, name);

	g_strfreev(parts);
	if (!word)
		return bgp_complain(error, complaint, text);
	return set_rule(peer, only, (BgpNextHopRule)word->value) ||
	       bgp_complain(error, "next-hop-unchanged \"%s\": next-hop-self says otherwise", text);
}

static gboolean take_next_hops(BgpPeer *peer, const BgpPeerConfig *config, GError **error)
{
	static const Word self[] = {
		{"no", BGP_NEXT_HOP_BY_RULE},
		{"yes", BGP_NEXT_HOP_SELF},
		{"all", BGP_NEXT_HOP_SELF_ALL},
		{NULL, 0},
	};
	static const Word unchanged[] = {
		{"no", BGP_NEXT_HOP_BY_RULE},
		{"yes", BGP_NEXT_HOP_UNCHANGED},
		{NULL, 0},
	};

	for (char **word = config->next_hop_self; word && *word; word++)
		if (!take_rule(peer, *word, self,
			       "next-hop-self \"%s\": write yes, all, a family, or family:all as "
			       "vpnv4:all",
			       error))
			return FALSE;
	for (char **word = config->next_hop_unchanged; word && *word; word++)
		if (!take_rule(peer, *word, unchanged,
			       "next-hop-unchanged \"%s\": write yes or families", error))
			return FALSE;
	return TRUE;
}

/* ---- Default routes ---- */

/* Families that have one, and are exchanged with the peer in some SAFI. */
static gboolean may_originate_default(const BgpPeer *peer, unsigned family)
{
	BgpRole role = bgp_families[family].role;
	gboolean exchanged = FALSE;

	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		exchanged = exchanged ||
			    (peer->families[f].table == family && peer->families[f].configured);
	return exchanged && (role == BGP_ROLE_UNICAST || role == BGP_ROLE_LABELLED);
}

static gboolean take_default(BgpPeer *peer, const char *word, GError **error)
{
	int only = bgp_family_of_name(word);
	gboolean found = FALSE;

	if (strcmp(word, "no") == 0)
		return TRUE;
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++) {
		if ((only >= 0 ? f != (unsigned)only : strcmp(word, "yes") != 0) ||
		    !may_originate_default(peer, f))
			continue;
		peer->families[f].default_originate = found = TRUE;
	}
	return found || bgp_complain(error,
				     "default-originate \"%s\": write yes, no, ipv4 or "
				     "ipv4-labelled-unicast, a family that is exchanged",
				     word);
}

static gboolean take_defaults(BgpPeer *peer, char *const *words, GError **error)
{
	for (; words && *words; words++)
		if (!take_default(peer, *words, error))
			return FALSE;
	return TRUE;
}

gboolean bgp_exchange_default_originate(const BgpPeer *peer)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (peer->families[f].default_originate)
			return TRUE;
	return FALSE;
}

/* ---- Sets of words ---- */

static gboolean take_bits(char *const *texts, const Word *words, uint8_t *bits,
			  const char *complaint, GError **error)
{
	*bits = 0;
	for (; texts && *texts; texts++) {
		const Word *word = find_word(words, *texts);

		if (!word)
			return bgp_complain(error, complaint, *texts);
		*bits |= word->value;
	}
	return TRUE;
}

static gboolean take_communities(BgpPeer *peer, const BgpPeerConfig *config, GError **error)
{
	static const Word words[] = {
		{"standard", BGP_SEND_STANDARD},
		{"extended", BGP_SEND_EXTENDED},
		{"large", BGP_SEND_LARGE},
		{"all", BGP_SEND_ALL},
		{"none", 0},
		{NULL, 0},
	};

	return take_bits(config->send_community, words, &peer->options.send_communities,
			 "send-community \"%s\": write standard, extended, large, all or none",
			 error);
}

static gboolean take_private_as(BgpPeer *peer, const BgpPeerConfig *config, GError **error)
{
	static const Word words[] = {
		{"no", 0},
		{"yes", BGP_PRIVATE_REMOVE},
		{"all", BGP_PRIVATE_REMOVE | BGP_PRIVATE_ALL},
		{"replace", BGP_PRIVATE_REMOVE | BGP_PRIVATE_REPLACE},
		{NULL, 0},
	};

	return take_bits(config->remove_private_as, words, &peer->options.private_as,
			 "remove-private-as \"%s\": write yes, all, replace, or all replace",
			 error);
}

/* ---- AS numbers ---- */

static gboolean take_allow_as_in(BgpPeer *peer, const char *text, GError **error)
{
	BgpPeerOptions *o = &peer->options;

	if (!text || !*text)
		return TRUE;
	o->allow_as_in_origin = strcmp(text, "origin") == 0;
	if (!o->allow_as_in_origin &&
	    (!config_u8.parse(text, &o->allow_as_in) || o->allow_as_in > ALLOW_AS_IN_MOST))
		return bgp_complain(error, "allow-as-in \"%s\": write 0 to 10, or origin", text);
	return TRUE;
}

static gboolean has_local_as_options(const BgpPeerOptions *o)
{
	return o->local_as_no_prepend || o->local_as_replace_as || o->local_as_dual_as;
}

static gboolean check_local_as(const BgpPeer *peer, GError **error)
{
	const BgpPeerOptions *o = &peer->options;

	if (o->local_as == 0 && has_local_as_options(o))
		return bgp_complain(error, "neighbor %s has options of local-as and no local-as",
				    peer->name);
	if (o->local_as == 0)
		return TRUE;
	if (bgp_peer_is_internal(peer))
		return bgp_complain(error, "neighbor %s is internal: local-as is for external ones",
				    peer->name);
	if (o->local_as == peer->bgp->as_number)
		return bgp_complain(error, "neighbor %s: local-as is this node's own number",
				    peer->name);
	if (o->local_as == peer->as_number)
		return bgp_complain(error, "neighbor %s: local-as is the neighbor's number",
				    peer->name);
	return TRUE;
}

static gboolean check_external_only(const BgpPeer *peer, GError **error)
{
	const BgpPeerOptions *o = &peer->options;

	if (bgp_peer_is_internal(peer) && (o->as_override || o->private_as))
		return bgp_complain(
			error,
			"neighbor %s is internal: as-override and remove-private-as are "
			"for external ones",
			peer->name);
	return TRUE;
}

gboolean bgp_exchange_take(BgpPeer *peer, const BgpPeerConfig *config, GError **error)
{
	return take_next_hops(peer, config, error) &&
	       take_defaults(peer, config->default_originate, error) &&
	       take_communities(peer, config, error) && take_private_as(peer, config, error) &&
	       take_allow_as_in(peer, config->allow_as_in, error) && check_local_as(peer, error) &&
	       check_external_only(peer, error);
}

void bgp_exchange_egress(const BgpPeer *peer, unsigned family, BgpEgress *out)
{
	const BgpPeerOptions *o = &peer->options;
	gboolean third_party =
		bgp_families[family].third_party && peer->send_label == BGP_SEND_LABEL_NO;

	*out = (BgpEgress){
		.internal = bgp_peer_is_internal(peer),
		.next_hop = peer->families[peer->families[family].table].next_hop,
		.self = *tcp_local_address(peer->session->socket),
		.link = third_party ? bgp_reach_link(peer) : NULL,
		.as_number = peer->bgp->as_number,
		.local_as = bgp_peer_local_as(peer),
		.replace_as = o->local_as_replace_as,
		.peer_as = o->as_override || o->private_as ? peer->as_number : 0,
		.send_communities = o->send_communities,
		.private_as = o->private_as,
		.as_override = o->as_override,
		.graceful_shutdown = o->graceful_shutdown,
	};
}

void bgp_exchange_wrong_as(BgpPeer *peer, uint32_t told_as)
{
	if (peer->options.local_as_dual_as && told_as == bgp_peer_local_as(peer))
		peer->own_as = !peer->own_as;
}
