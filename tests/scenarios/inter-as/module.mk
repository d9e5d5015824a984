# SPDX-License-Identifier: Apache-2.0
dist_check_SCRIPTS += %D%/test-option-a.sh %D%/test-option-d.sh %D%/test-options-b-c.sh %D%/test-reflectors.sh
EXTRA_DIST += %D%/option-a.recorded %D%/option-b.recorded %D%/option-c.recorded %D%/reflectors.xml

# Policy at the border.
dist_check_SCRIPTS += %D%/test-border.sh
EXTRA_DIST += %D%/border-policy.xml

# As in guides.
dist_check_SCRIPTS += %D%/test-guides.sh
EXTRA_DIST += %D%/hw-option-b.xml %D%/hw-option-b-rr.xml %D%/hw-option-c.xml

# By intent.
dist_check_SCRIPTS += %D%/test-intent.sh
EXTRA_DIST += %D%/intent-a.xml
EXTRA_DIST += %D%/intent-ab.xml
EXTRA_DIST += %D%/intent-b.xml
EXTRA_DIST += %D%/intent-c.xml
EXTRA_DIST += %D%/intent-d.xml

dist_check_SCRIPTS += %D%/test-ldp-at-the-border.sh
EXTRA_DIST += %D%/hw-option-c-ldp.xml %D%/option-c-ldp-two-borders.xml

# What must break.
dist_check_SCRIPTS += %D%/test-breaks.sh
EXTRA_DIST += %D%/break-c-label-one-side.xml %D%/break-c-no-mpls.xml %D%/break-c-no-multihop.xml %D%/break-c-reflector-detour.xml \
	%D%/break-c-reflector-dropped.xml %D%/break-c-rt-mismatch.xml %D%/break-c-unlabelled.xml %D%/break-d-no-allow-as-in.xml
EXTRA_DIST += %D%/break-b-no-host-route.xml

# Option AB.
dist_check_SCRIPTS += %D%/test-option-ab.sh
EXTRA_DIST += %D%/break-ab-one-side.xml %D%/option-ab-two-borders.xml

# Which routes share a label at the border.
dist_check_SCRIPTS += %D%/test-label-mode.sh
EXTRA_DIST += %D%/label-per-next-hop.xml

# By chance.
dist_check_SCRIPTS += %D%/test-carriers.sh
EXTRA_DIST += %D%/carriers.awk

# What is on the wire.
dist_check_SCRIPTS += %D%/test-captures.sh
EXTRA_DIST += %D%/packets.awk %D%/updates.awk

# That the expectations of the library can fail.
dist_check_SCRIPTS += %D%/test-expected.sh
