# SPDX-License-Identifier: Apache-2.0
# With the first test:
# check_PROGRAMS += %D%/test_example
# %C%_test_example_SOURCES = %D%/test_example.c
# %C%_test_example_LDADD = $(LINK_BGP) $(CHECK_LIBS)
