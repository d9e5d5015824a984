# SPDX-License-Identifier: Apache-2.0
# A bar for each interval in which a flow, one way, had one end: thin where it arrived.
name(flow, from, to) = Text[flow].'  '.Text[from].' → '.Text[to]
longest = 0
do for [i = 1:|$outages|] {
	row = $outages[i]
	longest = longer(longest, name(int(word(row, 3)), int(word(row, 5)), int(word(row, 6))))
}
left = 20. + 7 * longest; right = 20 + side; bottom = 90.
w = left + right + plot_width
h = 32 + top + 26 * rows + bottom
@page
set yrange [rows + 0.5:0.5]
set ytics scale 0
set grid noy
set key at screen 0.5, 13. / h center center horizontal samplen 2 width 1
colour_of(v) = v eq 'delivered' ? sky : v eq 'blackhole' ? black : v eq 'loop' ? orange : vermilion
half_of(v) = v eq 'delivered' ? 0.1 : 0.32
plot for [v in 'delivered blackhole loop misdelivered'] $outages \
		using (Text[$9] eq v ? s($7) : NaN):2:(s($7)):(s($8)):($2 - half_of(v)):($2 + half_of(v)):ytic(name($3, $5, $6)) \
		with boxxyerror linecolor rgb colour_of(v) title v
