/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The digest of a run: a 64-bit FNV-1a style hash over the fields of every record whose type carries
 * TRACE_DIGEST. Two runs of one scenario with one seed have the same digest, whatever the compiler,
 * the hash seed of containers, and what is recorded or watched. It detects differences; it is no
 * cryptographic hash.
 */
#ifndef SIM_DIGEST_H
#define SIM_DIGEST_H

#include <stddef.h>
#include <stdint.h>

typedef struct Digest {
	uint64_t state;
} Digest;

void digest_init(Digest *d);
void digest_bytes(Digest *d, const void *bytes, size_t len);
void digest_u64(Digest *d, uint64_t value); /* independent of byte order */
/* Text with its length; NULL differs from "". */
void digest_text(Digest *d, const char *text);
uint64_t digest_value(const Digest *d);

#endif
