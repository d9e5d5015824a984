# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_ldp.a
lib_ldp = %D%/libcl_ldp.a
%C%_libcl_ldp_a_SOURCES = \
	%D%/ldp.c %D%/ldp.h \
	%D%/ldp_address.c %D%/ldp_address.h \
	%D%/ldp_config.c %D%/ldp_config.h \
	%D%/ldp_discovery.c %D%/ldp_discovery.h \
	%D%/ldp_filter.c %D%/ldp_filter.h \
	%D%/ldp_label.c %D%/ldp_label.h \
	%D%/ldp_loop.c %D%/ldp_loop.h \
	%D%/ldp_lsp.c %D%/ldp_lsp.h \
	%D%/ldp_message.c %D%/ldp_message.h \
	%D%/ldp_request.c %D%/ldp_request.h \
	%D%/ldp_send.c %D%/ldp_send.h \
	%D%/ldp_session.c %D%/ldp_session.h \
	%D%/ldp_stream.c %D%/ldp_stream.h \
	%D%/ldp_tables.c %D%/ldp_tables.h
