# SPDX-License-Identifier: Apache-2.0
# With the first source file:
# noinst_LIBRARIES += %D%/libcl_verify.a
# lib_verify = %D%/libcl_verify.a
# %C%_libcl_verify_a_SOURCES = %D%/example.c %D%/example.h
