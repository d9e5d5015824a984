# SPDX-License-Identifier: Apache-2.0
# Above, what a node of each role holds, on average; below, what each run took to come up, and its deepest stack.
longest = 0
all = 0
do for [r = 1:runs] {
	longest = longer(longest, Text[Run[r]])
	all = all + 44 + 7 * strlen(Text[Run[r]])
}
bottom = 28 + 4 * longest
w = all + 40 > 1000 ? all + 40. : 1000.
h = 560. + bottom
eval figure(w, h)

x = (w - all) / 2
do for [r = 1:runs] {
	set object r rectangle from screen x / w, 1 - 22 / h to screen (x + 22) / w, 1 - 10 / h \
		fillstyle solid border linecolor rgb Colour[r] fillcolor rgb Colour[r]
	set label r Text[Run[r]] at screen (x + 28) / w, 1 - 16 / h left
	x = x + 44 + 7 * strlen(Text[Run[r]])
}
set multiplot layout 2, 3 margins screen 60 / w, 1 - 20 / w, bottom / h, 1 - 64 / h spacing screen 70 / w, 76 / h
unset key
set yrange [0:*]
set offsets 0, 0, graph 0.12, 0
set grid nox
wide = 0.8 / runs
at(place, run) = place + (run - (runs + 1) / 2.) * wide
set xrange [0.4:5.6]
set xtics scale 0 ('CE' 1, 'PE' 2, 'ASBR' 3, 'RR' 4, 'P' 5)
do for [what in '"LFIB entries" "RIB routes" "sessions"'] {
	set title what.' per node'
	plot for [r = 1:runs] $entries using ($1 == r && Text[$2] eq what ? at($4, r) : NaN):($6 / $5):(wide) \
		with boxes linecolor rgb Colour[r]
	unset object
	unset label
}
set xrange [0.4:runs + 0.6]
set xtics () rotate by 30 right
array Effort[3] = ['messages until quiet', 'bytes until quiet', 'deepest label stack']
known(c) = strcol(c) ne 'NaN'
do for [q = 1:3] {
	set title Effort[q]
	if (q == 3) { set ytics 1 }
	plot for [r = 1:runs] $effort using ($1 == r ? r : NaN):(column(q + 2)):(0.6) with boxes linecolor rgb Colour[r], \
		$effort using 1:(known(q + 2) ? column(q + 2) : 0):(known(q + 2) ? strcol(q + 2) : 'no flow'):xtic(Text[Run[$1]]) with labels offset 0, 0.6 font ',10'
}
unset multiplot
