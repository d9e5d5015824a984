# SPDX-License-Identifier: Apache-2.0
# Changes of tables above, control messages below, both counted up.
left = 72.; right = side > 120 ? side : 120.; bottom = 52.
w = left + right + plot_width
h = 560. + top
@page
high = 1 - (top + 32) / h
low = bottom / h
middle = (high + low) / 2
set multiplot
set key at graph 1.02, graph 1 left top vertical Left reverse samplen 1.5 spacing 1.2
set yrange [0:*]

set bmargin at screen middle + 16 / h
set format x ''
unset xlabel
set ylabel 'changes of tables'
plot for [i = 1:changes_series] $changes index i - 1 using (s($3)):4 with steps linewidth 2 \
	linecolor rgb of_protocol(Text[changes_name[i]]) title upper(Text[changes_name[i]])

unset label
set bmargin at screen low
set tmargin at screen middle - 16 / h
set format x '%g'
set xlabel 'simulated time [s]'
set ylabel 'messages sent'
plot for [i = 1:sent_series] $sent index i - 1 using (s($3)):4 with steps linewidth 2 \
	linecolor rgb of_protocol(Text[sent_name[i]]) title upper(Text[sent_name[i]])
unset multiplot
