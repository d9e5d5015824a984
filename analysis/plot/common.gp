# SPDX-License-Identifier: Apache-2.0
# What all figures share. Before it stand: figure(w, h), which opens the figure; Text, the texts of the runs; runs
# and Run, how many there are and the places of their names in Text; title, of the first run; rows, the number of
# lines; end_ns, the end of the record. The answers to a question are the block of its name: the run, then the
# columns of the .sql file, texts as places in Text.

# Colours that those who see red and green alike can tell apart, and that differ in print without colours.
blue = '#0072B2'; vermilion = '#D55E00'; green = '#009E73'; purple = '#CC79A7'
orange = '#E69F00'; sky = '#56B4E9'; black = '#000000'; grey = '#999999'; pale = '#DDDDDD'
array Colour[8] = [blue, orange, green, vermilion, sky, purple, black, grey]

of_protocol(p) = p eq 'bgp' ? blue : p eq 'ospf' ? orange : p eq 'ldp' ? green : p eq 'mpls' ? black : \
	p eq 'static' ? vermilion : p eq 'connected' ? sky : p eq 'rip' ? purple : grey
of_kind(k) = k eq 'ldp' ? green : k eq 'vpn' ? sky : k eq 'bgp-lu' ? orange : k eq 'rsvp' ? purple : \
	k eq 'static' ? vermilion : k eq '6pe' ? blue : k eq 'explicit-null' ? grey : k eq 'sr' ? '#F0E442' : black
upper(p) = p eq 'bgp' ? 'BGP' : p eq 'ospf' ? 'OSPF' : p eq 'ldp' ? 'LDP' : p eq 'rip' ? 'RIP' : \
	p eq 'mpls' ? 'LFIB' : p
s(ns) = ns / 1e9
longer(n, text) = strlen(text) > n ? strlen(text) : n

# page opens a figure and lays it out, in pixels: the margins, and the title in the upper left corner.
page = "eval figure(w, h); set lmargin at screen left / w; set rmargin at screen 1 - right / w; \
	set tmargin at screen 1 - (32. + top) / h; set bmargin at screen bottom / h; \
	set label Text[title] at screen 8. / w, 1 - 16. / h left font ',13'"

set encoding utf8
set border 3 linecolor rgb '#444444'
set tics nomirror out
set format '%g'
set style fill solid border
set grid x y linecolor rgb pale linetype 1 linewidth 0.5

# The operator's actions stand over the figure, each at its time; those too close to the one before have no name. Names
# take place above the plot (top) and to its right (side), which is plot_width wide.
top = 0.
side = 0.
plot_width = 660.
if (exists('perturbations_series')) {
	set xrange [0:s(end_ns)]
	set xlabel 'simulated time [s]'
	named = -end_ns
	do for [i = 1:|$perturbations|] {
		t = real(word($perturbations[i], 2))
		what = Text[int(word($perturbations[i], 3))]
		set arrow from first s(t), graph 0 to first s(t), graph 1 nohead front linecolor rgb '#444444' dashtype 2
		if (t - named > 0.035 * end_ns) {
			named = t
			set label what at first s(t), graph 1 left rotate by 35 offset 0, 0.5 \
				textcolor rgb '#444444' font ',10'
			top = longer(top, what)
			beyond = 5 * strlen(what) - (1 - t / end_ns) * plot_width
			side = beyond > side ? beyond : side
		}
	}
	top = top > 0 ? 8 + 3.6 * top : 0
}
