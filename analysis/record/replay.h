/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paths of flows that nobody watched. The database holds the scenario and the seed: the run is made
 * again in memory, which takes it to the same state, and the path is walked there.
 */
#ifndef RECORD_REPLAY_H
#define RECORD_REPLAY_H

#include "analysis/record/run_db.h"

/*
 * The path from a node to a destination (an address or a node's name) and the way back, at an instant;
 * at negative: at the end of the run. vrf NULL: the global table. to_node: which of several nodes that
 * have the address is meant, or NULL. Both are the caller's. *differs: the
 * end of the run was asked for, and the replay has come to another digest, as after a run with other
 * options (--ping) or by another version of the program. FALSE sets *error.
 */
gboolean replay_paths(sqlite3 *db, const char *from, const char *to, const char *to_node,
		      const char *vrf, SimTime at, RunPath **there, RunPath **back,
		      gboolean *differs, GError **error);

#endif
