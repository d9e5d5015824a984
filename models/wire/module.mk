# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_wire.a
lib_wire = %D%/libcl_wire.a
%C%_libcl_wire_a_SOURCES = \
	%D%/cursor.c %D%/cursor.h \
	%D%/ldp.c %D%/ldp.h \
	%D%/ldp_tlv.c %D%/ldp_tlv.h
