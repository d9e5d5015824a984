# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_cli.a
lib_cli = %D%/libcl_cli.a
%C%_libcl_cli_a_SOURCES = \
	%D%/asked.c %D%/asked.h \
	%D%/capture.c %D%/capture.h \
	%D%/check.c \
	%D%/expand.c \
	%D%/json.c %D%/json.h \
	%D%/junit.c %D%/junit.h \
	%D%/mistakes.c %D%/mistakes.h \
	%D%/plot.c \
	%D%/progress.c %D%/progress.h \
	%D%/render.c %D%/render.h \
	%D%/run.c \
	%D%/show.c \
	%D%/summary.c %D%/summary.h \
	%D%/summary_probe.c %D%/summary_probe.h \
	%D%/summary_sessions.c %D%/summary_sessions.h \
	%D%/summary_traceroute.c %D%/summary_traceroute.h \
	%D%/trace.c \
	%D%/verb.c %D%/verb.h \
	%D%/why.c

bin_PROGRAMS += carrierlab
carrierlab_SOURCES = %D%/main.c
carrierlab_LDADD = $(LINK_CLI)
