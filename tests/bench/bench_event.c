/* SPDX-License-Identifier: Apache-2.0 */
/* Nanoseconds per event that runs, in the hold model. */
#include "tests/bench/bench.h"
#include "tests/bench/hold.h"

#define EVENTS_PER_RUN 400000

static const struct {
	const char *name;
	unsigned pending;
} sizes[] = {{"1e3", 1000}, {"1e5", 100000}, {"1e6", 1000000}};

/* The queue is filled once and turned over before it is measured. */
static double measure(const Bench *bench, const HoldQueue *class_, HoldModel *model,
		      unsigned pending)
{
	unsigned n = bench->smoke ? pending / 1000 : pending;
	unsigned events = bench->smoke ? 10 : EVENTS_PER_RUN;
	double ns[BENCH_MAX_RUNS];
	void *queue = class_->create(model);

	for (unsigned i = 0; i < n; i++)
		class_->insert(queue, hold_first(model));
	class_->run(queue, n);
	for (unsigned r = 0; r < bench->runs; r++) {
		double start = bench_seconds();
		class_->run(queue, events);
		ns[r] = (bench_seconds() - start) * 1e9 / events;
	}
	class_->destroy(queue);
	return bench_median(ns, bench->runs);
}

static void bench_queue(const Bench *bench, const HoldQueue *queue, unsigned n_distributions)
{
	for (unsigned d = 0; d < n_distributions; d++)
		for (unsigned s = 0; s < G_N_ELEMENTS(sizes); s++) {
			const HoldDistribution *distribution = &hold_distributions[d];
			char *name = g_strdup_printf("event.%s.%s%s%s", distribution->name,
						     sizes[s].name, queue->name ? "." : "",
						     queue->name ? queue->name : "");
			HoldModel model;

			hold_init(&model, distribution);
			if (bench_wanted(bench, name))
				bench_print(name, measure(bench, queue, &model, sizes[s].pending),
					    "ns");
			g_free(name);
		}
}

void bench_event(const Bench *bench)
{
	bench_queue(bench, &hold_wheel, hold_n_distributions);
	bench_queue(bench, &hold_heap4, HOLD_COMPARED);
	bench_queue(bench, &hold_gtree, HOLD_COMPARED);
}
