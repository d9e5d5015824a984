/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/simtime.h"

#include <string.h>

G_DEFINE_QUARK(sim - time - error - quark, sim_time_error)

#define MAX_DECIMALS 18 /* so that a fraction and its denominator fit in 64 bits */

static const struct {
	const char *name;
	SimTime length;
} time_units[] = {
	{"ns", SIM_NSEC}, {"us", SIM_USEC},      {"ms", SIM_MSEC},
	{"s", SIM_SEC},   {"min", 60 * SIM_SEC}, {"h", 3600 * SIM_SEC},
};

/* 0 where no unit is called so. */
static SimTime unit_length(const char *name)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(time_units); i++)
		if (strcmp(name, time_units[i].name) == 0)
			return time_units[i].length;
	return 0;
}

static gboolean refuse(GError **error, SimTimeError code, const char *text, const char *why)
{
	g_set_error(error, SIM_TIME_ERROR, code, "'%s' is not a duration: %s", text, why);
	return FALSE;
}

/* Reads n digits. FALSE where they exceed 64 bits. */
static gboolean read_digits(const char *digits, size_t n, int64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < n; i++)
		if (__builtin_mul_overflow(*out, 10, out) ||
		    __builtin_add_overflow(*out, digits[i] - '0', out))
			return FALSE;
	return TRUE;
}

/* The n digits after the point, in units of unit. FALSE where that is no whole nanoseconds. */
static gboolean read_decimals(const char *digits, size_t n, SimTime unit, SimTime *out)
{
	int64_t numerator, denominator = 1;

	while (n > 0 && digits[n - 1] == '0')
		n--;
	if (n > MAX_DECIMALS || !read_digits(digits, n, &numerator))
		return FALSE;
	for (size_t i = 0; i < n; i++)
		denominator *= 10;
	__extension__ __int128 scaled = (__int128)numerator * unit;
	*out = (SimTime)(scaled / denominator);
	return scaled % denominator == 0;
}

gboolean sim_time_parse(const char *text, SimTime *out, GError **error)
{
	const char *decimals = "", *rest;
	size_t n_whole = strspn(text, "0123456789"), n_decimals = 0;
	SimTime whole, part, sum;

	if (strcmp(text, "0") == 0) {
		*out = 0;
		return TRUE;
	}
	rest = text + n_whole;
	if (*rest == '.') {
		decimals = rest + 1;
		n_decimals = strspn(decimals, "0123456789");
		rest = decimals + n_decimals;
	}
	if (n_whole == 0 || (rest != text + n_whole && n_decimals == 0))
		return refuse(error, SIM_TIME_ERROR_SYNTAX, text,
			      "write a number and a unit, such as 10ms or 1.5s");
	SimTime unit = unit_length(rest);
	if (unit == 0)
		return refuse(error, SIM_TIME_ERROR_SYNTAX, text,
			      "the unit must be ns, us, ms, s, min or h");
	if (!read_decimals(decimals, n_decimals, unit, &part))
		return refuse(error, SIM_TIME_ERROR_RANGE, text, "it is finer than a nanosecond");
	if (!read_digits(text, n_whole, &whole) || __builtin_mul_overflow(whole, unit, &whole) ||
	    __builtin_add_overflow(whole, part, &sum) || sum == SIM_NEVER)
		return refuse(error, SIM_TIME_ERROR_RANGE, text, "it exceeds 292 years");
	*out = sum;
	return TRUE;
}

void sim_time_append(GString *out, SimTime t)
{
	if (t == SIM_NEVER) {
		g_string_append(out, "never");
		return;
	}
	uint64_t ns = t < 0 ? -(uint64_t)t : (uint64_t)t;
	if (t < 0)
		g_string_append_c(out, '-');
	g_string_append_printf(out, "%" G_GUINT64_FORMAT, ns / SIM_SEC);
	if (ns % SIM_SEC == 0)
		return;
	g_string_append_printf(out, ".%09" G_GUINT64_FORMAT, ns % SIM_SEC);
	while (out->str[out->len - 1] == '0')
		g_string_truncate(out, out->len - 1);
}
