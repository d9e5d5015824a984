# SPDX-License-Identifier: Apache-2.0
# With the first source file:
# noinst_LIBRARIES += %D%/libcl_node.a
# lib_node = %D%/libcl_node.a
# %C%_libcl_node_a_SOURCES = %D%/example.c %D%/example.h
