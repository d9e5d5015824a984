/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/summary_probe.h"

#include "cli/json.h"

#include <inttypes.h>

static uint64_t under_way(const ProbeCounts *counts)
{
	return counts->sent - counts->delivered - counts->dropped - counts->lost;
}

static void append_some(uint64_t n, const char *what, GString *out)
{
	if (n > 0)
		g_string_append_printf(out, ", %" PRIu64 " %s", n, what);
}

static void append_disagreements(const ProbeStream *stream, GString *out)
{
	const GArray *all = probe_disagreements(stream);

	for (unsigned i = 0; i < all->len; i++) {
		const ProbeDisagreement *d = &g_array_index(all, ProbeDisagreement, i);

		g_string_append(out, "    sent at ");
		sim_time_append(out, d->sent);
		g_string_append_printf(out, " s, %s: %s\n", flow_direction_name(d->direction),
				       d->text);
	}
	if (probe_counts(stream)->disagree > all->len)
		g_string_append_printf(out, "    and %" PRIu64 " more\n",
				       probe_counts(stream)->disagree - all->len);
}

/* "probes of vpn-b: 1200 sent, 1180 delivered, 20 dropped; 1195 stable, all agree" */
void summary_probe_text(const ProbeStream *stream, GString *out)
{
	const ProbeCounts *counts = probe_counts(stream);

	g_string_append_printf(out, "  probes of %s: %" PRIu64 " sent, %" PRIu64 " delivered",
			       probe_config(stream)->flow->name, counts->sent, counts->delivered);
	append_some(counts->dropped, "dropped", out);
	append_some(counts->lost, "lost", out);
	append_some(under_way(counts), "under way", out);
	g_string_append_printf(out, "; %" PRIu64 " stable", counts->stable);
	if (counts->disagree > 0)
		g_string_append_printf(out, ", %" PRIu64 " DISAGREE WITH THE WALK\n",
				       counts->disagree);
	else
		g_string_append(out, counts->stable > 0 ? ", all agree\n" : "\n");
	append_disagreements(stream, out);
}

static void json_disagreement(const ProbeDisagreement *d, GString *out)
{
	json_begin(out, '{');
	json_name(out, "sent_s");
	json_seconds(out, d->sent);
	json_name(out, "direction");
	json_text(out, flow_direction_name(d->direction));
	json_name(out, "text");
	json_text(out, d->text);
	json_end(out, '}');
}

void summary_probe_json(const ProbeStream *stream, GString *out)
{
	const ProbeCounts *counts = probe_counts(stream);
	const struct {
		const char *name;
		uint64_t value;
	} values[] = {
		{"sent", counts->sent},           {"delivered", counts->delivered},
		{"dropped", counts->dropped},     {"lost", counts->lost},
		{"under_way", under_way(counts)}, {"stable", counts->stable},
		{"disagree", counts->disagree},
	};
	const GArray *all = probe_disagreements(stream);

	json_begin(out, '{');
	json_name(out, "flow");
	json_text(out, probe_config(stream)->flow->name);
	for (unsigned i = 0; i < G_N_ELEMENTS(values); i++) {
		json_name(out, values[i].name);
		json_int(out, (int64_t)values[i].value);
	}
	json_name(out, "disagreements");
	json_begin(out, '[');
	for (unsigned i = 0; i < all->len; i++)
		json_disagreement(&g_array_index(all, ProbeDisagreement, i), out);
	json_end(out, ']');
	json_end(out, '}');
}
