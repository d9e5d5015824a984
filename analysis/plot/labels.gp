# SPDX-License-Identifier: Apache-2.0
# A line for each flow, one way: its nodes, and over each link what stands on the wire, the top of the stack above.
depth = 0
hops = 1
longest = 0
all_kinds = ''
do for [i = 1:|$labels|] {
	n = int(word($labels[i], 6))
	depth = n > depth ? n : depth
	kind = Text[int(word($labels[i], 8))]
	all_kinds = strstrt(' '.all_kinds.' ', ' '.kind.' ') ? all_kinds : all_kinds.' '.kind
}
do for [i = 1:|$hops|] {
	n = int(word($hops[i], 7))
	hops = n > hops ? n : hops
	longest = longer(longest, Text[int(word($hops[i], 3))].' → '.Text[int(word($hops[i], 5))])
}
line = 50. + 20 * (depth + 1)
box = 20. / line
base(row) = row + 0.5 - 26. / line
top = 0; left = 20. + 7 * longest; right = 90.; bottom = 40.
w = left + right + 110 * hops
h = 32 + line * rows + bottom
@page
set xrange [0.5:hops + 0.5]
set yrange [rows + 0.5:0.5]
set border 0
set tics scale 0
unset grid
unset xtics
unset ytics
set key at screen 0.5, 16. / h center center horizontal samplen 2 width 1
set style fill solid 0.5 border linecolor rgb '#444444'

# Names are labels, in which no character means anything; those of points would lose quotes.
do for [i = 1:|$hops|] {
	row = int(word($hops[i], 2))
	hop = int(word($hops[i], 7))
	verdict = Text[int(word($hops[i], 6))]
	set label Text[int(word($hops[i], 8))] at first hop, base(row) center offset 0, -0.9
	if (hop == 1) {
		set label Text[int(word($hops[i], 3))].' → '.Text[int(word($hops[i], 5))] at graph 0, first base(row) right
	}
	if (int(word($hops[i], 11)) == 1 && verdict ne 'delivered') {
		set label verdict eq 'dropped' ? 'blackhole' : verdict eq 'looped' ? 'loop' : verdict \
			at first hop, base(row) left offset 1.5, 0 textcolor rgb vermilion
	}
}
do for [i = 1:|$labels|] {
	set label Text[int(word($labels[i], 8))].' '.word($labels[i], 7) center front font ',10' \
		at first int(word($labels[i], 5)) + 0.5, base(int(word($labels[i], 2))) - box * (int(word($labels[i], 6)) + 0.5)
}

plot $hops using ($11 == 1 ? NaN : $7 + 0.5):2:($7 + 0.14):($7 + 0.86):(base($2)):(base($2) - box) \
		with boxxyerror linecolor rgb pale title 'IP packet', \
	$hops using ($11 == 1 ? NaN : $7 + 0.5):(base($2) - box / 2):('ip') with labels font ',10' notitle, \
	for [k in all_kinds] $labels using (Text[$8] eq k ? $5 + 0.5 : NaN):2:($5 + 0.14):($5 + 0.86):(base($2) - box * $6):(base($2) - box * ($6 + 1)) \
		with boxxyerror linecolor rgb of_kind(k) title k, \
	$hops using ($11 == 1 ? NaN : $7):(base($2)):(1):(0) with vectors nohead linecolor rgb black notitle, \
	$hops using 7:(base($2)) with points pointtype 7 pointsize 0.7 linecolor rgb black notitle, \
	$hops using ($11 == 1 && Text[$6] ne 'delivered' ? $7 : NaN):(base($2)) \
		with points pointtype 2 pointsize 2 linewidth 3 linecolor rgb vermilion notitle
