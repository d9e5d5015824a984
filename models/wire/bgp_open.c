/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/bgp_open.h"

enum { OPTIONAL_PARAMETER_CAPABILITIES = 2 };

static gboolean open_error(WireError *error, unsigned subcode, size_t offset, const char *text)
{
	return bgp_error_set(error, BGP_ERROR_OPEN, subcode, offset, text);
}

/* FALSE where the length of a known capability is wrong. */
static gboolean read_capability_value(WireReader *r, BgpCapability *cap)
{
	switch (cap->code) {
	case BGP_CAP_MULTIPROTOCOL:
		cap->family.afi = wire_read_u16(r);
		wire_skip(r, 1);
		cap->family.safi = wire_read_u8(r);
		return cap->len == 4;
	case BGP_CAP_ROUTE_REFRESH:
	case BGP_CAP_EXTENDED_MESSAGE:
	case BGP_CAP_ENHANCED_REFRESH:
		return cap->len == 0;
	case BGP_CAP_FOUR_OCTET_AS:
		cap->as_number = wire_read_u32(r);
		return cap->len == 4;
	default:
		cap->raw = r->pos;
		wire_skip(r, cap->len);
		return TRUE;
	}
}

static gboolean read_capabilities(WireReader *r, uint8_t parameter, size_t offset, BgpOpen *out,
				  WireError *error)
{
	while (wire_left(r) > 0) {
		BgpCapability cap = {.parameter = parameter};
		cap.code = wire_read_u8(r);
		cap.len = wire_read_u8(r);
		if (!wire_ok(r) || cap.len > wire_left(r))
			return open_error(error, 0, offset, "capability longer than its parameter");
		WireReader value = wire_read_sub(r, cap.len);
		if (!read_capability_value(&value, &cap))
			return open_error(error, 0, offset, "capability of a wrong length");
		g_assert(out->n_capabilities < BGP_CAPABILITIES_MAX);
		out->capabilities[out->n_capabilities++] = cap;
	}
	return TRUE;
}

static gboolean read_parameters(WireReader *r, const uint8_t *message, BgpOpen *out,
				WireError *error)
{
	for (uint8_t n = 0; wire_left(r) > 0; n++) {
		size_t offset = (size_t)(r->pos - message);
		uint8_t type = wire_read_u8(r);
		uint8_t len = wire_read_u8(r);
		if (!wire_ok(r) || len > wire_left(r))
			return open_error(error, 0, offset, "optional parameter past the end");
		if (type != OPTIONAL_PARAMETER_CAPABILITIES)
			return open_error(error, BGP_OPEN_BAD_PARAMETER, offset, NULL);
		WireReader value = wire_read_sub(r, len);
		if (!read_capabilities(&value, n, offset, out, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean check_values(const BgpOpen *open, WireError *error)
{
	if (open->version != BGP_VERSION)
		return open_error(error, BGP_OPEN_BAD_VERSION, BGP_HEADER_LEN, NULL);
	if (open->my_as == 0)
		return open_error(error, BGP_OPEN_BAD_PEER_AS, BGP_HEADER_LEN + 1, NULL);
	if (open->hold_time == 1 || open->hold_time == 2)
		return open_error(error, BGP_OPEN_BAD_HOLD_TIME, BGP_HEADER_LEN + 3, NULL);
	if (open->identifier == 0)
		return open_error(error, BGP_OPEN_BAD_IDENTIFIER, BGP_HEADER_LEN + 5, NULL);
	return TRUE;
}

gboolean bgp_open_decode(const uint8_t *message, size_t len, BgpOpen *out, WireError *error)
{
	WireReader r;
	wire_reader_init(&r, message, len);
	wire_skip(&r, BGP_HEADER_LEN);
	out->version = wire_read_u8(&r);
	out->my_as = wire_read_u16(&r);
	out->hold_time = wire_read_u16(&r);
	out->identifier = wire_read_u32(&r);
	out->n_capabilities = 0;
	uint8_t parameters = wire_read_u8(&r);
	if (!wire_ok(&r))
		return bgp_error_set(error, BGP_ERROR_HEADER, BGP_HEADER_BAD_LENGTH, 16, NULL);
	if (!check_values(out, error))
		return FALSE;
	if (wire_left(&r) != parameters)
		return open_error(error, 0, BGP_HEADER_LEN + 9,
				  "optional parameters do not fill the message");
	return read_parameters(&r, message, out, error);
}

static void write_capability(const BgpCapability *cap, WireWriter *w)
{
	wire_write_u8(w, cap->code);
	wire_write_u8(w, cap->len);
	switch (cap->code) {
	case BGP_CAP_MULTIPROTOCOL:
		wire_write_u16(w, cap->family.afi);
		wire_write_u8(w, 0);
		wire_write_u8(w, cap->family.safi);
		break;
	case BGP_CAP_ROUTE_REFRESH:
	case BGP_CAP_EXTENDED_MESSAGE:
	case BGP_CAP_ENHANCED_REFRESH:
		break;
	case BGP_CAP_FOUR_OCTET_AS:
		wire_write_u32(w, cap->as_number);
		break;
	default:
		wire_write_bytes(w, cap->raw, cap->len);
	}
}

void bgp_open_encode(const BgpOpen *open, WireWriter *w)
{
	size_t start = bgp_message_begin(w, BGP_MESSAGE_OPEN);
	wire_write_u8(w, open->version);
	wire_write_u16(w, open->my_as);
	wire_write_u16(w, open->hold_time);
	wire_write_u32(w, open->identifier);
	size_t total_at = w->len;
	wire_write_u8(w, 0);
	for (unsigned i = 0; i < open->n_capabilities;) {
		uint8_t parameter = open->capabilities[i].parameter;
		wire_write_u8(w, OPTIONAL_PARAMETER_CAPABILITIES);
		size_t length_at = w->len;
		wire_write_u8(w, 0);
		for (; i < open->n_capabilities && open->capabilities[i].parameter == parameter;
		     i++)
			write_capability(&open->capabilities[i], w);
		if (!w->error)
			wire_patch_u8(w, length_at, (uint8_t)(w->len - length_at - 1));
	}
	if (!w->error)
		wire_patch_u8(w, total_at, (uint8_t)(w->len - total_at - 1));
	bgp_message_end(w, start);
}

static void add(BgpOpen *open, BgpCapability cap)
{
	g_assert(open->n_capabilities < BGP_CAPABILITIES_MAX);
	cap.parameter = (uint8_t)open->n_capabilities;
	open->capabilities[open->n_capabilities++] = cap;
}

void bgp_open_add_family(BgpOpen *open, uint16_t afi, uint8_t safi)
{
	add(open, (BgpCapability){.code = BGP_CAP_MULTIPROTOCOL, .len = 4, .family = {afi, safi}});
}

void bgp_open_add_bare(BgpOpen *open, BgpCapabilityCode code)
{
	add(open, (BgpCapability){.code = (uint8_t)code});
}

void bgp_open_add_four_octet_as(BgpOpen *open, uint32_t as_number)
{
	add(open, (BgpCapability){.code = BGP_CAP_FOUR_OCTET_AS, .len = 4, .as_number = as_number});
}

const BgpCapability *bgp_open_find(const BgpOpen *open, BgpCapabilityCode code)
{
	for (unsigned i = 0; i < open->n_capabilities; i++)
		if (open->capabilities[i].code == code)
			return &open->capabilities[i];
	return NULL;
}

uint32_t bgp_open_as_number(const BgpOpen *open)
{
	const BgpCapability *cap = bgp_open_find(open, BGP_CAP_FOUR_OCTET_AS);
	return cap ? cap->as_number : open->my_as;
}

gboolean bgp_open_has_family(const BgpOpen *open, uint16_t afi, uint8_t safi)
{
	for (unsigned i = 0; i < open->n_capabilities; i++) {
		const BgpCapability *cap = &open->capabilities[i];
		if (cap->code == BGP_CAP_MULTIPROTOCOL && cap->family.afi == afi &&
		    cap->family.safi == safi)
			return TRUE;
	}
	return FALSE;
}
