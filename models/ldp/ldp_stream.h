/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two ends of a session's byte stream. Output: messages are queued and leave together in as few
 * PDUs as the negotiated length allows (RFC 5036 3.1). Input: PDUs are put together again. Both keep
 * for every message the trace record that sent it.
 */
#ifndef LDP_STREAM_H
#define LDP_STREAM_H

#include "models/ldp/ldp.h"

typedef struct LdpOutput {
	WireWriter w;  /* messages without PDU headers */
	GArray *marks; /* per message: where it begins, and its record */
} LdpOutput;

typedef struct LdpInput {
	GByteArray *bytes; /* not yet consumed */
	GArray *marks;     /* where in bytes another cause begins */
} LdpInput;

void ldp_output_init(LdpOutput *out);
void ldp_output_clear(LdpOutput *out);
/* Notes that a message begins at the writer's end. */
void ldp_output_begin(LdpOutput *out, uint16_t type, uint32_t id);
/* Ends the message that was begun; *msg describes it, borrowing from the writer. */
void ldp_output_end(LdpOutput *out, LdpMessage *msg);
/* The record of the message that was ended last. */
void ldp_output_set_cause(LdpOutput *out, uint64_t record);
/* Hands all to TCP in PDUs of at most max_pdu, and empties the queue. */
void ldp_output_flush(LdpOutput *out, const LdpId *id, uint16_t max_pdu, TcpSocket *socket);

void ldp_input_init(LdpInput *in);
void ldp_input_clear(LdpInput *in); /* frees */
void ldp_input_reset(LdpInput *in); /* empties, for a new connection */
void ldp_input_append(LdpInput *in, const uint8_t *bytes, size_t len, uint64_t cause);
/* The record that sent the byte at an offset. */
uint64_t ldp_input_cause(const LdpInput *in, size_t offset);
void ldp_input_consume(LdpInput *in, size_t len);

#endif
