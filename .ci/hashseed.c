/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Preloaded by continuous integration: gives every GLib hash table another order of iteration, which
 * the environment variable CL_HASH_SEED chooses. A run whose digest changes under it has iterated a
 * hash table where the order matters.
 *
 * A hash function has no user data, so each distinct one gets a trampoline of its own. There are more
 * of these than the program has hash functions; a larger one that tests call (tshark) keeps its order
 * for the rest.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <glib.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#define N_TRAMPOLINES 100

typedef GHashTable *(*NewFullFn)(GHashFunc, GEqualFunc, GDestroyNotify, GDestroyNotify);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static GHashFunc inner[N_TRAMPOLINES];
static unsigned n_inner;
static guint32 seed;

static guint scramble(guint32 hash)
{
	hash = (hash ^ seed) * UINT32_C(0x9e3779b1);
	return hash ^ (hash >> 15);
}

#define TRAMPOLINE(n)                                  \
	static guint trampoline_##n(gconstpointer key) \
	{                                              \
		return scramble(inner[n](key));        \
	}
#define NAME(n) trampoline_##n,
#define TEN(macro, tens)                                                                          \
	macro(tens##0) macro(tens##1) macro(tens##2) macro(tens##3) macro(tens##4) macro(tens##5) \
		macro(tens##6) macro(tens##7) macro(tens##8) macro(tens##9)
#define EACH(macro)   \
	TEN(macro, )  \
	TEN(macro, 1) \
	TEN(macro, 2) \
	TEN(macro, 3) \
	TEN(macro, 4) TEN(macro, 5) TEN(macro, 6) TEN(macro, 7) TEN(macro, 8) TEN(macro, 9)

EACH(TRAMPOLINE)

static const GHashFunc trampolines[N_TRAMPOLINES] = {EACH(NAME)};

static GHashFunc trampoline_for(GHashFunc hash)
{
	GHashFunc found = hash;
	unsigned i = 0;

	pthread_mutex_lock(&lock);
	while (i < n_inner && inner[i] != hash)
		i++;
	if (i == n_inner && n_inner < N_TRAMPOLINES)
		inner[n_inner++] = hash;
	if (i < n_inner)
		found = trampolines[i];
	pthread_mutex_unlock(&lock);
	return found;
}

__attribute__((constructor)) static void read_seed(void)
{
	const char *text = getenv("CL_HASH_SEED");

	seed = text ? (guint32)strtoul(text, NULL, 0) : 0;
}

GHashTable *g_hash_table_new_full(GHashFunc hash, GEqualFunc equal, GDestroyNotify free_key,
				  GDestroyNotify free_value)
{
	NewFullFn next = (NewFullFn)dlsym(RTLD_NEXT, "g_hash_table_new_full");

	return next(trampoline_for(hash ? hash : g_direct_hash), equal, free_key, free_value);
}

GHashTable *g_hash_table_new(GHashFunc hash, GEqualFunc equal)
{
	return g_hash_table_new_full(hash, equal, NULL, NULL);
}
