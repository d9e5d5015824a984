/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What all BGP speakers of a run share: prefixes and path attributes, each of which is there once however
 * many routers hold it. It is made with the first speaker of a network and goes with the last one that
 * refers to it.
 */
#ifndef BGP_BGP_RUN_H
#define BGP_BGP_RUN_H

#include "models/bgp/bgp_attrset.h"
#include "models/bgp/bgp_family.h"
#include "models/fwd/node.h"
#include "models/net/prefix_ids.h"

typedef struct BgpDecoded BgpDecoded;

struct BgpRun {
	unsigned refs;
	FwdNet *net; /* borrowed */
	BgpAttrTable attrs;
	/* Owned, by the first family that has them: what is labelled and what is not have the same, as they may share
	 * a table (bgp_send_label.h). */
	NetPrefixIds *prefixes[BGP_N_FAMILIES];
	BgpDecoded *decoded; /* messages' that say something; emptied when the run ends */
};

/* The network's; one reference. */
BgpRun *bgp_run_of(FwdNet *net);
void bgp_run_unref(BgpRun *run);

#endif
