/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_as_path.h"

/* Only an AS4_PATH may have such segments (RFC 6793 6). */
static gboolean is_confederation(const BgpAsSegment *segment)
{
	return segment->type == BGP_AS_CONFED_SEQUENCE || segment->type == BGP_AS_CONFED_SET;
}

/* What a segment counts for in comparisons of length. */
static unsigned segment_length(const BgpAsSegment *segment)
{
	if (is_confederation(segment))
		return 0;
	return segment->type == BGP_AS_SET ? 1 : segment->count;
}

unsigned bgp_as_path_length(BgpAsPath path)
{
	BgpAsSegment segment;
	unsigned length = 0;
	while (bgp_as_path_next(&path, &segment))
		length += segment_length(&segment);
	return length;
}

uint32_t bgp_as_path_first(BgpAsPath path)
{
	BgpAsSegment segment;
	gboolean found = bgp_as_path_next(&path, &segment) && segment.type == BGP_AS_SEQUENCE;
	return found ? bgp_as_segment_at(&segment, path.as_size, 0) : 0;
}

uint32_t bgp_as_path_last(BgpAsPath path)
{
	BgpAsSegment segment;
	uint32_t last = 0;
	while (bgp_as_path_next(&path, &segment))
		last = bgp_as_segment_at(&segment, path.as_size, segment.count - 1u);
	return last;
}

unsigned bgp_as_path_count(BgpAsPath path, uint32_t as_number)
{
	BgpAsSegment segment;
	unsigned n = 0;
	while (bgp_as_path_next(&path, &segment))
		for (unsigned i = 0; i < segment.count; i++)
			n += bgp_as_segment_at(&segment, path.as_size, i) == as_number;
	return n;
}

/* RFC 6996. */
gboolean bgp_as_is_private(uint32_t as_number)
{
	return (as_number >= 64512 && as_number <= 65534) ||
	       (as_number >= 4200000000 && as_number <= 4294967294);
}

gboolean bgp_as_path_is_private(BgpAsPath path)
{
	BgpAsSegment segment;
	while (bgp_as_path_next(&path, &segment))
		for (unsigned i = 0; i < segment.count; i++)
			if (!bgp_as_is_private(bgp_as_segment_at(&segment, path.as_size, i)))
				return FALSE;
	return TRUE;
}

gboolean bgp_as_path_fits_two_octets(BgpAsPath path)
{
	BgpAsSegment segment;
	while (bgp_as_path_next(&path, &segment))
		for (unsigned i = 0; i < segment.count; i++)
			if (bgp_as_segment_at(&segment, path.as_size, i) > UINT16_MAX)
				return FALSE;
	return TRUE;
}

static void write_as_number(uint32_t as_number, uint8_t as_size, WireWriter *w)
{
	if (as_size == 4)
		wire_write_u32(w, as_number);
	else
		wire_write_u16(w, as_number > UINT16_MAX ? BGP_AS_TRANS : (uint16_t)as_number);
}

/* The first count AS numbers of a segment. */
static void write_segment(const BgpAsSegment *segment, uint8_t from_size, unsigned count,
			  uint8_t to_size, WireWriter *w)
{
	wire_write_u8(w, segment->type);
	wire_write_u8(w, (uint8_t)count);
	for (unsigned i = 0; i < count; i++)
		write_as_number(bgp_as_segment_at(segment, from_size, i), to_size, w);
}

/* As much of the path as counts for length ASes, without what counts for none. */
static void write_leading(BgpAsPath path, unsigned length, uint8_t to_size, WireWriter *w)
{
	BgpAsSegment segment;
	while (length > 0 && bgp_as_path_next(&path, &segment)) {
		unsigned counts = segment_length(&segment);
		unsigned n = segment.count;
		if (counts == 0)
			continue;
		if (segment.type == BGP_AS_SEQUENCE && counts > length)
			n = counts = length;
		write_segment(&segment, path.as_size, n, to_size, w);
		length -= MIN(counts, length);
	}
}

void bgp_as_path_widen(BgpAsPath path, BgpSpan as4_path, WireWriter *w)
{
	unsigned length = bgp_as_path_length(path);
	unsigned as4_length = bgp_as_path_length((BgpAsPath){as4_path, 4});
	if (as4_path.len == 0 || as4_length > length) {
		write_leading(path, UINT_MAX, 4, w);
		return;
	}
	write_leading(path, length - as4_length, 4, w);
	write_leading((BgpAsPath){as4_path, 4}, UINT_MAX, 4, w);
}

void bgp_as_path_narrow(BgpAsPath path, WireWriter *w)
{
	write_leading(path, UINT_MAX, 2, w);
}

void bgp_as_path_prepend(BgpAsPath path, uint32_t as_number, WireWriter *w)
{
	BgpAsPath rest = path;
	BgpAsSegment segment;
	gboolean extend = bgp_as_path_next(&rest, &segment) && segment.type == BGP_AS_SEQUENCE &&
			  segment.count < UINT8_MAX;
	wire_write_u8(w, BGP_AS_SEQUENCE);
	wire_write_u8(w, extend ? (uint8_t)(segment.count + 1) : 1);
	wire_write_u32(w, as_number);
	if (!extend) {
		wire_write_bytes(w, path.segments.bytes, path.segments.len);
		return;
	}
	wire_write_bytes(w, segment.as_numbers, 4 * (size_t)segment.count);
	wire_write_bytes(w, rest.segments.bytes, rest.segments.len);
}

/* The mapped numbers of a segment; returns how many are left. */
static unsigned map_segment(const BgpAsSegment *segment, BgpAsMapFn fn, const void *user,
			    uint32_t out[UINT8_MAX])
{
	unsigned n = 0;
	for (unsigned i = 0; i < segment->count; i++) {
		uint32_t as_number = fn(bgp_as_segment_at(segment, 4, i), user);
		if (as_number != 0)
			out[n++] = as_number;
	}
	return n;
}

void bgp_as_path_map(BgpAsPath path, BgpAsMapFn fn, const void *user, WireWriter *w)
{
	BgpAsSegment segment;
	uint32_t left[UINT8_MAX];
	while (bgp_as_path_next(&path, &segment)) {
		unsigned n = map_segment(&segment, fn, user, left);
		if (n == 0)
			continue;
		wire_write_u8(w, segment.type);
		wire_write_u8(w, (uint8_t)n);
		for (unsigned i = 0; i < n; i++)
			wire_write_u32(w, left[i]);
	}
}
