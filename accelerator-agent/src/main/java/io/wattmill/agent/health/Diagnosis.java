// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
     * The node of these devices. It drains when one of them asks for the whole host, or may be any
     * engine's, or when none of its devices takes work; otherwise the rest of it works on, and the
     * node is suspect.
     *
     * @param ailing conditions of the devices that are not healthy
     * @param known devices that a reading named at some time
     * @param unsure whether nobody can tell on which devices some engine computes
     */
    static Diagnosis of(List<DeviceCondition> ailing, Set<String> known, boolean unsure) {
        List<DeviceCondition> wide =
                ailing.stream()
                        .filter(one -> !one.fitness().takesWork())
                        .filter(one -> unsure || one.host() || !known.contains(one.deviceId()))
                        .toList();
        return worst(wide.isEmpty() ? ailing : wide)
                .map(worst -> of(worst, ailing, node(ailing, wide, known)))
                .orElse(HEALTHY);
    }

    private static Optional<DeviceCondition> worst(List<DeviceCondition> ailing) {
        return ailing.stream().max(Comparator.comparing(DeviceCondition::fitness));
    }

    private static Diagnosis of(
            DeviceCondition worst, List<DeviceCondition> ailing, Fitness fitness) {
        return new Diagnosis(fitness, worst.deviceId() + ": " + worst.reason(), ailing);
    }

    private static Fitness node(
            List<DeviceCondition> ailing, List<DeviceCondition> wide, Set<String> known) {
        if (!wide.isEmpty()) {
            return drained(wide);
        }
        List<DeviceCondition> unfit =
                ailing.stream().filter(one -> !one.fitness().takesWork()).toList();
        if (!unfit.isEmpty() && unfit.size() >= known.size()) {
            return drained(unfit);
        }
        boolean recovering = ailing.stream().allMatch(one -> one.fitness() == Fitness.RECOVERED);
        return recovering ? Fitness.RECOVERED : Fitness.SUSPECT;
    }

    private static Fitness drained(List<DeviceCondition> unfit) {
        return unfit.stream().allMatch(one -> one.fitness() == Fitness.DOWN)
                ? Fitness.DOWN
                : Fitness.DRAINING;
    }
}
