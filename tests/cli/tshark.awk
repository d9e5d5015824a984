# SPDX-License-Identifier: Apache-2.0
# Reads a line per frame (file, number, severities, what is said, types of OSPF packets, LSAs, LDP, BGP and RIP messages; lists
# parted by ~) or what is unexpected already, and prints every finding of warning or error, as "unexpected ..." unless it is one of those that allow
# names, parted by commas; those that never came, unless they are about tshark itself; and the types that were met.
BEGIN {
	FS = "\t"
	text["reset"] = "Connection reset (RST)"
	text["moved"] = "Previous segment(s) not captured (common at capture start)"
	text["moved-ack"] = "ACKed segment that wasn't captured (common at capture start)"
	text["targeted"] = "GTSM is not supported by the source, since basic discovery is not enabled"
	text["request"] = "Malformed Packet (Exception occurred)"
	for (n = split(allow, names, ","); n > 0; n--)
		if (names[n] != "targeted" && names[n] != "request")
			missing[names[n]] = 1
}
function last(list, n, items) { n = split(list, items, "~"); return n ? items[n] : "" }
function allowed(said, messages, name) {
	for (name in text)
		if (text[name] == said && ("," allow ",") ~ ("," name ",") &&
		    (name != "request" || last(messages) == "0x0401")) {
			delete missing[name]
			return 1
		}
	return 0
}
function collect(kind, list, n, items) {
	for (n = split(list, items, "~"); n > 0; n--)
		met[kind " " items[n]] = 1
}
/^unexpected/ { print; next }
{
	n = split($3, severity, "~")
	split($4, said, "~")
	for (i = 1; i <= n; i++)
		if (severity[i] >= 6291456 && !allowed(said[i], $7)) # 0x600000: a warning
			print "unexpected: " $1 " frame " $2 ": " said[i]
	collect("ospf", $5)
	collect("lsa", $6)
	collect("ldp", $7)
	collect("bgp", $8)
	collect("rip", $9)
}
END {
	for (name in missing)
		print "never: " name
	for (kind in met)
		print "met: " kind
}
