/* SPDX-License-Identifier: Apache-2.0 */
/* A run of the hand-filled VPN (tests/models/verify/vpn_net.h) that is recorded, in a folder of its own. */
#ifndef TESTS_RECORDING_H
#define TESTS_RECORDING_H

#include "analysis/record/recorder.h"
#include "tests/models/verify/vpn_net.h"

typedef struct Recording {
	VpnNet *net;
	Scenario scenario;
	SimEvent cut, mend;
	char *dir;  /* removed with all that is in it */
	char *path; /* of the database */
} Recording;

Recording *recording_new(void);
void recording_free(Recording *recording);

/* A whole run of 100 s: the link from P to PE-1 is cut silently at 20 s, mended at 60 s; three pings
 * from 10 s on; one expectation at 30 s, which fails. Returns the file. */
const char *recording_make(Recording *recording, RecordLevel level);
/* The same up to 30 s; the recorder is the caller's, nothing has been finished. */
Recorder *recording_begin(Recording *recording, RecordLevel level);

/* Runs SQL on the file and returns what it gives: "a|b\n" per row, NULL as "-". The caller frees it. */
char *recording_query(const char *path, const char *sql);
void recording_expect(const char *path, const char *sql, const char *text);

#endif
