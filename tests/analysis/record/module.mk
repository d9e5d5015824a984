# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_pcapng
%C%_test_pcapng_SOURCES = %D%/test_pcapng.c
%C%_test_pcapng_LDADD = $(LINK_TEST) $(LINK_RECORD)
