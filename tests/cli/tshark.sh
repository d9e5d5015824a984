# SPDX-License-Identifier: Apache-2.0
# Captures as tshark reads them, for tests that source lib.sh before this.
command -v tshark >/dev/null || exit 77

# read_capture FILE OPTION...: what tshark says of it; that it could not is unexpected.
read_capture()
{
	local file=$1

	shift
	tshark -r "$file" "$@" 2>complaints.txt ||
		printf 'unexpected: %s: tshark ended with status %s: %s\n' "${file#pcap/}" $? "$(tail -n 1 complaints.txt)"
}

# dissect OPTION...: every frame of pcap/*, a line each; and checksums of OSPF that tshark calls incorrect without a warning. Options that
# name fields put more columns at the end. All of OSPF and of BGP's UPDATEs goes to details.txt, for which all captures are one, as it takes
# tshark longer to begin than to read.
dissect()
{
	for file in pcap/*.pcapng; do
		read_capture "$file" -o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE -o udp.check_checksum:TRUE \
			-T fields -E aggregator='~' -e frame.number -e _ws.expert.severity -e _ws.expert.message \
			-e ospf.msg -e ospf.lsa -e ldp.msg.type -e bgp.type -e rip.command "$@" | sed "/^unexpected/!s|^|${file#pcap/}\t|"
	done
	mergecap -w all.pcapng pcap/*.pcapng || echo 'unexpected: mergecap ended with an error'
	read_capture all.pcapng -V -O ospf,bgp -Y 'ospf || bgp.type == 2' >details.txt
	sed -n -e '/^unexpected/p' -e 's/^ *\(.*incorrect.*\)/unexpected: \1/p' details.txt
}

judge()
{
	awk "$@" -f "$source_dir/tests/cli/tshark.awk"
}

# look SCENARIO ALLOWED TYPES OPTION...: ALLOWED is parted by commas, TYPES as tshark prints them, parted by blanks; options are for dissect.
look()
{
	rm -rf pcap
	status 0 "$program" run "$(scenario "$1")" -o run.db --pcap=pcap
	dissect "${@:4}" >frames.txt
	judge -v allow="$2" <frames.txt >findings.txt
	same "$1: what tshark finds" '' "$(grep -v '^met' findings.txt)"
	for type in $3; do
		grep -q "^met: ${type/:/ }\$" findings.txt || fail "$1: no ${type/:/ } in the captures"
	done
}
