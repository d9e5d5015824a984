# SPDX-License-Identifier: Apache-2.0
# With the first source file:
# noinst_LIBRARIES += %D%/libcl_load.a
# lib_load = %D%/libcl_load.a
# %C%_libcl_load_a_SOURCES = %D%/example.c %D%/example.h
