# SPDX-License-Identifier: Apache-2.0
# A line for each type of message; bars are as high as the share of the greatest number in a part of the run.
set yrange [rows + 0.5:0.5]
set ytics scale 0
set grid noy
protocols = ''
longest = 0
do for [i = 1:|$messages|] {
	p = Text[int(word($messages[i], 3))]
	longest = longer(longest, p.' '.Text[int(word($messages[i], 4))])
	protocols = strstrt(' '.protocols.' ', ' '.p.' ') ? protocols : protocols.' '.p
}
left = 20. + 7 * longest; right = side > 150 ? side : 150.; bottom = 52.
top = top > 12 ? top : 12
w = left + right + plot_width
h = 32 + top + 26 * rows + bottom
@page
part = real(word($messages[1], 6))
set label sprintf('sent, most in %.3g s', s(part)) at graph 1, graph 1 left offset 1, 0.5 font ',10'
seen = 0
count(row, most, total) = row == seen ? '' : (seen = row, sprintf('%d, %d', total, most))
plot for [p in protocols] $messages \
		using (Text[$3] eq p ? s($5) : NaN):2:(s($5)):(s($5 + $6)):($2 + 0.4):($2 + 0.4 - 0.78 * $7 / $8):ytic(upper(Text[$3]).' '.Text[$4]) \
		with boxxyerror linecolor rgb of_protocol(p) notitle, \
	$messages using (s(end_ns)):2:(count($2, $8, $9)) with labels left offset 1, 0 notitle
