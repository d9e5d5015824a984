# SPDX-License-Identifier: Apache-2.0
# Choices of a generator, the same for the same state.
function chance(n) {
	state = (state * 1103515245 + 12345) % 2147483648
	return int(state / 65536) % n
}
function one_of(list, n, words) {
	n = split(list, words, ",")
	return words[1 + chance(n)]
}
# One time in n the text, else the other.
function some(n, text, other) { return chance(n) == 0 ? text : other }
