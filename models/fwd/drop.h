/* SPDX-License-Identifier: Apache-2.0 */
/* How a dropped packet is told: a TraceDrop with the reason in words. */
#ifndef FWD_DROP_H
#define FWD_DROP_H

#include "models/fwd/forward.h"
#include "models/net/records.h"

/* vrf and in may be NULL; dst may be unset. Returns the record's id. */
uint64_t fwd_trace_drop(FwdNode *node, const FwdVrf *vrf, const FwdIface *in, const NetAddr *dst,
			const char *reason);
/* The same for a packet that was lost after it had been decided where it goes. */
uint64_t fwd_trace_loss(FwdNode *node, TraceDropKind kind, const FwdVrf *vrf, const FwdIface *in,
			const NetAddr *dst, const char *reason);
/* What fwd_decide() dropped. */
uint64_t fwd_trace_decision(FwdNode *node, const FwdState *state, const FwdDecision *decision);

#endif
