/* SPDX-License-Identifier: Apache-2.0 */
/* Memory that attributes point at while they are being changed, on their way into a set or a message. */
#ifndef BGP_BGP_SCRATCH_H
#define BGP_BGP_SCRATCH_H

#include "models/wire/bgp.h"

typedef struct BgpScratch {
	GPtrArray *buffers; /* owned; NULL: none yet */
} BgpScratch;

static inline void bgp_scratch_init(BgpScratch *scratch)
{
	scratch->buffers = NULL;
}
void bgp_scratch_clear(BgpScratch *scratch);

/* Takes what has been written; the writer is cleared. The bytes stay until bgp_scratch_clear(). */
BgpSpan bgp_scratch_keep(BgpScratch *scratch, WireWriter *w);

#endif
