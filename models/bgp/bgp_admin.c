/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_admin.h"

#include "models/bgp/bgp_fsm.h"
#include "models/bgp/bgp_import.h"
#include "models/bgp/bgp_limit.h"
#include "models/bgp/bgp_refresh.h"
#include "models/bgp/bgp_update_out.h"

#include <string.h>

static void clear(BgpPeer *peer, const char *text)
{
	uint8_t data[1 + BGP_SHUTDOWN_TEXT_MAX];
	BgpNotification n = {BGP_ERROR_CEASE, BGP_CEASE_RESET, bgp_shutdown_text(text, data)};
	bgp_limit_release(peer);
	peer->idle_hold = BGP_IDLE_HOLD_FIRST;
	if (!bgp_peer_is_wanted(peer))
		return;
	if (bgp_session_state(peer->session) == BGP_STATE_IDLE) {
		bgp_peer_try(peer);
		return;
	}
	for (unsigned i = 0; i < G_N_ELEMENTS(peer->sessions); i++)
		bgp_fsm_event(&peer->sessions[i], BGP_EVENT_MANUAL_STOP, &n);
}

static void clear_in(BgpPeer *peer, const char *text)
{
	(void)text;
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		bgp_peer_request_refresh(peer, f);
}

static void clear_out(BgpPeer *peer, const char *text)
{
	(void)text;
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		bgp_update_refresh(peer, f);
}

static void shut_down(BgpPeer *peer, const char *text)
{
	uint8_t data[1 + BGP_SHUTDOWN_TEXT_MAX];
	BgpNotification n = {BGP_ERROR_CEASE, BGP_CEASE_SHUTDOWN, bgp_shutdown_text(text, data)};
	if (peer->shut)
		return;
	peer->shut = TRUE;
	if (peer->bgp->instance.running)
		bgp_peer_stop(peer, &n);
}

static void let_be(BgpPeer *peer, const char *text)
{
	(void)text;
	if (!peer->shut)
		return;
	peer->shut = FALSE;
	if (peer->bgp->instance.running)
		bgp_peer_start(peer);
}

/* What is received is worth less from now on, or again what it was, and is told so. */
static void set_graceful(BgpPeer *peer, gboolean on)
{
	if (peer->options.graceful_shutdown == on)
		return;
	peer->options.graceful_shutdown = on;
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++) {
		bgp_update_move(peer, f);
		bgp_import_again(peer, f);
		if (!on && !peer->families[f].import_map)
			bgp_peer_request_refresh(peer, f);
	}
}

static void begin_graceful(BgpPeer *peer, const char *text)
{
	(void)text;
	set_graceful(peer, TRUE);
}

static void end_graceful(BgpPeer *peer, const char *text)
{
	(void)text;
	set_graceful(peer, FALSE);
}

static const struct {
	const char *name;
	void (*apply)(BgpPeer *peer, const char *text);
} admins[BGP_ADMINS] = {
	[BGP_ADMIN_CLEAR] = {"clear", clear},
	[BGP_ADMIN_CLEAR_IN] = {"clear-soft-in", clear_in},
	[BGP_ADMIN_CLEAR_OUT] = {"clear-soft-out", clear_out},
	[BGP_ADMIN_SHUTDOWN] = {"shutdown", shut_down},
	[BGP_ADMIN_NO_SHUTDOWN] = {"no-shutdown", let_be},
	[BGP_ADMIN_GRACEFUL_SHUTDOWN] = {"graceful-shutdown", begin_graceful},
	[BGP_ADMIN_NO_GRACEFUL_SHUTDOWN] = {"no-graceful-shutdown", end_graceful},
};

const char *bgp_admin_name(BgpAdmin admin)
{
	return admins[admin].name;
}

gboolean bgp_admin_parse(const char *text, BgpAdmin *out)
{
	for (unsigned i = 0; i < BGP_ADMINS; i++)
		if (strcmp(admins[i].name, text) == 0) {
			*out = (BgpAdmin)i;
			return TRUE;
		}
	return FALSE;
}

void bgp_admin_configure(BgpPeerConfig *config, BgpAdmin admin)
{
	if (admin == BGP_ADMIN_SHUTDOWN || admin == BGP_ADMIN_NO_SHUTDOWN)
		config->options.shutdown = admin == BGP_ADMIN_SHUTDOWN;
	if (admin == BGP_ADMIN_GRACEFUL_SHUTDOWN || admin == BGP_ADMIN_NO_GRACEFUL_SHUTDOWN)
		config->options.graceful_shutdown = admin == BGP_ADMIN_GRACEFUL_SHUTDOWN;
}

void bgp_admin_apply(BgpPeer *peer, BgpAdmin admin, const char *text)
{
	admins[admin].apply(peer, text);
}
