/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads pcapng files of either byte order: section header, interface description and enhanced packet
 * blocks; others are skipped. For codec tests against real captures, and to read back what the
 * program has written. TCP and UDP checksums of the captures: see tests/models/wire/offload.h.
 */
#ifndef TESTS_CAPTURE_H
#define TESTS_CAPTURE_H

#include <glib.h>
#include <stdint.h>

typedef struct CaptureFrame {
	int64_t time; /* nanoseconds since the file's epoch */
	const uint8_t *bytes;
	size_t len;          /* as captured */
	size_t original_len; /* as on the wire */
	unsigned interface;  /* number in the order of Capture.interfaces */
} CaptureFrame;

typedef struct CaptureInterface {
	uint16_t link_type; /* 1 is Ethernet */
	char *name;         /* NULL where the file does not say */
	uint64_t ticks;     /* per second */
} CaptureInterface;

typedef struct Capture {
	GArray *interfaces; /* of CaptureInterface, of all sections */
	GArray *frames;     /* of CaptureFrame; their bytes are owned by the capture */
	char *file;         /* contents */
	unsigned skipped;   /* blocks of other types */
} Capture;

/* NULL and *error where the file cannot be read or is no well-formed pcapng. */
Capture *capture_read(const char *path, GError **error);
/* tests/captures/NAME of the source tree, which is found at $CL_SRCDIR; aborts where it fails. */
Capture *capture_load(const char *name);
void capture_free(Capture *c);

static inline unsigned capture_size(const Capture *c)
{
	return c->frames->len;
}
static inline const CaptureFrame *capture_frame(const Capture *c, unsigned i)
{
	g_assert(i < c->frames->len);
	return &((const CaptureFrame *)(const void *)c->frames->data)[i];
}
static inline const CaptureInterface *capture_interface(const Capture *c, unsigned i)
{
	g_assert(i < c->interfaces->len);
	return &((const CaptureInterface *)(const void *)c->interfaces->data)[i];
}

#endif
