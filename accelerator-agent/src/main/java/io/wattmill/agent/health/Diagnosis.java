// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * How the node stands for what is known of its devices.
 *
 * @param fitness of the node as a whole
 * @param reason why, for a person; empty while healthy
 * @param devices those that are not healthy
 */
public record Diagnosis(Fitness fitness, String reason, List<DeviceCondition> devices) {

    /** Nothing is known against any device. */
    public static final Diagnosis HEALTHY = new Diagnosis(Fitness.HEALTHY, "", List.of());

    /** Copies the list. */
    public Diagnosis {
        devices = List.copyOf(devices);
    }

    /**
     * The node of these devices. It drains when one of them asks for the whole host, or is not
     * known to any reading (whatever runs may run on it), or when none of its devices takes work;
     * otherwise the rest of it works on, and the node is suspect.
     *
     * @param ailing conditions of the devices that are not healthy
     * @param known devices that a reading named at some time
     */
    static Diagnosis of(List<DeviceCondition> ailing, Set<String> known) {
        if (ailing.isEmpty()) {
            return HEALTHY;
        }
        DeviceCondition worst =
                ailing.stream()
                        .max(
                                Comparator.comparing((DeviceCondition c) -> asksForHost(c, known))
                                        .thenComparing(DeviceCondition::fitness))
                        .orElseThrow();
        String reason = worst.deviceId() + ": " + worst.reason();
        return new Diagnosis(node(ailing, worst, known), reason, ailing);
    }

    private static Fitness node(
            List<DeviceCondition> ailing, DeviceCondition worst, Set<String> known) {
        if (asksForHost(worst, known)) {
            return down(ailing, known) ? Fitness.DOWN : Fitness.DRAINING;
        }
        long unfit = ailing.stream().filter(c -> !c.fitness().takesWork()).count();
        if (unfit > 0 && unfit >= known.size()) {
            boolean allDown =
                    ailing.stream().filter(c -> c.fitness() == Fitness.DOWN).count() >= unfit;
            return allDown ? Fitness.DOWN : Fitness.DRAINING;
        }
        return worst.fitness() == Fitness.RECOVERED ? Fitness.RECOVERED : Fitness.SUSPECT;
    }

    /** Every device that asks for the host has gone down. */
    private static boolean down(List<DeviceCondition> ailing, Set<String> known) {
        return ailing.stream()
                .filter(condition -> asksForHost(condition, known))
                .allMatch(condition -> condition.fitness() == Fitness.DOWN);
    }

    private static boolean asksForHost(DeviceCondition condition, Set<String> known) {
        return !condition.fitness().takesWork()
                && (condition.host() || !known.contains(condition.deviceId()));
    }
}
