/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The TLVs of LDP (RFC 5036 3.4, 3.5) and their status codes (3.9).
 *
 * A decoded TLV borrows the bytes it was read from. TLVs of one fixed shape are decoded into the
 * union; lists (FEC, addresses, path vector) are read element by element from the value, which
 * ldp_tlv_decode() has already checked, so that walking it cannot fail. A TLV that this codec does
 * not know keeps its value as it is, with its U and F bits.
 */
#ifndef WIRE_LDP_TLV_H
#define WIRE_LDP_TLV_H

#include "models/net/addr.h"
#include "models/wire/cursor.h"

/* RFC 5036 3.4, 3.5; IANA "LDP TLV Type Name Space". Without the U and F bits. */
enum {
	LDP_TLV_FEC = 0x0100,
	LDP_TLV_ADDRESS_LIST = 0x0101,
	LDP_TLV_HOP_COUNT = 0x0103,
	LDP_TLV_PATH_VECTOR = 0x0104,
	LDP_TLV_GENERIC_LABEL = 0x0200,
	LDP_TLV_STATUS = 0x0300,
	LDP_TLV_EXTENDED_STATUS = 0x0301,
	LDP_TLV_RETURNED_PDU = 0x0302,
	LDP_TLV_RETURNED_MESSAGE = 0x0303,
	LDP_TLV_COMMON_HELLO = 0x0400,
	LDP_TLV_IPV4_TRANSPORT = 0x0401,
	LDP_TLV_CONFIG_SEQUENCE = 0x0402,
	LDP_TLV_IPV6_TRANSPORT = 0x0403,
	LDP_TLV_COMMON_SESSION = 0x0500,
	LDP_TLV_REQUEST_ID = 0x0600, /* Label Request Message ID */
};

/* RFC 5036 3.9, without the E and F bits. */
typedef enum {
	LDP_STATUS_SUCCESS = 0x00,
	LDP_STATUS_BAD_LDP_ID = 0x01,
	LDP_STATUS_BAD_VERSION = 0x02,
	LDP_STATUS_BAD_PDU_LENGTH = 0x03,
	LDP_STATUS_UNKNOWN_MESSAGE = 0x04,
	LDP_STATUS_BAD_MESSAGE_LENGTH = 0x05,
	LDP_STATUS_UNKNOWN_TLV = 0x06,
	LDP_STATUS_BAD_TLV_LENGTH = 0x07,
	LDP_STATUS_MALFORMED_TLV = 0x08,
	LDP_STATUS_HOLD_EXPIRED = 0x09,
	LDP_STATUS_SHUTDOWN = 0x0a,
	LDP_STATUS_LOOP_DETECTED = 0x0b,
	LDP_STATUS_UNKNOWN_FEC = 0x0c,
	LDP_STATUS_NO_ROUTE = 0x0d,
	LDP_STATUS_NO_LABELS = 0x0e,
	LDP_STATUS_LABELS_AVAILABLE = 0x0f,
	LDP_STATUS_NO_HELLO = 0x10,
	LDP_STATUS_ADVERTISEMENT_MODE = 0x11,
	LDP_STATUS_MAX_PDU = 0x12,
	LDP_STATUS_LABEL_RANGE = 0x13,
	LDP_STATUS_KEEPALIVE_EXPIRED = 0x14,
	LDP_STATUS_REQUEST_ABORTED = 0x15,
	LDP_STATUS_MISSING_PARAMETERS = 0x16,
	LDP_STATUS_BAD_FAMILY = 0x17,
	LDP_STATUS_BAD_KEEPALIVE = 0x18,
	LDP_STATUS_INTERNAL = 0x19,
} LdpStatusCode;

#define LDP_STATUS_E UINT32_C(0x80000000) /* fatal: the session ends */
#define LDP_STATUS_F UINT32_C(0x40000000) /* forward to the LSP's next hop or upstream LSR */
#define LDP_STATUS_CODE(wire) ((wire)&UINT32_C(0x3fffffff))

const char *ldp_status_name(uint32_t code); /* "Shutdown"; "unknown status" for foreign ones */
/* Whether RFC 5036 3.9 has the E bit set for the code; TRUE for unknown ones. */
gboolean ldp_status_is_fatal(uint32_t code);
/* Fills *error and returns FALSE. */
gboolean ldp_error(WireError *error, uint32_t status, size_t offset, const char *text);

enum {
	LDP_HELLO_TARGETED = 0x8000,
	LDP_HELLO_REQUEST = 0x4000,
	LDP_HELLO_GTSM = 0x2000, /* RFC 6720 */
};
enum {
	LDP_SESSION_DOD = 0x80, /* downstream on demand */
	LDP_SESSION_LOOP_DETECT = 0x40,
};

typedef struct LdpId {
	uint32_t lsr_id; /* host order */
	uint16_t label_space;
} LdpId;

typedef struct LdpStatus {
	uint32_t code; /* with E and F */
	uint32_t message_id;
	uint16_t message_type;
} LdpStatus;

typedef struct LdpHelloParams {
	uint16_t hold_s; /* 0: the default; 0xffff: for ever */
	uint16_t flags;
} LdpHelloParams;

typedef struct LdpSessionParams {
	uint16_t version;
	uint16_t keepalive_s;
	uint8_t flags;
	uint8_t path_vector_limit;
	uint16_t max_pdu; /* up to 255: the default, 4096 */
	LdpId receiver;
} LdpSessionParams;

typedef struct LdpTlv {
	uint16_t type; /* 14 bits */
	gboolean u, f;
	uint16_t len;
	const uint8_t *value; /* borrowed */
	union {
		uint8_t hop_count;
		uint32_t label; /* generic label */
		LdpStatus status;
		LdpHelloParams hello;
		NetAddr transport;
		uint32_t number; /* configuration sequence number, label request message id */
		LdpSessionParams session;
	};
} LdpTlv;

typedef enum {
	LDP_FEC_WILDCARD = 1,
	LDP_FEC_PREFIX = 2,
	LDP_FEC_HOST = 3,
	LDP_FEC_TYPED_WILDCARD = 5, /* RFC 5918 */
	LDP_FEC_PW = 128,           /* PWid, RFC 8077 6.1 */
	LDP_FEC_GENERALIZED_PW = 129,
} LdpFecType;

/* A pseudowire. Of a PWid element the parameters begin with the PW ID, unless it stands for the whole
 * group; of a generalized one they are AGI, SAII and TAII. */
typedef struct LdpFecPw {
	gboolean control_word;
	uint16_t type;
	uint32_t group, id; /* of a PWid element; 0 where absent */
} LdpFecPw;

/* An element of a FEC TLV (RFC 5036 3.4.1; host elements are RFC 3036's). */
typedef struct LdpFecElement {
	uint8_t type;    /* LdpFecType, or any other value: see raw */
	uint16_t family; /* address family number: 1 IPv4, 2 IPv6; others keep their bytes in raw */
	NetPrefix prefix;
	LdpFecPw pw;         /* of the two pseudowire elements */
	uint8_t wildcard_of; /* of a typed wildcard: an LdpFecType */
	/* Of these three: what follows their fixed part (interface parameters or attachment identifiers,
	 * the wildcard's restriction); borrowed. */
	const uint8_t *info;
	uint8_t info_len;
	/* All that follows the type byte, of every element but wildcards and IP prefixes: is written as it
	 * was. Of types that are not known that reaches to the end of the TLV. */
	const uint8_t *raw;
	size_t raw_len;
} LdpFecElement;

#define LDP_TLV_HEADER 4
#define LDP_TLV_TYPE_MASK 0x3fff /* without U and F */
#define LDP_FAMILY_IPV4 1
#define LDP_FAMILY_IPV6 2

/* NULL where the type is not known; a known TLV may still be one that is kept raw. */
const char *ldp_tlv_name(uint16_t type);

/* Reads and checks one TLV. r then stands behind it, unless its length is wrong. FALSE sets *error. */
gboolean ldp_tlv_decode(WireReader *r, LdpTlv *tlv, WireError *error);
/* Known fixed TLVs are written from the union, all others from value and len. */
void ldp_tlv_encode(WireWriter *w, const LdpTlv *tlv);

/* For TLVs that are lists: returns where the TLV began, for ldp_tlv_end() to set its length. */
size_t ldp_tlv_begin(WireWriter *w, uint16_t type);
void ldp_tlv_end(WireWriter *w, size_t begin);

/* Reads the next element of a list from a reader over tlv->value; FALSE at its end. */
gboolean ldp_fec_next(WireReader *r, LdpFecElement *element);
void ldp_fec_encode(WireWriter *w, const LdpFecElement *element);
/* Starts a walk over an address list; FALSE where its family is not IPv4 or IPv6. */
gboolean ldp_addresses_begin(const LdpTlv *tlv, WireReader *r, uint16_t *family);
gboolean ldp_addresses_next(WireReader *r, uint16_t family, NetAddr *out);

#endif
