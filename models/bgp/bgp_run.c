/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_run.h"

#include "models/bgp/bgp_decoded.h"

static const char run_key;

/* The first family with prefixes of the same kind. */
static unsigned first_like(unsigned f)
{
	const BgpNlriFormat *format = bgp_families[f].format;
	unsigned first = 0;

	while (bgp_families[first].format->prefix != format->prefix ||
	       bgp_families[first].format->has_rd != format->has_rd)
		first++;
	return first;
}

static BgpRun *run_new(FwdNet *net)
{
	BgpRun *run = g_new0(BgpRun, 1);

	run->net = net;
	bgp_attr_table_init(&run->attrs);
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++) {
		const BgpNlriFormat *format = bgp_families[f].format;

		run->prefixes[f] = first_like(f) < f
					   ? run->prefixes[first_like(f)]
					   : net_prefix_ids_new(format->prefix, format->has_rd);
	}
	fwd_net_set_shared(net, &run_key, run);
	return run;
}

BgpRun *bgp_run_of(FwdNet *net)
{
	BgpRun *run = fwd_net_shared(net, &run_key);

	if (!run)
		run = run_new(net);
	run->refs++;
	return run;
}

void bgp_run_unref(BgpRun *run)
{
	if (--run->refs > 0)
		return;
	fwd_net_set_shared(run->net, &run_key, NULL);
	while (run->decoded)
		bgp_decoded_empty(run->decoded);
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (first_like(f) == f)
			net_prefix_ids_free(run->prefixes[f]);
	bgp_attr_table_release(&run->attrs);
	g_free(run);
}
