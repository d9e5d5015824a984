# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_spf.a
lib_spf = %D%/libcl_spf.a
%C%_libcl_spf_a_SOURCES = %D%/spf.c %D%/spf.h
