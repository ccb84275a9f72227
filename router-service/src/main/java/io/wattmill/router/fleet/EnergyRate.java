// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import io.wattmill.router.fleet.NodeReading.DeviceReading;

import java.util.Optional;

/**
 * Holds a device's energy counter against what its board can draw. Time between two reports is what
 * the agent's clock says or what the router's does, whichever is kinder to the device, so that late
 * and bunched reports blame nobody.
 */
final class EnergyRate {
    /** Shorter windows say more about sampling than about energy. */
    private static final long WINDOW_US = 10_000_000;

    private static final long SLACK_US = 2_000_000;
    private static final double MICROJOULES_PER_MILLIWATT_US = 1e-3;

    private Stand from;
    private long last;
    private Optional<Finding> verdict = Optional.empty();

    /** A counter, and when it stood so by both clocks. */
    private record Stand(long microjoules, long agentUs, long routerUs) {}

    EnergyRate(DeviceReading first, long agentUs, Moment now) {
        from = stand(first, agentUs, now);
        last = first.energyMicrojoules();
    }

    private static Stand stand(DeviceReading device, long agentUs, Moment now) {
        return new Stand(device.energyMicrojoules(), agentUs, now.nanos() / 1_000);
    }

    /** What is wrong now; a rate once found wrong stays so until a whole window is right. */
    Optional<Finding> judge(DeviceReading device, BoardLimits board, long agentUs, Moment now) {
        long before = last;
        last = device.energyMicrojoules();
        Stand to = stand(device, agentUs, now);
        if (last < before) {
            from = to;
            return found(Implausible.ENERGY_BACK, device, "went from " + before + " to " + last);
        }
        judge(device, board, to);
        return verdict;
    }

    private void judge(DeviceReading device, BoardLimits board, Stand to) {
        long agentUs = Math.max(0, to.agentUs - from.agentUs);
        long routerUs = to.routerUs - from.routerUs;
        long longest = Math.max(agentUs, routerUs);
        long shortest = from.agentUs == 0 ? routerUs : Math.min(agentUs, routerUs);
        long grown = to.microjoules - from.microjoules;
        Optional<Finding> fast = fast(device, board, grown, longest);
        boolean over = longest >= WINDOW_US;
        if (over || fast.isPresent()) {
            verdict = fast.or(() -> slow(device, board, grown, shortest));
            from = to;
        }
    }

    private static Optional<Finding> fast(
            DeviceReading device, BoardLimits board, long grown, long us) {
        boolean fast = grown > microjoules(board.ceilingMilliwatts(), us + SLACK_US);
        return fast ? found(Implausible.ENERGY_FAST, device, grew(grown, us)) : Optional.empty();
    }

    private static Optional<Finding> slow(
            DeviceReading device, BoardLimits board, long grown, long us) {
        boolean slow = grown < microjoules(board.floorMilliwatts(), us - SLACK_US);
        return slow ? found(Implausible.ENERGY_SLOW, device, grew(grown, us)) : Optional.empty();
    }

    private static double microjoules(long milliwatts, long us) {
        return milliwatts * MICROJOULES_PER_MILLIWATT_US * us;
    }

    /** Figures before the device, whose long id lines of eighty columns cut. */
    private static String grew(long grown, long us) {
        return "grew in " + us / 1_000 + " ms by " + grown;
    }

    private static Optional<Finding> found(Implausible kind, DeviceReading device, String what) {
        return Optional.of(
                new Finding(kind, "energy counter " + what + " uJ on " + device.deviceId()));
    }
}
