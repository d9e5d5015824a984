/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_limit.h"

#include "models/bgp/bgp_fsm.h"
#include "models/bgp/bgp_trace.h"

static void restart_due(void *owner)
{
	BgpPeer *peer = owner;
	bgp_limit_release(peer);
	if (bgp_peer_is_wanted(peer))
		bgp_peer_try(peer);
}

void bgp_limit_init(BgpPeer *peer)
{
	sim_timer_init(&peer->limit_restart, peer->bgp->sim, SIM_GUARD, restart_due, peer);
}

/* "vpnv4:200" of one family, "200" of all. */
static gboolean take_word(BgpPeer *peer, const char *word)
{
	char **parts = g_strsplit(word, ":", 2);
	const char *number = parts[1] ? parts[1] : parts[0];
	int only = parts[1] ? bgp_family_of_name(parts[0]) : -1;
	uint32_t maximum;
	gboolean ok = config_u32.parse(number, &maximum) && maximum > 0 && (!parts[1] || only >= 0);
	for (int f = 0; ok && f < BGP_N_FAMILIES; f++)
		if (!parts[1] || f == only)
			peer->families[f].maximum = maximum;
	g_strfreev(parts);
	return ok;
}

gboolean bgp_limit_take(BgpPeer *peer, char **words, GError **error)
{
	for (char **word = words; word && *word; word++) {
		if (take_word(peer, *word))
			continue;
		g_set_error(error, PROTO_ERROR, 0,
			    "maximum-prefix \"%s\": write a number, or family:number as vpnv4:200",
			    *word);
		return FALSE;
	}
	return TRUE;
}

void bgp_limit_stop(BgpPeer *peer)
{
	bgp_limit_release(peer);
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		peer->families[f].warned = 0;
}

void bgp_limit_release(BgpPeer *peer)
{
	peer->held = FALSE;
	sim_timer_stop(&peer->limit_restart);
}

static gboolean is_exceeded(const BgpPeerFamily *f)
{
	return f->maximum > 0 && f->n_paths > f->maximum;
}

gboolean bgp_limit_reached(const BgpPeer *peer, unsigned family)
{
	return !peer->options.limit_warns && is_exceeded(&peer->families[family]);
}

static void note(const BgpPeer *peer, unsigned family)
{
	const BgpPeerFamily *f = &peer->families[family];
	char *text = g_strdup_printf("%u prefixes of %s, %u may be", f->n_paths,
				     bgp_families[family].name, f->maximum);
	bgp_trace_note(peer, BGP_NOTE_LIMIT, text);
	g_free(text);
}

/* RFC 4486 4: the family and the bound. */
static void end_session(BgpPeer *peer, unsigned family)
{
	const BgpNlriFormat *format = bgp_families[family].format;
	uint32_t bound = peer->families[family].maximum;
	const uint8_t data[] = {
		(uint8_t)(format->afi >> 8),
		(uint8_t)format->afi,
		format->safi,
		(uint8_t)(bound >> 24),
		(uint8_t)(bound >> 16),
		(uint8_t)(bound >> 8),
		(uint8_t)bound,
	};
	BgpNotification n = {BGP_ERROR_CEASE, BGP_CEASE_MAX_PREFIXES, {data, G_N_ELEMENTS(data)}};
	peer->held = TRUE;
	if (peer->options.limit_restart > 0)
		sim_timer_start(&peer->limit_restart, peer->options.limit_restart);
	bgp_fsm_event(peer->session, BGP_EVENT_AUTOMATIC_STOP, &n);
}

/* Once for each time that the threshold is passed, and once more for the bound. */
static void warn(BgpPeer *peer, unsigned family)
{
	BgpPeerFamily *f = &peer->families[family];
	uint64_t threshold = (uint64_t)f->maximum * peer->options.limit_threshold / 100;
	unsigned level = is_exceeded(f) ? 2 : f->n_paths > threshold ? 1 : 0;
	if (level > f->warned)
		note(peer, family);
	f->warned = (uint8_t)level;
}

void bgp_limit_check(BgpPeer *peer, unsigned family)
{
	if (peer->families[family].maximum == 0)
		return;
	warn(peer, family);
	if (bgp_limit_reached(peer, family))
		end_session(peer, family);
}
