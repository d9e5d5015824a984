# SPDX-License-Identifier: Apache-2.0
# With the first source file:
# noinst_LIBRARIES += %D%/libcl_ospf.a
# lib_ospf = %D%/libcl_ospf.a
# %C%_libcl_ospf_a_SOURCES = %D%/example.c %D%/example.h
