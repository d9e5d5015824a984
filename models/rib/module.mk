# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_rib.a
lib_rib = %D%/libcl_rib.a
%C%_libcl_rib_a_SOURCES = \
	%D%/connected.c \
	%D%/forget.c \
	%D%/label.c %D%/label.h %D%/label_range.c \
	%D%/nht.c %D%/nht.h \
	%D%/protocol.c %D%/protocol.h \
	%D%/rib.c %D%/rib.h \
	%D%/rib_cause.c %D%/rib_download.c \
	%D%/rib_entry.c \
	%D%/rib_hops.c %D%/rib_private.h \
	%D%/rib_limit.c \
	%D%/rib_policy.c %D%/rib_policy.h \
	%D%/rib_sync.c %D%/rib_sync.h \
	%D%/rib_tables.c %D%/rib_tables.h \
	%D%/swap.c %D%/swap.h
