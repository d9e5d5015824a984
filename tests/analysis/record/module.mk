# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_pcapng
%C%_test_pcapng_SOURCES = %D%/test_pcapng.c
# Nothing of the layers between.
%C%_test_pcapng_LDADD = $(LINK_TEST) $(lib_record) $(LINK_SIM)
