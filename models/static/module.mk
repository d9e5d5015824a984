# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_static.a
lib_static = %D%/libcl_static.a
%C%_libcl_static_a_SOURCES = \
	%D%/mpls.c %D%/mpls.h \
	%D%/stack.c %D%/stack.h \
	%D%/static.c %D%/static.h
