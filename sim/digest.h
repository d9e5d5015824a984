/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The digest of a run: a 64-bit hash in the style of FNV-1a, but a word at a time, over the fields
 * of every record whose type carries TRACE_DIGEST. Two runs of one scenario with one seed have the
 * same digest, whatever the compiler, the byte order, the hash seed of containers, and what is
 * recorded or watched. It detects differences; it is no cryptographic hash.
 *
 * Every call feeds one item: "ab" and then "c" differs from "a" and then "bc".
 */
#ifndef SIM_DIGEST_H
#define SIM_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#define DIGEST_FNV_PRIME UINT64_C(0x100000001b3)

typedef struct Digest {
	uint64_t state;
} Digest;

void digest_init(Digest *d);
static inline void digest_u64(Digest *d, uint64_t value)
{
	/* A product carries upwards only; the shift brings the high bits down again, so that a
	 * difference in any bit reaches all of them. */
	uint64_t h = (d->state ^ value) * DIGEST_FNV_PRIME;
	d->state = h ^ h >> 32;
}

/* The bytes with their length. */
void digest_bytes(Digest *d, const void *bytes, size_t len);
/* Text with its length; NULL differs from "". */
void digest_text(Digest *d, const char *text);
/* The hash of what was fed so far; more may be fed afterwards. */
uint64_t digest_value(const Digest *d);

#endif
