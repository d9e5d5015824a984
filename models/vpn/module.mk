# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_vpn.a
lib_vpn = %D%/libcl_vpn.a
%C%_libcl_vpn_a_SOURCES = \
	%D%/vpn.c %D%/vpn.h \
	%D%/vpn_export.c \
	%D%/vpn_hybrid.c \
	%D%/vpn_import.c \
	%D%/vpn_label.c \
	%D%/vpn_private.h \
	%D%/vpn_tables.c %D%/vpn_tables.h
