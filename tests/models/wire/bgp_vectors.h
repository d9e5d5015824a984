/* SPDX-License-Identifier: Apache-2.0 */
/* BGP messages for tests, written down in hexadecimal digits without the lengths that follow from
 * them. Blanks are skipped. */
#ifndef TESTS_BGP_VECTORS_H
#define TESTS_BGP_VECTORS_H

#include "models/wire/bgp.h"

#include <glib.h>

static inline void bgp_test_append_hex(GByteArray *bytes, const char *hex)
{
	for (const char *p = hex; *p; p++) {
		if (*p == ' ')
			continue;
		uint8_t byte =
			(uint8_t)(g_ascii_xdigit_value(p[0]) << 4 | g_ascii_xdigit_value(p[1]));
		g_byte_array_append(bytes, &byte, 1);
		p++;
	}
}

/* The same with its length in two octets in front. */
static inline void bgp_test_append_block(GByteArray *bytes, const char *hex)
{
	guint at = bytes->len;
	bgp_test_append_hex(bytes, "0000");
	bgp_test_append_hex(bytes, hex);
	bytes->data[at] = (uint8_t)((bytes->len - at - 2) >> 8);
	bytes->data[at + 1] = (uint8_t)(bytes->len - at - 2);
}

static inline GByteArray *bgp_test_begin(BgpMessageType type)
{
	GByteArray *bytes = g_byte_array_new();
	bgp_test_append_hex(bytes, "ffffffffffffffffffffffffffffffff 0000");
	g_byte_array_append(bytes, &(uint8_t){(uint8_t)type}, 1);
	return bytes;
}

/* A buffer of exactly the message's size; free with g_free(). */
static inline uint8_t *bgp_test_end(GByteArray *bytes, size_t *len)
{
	bytes->data[16] = (uint8_t)(bytes->len >> 8);
	bytes->data[17] = (uint8_t)bytes->len;
	*len = bytes->len;
	uint8_t *message = g_memdup2(bytes->data, bytes->len);
	g_byte_array_free(bytes, TRUE);
	return message;
}

static inline uint8_t *bgp_test_message(BgpMessageType type, const char *body, size_t *len)
{
	GByteArray *bytes = bgp_test_begin(type);
	bgp_test_append_hex(bytes, body);
	return bgp_test_end(bytes, len);
}

static inline uint8_t *bgp_test_update(const char *withdrawn, const char *attributes,
				       const char *nlri, size_t *len)
{
	GByteArray *bytes = bgp_test_begin(BGP_MESSAGE_UPDATE);
	bgp_test_append_block(bytes, withdrawn);
	bgp_test_append_block(bytes, attributes);
	bgp_test_append_hex(bytes, nlri);
	return bgp_test_end(bytes, len);
}

#endif
