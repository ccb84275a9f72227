// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.energy;

import io.wattmill.agent.energy.EnergyReading.Notice;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The cumulative meter of one device.
 *
 * <p>While the device has a counter, the reading is the counter itself, so that it goes on across
 * restarts of the agent. A counter that falls was reset, and the reading falls with it, unless it
 * fell so little that it only lags behind what it said before: the reading waits for it. When the
 * counter is missing the reading goes on by the integral of power, and when it is back the reading
 * waits until the counter has caught up: it never falls for another reason than a reset, because
 * whoever reads it takes a fall for one.
 */
public final class EnergyMeter {

    /** More than one device draws: above it nothing was counted. Watts, so microjoules per us. */
    private static final long MOST_WATTS = 5_000;

    private static final long NANOS_PER_US = 1_000;

    private final PowerIntegral integral;
    private final Agreement agreement;
    private final long lagUj;
    private boolean started;
    private boolean counting;
    private long lastCounterUj;
    private long counterNanos;

    /** Reading minus counter: 0 unless the meter began without a counter. */
    private long offsetUj;

    private long energyUj;
    private EnergySource source = EnergySource.INTEGRAL;
    private int qualityPpm;

    /** A meter that has seen nothing yet. */
    public EnergyMeter(EnergyLimits limits) {
        this.integral = new PowerIntegral(limits.gapNanos());
        this.agreement = new Agreement(limits);
        this.lagUj = mostUj(limits.gapNanos());
    }

    /** The meter after this sample; empty when the sample says neither energy nor power. */
    public Optional<EnergyReading> accept(EnergySample sample) {
        if (sample.counterUj().isEmpty() && sample.powerMw().isEmpty()) {
            return Optional.empty();
        }
        Set<Notice> notices = EnumSet.noneOf(Notice.class);
        PowerIntegral.Step step = integral.accept(sample.atNanos(), sample.powerMw());
        if (step.gap()) {
            notices.add(Notice.GAP);
            agreement.restart();
        }
        if (sample.counterUj().isPresent()) {
            count(sample.counterUj().getAsLong(), sample.atNanos(), notices);
            judge(sample);
        } else {
            integrate(step, notices);
        }
        started = true;
        return Optional.of(new EnergyReading(energyUj, source, qualityPpm, notices));
    }

    private void count(long counterUj, long atNanos, Set<Notice> notices) {
        if (!counting) {
            offsetUj = started ? energyUj - counterUj : 0;
            energyUj = counterUj + offsetUj;
            lastCounterUj = counterUj;
        } else if (isReset(counterUj, atNanos)) {
            notices.add(Notice.COUNTER_RESET);
            reset(counterUj);
            lastCounterUj = counterUj;
        } else {
            energyUj = Math.max(energyUj, counterUj + offsetUj);
            lastCounterUj = Math.max(lastCounterUj, counterUj);
        }
        counting = true;
        counterNanos = atNanos;
        source = EnergySource.COUNTER;
    }

    /**
     * Whether a counter that fell began anew: it holds no more than could be used since the last
     * look, or fell by more than a page that lags behind could explain.
     */
    private boolean isReset(long counterUj, long atNanos) {
        long fallUj = lastCounterUj - counterUj;
        return fallUj > 0 && (fallUj > lagUj || counterUj <= mostUj(atNanos - counterNanos));
    }

    private static long mostUj(long nanos) {
        return nanos / NANOS_PER_US * MOST_WATTS;
    }

    /**
     * Falls to the new counter; where that would be no fall, goes on from here by what it counted.
     */
    private void reset(long counterUj) {
        offsetUj = counterUj < energyUj ? 0 : energyUj;
        energyUj = counterUj + offsetUj;
        agreement.restart();
    }

    private void judge(EnergySample sample) {
        if (sample.powerMw().isPresent()) {
            qualityPpm = agreement.accept(sample.atNanos(), lastCounterUj, integral.totalUj());
        } else {
            agreement.restart();
        }
    }

    private void integrate(PowerIntegral.Step step, Set<Notice> notices) {
        if (source == EnergySource.COUNTER) {
            notices.add(Notice.COUNTER_LOST);
        }
        energyUj += step.addedUj();
        source = EnergySource.INTEGRAL;
        qualityPpm = 0;
        agreement.restart();
    }
}
