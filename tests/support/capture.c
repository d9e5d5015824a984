/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/capture.h"

#include <string.h>

enum {
	BLOCK_SECTION = 0x0a0d0d0a,
	BLOCK_INTERFACE = 1,
	BLOCK_PACKET = 6,
	SECTION_MAGIC = 0x1a2b3c4d,
	OPTION_END = 0,
	OPTION_IF_NAME = 2,
	OPTION_IF_TSRESOL = 9,
	BLOCK_OVERHEAD = 12, /* type, length, length again */
};

typedef struct Parser {
	Capture *capture;
	const uint8_t *bytes;
	size_t len;
	size_t offset;
	gboolean swapped;         /* the section's byte order is not this machine's */
	unsigned first_interface; /* of the section */
} Parser;

static gboolean fail(const Parser *p, GError **error, const char *text)
{
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "block at offset %zu: %s", p->offset,
		    text);
	return FALSE;
}

static uint16_t get_u16(const Parser *p, const uint8_t *at)
{
	uint16_t v;

	memcpy(&v, at, sizeof v);
	return p->swapped ? GUINT16_SWAP_LE_BE(v) : v;
}

static uint32_t get_u32(const Parser *p, const uint8_t *at)
{
	uint32_t v;

	memcpy(&v, at, sizeof v);
	return p->swapped ? GUINT32_SWAP_LE_BE(v) : v;
}

static gboolean read_section(Parser *p, const uint8_t *body, size_t len, GError **error)
{
	if (len < 16)
		return fail(p, error, "section header is too short");
	if (get_u32(p, body) != SECTION_MAGIC)
		return fail(p, error, "byte-order magic is wrong");
	if (get_u16(p, body + 4) != 1)
		return fail(p, error, "major version is not 1");
	p->first_interface = p->capture->interfaces->len;
	return TRUE;
}

/* 10^-n, or with the top bit 2^-n, of a second. 0 where that is beyond what is supported. */
static uint64_t ticks_per_second(uint8_t resolution)
{
	uint64_t ticks = 1;

	if (resolution & 0x80)
		return (resolution & 0x7f) < 32 ? UINT64_C(1) << (resolution & 0x7f) : 0;
	if (resolution > 9)
		return 0;
	while (resolution--)
		ticks *= 10;
	return ticks;
}

static void take_option(CaptureInterface *in, uint16_t code, const uint8_t *value, uint16_t len)
{
	if (code == OPTION_IF_NAME) {
		g_free(in->name);
		in->name = g_strndup((const char *)value, len);
	} else if (code == OPTION_IF_TSRESOL && len == 1) {
		in->ticks = ticks_per_second(*value);
	}
}

static gboolean read_interface(Parser *p, const uint8_t *body, size_t len, GError **error)
{
	CaptureInterface in = {.ticks = 1000000};
	size_t at = 8;
	gboolean ok = len >= 8;

	if (!ok)
		return fail(p, error, "interface description is too short");
	in.link_type = get_u16(p, body);
	while (at < len) {
		uint16_t code, size;

		if (len - at < 4)
			break;
		code = get_u16(p, body + at);
		size = get_u16(p, body + at + 2);
		if (code == OPTION_END)
			break;
		ok = size <= len - at - 4;
		if (!ok)
			break;
		take_option(&in, code, body + at + 4, size);
		at += 4 + (size + 3u) / 4 * 4;
	}
	g_array_append_val(p->capture->interfaces, in);
	if (!ok)
		return fail(p, error, "option is longer than its block");
	return in.ticks ? TRUE : fail(p, error, "time resolution is not supported");
}

static gboolean read_packet(Parser *p, const uint8_t *body, size_t len, GError **error)
{
	CaptureFrame f;
	uint64_t stamp, ticks;

	if (len < 20)
		return fail(p, error, "packet block is too short");
	f.interface = p->first_interface + get_u32(p, body);
	if (f.interface >= p->capture->interfaces->len)
		return fail(p, error, "interface has not been described");
	f.len = get_u32(p, body + 12);
	f.original_len = get_u32(p, body + 16);
	if (f.len > len - 20)
		return fail(p, error, "packet is longer than its block");
	stamp = (uint64_t)get_u32(p, body + 4) << 32 | get_u32(p, body + 8);
	ticks = capture_interface(p->capture, f.interface)->ticks;
	f.time = (int64_t)(stamp / ticks * 1000000000u + stamp % ticks * 1000000000u / ticks);
	f.bytes = body + 20;
	g_array_append_val(p->capture->frames, f);
	return TRUE;
}

static gboolean read_block(Parser *p, GError **error)
{
	const uint8_t *at = p->bytes + p->offset, *body = at + 8;
	uint32_t type, len;
	gboolean ok = TRUE;

	if (p->len - p->offset < BLOCK_OVERHEAD)
		return fail(p, error, "file ends within it");
	type = get_u32(p, at);
	if (type == BLOCK_SECTION) { /* the same in either byte order */
		p->swapped = FALSE;
		p->swapped = get_u32(p, body) != SECTION_MAGIC;
	} else if (p->offset == 0) {
		return fail(p, error, "file does not begin with a section header");
	}
	len = get_u32(p, at + 4);
	if (len < BLOCK_OVERHEAD || len % 4 != 0 || len > p->len - p->offset)
		return fail(p, error, "length is wrong");
	if (get_u32(p, at + len - 4) != len)
		return fail(p, error, "the two lengths differ");
	if (type == BLOCK_SECTION)
		ok = read_section(p, body, len - BLOCK_OVERHEAD, error);
	else if (type == BLOCK_INTERFACE)
		ok = read_interface(p, body, len - BLOCK_OVERHEAD, error);
	else if (type == BLOCK_PACKET)
		ok = read_packet(p, body, len - BLOCK_OVERHEAD, error);
	else
		p->capture->skipped++;
	p->offset += len;
	return ok;
}

static void clear_interface(void *in)
{
	g_free(((CaptureInterface *)in)->name);
}

Capture *capture_read(const char *path, GError **error)
{
	Capture *c = g_new0(Capture, 1);
	Parser p = {.capture = c};

	c->interfaces = g_array_new(FALSE, FALSE, sizeof(CaptureInterface));
	g_array_set_clear_func(c->interfaces, clear_interface);
	c->frames = g_array_new(FALSE, FALSE, sizeof(CaptureFrame));
	if (!g_file_get_contents(path, &c->file, &p.len, error))
		goto failed;
	p.bytes = (const uint8_t *)c->file;
	do {
		if (!read_block(&p, error))
			goto failed;
	} while (p.offset < p.len);
	return c;
failed:
	g_prefix_error(error, "%s: ", path);
	capture_free(c);
	return NULL;
}

Capture *capture_load(const char *name)
{
	const char *root = g_getenv("CL_SRCDIR");
	char *path = g_build_filename(root ? root : ".", "tests", "captures", name, NULL);
	GError *error = NULL;
	Capture *c = capture_read(path, &error);

	if (!c)
		g_error("%s", error->message);
	g_free(path);
	return c;
}

void capture_free(Capture *c)
{
	if (!c)
		return;
	g_array_free(c->interfaces, TRUE);
	g_array_free(c->frames, TRUE);
	g_free(c->file);
	g_free(c);
}
