/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/bgp.h"

#include <string.h>

static const struct {
	const char *name;
	uint16_t min, max; /* length with the header; 0: the most that the session has */
} messages[BGP_MESSAGE_TYPES] = {
	[BGP_MESSAGE_OPEN] = {"open", 29, BGP_MESSAGE_MAX},
	[BGP_MESSAGE_UPDATE] = {"update", 23, 0},
	[BGP_MESSAGE_NOTIFICATION] = {"notification", 21, 0},
	[BGP_MESSAGE_KEEPALIVE] = {"keepalive", BGP_HEADER_LEN, BGP_HEADER_LEN},
	/* A wrong length has an error code of its own here (RFC 7313 5). */
	[BGP_MESSAGE_ROUTE_REFRESH] = {"route-refresh", BGP_HEADER_LEN, 0},
};

static const struct {
	uint8_t code, subcode;
	const char *name;
} error_names[] = {
	{BGP_ERROR_HEADER, 0, "Message Header Error"},
	{BGP_ERROR_HEADER, BGP_HEADER_NOT_SYNCHRONIZED,
	 "Message Header Error/Connection Not Synchronized"},
	{BGP_ERROR_HEADER, BGP_HEADER_BAD_LENGTH, "Message Header Error/Bad Message Length"},
	{BGP_ERROR_HEADER, BGP_HEADER_BAD_TYPE, "Message Header Error/Bad Message Type"},
	{BGP_ERROR_OPEN, 0, "OPEN Message Error"},
	{BGP_ERROR_OPEN, BGP_OPEN_BAD_VERSION, "OPEN Message Error/Unsupported Version Number"},
	{BGP_ERROR_OPEN, BGP_OPEN_BAD_PEER_AS, "OPEN Message Error/Bad Peer AS"},
	{BGP_ERROR_OPEN, BGP_OPEN_BAD_IDENTIFIER, "OPEN Message Error/Bad BGP Identifier"},
	{BGP_ERROR_OPEN, BGP_OPEN_BAD_PARAMETER,
	 "OPEN Message Error/Unsupported Optional Parameter"},
	{BGP_ERROR_OPEN, BGP_OPEN_BAD_HOLD_TIME, "OPEN Message Error/Unacceptable Hold Time"},
	{BGP_ERROR_OPEN, BGP_OPEN_BAD_CAPABILITY, "OPEN Message Error/Unsupported Capability"},
	{BGP_ERROR_UPDATE, 0, "UPDATE Message Error"},
	{BGP_ERROR_UPDATE, BGP_UPDATE_MALFORMED_LIST,
	 "UPDATE Message Error/Malformed Attribute List"},
	{BGP_ERROR_UPDATE, BGP_UPDATE_UNKNOWN_WELL_KNOWN,
	 "UPDATE Message Error/Unrecognized Well-known Attribute"},
	{BGP_ERROR_UPDATE, BGP_UPDATE_MISSING_WELL_KNOWN,
	 "UPDATE Message Error/Missing Well-known Attribute"},
	{BGP_ERROR_UPDATE, BGP_UPDATE_ATTRIBUTE_FLAGS,
	 "UPDATE Message Error/Attribute Flags Error"},
	{BGP_ERROR_UPDATE, BGP_UPDATE_ATTRIBUTE_LENGTH,
	 "UPDATE Message Error/Attribute Length Error"},
	{BGP_ERROR_UPDATE, BGP_UPDATE_BAD_ORIGIN, "UPDATE Message Error/Invalid ORIGIN Attribute"},
	{BGP_ERROR_UPDATE, BGP_UPDATE_BAD_NEXT_HOP,
	 "UPDATE Message Error/Invalid NEXT_HOP Attribute"},
	{BGP_ERROR_UPDATE, BGP_UPDATE_OPTIONAL_ATTRIBUTE,
	 "UPDATE Message Error/Optional Attribute Error"},
	{BGP_ERROR_UPDATE, BGP_UPDATE_BAD_NETWORK, "UPDATE Message Error/Invalid Network Field"},
	{BGP_ERROR_UPDATE, BGP_UPDATE_MALFORMED_AS_PATH, "UPDATE Message Error/Malformed AS_PATH"},
	{BGP_ERROR_HOLD_TIMER, 0, "Hold Timer Expired"},
	{BGP_ERROR_FSM, 0, "Finite State Machine Error"},
	{BGP_ERROR_FSM, BGP_FSM_OPEN_SENT,
	 "Finite State Machine Error/Unexpected Message in OpenSent"},
	{BGP_ERROR_FSM, BGP_FSM_OPEN_CONFIRM,
	 "Finite State Machine Error/Unexpected Message in OpenConfirm"},
	{BGP_ERROR_FSM, BGP_FSM_ESTABLISHED,
	 "Finite State Machine Error/Unexpected Message in Established"},
	{BGP_ERROR_CEASE, 0, "Cease"},
	{BGP_ERROR_CEASE, BGP_CEASE_MAX_PREFIXES, "Cease/Maximum Number of Prefixes Reached"},
	{BGP_ERROR_CEASE, BGP_CEASE_SHUTDOWN, "Cease/Administrative Shutdown"},
	{BGP_ERROR_CEASE, BGP_CEASE_DECONFIGURED, "Cease/Peer De-configured"},
	{BGP_ERROR_CEASE, BGP_CEASE_RESET, "Cease/Administrative Reset"},
	{BGP_ERROR_CEASE, BGP_CEASE_REJECTED, "Cease/Connection Rejected"},
	{BGP_ERROR_CEASE, BGP_CEASE_CONFIG_CHANGE, "Cease/Other Configuration Change"},
	{BGP_ERROR_CEASE, BGP_CEASE_COLLISION, "Cease/Connection Collision Resolution"},
	{BGP_ERROR_CEASE, BGP_CEASE_OUT_OF_RESOURCES, "Cease/Out of Resources"},
	{BGP_ERROR_CEASE, BGP_CEASE_HARD_RESET, "Cease/Hard Reset"},
	{BGP_ERROR_ROUTE_REFRESH, 0, "ROUTE-REFRESH Message Error"},
	{BGP_ERROR_ROUTE_REFRESH, BGP_ROUTE_REFRESH_BAD_LENGTH,
	 "ROUTE-REFRESH Message Error/Invalid Message Length"},
};

const char *bgp_message_name(BgpMessageType type)
{
	g_assert(type > 0 && type < BGP_MESSAGE_TYPES);
	return messages[type].name;
}

const char *bgp_error_name(unsigned code, unsigned subcode)
{
	const char *general = "Unknown Error";
	for (size_t i = 0; i < G_N_ELEMENTS(error_names); i++) {
		if (error_names[i].code != code)
			continue;
		if (error_names[i].subcode == subcode)
			return error_names[i].name;
		if (error_names[i].subcode == 0)
			general = error_names[i].name;
	}
	return general;
}

gboolean bgp_error_set(WireError *error, unsigned code, unsigned subcode, size_t offset,
		       const char *text)
{
	*error = (WireError){
		.code = (uint16_t)code,
		.subcode = (uint16_t)subcode,
		.offset = offset,
		.text = text ? text : bgp_error_name(code, subcode),
	};
	return FALSE;
}

/* The attribute that begins at offset, as far as the message goes. */
static BgpSpan attribute_at(const uint8_t *message, size_t len, size_t offset)
{
	if (offset + 3 > len)
		return (BgpSpan){NULL, 0};
	const uint8_t *at = message + offset;
	size_t left = len - offset, size;
	if (at[0] & 0x10)
		size = left < 4 ? left : 4 + ((size_t)at[2] << 8 | at[3]);
	else
		size = 3 + (size_t)at[2];
	return (BgpSpan){at, MIN(size, left)};
}

static BgpSpan update_error_data(const WireError *error, const uint8_t *message, size_t len)
{
	switch (error->subcode) {
	case BGP_UPDATE_UNKNOWN_WELL_KNOWN:
	case BGP_UPDATE_ATTRIBUTE_FLAGS:
	case BGP_UPDATE_ATTRIBUTE_LENGTH:
	case BGP_UPDATE_BAD_ORIGIN:
	case BGP_UPDATE_BAD_NEXT_HOP:
	case BGP_UPDATE_OPTIONAL_ATTRIBUTE:
		return attribute_at(message, len, error->offset);
	default:
		return (BgpSpan){NULL, 0};
	}
}

BgpSpan bgp_error_data(const WireError *error, const uint8_t *message, size_t len,
		       uint8_t scratch[2])
{
	if (error->code == BGP_ERROR_UPDATE)
		return update_error_data(error, message, len);
	if (error->code == BGP_ERROR_HEADER && error->subcode == BGP_HEADER_BAD_LENGTH)
		return (BgpSpan){message + 16, 2};
	if (error->code == BGP_ERROR_HEADER && error->subcode == BGP_HEADER_BAD_TYPE)
		return (BgpSpan){message + 18, 1};
	if (error->code == BGP_ERROR_OPEN && error->subcode == BGP_OPEN_BAD_VERSION) {
		scratch[0] = 0;
		scratch[1] = BGP_VERSION;
		return (BgpSpan){scratch, 2};
	}
	if (error->code == BGP_ERROR_ROUTE_REFRESH)
		return (BgpSpan){message, len};
	return (BgpSpan){NULL, 0};
}

gboolean bgp_frame(const uint8_t *bytes, size_t avail, size_t *len, WireError *error)
{
	return bgp_frame_within(BGP_MESSAGE_MAX, bytes, avail, len, error);
}

gboolean bgp_frame_within(size_t max, const uint8_t *bytes, size_t avail, size_t *len,
			  WireError *error)
{
	*len = 0;
	for (size_t i = 0; i < MIN(avail, 16); i++)
		if (bytes[i] != 0xff)
			return bgp_error_set(error, BGP_ERROR_HEADER, BGP_HEADER_NOT_SYNCHRONIZED,
					     i, "marker is not all ones");
	if (avail < BGP_HEADER_LEN)
		return TRUE;

	size_t length = (size_t)bytes[16] << 8 | bytes[17];
	unsigned type = bytes[18];
	if (length < BGP_HEADER_LEN || length > max)
		return bgp_error_set(error, BGP_ERROR_HEADER, BGP_HEADER_BAD_LENGTH, 16, NULL);
	if (type == 0 || type >= BGP_MESSAGE_TYPES)
		return bgp_error_set(error, BGP_ERROR_HEADER, BGP_HEADER_BAD_TYPE, 18, NULL);
	if (length < messages[type].min || (messages[type].max && length > messages[type].max))
		return bgp_error_set(error, BGP_ERROR_HEADER, BGP_HEADER_BAD_LENGTH, 16, NULL);
	*len = length;
	return TRUE;
}

BgpMessageType bgp_message_type(const uint8_t *message)
{
	return message[18];
}

size_t bgp_message_begin(WireWriter *w, BgpMessageType type)
{
	static const uint8_t marker[16] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
					   0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
	size_t start = w->len;
	wire_write_bytes(w, marker, sizeof marker);
	wire_write_u16(w, 0);
	wire_write_u8(w, (uint8_t)type);
	return start;
}

void bgp_message_end(WireWriter *w, size_t start)
{
	if (!w->error)
		wire_patch_u16(w, start + 16, (uint16_t)(w->len - start));
}

void bgp_keepalive_encode(WireWriter *w)
{
	bgp_message_end(w, bgp_message_begin(w, BGP_MESSAGE_KEEPALIVE));
}

gboolean bgp_notification_decode(const uint8_t *message, size_t len, BgpNotification *out,
				 WireError *error)
{
	if (len < BGP_HEADER_LEN + 2)
		return bgp_error_set(error, BGP_ERROR_HEADER, BGP_HEADER_BAD_LENGTH, 16, NULL);
	*out = (BgpNotification){
		.code = message[BGP_HEADER_LEN],
		.subcode = message[BGP_HEADER_LEN + 1],
		.data = {message + BGP_HEADER_LEN + 2, len - BGP_HEADER_LEN - 2},
	};
	return TRUE;
}

void bgp_notification_encode(const BgpNotification *n, WireWriter *w)
{
	size_t start = bgp_message_begin(w, BGP_MESSAGE_NOTIFICATION);
	wire_write_u8(w, n->code);
	wire_write_u8(w, n->subcode);
	wire_write_bytes(w, n->data.bytes, n->data.len);
	bgp_message_end(w, start);
}

BgpSpan bgp_shutdown_text(const char *text, uint8_t data[1 + BGP_SHUTDOWN_TEXT_MAX])
{
	size_t len = 0;
	if (!text || !*text)
		return (BgpSpan){NULL, 0};
	for (;;) {
		size_t next = len + (size_t)g_utf8_skip[(uint8_t)text[len]];
		if (!text[len] || next > BGP_SHUTDOWN_TEXT_MAX)
			break;
		len = next;
	}
	data[0] = (uint8_t)len;
	memcpy(data + 1, text, len);
	return (BgpSpan){data, 1 + len};
}

/* RFC 9003 2: one that is no UTF-8, or longer than the message, is not shown. */
static void append_shutdown_text(BgpSpan data, GString *out)
{
	if (data.len < 2 || data.bytes[0] > data.len - 1)
		return;
	const char *text = (const char *)data.bytes + 1;
	if (!g_utf8_validate_len(text, data.bytes[0], NULL))
		return;
	g_string_append(out, " \"");
	g_string_append_len(out, text, data.bytes[0]);
	g_string_append_c(out, '"');
}

void bgp_notification_append(const BgpNotification *n, GString *out)
{
	gboolean cease = n->code == BGP_ERROR_CEASE;
	g_string_append(out, bgp_error_name(n->code, n->subcode));
	if (cease && (n->subcode == BGP_CEASE_SHUTDOWN || n->subcode == BGP_CEASE_RESET))
		append_shutdown_text(n->data, out);
	if (!cease || n->subcode != BGP_CEASE_HARD_RESET || n->data.len < 2)
		return;
	BgpNotification inner = {
		n->data.bytes[0], n->data.bytes[1], {n->data.bytes + 2, n->data.len - 2}};
	g_string_append(out, ": ");
	if (inner.code == BGP_ERROR_CEASE && inner.subcode == BGP_CEASE_HARD_RESET)
		g_string_append(out, bgp_error_name(inner.code, inner.subcode));
	else
		bgp_notification_append(&inner, out);
}

gboolean bgp_route_refresh_decode(const uint8_t *message, size_t len, BgpRouteRefresh *out,
				  WireError *error)
{
	WireReader r;
	wire_reader_init(&r, message, len);
	wire_skip(&r, BGP_HEADER_LEN);
	out->afi = wire_read_u16(&r);
	out->subtype = wire_read_u8(&r);
	out->safi = wire_read_u8(&r);
	if (!wire_ok(&r) || wire_left(&r) > 0)
		return bgp_error_set(error, BGP_ERROR_ROUTE_REFRESH, BGP_ROUTE_REFRESH_BAD_LENGTH,
				     16, NULL);
	return TRUE;
}

void bgp_route_refresh_encode(const BgpRouteRefresh *rr, WireWriter *w)
{
	size_t start = bgp_message_begin(w, BGP_MESSAGE_ROUTE_REFRESH);
	wire_write_u16(w, rr->afi);
	wire_write_u8(w, rr->subtype);
	wire_write_u8(w, rr->safi);
	bgp_message_end(w, start);
}
