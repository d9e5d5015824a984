/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_scratch.h"

void bgp_scratch_clear(BgpScratch *scratch)
{
	g_clear_pointer(&scratch->buffers, g_ptr_array_unref);
}

BgpSpan bgp_scratch_keep(BgpScratch *scratch, WireWriter *w)
{
	size_t len;
	uint8_t *bytes;

	if (w->len == 0) {
		wire_writer_clear(w);
		return (BgpSpan){NULL, 0};
	}
	bytes = wire_writer_take(w, &len);
	if (!scratch->buffers)
		scratch->buffers = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(scratch->buffers, bytes);
	return (BgpSpan){bytes, len};
}
