# SPDX-License-Identifier: Apache-2.0
# With the first source file:
# noinst_LIBRARIES += %D%/libcl_oam.a
# lib_oam = %D%/libcl_oam.a
# %C%_libcl_oam_a_SOURCES = %D%/example.c %D%/example.h
