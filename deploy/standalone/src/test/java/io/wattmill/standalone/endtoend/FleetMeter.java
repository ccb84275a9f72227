// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

/**
 * What billing has metered of the whole fleet's devices, as the scoreboard tells it.
 *
 * @param joules since the ledger began
 * @param atNanos when it was asked, of this JVM's monotonic clock
 */
record FleetMeter(double joules, long atNanos) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MOST_OVER_IDLE = 1.05;
    private static final long APART_NANOS = 1_500_000_000;

    /** Waits until the meter runs as slowly as that of an idle fleet: nothing is on its way. */
    static FleetMeter whenIdle(Api admin, double idleWatts) {
        var from = new FleetMeter[] {now(admin)};
        return Patience.until(
                () -> now(admin),
                later -> {
                    if (later.atNanos - from[0].atNanos < APART_NANOS) {
                        return false;
                    }
                    var watts = later.joulesSince(from[0]) / later.secondsSince(from[0]);
                    from[0] = later;
                    return watts <= idleWatts * MOST_OVER_IDLE;
                },
                "idle");
    }

    private static FleetMeter now(Api admin) {
        var metered = admin.json("/v1/factory").at("/energy/metered").asDouble();
        return new FleetMeter(metered, System.nanoTime());
    }

    double joulesSince(FleetMeter earlier) {
        return joules - earlier.joules;
    }

    double secondsSince(FleetMeter earlier) {
        return (atNanos - earlier.atNanos) / NANOS_PER_SECOND;
    }
}
