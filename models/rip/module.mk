# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_rip.a
lib_rip = %D%/libcl_rip.a
%C%_libcl_rip_a_SOURCES = \
	%D%/rip.c %D%/rip.h \
	%D%/rip_instance.h \
	%D%/rip_config.c %D%/rip_config.h \
	%D%/rip_iface.c %D%/rip_iface.h \
	%D%/rip_input.c %D%/rip_input.h \
	%D%/rip_output.c %D%/rip_output.h \
	%D%/rip_packet.c %D%/rip_packet.h \
	%D%/rip_redistribute.c %D%/rip_redistribute.h \
	%D%/rip_route.c %D%/rip_route.h \
	%D%/rip_tables.c %D%/rip_tables.h
