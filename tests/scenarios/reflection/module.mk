# SPDX-License-Identifier: Apache-2.0
dist_check_SCRIPTS += %D%/test-reflection.sh
EXTRA_DIST += %D%/redundant.xml
