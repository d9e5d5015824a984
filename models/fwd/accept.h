/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which labels may come in on an interface. Inside a carrier a label means the same wherever it comes
 * in: the label space is the platform's (RFC 3031 3.14). Towards customers and other carriers that
 * would let them send into any VPN. RFC 4364 6 and 10 therefore accept from them only what was
 * advertised to them: a packet with any other label is dropped, however deep in its stack the label
 * stands, if it is to be looked up here.
 *
 * By default labels are checked on the interfaces of VRFs, and on those where a neighbour of another AS
 * is told of labels; either can be configured otherwise.
 *
 * Whoever advertises a label on an interface accepts it there, checked or not, before packets with it
 * can come, and refuses it once none can come any more. Acceptances are counted, for two protocols may
 * advertise one label, or one protocol to two neighbours. A crash forgets them all.
 */
#ifndef FWD_ACCEPT_H
#define FWD_ACCEPT_H

#include "models/fwd/iface.h"
#include "models/net/table.h"

/* From "" (by place), "advertised", "platform". */
gboolean fwd_label_check_parse(const char *text, FwdLabelCheck *out);
void fwd_iface_set_label_check(FwdIface *iface, FwdLabelCheck check);
/* A neighbour of another AS, which is told of labels, is on the interface's link; or it is no more.
 * Counted. */
void fwd_iface_add_border(FwdIface *iface);
void fwd_iface_remove_border(FwdIface *iface);
gboolean fwd_iface_checks_labels(const FwdIface *iface);
/* "advertised", "platform"; NULL where no labelled packet is accepted for want of MPLS. */
const char *fwd_iface_label_check_name(const FwdIface *iface);

/* label is one that stands on the wire; implicit null never does, and is left out. */
void fwd_iface_accept_label(FwdIface *iface, uint32_t label);
void fwd_iface_refuse_label(FwdIface *iface, uint32_t label);
/* TRUE where packets with that label may come in. */
gboolean fwd_iface_accepts_label(const FwdIface *iface, uint32_t label);

/* For a crash: nothing has been advertised, and nobody is there. */
void fwd_iface_forget_labels(FwdIface *iface);

extern const TableDef fwd_table_accepted_labels; /* one of fwd_tables */

#endif
