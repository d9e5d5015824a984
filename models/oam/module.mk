# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_oam.a
lib_oam = %D%/libcl_oam.a
%C%_libcl_oam_a_SOURCES = \
	%D%/fate.c %D%/fate.h \
	%D%/ping.c %D%/ping.h \
	%D%/traceroute.c %D%/traceroute.h
