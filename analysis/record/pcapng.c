/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/record/pcapng.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum {
	BLOCK_SECTION = 0x0a0d0d0a,
	BLOCK_INTERFACE = 1,
	BLOCK_PACKET = 6,
	SECTION_MAGIC = 0x1a2b3c4d,
	LINK_ETHERNET = 1,
	OPTION_IF_NAME = 2,
	OPTION_IF_TSRESOL = 9,
	NANOSECONDS = 9, /* 10^-9 */
	BUFFER_SIZE = 64 * 1024,
};

struct PcapngWriter {
	FILE *file;
	char *path;
	int error; /* errno of the first failure; 0 while all is well */
};

/* Little-endian on every machine, so that the file depends on the run alone. */
static uint8_t *put_u16(uint8_t *p, uint16_t v)
{
	v = GUINT16_TO_LE(v);
	memcpy(p, &v, sizeof v);
	return p + sizeof v;
}

static uint8_t *put_u32(uint8_t *p, uint32_t v)
{
	v = GUINT32_TO_LE(v);
	memcpy(p, &v, sizeof v);
	return p + sizeof v;
}

static size_t padding(size_t len)
{
	return -len & 3;
}

static void put(PcapngWriter *w, const void *bytes, size_t len)
{
	if (!w->error && fwrite(bytes, 1, len, w->file) != len)
		w->error = errno ? errno : EIO;
}

static gboolean report(const PcapngWriter *w, GError **error)
{
	if (!w->error)
		return TRUE;
	g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(w->error),
		    "cannot write %s: %s", w->path, g_strerror(w->error));
	return FALSE;
}

static void put_section(PcapngWriter *w)
{
	uint8_t block[28], *p = block;

	p = put_u32(p, BLOCK_SECTION);
	p = put_u32(p, sizeof block);
	p = put_u32(p, SECTION_MAGIC);
	p = put_u16(p, 1); /* version 1.0 */
	p = put_u16(p, 0);
	p = put_u32(p, UINT32_MAX); /* length of the section: not said */
	p = put_u32(p, UINT32_MAX);
	put_u32(p, sizeof block);
	put(w, block, sizeof block);
}

static void put_interface(PcapngWriter *w, const char *name)
{
	static const uint8_t zeros[4];
	size_t name_len = MIN(strlen(name), UINT16_MAX);
	uint32_t len = (uint32_t)(20 + name_len + padding(name_len) + 16);
	uint8_t head[20], tail[16], *p = head;

	p = put_u32(p, BLOCK_INTERFACE);
	p = put_u32(p, len);
	p = put_u16(p, LINK_ETHERNET);
	p = put_u16(p, 0);
	p = put_u32(p, 0); /* no limit to a packet's length */
	p = put_u16(p, OPTION_IF_NAME);
	put_u16(p, (uint16_t)name_len);
	put(w, head, sizeof head);
	put(w, name, name_len);
	put(w, zeros, padding(name_len));
	p = put_u16(tail, OPTION_IF_TSRESOL);
	p = put_u16(p, 1);
	p = put_u32(p, NANOSECONDS);
	p = put_u32(p, 0); /* end of options */
	put_u32(p, len);
	put(w, tail, sizeof tail);
}

PcapngWriter *pcapng_new(const char *path, const char *interface_name, GError **error)
{
	PcapngWriter *w = g_new0(PcapngWriter, 1);

	w->path = g_strdup(path);
	errno = 0;
	w->file = fopen(path, "wb");
	if (w->file) {
		setvbuf(w->file, NULL, _IOFBF, BUFFER_SIZE);
		put_section(w);
		put_interface(w, interface_name);
	} else {
		w->error = errno ? errno : EIO;
	}
	if (report(w, error))
		return w;
	pcapng_close(w, NULL);
	return NULL;
}

gboolean pcapng_write(PcapngWriter *w, SimTime t, const uint8_t *frame, size_t len, GError **error)
{
	size_t pad = padding(len);
	uint32_t block_len = (uint32_t)(32 + len + pad);
	uint8_t head[28], tail[3 + 4] = {0}, *p = head;

	g_assert(t >= 0 && len <= UINT32_MAX - 64);
	p = put_u32(p, BLOCK_PACKET);
	p = put_u32(p, block_len);
	p = put_u32(p, 0); /* interface */
	p = put_u32(p, (uint32_t)((uint64_t)t >> 32));
	p = put_u32(p, (uint32_t)t);
	p = put_u32(p, (uint32_t)len); /* captured */
	put_u32(p, (uint32_t)len);     /* on the wire */
	put_u32(tail + pad, block_len);
	errno = 0;
	put(w, head, sizeof head);
	put(w, frame, len);
	put(w, tail, pad + 4);
	return report(w, error);
}

gboolean pcapng_close(PcapngWriter *w, GError **error)
{
	gboolean ok;

	if (!w)
		return TRUE;
	errno = 0;
	if (w->file && fclose(w->file) != 0 && !w->error)
		w->error = errno ? errno : EIO;
	ok = report(w, error);
	g_free(w->path);
	g_free(w);
	return ok;
}
