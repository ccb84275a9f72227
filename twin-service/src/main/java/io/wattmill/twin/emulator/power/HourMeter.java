// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.power;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The electricity meter of one node: integrates the power of its GPUs and its host hour by hour of
 * the wall clock. It hears of power as it changes and shares nothing with the counters of the GPUs:
 * neither their split into devices nor their rounding to millijoules. The wall clock is read once;
 * from there on monotonic time counts, so that no hour is longer than another. Not thread-safe.
 */
public final class HourMeter {
    private static final long NANOS_PER_US = 1_000;
    private static final long HOUR_NANOS = 3_600_000_000_000L;
    private static final long HOUR_US = HOUR_NANOS / NANOS_PER_US;
    private static final long PPM = 1_000_000;
    private static final BigDecimal NANOJOULES_PER_KWH = new BigDecimal("3.6e15");

    /** What imports of hours take. */
    private static final int DIGITS = 15;

    private final long hostSharePpm;
    private final int maxHours;
    private final NavigableMap<Long, BigDecimal> hours = new TreeMap<>();
    private EnergyMeter running;
    private long hourUs;
    private long hourEndNanos;
    private int dropped;

    /**
     * A meter that begins inside an hour.
     *
     * @param atNanos now, on the node's monotonic time
     * @param atUs now, by the wall clock, epoch microseconds
     * @param milliwatts power of the GPUs from now on
     * @param hostSharePpm power of the host per million of that
     * @param maxHours most hours that are kept; older ones go
     */
    public HourMeter(long atNanos, long atUs, long milliwatts, long hostSharePpm, int maxHours) {
        this.hostSharePpm = hostSharePpm;
        this.maxHours = maxHours;
        this.running = new EnergyMeter(atNanos, milliwatts);
        this.hourUs = Math.floorDiv(atUs, HOUR_US) * HOUR_US;
        this.hourEndNanos = atNanos + (hourUs + HOUR_US - atUs) * NANOS_PER_US;
    }

    /** The power of the GPUs changes at this instant, which must not be before the last one. */
    public void change(long atNanos, long milliwatts) {
        advance(atNanos);
        running.change(atNanos, milliwatts);
    }

    /** Accounts for the time up to this instant. */
    public void advance(long toNanos) {
        while (toNanos >= hourEndNanos) {
            running.advance(hourEndNanos);
            hours.put(hourUs, kwh(running.nanojoules()));
            running = new EnergyMeter(hourEndNanos, running.powerMilliwatts());
            hourUs += HOUR_US;
            hourEndNanos += HOUR_NANOS;
        }
        running.advance(toNanos);
        while (hours.size() > maxHours) {
            hours.pollFirstEntry();
            dropped++;
        }
    }

    private BigDecimal kwh(long nanojoules) {
        return BigDecimal.valueOf(nanojoules)
                .multiply(BigDecimal.valueOf(PPM + hostSharePpm))
                .divide(BigDecimal.valueOf(PPM))
                .divide(NANOJOULES_PER_KWH, DIGITS, RoundingMode.HALF_EVEN);
    }

    /**
     * Hours that are over, by when they began, epoch microseconds: kWh to 15 digits. The first one
     * counts from when the meter began.
     */
    public Map<Long, BigDecimal> hours() {
        return Map.copyOf(hours);
    }

    /** How many hours were given up because there were too many. */
    public int dropped() {
        return dropped;
    }
}
