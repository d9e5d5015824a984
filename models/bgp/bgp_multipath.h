/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paths that are used beside the chosen one: those that are as good by the rules of the decision up to the cost
 * of the next hop, and lead elsewhere. External ones go together, and internal ones; where
 * maximum-paths-eibgp says so, in a VRF, imported ones go with external ones, whatever they cost.
 */
#ifndef BGP_BGP_MULTIPATH_H
#define BGP_BGP_MULTIPATH_H

#include "models/bgp/bgp_table.h"

/* Puts them in front of the array, external ones first, in the order of router ids, and returns how many they
 * are. best is one of the n paths. */
unsigned bgp_multipath(const BgpTable *table, BgpPath *best, BgpPath **paths, unsigned n);

#endif
