// SPDX-License-Identifier: Apache-2.0
// A driver library for tests: fake GPUs that move, count energy and fail when they are told to. It exports the symbols
// that the agent calls, with layouts of its own making that are held to the sizes the agent expects. A test in the same
// process scripts it by the stub_* functions; a person by the environment: NVML_STUB_GPUS, NVML_STUB_LOST (a GPU),
// NVML_STUB_HANG_MS (every call about GPU 1), NVML_STUB_XID (one event of GPU 0).
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOST 8
#define RULES 64
#define EVENTS 64
#define OK 0
#define UNINITIALIZED 1
#define INVALID 2
#define NOT_SUPPORTED 3
#define NOT_FOUND 6
#define TOO_SMALL 7
#define TIMED_OUT 10

typedef unsigned long long u64;
struct gpu {
    int index, lost, mig, processes, recovery, rows;
    volatile long hang_ms;
    u64 power_mw, energy_mj;
};
struct field { unsigned id, scope; long long at, latency; unsigned type; int rc; u64 value; };
struct pci { char legacy[16]; unsigned domain, bus, device, id, subsystem; char bus_id[32]; };
struct memory { u64 total, free, used; };
struct memory_v2 { unsigned version; u64 total, reserved, free, used; };
struct process { unsigned pid; u64 memory; unsigned gi, ci; };
struct event { struct gpu *gpu; u64 type, data; unsigned gi, ci; };
struct attributes { unsigned counts[8]; u64 memory_mib; };
_Static_assert(sizeof(struct field) == 40, "nvmlFieldValue_t");
_Static_assert(sizeof(struct pci) == 68, "nvmlPciInfo_t");
_Static_assert(sizeof(struct memory_v2) == 40, "nvmlMemory_v2_t");
_Static_assert(sizeof(struct process) == 24, "nvmlProcessInfo_t");
_Static_assert(sizeof(struct event) == 32, "nvmlEventData_t");
_Static_assert(sizeof(struct attributes) == 40, "nvmlDeviceAttributes_t");

static struct gpu gpus[MOST];
static struct gpu instances[MOST];
static int count = 2, opened, openings, ready;
static struct { char symbol[64]; int rc; } rules[RULES];
static struct { unsigned id, scope; int rc; } field_rules[RULES];
static int rule_count, field_rule_count;
static struct event events[EVENTS];
static int event_tail;
#ifndef OLD_DRIVER
static int event_head, waiting;
#endif
static volatile long events_hang_ms;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t arrived = PTHREAD_COND_INITIALIZER;

static void prepare(void) {
    if (ready) return;
    ready = 1;
    for (int i = 0; i < MOST; i++) {
        gpus[i].index = i;
        gpus[i].power_mw = 100000 + 1000 * (u64)i;
        gpus[i].energy_mj = 5000000 + (u64)i;
        instances[i].index = 100 + i;
    }
}
static void nap(long ms) {
    struct timespec t = {ms / 1000, (ms % 1000) * 1000000L};
    nanosleep(&t, NULL);
}

// --- the script ---------------------------------------------------------------------------------
void stub_gpus(long n) { prepare(); count = (int)n; }
void stub_lost(long gpu, long rc) { prepare(); gpus[gpu].lost = (int)rc; }
void stub_hang(long gpu, long ms) { prepare(); gpus[gpu].hang_ms = ms; }
void stub_power(long gpu, long mw) { prepare(); gpus[gpu].power_mw = (u64)mw; }
void stub_energy(long gpu, long mj) { prepare(); gpus[gpu].energy_mj = (u64)mj; }
void stub_mig(long gpu, long n) { prepare(); gpus[gpu].mig = (int)n; }
void stub_processes(long gpu, long n) { prepare(); gpus[gpu].processes = (int)n; }
void stub_recovery(long gpu, long action) { prepare(); gpus[gpu].recovery = (int)action; }
void stub_rows(long gpu, long field) { prepare(); gpus[gpu].rows = (int)field; }
void stub_hang_events(long ms) { events_hang_ms = ms; }
long stub_openings(void) { return openings; }
long stub_opened(void) { return opened; }
void stub_fail(const char *symbol, long rc) {
    pthread_mutex_lock(&lock);
    int i = 0;
    while (i < rule_count && strcmp(rules[i].symbol, symbol)) i++;
    snprintf(rules[i].symbol, sizeof rules[i].symbol, "%s", symbol);
    rules[i].rc = (int)rc;
    if (i == rule_count) rule_count++;
    pthread_mutex_unlock(&lock);
}
void stub_field(long id, long scope, long rc) {
    int i = 0;
    while (i < field_rule_count && !(field_rules[i].id == (unsigned)id && field_rules[i].scope == (unsigned)scope)) i++;
    field_rules[i].id = (unsigned)id;
    field_rules[i].scope = (unsigned)scope;
    field_rules[i].rc = (int)rc;
    if (i == field_rule_count) field_rule_count++;
}
void stub_event(long gpu, long type, long data) {
    prepare();
    pthread_mutex_lock(&lock);
    struct event e = {&gpus[gpu], (u64)type, (u64)data, 0xffffffff, 0xffffffff};
    events[event_tail++ % EVENTS] = e;
    pthread_cond_broadcast(&arrived);
    pthread_mutex_unlock(&lock);
}

static int rule(const char *symbol) {
    for (int i = 0; i < rule_count; i++)
        if (!strcmp(rules[i].symbol, symbol)) return rules[i].rc;
    return opened || !strcmp(symbol, "nvmlInit_v2") ? OK : UNINITIALIZED;
}
// Every call about a GPU: hangs, is lost or is refused as scripted. Out values are left alone then, as a driver does.
static int about(struct gpu *g, const char *symbol) {
    for (long waited = 0; waited < g->hang_ms; waited += 5) nap(5);
    return g->lost ? g->lost : rule(symbol);
}
#define ABOUT(g) do { int rc_ = about(g, __func__); if (rc_) return rc_; } while (0)
#define ASKED() do { int rc_ = rule(__func__); if (rc_) return rc_; } while (0)

// --- the library --------------------------------------------------------------------------------
int nvmlInit_v2(void) {
    prepare();
    ASKED();
    const char *value;
    if ((value = getenv("NVML_STUB_GPUS"))) count = atoi(value);
    if ((value = getenv("NVML_STUB_LOST"))) gpus[atoi(value)].lost = 15;
    if ((value = getenv("NVML_STUB_HANG_MS"))) gpus[1].hang_ms = atol(value);
    if ((value = getenv("NVML_STUB_XID")) && !openings) stub_event(0, 8, atol(value));
    opened++;
    openings++;
    return OK;
}
int nvmlShutdown(void) { ASKED(); opened--; return OK; }
int nvmlSystemGetDriverVersion(char *text, unsigned size) { ASKED(); snprintf(text, size, "580.95.05"); return OK; }
int nvmlSystemGetNVMLVersion(char *text, unsigned size) { ASKED(); snprintf(text, size, "13.580.95.05"); return OK; }
int nvmlDeviceGetCount_v2(unsigned *n) { ASKED(); *n = (unsigned)count; return OK; }
int nvmlDeviceGetHandleByIndex_v2(unsigned i, struct gpu **g) {
    ASKED();
    if (i >= (unsigned)count) return INVALID;
    if (gpus[i].lost) return gpus[i].lost;
    *g = &gpus[i];
    return OK;
}
int nvmlDeviceGetName(struct gpu *g, char *text, unsigned size) { ABOUT(g); snprintf(text, size, "NVIDIA Stub H200"); return OK; }
int nvmlDeviceGetUUID(struct gpu *g, char *text, unsigned size) {
    ABOUT(g);
    snprintf(text, size, g->index >= 100 ? "MIG-stub-%d" : "GPU-stub-%d", g->index);
    return OK;
}
int nvmlDeviceGetPciInfo_v3(struct gpu *g, struct pci *pci) {
    ABOUT(g);
    memset(pci, 0, sizeof *pci);
    snprintf(pci->bus_id, sizeof pci->bus_id, "00000000:%02X:00.0", 0x3b + g->index);
    return OK;
}
int nvmlDeviceGetPowerUsage(struct gpu *g, unsigned *mw) { ABOUT(g); *mw = (unsigned)g->power_mw; return OK; }
int nvmlDeviceGetTotalEnergyConsumption(struct gpu *g, u64 *mj) { ABOUT(g); *mj = g->energy_mj; return OK; }
int nvmlDeviceGetEnforcedPowerLimit(struct gpu *g, unsigned *mw) { ABOUT(g); *mw = 700000; return OK; }
int nvmlDeviceGetTemperature(struct gpu *g, unsigned sensor, unsigned *c) { ABOUT(g); *c = sensor ? 0 : 41; return OK; }
int nvmlDeviceGetUtilizationRates(struct gpu *g, unsigned *rates) { ABOUT(g); rates[0] = 37; rates[1] = 12; return OK; }
int nvmlDeviceGetMemoryInfo(struct gpu *g, struct memory *m) {
    ABOUT(g);
    m->total = 143771ULL << 20;
    m->used = 1000ULL << 20;
    m->free = m->total - m->used;
    return OK;
}
int nvmlDeviceGetClockInfo(struct gpu *g, unsigned which, unsigned *mhz) { ABOUT(g); *mhz = which == 2 ? 3201 : 1980; return OK; }
int nvmlDeviceGetCurrentClocksThrottleReasons(struct gpu *g, u64 *mask) { ABOUT(g); *mask = 4; return OK; }
int nvmlDeviceGetPerformanceState(struct gpu *g, unsigned *state) { ABOUT(g); *state = 0; return OK; }
int nvmlDeviceGetCurrPcieLinkGeneration(struct gpu *g, unsigned *n) { ABOUT(g); *n = 5; return OK; }
int nvmlDeviceGetCurrPcieLinkWidth(struct gpu *g, unsigned *n) { ABOUT(g); *n = 16; return OK; }
int nvmlDeviceGetNvLinkState(struct gpu *g, unsigned link, unsigned *up) { ABOUT(g); *up = link < 17; return OK; }
int nvmlDeviceGetMigMode(struct gpu *g, unsigned *mode, unsigned *pending) { ABOUT(g); *mode = *pending = g->mig > 0; return OK; }
int nvmlDeviceGetMaxMigDeviceCount(struct gpu *g, unsigned *n) { ABOUT(g); *n = 7; return OK; }
int nvmlDeviceGetMigDeviceHandleByIndex(struct gpu *g, unsigned i, struct gpu **instance) {
    ABOUT(g);
    // A hole at 1: numbers are not dense on a real one either.
    if (i == 1 || (int)i > g->mig || (i == 0 && !g->mig)) return NOT_FOUND;
    *instance = &instances[i];
    return OK;
}
int nvmlDeviceGetGpuInstanceId(struct gpu *g, unsigned *id) { ABOUT(g); *id = (unsigned)g->index - 99; return OK; }
int nvmlDeviceGetComputeInstanceId(struct gpu *g, unsigned *id) { ABOUT(g); *id = 0; return OK; }
int nvmlDeviceGetAttributes_v2(struct gpu *g, struct attributes *a) { ABOUT(g); memset(a, 0, sizeof *a); a->memory_mib = 18000; return OK; }
int nvmlDeviceGetComputeRunningProcesses_v3(struct gpu *g, unsigned *n, struct process *list) {
    ABOUT(g);
    unsigned room = *n;
    *n = (unsigned)g->processes;
    if (room < *n) return TOO_SMALL;
    for (unsigned i = 0; i < *n; i++) {
        struct process p = {1000 + i, i ? 4096ULL * i : ~0ULL, g->mig ? 1 : 0xffffffff, g->mig ? 0 : 0xffffffff};
        list[i] = p;
    }
    return OK;
}
int nvmlDeviceGetSupportedEventTypes(struct gpu *g, u64 *types) { ABOUT(g); *types = 0xff9f; return OK; }
int nvmlDeviceRegisterEvents(struct gpu *g, u64 types, void *set) { ABOUT(g); return types && set ? OK : INVALID; }
int nvmlEventSetCreate(void **set) { ASKED(); *set = &events; return OK; }
int nvmlEventSetFree(void *set) { ASKED(); return set ? OK : INVALID; }

#ifndef OLD_DRIVER
static u64 field_value(struct gpu *g, struct field *f) {
    switch (f->id) {
    case 185: return f->scope == 2 ? 40000 : g->power_mw - 500;
    case 186: return g->power_mw;
    case 83: case 191: return g->energy_mj;
    case 82: return 52;
    case 187: return 200000;
    case 188: case 189: case 190: case 192: return 700000;
    case 91: return 18;
    case 138: case 139: return 7;
    case 193: return (u64)-8;
    case 194: return (u64)-2;
    case 195: case 196: return 0;
    case 144: case 145: return (unsigned)g->rows == f->id;
    case 230: return (u64)g->recovery;
    default: return f->id;
    }
}
int nvmlDeviceGetFieldValues(struct gpu *g, int n, struct field *fields) {
    ABOUT(g);
    for (int i = 0; i < n; i++) {
        struct field *f = &fields[i];
        f->rc = f->id == 202 || f->id == 204 || (f->scope == 1) ? NOT_SUPPORTED : OK;
        for (int k = 0; k < field_rule_count; k++)
            if (field_rules[k].id == f->id && field_rules[k].scope == f->scope) f->rc = field_rules[k].rc;
        if (f->rc) continue;
        f->type = f->id == 83 || f->id == 191 ? 3 : f->id >= 193 && f->id <= 196 ? 5 : 1;
        f->value = field_value(g, f);
    }
    return OK;
}
int nvmlDeviceGetTemperatureV(struct gpu *g, unsigned *t) { ABOUT(g); if (t[0] != 0x0100000c) return 25; t[2] = 41; return OK; }
int nvmlDeviceGetMarginTemperature(struct gpu *g, int *t) { ABOUT(g); if (t[0] != 0x01000008) return 25; t[1] = 46; return OK; }
int nvmlDeviceGetMemoryInfo_v2(struct gpu *g, struct memory_v2 *m) {
    ABOUT(g);
    if (m->version != 0x02000028) return 25;
    m->total = 143771ULL << 20;
    m->reserved = 600ULL << 20;
    m->used = 1000ULL << 20;
    m->free = m->total - m->used - m->reserved;
    return OK;
}
int nvmlDeviceGetCurrentClocksEventReasons(struct gpu *g, u64 *mask) { ABOUT(g); *mask = 4; return OK; }
int nvmlGpmQueryDeviceSupport(struct gpu *g, unsigned *support) { ABOUT(g); if (support[0] != 1) return 25; support[1] = 1; return OK; }
long stub_waiting(void) { return waiting; }
int nvmlEventSetWait_v2(void *set, struct event *e, unsigned ms) {
    ASKED();
    (void)set;
    __sync_fetch_and_add(&waiting, 1);
    for (long waited = 0; waited < events_hang_ms; waited += 5) nap(5);
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += (long)(ms % 1000) * 1000000L;
    if (until.tv_nsec >= 1000000000L) { until.tv_sec++; until.tv_nsec -= 1000000000L; }
    int rc = OK;
    pthread_mutex_lock(&lock);
    while (event_head == event_tail && !rc) rc = pthread_cond_timedwait(&arrived, &lock, &until);
    if (event_head != event_tail) { *e = events[event_head++ % EVENTS]; rc = OK; } else rc = TIMED_OUT;
    pthread_mutex_unlock(&lock);
    __sync_fetch_and_sub(&waiting, 1);
    return rc;
}
#endif
