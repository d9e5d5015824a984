/* SPDX-License-Identifier: Apache-2.0 */
/*
 * BGP-4 messages: framing, errors and the messages without a structure of their own (RFC 4271 4.1,
 * 4.4, 4.5, 6; RFC 2918; RFC 4486; RFC 6608). OPEN is in bgp_open.h, UPDATE in bgp_update.h.
 *
 * Decoders take one whole message, header included, as bgp_frame() cut it from the stream. What they
 * return borrows the message's bytes. A malformed message gives FALSE and a WireError whose code and
 * subcode are those of the NOTIFICATION that RFC 4271 section 6 asks for.
 */
#ifndef WIRE_BGP_H
#define WIRE_BGP_H

#include "models/wire/cursor.h"

enum {
	BGP_PORT = 179,
	BGP_VERSION = 4,
	BGP_HEADER_LEN = 19,
	BGP_MESSAGE_MAX = 4096,
	BGP_EXTENDED_MESSAGE_MAX = 65535, /* RFC 8654 */
	BGP_AS_TRANS = 23456, /* RFC 6793: stands for an AS number that two octets cannot hold */
};

typedef enum {
	BGP_MESSAGE_OPEN = 1,
	BGP_MESSAGE_UPDATE,
	BGP_MESSAGE_NOTIFICATION,
	BGP_MESSAGE_KEEPALIVE,
	BGP_MESSAGE_ROUTE_REFRESH,
	BGP_MESSAGE_TYPES
} BgpMessageType;

const char *bgp_message_name(BgpMessageType type); /* "open", "route-refresh" */

typedef enum {
	BGP_ERROR_HEADER = 1,
	BGP_ERROR_OPEN,
	BGP_ERROR_UPDATE,
	BGP_ERROR_HOLD_TIMER,
	BGP_ERROR_FSM,
	BGP_ERROR_CEASE,
	BGP_ERROR_ROUTE_REFRESH,
} BgpErrorCode;

enum { /* of BGP_ERROR_HEADER */
       BGP_HEADER_NOT_SYNCHRONIZED = 1,
       BGP_HEADER_BAD_LENGTH,
       BGP_HEADER_BAD_TYPE,
};
enum { /* of BGP_ERROR_OPEN; 0 is unspecific */
       BGP_OPEN_BAD_VERSION = 1,
       BGP_OPEN_BAD_PEER_AS,
       BGP_OPEN_BAD_IDENTIFIER,
       BGP_OPEN_BAD_PARAMETER,
       BGP_OPEN_BAD_HOLD_TIME = 6,
       BGP_OPEN_BAD_CAPABILITY,
};
enum { /* of BGP_ERROR_UPDATE */
       BGP_UPDATE_MALFORMED_LIST = 1,
       BGP_UPDATE_UNKNOWN_WELL_KNOWN,
       BGP_UPDATE_MISSING_WELL_KNOWN,
       BGP_UPDATE_ATTRIBUTE_FLAGS,
       BGP_UPDATE_ATTRIBUTE_LENGTH,
       BGP_UPDATE_BAD_ORIGIN,
       BGP_UPDATE_BAD_NEXT_HOP = 8,
       BGP_UPDATE_OPTIONAL_ATTRIBUTE,
       BGP_UPDATE_BAD_NETWORK,
       BGP_UPDATE_MALFORMED_AS_PATH,
};
enum { /* of BGP_ERROR_FSM, RFC 6608: an unexpected message in ... */
       BGP_FSM_OPEN_SENT = 1,
       BGP_FSM_OPEN_CONFIRM,
       BGP_FSM_ESTABLISHED,
};
enum { /* of BGP_ERROR_CEASE, RFC 4486 and RFC 8538 */
       BGP_CEASE_MAX_PREFIXES = 1,
       BGP_CEASE_SHUTDOWN,
       BGP_CEASE_DECONFIGURED,
       BGP_CEASE_RESET,
       BGP_CEASE_REJECTED,
       BGP_CEASE_CONFIG_CHANGE,
       BGP_CEASE_COLLISION,
       BGP_CEASE_OUT_OF_RESOURCES,
       BGP_CEASE_HARD_RESET,
};
enum { BGP_ROUTE_REFRESH_BAD_LENGTH = 1 }; /* of BGP_ERROR_ROUTE_REFRESH, RFC 7313 */

/* "Cease/Connection Collision Resolution"; "Hold Timer Expired" where there is no subcode. */
const char *bgp_error_name(unsigned code, unsigned subcode);
/* Fills *error and returns FALSE; text NULL takes the name of the error. */
gboolean bgp_error_set(WireError *error, unsigned code, unsigned subcode, size_t offset,
		       const char *text);

/* Borrowed bytes. */
typedef struct BgpSpan {
	const uint8_t *bytes;
	size_t len;
} BgpSpan;

/*
 * The Data field of the NOTIFICATION that answers an error found in a message (RFC 4271 6.1 to 6.3):
 * the wrong length, the wrong type, the whole attribute ... scratch holds what is not in the message.
 * error->offset of an attribute's error is where the attribute begins.
 */
BgpSpan bgp_error_data(const WireError *error, const uint8_t *message, size_t len,
		       uint8_t scratch[2]);

/*
 * Looks at the start of a stream. *len becomes the length of the message that begins there, of
 * which more than avail bytes may be still to come, or 0 where its header is not complete yet.
 */
gboolean bgp_frame(const uint8_t *bytes, size_t avail, size_t *len, WireError *error);
/* The same where messages other than OPEN and KEEPALIVE may be as long as max. */
gboolean bgp_frame_within(size_t max, const uint8_t *bytes, size_t avail, size_t *len,
			  WireError *error);
/* The type of a message that bgp_frame() accepted. */
BgpMessageType bgp_message_type(const uint8_t *message);

/* Writes a header and returns where it stands; _end() sets the length. */
size_t bgp_message_begin(WireWriter *w, BgpMessageType type);
void bgp_message_end(WireWriter *w, size_t start);

void bgp_keepalive_encode(WireWriter *w);

typedef struct BgpNotification {
	uint8_t code, subcode;
	BgpSpan data;
} BgpNotification;

gboolean bgp_notification_decode(const uint8_t *message, size_t len, BgpNotification *out,
				 WireError *error);
void bgp_notification_encode(const BgpNotification *n, WireWriter *w);

#define BGP_SHUTDOWN_TEXT_MAX 255 /* octets */

/* Appends what it says: "Cease/Administrative Shutdown", with the text of an operator (RFC 9003) in
 * quotes and the notification that a Hard Reset carries (RFC 8538 3) behind it. */
void bgp_notification_append(const BgpNotification *n, GString *out);
/* The Data field of a text, cut off at a character where it is too long; NULL and "" are none. */
BgpSpan bgp_shutdown_text(const char *text, uint8_t data[1 + BGP_SHUTDOWN_TEXT_MAX]);

typedef enum {
	BGP_REFRESH_REQUEST,
	BGP_REFRESH_BEGIN, /* RFC 7313: BoRR */
	BGP_REFRESH_END,   /* EoRR */
} BgpRefreshSubtype;

typedef struct BgpRouteRefresh {
	uint16_t afi;
	uint8_t subtype; /* BgpRefreshSubtype */
	uint8_t safi;
} BgpRouteRefresh;

gboolean bgp_route_refresh_decode(const uint8_t *message, size_t len, BgpRouteRefresh *out,
				  WireError *error);
void bgp_route_refresh_encode(const BgpRouteRefresh *rr, WireWriter *w);

#endif
