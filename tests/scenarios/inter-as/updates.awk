# SPDX-License-Identifier: Apache-2.0
# Reads BGP's UPDATEs as tshark -V prints them, and prints a line per labelled route: sender, receiver, SAFI, next hop, RD, prefix, label.
/^Internet Protocol Version 4, Src: / { from = $6; sub(/,$/, "", from); to = $8 }
/^Border Gateway Protocol/ { rd = "-" }
/\(SAFI\): / { safi = $NF; gsub(/[()]/, "", safi) }
/Next hop: / { next_hop = $NF; sub(/^IPv4=/, "", next_hop) }
/Prefix [Ll]ength: / { bits = $NF }
/Label Stack: / { label = $0; sub(/^.*Label Stack: /, "", label) }
/Route Distinguisher: / { rd = $NF }
/MP Reach NLRI IPv4 prefix: / {
	bits -= safi == 128 ? 24 + 64 : 24
	print from, to, safi, next_hop, rd, $NF "/" bits, label
}
