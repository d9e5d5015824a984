# SPDX-License-Identifier: Apache-2.0
# With the first source file:
# noinst_LIBRARIES += %D%/libcl_sim.a
# lib_sim = %D%/libcl_sim.a
# %C%_libcl_sim_a_SOURCES = %D%/example.c %D%/example.h
