# SPDX-License-Identifier: Apache-2.0
# Makes a scenario of OSPF routers from a list of links, one per line: two names and perhaps a cost. Variables:
# name of the scenario; costs=weighted for costs that follow from the names, which are then numbers; down, what an
# action at 100 s does, such as <link a="1" b="2" state="down"/>.
function cost_of(u, v) { return 1 + (31 * u + 17 * v + 7) % 97 }
BEGIN { n = 0; links = 0 }
/^#/ { next }
{
	for (i = 1; i <= 2; i++)
		if (!($i in number)) {
			number[$i] = n
			names[n++] = $i
		}
	low = $1 < $2 ? $1 : $2
	high = $1 < $2 ? $2 : $1
	cost[links] = costs == "weighted" ? cost_of(low + 0, high + 0) : NF > 2 ? $3 : 1
	a[links] = $1
	b[links++] = $2
}
END {
	print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
	printf "<scenario name=\"%s\">\n<carrier name=\"c\" asn=\"1\">\n", name
	for (i = 0; i < n; i++)
		printf "<node name=\"%s\" role=\"p\"><loopback address=\"10.0.%d.1/32\"><ospf/></loopback><ospf/></node>\n", names[i], i
	for (i = 0; i < links; i++) {
		subnet = sprintf("10.1.%d.", i)
		printf "<link a=\"%s:%s\" a-address=\"%s1/30\" b=\"%s:%s\" b-address=\"%s2/30\"><ospf cost=\"%d\"/></link>\n",
			a[i], b[i], subnet, b[i], a[i], subnet, cost[i]
	}
	print "</carrier>"
	if (down)
		printf "<at time=\"100s\">%s</at>\n", down
	print "</scenario>"
}
