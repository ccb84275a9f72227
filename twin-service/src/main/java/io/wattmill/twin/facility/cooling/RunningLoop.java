// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import io.wattmill.twin.facility.Knob;
import io.wattmill.twin.facility.Outage;
import io.wattmill.twin.facility.Stance;

/**
 * A water loop at work, in one stance and with what is left of it. Free water comes at {@code
 * outside + approach + exchanger}; of a loop that is to be cooled from return to supply, weather
 * does the part that lies above it, and chillers do the rest. Where they cannot, the supply may
 * rise to its limit; what cannot be carried even then is missed. Without its pump a loop carries
 * nothing.
 */
final class RunningLoop {
    private final WaterLoop loop;
    private final Stance stance;
    private final double approachK;
    private final double exchangerK;
    private final double evaporatorK;
    private final double condenserK;
    private final double chillerWatts;
    private final double rejectionWatts;
    private final RunningMover pump;
    private final RunningMover fan;
    private final double litresPerWattHour;

    RunningLoop(WaterLoop loop, Stance stance, Outage outage) {
        Rejection rejection = loop.rejection();
        boolean flows = outage.works(loop.pumpId());
        int cells = flows ? Members.live(rejection.units(), outage) : 0;
        this.loop = loop;
        this.stance = stance;
        this.approachK = stance.of(Knob.APPROACHES, rejection.approachK());
        this.exchangerK = stance.of(Knob.APPROACHES, rejection.exchangerApproachK());
        this.evaporatorK =
                loop.chillers()
                        .map(each -> stance.of(Knob.APPROACHES, each.evaporatorApproachK()))
                        .orElse(0.0);
        this.condenserK =
                loop.chillers()
                        .map(each -> stance.of(Knob.APPROACHES, each.condenserApproachK()))
                        .orElse(0.0);
        this.chillerWatts =
                loop.chillers().filter(_ -> flows).map(each -> liveWatts(each, outage)).orElse(0.0);
        this.rejectionWatts = cells * rejection.ratedHeatWatts();
        this.pump = RunningMover.of(loop.pump(), 1, Knob.PUMPS, stance);
        this.fan = RunningMover.of(rejection.fan(), cells, Knob.FANS, stance);
        this.litresPerWattHour = litresPerWattHour(rejection, stance);
    }

    private static double liveWatts(ChillerBank chillers, Outage outage) {
        return Members.live(chillers.units(), outage) * chillers.ratedHeatWatts();
    }

    private static double litresPerWattHour(Rejection rejection, Stance stance) {
        return switch (rejection.kind()) {
            case EVAPORATIVE ->
                    stance.of(Knob.WATER, rejection.litresPerKwh())
                            * rejection.makeUpPerEvaporated()
                            / 1_000;
            case DRY -> 0;
        };
    }

    double outsideC(double dryC, double wetC) {
        return switch (loop.rejection().kind()) {
            case EVAPORATIVE -> wetC;
            case DRY -> dryC;
        };
    }

    /** Power of the loop's pump at that heat. */
    double pumpWatts(double heatWatts) {
        return rejectionWatts <= 0 ? 0 : pump.watts(heatWatts / rejectionWatts);
    }

    /** Carries the heat that comes into the loop, its pump's among it. */
    LoopHour carry(double heatWatts, double outsideC) {
        double freeC = outsideC + approachK + exchangerK;
        double wanted = missingShare(freeC, loop.supplyC()) * heatWatts;
        double chilled = Math.min(wanted, chillerWatts);
        double missed = Math.max(0, missingShare(freeC, loop.limitC()) * heatWatts - chillerWatts);
        double work = chilled / cop(outsideC);
        double carried = heatWatts - missed;
        double rejected = carried + work;
        double rejection = ratio(rejected, rejectionWatts);
        double share = rejection > 1 ? 1 / rejection : 1;
        return new LoopHour(
                work * share,
                fanWatts(rejected, outsideC),
                rejected * share,
                heatWatts - carried * share,
                rejected * share * litresPerWattHour,
                supplyC(freeC, wanted, heatWatts),
                chillerLoading(wanted, freeC),
                rejection);
    }

    /** Part of the way from return to supply that water at {@code freeC} does not go. */
    private double missingShare(double freeC, double supplyC) {
        return Math.clamp((freeC - supplyC) / loop.riseK(), 0.0, 1.0);
    }

    private double cop(double outsideC) {
        return loop.chillers()
                .map(
                        each ->
                                each.cop()
                                        .cop(
                                                loop.supplyC() - evaporatorK,
                                                outsideC + approachK + condenserK,
                                                stance))
                .orElse(1.0);
    }

    /**
     * Fans go as fast as the approach wants: capacity of a tower or cooler is taken as proportional
     * to flow and approach, so that cold air needs less of it.
     */
    private double fanWatts(double rejectedWatts, double outsideC) {
        if (rejectionWatts <= 0) {
            return 0;
        }
        double atHand = Math.max(loop.supplyC() - exchangerK - outsideC, approachK);
        return fan.watts(rejectedWatts / rejectionWatts * approachK / atHand);
    }

    /** The supply's temperature: above its set point where chillers do not do what they should. */
    private double supplyC(double freeC, double wanted, double heatWatts) {
        return wanted <= chillerWatts
                ? loop.supplyC()
                : Math.min(loop.limitC(), freeC - loop.riseK() * chillerWatts / heatWatts);
    }

    /** Chilled heat per what chillers may; without any, how far water drifts to its limit. */
    private double chillerLoading(double wanted, double freeC) {
        if (loop.chillers().isPresent()) {
            return ratio(wanted, chillerWatts);
        }
        double room = loop.limitC() + loop.riseK() - freeC;
        return room <= 0 ? Double.MAX_VALUE : loop.riseK() / room;
    }

    private static double ratio(double wanted, double able) {
        return wanted <= 0 ? 0 : able <= 0 ? Double.MAX_VALUE : wanted / able;
    }
}
