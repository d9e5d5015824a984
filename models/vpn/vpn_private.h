/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the sources of models/vpn alone. */
#ifndef VPN_VPN_PRIVATE_H
#define VPN_VPN_PRIVATE_H

#include "models/net/trie.h"
#include "models/vpn/vpn.h"

struct Vpn {
	const ProtoHost *host;
	ProtoInstance *bgp; /* NULL while not attached */
	GPtrArray *vrfs;    /* of VpnVrf, owned, in order of creation */
};

struct VpnVrf {
	Vpn *vpn;
	Rib *rib;
	NetRd rd;
	GArray *import_rts, *export_rts; /* of NetRt */
	GStrv redistribute;
	RibSource source;  /* of imported routes */
	NetTrie *exported; /* of VpnExport */
	NetTrie *
		imported; /* of GArray of NetRd: the VPN routes for the prefix, in order of arrival */
};

#endif
