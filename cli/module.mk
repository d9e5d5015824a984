# SPDX-License-Identifier: Apache-2.0
# With the first source file:
# noinst_LIBRARIES += %D%/libcl_cli.a
# lib_cli = %D%/libcl_cli.a
# %C%_libcl_cli_a_SOURCES = %D%/example.c %D%/example.h
#
# bin_PROGRAMS += carrierlab
# carrierlab_SOURCES = %D%/main.c
# carrierlab_LDADD = $(LINK_CLI)
