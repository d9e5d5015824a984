# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_oam.a
lib_oam = %D%/libcl_oam.a
%C%_libcl_oam_a_SOURCES = \
	%D%/ping.c %D%/ping.h \
	%D%/quote.c %D%/quote.h \
	%D%/traceroute.c %D%/traceroute.h
