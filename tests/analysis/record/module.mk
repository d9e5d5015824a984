# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_pcapng
%C%_test_pcapng_SOURCES = %D%/test_pcapng.c
# Nothing of the layers between.
%C%_test_pcapng_LDADD = $(LINK_TEST) $(lib_record) $(LINK_SIM)

check_PROGRAMS += %D%/test_recorder %D%/test_rowbuf %D%/test_run_db
record_lab = %D%/recording.c %D%/recording.h
%C%_test_recorder_SOURCES = %D%/test_recorder.c $(record_lab)
%C%_test_recorder_LDADD = $(lib_vpn_net) $(lib_rib_lab) $(LINK_RECORD) $(CHECK_LIBS)
%C%_test_rowbuf_SOURCES = %D%/test_rowbuf.c
%C%_test_rowbuf_LDADD = $(lib_record) $(LINK_SIM) $(SQLITE_LIBS) $(CHECK_LIBS)
%C%_test_run_db_SOURCES = %D%/test_run_db.c $(record_lab)
%C%_test_run_db_LDADD = $(lib_vpn_net) $(lib_rib_lab) $(LINK_RECORD) $(CHECK_LIBS)
