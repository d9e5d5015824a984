# SPDX-License-Identifier: Apache-2.0
# Reads the first echo request and reply of each flow on each link, in order of time (source, destination, labels, their TTLs and
# bottom bits, TTL of IP), and prints a line per source and destination: "labels ttls ip-ttl" on one link after the other. A stack whose
# bottom is not where its last label is says so.
BEGIN { FS = "\t" }
{
	n = split($5, bottom, ",")
	for (i = 1; i <= n; i++)
		if (bottom[i] != (i == n))
			$3 = $3 " with bottom bits " $5
	if (n == 0)
		$3 = $4 = "-"
	links[$1 " " $2] = links[$1 " " $2] " | " $3 " " $4 " " $6
}
END {
	for (flow in links)
		print flow ": " substr(links[flow], 4)
}
