/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/digest.h"

#include <glib.h>
#include <string.h>

#define FNV_OFFSET UINT64_C(0xcbf29ce484222325)
#define FNV_PRIME UINT64_C(0x100000001b3)
#define NO_TEXT UINT64_MAX /* in place of a length */

void digest_init(Digest *d)
{
	d->state = FNV_OFFSET;
}

void digest_u64(Digest *d, uint64_t value)
{
	/* A product carries upwards only; the shift brings the high bits down again, so that a
	 * difference in any bit reaches all of them. */
	uint64_t h = (d->state ^ value) * FNV_PRIME;
	d->state = h ^ h >> 32;
}

static uint64_t load_le(const uint8_t *bytes, size_t len)
{
	uint64_t word = 0;
	memcpy(&word, bytes, len);
	return GUINT64_FROM_LE(word);
}

void digest_bytes(Digest *d, const void *bytes, size_t len)
{
	const uint8_t *p = bytes;

	digest_u64(d, len);
	for (; len >= 8; p += 8, len -= 8)
		digest_u64(d, load_le(p, 8));
	if (len > 0)
		digest_u64(d, load_le(p, len));
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
