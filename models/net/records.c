/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/records.h"

static const Field message_fields[] = {
	FIELD(TraceMessage, peer, field_text),     FIELD(TraceMessage, direction, field_text),
	FIELD(TraceMessage, protocol, field_text), FIELD(TraceMessage, type, field_text),
	FIELD(TraceMessage, bytes, field_u32),
};
static const Field route_fields[] = {
	FIELD(TraceRoute, vrf, field_text),           FIELD(TraceRoute, family, field_text),
	FIELD(TraceRoute, prefix, field_prefix),      FIELD(TraceRoute, protocol, field_text),
	FIELD(TraceRoute, change, field_text),        FIELD(TraceRoute, next_hop, field_text),
	FIELD(TraceRoute, labels, field_label_stack),
};
static const Field refusal_fields[] = {
	FIELD(TraceRefusal, vrf, field_text),      FIELD(TraceRefusal, family, field_text),
	FIELD(TraceRefusal, rd, field_rd),         FIELD(TraceRefusal, prefix, field_prefix),
	FIELD(TraceRefusal, protocol, field_text), FIELD(TraceRefusal, peer, field_text),
	FIELD(TraceRefusal, reason, field_text),
};
static const Field session_event_fields[] = {
	FIELD(TraceSessionEvent, vrf, field_text),
	FIELD(TraceSessionEvent, protocol, field_text),
	FIELD(TraceSessionEvent, peer, field_text),
	FIELD(TraceSessionEvent, kind, field_text),
	FIELD(TraceSessionEvent, reason, field_text),
};
static const Field lfib_fields[] = {
	FIELD(TraceLfib, label, field_label),    FIELD(TraceLfib, change, field_text),
	FIELD(TraceLfib, operation, field_text), FIELD(TraceLfib, labels_out, field_label_stack),
	FIELD(TraceLfib, next_hop, field_text),  FIELD(TraceLfib, owner, field_text),
	FIELD(TraceLfib, fec, field_text),
};
static const Field action_fields[] = {
	FIELD(TraceAction, kind, field_text),
	FIELD(TraceAction, target, field_text),
};
static const Field drop_fields[] = {
	FIELD(TraceDrop, vrf, field_text),
	FIELD(TraceDrop, interface, field_text),
	FIELD(TraceDrop, reason, field_text),
	FIELD(TraceDrop, destination, field_addr),
};

static const Field advertisement_fields[] = {
	FIELD(TraceAdvertisement, peer, field_text),
	FIELD(TraceAdvertisement, direction, field_text),
	FIELD(TraceAdvertisement, family, field_text),
	FIELD(TraceAdvertisement, rd, field_rd),
	FIELD(TraceAdvertisement, prefix, field_prefix),
	FIELD(TraceAdvertisement, next_hop, field_addr),
	FIELD(TraceAdvertisement, label, field_label),
	FIELD(TraceAdvertisement, route_targets, field_rts),
	FIELD(TraceAdvertisement, as_path, field_text),
	FIELD(TraceAdvertisement, withdrawn, field_bool),
};

const TraceType trace_advertisement = {"advertisement", 0, advertisement_fields,
				       G_N_ELEMENTS(advertisement_fields)};
const TraceType trace_message = {"message", TRACE_DIGEST, message_fields,
				 G_N_ELEMENTS(message_fields)};
const TraceType trace_route = {"route", TRACE_CHANGE | TRACE_DIGEST, route_fields,
			       G_N_ELEMENTS(route_fields)};
const TraceType trace_refusal = {"refusal", TRACE_DIGEST, refusal_fields,
				 G_N_ELEMENTS(refusal_fields)};
const TraceType trace_session_event = {"session_event", TRACE_DIGEST, session_event_fields,
				       G_N_ELEMENTS(session_event_fields)};
const TraceType trace_lfib = {"lfib", TRACE_CHANGE | TRACE_DIGEST, lfib_fields,
			      G_N_ELEMENTS(lfib_fields)};
const TraceType trace_action = {"action", TRACE_CHANGE | TRACE_DIGEST, action_fields,
				G_N_ELEMENTS(action_fields)};
const TraceType trace_drop = {"packet_drop", TRACE_DIGEST, drop_fields, G_N_ELEMENTS(drop_fields)};
