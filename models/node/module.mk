# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_node.a
lib_node = %D%/libcl_node.a
%C%_libcl_node_a_SOURCES = \
	%D%/action.c %D%/action.h %D%/action_item.c %D%/action_link.c %D%/action_policy.c %D%/action_session.c %D%/action_vrf.c \
	%D%/items.c \
	%D%/network.c %D%/network.h %D%/network_private.h \
	%D%/protocols.c \
	%D%/registry.c \
	%D%/tables.c %D%/tables.h
