/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/table.h"

#include "models/net/addr.h"

static gboolean print_rts(const void *p, GString *out)
{
	const NetRts *rts = p;

	for (unsigned i = 0; i < rts->n; i++) {
		if (i > 0)
			g_string_append_c(out, ' ');
		net_rt_append(rts->rt[i], out);
	}
	return rts->n > 0;
}

const FieldKind field_rts = {
	.name = "route-targets",
	.storage = FIELD_STORE_TEXT,
	.print = print_rts,
};

static gboolean print_mac(const void *p, GString *out)
{
	static const NetMac none;

	if (net_mac_equal(p, &none))
		return FALSE;
	net_mac_append(p, out);
	return TRUE;
}

const FieldKind field_mac = {
	.name = "mac",
	.storage = FIELD_STORE_TEXT,
	.print = print_mac,
};
