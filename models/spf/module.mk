# SPDX-License-Identifier: Apache-2.0
# With the first source file:
# noinst_LIBRARIES += %D%/libcl_spf.a
# lib_spf = %D%/libcl_spf.a
# %C%_libcl_spf_a_SOURCES = %D%/example.c %D%/example.h
