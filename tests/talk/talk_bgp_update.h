/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UPDATEs as text: "withdrawn=10.9.0.0/24", "nlri=10.9.0.0/24", "origin=igp", "as-path=65002,65003",
 * "next-hop=10.1.0.9", "med=1", "local-pref=100", "originator=10.0.0.1", "clusters=10.0.0.1,10.0.0.2",
 * "nlri-raw=210a" and "attr=c0080400010002" of any type, with its flags and length. Attributes stand in the order in
 * which they are said. AS numbers have four octets.
 *
 * VPN-IPv4: "vpn=65001:1/10.9.0.0/24/100" with its label, "vpn-raw=" what follows the next hop, "vpn-next-hop=10.1.0.9" or
 * the octets of one, "vpn-withdrawn=65001:1/10.9.0.0/24", "vpn-withdrawn-raw=". Labelled IPv4 likewise, "lu=10.9.0.0/24/100",
 * and memberships of route targets, "rt=65001:65001:8/96" (AS number, route target, bits).
 * Those of a kind are one attribute, the first of all.
 */
#ifndef TALK_BGP_UPDATE_H
#define TALK_BGP_UPDATE_H

#include "models/wire/bgp_update.h"
#include "tests/talk/talk_text.h"

/* What follows the header of the UPDATE. FALSE sets *error. */
gboolean talk_update_write(const TalkMessage *m, WireWriter *w, GError **error);
/* Adds what an UPDATE says; nothing where it ends the initial exchange of IPv4 routes. */
void talk_update_show(const uint8_t *message, size_t len, TalkMessage *out);

#endif
