# SPDX-License-Identifier: Apache-2.0
# From above: what a node of each role holds, on average; what each run took to come up; a line for each run with what stands
# on the wire after each node that a flow passes, the top of the stack above.
hops = 1
depth = 0
roles = 5
longest = 0
all_kinds = ''
do for [i = 1:|$options|] {
	if (Text[int(word($options[i], 2))] eq 'flow') { longest = longer(longest, Text[int(word($options[i], 4))]) }
	if (Text[int(word($options[i], 2))] eq 'labels') {
		n = int(word($options[i], 3))
		hops = n > hops ? n : hops
		n = int(word($options[i], 5))
		depth = n > depth ? n : depth
		kind = Text[int(word($options[i], 7))]
		all_kinds = n == 0 || strstrt(' '.all_kinds.' ', ' '.kind.' ') ? all_kinds : all_kinds.' '.kind
	}
}
names = 0
do for [r = 1:runs] {
	longest = longer(longest, Text[Run[r]])
	names = names + 54 + 7 * strlen(Text[Run[r]])
}
left = 30. + 7 * longest > 70 ? 30. + 7 * longest : 70.
wide = names > 900 ? names : 900.
w = left + 20 + (96 * hops > wide ? 96. * hops : wide)
panel = 120.
gap = 62.
box = 20.
line = box * (depth + 1) + 34
h = 50 + 4 * (panel + gap) + 40 + runs * line
eval figure(w, h)
at(from, to, top, bottom) = sprintf('set lmargin at screen %f; set rmargin at screen %f; set tmargin at screen %f; set bmargin at screen %f', \
	from / w, to / w, 1 - top / h, 1 - bottom / h)
set multiplot
unset key
set grid nox

x = left
do for [r = 1:runs] {
	set object r rectangle from screen x / w, 1 - 22 / h to screen (x + 22) / w, 1 - 10 / h \
		fillstyle solid border linecolor rgb Colour[r] fillcolor rgb Colour[r]
	set label r Text[Run[r]] at screen (x + 28) / w, 1 - 16 / h left
	x = x + 54 + 7 * strlen(Text[Run[r]])
}
short(v) = v == int(v) ? sprintf('%d', v) : sprintf('%.1f', v)
wide = 0.84 / runs
bar(place, run) = place + (run - (runs + 1) / 2.) * wide
set yrange [0:*]
set offsets 0, 0, graph 0.15, 0
set ytics font ',10'
set xrange [0.5:roles + 0.5]
set xtics scale 0 ('CE' 1, 'PE' 2, 'ASBR' 3, 'RR' 4, 'P' 5)
top = 62.
do for [what in '"LFIB entries" "RIB routes" "sessions"'] {
	eval at(left, w - 20, top, top + panel)
	set title what.' per node' offset 0, -0.5
	plot for [r = 1:runs] $options using ($1 == r && Text[$2] eq what ? bar($3, r) : NaN):6:(wide * 0.92) \
			with boxes linecolor rgb Colour[r], \
		$options using (Text[$2] eq what ? bar($3, $1) : NaN):6:(short($6)) with labels offset 0, 0.5 font ',9'
	unset object
	unset label
	top = top + panel + gap
}
set xrange [0.5:runs + 0.5]
set xtics ('' 1)
do for [q = 1:2] {
	what = word('messages bytes', q)
	half = (w - 20 - left - 70) / 2
	eval at(left + (q - 1) * (half + 70), left + (q - 1) * (half + 70) + half, top, top + panel)
	set title what.' until quiet'
	plot for [r = 1:runs] $options using ($1 == r && Text[$2] eq what ? r : NaN):6:(0.7) with boxes linecolor rgb Colour[r], \
		$options using (Text[$2] eq what ? $1 : NaN):6:(short($6)) \
			with labels offset 0, 0.6 font ',10'
}
top = top + panel + gap - 20

base(run) = run - 26. / line
eval at(left, w - 20, top, top + runs * line)
unset title
set label 'labels on the packet' at screen left / w, 1 - (top - 12) / h left
set xrange [0.5:hops + 0.5]
set yrange [runs:0]
set offsets 0, 0, 0, 0
set border 0
unset grid
unset xtics
unset ytics
set style fill solid 0.5 border linecolor rgb '#444444'
set key at screen 1 - 20 / w, 1 - (top - 12) / h right center horizontal samplen 2 width 1
do for [r = 1:runs] {
	set label Text[Run[r]] at graph 0, first base(r) right offset -1, 0
}
# Names are labels, in which no character means anything; those of points would lose quotes.
do for [i = 1:|$options|] {
	if (Text[int(word($options[i], 2))] eq 'flow') {
		set label Text[int(word($options[i], 4))] at graph 0, first base(int(word($options[i], 1))) right offset -1, -1 font ',10'
	}
	if (Text[int(word($options[i], 2))] eq 'labels' && int(word($options[i], 5)) == 0) {
		set label Text[int(word($options[i], 4))] at first int(word($options[i], 3)), base(int(word($options[i], 1))) \
			center offset 0, -0.9 font ',10'
	}
}
of(kind) = Text[$2] eq 'labels' && Text[$7] eq kind
lost(kind) = kind ne 'ip' && kind ne 'delivered'
plot $options using (of('ip') ? $3 + 0.5 : NaN):1:($3 + 0.1):($3 + 0.9):(base($1)):(base($1) - box / line) \
		with boxxyerror linecolor rgb pale title 'IP packet', \
	$options using (of('ip') ? $3 + 0.5 : NaN):(base($1) - box / 2 / line):('ip') with labels font ',10' notitle, \
	for [k in all_kinds] $options using (of(k) ? $3 + 0.5 : NaN):1:($3 + 0.1):($3 + 0.9):(base($1) - $5 * box / line):(base($1) - ($5 + 1) * box / line) \
		with boxxyerror linecolor rgb of_kind(k) title k, \
	for [k in all_kinds] $options using (of(k) ? $3 + 0.5 : NaN):(base($1) - ($5 + 0.5) * box / line):(k.' '.short($6)) \
		with labels font ',10' notitle, \
	$options using (of('ip') ? $3 : NaN):(base($1)):(1):(0) with vectors nohead linecolor rgb black notitle, \
	$options using (Text[$2] eq 'labels' && $5 == 0 ? $3 : NaN):(base($1)) with points pointtype 7 pointsize 0.7 linecolor rgb black notitle, \
	$options using (Text[$2] eq 'labels' && $5 == 0 && lost(Text[$7]) ? $3 : NaN):(base($1)) \
		with points pointtype 2 pointsize 2 linewidth 3 linecolor rgb vermilion notitle
unset multiplot
