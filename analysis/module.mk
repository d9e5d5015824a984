# SPDX-License-Identifier: Apache-2.0
# Queries are installed under $(pkgdatadir) with their folders:
# nobase_dist_pkgdata_DATA += %D%/sql/example.sql
