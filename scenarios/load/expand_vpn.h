/* SPDX-License-Identifier: Apache-2.0 */
/* A <vpn> while its sites are written out. */
#ifndef LOAD_EXPAND_VPN_H
#define LOAD_EXPAND_VPN_H

#include "scenarios/load/expansion.h"

typedef struct ExpandVpn {
	Expansion *expansion;
	const LoadVpn *config;
	xmlNode *node;         /* the <vpn> */
	GHashTable *customers; /* name, owned -> xmlNode */
	GHashTable *nodes;     /* name, owned -> xmlNode of all nodes */
	GHashTable *vrfs;      /* "node VRF", owned -> xmlNode */
	ExpandPool pool;
} ExpandVpn;

/* Writes a <site> out, beside the <vpn> and in its PE; what is wrong is told. */
void expand_site(ExpandVpn *vpn, const xmlNode *site);

#endif
