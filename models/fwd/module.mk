# SPDX-License-Identifier: Apache-2.0
# With the first source file:
# noinst_LIBRARIES += %D%/libcl_fwd.a
# lib_fwd = %D%/libcl_fwd.a
# %C%_libcl_fwd_a_SOURCES = %D%/example.c %D%/example.h
