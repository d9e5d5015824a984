/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes the frames of one link into a pcapng file (draft-ietf-opsawg-pcapng): one section with one
 * Ethernet interface, timestamps in nanoseconds. A timestamp is the simulated time since the start
 * of the run, so that the same run writes the same bytes.
 */
#ifndef RECORD_PCAPNG_H
#define RECORD_PCAPNG_H

#include "sim/simtime.h"

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

typedef struct PcapngWriter PcapngWriter;

/* Creates the file, or empties it. NULL and *error (G_FILE_ERROR) where it cannot. */
PcapngWriter *pcapng_new(const char *path, const char *interface_name, GError **error);
/* Appends a frame without check sequence, as it is on the wire at time t (0 or later). Output is
 * buffered: a full disk may show only later. After an error nothing more is written. */
gboolean pcapng_write(PcapngWriter *w, SimTime t, const uint8_t *frame, size_t len, GError **error);
/* Writes what is left and frees w, also where it returns FALSE because not all could be written.
 * NULL is fine. */
gboolean pcapng_close(PcapngWriter *w, GError **error);

#endif
