// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

import java.util.Optional;

/**
 * One device on its way: healthy → suspect → draining → down → recovered → healthy. It gets worse
 * at once and better only after a time without faults.
 */
final class DeviceCourse {

    private static final String ROWS_PENDING = "row remap pending, reset at the next idle";
    private static final String ROWS_FAILED = "row remap failed: call for replacement";

    private final String deviceId;
    private final HealthRules rules;
    private final Tally culprits;
    private final Tally watched;
    private DeviceCondition condition;
    private MemoryRows rows = MemoryRows.WHOLE;
    private long faults;
    private long drains;
    private long sinceNanos;
    private long faultNanos;
    private long busyNanos;

    DeviceCourse(String deviceId, HealthRules rules, Moment now) {
        this.deviceId = deviceId;
        this.rules = rules;
        this.culprits = new Tally(rules.windowNanos(), rules.tenantLimit());
        this.watched = new Tally(rules.windowNanos(), rules.watchLimit());
        this.condition = new DeviceCondition(deviceId, Fitness.HEALTHY, "", false, now.epochUs());
    }

    DeviceCondition condition() {
        return condition;
    }

    /** A fault, for the first time; what changed, if the verdict did. */
    Optional<Happening> accept(Fault fault, Moment now) {
        faults++;
        return fault.cleared()
                ? repaired("the driver asks for nothing more", now)
                : weigh(fault, now);
    }

    private Optional<Happening> weigh(Fault fault, Moment now) {
        return switch (fault.response()) {
            case IGNORE -> Optional.empty();
            case TENANT ->
                    culprits.add(fault.culprit(), now.nanos())
                            ? suspect(fault.text() + " (several programs)", now)
                            : Optional.empty();
            case WATCH ->
                    watched.add(Long.toString(faults), now.nanos())
                            ? drain(fault.text() + " (again and again)", false, now)
                            : suspect(fault.text(), now);
            case DRAIN -> drain(fault.text(), false, now);
            case DRAIN_NODE -> drain(fault.text(), true, now);
        };
    }

    private Optional<Happening> suspect(String reason, Moment now) {
        faultNanos = now.nanos();
        return condition.fitness() == Fitness.HEALTHY || condition.fitness() == Fitness.RECOVERED
                ? become(Fitness.SUSPECT, reason, false, now)
                : Optional.empty();
    }

    /** Out of work already, it matters only whether the rest of the host is concerned now too. */
    private Optional<Happening> drain(String reason, boolean host, Moment now) {
        faultNanos = now.nanos();
        boolean wider = host && !condition.host();
        if (!condition.fitness().takesWork() && !wider) {
            return Optional.empty();
        }
        drains++;
        busyNanos = now.nanos();
        String again =
                drains > 1 ? reason + " (time " + drains + " since this agent runs)" : reason;
        return become(Fitness.DRAINING, again, host, now);
    }

    /**
     * What the device says of its memory rows, again and again; what changed, if the verdict did.
     * While a row waits for a reset the device does not calm down.
     */
    Optional<Happening> rows(MemoryRows next, Moment now) {
        MemoryRows before = rows;
        rows = next;
        return switch (next) {
            case PENDING -> suspect(ROWS_PENDING, now);
            case FAILED -> before == next ? Optional.empty() : rowsFailed(now);
            case WHOLE ->
                    before == MemoryRows.FAILED
                            ? recover("its memory rows are whole", now)
                            : Optional.empty();
        };
    }

    /** Out of work for something else, it has to be said that repairing that is not enough. */
    private Optional<Happening> rowsFailed(Moment now) {
        return condition.fitness().takesWork()
                ? drain(ROWS_FAILED, false, now)
                : become(
                        condition.fitness(),
                        condition.reason() + "; " + ROWS_FAILED,
                        condition.host(),
                        now);
    }

    /** Time passes; what changed, if the verdict did. */
    Optional<Happening> tick(Occupancy occupancy, Moment now) {
        return switch (condition.fitness()) {
            case HEALTHY, DOWN -> Optional.empty();
            case SUSPECT, RECOVERED -> calm(now);
            case DRAINING -> drained(occupancy, now);
        };
    }

    private Optional<Happening> calm(Moment now) {
        boolean calm =
                now.nanos() - faultNanos >= rules.calmNanos()
                        && now.nanos() - sinceNanos >= rules.calmNanos();
        return calm ? become(Fitness.HEALTHY, "", false, now) : Optional.empty();
    }

    private Optional<Happening> drained(Occupancy occupancy, Moment now) {
        if (!occupancy.isIdle(deviceId, condition.host())) {
            busyNanos = now.nanos();
        }
        boolean idle = now.nanos() - busyNanos >= rules.idleNanos();
        boolean late = now.nanos() - sinceNanos >= rules.drainNanos();
        return idle || late
                ? become(Fitness.DOWN, condition.reason(), condition.host(), now)
                : Optional.empty();
    }

    /** It was repaired; what failed for good was not. */
    Optional<Happening> repaired(String how, Moment now) {
        return rows == MemoryRows.FAILED ? Optional.empty() : recover(how, now);
    }

    /** It works again, or somebody says so: on probation from now on, if it was out of work. */
    Optional<Happening> recover(String how, Moment now) {
        if (condition.fitness().takesWork()) {
            return Optional.empty();
        }
        watched.clear();
        culprits.clear();
        return become(Fitness.RECOVERED, how + ", after " + condition.reason(), false, now);
    }

    private Optional<Happening> become(Fitness next, String reason, boolean host, Moment now) {
        sinceNanos = now.nanos();
        condition = new DeviceCondition(deviceId, next, reason, host, now.epochUs());
        String text = reason.isEmpty() ? "nothing happened for a while" : reason;
        return Optional.of(new Happening(now.epochUs(), "device." + next.label(), deviceId, text));
    }
}
