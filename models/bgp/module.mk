# SPDX-License-Identifier: Apache-2.0
# With the first source file:
# noinst_LIBRARIES += %D%/libcl_bgp.a
# lib_bgp = %D%/libcl_bgp.a
# %C%_libcl_bgp_a_SOURCES = %D%/example.c %D%/example.h
