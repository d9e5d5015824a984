/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/record/pcapng.h"
#include "tests/support/capture.h"
#include "tests/testing.h"

#include <glib/gstdio.h>
#include <string.h>

static char *temporary(void)
{
	char *path = NULL;
	int fd = g_file_open_tmp("pcapng-XXXXXX", &path, NULL);

	ck_assert_int_ge(fd, 0);
	g_close(fd, NULL);
	return path;
}

static void drop(char *path)
{
	ck_assert_int_eq(g_remove(path), 0);
	g_free(path);
}

/* Writes the frames of a real capture at times of our own, from the first instant to late ones. */
static void copy(const Capture *from, const char *path)
{
	PcapngWriter *w = pcapng_new(path, "PE-1--P", NULL);

	ck_assert_ptr_nonnull(w);
	for (unsigned i = 0; i < capture_size(from); i++) {
		const CaptureFrame *f = capture_frame(from, i);

		ck_assert(pcapng_write(w, i * INT64_C(5000000001), f->bytes, f->len, NULL));
	}
	ck_assert(pcapng_close(w, NULL));
}

START_TEST(reads_back)
{
	Capture *from = capture_load("intra/pe1--p1.pcapng"), *to;
	char *path = temporary();

	copy(from, path);
	to = capture_read(path, NULL);
	ck_assert_ptr_nonnull(to);
	ck_assert_uint_eq(to->interfaces->len, 1);
	ck_assert_uint_eq(to->skipped, 0);
	ck_assert_str_eq(capture_interface(to, 0)->name, "PE-1--P");
	ck_assert_uint_eq(capture_interface(to, 0)->ticks, 1000000000);
	ck_assert_uint_eq(capture_size(to), capture_size(from));
	for (unsigned i = 0; i < capture_size(to); i++) {
		const CaptureFrame *f = capture_frame(to, i), *g = capture_frame(from, i);

		ck_assert_int_eq(f->time, i * INT64_C(5000000001));
		ck_assert_uint_eq(f->len, g->len);
		ck_assert_uint_eq(f->original_len, g->len);
		ck_assert_mem_eq(f->bytes, g->bytes, g->len);
	}
	capture_free(to);
	capture_free(from);
	drop(path);
}
END_TEST

/* Every length of padding, and names of every length modulo four. */
START_TEST(padding)
{
	static const char *const names[] = {"", "a", "ab", "abc", "abcd"};
	static const uint8_t bytes[] = {0, 1, 2, 3, 4, 5, 6, 7};

	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
		char *path = temporary();
		PcapngWriter *w = pcapng_new(path, names[i], NULL);
		Capture *c;

		for (unsigned len = 0; len <= sizeof bytes; len++)
			ck_assert(pcapng_write(w, len, bytes, len, NULL));
		ck_assert(pcapng_close(w, NULL));
		c = capture_read(path, NULL);
		ck_assert_ptr_nonnull(c);
		ck_assert_str_eq(capture_interface(c, 0)->name, names[i]);
		for (unsigned len = 0; len <= sizeof bytes; len++) {
			ck_assert_uint_eq(capture_frame(c, len)->len, len);
			ck_assert_mem_eq(capture_frame(c, len)->bytes, bytes, len);
		}
		capture_free(c);
		drop(path);
	}
}
END_TEST

START_TEST(cannot_create)
{
	GError *error = NULL;

	ck_assert_ptr_null(pcapng_new("/nonexistent/link.pcapng", "x", &error));
	ck_assert(g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT));
	ck_assert_ptr_nonnull(strstr(error->message, "/nonexistent/link.pcapng"));
	g_error_free(error);
}
END_TEST

/* A device that is always full. What fits the buffer is accepted and shows at the close. */
START_TEST(full_at_close)
{
	GError *error = NULL;
	PcapngWriter *w;

	if (!g_file_test("/dev/full", G_FILE_TEST_EXISTS))
		return;
	w = pcapng_new("/dev/full", "x", NULL);
	ck_assert_ptr_nonnull(w);
	ck_assert(!pcapng_close(w, &error));
	ck_assert(g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOSPC));
	g_error_free(error);
}
END_TEST

START_TEST(full_while_writing)
{
	static const uint8_t frame[1500];
	GError *error = NULL;
	PcapngWriter *w;
	unsigned n = 0;

	if (!g_file_test("/dev/full", G_FILE_TEST_EXISTS))
		return;
	w = pcapng_new("/dev/full", "x", NULL);
	while (pcapng_write(w, n, frame, sizeof frame, &error))
		ck_assert_uint_lt(++n, 1000);
	ck_assert(g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOSPC));
	g_clear_error(&error);
	ck_assert(!pcapng_write(w, n, frame, sizeof frame, &error));
	g_clear_error(&error);
	ck_assert(!pcapng_close(w, &error));
	ck_assert(g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOSPC));
	g_error_free(error);
}
END_TEST

/* Wireshark's view, where it is installed: as many frames, the last at its time, none malformed. */
START_TEST(tshark_agrees)
{
	Capture *from = capture_load("intra/pe1--p1.pcapng");
	char *path = temporary(), *program = g_find_program_in_path("tshark"), *out = NULL;
	char *argv[] = {program,
			"-r",
			path,
			"-T",
			"fields",
			"-e",
			"frame.time_epoch",
			"-e",
			"frame.interface_name",
			"-e",
			"_ws.malformed",
			NULL};
	char **lines;
	int status;

	if (program) {
		copy(from, path);
		ck_assert(g_spawn_sync(NULL, argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
				       &out, NULL, &status, NULL));
		ck_assert_int_eq(status, 0);
		ck_assert_ptr_null(strstr(out, "alformed"));
		lines = g_strsplit(g_strchomp(out), "\n", -1);
		ck_assert_uint_eq(g_strv_length(lines), capture_size(from));
		ck_assert_str_eq(g_strchomp(lines[1]), "5.000000001\tPE-1--P");
		g_strfreev(lines);
		g_free(out);
		g_free(program);
	}
	capture_free(from);
	drop(path);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("pcapng");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, reads_back);
	tcase_add_test(tc, padding);
	tcase_add_test(tc, cannot_create);
	tcase_add_test(tc, full_at_close);
	tcase_add_test(tc, full_while_writing);
	tcase_add_test(tc, tshark_agrees);
	return test_main("pcapng", tc);
}
