# SPDX-License-Identifier: Apache-2.0
# With the first source file:
# noinst_LIBRARIES += %D%/libcl_net.a
# lib_net = %D%/libcl_net.a
# %C%_libcl_net_a_SOURCES = %D%/example.c %D%/example.h
