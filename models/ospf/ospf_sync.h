/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LDP-IGP synchronisation (RFC 5443): a point-to-point link on which LDP is not there yet is advertised
 * with the maximum metric, so that packets which need labels take another path where there is one.
 */
#ifndef OSPF_OSPF_SYNC_H
#define OSPF_OSPF_SYNC_H

#include "models/ospf/ospf_iface.h"

void ospf_sync_init(OspfIface *iface);
void ospf_sync_stop(OspfIface *iface);
/* Follows LDP from now on. */
void ospf_sync_start(OspfInstance *instance);
void ospf_sync_end(OspfInstance *instance);
/* There is an adjacency, or none any more: the time that is waited at most begins. */
void ospf_sync_begin(OspfIface *iface);

/* It is wanted for the interface. */
gboolean ospf_sync_is_on(const OspfIface *iface);
/* The link is to be avoided for now. */
gboolean ospf_sync_is_awaited(const OspfIface *iface);

/* Every interface that is no loopback, and what it waits for. */
extern const TableDef ospf_sync_table;

#endif
