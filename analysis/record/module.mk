# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_record.a
lib_record = %D%/libcl_record.a
%C%_libcl_record_a_SOURCES = \
	%D%/pcapng.c %D%/pcapng.h
