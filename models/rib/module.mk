# SPDX-License-Identifier: Apache-2.0
# With the first source file:
# noinst_LIBRARIES += %D%/libcl_rib.a
# lib_rib = %D%/libcl_rib.a
# %C%_libcl_rib_a_SOURCES = %D%/example.c %D%/example.h
