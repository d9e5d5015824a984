/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/capture.h"

#include "analysis/record/pcapng.h"

#include <errno.h>
#include <glib/gstdio.h>

typedef struct CaptureFile {
	Capture *capture;
	FwdLink *link;
	PcapngWriter *writer;
} CaptureFile;

struct Capture {
	Sim *sim;
	GArray *files; /* of CaptureFile */
	GError *failure;
};

static void on_frame(FwdLink *link, const FwdIface *from, const Packet *frame, void *user)
{
	CaptureFile *file = user;
	Capture *capture = file->capture;

	(void)link;
	(void)from;
	if (!capture->failure)
		pcapng_write(file->writer, capture->sim->now, frame->buf + frame->start,
			     packet_len(frame), &capture->failure);
}

/* Interface names may hold what file names may not. */
static char *file_path(const char *directory, const FwdLink *link)
{
	char *name = g_strdup_printf("%s.pcapng", link->name);
	char *path;

	g_strdelimit(name, "/\\: ", '-');
	path = g_build_filename(directory, name, NULL);
	g_free(name);
	return path;
}

static gboolean open_file(Capture *capture, CaptureFile *file, const char *directory, FwdLink *link,
			  GError **error)
{
	char *path = file_path(directory, link);

	file->capture = capture;
	file->link = link;
	file->writer = pcapng_new(path, link->name, error);
	g_free(path);
	if (file->writer)
		fwd_link_add_tap(link, on_frame, file);
	return file->writer != NULL;
}

Capture *capture_new(const char *directory, Network *network, GError **error)
{
	Capture *capture;

	if (g_mkdir_with_parents(directory, 0777) != 0) {
		g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno),
			    "cannot create directory %s: %s", directory, g_strerror(errno));
		return NULL;
	}
	capture = g_new0(Capture, 1);
	capture->sim = network->sim;
	capture->files = g_array_new(FALSE, TRUE, sizeof(CaptureFile));
	/* Taps point into the array: it must not move any more. */
	g_array_set_size(capture->files, network->links->len);
	for (unsigned i = 0; i < network->links->len; i++)
		if (!open_file(capture, &g_array_index(capture->files, CaptureFile, i), directory,
			       g_ptr_array_index(network->links, i), error)) {
			capture_free(capture);
			return NULL;
		}
	return capture;
}

gboolean capture_failed(const Capture *capture)
{
	return capture->failure != NULL;
}

gboolean capture_finish(Capture *capture, GError **error)
{
	for (unsigned i = 0; i < capture->files->len; i++) {
		CaptureFile *file = &g_array_index(capture->files, CaptureFile, i);
		PcapngWriter *writer = g_steal_pointer(&file->writer);

		pcapng_close(writer, capture->failure ? NULL : &capture->failure);
	}
	if (!capture->failure)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&capture->failure));
	return FALSE;
}

void capture_free(Capture *capture)
{
	if (!capture)
		return;
	for (unsigned i = 0; i < capture->files->len; i++) {
		CaptureFile *file = &g_array_index(capture->files, CaptureFile, i);

		if (file->link)
			fwd_link_remove_tap(file->link, on_frame, file);
		pcapng_close(file->writer, NULL);
	}
	g_array_free(capture->files, TRUE);
	g_clear_error(&capture->failure);
	g_free(capture);
}
