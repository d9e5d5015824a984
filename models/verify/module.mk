# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_verify.a
lib_verify = %D%/libcl_verify.a
%C%_libcl_verify_a_SOURCES = \
	%D%/converge.c %D%/converge.h \
	%D%/expect.c %D%/expect.h \
	%D%/expect_flow.c %D%/expect_flow.h \
	%D%/expect_outage.c %D%/expect_outage.h \
	%D%/expect_ping.c %D%/expect_ping.h \
	%D%/expect_quiet.c %D%/expect_quiet.h \
	%D%/expect_row.c %D%/expect_row.h \
	%D%/expect_sites.c %D%/expect_sites.h \
	%D%/flow.c %D%/flow.h \
	%D%/pattern.c %D%/pattern.h \
	%D%/probe.c %D%/probe.h \
	%D%/probe_check.c %D%/probe_check.h \
	%D%/walk.c
