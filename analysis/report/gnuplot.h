/* SPDX-License-Identifier: Apache-2.0 */
/* Drawing by gnuplot, which runs as a program of its own and sees a script in a temporary folder, no file of ours. */
#ifndef REPORT_GNUPLOT_H
#define REPORT_GNUPLOT_H

#include <glib.h>

#define GNUPLOT_MAX_S 60 /* real seconds after which a drawing is given up */

typedef struct GnuplotFormat GnuplotFormat;

/* The format that a file's name ends in; NULL sets *error. */
const GnuplotFormat *gnuplot_format(const char *path, GError **error);
/* TRUE of bytes that begin as pictures of this format do. */
gboolean gnuplot_is_picture(const GnuplotFormat *format, const char *bytes, gsize length);

/* Appends the gnuplot function figure(width, height), in pixels of a screen, whose value is to be evaluated before
 * drawing. format NULL: gnuplot's own terminal and output stay. */
void gnuplot_append_format(const GnuplotFormat *format, GString *out);

/* Has a script drawn that figure() is part of. Returns the picture, to be freed; NULL sets *error. */
char *gnuplot_draw(const GnuplotFormat *format, const char *script, gsize *length, GError **error);

#endif
