# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_record.a
lib_record = %D%/libcl_record.a
%C%_libcl_record_a_SOURCES = \
	%D%/field_rows.c %D%/field_rows.h \
	%D%/final_tables.c %D%/final_tables.h \
	%D%/path_rows.c %D%/path_rows.h \
	%D%/pcapng.c %D%/pcapng.h \
	%D%/recorder.c %D%/recorder.h \
	%D%/replay.c %D%/replay.h \
	%D%/rowbuf.c %D%/rowbuf.h \
	%D%/run_db.c %D%/run_db.h \
	%D%/show_db.c %D%/show_db.h \
	%D%/why.c %D%/why.h %D%/why_bgp.c %D%/why_elsewhere.c %D%/why_export.c %D%/why_reader.c %D%/why_reader.h %D%/why_stopped.c
