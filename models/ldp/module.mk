# SPDX-License-Identifier: Apache-2.0
# With the first source file:
# noinst_LIBRARIES += %D%/libcl_ldp.a
# lib_ldp = %D%/libcl_ldp.a
# %C%_libcl_ldp_a_SOURCES = %D%/example.c %D%/example.h
