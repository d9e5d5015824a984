/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/digest.h"

#include <glib.h>
#include <string.h>

#define FNV_OFFSET UINT64_C(0xcbf29ce484222325)
#define NO_TEXT UINT64_MAX /* in place of a length */

void digest_init(Digest *d)
{
	d->state = FNV_OFFSET;
}

static uint64_t load_le(const uint8_t *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof word);
	return GUINT64_FROM_LE(word);
}

static uint64_t load_le_half(const uint8_t *bytes)
{
	uint32_t word;

	memcpy(&word, bytes, sizeof word);
	return GUINT32_FROM_LE(word);
}

/* One to seven bytes. Loads overlap where len is no power of two, and agree there. */
static uint64_t load_le_tail(const uint8_t *p, size_t len)
{
	size_t middle = len / 2, last = len - 1;

	if (len >= 4)
		return load_le_half(p) | load_le_half(p + len - 4) << 8 * (len - 4);
	return p[0] | (uint64_t)p[middle] << 8 * middle | (uint64_t)p[last] << 8 * last;
}

void digest_bytes(Digest *d, const void *bytes, size_t len)
{
	const uint8_t *p = bytes;

	digest_u64(d, len);
	for (; len >= 8; p += 8, len -= 8)
		digest_u64(d, load_le(p));
	if (len > 0)
		digest_u64(d, load_le_tail(p, len));
}

void digest_text(Digest *d, const char *text)
{
	if (text)
		digest_bytes(d, text, strlen(text));
	else
		digest_u64(d, NO_TEXT);
}

uint64_t digest_value(const Digest *d)
{
	uint64_t h = d->state;
	h = (h ^ h >> 33) * UINT64_C(0xff51afd7ed558ccd);
	h = (h ^ h >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
	return h ^ h >> 33;
}
